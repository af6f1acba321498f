//! `/api/v1/charts/{name}`: the numbers of a chart, each with the list of exactly the commitments that it
//! counts.

use axum::Json;
use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;

use super::words::ChartWord;
use crate::error::AppError;
use crate::service::{Missing, NotFound, Suggestion, shortened};
use crate::web::params::Given;
use crate::web::shown::Shown;
use ::charts::{Cell, Chart, ChartItem, ChartRequest, Group, Series};
use domain::Lang;
use domain::chart::ChartName;
use domain::query::Query;
use domain::route::ChartAs;
use domain::similar::nearest;

/// A chart as numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChartBody {
    /// Its name in addresses.
    chart: ChartWord,
    /// Its title.
    title: String,
    /// What it shows, in a sentence or two, with denominators.
    finding: String,
    /// What is left out, and what cannot be compared.
    notes: Vec<String>,
    /// What an item is.
    item_is: &'static str,
    /// What the series are values of, where they are.
    series_is: Option<&'static str>,
    /// What the numbers with the same index count, in every item.
    series: Vec<SeriesBody>,
    /// Items that belong together.
    groups: Vec<GroupBody>,
    /// The number of commitments that the chart covers.
    #[schema(minimum = 0)]
    total: usize,
    /// Its page here.
    href: String,
    /// Which state of the data this is.
    data_version: i64,
    /// Whether the data is synthetic.
    demonstration: bool,
}

/// What numbers with the same index count.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesBody {
    /// Its name.
    label: String,
    /// What it means, where that is not plain.
    definition: Option<&'static str>,
}

/// Items that belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupBody {
    /// Empty where there is only one group.
    heading: String,
    /// The items.
    items: Vec<ItemBody>,
}

/// A row of the numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemBody {
    /// Its name.
    label: String,
    /// For programs: a slug, a year, or a country's three letters.
    key: String,
    /// What it means, where that is not plain.
    definition: Option<&'static str>,
    /// A number for each series.
    values: Vec<CellBody>,
}

/// A number.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellBody {
    /// How many commitments.
    #[schema(minimum = 0)]
    commitments: usize,
    /// The whole that they are a part of, where there is one.
    of_whole: Option<usize>,
    /// How many assessed commitments they are a part of, where that is meant.
    of_assessed: Option<usize>,
    /// The list of exactly these commitments; null where there is none.
    list: Option<String>,
}

/// The numbers of a chart
///
/// Over any selection. `compare` needs two to five members or areas.
#[utoipa::path(
    get, path = "/api/v1/charts/{name}", tag = "charts",
    params(("name" = ChartWord, Path, description = "Which chart", example = "ambition")),
    responses((status = 200, description = "The chart's numbers", body = ChartBody)),
)]
pub async fn find_chart(
    Shown(app): Shown,
    Path(name): Path<String>,
    Given(params): Given,
) -> Result<Json<ChartBody>, AppError> {
    let request = ChartRequest::strictly(named(&name)?, &params)?;
    // Which of those compared there are, and which not, is what the comparison itself tells.
    let query = match request.name {
        ChartName::Compare => Query::of(&params)?,
        _ => app.strict_query(&params)?,
    };
    let view = app.chart(request, &query, Lang::English).await?;
    let version = view.catalogue.version();
    Ok(Json(ChartBody {
        href: request.link(&view.query, ChartAs::Page),
        data_version: version.number,
        demonstration: version.demonstration,
        ..body(view.chart)
    }))
}

fn named(name: &str) -> Result<ChartName, AppError> {
    let known = ChartName::ALL.iter();
    let found = known.clone().find(|chart| chart.slug() == name);
    found.copied().ok_or_else(|| {
        let near = nearest(name, known.map(|chart| (chart.slug(), *chart)), 3);
        let missing = NotFound {
            what: Missing::Chart(shortened(name)),
            instead: near.into_iter().map(Suggestion::Chart).collect(),
        };
        missing.into()
    })
}

fn body(chart: Chart) -> ChartBody {
    ChartBody {
        chart: chart.request.name.into(),
        title: chart.title,
        finding: chart.finding,
        notes: chart.notes,
        item_is: chart.item_heading,
        series_is: chart.series_heading,
        series: chart.series.into_iter().map(series).collect(),
        groups: chart.groups.into_iter().map(group).collect(),
        total: chart.total,
        href: String::new(),
        data_version: 0,
        demonstration: false,
    }
}

fn series(series: Series) -> SeriesBody {
    SeriesBody {
        label: series.label,
        definition: series.definition,
    }
}

fn group(group: Group) -> GroupBody {
    GroupBody {
        heading: group.heading,
        items: group.items.into_iter().map(item).collect(),
    }
}

fn item(item: ChartItem) -> ItemBody {
    ItemBody {
        label: item.label,
        key: item.key,
        definition: item.definition,
        values: item.cells.into_iter().map(cell).collect(),
    }
}

fn cell(cell: Cell) -> CellBody {
    CellBody {
        commitments: cell.count,
        of_whole: cell.of,
        of_assessed: cell.of_assessed,
        list: Some(cell.list).filter(|list| !list.is_empty()),
    }
}
