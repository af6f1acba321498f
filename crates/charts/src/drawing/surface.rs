//! The surface on which `plotters` draws: SVG whose marks are links with titles and whose colours
//! are classes, so that style sheets decide how it looks (dark mode, print, high contrast).
//!
//! Drawing measures across in thousandths of the width, and down in hundredths of the text's size.
//! On a page they are written as per cent and `em`: a picture fills whatever width it is given and
//! its text keeps its size on a phone. In a file they are written as pixels. The stock SVG backend
//! can do none of this.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{Pos, VPos};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// The width of every surface.
pub const WIDTH: i32 = 1000;
/// The size of text, down.
pub const EM: i32 = 100;

/// A part of a picture that can be pointed at and followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it leads.
    pub href: String,
    /// What it says when pointed at or read out.
    pub label: String,
    /// What its word means, where that is not plain.
    pub meaning: Option<&'static str>,
    /// How the style sheet knows it.
    pub class: &'static str,
}

/// What a sheet's measures are written as.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// Per cent and `em`, for a page.
    Page,
    /// Pixels, for a file.
    File {
        /// The width of the whole, in pixels.
        width: f64,
        /// The size of text, in pixels.
        em: f64,
        /// The site's own address, so that links lead somewhere; none where it is not known.
        origin: Option<String>,
    },
}

/// The sheet that is drawn on; clones draw on the same one.
#[derive(Debug, Clone)]
pub struct Sheet {
    markup: Rc<RefCell<String>>,
    ground: Ground,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(ground: Ground) -> Self {
        Self {
            markup: Rc::default(),
            ground,
        }
    }

    /// A surface on this sheet, as high as need be.
    pub fn area(&self) -> Area {
        SvgSurface {
            sheet: self.clone(),
        }
        .into_drawing_area()
    }

    /// What is drawn from now on belongs to this mark, until it is closed.
    pub fn open(&self, mark: &Mark) {
        let (class, href, label) = (mark.class, escape(&mark.href), escape(&mark.label));
        match &self.ground {
            Ground::Page => {
                let meaning = mark.meaning.map_or(String::new(), |meaning| {
                    format!(r#" data-meaning="{}""#, escape(meaning))
                });
                self.write(format_args!(
                    r#"<a class="mark {class}" href="{href}" aria-label="{label}"{meaning}>"#
                ));
            }
            Ground::File {
                origin: Some(origin),
                ..
            } => self.write(format_args!(
                r#"<a class="mark {class}" href="{}{href}"><title>{label}</title>"#,
                escape(origin)
            )),
            Ground::File { origin: None, .. } => self.write(format_args!(
                r#"<g class="mark {class}"><title>{label}</title>"#
            )),
        }
    }

    /// Ends the mark.
    pub fn close(&self) {
        match self.ground {
            Ground::File { origin: None, .. } => self.write(format_args!("</g>")),
            _ => self.write(format_args!("</a>")),
        }
    }

    /// What its measures are written as.
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Whether it is drawn for a file.
    pub const fn is_file(&self) -> bool {
        matches!(self.ground, Ground::File { .. })
    }

    /// A symbol of the page's sprite, one text size wide.
    pub fn glyph(&self, class: &str, (left, top): (i32, i32)) {
        let name = class.trim_start_matches("level-");
        if SYMBOLS.contains(&name) {
            self.write(format_args!(
                r##"<use class="{class}" href="#g-{name}" x="{}" y="{}" width="{em}" height="{em}"/>"##,
                self.x(left),
                self.y(top),
                em = self.y(EM),
            ));
        }
    }

    /// A rectangle with a class.
    pub fn rectangle(&self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        self.write(format_args!(
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
            self.x(x),
            self.y(y),
            self.x(width),
            self.y(height)
        ));
    }

    /// The texture of a class over a rectangle, so that parts differ without colour.
    pub fn texture(&self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        let name = class.trim_start_matches("level-");
        if TEXTURES.contains(&name) {
            self.write(format_args!(
                r#"<rect class="tex" x="{}" y="{}" width="{}" height="{}" fill="url(#t-{name})"/>"#,
                self.x(x),
                self.y(y),
                self.x(width),
                self.y(height)
            ));
        }
    }

    /// Markup of our own, for what the surface has no word for.
    pub fn write(&self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.markup.borrow_mut().write_fmt(element);
    }

    /// What has been drawn.
    pub fn into_markup(self) -> String {
        self.markup.take()
    }

    /// A measure across, as it is written.
    pub fn x(&self, thousandths: i32) -> String {
        match &self.ground {
            Ground::Page if thousandths == 0 => "0".to_owned(),
            Ground::Page => match (thousandths / 10, thousandths % 10) {
                (whole, 0) => format!("{whole}%"),
                (whole, tenth) => format!("{whole}.{tenth}%"),
            },
            Ground::File { width, .. } => pixels(f64::from(thousandths) * width / f64::from(WIDTH)),
        }
    }

    /// A measure down, as it is written.
    pub fn y(&self, hundredths: i32) -> String {
        match &self.ground {
            Ground::Page if hundredths == 0 => "0".to_owned(),
            Ground::Page => ems(hundredths),
            Ground::File { em, .. } => pixels(f64::from(hundredths) * em / f64::from(EM)),
        }
    }
}

/// Hundredths of the text's size, for example `-1.05em`. A page has thousands, so no floating point.
fn ems(hundredths: i32) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    match (size / 100, size % 100) {
        (whole, 0) => format!("{sign}{whole}em"),
        (whole, part) if part % 10 == 0 => format!("{sign}{whole}.{}em", part / 10),
        (whole, part) => format!("{sign}{whole}.{part:02}em"),
    }
}

/// Pixels to a tenth.
fn pixels(length: f64) -> String {
    format!("{}", (length * 10.0).round() / 10.0)
}

/// Symbols that the sprite has for levels.
const SYMBOLS: [&str; 6] = [
    "high",
    "low",
    "pending",
    "no_data",
    "not_reviewable",
    "unstated",
];
/// Textures that the sprite has.
const TEXTURES: [&str; 5] = ["low", "pending", "no_data", "not_reviewable", "few"];

/// Where `plotters` draws.
pub type Area = DrawingArea<SvgSurface, Shift>;
/// How drawing ends.
pub type Drawn = Result<(), DrawingAreaErrorKind<Never>>;

/// Text in a role; its font and size are the style sheet's.
pub fn text(role: RGBColor, place: HPos) -> TextStyle<'static> {
    let mut style =
        TextStyle::from(("sans-serif", EM).into_font()).pos(Pos::new(place, VPos::Bottom));
    style.color = role.to_backend_color();
    style
}

/// Roles of what is drawn, as the colours that `plotters` carries to the surface.
pub mod role {
    use plotters::style::RGBColor;

    /// Every role with its class in the style sheet.
    pub const ALL: &[(RGBColor, &str)] = &[
        (LABEL, ""),
        (BESIDE_GLYPH, ""),
        (HEADING, "head"),
        (SOFT, "soft"),
        (TRACK, "track"),
        (BAR, "bar"),
        (HIT, "hit"),
        (AXIS, "axis"),
        (BROKEN, "broken"),
        (LINE, "line"),
        (LINE_FEW, "line few"),
        (DOT, "dot"),
        (VALUE, "value"),
        (DOT_FEW, "dot few"),
    ];

    /// Ordinary text.
    pub const LABEL: RGBColor = RGBColor(1, 0, 0);
    /// Text behind a glyph, moved to its right.
    pub const BESIDE_GLYPH: RGBColor = RGBColor(2, 0, 0);
    /// The ground of a bar: the whole of which it is a part.
    pub const TRACK: RGBColor = RGBColor(3, 0, 0);
    /// A bar; its colour is that of its mark.
    pub const BAR: RGBColor = RGBColor(4, 0, 0);
    /// The area that answers to a pointer.
    pub const HIT: RGBColor = RGBColor(5, 0, 0);
    /// The heading of a group.
    pub const HEADING: RGBColor = RGBColor(6, 0, 0);
    /// Text that steps back.
    pub const SOFT: RGBColor = RGBColor(7, 0, 0);
    /// Axes and their steps.
    pub const AXIS: RGBColor = RGBColor(8, 0, 0);
    /// Where the scale changed.
    pub const BROKEN: RGBColor = RGBColor(9, 0, 0);
    /// From year to year.
    pub const LINE: RGBColor = RGBColor(10, 0, 0);
    /// From year to year, where one of them rests on few ratings.
    pub const LINE_FEW: RGBColor = RGBColor(11, 0, 0);
    /// A share.
    pub const DOT: RGBColor = RGBColor(12, 0, 0);
    /// A figure that may lie over a line.
    pub const VALUE: RGBColor = RGBColor(14, 0, 0);
    /// A share of few.
    pub const DOT_FEW: RGBColor = RGBColor(13, 0, 0);
}

fn class_of(color: BackendColor) -> &'static str {
    let color = RGBColor(color.rgb.0, color.rgb.1, color.rgb.2);
    role::ALL
        .iter()
        .find(|(role, _)| *role == color)
        .map_or("", |(_, class)| class)
}

/// Draws on a sheet.
#[derive(Debug)]
pub struct SvgSurface {
    sheet: Sheet,
}

/// As high as any picture could be.
const HEIGHT: u32 = 1_000_000;

/// Writing into a string cannot fail, and nothing else here can.
#[derive(Debug, thiserror::Error)]
#[error("drawing failed")]
pub struct Never;

type Backend = Result<(), DrawingErrorKind<Never>>;

impl DrawingBackend for SvgSurface {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH.unsigned_abs(), HEIGHT)
    }

    fn ensure_prepared(&mut self) -> Backend {
        Ok(())
    }

    fn present(&mut self) -> Backend {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Backend {
        self.sheet.rectangle(class_of(color), (x, y), (1, 1));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Backend {
        let size = ((right - left).max(0), (bottom - top).max(0));
        self.sheet
            .rectangle(class_of(style.color()), (left, top), size);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Backend {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Right => "end",
            HPos::Center => "mid",
        };
        let class = format!("{} {anchor}", class_of(style.color()));
        let class = match class.trim() {
            "" => String::new(),
            class => format!(r#" class="{class}""#),
        };
        let color = style.color();
        let beside = RGBColor(color.rgb.0, color.rgb.1, color.rgb.2) == role::BESIDE_GLYPH;
        let moved = if beside {
            format!(r#" dx="{}""#, self.sheet.y(150))
        } else {
            String::new()
        };
        self.sheet.write(format_args!(
            r#"<text{class} x="{}" y="{}"{moved}>{}</text> "#,
            self.sheet.x(x),
            self.sheet.y(y),
            escape(text)
        ));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Backend {
        self.sheet.write(format_args!(
            r#"<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            class_of(style.color()),
            self.sheet.x(from.0),
            self.sheet.y(from.1),
            self.sheet.x(to.0),
            self.sheet.y(to.1)
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Backend {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        for pair in points.windows(2) {
            self.draw_line(pair[0], pair[1], style)?;
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Backend {
        let radius = i32::try_from(radius).unwrap_or(EM);
        self.sheet.write(format_args!(
            r#"<circle class="{}" cx="{}" cy="{}" r="{}"/>"#,
            class_of(style.color()),
            self.sheet.x(center.0),
            self.sheet.y(center.1),
            self.sheet.y(radius)
        ));
        Ok(())
    }
}

/// Text made safe for SVG and HTML, in elements and attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    while let Some(at) = rest.bytes().position(is_special) {
        safe.push_str(&rest[..at]);
        safe.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    safe.push_str(rest);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_markup_elsewhere_is_text_here() {
        let escaped = "é&amp;&lt;a b=&quot;&#39;&quot;&gt; z";
        assert_eq!(escape("é&<a b=\"'\"> z"), escaped);
    }

    #[test]
    fn measures_down_are_hundredths_of_the_text() {
        let sheet = Sheet::new(Ground::Page);
        for (hundredths, written) in [
            (0, "0"),
            (5, "0.05em"),
            (-50, "-0.5em"),
            (100, "1em"),
            (-1207, "-12.07em"),
        ] {
            assert_eq!(sheet.y(hundredths), written);
        }
    }
}
