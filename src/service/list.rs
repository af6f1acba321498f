//! The list: one page of the commitments that a query selects, its facets, and alternatives if it is empty.

use super::localized::{area_name, area_names, member_name, member_names};
use super::permanent::permanent;
use super::search::Found;
use super::views::{ActiveFilter, ListView, Listed, Loosening, Narrowing};
use super::{App, Missing, NotFound, Suggestion, spelling};
use crate::error::AppError;
use catalogue::{Catalogue, Row, plain};
use domain::query::{Filter, PAGE_SIZE, Query, Years};
use domain::search::Marker;
use domain::text::{Piece, marked, snippet};
use domain::{Commitment, Lang};

/// Approximate length in bytes of an extract around the first search hit.
const SNIPPET_WIDTH: usize = 220;
impl App {
    /// One page of the list for a query, with facet counts.
    ///
    /// Refuses a page after the last one.
    pub async fn list(&self, query: &Query) -> Result<ListView, AppError> {
        self.list_of(query, PAGE_SIZE).await
    }

    /// Like [`App::list`], with `size` commitments per page.
    pub async fn list_of(&self, query: &Query, size: usize) -> Result<ListView, AppError> {
        let found = self.found(query).await?;
        let catalogue = self.snapshot();
        let query = spelling::canonical(&catalogue, query);
        let ids = found.as_ref().map(|found| found.ids.as_slice());
        let selection = catalogue.select(&query, ids);
        let page = catalogue.page_of(&query, &selection, size);
        let (total, pages) = (page.total, page.pages);
        if query.page() >= pages {
            let missing = NotFound {
                what: Missing::ListPage(query.page() + 1, pages),
                instead: vec![
                    Suggestion::LastPage(query.at_page(pages - 1)),
                    Suggestion::FirstPage(query.at_page(0)),
                ],
            };
            return Err(missing.into());
        }
        let rows: Vec<Row> = page.rows.into_iter().cloned().collect();
        let active = active_filters(&query);
        let (alternatives, loosenings) = if total == 0 {
            let alternatives = self.alternatives(&query).await?;
            (alternatives, self.loosenings(&catalogue, &active).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        let items = self
            .listed(&catalogue, rows, &query, found.as_deref())
            .await?;
        Ok(ListView {
            items,
            total,
            pages,
            selection,
            understood: found.as_ref().and_then(|found| found.understood()),
            active,
            alternatives,
            loosenings,
            permanent: permanent(&query, catalogue.version(), self.now()),
            catalogue,
            query,
        })
    }

    /// Rows with the hits of the search in the query marked.
    async fn listed(
        &self,
        catalogue: &Catalogue,
        rows: Vec<Row>,
        query: &Query,
        found: Option<&Found>,
    ) -> Result<Vec<Listed>, AppError> {
        let Some(found) = found else {
            return Ok(rows.into_iter().map(Listed::from).collect());
        };
        let marker = &found.search.marker();
        let lang = query.lang().unwrap_or_default();
        let ids = rows.iter().map(|row| row.id);
        let ids: Vec<i64> = ids
            .filter(|id| found.may_be_in_texts(catalogue, *id))
            .collect();
        let descriptions = self.inner.store.descriptions(&ids, self.upto()).await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let c = &row.commitment;
                let institutions = [c.lead_institutions.as_slice(), &c.support_institutions]
                    .concat()
                    .join("; ");
                let description = descriptions.get(&row.id).map(String::as_str);
                // The only hit may be in a summary in another language.
                let in_summaries = || {
                    let mut all = c.summaries_for(lang);
                    all.find_map(|(_, s)| snippet(&plain(&s.text), marker, SNIPPET_WIDTH))
                };
                let extract = snippet(description.unwrap_or_default(), marker, SNIPPET_WIDTH)
                    .or_else(in_summaries)
                    .or_else(|| snippet(&institutions, marker, SNIPPET_WIDTH));
                let title = marked(c.title_for(lang), marker);
                let is_told = extract.is_some() || title.iter().any(|piece| piece.hit);
                let extract = if is_told {
                    extract
                } else {
                    named(catalogue, c, marker, lang)
                };
                Listed {
                    row,
                    title: Some(title),
                    extract,
                    note: None,
                }
            })
            .collect())
    }

    async fn loosenings(
        &self,
        catalogue: &Catalogue,
        active: &[ActiveFilter],
    ) -> Result<Vec<Loosening>, AppError> {
        let mut ways = Vec::new();
        for filter in active {
            let found = self.found(&filter.without).await?;
            let ids = found.as_ref().map(|found| found.ids.as_slice());
            let count = catalogue.select(&filter.without, ids).rows.count();
            if count > 0 {
                ways.push(Loosening {
                    filter: filter.clone(),
                    count,
                });
            }
        }
        ways.sort_by_key(|way| std::cmp::Reverse(way.count));
        Ok(ways)
    }
}

/// The policy area, or the name of the member, by which a search found a commitment: `Open Data`, or
/// `Automated Decision-Making (Algorithms)`.
fn named(
    catalogue: &Catalogue,
    commitment: &Commitment,
    marker: &Marker<'_>,
    lang: Lang,
) -> Option<Vec<Piece>> {
    let areas = commitment.policy_areas.iter();
    let areas = areas.filter_map(|slug| catalogue.areas().find(slug));
    let areas = areas.map(|area| {
        let shown = area_name(lang, &area.slug, &area.name);
        (shown, area_names(area))
    });
    let member = &commitment.member;
    let shown = member_name(lang, &member.slug(), &member.name);
    let member = std::iter::once((shown, member_names(member)));
    areas.chain(member).find_map(|(shown, names)| {
        let own = snippet(&shown, marker, SNIPPET_WIDTH);
        own.or_else(|| {
            let is_hit = |name: &&String| snippet(name, marker, SNIPPET_WIDTH).is_some();
            let other = names.iter().find(is_hit)?;
            snippet(&format!("{shown} ({other})"), marker, SNIPPET_WIDTH)
        })
    })
}

pub(super) fn active_filters(query: &Query) -> Vec<ActiveFilter> {
    let search = query.search().map(|search| ActiveFilter {
        by: Narrowing::Search,
        value: search.to_owned(),
        without: query.without_search(),
    });
    let values = Filter::ALL.iter().flat_map(|filter| {
        query.values(*filter).iter().map(|value| ActiveFilter {
            by: Narrowing::Filter(*filter),
            value: value.clone(),
            without: query.without(*filter, value),
        })
    });
    let codes = query.codes().iter().map(|code| ActiveFilter {
        by: Narrowing::Code,
        value: code.to_string(),
        without: query.without_code(code),
    });
    let years = query.years();
    let year = |by, year: Option<i32>, years: Years| {
        year.map(|year| ActiveFilter {
            by,
            value: year.to_string(),
            without: query.over(years),
        })
    };
    let from = year(
        Narrowing::YearFrom,
        years.from,
        Years {
            from: None,
            ..years
        },
    );
    let to = year(Narrowing::YearTo, years.to, Years { to: None, ..years });
    let all = search.into_iter().chain(values).chain(from).chain(to);
    all.chain(codes).collect()
}
