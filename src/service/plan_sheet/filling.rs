//! Filling the rows of a sheet in: as it is opened, from what was pasted, from the plan before.

use std::collections::BTreeSet;

use super::{PlanSheetState, PlanSheetStep, PlanSheetView, commitments_of_plan};
use crate::service::staff::Refusal;
use domain::forms::plan_sheet::{
    CODE, COLUMNS, MAX_ROWS, Row, SentRow, TEXTS, code_of, field, keys,
};
use domain::forms::{Fields, Problems};
use domain::{CommitmentCode, list};

/// Rows for new commitments, in the sheet of a plan that has none and of one that has some.
const NEW_ROWS: usize = 10;
const MORE_ROWS: usize = 5;
/// What is pasted at most, in characters.
const MAX_PASTED: usize = 300_000;

/// The form of a sheet with everything that it shows: what it does not hold yet is as the record says.
pub fn filled(view: &PlanSheetView, fields: &Fields) -> Fields {
    let mut fields = fields.clone();
    let is_opened = !fields.holds("row");
    let sent = keys(&fields);
    let mut order: Vec<String> = Vec::new();
    for entry in &view.entries {
        let key = entry.commitment.code.to_string();
        let present = Row::of(entry, view.catalogue.areas());
        let mut marks = Fields::parse(fields.get(&field("opened", &key)).as_bytes());
        let now = present.marks();
        for column in columns_of(view) {
            let name = field(column, &key);
            if !fields.holds(&name) {
                fields.push(&name, present.get(column));
                marks.set(column, [now.get(column).to_owned()]);
            }
        }
        fields.set(&field("opened", &key), [marks.encode()]);
        order.push(key);
    }
    // What is gone from the plan stays in the form until its sender was told.
    order.extend(sent.into_iter().filter(|key| view.entry(key).is_none()));
    fields.set("row", order);
    if is_opened {
        let wanted = if view.entries.is_empty() {
            NEW_ROWS
        } else {
            MORE_ROWS
        };
        add_rows(&mut fields, wanted);
    }
    propose_codes(view, &mut fields);
    fields
}

/// The columns that a sheet shows.
fn columns_of(view: &PlanSheetView) -> impl Iterator<Item = &'static str> + use<> {
    let has_texts = view.has_texts;
    COLUMNS
        .into_iter()
        .filter(move |column| has_texts || !TEXTS.contains(column))
}

/// A key that no row has.
fn new_key(fields: &Fields) -> String {
    let keys = keys(fields);
    let numbers = keys.iter().filter_map(|key| key.parse::<usize>().ok());
    (numbers.max().unwrap_or(0) + 1).to_string()
}

/// Adds blank rows, as far as there is room; gives how many.
fn add_rows(fields: &mut Fields, wanted: usize) -> usize {
    let mut added = 0;
    while added < wanted && keys(fields).len() < MAX_ROWS {
        let key = new_key(fields);
        fields.push("row", key);
        added += 1;
    }
    added
}

/// Keys of rows for new commitments.
pub(super) fn new_rows(fields: &Fields) -> Vec<String> {
    let keys = keys(fields).into_iter();
    keys.filter(|key| code_of(key).is_none()).collect()
}

/// Codes that are typed in the rows of new commitments, in their order.
fn typed_codes(fields: &Fields) -> Vec<CommitmentCode> {
    let keys = new_rows(fields);
    let codes = keys.iter().map(|key| fields.get(&field(CODE, key)));
    codes.filter_map(|code| code.parse().ok()).collect()
}

/// Fills a code that nobody uses into each new row that has none.
pub(super) fn propose_codes(view: &PlanSheetView, fields: &mut Fields) {
    let typed = typed_codes(fields);
    let taken: BTreeSet<CommitmentCode> = typed.iter().cloned().collect();
    let mut free = view.free_codes(&typed).filter(|code| !taken.contains(code));
    for key in new_rows(fields) {
        let name = field(CODE, &key);
        if fields.get(&name).is_empty()
            && let Some(code) = free.next()
        {
            fields.set(&name, [code.to_string()]);
        }
    }
}

/// What is filled into one row.
type Cells = Vec<(&'static str, String)>;

/// Fills cells into the blank rows, in their order, and into rows that are added; those with the code of a
/// commitment of the plan into its row. Gives how many rows had no room.
fn fill(view: &PlanSheetView, fields: &mut Fields, rows: Vec<Cells>) -> usize {
    let blank = |fields: &Fields, key: &String| SentRow::of(fields, key).typed().is_blank();
    let mut free = new_rows(fields);
    free.retain(|key| blank(fields, key));
    let mut free = free.into_iter();
    let mut left = 0;
    for cells in rows {
        let code = cells.iter().find(|(column, _)| *column == CODE);
        let code = code.and_then(|(_, code)| code_of(code));
        let own = code.map(|code| code.to_string());
        let own = own.filter(|code| view.entry(code).is_some());
        let is_own = own.is_some();
        let key = own.or_else(|| free.next()).or_else(|| {
            let key = new_key(fields);
            (add_rows(fields, 1) > 0).then_some(key)
        });
        let Some(key) = key else {
            left += 1;
            continue;
        };
        for (column, text) in cells {
            if !(is_own && column == CODE) {
                fields.set(&field(column, &key), [text]);
            }
        }
    }
    left
}

fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// Adds blank rows to a form.
pub(super) fn more_rows(view: &PlanSheetView, fields: &Fields) -> PlanSheetStep {
    let mut fields = filled(view, fields);
    let added = add_rows(&mut fields, MORE_ROWS);
    propose_codes(view, &mut fields);
    let note = match added {
        0 => format!("A sheet has at most {MAX_ROWS} rows. Save this one, then open it again."),
        added => format!(
            "{} added. Nothing is saved yet.",
            counted(added, "row", "rows")
        ),
    };
    PlanSheetStep::Show(fields, PlanSheetState::Filled(note))
}

/// Reads what was pasted into the rows.
pub(super) fn read_pasted(view: &PlanSheetView, fields: &Fields) -> Result<PlanSheetStep, Refusal> {
    let text = fields.get("paste").to_owned();
    if text.is_empty() {
        let problem = "Paste a table or a list of titles first.";
        return Err(Problems::one("paste", problem).into());
    }
    if text.chars().count() > MAX_PASTED {
        let problem = "Too long. Paste it in parts.";
        return Err(Problems::one("paste", problem).into());
    }
    let pasted = interchange::pasted::read(&text, MAX_ROWS).map_err(|error| {
        let problem = format!("We cannot read this as a table: {error}.");
        Refusal::from(Problems::one("paste", problem))
    })?;
    if pasted.rows.is_empty() {
        let problem = "We found no row in what you pasted.";
        return Err(Problems::one("paste", problem).into());
    }
    let mut fields = filled(view, fields);
    let count = pasted.rows.len();
    let left = fill(view, &mut fields, pasted.rows) + pasted.left_out;
    propose_codes(view, &mut fields);
    fields.set("paste", []);
    let mut notes = vec![format!(
        "{} read into the table. Nothing is saved yet.",
        counted(count + pasted.left_out - left, "row", "rows")
    )];
    if pasted.is_guess {
        notes.push(
            "The columns had no names that we know: check that each is in its place.".to_owned(),
        );
    }
    if !pasted.unread.is_empty() {
        notes.push(format!("Not read: {}.", pasted.unread.join(", ")));
    }
    if left > 0 {
        notes.push(format!(
            "{} had no room: save these first.",
            counted(left, "row", "rows")
        ));
    }
    let state = PlanSheetState::Filled(notes.join(" "));
    Ok(PlanSheetStep::Show(fields, state))
}

/// Fills rows in with the titles and institutions of the plan before.
pub(super) fn copy_last(view: &PlanSheetView, fields: &Fields) -> Result<PlanSheetStep, Refusal> {
    let Some(last) = &view.last else {
        let problem = "This member has no plan before this one.";
        return Err(Problems::one("sheet", problem).into());
    };
    let mut fields = filled(view, fields);
    let rows = commitments_of_plan(view, last);
    let rows: Vec<Cells> = rows
        .iter()
        .map(|row| {
            let c = &row.commitment;
            vec![
                ("title", c.title.clone()),
                ("lead", list::join_for_people(&c.lead_institutions)),
                ("support", list::join_for_people(&c.support_institutions)),
                ("copied", c.code.to_string()),
            ]
        })
        .collect();
    let count = rows.len();
    let left = fill(view, &mut fields, rows);
    propose_codes(view, &mut fields);
    let mut note = format!(
        "{} copied from {}. Nothing is saved yet: check each row, and clear those that the new plan does not have.",
        counted(count - left, "row", "rows"),
        last.label()
    );
    if left > 0 {
        note = format!("{note} {} had no room.", counted(left, "row", "rows"));
    }
    Ok(PlanSheetStep::Show(fields, PlanSheetState::Filled(note)))
}
