//! `/data/coverage`: what the record holds of each member and plan.

use std::collections::{BTreeSet, HashSet};

use leptos::prelude::*;

use super::member::by_name;
use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, count_list, coverage_line, data_table, figures, jump_list, lang, layout,
    link_to, page_title, source_text, words,
};
use crate::service::{CoverageSource, PlanCoverage};
use domain::query::{Filter, Query};
use domain::review::MONTHS_TO_RESULTS;
use domain::route;
use domain::text::slugify;
use domain::{Dimension, Lang, Review};
use i18n::format::number;
use i18n::{InLanguage, coverage as say, data, layout as site, names, rows};

/// How much is known, member by member and plan by plan.
pub async fn coverage_page(visit: Visit) -> Page {
    visit.query()?;
    let t = visit.lang();
    let (catalogue, plans) = visit.app.coverage();
    let lead = lead(t, &plans);
    let gaps = gaps(t, &plans);
    let plans = in_order(t, plans);
    Ok(view! {
        {page_title(say::heading(t), &lead, route::Coverage::PATH)}
        {layout(route::Data::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::Data::PATH.to_owned(), data::heading(t).to_owned())]/>
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{lead.clone()}</p></div>
            {coverage_line(&catalogue)}
            {letters(t, &plans)}
            {gaps}
            {by_plan(&plans)}
        })}
    }
    .into_any())
}

fn lead(t: Lang, plans: &[PlanCoverage]) -> String {
    let total: usize = plans.iter().map(|plan| plan.commitments).sum();
    let unrated: usize = plans.iter().map(|plan| plan.without_any_rating).sum();
    let members: BTreeSet<&str> = plans.iter().map(|plan| &*plan.member).collect();
    say::lead(
        t,
        total,
        &say::n_plans(t, plans.len()),
        &site::n_members(t, members.len()),
        &number(t, total - unrated),
    )
}

fn explanation() -> impl IntoView {
    let t = lang();
    view! {
        <p class="prose">{say::assessed_means(t)}</p>
        <p class="prose">{say::overdue_means(t, MONTHS_TO_RESULTS)}</p>
        <p class="prose">{say::sources_mean(t)}</p>
        <p class="actions">
            <a class="button quiet" href=link_to(route::CoverageCsv) download>{say::download(t)}</a>
        </p>
    }
}

/// Plans named as the largest gaps of each kind.
const GAPS: usize = 5;

/// What would add most: the plans of which most is missing.
fn gaps(t: Lang, plans: &[PlanCoverage]) -> Option<AnyView> {
    let largest = |missing: fn(&PlanCoverage) -> usize, narrowed: fn(Query) -> Query| {
        let mut all: Vec<_> = plans.iter().filter(|plan| missing(plan) > 0).collect();
        // The order of members and years decides between equals.
        all.sort_by_key(|plan| std::cmp::Reverse(missing(plan)));
        all.truncate(GAPS);
        let rows = all.into_iter().filter_map(|plan| {
            let member = names::member(t, &plan.member, &plan.member_name);
            let name = say::gap(t, &member, &rows::plan_in_words(t, &plan.plan));
            let query = narrowed(plan.query()?);
            Some((query.link(route::Commitments), name, missing(plan)))
        });
        rows.collect::<Vec<_>>()
    };
    let overdue = largest(
        |plan| plan.overdue,
        |of_plan| of_plan.with(Filter::Review, Review::Overdue.slug()),
    );
    let unrated = largest(|plan| plan.without_any_rating, |of_plan| of_plan);
    let column = |heading: &'static str, rows: Vec<(String, String, usize)>| {
        (!rows.is_empty()).then(|| {
            view! { <div><h3>{heading}</h3>{count_list("count-list", rows.into_iter())}</div> }
        })
    };
    (overdue.len() + unrated.len() > 0).then(|| {
        view! {
            <section class="section" aria-labelledby="gaps">
                <h2 id="gaps">{say::gaps(t)}</h2>
                <p class="muted">{say::gaps_are(t)}</p>
                <div class="cols">
                    {column(say::most_overdue(t), overdue)}
                    {column(say::most_unrated(t), unrated)}
                </div>
            </section>
        }
        .into_any()
    })
}

/// A plan with the name of its member as readers of a language know it.
type Named = (String, PlanCoverage);

/// The plans with the names of their members, by these.
fn in_order(t: Lang, plans: Vec<PlanCoverage>) -> Vec<Named> {
    let named = |plan: PlanCoverage| {
        let name = names::member(t, &plan.member, &plan.member_name);
        (name, plan)
    };
    let mut plans: Vec<_> = plans.into_iter().map(named).collect();
    // Keeps the plans of a member in their order.
    by_name(t, &mut plans, |(name, _)| name);
    plans
}

fn of_each_member(plans: &[Named]) -> impl Iterator<Item = &[Named]> {
    plans.chunk_by(|(_, a), (_, b)| a.member == b.member)
}

/// The letter under which a member is looked for.
fn letter(name: &str) -> Option<char> {
    let first = slugify(name).chars().next()?;
    Some(first.to_ascii_uppercase())
}

/// The id of a letter's members.
fn anchor(letter: char) -> String {
    format!("letter-{}", letter.to_ascii_lowercase())
}

/// The way down to a member in a long table.
fn letters(t: Lang, plans: &[Named]) -> AnyView {
    let mut counts: Vec<(char, usize)> = Vec::new();
    let firsts = of_each_member(plans).filter_map(<[Named]>::first);
    for letter in firsts.filter_map(|(name, _)| letter(name)) {
        match counts.iter_mut().find(|(known, _)| *known == letter) {
            Some((_, count)) => *count += 1,
            None => counts.push((letter, 1)),
        }
    }
    let entries = counts
        .into_iter()
        .map(|(letter, count)| (anchor(letter), say::letter(t, letter, &number(t, count))));
    jump_list(say::by_letter(t), entries)
}

/// The members, folded by their letters: all plans at once are thirty screens.
fn by_plan(plans: &[Named]) -> AnyView {
    let t = lang();
    if plans.is_empty() {
        return ().into_any();
    }
    let mut seen = HashSet::new();
    let parts = plans.chunk_by(|(a, _), (b, _)| letter(a) == letter(b));
    let parts: Vec<_> = parts
        .map(|part| {
            let first = part.first().and_then(|(name, _)| letter(name));
            let anchor = first.filter(|letter| seen.insert(*letter)).map(anchor);
            of_letter(t, first.unwrap_or('\u{2013}'), part, anchor)
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="by-plan">
            <h2 id="by-plan">{say::by_plan(t)}</h2>
            {explanation()}
            {parts}
        </section>
    }
    .into_any()
}

/// The plans of the members with a letter. `anchor` is the id by which the letter is found.
fn of_letter(t: Lang, letter: char, plans: &[Named], anchor: Option<String>) -> AnyView {
    let mut lines = Vec::with_capacity(plans.len());
    for of_member in of_each_member(plans) {
        if let Some((name, plan)) = of_member.first() {
            lines.push(member_above(t, name, plan));
        }
        lines.extend(of_member.iter().map(|(name, plan)| line(t, name, plan)));
    }
    let members = site::n_members(t, of_each_member(plans).count());
    let summary = say::of_letter(t, letter, &members, &say::n_plans(t, plans.len()));
    view! {
        <details class="more-rows" id=anchor>
            <summary>{summary}</summary>
            {data_table(head(t, letter), lines)}
        </details>
    }
    .into_any()
}

fn head(t: Lang, letter: char) -> TableHead {
    TableHead {
        id: format!("coverage-table-{}", letter.to_ascii_lowercase()),
        caption: say::caption(t, letter),
        caption_visible: false,
        definitions: false,
        columns: columns(t),
    }
}

fn columns(t: Lang) -> Vec<(&'static str, bool)> {
    let assessed = Dimension::ALL.iter().map(|d| figures(d.in_language(t)));
    let first = [
        words(say::member_and_plan(t)),
        figures(rows::commitments(t)),
    ];
    let last = [
        figures(say::no_rating(t)),
        figures(say::overdue(t)),
        words(say::sources(t)),
    ];
    first.into_iter().chain(assessed).chain(last).collect()
}

/// A row for a plan.
fn line(t: Lang, member: &str, plan: &PlanCoverage) -> AnyView {
    let assessed = plan
        .assessed
        .map(|count| view! { <td class="n">{number(t, count)}</td> });
    view! {
        <tr>
            <th scope="row" class="of-group"><span class="vh">{say::of_member(t, member)}</span>{name_of(t, plan)}</th>
            <td class="n">{number(t, plan.commitments)}</td>
            {assessed.into_iter().collect_view()}
            <td class="n">{number(t, plan.without_any_rating)}</td>
            <td class="n">{overdue_of(t, plan)}</td>
            <td class="long">{sources_of(t, plan)}</td>
        </tr>
    }
    .into_any()
}

/// The row above a member's first plan.
fn member_above(t: Lang, name: &str, plan: &PlanCoverage) -> AnyView {
    let href = link_to(route::Member::new(&plan.member));
    let columns = columns(t).len().to_string();
    view! { <tr class="group"><th scope="colgroup" colspan=columns><a href=href>{name.to_owned()}</a></th></tr> }
        .into_any()
}

fn name_of(t: Lang, plan: &PlanCoverage) -> AnyView {
    let name = source_text(t, &rows::plan_label(t, &plan.plan));
    match plan.query() {
        Some(query) => {
            let href = link_to(query.link(route::Commitments));
            view! { <a href=href>{name}</a> }.into_any()
        }
        None => name,
    }
}

fn overdue_of(t: Lang, plan: &PlanCoverage) -> AnyView {
    let count = number(t, plan.overdue);
    match plan.query().filter(|_| plan.overdue > 0) {
        Some(query) => {
            let overdue = query.with(Filter::Review, Review::Overdue.slug());
            let href = link_to(overdue.link(route::Commitments));
            view! { <a href=href>{count}</a> }.into_any()
        }
        None => count.into_any(),
    }
}

fn sources_of(t: Lang, plan: &PlanCoverage) -> AnyView {
    if plan.sources.is_empty() {
        return view! { <span class="muted">{say::no_source(t)}</span> }.into_any();
    }
    let told = plan.sources.iter().map(|source| match source {
        CoverageSource::Known(known) => say::dated_source(t, *known),
        CoverageSource::Other => say::other_sources(t).to_owned(),
    });
    told.collect::<Vec<_>>().join(", ").into_any()
}
