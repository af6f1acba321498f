//! A file with what is to be said about each of its rows, ready to be mended and brought again.

use std::io::Write;

use super::guard;
use super::message::Message;
use super::table::Table;

/// The columns that a report adds. They are passed over when it is read again.
pub const COLUMNS: [&str; 3] = ["import_result", "import_errors", "import_warnings"];

/// What is said about a row.
#[derive(Debug)]
pub struct Said<'a> {
    /// What the row would do.
    pub outcome: &'a str,
    /// Everything else.
    pub messages: &'a [Message],
}

/// Writes the table's columns as they were, and what is said about each row beside them.
pub fn write<'a>(
    table: &Table,
    said: impl Iterator<Item = Said<'a>>,
    out: impl Write,
) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    let kept: Vec<usize> = (0..table.header.len())
        .filter(|at| !COLUMNS.contains(&table.header[*at].as_str()))
        .collect();
    let header = kept.iter().map(|at| table.header[*at].as_str());
    writer.write_record(header.chain(COLUMNS))?;
    for (row, said) in table.rows.iter().zip(said) {
        let cells = kept.iter().map(|at| {
            let cell = row.cells.get(*at).map_or("", String::as_str);
            // Cells of a CSV file carry their mark already.
            if table.found.is_marked() {
                cell.into()
            } else {
                guard::protect(cell)
            }
        });
        let of = |severity| {
            let messages = said.messages.iter().filter(|m| m.severity == severity);
            messages
                .map(Message::in_words)
                .collect::<Vec<_>>()
                .join(" | ")
        };
        let errors = of(super::message::Severity::Error);
        let warnings = of(super::message::Severity::Warning);
        let own = [
            said.outcome.into(),
            guard::protect(&errors),
            guard::protect(&warnings),
        ];
        writer.write_record(
            cells
                .chain(own)
                .map(|c: std::borrow::Cow<'_, str>| c.into_owned()),
        )?;
    }
    writer.flush()?;
    Ok(())
}
