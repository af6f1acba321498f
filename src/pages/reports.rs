//! `/reports`: the reports that the record cites, by member and plan; with `member`, those about one.

use leptos::prelude::*;

use super::member::by_name;
use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, data_table, figures, layout, link_to, page_title, source_text, words,
};
use crate::service::sheets::{KnownReport, PlanReports};
use domain::query::Filter;
use domain::{KnownSource, Lang, route};
use i18n::format::number;
use i18n::{InLanguage, layout as site, names, reports as say, rows};

/// The reports of every member, or of one.
pub async fn reports_page(visit: Visit) -> Page {
    let query = visit.query()?;
    let t = visit.lang();
    let member = query
        .values(Filter::Member)
        .first()
        .map(ToString::to_string);
    let catalogue = visit.app.catalogue();
    let mut plans: Vec<(String, PlanReports)> = visit
        .app
        .reports(member.as_deref())
        .into_iter()
        .map(|plan| (name_of(t, &plan), plan))
        .collect();
    // Keeps the plans of a member in their order.
    by_name(t, &mut plans, |(name, _)| name);
    let one = member.as_deref().and_then(|slug| catalogue.member(slug));
    let heading = match one {
        Some(one) => say::of_member(t, &names::member(t, &one.slug(), &one.name)),
        None => say::heading(t).to_owned(),
    };
    let all = one.is_some().then(|| {
        view! { <p><a href=link_to(route::Reports)>{say::all(t)}</a></p> }
    });
    let address = match &member {
        Some(slug) => route::Reports.with("member", slug),
        None => route::Reports.to_string(),
    };
    Ok(view! {
        {page_title(&heading, say::lead(t), &address)}
        {layout(route::About::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::About::PATH.to_owned(), site::about_link(t).to_owned())]/>
            <div class="page-head"><h1>{heading.clone()}</h1><p class="lead">{say::lead(t)}</p></div>
            {all}
            {table(t, &plans)}
        })}
    }
    .into_any())
}

fn name_of(t: Lang, plan: &PlanReports) -> String {
    names::member(t, &plan.member.slug(), &plan.member.name)
}

fn head(t: Lang) -> TableHead {
    TableHead {
        id: "reports-table".to_owned(),
        caption: say::caption(t).to_owned(),
        caption_shown: false,
        definitions: false,
        columns: vec![
            words(say::report(t)),
            words(say::plan(t)),
            words(say::stage(t)),
            figures(say::ratings(t)),
        ],
    }
}

fn table(t: Lang, plans: &[(String, PlanReports)]) -> AnyView {
    if plans.is_empty() {
        return view! { <p class="muted">{say::none(t)}</p> }.into_any();
    }
    let mut lines: Vec<AnyView> = Vec::new();
    for of_member in plans.chunk_by(|(_, a), (_, b)| a.member.name == b.member.name) {
        if let Some((name, first)) = of_member.first() {
            let href = link_to(route::Member::new(first.member.slug()));
            let columns = head(t).columns.len().to_string();
            let above = view! { <tr class="group"><th scope="colgroup" colspan=columns><a href=href>{name.clone()}</a></th></tr> };
            lines.push(above.into_any());
        }
        // The newest first.
        for (_, plan) in of_member.iter().rev() {
            lines.extend(plan.reports.iter().map(|known| line(t, plan, known)));
        }
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

fn line(t: Lang, plan: &PlanReports, known: &KnownReport) -> AnyView {
    let title = source_text(t, &known.report.title);
    let link = known.source_url.as_ref();
    let named = match link.filter(|address| is_of_report(address)) {
        Some(href) => view! { <a href=href.clone()>{title}</a> }.into_any(),
        None => title,
    };
    view! {
        <tr>
            <th scope="row" class="of-group">{named}</th>
            <td>{source_text(t, &rows::plan_label(t, &plan.plan))}</td>
            <td>{known.report.stage.in_language(t)}</td>
            <td class="n">{number(t, known.published)}</td>
        </tr>
    }
    .into_any()
}
