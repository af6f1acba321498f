//! The form of a plan's commitments in one table: a row for each commitment that there is, and rows for
//! new ones.
//!
//! A cell carries along a mark of what it said when the sheet was opened, so that what its sender changed is
//! told from what others have changed since. What a row says is read by the rules of the form of one
//! commitment ([`commitment`]).

use super::{Fields, Problems, commitment, milestones};
use crate::characters::{trimmed, without_signs};
use crate::record::Entry;
use crate::text::slugify;
use crate::{AreaTree, CommitmentCode, Lang, list, similar};

/// The fields of the form of one commitment that a row has, in the order of the table.
pub const COLUMNS: [&str; 11] = [
    "number",
    "title",
    "start",
    "end",
    "lead",
    "support",
    "area",
    "description",
    MILESTONES,
    "summary_en",
    "summary_en_source_url",
];
/// The columns in the second line of a row.
pub const TEXTS: [&str; 4] = [
    "description",
    MILESTONES,
    "summary_en",
    "summary_en_source_url",
];
/// The column with a line for each milestone, which may say its start and end.
pub const MILESTONES: &str = "milestones";
/// Rows of a sheet at most.
pub const MAX_ROWS: usize = 200;
/// The column of new rows with the code.
pub const CODE: &str = "code";

/// The name of a column in the words of people.
pub fn label(column: &str) -> &'static str {
    match column {
        CODE => "Code",
        "number" => "Number",
        "title" => "Title",
        "start" => "Start",
        "end" => "End",
        "lead" => "Lead institutions",
        "support" => "Supporting institutions",
        "area" => "Policy areas",
        "description" => "Full text",
        MILESTONES => "Milestones",
        "summary_en" => "Summary in English",
        _ => "Source of the English summary",
    }
}

/// The name of a cell's field.
pub fn field(column: &str, key: &str) -> String {
    format!("{column}-{key}")
}

/// The code of the commitment whose row has this key; none for the row of a new one.
pub fn code_of(key: &str) -> Option<CommitmentCode> {
    key.parse().ok()
}

/// The keys of the rows that a form has, each once: codes of commitments, numbers of new rows.
pub fn keys(fields: &Fields) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in fields.all("row") {
        let is_new = (1..=3).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_digit());
        let key = match code_of(key) {
            Some(code) => code.to_string(),
            None if is_new => key.to_owned(),
            None => continue,
        };
        if !keys.contains(&key) && keys.len() < MAX_ROWS {
            keys.push(key);
        }
    }
    keys
}

/// What the cells of a row say, by [`COLUMNS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row([String; COLUMNS.len()]);

impl Row {
    /// The row of a commitment.
    pub fn of(entry: &Entry, areas: &AreaTree) -> Self {
        let c = &entry.commitment;
        let form = commitment::fill(entry, false);
        let names = c.policy_areas.iter();
        let names: Vec<String> = names.map(|slug| areas.name(slug).to_owned()).collect();
        Self(COLUMNS.map(|column| {
            let text = match column {
                "lead" => list::join_for_people(&c.lead_institutions),
                "support" => list::join_for_people(&c.support_institutions),
                "area" => list::join_for_people(&names),
                MILESTONES => milestones::as_lines(&entry.texts.milestones),
                other => form.get(other).to_owned(),
            };
            as_sent(column, &text)
        }))
    }

    /// What one of [`COLUMNS`] says.
    pub fn get(&self, column: &str) -> &str {
        place(column)
            .and_then(|at| self.0.get(at))
            .map_or("", String::as_str)
    }

    /// Fills one of [`COLUMNS`] in.
    pub fn set(&mut self, column: &str, text: &str) {
        if let Some(cell) = place(column).and_then(|at| self.0.get_mut(at)) {
            *cell = as_sent(column, text);
        }
    }

    pub fn is_blank(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// What a form carries along of the row as it is opened.
    pub fn marks(&self) -> Fields {
        let mut marks = Fields::default();
        for (column, text) in COLUMNS.into_iter().zip(&self.0) {
            marks.push(column, mark(text));
        }
        marks
    }
}

/// Where a column stands among [`COLUMNS`].
fn place(column: &str) -> Option<usize> {
    COLUMNS.iter().position(|name| *name == column)
}

/// A text as a browser sends it back that nobody has touched.
fn as_sent(column: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = without_signs(&text);
    let is_line = ![
        "title",
        "lead",
        "support",
        "description",
        MILESTONES,
        "summary_en",
    ]
    .contains(&column);
    if is_line {
        trimmed(&text.replace('\n', "")).to_owned()
    } else {
        trimmed(&text).to_owned()
    }
}

/// A short mark of a text (FNV-1a): two cells with the same mark say the same.
fn mark(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// A cell beside what it said when the sheet was opened and what the record says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// Its sender left it alone, or wants what the record says.
    Left,
    Changed,
    /// Somebody else has changed it since it was opened.
    Conflict,
}

/// A row as its sender sent it.
#[derive(Debug, Clone)]
pub struct SentRow {
    cells: [Option<String>; COLUMNS.len()],
    opened: [Option<String>; COLUMNS.len()],
    /// The code as it is typed, for a new row.
    pub code: String,
}

impl SentRow {
    pub fn of(fields: &Fields, key: &str) -> Self {
        let opened = Fields::parse(fields.get(&field("opened", key)).as_bytes());
        Self {
            cells: COLUMNS.map(|column| {
                let name = field(column, key);
                let held = fields.holds(&name);
                held.then(|| as_sent(column, fields.get(&name)))
            }),
            opened: COLUMNS.map(|column| opened.text(column)),
            code: fields.get(&field(CODE, key)).to_ascii_uppercase(),
        }
    }

    /// The row as it is typed; empty where the form has no such cell.
    pub fn typed(&self) -> Row {
        Row(self.cells.clone().map(Option::unwrap_or_default))
    }

    /// Whether its sender changed a column, as far as the form itself tells.
    pub fn is_touched(&self, column: &str) -> bool {
        place(column).is_some_and(|at| match (&self.cells[at], &self.opened[at]) {
            (Some(typed), Some(opened)) => mark(typed) != *opened,
            (Some(_), None) => true,
            (None, _) => false,
        })
    }

    /// What a column is beside what the record says now.
    pub fn state(&self, column: &str, present: &Row) -> CellState {
        let Some(at) = place(column).filter(|_| self.is_touched(column)) else {
            return CellState::Left;
        };
        let now = &present.0[at];
        if self.cells[at].as_ref() == Some(now) {
            return CellState::Left;
        }
        match &self.opened[at] {
            Some(opened) if mark(now) != *opened => CellState::Conflict,
            _ => CellState::Changed,
        }
    }

    /// What its sender wants, beside what there is now: what they left alone is as it is now.
    pub fn merged(&self, present: &Row) -> Row {
        let mut row = present.clone();
        for column in COLUMNS {
            if let Some(at) = place(column)
                && self.state(column, present) != CellState::Left
                && let Some(typed) = &self.cells[at]
            {
                row.0[at].clone_from(typed);
            }
        }
        row
    }
}

/// What a new row says beside its cells.
#[derive(Debug, Clone, Copy)]
pub struct NewRow<'a> {
    pub code: &'a str,
    /// The slug of its member.
    pub member: &'a str,
    /// The page that the sheet is from.
    pub source_url: &'a str,
}

/// Brings the `touched` columns of an entry to what a row says, by the rules of the form of one commitment;
/// what is not touched stays as it is. Gives what is wrong, by column.
pub fn read(
    row: &Row,
    touched: &[&'static str],
    new: Option<NewRow<'_>>,
    before: &Entry,
    areas: &AreaTree,
) -> Result<Entry, Vec<(&'static str, String)>> {
    let mut form = Fields::default();
    // The reason is asked for once for the whole sheet.
    form.push("reason", "-");
    if let Some(new) = new {
        form.push(CODE, new.code);
        form.push("member", new.member);
        form.push("source_url", new.source_url);
    }
    let mut wrong = Vec::new();
    for column in COLUMNS {
        let text = row.get(column);
        match column {
            "title" => form.push(column, text.split('\n').collect::<Vec<_>>().join(" ")),
            "lead" | "support" => form.push(column, items(text).join("\n")),
            "area" => {
                for name in items(text) {
                    match areas.named(&name) {
                        Some(area) => form.push(column, area.slug.to_string()),
                        None => wrong.push((column, unknown_area(&name, areas))),
                    }
                }
            }
            MILESTONES => {
                for [text, start, end] in milestones::of_lines(text, &before.texts.milestones) {
                    form.push("milestone", text);
                    form.push("milestone_start", start);
                    form.push("milestone_end", end);
                }
            }
            _ => form.push(column, text),
        }
    }
    let slugs: Vec<&str> = areas.iter().map(|area| &*area.slug).collect();
    let mut whole = before.clone();
    if let Err(problems) = commitment::apply(&form, &mut whole, &[], &slugs, false) {
        wrong.extend(in_columns(&problems));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut entry = before.clone();
    for column in touched {
        take(column, &whole, &mut entry);
    }
    if new.is_some() {
        entry.commitment.source_url = whole.commitment.source_url;
    }
    Ok(entry)
}

/// The items of a cell with a list: with `;` between them, or each on a line of its own.
fn items(text: &str) -> Vec<String> {
    text.lines().flat_map(list::split).collect()
}

fn unknown_area(name: &str, areas: &AreaTree) -> String {
    let known: Vec<(String, &str)> = areas
        .iter()
        .map(|area| (slugify(&area.name), area.name.as_str()))
        .collect();
    let named = known.iter().map(|(slug, name)| (slug.as_str(), *name));
    let near = similar::nearest(&slugify(name), named, 1);
    let near = near.first().map_or(String::new(), |near| {
        format!(" Did you mean \u{201c}{near}\u{201d}?")
    });
    format!("We have no policy area \u{201c}{name}\u{201d}.{near}")
}

/// What the form of one commitment says is wrong, by the columns of the sheet.
fn in_columns(problems: &Problems) -> Vec<(&'static str, String)> {
    let found = problems.iter().filter_map(|(field, problem)| {
        let field = match field {
            "milestone" | "milestone_start" | "milestone_end" => MILESTONES,
            field => field,
        };
        let known = [CODE].into_iter().chain(COLUMNS);
        // Who the member is and where the sheet is from is said once.
        let column = known.into_iter().find(|column| *column == field)?;
        Some((column, problem.to_owned()))
    });
    found.collect()
}

/// Copies what one column says.
fn take(column: &str, from: &Entry, into: &mut Entry) {
    let (c, n) = (&mut into.commitment, &from.commitment);
    match column {
        "number" => c.number.clone_from(&n.number),
        "title" => c.title.clone_from(&n.title),
        "start" => c.start = n.start,
        "end" => c.end = n.end,
        "lead" => c.lead_institutions.clone_from(&n.lead_institutions),
        "support" => c.support_institutions.clone_from(&n.support_institutions),
        "area" => c.policy_areas.clone_from(&n.policy_areas),
        "description" => into.texts.description.clone_from(&from.texts.description),
        MILESTONES => into.texts.milestones.clone_from(&from.texts.milestones),
        _ => {
            let at = Lang::English.index();
            c.summary_in[at].clone_from(&n.summary_in[at]);
        }
    }
}

/// What is wrong with what is typed once for the whole sheet.
pub fn head_problems(fields: &Fields) -> Problems {
    let mut head = Fields::default();
    head.push("title", "-");
    for name in ["reason", "source_url"] {
        head.push(name, fields.get(name));
    }
    commitment::typed_problems(&head)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::area::taxonomy;
    use crate::record::Texts;
    use crate::{Commitment, Member, Milestone};
    use proptest::prelude::*;

    fn entry() -> Entry {
        let mut commitment =
            Commitment::blank("NL0031".parse().unwrap(), Arc::new(Member::netherlands()));
        commitment.title = "Open algorithms".to_owned();
        commitment.lead_institutions = vec!["Ministry A; section 2".to_owned(), "B".to_owned()];
        commitment.policy_areas = vec!["open-data".into()];
        commitment.start = "2024-07".parse().ok();
        Entry {
            commitment,
            texts: Texts::default(),
            ratings: Vec::new(),
        }
    }

    fn tree() -> AreaTree {
        AreaTree::new(taxonomy())
    }

    /// The sheet with one row, as it is opened and then changed.
    fn sent(present: &Row, changes: &[(&str, &str)]) -> SentRow {
        let mut fields = Fields::default();
        for column in COLUMNS {
            fields.push(&field(column, "NL0031"), present.get(column));
        }
        fields.push("opened-NL0031", present.marks().encode());
        for (column, text) in changes {
            fields.set(&field(column, "NL0031"), [(*text).to_owned()]);
        }
        let fields = Fields::parse(fields.encode().as_bytes());
        SentRow::of(&fields, "NL0031")
    }

    #[test]
    fn only_what_was_changed_is_changed() {
        let (before, areas) = (entry(), tree());
        let present = Row::of(&before, &areas);
        assert_eq!(present.get("lead"), "Ministry A;; section 2; B");
        assert_eq!(present.get("area"), "Open Data");
        let untouched = sent(&present, &[]);
        assert!(COLUMNS.iter().all(|column| !untouched.is_touched(column)));
        let row = sent(&present, &[("lead", "C\nD; E"), ("end", "2025")]);
        let merged = row.merged(&present);
        let after = read(&merged, &["lead", "end"], None, &before, &areas).unwrap();
        let mut expected = before.clone();
        expected.commitment.lead_institutions = ["C", "D", "E"].map(str::to_owned).to_vec();
        expected.commitment.end = "2025".parse().ok();
        assert_eq!(after, expected);
    }

    #[test]
    fn a_cell_is_in_conflict_only_where_both_have_changed_it() {
        let areas = tree();
        let opened = Row::of(&entry(), &areas);
        let mut theirs = entry();
        theirs.commitment.title = "Another title".to_owned();
        let present = Row::of(&theirs, &areas);
        let state =
            |changes: &[(&str, &str)], column| sent(&opened, changes).state(column, &present);
        assert_eq!(state(&[("end", "2025")], "end"), CellState::Changed);
        assert_eq!(state(&[("end", "2025")], "title"), CellState::Left);
        assert_eq!(state(&[("title", "Mine")], "title"), CellState::Conflict);
        // Both want the same.
        assert_eq!(
            state(&[("title", "Another title")], "title"),
            CellState::Left
        );
        let merged = sent(&opened, &[("end", "2025")]).merged(&present);
        assert_eq!(
            (merged.get("title"), merged.get("end")),
            ("Another title", "2025")
        );
    }

    /// The kind: what the form of one commitment refuses, a cell refuses.
    #[test]
    fn a_row_follows_the_rules_of_the_form_of_one_commitment() {
        let (before, areas) = (entry(), tree());
        let present = Row::of(&before, &areas);
        let long = "x".repeat(1_001);
        for (column, text, said) in [
            ("title", "", "A title is needed."),
            ("title", long.as_str(), "Use at most 1000 characters"),
            ("number", long.as_str(), "Use at most 1000 characters"),
            ("title", "a\u{7}b", "cannot be shown"),
            ("start", "soon", "soon"),
            ("end", "2023", "before the start"),
            (
                "area",
                "Open Dta",
                "Did you mean \u{201c}Open Data\u{201d}?",
            ),
            ("milestones", "A register | 2024-13", "2024-13"),
            ("summary_en", "Short.", "Enter the page that supports"),
        ] {
            let row = sent(&present, &[(column, text)]).merged(&present);
            let wrong = read(&row, &[], None, &before, &areas).unwrap_err();
            let of = if said.contains("page") {
                "summary_en_source_url"
            } else {
                column
            };
            let found = wrong.iter().find(|(c, _)| *c == of);
            assert!(
                found.is_some_and(|(_, p)| p.contains(said)),
                "{column}: {wrong:?}"
            );
        }
        let new = |code: &str| {
            let new = NewRow {
                code,
                member: "netherlands",
                source_url: "https://example.org/",
            };
            read(&present, &COLUMNS, Some(new), &before, &areas)
        };
        assert!(
            new("N1")
                .unwrap_err()
                .iter()
                .any(|(column, _)| *column == CODE)
        );
        let added = new("NL0099").unwrap();
        assert_eq!(
            added.commitment.source_url.as_deref(),
            Some("https://example.org/")
        );
        assert_eq!(
            added.commitment.policy_areas,
            before.commitment.policy_areas
        );
    }

    #[test]
    fn a_form_has_each_row_once_and_no_more_than_there_may_be() {
        let mut fields = Fields::default();
        for key in ["nl0031", "NL0031", "1", "1", "x", "", "2000"] {
            fields.push("row", key);
        }
        assert_eq!(keys(&fields), ["NL0031", "1"]);
        for key in 0..500 {
            fields.push("row", key.to_string());
        }
        assert_eq!(keys(&fields).len(), MAX_ROWS);
        assert!(head_problems(&fields).of("reason").is_some());
        fields.push("reason", "New plan");
        fields.push("source_url", "javascript:alert(1)");
        assert!(head_problems(&fields).of("source_url").is_some());
    }

    proptest! {
        /// Whatever the record says, nobody has changed it who sends it back as it was shown.
        #[test]
        fn what_is_sent_back_untouched_changes_nothing(
            title in "\\PC{0,20}", lead in prop::collection::vec("\\PC{1,9}", 0..3), text in "[\\PC\n\t]{0,30}",
        ) {
            let areas = tree();
            let mut before = entry();
            before.commitment.title = title;
            before.commitment.lead_institutions = lead;
            before.texts.milestones = vec![Milestone {
                text: text.clone(),
                start: None,
                end: "2025".parse().ok(),
            }];
            before.texts.description = Some(text);
            let present = Row::of(&before, &areas);
            let row = sent(&present, &[]);
            for column in COLUMNS {
                prop_assert!(!row.is_touched(column), "{}", column);
            }
            prop_assert_eq!(row.merged(&present), present);
        }
    }
}
