//! The same picture as PNG, for places that take no SVG. The font is part of the program, so that a
//! server without fonts draws the same; fonts of the system add scripts that it lacks.

mod band;
mod encode;
mod text;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use resvg::usvg::{Options, Tree, fontdb};

use skrifa::{FontRef, MetadataProvider};

use domain::characters::is_blank;

use band::Bands;
use encode::encode;

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

/// How pictures are read, and the shipped fonts.
struct Reading {
    options: Options<'static>,
    shipped: Vec<fontdb::ID>,
}

static READING: LazyLock<Reading> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    let shipped = fonts.faces().map(|face| face.id).collect();
    for font in further_fonts() {
        fonts.load_font_source(fontdb::Source::Binary(font.data.clone()));
    }
    fonts.set_sans_serif_family("Noto Sans");
    let options = Options {
        fontdb: Arc::new(fonts),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    };
    Reading { options, shipped }
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

/// The most pixels of a picture, which bounds what one costs: a chart that is higher than that is drawn
/// whole, and smaller.
const MAX_PIXELS: f32 = 16_000_000.0;

/// A picture (see [`super::card`]) as PNG on white, `scale` times as large as it says. All but maps are drawn in
/// bands, so that a high one takes little more memory than a low one: a byte for each pixel.
pub fn png(svg: &str, scale: u32) -> Result<Vec<u8>, PictureError> {
    let refuse = |error: &dyn std::fmt::Display| PictureError(error.to_string());
    let svg = drawable(svg, further_fonts());
    let tree = Tree::from_str(&svg, &READING.options).map_err(|e| refuse(&e))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let largest = (MAX_PIXELS / (width * height).max(1.0)).sqrt();
    let factor = (scale as f32).min(largest);
    let bands = Bands::new(&tree, factor, &READING.shipped);
    encode(bands.ok_or_else(|| refuse(&"no room for its pixels"))?).map_err(|e| refuse(&e))
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Color, Pixmap, Transform};

    use super::band::{Band, PIXELS_AT_ONCE};
    use super::text::Glyphs;
    use super::*;

    /// How far two pictures differ, as a part of what the second one has drawn on white.
    fn difference(ours: &Pixmap, theirs: &Pixmap) -> f64 {
        let pairs = ours.data().iter().zip(theirs.data());
        let differing = pairs.map(|(a, b)| f64::from(a.abs_diff(*b)));
        let drawn = theirs.data().iter().map(|part| f64::from(255 - part));
        differing.sum::<f64>() / drawn.sum::<f64>().max(1.0)
    }

    /// A picture as it is written, and as `resvg` draws it in one piece.
    fn both(svg: &str, scale: u32) -> [Pixmap; 2] {
        let ours = Pixmap::decode_png(&png(svg, scale).unwrap()).unwrap();
        let tree = Tree::from_str(svg, &READING.options).unwrap();
        let mut theirs = Pixmap::new(ours.width(), ours.height()).unwrap();
        theirs.fill(Color::WHITE);
        let whole = Transform::from_scale(scale as f32, scale as f32);
        resvg::render(&tree, whole, &mut theirs.as_mut());
        let bands = ours.width() * ours.height() / PIXELS_AT_ONCE;
        assert!(bands > 2, "one band proves nothing");
        [ours, theirs]
    }

    /// A picture without the elements that begin and end so; none of them is within another.
    fn without(svg: &str, (begin, end): (&str, &str)) -> String {
        let mut parts = svg.split(begin);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.split_once(end).unwrap().1)
    }

    const TEXT: (&str, &str) = ("<text", "</text>");
    const RECTANGLE: (&str, &str) = ("<rect", "/>");

    #[test]
    fn what_is_drawn_in_bands_is_what_it_was() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 600" width="400" height="600">
            <defs><pattern id="p" width="7" height="7" patternUnits="userSpaceOnUse"><path d="M0 0h3v3z"/></pattern>
            <symbol id="s" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/></symbol></defs>
            <rect width="400" height="600" fill="#fff"/>
            <g transform="translate(12.4 7.7)" font-size="15.3">
              <a href="/"><rect x="3" y="8" width="60" height="9" fill="#0b6847"/><text y="40">Éducation AVATAR (12 %)</text></a>
              <text x="380" y="62.3" text-anchor="end" fill="#a3201f" font-weight="700">Ünï fi 4.567</text>
              <text x="20" y="90" stroke="#fff" stroke-width="4" paint-order="stroke">with a halo</text>
              <text x="20" y="120" transform="rotate(8)">turned</text>
              <g opacity="0.5"><text x="200" y="120">pale</text></g>
              <line x1="0" y1="150" x2="300" y2="150" stroke="#000"/>
              <line x1="350" y1="10" x2="350" y2="580" stroke="#000" stroke-width="2" stroke-dasharray="5 4"/>
              <line x1="10" y1="160" x2="290" y2="590" stroke="#a00" stroke-width="3"/>
              <rect x="200" y="130" width="90" height="400" fill="url(#p)" stroke="#080"/>
              <use href="#s" x="20" y="180" width="300" height="300" fill="#00a" fill-opacity=".3"/>
            </g></svg>"##;
        for scale in [1, 2] {
            let [ours, theirs] = both(svg, scale);
            let apart = difference(&ours, &theirs);
            assert!(apart < 0.1, "{apart} at {scale}");
            let [ours, theirs] = both(&without(svg, TEXT), scale);
            let apart = difference(&ours, &theirs);
            assert!(apart < 0.002, "{apart} without text at {scale}");
        }
        let tree = Tree::from_str(svg, &READING.options).unwrap();
        let mut pixels = Pixmap::new(400, 600).unwrap();
        let mut glyphs = Glyphs::none_yet(tree.fontdb(), &READING.shipped);
        let mut band = Band {
            pixels: pixels.as_mut(),
            top: 0,
            to_picture: Transform::identity(),
        };
        band.draw(tree.root(), &mut glyphs);
        assert!(glyphs.count() > 20, "nothing was drawn from kept glyphs");
    }

    #[test]
    fn every_chart_is_drawn_in_bands_as_in_one_piece() {
        let catalogue = crate::tests::demonstration();
        for name in crate::ChartName::ALL {
            let svg = crate::tests::picture(&catalogue, *name);
            let no_text = without(&svg, TEXT);
            let no_bars = without(&no_text, RECTANGLE);
            // Letters are a part of a pixel away at most, edges of rectangles are smoother, and those of countries
            // have colours that are nearly theirs.
            for (svg, most) in [(&svg, 0.3), (&no_text, 0.02), (&no_bars, 0.008)] {
                let [ours, theirs] = both(svg, 1);
                let apart = difference(&ours, &theirs);
                assert!(apart < most, "{name}: {apart} of {most}");
            }
        }
    }

    #[test]
    fn a_picture_of_many_colours_is_drawn_in_full() {
        let colours =
            |n: usize| format!("#{:02x}{:02x}{:02x}", n % 256, 255 - n % 256, n / 2 % 256);
        let rects = (0..600).map(|n| {
            let (y, fill) = (n * 2, colours(n));
            format!(r#"<rect x="0" y="{y}" width="300" height="2" fill="{fill}"/>"#)
        });
        let rects: String = rects.collect();
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="1200">{rects}</svg>"#
        );
        let file = png(&svg, 1).unwrap();
        let file = png::Decoder::new(std::io::Cursor::new(file));
        let colours = file.read_info().unwrap().info().color_type;
        assert_eq!(colours, png::ColorType::Rgb);
        let [ours, theirs] = both(&svg, 1);
        assert!(ours.data() == theirs.data());
    }

    #[test]
    fn every_chart_has_a_palette() {
        let catalogue = crate::tests::demonstration();
        for name in crate::ChartName::ALL {
            let file = png(&crate::tests::picture(&catalogue, *name), 1).unwrap();
            let file = png::Decoder::new(std::io::Cursor::new(file));
            let colours = file.read_info().unwrap().info().color_type;
            assert_eq!(colours, png::ColorType::Indexed, "{name}");
        }
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
