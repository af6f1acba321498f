//! What all shapes share: lines of text that fit, marks, and how numbers are put into words.

use plotters::prelude::*;
use plotters_backend::text_anchor::HPos;

use super::LayoutWidth;
use super::role;
use super::sheet::{EM, Mark, Sheet, WIDTH};
use super::surface::{Area, Drawn, Reach, text};
use crate::format_share;
use crate::model::{Cell, Chart, ChartItem, Series, Shape};
use domain::text::lower_first;
use domain::{Lang, Level};
use i18n::charts as say;
use i18n::format::{number, percent};

/// From one line of text to the next.
pub const LINE: i32 = 125;

/// Draws on one sheet for one layout.
pub struct Pen<'a> {
    pub sheet: &'a Sheet,
    pub area: Area,
    pub layout: LayoutWidth,
}

impl<'a> Pen<'a> {
    pub fn new(sheet: &'a Sheet, layout: LayoutWidth) -> Self {
        Self {
            sheet,
            area: sheet.area(),
            layout,
        }
    }

    /// How many letters of ordinary text fit into the whole width, also in the broad fonts of some
    /// systems and on a screen of 320 px.
    pub const fn letters(&self) -> usize {
        match self.layout {
            LayoutWidth::Wide => 84,
            LayoutWidth::Narrow => 36,
        }
    }

    /// The width that a text may take, with the broad letters of [`Self::letters`].
    pub fn width_of(&self, text: &str) -> i32 {
        let letters = text.chars().count() * WIDTH.unsigned_abs() as usize / self.letters();
        i32::try_from(letters).unwrap_or(WIDTH)
    }

    /// How many letters of a heading fit, which are broader.
    pub const fn heading_letters(&self) -> usize {
        self.letters() * 17 / 20
    }

    /// A line of text whose baseline is at `y`.
    pub fn text(
        &self,
        role: RGBColor,
        place: HPos,
        (x, y): (i32, i32),
        line: impl Into<String>,
    ) -> Drawn {
        self.area
            .draw(&Text::new(line.into(), (x, y), text(role, place)))
    }

    pub fn rectangle(
        &self,
        role: RGBColor,
        (x, y): (i32, i32),
        (width, height): (i32, i32),
    ) -> Drawn {
        // Where a mark answers to a pointer is of use on a page alone.
        if role == role::HIT && self.sheet.is_file() {
            return Ok(());
        }
        self.area.draw(&Rectangle::new(
            [(x, y), (x + width, y + height)],
            role.filled(),
        ))
    }

    pub fn line(&self, role: RGBColor, from: (i32, i32), to: (i32, i32)) -> Drawn {
        self.area.draw(&PathElement::new(vec![from, to], role))
    }

    /// A paragraph in lines of at most `letters`; returns how far down they reach.
    pub fn lines(&self, role: RGBColor, top: i32, paragraph: &str, letters: usize) -> Reach {
        let mut foot = top;
        for line in wrapped(paragraph, letters) {
            foot += LINE;
            self.text(role, HPos::Left, (0, foot - LINE + EM), line)?;
        }
        Ok(foot)
    }

    /// Why there is nothing to draw, in place of the drawing.
    pub fn empty(&self, why: &str) -> i32 {
        self.lines(role::SOFT, 0, why, self.letters()).unwrap_or(0) + EM / 2
    }

    /// Makes what `inside` draws a link to the commitments that a cell counts, if there are any.
    pub fn mark(
        &self,
        cell: &Cell,
        class: &'static str,
        (label, meaning): (String, Option<&'static str>),
        inside: impl FnOnce() -> Drawn,
    ) -> Drawn {
        if cell.count == 0 {
            self.sheet.write(format_args!(r#"<g class="{class}">"#));
            inside()?;
            self.sheet.write(format_args!("</g>"));
            return Ok(());
        }
        self.sheet.open(&Mark {
            href: cell.list.clone(),
            label,
            meaning,
            class,
        });
        inside()?;
        self.sheet.close();
        Ok(())
    }
}

/// Where a part of a whole ends, across.
pub fn share_of_width(part: usize, whole: usize) -> i32 {
    let whole = whole.max(1);
    i32::try_from((part * WIDTH.unsigned_abs() as usize + whole / 2) / whole).unwrap_or(WIDTH)
}

/// Text in lines of at most so many letters, broken between words; a longer word is cut. Spaces that
/// do not break, as French has before a colon, stay within their line.
pub fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A word that is too long may be broken after a slash; its pieces have no space between them.
    let words = text.split_ascii_whitespace().flat_map(|word| {
        let pieces: Vec<&str> = if word.chars().count() > letters {
            word.split_inclusive('/').collect()
        } else {
            vec![word]
        };
        let spaces = std::iter::once(" ").chain(std::iter::repeat(""));
        spaces.zip(pieces)
    });
    for (space, word) in words {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + space.len() + length <= letters => {
                line.push_str(space);
                line.push_str(word);
            }
            _ if length > letters => {
                let short: String = word.chars().take(letters.saturating_sub(1)).collect();
                lines.push(format!("{short}\u{2026}"));
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The number of an item that its one mark leads to: those rated high; where none is, those assessed.
pub fn leading<'a>(chart: &Chart, item: &'a ChartItem) -> &'a Cell {
    let first = &item.cells[0];
    let is_share = matches!(chart.shape, Shape::Shares | Shape::Trend | Shape::Map);
    match item.cells.get(1) {
        Some(assessed) if is_share && first.count == 0 => assessed,
        _ => first,
    }
}

/// The figure beside an item.
pub fn figure(chart: &Chart, item: &ChartItem) -> String {
    let lang = chart.lang;
    let first = &item.cells[0];
    let count = || number(lang, first.count);
    match chart.shape {
        // One base for one number: the sentence above has the share of those assessed too.
        Shape::Bars if is_level(item) => match first.of_assessed {
            Some(_) => share_of(lang, first),
            None => count(),
        },
        Shape::Bars => match first.of.and_then(|of| format_share(lang, first.count, of)) {
            Some(share) => format!("{} ({share})", count()),
            None => count(),
        },
        Shape::Shares | Shape::Trend | Shape::Stacked => share_of(lang, first),
        Shape::Map if chart.series.len() > 1 => share_of(lang, first),
        Shape::Funnel if item.cells.len() == 1 => count(),
        Shape::Funnel => share_of(lang, &item.cells[1]),
        Shape::Counts | Shape::Heat | Shape::Map => count(),
    }
}

/// Whether a bar is a level, whose share is of those assessed.
fn is_level(item: &ChartItem) -> bool {
    item.key.parse::<Level>().is_ok()
}

/// `62% (31 of 50)`, without a percentage where the group is small.
pub fn share_of(lang: Lang, high: &Cell) -> String {
    let Some(assessed) = high.of_assessed else {
        return say::none_assessed(lang).to_owned();
    };
    let part = say::part_of(lang, &number(lang, high.count), &number(lang, assessed));
    match format_share(lang, high.count, assessed) {
        _ if high.is_small() => format!("{part}, {}", say::few_ratings(lang)),
        Some(share) => format!("{share} ({part})"),
        None => say::none_assessed(lang).to_owned(),
    }
}

/// The accessible name of a mark. It has the text that is visible in the mark, such as `figure`, in one
/// piece, so that people who speak to their computer can name what they see (WCAG 2.5.3).
pub fn mark_label(
    chart: &Chart,
    item: &ChartItem,
    series: &Series,
    cell: &Cell,
    figure: &str,
) -> String {
    let lang = chart.lang;
    match chart.shape {
        Shape::Bars => match cell.of {
            Some(of) if !is_level(item) => {
                say::mark_of_whole(lang, &item.label, figure, &number(lang, of))
            }
            _ => say::mark_part(lang, &item.label, figure),
        },
        Shape::Counts => say::mark_counted(lang, cell.count, &item.label),
        Shape::Shares | Shape::Trend => say::mark_high(lang, cell.count, &item.label, figure),
        Shape::Map if chart.series.len() == 1 => say::mark_whole(lang, cell.count, &item.label),
        Shape::Funnel if item.cells.len() == 1 => say::mark_whole(lang, cell.count, &item.label),
        _ => {
            if let Some(across) = chart.series_heading {
                // Ends with what a narrow page shows beside the mark, in its words.
                let item_is = say::named(lang, chart.item_heading, &item.label);
                let series_is = say::named(lang, across, &series.label);
                return say::mark_counted(lang, cell.count, &format!("{item_is}; {series_is}"));
            }
            let series_is = within(lang, &series.label, series.class);
            say::mark_both(lang, cell.count, &item.label, &series_is) + &share_within(lang, cell)
        }
    }
}

/// A label within a sentence: in lower case, except names, which only English mixes with words.
fn within(lang: Lang, label: &str, class: &str) -> String {
    if lang == Lang::English || class.starts_with("level-") || class == "whole" {
        lower_first(label)
    } else {
        label.to_owned()
    }
}

/// The end of a mark's label: its share of those assessed.
fn share_within(lang: Lang, cell: &Cell) -> String {
    match (cell.percent(), cell.of_assessed) {
        (Some(share), Some(of)) if !cell.is_small() => {
            say::mark_share(lang, of, &percent(lang, &share.to_string()))
        }
        (_, Some(of)) => say::mark_of_assessed(lang, of),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrapped("Open data for all", 9), ["Open data", "for all"]);
        assert_eq!(wrapped("Audio/Video", 7), ["Audio/", "Video"]);
        assert_eq!(wrapped("", 9), Vec::<String>::new());
        assert_eq!(
            wrapped("Verwaltungsmodernisierung", 10),
            ["Verwaltun\u{2026}"]
        );
    }

    #[test]
    fn a_space_that_does_not_break_stays_as_it_is() {
        assert_eq!(
            wrapped("Les engagements\u{202f}: 33\u{a0}% d\u{2019}eux", 14),
            ["Les", "engagements\u{202f}:", "33\u{a0}% d\u{2019}eux"]
        );
    }

    #[test]
    fn a_part_ends_where_its_share_says() {
        assert_eq!(
            (
                share_of_width(1, 2),
                share_of_width(0, 0),
                share_of_width(3, 3)
            ),
            (500, 0, 1000)
        );
    }
}
