//! `/members`: who promised, and what came of it.

use std::sync::Arc;

use leptos::prelude::*;

use super::member::{by_name, midterm_line, named, share};
use super::{Page, Visit};
use crate::components::{
    TableHead, contents, counted_line, data_table, figures, lang, layout, link_to, other_set,
    page_title, progress, words,
};
use crate::service::MemberSummary;
use catalogue::Catalogue;
use domain::query::{Filter, Query};
use domain::route;
use domain::{Lens, MemberKind, Region};
use i18n::format::number;
use i18n::{InLanguage, member as say};

/// Every member.
pub async fn members_page(visit: Visit) -> Page {
    let query = visit.query()?;
    let lens = query.lens_of_list().unwrap_or(Lens::All);
    let (catalogue, members) = visit.app.members_through(lens);
    Ok(show_all(&catalogue, &members, lens).into_any())
}

fn show_all(
    catalogue: &Arc<Catalogue>,
    members: &[MemberSummary],
    lens: Lens,
) -> impl IntoView + use<> {
    let t = lang();
    let lead = say::lead(t, members.len());
    let midterm = midterm_line(t, members.iter().flat_map(|member| &member.levels));
    let mut members: Vec<_> = members.iter().map(|m| (named(t, m), m)).collect();
    by_name(t, &mut members, |(name, _)| name);
    let is_known = |region: &&Region| members.iter().any(|(_, m)| m.member.region == **region);
    let parts = Region::ALL.iter().filter(is_known);
    let parts = contents(parts.map(|region| (region.slug(), region.in_language(t))));
    let regions = Region::ALL.iter().map(|region| {
        let own: Vec<_> = members
            .iter()
            .filter(|(_, m)| m.member.region == *region)
            .collect();
        members_of(*region, &own, lens)
    });
    let counted = Query::default().only_through(lens);
    view! {
        {page_title(say::heading(t), &lead, route::Members::PATH)}
        {layout(route::Members::PATH, Some(catalogue), true, view! {
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{lead.clone()}</p></div>
            {parts}
            {counted_line(catalogue, Some(lens))}
            {midterm}
            {other_set(&counted, |query| query.link(route::Members::PATH))}
            {regions.collect_view()}
        })}
    }
}

/// The members of a region, with the commitments of theirs that a lens shows. What they lead to counts the
/// same.
fn members_of(region: Region, members: &[&(String, &MemberSummary)], lens: Lens) -> AnyView {
    let t = lang();
    if members.is_empty() {
        return ().into_any();
    }
    let total: usize = members.iter().map(|(_, m)| m.total).sum();
    let all = Query::default()
        .with(Filter::Region, region.slug())
        .only_through(lens)
        .link(route::Commitments);
    let id = format!("table-{}", region.slug());
    let seen_as = Query::default().seen_as(lens);
    let rows = members.iter().map(|(name, m)| {
        let shares = m.levels.iter().map(|counts| view! { <td class="n">{share(counts)}</td> });
        let kind = (m.member.kind != MemberKind::National)
            .then(|| view! { <span class="muted">{format!(" ({})", m.member.kind.in_language(t).to_lowercase())}</span> });
        let href = seen_as.link(route::Member::new(&m.slug));
        view! {
            <tr>
                <th scope="row"><a href=link_to(href)>{name.clone()}</a>{kind}</th>
                <td class="n">{number(t, m.total)}</td>
                {shares.collect_view()}
                <td class="n">{m.newest.map(|year| year.to_string())}</td>
            </tr>
        }
    });
    let head = TableHead {
        id,
        caption: say::members_in(t, region.in_language(t)),
        caption_visible: false,
        definitions: false,
        columns: [words(say::member(t))]
            .into_iter()
            .chain(progress(t))
            .chain([figures(say::newest_plan(t))])
            .collect(),
    };
    view! {
        <section class="section" aria-labelledby=region.slug()>
            <div class="section-head">
                <h2 id=region.slug()>{region.in_language(t)}</h2>
                <p><a href=link_to(all)>{say::all(t, total)}<span class="vh">{say::in_region(t, region.in_language(t))}</span></a></p>
            </div>
            {data_table(head, rows.collect_view())}
        </section>
    }
    .into_any()
}
