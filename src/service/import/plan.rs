//! What a file would do: each row beside the record, field by field.

use std::collections::{HashMap, HashSet};

use super::differing::SOURCES;
use super::matching::{MatchKey, Question};
use super::watched::Kinds;
use super::{GivenFile, Importer, RatingsEnter};
use domain::difference::Difference;
use domain::record::{Batch, Correction, Entry, SourceIdentity};
use domain::{
    CommitmentCode, Dimension, Finding, MatchAnswer, PolicyArea, Rating, Report, ReportStage,
};
use interchange::annotations::{self, ColumnNotes, RowNotes};
use interchange::drafts::Drafted;
use interchange::file::FileFormat;
use interchange::merge::Merged;
use interchange::message::{ImportMessage, Severity};
use interchange::table::Table;
use store::{DraftContent, ImportedFile, SourceDecided};

/// What a row would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It adds a commitment.
    New,
    /// It changes one.
    Changed,
    /// The record says so already.
    Unchanged,
    /// It looks much like a commitment of the record, and a person has to tell whether it is that one.
    Question,
    /// It cannot be used.
    #[default]
    Rejected,
}

impl Outcome {
    /// Every outcome, in the order in which totals are told.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::Unchanged,
        Self::Question,
        Self::Rejected,
    ];

    /// The word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Question => "question",
            Self::Rejected => "rejected",
        }
    }
}

/// One row, and what it would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// The row as a spreadsheet counts; 0 for a commitment that a watched source no longer lists.
    pub row: usize,
    /// The commitment, where its code is known.
    pub code: Option<CommitmentCode>,
    /// Its title, as the file has it.
    pub title: String,
    /// What the row would do.
    pub outcome: Outcome,
    /// Field by field, what was and what would be; ratings among them.
    pub differences: Vec<Difference>,
    /// Where a watched source differs from the record as it always did: the record, which came with the
    /// program, has chosen another source there. Told, and never written.
    pub already: Vec<Difference>,
    /// The ratings in force that the row would replace: another one since is another change, also
    /// where it says the same.
    pub replaces: Vec<i64>,
    /// What is to be said about the row.
    pub messages: Vec<ImportMessage>,
    /// What identifies the commitment in its source, permanently.
    pub key: String,
    /// What kinds of change these are; told for watched sources only.
    pub kinds: Kinds,
    /// The marks of what the record and a watched source agree about.
    pub marks: String,
    /// What a person has to tell before the row can be used.
    pub question: Option<Question>,
    /// The answer by which it is, or is not, a commitment of the record.
    pub answered: Option<MatchKey>,
}

/// How many rows would do what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that add a commitment.
    pub new: usize,
    /// Rows that change one.
    pub changed: usize,
    /// Rows that say what the record says.
    pub unchanged: usize,
    /// Rows about which a person has to tell which commitment they are; they are left out until then.
    pub questions: usize,
    /// Rows that cannot be used.
    pub rejected: usize,
    /// Warnings about rows that can be used, and about columns.
    pub warnings: usize,
}

impl Counts {
    /// How many rows have this outcome.
    pub const fn of(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::New => self.new,
            Outcome::Changed => self.changed,
            Outcome::Unchanged => self.unchanged,
            Outcome::Question => self.questions,
            Outcome::Rejected => self.rejected,
        }
    }
}

/// The report that a rating comes from. Where the file says nothing of a source for a value, that is
/// said, and the rating is provisional.
fn report_or_file(rating: &Rating, name: &str) -> Option<Report> {
    let is_sourced = rating.report.is_some() || rating.source_url.is_some();
    if is_sourced || !matches!(rating.finding, Finding::Rated(_)) {
        return rating.report.clone();
    }
    let report = Report::from_title(&format!("Source not stated in the file {name}"))?;
    Some(Report {
        stage: ReportStage::Draft,
        ..report
    })
}

/// What a file would do to one state of the record.
#[derive(Debug)]
pub struct Plan {
    /// The number of that state.
    pub seen: i64,
    /// The file's format.
    pub format: FileFormat,
    /// The file as a table, for reports.
    pub table: Table,
    /// What is to be said about the file as a whole.
    pub about_file: Vec<ImportMessage>,
    /// What is to be said about its columns.
    pub about_columns: Vec<ImportMessage>,
    /// Row by row.
    pub items: Vec<Item>,
    /// How many rows would do what.
    pub counts: Counts,
    pub(super) areas: Vec<PolicyArea>,
    pub(super) entries: Vec<Entry>,
    pub(super) corrections: Vec<Correction>,
    pub(super) identities: Vec<SourceIdentity>,
    /// Drafts that wait for review, of the file's commitments.
    pub(super) waiting: HashMap<CommitmentCode, Vec<Drafted>>,
    /// Rows that change more than ratings.
    pub(super) beyond_ratings: usize,
    /// Answers that came with the file, to be kept.
    pub(super) given: Vec<(MatchKey, MatchAnswer)>,
    /// What is decided by applying it, where it is of a watched source.
    pub(in crate::service) decided: Option<SourceDecided>,
}

impl Plan {
    /// Adds what a row says of a commitment, and tells what that would do to the record.
    pub(super) fn add(
        &mut self,
        merged: Merged,
        is_new: bool,
        differences: &[Difference],
    ) -> Outcome {
        let is_rating = |d: &Difference| {
            let is_source = SOURCES.iter().any(|(field, _)| *field == d.field);
            is_source || Dimension::ALL.iter().any(|of| of.slug() == d.field)
        };
        if is_new || !differences.iter().all(is_rating) {
            self.beyond_ratings += 1;
        }
        let outcome = if is_new {
            Outcome::New
        } else if differences.is_empty() && merged.correction.is_none() {
            return Outcome::Unchanged;
        } else {
            Outcome::Changed
        };
        self.corrections.extend(merged.correction);
        self.entries.push(merged.entry);
        outcome
    }

    pub(super) fn count(&mut self, outcome: Outcome, messages: &[ImportMessage]) {
        match outcome {
            Outcome::New => self.counts.new += 1,
            Outcome::Changed => self.counts.changed += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
            Outcome::Question => self.counts.questions += 1,
            Outcome::Rejected => self.counts.rejected += 1,
        }
        let warnings = messages.iter().filter(|m| m.severity == Severity::Warning);
        self.counts.warnings += warnings.count();
    }

    /// A file whose columns cannot be used has no row that can.
    pub(super) fn reject_about_columns(&mut self) {
        let wrong = self
            .about_columns
            .iter()
            .filter(|m| m.severity == Severity::Error);
        if wrong.count() > 0 {
            for item in &mut self.items {
                item.outcome = Outcome::Rejected;
                item.question = None;
            }
            self.counts = Counts {
                rejected: self.items.len().max(1),
                warnings: self.counts.warnings,
                ..Counts::default()
            };
        }
        let warnings = self
            .about_columns
            .iter()
            .chain(&self.about_file)
            .filter(|m| m.severity == Severity::Warning);
        self.counts.warnings += warnings.count();
    }

    /// What is written to the record.
    pub(super) fn batch(&self, name: &str, importer: &Importer) -> Batch {
        let mut corrections = if importer.ratings == RatingsEnter::Published {
            self.corrections.clone()
        } else {
            Vec::new()
        };
        for rating in corrections.iter_mut().flat_map(|c| &mut c.added) {
            rating.report = report_or_file(rating, name);
        }
        Batch {
            areas: self.areas.clone(),
            entries: self.entries.clone(),
            corrections,
            identities: self.identities.clone(),
            ..Batch::default()
        }
    }

    /// Whether anything comes of applying it so.
    pub(super) fn does_something(&self, importer: &Importer) -> bool {
        let rates = match importer.ratings {
            RatingsEnter::Published => !self.corrections.is_empty(),
            _ => self.added().next().is_some(),
        };
        self.beyond_ratings > 0 || rates
    }

    /// The rows with what is to be said about each, as CSV.
    pub fn write_report(&self, out: impl std::io::Write) -> Result<(), csv::Error> {
        let columns = ColumnNotes {
            messages: &self.about_columns,
            personal: self.format.personal(),
        };
        let rows = self.items.iter().map(|item| RowNotes {
            outcome: item.outcome.label(),
            differences: &item.differences,
            messages: &item.messages,
        });
        annotations::write(&self.table, columns, rows, out)
    }

    /// What is noted beside it.
    pub(super) fn imported(
        &self,
        file: GivenFile<'_>,
        importer: &Importer,
        reason: &str,
        upload: Option<&str>,
    ) -> ImportedFile {
        let drafts = if importer.ratings == RatingsEnter::Published {
            Vec::new()
        } else {
            self.drafts(file.name, reason)
        };
        ImportedFile {
            name: file.name.to_owned(),
            hash: file.hash(),
            format: self.format.slug().to_owned(),
            counts: [self.counts.new, self.counts.changed, self.counts.unchanged],
            drafts,
            upload: upload.map(str::to_owned),
            decided: self.decided.clone(),
        }
    }

    /// The ratings that would become drafts: those of which none waits yet, each with the rating that
    /// it replaces.
    fn added(&self) -> impl Iterator<Item = (&CommitmentCode, &Rating, Option<i64>)> {
        self.corrections.iter().flat_map(|c| {
            let alone = c.added.len() == 1 && c.out_of_force.len() == 1;
            let replaces = c.out_of_force.first().copied().filter(|_| alone);
            let waiting = self.waiting.get(&c.code);
            let waits = move |r: &Rating| {
                waiting.is_some_and(|waiting| waiting.contains(&(r.dimension, r.finding)))
            };
            let new = c.added.iter().filter(move |rating| !waits(rating));
            new.map(move |rating| (&c.code, rating, replaces))
        })
    }

    /// The ratings of the file as drafts.
    fn drafts(&self, name: &str, reason: &str) -> Vec<(CommitmentCode, DraftContent)> {
        let draft = |(code, rating, replaces): (&CommitmentCode, &Rating, Option<i64>)| {
            let report = report_or_file(rating, name);
            let content = DraftContent {
                rating: Rating {
                    report,
                    ..rating.clone()
                },
                reason: reason.to_owned(),
                override_reason: None,
                reply: None,
                reply_url: None,
                replaces,
            };
            (code.clone(), content)
        };
        self.added().map(draft).collect()
    }

    /// The values that would be there no more: by field, how many.
    fn cleared_by_field(&self) -> Vec<(&'static str, usize)> {
        let mut fields: Vec<(&'static str, usize)> = Vec::new();
        let differences = self.items.iter().flat_map(|item| &item.differences);
        for d in differences.filter(|d| d.after.is_empty() && !d.before.is_empty()) {
            match fields.iter_mut().find(|(label, _)| *label == d.label) {
                Some((_, count)) => *count += 1,
                None => fields.push((d.label, 1)),
            }
        }
        fields
    }

    /// How many values it would clear.
    pub fn cleared(&self) -> usize {
        self.cleared_by_field().iter().map(|(_, count)| count).sum()
    }

    /// Whether somebody has to say that so many values are to be cleared.
    pub fn needs_clear_confirmation(&self) -> bool {
        self.cleared() > super::CLEARED_UNASKED
    }

    /// The same by field, for people.
    pub fn cleared_in_words(&self) -> String {
        let fields = self.cleared_by_field();
        let fields: Vec<String> = fields
            .iter()
            .map(|(label, count)| format!("{}: {count}", domain::text::lower_first(label)))
            .collect();
        fields.join(", ")
    }

    /// Up to ten titles of the file, those with other letters than English first: they show whether the
    /// file was read in the right encoding.
    pub fn sample_titles(&self) -> Vec<&str> {
        let titles = || self.items.iter().map(|item| item.title.as_str());
        let filled = || titles().filter(|title| !title.is_empty());
        let (plain, other): (Vec<&str>, Vec<&str>) = filled().partition(|title| title.is_ascii());
        other.into_iter().chain(plain).take(10).collect()
    }

    /// The rows with an outcome, or those with warnings.
    pub fn rows(&self, outcome: Option<Outcome>, warned: bool) -> Vec<&Item> {
        let has_warning = |item: &Item| {
            item.messages
                .iter()
                .any(|m| m.severity == Severity::Warning)
        };
        self.items
            .iter()
            .filter(|item| {
                outcome.is_none_or(|o| item.outcome == o) && (!warned || has_warning(item))
            })
            .collect()
    }

    /// What tells two plans apart: made for another state of the record, a file may do the same.
    pub fn effect(&self) -> Vec<(usize, Outcome, &[Difference], &[i64])> {
        self.items
            .iter()
            .filter(|item| item.outcome != Outcome::Unchanged)
            .map(|item| {
                let differences = item.differences.as_slice();
                (
                    item.row,
                    item.outcome,
                    differences,
                    item.replaces.as_slice(),
                )
            })
            .collect()
    }

    /// The commitments that it adds or changes.
    pub fn touched(&self) -> HashSet<&CommitmentCode> {
        self.entries.iter().map(|e| &e.commitment.code).collect()
    }
}
