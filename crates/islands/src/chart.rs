//! Charts that tell a mark's numbers, and what its word means, at the pointer and at the keyboard's
//! place. The same stands in the table under each chart.

use leptos::prelude::*;

/// Watches the page's charts. Shows nothing itself until a mark is pointed at.
#[island]
pub fn ChartReader() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    super::chart_browser::enhance();
    view! { <span id="chart-tip" class="chart-tip" hidden></span> }
}
