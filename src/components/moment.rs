//! Moments on pages.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use super::lang;
use i18n::changes::minute;

/// A moment to the minute, for readers; for programs to the second: HTML takes no more than three digits
/// of its fraction, and the record has six.
pub fn moment(at: DateTime<Utc>) -> AnyView {
    let exact = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    view! { <time datetime=exact>{minute(lang(), at)}</time> }.into_any()
}
