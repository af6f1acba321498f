//! An XLSX workbook of commitments: the data, what its columns mean, and where it comes from.
//! Written row by row to a file on disk, so that memory does not grow with its size.

use std::io::{Seek, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::columns::{COLUMNS, ColumnKind};
use super::description::Description;
use super::formula;
use super::rows::{CONTINUED, as_text};
use domain::characters::for_xml;

/// Excel's limit is 32,767 UTF-16 units; longer texts continue in another column.
pub const MAX_IN_CELL: usize = 32_000;

pub struct CommitmentWorkbook {
    book: Workbook,
    description: Description,
    /// Marks texts that a spreadsheet must not run as formulas.
    quoted: Format,
    row: u32,
    continued: bool,
}

impl std::fmt::Debug for CommitmentWorkbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommitmentWorkbook")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl CommitmentWorkbook {
    /// `continued` adds the column for descriptions that are too long for one cell.
    pub fn new(description: Description, continued: bool) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name("Commitments")?;
        sheet.set_freeze_panes(1, 1)?;
        let header = Format::new().set_bold();
        let more = continued.then_some(CONTINUED);
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).chain(more).collect();
        let last = u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let rows = u32::try_from(description.commitments).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows.min(1_048_575), last)?;
        for (at, name) in (0..).zip(&names) {
            sheet.set_column_width(at, width(name))?;
        }
        for (at, name) in (0..).zip(&names) {
            sheet.write_string_with_format(0, at, *name, &header)?;
        }
        Ok(Self {
            book,
            description,
            quoted: Format::new().set_quote_prefix(),
            row: 0,
            continued,
        })
    }

    /// Adds the cells of a commitment, in the order of [`COLUMNS`].
    pub fn push(&mut self, cells: &[Vec<String>]) -> Result<(), XlsxError> {
        self.row += 1;
        let sheet = self.book.worksheet_from_index(0)?;
        for ((at, column), items) in (0..).zip(COLUMNS).zip(cells) {
            let text = as_text(column.kind, items);
            if text.is_empty() {
                continue;
            }
            let year = (column.kind == ColumnKind::Year)
                .then(|| text.parse::<i32>().ok())
                .flatten();
            if let Some(year) = year {
                sheet.write_number(self.row, at, year)?;
                continue;
            }
            let (text, rest) = split(&text);
            write(sheet, self.row, at, text, &self.quoted)?;
            if !rest.is_empty() && self.continued && column.name == "description" {
                let last = u16::try_from(COLUMNS.len()).unwrap_or(u16::MAX);
                write(sheet, self.row, last, rest, &self.quoted)?;
            }
        }
        Ok(())
    }

    /// Adds the sheets that describe the data, and writes the file.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<(), XlsxError> {
        let labels = &self.description.sheets;
        let bold = Format::new().set_bold();
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = self.book.add_worksheet();
        sheet.set_name(&labels.columns)?;
        sheet.set_freeze_panes(1, 0)?;
        let widths = [24.0, 30.0, 90.0];
        for ((at, heading), width) in (0..).zip(&labels.column_headings).zip(widths) {
            sheet.set_column_width(at, width)?;
            sheet.write_string_with_format(0, at, heading, &bold)?;
        }
        for (row, described) in (1..).zip(&self.description.columns) {
            sheet.write_string(row, 0, described.column.name)?;
            sheet.write_string(row, 1, &described.kind)?;
            sheet.write_string_with_format(row, 2, &described.meaning, &wrapped)?;
        }
        let sheet = self.book.add_worksheet();
        sheet.set_name(&labels.about)?;
        sheet.set_column_width(0, 22.0)?;
        sheet.set_column_width(1, 110.0)?;
        for (row, (name, text)) in (0..).zip(&self.description.facts) {
            sheet.write_string_with_format(row, 0, name, &bold)?;
            sheet.write_string_with_format(row, 1, text, &wrapped)?;
        }
        // The date of the data, not of the download: the same data is the same file.
        let mut properties = DocProperties::new().set_title(&self.description.title);
        if let Some(created) = self.description.created
            && let Ok(date) =
                ExcelDateTime::parse_from_str(&created.format("%Y-%m-%dT%H:%M:%S").to_string())
        {
            properties = properties.set_creation_datetime(&date);
        }
        self.book.set_properties(&properties);
        self.book.save_to_writer(out)
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    text: &str,
    quoted: &Format,
) -> Result<(), XlsxError> {
    // An older version may have let in what no workbook can hold.
    let text = &*for_xml(text);
    if formula::unescape(text) != text {
        // Readers take one apostrophe off, wherever a spreadsheet may have kept one of a CSV file.
        sheet.write_string(row, at, &*formula::escape(text))?;
    } else if matches!(formula::escape(text), std::borrow::Cow::Owned(_)) {
        sheet.write_string_with_format(row, at, text, quoted)?;
    } else {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

/// The part that fits into a cell, and the rest.
fn split(text: &str) -> (&str, &str) {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > MAX_IN_CELL {
            return text.split_at(at);
        }
    }
    (text, "")
}

fn width(column: &str) -> f64 {
    match column {
        "title" | "description" => 60.0,
        "action_plan"
        | "lead_institution"
        | "support_institutions"
        | "policy_areas"
        | "source_url" => 36.0,
        _ => 18.0,
    }
}
