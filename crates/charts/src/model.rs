//! A chart as numbers: what its picture, its table and its files are all made from.

use super::{MIN_RELIABLE_GROUP, percent};
use domain::chart::{ChartName, ChartRequest};
use domain::route;
use domain::{Lang, Query};

/// How a chart's numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One bar an item, a part of the item's whole.
    Bars,
    /// One bar an item, compared with the longest.
    Counts,
    /// Each item a bar of parts that fill it.
    Stacked,
    /// Each item a bar of parts, its length its share of all commitments.
    Funnel,
    /// Each item the share of its first series in its second.
    Shares,
    /// Shares over the years: each group a line.
    Trend,
    /// Items down, series across, the larger the darker.
    Heat,
    /// Items are countries.
    Map,
}

/// One number, and the list of exactly the commitments that it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub count: usize,
    /// The whole that it is a part of, where there is one.
    pub of: Option<usize>,
    /// The number of assessed commitments that it is a part of, where there is one.
    pub of_assessed: Option<usize>,
    /// The address of the list of them; empty where there is none.
    pub list: String,
}

impl Cell {
    /// A number whose commitments `query` selects, without a whole.
    pub fn new(count: usize, query: &Query) -> Self {
        Self {
            count,
            of: None,
            of_assessed: None,
            list: if count > 0 {
                query.link(route::Commitments)
            } else {
                String::new()
            },
        }
    }

    pub const fn of(mut self, whole: usize) -> Self {
        self.of = Some(whole);
        self
    }

    pub const fn of_assessed(mut self, whole: usize) -> Self {
        self.of_assessed = Some(whole);
        self
    }

    /// The share of those assessed if there is one, else of the whole.
    pub fn percent(&self) -> Option<usize> {
        percent(self.count, self.of_assessed.or(self.of)?)
    }

    /// Whether its share rests on so few ratings that one more or less would change it a lot.
    pub fn is_small(&self) -> bool {
        self.of_assessed
            .is_some_and(|whole| (1..MIN_RELIABLE_GROUP).contains(&whole))
    }
}

/// What the cells with the same index count, in every item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub label: String,
    pub class: &'static str,
    /// What it means, where that is not plain.
    pub definition: Option<&'static str>,
}

impl Series {
    pub fn new(label: impl Into<String>, class: &'static str) -> Self {
        Self {
            label: label.into(),
            class,
            definition: None,
        }
    }
}

/// The class of the item and of the series that count all of a heat table's rows and columns, whose
/// cells are not shaded.
pub const TOTAL: &str = "total";

/// One row of the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartItem {
    pub label: String,
    /// For programs: a slug, a year, or a country's three letters.
    pub key: String,
    pub class: &'static str,
    /// What it means, where that is not plain.
    pub definition: Option<&'static str>,
    /// One for each series.
    pub cells: Vec<Cell>,
}

/// A place in a series of years from which on the numbers mean something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The index of the last item before it.
    pub after: usize,
    /// What is different from then on, in two or three words.
    pub label: &'static str,
}

/// Items that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Empty where there is only one group.
    pub heading: String,
    pub items: Vec<ChartItem>,
    /// Where the scale or the kind of review changed.
    pub change: Option<Break>,
}

impl Group {
    pub fn new(heading: impl Into<String>, items: Vec<ChartItem>) -> Self {
        Self {
            heading: heading.into(),
            items,
            change: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub request: ChartRequest,
    pub lang: Lang,
    /// Its id on a page.
    pub id: String,
    pub shape: Shape,
    pub title: String,
    /// A sentence or two that sum it up, with denominators.
    pub finding: String,
    /// Caveats: what is left out, what cannot be compared.
    pub notes: Vec<String>,
    /// What an item is, for the table's first column.
    pub item_heading: &'static str,
    /// What the series are values of, where they are.
    pub series_heading: Option<&'static str>,
    pub series: Vec<Series>,
    pub groups: Vec<Group>,
    /// The number of commitments that the chart covers.
    pub total: usize,
}

impl Chart {
    pub fn items(&self) -> impl Iterator<Item = &ChartItem> {
        self.groups.iter().flat_map(|group| &group.items)
    }

    /// The largest number, totals aside.
    pub fn largest(&self) -> usize {
        self.items()
            .filter(|item| item.class != TOTAL)
            .flat_map(|item| item.cells.iter().zip(&self.series))
            .filter(|(_, series)| series.class != TOTAL)
            .map(|(cell, _)| cell.count)
            .max()
            .unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.largest() == 0
    }

    /// Whether it is items with bars, one below the other.
    pub const fn has_bars(&self) -> bool {
        !matches!(self.shape, Shape::Trend | Shape::Heat | Shape::Map)
    }

    /// Whether its items belong together, as years, levels and steps do, so that some of them alone
    /// would tell something else.
    pub fn is_series(&self) -> bool {
        let request = self.request;
        match request.name {
            ChartName::Explore => request.split.is_ordered(),
            ChartName::Matrix => request.down.is_ordered(),
            // Those compared come first, then what they are like.
            ChartName::Members | ChartName::Areas | ChartName::Compare => false,
            ChartName::Ambition
            | ChartName::Completion
            | ChartName::Results
            | ChartName::Progress
            | ChartName::Trend
            | ChartName::Reviews
            | ChartName::Map => true,
        }
    }
}
