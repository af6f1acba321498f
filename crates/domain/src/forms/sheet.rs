//! The form of a rating sheet: what is said of the report once, and a row for each commitment.
//!
//! A row carries along how it was when the sheet was opened, so that what its sender changed is distinguished from
//! what others, or the same person elsewhere, have changed since.

use super::{Fields, Problems, rating};
use crate::{CommitmentCode, Dimension, Rating};

/// What is typed once for the whole sheet.
pub const HEAD: [&str; 6] = [
    "report_title",
    "report_kind",
    "report_stage",
    "source_url",
    "read_on",
    "reason",
];

/// The field with what was found of a commitment in a dimension.
pub fn finding_field(code: &CommitmentCode, dimension: Dimension) -> String {
    format!("{}-{code}", dimension.slug())
}

/// The field with the page of the report on which a commitment is rated.
pub fn page_field(code: &CommitmentCode) -> String {
    format!("page-{code}")
}

/// The field with what else is to be said of a commitment's ratings.
pub fn note_field(code: &CommitmentCode) -> String {
    format!("note-{code}")
}

/// The field with the row as it was when the sheet was opened.
pub fn opened_field(code: &CommitmentCode) -> String {
    format!("opened-{code}")
}

/// The ratings of one commitment, as they are filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// What was found in each dimension, as [`rating::finding_slug`] spells it; empty for nothing.
    pub findings: [String; 3],
    pub page: String,
    pub note: String,
}

impl SheetRow {
    /// The row of a commitment as the form was sent.
    pub fn sent(fields: &Fields, code: &CommitmentCode) -> Self {
        let mut findings: [String; 3] = Default::default();
        for (finding, dimension) in findings.iter_mut().zip(Dimension::ALL) {
            fields
                .get(&finding_field(code, *dimension))
                .clone_into(finding);
        }
        Self {
            findings,
            page: one_line(fields.get(&page_field(code))),
            note: fields.get(&note_field(code)).to_owned(),
        }
    }

    /// The row as it was when the form was opened; empty where the form does not say.
    pub fn opened(fields: &Fields, code: &CommitmentCode) -> Self {
        let said = Fields::parse(fields.get(&opened_field(code)).as_bytes());
        let mut findings: [String; 3] = Default::default();
        for (finding, dimension) in findings.iter_mut().zip(Dimension::ALL) {
            said.get(dimension.slug()).clone_into(finding);
        }
        Self {
            findings,
            page: said.get("page").to_owned(),
            note: said.get("note").to_owned(),
        }
    }

    /// The row as a form carries it along.
    pub fn encode(&self) -> String {
        let mut said = Fields::default();
        for (finding, dimension) in self.findings.iter().zip(Dimension::ALL) {
            if !finding.is_empty() {
                said.push(dimension.slug(), finding.clone());
            }
        }
        for (name, text) in [("page", &self.page), ("note", &self.note)] {
            if !text.is_empty() {
                said.push(name, text.clone());
            }
        }
        said.encode()
    }

    /// What was found in a dimension; empty for nothing.
    pub fn finding(&self, dimension: Dimension) -> &str {
        &self.findings[dimension.index()]
    }

    /// What the sender of this row wants, who opened it as `opened`, beside what there is now: what they
    /// left alone is as it is now.
    pub fn merged(&self, opened: &Self, present: &Self) -> Self {
        let pick = |sent: &String, opened: &String, present: &String| {
            if sent == opened { present } else { sent }.clone()
        };
        Self {
            findings: std::array::from_fn(|at| {
                pick(
                    &self.findings[at],
                    &opened.findings[at],
                    &present.findings[at],
                )
            }),
            page: pick(&self.page, &opened.page, &present.page),
            note: pick(&self.note, &opened.note, &present.note),
        }
    }

    /// Whether the sender, who opened the row as `opened`, changed what is said of a dimension.
    pub fn changes(&self, opened: &Self, dimension: Dimension) -> bool {
        let at = dimension.index();
        let is_rated = !self.findings[at].is_empty();
        let says_else = self.page != opened.page || self.note != opened.note;
        self.findings[at] != opened.findings[at] || (is_rated && says_else)
    }
}

fn one_line(text: &str) -> String {
    text.split('\n').collect::<Vec<_>>().join(" ")
}

/// The reason of a rating: that of the sheet, on a line of its own, and the note on its row.
pub fn reason_with_note(reason: &str, note: &str) -> String {
    let reason = one_line(reason);
    if note.is_empty() {
        reason
    } else {
        format!("{reason}\n{note}")
    }
}

/// Takes apart what [`reason_with_note`] has put together.
pub fn reason_and_note(reason: &str) -> (&str, &str) {
    let (reason, note) = reason.split_once('\n').unwrap_or((reason, ""));
    (reason.trim(), note.trim())
}

/// What is wrong with what is typed once.
pub fn head_problems(fields: &Fields) -> Problems {
    let mut head = head(fields);
    head.push("finding", "pending");
    // Any dimension: a statement that there is no value is one of each.
    let read = rating::read(&head, Dimension::Completion, None);
    read.err().unwrap_or_default()
}

/// What is typed once.
pub fn head(fields: &Fields) -> Fields {
    let mut head = Fields::default();
    for name in HEAD {
        head.push(name, fields.get(name));
    }
    head
}

/// The rating of a cell, by the rules of the form of a single rating. What is wrong with the sheet's head
/// is left to [`head_problems`].
pub fn read_cell(
    fields: &Fields,
    row: &SheetRow,
    dimension: Dimension,
    plan_year: Option<i32>,
    override_reason: Option<&str>,
) -> Result<Rating, String> {
    let mut one = head(fields);
    one.push("finding", row.finding(dimension));
    one.push("source_page", row.page.clone());
    one.set(
        "reason",
        [reason_with_note(fields.get("reason"), &row.note)],
    );
    one.push("override_reason", override_reason.unwrap_or_default());
    rating::read(&one, dimension, plan_year).map_err(|problems| {
        let of_cell = ["finding", "override_reason", "source_page"];
        let found = problems.iter().find(|(field, _)| of_cell.contains(field));
        match found {
            Some(("override_reason", problem)) => {
                let problem = problem.split(". ").next().unwrap_or(problem);
                format!(
                    "{problem}. Use the form of this rating to give a reason for another scale."
                )
            }
            Some((_, problem)) => problem.to_owned(),
            // The head says what is wrong with it; a note can be too long by itself.
            None => problems
                .of("reason")
                .filter(|_| !row.note.is_empty())
                .map_or(String::new(), |problem| format!("Note: {problem}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(completion: &str, page: &str) -> SheetRow {
        SheetRow {
            findings: [String::new(), completion.to_owned(), String::new()],
            page: page.to_owned(),
            note: String::new(),
        }
    }

    fn sheet(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in [
            ("report_title", "Spain Results Report 2022-2024"),
            ("report_stage", "final"),
            ("source_url", "https://example.org/report"),
            ("reason", "The report is out"),
        ] {
            fields.push(name, value);
        }
        for (name, value) in pairs {
            fields.set(name, [(*value).to_owned()]);
        }
        fields
    }

    #[test]
    fn what_the_sender_left_alone_is_as_it_is_now() {
        let opened = row("completion-limited", "4");
        let present = row("completion-complete", "4");
        let untouched = row("completion-limited", "5");
        let merged = untouched.merged(&opened, &present);
        assert_eq!(merged, row("completion-complete", "5"));
        let touched = row("completion-substantial", "4");
        let merged = touched.merged(&opened, &present);
        assert_eq!(merged, row("completion-substantial", "4"));
        assert!(touched.changes(&opened, Dimension::Completion));
        assert!(untouched.changes(&opened, Dimension::Completion));
        assert!(!opened.changes(&opened, Dimension::Completion));
        assert!(!untouched.changes(&opened, Dimension::EarlyResults));
    }

    #[test]
    fn a_cell_is_read_by_the_rules_of_a_single_rating() {
        let read = |fields: &Fields, finding: &str, over: Option<&str>| {
            let row = SheetRow {
                findings: [String::new(), String::new(), finding.to_owned()],
                ..row("", "12")
            };
            read_cell(fields, &row, Dimension::EarlyResults, Some(2022), over)
        };
        let good = read(&sheet(&[]), "early_results-moderate", None).unwrap();
        assert_eq!(good.source_page.as_deref(), Some("12"));
        let old = "did_it_open_government-major";
        let refused = read(&sheet(&[]), old, None).unwrap_err();
        assert!(refused.contains("Use the form of this rating"), "{refused}");
        assert!(read(&sheet(&[]), old, Some("as the report does")).is_ok());
        let refused = read(&sheet(&[]), "completion-limited", None).unwrap_err();
        assert_eq!(refused, "Not a valid value for this rating.");
        // What is wrong with the head is said there.
        let headless = sheet(&[("source_url", "")]);
        assert_eq!(
            read(&headless, "early_results-moderate", None),
            Err(String::new())
        );
        assert!(head_problems(&headless).of("source_url").is_some());
        assert!(head_problems(&sheet(&[])).is_empty());
        let untitled = sheet(&[("report_title", "Not available")]);
        assert!(head_problems(&untitled).of("report_title").is_some());
    }

    proptest! {
        #[test]
        fn a_row_is_carried_along(findings in prop::array::uniform3("[a-z_-]{0,12}"), page in "[^\r\\s]{0,9}", note in "[^\r\\s]{0,9}") {
            let code: CommitmentCode = "NL0031".parse().unwrap();
            let row = SheetRow { findings, page, note };
            prop_assume!([&row.page, &row.note].iter().all(|t| {
                let is_kept = !t.chars().any(crate::characters::is_sign);
                is_kept && crate::characters::trimmed(t) == t.as_str()
            }));
            let mut fields = Fields::default();
            fields.push(&opened_field(&code), row.encode());
            let fields = Fields::parse(fields.encode().as_bytes());
            prop_assert_eq!(SheetRow::opened(&fields, &code), row);
        }

        #[test]
        fn reason_and_note_are_taken_apart_as_they_were(reason in "[a-zA-Z ]{1,20}", note in "[a-zA-Z]{0,9}(\n[a-z]{1,9})?") {
            let both = reason_with_note(reason.trim(), note.trim());
            prop_assert_eq!(reason_and_note(&both), (reason.trim(), note.trim()));
        }
    }
}
