//! `/areas` and `/areas/{slug}`: what was promised on a subject.

use std::sync::Arc;

use leptos::prelude::*;

use super::home::featured_section;
use super::load::page;
use super::member::{compared, share};
use crate::catalogue::Catalogue;
use crate::charts::{ChartName, ChartRequest, LevelCounts};
use crate::components::{
    CommitmentRows, Crumbs, PROGRESS, TableHead, count_list, data_table, layout, page_title,
    page_with_card, words,
};
use crate::domain::area::{AreaGroup, scope};
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::domain::{Dimension, PolicyArea};
use crate::service::{AreaView, ChartsInPlace, Listed, Part};

/// Every policy area.
#[component]
pub fn AreasPage() -> impl IntoView {
    page(async |visit| {
        visit.query()?;
        let (catalogue, areas) = visit.app.areas();
        Ok(show_all(&catalogue, &areas))
    })
}

/// One policy area.
#[component]
pub fn AreaPage() -> impl IntoView {
    page(async |visit| {
        let query = visit.query()?;
        let shown = visit.app.area(visit.parameter())?;
        let part = Part {
            filter: Filter::Area,
            slug: shown.area.slug.to_string(),
            name: shown.area.name.clone(),
        };
        let charts = visit
            .app
            .charts_in_place(&shown.catalogue, &query, Some(&part))
            .await?;
        Ok(show_one(shown, charts, visit.origin()))
    })
}

fn show_all(catalogue: &Arc<Catalogue>, areas: &[(PolicyArea, usize)]) -> impl IntoView + use<> {
    let lead = format!(
        "OGP\u{2019}s Support Unit tags every commitment. One commitment may carry several tags, so the counts add up to more than {}.",
        grouped(catalogue.len())
    );
    let groups: Vec<_> = AreaGroup::ALL
        .iter()
        .map(|group| group_of(*group, areas))
        .collect();
    view! {
        {page_title("Policy areas", &lead, "/areas")}
        {layout("/areas", Some(catalogue), true, view! {
            <div class="page-head"><h1>"Policy areas"</h1><p class="lead">{lead.clone()}</p></div>
            {groups}
        })}
    }
}

fn group_of(group: AreaGroup, areas: &[(PolicyArea, usize)]) -> AnyView {
    let own: Vec<_> = areas
        .iter()
        .filter(|(a, count)| a.group == group && *count > 0)
        .collect();
    if own.is_empty() {
        return ().into_any();
    }
    let body = if group == AreaGroup::Topic {
        let tops = own.iter().filter(|(a, _)| a.parent.is_none()).map(|(top, count)| {
            let parts: Vec<_> = own
                .iter()
                .filter(|(a, _)| a.parent.as_ref() == Some(&top.slug))
                .map(|(part, count)| view! { <li>{area_link(part)}<span class="n">{grouped(*count)}</span></li> })
                .collect();
            let parts = (!parts.is_empty()).then(|| view! { <ul>{parts}</ul> });
            view! { <li>{area_link(top)}<span class="n">{grouped(*count)}</span>{parts}</li> }
        });
        view! { <ul class="tree cols">{tops.collect_view()}</ul> }.into_any()
    } else {
        let entries = own
            .iter()
            .map(|(a, count)| (format!("/areas/{}", a.slug), a.name.clone(), *count));
        count_list("count-list many", entries).into_any()
    };
    let note = (group == AreaGroup::Former).then(|| {
        view! {
            <p class="prose muted">
                "Tags that older commitments carry and that are not, or no longer, in OGP\u{2019}s list. Newer commitments do not have them, so their counts end."
            </p>
        }
    });
    view! {
        <section class="section" aria-labelledby=group.slug()>
            <h2 id=group.slug()>{group.label()}</h2>
            {note}
            {body}
        </section>
    }
    .into_any()
}

fn area_link(area: &PolicyArea) -> impl IntoView + use<> {
    view! { <a href=format!("/areas/{}", area.slug)>{area.name.clone()}</a> }
}

fn show_one(shown: AreaView, charts: ChartsInPlace, origin: Option<String>) -> impl IntoView {
    let area = shown.area.clone();
    let query = Query::default().with(Filter::Area, &area.slug);
    let noun = if shown.total == 1 {
        "commitment"
    } else {
        "commitments"
    };
    let member_noun = if shown.members.len() == 1 {
        "member"
    } else {
        "members"
    };
    let lead = format!(
        "{} {noun} from {} {member_noun}.",
        grouped(shown.total),
        grouped(shown.members.len())
    );
    let covers = scope(&area.slug).map(|scope| {
        view! {
            <p class="prose">
                {scope.covers} " " <a href=scope.source>"OGP\u{2019}s own description"</a> "."
            </p>
        }
    });
    let trail = std::iter::once(("/areas".to_owned(), "Policy areas".to_owned()))
        .chain(
            shown
                .parent
                .iter()
                .map(|p| (format!("/areas/{}", p.slug), p.name.clone())),
        )
        .collect();
    let caution = area.caution().map(|text| {
        view! { <div class="notice"><h2>"About this tag"</h2><p>{text}</p></div> }
    });
    let members = shown.members.iter().take(24).map(|(slug, name, count)| {
        (
            query.with(Filter::Member, slug).link("/commitments"),
            name.clone(),
            *count,
        )
    });
    let members = count_list("count-list many", members);
    let related = shown
        .related
        .iter()
        .map(|(a, count)| (format!("/areas/{}", a.slug), a.name.clone(), *count));
    let related = count_list("count-list many", related);
    let rows: Vec<Listed> = shown.newest.iter().cloned().map(Listed::from).collect();
    let all = query.link("/commitments");
    let here = format!("/areas/{}", area.slug);
    let card = ChartRequest::plain(ChartName::Progress).link(&query, ".png");
    let description = format!(
        "{}: {lead} How far each got according to OGP\u{2019}s IRM.",
        area.name
    );
    view! {
        {page_with_card(&area.name, &description, &here, origin.as_deref(), &card)}
        {layout("/areas", Some(&shown.catalogue), true, view! {
            <Crumbs trail/>
            <div class="page-head">
                <h1>{area.name.clone()}</h1>
                <p class="lead">{lead}</p>
                {covers}
            </div>
            {caution}
            {parts(&shown)}
            {featured_section(&shown.featured)}
            {compared(charts, &here)}
            <section class="section" aria-labelledby="commitments">
                <div class="section-head">
                    <h2 id="commitments">"From the newest plans"</h2>
                    <p><a href=all>{format!("All {} {noun}, with filters", grouped(shown.total))}</a></p>
                </div>
                <CommitmentRows items=rows/>
            </section>
            <section class="section" aria-labelledby="who">
                <h2 id="who">"Who promised"</h2>
                {members}
            </section>
            <section class="section" aria-labelledby="related">
                <h2 id="related">"Often tagged together"</h2>
                <p class="prose muted">"Other tags of these commitments, and how many carry both."</p>
                {related}
            </section>
        })}
    }
}

/// The parts of an area with what they cover and how far their commitments got.
fn parts(shown: &AreaView) -> AnyView {
    if shown.children.is_empty() {
        return ().into_any();
    }
    let rows = shown.children.iter().map(|(part, count)| {
        let selected = shown
            .catalogue
            .select(&Query::default().with(Filter::Area, &part.slug), None);
        let shares = Dimension::ALL.iter().map(|d| {
            let counts = LevelCounts::of(&shown.catalogue, &selected.rows, *d);
            view! { <td class="n">{share(&counts)}</td> }
        });
        view! {
            <tr>
                <th scope="row">{area_link(part)}</th>
                <td class="wide">{scope(&part.slug).map(|s| s.covers)}</td>
                <td class="n">{grouped(*count)}</td>
                {shares.collect_view()}
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby="parts">
            <h2 id="parts">"Its parts"</h2>
            {data_table(TableHead { id: "parts-table".to_owned(), caption: format!("Parts of {}", shown.area.name), caption_shown: false, definitions: true, columns: [words("Area"), words("What it covers")].into_iter().chain(PROGRESS).collect() }, rows.collect_view())}
        </section>
    }
    .into_any()
}
