//! A file with what is to be said about each of its rows, ready to be mended and brought again.

use std::io::Write;

use super::guard;
use super::message::{Message, Severity};
use super::table::Table;
use domain::difference::Difference;

/// The columns that a report adds. They are passed over when it is read again.
pub const COLUMNS: [&str; 5] = [
    "import_result",
    "import_errors",
    "import_warnings",
    "import_differences",
    "import_columns",
];

/// What is said about the columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Everything that is to be said; told beside the first row.
    pub messages: &'a [Message],
    /// Columns that hold contact data of persons, of which a report keeps nothing.
    pub personal: &'a [&'a str],
}

/// What is said about a row.
#[derive(Debug)]
pub struct Said<'a> {
    /// What the row would do.
    pub outcome: &'a str,
    /// Field by field, what was and what would be.
    pub differences: &'a [Difference],
    /// Everything else.
    pub messages: &'a [Message],
}

/// Writes the table's columns as they were, and what is said about each row beside them. Cells that
/// were beyond the table's columns stand at the end of their row, beyond the report's.
pub fn write<'a>(
    table: &Table,
    about: About<'_>,
    said: impl Iterator<Item = Said<'a>>,
    out: impl Write,
) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(out);
    let kept: Vec<usize> = (0..table.header.len())
        .filter(|at| !COLUMNS.contains(&table.header[*at].as_str()))
        .collect();
    let names = kept
        .iter()
        .map(|at| guard::protect(&table.header[*at]).into_owned());
    writer.write_record(names.chain(COLUMNS.map(str::to_owned)))?;
    let mut columns = lines(about.messages.iter());
    for (row, said) in table.rows.iter().zip(said) {
        let cells = kept.iter().map(|&at| {
            if about.personal.contains(&table.header[at].as_str()) {
                return String::new();
            }
            written(table, row.cells.get(at).map_or("", String::as_str))
        });
        let of = |severity| lines(said.messages.iter().filter(|m| m.severity == severity));
        let own = [
            said.outcome.to_owned(),
            of(Severity::Error),
            of(Severity::Warning),
            differences(said.differences),
            std::mem::take(&mut columns),
        ];
        let own = own.iter().map(|cell| guard::protect(cell).into_owned());
        let beyond = row.beyond.iter().map(|cell| written(table, cell));
        writer.write_record(cells.chain(own).chain(beyond))?;
    }
    writer.flush()?;
    Ok(())
}

/// A cell of the table with exactly one mark where it needs one; those of a CSV file may carry it.
fn written(table: &Table, cell: &str) -> String {
    let cell = if table.found.is_marked() {
        guard::unprotect(cell)
    } else {
        cell
    };
    guard::protect(cell).into_owned()
}

fn lines<'a>(messages: impl Iterator<Item = &'a Message>) -> String {
    let lines: Vec<String> = messages.map(Message::in_words).collect();
    lines.join(" | ")
}

fn differences(differences: &[Difference]) -> String {
    let said = |text: &str| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            text.to_owned()
        }
    };
    let lines: Vec<String> = differences
        .iter()
        .map(|d| {
            format!(
                "{}: {} \u{2192} {}",
                d.label,
                said(&d.before),
                said(&d.after)
            )
        })
        .collect();
    lines.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    fn report(file: &str, about: About<'_>) -> String {
        let table = table::read(file.as_bytes(), |names| names[0] == "code").unwrap();
        let said = table.rows.iter().map(|_| Said {
            outcome: "rejected",
            differences: &[],
            messages: &[],
        });
        let mut out = Vec::new();
        write(&table, about, said, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_of_a_row_is_lost_and_nothing_becomes_a_formula() {
        let file = "code,=evil,contact\nES0001,=1+1,a@b.org, and more\nES0002,'=2,c@d.org\n";
        let messages = [Message::warning("contact", "", "not read")];
        let about = About {
            messages: &messages,
            personal: &["contact"],
        };
        let once = report(file, about);
        assert_eq!(
            once,
            "code,'=evil,contact,import_result,import_errors,import_warnings,import_differences,import_columns\r\n\
             ES0001,'=1+1,,rejected,,,,contact: not read, and more\r\n\
             ES0002,'=2,,rejected,,,,\r\n"
        );
        // A report of a report says the same, and its row still has a cell too many.
        assert_eq!(report(&once, about), once);
    }
}
