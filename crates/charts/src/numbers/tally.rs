//! A bar chart of counts that link to a list other than `/commitments`.

use super::empty_chart;
use crate::model::{Cell, Chart, ChartItem, Group, Series, Shape};
use domain::Lang;
use domain::chart::ChartName;
use i18n::layout::commitments;

/// A chart of such counts. `items` are label, key, count and link.
pub fn tally(
    lang: Lang,
    id: &str,
    title: &str,
    item_heading: &'static str,
    finding: String,
    items: Vec<(String, &'static str, usize, String)>,
) -> Chart {
    let total = items.iter().map(|(_, _, count, _)| count).sum();
    let items = items
        .into_iter()
        .map(|(label, key, count, list)| ChartItem {
            label,
            key: key.to_owned(),
            class: "",
            definition: None,
            cells: vec![Cell {
                count,
                of: Some(total),
                of_assessed: None,
                list,
            }],
        });
    Chart {
        id: format!("chart-{id}"),
        title: title.to_owned(),
        finding,
        item_heading,
        series: vec![Series::new(commitments(lang), "whole")],
        groups: vec![Group::new(String::new(), items.collect())],
        ..empty_chart(lang, ChartName::Explore, Shape::Counts, total)
    }
}
