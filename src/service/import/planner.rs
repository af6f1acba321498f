//! Going through a file: each row brought together with the record.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::{Counts, Item, Outcome, Plan};
use super::{Bringer, RatingsEnter};
use crate::error::AppError;
use crate::service::App;
use domain::AreaTree;
use domain::difference::{Difference, differences};
use domain::record::Entry;
use domain::{CommitmentCode, CurrentRatings, Dimension, Finding, PolicyArea, area};
use interchange::drafts::{Drafted, as_drafts};
use interchange::file::CommitmentFile;
use interchange::members;
use interchange::merge::{Merged, Stored, merge};
use interchange::message::{ImportMessage, Severity};
use interchange::ogp::long_identity;
use interchange::patch::{Identity, Key, Patch};
use interchange::permissions::Permissions;
use interchange::reference::ReferenceData;
use interchange::table::Table;

/// Letters that no code of OGP's begins with: codes of commitments whose source has none begin so,
/// followed by the country's ISO 3166-1 alpha-3 code.
pub const LOCAL_LETTERS: &str = "ZZ";
/// Rows after which progress is told.
const STEP: usize = 200;

/// A file on its way to a plan.
pub(super) struct Planner {
    file: CommitmentFile,
    known: ReferenceData,
    seen: i64,
    stored: HashMap<CommitmentCode, Stored>,
    /// Codes of commitments whose source has none.
    codes: HashMap<String, CommitmentCode>,
    next_local: HashMap<String, u32>,
    /// Commitments with a code of OGP's, by member, year and title.
    official: HashMap<(String, i32, String), CommitmentCode>,
    /// Drafts that wait for review.
    waiting: HashMap<CommitmentCode, Vec<Drafted>>,
    allowed: Permissions,
    ratings: RatingsEnter,
}

impl Planner {
    /// Looks up what the file is about.
    pub(super) async fn over(
        app: &App,
        file: CommitmentFile,
        bringer: &Bringer,
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
        let mut next_local = HashMap::new();
        let mut official = HashMap::new();
        if file
            .rows
            .iter()
            .flat_map(|row| &row.patch)
            .any(|p| matches!(p.key, Key::Identity(_)))
        {
            codes = store.identities(file.format.slug()).await?;
            for code in store.codes_beginning(LOCAL_LETTERS).await? {
                let Ok(code) = code.parse::<CommitmentCode>() else {
                    continue;
                };
                let number = code.as_str()[code.prefix().len()..].parse().unwrap_or(0);
                let next = next_local.entry(code.prefix().to_owned()).or_insert(0);
                *next = number.max(*next);
            }
            for row in catalogue.rows() {
                let c = &row.commitment;
                if let Some(year) = c.plan.start_year
                    && !c.code.as_str().starts_with(LOCAL_LETTERS)
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
            .cloned()
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
            codes,
            next_local,
            official,
            waiting,
            allowed: bringer.allowed,
            ratings: bringer.ratings,
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
                rows: Vec::new(),
                format: self.file.table.format,
            },
        };
        let mut rows_of: HashMap<CommitmentCode, usize> = HashMap::new();
        for (index, read) in rows.into_iter().enumerate() {
            let row = self.file.table.rows[index].number;
            let mut messages = read.messages;
            let mut code = None;
            let mut title = String::new();
            let mut made = None;
            if let Some(patch) = read.patch {
                title.clone_from(&patch.title);
                match self.code(&patch, &mut plan.identities, &mut messages) {
                    Target::Code(found) => {
                        if let Some(first) = rows_of.insert(found.clone(), row) {
                            let text =
                                format!("row {first} is about {found}, too; one of them must go");
                            messages.push(ImportMessage::error("", found.as_str(), text));
                        } else {
                            let stored = self.stored.get(&found);
                            made = merge(
                                &patch,
                                &found,
                                stored,
                                &mut self.known,
                                self.allowed,
                                &mut messages,
                            )
                            .map(|mut merged| {
                                self.note_drafts(&found, &mut merged, &mut messages);
                                (merged, stored.is_none())
                            });
                        }
                        code = Some(found);
                    }
                    Target::Official(found) => code = Some(found),
                    Target::None => {}
                }
            }
            let name_of = |slug: &str| catalogue.areas().name(slug).to_owned();
            let left_alone =
                made.is_none() && !messages.iter().any(|m| m.severity == Severity::Error);
            let (outcome, differences) = match made {
                None if left_alone => (Outcome::Unchanged, Vec::new()),
                None => (Outcome::Rejected, Vec::new()),
                Some((merged, is_new)) => {
                    let stored = code.as_ref().and_then(|code| self.stored.get(code));
                    let differences =
                        stored.map_or_else(Vec::new, |stored| differing(stored, &merged, name_of));
                    let outcome = match (
                        is_new,
                        differences.is_empty() && merged.correction.is_none(),
                    ) {
                        (true, _) => Outcome::New,
                        (false, true) => Outcome::Unchanged,
                        (false, false) => Outcome::Changed,
                    };
                    let is_rating =
                        |d: &Difference| Dimension::ALL.iter().any(|of| of.slug() == d.field);
                    if is_new || !differences.iter().all(is_rating) {
                        plan.beyond_ratings += 1;
                    }
                    if outcome != Outcome::Unchanged {
                        plan.corrections.extend(merged.correction);
                        plan.entries.push(merged.entry);
                    }
                    (outcome, differences)
                }
            };
            plan.count(outcome, &messages);
            plan.items.push(Item {
                row,
                code,
                title,
                outcome,
                differences,
                messages,
            });
            if index % STEP == 0 {
                progress(index, total);
                tokio::task::yield_now().await;
            }
        }
        progress(total, total);
        plan.reject_about_columns();
        plan.areas = missing_areas(&plan.entries, catalogue.areas());
        plan.areas.append(&mut self.known.new_areas);
        plan.table = self.file.table;
        plan.waiting = self.waiting;
        Ok(plan)
    }

    /// The commitment that a row is about.
    fn code(
        &mut self,
        patch: &Patch,
        new: &mut Vec<(String, CommitmentCode)>,
        messages: &mut Vec<ImportMessage>,
    ) -> Target {
        let identity = match &patch.key {
            Key::Code(code) => return Target::Code(code.clone()),
            Key::Identity(identity) => identity,
        };
        if let Some(code) = self.known(identity) {
            return Target::Code(code.clone());
        }
        let member = domain::text::slugify(&patch.member.name);
        let title = domain::text::slugify(&patch.title);
        let year = patch.plan.start.or(None).unwrap_or_default();
        if let Some(code) = self.official.get(&(member, year, title)) {
            let text = format!(
                "the record has this commitment as {code}; left as it is there, since this file is older"
            );
            messages.push(ImportMessage::warning("", code.as_str(), text));
            return Target::Official(code.clone());
        }
        let country = patch
            .member
            .country
            .as_deref()
            .unwrap_or(&patch.member.name);
        let iso3 = patch.member.iso3.clone();
        let iso3 = iso3.or_else(|| members::find(country).map(|(iso3, _)| iso3.to_owned()));
        let Some(iso3) = iso3 else {
            let text = "no code can be made: it is not known which country this is";
            let message = ImportMessage::error("", &patch.member.name, text);
            messages.push(message.with_nearest(members::names()));
            return Target::None;
        };
        let letters = format!("{LOCAL_LETTERS}{iso3}");
        let next = self.next_local.entry(letters.clone()).or_insert(0);
        *next += 1;
        let Ok(code) = format!("{letters}{next:04}").parse::<CommitmentCode>() else {
            let text = "no code can be made: this country has 9,999 already";
            messages.push(ImportMessage::error("", &letters, text));
            return Target::None;
        };
        let distinct = identity.distinct().to_owned();
        self.codes.insert(distinct.clone(), code.clone());
        new.push((distinct, code.clone()));
        Target::Code(code)
    }

    /// The code that a commitment of a source without any was given: by both forms of its identity,
    /// since the file that brought it first may have held other rows than this one. Of several rows
    /// with one short form, that one has its code of which the record holds the full text.
    fn known(&self, identity: &Identity) -> Option<&CommitmentCode> {
        if let Some(code) = self.codes.get(&identity.long) {
            return Some(code);
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

fn in_words(finding: Finding) -> String {
    let scheme = finding.scheme().map(|s| format!(" ({})", s.label()));
    format!("{}{}", finding.label(), scheme.unwrap_or_default())
}
