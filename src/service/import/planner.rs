//! Going through a file: each row brought together with the record.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::{Counts, Item, Outcome, Plan};
use super::watched::{Settled, key_of};
use super::{Bringer, RatingsEnter};
use crate::error::AppError;
use crate::service::App;
use domain::AreaTree;
use domain::difference::{Difference, differences};
use domain::record::{Entry, SourceIdentity};
use domain::{CommitmentCode, CurrentRatings, Dimension, Finding, PolicyArea, area};
use interchange::drafts::{Drafted, as_drafts};
use interchange::file::{CommitmentFile, RowRead};
use interchange::local_code::{LOCAL_LETTERS, LocalCodes, is_local};
use interchange::merge::{Merged, Stored, merge};
use interchange::message::{ImportMessage, Severity};
use interchange::ogp::long_identity;
use interchange::patch::{Identity, Key, Patch};
use interchange::permissions::Permissions;
use interchange::reference::ReferenceData;
use interchange::seed;
use interchange::table::Table;

/// Rows after which progress is told.
const STEP: usize = 200;

/// A file on its way to a plan.
pub(super) struct Planner {
    pub(super) file: CommitmentFile,
    pub(super) known: ReferenceData,
    seen: i64,
    pub(super) stored: HashMap<CommitmentCode, Stored>,
    /// The first row about a commitment.
    row_of: HashMap<CommitmentCode, usize>,
    /// Codes of commitments whose source has none.
    codes: HashMap<String, CommitmentCode>,
    local: LocalCodes,
    /// Commitments with a code of OGP's, by member, year and title.
    official: HashMap<(String, i32, String), CommitmentCode>,
    /// Drafts that wait for review.
    waiting: HashMap<CommitmentCode, Vec<Drafted>>,
    pub(super) allowed: Permissions,
    ratings: RatingsEnter,
    /// Where the file is a watched source's: what is settled about its values.
    pub(super) settled: Option<Settled>,
}

impl Planner {
    /// Looks up what the file is about.
    pub(super) async fn over(
        app: &App,
        file: CommitmentFile,
        bringer: &Bringer,
        settled: Option<Settled>,
    ) -> Result<Self, AppError> {
        let store = &app.inner.store;
        // Which state this is, is read before anything of it: what others write in between makes the
        // plan one of an older state, which is never applied.
        app.refresh().await?;
        let catalogue = app.inner.catalogue.load_full();
        let seen = catalogue.version().number;
        let parties = store.parties().await?;
        let listed = area::taxonomy();
        let areas = catalogue.areas().iter().chain(&listed);
        let known = ReferenceData::new(&parties, areas);
        let mut codes = HashMap::new();
        let mut local = LocalCodes::default();
        let mut official = HashMap::new();
        if file
            .rows
            .iter()
            .flat_map(|row| &row.patch)
            .any(|p| matches!(p.key, Key::Identity(_)))
        {
            codes = store.identities(file.format.slug()).await?;
            // A record that took the bundled commitments from a file has no identities of them.
            let bundled = seed::commitments().map_err(|e| AppError::Internal(e.to_string()))?;
            for known in bundled.identities {
                if catalogue.find(&known.code).is_some() {
                    codes.entry(known.identity).or_insert(known.code);
                }
            }
            for code in store.codes_beginning(LOCAL_LETTERS).await? {
                if let Ok(code) = code.parse() {
                    local.note(&code);
                }
            }
            for row in catalogue.rows() {
                let c = &row.commitment;
                if let Some(year) = c.plan.start_year
                    && !is_local(&c.code)
                {
                    let title = domain::text::slugify(&c.title);
                    official.insert((c.member.slug(), year, title), c.code.clone());
                }
            }
        }
        let mut asked: Vec<CommitmentCode> = file
            .rows
            .iter()
            .flat_map(|row| match row.patch.as_ref().map(|patch| &patch.key) {
                None => [None, None],
                Some(Key::Code(code)) => [Some(code), None],
                Some(Key::Identity(id)) => [codes.get(&id.short), codes.get(&id.long)],
            })
            .flatten()
            .chain(without_texts(&file, &codes))
            .cloned()
            .chain(settled.iter().flat_map(|settled| settled.gone(&file)))
            .collect();
        asked.sort();
        asked.dedup();
        let stored = store.stored_commitments(&asked).await?;
        let mut waiting: HashMap<CommitmentCode, Vec<Drafted>> = HashMap::new();
        if bringer.ratings != RatingsEnter::Published {
            for draft in store.open_drafts().await? {
                let rating = &draft.content.rating;
                let drafted = (rating.dimension, rating.finding);
                waiting.entry(draft.code).or_default().push(drafted);
            }
        }
        let stored = stored
            .into_iter()
            .map(|(code, (entry, in_force))| (code, Stored { entry, in_force }))
            .collect();
        Ok(Self {
            file,
            known,
            seen,
            stored,
            row_of: HashMap::new(),
            codes,
            local,
            official,
            waiting,
            allowed: bringer.allowed,
            ratings: bringer.ratings,
            settled,
        })
    }

    /// Goes through the rows.
    pub(super) async fn plan(
        mut self,
        app: &App,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Plan, AppError> {
        let rows = std::mem::take(&mut self.file.rows);
        let catalogue = app.inner.catalogue.load_full();
        let total = rows.len();
        let mut plan = Plan {
            seen: self.seen,
            format: self.file.format,
            about_file: std::mem::take(&mut self.file.table.messages),
            about_columns: std::mem::take(&mut self.file.column_messages),
            items: Vec::with_capacity(total),
            counts: Counts::default(),
            areas: Vec::new(),
            entries: Vec::new(),
            corrections: Vec::new(),
            identities: Vec::new(),
            waiting: HashMap::new(),
            beyond_ratings: 0,
            table: Table {
                header: Vec::new(),
                written: Vec::new(),
                rows: Vec::new(),
                format: self.file.table.format,
                part: None,
                sheets: Vec::new(),
                header_row: 1,
                messages: Vec::new(),
            },
        };
        for (index, row) in rows.into_iter().enumerate() {
            let number = self.file.table.rows[index].number;
            let item = self.plan_row(number, row, &mut plan, catalogue.areas());
            plan.count(item.outcome, &item.messages);
            plan.items.push(item);
            if index % STEP == 0 {
                progress(index, total);
                tokio::task::yield_now().await;
            }
        }
        progress(total, total);
        self.add_gone(&mut plan, catalogue.areas());
        plan.reject_about_columns();
        plan.areas = missing_areas(&plan.entries, catalogue.areas());
        plan.areas.append(&mut self.known.new_areas);
        plan.table = self.file.table;
        plan.waiting = self.waiting;
        Ok(plan)
    }

    /// What one row would do; adds to the plan what is to be written for it.
    fn plan_row(&mut self, number: usize, row: RowRead, plan: &mut Plan, areas: &AreaTree) -> Item {
        let mut item = Item {
            row: number,
            code: row.code.parse().ok(),
            title: row.title,
            outcome: Outcome::Rejected,
            messages: row.messages,
            ..Item::default()
        };
        let mut merged = None;
        let mut watched = None;
        if let Some(patch) = row.patch {
            match self.target(&patch, &mut plan.identities, &mut item.messages) {
                Target::Code(code) => {
                    merged = self.merge_row(number, &patch, &code, &mut item.messages);
                    item.key = key_of(&patch.key, &code);
                    if self.settled.is_some()
                        && let Some(first) = merged.take()
                    {
                        let left = self.leave_settled(&patch, &code, first, &item.key, areas);
                        (merged, watched) = left.map_or((None, None), |(m, w)| (Some(m), Some(w)));
                    }
                    item.code = Some(code);
                }
                Target::Official(code) => item.code = Some(code),
                Target::None => {}
            }
            item.title = patch.title;
        }
        if let (Some(merged), Some(code)) = (merged, &item.code) {
            let stored = self.stored.get(code);
            let name_of = |slug: &str| areas.name(slug).to_owned();
            if let Some(watched) = watched {
                item.differences = watched.differences;
                item.kinds = watched.kinds;
                item.marks = watched.marks;
            } else if let Some(stored) = stored {
                item.differences = differing(stored, &merged, name_of);
            }
            item.replaces = stored.map_or_else(Vec::new, |s| replaced(s, &item.differences));
            item.outcome = plan.add(merged, stored.is_none(), &item.differences);
        } else if !item.messages.iter().any(|m| m.severity == Severity::Error) {
            item.outcome = Outcome::Unchanged;
        }
        item
    }

    /// Brings a row together with what the record holds; none where it cannot be used, or says
    /// nothing.
    fn merge_row(
        &mut self,
        number: usize,
        patch: &Patch,
        code: &CommitmentCode,
        messages: &mut Vec<ImportMessage>,
    ) -> Option<Merged> {
        if let Some(first) = self.row_of.insert(code.clone(), number) {
            let text = format!("row {first} is about {code}, too; one of them must go");
            messages.push(ImportMessage::error("", code.as_str(), text));
            return None;
        }
        let stored = self.stored.get(code);
        let known = &mut self.known;
        let mut merged = merge(patch, code, stored, known, self.allowed, messages)?;
        self.note_drafts(code, &mut merged, messages);
        Some(merged)
    }

    /// The commitment that a row is about.
    fn target(
        &mut self,
        patch: &Patch,
        new: &mut Vec<SourceIdentity>,
        messages: &mut Vec<ImportMessage>,
    ) -> Target {
        let identity = match &patch.key {
            Key::Code(code) => return Target::Code(code.clone()),
            Key::Identity(identity) => identity,
        };
        let known = self.known_code(identity).cloned();
        if let Some(code) = known.clone().filter(is_local) {
            return Target::Code(code);
        }
        let member = domain::text::slugify(&patch.member.name);
        let title = domain::text::slugify(&patch.title);
        let year = patch.plan.start.or(None).unwrap_or_default();
        let by_title = || self.official.get(&(member, year, title)).cloned();
        if let Some(code) = known.or_else(by_title) {
            let text = format!(
                "the record has this commitment as {code}; left as it is there, since this file is older"
            );
            messages.push(ImportMessage::warning("", code.as_str(), text));
            return Target::Official(code);
        }
        let code = match self.local.next(&patch.member) {
            Ok(code) => code,
            Err(message) => {
                messages.push(message);
                return Target::None;
            }
        };
        let distinct = identity.distinct().to_owned();
        self.codes.insert(distinct.clone(), code.clone());
        new.push(SourceIdentity {
            source: self.file.format.slug().to_owned(),
            identity: distinct,
            code: code.clone(),
        });
        Target::Code(code)
    }

    /// The code that a commitment of a source without any was given: by both forms of its identity,
    /// since the file that brought it first may have held other rows than this one. Of several rows
    /// with one short form, that one has its code of which the record holds the full text.
    fn known_code(&self, identity: &Identity) -> Option<&CommitmentCode> {
        if let Some(code) = self.codes.get(&identity.long) {
            return Some(code);
        }
        if identity.is_shared {
            let mut forms = identity.without_text().map_while(|id| self.codes.get(&id));
            if let Some(code) = forms.find(|code| !self.row_of.contains_key(*code)) {
                return Some(code);
            }
        }
        let code = self.codes.get(&identity.short)?;
        let is_it = !identity.is_shared
            || self.stored.get(code).is_some_and(|stored| {
                let text = stored.entry.texts.description.as_deref();
                long_identity(&identity.short, text) == identity.long
            });
        is_it.then_some(code)
    }

    /// Tells what becomes of a row's ratings where they may enter as drafts.
    fn note_drafts(
        &self,
        code: &CommitmentCode,
        merged: &mut Merged,
        messages: &mut Vec<ImportMessage>,
    ) {
        if self.ratings == RatingsEnter::Published {
            return;
        }
        let waiting = self.waiting.get(code).map_or(&[][..], Vec::as_slice);
        let only = self.ratings == RatingsEnter::Drafted;
        as_drafts(merged, self.stored.get(code), waiting, only, messages);
    }
}

/// Codes of rows that share their short identity, from a file that had no full texts.
fn without_texts<'a>(
    file: &CommitmentFile,
    codes: &'a HashMap<String, CommitmentCode>,
) -> Vec<&'a CommitmentCode> {
    let patches = file.rows.iter().flat_map(|row| &row.patch);
    let shared = patches.filter_map(|patch| match &patch.key {
        Key::Identity(id) if id.is_shared => Some(id),
        _ => None,
    });
    let forms = shared.flat_map(Identity::without_text);
    forms.filter_map(|id| codes.get(&id)).collect()
}

/// Areas of OGP's list that the entries use and the record does not hold yet, with those that they
/// are part of.
fn missing_areas(entries: &[Entry], held: &AreaTree) -> Vec<PolicyArea> {
    let listed = area::taxonomy();
    let mut used: HashSet<Arc<str>> = entries
        .iter()
        .flat_map(|e| e.commitment.policy_areas.iter().cloned())
        .collect();
    let parents = listed
        .iter()
        .filter(|a| used.contains(&a.slug))
        .filter_map(|a| a.parent.clone());
    let parents: Vec<Arc<str>> = parents.collect();
    used.extend(parents);
    let is_missing = |a: &PolicyArea| used.contains(&a.slug) && held.find(&a.slug).is_none();
    listed.into_iter().filter(is_missing).collect()
}

/// Which commitment a row is about.
enum Target {
    Code(CommitmentCode),
    /// One that the record has under OGP's own code, from a newer source.
    Official(CommitmentCode),
    None,
}

/// Field by field what would change, ratings at the end.
fn differing(
    stored: &Stored,
    merged: &Merged,
    name_of: impl Fn(&str) -> String,
) -> Vec<Difference> {
    let mut all = differences(&stored.entry, &merged.entry, name_of);
    let before = CurrentRatings::choose(stored.in_force.iter().map(|(_, r)| r.clone()).collect());
    for dimension in Dimension::ALL {
        let said = |ratings: &CurrentRatings| {
            let finding = ratings.of(*dimension).map(|r| r.finding);
            finding.map_or(String::new(), in_words)
        };
        let (before, after) = (said(&before), said(&merged.entry.commitment.ratings));
        if before != after {
            all.push(Difference {
                field: dimension.slug(),
                label: dimension.label(),
                before,
                after,
            });
        }
    }
    all
}

/// The ratings in force of the dimensions in which anything differs.
fn replaced(stored: &Stored, differences: &[Difference]) -> Vec<i64> {
    let differs = |dimension: Dimension| {
        let mut fields = differences
            .iter()
            .map(|d| d.field.trim_end_matches("-beside"));
        fields.any(|field| field == dimension.slug())
    };
    let in_force = stored.in_force.iter();
    let replaced = in_force.filter(|(_, rating)| differs(rating.dimension));
    replaced.map(|(id, _)| *id).collect()
}

pub(super) fn in_words(finding: Finding) -> String {
    let scheme = finding.scheme().map(|s| format!(" ({})", s.label()));
    format!("{}{}", finding.label(), scheme.unwrap_or_default())
}
