//! `/`: what this is, how far the promises got, and ways in.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::member::{by_name, card_of, more_charts, narrowed_notice, small_group_notice};
use super::{Page, Visit};
use crate::components::{
    ChartFigure, ChartIntro, CommitmentRows, SearchBox, count_list, counted_line, lang, layout,
    lens_choice, link_to, page_with_card, structured_data_of_record,
};
use crate::service::{ChartsInPlace, HomeView, Listed, all_high};
use crate::words;
use charts::drawing::Placement;
use charts::{Chart, MIN_RELIABLE_GROUP};
use domain::query::{Filter, Query};
use domain::review::{MONTHS_TO_RESULTS, is_midterm};
use domain::route;
use domain::{Dimension, Lens, Level, PolicyArea, Region, Review};
use i18n::format::{number, percent};
use i18n::lens::{noun, whole};
use i18n::rows::plan_in_words;
use i18n::{InLanguage, home as say, lang_of, midterm, names};

/// The overview.
pub async fn home_page(visit: Visit) -> Page {
    let query = visit.query()?;
    let home = visit.app.home(&query);
    let charts = visit
        .app
        .charts_in_place(&home.catalogue, &query, None, visit.lang())
        .await?;
    Ok(show(&home, &query, charts).into_any())
}

fn show(home: &HomeView, query: &Query, mut charts: ChartsInPlace) -> impl IntoView + use<> {
    let t = lang();
    let trend = charts
        .trend
        .take()
        .map(|chart| trend(chart, &charts.query, home.lens));
    let today = home.catalogue.today();
    let newest: Vec<Listed> = home.newest.iter().cloned().map(Listed::from).collect();
    let all = home.query.link(route::Commitments);
    let card = card_of(&charts, &words::heading(t, &home.catalogue, &charts.query));
    // Of a moment before anything was published, there is nothing to count.
    let is_empty = home.total == 0;
    let eyebrow = (!is_empty).then(|| view! { <p class="eyebrow">{say::heading(t)}</p> });
    let browse = (!is_empty).then(|| {
        view! {
            <p class="muted">
                {say::searches(t)}
                <a href=link_to(all.clone())>{say::browse_all(t, &whole(t, home.lens, home.total))}</a> "."
            </p>
        }
    });
    let counted = if is_empty {
        view! { <p class="notice">{i18n::lens::none(t, home.lens)}</p> {ways_in(home)} }.into_any()
    } else {
        view! {
            {figures(home)}
            <p class="muted"><small>
                {say::assessed_means(t)}
                <a href=link_to(route::Method)>{say::how_ratings_work(t)}</a>
            </small></p>
            {counted_line(&home.catalogue, Some(home.lens))}
            {trend}
            {worth_copying(home)}
            <section class="section" aria-labelledby="progress">
                <h2 id="progress">{say::how_far(t)}</h2>
                {in_columns(charts)}
            </section>
            {overdue(home)}
            {ways_in(home)}
            {featured_section(&home.featured, today)}
            <section class="section" aria-labelledby="newest">
                <div class="section-head">
                    <h2 id="newest">{say::newest(t)}</h2>
                    <p><a href=link_to(all)>{say::all_newest_first(t)}</a></p>
                </div>
                <CommitmentRows items=newest today/>
            </section>
        }
        .into_any()
    };
    view! {
        {page_with_card("", say::description(t), route::Home::PATH, &card)}
        {structured_data_of_record(&home.catalogue)}
        {layout(route::Home::PATH, Some(&home.catalogue), false, view! {
            <div class="hero">
                {eyebrow}
                <h1>{headline(home)}</h1>
                <p class="lead">{say::rated_by(t)}</p>
                <SearchBox big=true/>
                {browse}
                {lens_choice(query, route::Home::PATH)}
            </div>
            {counted}
        })}
    }
}

/// For example "998 digital promises that governments have made since 2011".
fn headline(home: &HomeView) -> String {
    let (t, total) = (lang(), home.total);
    let Some((first, _)) = home.years else {
        return say::heading(t).to_owned();
    };
    match home.lens {
        Lens::Digital => say::digital_promises(t, total, first),
        Lens::DigitalAndOpenData => say::digital_and_open_data_promises(t, total, first),
        Lens::DigitalGovernance => say::digital_governance_promises(t, total, first),
        Lens::All => say::promises(t, total, first),
    }
}

/// Shares from plan year to plan year, with what cannot be compared.
fn trend(chart: Chart, query: &Query, lens: Lens) -> impl IntoView + use<> {
    let t = lang();
    let query = query.clone();
    let counted = i18n::lens::counted(t, lens, chart.total);
    let notes = chart.notes.iter();
    let notes = notes
        .map(|note| view! { <li>{note.clone()}</li> })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="trend">
            <h2 id="trend">{say::trend(t)}</h2>
            <p class="muted">{say::trend_counts(t, &counted)}</p>
            <ChartFigure chart query above=ChartIntro::Name/>
            <ul class="chart-notes prose">{notes}</ul>
        </section>
    }
}

fn worth_copying(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let rows = home.worth_copying.iter().cloned().map(|row| {
        let at_midterm = is_midterm(&row.commitment);
        Listed {
            note: at_midterm.then(|| midterm::completed_at_midterm(t).to_owned()),
            ..Listed::from(row)
        }
    });
    let rows: Vec<Listed> = rows.collect();
    let all = all_high(&home.query);
    let today = home.catalogue.today();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="worth">
                <div class="section-head">
                    <h2 id="worth">{say::worth_copying(t)}</h2>
                    <p><a href=link_to(all.link(route::Commitments))>{say::all_worth_copying(t)}</a></p>
                </div>
                <p class="muted">{say::why_worth_copying(t)}</p>
                <CommitmentRows items=rows today summaries=true/>
            </section>
        }
    })
}

fn overdue(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let (plans, total) = &home.overdue;
    let late = home.query.with(Filter::Review, Review::Overdue.slug());
    let rows = plans.iter().map(|plan| {
        let c = &plan.row.commitment;
        let slug = c.member.slug();
        let member = names::member(t, &slug, &c.member.name);
        let mut of_plan = late.with(Filter::Member, &slug);
        if let Some(year) = c.plan.start_year {
            of_plan = of_plan.with(Filter::Year, &year.to_string());
        }
        let what = say::overdue_plan(t, plan.commitments, &member, &plan_in_words(t, &c.plan));
        view! { <li><a href=link_to(of_plan.link(route::Commitments))>{what}</a></li> }
    });
    let rows = rows.collect_view();
    (*total > 0).then(|| {
        view! {
            <section class="section" aria-labelledby="overdue">
                <div class="section-head">
                    <h2 id="overdue">{say::overdue_reviews(t, *total)}</h2>
                    <p><a href=link_to(late.link(route::Commitments))>{say::all_overdue(t)}</a></p>
                </div>
                <p class="muted">{say::what_overdue_means(t, MONTHS_TO_RESULTS)}</p>
                <ul>{rows}</ul>
            </section>
        }
    })
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
        let href = home
            .query
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
            Some(_) if counts.assessed() < MIN_RELIABLE_GROUP => say::too_few(t).to_owned(),
            Some(high) => say::of_assessed(t, &percent(t, &high.to_string())),
        };
        let at_midterm = midterm::of_these(t, counts.midterm, counts.assessed());
        let at_midterm = at_midterm.map(|said| view! { <dd>{said}</dd> });
        view! {
            <div>
                <dt><a href=link_to(href)>{label}</a></dt>
                <dd class="big">
                    {number(t, counts.at(Level::High))} <small>{say::out_of(t, &whole)}</small>
                </dd>
                <dd>{figure}</dd>
                {at_midterm}
            </div>
        }
    });
    view! {
        <dl class="figures">
            <div>
                <dt><a href=link_to(home.query.link(route::Commitments))>{noun(t, home.lens, home.total)}</a></dt>
                <dd class="big">{number(t, home.total)}</dd>
                <dd>{members}</dd>
            </div>
            {shares.collect_view()}
        </dl>
    }
}

fn ways_in(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let facet = home.catalogue.facet(Filter::Area);
    let count = |area: &PolicyArea| facet.value(&area.slug).map_or(0, |v| v.rows.count());
    let parts = home.catalogue.areas().children("digital-governance");
    let mut digital: Vec<_> = parts.map(|area| (area.clone(), count(area))).collect();
    let mut others = home.areas.clone();
    others.retain(|(area, _)| &*area.slug != "digital-governance");
    for areas in [&mut digital, &mut others] {
        areas.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    }
    let top = home
        .areas
        .iter()
        .find(|(a, _)| &*a.slug == "digital-governance")
        .cloned();
    let areas = top
        .into_iter()
        .chain(digital)
        .chain(others.into_iter().take(6))
        .map(|(area, count)| {
            let name = names::area(t, &area.slug, &area.name);
            (route::Area::new(&area.slug).to_string(), name, count)
        });
    let regions = home.regions.values.iter().map(|value| {
        let href = home
            .query
            .with(Filter::Region, &value.slug)
            .link(route::Commitments);
        let region = value.slug.parse::<Region>();
        let name = region.map_or_else(
            |_| value.label.to_string(),
            |region| region.in_language(t).to_owned(),
        );
        (href, name, value.count)
    });
    view! {
        <section class="section" aria-labelledby="ways">
            <h2 id="ways">{say::ways_in(t)}</h2>
            <div class="cols">
                <div>
                    <h3>{say::by_area(t)}</h3>
                    <p class="muted">{say::order_of_areas(t)}</p>
                    {count_list("count-list", areas)}
                    <p><a href=link_to(route::Areas)>{say::all_areas(t)}</a></p>
                </div>
                <div><h3>{say::by_region(t)}</h3> {count_list("count-list", regions)}</div>
            </div>
            {countries(home)}
        </section>
    }
}

/// Every member by name.
fn countries(home: &HomeView) -> impl IntoView + use<> {
    let t = lang();
    let members = home.catalogue.members().iter();
    let mut members: Vec<_> = members
        .map(|(slug, member)| (names::member(t, slug, &member.name), slug.clone()))
        .collect();
    by_name(t, &mut members, |(name, _)| name);
    let total = members.len();
    let links = members.into_iter().map(|(name, slug)| {
        view! { <li><a href=link_to(route::Member::new(slug))>{name}</a></li> }
    });
    view! {
        <details class="countries">
            <summary>{say::find_country(t, total)}</summary>
            <ul>{links.collect_view()}</ul>
            <p><a href=link_to(route::Members)>{say::all_members(t)}</a></p>
        </details>
    }
}

/// The site that an address leads to, as readers know it.
/// What OGP itself points out; a commitment that the record does not have is linked at its source.
pub fn featured_section(
    featured: &[(crate::service::Featured, Option<catalogue::Row>)],
    today: NaiveDate,
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
        let source = featured.item.get("source_url").to_owned();
        // It leads away from here, unlike the titles above it.
        let host = words::source_address::site_of(&source).map(|host| say::on_site(t, host));
        view! {
            <li class="row">
                <div class="row-main">
                    <h3 class="row-title">
                        <a href=source lang=lang>{featured.title(t).to_owned()}</a>
                        {host.map(|host| view! { " " <span class="muted">{host}</span> })}
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
            <CommitmentRows items=known today/>
            <ul class="rows">{elsewhere.collect_view()}</ul>
        </section>
    }
    .into_any()
}
