//! A file of commitments: its format and what each of its rows says.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use super::cells::{Cells, Columns};
use super::columns::COLUMNS;
use super::message::{ImportMessage, Severity, excerpt, shown};
use super::ogp::{Layout, OGP_2016, OGP_2024};
use super::options::ReadOptions;
use super::patch::Patch;
use super::table::{self, CellNote, Row, Table, TableError};
use super::vocabulary::Vocabulary;
use super::{ogp, tracker};
use domain::characters::visible;
use domain::column_names::{column_called, without_signs};
use domain::text::slugify;
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
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Tracker, Self::Ogp2016, Self::Ogp2024];

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
    /// Its code as the file has it, for rows that cannot be used.
    pub code: String,
    /// Its title as the file has it.
    pub title: String,
    pub messages: Vec<ImportMessage>,
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("the file does not have the columns of the format {0}")]
    OtherFormat(FileFormat),
}

/// The format whose columns a row names, with those names as the format has them. OGP's own formats come
/// first, since each needs many columns, of which some are called as ours.
fn recognised(names: &[String]) -> Option<(FileFormat, Vec<String>)> {
    let member = slugify(OGP_2024.member);
    // In OGP's sheet, `Code` is the member's code. A sheet without commitment codes must not be read as our
    // format.
    let is_other = |format: FileFormat| {
        format == FileFormat::Tracker && names.iter().any(|name| slugify(name) == member)
    };
    let formats = [
        FileFormat::Ogp2024,
        FileFormat::Ogp2016,
        FileFormat::Tracker,
    ];
    formats.into_iter().find_map(|format| {
        let known = format.names(names);
        (format.is_header(&known) && !is_other(format)).then_some((format, known))
    })
}

impl FileFormat {
    /// Names of columns as this format has them, whatever their case; others as they are. Of two that
    /// mean one column, the one with its own name counts.
    fn names(self, written: &[String]) -> Vec<String> {
        let own: Vec<&'static str> = match self.layout() {
            None => COLUMNS
                .iter()
                .map(|c| c.name)
                .chain([super::rows::CONTINUED])
                .collect(),
            Some(layout) => layout
                .columns()
                .chain(layout.unread.iter().copied())
                .collect(),
        };
        // Rows by the dozen are tried as the header.
        let own: Vec<_> = own.into_iter().map(|name| (name, slugify(name))).collect();
        let names = written.iter().map(|name| {
            let name = without_signs(name);
            if own.iter().any(|(known, _)| *known == name) {
                return name;
            }
            let slug = slugify(&name);
            let same = own.iter().find(|(_, known)| *known == slug);
            let same = same.map(|(known, _)| *known);
            let called = || column_called(&name).filter(|_| self == Self::Tracker);
            match same.or_else(called) {
                Some(own) if !slug.is_empty() && !written.iter().any(|w| w == own) => {
                    own.to_owned()
                }
                _ => name,
            }
        });
        let mut names: Vec<String> = names.collect();
        // A file that names no member has its country there.
        if self == Self::Tracker && !names.iter().any(|name| name == "member") {
            let country = names.iter_mut().find(|name| *name == "country");
            if let Some(country) = country {
                "member".clone_into(country);
            }
        }
        names
    }
}

impl CommitmentFile {
    /// Detects the format by the columns; any other than `asked` is refused.
    pub fn read(bytes: &[u8], asked: Option<FileFormat>) -> Result<Self, FileError> {
        Self::read_as(bytes, &ReadOptions::of_format(asked))
    }

    /// The same, with these options in place of guesses.
    pub fn read_as(bytes: &[u8], options: &ReadOptions) -> Result<Self, FileError> {
        let names = |names: &[String]| recognised(names).map(|(_, names)| names);
        let table = match (table::read(bytes, options, &names), options.format) {
            (Err(TableError::NoHeader { .. }), Some(asked)) => {
                return Err(FileError::OtherFormat(asked));
            }
            (table, _) => table?,
        };
        let no_header = || TableError::NoHeader {
            found: String::new(),
        };
        let (format, _) = recognised(&table.header).ok_or_else(no_header)?;
        match options.format {
            Some(asked) if asked != format => Err(FileError::OtherFormat(asked)),
            _ => Ok(Self::of(table, format, &options.vocabulary)),
        }
    }

    fn of(table: Table, format: FileFormat, vocabulary: &Vocabulary) -> Self {
        let columns = Columns::of(&table).with_words(vocabulary);
        let read = |cells: &Cells<'_>, patch: Option<Patch>, code: &str, title: &str| RowRead {
            patch,
            code: shown(cells.text(code)),
            title: cells.line(title),
            messages: Vec::new(),
        };
        let (mut column_messages, mut rows) = match format.layout() {
            None => {
                let about = tracker::column_messages(&table.header);
                let rows = table.rows.iter().map(|row| {
                    let mut cells = Cells::new(&columns, row);
                    let patch = tracker::read_row(&mut cells);
                    let mut read = read(&cells, patch, "code", "title");
                    read.messages = cells.messages;
                    read
                });
                (about, rows.collect::<Vec<_>>())
            }
            Some(layout) => {
                let context = ogp::FileContext::survey(&table, layout);
                let rows = table.rows.iter().map(|row| {
                    let (patch, messages) = ogp::read_row(row, &columns, layout, &context);
                    let cells = Cells::new(&columns, row);
                    let code = layout.code.unwrap_or_default();
                    let mut read = read(&cells, patch, code, layout.title);
                    read.messages = messages;
                    read
                });
                (column_messages(&table.header, layout), rows.collect())
            }
        };
        for (row, read) in table.rows.iter().zip(&mut rows) {
            let messages = row_messages(&table, row, format);
            if messages.iter().any(|m| m.severity == Severity::Error) {
                read.patch = None;
            }
            // A message about the row as a whole explains those about its cells.
            read.messages.splice(0..0, messages);
        }
        let all = rows.iter_mut().flat_map(|row| &mut row.messages);
        for message in all.chain(&mut column_messages) {
            name_as_written(message, &table);
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
        let column = self
            .format
            .layout()
            .map_or(Some("code"), |layout| layout.code);
        let mut names = self.table.header.iter();
        let at = names.position(|name| Some(&**name) == column);
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

/// Messages name a column as the file does.
fn name_as_written(message: &mut ImportMessage, table: &Table) {
    if let Some(at) = table.header.iter().position(|name| *name == message.column)
        && let Some(written) = table.written.get(at)
        && *written != message.column
    {
        message.column = format!("{} (\u{201c}{}\u{201d})", message.column, visible(written));
    }
}

/// What is wrong with a row as a whole: more cells than the header, or fewer.
fn row_messages(table: &Table, row: &Row, format: FileFormat) -> Vec<ImportMessage> {
    let mut messages = Vec::new();
    if !row.beyond.is_empty() {
        let text = format!(
            "this row has {} more cells than the header; check that texts with commas are quoted",
            row.beyond.len()
        );
        messages.push(ImportMessage::error("", "", text));
    }
    let Some(width) = row.short else {
        let last = table.written.len().saturating_sub(1);
        if row.is_cut && row.note(last) == Some(&CellNote::Missing) {
            let name = table.written.last().map_or("", String::as_str);
            let text = format!(
                "the file ends in this row, after an empty cell: it may be cut off; this was left as it is: {}",
                excerpt(&visible(name))
            );
            messages.push(ImportMessage::warning("", "", text));
        }
        return messages;
    };
    let missing: Vec<String> = table
        .written
        .iter()
        .skip(width)
        .map(|name| visible(name).into_owned())
        .collect();
    let (has, of) = (width, table.header.len());
    let text = format!("this row has fewer cells ({has}) than the header ({of})");
    messages.push(if row.is_cut {
        let text =
            format!("{text}, and the file ends in it: it seems to be cut off; get the whole file");
        ImportMessage::error("", "", text)
    } else if format == FileFormat::Tracker {
        let missing = excerpt(&missing.join(", "));
        let text = format!("{text}; these were left as they are: {missing}");
        ImportMessage::warning("", "", text)
    } else {
        ImportMessage::error("", "", format!("{text}; check that the file is whole"))
    });
    messages
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
