//! The two shapes for parts of a whole: bars one above the other, and one stacked bar.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::svg::{EM, Never, Sheet, SvgSurface, WIDTH, escape, role};
use super::{Mark, percent};
use crate::domain::text::grouped;

/// The height of a row: a line of text, a bar, and air.
const ROW: i32 = 270;
const BAR_TOP: i32 = 155;
const BAR_HEIGHT: i32 = 75;
const BASELINE: i32 = 115;
const GLYPH_TOP: i32 = 30;

const STACK_HEIGHT: i32 = 160;
const STACK_BASELINE: i32 = 275;
const STACK_FULL: i32 = 300;
/// A part that occurs is at least this wide, so that it can be seen and pointed at.
const STACK_NARROWEST: i32 = 12;
/// A segment narrower than this has no room for its figure.
const STACK_LABELLED: i32 = 80;

type Area = DrawingArea<SvgSurface, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<Never>>;

/// One part of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How many.
    pub count: usize,
    /// How the style sheet knows it.
    pub class: &'static str,
    /// The list of exactly these commitments.
    pub href: String,
}

/// Parts of one whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// Its name in addresses and element ids.
    pub name: &'static str,
    /// Its heading.
    pub title: String,
    /// What it says in one sentence.
    pub caption: String,
    /// The whole of which the bars are parts.
    pub total: usize,
    /// The bars, top to bottom.
    pub bars: Vec<Bar>,
}

impl BarChart {
    /// One bar a row, each on a pale ground that stands for the whole.
    pub fn svg(&self) -> String {
        let rows = i32::try_from(self.bars.len()).unwrap_or(0);
        self.framed("chart", rows * ROW, |area, sheet| {
            for (bar, row) in self.bars.iter().zip(0..) {
                self.draw_row(area, sheet, bar, row * ROW)?;
            }
            Ok(())
        })
    }

    /// All parts in one bar, figures under those that are wide enough.
    pub fn stacked_svg(&self) -> String {
        self.framed("chart stack", STACK_FULL, |area, sheet| {
            let shown: Vec<&Bar> = self.bars.iter().filter(|bar| bar.count > 0).collect();
            let mut left = 0;
            for (bar, width) in shown.iter().zip(self.widths(&shown)) {
                let right = left + width;
                let share = percent(bar.count, self.total).unwrap_or_default();
                sheet.open(&self.mark(bar, &format!("{share}%, {}", grouped(bar.count))));
                let corners = [(left, 0), (right, STACK_HEIGHT)];
                area.draw(&Rectangle::new(corners, role::BAR.filled()))?;
                sheet.texture(bar.class, (left, 0), (right - left, STACK_HEIGHT));
                area.draw(&Rectangle::new(corners, role::HIT.filled()))?;
                if let (true, Some(percent)) = (
                    right - left >= STACK_LABELLED,
                    percent(bar.count, self.total),
                ) {
                    let middle = i32::midpoint(left, right);
                    let style = text_style(&role::LABEL, HPos::Center);
                    area.draw(&Text::new(
                        format!("{percent}%"),
                        (middle, STACK_BASELINE),
                        style,
                    ))?;
                }
                sheet.close();
                left = right;
            }
            Ok(())
        })
    }

    /// The widths of stacked parts. One that would be too narrow to see takes from the widest.
    fn widths(&self, shown: &[&Bar]) -> Vec<i32> {
        let mut before = 0;
        let mut widths: Vec<i32> = shown
            .iter()
            .map(|bar| {
                let from = self.place(before);
                before += bar.count;
                self.place(before) - from
            })
            .collect();
        let lacking: i32 = widths.iter().map(|w| (STACK_NARROWEST - w).max(0)).sum();
        if let Some(widest) = widths.iter_mut().max() {
            *widest -= lacking;
        }
        widths.iter().map(|w| (*w).max(STACK_NARROWEST)).collect()
    }

    /// Where a running count stands across the picture.
    fn place(&self, count: usize) -> i32 {
        let whole = self.total.max(1);
        i32::try_from((count * WIDTH.unsigned_abs() as usize + whole / 2) / whole).unwrap_or(WIDTH)
    }

    fn framed(
        &self,
        class: &str,
        height: i32,
        draw: impl FnOnce(&Area, &Sheet) -> Drawn,
    ) -> String {
        let sheet = Sheet::default();
        let area = SvgSurface::new(&sheet, height.unsigned_abs()).into_drawing_area();
        // Drawing into a string cannot fail; if it did, the table under the chart remains.
        let _ = draw(&area, &sheet);
        drop(area);
        format!(
            r#"<svg class="{class}" width="100%" height="{}em" role="group" aria-label="{}">{}</svg>"#,
            f64::from(height) / f64::from(EM),
            escape(&self.title),
            sheet.into_markup()
        )
    }

    fn draw_row(&self, area: &Area, sheet: &Sheet, bar: &Bar, top: i32) -> Drawn {
        let mark = (bar.count > 0).then(|| self.mark(bar, &self.figure(bar)));
        if let Some(mark) = &mark {
            sheet.open(mark);
            area.draw(&Rectangle::new(
                [(0, top), (WIDTH, top + ROW - 10)],
                role::HIT.filled(),
            ))?;
        }
        sheet.glyph(bar.class, top + GLYPH_TOP);
        let text = |text: String, x, style| Text::new(text, (x, top + BASELINE), style);
        area.draw(&text(
            bar.label.clone(),
            0,
            text_style(&role::BESIDE_GLYPH, HPos::Left),
        ))?;
        area.draw(&text(
            self.figure(bar),
            WIDTH,
            text_style(&role::LABEL, HPos::Right),
        ))?;
        let (from, to) = (top + BAR_TOP, top + BAR_TOP + BAR_HEIGHT);
        area.draw(&Rectangle::new(
            [(0, from), (WIDTH, to)],
            role::TRACK.filled(),
        ))?;
        if mark.is_some() {
            let end = self.place(bar.count).max(7);
            area.draw(&Rectangle::new([(0, from), (end, to)], role::BAR.filled()))?;
            sheet.texture(bar.class, (0, from), (end, BAR_HEIGHT));
            sheet.close();
        }
        Ok(())
    }

    /// What is read out begins with what is seen: a row shows count and share, a stacked part its
    /// share alone.
    fn mark(&self, bar: &Bar, seen: &str) -> Mark {
        let of = format!("of {} commitments", grouped(self.total));
        Mark {
            href: bar.href.clone(),
            label: format!("{} {seen} {of}", bar.label),
            class: bar.class,
        }
    }

    /// A bar's count and its share of the whole.
    pub fn figure(&self, bar: &Bar) -> String {
        match percent(bar.count, self.total) {
            Some(percent) => format!("{} ({percent}%)", grouped(bar.count)),
            None => grouped(bar.count),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the style borrows its colour"
)]
/// Text in a role; its font and size are the page's.
fn text_style(role: &'static RGBColor, horizontal: HPos) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", EM).into_font())
        .color(role)
        .pos(Pos::new(horizontal, VPos::Bottom))
}
