//! The service's answers in words: what pages, files, feeds and the API say about them alike.

mod brief;
mod changes;
mod citation;
pub mod dataset;
mod export;
mod featured;
pub mod levels;
mod missing;
pub mod provenance;
mod query;
pub mod sheets;
pub mod source_address;
pub mod sources;
pub mod undoing;
pub mod verdict;

pub use brief::brief;
pub use changes::written_by;
pub use citation::citation as citation_of;
pub use export::{column_descriptions, description, rating_column_descriptions};
pub use missing::{missing, suggestions};
pub use query::{filter_name, filter_value, heading, label, list_name};

use domain::Lang;
use domain::record::DataVersion;
use i18n::charts as say;
use i18n::format::day_of;

/// For example `data version 3 of 22 November 2026`.
pub fn version(lang: Lang, version: &DataVersion) -> String {
    let number = version.number.to_string();
    match version.made_at {
        Some(at) => say::version(lang, &number, &day_of(lang, at)),
        None => say::version_undated(lang, &number),
    }
}
