//! Read options from the import form, and file names.

use domain::characters::{is_unshowable, trimmed};
use domain::forms::{Fields, Problems};
use interchange::file::FileError;
use interchange::options::{ReadOptions, header_row};
use interchange::table::TableError;

/// A file's name as the history shows it.
pub fn file_name(name: &str) -> String {
    let name = name.chars().filter(|c| !is_unshowable(*c) && *c != '\n');
    let name: String = name.take(200).collect();
    match trimmed(&name) {
        "" => "unnamed file".to_owned(),
        name => name.to_owned(),
    }
}

/// Read options from form fields. Empty fields are detected automatically.
pub fn read_options(fields: &Fields) -> Result<ReadOptions, Problems> {
    fn read<T, E: std::fmt::Display>(
        fields: &Fields,
        name: &'static str,
        problems: &mut Problems,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = fields.get(name);
        if text.is_empty() {
            return None;
        }
        parse(text)
            .map_err(|e| problems.push(name, format!("{e}.")))
            .ok()
    }
    let mut problems = Problems::default();
    let options = ReadOptions {
        format: read(fields, "format", &mut problems, str::parse),
        encoding: read(fields, "encoding", &mut problems, str::parse),
        sheet: fields.text("sheet"),
        delimiter: read(fields, "delimiter", &mut problems, str::parse),
        header_row: read(fields, "header_row", &mut problems, header_row),
        ..ReadOptions::default()
    };
    problems.or(options)
}

/// Whether different read options could fix the error.
pub(super) fn can_fix_with_options(error: &FileError) -> bool {
    let FileError::Table(error) = error else {
        return true;
    };
    matches!(
        error,
        TableError::Encoding
            | TableError::OtherEncoding(_)
            | TableError::BrokenUtf8 { .. }
            | TableError::CutLetter { .. }
            | TableError::NoSheet { .. }
            | TableError::NoHeader { .. }
            | TableError::OtherHeader { .. }
    )
}
