//! A file of commitments: which format it is in, and what each of its rows says.

use std::fmt;
use std::str::FromStr;

use super::cells::{Cells, Columns};
use super::message::Message;
use super::ogp_layout::{Layout, OGP_2016, OGP_2024};
use super::patch::Patch;
use super::table::{self, Table, TableError};
use super::{ogp, tracker};
use domain::UnknownWord;

/// A format that can be read.
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

    /// Its name.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Tracker => "tracker",
            Self::Ogp2016 => "ogp-2016",
            Self::Ogp2024 => "ogp-2024",
        }
    }

    /// Its columns that hold contact data of persons.
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

/// A file as it was read.
#[derive(Debug)]
pub struct CommitmentFile {
    /// Its format.
    pub format: FileFormat,
    /// The table as it stands in the file.
    pub table: Table,
    /// What is to be said about its columns.
    pub about_columns: Vec<Message>,
    /// What each row of the table says, in its order.
    pub rows: Vec<RowRead>,
}

/// What one row says.
#[derive(Debug)]
pub struct RowRead {
    /// What it says; nothing where it has errors.
    pub patch: Option<Patch>,
    /// What is to be said about it.
    pub messages: Vec<Message>,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is no table, or none that is known.
    #[error(transparent)]
    Table(#[from] TableError),
    /// It is not in the format that it was said to be in.
    #[error("the file\u{2019}s columns are not those of the format {0}")]
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
    /// Reads a file whose format is told by its columns; `asked` refuses any other.
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
        let (about_columns, mut rows) = match format.layout() {
            None => {
                let about = tracker::about_columns(&table.header);
                let rows = table.rows.iter().map(|row| {
                    let mut cells = Cells::new(&columns, &row.cells);
                    let patch = tracker::patch(&mut cells);
                    RowRead {
                        patch,
                        messages: cells.messages,
                    }
                });
                (about, rows.collect::<Vec<_>>())
            }
            Some(layout) => {
                let context = ogp::Context::of(&table, layout);
                let rows = table.rows.iter().map(|row| {
                    let (patch, messages) = ogp::patch(row, &columns, layout, &context);
                    RowRead { patch, messages }
                });
                (about_columns(&table.header, layout), rows.collect())
            }
        };
        for (row, read) in table.rows.iter().zip(&mut rows) {
            if !row.beyond.is_empty() {
                let text = format!(
                    "the row has {} cells more than there are columns; is a text with commas not quoted?",
                    row.beyond.len()
                );
                read.messages.push(Message::error("", "", text));
                read.patch = None;
            }
        }
        Self {
            format,
            table,
            about_columns,
            rows,
        }
    }
}

/// What is to be said about the columns of one of OGP's exports.
fn about_columns(names: &[String], layout: &Layout) -> Vec<Message> {
    let read: Vec<&str> = layout.columns().collect();
    let mut messages = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let has = |columns: &[&str]| columns.contains(&name.as_str());
        if has(layout.personal) {
            messages.push(Message::warning(
                name,
                "",
                "contact data of persons; not read",
            ));
        } else if has(&read) {
            if names[..index].contains(name) {
                let text = "there are two columns of this name";
                messages.push(Message::error(name, "", text));
            }
        } else if !name.is_empty() && !has(layout.unread) && !has(&super::report::COLUMNS) {
            let message = Message::warning(name, "", "this column is not known and was left out");
            messages.push(message.with_nearest_of(name, read.iter().copied()));
        }
    }
    messages
}
