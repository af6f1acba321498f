//! A file of commitments: its format and what each of its rows says.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use super::cells::{Cells, Columns};
use super::message::ImportMessage;
use super::ogp::{Layout, OGP_2016, OGP_2024};
use super::patch::Patch;
use super::table::{self, Table, TableError};
use super::{ogp, tracker};
use domain::{CommitmentCode, UnknownWord};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// The columns of this program.
    Tracker,
    /// The database behind the former OGP Explorer.
    Ogp2016,
    /// OGP's master sheet of 2024.
    Ogp2024,
}

impl FileFormat {
    const ALL: [Self; 3] = [Self::Tracker, Self::Ogp2016, Self::Ogp2024];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Tracker => "tracker",
            Self::Ogp2016 => "ogp-2016",
            Self::Ogp2024 => "ogp-2024",
        }
    }

    /// Columns with personal contact data.
    pub fn personal(self) -> &'static [&'static str] {
        self.layout().map_or(&[], |layout| layout.personal)
    }

    const fn layout(self) -> Option<&'static Layout> {
        match self {
            Self::Tracker => None,
            Self::Ogp2016 => Some(&OGP_2016),
            Self::Ogp2024 => Some(&OGP_2024),
        }
    }

    fn is_header(self, names: &[String]) -> bool {
        self.layout().map_or_else(
            || tracker::is_header(names),
            |layout| layout.is_header(names),
        )
    }
}

impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

impl FromStr for FileFormat {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|format| format.slug() == text)
            .ok_or_else(|| UnknownWord {
                what: "format",
                found: text.to_owned(),
                expected: Self::ALL.map(Self::slug).join(", "),
            })
    }
}

#[derive(Debug)]
pub struct CommitmentFile {
    pub format: FileFormat,
    pub table: Table,
    /// About its columns as a whole.
    pub column_messages: Vec<ImportMessage>,
    /// What each row of the table says, in the same order.
    pub rows: Vec<RowRead>,
}

/// What one row says.
#[derive(Debug)]
pub struct RowRead {
    /// What it says; none where it has errors.
    pub patch: Option<Patch>,
    pub messages: Vec<ImportMessage>,
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("the file does not have the columns of the format {0}")]
    OtherFormat(FileFormat),
}

fn known(names: &[String]) -> Option<FileFormat> {
    FileFormat::ALL
        .into_iter()
        .find(|format| format.is_header(names))
}

fn is_known(names: &[String]) -> bool {
    known(names).is_some()
}

impl CommitmentFile {
    /// Detects the format by the columns; any other than `asked` is refused.
    pub fn read(bytes: &[u8], asked: Option<FileFormat>) -> Result<Self, FileError> {
        let table = match (table::read(bytes, is_known), asked) {
            (Err(TableError::NoHeader), Some(asked)) => return Err(FileError::OtherFormat(asked)),
            (table, _) => table?,
        };
        let format = known(&table.header).ok_or(TableError::NoHeader)?;
        match asked {
            Some(asked) if asked != format => Err(FileError::OtherFormat(asked)),
            _ => Ok(Self::of(table, format)),
        }
    }

    fn of(table: Table, format: FileFormat) -> Self {
        let columns = Columns::of(&table);
        let (column_messages, mut rows) = match format.layout() {
            None => {
                let about = tracker::column_messages(&table.header);
                let rows = table.rows.iter().map(|row| {
                    let mut cells = Cells::new(&columns, &row.cells);
                    let patch = tracker::read_row(&mut cells);
                    RowRead {
                        patch,
                        messages: cells.messages,
                    }
                });
                (about, rows.collect::<Vec<_>>())
            }
            Some(layout) => {
                let context = ogp::FileContext::survey(&table, layout);
                let rows = table.rows.iter().map(|row| {
                    let (patch, messages) = ogp::read_row(row, &columns, layout, &context);
                    RowRead { patch, messages }
                });
                (column_messages(&table.header, layout), rows.collect())
            }
        };
        for (row, read) in table.rows.iter().zip(&mut rows) {
            if !row.beyond.is_empty() {
                let text = format!(
                    "this row has {} more cells than the header; check that texts with commas are quoted",
                    row.beyond.len()
                );
                read.messages.push(ImportMessage::error("", "", text));
                read.patch = None;
            }
        }
        Self {
            format,
            table,
            column_messages,
            rows,
        }
    }
}

impl CommitmentFile {
    /// The codes that its rows name, also those of rows that cannot be used; none where the format has
    /// no codes.
    pub fn codes(&self) -> HashSet<CommitmentCode> {
        let column = match self.format.layout() {
            None => Some("code"),
            Some(layout) => layout.code,
        };
        let at = self
            .table
            .header
            .iter()
            .position(|name| Some(&**name) == column);
        let cells = self.table.rows.iter().filter_map(|row| row.cells.get(at?));
        cells.filter_map(|cell| cell.trim().parse().ok()).collect()
    }

    /// The names of its columns that are read.
    pub fn columns_read(&self) -> Vec<&str> {
        let names = self.table.header.iter().map(String::as_str);
        match self.format.layout() {
            None => names.filter(|name| tracker::is_column(name)).collect(),
            Some(layout) => {
                let read: Vec<&str> = layout.stating().collect();
                names.filter(|name| read.contains(name)).collect()
            }
        }
    }
}

/// Messages about the columns of one of OGP's exports.
fn column_messages(names: &[String], layout: &Layout) -> Vec<ImportMessage> {
    let read: Vec<&str> = layout.columns().collect();
    let mut messages = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let has = |columns: &[&str]| columns.contains(&name.as_str());
        if has(layout.personal) {
            messages.push(ImportMessage::warning(
                name,
                "",
                "personal contact data; it was not read",
            ));
        } else if has(&read) {
            if names[..index].contains(name) {
                let text = "two columns have this name";
                messages.push(ImportMessage::error(name, "", text));
            }
        } else if !name.is_empty()
            && !has(layout.unread)
            && !has(&super::annotations::ANNOTATION_COLUMNS)
        {
            let message = ImportMessage::warning(name, "", "column not recognised; it was ignored");
            messages.push(message.with_nearest_of(name, read.iter().copied()));
        }
    }
    let is_missing = |column: &&str| !names.iter().any(|name| name == column);
    let missing: Vec<&str> = layout.stating().filter(is_missing).collect();
    if !missing.is_empty() {
        let text = "not in this file; the record keeps what it says there";
        messages.push(ImportMessage::warning(&missing.join(", "), "", text));
    }
    messages
}
