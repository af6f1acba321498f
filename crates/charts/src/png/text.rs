//! Text of a picture, from glyphs that are each drawn once.
//!
//! A long list has thousands of letters and few different ones. Filling the outlines of every text took more
//! than half of a picture's time; here a glyph's coverage is kept and laid over the picture wherever it occurs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, PixmapMut, Transform};
use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::layout::{PositionedGlyph, Span};
use resvg::usvg::{Color, Paint, Text};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::band::Band;

/// A glyph begins at one of so many places within a pixel.
const PLACES: i32 = 4;

/// A glyph covers a pixel in so many steps: few enough that a picture's colours fit a palette.
const STEPS: u8 = 15;

/// The most masks that are kept, of about 300 bytes each. The labels of all charts in three languages have about 900.
const MAX_MASKS: usize = 3_000;

type Masks = HashMap<GlyphKey, Option<GlyphMask>>;

/// Masks of pictures that are finished, for those to come: at most one map for each that was drawn at once.
static FINISHED: Mutex<Vec<Masks>> = Mutex::new(Vec::new());

/// The glyphs of one picture.
pub(super) struct Glyphs<'a> {
    fonts: &'a Database,
    /// The fonts whose glyphs are kept.
    kept: &'a [ID],
    masks: Masks,
}

#[derive(PartialEq, Eq, Hash)]
struct GlyphKey {
    font: ID,
    glyph: u32,
    /// The bits of what its units are multiplied by.
    scale: [u32; 2],
    place: i32,
}

/// How much of each pixel a glyph covers.
struct GlyphMask {
    left: i32,
    top: i32,
    coverage: Mask,
}

impl<'a> Glyphs<'a> {
    /// Those of some fonts, always the same: each glyph an outline and nothing else, and letters that do not join.
    pub(super) fn new(fonts: &'a Database, kept: &'a [ID]) -> Self {
        let masks = finished().pop().unwrap_or_default();
        Self { fonts, kept, masks }
    }

    /// Those of some fonts, of which none was drawn before.
    #[cfg(test)]
    pub(super) fn none_yet(fonts: &'a Database, kept: &'a [ID]) -> Self {
        let masks = Masks::new();
        Self { fonts, kept, masks }
    }

    /// How many different ones there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.masks.len()
    }

    /// Draws a text. False, and nothing is drawn, where it is more than upright letters of one colour in the
    /// fonts whose glyphs are kept.
    pub(super) fn draw(&mut self, text: &Text, band: &mut Band<'_>) -> bool {
        let to_picture = band.to_picture.pre_concat(text.abs_transform());
        let is_kept = |glyph: &PositionedGlyph| self.kept.contains(&glyph.font);
        let is_plain =
            |span: &Span| colour_of(span).is_some() && span.positioned_glyphs.iter().all(is_kept);
        if to_picture.has_skew() || !text.layouted().iter().all(is_plain) {
            return false;
        }
        for span in text.layouted() {
            let Some(colour) = colour_of(span) else {
                continue;
            };
            for glyph in &span.positioned_glyphs {
                let at = to_picture.pre_concat(glyph.outline_transform());
                self.draw_glyph(glyph, at, colour, band);
            }
        }
        true
    }

    /// Draws a glyph where it is in the picture.
    fn draw_glyph(
        &mut self,
        glyph: &PositionedGlyph,
        at: Transform,
        colour: Color,
        band: &mut Band<'_>,
    ) {
        #[expect(clippy::cast_possible_truncation, reason = "a place in a picture")]
        let (places, down) = ((at.tx * PLACES as f32).round() as i32, at.ty.round() as i32);
        let key = GlyphKey {
            font: glyph.font,
            glyph: glyph.id.0,
            scale: [at.sx.to_bits(), at.sy.to_bits()],
            place: places.rem_euclid(PLACES),
        };
        let fonts = self.fonts;
        let mask = self.masks.entry(key).or_insert_with_key(|key| {
            let path = outline(fonts, key.font, key.glyph)?;
            let place = key.place as f32 / PLACES as f32;
            filled(
                &path,
                Transform::from_row(at.sx, 0.0, 0.0, at.sy, place, 0.0),
            )
        });
        if let Some(mask) = mask {
            let place = (places.div_euclid(PLACES), down - band.top);
            mask.lay(colour, place, &mut band.pixels);
        }
    }
}

impl Drop for Glyphs<'_> {
    fn drop(&mut self) {
        if self.masks.len() <= MAX_MASKS {
            finished().push(std::mem::take(&mut self.masks));
        }
    }
}

fn finished() -> std::sync::MutexGuard<'static, Vec<Masks>> {
    FINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The one colour of a span; none where it has strokes, lines, patterns or opacity.
fn colour_of(span: &Span) -> Option<Color> {
    let fill = span.fill.as_ref()?;
    let is_plain = span.visible
        && span.stroke.is_none()
        && span.underline.is_none()
        && span.overline.is_none()
        && span.line_through.is_none()
        && fill.opacity().get() >= 1.0;
    match fill.paint() {
        Paint::Color(colour) if is_plain => Some(*colour),
        _ => None,
    }
}

/// The outline of a glyph, in the units of its font; none where it is blank.
fn outline(fonts: &Database, font: ID, glyph: u32) -> Option<Path> {
    fonts.with_face_data(font, |data, index| {
        let font = FontRef::from_index(data, index).ok()?;
        let outline = font.outline_glyphs().get(GlyphId::new(glyph))?;
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        outline.draw(settings, &mut pen).ok()?;
        pen.0.finish()
    })?
}

/// What of each pixel a path covers.
fn filled(path: &Path, placed: Transform) -> Option<GlyphMask> {
    let bounds = path.bounds().transform(placed)?.round_out()?;
    let (left, top) = (bounds.left(), bounds.top());
    let mut coverage = Mask::new(bounds.width(), bounds.height())?;
    let placed = placed.post_translate(-left as f32, -top as f32);
    coverage.fill_path(path, FillRule::Winding, true, placed);
    for covered in coverage.data_mut() {
        *covered = in_steps(*covered);
    }
    Some(GlyphMask {
        left,
        top,
        coverage,
    })
}

/// The nearest of the steps from nothing to 255.
fn in_steps(covered: u8) -> u8 {
    let step = u8::MAX / STEPS;
    covered.saturating_add(step / 2) / step * step
}

impl GlyphMask {
    /// Lays a colour over a picture where the glyph covers it. Its baseline begins at `across`, `down`.
    fn lay(&self, colour: Color, (across, down): (i32, i32), picture: &mut PixmapMut<'_>) {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let colour = [colour.red, colour.green, colour.blue, u8::MAX];
        let (pixels, _) = picture.data_mut().as_chunks_mut::<4>();
        let rows = self.coverage.data().chunks(self.coverage.width() as usize);
        for (row, y) in rows.zip(down + self.top..) {
            let Some(y) = usize::try_from(y).ok().filter(|y| *y < height) else {
                continue;
            };
            let line = &mut pixels[y * width..(y + 1) * width];
            for (covered, x) in row.iter().zip(across + self.left..) {
                let pixel = usize::try_from(x).ok().and_then(|x| line.get_mut(x));
                if let Some(pixel) = pixel.filter(|_| *covered > 0) {
                    for (part, own) in pixel.iter_mut().zip(colour) {
                        *part = mixed(own, *part, *covered);
                    }
                }
            }
        }
    }
}

/// `over` as far as `covered` of 255 says, `under` for the rest.
fn mixed(over: u8, under: u8, covered: u8) -> u8 {
    let (over, under, covered) = (u32::from(over), u32::from(under), u32::from(covered));
    let sum = over * covered + under * (255 - covered);
    u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
}

/// A path as its font draws it.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
