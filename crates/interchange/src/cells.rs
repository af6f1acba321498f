//! The cells of a row by column name, and the messages about them.

use std::collections::HashMap;
use std::str::FromStr;

use super::formula;
use super::message::{ImportMessage, Severity};
use super::patch::Update;
use super::table::Table;
use domain::UnknownWord;
use domain::text::{MAX_TEXT, length};

/// The longest text of any column but the description, so that every text fits into one cell of a
/// workbook when it is exported.
const MAX_IN_CELL: usize = super::workbook::MAX_IN_CELL;

/// The position of each column in a table.
#[derive(Debug)]
pub struct Columns<'a> {
    position: HashMap<&'a str, usize>,
    is_escaped: bool,
}

impl<'a> Columns<'a> {
    /// The columns of a table; of two with one name, the first.
    pub fn of(table: &'a Table) -> Self {
        let mut position = HashMap::new();
        for (index, name) in table.header.iter().enumerate() {
            position.entry(name.as_str()).or_insert(index);
        }
        Self {
            position,
            is_escaped: table.format.is_escaped(),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.position.contains_key(name)
    }
}

/// The cells of one row.
#[derive(Debug)]
pub struct Cells<'a> {
    columns: &'a Columns<'a>,
    row: &'a [String],
    pub messages: Vec<ImportMessage>,
}

impl<'a> Cells<'a> {
    pub fn new(columns: &'a Columns<'a>, cells: &'a [String]) -> Self {
        Self {
            columns,
            row: cells,
            messages: Vec::new(),
        }
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.has(column)
    }

    /// A cell's text, trimmed; empty where the column or the cell is missing.
    pub fn text(&self, column: &str) -> &'a str {
        self.unescaped(self.cell(column).trim_matches(' '))
    }

    /// A cell's text, trimmed; none where the file has no such column.
    pub fn maybe_in(&self, column: &str) -> Option<&'a str> {
        self.has(column).then(|| self.text(column))
    }

    pub fn untrimmed(&self, column: &str) -> &'a str {
        self.unescaped(self.cell(column))
    }

    fn cell(&self, column: &str) -> &'a str {
        let at = self.columns.position.get(column);
        at.and_then(|&at| self.row.get(at))
            .map_or("", String::as_str)
    }

    fn unescaped(&self, cell: &'a str) -> &'a str {
        if self.columns.is_escaped {
            formula::unescape(cell)
        } else {
            cell
        }
    }

    /// A cell's text, trimmed; none where it is empty.
    pub fn maybe(&self, column: &str) -> Option<String> {
        Some(self.text(column))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// The update of a fact, where the file has its column.
    pub fn set<T>(&mut self, column: &str, read: impl FnOnce(&mut Self) -> T) -> Update<T> {
        if self.has(column) {
            Update::Set(read(self))
        } else {
            Update::Keep
        }
    }

    pub fn has_errors(&self) -> bool {
        self.messages.iter().any(|m| m.severity == Severity::Error)
    }

    pub fn error(&mut self, column: &str, text: impl Into<String>) {
        let found = self.text(column);
        self.messages
            .push(ImportMessage::error(column, found, text));
    }

    pub fn warning(&mut self, column: &str, text: impl Into<String>) {
        let found = self.text(column);
        self.messages
            .push(ImportMessage::warning(column, found, text));
    }

    /// A cell's text, with an error where it is empty.
    pub fn required(&mut self, column: &str) -> Option<String> {
        let text = self.maybe(column);
        if text.is_none() {
            self.error(column, "empty; every commitment needs one");
        }
        text
    }

    /// Parses a cell that may be empty, with an error where that fails.
    pub fn read<T: FromStr<Err: std::fmt::Display>>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(column, format!("{error}"));
                None
            }
        }
    }

    /// Parses a word of a closed list; the error suggests the nearest word.
    pub fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.unknown(column, text, &error);
                None
            }
        }
    }

    /// Adds an error about a word that is not on its list.
    pub fn unknown(&mut self, column: &str, found: &str, error: &UnknownWord) {
        let message = ImportMessage::error(column, found, format!("{error}"));
        self.messages
            .push(message.with_nearest(error.expected.split(", ")));
    }

    pub fn address(&mut self, column: &str) -> Option<String> {
        let text = self.maybe(column)?;
        if domain::text::is_web_address(&text) {
            return Some(text);
        }
        self.error(
            column,
            "not a web address; use one that begins with https://",
        );
        None
    }

    /// Adds errors about cells that are too long or contain NUL. Only `full_text` may be longer than a
    /// cell of a workbook.
    pub fn check_lengths(&mut self, full_text: &str) {
        let at: Vec<(String, &str)> = self
            .columns
            .position
            .iter()
            .filter_map(|(name, at)| Some(((*name).to_owned(), self.row.get(*at)?.as_str())))
            .collect();
        for (column, cell) in at {
            let limit = if column == full_text {
                MAX_TEXT
            } else {
                MAX_IN_CELL
            };
            let length = length(self.unescaped(cell));
            if length > limit {
                let text = format!("this cell has {length} characters; the limit is {limit}");
                self.messages
                    .push(ImportMessage::error(&column, cell, text));
            } else if cell.contains('\0') {
                let text = "this cell contains a NUL character";
                self.messages
                    .push(ImportMessage::error(&column, cell, text));
            }
        }
    }
}
