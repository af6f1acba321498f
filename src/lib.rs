//! The OGP commitment tracker: what governments promised, how far each promise got, and how we know.
//!
//! `ARCHITECTURE.md` says which room a change belongs in.
#![recursion_limit = "256"]

pub mod domain;
#[cfg(feature = "ssr")]
pub mod store;
