//! The browser part: what `cargo xtask` compiles to WebAssembly.

// Linked for its islands, which export themselves.
use islands as _;

/// Wakes the islands of a page; called once by the page's script.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
