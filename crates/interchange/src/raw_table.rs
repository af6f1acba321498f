//! The rows of a table while it is read, within a budget of memory.

use std::borrow::Cow;

use super::table::{HEADER_WITHIN, Recognise, TableError};
use domain::characters::{trimmed, without_signs};

/// More columns than any file of commitments has.
const MAX_COLUMNS: usize = 500;
/// More rows than OGP has commitments, many times over.
const MAX_ROWS: usize = 200_000;
/// Memory for the cells of a file, as the reader holds them: a small file cannot fill the memory.
pub(super) const MAX_MEMORY: usize = 320 * MEGABYTE;
pub(super) const MEGABYTE: usize = 1024 * 1024;
/// Estimated overhead of a cell and of a row, including what is made of them later, in bytes.
const CELL: usize = size_of::<String>();
const ROW: usize = 300;
/// Estimated overhead of a text on the heap, in bytes.
pub(super) const TEXT: usize = 16;

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// As a spreadsheet shows it: the first row of the file is 1.
    pub number: usize,
    /// Its cells, at most as many as the header has; empty ones at the end are left out.
    pub cells: Vec<String>,
    /// The cells beyond the header's, without empty ones at the end.
    pub beyond: Vec<String>,
    /// What is odd about some of its cells, by their place.
    pub notes: Vec<(usize, CellNote)>,
    /// How many cells the row has, where that is fewer than the header has.
    pub short: Option<usize>,
    /// Whether the file ends in this row without the end of a line.
    pub is_cut: bool,
}

/// Why a cell that looks empty may not be meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellNote {
    /// The row does not have it.
    Missing,
    /// A formula without a stored result.
    NoResult,
    /// It is merged with the cell above, whose text it has.
    MergedBelow(String),
    /// It is merged with a cell of another column.
    MergedBeside(String),
}

impl Row {
    pub fn note(&self, at: usize) -> Option<&CellNote> {
        let note = self.notes.iter().find(|(place, _)| *place == at);
        note.map(|(_, note)| note)
    }
}

/// A row before the header is known.
#[derive(Debug, Default)]
pub(super) struct RawRow {
    pub number: usize,
    /// Without empty cells at the end.
    pub cells: Vec<String>,
    /// How many cells it has, with those.
    pub width: usize,
    pub notes: Vec<(usize, CellNote)>,
    pub is_cut: bool,
}

impl RawRow {
    pub(super) fn new(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Adds a cell at the end.
    pub(super) fn add(&mut self, cell: String) -> Result<(), TableError> {
        let at = self.width;
        self.put(at, cell)
    }

    /// Sets a cell.
    pub(super) fn put(&mut self, at: usize, cell: String) -> Result<(), TableError> {
        if at >= MAX_COLUMNS {
            return too_large("columns", MAX_COLUMNS);
        }
        self.width = self.width.max(at + 1);
        if !cell.is_empty() {
            if self.cells.len() <= at {
                self.cells.resize(at + 1, String::new());
            }
            self.cells[at] = without_idle_signs(with_plain_line_ends(cell));
        }
        Ok(())
    }

    /// Its cells as names of columns.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.cells.iter();
        names.map(|cell| trimmed(cell).to_owned()).collect()
    }

    /// How many of its cells are words.
    pub(super) fn words(&self) -> usize {
        let is_word = |cell: &&String| cell.chars().any(char::is_alphabetic);
        self.cells.iter().filter(is_word).count()
    }

    fn memory(&self) -> usize {
        let texts = self.cells.iter().filter(|cell| !cell.is_empty());
        let texts: usize = texts.map(|cell| cell.len() + TEXT).sum();
        ROW + self.cells.len() * CELL + texts + self.notes.len() * size_of::<(usize, CellNote)>()
    }

    /// The row below a header of this width. Only in a text is a missing cell a sign of damage.
    pub(super) fn below(mut self, width: usize, is_text: bool) -> Row {
        let mut beyond = self.cells.split_off(width.min(self.cells.len()));
        while beyond.last().is_some_and(String::is_empty) {
            beyond.pop();
        }
        let mut notes = self.notes;
        let short = (is_text && self.width < width).then_some(self.width);
        if short.is_some() {
            notes.extend((self.width..width).map(|at| (at, CellNote::Missing)));
        }
        // A file that ends behind a delimiter may have been cut off there.
        if is_text && self.is_cut && self.width == width && self.cells.len() < width {
            notes.push((width - 1, CellNote::Missing));
        }
        Row {
            number: self.number,
            cells: self.cells,
            beyond,
            notes,
            short,
            is_cut: self.is_cut,
        }
    }
}

/// Lines end in one way in the record.
fn with_plain_line_ends(cell: String) -> String {
    if cell.contains('\r') {
        cell.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        cell
    }
}

/// What forms leave out of a text is left out of a cell, too.
fn without_idle_signs(cell: String) -> String {
    match without_signs(&cell) {
        Cow::Borrowed(_) => cell,
        Cow::Owned(plain) => plain,
    }
}

/// Memory that is left for a file.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_MEMORY)
    }
}

impl Budget {
    /// Takes some; refuses where not as much is left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), TableError> {
        match self.0.checked_sub(bytes) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => too_large("megabytes once read", MAX_MEMORY / MEGABYTE),
        }
    }
}

/// Collects the rows of a table, and refuses one that is too large.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<RawRow>,
    budget: Budget,
}

impl Rows {
    /// Rows of a file of which other parts have been read already.
    pub(super) fn within(budget: Budget) -> Self {
        Self {
            budget,
            ..Self::default()
        }
    }

    pub(super) fn push(&mut self, row: RawRow) -> Result<(), TableError> {
        if self.rows.len() >= MAX_ROWS || row.number > 10 * MAX_ROWS {
            return too_large("rows", MAX_ROWS);
        }
        if row.cells.is_empty() && row.notes.is_empty() {
            return Ok(());
        }
        self.budget.take(row.memory())?;
        self.rows.push(row);
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &RawRow> {
        self.rows.iter()
    }

    /// The rows with numbers from one to another.
    pub(super) fn between_mut(&mut self, first: usize, last: usize) -> &mut [RawRow] {
        let from = self.rows.partition_point(|row| row.number < first);
        let to = self.rows.partition_point(|row| row.number <= last);
        self.rows.get_mut(from..to).unwrap_or_default()
    }

    /// The row with this number.
    pub(super) fn numbered(&self, number: usize) -> Option<&RawRow> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number);
        at.ok().and_then(|at| self.rows.get(at))
    }

    /// Leaves the first row out; the others keep their numbers.
    pub(super) fn drop_first(&mut self) {
        if !self.rows.is_empty() {
            self.rows.remove(0);
        }
    }

    /// The header: its place among the rows, and the names of its columns as the program knows them.
    pub(super) fn header(
        &self,
        row: Option<usize>,
        recognise: Recognise<'_>,
    ) -> Option<(usize, Vec<String>)> {
        let candidates = self.rows.iter().enumerate();
        candidates
            .filter(|(at, candidate)| match row {
                Some(row) => candidate.number == row,
                None => *at < HEADER_WITHIN,
            })
            .find_map(|(at, candidate)| Some((at, recognise(&candidate.names())?)))
    }
}

impl IntoIterator for Rows {
    type Item = RawRow;
    type IntoIter = std::vec::IntoIter<RawRow>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

pub(super) fn too_large<T>(
    what: &'static str,
    limit: impl TryInto<usize>,
) -> Result<T, TableError> {
    let limit = limit.try_into().unwrap_or(usize::MAX);
    Err(TableError::TooLarge { what, limit })
}
