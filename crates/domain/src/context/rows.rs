//! Lists of sources and statuses as fields of a form: a row for each line of the value.

use super::{ContextItem, ContextKind, FieldFormat, parse_network_status, parse_source};
use crate::Lang;
use crate::forms::Fields;

/// A line of a list, as its fields say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineRow {
    /// Of a status only; empty where it is undated.
    pub date: String,
    /// Of a status only.
    pub status: String,
    pub title: String,
    pub title_es: String,
    pub title_fr: String,
    pub url: String,
}

/// The parts of a row, by the ends of their fields' names.
const PARTS: [&str; 6] = ["date", "status", "title", "es", "fr", "url"];

/// The name of a part's field.
pub fn part_name(key: &str, part: &str) -> String {
    format!("{key}-{part}")
}

impl LineRow {
    fn part(&mut self, part: &str) -> &mut String {
        match part {
            "date" => &mut self.date,
            "status" => &mut self.status,
            "title" => &mut self.title,
            "es" => &mut self.title_es,
            "fr" => &mut self.title_fr,
            _ => &mut self.url,
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The line that says it.
    fn line(&self, format: FieldFormat) -> String {
        let mut parts = Vec::new();
        if matches!(format, FieldFormat::NetworkStatuses) {
            let date = if self.date.is_empty() {
                "undated"
            } else {
                &self.date
            };
            parts.extend([date.to_owned(), self.status.clone()]);
        }
        parts.push(self.title.clone());
        for (lang, title) in [("es", &self.title_es), ("fr", &self.title_fr)] {
            if !title.is_empty() {
                parts.push(format!("{lang}: {title}"));
            }
        }
        parts.push(self.url.clone());
        parts.join(" | ")
    }
}

/// Whether a field is filled in by rows.
pub const fn has_rows(format: FieldFormat) -> bool {
    matches!(format, FieldFormat::Sources | FieldFormat::NetworkStatuses)
}

/// The rows of a value. A line that cannot be read is a title, so that nothing of it is lost.
pub fn rows_of(format: FieldFormat, value: &str) -> Vec<LineRow> {
    let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
    let row = |line: &str| {
        let (date, status, source) = if matches!(format, FieldFormat::NetworkStatuses) {
            let read = parse_network_status(line)?;
            let date = read.date.map_or(String::new(), |date| date.to_string());
            (date, read.status.slug().to_owned(), read.source)
        } else {
            (String::new(), String::new(), parse_source(line)?)
        };
        Some(LineRow {
            date,
            status,
            title: source.title_in(Lang::English).to_owned(),
            title_es: source.title_es.unwrap_or_default(),
            title_fr: source.title_fr.unwrap_or_default(),
            url: source.url,
        })
    };
    let rows = lines.map(|line| {
        row(line).unwrap_or_else(|| LineRow {
            title: line.to_owned(),
            ..LineRow::default()
        })
    });
    rows.collect()
}

/// The value that rows say.
fn value_of(format: FieldFormat, rows: &[LineRow]) -> String {
    let lines = rows.iter().map(|row| row.line(format));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rows of a field as a form holds them, without the empty ones; none where it holds the value as text.
pub fn rows_in(fields: &Fields, key: &str) -> Option<Vec<LineRow>> {
    if fields.holds(key) || !fields.holds(&part_name(key, "title")) {
        return None;
    }
    let mut rows: Vec<LineRow> = Vec::new();
    for part in PARTS {
        for (at, value) in fields.all(&part_name(key, part)).into_iter().enumerate() {
            if rows.len() <= at {
                rows.resize_with(at + 1, LineRow::default);
            }
            if let Some(row) = rows.get_mut(at) {
                value.clone_into(row.part(part));
            }
        }
    }
    rows.retain(|row| !row.is_empty());
    Some(rows)
}

/// The form with the value of each list in one field, as it is stored. What is as `present` says it keeps its
/// spelling.
pub fn joined(fields: &Fields, kind: ContextKind, present: Option<&ContextItem>) -> Fields {
    let mut joined = fields.clone();
    for field in kind.fields().iter().filter(|field| has_rows(field.format)) {
        for key in field.keys {
            let Some(rows) = rows_in(fields, key) else {
                continue;
            };
            let stored = present.map_or("", |item| item.get(key));
            let value = if rows_of(field.format, stored) == rows {
                stored.to_owned()
            } else {
                value_of(field.format, &rows)
            };
            for part in PARTS {
                joined.set(&part_name(key, part), []);
            }
            joined.set(key, [value]);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSES: &str = "2021-06-09 | member | A Note | es: Una nota | https://a.example/\nundated | interested | Page | b | https://b.example/";

    fn form(key: &str, rows: &[LineRow]) -> Fields {
        let mut fields = Fields::default();
        for row in rows.iter().chain(&[LineRow::default()]) {
            let mut row = row.clone();
            for part in PARTS {
                fields.push(&part_name(key, part), row.part(part).clone());
            }
        }
        fields
    }

    #[test]
    fn rows_say_what_the_lines_say_and_back() {
        let format = FieldFormat::NetworkStatuses;
        let rows = rows_of(format, STATUSES);
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0].date.as_str(), rows[1].date.as_str()),
            ("2021-06-09", "")
        );
        assert_eq!(
            (rows[0].title_es.as_str(), rows[1].title.as_str()),
            ("Una nota", "Page | b")
        );
        let fields = joined(&form("standing", &rows), ContextKind::Participant, None);
        assert_eq!(fields.get("standing"), STATUSES);
        assert!(!fields.holds("standing-title"));
    }

    #[test]
    fn what_was_left_alone_keeps_its_spelling_and_nothing_is_lost() {
        let mut item = ContextItem::new(ContextKind::Chapter, "x");
        item.set("sources", "A|https://a.example/\n\nno address");
        let rows = rows_of(FieldFormat::Sources, item.get("sources"));
        assert_eq!(rows[1].title, "no address");
        let sent = form("sources", &rows);
        let same = joined(&sent, ContextKind::Chapter, Some(&item));
        assert_eq!(same.get("sources"), item.get("sources"));
        let changed = joined(
            &form("sources", &rows[..1]),
            ContextKind::Chapter,
            Some(&item),
        );
        assert_eq!(changed.get("sources"), "A | https://a.example/");
        // As text, as programs send it.
        let mut text = sent;
        text.push("sources", "B | https://b.example/");
        assert_eq!(
            joined(&text, ContextKind::Chapter, None).get("sources"),
            "B | https://b.example/"
        );
    }
}
