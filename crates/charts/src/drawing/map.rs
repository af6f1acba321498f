//! Countries on a map of the world.

use std::collections::HashMap;
use std::sync::LazyLock;

use plotters_backend::text_anchor::HPos;

use super::matrix::heat;
use super::pen::{Pen, leading, mark_label};
use super::role;
use super::sheet::{EM, Room, Target, WIDTH};
use super::surface::{Drawn, Reach};
use crate::model::{Cell, Chart, ChartItem};
use i18n::charts as say;
use i18n::format::{number, percent};

/// Countries smaller than this across are marked with a point.
const SMALL: f64 = 9.0;
/// The height limit of the map in a file, in pixels.
const fn max_height(room: Room) -> f64 {
    match room {
        Room::Free => 560.0,
        Room::Card | Room::Dense => 315.0,
    }
}

/// Where the second column of a key of long words begins.
const SECOND_COLUMN: i32 = 455;
/// The height of a line of the key.
const KEY_LINE: i32 = 160;
/// How many letters of the key fit into an eighth of a file's width.
const KEY_LETTERS: usize = 10;

/// Shapes made by `cargo xtask world`; the file says from what.
const SHAPES: &str = include_str!("../world/shapes.txt");

struct World {
    /// The height of the map; its width is [`WIDTH`].
    height: f64,
    countries: HashMap<&'static str, CountryShape>,
}

struct CountryShape {
    center: (f64, f64),
    /// The larger side of its largest part.
    extent: f64,
    /// Its outline; empty for those too small to have one.
    path: &'static str,
}

static WORLD: LazyLock<World> = LazyLock::new(|| read(SHAPES));

/// Reads the file of shapes, leaving out lines that it does not understand.
fn read(shapes: &'static str) -> World {
    let mut world = World {
        height: 500.0,
        countries: HashMap::new(),
    };
    for line in shapes.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f64>().ok());
        match (cells.first(), number(1), number(2), number(3)) {
            (Some(&"size"), Some(_), Some(height), _) => world.height = height,
            (Some(code), Some(x), Some(y), Some(extent)) => {
                let country = CountryShape {
                    center: (x, y),
                    extent,
                    path: cells.get(4).copied().unwrap_or_default(),
                };
                world.countries.insert(code, country);
            }
            _ => {}
        }
    }
    world
}

/// Draws the map and its key; returns how far down they reach. On a page that is the key alone: the
/// height of the map follows from its width there, which only the browser knows.
pub fn draw(chart: &Chart, pen: &Pen<'_>) -> Reach {
    let world = &*WORLD;
    let sheet = pen.sheet;
    let view = format!("0 0 {WIDTH} {}", world.height);
    let entries = entries(chart);
    let (columns, lines) = key_size(pen, &entries);
    let below = match pen.sheet.target() {
        Target::Page => {
            sheet.write(format_args!(
                r#"<svg class="world" viewBox="{view}" width="100%">"#
            ));
            0
        }
        Target::File {
            width, em, room, ..
        } => {
            // A key of more lines takes their room from the map.
            let key = em * f64::from((lines - 1) * KEY_LINE) / f64::from(EM);
            let max_height = max_height(*room) - key;
            let height = (width * world.height / f64::from(WIDTH)).min(max_height);
            sheet.write(format_args!(
                r#"<svg class="world" viewBox="{view}" width="{width}" height="{height}">"#
            ));
            #[expect(clippy::cast_possible_truncation, reason = "a few thousand at most")]
            let hundredths = (height / em * f64::from(EM)) as i32;
            hundredths + 40
        }
    };
    land(chart, world, pen);
    for pointed in [false, true] {
        for item in chart.items() {
            if let Some(country) = world.countries.get(item.key.as_str())
                && is_pointed(country) == pointed
            {
                place(chart, item, country, pen)?;
            }
        }
    }
    sheet.write(format_args!("</svg>"));
    key(pen, entries, (columns, lines), below)
}

/// The height of the map as a part of its width.
pub fn proportion() -> f64 {
    WORLD.height / f64::from(WIDTH)
}

const fn is_pointed(country: &CountryShape) -> bool {
    country.path.is_empty() || country.extent < SMALL
}

/// The outlines of countries that are not on the chart, or that it shows as points.
fn land(chart: &Chart, world: &World, pen: &Pen<'_>) {
    let is_drawn = |code: &str| {
        chart
            .items()
            .any(|item| item.key == code && !world.countries.get(code).is_some_and(is_pointed))
    };
    let mut codes: Vec<_> = world
        .countries
        .keys()
        .filter(|code| !is_drawn(code))
        .collect();
    codes.sort();
    pen.sheet.write(format_args!(r#"<g class="land">"#));
    for code in codes {
        let path = world.countries[code].path;
        if !path.is_empty() {
            pen.sheet.write(format_args!(r#"<path d="{path}"/>"#));
        }
    }
    pen.sheet.write(format_args!("</g>"));
}

fn place(chart: &Chart, item: &ChartItem, country: &CountryShape, pen: &Pen<'_>) -> Drawn {
    let cell = &item.cells[0];
    let label = mark_label(chart, item, &chart.series[0], cell, "");
    let class = class_of(chart, cell);
    // Few ratings are hatched; the hatching is no colour of the style sheet.
    let look = |shape: &'static str| match class {
        "heat-few" => r#"class="hatched" fill="url(#t-few)""#.to_owned(),
        _ => format!(r#"class="{shape}""#),
    };
    pen.mark(leading(chart, item), class, (label, None), || {
        let (x, y) = country.center;
        if is_pointed(country) {
            // A ring around it answers to fingers.
            pen.sheet.write(format_args!(
                r#"<circle class="reach" cx="{x}" cy="{y}" r="12"/><circle {} cx="{x}" cy="{y}" r="5"/>"#,
                look("point")
            ));
        } else {
            pen.sheet
                .write(format_args!(r#"<path {} d="{}"/>"#, look("shape"), country.path));
        }
        Ok(())
    })
}

/// The class of a country.
fn class_of(chart: &Chart, cell: &Cell) -> &'static str {
    if chart.series.len() == 1 {
        return heat(cell.count, chart.largest());
    }
    match cell.percent() {
        None => "heat-0",
        Some(_) if cell.is_small() => "heat-few",
        Some(0..20) => "heat-1",
        Some(20..40) => "heat-2",
        Some(40..60) => "heat-3",
        Some(60..80) => "heat-4",
        Some(_) => "heat-5",
    }
}

/// The columns and lines of the key.
fn key_size(pen: &Pen<'_>, entries: &[(&'static str, String)]) -> (i32, i32) {
    let letters = entries.iter().map(|(_, label)| label.chars().count());
    let columns = match (pen.sheet.is_file(), entries.len()) {
        (true, _) if letters.max().unwrap_or(0) > KEY_LETTERS => 4,
        (true, _) => 8,
        (false, 0..=6) => 3,
        // Longer words.
        (false, _) => 2,
    };
    let count = i32::try_from(entries.len()).unwrap_or(1);
    (columns, (count + columns - 1) / columns)
}

/// What each look means.
fn key(
    pen: &Pen<'_>,
    entries: Vec<(&'static str, String)>,
    (columns, lines): (i32, i32),
    top: i32,
) -> Reach {
    let page = *pen.sheet.target() == Target::Page;
    // Where words are long, those of the second column are longest, and a phone has little room for them.
    let (step, swatch) = if page && columns == 2 {
        (SECOND_COLUMN, 40)
    } else {
        (WIDTH / columns, WIDTH / columns / 5)
    };
    if page {
        let height = f64::from(lines * KEY_LINE) / f64::from(EM);
        pen.sheet.write(format_args!(
            r#"<svg class="chart" width="100%" height="{height}em" aria-hidden="true">"#
        ));
    }
    for ((class, label), place) in entries.into_iter().zip(0..) {
        let (left, top) = (place % columns * step, top + place / columns * KEY_LINE);
        pen.sheet.write(format_args!(r#"<g class="{class}">"#));
        pen.sheet.rectangle("cell", (left, top + 25), (swatch, 85));
        if class == "heat-few" {
            pen.sheet.texture("few", (left, top + 25), (swatch, 85));
        }
        pen.sheet.write(format_args!("</g>"));
        pen.text(
            role::LABEL,
            HPos::Left,
            (left + swatch + 12, top + EM + 5),
            label,
        )?;
    }
    if page {
        pen.sheet.write(format_args!("</svg>"));
    }
    Ok(top + lines * KEY_LINE)
}

fn entries(chart: &Chart) -> Vec<(&'static str, String)> {
    let lang = chart.lang;
    if chart.series.len() > 1 {
        let between = |low, high| say::between(lang, low, &percent(lang, high));
        return vec![
            ("heat-1", say::under(lang, &percent(lang, "20"))),
            ("heat-2", between("20", "39")),
            ("heat-3", between("40", "59")),
            ("heat-4", between("60", "79")),
            ("heat-5", say::and_more(lang, &percent(lang, "80"))),
            ("heat-few", say::few_ratings(lang).to_owned()),
            ("heat-0", say::none_assessed(lang).to_owned()),
            ("land", say::no_commitments(lang).to_owned()),
        ];
    }
    let largest = chart.largest();
    let mut bounds: Vec<(&'static str, usize, usize)> = Vec::new();
    for count in 1..=largest {
        let class = heat(count, largest);
        match bounds.last_mut() {
            Some((same, _, last)) if *same == class => *last = count,
            _ => bounds.push((class, count, count)),
        }
    }
    bounds
        .into_iter()
        .map(|(class, first, last)| {
            let label = if first == last {
                number(lang, first)
            } else {
                say::between(lang, &number(lang, first), &number(lang, last))
            };
            (class, label)
        })
        .chain(
            chart
                .items()
                .any(|item| item.cells[0].count == 0)
                .then(|| ("heat-0", number(lang, 0))),
        )
        .chain([("land", say::none(lang).to_owned())])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_bundled_record_and_the_demonstration_has_its_place() {
        let mut codes: Vec<String> = Vec::new();
        for batch in [
            interchange::seed::commitments().unwrap(),
            interchange::demo::commitments(2000).unwrap(),
        ] {
            codes.extend(
                batch
                    .entries
                    .into_iter()
                    .map(|e| e.commitment.member.country_iso3.clone()),
            );
        }
        for code in codes {
            let country = WORLD.countries.get(code.as_str());
            let (x, y) = country
                .unwrap_or_else(|| panic!("{code} is not on the map"))
                .center;
            assert!((0.0..=f64::from(WIDTH)).contains(&x), "{code}");
            assert!((0.0..=WORLD.height).contains(&y), "{code}");
        }
    }

    #[test]
    fn small_states_are_points_and_large_ones_are_not() {
        for code in ["MLT", "CPV", "SYC"] {
            assert!(is_pointed(&WORLD.countries[code]), "{code}");
        }
        for code in ["BRA", "CAN", "FRA", "IDN"] {
            assert!(!is_pointed(&WORLD.countries[code]), "{code}");
        }
    }
}
