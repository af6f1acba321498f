//! Moments on pages.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use super::lang;
use i18n::changes::{minute, time_of_day};

/// A moment to the minute, for readers; for programs to the second: HTML takes no more than three digits
/// of its fraction, and the record has six.
pub fn moment(at: DateTime<Utc>) -> AnyView {
    view! { <time datetime=exact(at)>{minute(lang(), at)}</time> }.into_any()
}

/// The same below a heading that names the day.
pub fn moment_of_day(at: DateTime<Utc>) -> AnyView {
    view! { <time datetime=exact(at)>{time_of_day(lang(), at)}</time> }.into_any()
}

fn exact(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
