//! The surface on which `plotters` draws: SVG whose marks are links with titles and whose colours
//! are classes, so that style sheets decide how it looks (dark mode, print, high contrast).
//!
//! Across, the surface measures in thousandths of its width and writes per cent; down, in
//! hundredths of the text's size and writes `em`. So a picture fills whatever width it is given
//! and its text keeps its size on a phone. The stock SVG backend can do none of this.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::Mark;

/// The width of every surface.
pub const WIDTH: i32 = 1000;
/// The size of text, down.
pub const EM: i32 = 100;

/// The sheet that is drawn on; clones draw on the same one.
#[derive(Debug, Clone, Default)]
pub struct Sheet(Rc<RefCell<String>>);

impl Sheet {
    /// What is drawn from now on belongs to this mark, until it is closed.
    pub fn open(&self, mark: &Mark) {
        self.write(format_args!(
            r#"<a class="mark {}" href="{}" aria-label="{}">"#,
            mark.class,
            escape(&mark.href),
            escape(&mark.label)
        ));
    }

    /// Ends the mark.
    pub fn close(&self) {
        self.write(format_args!("</a>"));
    }

    /// A symbol of the page's sprite, one text size wide.
    pub fn glyph(&self, class: &str, top: i32) {
        let name = class.trim_start_matches("level-");
        self.write(format_args!(
            r##"<use class="{class}" href="#g-{name}" x="0" y="{}" width="1em" height="1em"/>"##,
            down(top)
        ));
    }

    /// A rectangle with a class, and a fill of its own for textures.
    pub fn rectangle(&self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        self.write(format_args!(
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
            across(x),
            down(y),
            across(width),
            down(height)
        ));
    }

    /// The texture of a level over a rectangle, so that levels differ without colour.
    pub fn texture(&self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        let name = class.trim_start_matches("level-");
        if matches!(name, "low" | "pending" | "no_data" | "not_reviewable") {
            self.write(format_args!(
                r#"<rect class="tex" x="{}" y="{}" width="{}" height="{}" fill="url(#t-{name})"/>"#,
                across(x),
                down(y),
                across(width),
                down(height)
            ));
        }
    }

    /// What has been drawn.
    pub fn into_markup(self) -> String {
        self.0.take()
    }

    fn write(&self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.borrow_mut().write_fmt(element);
    }
}

/// Thousandths of the width as per cent.
fn across(x: i32) -> String {
    match (x / 10, x % 10) {
        (0, 0) => "0".to_owned(),
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

/// Hundredths of the text's size as em.
fn down(y: i32) -> String {
    if y == 0 {
        "0".to_owned()
    } else {
        format!("{}em", f64::from(y) / f64::from(EM))
    }
}

/// Roles of what is drawn, as the colours that `plotters` carries to the surface.
pub mod role {
    use plotters::style::RGBColor;

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
}

fn class_of(color: BackendColor) -> &'static str {
    match RGBColor(color.rgb.0, color.rgb.1, color.rgb.2) {
        role::TRACK => "track",
        role::BAR => "bar",
        role::HIT => "hit",
        _ => "",
    }
}

/// Draws on a sheet.
#[derive(Debug)]
pub struct SvgSurface {
    sheet: Sheet,
    height: u32,
}

impl SvgSurface {
    /// A surface of [`WIDTH`] by `height` that draws on `sheet`.
    pub fn new(sheet: &Sheet, height: u32) -> Self {
        Self {
            sheet: sheet.clone(),
            height,
        }
    }
}

/// Writing into a string cannot fail, and nothing else here can.
#[derive(Debug, thiserror::Error)]
#[error("drawing failed")]
pub struct Never;

type Drawn = Result<(), DrawingErrorKind<Never>>;

impl DrawingBackend for SvgSurface {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH.unsigned_abs(), self.height)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.sheet.rectangle(class_of(color), (x, y), (1, 1));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
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
    ) -> Drawn {
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
        let moved = if beside { r#" dx="1.5em""# } else { "" };
        self.sheet.write(format_args!(
            r#"<text{class} x="{}" y="{}"{moved}>{}</text> "#,
            across(x),
            down(y),
            escape(text)
        ));
        Ok(())
    }
}

/// Text made safe for SVG and HTML, in elements and attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
