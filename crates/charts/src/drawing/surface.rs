//! The backend with which `plotters` draws on a [`Sheet`]. The stock SVG backend writes pixels and
//! colours; this one writes the sheet's own units, and classes in place of colours, so that style
//! sheets decide how a chart looks (dark mode, print, high contrast).

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{Pos, VPos};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::role::{self, class_of};
use super::sheet::{EM, Sheet, WIDTH, escape};

/// A sheet as `plotters` draws on it.
pub type Area = DrawingArea<SvgSurface, Shift>;
/// What `plotters` returns; writing into a string cannot fail.
pub type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;
/// How far down a drawing reaches.
pub type Reach = Result<i32, DrawingAreaErrorKind<Infallible>>;

/// Text in a role. Its font and size are the style sheet's; those given here only satisfy `plotters`.
pub fn text(role: RGBColor, place: HPos) -> TextStyle<'static> {
    let mut style =
        TextStyle::from(("sans-serif", EM).into_font()).pos(Pos::new(place, VPos::Bottom));
    style.color = role.to_backend_color();
    style
}

#[derive(Debug)]
pub struct SvgSurface {
    sheet: Sheet,
}

impl SvgSurface {
    pub const fn new(sheet: Sheet) -> Self {
        Self { sheet }
    }
}

/// `plotters` needs a height up front; ours is known only after drawing, so use one no chart reaches.
const HEIGHT: u32 = 1_000_000;

type BackendResult = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SvgSurface {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH.unsigned_abs(), HEIGHT)
    }

    fn ensure_prepared(&mut self) -> BackendResult {
        Ok(())
    }

    fn present(&mut self) -> BackendResult {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> BackendResult {
        self.sheet.rectangle(class_of(color), (x, y), (1, 1));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> BackendResult {
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
    ) -> BackendResult {
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
        let moved = if role::of_color(style.color()) == role::BESIDE_GLYPH {
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
    ) -> BackendResult {
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
    ) -> BackendResult {
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
    ) -> BackendResult {
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
