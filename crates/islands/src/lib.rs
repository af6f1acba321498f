//! The only code besides the domain that runs in the browser. Each island improves what already works
//! without it.

mod chart;
mod form;
mod list;
mod shortlist;

pub use chart::ChartReader;
pub use form::FormKeeper;
pub use list::ListEnhancer;
pub use shortlist::{SHORTLIST, Shortlist};

#[cfg(feature = "hydrate")]
mod chart_browser;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod form_browser;
#[cfg(feature = "hydrate")]
mod list_browser;
#[cfg(feature = "hydrate")]
mod shortlist_browser;
