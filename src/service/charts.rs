//! Answering with charts: any chart over any query, and those that stand on other pages.

use std::sync::Arc;

use super::list::active_filters;
use super::permanent::permanent;
use super::{ActiveFilter, App, spelling};
use crate::error::AppError;
use catalogue::Catalogue;
use charts::numbers::{ChartScope, compare_with_all, compute, level_chart};
use charts::{Chart, ChartName, ChartRequest, LevelCounts};
use domain::query::{Filter, Query};
use domain::{Dimension, Lang};

/// A chart with everything around it.
#[derive(Debug, Clone)]
pub struct ChartView {
    /// The snapshot it was computed from.
    pub catalogue: Arc<Catalogue>,
    /// The query, in canonical form.
    pub query: Query,
    /// The same view in an address that keeps showing it.
    pub permanent: Query,
    /// What is chosen.
    pub active: Vec<ActiveFilter>,
    /// The chart.
    pub chart: Chart,
}

/// The charts that stand on the overview and on members' and areas' pages.
#[derive(Debug, Clone)]
pub struct ChartsInPlace {
    /// The snapshot they were computed from.
    pub catalogue: Arc<Catalogue>,
    /// What they cover.
    pub query: Query,
    /// Whether the address narrows them further than their page does.
    pub is_narrowed: bool,
    /// How many commitments stand at each level, for each dimension.
    pub levels: Vec<LevelCounts>,
    /// A chart for each dimension, and the way from promise to results.
    pub charts: Vec<Chart>,
    /// On the overview, shares by plan year.
    pub trend: Option<Chart>,
}

/// A part of the record that has a page: a member or an area, by its name in addresses.
#[derive(Debug, Clone)]
pub struct Part {
    /// `Member` or `Area`.
    pub filter: Filter,
    /// Its name in addresses.
    pub slug: String,
    /// Its name in the reader's language.
    pub name: String,
}

impl App {
    /// A chart over a query; its page and order are ignored.
    pub async fn chart(
        &self,
        request: ChartRequest,
        query: &Query,
        lang: Lang,
    ) -> Result<ChartView, AppError> {
        let found = self.found(query).await?;
        let catalogue = self.snapshot();
        let query = spelling::canonical(&catalogue, query).selection();
        let scope = ChartScope {
            lang,
            catalogue: &catalogue,
            query: query.clone(),
            found: found.as_ref().map(|found| found.ids.as_slice()),
        };
        let chart = compute(&scope, request)?;
        Ok(ChartView {
            permanent: permanent(&query, catalogue.version(), self.now()),
            active: active_filters(&query),
            chart,
            query,
            catalogue,
        })
    }

    /// The charts of a page, over what its address filters further, through the page's lens; a part
    /// beside the whole.
    pub async fn charts_in_place(
        &self,
        catalogue: &Arc<Catalogue>,
        query: &Query,
        part: Option<&Part>,
        lang: Lang,
    ) -> Result<ChartsInPlace, AppError> {
        let found = self.found(query).await?;
        // The page of an area is about that area, whatever the lens.
        let is_of_area = part.is_some_and(|part| part.filter == Filter::Area);
        let asked = spelling::canonical(catalogue, query).selection();
        let asked = if is_of_area {
            asked
        } else {
            asked.through_lens().1
        };
        let whole = part.map_or_else(|| asked.clone(), |part| asked.without_filter(part.filter));
        let query = part.map_or_else(|| asked.clone(), |part| whole.with(part.filter, &part.slug));
        let levels = |query: &Query| -> Vec<LevelCounts> {
            let rows = catalogue
                .select(query, found.as_ref().map(|found| found.ids.as_slice()))
                .rows;
            let each = Dimension::ALL.iter();
            each.map(|d| LevelCounts::of(catalogue, &rows, *d))
                .collect()
        };
        let (own, all) = (levels(&query), levels(&whole));
        let mut charts: Vec<Chart> = match part {
            None => own.iter().map(|c| level_chart(lang, c, &query)).collect(),
            Some(part) => {
                let named = (part.slug.as_str(), part.name.as_str());
                own.iter()
                    .zip(&all)
                    .map(|(own, all)| compare_with_all(lang, named, (own, &query), (all, &whole)))
                    .collect()
            }
        };
        let scope = ChartScope {
            lang,
            catalogue,
            query: query.clone(),
            found: found.as_ref().map(|found| found.ids.as_slice()),
        };
        charts.push(compute(&scope, ChartRequest::plain(ChartName::Progress))?);
        let trend = match part {
            None => Some(compute(&scope, ChartRequest::plain(ChartName::Trend))?),
            Some(_) => None,
        };
        Ok(ChartsInPlace {
            catalogue: Arc::clone(catalogue),
            is_narrowed: whole.without_filter(Filter::Lens).is_narrowed(),
            levels: own,
            charts,
            trend,
            query,
        })
    }
}
