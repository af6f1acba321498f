//! A row's cells by the names of their columns, and what is said of them on the way.

use std::collections::HashMap;
use std::str::FromStr;

use super::guard;
use super::message::{Message, Severity};
use super::patch::Set;
use super::table::Table;
use domain::UnknownWord;
use domain::text::{MAX_TEXT, length};

/// The longest text of any column but the full text's, so that every text fits into one cell of a
/// workbook when it is exported.
const MOST_IN_CELL: usize = super::workbook::MOST_IN_CELL;

/// Where each column of a table stands.
#[derive(Debug)]
pub struct Columns<'a> {
    position: HashMap<&'a str, usize>,
    is_marked: bool,
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
            is_marked: table.found.is_marked(),
        }
    }

    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.position.contains_key(name)
    }
}

/// One row, read column by column.
#[derive(Debug)]
pub struct Cells<'a> {
    columns: &'a Columns<'a>,
    row: &'a [String],
    /// What was to be said so far.
    pub messages: Vec<Message>,
}

impl<'a> Cells<'a> {
    /// The cells of a row.
    pub fn new(columns: &'a Columns<'a>, cells: &'a [String]) -> Self {
        Self {
            columns,
            row: cells,
            messages: Vec::new(),
        }
    }

    /// Whether the file has the column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.has(column)
    }

    /// A cell's text, trimmed; empty where the column or the cell is missing.
    pub fn text(&self, column: &str) -> &'a str {
        self.unmarked(self.cell(column).trim_matches(' '))
    }

    /// A cell's text with the spaces around it.
    pub fn untrimmed(&self, column: &str) -> &'a str {
        self.unmarked(self.cell(column))
    }

    fn cell(&self, column: &str) -> &'a str {
        let at = self.columns.position.get(column);
        at.and_then(|&at| self.row.get(at))
            .map_or("", String::as_str)
    }

    fn unmarked(&self, cell: &'a str) -> &'a str {
        if self.columns.is_marked {
            guard::unprotect(cell)
        } else {
            cell
        }
    }

    /// A cell's text; none where it is empty.
    pub fn maybe(&self, column: &str) -> Option<String> {
        Some(self.text(column))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// What a column sets, where the file has it.
    pub fn set<T>(&mut self, column: &str, read: impl FnOnce(&mut Self) -> T) -> Set<T> {
        if self.has(column) {
            Set::To(read(self))
        } else {
            Set::Keep
        }
    }

    /// Whether an error was noted.
    pub fn has_errors(&self) -> bool {
        self.messages.iter().any(|m| m.severity == Severity::Error)
    }

    /// Notes an error about a cell.
    pub fn error(&mut self, column: &str, text: impl Into<String>) {
        let found = self.text(column);
        self.messages.push(Message::error(column, found, text));
    }

    /// Notes a warning about a cell.
    pub fn warning(&mut self, column: &str, text: impl Into<String>) {
        let found = self.text(column);
        self.messages.push(Message::warning(column, found, text));
    }

    /// A cell that must not be empty.
    pub fn required(&mut self, column: &str) -> Option<String> {
        let text = self.maybe(column);
        if text.is_none() {
            self.error(column, "it is empty, but every commitment needs one");
        }
        text
    }

    /// Reads a cell that may be empty, noting an error where it cannot be understood.
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

    /// The same for a word of a closed list; the nearest word is named.
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

    /// Notes that a word is not among those expected.
    pub fn unknown(&mut self, column: &str, found: &str, error: &UnknownWord) {
        let message = Message::error(column, found, format!("{error}"));
        self.messages
            .push(message.with_nearest(error.expected.split(", ")));
    }

    /// The address of a page.
    pub fn address(&mut self, column: &str) -> Option<String> {
        let text = self.maybe(column)?;
        if domain::text::is_web_address(&text) {
            return Some(text);
        }
        self.error(
            column,
            "this is not the address of a page; expected https://...",
        );
        None
    }

    /// Notes cells that are too long to be facts, or hold what no text holds. The full text, in the
    /// column of that name, may be the longest.
    pub fn check(&mut self, full_text: &str) {
        let at: Vec<(String, &str)> = self
            .columns
            .position
            .iter()
            .filter_map(|(name, at)| Some(((*name).to_owned(), self.row.get(*at)?.as_str())))
            .collect();
        for (column, cell) in at {
            let most = if column == full_text {
                MAX_TEXT
            } else {
                MOST_IN_CELL
            };
            let length = length(self.unmarked(cell));
            if length > most {
                let text = format!("it has {length} characters; expected at most {most}");
                self.messages.push(Message::error(&column, cell, text));
            } else if cell.contains('\0') {
                let text = "it holds a character that no text holds (NUL)";
                self.messages.push(Message::error(&column, cell, text));
            }
        }
    }
}
