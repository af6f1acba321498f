//! Moments on pages for staff: in the reader's time zone, with universal time beside it.

use chrono::{DateTime, Utc};
use leptos::prelude::use_context;

use crate::service::zone::Zone;

/// The reader's time zone.
pub(super) fn zone() -> Zone {
    use_context::<Zone>().unwrap_or_default()
}

/// A moment for a list: `1 December 2026, 09:00 UTC`.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    zone().in_words(at, ", ")
}

/// A moment within a sentence: `1 December 2026 at 09:00 UTC`.
pub(super) fn moment_at(at: DateTime<Utc>) -> String {
    zone().in_words(at, " at ")
}
