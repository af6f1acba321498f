//! Addresses that stay true: they name the state of the record that was shown, not whatever the
//! record will say when somebody follows them.

use chrono::{DateTime, Utc};

use domain::record::DataVersion;
use domain::{AsOf, Query};

/// The same view in an address that keeps showing it: one of the present, or of a day that is not
/// over, names the moment at which the record came to its state. Nothing is promised of a moment that
/// is still to come, as where a clock went back.
pub(super) fn permanent(query: &Query, version: &DataVersion, now: DateTime<Utc>) -> Query {
    let is_over = |as_of: AsOf| as_of.until() <= now;
    match version.made_at {
        Some(at) if at > now => query.seen_from(None),
        Some(at) if !query.as_of().is_some_and(is_over) => query.seen_from(Some(AsOf::Moment(at))),
        _ => query.clone(),
    }
}
