//! The cells of a row by column name, and the messages about them.

use std::collections::HashMap;
use std::str::FromStr;

use super::message::{ImportMessage, Severity};
use super::odd_cells::{LEFT_AS_IT_IS, is_error_of_a_spreadsheet, is_word_for_nothing};
use super::patch::Update;
use super::table::{CellNote, Row, Table};
use super::vocabulary::Vocabulary;
use super::{dates, formula, numbers};
use domain::characters::{trimmed, unshowable_in_words};
use domain::text::{MAX_TEXT, length};
use domain::{PartialDate, UnknownWord};

/// The longest text of any column but the description, so that every text fits into one cell of a
/// workbook when it is exported.
const MAX_IN_CELL: usize = super::workbook::MAX_IN_CELL;

/// The position of each column in a table.
#[derive(Debug)]
pub struct Columns<'a> {
    position: HashMap<&'a str, usize>,
    is_escaped: bool,
    vocabulary: Option<&'a Vocabulary>,
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
            vocabulary: None,
        }
    }

    /// Reads words of these languages, too.
    pub fn with_words(mut self, vocabulary: &'a Vocabulary) -> Self {
        self.vocabulary = Some(vocabulary);
        self
    }

    pub fn has(&self, name: &str) -> bool {
        self.position.contains_key(name)
    }
}

/// The cells of one row.
#[derive(Debug)]
pub struct Cells<'a> {
    columns: &'a Columns<'a>,
    row: &'a Row,
    pub messages: Vec<ImportMessage>,
}

impl<'a> Cells<'a> {
    pub fn new(columns: &'a Columns<'a>, row: &'a Row) -> Self {
        Self {
            columns,
            row,
            messages: Vec::new(),
        }
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.has(column)
    }

    /// A cell's text, trimmed; empty where the column or the cell is missing.
    pub fn text(&self, column: &str) -> &'a str {
        match trimmed(self.unescaped(trimmed(self.cell(column)))) {
            LEFT_AS_IT_IS => "",
            text => text,
        }
    }

    /// A cell's text on one line: a line break within it, as texts copied from elsewhere have, is a space.
    pub fn line(&self, column: &str) -> String {
        on_one_line(self.text(column))
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
        at.and_then(|&at| self.row.cells.get(at))
            .map_or("", String::as_str)
    }

    fn unescaped(&self, cell: &'a str) -> &'a str {
        if self.columns.is_escaped {
            formula::unescape(cell)
        } else {
            cell
        }
    }

    /// A cell's text on one line; none where it is empty, or a program's word for nothing.
    pub fn maybe(&self, column: &str) -> Option<String> {
        Some(self.line(column)).filter(|text| !text.is_empty() && !is_word_for_nothing(text))
    }

    /// The update of a fact, where the file has its column and the row its cell.
    pub fn set<T>(&mut self, column: &str, read: impl FnOnce(&mut Self) -> T) -> Update<T> {
        if self.has(column) && !self.says_nothing(column) {
            Update::Set(read(self))
        } else {
            Update::Keep
        }
    }

    /// The same in OGP's own files, in which `NA`, `ND` and the like are OGP's words.
    pub fn stated<T>(&mut self, column: &str, read: impl FnOnce(&mut Self) -> T) -> Update<T> {
        if self.has(column) && !self.only_looks_empty(column) {
            Update::Set(read(self))
        } else {
            Update::Keep
        }
    }

    /// Whether a cell only looks empty, or holds a program's word for nothing. Such a cell neither fills
    /// nor clears a value.
    pub fn says_nothing(&mut self, column: &str) -> bool {
        self.only_looks_empty(column) || self.warn_of_nothing(column)
    }

    fn only_looks_empty(&self, column: &str) -> bool {
        let at = self.columns.position.get(column);
        let note = at.and_then(|at| self.row.note(*at));
        trimmed(self.cell(column)) == LEFT_AS_IT_IS
            || matches!(
                note,
                Some(CellNote::Missing | CellNote::NoResult | CellNote::MergedBeside(_))
            )
    }

    /// Warns of a word such as NaN.
    pub fn warn_of_nothing(&mut self, column: &str) -> bool {
        let is_nothing = is_word_for_nothing(self.text(column));
        if is_nothing {
            let text = "programs write this for an empty cell; the value was left as it is. To clear it, leave the cell empty";
            self.warning(column, text);
        }
        is_nothing
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
            let problem = if self.text(column).is_empty() {
                "empty; every commitment needs one"
            } else {
                "programs write this for an empty cell; every commitment needs one"
            };
            self.error(column, problem);
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

    /// A date, in our form or in one that spreadsheets write.
    pub fn date(&mut self, column: &str) -> Option<PartialDate> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match dates::read(text) {
            Ok(date) => Some(date),
            Err(expected) => {
                self.error(column, format!("not a date; {expected}"));
                None
            }
        }
    }

    /// A year of this century.
    pub fn year(&mut self, column: &str) -> Option<i32> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let year = numbers::year(text).filter(|year| (2000..2100).contains(year));
        if year.is_none() {
            let expected = "expected one year from 2000 to 2099, such as 2014";
            let message = ImportMessage::error(column, text, expected);
            let within = numbers::year_within(text);
            self.messages.push(message.with_suggestion(within));
        }
        year
    }

    /// The English word for one of another language.
    pub fn english(&self, column: &str, text: &str) -> Option<&'static str> {
        self.columns.vocabulary?.english_in(column, text)
    }

    /// The English name of a value of a rating's scheme.
    pub fn english_value(&self, scheme: &'static str, text: &str) -> Option<&'static str> {
        self.columns.vocabulary?.english(scheme, text)
    }

    /// Parses a word of a closed list; the error suggests the nearest word.
    pub fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() || is_word_for_nothing(text) {
            return None;
        }
        let read = text.parse().or_else(|error| {
            let english = self.english(column, text);
            english.map_or(Err(error), str::parse)
        });
        match read {
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

    /// Adds messages about the texts of the columns that are read: those that are too long, hold a
    /// character that cannot be shown, or are an error of a spreadsheet; and about cells that only look
    /// empty. Only `full_text` may be longer than a cell of a workbook; `column_is_needed` says that
    /// the format has no way to leave a value as it is.
    pub fn check_texts(
        &mut self,
        full_text: &str,
        column_is_needed: bool,
        is_read: impl Fn(&str) -> bool,
    ) {
        let mut columns: Vec<(usize, &str)> = self
            .columns
            .position
            .iter()
            .filter(|(name, _)| is_read(name))
            .map(|(name, at)| (*at, *name))
            .collect();
        columns.sort_unstable();
        for (at, column) in columns {
            match self.row.note(at) {
                Some(CellNote::NoResult) => self.error(
                    column,
                    "a formula without a stored result; open the workbook in a spreadsheet program and save it again",
                ),
                Some(CellNote::MergedBelow(range)) => {
                    let text = format!("merged ({range}); its text was used for this row, too");
                    self.warning(column, text);
                }
                Some(CellNote::MergedBeside(range)) => {
                    let text = format!("merged with another column ({range}); the value was left as it is");
                    self.warning(column, text);
                }
                Some(CellNote::Missing) | None => {}
            }
            let cell = self.text(column);
            let limit = if column == full_text {
                MAX_TEXT
            } else {
                MAX_IN_CELL
            };
            let length = length(cell);
            if length > limit {
                let text = format!("this cell has {length} characters; the limit is {limit}");
                self.error(column, text);
            } else if let Some(text) = unshowable_in_words(cell) {
                self.error(column, text);
            } else if column_is_needed && trimmed(self.cell(column)) == LEFT_AS_IT_IS {
                self.error(
                    column,
                    "missing in the file that these annotated rows are of",
                );
            } else if is_error_of_a_spreadsheet(cell) {
                self.error(column, "an error of a spreadsheet\u{2019}s formula; correct the formula, or enter the value");
            } else if cell.contains('\u{fffd}') {
                self.warning(
                    column,
                    "contains \u{fffd}, which programs write for a letter that was lost",
                );
            }
        }
    }
}

/// A text on one line.
pub fn on_one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let lines = text.split('\n').map(trimmed);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}
