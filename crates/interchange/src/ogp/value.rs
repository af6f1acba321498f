//! The value of a cell in OGP's exports. The three ways of having none stay apart.

use super::layout::Layout;
use crate::cells::Cells;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellValue<'a> {
    Value(&'a str),
    /// `NR`: the IRM has not reviewed it yet.
    NotReviewed,
    /// `ND`: the indicator was not used.
    NoData,
    /// `NA`, or nothing.
    Missing,
}

pub(super) fn cell_value(cell: &str) -> CellValue<'_> {
    match cell.to_uppercase().as_str() {
        "" | "NA" | "N/A" => CellValue::Missing,
        "ND" => CellValue::NoData,
        "NR" => CellValue::NotReviewed,
        _ => CellValue::Value(without_letter(cell)),
    }
}

/// `c. high` is the value `high`; the letter sorts it in a spreadsheet.
pub(super) fn without_letter(cell: &str) -> &str {
    match cell.split_once(". ") {
        Some((letter, value)) if letter.len() == 1 => value,
        _ => cell,
    }
}

/// Text without the line breaks of web pages.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("<br/>", "\n").replace("<br>", "\n");
    text.trim().to_owned()
}

pub(super) fn full_text(cells: &Cells<'_>, layout: &Layout) -> Option<String> {
    let text = cells.text(layout.full_text);
    match cell_value(text) {
        // The whole text: `a. ` at its beginning sorts nothing here.
        CellValue::Value(_) => Some(plain(text)).filter(|text| !text.is_empty()),
        _ => None,
    }
}
