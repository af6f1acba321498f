//! The rooms of the tracker that read and write files, with those that they lean on, compiled without the server: with coverage and a
//! sanitizer in every crate, the whole program would take many times as long to build. The names are
//! the program's, so that its tests share `bodies.rs`.
#![recursion_limit = "256"]

#[path = "../../src/catalogue/mod.rs"]
pub mod catalogue;
#[path = "../../src/charts/mod.rs"]
pub mod charts;
#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/i18n/mod.rs"]
pub mod i18n;
#[path = "../../src/interchange/mod.rs"]
pub mod interchange;

/// So that the bodies name the rooms as the program's tests do.
extern crate self as ogp_tracker;

#[path = "../bodies.rs"]
pub mod bodies;
