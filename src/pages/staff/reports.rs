//! `/staff/reports`: the reports that the record cites for each plan, and the way to their sheets.

use leptos::prelude::*;

use super::sheet::sheet_of;
use super::{desk, page_links, table};
use crate::components::kept_fields;
use crate::pages::{Page, StaffVisit};
use crate::words::sheets::report_in_words;
use domain::route;

/// Plans on a page.
const PAGE: usize = 50;

/// Every plan with its reports.
pub async fn reports_page(visit: StaffVisit) -> Page {
    let member = visit.params().one("member")?.map(str::to_owned);
    let staff = &visit.staff;
    let plans = visit
        .app
        .plans_with_reports(staff, member.as_deref())
        .await?;
    let catalogue = visit.app.catalogue();
    let mut members: Vec<(String, String)> = catalogue
        .rows()
        .map(|row| &row.commitment.member)
        .map(|member| (member.name.clone(), member.slug()))
        .collect();
    members.sort();
    members.dedup();
    let options = members
        .into_iter()
        .map(|(name, slug)| {
            let selected = Some(&slug) == member.as_ref();
            view! { <option value=slug selected=selected>{name}</option> }
        })
        .collect_view();
    let pages = plans.len().div_ceil(PAGE).max(1);
    let at = visit.params().page()?.min(pages - 1);
    let rows = plans
        .iter()
        .skip(at * PAGE)
        .take(PAGE)
        .map(|plan| {
            let sheet = route::staff::RatingSheet::new(plan.member.slug(), plan.plan.slug());
            let reports = plan.reports.iter().map(|known| {
                let href = sheet_of(&sheet, &known.report.title);
                view! {
                    <li><a href=href>{known.report.title.clone()}</a> <span class="muted">" " {report_in_words(known)}</span></li>
                }
            });
            let reports = reports.collect_view();
            let none = plan.reports.is_empty().then_some("None cited.");
            let about = format!("{}, {}", plan.member.name, plan.plan.label());
            view! {
                <tr>
                    <th scope="row">{plan.member.name.clone()}</th>
                    <td>{plan.plan.label()}</td>
                    <td>{plan.commitments}</td>
                    <td>{none}<ul class="plain">{reports}</ul></td>
                    <td><a href=sheet.to_string()>"Enter a report"<span class="vh">{format!(" for {about}")}</span></a></td>
                </tr>
            }
        })
        .collect_view();
    let href = {
        let member = member.clone();
        move |page: usize| {
            let mut asked = domain::forms::Fields::default();
            if let Some(member) = &member {
                asked.push("member", member.clone());
            }
            asked.push("page", (page + 1).to_string());
            route::staff::Reports.asking(&asked.encode())
        }
    };
    let body = view! {
        <p>"Reports that the record cites, by plan. Choose one to enter its ratings as a sheet."</p>
        <form action=route::staff::Reports::PATH class="change-filters">
            {kept_fields()}
            <label>"Member"<select name="member"><option value="">"All members"</option>{options}</select></label>
            <button class="button quiet">"Show"</button>
        </form>
        {table("reports", "Reports by plan", &["Member", "Plan", "Commitments", "Reports", "Rating sheet"], rows)}
        {page_links(at, pages, href)}
    };
    Ok(desk(&visit, route::staff::Reports::PATH, "Reports", body))
}
