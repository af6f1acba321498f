//! The same picture as PNG, for places that take no SVG. The font is part of the program, so that a
//! server without fonts draws the same; fonts of the system add scripts that it lacks.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use skrifa::{FontRef, MetadataProvider};

use domain::characters::is_blank;

#[derive(Debug, thiserror::Error)]
#[error("the picture could not be drawn: {0}")]
pub struct PictureError(String);

/// Scripts that the shipped font lacks, each with a letter by which a font that has it is known.
const FURTHER_SCRIPTS: [(&str, char); 12] = [
    ("Arabic", '\u{628}'),
    ("Armenian", '\u{561}'),
    ("Bengali", '\u{995}'),
    ("Devanagari", '\u{915}'),
    ("Ethiopic", '\u{1218}'),
    ("Georgian", '\u{10d0}'),
    ("Han", '\u{4e2d}'),
    ("Hangul", '\u{d55c}'),
    ("Hebrew", '\u{5d0}'),
    ("Kana", '\u{3042}'),
    ("Sinhala", '\u{d85}'),
    ("Thai", '\u{e01}'),
];

/// A font of the system, for scripts that the shipped one lacks.
#[derive(Debug, Clone)]
pub struct FurtherFont {
    /// Its name, for those who run the program.
    pub name: String,
    /// Its file.
    pub data: Arc<Vec<u8>>,
    /// What it is there for.
    pub scripts: Vec<&'static str>,
}

static FURTHER: OnceLock<Vec<FurtherFont>> = OnceLock::new();

/// Draws all pictures of this process with these fonts too, where the shipped one lacks a letter. To be
/// called once, before the first picture; the first call holds.
pub fn use_fonts(fonts: Vec<FurtherFont>) {
    // A second call would make pictures of one process differ.
    let _ = FURTHER.set(fonts);
}

/// The fonts for pictures in addition to the shipped one.
pub fn further_fonts() -> &'static [FurtherFont] {
    FURTHER.get().map_or(&[], Vec::as_slice)
}

/// The scripts of a font's file that the shipped font lacks; none where it is no font.
pub fn further_scripts(data: &[u8]) -> Vec<&'static str> {
    let Ok(font) = FontRef::from_index(data, 0) else {
        return Vec::new();
    };
    let letters = font.charmap();
    let has = |letter: char| letters.map(letter).is_some();
    let scripts = FURTHER_SCRIPTS.iter();
    scripts
        .filter(|(_, letter)| has(*letter))
        .map(|(script, _)| *script)
        .collect()
}

/// How many scripts the shipped font lacks.
pub const fn further_script_count() -> usize {
    FURTHER_SCRIPTS.len()
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    for font in further_fonts() {
        fonts.load_font_source(fontdb::Source::Binary(font.data.clone()));
    }
    fonts.set_sans_serif_family("Noto Sans");
    Options {
        fontdb: Arc::new(fonts),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    }
});

/// What stands where letters are left out that the font does not have.
const LEFT_OUT: &str = "[\u{2026}]";

/// A picture whose every letter can be drawn: runs of letters that no font has, which would be empty
/// boxes, are left out, and marked. An SVG is shown with the fonts of its reader and keeps them.
fn drawable<'a>(svg: &'a str, further: &[FurtherFont]) -> Cow<'a, str> {
    let shipped = FontRef::new(notosans::REGULAR_TTF);
    let further = further
        .iter()
        .map(|font| FontRef::from_index(&font.data, 0));
    let letters: Vec<_> = std::iter::once(shipped)
        .chain(further)
        .filter_map(Result::ok)
        .map(|font| font.charmap())
        .collect();
    let is_drawn = |c: char| c.is_ascii() || letters.iter().any(|font| font.map(c).is_some());
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

/// The most pixels of a picture, which bounds the memory that one takes: a chart that is higher than
/// that is drawn whole, and smaller.
const MAX_PIXELS: f32 = 16_000_000.0;

/// A picture (see [`super::card`]) as PNG, `scale` times as large as it says.
pub fn png(svg: &str, scale: u32) -> Result<Vec<u8>, PictureError> {
    let refuse = |error: &dyn std::fmt::Display| PictureError(error.to_string());
    let tree = Tree::from_str(&drawable(svg, further_fonts()), &OPTIONS).map_err(|e| refuse(&e))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let largest = (MAX_PIXELS / (width * height).max(1.0)).sqrt();
    let factor = (scale as f32).min(largest);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by the most pixels, and never negative"
    )]
    let pixels = |length: f32| (length * factor).ceil() as u32;
    let (across, down) = (pixels(width), pixels(height));
    let mut picture = Pixmap::new(across, down).ok_or_else(|| refuse(&"no room for its pixels"))?;
    // Stretched by less than a pixel, so that nothing shines through a last row that is drawn in part.
    let whole = Transform::from_scale(across as f32 / width, down as f32 / height);
    resvg::render(&tree, whole, &mut picture.as_mut());
    encode(&picture).map_err(|e| refuse(&e))
}

/// A picture as a file. One through which nothing shines is written without its opacity and without
/// filters: of areas of one colour that makes smaller files than the usual choice, in half the time.
fn encode(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (pixels, _) = picture.data().as_chunks::<4>();
    let mut colours = vec![0; 3 * pixels.len()];
    let mut least_opaque = u8::MAX;
    let (opaque, _) = colours.as_chunks_mut::<3>();
    for (colour, &[red, green, blue, alpha]) in opaque.iter_mut().zip(pixels) {
        *colour = [red, green, blue];
        least_opaque = least_opaque.min(alpha);
    }
    if least_opaque < u8::MAX {
        return picture.encode_png();
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    // Level 4 makes files 8 % smaller and takes half as much time again.
    encoder.set_deflate_compression(png::DeflateCompression::Level(2));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_written_as_it_was_drawn() {
        let mut picture = Pixmap::new(3, 2).unwrap();
        picture.fill(resvg::tiny_skia::Color::from_rgba8(200, 30, 7, 255));
        let file = encode(&picture).unwrap();
        assert_eq!(Pixmap::decode_png(&file).unwrap(), picture);
        // 25: the kind of colour, and 2 is without opacity.
        assert_eq!(file[25], 2);
        picture.fill(resvg::tiny_skia::Color::from_rgba8(200, 30, 7, 128));
        let file = encode(&picture).unwrap();
        assert_eq!(file[25], 6);
        assert_eq!(Pixmap::decode_png(&file).unwrap(), picture);
    }

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
            assert_eq!(drawable(text, &[]), drawn);
            assert_eq!(boxes(&drawable(text, &[])), 0);
        }
        for kept in [
            "Estad\u{ed}stica \u{a0}\u{2013} \u{201c}x\u{201d}\u{2026}",
            "\u{39a}\u{3c5}\u{3b2}\u{3ad}\u{3c1}\u{3bd}\u{3b7}\u{3c3}\u{3b7}",
            "\u{41f}\u{440}\u{430}\u{432}\u{43e}",
            "\u{141}\u{f3}d\u{17a} \u{2265}",
        ] {
            assert_eq!(drawable(kept, &[]), kept);
        }
    }

    #[test]
    fn the_shipped_font_is_known_by_what_it_lacks() {
        assert_eq!(further_scripts(notosans::REGULAR_TTF), Vec::<&str>::new());
        assert_eq!(further_scripts(b"no font"), Vec::<&str>::new());
    }
}
