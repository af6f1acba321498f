//! Forms that say what is wrong while people type, by the rules of the server, and warn before
//! unsaved work is left. Without it the server says the same once the form is sent.

use leptos::prelude::*;

/// Watches the page's forms: all that are sent for unsaved work, and those that name a check. Shows nothing
/// itself.
#[island]
pub fn FormKeeper() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::form_browser::enhance();
    view! { <span hidden></span> }
}
