//! Files as tables of text, whatever they were saved as: CSV in several encodings, JSON as this
//! program writes it, XLSX (`xlsx`). The format is detected from the content.

use super::{columns::COLUMNS, decode, formula, xlsx};

/// More columns than any file of commitments has.
const MAX_COLUMNS: usize = 500;
/// More rows than OGP has commitments, many times over.
const MAX_ROWS: usize = 200_000;
/// The limit of a whole file, so that a small file cannot fill the memory.
const MAX_CELLS: usize = 8_000_000;
/// How many rows are searched for the header: exports may begin with a row of column numbers.
const HEADER_WITHIN: usize = 5;

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns' names, trimmed.
    pub header: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
    pub format: TableFormat,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet shows it: the first row of the file is 1.
    pub number: usize,
    /// Its cells, at most as many as the header has.
    pub cells: Vec<String>,
    /// The cells beyond the header's, without empty ones at the end.
    pub beyond: Vec<String>,
}

/// How a file stores its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFormat {
    pub container: Container,
    pub encoding: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Text with this delimiter.
    Csv(char),
    Xlsx,
    /// The JSON that this program writes.
    Json,
}

impl TableFormat {
    pub fn in_words(self) -> String {
        match self.container {
            Container::Csv(delimiter) => {
                let separator = match delimiter {
                    '\t' => "tabs".to_owned(),
                    other => format!("\u{201c}{other}\u{201d}"),
                };
                format!("CSV separated by {separator}, {}", self.encoding)
            }
            Container::Xlsx => "an XLSX workbook".to_owned(),
            Container::Json => "JSON".to_owned(),
        }
    }

    /// Whether cells that look like formulas were escaped by [`super::formula`].
    pub fn is_escaped(self) -> bool {
        matches!(self.container, Container::Csv(_))
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("the file is empty")]
    Empty,
    #[error(
        "the file\u{2019}s text is not UTF-8, UTF-16 or Windows-1252; save it as \u{201c}CSV UTF-8\u{201d}"
    )]
    Encoding,
    #[error(
        "the file is not valid UTF-8 at byte {byte} of line {line}; fix that line, or save the file as \u{201c}CSV UTF-8\u{201d}"
    )]
    BrokenUtf8 {
        /// The line of the first invalid byte, counted from 1.
        line: usize,
        /// Its place in that line, counted from 1.
        byte: usize,
    },
    #[error("the file is not a table: {0}")]
    NotATable(String),
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    #[error("the file is too large: it has more than {limit} {what}")]
    TooLarge { what: &'static str, limit: usize },
    #[error(
        "no row among the first {HEADER_WITHIN} is a header that we recognise; the header needs at least the columns code, member and title"
    )]
    NoHeader,
}

/// Collects the rows of a table, and refuses one that is too large.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<(usize, Vec<String>)>,
    cells: usize,
}

impl Rows {
    pub(super) fn push(&mut self, number: usize, cells: Vec<String>) -> Result<(), TableError> {
        let too_large = |what, limit| Err(TableError::TooLarge { what, limit });
        self.cells += cells.len();
        if cells.len() > MAX_COLUMNS {
            return too_large("columns", MAX_COLUMNS);
        }
        if self.rows.len() >= MAX_ROWS {
            return too_large("rows", MAX_ROWS);
        }
        if self.cells > MAX_CELLS {
            return too_large("cells", MAX_CELLS);
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push((number, cells));
        }
        Ok(())
    }

    /// Whether one of the first rows is a header.
    pub(super) fn names_columns(&self, is_header: fn(&[String]) -> bool) -> bool {
        let trimmed = |cells: &[String]| -> Vec<String> {
            cells.iter().map(|cell| cell.trim().to_owned()).collect()
        };
        let mut rows = self.rows.iter().take(HEADER_WITHIN);
        rows.any(|(_, cells)| is_header(&trimmed(cells)))
    }

    /// The table below the first row that is a header.
    fn table(
        self,
        format: TableFormat,
        is_header: fn(&[String]) -> bool,
    ) -> Result<Table, TableError> {
        let name = |cell: &String| {
            let name = cell.trim();
            if format.is_escaped() {
                formula::unescape(name).to_owned()
            } else {
                name.to_owned()
            }
        };
        let trimmed = |cells: &[String]| -> Vec<String> { cells.iter().map(name).collect() };
        let header = self
            .rows
            .iter()
            .take(HEADER_WITHIN)
            .position(|(_, cells)| is_header(&trimmed(cells)));
        let at = header.ok_or(if self.rows.is_empty() {
            TableError::Empty
        } else {
            TableError::NoHeader
        })?;
        let mut rows = self.rows.into_iter().skip(at);
        let mut header = rows
            .next()
            .map(|(_, cells)| trimmed(&cells))
            .unwrap_or_default();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let width = header.len();
        let rows = rows
            .map(|(number, mut cells)| {
                let mut beyond = cells.split_off(width.min(cells.len()));
                while beyond.last().is_some_and(String::is_empty) {
                    beyond.pop();
                }
                Row {
                    number,
                    cells,
                    beyond,
                }
            })
            .collect();
        Ok(Table {
            header,
            rows,
            format,
        })
    }
}

/// Reads a file of at most a few tens of megabytes. `is_header` recognises the row with the names of the
/// columns.
pub fn read(bytes: &[u8], is_header: fn(&[String]) -> bool) -> Result<Table, TableError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let format = TableFormat {
            container: Container::Xlsx,
            encoding: "UTF-8",
        };
        return xlsx::read(bytes, is_header)?.table(format, is_header);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(TableError::NotATable(
            "it is a workbook in the old XLS format; save it as XLSX or CSV".to_owned(),
        ));
    }
    let (text, encoding) = decode::text(bytes)?;
    if text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    let encoding = encoding.name();
    if text.trim_start().starts_with(['{', '[']) {
        let container = Container::Json;
        return json(&text)?.table(
            TableFormat {
                container,
                encoding,
            },
            is_header,
        );
    }
    let delimiter = delimiter(&text, is_header);
    let container = Container::Csv(delimiter);
    csv_rows(&text, delimiter, usize::MAX)?.table(
        TableFormat {
            container,
            encoding,
        },
        is_header,
    )
}

/// The delimiter with which a header is found, or else the one that gives the widest row.
fn delimiter(text: &str, is_header: fn(&[String]) -> bool) -> char {
    let first = |delimiter: char| -> Vec<Vec<String>> {
        let rows = csv_rows(text, delimiter, HEADER_WITHIN).unwrap_or_default();
        rows.rows.into_iter().map(|(_, cells)| cells).collect()
    };
    let score = |delimiter: &char| {
        let rows = first(*delimiter);
        let knows = rows.iter().any(|cells| is_header(cells));
        (knows, rows.iter().map(Vec::len).max().unwrap_or(0))
    };
    // Of equals, the last one wins: the comma.
    ['\t', ';', ',']
        .into_iter()
        .max_by_key(score)
        .unwrap_or(',')
}

fn csv_rows(text: &str, delimiter: char, max_rows: usize) -> Result<Rows, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut number = 0;
    for record in reader.records().take(max_rows) {
        let record = record.map_err(|e| TableError::NotATable(e.to_string()))?;
        // The reader passes over blank lines; a spreadsheet shows each as a row.
        let from = record.position().map_or(0, csv::Position::byte);
        number += 1 + blank_lines(text, usize::try_from(from).unwrap_or(text.len()));
        rows.push(number, record.iter().map(str::to_owned).collect())?;
    }
    Ok(rows)
}

/// Counts the blank lines that follow byte `from` of a text, where the CSV reader stopped.
fn blank_lines(text: &str, from: usize) -> usize {
    let read = |bytes: &[u8], what: &[u8]| bytes.starts_with(what);
    let (before, mut rest) = text.as_bytes().split_at(from.min(text.len()));
    // The end of the last record, of which only the first half was read.
    if before.ends_with(b"\r") && read(rest, b"\n") {
        rest = &rest[1..];
    }
    let mut lines = 0;
    while read(rest, b"\n") || read(rest, b"\r") {
        rest = &rest[if read(rest, b"\r\n") { 2 } else { 1 }..];
        lines += 1;
    }
    lines
}

/// The items of this program's JSON, or a list of them, as rows of the tracker's columns.
fn json(text: &str) -> Result<Rows, TableError> {
    let not = |what: String| TableError::NotATable(what);
    let file: serde_json::Value =
        serde_json::from_str(text).map_err(|e| not(format!("it is not valid JSON: {e}")))?;
    let items = match &file {
        serde_json::Value::Array(items) => Some(items),
        file => file.get("items").and_then(serde_json::Value::as_array),
    };
    let items =
        items.ok_or_else(|| not("its JSON has no list \u{201c}items\u{201d}".to_owned()))?;
    let mut rows = Rows::default();
    let held = |name: &str| items.iter().any(|item| item.get(name).is_some());
    let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).filter(|n| held(n)).collect();
    rows.push(1, names.iter().map(|&name| name.to_owned()).collect())?;
    for (index, item) in items.iter().enumerate() {
        let cells = names.iter().map(|name| cell(item.get(name))).collect();
        rows.push(index + 2, cells)?;
    }
    Ok(rows)
}

fn cell(value: Option<&serde_json::Value>) -> String {
    use serde_json::Value as Json;
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| cell(Some(item))).collect();
            super::list::join(&items)
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_header(cells: &[String]) -> bool {
        cells.iter().any(|c| c == "code") && cells.iter().any(|c| c == "title")
    }

    fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        let text: String = mark.into_iter().chain(text.chars()).collect();
        let pair = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(pair).collect()
    }

    #[test]
    fn encoding_and_delimiter_are_detected_from_the_content() {
        let text = "code;title\r\nES0001;\"Espa\u{f1}a; \"\"uno\"\"\nY dos\"\r\n";
        let latin: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8"),
            (utf16(text, true, false), "UTF-16LE"),
            (utf16(text, true, true), "UTF-16BE"),
            (utf16(text, false, false), "UTF-16LE"),
            (utf16(text, false, true), "UTF-16BE"),
            (latin, "windows-1252"),
        ] {
            let table = read(&bytes, is_header).unwrap();
            assert_eq!(table.format.encoding, encoding);
            assert_eq!(table.format.container, Container::Csv(';'));
            assert_eq!(table.header, ["code", "title"]);
            assert_eq!(table.rows[0].number, 2);
            assert_eq!(table.rows[0].cells[1], "Espa\u{f1}a; \"uno\"\nY dos");
        }
        for (text, delimiter) in [
            ("code,title\nA,\"x\ty\"\n", ','),
            ("code\ttitle\nA\tx;y,z\n", '\t'),
        ] {
            let format = read(text.as_bytes(), is_header).unwrap().format;
            assert_eq!(format.container, Container::Csv(delimiter));
        }
    }

    #[test]
    fn a_row_of_column_numbers_and_empty_rows_are_skipped() {
        let table = read(b"0,1\n\ncode,title,,\nA,T,,\n,,,\nB,U,x,\n", is_header).unwrap();
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|r| (r.number, r.cells.len(), r.beyond.len()))
            .collect();
        assert_eq!(rows, [(4, 2, 0), (6, 2, 1)]);
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = [
                "",
                "code,title",
                "A,\"one",
                "",
                "two\"",
                "",
                "",
                "B,U",
                ",",
                "C,V",
            ];
            let table = read(lines.join(end).as_bytes(), is_header).unwrap();
            let numbers: Vec<usize> = table.rows.iter().map(|r| r.number).collect();
            // The text of A goes over three lines, and is one row.
            assert_eq!(numbers, [3, 6, 8], "{end:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_reason() {
        for (bytes, reason) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"a,b\n1,2\n", "no row"),
            (b"\x81\x8d\xff\xfe\xff", "UTF-8"),
            (b"PK\x03\x04rest", "workbook"),
            (b"\xD0\xCF\x11\xE0", "XLSX"),
            (b"{\"a\":", "JSON"),
            (b"{\"a\":1}", "items"),
        ] {
            let error = read(bytes, is_header).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
        let wide = format!("code,title{}\n", ",".repeat(600));
        assert!(read(wide.as_bytes(), is_header).is_err());
    }

    #[test]
    fn our_own_json_is_a_table_too() {
        let text = r#"{"items":[{"code":"ES0001","title":"T","plan_year":2012,"policy_areas":["a;b","c"]}]}"#;
        let table = read(text.as_bytes(), is_header).unwrap();
        assert_eq!(table.header, ["code", "plan_year", "title", "policy_areas"]);
        assert_eq!(table.rows[0].cells, ["ES0001", "2012", "T", "a;;b;c"]);
    }
}
