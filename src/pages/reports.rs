//! `/reports`: the reports that the record cites, by member and plan; with `member`, those about one.

use std::sync::Arc;

use leptos::prelude::*;

use super::member::by_name;
use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, data_table, figures, kept_fields, layout, link_to, page_title, pager,
    select, source_text, words,
};
use crate::service::{CitedReport, Missing, NotFound};
use domain::query::{Filter, Query};
use domain::{KnownSource, Lang, route};
use i18n::format::{compare, number};
use i18n::{InLanguage, context, layout as site, names, reports as say, rows};

/// Reports on one page.
const ON_A_PAGE: usize = 50;

/// The reports of every member, a page at a time, or all of one.
pub async fn reports_page(visit: Visit) -> Page {
    let query = visit.query()?;
    let t = visit.lang();
    let member = query.values(Filter::Member).first().map(String::as_str);
    let (catalogue, all_cited) = visit.app.cited_reports().await?;
    let is_meant = |cited: &&CitedReport| member.is_none_or(|slug| cited.member.slug() == slug);
    let cited: Vec<&CitedReport> = all_cited.iter().filter(is_meant).collect();
    let (here, pages) = (query.page(), cited.len().div_ceil(ON_A_PAGE).max(1));
    if here >= pages {
        return Err(NotFound {
            what: Missing::ListPage(here + 1, pages),
            instead: Vec::new(),
        }
        .into());
    }
    let named = cited.into_iter().map(|cited| (name_of(t, cited), cited));
    let mut reports: Vec<(String, &CitedReport)> = named.collect();
    // Keeps the plans of a member in their order.
    by_name(t, &mut reports, |(name, _)| name);
    // The newest plan first.
    let mut ordered = Vec::with_capacity(reports.len());
    for of_member in reports.chunk_by(|(_, a), (_, b)| a.member.name == b.member.name) {
        let of_plans = of_member.chunk_by(|(_, a), (_, b)| a.plan == b.plan);
        ordered.extend(of_plans.rev().flatten());
    }
    let first = here * ON_A_PAGE;
    let shown = &ordered[first..(first + ON_A_PAGE).min(ordered.len())];
    let one = member.and_then(|slug| catalogue.member(slug));
    let heading = match one {
        Some(one) => say::of_member(t, &names::member(t, &one.slug(), &one.name)),
        None => say::heading(t).to_owned(),
    };
    let all = one.is_some().then(|| {
        view! { <p><a href=link_to(route::Reports)>{say::all(t)}</a></p> }
    });
    let address = |page: usize| {
        let of_member = Query::default().at_page(page);
        let of_member = match member {
            Some(slug) => of_member.with_only(Filter::Member, slug).at_page(page),
            None => of_member,
        };
        of_member.link(route::Reports)
    };
    // Who has no report is no choice, but stays one once it is chosen.
    let by_member = all_cited.chunk_by(|a, b| a.member.name == b.member.name);
    let with_reports = by_member.filter_map(|of_member| of_member.first());
    let with_reports = with_reports.map(|cited| Arc::clone(&cited.member));
    let chosen = one.filter(|_| ordered.is_empty()).cloned();
    let mut members: Vec<(String, String)> = with_reports
        .chain(chosen)
        .map(|member| {
            (
                member.slug(),
                names::member(t, &member.slug(), &member.name),
            )
        })
        .collect();
    members.sort_by(|(_, a), (_, b)| compare(t, a, b));
    let label = Filter::Member.in_language(t);
    let choice = select(
        "reports-member".to_owned(),
        Filter::Member.slug(),
        label,
        member,
        members,
    );
    let choice = view! {
        <form class="chart-form" action=route::Reports::PATH aria-label=say::of_one(t)>
            {kept_fields()}
            {choice}
            <button class="button">{context::show(t)}</button>
        </form>
    };
    let count = (pages > 1).then(|| {
        let last = first + shown.len();
        let range = say::range(t, ordered.len(), &number(t, first + 1), &number(t, last));
        view! { <p role="status">{range}</p> }
    });
    Ok(view! {
        {page_title(&heading, say::lead(t), &address(here))}
        {layout(route::About::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::About::PATH.to_owned(), site::about_link(t).to_owned())]/>
            <div class="page-head"><h1>{heading.clone()}</h1><p class="lead">{say::lead(t)}</p></div>
            {all}
            {choice}
            {count}
            {table(t, shown)}
            {pager(here, pages, address)}
        })}
    }
    .into_any())
}

fn name_of(t: Lang, cited: &CitedReport) -> String {
    names::member(t, &cited.member.slug(), &cited.member.name)
}

fn head(t: Lang) -> TableHead {
    TableHead {
        id: "reports-table".to_owned(),
        caption: say::caption(t).to_owned(),
        caption_visible: false,
        definitions: false,
        columns: vec![
            words(say::report(t)),
            words(say::plan(t)),
            words(say::stage(t)),
            figures(say::ratings(t)),
        ],
    }
}

fn table(t: Lang, reports: &[&(String, &CitedReport)]) -> AnyView {
    if reports.is_empty() {
        return view! { <p class="muted">{say::none(t)}</p> }.into_any();
    }
    let mut lines: Vec<AnyView> = Vec::new();
    for of_member in reports.chunk_by(|(_, a), (_, b)| a.member.name == b.member.name) {
        if let Some((name, first)) = of_member.first() {
            let href = link_to(route::Member::new(first.member.slug()));
            let columns = head(t).columns.len().to_string();
            let above = view! { <tr class="group"><th scope="colgroup" colspan=columns><a href=href>{name.clone()}</a></th></tr> };
            lines.push(above.into_any());
        }
        lines.extend(of_member.iter().map(|(_, cited)| line(t, cited)));
    }
    view! {
        <p class="prose">{say::ratings_are(t)}</p>
        {data_table(head(t), lines)}
    }
    .into_any()
}

/// Whether an address is that of a report: ratings that came with the program cite the page of their
/// commitment, or a whole table.
fn is_of_report(address: &str) -> bool {
    match KnownSource::at(address) {
        None => true,
        Some(KnownSource::OgpPage) => {
            address.contains("/documents/") || address.contains("/uploads/")
        }
        Some(_) => false,
    }
}

fn line(t: Lang, cited: &CitedReport) -> AnyView {
    let known = &cited.known;
    let title = source_text(t, &known.report.title);
    let link = known.source_url.as_ref();
    let named = match link.filter(|address| is_of_report(address)) {
        Some(href) => view! { <a href=href.clone()>{title}</a> }.into_any(),
        None => title,
    };
    view! {
        <tr>
            <th scope="row" class="of-group">{named}</th>
            <td>{source_text(t, &rows::plan_label(t, &cited.plan))}</td>
            <td>{known.report.stage.in_language(t)}</td>
            <td class="n">{number(t, known.published)}</td>
        </tr>
    }
    .into_any()
}
