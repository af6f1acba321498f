//! Files of commitments: from bytes to a table, to what each row says, to what the record would say;
//! and back. The same columns go out and come in.
//!
//! Knows the domain and the file formats; no database and no language but English.

pub mod annotations;
pub mod cells;
pub mod columns;
pub mod correction;
mod csv_text;
mod dates;
mod decode;
pub mod demo;
pub mod description;
pub mod document;
pub mod drafts;
pub mod file;
pub mod formula;
mod json;
pub mod kinds;
pub mod local_code;
pub mod members;
pub mod merge;
pub mod message;
mod numbers;
mod odd_cells;
pub mod ogp;
pub mod options;
pub mod parquet_file;
pub mod pasted;
pub mod patch;
pub mod permissions;
pub mod rating_rows;
mod raw_table;
pub mod record;
pub mod reference;
pub mod rows;
pub mod seed;
pub mod table;
pub mod tracker;
mod twice;
pub mod vocabulary;
pub mod workbook;
mod xlsx;

/// What a spreadsheet program on Windows needs at the beginning of a text to read it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

pub use domain::list;

pub use columns::{COLUMNS, Column, ColumnKey, ColumnKind};
