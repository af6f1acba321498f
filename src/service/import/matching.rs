//! Which commitment of the record a row of a file is, where neither its code nor a known identity says
//! so: by member, plan and title. Close titles are questions that a person answers once.

use std::collections::{HashMap, HashSet};

use super::{App, ImportError, Importer, Plan};
use crate::error::AppError;
use catalogue::Catalogue;
use chrono::{DateTime, Utc};
use domain::forms::{Fields, Problems};
use domain::matching::FoldedTitle;
use domain::{CommitmentCode, MatchAnswer};
use interchange::file::{CommitmentFile, FileFormat, RowRead};
use interchange::local_code::is_local;
use interchange::message::{ImportMessage, excerpt};
use interchange::patch::{Identity, Key, Patch};
use interchange::reference::ReferenceData;
use store::{KnownMatch, NewMatch};

/// Commitments that a question names at most, the closest first.
const MAX_CANDIDATES: usize = 5;
/// The source of answers about rows that have a code of their own, whatever the file's format.
const BY_CODE: &str = "code";

/// Whether a row is one of these commitments: to be answered by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What answers about the row are kept under.
    pub about: MatchKey,
    /// The commitments that it may be, with their titles.
    pub candidates: Vec<(CommitmentCode, String)>,
}

/// What identifies a row's commitment, permanently, in answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MatchKey {
    /// The source that it is a row of.
    pub source: String,
    /// The row's commitment there.
    pub item: String,
}

impl MatchKey {
    pub(super) fn of(key: &Key, format: FileFormat) -> Self {
        let (source, item) = match key {
            Key::Code(code) => (BY_CODE, code.to_string()),
            Key::Identity(identity) => (format.slug(), identity.distinct().to_owned()),
        };
        Self {
            source: source.to_owned(),
            item,
        }
    }
}

/// An answer that is given together with a file, for a row of it: by its number as a spreadsheet counts,
/// or by its own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAnswer {
    pub row: String,
    pub answer: MatchAnswer,
}

/// Stands for every row that is a question.
pub const ALL_ROWS: &str = "all";

/// What a row is, as far as titles and answers tell.
pub(super) enum Found {
    /// A commitment of the record, and the answer that says so where it is not the title.
    Is(CommitmentCode, Option<KnownMatch>),
    /// One that the record does not have.
    New(Option<KnownMatch>),
    /// A person has to tell.
    Asks(Question),
}

/// A commitment of the record, as rows are compared with it.
struct Candidate {
    code: CommitmentCode,
    title: FoldedTitle,
    year: Option<i32>,
}

/// The commitments of the record by member, and what was answered about rows.
#[derive(Default)]
pub(super) struct Matcher {
    format: Option<FileFormat>,
    by_member: HashMap<String, Vec<Candidate>>,
    answers: HashMap<MatchKey, KnownMatch>,
    /// Commitments that rows of the file are known to be: no other row is one of them.
    claimed: HashSet<CommitmentCode>,
}

impl Matcher {
    /// Over the record as it is, for a file.
    pub(super) async fn over(
        app: &App,
        catalogue: &Catalogue,
        file: &CommitmentFile,
    ) -> Result<Self, AppError> {
        let mut by_member: HashMap<String, Vec<Candidate>> = HashMap::new();
        for row in catalogue.rows() {
            let c = &row.commitment;
            by_member
                .entry(c.member.slug())
                .or_default()
                .push(Candidate {
                    code: c.code.clone(),
                    title: FoldedTitle::of(&c.title),
                    year: c.plan.start_year,
                });
        }
        let mut answers = HashMap::new();
        for source in [BY_CODE, file.format.slug()] {
            for (item, known) in app.inner.store.match_answers(source).await? {
                let source = source.to_owned();
                answers.insert(MatchKey { source, item }, known);
            }
        }
        Ok(Self {
            format: Some(file.format),
            by_member,
            answers,
            claimed: HashSet::new(),
        })
    }

    /// Notes that a row of the file is this commitment.
    pub(super) fn claim(&mut self, code: CommitmentCode) {
        self.claimed.insert(code);
    }

    /// Takes an answer that is given with the file; none where nothing identifies the row.
    pub(super) fn answer(&mut self, patch: &Patch, known: KnownMatch) -> Option<MatchKey> {
        let key = MatchKey::of(&patch.key, self.format?);
        if known.answer == MatchAnswer::Ask {
            self.answers.remove(&key);
        } else {
            self.answers.insert(key.clone(), known);
        }
        Some(key)
    }

    /// The answer about a row, and what it is kept under.
    pub(super) fn answer_about(&self, patch: &Patch) -> Option<(MatchKey, &KnownMatch)> {
        let key = MatchKey::of(&patch.key, self.format?);
        let known = self.answers.get(&key)?;
        Some((key, known))
    }

    fn of_plan<'a>(
        &'a self,
        patch: &Patch,
        known: &ReferenceData,
    ) -> impl Iterator<Item = &'a Candidate> {
        let year = patch.plan.start.or(None);
        let member = known.member_slug(&patch.member.name);
        let own = patch_code(patch).cloned();
        let all = self.by_member.get(&member).map_or(&[][..], Vec::as_slice);
        // A row that does not say of which plan it is may be of any.
        let is_of_it = move |c: &&Candidate| year.is_none() || c.year == year;
        all.iter()
            .filter(is_of_it)
            .filter(move |c| own.as_ref() != Some(&c.code))
    }

    /// The commitments that a row may turn out to be, so that they can be looked up.
    pub(super) fn possible(&self, patch: &Patch, known: &ReferenceData) -> Vec<CommitmentCode> {
        let title = FoldedTitle::of(&patch.title);
        let same = self
            .of_plan(patch, known)
            .filter(|c| c.title.is_same(&title));
        let mut codes: Vec<CommitmentCode> = same.map(|c| c.code.clone()).collect();
        if let Some((_, known)) = self.answer_about(patch)
            && let MatchAnswer::Same(code) = &known.answer
        {
            codes.push(code.clone());
        }
        codes
    }

    /// What a row is whose code or identity the record does not know.
    pub(super) fn find(
        &self,
        patch: &Patch,
        known: &ReferenceData,
        catalogue: &Catalogue,
    ) -> Found {
        let answered = self.answer_about(patch).map(|(_, known)| known.clone());
        match answered {
            Some(known) if known.answer == MatchAnswer::New => return Found::New(Some(known)),
            Some(known) => {
                if let MatchAnswer::Same(code) = &known.answer
                    && catalogue.find(code).is_some()
                {
                    return Found::Is(code.clone(), Some(known));
                }
            }
            None => {}
        }
        let title = FoldedTitle::of(&patch.title);
        let all: Vec<&Candidate> = self.of_plan(patch, known).collect();
        let is_free = |c: &&&Candidate| !self.claimed.contains(&c.code);
        let same: Vec<&&Candidate> = all.iter().filter(|c| c.title.is_same(&title)).collect();
        let has_code = patch_code(patch).is_some();
        let year = patch.plan.start.or(None);
        if !has_code && year.is_some() {
            // What a newer source has under a code of OGP's, however many rows of this one say it.
            if let Some(official) = same.iter().find(|c| !is_local(&c.code)) {
                return Found::Is(official.code.clone(), None);
            }
        }
        let free: Vec<&&Candidate> = same.into_iter().filter(is_free).collect();
        if let [only] = free[..]
            && is_local(&only.code)
            && year.is_some()
        {
            return Found::Is(only.code.clone(), None);
        }
        // OGP tells its own codes apart, so that titles which are only close are no doubt between two.
        let by_ogp = has_code && self.format != Some(FileFormat::Tracker);
        let near = all
            .iter()
            .filter(is_free)
            .filter(|c| (is_local(&c.code) || !by_ogp) && c.title.is_near(&title));
        let candidates: Vec<(CommitmentCode, String)> = free
            .into_iter()
            .chain(near)
            .take(MAX_CANDIDATES)
            .filter_map(|c| {
                let row = catalogue.find(&c.code)?;
                Some((c.code.clone(), row.commitment.title.clone()))
            })
            .collect();
        match self.format {
            Some(format) if !candidates.is_empty() => Found::Asks(Question {
                about: MatchKey::of(&patch.key, format),
                candidates,
            }),
            _ => Found::New(None),
        }
    }
}

/// The answers that are given with a file, laid over those that are kept. Refuses one for a row that
/// the file does not have, or that the record knows by its code, and a commitment that it does not have.
pub(super) fn take_answers(
    file: &CommitmentFile,
    catalogue: &Catalogue,
    matcher: &mut Matcher,
    importer: &Importer,
    now: DateTime<Utc>,
) -> Result<Vec<(MatchKey, MatchAnswer)>, ImportError> {
    let mut given = Vec::new();
    for RowAnswer { row, answer } in &importer.answers {
        if row == ALL_ROWS {
            continue;
        }
        let refused = |why: &str| ImportError::Answer {
            row: row.clone(),
            why: why.to_owned(),
        };
        let is_it = |(index, read): &(usize, &RowRead)| {
            file.table.rows[*index].number.to_string() == *row || read.code == *row
        };
        let found = file.rows.iter().enumerate().find(is_it);
        let (_, read) = found.ok_or_else(|| refused("the file has no such row"))?;
        let patch = read.patch.as_ref();
        let patch = patch.ok_or_else(|| refused("the row cannot be used"))?;
        if let Key::Code(code) = &patch.key
            && catalogue.find(code).is_some()
        {
            return Err(refused("the record has a commitment with its code"));
        }
        if let MatchAnswer::Same(code) = answer
            && catalogue.find(code).is_none()
        {
            let why = format!("the record has no commitment {code}");
            return Err(refused(&why));
        }
        let known = KnownMatch {
            answer: answer.clone(),
            answered_by: importer.name.clone(),
            answered_at: now,
        };
        if let Some(about) = matcher.answer(patch, known) {
            given.push((about, answer.clone()));
        }
    }
    Ok(given)
}

/// Codes of rows that share their short identity, from a file that had no full texts.
pub(super) fn without_texts<'a>(
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

/// Whether every row that looks like another commitment is said to be a new one.
pub(super) fn are_all_new(importer: &Importer) -> bool {
    importer.answers.iter().any(|given| given.row == ALL_ROWS)
}

/// The field of a form that answers the question about a row.
pub fn answer_field(row: usize) -> String {
    format!("answer-{row}")
}

fn patch_code(patch: &Patch) -> Option<&CommitmentCode> {
    match &patch.key {
        Key::Code(code) => Some(code),
        Key::Identity(_) => None,
    }
}

/// An answer in words: "the same as ES0012, as Ana answered on 28 November 2026".
pub(super) fn in_words(known: &KnownMatch) -> String {
    let what = match &known.answer {
        MatchAnswer::Same(code) => format!("the same as {code}"),
        MatchAnswer::New | MatchAnswer::Ask => "a new commitment".to_owned(),
    };
    let day = known.answered_at.format("%-d %B %Y");
    format!("{what}, as {} answered on {day}", known.answered_by)
}

impl Question {
    /// What is asked, for whoever sees the row.
    pub(super) fn message(&self) -> ImportMessage {
        let names = self.candidates.iter();
        let names: Vec<String> = names
            .map(|(code, title)| format!("{code} \u{201c}{}\u{201d}", excerpt(title)))
            .collect();
        let text = format!(
            "may be a commitment that the record has: {}; left out until a person answers",
            names.join(", ")
        );
        ImportMessage::warning("", "", text)
    }
}

impl Plan {
    /// The answers that a form gives to its questions: a field for each row, with a code or "new".
    pub fn answers_in(&self, fields: &Fields) -> Result<Vec<(MatchKey, MatchAnswer)>, Problems> {
        let mut answers = Vec::new();
        for (item, question) in self.questions() {
            let said = fields.get(&answer_field(item.row));
            let same = question
                .candidates
                .iter()
                .find(|(code, _)| code.as_str() == said);
            let answer = match same {
                Some((code, _)) => MatchAnswer::Same(code.clone()),
                None if said == "new" => MatchAnswer::New,
                None => continue,
            };
            answers.push((question.about.clone(), answer));
        }
        if answers.is_empty() {
            return Err(Problems::one(
                "answers",
                "Choose an answer for at least one row.",
            ));
        }
        Ok(answers)
    }

    /// What a remembered answer about a row is kept under.
    pub fn answered(&self, row: &str) -> Option<&MatchKey> {
        let item = self.items.iter().find(|item| item.row.to_string() == row)?;
        item.answered.as_ref()
    }

    /// The rows about which a person has to tell which commitment they are.
    pub fn questions(&self) -> impl Iterator<Item = (&super::Item, &Question)> {
        let asked = self.items.iter();
        asked.filter_map(|item| Some((item, item.question.as_ref()?)))
    }
}

impl App {
    /// Keeps answers about rows of files, in somebody's name.
    pub(in crate::service) async fn keep_answers(
        &self,
        answers: &[(MatchKey, MatchAnswer)],
        by: &Importer,
    ) -> Result<(), AppError> {
        let mut sources: HashMap<&str, Vec<NewMatch>> = HashMap::new();
        for (about, answer) in answers {
            sources.entry(&about.source).or_default().push(NewMatch {
                item: about.item.clone(),
                answer: answer.clone(),
            });
        }
        for (source, answers) in sources {
            let store = &self.inner.store;
            store
                .answer_matches(source, &answers, (&by.name, by.account), self.now())
                .await?;
        }
        Ok(())
    }
}
