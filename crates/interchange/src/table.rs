//! Files as tables of text, whatever they were saved as: text with delimiters in several encodings,
//! JSON, XLSX (`xlsx`). The type of a file is detected from its content.

use super::csv_text;
use super::decode::{self, Decoded};
use super::kinds::{self, Kind};
use super::message::{ImportMessage, shown};
use super::options::{Delimiter, ReadOptions};
use super::{formula, json, twice, xlsx};
use domain::characters::trimmed;

pub use super::raw_table::{CellNote, Row};
pub(super) use super::raw_table::{RawRow, Rows};

/// How many rows are searched for the header: many files begin with a title, notes or column numbers.
pub(super) const HEADER_WITHIN: usize = 30;

/// The names of columns as the program knows them, where a row holds the names of a known format.
pub type Recognise<'a> = &'a dyn Fn(&[String]) -> Option<Vec<String>>;

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns' names, as the program knows them.
    pub header: Vec<String>,
    /// The same as the file writes them, trimmed.
    pub written: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
    pub format: TableFormat,
    /// The sheet of a workbook, or the file of an archive, that was read.
    pub part: Option<String>,
    /// The sheets of a workbook, in its order.
    pub sheets: Vec<String>,
    /// The row of the header, as a spreadsheet counts.
    pub header_row: usize,
    /// About the file as a whole: what was guessed, and what was not read.
    pub messages: Vec<ImportMessage>,
}

/// How a file stores its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFormat {
    pub container: Container,
    pub encoding: &'static str,
    /// Whether another encoding would have been possible.
    pub is_guess: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Text with this delimiter.
    Csv(char),
    Xlsx,
    /// The JSON that this program writes.
    Json,
    /// JSON of another program, which may have read our CSV.
    OtherJson,
}

impl TableFormat {
    pub fn in_words(self) -> String {
        let guessed = if self.is_guess { " (guessed)" } else { "" };
        match self.container {
            Container::Csv(delimiter) => {
                let separator = match delimiter {
                    '\t' => "tabs".to_owned(),
                    other => format!("\u{201c}{other}\u{201d}"),
                };
                format!("CSV separated by {separator}, {}{guessed}", self.encoding)
            }
            Container::Xlsx => "an XLSX workbook".to_owned(),
            Container::Json | Container::OtherJson => "JSON".to_owned(),
        }
    }

    /// Whether cells that look like formulas may have been escaped by [`super::formula`]: everywhere but
    /// in our own JSON. Spreadsheets and other programs keep what they read in a CSV file.
    pub fn is_escaped(self) -> bool {
        self.container != Container::Json
    }
}

impl Table {
    /// How the file was read: its format, and the sheet and the header where that is not plain.
    pub fn in_words(&self) -> String {
        let part = self.part.as_ref().map_or(String::new(), |part| {
            format!(", \u{201c}{}\u{201d}", shown(part))
        });
        let header = if self.header_row > 1 {
            format!(", column names in row {}", self.header_row)
        } else {
            String::new()
        };
        format!("{}{part}{header}", self.format.in_words())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("the file is empty")]
    Empty,
    #[error(
        "we cannot tell the encoding of the file\u{2019}s text; save it as \u{201c}CSV UTF-8\u{201d}, or name its encoding"
    )]
    Encoding,
    #[error("the file\u{2019}s text is not {0}; name another encoding, or none to have it guessed")]
    OtherEncoding(&'static str),
    #[error(
        "the file is not valid UTF-8 at byte {byte} of line {line}; fix that line, save the file as \u{201c}CSV UTF-8\u{201d}, or name its encoding"
    )]
    BrokenUtf8 {
        /// The line of the first invalid byte, counted from 1.
        line: usize,
        /// Its place in that line, counted from 1.
        byte: usize,
    },
    #[error(
        "the file ends in the middle of a letter in line {line}: it seems to be cut off; get the whole file, or name its encoding"
    )]
    CutLetter {
        /// The last line, counted from 1.
        line: usize,
    },
    #[error(
        "a quotation mark (\") opens a cell in line {line} and is never closed, so the rows below belong to that cell; close it, or double it if it is part of the text"
    )]
    OpenQuote {
        /// The line of the mark, counted from 1.
        line: usize,
    },
    #[error(
        "a quotation mark (\") opens a cell in line {line} and is closed before the cell ends; double the marks that are part of the text"
    )]
    StrayQuote {
        /// The line of the mark, counted from 1.
        line: usize,
    },
    #[error("the file is not a table: {0}")]
    NotATable(String),
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    #[error("the workbook has no sheet \u{201c}{asked}\u{201d}; its sheets are: {known}")]
    NoSheet { asked: String, known: String },
    #[error("the file is too large: it has more than {limit} {what}")]
    TooLarge { what: &'static str, limit: usize },
    #[error(
        "no row among the first {HEADER_WITHIN} is a header that we recognise; the header needs at least the columns code, member and title, or their names in Spanish or French; if it is further down, name its row{found}"
    )]
    NoHeader {
        /// The text of the row that looks most like a header.
        found: String,
    },
    #[error(
        "row {row} is not a header that we recognise; the header needs at least the columns code, member and title{found}"
    )]
    OtherHeader { row: usize, found: String },
}

/// Reads a file of at most a few tens of megabytes. `recognise` knows the row with the names of columns.
pub fn read(
    bytes: &[u8],
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Table, TableError> {
    match kinds::of(bytes)? {
        Kind::Workbook => {
            let format = TableFormat {
                container: Container::Xlsx,
                encoding: "UTF-8",
                is_guess: false,
            };
            let sheet = xlsx::read(bytes, options, recognise)?;
            let mut table = table(sheet.rows, format, options, recognise)?;
            table.part = Some(sheet.name);
            table.sheets = sheet.all;
            table.messages.extend(sheet.messages);
            Ok(table)
        }
        Kind::Packed { name, bytes, left } => {
            let mut table = read_text_or_workbook(&bytes, options, recognise)?;
            table.part = Some(match table.part {
                Some(part) => format!("{name}, {part}"),
                None => name,
            });
            if !left.is_empty() {
                let text = format!("the archive has other files, which were not read: {left}");
                table.messages.push(ImportMessage::warning("", "", text));
            }
            Ok(table)
        }
        Kind::Text => read_text(bytes, options, recognise),
    }
}

/// What an archive holds: an archive within it is not opened.
fn read_text_or_workbook(
    bytes: &[u8],
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Table, TableError> {
    match kinds::of(bytes)? {
        Kind::Packed { .. } => Err(TableError::NotATable(
            "it is an archive in an archive; unpack it and import the file in it".to_owned(),
        )),
        _ => read(bytes, options, recognise),
    }
}

fn read_text(
    bytes: &[u8],
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Table, TableError> {
    let Decoded {
        text,
        encoding,
        is_guess,
        may_be_cut,
    } = decode::text(bytes, options.encoding)?;
    if trimmed(&text).is_empty() {
        return Err(TableError::Empty);
    }
    let format = |container| TableFormat {
        container,
        encoding,
        is_guess,
    };
    let mut table = if json::is_json(&text) {
        let (rows, is_own) = json::rows(&text)?;
        let container = if is_own {
            Container::Json
        } else {
            Container::OtherJson
        };
        table(rows, format(container), options, recognise)?
    } else {
        let (declared, skip) = declared_delimiter(&text);
        let delimiter = options
            .delimiter
            .or(declared)
            .unwrap_or_else(|| delimiter(&text, options, recognise));
        let mut rows = csv_text::rows(&text, delimiter.byte())?;
        if skip {
            rows.drop_first();
        }
        let container = Container::Csv(delimiter.character());
        table(rows, format(container), options, recognise)?
    };
    if is_guess {
        table.messages.extend(about_guess(&table, encoding));
    }
    if may_be_cut {
        let last = table.rows.last().and_then(|row| row.cells.last());
        let text = "the file ends in a letter that may be half of one; if it was cut off, get the whole file";
        let message = ImportMessage::warning("", last.map_or("", String::as_str), text);
        table.messages.push(message);
    }
    if let Some(column) = table.rows.iter().find_map(saved_twice) {
        let text = "some letters look garbled, as if the file had been saved in the wrong encoding; to repair the whole file, choose the encoding utf-8-twice";
        table
            .messages
            .push(ImportMessage::warning("", column, text));
    }
    Ok(table)
}

/// A cell whose letters became several.
fn saved_twice(row: &Row) -> Option<&str> {
    let cells = row.cells.iter().map(String::as_str);
    cells.into_iter().find(|cell| twice::mended(cell).is_some())
}

/// What to say of an encoding that was guessed. Western European text without any oddity is what most
/// spreadsheets write; the others are rare enough to be looked at.
fn about_guess(table: &Table, encoding: &str) -> Option<ImportMessage> {
    if encoding.eq_ignore_ascii_case("windows-1252") {
        let mut cells = table.rows.iter().flat_map(|row| &row.cells);
        let word = cells.find_map(|cell| decode::odd_word(cell))?;
        let text = "letters look wrong: the file is in an encoding that we do not recognise and was read as windows-1252. Name the encoding, or save the file as UTF-8";
        return Some(ImportMessage::warning("", word, text));
    }
    let title = table.header.iter().position(|name| name == "title");
    let shown = table.rows.iter().find_map(|row| {
        let cells = row.cells.iter().enumerate();
        let mut cells =
            cells.filter(|(at, cell)| title.is_none_or(|t| t == *at) && !cell.is_ascii());
        cells.next().map(|(_, cell)| cell.as_str())
    });
    let text = format!(
        "the file does not say its encoding; it was read as {encoding}. If letters look wrong, name the encoding"
    );
    Some(ImportMessage::warning("", shown.unwrap_or_default(), text))
}

/// `sep=;` in the first line, as Excel reads and some programs write it; whether there is such a line.
fn declared_delimiter(text: &str) -> (Option<Delimiter>, bool) {
    let line = text.lines().next().unwrap_or_default();
    let line = line.trim_matches('"');
    match line.to_lowercase().strip_prefix("sep=") {
        Some("") => (Some(Delimiter::GUESSED[3]), true),
        Some(sign) => match sign.parse() {
            Ok(delimiter) => (Some(delimiter), true),
            Err(_) => (None, false),
        },
        None => (None, false),
    }
}

/// The delimiter with which a header is found, or else the one that gives the widest row.
fn delimiter(text: &str, options: &ReadOptions, recognise: Recognise<'_>) -> Delimiter {
    let within = options.header_row.unwrap_or(0).max(HEADER_WITHIN);
    let score = |delimiter: &Delimiter| {
        let rows = csv_text::first_rows(text, delimiter.byte(), within);
        let knows = rows.header(options.header_row, recognise).is_some();
        let widest = rows.iter().map(|row| row.width).max().unwrap_or(0);
        (knows, widest)
    };
    let [.., comma] = Delimiter::GUESSED;
    Delimiter::GUESSED
        .into_iter()
        .max_by_key(score)
        .unwrap_or(comma)
}

/// The table below the header.
fn table(
    rows: Rows,
    format: TableFormat,
    options: &ReadOptions,
    recognise: Recognise<'_>,
) -> Result<Table, TableError> {
    if rows.len() == 0 {
        return Err(TableError::Empty);
    }
    let Some((at, header)) = rows.header(options.header_row, recognise) else {
        let row = if let Some(row) = options.header_row {
            rows.iter().find(|r| r.number == row)
        } else {
            // The first of those with most words is most like a header.
            let mut first: Vec<_> = rows.iter().take(HEADER_WITHIN).collect();
            first.reverse();
            first.into_iter().max_by_key(|r| r.words())
        };
        let found = row.map_or(String::new(), |row| {
            let names: Vec<String> = row.names().into_iter().filter(|n| !n.is_empty()).collect();
            format!(". Row {} holds: {}", row.number, shown(&names.join(", ")))
        });
        return Err(match options.header_row {
            Some(row) => TableError::OtherHeader { row, found },
            None => TableError::NoHeader { found },
        });
    };
    let mut rows = rows.into_iter().skip(at);
    let (header_row, written) = match rows.next() {
        Some(row) => (row.number, row.names()),
        None => (1, Vec::new()),
    };
    let name = |cell: &String| {
        if format.is_escaped() {
            formula::unescape(cell).to_owned()
        } else {
            cell.clone()
        }
    };
    let mut written: Vec<String> = written.iter().map(name).collect();
    let mut header: Vec<String> = header.iter().map(name).collect();
    while written.last().is_some_and(String::is_empty) {
        written.pop();
    }
    header.truncate(written.len());
    let is_text = matches!(format.container, Container::Csv(_));
    let width = written.len();
    let rows = rows.map(|row| row.below(width, is_text)).collect();
    Ok(Table {
        header,
        written,
        rows,
        format,
        part: None,
        sheets: Vec::new(),
        header_row,
        messages: Vec::new(),
    })
}

#[cfg(test)]
mod tests;
