//! The action plans of a member's page: a timeline of plans, with what came of the commitments of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::member::share;
use crate::components::{TableHead, data_table, lang, link_to, progress, source_text, words};
use crate::service::MemberView;
use crate::words::levels::month;
use catalogue::Row;
use charts::LevelCounts;
use domain::query::Filter;
use domain::review::{is_midterm, results_expected_by};
use domain::{ActionPlan, Dimension, Lang, Level, Query, Review, route};
use i18n::format::number;
use i18n::{member as say, midterm, rows};

/// Plans sort by year, the oldest first and those without one last.
type ByYear = (bool, Option<i32>, Arc<ActionPlan>);

/// A plan with its commitments in the record, and with those of them that the lens shows.
struct PlanRow<'a> {
    plan: Arc<ActionPlan>,
    total: usize,
    rows: Vec<&'a Row>,
}

impl PlanRow<'_> {
    fn levels(&self, dimension: Dimension) -> LevelCounts {
        let mut counts = [0; Level::ALL.len()];
        for row in &self.rows {
            counts[row.commitment.level(dimension).index()] += 1;
        }
        let midterm = self
            .rows
            .iter()
            .filter(|row| dimension == Dimension::Completion && is_midterm(&row.commitment));
        LevelCounts {
            dimension,
            counts,
            midterm: midterm.count(),
        }
    }

    /// How many commitments have a review in this state.
    fn in_review(&self, shown: &MemberView, state: Review) -> usize {
        let today = shown.catalogue.today();
        let is_in_it = |row: &&&Row| row.review(today) == Some(state);
        self.rows.iter().filter(is_in_it).count()
    }
}

fn plans(shown: &MemberView) -> Vec<PlanRow<'_>> {
    let key = |row: &Row| {
        let plan = &row.commitment.plan;
        (plan.start_year.is_none(), plan.start_year, plan.clone())
    };
    let mut plans: BTreeMap<ByYear, PlanRow<'_>> = BTreeMap::new();
    for row in &shown.all_rows {
        let plan = plans.entry(key(row)).or_insert_with(|| PlanRow {
            plan: row.commitment.plan.clone(),
            total: 0,
            rows: Vec::new(),
        });
        plan.total += 1;
    }
    for row in &shown.rows {
        if let Some(plan) = plans.get_mut(&key(row)) {
            plan.rows.push(row);
        }
    }
    plans.into_values().collect()
}

/// The first and the last year of all plans.
fn years(plans: &[PlanRow<'_>]) -> Option<(i32, i32)> {
    let first = plans.iter().filter_map(|p| p.plan.start_year).min()?;
    let last = plans
        .iter()
        .filter_map(|p| p.plan.end_year.or(p.plan.start_year));
    Some((first, last.max()?.max(first + 1)))
}

/// A line for all years, and on it the years of one plan.
fn span(plan: &ActionPlan, (first, last): (i32, i32)) -> Option<AnyView> {
    let start = plan.start_year?;
    let end = plan.end_year.unwrap_or(start).max(start);
    let place = |year: i32| 100 * (year - first) / (last - first);
    let (from, to) = (place(start), place(end));
    // A plan whose end is not known is a point in time.
    let width = (to - from).max(2);
    let bar = view! {
        <svg class="plan-span" viewBox="0 0 102 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" x="0" y="1.5" width="102" height="1"></rect>
            <rect class="years" x=from.to_string() y="0" width=width.to_string() height="4"></rect>
        </svg>
    };
    Some(bar.into_any())
}

/// Every plan in the order of years: how many commitments, how they were rated, how far their review is.
pub(super) fn plans_table(shown: &MemberView) -> impl IntoView + use<> {
    let t = lang();
    let plans = plans(shown);
    let years = years(&plans);
    let of_year = |year: Option<i32>| plans.iter().filter(|p| p.plan.start_year == year).count();
    let rows = plans.iter().map(|row| {
        // Lists know plans by their first year only.
        let year = row
            .plan
            .start_year
            .filter(|_| of_year(row.plan.start_year) == 1);
        let list = year.map(|year| shown.query.with(Filter::Year, &year.to_string()));
        let shares = Dimension::ALL
            .iter()
            .map(|d| row.levels(*d))
            .map(|counts| view! { <td class="n">{share(&counts)}{at_midterm(t, &counts)}</td> });
        let label = rows::plan_label(t, &row.plan);
        let period = row
            .plan
            .title
            .is_some()
            .then(|| rows::plan_in_words(t, &row.plan));
        view! {
            <tr>
                <th scope="row">
                    {source_text(t, &label)}
                    {period.map(|period| view! { " " <span class="muted period">{period}</span> })}
                    {years.and_then(|years| span(&row.plan, years))}
                </th>
                <td class="n">{commitments(t, row, list.as_ref())}</td>
                {shares.collect_view()}
                <td class="review">{state(t, shown, row, list.as_ref())}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = TableHead {
        id: "plans-table".to_owned(),
        caption: say::plans_caption(t).to_owned(),
        caption_visible: false,
        definitions: false,
        columns: [words(say::plan(t))]
            .into_iter()
            .chain(progress(t))
            .chain([words(say::review(t))])
            .collect(),
    };
    let is_at_midterm = plans
        .iter()
        .any(|plan| plan.levels(Dimension::Completion).midterm > 0);
    let at_midterm = is_at_midterm.then(|| view! { " " {midterm::midterm_means(t)} });
    view! {
        <section class="section plan-grid" aria-labelledby="plans">
            <h2 id="plans">{say::plans(t)}</h2>
            <p class="muted">{say::plans_count(t)} {at_midterm}</p>
            {data_table(head, rows)}
        </section>
    }
}

/// Says that all of a plan's ratings are from its mid-term report.
fn at_midterm(t: Lang, counts: &LevelCounts) -> Option<AnyView> {
    (counts.midterm > 0 && counts.midterm == counts.assessed())
        .then(|| view! { " " <small class="muted">{midterm::at_midterm(t)}</small> }.into_any())
}

/// How many commitments the lens shows, and of how many in all where those are more.
fn commitments(t: Lang, row: &PlanRow<'_>, list: Option<&Query>) -> AnyView {
    let count = number(t, row.rows.len());
    let count = match list {
        Some(list) if !row.rows.is_empty() => {
            view! { <a href=link_to(list.link(route::Commitments))>{count}</a> }.into_any()
        }
        _ => count.into_any(),
    };
    let all = (row.total > row.rows.len())
        .then(|| view! { <span class="muted">{say::of_all(t, &number(t, row.total))}</span> });
    view! { {count} {all} }.into_any()
}

/// The reviews of a plan's commitments: what is published, due and overdue.
fn state(t: Lang, shown: &MemberView, row: &PlanRow<'_>, list: Option<&Query>) -> AnyView {
    let expected = results_expected_by(&row.plan).and_then(|day| month(t, day));
    let said = Review::ALL.iter().filter_map(|state| {
        let count = row.in_review(shown, *state);
        let text = match (state, &expected) {
            _ if count == 0 => return None,
            (Review::Published, _) => say::review_published(t, count),
            (Review::Due, Some(month)) => say::review_due(t, count, month),
            (Review::Overdue, Some(month)) => say::review_overdue(t, count, month),
            (Review::Due | Review::Overdue, None) => return None,
        };
        let link = list.map(|list| list.with(Filter::Review, state.slug()));
        Some((*state, text, link))
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() {
        let words = say::no_review(t);
        return view! { <span class="muted">"\u{2013}"<span class="vh">{words}</span></span> }
            .into_any();
    }
    let items = said.into_iter().map(|(state, text, link)| {
        let class = (state == Review::Overdue).then_some("overdue");
        let text = match link {
            Some(link) => {
                view! { <a href=link_to(link.link(route::Commitments))>{text}</a> }.into_any()
            }
            None => text.into_any(),
        };
        view! { <li class=class>{text}</li> }
    });
    view! { <ul class="plain reviews">{items.collect_view()}</ul> }.into_any()
}
