//! What a sheet asks for, beside what the record says now.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::filling::{new_rows, propose_codes};
use super::{CellProblem, PlanSheetRefusal, PlanSheetView, PreviewedRow};
use domain::CommitmentCode;
use domain::difference::differences;
use domain::forms::Fields;
use domain::forms::plan_sheet::{
    CODE, COLUMNS, CellState, NewRow, Row, SentRow, code_of, field, head_problems, keys, label,
    read,
};
use domain::record::Entry;

/// What a sheet asks for.
#[derive(Default)]
pub(super) struct Reading {
    /// Commitments as they are to be, with what they are now.
    pub changes: Vec<(Entry, Entry)>,
    /// Those of them that are added.
    pub new: HashSet<CommitmentCode>,
    pub refusal: PlanSheetRefusal,
    /// Cells that somebody else has changed as well.
    conflicts: Vec<(String, &'static str)>,
}

impl Reading {
    /// Whether it can be applied.
    pub fn is_good(&self) -> bool {
        let refusal = &self.refusal;
        refusal.head.is_empty() && refusal.cells.is_empty() && refusal.gone.is_empty()
    }

    /// The rows as they are shown before they are saved.
    pub fn preview(&self, view: &PlanSheetView) -> Vec<PreviewedRow> {
        let areas = view.catalogue.areas();
        let name_of = |slug: &str| areas.name(slug).to_owned();
        self.changes
            .iter()
            .map(|(before, after)| PreviewedRow {
                code: after.commitment.code.clone(),
                title: after.commitment.title.clone(),
                is_new: self.new.contains(&after.commitment.code),
                differences: differences(before, after, name_of),
            })
            .collect()
    }

    /// Commitments with cells that somebody else has changed as well.
    pub fn contested(&self) -> Vec<CommitmentCode> {
        let mut codes: Vec<CommitmentCode> = Vec::new();
        for code in self.conflicts.iter().filter_map(|(key, _)| code_of(key)) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// Says in the cells of a commitment who has changed it.
    pub fn tell_by(&mut self, by: &HashMap<CommitmentCode, String>) {
        for cell in &mut self.refusal.cells {
            let is_conflict = self
                .conflicts
                .iter()
                .any(|(key, column)| *key == cell.key && *column == cell.column);
            let by = code_of(&cell.key).and_then(|code| by.get(&code));
            if let (true, Some(by)) = (is_conflict, by) {
                cell.problem = format!("{} Changed by {}.", cell.problem, by.trim_end_matches('.'));
            }
        }
    }
}

/// A new row that is not blank, with the code that it has.
pub(super) fn new_codes(fields: &Fields) -> Vec<(String, String)> {
    let rows = new_rows(fields).into_iter();
    let rows = rows.filter(|key| !SentRow::of(fields, key).typed().is_blank());
    rows.map(|key| {
        let code = SentRow::of(fields, &key).code;
        (key, code)
    })
    .collect()
}

/// Reads a sheet. `taken` are the codes of its new rows that other commitments have.
pub(super) fn read_sheet(
    view: &PlanSheetView,
    fields: &Fields,
    taken: &HashSet<CommitmentCode>,
) -> Reading {
    let mut reading = Reading::default();
    reading.refusal.head = head_problems(fields);
    reading.refusal.fields = fields.clone();
    for key in keys(fields) {
        match (code_of(&key), view.entry(&key)) {
            (Some(_), Some(entry)) => known_row(view, fields, &key, entry, &mut reading),
            (Some(_), None) => gone_row(fields, &key, &mut reading),
            (None, _) => {}
        }
    }
    let mut used: HashSet<CommitmentCode> = HashSet::new();
    for (key, code) in new_codes(fields) {
        added_row(view, fields, (&key, &code), &mut reading);
        let Some(code) = code_of(&code) else {
            continue;
        };
        if taken.contains(&code) || !used.insert(code.clone()) {
            reading.refusal.cells.push(CellProblem {
                key,
                column: CODE,
                problem: format!("The code {code} is already in use. {}", free(view, fields)),
            });
        }
    }
    reading.refusal.is_overtaken =
        !reading.conflicts.is_empty() || !reading.refusal.gone.is_empty();
    if reading.refusal.is_overtaken {
        reading.refusal.fields = beside_present(view, fields);
    }
    reading
}

/// Which code could be used.
fn free(view: &PlanSheetView, fields: &Fields) -> String {
    let typed: Vec<CommitmentCode> = new_rows(fields)
        .iter()
        .filter_map(|key| SentRow::of(fields, key).code.parse().ok())
        .collect();
    let next = view.free_codes(&typed).next();
    next.map_or(String::new(), |code| format!("{code} is free."))
}

fn known_row(
    view: &PlanSheetView,
    fields: &Fields,
    key: &str,
    entry: &Entry,
    reading: &mut Reading,
) {
    let areas = view.catalogue.areas();
    let (sent, present) = (SentRow::of(fields, key), Row::of(entry, areas));
    let mut touched: Vec<&'static str> = Vec::new();
    for column in COLUMNS {
        match sent.state(column, &present) {
            CellState::Left => {}
            CellState::Changed => touched.push(column),
            CellState::Conflict => {
                touched.push(column);
                reading.conflicts.push((key.to_owned(), column));
                let now = match present.get(column) {
                    "" => "It is now empty.".to_owned(),
                    text => format!("It is now \u{201c}{}\u{201d}.", excerpt(text)),
                };
                reading.refusal.cells.push(CellProblem {
                    key: key.to_owned(),
                    column,
                    problem: format!(
                        "Somebody else has changed this since you opened the page. {now}"
                    ),
                });
            }
        }
    }
    if touched.is_empty() {
        return;
    }
    match read(&sent.merged(&present), &touched, None, entry, areas) {
        Ok(changed) if changed == *entry => {}
        Ok(changed) => reading.changes.push((entry.clone(), changed)),
        Err(wrong) => reading.refuse(key, wrong),
    }
}

impl Reading {
    fn refuse(&mut self, key: &str, wrong: Vec<(&'static str, String)>) {
        let cells = wrong.into_iter().map(|(column, problem)| CellProblem {
            key: key.to_owned(),
            column,
            problem,
        });
        self.refusal.cells.extend(cells);
    }
}

/// A commitment that has left the plan: what was typed about it is not lost.
fn gone_row(fields: &Fields, key: &str, reading: &mut Reading) {
    let sent = SentRow::of(fields, key);
    let typed = sent.typed();
    let said: Vec<String> = COLUMNS
        .into_iter()
        .filter(|column| sent.is_touched(column))
        .map(|column| format!("{}: \u{201c}{}\u{201d}", label(column), typed.get(column)))
        .collect();
    if !said.is_empty() {
        let said = said.join("; ");
        let text = format!("{key} is no longer in this plan. Not saved: {said}.");
        reading.refusal.gone.push(text);
    }
}

fn added_row(
    view: &PlanSheetView,
    fields: &Fields,
    (key, code): (&str, &str),
    reading: &mut Reading,
) {
    let row = SentRow::of(fields, key).typed();
    let member = view.member.slug();
    let new = NewRow {
        code,
        member: &member,
        source_url: fields.get("source_url"),
    };
    // A code that cannot be read is among what is wrong.
    let placeholder = || "ZZ0000".parse::<CommitmentCode>().ok();
    let Some(blank) = code_of(code).or_else(placeholder) else {
        return;
    };
    let mut before = Entry::blank(blank, Arc::clone(&view.member));
    before.commitment.plan = Arc::new(view.plan.clone());
    match read(&row, &COLUMNS, Some(new), &before, view.catalogue.areas()) {
        Ok(added) => {
            reading.new.insert(added.commitment.code.clone());
            reading.changes.push((before, added));
        }
        Err(wrong) => reading.refuse(key, wrong),
    }
}

/// The beginning of a text.
fn excerpt(text: &str) -> String {
    domain::text::cut_at_word(text, 120)
}

/// The form beside what the record says now, which its sender has then seen: cells that they left alone are as
/// they are now, and rows of what is gone are left out.
fn beside_present(view: &PlanSheetView, fields: &Fields) -> Fields {
    let mut beside = fields.clone();
    let kept = keys(fields);
    let kept = kept
        .into_iter()
        .filter(|key| code_of(key).is_none() || view.entry(key).is_some());
    beside.set("row", kept.collect::<Vec<_>>());
    for entry in &view.entries {
        let key = entry.commitment.code.to_string();
        let present = Row::of(entry, view.catalogue.areas());
        let merged = SentRow::of(fields, &key).merged(&present);
        let mut marks = Fields::default();
        for (column, mark) in present.marks().iter() {
            let name = field(column, &key);
            if fields.holds(&name) {
                beside.set(&name, [merged.get(column).to_owned()]);
                marks.push(column, mark);
            }
        }
        if !marks.encode().is_empty() {
            beside.set(&field("opened", &key), [marks.encode()]);
        }
    }
    beside
}

/// The form that saves what is changed, and nothing else: what is typed once, the new rows, and the cells
/// that were touched.
pub(super) fn only_changes(view: &PlanSheetView, fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    for name in [
        "member",
        "plan_title",
        "start_year",
        "end_year",
        "reason",
        "source_url",
    ] {
        if fields.holds(name) {
            kept.push(name, fields.get(name));
        }
    }
    let new: Vec<String> = new_codes(fields).into_iter().map(|(key, _)| key).collect();
    for key in keys(fields) {
        let sent = SentRow::of(fields, &key);
        let is_known = view.entry(&key).is_some();
        let columns: Vec<&str> = COLUMNS
            .into_iter()
            .filter(|column| sent.is_touched(column))
            .collect();
        let is_kept = if is_known {
            !columns.is_empty()
        } else {
            new.contains(&key)
        };
        if !is_kept {
            continue;
        }
        kept.push("row", key.clone());
        let names = columns.iter().copied().chain([CODE, "copied", "opened"]);
        for name in names.map(|column| field(column, &key)) {
            let text = fields.get(&name);
            if !text.is_empty() || is_known && fields.holds(&name) {
                kept.push(&name, text);
            }
        }
    }
    kept
}

/// A form whose new rows all have codes.
pub(super) fn with_codes(view: &PlanSheetView, fields: &Fields) -> Fields {
    let mut fields = fields.clone();
    propose_codes(view, &mut fields);
    fields
}
