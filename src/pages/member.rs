//! `/members` and `/members/{slug}`: who promised, and what came of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::load::page;
use crate::catalogue::{Catalogue, Row};
use crate::charts::{ChartName, ChartRequest, LevelCounts, SMALL_GROUP};
use crate::components::{
    ChartFigure, CommitmentRows, Crumbs, PROGRESS, TableHead, count_list, data_table, figures,
    layout, page_title, page_with_card, words,
};
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::domain::{ActionPlan, Dimension, Level, MemberKind, Region};
use crate::service::{ChartsInPlace, Listed, MemberSummary, MemberView, Part};

/// Every member.
#[component]
pub fn MembersPage() -> impl IntoView {
    page(async |visit| {
        visit.query()?;
        let (catalogue, members) = visit.app.members();
        Ok(show_all(catalogue, members))
    })
}

/// One member.
#[component]
pub fn MemberPage() -> impl IntoView {
    page(async |visit| {
        let query = visit.query()?;
        let shown = visit.app.member(visit.parameter())?;
        let part = Part {
            filter: Filter::Member,
            slug: shown.summary.slug.to_string(),
            name: shown.summary.member.name.clone(),
        };
        let charts = visit
            .app
            .charts_in_place(&shown.catalogue, &query, Some(&part))
            .await?;
        Ok(show_one(shown, charts, visit.origin()))
    })
}

fn show_all(catalogue: Arc<Catalogue>, members: Vec<MemberSummary>) -> impl IntoView {
    let count = grouped(members.len());
    let lead = format!(
        "{count} national and local governments with commitments in this record. \u{201c}6 of 14\u{201d} means 6 rated high of 14 that the IRM assessed. Members are not ranked, because their plans and reports differ."
    );
    let regions = Region::ALL.iter().map(|region| {
        let own: Vec<_> = members
            .iter()
            .filter(|m| m.member.region == *region)
            .collect();
        members_of(*region, &own)
    });
    view! {
        {page_title("Members", &lead, "/members")}
        {layout("/members", Some(&catalogue), true, view! {
            <div class="page-head"><h1>"Members"</h1><p class="lead">{lead.clone()}</p></div>
            {regions.collect_view()}
        })}
    }
}

fn members_of(region: Region, members: &[&MemberSummary]) -> AnyView {
    if members.is_empty() {
        return ().into_any();
    }
    let total: usize = members.iter().map(|m| m.total).sum();
    let all = Query::default()
        .with(Filter::Region, region.slug())
        .link("/commitments");
    let id = format!("table-{}", region.slug());
    let rows = members.iter().map(|m| {
        let shares = m.levels.iter().map(|counts| view! { <td class="n">{share(counts)}</td> });
        let kind = (m.member.kind != MemberKind::National)
            .then(|| view! { <span class="muted">{format!(" ({})", m.member.kind.label().to_lowercase())}</span> });
        view! {
            <tr>
                <th scope="row"><a href=format!("/members/{}", m.slug)>{m.member.name.clone()}</a>{kind}</th>
                <td class="n">{grouped(m.total)}</td>
                {shares.collect_view()}
                <td class="n">{m.newest.map(|year| year.to_string())}</td>
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby=region.slug()>
            <div class="section-head">
                <h2 id=region.slug()>{region.label()}</h2>
                <p><a href=all>{format!("All {} commitments", grouped(total))}<span class="vh">{format!(" in {}", region.label())}</span></a></p>
            </div>
            {data_table(TableHead { id, caption: format!("Members in {}", region.label()), caption_shown: false, definitions: false, columns: [words("Member")].into_iter().chain(PROGRESS).chain([figures("Newest plan")]).collect() }, rows.collect_view())}
        </section>
    }
    .into_any()
}

/// `6 of 14`: high of assessed; a dash where none is assessed.
pub fn share(counts: &LevelCounts) -> AnyView {
    match counts.assessed() {
        0 => {
            view! { <span class="muted">"\u{2013}"<span class="vh">" none assessed"</span></span> }
                .into_any()
        }
        assessed => format!(
            "{} of {}",
            grouped(counts.at(Level::High)),
            grouped(assessed)
        )
        .into_any(),
    }
}

/// A warning where shares rest on few assessed commitments.
pub fn small_group_notice(levels: &[LevelCounts]) -> Option<AnyView> {
    let small: Vec<_> = levels
        .iter()
        .filter(|c| (1..SMALL_GROUP).contains(&c.assessed()))
        .map(|c| c.dimension.label().to_lowercase())
        .collect();
    (!small.is_empty()).then(|| {
        view! {
            <div class="notice caution">
                <h3>"Few ratings"</h3>
                <p>
                    {format!(
                        "Shares for {} rest on fewer than {SMALL_GROUP} assessed commitments. Read them as single cases, not as a trend.",
                        small.join(" and ")
                    )}
                </p>
            </div>
        }
        .into_any()
    })
}

/// Says where the charts of a page cover less than the page, because its address says so.
pub fn narrowed_notice(shown: &ChartsInPlace, here: &str) -> Option<AnyView> {
    let (heading, here) = (shown.heading.clone(), here.to_owned());
    shown.is_narrowed.then(|| {
        view! {
            <div class="notice">
                <p>
                    "These charts show: " {heading} ". "
                    <a href=here>"Show everything"</a>
                </p>
            </div>
        }
        .into_any()
    })
}

/// The charts of a part of the record, beside all of it.
pub fn compared(shown: ChartsInPlace, here: &str) -> impl IntoView + use<> {
    let query = shown.query.clone();
    let notices = view! { {narrowed_notice(&shown, here)} {small_group_notice(&shown.levels)} };
    let figures: Vec<_> = shown
        .charts
        .into_iter()
        .map(|chart| view! { <ChartFigure chart query=query.clone()/> })
        .collect();
    view! {
        <section class="section" aria-labelledby="progress">
            <h2 id="progress">"How far they got"</h2>
            {notices}
            {figures}
            {more_charts(&query)}
        </section>
    }
}

/// Charts of the same commitments that have pages of their own.
pub fn more_charts(query: &Query) -> impl IntoView + use<> {
    let links: Vec<_> = [
        ChartName::Trend,
        ChartName::Map,
        ChartName::Members,
        ChartName::Areas,
        ChartName::Matrix,
    ]
    .into_iter()
    .map(|name| {
        let href = ChartRequest::plain(name).link(query, "");
        view! { <li><a href=href>{name.label()}</a></li> }
    })
    .collect();
    view! {
        <nav aria-label="More charts"><ul class="links-row"><li><b>"More charts:"</b></li>{links}</ul></nav>
    }
}

fn show_one(shown: MemberView, charts: ChartsInPlace, origin: Option<String>) -> impl IntoView {
    let member = shown.summary.member.clone();
    let query = Query::default().with(Filter::Member, &shown.summary.slug);
    let all = query.link("/commitments");
    let total = shown.summary.total;
    let plans = plans(&shown);
    let noun = if total == 1 {
        "commitment"
    } else {
        "commitments"
    };
    let years: Vec<i32> = shown
        .rows
        .iter()
        .filter_map(|r| r.commitment.plan.start_year)
        .collect();
    let period = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first == last => format!(", from the plan of {first}"),
        (Some(first), Some(last)) => format!(", from plans of {first} to {last}"),
        _ => String::new(),
    };
    let lead = format!("{} {noun}{period}.", grouped(total));
    let status = member.current_status().map(|s| {
        view! {
            <p>
                {format!("{} since {}. ", s.status.label(), s.since.in_words())}
                <a href=s.source_url.clone()>"Source"</a>
                ". Its commitments stay in the record."
            </p>
        }
    });
    let eyebrow = match member.kind {
        MemberKind::Local => format!(
            "{} \u{b7} Local government in {}",
            member.region, member.country
        ),
        MemberKind::National => format!("{} \u{b7} National government", member.region),
        MemberKind::Other => member.region.label().to_owned(),
    };
    let areas = shown.areas.iter().take(24).map(|(area, count)| {
        (
            query.with(Filter::Area, &area.slug).link("/commitments"),
            area.name.clone(),
            *count,
        )
    });
    let areas = count_list("count-list many", areas);
    let rows: Vec<Listed> = shown
        .rows
        .iter()
        .take(50)
        .cloned()
        .map(Listed::from)
        .collect();
    let here = format!("/members/{}", shown.summary.slug);
    let card = ChartRequest::plain(ChartName::Progress).link(&query, ".png");
    let like = format!("/compare?member={}", shown.summary.slug);
    let description = format!(
        "{}: {lead} How far each got according to OGP\u{2019}s IRM.",
        member.name
    );
    view! {
        {page_with_card(&member.name, &description, &here, origin.as_deref(), &card)}
        {layout("/members", Some(&shown.catalogue), true, view! {
            <Crumbs trail=vec![("/members".to_owned(), "Members".to_owned())]/>
            <div class="page-head">
                <p class="eyebrow">{eyebrow}</p>
                <h1>{member.name.clone()}</h1>
                <p class="lead">{lead}</p>
                {status}
            </div>
            {compared(charts, &here)}
            <p><a href=like>"Compare with other members"</a></p>
            {plans_table(&plans)}
            <section class="section" aria-labelledby="areas">
                <h2 id="areas">"Policy areas"</h2>
                {areas}
            </section>
            <section class="section" aria-labelledby="commitments">
                <div class="section-head">
                    <h2 id="commitments">"Commitments"</h2>
                    <p><a href=all>{format!("Filter all {}", grouped(total))}</a></p>
                </div>
                <CommitmentRows items=rows member=false/>
            </section>
        })}
    }
}

/// Plans sort by year, the newest first.
type NewestFirst = (Reverse<Option<i32>>, Arc<ActionPlan>);

/// For each plan, newest first: its name, its commitments, and high of assessed by dimension.
type PlanRow = (String, usize, Vec<LevelCounts>);

fn plans(shown: &MemberView) -> Vec<PlanRow> {
    let mut plans: BTreeMap<NewestFirst, Vec<&Row>> = BTreeMap::new();
    for row in &shown.rows {
        let plan = row.commitment.plan.clone();
        plans
            .entry((Reverse(plan.start_year), plan))
            .or_default()
            .push(row);
    }
    plans
        .into_iter()
        .map(|((_, plan), rows)| {
            let levels = Dimension::ALL
                .iter()
                .map(|dimension| {
                    let mut counts = [0; Level::ALL.len()];
                    for row in &rows {
                        counts[row.commitment.level(*dimension).index()] += 1;
                    }
                    LevelCounts {
                        dimension: *dimension,
                        counts,
                    }
                })
                .collect();
            (plan.label(), rows.len(), levels)
        })
        .collect()
}

fn plans_table(plans: &[PlanRow]) -> impl IntoView + use<> {
    let rows = plans.iter().map(|(name, total, levels)| {
        let shares = levels
            .iter()
            .map(|counts| view! { <td class="n">{share(counts)}</td> });
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="n">{grouped(*total)}</td>
                {shares.collect_view()}
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby="plans">
            <h2 id="plans">"Action plans"</h2>
            {data_table(TableHead { id: "plans-table".to_owned(), caption: "Commitments and high ratings by action plan".to_owned(), caption_shown: false, definitions: false, columns: [words("Plan")].into_iter().chain(PROGRESS).collect() }, rows.collect_view())}
        </section>
    }
}
