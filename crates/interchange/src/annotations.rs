//! Annotated rows: the file as it was, with messages beside each row, to be fixed and imported again.

use std::io::Write;

use super::formula;
use super::message::{ImportMessage, Severity};
use super::odd_cells::{LEFT_AS_IT_IS, TO_BE_ENTERED};
use super::table::{CellNote, Container, Table};
use domain::difference::Difference;

/// The columns that are added. They are ignored when the file is imported again.
pub const ANNOTATION_COLUMNS: [&str; 5] = [
    "import_result",
    "import_errors",
    "import_warnings",
    "import_differences",
    "import_columns",
];

#[derive(Debug, Clone, Copy, Default)]
pub struct ColumnNotes<'a> {
    /// Written beside the first row.
    pub messages: &'a [ImportMessage],
    /// Columns with personal contact data, whose cells are left empty.
    pub personal: &'a [&'a str],
}

#[derive(Debug)]
pub struct RowNotes<'a> {
    /// What the row would do.
    pub outcome: &'a str,
    /// What would change, field by field.
    pub differences: &'a [Difference],
    pub messages: &'a [ImportMessage],
}

/// Writes the table as it was, with notes beside each row. Surplus cells of a row stay at its end, after
/// the added columns.
pub fn write<'a>(
    table: &Table,
    columns: ColumnNotes<'_>,
    rows: impl Iterator<Item = RowNotes<'a>>,
    mut out: impl Write,
) -> Result<(), csv::Error> {
    // As the file came, so that the program that wrote it opens this one, too.
    let delimiter = match table.format.container {
        Container::Csv(delimiter) => u8::try_from(delimiter).unwrap_or(b','),
        _ => b',',
    };
    if table.format.encoding != "UTF-8" || table.format.container == Container::Xlsx {
        out.write_all(crate::BYTE_ORDER_MARK.as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .delimiter(delimiter)
        .from_writer(out);
    let copied: Vec<usize> = (0..table.header.len())
        .filter(|at| !ANNOTATION_COLUMNS.contains(&table.header[*at].as_str()))
        .collect();
    let names = copied
        .iter()
        .map(|at| formula::escape(&table.written[*at]).into_owned());
    writer.write_record(names.chain(ANNOTATION_COLUMNS.map(str::to_owned)))?;
    let mut column_messages = lines(columns.messages.iter());
    for (row, notes) in table.rows.iter().zip(rows) {
        let cells = copied.iter().map(|&at| {
            if columns.personal.contains(&table.header[at].as_str()) {
                return String::new();
            }
            match row.note(at) {
                // Empty here, the cell would clear a value that the file says nothing of.
                Some(CellNote::Missing) if !row.is_cut || row.short.is_none() => {
                    LEFT_AS_IT_IS.to_owned()
                }
                Some(CellNote::MergedBeside(_)) => LEFT_AS_IT_IS.to_owned(),
                Some(CellNote::Missing | CellNote::NoResult) => TO_BE_ENTERED.to_owned(),
                _ => written(table, row.cells.get(at).map_or("", String::as_str)),
            }
        });
        let of = |severity| lines(notes.messages.iter().filter(|m| m.severity == severity));
        let own = [
            notes.outcome.to_owned(),
            of(Severity::Error),
            of(Severity::Warning),
            differences(notes.differences),
            std::mem::take(&mut column_messages),
        ];
        let own = own.iter().map(|cell| formula::escape(cell).into_owned());
        let beyond = row.beyond.iter().map(|cell| written(table, cell));
        writer.write_record(cells.chain(own).chain(beyond))?;
    }
    writer.flush()?;
    Ok(())
}

/// A cell, escaped exactly once: cells of a CSV file may be escaped already.
fn written(table: &Table, cell: &str) -> String {
    let cell = if table.format.is_escaped() {
        formula::unescape(cell)
    } else {
        cell
    };
    formula::escape(cell).into_owned()
}

fn lines<'a>(messages: impl Iterator<Item = &'a ImportMessage>) -> String {
    let lines: Vec<String> = messages.map(ImportMessage::in_words).collect();
    lines.join(" | ")
}

fn differences(differences: &[Difference]) -> String {
    let or_nothing = |text: &str| {
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
                or_nothing(&d.before),
                or_nothing(&d.after)
            )
        })
        .collect();
    lines.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    fn annotated(file: &str, columns: ColumnNotes<'_>) -> String {
        let names = |names: &[String]| (names[0] == "code").then(|| names.to_vec());
        let options = super::super::options::ReadOptions::default();
        let table = table::read(file.as_bytes(), &options, &names).unwrap();
        let rows = table.rows.iter().map(|_| RowNotes {
            outcome: "rejected",
            differences: &[],
            messages: &[],
        });
        let mut out = Vec::new();
        write(&table, columns, rows, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_cell_that_the_file_does_not_have_is_not_empty_afterwards() {
        let once = annotated(
            "code,title,start\nES0001,T\nES0002,T,\n",
            ColumnNotes::default(),
        );
        assert!(once.contains("ES0001,T,(left as it is),rejected"), "{once}");
        assert!(once.contains("ES0002,T,,rejected"), "{once}");
        assert_eq!(annotated(&once, ColumnNotes::default()), once);
    }

    #[test]
    fn rows_are_written_as_the_file_came() {
        let file = b"code;title\r\nES0001;Espa\xf1a\r\n";
        let names = |names: &[String]| Some(names.to_vec());
        let options = super::super::options::ReadOptions::default();
        let table = table::read(file, &options, &names).unwrap();
        let mut out = Vec::new();
        write(&table, ColumnNotes::default(), std::iter::empty(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("\u{feff}code;title;import_result"), "{out}");
    }

    #[test]
    fn nothing_of_a_row_is_lost_and_nothing_becomes_a_formula() {
        let file = "code,=evil,contact\nES0001,=1+1,a@b.org, and more\nES0002,'=2,c@d.org\n";
        let messages = [ImportMessage::warning("contact", "", "not read")];
        let columns = ColumnNotes {
            messages: &messages,
            personal: &["contact"],
        };
        let once = annotated(file, columns);
        assert_eq!(
            once,
            "code,'=evil,contact,import_result,import_errors,import_warnings,import_differences,import_columns\r\n\
             ES0001,'=1+1,,rejected,,,,contact: not read, and more\r\n\
             ES0002,'=2,,rejected,,,,\r\n"
        );
        // Annotating it again gives the same, and its row still has a cell too many.
        assert_eq!(annotated(&once, columns), once);
    }
}
