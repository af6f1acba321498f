//! Going through a file: each row brought together with the record.

use std::collections::HashMap;

use super::differing::{differing, missing_areas, replaced};
use super::matching::{self, Found, MatchKey, Matcher, Question, take_answers, without_texts};
use super::plan::{Counts, Item, Outcome, Plan};
use super::settled::{Settled, key_of};
use super::{ImportError, Importer, RatingsEnter};
use crate::error::AppError;
use crate::service::App;
use catalogue::Catalogue;
use domain::record::SourceIdentity;
use domain::{CommitmentCode, MatchAnswer, area};
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
    /// What rows are whose code or identity the record does not know.
    matcher: Matcher,
    /// Drafts that wait for review.
    waiting: HashMap<CommitmentCode, Vec<Drafted>>,
    /// Answers that came with the file.
    given: Vec<(MatchKey, MatchAnswer)>,
    /// Whether every row that looks like another commitment is a new one.
    all_new: bool,
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
        importer: &Importer,
        settled: Option<Settled>,
    ) -> Result<Self, ImportError> {
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
        let mut matcher = Matcher::over(app, &catalogue, &file).await?;
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
        }
        let given = take_answers(&file, &catalogue, &mut matcher, importer, app.now())?;
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
            .chain(
                file.rows
                    .iter()
                    .flat_map(|row| &row.patch)
                    .flat_map(|patch| matcher.possible(patch, &known)),
            )
            .chain(settled.iter().flat_map(|settled| settled.gone(&file)))
            .collect();
        asked.sort();
        asked.dedup();
        let stored = store.stored_commitments(&asked).await?;
        for patch in file.rows.iter().flat_map(|row| &row.patch) {
            let known = match &patch.key {
                Key::Code(code) => [Some(code), None],
                Key::Identity(id) => [codes.get(&id.short), codes.get(&id.long)],
            };
            for code in known.into_iter().flatten() {
                if stored.contains_key(code) {
                    matcher.claim(code.clone());
                }
            }
        }
        let mut waiting: HashMap<CommitmentCode, Vec<Drafted>> = HashMap::new();
        if importer.ratings != RatingsEnter::Published {
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
            matcher,
            given,
            all_new: matching::are_all_new(importer),
            waiting,
            allowed: importer.allowed,
            ratings: importer.ratings,
            settled,
        })
    }

    /// Goes through the rows.
    pub(super) async fn plan(
        mut self,
        app: &App,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Plan, AppError> {
        let settled = self.settled.as_ref();
        let gone = settled.map_or_else(Vec::new, |settled| settled.gone(&self.file));
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
            given: std::mem::take(&mut self.given),
            decided: None,
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
            let item = self.plan_row(number, row, &mut plan, &catalogue);
            plan.count(item.outcome, &item.messages);
            plan.items.push(item);
            if index % STEP == 0 {
                progress(index, total);
                tokio::task::yield_now().await;
            }
        }
        progress(total, total);
        self.add_gone(gone, &mut plan, catalogue.areas());
        plan.reject_about_columns();
        plan.areas = missing_areas(&plan.entries, catalogue.areas());
        plan.areas.append(&mut self.known.new_areas);
        plan.table = self.file.table;
        plan.waiting = self.waiting;
        Ok(plan)
    }

    /// What one row would do; adds to the plan what is to be written for it.
    fn plan_row(
        &mut self,
        number: usize,
        row: RowRead,
        plan: &mut Plan,
        catalogue: &Catalogue,
    ) -> Item {
        let areas = catalogue.areas();
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
            let answered = self.matcher.answer_about(&patch);
            item.answered = answered.map(|(about, _)| about);
            match self.target(&patch, plan, catalogue, &mut item.messages) {
                Target::Code(code) => {
                    merged = self.merge_row(number, &patch, &code, &mut item.messages);
                    item.key = key_of(&patch.key, &code);
                    if self.settled.is_some()
                        && let Some(first) = merged.take()
                    {
                        let left = self.leave_settled(&patch, &code, first, &item.key, areas);
                        (merged, watched) = left.map_or((None, None), |(m, w)| (Some(m), Some(w)));
                        if let (Some(merged), Some(settled)) = (&mut merged, &self.settled) {
                            settled.cite(self.file.format, merged);
                        }
                    }
                    item.code = Some(code);
                }
                Target::Official(code) => item.code = Some(code),
                Target::Asks(question) => {
                    item.key.clone_from(&question.about.item);
                    item.question = Some(question);
                }
                Target::None => {}
            }
            item.title = patch.title;
        }
        if let (Some(merged), Some(code)) = (merged, &item.code) {
            let stored = self.stored.get(code);
            let name_of = |slug: &str| areas.name(slug).to_owned();
            if let Some(watched) = watched {
                item.differences = watched.differences;
                item.already = watched.already;
                item.kinds = watched.kinds;
                item.marks = watched.marks;
            } else if let Some(stored) = stored {
                item.differences = differing(stored, &merged, name_of);
            }
            item.replaces = stored.map_or_else(Vec::new, |s| replaced(s, &item.differences));
            item.outcome = plan.add(merged, stored.is_none(), &item.differences);
        } else if item.question.is_some() {
            item.outcome = Outcome::Question;
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

    /// The commitment that a row is about: by its code, by what identifies it in its source, by an
    /// answer, or by member, plan and title.
    fn target(
        &mut self,
        patch: &Patch,
        plan: &mut Plan,
        catalogue: &Catalogue,
        messages: &mut Vec<ImportMessage>,
    ) -> Target {
        let is_here = |planner: &Self, code: &CommitmentCode| {
            planner.stored.contains_key(code) || planner.row_of.contains_key(code)
        };
        let known = match &patch.key {
            Key::Code(code) => Some(code.clone()),
            Key::Identity(identity) => self.known_code(identity).cloned(),
        };
        let answer = self.matcher.answer_about(patch).map(|(_, known)| known);
        let is_told = answer.is_some_and(|known| matches!(known.answer, MatchAnswer::Same(_)));
        let has_code = matches!(patch.key, Key::Code(_));
        if let Some(code) = &known
            && (has_code || !is_told)
            && is_here(self, code)
        {
            return if has_code || is_local(code) {
                Target::Code(code.clone())
            } else {
                official(code, messages)
            };
        }
        match self.matcher.find(patch, &self.known, catalogue) {
            Found::Asks(question) if self.all_new => {
                plan.given.push((question.about, MatchAnswer::New));
            }
            Found::Asks(question) => {
                messages.push(question.message());
                return Target::Asks(question);
            }
            Found::Is(code, answer) => {
                self.matcher.claim(code.clone());
                if let Some(answer) = &answer {
                    let text = matching::in_words(answer);
                    messages.push(ImportMessage::warning("", code.as_str(), text));
                }
                if !has_code && !is_local(&code) {
                    return official(&code, messages);
                }
                if let (Key::Code(own), None) = (&patch.key, answer) {
                    let text = format!(
                        "the record has this commitment of {own} as {code}: same member, plan and title"
                    );
                    messages.push(ImportMessage::warning("code", own.as_str(), text));
                    let about = MatchKey::of(&patch.key, self.file.format);
                    plan.given.push((about, MatchAnswer::Same(code.clone())));
                }
                return Target::Code(code);
            }
            Found::New(answer) => {
                if let Some(answer) = answer {
                    messages.push(ImportMessage::warning("", "", matching::in_words(&answer)));
                }
            }
        }
        if let Some(code) = known {
            return if has_code || is_local(&code) {
                Target::Code(code)
            } else {
                official(&code, messages)
            };
        }
        let Key::Identity(identity) = &patch.key else {
            return Target::None;
        };
        let code = match self.local.next(&patch.member) {
            Ok(code) => code,
            Err(message) => {
                messages.push(message);
                return Target::None;
            }
        };
        let distinct = identity.distinct().to_owned();
        self.codes.insert(distinct.clone(), code.clone());
        plan.identities.push(SourceIdentity {
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

/// A commitment that the record has from a newer source.
fn official(code: &CommitmentCode, messages: &mut Vec<ImportMessage>) -> Target {
    let text = format!(
        "the record has this commitment as {code}; left as it is there, since this file is older"
    );
    messages.push(ImportMessage::warning("", code.as_str(), text));
    Target::Official(code.clone())
}

/// Which commitment a row is about.
enum Target {
    Code(CommitmentCode),
    /// One that the record has under OGP's own code, from a newer source.
    Official(CommitmentCode),
    /// A person has to tell.
    Asks(Question),
    None,
}
