//! Messages about an imported file: where, what was found, what was expected.

use domain::characters::visible;
use domain::similar;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row can be used, but should be checked.
    Warning,
    /// The row cannot be used, and so neither can the file.
    Error,
}

impl Severity {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A message about a cell, a row or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMessage {
    pub severity: Severity,
    /// The column as the file names it; empty where the row as a whole is meant.
    pub column: String,
    /// What the cell holds, with what cannot be seen made visible.
    pub found: String,
    /// What is wrong and what to do about it, or how the cell was read.
    pub text: String,
    /// The nearest valid value.
    pub nearest: Option<String>,
}

/// Characters of a cell that a message quotes.
const MAX_QUOTED: usize = 80;

impl ImportMessage {
    pub fn new(severity: Severity, column: &str, found: &str, text: impl Into<String>) -> Self {
        Self {
            severity,
            column: column.to_owned(),
            found: shown(found),
            text: text.into(),
            nearest: None,
        }
    }

    pub fn error(column: &str, found: &str, text: impl Into<String>) -> Self {
        Self::new(Severity::Error, column, found, text)
    }

    pub fn warning(column: &str, found: &str, text: impl Into<String>) -> Self {
        Self::new(Severity::Warning, column, found, text)
    }

    /// Suggests the candidate nearest to what was found, if one is near.
    pub fn with_nearest<'a>(self, candidates: impl Iterator<Item = &'a str>) -> Self {
        let found = self.found.clone();
        self.with_nearest_of(&found, candidates)
    }

    /// Suggests the candidate nearest to a text other than the cell's.
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

    /// Suggests a value.
    pub fn with_suggestion(mut self, value: Option<&str>) -> Self {
        self.nearest = value.map(str::to_owned);
        self
    }

    /// What was found, quoted; empty where that is nothing.
    pub fn quoted(&self) -> String {
        if self.found.is_empty() {
            String::new()
        } else {
            format!(" \u{201c}{}\u{201d}", self.found)
        }
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

/// The beginning of a text of a file, with what cannot be seen made visible.
pub fn shown(text: &str) -> String {
    visible(&excerpt(text)).into_owned()
}

/// The beginning of a text, short enough to be quoted.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text.to_owned(),
    }
}

/// Characters on either side of what differs between two texts.
const AROUND: usize = 20;

/// Two texts as far as they differ, short enough to be quoted beside each other: all of both where they
/// are short, else cut so that the first difference is seen.
pub fn where_they_differ(before: &str, after: &str) -> (String, String) {
    let is_short = |text: &str| text.chars().nth(MAX_QUOTED).is_none();
    if is_short(before) && is_short(after) {
        return (before.to_owned(), after.to_owned());
    }
    let same = before.chars().zip(after.chars());
    let same = same.take_while(|(b, a)| b == a).count();
    let from = same.saturating_sub(AROUND);
    let from = if from <= AROUND { 0 } else { from };
    let cut = |text: &str| {
        let mut said = String::new();
        if from > 0 {
            said.push('\u{2026}');
        }
        said.extend(text.chars().skip(from).take(MAX_QUOTED));
        if text.chars().nth(from + MAX_QUOTED).is_some() {
            said.push('\u{2026}');
        }
        said
    };
    (cut(before), cut(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_long_texts_is_shown() {
        let same = "\u{e9}cole ".repeat(40);
        for (before, after) in [
            (format!("{same}one"), format!("{same}two")),
            (format!("{same}one{same}"), same.clone()),
            (same.clone(), format!("{same}more")),
            (format!("one {same}"), format!("two {same}")),
            (String::new(), same.clone()),
        ] {
            let (b, a) = where_they_differ(&before, &after);
            assert_ne!(b, a, "{before} {after}");
            assert!(b.chars().count() <= MAX_QUOTED + 2 && a.chars().count() <= MAX_QUOTED + 2);
        }
        let short = where_they_differ("Limited", "Substantial");
        assert_eq!(short, ("Limited".to_owned(), "Substantial".to_owned()));
    }
}
