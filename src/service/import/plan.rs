//! What a file would do: each row beside the record, field by field.

use std::collections::{HashMap, HashSet};

use super::{Bringer, GivenFile};
use crate::domain::difference::Difference;
use crate::domain::record::{Batch, Correction, Entry};
use crate::domain::{CommitmentCode, PolicyArea, Rating, Report};
use crate::interchange::file::FileFormat;
use crate::interchange::message::{Message, Severity};
use crate::interchange::table::Table;
use crate::store::{DraftContent, ImportedFile};

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It adds a commitment.
    New,
    /// It changes one.
    Changed,
    /// The record says so already.
    Unchanged,
    /// It cannot be used.
    Rejected,
}

impl Outcome {
    /// Every outcome, in the order in which totals are told.
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Unchanged, Self::Rejected];

    /// The word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
        }
    }
}

/// One row, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The row as a spreadsheet counts.
    pub row: usize,
    /// The commitment, where its code is known.
    pub code: Option<CommitmentCode>,
    /// Its title, as the file has it.
    pub title: String,
    /// What the row would do.
    pub outcome: Outcome,
    /// Field by field, what was and what would be; ratings among them.
    pub differences: Vec<Difference>,
    /// What is to be said about the row.
    pub messages: Vec<Message>,
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
            Outcome::Rejected => self.rejected,
        }
    }
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
    /// What is to be said about its columns.
    pub about_columns: Vec<Message>,
    /// Row by row.
    pub items: Vec<Item>,
    /// How many rows would do what.
    pub counts: Counts,
    pub(super) areas: Vec<PolicyArea>,
    pub(super) entries: Vec<Entry>,
    pub(super) corrections: Vec<Correction>,
    pub(super) identities: Vec<(String, CommitmentCode)>,
}

impl Plan {
    pub(super) fn count(&mut self, outcome: Outcome, messages: &[Message]) {
        match outcome {
            Outcome::New => self.counts.new += 1,
            Outcome::Changed => self.counts.changed += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
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
            .filter(|m| m.severity == Severity::Warning);
        self.counts.warnings += warnings.count();
    }

    /// What is written to the record.
    pub(super) fn batch(&self, bringer: &Bringer) -> Batch {
        let corrections = if bringer.publishes {
            self.corrections.clone()
        } else {
            Vec::new()
        };
        Batch {
            areas: self.areas.clone(),
            entries: self.entries.clone(),
            corrections,
            ..Batch::default()
        }
    }

    /// What is noted beside it.
    pub(super) fn imported(
        &self,
        file: GivenFile<'_>,
        bringer: &Bringer,
        reason: &str,
        upload: Option<&str>,
    ) -> ImportedFile {
        let drafts = if bringer.publishes {
            Vec::new()
        } else {
            self.drafts(file.name, reason)
        };
        ImportedFile {
            name: file.name.to_owned(),
            hash: file.hash(),
            format: self.format.slug().to_owned(),
            counts: [self.counts.new, self.counts.changed, self.counts.unchanged],
            identities: self.identities.clone(),
            drafts,
            upload: upload.map(str::to_owned),
        }
    }

    /// The ratings of the file as drafts. A draft names its report: the newest of the commitment's,
    /// or the file itself.
    fn drafts(&self, name: &str, reason: &str) -> Vec<(CommitmentCode, DraftContent)> {
        let reports: HashMap<&CommitmentCode, &Report> = self
            .entries
            .iter()
            .filter_map(|e| Some((&e.commitment.code, e.commitment.reports.last()?)))
            .collect();
        let of_file = Report::from_title(&format!("As in the file {name}"));
        let draft = |code: &CommitmentCode, rating: &Rating, replaces| {
            let known = reports.get(code).map(|report| (*report).clone());
            let report = rating.report.clone().or(known).or(of_file.clone());
            (
                code.clone(),
                DraftContent {
                    rating: Rating {
                        report,
                        ..rating.clone()
                    },
                    source_page: None,
                    reason: reason.to_owned(),
                    override_reason: None,
                    reply: None,
                    reply_url: None,
                    replaces,
                },
            )
        };
        self.corrections
            .iter()
            .flat_map(|c| {
                let alone = c.added.len() == 1 && c.out_of_force.len() == 1;
                let replaces = c.out_of_force.first().copied().filter(|_| alone);
                c.added
                    .iter()
                    .map(move |rating| (&c.code, rating, replaces))
            })
            .map(|(code, rating, replaces)| draft(code, rating, replaces))
            .collect()
    }

    /// What tells two plans apart: made for another state of the record, a file may do the same.
    pub fn effect(&self) -> Vec<(usize, Outcome, &[Difference])> {
        self.items
            .iter()
            .filter(|item| item.outcome != Outcome::Unchanged)
            .map(|item| (item.row, item.outcome, item.differences.as_slice()))
            .collect()
    }

    /// The commitments that it adds or changes.
    pub fn touched(&self) -> HashSet<&CommitmentCode> {
        self.entries.iter().map(|e| &e.commitment.code).collect()
    }
}
