//! One order and one content: page, table, picture, file and frame of a chart show the same items, with
//! the same numbers, in the same order.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use charts::card::{Extent, svg};
use charts::{Chart, ChartRequest, Shape, format_share};
use domain::chart::{ACROSS, ChartLayout, ChartName, Measure, Order};
use domain::query::Filter;
use domain::{Lang, Params, Query};
use i18n::format::number;
use resvg::tiny_skia::Pixmap;

use super::{Line, chart_address, numbers, unescaped};
use crate::support::site::{Answer, Site};

/// Every chart with every value of each option, and each way to split with several of the others.
fn every_chart() -> Vec<String> {
    let mut all: Vec<String> = super::CHARTS.iter().map(|c| (*c).to_owned()).collect();
    let measures: Vec<&str> = Measure::ALL.iter().map(|m| m.slug()).collect();
    let layouts: Vec<&str> = ChartLayout::ALL.iter().map(|l| l.slug()).collect();
    let orders: Vec<&str> = Order::ALL.iter().map(|o| o.slug()).collect();
    for measure in &measures {
        all.push(format!("map?measure={measure}"));
        for order in &orders {
            all.push(format!("members?measure={measure}&order={order}"));
        }
    }
    let splits = Filter::ALL
        .iter()
        .map(|f| format!("explore?split={}", f.slug()));
    let bases = splits.chain(["areas?".to_owned()]);
    for (base, turn) in bases.zip(0..) {
        for (layout, place) in layouts.iter().zip(0..) {
            for order in &orders {
                let measure = measures[(turn + place) % measures.len()];
                all.push(format!(
                    "{base}&form={layout}&order={order}&measure={measure}"
                ));
            }
        }
    }
    for (down, turn) in Filter::ALL.iter().zip(0..) {
        for place in 0..2 {
            let across = ACROSS[(turn + place * 4) % ACROSS.len()];
            if across != *down {
                all.push(format!(
                    "matrix?down={}&across={}",
                    down.slug(),
                    across.slug()
                ));
            }
        }
    }
    all
}

/// A chart as the program computes it.
async fn computed(site: &Site, chart: &str) -> (Chart, charts::card::Caption) {
    let (name, options) = chart.split_once('?').unwrap_or((chart, ""));
    let options = options.trim_start_matches('&');
    let name: ChartName = name.parse().unwrap();
    let request = ChartRequest::of(name, &Params::parse(options).unwrap()).unwrap();
    let query = Query::parse(options).unwrap();
    let view = site
        .app
        .chart(request, &query, Lang::English)
        .await
        .unwrap();
    let caption = view.caption(None);
    (view.chart, caption)
}

/// The lines of a file, item by item.
fn items(lines: &[Line]) -> Vec<(String, String, Vec<&Line>)> {
    let mut items: Vec<(String, String, Vec<&Line>)> = Vec::new();
    for line in lines {
        match items.last_mut() {
            Some((group, key, own)) if (&*group, &*key) == (&line.group, &line.key) => {
                own.push(line);
            }
            _ => items.push((line.group.clone(), line.key.clone(), vec![line])),
        }
    }
    items
}

/// The rows of a page's table: name, and what each of its cells says.
fn rows(page: &Answer) -> Vec<(String, Vec<String>)> {
    let table = page.between("class=\"chart-data\">", "</details>");
    let Some(table) = table.first() else {
        return Vec::new();
    };
    let body = table.split("<tfoot>").next().unwrap();
    let rows = body.split("<tr><th scope=\"row\">").skip(1);
    rows.map(|row| {
        let (name, rest) = row.split_once("</th>").unwrap();
        let row = rest.split("</tr>").next().unwrap();
        let cells = row.split("<td class=\"n\">").skip(1).map(|cell| {
            let markup = cell.split("</td>").next().unwrap();
            let mut text = String::new();
            let mut inside = false;
            for character in markup.chars() {
                match character {
                    '<' => inside = true,
                    '>' => inside = false,
                    other if !inside => text.push(other),
                    _ => {}
                }
            }
            unescaped(&text)
        });
        (unescaped(name), cells.collect())
    })
    .collect()
}

/// What the table must say, made from the lines of the file.
fn rows_of(lines: &[Line]) -> Vec<(String, Vec<String>)> {
    let mut has: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    let items = items(lines);
    for (_, _, own) in &items {
        for (index, line) in own.iter().enumerate() {
            let entry = has.entry(index).or_default();
            entry.0 |= line.of.is_some();
            entry.1 |= line.of_assessed.is_some();
        }
    }
    let lang = Lang::English;
    let share = |count: usize, of: Option<usize>| {
        of.and_then(|of| format_share(lang, count, of))
            .unwrap_or_else(|| "\u{2013}".to_owned())
    };
    items
        .into_iter()
        .map(|(_, _, own)| {
            let mut cells = Vec::new();
            for (index, line) in own.iter().enumerate() {
                let (of_all, of_assessed) = has[&index];
                cells.push(number(lang, line.count));
                if of_all {
                    cells.push(share(line.count, line.of));
                }
                match line.of_assessed {
                    Some(few @ 1..10) if of_assessed => {
                        cells.push(format!("{} of {few} few ratings", line.count));
                    }
                    of if of_assessed => cells.push(share(line.count, of)),
                    _ => {}
                }
            }
            (own[0].item.clone(), cells)
        })
        .collect()
}

/// The lists that the marks of a drawing lead to, in their order.
fn marks(markup: &str) -> Vec<String> {
    let marks = markup.split("<a ").skip(1);
    marks
        .filter_map(|mark| {
            let tag = mark.split('>').next()?;
            let is_mark = tag.contains("class=\"mark ");
            let href = tag.split("href=\"").nth(1)?.split('"').next()?;
            is_mark.then(|| unescaped(href).replace("http://127.0.0.1:3000", ""))
        })
        .collect()
}

/// The pictures of a page's chart: one, or one for each layout.
fn pictures(page: &Answer) -> Vec<String> {
    let figure = page.body.split("class=\"chart-figure\"").nth(1);
    let figure = figure
        .unwrap()
        .split("class=\"chart-data\"")
        .next()
        .unwrap();
    let wide = figure.split(" for-wide\"").nth(1);
    match wide.and_then(|rest| rest.split_once(" for-narrow\"")) {
        Some((wide, narrow)) => vec![wide.to_owned(), narrow.to_owned()],
        None => vec![figure.to_owned()],
    }
}

/// The lists of all numbers that a chart's shape draws, in the order of the file.
fn drawn(shape: Shape, lines: &[Line]) -> Vec<String> {
    let counted = |lines: &[&Line]| -> Vec<String> {
        let counted = lines.iter().filter(|line| line.count > 0);
        counted.map(|line| line.list.clone()).collect()
    };
    items(lines)
        .into_iter()
        .flat_map(|(_, _, own)| match shape {
            // Where none is high, a share leads to those assessed.
            Shape::Shares | Shape::Trend | Shape::Map if own[0].count == 0 && own.len() > 1 => {
                counted(&own[1..2])
            }
            Shape::Stacked | Shape::Heat => counted(&own),
            Shape::Funnel if own[1..].iter().any(|line| line.count > 0) => counted(&own[1..]),
            _ => counted(&own[..1]),
        })
        .collect()
}

/// What a picture writes, in its order, without spaces.
fn written(picture: &str) -> String {
    let body = picture
        .split_once("</defs>")
        .map_or(picture, |(_, body)| body);
    let texts = body.split("<text").skip(1);
    let texts = texts.filter_map(|text| text.split_once('>')?.1.split('<').next());
    unescaped(&texts.collect::<String>()).replace([' ', '\u{a0}'], "")
}

/// Years that follow each other in one group or one row go forwards.
fn assert_time_goes_forwards(chart: &str, lines: &[Line]) {
    let year = |text: &str| {
        text.parse::<u32>()
            .ok()
            .filter(|y| (1990..2100).contains(y))
    };
    let mut last: Option<(&str, u32)> = None;
    for (_, _, own) in items(lines) {
        let series: Vec<_> = own.iter().filter_map(|line| year(&line.series)).collect();
        assert!(series.is_sorted(), "{chart}: {series:?}");
        let Some(item) = year(&own[0].item) else {
            continue;
        };
        if let Some((group, before)) = last {
            assert!(
                group != own[0].group || before < item,
                "{chart}: {item} after {before}"
            );
        }
        last = Some((&own[0].group, item));
    }
}

async fn shows_the_same(site: &Site, chart: &str) {
    let lines = numbers(site, chart, "").await;
    let lines: Vec<Line> = lines
        .into_iter()
        .map(|line| Line {
            list: line.list.replace("http://127.0.0.1:3000", ""),
            ..line
        })
        .collect();
    assert_time_goes_forwards(chart, &lines);
    let (value, caption) = computed(site, chart).await;

    // Table of the page, of the frame, and file.
    let page = chart_address(chart, "", "")
        .replace("/charts/explore", "/charts")
        .replace("/charts/compare", "/compare");
    let (page, frame) = (
        site.get(&page).await,
        site.get(&chart_address(chart, "/embed", "")).await,
    );
    let expected = if value.is_empty() {
        Vec::new()
    } else {
        rows_of(&lines)
    };
    assert_eq!(rows(&page), expected, "{chart}: table of the page");
    assert_eq!(rows(&frame), expected, "{chart}: table of the frame");

    // Pictures of the page, of the frame, and file.
    let expected = drawn(value.shape, &lines);
    let picture = site.get(&chart_address(chart, ".svg", "")).await.body;
    let whole = svg(&value, &caption, Extent::Whole);
    let in_order = |mut hrefs: Vec<String>| {
        // Small states are drawn above the others.
        if value.shape == Shape::Map {
            hrefs.sort_unstable();
        }
        hrefs
    };
    let expected = in_order(expected);
    for (what, picture) in pictures(&page)
        .into_iter()
        .map(|picture| ("page", picture))
        .chain(pictures(&frame).into_iter().map(|p| ("frame", p)))
        .chain([("file", picture)])
    {
        // A picture without an address of the site has no links.
        if what == "file" && !picture.contains("<a ") {
            let titles = picture.matches("<title>").count();
            assert_eq!(titles, expected.len(), "{chart}: marks of the file");
            continue;
        }
        assert_eq!(in_order(marks(&picture)), expected, "{chart}: {what}");
    }
    if value.shape != Shape::Map && !value.is_empty() {
        let text = written(&whole);
        let mut rest = &*text;
        let mut last = None;
        for (_, key, own) in items(&lines) {
            let name = own[0].item.replace([' ', '\u{a0}'], "");
            // Of many years, a trend names some.
            let Some(at) = rest.find(&name) else {
                assert_eq!(
                    value.shape,
                    Shape::Trend,
                    "{chart}: no {name} after {last:?}"
                );
                continue;
            };
            rest = &rest[at..];
            last = Some(key);
        }
    }

    // The card: as many as fit, from the first on; never some of a series.
    let card = svg(&value, &caption, Extent::Card);
    let (all, some) = (titles(&whole), titles(&card));
    if value.is_series() {
        assert_eq!(some, all, "{chart}: the card cuts a series");
    } else {
        let left_out = card.split("and ").filter_map(|rest| {
            let (count, rest) = rest.split_once(' ')?;
            let count: usize = count.replace(',', "").parse().ok()?;
            rest.starts_with("more in the full chart").then_some(count)
        });
        let left_out: usize = left_out.sum();
        let is_cut = some.len() < all.len();
        assert_eq!(left_out > 0, is_cut, "{chart}: {left_out} left out");
        // The first of each group, as many as are not counted.
        let mut cut = value.clone();
        for group in &mut cut.groups {
            let kept = group.items.len().checked_sub(left_out);
            group.items.truncate(kept.unwrap_or_default());
        }
        let first = svg(&cut, &caption, Extent::Whole);
        assert_eq!(some, titles(&first), "{chart}: the card shows others");
        assert!(!some.is_empty() || all.is_empty(), "{chart}");
    }
}

/// The titles of the marks of a picture.
fn titles(picture: &str) -> Vec<&str> {
    let titles = picture.split("<title>").skip(1);
    titles
        .filter_map(|title| title.split("</title>").next())
        .collect()
}

async fn everything_shows_the_same(site: &Site) {
    let every = every_chart();
    assert!(every.len() > 200, "{}", every.len());
    for chart in &every {
        shows_the_same(site, chart).await;
    }
    // Pixels are made from the same picture, and none is cut off.
    for chart in super::CHARTS {
        let (value, caption) = computed(site, chart).await;
        let whole = svg(&value, &caption, Extent::Whole);
        let height = whole.split("height=\"").nth(1).unwrap();
        let height: f64 = height.split('"').next().unwrap().parse().unwrap();
        let address = chart_address(chart, ".png", "");
        let request = Request::get(&address).body(Body::empty()).unwrap();
        let picture = Pixmap::decode_png(&site.bytes(request).await.0).unwrap();
        assert_eq!(picture.width(), 1200, "{chart}");
        assert!(
            (f64::from(picture.height()) - height).abs() <= 1.0,
            "{chart}"
        );
        // The last line has the ground of the picture, as the line before it.
        let lines: Vec<_> = picture.pixels().chunks(1200).rev().take(2).collect();
        assert!(lines[0] == lines[1], "{chart}: drawn in part");
    }
}

#[tokio::test]
async fn the_bundled_record_is_shown_the_same_everywhere() {
    everything_shows_the_same(&Site::bundled().await).await;
}

#[tokio::test]
async fn the_demonstration_is_shown_the_same_everywhere() {
    everything_shows_the_same(&Site::demonstration(1_500).await).await;
}
