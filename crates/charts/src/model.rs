//! A chart as numbers: what its picture, its table and its files are all made from.

use super::{SMALL_GROUP, percent};
use domain::chart::ChartRequest;
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
    /// How many commitments.
    pub count: usize,
    /// Of how many in all it is a part, where that says something.
    pub of: Option<usize>,
    /// Of how many that the IRM assessed it is a part, where that says something.
    pub of_assessed: Option<usize>,
    /// The list of them; empty where there is none.
    pub list: String,
}

impl Cell {
    /// A number without a whole; `query` selects exactly the commitments it counts.
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

    /// The same number as a part of all.
    pub const fn of(mut self, whole: usize) -> Self {
        self.of = Some(whole);
        self
    }

    /// The same number as a part of those assessed.
    pub const fn of_assessed(mut self, whole: usize) -> Self {
        self.of_assessed = Some(whole);
        self
    }

    /// The share that is told: of the assessed where there is one, else of all.
    pub fn percent(&self) -> Option<usize> {
        percent(self.count, self.of_assessed.or(self.of)?)
    }

    /// Whether its share rests on so few that one more or less would change it much.
    pub fn is_small(&self) -> bool {
        self.of_assessed
            .is_some_and(|whole| (1..SMALL_GROUP).contains(&whole))
    }
}

/// What the cells at one place of every item count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// How the style sheet knows it.
    pub class: &'static str,
    /// What it means, where that is not plain.
    pub definition: Option<&'static str>,
}

impl Series {
    /// A series without a definition.
    pub fn new(label: impl Into<String>, class: &'static str) -> Self {
        Self {
            label: label.into(),
            class,
            definition: None,
        }
    }
}

/// One row of the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub label: String,
    /// Its name for programs: a slug, a year, or a country's three letters.
    pub key: String,
    /// How the style sheet knows it, where it has a look of its own.
    pub class: &'static str,
    /// What it means, where that is not plain.
    pub definition: Option<&'static str>,
    /// A number for each series.
    pub cells: Vec<Cell>,
}

/// Items that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they have in common; empty where there is one group.
    pub heading: String,
    /// The items.
    pub items: Vec<Item>,
    /// After which item (by place) the scale changed.
    pub scale_changes_after: Option<usize>,
}

impl Group {
    /// A group without a change of scale.
    pub fn new(heading: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            heading: heading.into(),
            items,
            scale_changes_after: None,
        }
    }
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What was asked for.
    pub request: ChartRequest,
    /// The language of its texts and numbers.
    pub lang: Lang,
    /// Its id on a page.
    pub id: String,
    /// How it is drawn.
    pub shape: Shape,
    /// Its heading.
    pub title: String,
    /// What it says, in a sentence or two, with denominators.
    pub finding: String,
    /// What readers should know: what is left out, what cannot be compared.
    pub notes: Vec<String>,
    /// What an item is, for the table's first column.
    pub items_are: &'static str,
    /// What the series are values of, where they are.
    pub series_are: Option<&'static str>,
    /// What the numbers of an item are.
    pub series: Vec<Series>,
    /// The numbers.
    pub groups: Vec<Group>,
    /// How many commitments the chart is about.
    pub total: usize,
}

impl Chart {
    /// Every item.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.groups.iter().flat_map(|group| &group.items)
    }

    /// The largest number.
    pub fn largest(&self) -> usize {
        self.items()
            .flat_map(|item| &item.cells)
            .map(|cell| cell.count)
            .max()
            .unwrap_or(0)
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.largest() == 0
    }
}
