//! The OGP commitment tracker: what governments promised, how far each promise got, and how we know.
//!
//! The application over the crates of `crates/`; `ARCHITECTURE.md` says where a change belongs.
#![recursion_limit = "256"]

pub mod assets;
pub mod cli;
pub mod components;
pub mod error;
pub mod letters;
pub mod pages;
pub mod service;
pub mod site;
pub mod web;
pub mod words;
