//! A picture in bands: so many of its lines, drawn from the whole picture's tree.

use resvg::tiny_skia::{self, Paint, Path, PathSegment, Pixmap, PixmapMut, Point, Transform};
use resvg::usvg::{self, Color, Group, Node, Tree, fontdb};

use super::text::Glyphs;

/// How many pixels beyond its bounds something may reach.
const AROUND: f32 = 4.0;

/// About how many pixels are drawn at a time: few enough for the processor's cache.
pub(super) const PIXELS_AT_ONCE: u32 = 75_000;

/// The most points of a path in a picture that is drawn in bands.
const MAX_POINTS_IN_BANDS: usize = 100;

/// A picture that is drawn band by band, on white.
pub(super) struct Bands<'a> {
    /// How many pixels it has across and down.
    pub size: (u32, u32),
    /// How many lines a band has; the last one may have fewer.
    at_once: u32,
    tree: &'a Tree,
    factor: f32,
    glyphs: Glyphs<'a>,
    pixels: Pixmap,
}

impl<'a> Bands<'a> {
    /// A picture `factor` times as large as it says, with the glyphs of some fonts kept. None where there is no room.
    pub(super) fn new(tree: &'a Tree, factor: f32, kept: &'a [fontdb::ID]) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded by the most pixels, and never negative"
        )]
        let pixels = |length: f32| ((length * factor).ceil() as u32).max(1);
        let (across, down) = (pixels(tree.size().width()), pixels(tree.size().height()));
        let at_once = if has_outlines(tree.root()) {
            down
        } else {
            (PIXELS_AT_ONCE / across).clamp(1, down)
        };
        Some(Self {
            size: (across, down),
            at_once,
            tree,
            factor,
            glyphs: Glyphs::new(tree.fontdb(), kept),
            pixels: Pixmap::new(across, at_once)?,
        })
    }

    /// Where the bands begin.
    pub(super) fn tops(&self) -> impl Iterator<Item = u32> + use<> {
        (0..self.size.1).step_by(self.at_once as usize)
    }

    /// The pixels of the band that begins at `top`, line by line, as red, green, blue and opaque.
    pub(super) fn draw(&mut self, top: u32) -> &[[u8; 4]] {
        self.pixels.fill(tiny_skia::Color::WHITE);
        let mut band = Band {
            pixels: self.pixels.as_mut(),
            top: i32::try_from(top).unwrap_or(i32::MAX),
            to_picture: Transform::from_scale(self.factor, self.factor),
        };
        band.draw(self.tree.root(), &mut self.glyphs);
        let (pixels, _) = self.pixels.data().as_chunks();
        let (across, down) = self.size;
        let lines = self.at_once.min(down - top);
        &pixels[..lines as usize * across as usize]
    }
}

/// Whether something in a group has a long outline, as countries have. It would be filled anew for each band
/// that it reaches into.
fn has_outlines(group: &Group) -> bool {
    group.children().iter().any(|node| match node {
        Node::Group(inner) => has_outlines(inner),
        Node::Path(path) => path.data().points().len() > MAX_POINTS_IN_BANDS,
        Node::Image(_) | Node::Text(_) => false,
    })
}

/// Where a band is drawn.
pub(super) struct Band<'a> {
    /// Its pixels.
    pub pixels: PixmapMut<'a>,
    /// How many lines of the picture are above it.
    pub top: i32,
    /// From the tree to the picture.
    pub to_picture: Transform,
}

impl Band<'_> {
    /// Draws what of a group is within the band: texts from `glyphs`, where they can be, everything else as
    /// it is.
    pub(super) fn draw(&mut self, group: &Group, glyphs: &mut Glyphs<'_>) {
        for node in group.children() {
            if !self.reaches(node) {
                continue;
            }
            match node {
                Node::Text(text) if glyphs.draw(text, self) => {}
                Node::Group(inner) if !inner.should_isolate() => self.draw(inner, glyphs),
                Node::Path(path) if self.draw_rectangle(path).is_some() => {}
                Node::Path(path) if self.draw_line(path).is_some() => {}
                node => self.draw_node(node, group.abs_transform()),
            }
        }
    }

    /// From the tree to the band.
    fn to_band(&self) -> Transform {
        self.to_picture.post_translate(0.0, -(self.top as f32))
    }

    fn reaches(&self, node: &Node) -> bool {
        let place = node.abs_stroke_bounding_box().transform(self.to_band());
        let lines = -AROUND..self.pixels.height() as f32 + AROUND;
        place.is_some_and(|place| place.bottom() > lines.start && place.top() < lines.end)
    }

    /// Draws a node as it is. `within` places its group.
    fn draw_node(&mut self, node: &Node, within: Transform) {
        let Some(place) = node.abs_layer_bounding_box() else {
            return;
        };
        // `render_node` moves it into the corner.
        let back = self.to_band().pre_concat(within);
        let back = back.pre_translate(place.x(), place.y());
        resvg::render_node(node, back, &mut self.pixels);
    }

    /// Draws a path that is an upright rectangle of one colour, which needs no outline. Nothing where it is more.
    fn draw_rectangle(&mut self, path: &usvg::Path) -> Option<()> {
        let fill = path.fill()?;
        let placed = self.to_band().pre_concat(path.abs_transform());
        let is_plain = path.is_visible() && path.stroke().is_none() && !placed.has_skew();
        if !is_plain || !is_rectangle(path.data()) {
            return None;
        }
        let paint = paint(fill.paint(), fill.opacity())?;
        let place = path.data().bounds().transform(placed)?;
        self.pixels
            .fill_rect(place, &paint, Transform::identity(), None);
        Some(())
    }

    /// Draws a path that is flat, which `render_node` does not. Nothing where it is not flat.
    fn draw_line(&mut self, path: &usvg::Path) -> Option<()> {
        let bounds = path.data().bounds();
        let is_flat = bounds.width() <= 0.0 || bounds.height() <= 0.0;
        let stroke = path.stroke().filter(|_| is_flat && path.is_visible())?;
        let paint = paint(stroke.paint(), stroke.opacity())?;
        let placed = self.to_band().pre_concat(path.abs_transform());
        let stroke = stroke.to_tiny_skia();
        self.pixels
            .stroke_path(path.data(), &paint, &stroke, placed, None);
        Some(())
    }
}

/// One colour as paint; none for patterns.
fn paint(of: &usvg::Paint, opacity: usvg::Opacity) -> Option<Paint<'static>> {
    let usvg::Paint::Color(Color { red, green, blue }) = *of else {
        return None;
    };
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, opacity.to_u8());
    Some(paint)
}

/// Whether a path goes once around its bounds.
fn is_rectangle(path: &Path) -> bool {
    let [first, second, third, fourth] = path.points() else {
        return false;
    };
    let is_straight = |segment| matches!(segment, PathSegment::LineTo(_) | PathSegment::Close);
    // Neighbours share one coordinate and opposite corners none.
    let shared = |a: &Point, b: &Point| {
        let pairs = [[a.x, b.x], [a.y, b.y]];
        let same = pairs.map(|[a, b]| a.to_bits() == b.to_bits());
        same.into_iter().filter(|same| *same).count()
    };
    let sides = [
        (first, second),
        (second, third),
        (third, fourth),
        (fourth, first),
    ];
    path.segments().skip(1).all(is_straight)
        && sides.iter().all(|(a, b)| shared(a, b) == 1)
        && shared(first, third) == 0
        && shared(second, fourth) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::PathBuilder;

    #[test]
    fn a_rectangle_goes_once_around() {
        let path = |points: &[(f32, f32)]| {
            let mut path = PathBuilder::new();
            path.move_to(points[0].0, points[0].1);
            points[1..].iter().for_each(|(x, y)| path.line_to(*x, *y));
            path.close();
            path.finish().unwrap()
        };
        let corners = [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)];
        assert!(is_rectangle(&path(&corners)));
        for other in [
            &corners[..3],
            &[(0.0, 0.0), (2.0, 1.0), (2.0, 0.0), (0.0, 1.0)],
            &[(0.0, 0.0), (2.0, 0.0), (0.0, 0.0), (0.0, 1.0)],
            &[(0.0, 0.0), (2.0, 0.0), (2.5, 1.0), (0.0, 1.0)],
        ] {
            assert!(!is_rectangle(&path(other)), "{other:?}");
        }
        let mut two = PathBuilder::new();
        two.move_to(0.0, 0.0);
        two.line_to(2.0, 0.0);
        two.move_to(2.0, 1.0);
        two.line_to(0.0, 1.0);
        assert!(!is_rectangle(&two.finish().unwrap()));
    }
}
