//! OGP's own exports: the database behind the former OGP Explorer (2016) and the master sheet (2024).
//! They have the same shape; a [`Layout`] says where they differ.
//!
//! `ND` (no data), `NR` (not reviewed) and `NA` (does not apply) keep their three meanings. Columns
//! that OGP computed are never imported, only compared with what this program computes.

mod context;
mod dates;
pub(crate) mod derived;
mod layout;
mod ratings;
mod row;
mod tags;
pub(crate) mod title;
mod value;

pub(crate) use context::FileContext;
pub use context::long_identity;
pub use layout::{Layout, OGP_2016, OGP_2024};
pub(crate) use row::read_row;
