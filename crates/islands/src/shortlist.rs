//! A shortlist of commitments that is kept from page to page, in this browser alone.

use leptos::prelude::*;

/// The id of the form that a shortlist is sent with.
pub const SHORTLIST: &str = "shortlist";

/// Watches the boxes that put commitments on the shortlist. Shows nothing itself.
#[island]
pub fn Shortlist() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::shortlist_browser::enhance();
    view! { <span hidden></span> }
}
