//! A sheet of SVG: marks that are links with titles, and measures written for a page or for a file.
//!
//! Drawing measures across in thousandths of the width, and down in hundredths of the text size. A
//! page writes them as per cent and `em`, so that one picture fills whatever width it is given while
//! its text keeps its size on a phone; no `viewBox` can do both. A file has a size, so it gets pixels.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use domain::characters::for_xml;
use plotters::prelude::IntoDrawingArea;

use super::surface::{Area, SvgSurface};

/// The width of every sheet.
pub const WIDTH: i32 = 1000;
/// The text size, down.
pub const EM: i32 = 100;

/// A part of a picture that links to the commitments it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub href: String,
    /// The accessible name, which is also the tooltip.
    pub label: String,
    /// What its level or series means, where that is not plain.
    pub meaning: Option<&'static str>,
    pub class: &'static str,
}

/// What a picture is drawn for, which decides how its measures are written.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Per cent and `em`.
    Page,
    /// Pixels.
    File {
        /// The width of the picture, in pixels.
        width: f64,
        /// The text size, in pixels.
        em: f64,
        /// How much height it may take.
        room: Room,
        /// The site's own address, which a file's links need; without it there are none.
        origin: Option<String>,
    },
}

/// How much height a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// As much as the picture needs.
    Free,
    /// That of a card.
    Card,
    /// None for a name above each bar: on a card, and in a long list.
    Dense,
}

/// What is drawn on; clones draw on the same sheet, since `plotters` wants to own its backend.
#[derive(Debug, Clone)]
pub struct Sheet {
    markup: Rc<RefCell<String>>,
    target: Target,
}

impl Sheet {
    pub fn new(target: Target) -> Self {
        Self {
            markup: Rc::default(),
            target,
        }
    }

    /// This sheet as `plotters` draws on it.
    pub fn area(&self) -> Area {
        SvgSurface::new(self.clone()).into_drawing_area()
    }

    /// Begins a mark: what is drawn until [`Self::close`] belongs to it.
    pub fn open(&self, mark: &Mark) {
        let (class, href, label) = (mark.class, escape(&mark.href), escape(&mark.label));
        match &self.target {
            Target::Page => {
                let meaning = mark.meaning.map_or(String::new(), |meaning| {
                    format!(r#" data-meaning="{}""#, escape(meaning))
                });
                self.write(format_args!(
                    r#"<a class="mark {class}" href="{href}" aria-label="{label}"{meaning}>"#
                ));
            }
            Target::File {
                origin: Some(origin),
                ..
            } => self.write(format_args!(
                r#"<a class="mark {class}" href="{}{href}"><title>{label}</title>"#,
                escape(origin)
            )),
            Target::File { origin: None, .. } => self.write(format_args!(
                r#"<g class="mark {class}"><title>{label}</title>"#
            )),
        }
    }

    /// Ends the open mark.
    pub fn close(&self) {
        match self.target {
            Target::File { origin: None, .. } => self.write(format_args!("</g>")),
            _ => self.write(format_args!("</a>")),
        }
    }

    pub const fn target(&self) -> &Target {
        &self.target
    }

    pub const fn is_file(&self) -> bool {
        matches!(self.target, Target::File { .. })
    }

    /// How much height there is; on a page as much as the picture needs.
    pub const fn room(&self) -> Room {
        match self.target {
            Target::Page => Room::Free,
            Target::File { room, .. } => room,
        }
    }

    /// The symbol of a level, one text size wide; nothing for a class without one.
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

    pub fn rectangle(&self, class: &str, corner: (i32, i32), size: (i32, i32)) {
        let place = self.place(corner, size);
        self.write(format_args!(r#"<rect class="{class}"{place}/>"#));
    }

    /// Lays the texture of a class over a rectangle, so that parts differ without colour too.
    pub fn texture(&self, class: &str, corner: (i32, i32), size: (i32, i32)) {
        if let Some(name) = texture_of(class) {
            let place = self.place(corner, size);
            self.write(format_args!(
                r#"<rect class="tex"{place} fill="url(#t-{name})"/>"#
            ));
        }
    }

    /// Where a rectangle is. In a file its edges are whole pixels, so that they are sharp.
    fn place(&self, (x, y): (i32, i32), (width, height): (i32, i32)) -> String {
        match &self.target {
            Target::File { .. } => {
                let left = self.across(x).round();
                let (right, top) = (self.across(x + width).round(), self.down(y).round());
                // What adjoins, adjoins sideways; downwards, bars of one height stay so.
                let (width, height) = (right - left, self.down(height).round());
                format!(r#" x="{left}" y="{top}" width="{width}" height="{height}""#)
            }
            Target::Page => {
                // 0 is what a rectangle has without them.
                let x = match x {
                    0 => String::new(),
                    x => format!(r#" x="{}""#, self.x(x)),
                };
                let y = match y {
                    0 => String::new(),
                    y => format!(r#" y="{}""#, self.y(y)),
                };
                let (width, height) = (self.x(width), self.y(height));
                format!(r#"{x}{y} width="{width}" height="{height}""#)
            }
        }
    }

    /// Writes markup that `plotters` has no element for.
    pub fn write(&self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.markup.borrow_mut().write_fmt(element);
    }

    pub fn into_markup(self) -> String {
        self.markup.take()
    }

    /// A measure across, as the target writes it.
    pub fn x(&self, thousandths: i32) -> String {
        match &self.target {
            Target::Page if thousandths == 0 => "0".to_owned(),
            Target::Page => match (thousandths / 10, thousandths % 10) {
                (whole, 0) => format!("{whole}%"),
                (whole, tenth) => format!("{whole}.{tenth}%"),
            },
            Target::File { .. } => pixels(self.across(thousandths)),
        }
    }

    /// The least measure across that is a pixel; nothing on a page.
    pub fn pixel(&self) -> i32 {
        match self.target {
            Target::Page => 0,
            #[expect(clippy::cast_possible_truncation, reason = "a few thousand at most")]
            Target::File { width, .. } => (f64::from(WIDTH) / width).ceil() as i32,
        }
    }

    /// A measure down, as the target writes it.
    pub fn y(&self, hundredths: i32) -> String {
        match &self.target {
            Target::Page if hundredths == 0 => "0".to_owned(),
            Target::Page => ems(hundredths),
            Target::File { .. } => pixels(self.down(hundredths)),
        }
    }

    /// A measure across in the pixels of a file; nothing on a page, which has none.
    fn across(&self, thousandths: i32) -> f64 {
        match self.target {
            Target::Page => 0.0,
            Target::File { width, .. } => f64::from(thousandths) * width / f64::from(WIDTH),
        }
    }

    /// A measure down in the pixels of a file; nothing on a page, which has none.
    fn down(&self, hundredths: i32) -> f64 {
        match self.target {
            Target::Page => 0.0,
            Target::File { em, .. } => f64::from(hundredths) * em / f64::from(EM),
        }
    }
}

/// Hundredths of the text size, for example `-1.05em`. A page has thousands of them, so this does
/// without floating point.
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

/// Levels for which `sprite.svg` has a symbol, `g-...`.
const SYMBOLS: [&str; 6] = [
    "high",
    "low",
    "pending",
    "no_data",
    "not_reviewable",
    "unstated",
];
/// Classes for which `sprite.svg` has a pattern, `t-...`.
const TEXTURES: [&str; 5] = ["low", "pending", "no_data", "not_reviewable", "few"];

/// The name of the pattern that a class is drawn with, where it has one.
pub fn texture_of(class: &str) -> Option<&str> {
    Some(class.trim_start_matches("level-")).filter(|name| TEXTURES.contains(name))
}

/// Escapes text for SVG and HTML, in elements and attributes. Characters that no XML document can
/// hold are left out, so that whatever the record holds can be drawn.
pub fn escape(text: &str) -> String {
    let text = &*for_xml(text);
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
        assert_eq!(escape("a\u{b}\0b\u{fffe}<"), "ab&lt;");
    }

    #[test]
    fn measures_down_are_hundredths_of_the_text() {
        let sheet = Sheet::new(Target::Page);
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
