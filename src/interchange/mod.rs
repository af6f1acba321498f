//! The tracker's own file format: the same columns go out and come in.
//!
//! Turns commitments into rows of cells and back. Knows the domain and the CSV format, no database.

pub mod columns;
pub mod read;
pub mod write;

pub mod guard;

pub use columns::{COLUMNS, Column};
