//! `/reports`: the reports that the record cites, by member and plan; with `member`, those about one.

use leptos::prelude::*;

use super::member::by_name;
use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, data_table, figures, layout, link_to, page_title, source_text, words,
};
use crate::service::CitedReport;
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
    let (catalogue, cited) = visit.app.cited_reports(member.as_deref());
    let named = cited.into_iter().map(|cited| (name_of(t, &cited), cited));
    let mut reports: Vec<(String, CitedReport)> = named.collect();
    // Keeps the plans of a member in their order.
    by_name(t, &mut reports, |(name, _)| name);
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
            {table(t, &reports)}
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

fn table(t: Lang, reports: &[(String, CitedReport)]) -> AnyView {
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
        // The newest plan first.
        let of_plans = of_member.chunk_by(|(_, a), (_, b)| a.plan == b.plan);
        for of_plan in of_plans.rev() {
            lines.extend(of_plan.iter().map(|(_, cited)| line(t, cited)));
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
