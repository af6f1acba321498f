//! `/members/{slug}`: what a member promised, and what came of it.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::member_commitments::first_rows;
use super::member_context::{challenge, networks, resources};
use super::member_plans::plans_table;
use super::{Page, Visit};
use crate::components::{
    Card, ChartFigure, Crumbs, contents, count_list, folded, follow_query, lang, layout,
    lens_choice, link_to, page_with_card, part_line,
};
use crate::service::context::MemberContext;
use crate::service::{ChartsInPlace, MemberSummary, MemberView, Part};
use catalogue::Row;
use charts::drawing::Placement;
use charts::{Chart, ChartName, ChartRequest, LevelCounts, MIN_RELIABLE_GROUP};
use domain::query::{Filter, Query};
use domain::route;
use domain::route::ChartAs;
use domain::text::lower_first;
use domain::{DatedStatus, Dimension, Lang, Level, Member, MemberKind, Review};
use i18n::format::{all_of, compare, date, number, percent};
use i18n::{InLanguage, feeds, layout as site, member as say, midterm, names};

/// One member.
pub async fn member_page(visit: Visit, at: route::Member) -> Page {
    let query = visit.query()?;
    let shown = visit.app.member(&at.slug, &query)?;
    let part = Part {
        filter: Filter::Member,
        slug: shown.summary.slug.to_string(),
        name: named(visit.lang(), &shown.summary),
    };
    let charts = visit
        .app
        .charts_in_place(&shown.catalogue, &query, Some(&part), visit.lang())
        .await?;
    let around = visit.app.member_context(&at.slug, visit.lang());
    Ok(show_one(shown, &query, charts, &around).into_any())
}

pub(super) fn named(t: Lang, summary: &MemberSummary) -> String {
    names::member(t, &summary.slug, &summary.member.name)
}

/// Puts things into the order of their names; in English they stand in it already.
pub fn by_name<T>(t: Lang, things: &mut [T], name: impl Fn(&T) -> &str) {
    if t != Lang::English {
        things.sort_by(|a, b| compare(t, name(a), name(b)));
    }
}

/// Links with counts, the most first and the equal in the order of their names.
pub fn most_first(t: Lang, links: &mut [(String, String, usize)]) {
    links.sort_by(|(_, a, count_of_a), (_, b, count_of_b)| {
        // In English the equal stand in the order of their names already.
        let by_name = || match t {
            Lang::English => Ordering::Equal,
            _ => compare(t, a, b),
        };
        count_of_b.cmp(count_of_a).then_with(by_name)
    });
}

/// `6 of 14`: high of assessed; a dash where none is assessed.
pub fn share(counts: &LevelCounts) -> AnyView {
    let t = lang();
    match counts.assessed() {
        0 => view! {
            <span class="muted">"\u{2013}"<span class="vh">{say::none_assessed(t)}</span></span>
        }
        .into_any(),
        assessed => {
            let high = number(t, counts.at(Level::High));
            say::share(t, &high, &number(t, assessed)).into_any()
        }
    }
}

/// A warning where shares rest on few assessed commitments.
pub fn small_group_notice(levels: &[LevelCounts]) -> Option<AnyView> {
    let t = lang();
    let small: Vec<_> = levels
        .iter()
        .filter(|c| (1..MIN_RELIABLE_GROUP).contains(&c.assessed()))
        .map(|c| c.dimension.in_language(t).to_lowercase())
        .collect();
    (!small.is_empty()).then(|| {
        view! {
            <div class="notice caution">
                <h3>{say::few_ratings(t)}</h3>
                <p>{say::few_ratings_for(t, &all_of(t, &small), MIN_RELIABLE_GROUP)}</p>
            </div>
        }
        .into_any()
    })
}

/// Says where the charts of a page cover less than the page, because its address says so.
pub fn narrowed_notice(shown: &ChartsInPlace, here: &str) -> Option<AnyView> {
    let t = lang();
    let (heading, here) = (shown.heading(t), here.to_owned());
    shown.is_narrowed.then(|| {
        view! {
            <div class="notice">
                <p>
                    {say::these_charts_show(t)} {heading} ". "
                    <a href=link_to(here)>{say::show_everything(t)}</a>
                </p>
            </div>
        }
        .into_any()
    })
}

/// The way from promise to results of a part of the record, as its page shows it.
pub fn card_of(shown: &ChartsInPlace, name: &str) -> Card {
    let mut charts = shown.charts.iter();
    let progress = charts.find(|chart| chart.request.name == ChartName::Progress);
    match progress {
        Some(chart) => {
            let alt = format!("{name}. {}", chart.finding);
            Card::of(chart.request, &shown.query, &chart.title, &alt)
        }
        None => Card::of_progress(&shown.query, name),
    }
}

/// The charts of a part of the record, beside all of it.
pub fn compared(mut shown: ChartsInPlace, here: &str) -> impl IntoView + use<> {
    let t = lang();
    let query = shown.query.clone();
    let notices = view! { {narrowed_notice(&shown, here)} {small_group_notice(&shown.levels)} };
    let below = shown
        .charts
        .split_off(shown.levels.len().min(shown.charts.len()));
    let figures = |charts: Vec<Chart>, placement| {
        charts
            .into_iter()
            .map(|chart| view! { <ChartFigure chart query=query.clone() placement/> })
            .collect_view()
    };
    let figures = view! {
        <div class="cols">{figures(shown.charts, Placement::Column)}</div>
        {figures(below, Placement::Page)}
    };
    view! {
        <section class="section" aria-labelledby="progress">
            <h2 id="progress">{say::how_far(t)}</h2>
            {notices}
            {folded(say::charts_beside(t), view! { {figures} {more_charts(&query)} })}
        </section>
    }
}

/// Charts of the same commitments that have pages of their own.
pub fn more_charts(query: &Query) -> impl IntoView + use<> {
    let t = lang();
    let links: Vec<_> = [
        ChartName::Trend,
        ChartName::Reviews,
        ChartName::Map,
        ChartName::Members,
        ChartName::Areas,
        ChartName::Matrix,
    ]
    .into_iter()
    .map(|name| {
        let href = ChartRequest::plain(name).link(query, ChartAs::Page);
        view! { <li><a href=link_to(href)>{name.in_language(t)}</a></li> }
    })
    .collect();
    view! {
        <nav aria-label=say::more_charts(t)><ul class="links-row"><li><b>{say::more_charts_are(t)}</b></li>{links}</ul></nav>
    }
}

fn show_one(
    shown: MemberView,
    asked: &Query,
    charts: ChartsInPlace,
    around: &MemberContext,
) -> impl IntoView + use<> {
    let t = lang();
    let further = view! {
        {challenge(t, around, shown.catalogue.today())}
        {networks(t, around)}
        {resources(t, &shown.catalogue, around)}
    };
    let member = shown.summary.member.clone();
    let name = named(t, &shown.summary);
    let query = Query::default().with(Filter::Member, &shown.summary.slug);
    let all = query.link(route::Commitments);
    let through_lens = shown.query.link(route::Commitments);
    let plans = plans_table(&shown);
    let lead = lead(t, &shown);
    let status = member.current_status().map(|s| {
        view! {
            <p>
                {status_in_words(t, s)}
                <a href=s.source_url.clone()>{say::source(t)}</a>
                {say::commitments_stay(t)}
            </p>
        }
    });
    let mut areas: Vec<_> = shown
        .areas
        .iter()
        .map(|(area, count)| {
            let href = query
                .with(Filter::Area, &area.slug)
                .link(route::Commitments);
            (href, names::area(t, &area.slug, &area.name), *count)
        })
        .collect();
    most_first(t, &mut areas);
    let areas = count_list("count-list many", areas.into_iter().take(24));
    let here = route::Member::new(&shown.summary.slug).to_string();
    let card = card_of(&charts, &name);
    let like = route::Compare.with("member", &shown.summary.slug);
    let today = shown.catalogue.today();
    let overdue = (shown.overdue > 0).then(|| {
        let is_overdue = |row: &&Row| row.review(today) == Some(Review::Overdue);
        let commitments = shown.rows.iter().filter(is_overdue).count();
        say::overdue(t, shown.overdue, &site::n_commitments(t, commitments))
    });
    let said: Vec<&str> = lead.iter().chain(&overdue).map(String::as_str).collect();
    let description = say::description(t, &name, &said.join(" "));
    let overdue = overdue.map(|sentence| {
        let list = shown.query.with(Filter::Review, Review::Overdue.slug());
        view! { <li><a href=link_to(list.link(route::Commitments))>{sentence}</a></li> }
    });
    let sentences = lead.into_iter().map(|said| view! { <li>{said}</li> });
    let sentences = view! { {sentences.collect_view()} {overdue} };
    let (count, total) = (shown.rows.len(), shown.summary.total);
    let counted = i18n::lens::counted(t, shown.lens, count);
    // Empty charts and an empty list say nothing that the first sentence does not.
    let is_empty = count == 0;
    let elsewhere = (is_empty && total > 0)
        .then(|| view! { <p><a href=link_to(all.clone())>{say::other_subjects(t, total)}</a></p> });
    let results = (!is_empty).then(|| {
        view! {
            {compared(charts, &here)}
            <p><a href=link_to(like)>{say::compare(t)}</a></p>
        }
    });
    let commitments = (!is_empty).then(|| {
        let all = (total > count).then(|| {
            view! { " \u{b7} " <a href=link_to(all)>{say::all_in_list(t, total)}</a> }
        });
        view! {
            <section class="section" aria-labelledby="commitments">
                <div class="section-head">
                    <h2 id="commitments">{shown.lens.in_language(t)}</h2>
                    <p><a href=link_to(through_lens)>{say::these_in_list(t, count)}</a> {all}</p>
                </div>
                {first_rows(t, &shown.rows, shown.catalogue.today())}
            </section>
        }
    });
    let parts = [
        ("commitments", shown.lens.in_language(t), !is_empty),
        ("plans", say::plans(t), true),
        ("progress", say::how_far(t), !is_empty),
        ("areas", site::topics(t), true),
        (
            "challenge",
            say::challenge(t),
            !around.submissions.is_empty(),
        ),
        (
            "networks",
            say::networks(t),
            !around.participants.is_empty(),
        ),
        ("resources", say::resources(t), !around.resources.is_empty()),
    ];
    let parts = parts.into_iter().filter(|(.., is_there)| *is_there);
    let parts = contents(parts.map(|(id, name, _)| (id, name)));
    view! {
        {page_with_card(&name, &description, &here, &card)}
        {layout(route::Members::PATH, Some(&shown.catalogue), true, view! {
            <Crumbs trail=vec![(route::Members::PATH.to_owned(), say::heading(t).to_owned())]/>
            <div class="page-head">
                <p class="eyebrow">{standing(t, &member)}</p>
                <h1>{name.clone()}</h1>
                <ul class="lead plain">{sentences}</ul>
                {elsewhere}
                {lens_choice(asked, &here)}
                {status}
            </div>
            {parts}
            {part_line(&shown.catalogue, &counted)}
            {commitments}
            {plans}
            {results}
            <p><a href=link_to(route::Reports.with("member", &shown.summary.slug))>{i18n::reports::see(t)}</a></p>
            <section class="section" aria-labelledby="areas">
                <h2 id="areas">{site::topics(t)}</h2>
                <p class="muted">{say::topics_count(t, shown.summary.total)}</p>
                {areas}
            </section>
            {further}
            <div class="section">{follow_query(feeds::follow(t, &name), &query)}</div>
        })}
    }
}

/// How the member does: a sentence each for how many, each rating, and what is missing. Shares are given and
/// compared only where enough are assessed.
fn lead(t: Lang, shown: &MemberView) -> Vec<String> {
    let what = i18n::lens::counted(t, shown.lens, shown.rows.len());
    let years = || {
        let plans = shown.rows.iter().map(|r| &r.commitment.plan);
        plans.filter_map(|plan| plan.start_year)
    };
    let how_many = match (years().min(), years().max()) {
        _ if shown.rows.is_empty() => i18n::lens::none(t, shown.lens).to_owned(),
        (Some(first), Some(last)) if first == last => say::promised_in(t, &what, first),
        (Some(first), Some(last)) => say::promised_between(t, &what, first, last),
        _ => say::promised(t, &what),
    };
    let member = &shown.summary.member;
    let like = say::like_members(t, member.kind, member.region);
    let dimension = shown.levels.iter().zip(&shown.levels_of_like);
    let ratings = dimension
        .filter(|(own, _)| own.assessed() > 0)
        .map(|(own, of_like)| {
            let share = |of: Option<usize>| of.map(|share| percent(t, &share.to_string()));
            let shares = (
                share(own.reliable_percent_high()),
                share(of_like.reliable_percent_high()),
            );
            let high = own.at(Level::High);
            let beside = match shares {
                (Some(_), Some(of_like)) if high == 0 => say::beside_none(t, &like, &of_like),
                (Some(own), Some(of_like)) => say::beside(t, &own, &like, &of_like),
                (Some(own), None) if high > 0 => say::own(t, &own),
                _ => String::new(),
            };
            rated_in_words(t, own, &beside)
        });
    let unrated = shown.levels.iter().filter(|own| own.assessed() == 0);
    let unrated: Vec<String> = unrated
        .map(|own| lower_first(own.dimension.in_language(t)))
        .collect();
    let unrated = (!unrated.is_empty() && !shown.rows.is_empty())
        .then(|| say::not_rated(t, &all_of(t, &unrated)));
    std::iter::once(how_many)
        .chain(ratings)
        .chain(unrated)
        .collect()
}

/// How many of those assessed were rated high, and how many of these ratings are from mid-term.
pub(super) fn rated_in_words(t: Lang, counts: &LevelCounts, beside: &str) -> String {
    let high = counts.at(Level::High);
    let said = say::rated(t, counts.dimension, counts.assessed(), high, beside);
    with_midterm(t, said, counts)
}

/// A sentence on ratings, and how many of them are from mid-term.
pub(super) fn with_midterm(t: Lang, said: String, counts: &LevelCounts) -> String {
    match midterm::of_these(t, counts.midterm, counts.assessed()) {
        Some(at_midterm) => format!("{said} {at_midterm}"),
        None => said,
    }
}

/// The same beside a table whose column of completed ones counts all of `groups`.
pub(super) fn midterm_line<'a>(
    t: Lang,
    groups: impl IntoIterator<Item = &'a LevelCounts>,
) -> Option<AnyView> {
    let (midterm, assessed) = groups
        .into_iter()
        .fold((0, 0), |(midterm, assessed), counts| {
            match counts.dimension {
                Dimension::Completion => (midterm + counts.midterm, assessed + counts.assessed()),
                _ => (midterm, assessed),
            }
        });
    let said = midterm::of_completion(t, midterm, assessed)?;
    Some(view! { <p class="muted">{said}</p> }.into_any())
}

/// Where the member is, and what kind of government.
fn standing(t: Lang, member: &Member) -> String {
    let region = member.region.in_language(t);
    match member.kind {
        MemberKind::Local => {
            let country = names::country(t, &member.country_iso3, &member.country);
            say::local_in(t, region, &country)
        }
        MemberKind::National => say::national_in(t, region),
        MemberKind::Other => region.to_owned(),
    }
}

fn status_in_words(t: Lang, status: &DatedStatus) -> String {
    let (said, since) = (status.status.in_language(t), date(t, status.since));
    if status.since.is_a_day() {
        say::status_since_day(t, said, &since)
    } else {
        say::status_since(t, said, &since)
    }
}
