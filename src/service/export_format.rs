//! The formats in which a selection is taken away.

/// A file format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The columns of the interchange format.
    Csv,
    /// The same behind a byte order mark, without which Excel on Windows does not read it as UTF-8.
    CsvForExcel,
    /// The same as objects, behind a few words about the selection.
    Json,
    /// A workbook.
    Xlsx,
    /// An archive of the CSV file and its description.
    Zip,
}

impl ExportFormat {
    /// How names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvForExcel => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
        }
    }

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvForExcel => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
        }
    }
}
