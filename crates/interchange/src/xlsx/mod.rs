//! A sheet of an XLSX workbook as rows of text. Read cell by cell: a sheet can name a cell
//! a million rows down in a file of a few bytes, and a few bytes can claim to hold a billion texts.

mod parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use self::parts::{Parts, Range, SheetNotes, letters};
use super::message::{ImportMessage, shown};
use super::options::ReadOptions;
pub(super) use super::raw_table::too_large;
use super::raw_table::{Budget, CellNote};
use super::table::{HEADER_WITHIN, RawRow, Recognise, Rows, TableError};
use domain::text::fold;

/// Limit of the text in all cells: one shared text can appear in many.
const MAX_TEXT: usize = 128 * 1024 * 1024;
/// Parts of a workbook; each sheet is one.
pub(super) const MAX_PARTS: usize = 5_000;
/// Texts that cells share. The reader allocates as many as the workbook claims to have.
const MAX_SHARED: u64 = 4_000_000;
/// Elements of the part that describes styles. Excel makes at most 65,490 formats.
const MAX_STYLES: usize = 500_000;
const MAX_ROWS: usize = 200_000;
/// How many sheets are searched for the one with the commitments.
const MAX_SHEETS: usize = 20;
/// How many cells get the text of a merged cell above them.
const MAX_FILLED: usize = 500_000;

/// The sheet that was read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    /// The names of all sheets with cells.
    pub all: Vec<String>,
    pub rows: Rows,
    pub messages: Vec<ImportMessage>,
}

/// Reads the sheet that is asked for; or the first visible one with the names of columns, or else the
/// first hidden one, or else the first of all.
pub(super) fn read(
    bytes: &[u8],
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Sheet, TableError> {
    let parts = parts::check(bytes)?;
    // `calamine` panics on some broken workbooks.
    let reading = std::panic::AssertUnwindSafe(|| read_sheets(bytes, parts, options, recognise));
    catch_unwind(reading).unwrap_or_else(|_| Err(damaged()))
}

/// A sheet of a workbook, with its place in it.
struct Found {
    at: usize,
    name: String,
    is_hidden: bool,
    /// Whether it has the names of columns, and rows below them.
    is_table: bool,
}

fn read_sheets(
    bytes: &[u8],
    mut parts: Parts,
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Sheet, TableError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let sheets: Vec<Found> = book
        .sheets_metadata()
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
        .map(|(at, sheet)| Found {
            at,
            name: sheet.name.clone(),
            is_hidden: sheet.visible != SheetVisible::Visible,
            is_table: false,
        })
        .collect();
    if sheets.is_empty() {
        return Err(TableError::Workbook(
            "it has only charts, and no sheet with cells".to_owned(),
        ));
    }
    let all = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let (mut visible, hidden): (Vec<Found>, Vec<Found>) =
        sheets.into_iter().partition(|sheet| !sheet.is_hidden);
    visible.extend(hidden);
    let within = options.header_row.unwrap_or(0).max(HEADER_WITHIN);
    let within = within.saturating_add(1);
    for sheet in visible.iter_mut().take(MAX_SHEETS) {
        let head = read_cells(&mut book, &sheet.name, Rows::default(), within)?;
        let header = head.header(options.header_row, recognise);
        sheet.is_table = header.is_some_and(|(at, _)| at + 1 < head.len());
    }
    let chosen = match &options.sheet {
        Some(asked) => {
            let found = visible
                .iter()
                .position(|s| fold(s.name.trim()) == fold(asked.trim()));
            found.ok_or_else(|| TableError::NoSheet {
                asked: shown(asked),
                known: names(visible.iter()),
            })?
        }
        None => visible.iter().position(|s| s.is_table).unwrap_or(0),
    };
    let chosen = visible.remove(chosen);
    let notes = parts.notes(chosen.at);
    let budget = std::mem::take(&mut parts.budget);
    let rows = read_cells(&mut book, &chosen.name, Rows::within(budget), usize::MAX)?;
    let rows = fill_merged(rows, &notes)?;
    let mut messages = Vec::new();
    let mut say = |text: String| messages.push(ImportMessage::warning("", "", text));
    let (others, hidden): (Vec<&Found>, Vec<&Found>) = visible
        .iter()
        .filter(|sheet| sheet.is_table)
        .partition(|sheet| !sheet.is_hidden);
    if !others.is_empty() {
        let others = names(others.into_iter());
        say(format!(
            "only the sheet \u{201c}{}\u{201d} was read; there are commitments in other sheets, too: {others}. To read another one, choose it",
            shown(&chosen.name)
        ));
    }
    if !hidden.is_empty() {
        let hidden = names(hidden.into_iter());
        say(format!(
            "hidden sheets with commitments were not read: {hidden}"
        ));
    }
    if chosen.is_hidden {
        say(format!(
            "the sheet \u{201c}{}\u{201d} that was read is hidden",
            shown(&chosen.name)
        ));
    }
    about_hidden(&rows, &notes, &mut say);
    Ok(Sheet {
        name: chosen.name,
        all,
        rows,
        messages,
    })
}

fn names<'a>(sheets: impl Iterator<Item = &'a Found>) -> String {
    let names: Vec<String> = sheets
        .take(MAX_SHEETS)
        .map(|sheet| format!("\u{201c}{}\u{201d}", shown(&sheet.name)))
        .collect();
    names.join(", ")
}

/// Says which rows and columns a person does not see.
fn about_hidden(rows: &Rows, notes: &SheetNotes, say: &mut impl FnMut(String)) {
    let mut hidden = rows
        .iter()
        .filter(|row| notes.hidden_rows.binary_search(&row.number).is_ok());
    if let Some(first) = hidden.next() {
        let count = 1 + hidden.count();
        say(if count == 1 {
            format!(
                "row {} is hidden, perhaps by a filter; it was read, too",
                first.number
            )
        } else {
            format!(
                "{count} rows are hidden, perhaps by a filter (the first is row {}); they were read, too",
                first.number
            )
        });
    }
    let mut filled = BTreeSet::new();
    if !notes.hidden_columns.is_empty() {
        for row in rows.iter() {
            let cells = row.cells.iter().enumerate();
            filled.extend(cells.filter(|(_, c)| !c.is_empty()).map(|(at, _)| at));
        }
    }
    let is_hidden = |at: &usize| {
        let mut ranges = notes.hidden_columns.iter();
        ranges.any(|(from, to)| (from..=to).contains(&at))
    };
    let columns: Vec<String> = filled
        .into_iter()
        .filter(is_hidden)
        .map(letters)
        .take(50)
        .collect();
    if !columns.is_empty() {
        say(format!(
            "hidden columns were read, too: {}",
            columns.join(", ")
        ));
    }
}

fn read_cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    mut rows: Rows,
    max_rows: usize,
) -> Result<Rows, TableError> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| damaged())?;
    let mut current = RawRow::new(1);
    let mut held = 0;
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|error| unread(&error, sheet, current.number))?
    {
        let (row, column) = (cell.pos.0 as usize, cell.pos.1 as usize);
        let text = text(&cell.value);
        let no_result = cell.formula.is_some() && matches!(cell.value, DataRef::Empty);
        if text.is_empty() && !no_result {
            continue;
        }
        if row >= MAX_ROWS {
            return too_large("rows", MAX_ROWS);
        }
        if row + 1 < current.number {
            return Err(TableError::Workbook(
                "its rows are not in order; open it in a spreadsheet program and save it again"
                    .to_owned(),
            ));
        }
        held += text.len();
        if held > MAX_TEXT {
            return too_large("characters", MAX_TEXT);
        }
        if row + 1 > current.number {
            rows.push(std::mem::replace(&mut current, RawRow::new(row + 1)))?;
            if rows.len() >= max_rows {
                return Ok(rows);
            }
        }
        if no_result {
            current.notes.push((column, CellNote::NoResult));
        }
        current.put(column, text)?;
    }
    rows.push(current)?;
    Ok(rows)
}

/// Gives the cells below a merged one its text, as a person reads them; those beside it, which belong
/// to other columns, are marked.
fn fill_merged(mut rows: Rows, notes: &SheetNotes) -> Result<Rows, TableError> {
    let mut filled = 0;
    let mut budget = Budget::default();
    for range in &notes.merged {
        let first = rows.numbered(range.rows.0 + 1);
        let first = first.and_then(|row| row.cells.get(range.columns.0));
        let Some(text) = first.filter(|text| !text.is_empty()).cloned() else {
            continue;
        };
        for row in rows.between_mut(range.rows.0 + 1, range.rows.1 + 1) {
            filled += 1;
            if filled > MAX_FILLED {
                return too_large("merged cells", MAX_FILLED);
            }
            fill(row, *range, &text, &mut budget)?;
        }
    }
    Ok(rows)
}

fn fill(row: &mut RawRow, range: Range, text: &str, budget: &mut Budget) -> Result<(), TableError> {
    let (left, right) = range.columns;
    let is_empty = |row: &RawRow, at: usize| row.cells.get(at).is_none_or(String::is_empty);
    if row.number > range.rows.0 + 1 && is_empty(row, left) {
        budget.take(text.len() + 64)?;
        row.put(left, text.to_owned())?;
        row.notes.push((left, CellNote::MergedBelow(range.name())));
    }
    for at in left + 1..=right.min(left + 500) {
        if is_empty(row, at) {
            budget.take(size_of::<(usize, CellNote)>() + 32)?;
            row.notes.push((at, CellNote::MergedBeside(range.name())));
        }
    }
    Ok(())
}

/// A cell that its reader does not understand, at or below a row: newer programs have errors of their own.
fn unread(error: &XlsxError, sheet: &str, row: usize) -> TableError {
    match error {
        XlsxError::CellError(found) => TableError::Workbook(format!(
            "the sheet \u{201c}{}\u{201d} holds the error {} of a formula, in row {row} or below; correct the formula, or enter the value",
            shown(sheet),
            shown(found)
        )),
        _ => damaged(),
    }
}

/// A workbook that its reader does not understand.
fn damaged() -> TableError {
    TableError::Workbook(
        "parts of it are missing or damaged; open it in a spreadsheet program and save it again"
            .to_owned(),
    )
}

/// A cell as a person reads it: the shortest form of a number, dates as `YYYY-MM-DD`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_duration() => moment.as_f64().to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}
