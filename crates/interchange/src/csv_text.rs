//! Text with delimiters as rows of cells. Strict where a row could be lost: a quotation mark that is
//! never closed, or closed in the middle of a cell, would swallow the rows below it.

use super::table::{RawRow, Rows, TableError};

/// The rows of a text.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Rows, TableError> {
    let mut rows = Rows::default();
    collect(text, delimiter, usize::MAX, &mut rows)?;
    Ok(rows)
}

/// The first rows of a text, up to the first that cannot be read.
pub(super) fn first_rows(text: &str, delimiter: u8, max_rows: usize) -> Rows {
    let mut rows = Rows::default();
    // Ignored here: reading the whole text reports the error.
    let _ = collect(text, delimiter, max_rows, &mut rows);
    rows
}

fn collect(text: &str, delimiter: u8, max_rows: usize, rows: &mut Rows) -> Result<(), TableError> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        delimiter,
        at: 0,
        line: 1,
    };
    let mut number = 0;
    while reader.at < reader.bytes.len() && rows.len() < max_rows {
        number += 1;
        // A spreadsheet shows a blank line as a row, too.
        if reader.end_of_line() {
            continue;
        }
        let mut row = RawRow::new(number);
        row.is_cut = reader.record(text, &mut row)?;
        rows.push(row)?;
    }
    Ok(())
}

struct Reader<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    /// Counted from 1, as editors do.
    line: usize,
}

/// What ended a cell.
#[derive(PartialEq, Eq)]
enum End {
    Cell,
    Row,
    /// The file ends here, without the end of a line.
    File,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over the end of a line, where there is one.
    fn end_of_line(&mut self) -> bool {
        match self.peek() {
            Some(b'\r') if self.bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
            Some(b'\r' | b'\n') => self.at += 1,
            _ => return false,
        }
        self.line += 1;
        true
    }

    /// Reads a record; whether the file ends in it without the end of a line.
    fn record(&mut self, text: &str, row: &mut RawRow) -> Result<bool, TableError> {
        loop {
            let (cell, end) = if self.peek() == Some(b'"') {
                self.quoted(text)?
            } else {
                self.plain(text)
            };
            row.add(cell)?;
            if end != End::Cell {
                return Ok(end == End::File);
            }
        }
    }

    fn plain(&mut self, text: &str) -> (String, End) {
        let start = self.at;
        let is_end = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
        let length = self.bytes[start..].iter().position(is_end);
        self.at = length.map_or(self.bytes.len(), |length| start + length);
        (text[start..self.at].to_owned(), self.end())
    }

    fn end(&mut self) -> End {
        match self.peek() {
            None => End::File,
            Some(byte) if byte == self.delimiter => {
                self.at += 1;
                End::Cell
            }
            Some(_) => {
                self.end_of_line();
                End::Row
            }
        }
    }

    fn quoted(&mut self, text: &str) -> Result<(String, End), TableError> {
        let (start, opened) = (self.at, self.line);
        self.at += 1;
        let mut cell = String::new();
        let mut from = self.at;
        loop {
            match self.peek() {
                None => return Err(TableError::OpenQuote { line: opened }),
                Some(b'"') => {
                    cell.push_str(&text[from..self.at]);
                    self.at += 1;
                    if self.peek() != Some(b'"') {
                        break;
                    }
                    from = self.at;
                    self.at += 1;
                }
                Some(b'\r' | b'\n') => {
                    self.end_of_line();
                    if self.begins_a_row() {
                        return Err(TableError::OpenQuote { line: opened });
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        while self.peek() == Some(b' ') && self.delimiter != b' ' {
            self.at += 1;
        }
        let closed = match self.peek() {
            None | Some(b'\r' | b'\n') => true,
            Some(byte) => byte == self.delimiter,
        };
        if closed {
            return Ok((cell, self.end()));
        }
        // Programs that separate by tabs mostly do not quote: there, the mark belongs to the text.
        if self.delimiter == b'\t' && self.line == opened {
            self.at = start;
            return Ok(self.plain(text));
        }
        Err(TableError::StrayQuote { line: opened })
    }

    /// Whether a line within quotation marks begins as a row does: with a code, a delimiter and no space.
    /// Then the mark was meant for an earlier row, and was never closed. After a comma of a sentence, as in
    /// “ISO9001, and others”, there is a space.
    fn begins_a_row(&self) -> bool {
        let line = &self.bytes[self.at..];
        let letters = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let digits = line[letters..].iter().take_while(|b| b.is_ascii_digit());
        let digits = digits.count();
        (2..=5).contains(&letters)
            && digits == 4
            && line.get(letters + digits) == Some(&self.delimiter)
            && line.get(letters + digits + 1) != Some(&b' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let rows = rows(text, b',').unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn a_line_of_a_text_that_begins_like_a_code_is_no_row() {
        let text = "code,text\nES0001,\"Standards:\nISO9001, ISO27001\"\n";
        assert_eq!(cells(text)[1][1], "Standards:\nISO9001, ISO27001");
    }

    #[test]
    fn a_quotation_mark_that_swallows_rows_names_its_line() {
        for (text, line) in [
            (
                "code,title\nES0001,\"Open\nES0002,Second\nES0003,Third\n",
                2,
            ),
            ("code,title\nES0001,A\nES0002,\"cut", 3),
            // Another mark closes it by accident.
            ("code,title\nES0001,\"Open\nES0002,\"Second\"\n", 2),
            ("code,title\nES0001,\"Open\nES0002,5\"\n", 2),
        ] {
            let error = rows(text, b',').unwrap_err();
            assert!(
                matches!(error, TableError::OpenQuote { line: l } if l == line),
                "{error}"
            );
        }
        let error = rows("a\n\"Open\" data,b\n", b',').unwrap_err();
        assert!(
            matches!(error, TableError::StrayQuote { line: 2 }),
            "{error}"
        );
    }

    #[test]
    fn marks_within_cells_separated_by_tabs_are_text() {
        let found = rows("a\tb\n\"Open\" data\tx\n", b'\t').unwrap();
        let found: Vec<RawRow> = found.into_iter().collect();
        assert_eq!(found[1].cells, ["\"Open\" data", "x"]);
    }

    #[test]
    fn a_row_knows_how_many_cells_it_had_and_whether_the_file_ends_in_it() {
        let found = rows("a,b,c\n1,,\n1", b',').unwrap();
        let found: Vec<_> = found
            .into_iter()
            .map(|row| (row.width, row.cells.len(), row.is_cut))
            .collect();
        assert_eq!(found, [(3, 3, false), (3, 1, false), (1, 1, true)]);
    }

    proptest! {
        #[test]
        fn what_a_library_writes_is_read_back(
            records in prop::collection::vec(prop::collection::vec("[a,\"\n \r;é]{0,5}", 2..4), 1..5)
        ) {
            // A line within marks that begins as a row does is refused, so there are no codes here.
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for record in &records {
                writer.write_record(record).unwrap();
            }
            let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let plain = |cell: &String| cell.replace("\r\n", "\n").replace('\r', "\n");
            let mut expected: Vec<Vec<String>> =
                records.iter().map(|record| record.iter().map(plain).collect()).collect();
            for record in &mut expected {
                while record.last().is_some_and(String::is_empty) {
                    record.pop();
                }
            }
            expected.retain(|record| !record.is_empty());
            prop_assert_eq!(cells(&written), expected);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[A0-9,\"\n\r \té]{0,60}") {
            let _ = rows(&text, b',');
            let _ = rows(&text, b'\t');
        }
    }
}
