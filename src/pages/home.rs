//! `/`: what this is, how far the promises got, and ways in.

use leptos::prelude::*;

use super::load::page;
use super::member::{more_charts, narrowed_notice, small_group_notice};
use crate::charts::drawing::Room;
use crate::charts::{Chart, SMALL_GROUP};
use crate::components::{ChartFigure, CommitmentRows, SearchBox, count_list, layout, page_title};
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level, PolicyArea};
use crate::service::{ChartsInPlace, HomeView, Listed};

const DESCRIPTION: &str = "What governments promised on digital governance through the Open Government Partnership, how far each promise got according to its Independent Reporting Mechanism, and how we know.";

/// The overview.
#[component]
pub fn HomePage() -> impl IntoView {
    page(async |visit| {
        let query = visit.query()?;
        let home = visit.app.home();
        let charts = visit
            .app
            .charts_in_place(&home.catalogue, &query, None)
            .await?;
        Ok(show(home, charts))
    })
}

fn show(home: HomeView, charts: ChartsInPlace) -> impl IntoView {
    let total = home.catalogue.len();
    let newest: Vec<Listed> = home.newest.iter().cloned().map(Listed::from).collect();
    view! {
        {page_title("", DESCRIPTION, "/")}
        {layout("/", Some(&home.catalogue), false, view! {
            <div class="hero">
                <h1>"What governments promised on digital governance, how far each promise got, and how we know"</h1>
                <SearchBox big=true/>
                <p class="muted">
                    "Searches titles, texts, institutions and members. Or "
                    <a href="/commitments">{format!("browse all {} commitments", grouped(total))}</a> "."
                </p>
            </div>
            {figures(&home)}
            <p class="muted"><small>
                "\u{201c}Assessed\u{201d} means rated by OGP\u{2019}s Independent Reporting Mechanism (IRM). A commitment without a rating in this record is not a commitment with a low rating. "
                <a href="/method">"How ratings work"</a>
            </small></p>
            <section class="section" aria-labelledby="progress">
                <h2 id="progress">"How far they got"</h2>
                {in_columns(charts)}
            </section>
            {ways_in(&home)}
            {featured_section(&home.featured)}
            <section class="section" aria-labelledby="newest">
                <div class="section-head">
                    <h2 id="newest">"From the newest plans"</h2>
                    <p><a href="/commitments">"All commitments, newest first"</a></p>
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
    let figures = |charts: Vec<Chart>, room| {
        charts
            .into_iter()
            .map(|chart| view! { <ChartFigure chart query=query.clone() room/> })
            .collect_view()
    };
    view! {
        {narrowed_notice(&shown, "/")}
        {small_group_notice(&shown.levels)}
        <div class="cols">{figures(shown.charts, Room::Column)}</div>
        {figures(below, Room::Page)}
        {more_charts(&query)}
    }
    .into_any()
}

/// Headline figures, each with its denominator.
fn figures(home: &HomeView) -> impl IntoView + use<> {
    let years = home.years.map_or(String::new(), |(first, last)| {
        if first == last {
            format!(", plans of {first}")
        } else {
            format!(", plans of {first} to {last}")
        }
    });
    let shares = home.levels.iter().map(|counts| {
        let href = Query::default()
            .with(Filter::of(counts.dimension), Level::High.slug())
            .link("/commitments");
        let label = match counts.dimension {
            Dimension::Ambition => "ambitious",
            Dimension::Completion => "substantially or fully completed",
            Dimension::EarlyResults => "had strong early results",
        };
        let of = grouped(counts.assessed());
        let figure = match counts.percent_high() {
            None => "none assessed".to_owned(),
            Some(_) if counts.assessed() < SMALL_GROUP => {
                "assessed, too few for a share".to_owned()
            }
            Some(percent) => format!("{percent}% of the assessed"),
        };
        view! {
            <div>
                <dt><a href=href>{label}</a></dt>
                <dd class="big">
                    {grouped(counts.at(Level::High))} <small>{format!(" of {of}")}</small>
                </dd>
                <dd>{figure}</dd>
            </div>
        }
    });
    view! {
        <dl class="figures">
            <div>
                <dt><a href="/commitments">"commitments"</a></dt>
                <dd class="big">{grouped(home.catalogue.len())}</dd>
                <dd>{format!("from {} members{years}", grouped(home.members))}</dd>
            </div>
            {shares.collect_view()}
        </dl>
    }
}

fn ways_in(home: &HomeView) -> impl IntoView + use<> {
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
        .map(|(area, count)| (format!("/areas/{}", area.slug), area.name, count));
    let regions = home.regions.values.iter().map(|value| {
        let href = Query::default()
            .with(Filter::Region, &value.slug)
            .link("/commitments");
        (href, value.label.clone(), value.count)
    });
    let members = home.catalogue.facet(Filter::Member).values.iter();
    let mut members: Vec<_> = members
        .map(|v| {
            (
                format!("/members/{}", v.slug),
                v.label.clone(),
                v.rows.count(),
            )
        })
        .collect();
    members.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    members.truncate(10);
    view! {
        <section class="section" aria-labelledby="ways">
            <h2 id="ways">"Ways in"</h2>
            <div class="cols">
                <div>
                    <h3>"By policy area"</h3>
                    {count_list("count-list", areas)}
                    <p><a href="/areas">"All policy areas"</a></p>
                </div>
                <div><h3>"By region"</h3> {count_list("count-list", regions)}</div>
                <div>
                    <h3>"By member, most commitments first"</h3>
                    {count_list("count-list", members.into_iter())}
                    <p><a href="/members">"All members"</a></p>
                </div>
            </div>
        </section>
    }
}

/// What OGP itself points out; a commitment that the record does not have is linked at its source.
pub fn featured_section(
    featured: &[(crate::seed::Featured, Option<crate::catalogue::Row>)],
) -> impl IntoView + use<> {
    if featured.is_empty() {
        return ().into_any();
    }
    let (known, elsewhere): (Vec<_>, Vec<_>) =
        featured.iter().cloned().partition(|(_, row)| row.is_some());
    let known: Vec<Listed> = known
        .into_iter()
        .filter_map(|(featured, row)| {
            Some(Listed {
                note: Some(format!("{}.", featured.why_featured)),
                ..Listed::from(row?)
            })
        })
        .collect();
    let elsewhere = elsewhere.into_iter().map(|(featured, _)| {
        view! {
            <li class="row">
                <div class="row-main">
                    <h3 class="row-title"><a href=featured.source_url.clone()>{featured.title}</a></h3>
                    <p class="row-meta"><b>{featured.member}</b> " \u{b7} not yet in this record"</p>
                    <p class="row-note">{format!("{}.", featured.why_featured)}</p>
                </div>
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby="featured">
            <h2 id="featured">"Pointed out by OGP"</h2>
            <CommitmentRows items=known/>
            <ul class="rows">{elsewhere.collect_view()}</ul>
        </section>
    }
    .into_any()
}
