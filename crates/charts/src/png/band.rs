//! A band of a picture: so many of its lines, drawn from the whole picture's tree.

use resvg::tiny_skia::{Paint, Path, PathSegment, PixmapMut, Point, Transform};
use resvg::usvg::{self, Color, Group, Node};

use super::text::Glyphs;

/// How many pixels beyond its bounds something may reach.
const AROUND: f32 = 4.0;

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
