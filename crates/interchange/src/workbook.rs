//! An XLSX workbook of commitments: the data, what its columns mean, and where it comes from.
//! Written row by row to a file on disk, so that its size never stands in memory.

use std::io::{Seek, Write};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::about::About;
use super::columns::{COLUMNS, Kind};
use super::guard;
use super::write::{CONTINUED, as_text};
use i18n::{about, data};

/// A cell holds at most 32,767 characters, counted in UTF-16; longer texts go on in another column.
pub const MOST_IN_CELL: usize = 32_000;

/// A workbook that is being written.
pub struct CommitmentWorkbook {
    book: Workbook,
    about: About,
    /// Texts that a spreadsheet must not run are marked as text.
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
    /// Begins a workbook. `continued` adds the column for what does not fit into one cell.
    pub fn new(about: About, continued: bool) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name("Commitments")?;
        sheet.set_freeze_panes(1, 1)?;
        let header = Format::new().set_bold();
        let more = continued.then_some(CONTINUED);
        let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).chain(more).collect();
        let last = u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let rows = u32::try_from(about.total).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows.min(1_048_575), last)?;
        for (at, name) in (0..).zip(&names) {
            sheet.set_column_width(at, width(name))?;
        }
        for (at, name) in (0..).zip(&names) {
            sheet.write_string_with_format(0, at, *name, &header)?;
        }
        Ok(Self {
            book,
            about,
            quoted: Format::new().set_quote_prefix(),
            row: 0,
            continued,
        })
    }

    /// Adds a commitment: its cells, in the order of [`COLUMNS`].
    pub fn push(&mut self, cells: &[Vec<String>]) -> Result<(), XlsxError> {
        self.row += 1;
        let sheet = self.book.worksheet_from_index(0)?;
        for ((at, column), items) in (0..).zip(COLUMNS).zip(cells) {
            let text = as_text(column.kind, items);
            if text.is_empty() {
                continue;
            }
            let year = (column.kind == Kind::Year)
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

    /// Adds the other sheets and writes the whole.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<(), XlsxError> {
        let t = self.about.lang;
        let bold = Format::new().set_bold();
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = self.book.add_worksheet();
        sheet.set_name(about::columns_sheet(t))?;
        sheet.set_freeze_panes(1, 0)?;
        let columns = [
            (data::column(t), 24.0),
            (data::kind(t), 30.0),
            (data::what_it_holds(t), 90.0),
        ];
        for (at, (name, width)) in (0..).zip(columns) {
            sheet.set_column_width(at, width)?;
            sheet.write_string_with_format(0, at, name, &bold)?;
        }
        for (row, column) in (1..).zip(COLUMNS) {
            sheet.write_string(row, 0, column.name)?;
            sheet.write_string(row, 1, column.kind.in_words(t))?;
            sheet.write_string_with_format(row, 2, (column.meaning)(t), &wrapped)?;
        }
        let sheet = self.book.add_worksheet();
        sheet.set_name(about::about_sheet(t))?;
        sheet.set_column_width(0, 22.0)?;
        sheet.set_column_width(1, 110.0)?;
        for (row, (name, line)) in (0..).zip(self.about.lines()) {
            sheet.write_string_with_format(row, 0, name, &bold)?;
            sheet.write_string_with_format(row, 1, line, &wrapped)?;
        }
        // The date of the data, not of the download: the same data is the same file.
        let mut properties = DocProperties::new().set_title(&self.about.heading);
        if let Some(made_at) = self.about.made_at
            && let Ok(date) =
                ExcelDateTime::parse_from_str(&made_at.format("%Y-%m-%dT%H:%M:%S").to_string())
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
    if matches!(guard::protect(text), std::borrow::Cow::Owned(_)) {
        sheet.write_string_with_format(row, at, text, quoted)?;
    } else {
        sheet.write_string(row, at, text)?;
    }
    Ok(())
}

/// What fits into a cell, and the rest.
fn split(text: &str) -> (&str, &str) {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > MOST_IN_CELL {
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
