//! `/`: what this is, how far the promises got, and ways in.

use leptos::prelude::*;

use super::member::{more_charts, narrowed_notice, small_group_notice};
use super::{Page, Visit};
use crate::components::{
    ChartFigure, CommitmentRows, SearchBox, count_list, lang, layout, link_to, page_title,
    tell_of_record,
};
use crate::service::{ChartsInPlace, HomeView, Listed};
use charts::drawing::Placement;
use charts::{Chart, SMALL_GROUP};
use domain::query::{Filter, Query};
use domain::route;
use domain::{Dimension, Level, PolicyArea, Region};
use i18n::format::{number, percent};
use i18n::{InLanguage, home as say, lang_of, names};

/// The overview.
pub async fn home_page(visit: Visit) -> Page {
    let query = visit.query()?;
    let home = visit.app.home();
    let charts = visit
        .app
        .charts_in_place(&home.catalogue, &query, None, visit.lang())
        .await?;
    Ok(show(home, charts).into_any())
}

fn show(home: HomeView, charts: ChartsInPlace) -> impl IntoView {
    let t = lang();
    let total = home.catalogue.len();
    let newest: Vec<Listed> = home.newest.iter().cloned().map(Listed::from).collect();
    view! {
        {page_title("", say::description(t), route::Home::PATH)}
        {tell_of_record(&home.catalogue)}
        {layout(route::Home::PATH, Some(&home.catalogue), false, view! {
            <div class="hero">
                <h1>{say::heading(t)}</h1>
                <SearchBox big=true/>
                <p class="muted">
                    {say::searches(t)}
                    <a href=link_to(route::Commitments)>{say::browse_all(t, total)}</a> "."
                </p>
            </div>
            {figures(&home)}
            <p class="muted"><small>
                {say::assessed_means(t)}
                <a href=link_to(route::Method)>{say::how_ratings_work(t)}</a>
            </small></p>
            <section class="section" aria-labelledby="progress">
                <h2 id="progress">{say::how_far(t)}</h2>
                {in_columns(charts)}
            </section>
            {ways_in(&home)}
            {featured_section(&home.featured)}
            <section class="section" aria-labelledby="newest">
                <div class="section-head">
                    <h2 id="newest">{say::newest(t)}</h2>
                    <p><a href=link_to(route::Commitments)>{say::all_newest_first(t)}</a></p>
                </div>
                <CommitmentRows items=newest/>
            </section>
        })}
    }
}

/// The three dimensions beside each other, and the way from promise to results under them.
fn in_columns(mut shown: ChartsInPlace) -> AnyView {
    let query = shown.query.clone();
    let below = shown.charts.split_off(shown.levels.len());
    let figures = |charts: Vec<Chart>, placement| {
        charts
            .into_iter()
            .map(|chart| view! { <ChartFigure chart query=query.clone() placement/> })
            .collect_view()
    };
    view! {
        {narrowed_notice(&shown, route::Home::PATH)}
        {small_group_notice(&shown.levels)}
        <div class="cols">{figures(shown.charts, Placement::Column)}</div>
        {figures(below, Placement::Page)}
        {more_charts(&query)}
    }
    .into_any()
}

/// Headline figures, each with its denominator.
fn figures(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let members = match home.years {
        None => say::from_members(t, home.members),
        Some((first, last)) if first == last => say::from_members_of_year(t, home.members, first),
        Some((first, last)) => say::from_members_of_years(t, home.members, first, last),
    };
    let shares = home.levels.iter().map(|counts| {
        let href = Query::default()
            .with(Filter::of(counts.dimension), Level::High.slug())
            .link(route::Commitments);
        let label = match counts.dimension {
            Dimension::Ambition => say::ambitious(t),
            Dimension::Completion => say::completed(t),
            Dimension::EarlyResults => say::strong_results(t),
        };
        let whole = number(t, counts.assessed());
        let figure = match counts.percent_high() {
            None => say::none_assessed(t).to_owned(),
            Some(_) if counts.assessed() < SMALL_GROUP => say::too_few(t).to_owned(),
            Some(high) => say::of_assessed(t, &percent(t, &high.to_string())),
        };
        view! {
            <div>
                <dt><a href=link_to(href)>{label}</a></dt>
                <dd class="big">
                    {number(t, counts.at(Level::High))} <small>{say::out_of(t, &whole)}</small>
                </dd>
                <dd>{figure}</dd>
            </div>
        }
    });
    view! {
        <dl class="figures">
            <div>
                <dt><a href=link_to(route::Commitments)>{say::noun(t, home.catalogue.len())}</a></dt>
                <dd class="big">{number(t, home.catalogue.len())}</dd>
                <dd>{members}</dd>
            </div>
            {shares.collect_view()}
        </dl>
    }
}

fn ways_in(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let digital = home
        .catalogue
        .areas()
        .children("digital-governance")
        .cloned()
        .collect::<Vec<_>>();
    let facet = home.catalogue.facet(Filter::Area);
    let count = |area: &PolicyArea| facet.value(&area.slug).map_or(0, |v| v.rows.count());
    let mut others = home.areas.clone();
    others.retain(|(area, _)| &*area.slug != "digital-governance");
    others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let top = home
        .areas
        .iter()
        .find(|(a, _)| &*a.slug == "digital-governance")
        .cloned();
    let areas = top
        .into_iter()
        .chain(digital.iter().map(|a| (a.clone(), count(a))))
        .chain(others.into_iter().take(6))
        .map(|(area, count)| {
            let name = names::area(t, &area.slug, &area.name);
            (route::Area::new(&area.slug).to_string(), name, count)
        });
    let regions = home.regions.values.iter().map(|value| {
        let href = Query::default()
            .with(Filter::Region, &value.slug)
            .link(route::Commitments);
        let region = value.slug.parse::<Region>();
        let name = region.map_or_else(
            |_| value.label.clone(),
            |region| region.in_language(t).to_owned(),
        );
        (href, name, value.count)
    });
    let members = home.catalogue.facet(Filter::Member).values.iter();
    let mut members: Vec<_> = members
        .map(|v| {
            (
                route::Member::new(&v.slug).to_string(),
                names::member(t, &v.slug, &v.label),
                v.rows.count(),
            )
        })
        .collect();
    members.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    members.truncate(10);
    view! {
        <section class="section" aria-labelledby="ways">
            <h2 id="ways">{say::ways_in(t)}</h2>
            <div class="cols">
                <div>
                    <h3>{say::by_area(t)}</h3>
                    {count_list("count-list", areas)}
                    <p><a href=link_to(route::Areas)>{say::all_areas(t)}</a></p>
                </div>
                <div><h3>{say::by_region(t)}</h3> {count_list("count-list", regions)}</div>
                <div>
                    <h3>{say::by_member(t)}</h3>
                    {count_list("count-list", members.into_iter())}
                    <p><a href=link_to(route::Members)>{say::all_members(t)}</a></p>
                </div>
            </div>
        </section>
    }
}

/// What OGP itself points out; a commitment that the record does not have is linked at its source.
pub fn featured_section(
    featured: &[(crate::service::Featured, Option<catalogue::Row>)],
) -> impl IntoView + use<> {
    let t = lang();
    if featured.is_empty() {
        return ().into_any();
    }
    let (known, elsewhere): (Vec<_>, Vec<_>) =
        featured.iter().cloned().partition(|(_, row)| row.is_some());
    let known: Vec<Listed> = known
        .into_iter()
        .filter_map(|(featured, row)| {
            Some(Listed {
                note: Some(format!("{}.", featured.why(t))),
                ..Listed::from(row?)
            })
        })
        .collect();
    let elsewhere = elsewhere.into_iter().map(|(featured, _)| {
        let why = format!("{}.", featured.why(t));
        let (lang, lang_of_why) = (lang_of(t, featured.title(t)), lang_of(t, &why));
        view! {
            <li class="row">
                <div class="row-main">
                    <h3 class="row-title">
                        <a href=featured.item.get("source_url").to_owned() lang=lang>{featured.title(t).to_owned()}</a>
                    </h3>
                    <p class="row-meta"><b>{featured.member_name(t)}</b> " \u{b7} " {say::not_yet_here(t)}</p>
                    <p class="row-note" lang=lang_of_why>{why}</p>
                </div>
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby="featured">
            <h2 id="featured">{say::pointed_out(t)}</h2>
            <CommitmentRows items=known/>
            <ul class="rows">{elsewhere.collect_view()}</ul>
        </section>
    }
    .into_any()
}
