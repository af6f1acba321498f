//! `/challenge`: what was submitted to the Open Gov Challenge.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::home::featured_section;
use super::{Page, Visit};
use crate::components::{
    Ratings, Tally, kept_fields, lang, layout, link_to, page_title, quoting, select,
};
use crate::service::context::{ChallengeAsked, ChallengeView, Submission};
use charts::numbers::tally;
use domain::context::ChallengeLevel;
use domain::query::Filter;
use domain::route;
use domain::text::direction;
use domain::{ChallengeArea, Lang, Region};
use i18n::facets::in_order;
use i18n::format::{date, number};
use i18n::{InLanguage, challenge as say, context, lang_of};

/// OGP's own tracker, which has more.
const TRACKER: &str = "https://opengovpartnership.org/the-open-gov-challenge/challenge-tracker";

/// The Challenge.
pub async fn challenge_page(visit: Visit) -> Page {
    let asked = ChallengeAsked::of(visit.params())?;
    let featured = visit.app.all_featured();
    Ok(show(visit.app.challenge(asked, visit.lang()), featured))
}

fn show(
    shown: ChallengeView,
    featured: Vec<(crate::service::Featured, Option<catalogue::Row>)>,
) -> AnyView {
    let t = lang();
    page_title(say::title(t), say::description(t), &shown.asked.link());
    let everything = shown.asked == ChallengeAsked::default();
    let today = shown.catalogue.today();
    let list: Vec<_> = shown
        .shown
        .iter()
        .map(|one| submission(t, one, today))
        .collect();
    let list = if list.is_empty() {
        view! { <p>{say::none(t)} " " <a href=link_to(route::Challenge)>{say::start_again(t)}</a></p> }
            .into_any()
    } else {
        view! { <ul class="rows">{list}</ul> }.into_any()
    };
    let count = say::n_shown(t, shown.shown.len(), &number(t, shown.total));
    layout(
        route::Challenge::PATH,
        Some(&shown.catalogue),
        true,
        view! {
            <div class="page-head">
                <h1>{say::title(t)}</h1>
                <p class="lead">{say::lead(t)}</p>
                <p class="muted">{say::incomplete(t)} " " <a href=TRACKER>{say::tracker(t)}</a> "."</p>
            </div>
            {figures(t, &shown)}
            {everything.then(|| featured_section(&featured, today))}
            <section class="section" aria-labelledby="submissions">
                <h2 id="submissions">{say::submissions(t)}</h2>
                {filters(t, &shown)}
                <p role="status">{count}</p>
                {list}
            </section>
            {charts(t, &shown)}
        },
    )
}

fn figures(t: Lang, shown: &ChallengeView) -> impl IntoView + use<> {
    let [countries, localities, rated] = shown.figures;
    let tiles = [
        (shown.shown.len(), say::commitments(t, shown.shown.len())),
        (countries, say::countries(t, countries)),
        (localities, say::localities(t, localities)),
        (rated, say::rated(t, rated)),
    ]
    .map(|(count, label)| {
        view! { <div><dt>{label}</dt><dd class="big">{number(t, count)}</dd></div> }
    });
    view! { <dl class="figures" aria-label=say::figures(t)>{tiles.collect_view()}</dl> }
}

type Choices = Vec<(String, String)>;

fn filters(t: Lang, shown: &ChallengeView) -> impl IntoView + use<> {
    let asked = &shown.asked;
    let choice = |name: &'static str, label, chosen: Option<&str>, all: Choices| {
        select(format!("challenge-{name}"), name, label, chosen, all)
    };
    let areas = ChallengeArea::ALL.iter();
    let areas = areas.map(|a| (a.slug().to_owned(), a.in_language(t).to_owned()));
    let areas = in_order(t, Filter::Challenge, areas.collect(), |(_, name)| (name, 0));
    let regions = Region::ALL.iter();
    let regions = regions.map(|r| (r.slug().to_owned(), r.in_language(t).to_owned()));
    let levels = ChallengeLevel::ALL.iter();
    let levels = levels.map(|l| (l.slug().to_owned(), l.in_language(t).to_owned()));
    view! {
        <form class="chart-form" action=route::Challenge::PATH aria-label=say::filters(t)>
            {kept_fields()}
            {choice("area", say::area(t), asked.area.map(ChallengeArea::slug), areas)}
            {choice("region", say::region(t), asked.region.map(Region::slug), regions.collect())}
            {choice("level", say::level(t), asked.level.map(ChallengeLevel::slug), levels.collect())}
            {choice(
                "participant",
                say::participant(t),
                asked.participant.as_deref(),
                shown.participants.clone(),
            )}
            <button class="button">{context::show(t)}</button>
        </form>
    }
}

/// A submission in a list.
pub(super) fn submission(t: Lang, one: &Submission, today: NaiveDate) -> AnyView {
    let href = match (&one.row, &one.item) {
        (Some(row), _) => route::Commitment::new(&row.commitment.code).to_string(),
        (None, Some(item)) => item.get("source_url").to_owned(),
        (None, None) => String::new(),
    };
    let title_lang = lang_of(t, &one.title);
    let participant = match &one.member {
        Some(page) => view! { <a href=link_to(page)>{one.participant.clone()}</a> }.into_any(),
        None => one.participant.clone().into_any(),
    };
    let code = one.row.as_ref().map(|row| {
        view! { " \u{b7} " <span class="code">{row.commitment.code.to_string()}</span> }
    });
    let summary = one.item.as_ref().and_then(|item| {
        let (text, lang) = item.localized("summary", t)?;
        let lang = (lang != t).then_some(lang.slug());
        Some(view! { <p class="row-note" lang=lang dir=direction(text)>{text.to_owned()}</p> })
    });
    let lead = one.lead.as_ref().map(|lead| {
        let lead = quoting(t, [lead], |[lead]| say::lead_institution(t, lead));
        view! { <p class="row-note">{lead}</p> }
    });
    let source = one.item.as_ref().map(|item| {
        let href = item.get("source_url").to_owned();
        view! {
            <p class="row-note">
                <a href=href>
                    {context::source(t)}
                    <span class="vh">
                        {context::colon(t)} <span lang=title_lang dir=direction(&one.title)>{one.title.clone()}</span>
                    </span>
                </a>
            </p>
        }
    });
    let rating = match &one.row {
        Some(row) => view! { <Ratings row today/> }.into_any(),
        None => view! { <p class="row-note unrated">{context::no_rating(t)}</p> }.into_any(),
    };
    view! {
        <li class="row">
            <div class="row-main">
                <h3 class="row-title"><a href=link_to(href) lang=title_lang dir=direction(&one.title)>{one.title.clone()}</a></h3>
                <p class="row-meta">
                    <b>{participant}</b> " \u{b7} " {one.level.in_language(t)} " \u{b7} " {one.area.in_language(t)}
                    {dates(t, one).map(|dates| format!(" \u{b7} {dates}"))} {code}
                </p>
                {summary} {lead} {source}
            </div>
            {rating}
        </li>
    }
    .into_any()
}

fn dates(t: Lang, one: &Submission) -> Option<String> {
    let [submitted, start, end] = one.dates.map(|day| day.map(|day| date(t, day)));
    let runs = match (start, end) {
        (Some(start), Some(end)) => Some(say::runs(t, &start, &end)),
        (Some(start), None) => Some(say::starts(t, &start)),
        (None, Some(end)) => Some(say::ends(t, &end)),
        (None, None) => None,
    };
    let submitted = submitted.map(|day| say::submitted(t, &day));
    let parts: Vec<String> = submitted.into_iter().chain(runs).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn charts(t: Lang, shown: &ChallengeView) -> impl IntoView + use<> {
    let by_area = shown.by_area.iter().map(|(area, count)| {
        let asked = ChallengeAsked {
            area: Some(*area),
            ..shown.asked.clone()
        };
        (
            area.in_language(t).to_owned(),
            area.slug(),
            *count,
            link_to(asked.link()),
        )
    });
    let by_region = shown.by_region.iter().map(|(region, count)| {
        let asked = ChallengeAsked {
            region: Some(*region),
            ..shown.asked.clone()
        };
        (
            region.in_language(t).to_owned(),
            region.slug(),
            *count,
            link_to(asked.link()),
        )
    });
    let total = shown.shown.len();
    let of_areas = shown.by_area.first().map(|(area, count)| {
        say::finding_of_areas(t, total, area.in_language(t), &number(t, *count))
    });
    let of_regions = shown.by_region.first().map(|(region, count)| {
        say::finding_of_regions(t, total, region.in_language(t), &number(t, *count))
    });
    let charts = [
        tally(
            t,
            "challenge-areas",
            say::by_area(t),
            say::area(t),
            of_areas.unwrap_or_default(),
            by_area.collect(),
        ),
        tally(
            t,
            "challenge-regions",
            say::by_region(t),
            say::region(t),
            of_regions.unwrap_or_default(),
            by_region.collect(),
        ),
    ];
    let figures = charts.into_iter().filter(|chart| !chart.is_empty());
    view! {
        <section class="section cols">
            {figures.map(|chart| view! { <Tally chart/> }).collect_view()}
        </section>
    }
}
