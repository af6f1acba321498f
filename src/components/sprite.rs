//! The symbols and textures that pages refer to.

use leptos::prelude::*;

/// Glyphs for levels, icons, and the textures of charts, once a page.
#[component]
pub fn Sprite() -> impl IntoView {
    view! { <div inner_html=charts::card::SPRITE></div> }
}
