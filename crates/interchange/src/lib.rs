//! Files of commitments: from bytes to a table, to what each row says, to what the record would say;
//! and back. The same columns go out and come in.
//!
//! Knows the domain and the file formats; no database and no language but English.

pub mod annotations;
pub mod cells;
pub mod columns;
pub mod correction;
mod decode;
pub mod demo;
pub mod description;
pub mod drafts;
pub mod file;
pub mod formula;
pub mod list;
pub mod local_code;
pub mod members;
pub mod merge;
pub mod message;
pub mod ogp;
pub mod patch;
pub mod permissions;
pub mod record;
pub mod reference;
pub mod rows;
pub mod seed;
pub mod table;
pub mod tracker;
pub mod workbook;
mod xlsx;

pub use columns::{COLUMNS, Column, ColumnKey, ColumnKind};
