//! What a watched source changes: only what is not settled, field by field, so that what was approved,
//! ignored or changed by staff since is left alone until the source says something else.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::differing::in_words;
use super::plan::{Counts, Item, Outcome, Plan};
use super::planner::Planner;
use crate::service::auth::hex;
use domain::AreaTree;
use domain::difference::{Difference, fields};
use domain::record::Entry;
use domain::{CommitmentCode, CommitmentStatus, CurrentRatings, Dimension, Finding, Rating};
use interchange::merge::{Merged, Stored, merge};
use interchange::message::ImportMessage;
use interchange::patch::Patch;
use interchange::table::Table;

/// The field that stands for a commitment as a whole which the record does not have.
const WHOLE: &str = "commitment";
/// Fields for ratings beside the one that counts, with their names.
const BESIDE: [(&str, &str); Dimension::ALL.len()] = [
    ("ambition-beside", "Ambition, other assessment"),
    ("completion-beside", "Completion, other assessment"),
    ("early_results-beside", "Early results, other assessment"),
];

/// What kinds of change a row would make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Ratings where the record has no value.
    pub ratings: usize,
    /// Ratings where it has another one.
    pub rerated: usize,
    /// Whether the commitment becomes a withdrawn one.
    pub withdrawn: bool,
    /// Whether anything else changes.
    pub other: bool,
}

/// What a row of a source changes.
pub(super) struct Watched {
    pub differences: Vec<Difference>,
    pub already: Vec<Difference>,
    pub kinds: Kinds,
    pub marks: String,
}

/// What tells a text from others, in a few characters.
fn mark(text: &str) -> String {
    if text.is_empty() {
        return "-".to_owned();
    }
    hex(&Sha256::digest(text)[..8])
}

impl Item {
    /// Whether anything can be decided about it.
    pub fn is_pending(&self) -> bool {
        matches!(self.outcome, Outcome::New | Outcome::Changed)
    }

    /// Whether a watched source no longer lists the commitment.
    pub fn is_gone(&self) -> bool {
        self.row == 0
    }

    /// What tells this change from every other, whichever row of a file it stands in.
    pub fn fingerprint(&self) -> String {
        let mut said = format!("{}\n{}\n", self.key, self.outcome.label());
        for d in &self.differences {
            for part in [d.field, &d.before, &d.after] {
                said.push_str(part);
                said.push('\n');
            }
        }
        for rating in &self.replaces {
            said.push_str(&rating.to_string());
            said.push('\n');
        }
        mark(&said)
    }

    /// The fields that a decision about it settles, with the marks of their values. A new commitment
    /// that is ignored is ignored as a whole.
    pub fn decided(&self, approved: bool) -> Vec<(String, String)> {
        if self.outcome == Outcome::New && !approved {
            return vec![(WHOLE.to_owned(), mark_of_all(&self.differences))];
        }
        let fields = self.differences.iter();
        fields
            .map(|d| (d.field.to_owned(), mark(&d.after)))
            .collect()
    }
}

fn mark_of_all(differences: &[Difference]) -> String {
    let all: Vec<&str> = differences.iter().map(|d| d.after.as_str()).collect();
    mark(&all.join("\n"))
}

/// Everything that an entry says, field by field, ratings at the end.
fn said(entry: &Entry, ratings: &CurrentRatings, areas: &AreaTree) -> Vec<Difference> {
    let name_of = |slug: &str| areas.name(slug).to_owned();
    let facts = fields(entry, &name_of).into_iter();
    let ratings = Dimension::ALL.iter().map(|dimension| {
        let finding = ratings.of(*dimension).map(|r| r.finding);
        let text = finding.map_or(String::new(), in_words);
        (dimension.slug(), dimension.label(), text)
    });
    let fields = facts.chain(ratings);
    fields
        .map(|(field, label, after)| Difference {
            field,
            label,
            before: String::new(),
            after,
        })
        .collect()
}

fn current(stored: &Stored) -> CurrentRatings {
    CurrentRatings::choose(stored.in_force.iter().map(|(_, r)| r.clone()).collect())
}

/// Ratings that are added or retired in dimensions where what counts stays as it is.
fn beside(stored: &Stored, merged: &Merged, changed: &[Difference]) -> Vec<Difference> {
    let Some(correction) = &merged.correction else {
        return Vec::new();
    };
    let words = |ratings: Vec<&Rating>| {
        let words: Vec<String> = ratings.iter().map(|r| in_words(r.finding)).collect();
        words.join("; ")
    };
    let mut all = Vec::new();
    for (dimension, (field, label)) in Dimension::ALL.iter().zip(BESIDE) {
        if changed.iter().any(|d| d.field == dimension.slug()) {
            continue;
        }
        let of_it = |r: &&Rating| r.dimension == *dimension;
        let retired = stored.in_force.iter();
        let retired = retired.filter(|(id, _)| correction.out_of_force.contains(id));
        let before = words(retired.map(|(_, r)| r).filter(of_it).collect());
        let after = words(correction.added.iter().filter(of_it).collect());
        if before != after {
            all.push(Difference {
                field,
                label,
                before,
                after,
            });
        }
    }
    all
}

impl Kinds {
    fn of(before: &CurrentRatings, merged: &Merged, differences: &[Difference]) -> Self {
        let is_rated = |ratings: &CurrentRatings, dimension: Dimension| {
            let finding = ratings.of(dimension).map(|r| r.finding);
            matches!(finding, Some(Finding::Rated(_)))
        };
        let after = &merged.entry.commitment;
        let mut kinds = Self::default();
        for d in differences {
            let rated = Dimension::ALL.iter().find(|of| of.slug() == d.field);
            match rated {
                Some(dimension) if is_rated(before, *dimension) => kinds.rerated += 1,
                Some(dimension) if is_rated(&after.ratings, *dimension) => kinds.ratings += 1,
                None if BESIDE.iter().any(|(field, _)| *field == d.field) => kinds.ratings += 1,
                None if d.field == "status"
                    && after.status == Some(CommitmentStatus::Withdrawn) =>
                {
                    kinds.withdrawn = true;
                }
                _ => kinds.other = true,
            }
        }
        kinds
    }
}

impl Planner {
    /// What a row changes that is not settled; none where that is nothing at all of a commitment that
    /// the record does not have.
    pub(super) fn leave_settled(
        &mut self,
        patch: &Patch,
        code: &CommitmentCode,
        mut merged: Merged,
        key: &str,
        areas: &AreaTree,
    ) -> Option<(Merged, Watched)> {
        let settled = self.settled.as_ref()?;
        let Some(stored) = self.stored.get(code) else {
            let ratings = &merged.entry.commitment.ratings;
            let mut differences = said(&merged.entry, ratings, areas);
            differences.retain(|d| !d.after.is_empty());
            if settled.says(key, WHOLE, &mark_of_all(&differences)) {
                return None;
            }
            let watched = Watched {
                differences,
                already: Vec::new(),
                kinds: Kinds::default(),
                marks: String::new(),
            };
            return Some((merged, watched));
        };
        let mut patch = patch.clone();
        let mut left: Vec<&'static str> = Vec::new();
        let mut already: Vec<Difference> = Vec::new();
        let before = current(stored);
        // What the file that came with the program would make of the record: the record has chosen
        // between that and its other sources.
        let (reference, allowed) = (&mut self.known, self.allowed);
        let bundled = settled.bundled.get(key).and_then(|bundled| {
            let stored = Some(stored);
            merge(bundled, code, stored, reference, allowed, &mut Vec::new())
        });
        let bundled = bundled.map(|bundled| {
            let ratings = &bundled.entry.commitment.ratings;
            let mut all = said(&bundled.entry, ratings, areas);
            all.extend(beside(stored, &bundled, &[]));
            all
        });
        let is_bundled = |d: &Difference| {
            let same = |b: &Difference| b.field == d.field && b.after == d.after;
            settled.is_untouched(key, d.field) && bundled.iter().flatten().any(same)
        };
        loop {
            let mut differences = said(&stored.entry, &before, areas);
            let after = said(&merged.entry, &merged.entry.commitment.ratings, areas);
            let mut marks: Vec<String> = Vec::new();
            for (d, after) in differences.iter_mut().zip(after) {
                d.before = std::mem::replace(&mut d.after, after.after);
                if d.before == d.after && !left.contains(&d.field) {
                    marks.push(format!("{}:{}", d.field, mark(&d.after)));
                }
            }
            differences.retain(|d| d.before != d.after);
            differences.extend(beside(stored, &merged, &differences));
            let open = differences.iter().filter(|d| !left.contains(&d.field));
            let mut known: Vec<&'static str> = Vec::new();
            for d in open {
                if settled.says(key, d.field, &mark(&d.after)) {
                    known.push(d.field);
                } else if is_bundled(d) {
                    known.push(d.field);
                    already.push(d.clone());
                }
            }
            if known.is_empty() {
                // What staff or an earlier decision moved away from stays known.
                let earlier = settled.marks_of(key).filter(|(field, _)| {
                    left.contains(field) || differences.iter().any(|d| d.field == *field)
                });
                marks.extend(earlier.map(|(field, mark)| format!("{field}:{mark}")));
                marks.sort();
                let watched = Watched {
                    kinds: Kinds::of(&before, &merged, &differences),
                    differences,
                    already,
                    marks: marks.join(" "),
                };
                return Some((merged, watched));
            }
            for field in known {
                let base = field.trim_end_matches("-beside");
                patch.keep(base, &stored.entry.commitment);
                left.push(field);
            }
            let (known, allowed) = (&mut self.known, self.allowed);
            merged = merge(&patch, code, Some(stored), known, allowed, &mut Vec::new())?;
        }
    }

    /// Adds what is no longer listed: each such commitment would be withdrawn.
    pub(super) fn add_gone(
        &mut self,
        gone: Vec<CommitmentCode>,
        plan: &mut Plan,
        areas: &AreaTree,
    ) {
        let withdrawn = Some(CommitmentStatus::Withdrawn);
        for code in gone {
            let Some(stored) = self.stored.get(&code) else {
                continue;
            };
            if stored.entry.commitment.status == withdrawn {
                continue;
            }
            let mut item = Item {
                title: stored.entry.commitment.title.clone(),
                key: code.to_string(),
                code: Some(code),
                ..Item::default()
            };
            let mut entry = stored.entry.clone();
            entry.commitment.status = withdrawn;
            entry.commitment.ratings = current(stored);
            item.differences =
                domain::difference::differences(&stored.entry, &entry, |slug: &str| {
                    areas.name(slug).to_owned()
                });
            item.kinds.withdrawn = true;
            if self.allowed.withdrawal {
                let merged = Merged {
                    entry,
                    correction: None,
                };
                item.outcome = plan.add(merged, false, &item.differences);
            } else {
                let text = "only a reviewer can withdraw a commitment";
                item.messages.push(ImportMessage::error("status", "", text));
            }
            plan.count(item.outcome, &item.messages);
            plan.items.push(item);
        }
    }
}

impl Plan {
    /// What waits for a decision.
    pub fn pending(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_pending())
    }

    /// What tells everything that waits from anything else that could.
    pub fn fingerprint(&self) -> String {
        let all: Vec<String> = self.pending().map(Item::fingerprint).collect();
        mark(&all.join("\n"))
    }

    /// The plan of some of its items: nothing else would be written.
    pub(crate) fn only(&self, chosen: &HashSet<&str>) -> Self {
        let items = self.pending().filter(|item| chosen.contains(&*item.key));
        let items: Vec<Item> = items.cloned().collect();
        let codes: HashSet<&CommitmentCode> =
            items.iter().filter_map(|item| item.code.as_ref()).collect();
        let mut counts = Counts::default();
        for item in &items {
            match item.outcome {
                Outcome::New => counts.new += 1,
                _ => counts.changed += 1,
            }
        }
        let of = |code: &CommitmentCode| codes.contains(code);
        let entries = self.entries.iter();
        let entries = entries.filter(|entry| of(&entry.commitment.code));
        let entries: Vec<Entry> = entries.cloned().collect();
        let mut used: HashSet<_> = entries
            .iter()
            .flat_map(|entry| entry.commitment.policy_areas.iter().cloned())
            .collect();
        let parents = self.areas.iter().filter(|area| used.contains(&area.slug));
        let parents: Vec<_> = parents.filter_map(|area| area.parent.clone()).collect();
        used.extend(parents);
        let areas = self.areas.iter().filter(|area| used.contains(&area.slug));
        let corrections = self.corrections.iter().filter(|c| of(&c.code));
        let identities = self.identities.iter().filter(|known| of(&known.code));
        Self {
            seen: self.seen,
            format: self.format,
            table: Table {
                header: Vec::new(),
                written: Vec::new(),
                rows: Vec::new(),
                format: self.table.format,
                part: self.table.part.clone(),
                sheets: Vec::new(),
                header_row: self.table.header_row,
                messages: Vec::new(),
            },
            about_file: Vec::new(),
            about_columns: Vec::new(),
            counts,
            areas: areas.cloned().collect(),
            corrections: corrections.cloned().collect(),
            identities: identities.cloned().collect(),
            entries,
            waiting: HashMap::new(),
            beyond_ratings: 0,
            given: Vec::new(),
            decided: None,
            items,
        }
    }
}
