//! The crates of the tracker that read and write files, without the server: with coverage and a
//! sanitizer in every crate, the whole program would take many times as long to build.

#[path = "../bodies.rs"]
pub mod bodies;
