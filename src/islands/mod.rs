//! The only code besides the domain that reaches the browser. Each island makes smoother what
//! already works without it.

mod list;

pub use list::ListEnhancer;

#[cfg(feature = "hydrate")]
mod list_browser;
