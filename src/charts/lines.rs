//! The numbers of a chart as lines of a file.

use super::model::{Cell, Chart};
use super::percent;

/// The columns.
pub const COLUMNS: [&str; 11] = [
    "chart",
    "group",
    "item",
    "key",
    "series",
    "commitments",
    "of_all",
    "percent_of_all",
    "of_assessed",
    "percent_of_assessed",
    "list",
];

/// A line for each number, in the order of [`COLUMNS`].
pub fn lines(chart: &Chart) -> impl Iterator<Item = [String; 11]> {
    chart.groups.iter().flat_map(move |group| {
        group.items.iter().flat_map(move |item| {
            item.cells
                .iter()
                .zip(&chart.series)
                .map(move |(cell, series)| {
                    let [of, share, of_assessed, share_of_assessed] = shares(cell);
                    [
                        chart.request.name.slug().to_owned(),
                        group.heading.clone(),
                        item.label.clone(),
                        item.key.clone(),
                        series.label.clone(),
                        cell.count.to_string(),
                        of,
                        share,
                        of_assessed,
                        share_of_assessed,
                        cell.list.clone(),
                    ]
                })
        })
    })
}

fn shares(cell: &Cell) -> [String; 4] {
    let told = |whole: Option<usize>| {
        let share = whole.and_then(|whole| percent(cell.count, whole));
        [whole, share].map(|number| number.map_or(String::new(), |n| n.to_string()))
    };
    let [of, share] = told(cell.of);
    let [of_assessed, share_of_assessed] = told(cell.of_assessed);
    [of, share, of_assessed, share_of_assessed]
}
