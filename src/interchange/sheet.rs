//! The first sheet of an XLSX workbook as rows of text. Read cell by cell: a sheet can name a cell
//! a million rows down in a file of a few bytes.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::table::{Rows, TableError};

/// What the parts of a workbook may hold once unpacked.
const MOST_UNPACKED: u64 = 300 * 1024 * 1024;
/// Columns beyond this are no table of commitments.
const MOST_COLUMNS: usize = 500;
/// Nor are rows beyond this.
const MOST_ROWS: usize = 200_000;

/// Reads the first sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Rows, TableError> {
    let unreadable = |e: &dyn std::fmt::Display| TableError::Workbook(e.to_string());
    check_size(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let first = book.sheet_names().first().cloned();
    let first = first.ok_or_else(|| unreadable(&"it has no sheet"))?;
    let mut cells = book
        .worksheet_cells_reader(&first)
        .map_err(|e| unreadable(&e))?;
    let mut rows = Rows::default();
    let mut current: (usize, Vec<String>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if column >= MOST_COLUMNS || row >= MOST_ROWS || row < current.0 {
            return Err(TableError::TooLarge {
                what: "rows or columns",
                most: if column >= MOST_COLUMNS {
                    MOST_COLUMNS
                } else {
                    MOST_ROWS
                },
            });
        }
        if row > current.0 {
            let done = std::mem::take(&mut current.1);
            rows.push(current.0 + 1, done)?;
            current.0 = row;
        }
        if current.1.len() <= column {
            current.1.resize(column + 1, String::new());
        }
        current.1[column] = text;
    }
    rows.push(current.0 + 1, current.1)?;
    Ok(rows)
}

/// Refuses a workbook whose parts unpack to more than any real one.
fn check_size(bytes: &[u8]) -> Result<(), TableError> {
    let unreadable = |e: zip::result::ZipError| TableError::Workbook(e.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        unpacked = unpacked.saturating_add(archive.by_index_raw(index).map_err(unreadable)?.size());
    }
    if unpacked > MOST_UNPACKED {
        return Err(TableError::TooLarge {
            what: "megabytes once unpacked",
            most: 300,
        });
    }
    Ok(())
}

/// A cell as a person reads it. Numbers as short as they can be, days as `YYYY-MM-DD`.
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
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}
