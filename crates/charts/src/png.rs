//! The same picture as PNG, for places that take no SVG. The font is part of the program, so that a
//! server without fonts draws the same.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use skrifa::{FontRef, MetadataProvider};

use super::card::{HEIGHT, WIDTH};
use domain::characters::is_blank;

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

/// What stands where letters are left out that the font does not have.
const LEFT_OUT: &str = "[\u{2026}]";

/// A picture whose every letter can be drawn: runs of letters that the font does not have, which would
/// be empty boxes, are left out, and marked. An SVG is shown with the fonts of its reader and keeps them.
fn drawable(svg: &str) -> Cow<'_, str> {
    let Ok(font) = FontRef::new(notosans::REGULAR_TTF) else {
        return Cow::Borrowed(svg);
    };
    let letters = font.charmap();
    let is_drawn = |c: char| c.is_ascii() || letters.map(c).is_some();
    if svg.chars().all(is_drawn) {
        return Cow::Borrowed(svg);
    }
    let mut drawn = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find(|c| !is_drawn(c)) {
        drawn.push_str(&rest[..at]);
        // Words with a space between them are one run.
        let end = rest[at..]
            .find(|c: char| c != ' ' && is_drawn(c))
            .map_or(rest.len(), |end| at + end);
        let run = &rest[at..end];
        if !run.chars().all(is_unseen) {
            drawn.push_str(LEFT_OUT);
        }
        if run.ends_with(' ') {
            drawn.push(' ');
        }
        rest = &rest[end..];
    }
    drawn.push_str(rest);
    Cow::Owned(drawn)
}

/// Whether a character shows nothing by itself: joiners, directions, variations.
fn is_unseen(c: char) -> bool {
    c == ' ' || matches!(c, '\u{fe00}'..='\u{fe0f}') || (is_blank(c) && !c.is_whitespace())
}

/// A card (see [`super::card`]) as PNG, `scale` times 1200 by 630 pixels.
pub fn png(svg: &str, scale: u32) -> Result<Vec<u8>, PictureError> {
    let refuse = |error: &dyn std::fmt::Display| PictureError(error.to_string());
    let tree = Tree::from_str(&drawable(svg), &OPTIONS).map_err(|e| refuse(&e))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a font has no letter, it draws its box.
    fn boxes(svg: &str) -> usize {
        let font = FontRef::new(notosans::REGULAR_TTF).unwrap();
        let missing = |c: &char| !c.is_ascii() && font.charmap().map(*c).is_none();
        svg.chars().filter(missing).count()
    }

    #[test]
    fn letters_that_cannot_be_drawn_are_left_out_and_marked() {
        for (text, drawn) in [
            ("q: \u{10e6}\u{10d8}\u{10d0}.", "q: [\u{2026}]."),
            (
                "\u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a} \u{645} (CSV)",
                "[\u{2026}] (CSV)",
            ),
            (
                "<b>\u{958b}\u{653e}</b>\u{1218}\u{1228}\u{1303}",
                "<b>[\u{2026}]</b>[\u{2026}]",
            ),
            ("open\u{200b} data\u{fe0f}", "open\u{200b} data"),
            ("\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "[\u{2026}]"),
        ] {
            assert_eq!(drawable(text), drawn);
            assert_eq!(boxes(&drawable(text)), 0);
        }
        for kept in [
            "Estad\u{ed}stica \u{a0}\u{2013} \u{201c}x\u{201d}\u{2026}",
            "\u{39a}\u{3c5}\u{3b2}\u{3ad}\u{3c1}\u{3bd}\u{3b7}\u{3c3}\u{3b7}",
            "\u{41f}\u{440}\u{430}\u{432}\u{43e}",
            "\u{141}\u{f3}d\u{17a} \u{2265}",
        ] {
            assert_eq!(drawable(kept), kept);
        }
    }
}
