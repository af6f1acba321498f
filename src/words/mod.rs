//! The service's answers in words: what pages, files, feeds and the API say about them alike.

mod missing;

pub use missing::{missing, suggestions};
