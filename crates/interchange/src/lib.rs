//! The tracker's own file format: the same columns go out and come in.
//!
//! Turns commitments into rows of cells and back. Knows the domain and the CSV format, no database.

pub mod cells;
pub mod columns;
pub mod correction;
mod decode;
pub mod demo;
pub mod description;
pub mod file;
pub mod list;
pub mod members;
pub mod merge;
pub mod message;
pub mod ogp;
pub mod ogp_dates;
pub mod ogp_derived;
pub mod ogp_layout;
mod ogp_ratings;
mod ogp_tags;
pub mod patch;
pub mod read;
pub mod report;
pub mod rows;
pub mod seed;
mod sheet;
pub mod table;
pub mod tracker;
pub mod workbook;

pub mod guard;

pub use columns::{COLUMNS, Column, ColumnKey, ColumnKind};
