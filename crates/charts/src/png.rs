//! The same picture as PNG, for places that take no SVG. The font is part of the program, so that a
//! server without fonts draws the same.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::card::{HEIGHT, WIDTH};

#[derive(Debug, thiserror::Error)]
#[error("the picture could not be drawn: {0}")]
pub struct PictureError(String);

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Options {
        fontdb: Arc::new(fonts),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    }
});

/// A card (see [`super::card`]) as PNG, `scale` times 1200 by 630 pixels.
pub fn png(svg: &str, scale: u32) -> Result<Vec<u8>, PictureError> {
    let refuse = |error: &dyn std::fmt::Display| PictureError(error.to_string());
    let tree = Tree::from_str(svg, &OPTIONS).map_err(|e| refuse(&e))?;
    let mut picture = Pixmap::new(WIDTH * scale, HEIGHT * scale)
        .ok_or_else(|| refuse(&"no room for its pixels"))?;
    let factor = scale as f32;
    resvg::render(
        &tree,
        Transform::from_scale(factor, factor),
        &mut picture.as_mut(),
    );
    picture.encode_png().map_err(|e| refuse(&e))
}
