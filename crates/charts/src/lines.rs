//! The numbers of a chart as rows of a CSV file.

use super::card::Caption;
use super::model::{Cell, Chart};
use i18n::charts as say;

pub const COLUMNS: [&str; 17] = [
    "chart",
    "filters",
    "group",
    "item_is",
    "item",
    "key",
    "series_is",
    "series",
    "commitments",
    "of_whole",
    "percent_of_whole",
    "of_assessed",
    "percent_of_assessed",
    "list",
    "data_version",
    "source",
    "demonstration",
];

/// One row per number, with the columns of [`COLUMNS`]. Each row says by itself what it counts, in which
/// version of the record, and from which source.
pub fn lines(chart: &Chart, caption: &Caption) -> impl Iterator<Item = [String; 17]> {
    let origin = caption.origin.clone().unwrap_or_default();
    let numbers = chart.groups.iter().flat_map(move |group| {
        group.items.iter().flat_map(move |item| {
            let cells = item.cells.iter().zip(&chart.series);
            cells.map(move |(cell, series)| (group, item, cell, series))
        })
    });
    let caption = caption.clone();
    numbers.map(move |(group, item, cell, series)| {
        let [of, share, of_assessed, share_of_assessed] = shares(cell);
        [
            chart.request.name.slug().to_owned(),
            caption.scope.clone(),
            group.heading.clone(),
            chart.item_heading.to_owned(),
            item.label.clone(),
            item.key.clone(),
            chart.series_heading.unwrap_or_default().to_owned(),
            series.label.clone(),
            cell.count.to_string(),
            of,
            share,
            of_assessed,
            share_of_assessed,
            if cell.list.is_empty() {
                String::new()
            } else {
                format!("{origin}{}", cell.list)
            },
            caption.version.clone(),
            say::source(chart.lang).to_owned(),
            if caption.demonstration { "yes" } else { "no" }.to_owned(),
        ]
    })
}

fn shares(cell: &Cell) -> [String; 4] {
    let with_percent = |whole: Option<usize>| match whole.filter(|whole| *whole > 0) {
        Some(whole) => [whole.to_string(), percent_to_one_decimal(cell.count, whole)],
        None => [String::new(), String::new()],
    };
    let [of, share] = with_percent(cell.of);
    let [of_assessed, share_of_assessed] = with_percent(cell.of_assessed);
    [of, share, of_assessed, share_of_assessed]
}

/// Files have one more decimal than pages, because people calculate with them.
fn percent_to_one_decimal(part: usize, whole: usize) -> String {
    let tenths = (part * 1000 + whole / 2) / whole;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        assert_eq!(percent_to_one_decimal(1, 3), "33.3");
        assert_eq!(percent_to_one_decimal(2, 3), "66.7");
        assert_eq!(percent_to_one_decimal(3, 3), "100.0");
    }
}
