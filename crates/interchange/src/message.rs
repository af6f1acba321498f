//! What is to be said about a cell of a file: where it is, what was found, what was expected.

use domain::similar;

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row can be used; somebody should look at it.
    Warning,
    /// The row cannot be used, and so the file cannot.
    Error,
}

impl Severity {
    /// The word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something about one cell, or about a row where no column is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How much it matters.
    pub severity: Severity,
    /// The column as the file names it; empty for the row as a whole.
    pub column: String,
    /// What the cell holds.
    pub found: String,
    /// What is wrong with it, or was made of it, and what was expected.
    pub text: String,
    /// The nearest value that would have been understood.
    pub nearest: Option<String>,
}

/// The longest piece of a cell that a message quotes.
const QUOTED: usize = 80;

impl Message {
    /// A message about a cell.
    pub fn new(severity: Severity, column: &str, found: &str, text: impl Into<String>) -> Self {
        Self {
            severity,
            column: column.to_owned(),
            found: cut(found),
            text: text.into(),
            nearest: None,
        }
    }

    /// An error about a cell.
    pub fn error(column: &str, found: &str, text: impl Into<String>) -> Self {
        Self::new(Severity::Error, column, found, text)
    }

    /// A warning about a cell.
    pub fn warning(column: &str, found: &str, text: impl Into<String>) -> Self {
        Self::new(Severity::Warning, column, found, text)
    }

    /// Adds the candidate that is nearest to what was found, where one is near.
    pub fn with_nearest<'a>(self, candidates: impl Iterator<Item = &'a str>) -> Self {
        let found = self.found.clone();
        self.with_nearest_of(&found, candidates)
    }

    /// The same for something else than the cell's text.
    pub fn with_nearest_of<'a>(
        mut self,
        found: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Self {
        let found = found.to_lowercase();
        let folded = candidates.map(|c| (c.to_lowercase(), c));
        // What was found itself is no help.
        let folded: Vec<(String, &str)> = folded.filter(|(c, _)| *c != found).collect();
        let pairs = folded
            .iter()
            .map(|(folded, shown)| (folded.as_str(), *shown));
        let near = similar::nearest(&found, pairs, 1);
        self.nearest = near.first().map(|&shown| shown.to_owned());
        self
    }

    /// The message on one line.
    pub fn in_words(&self) -> String {
        let place = if self.column.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.column)
        };
        let nearest = self.nearest.as_ref().map_or(String::new(), |n| {
            format!("; did you mean \u{201c}{n}\u{201d}?")
        });
        format!("{place}{}{nearest}", self.text)
    }
}

/// A piece of a cell that is short enough to be quoted.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text.to_owned(),
    }
}
