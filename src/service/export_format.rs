//! The formats in which a selection is taken away.

use interchange::columns::ColumnKind;
use interchange::parquet_file::{self, PARQUET};
use interchange::{rating_rows, rows};

/// A file format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The columns of the interchange format.
    Csv,
    /// The same behind a byte order mark, without which Excel on Windows does not read it as UTF-8.
    CsvForExcel,
    /// The same as objects, behind a few words about the selection.
    Json,
    /// The same objects alone, in one array.
    Records,
    /// The same objects, one a line.
    Ndjson,
    /// The same objects as a table with types, packed column by column.
    Parquet,
    /// A workbook.
    Xlsx,
    /// An archive of the CSV files of both tables and what they are.
    Zip,
}

impl ExportFormat {
    /// How names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvForExcel => "csv",
            Self::Json | Self::Records => "json",
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
        }
    }

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvForExcel => "text/csv; charset=utf-8",
            Self::Json | Self::Records => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Parquet => PARQUET,
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
        }
    }
}

/// What a file has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportTable {
    /// Each commitment, with its current ratings beside each other.
    Commitments,
    /// Each rating in force, earlier ones included. A workbook of these there is not.
    Ratings,
}

impl ExportTable {
    /// Its name in those of files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Commitments => "commitments",
            Self::Ratings => "ratings",
        }
    }

    pub(super) fn columns(self) -> Vec<(&'static str, ColumnKind)> {
        match self {
            Self::Commitments => parquet_file::commitment_columns(),
            Self::Ratings => parquet_file::rating_columns(),
        }
    }

    pub(super) fn csv_header(self) -> Vec<&'static str> {
        match self {
            Self::Commitments => rows::csv_header(),
            Self::Ratings => rating_rows::csv_header(),
        }
    }
}
