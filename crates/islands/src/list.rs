//! The list of commitments without full page loads: a changed filter shows at once, focus and
//! scroll position stay, and long facets get a search.

use leptos::prelude::*;

/// Watches the list's form and links. Shows nothing itself.
#[island]
pub fn ListEnhancer() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::list_browser::enhance();
    view! { <span hidden></span> }
}
