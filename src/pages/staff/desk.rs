//! `/staff`: the desk, with the work that waits for a member of staff.

use leptos::prelude::*;

use super::comments::mentions;
use super::moment::{moment, moment_at};
use super::notices::notices;
use super::queue::ways;
use super::tags::FromList;
use super::{desk, table};
use crate::components::link_to;
use crate::pages::{Page, StaffVisit};
use crate::service::Asked;
use crate::service::bundled::BundledNews;
use crate::service::desk::{Contradiction, Missing};
use crate::service::security_log::RefusedSignIns;
use crate::service::sheets::{DraftSheet, PlanToRate};
use crate::words::sources as say;
use domain::desk::QueueFilter;
use domain::route;
use domain::text::grouped;
use store::{Draft, WatchedSource};

/// The desk page.
pub async fn desk_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let waiting = visit.app.desk(staff).await?;
    let told = visit.app.notices(staff).await?;
    let lately = visit.app.changes(Asked::default(), visit.lang()).await?;
    let lately = lately
        .changes
        .iter()
        .take(8)
        .map(|(past, change)| {
            let r = &past.revision;
            let what = match (change.total, change.other_changes.as_slice()) {
                (0, [thing, ..]) => thing.name.clone(),
                (1, _) => "1 commitment".to_owned(),
                (many, _) => format!("{} commitments", grouped(many)),
            };
            let text = format!(
                "{}: {} ({}), {what}",
                moment(r.made_at),
                r.reason,
                r.made_by,
            );
            view! { <li><a href=link_to(route::Changes.at(format_args!("r{}", past.number)))>{text}</a></li> }
        })
        .collect_view();
    let missing_total = waiting.missing_total;
    let proposals = visit.app.proposal_counts(staff).await?;
    let reviews = visit.app.reviews_facts();
    let shows = reviews || proposals != [0, 0];
    // No part of the queue is the current page.
    let none = QueueFilter {
        member: Some(String::new()),
        ..QueueFilter::default()
    };
    let body = view! {
        {waiting.refused_codes.as_ref().map(refused_codes)}
        {waiting.refused.as_ref().map(refused)}
        {notices(&told)}
        <section aria-labelledby="queue">
            <h2 id="queue">"Queue"</h2>
            <p class="prose">"All work that waits, by plan and report: assign it, filter it, publish it."</p>
            {ways(&waiting.counts, &none)}
        </section>
        {mentions(&waiting.mentions, waiting.mentions_total, &waiting.people)}
        <section aria-labelledby="find">
            <h2 id="find">"Edit a commitment"</h2>
            <p>
                "Find it above by its code, its title or its member, or open its page in the "
                <a href=link_to(route::Commitments)>"list"</a>
                " and choose \u{201c}Edit\u{201d}. Or "
                <a href=route::staff::NewCommitment.to_string()>"add a new commitment"</a>
                ", or " <a href=route::staff::NewPlan.to_string()>"a new plan with its commitments"</a> "."
            </p>
            <p>"To tag many commitments, filter the list and paste its address here."</p>
            <FromList/>
        </section>
        {waiting.bundled.as_deref().map(bundled)}
        {sources(&waiting.sources)}
        {shows.then(|| changes_of_facts(proposals, reviews))}
        {drafts("mine", "Your drafts", "You have no drafts.", &waiting.own_sheets, &waiting.mine)}
        {drafts("waiting", "Waiting for review", "No drafts are waiting for review.", &waiting.waiting_sheets, &waiting.waiting)}
        {drafts("scheduled", "Scheduled", "No drafts are scheduled.", &[], &waiting.scheduled)}
        {to_rate(&waiting.to_rate, waiting.to_rate_total)}
        <section class="section" aria-labelledby="lately">
            <h2 id="lately">"Recent changes"</h2>
            <ol class="plain">{lately}</ol>
        </section>
        <section class="section" aria-labelledby="cited">
            <h2 id="cited">"Pending, but a results report is cited"</h2>
            <p>
                {format!(
                    "{} pending in the record although it cites a results report. Look each one up in the report and draft it, or correct the list of reports.",
                    some(waiting.contradictions_total, "rating is", "ratings are"),
                )}
            </p>
            {(!waiting.contradictions.is_empty()).then(|| contradictions(&waiting.contradictions))}
        </section>
        <section class="section" aria-labelledby="missing">
            <h2 id="missing">"Overdue ratings"</h2>
            <p>
                {format!(
                    "{} past the date when their report was expected.",
                    some(missing_total, "pending rating is", "pending ratings are"),
                )}
            </p>
            {(missing_total > 0).then(|| missing(&waiting.missing))}
        </section>
    };
    Ok(desk(&visit, route::staff::Desk::PATH, "Desk", body))
}

/// What the newer bundled data would change, with buttons to preview or skip it.
fn bundled(news: &BundledNews) -> impl IntoView + use<> {
    let counted = |count: usize, one: &str, many: &str| {
        let noun = if count == 1 { one } else { many };
        format!("{} {noun}", grouped(count))
    };
    let mut parts = vec![
        counted(news.new, "new commitment", "new commitments"),
        counted(news.changed, "changed commitment", "changed commitments"),
    ];
    if news.questions > 0 {
        parts.push(counted(news.questions, "question", "questions"));
    }
    let text = format!(
        "This version of the program includes newer data: {}. Commitments that staff or other files have changed stay as they are.",
        parts.join(", ")
    );
    view! {
        <section class="section" aria-labelledby="bundled">
            <h2 id="bundled">"Newer bundled data"</h2>
            <p class="prose">{text}</p>
            <form action=route::staff::ImportBundled::PATH method="post" class="staff-form">
                <div class="actions">
                    <button class="button" name="do" value="look">"Preview changes"</button>
                    <button class="button quiet" name="do" value="leave">"Skip this data"</button>
                </div>
            </form>
        </section>
    }
}

/// The way to the changes of facts that wait.
fn changes_of_facts([to_review, sent_back]: [usize; 2], reviews: bool) -> impl IntoView + use<> {
    let text = format!(
        "{} for review, {} sent back",
        some(to_review, "change waits", "changes wait"),
        grouped(sent_back)
    );
    let rule = reviews.then_some(
        "A second person reviews what is changed in the forms of commitments and plans. ",
    );
    view! {
        <section class="section" aria-labelledby="facts">
            <h2 id="facts">"Changes of facts"</h2>
            <p>{rule} <a href=route::staff::Proposals.to_string()>{text}</a></p>
        </section>
    }
}

/// Watched sources that have something pending or a problem; nothing if there are none.
fn sources(sources: &[WatchedSource]) -> Option<impl IntoView + use<>> {
    let items = sources
        .iter()
        .map(|source| {
            let href = route::staff::Source::new(&source.name).to_string();
            let text = format!("{}: {}", source.name, say::pending(&source.pending));
            let trouble = say::trouble(source).into_iter();
            let trouble = trouble
                .map(|text| view! { <p class="problem">{text}</p> })
                .collect_view();
            view! { <li><a href=href>{text}</a>{trouble}</li> }
        })
        .collect_view();
    (!sources.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="sources">
                <h2 id="sources">"Watched sources"</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// Warns that others may be guessing the password of the reader.
fn refused(refused: &RefusedSignIns) -> impl IntoView + use<> {
    let (at, from) = &refused.last;
    let times = match refused.times {
        1 => "1 attempt".to_owned(),
        times => format!("{times} attempts"),
    };
    let text = format!(
        "{times} to sign in to your account failed in the past 7 days, the last on {} from the address {from}. If this was not you, choose a new password under ",
        moment_at(*at),
    );
    view! {
        <p class="notice" role="status">
            {text} <a href=route::staff::Account::PATH>"Your account"</a>
            " and tell an admin. Failed attempts by others do not lock you out."
        </p>
    }
}

/// A count with its noun in the singular or plural.
fn some(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", grouped(count)),
    }
}

/// Warns that others may know the password of the reader.
fn refused_codes(refused: &RefusedSignIns) -> impl IntoView + use<> {
    let (at, from) = &refused.last;
    let times = match refused.times {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    let text = format!(
        "A wrong second-factor code was entered {times} in the past 7 days, the last on {} from the address {from}. If this was not you, someone else knows your password: choose a new one under ",
        moment_at(*at),
    );
    view! {
        <p class="notice caution" role="status">
            {text} <a href=route::staff::Account::PATH>"Your account"</a> " and tell an admin."
        </p>
    }
}

fn drafts(
    id: &'static str,
    title: &'static str,
    none: &'static str,
    sheets: &[DraftSheet],
    drafts: &[Draft],
) -> impl IntoView + use<> {
    let together = sheets.iter().map(draft_sheet).collect_view();
    let items = drafts
        .iter()
        .map(|d| {
            let rating = &d.content.rating;
            let text = format!(
                "{}, {}: {} (draft {})",
                d.code,
                rating.dimension.label().to_lowercase(),
                rating.finding.label(),
                d.id
            );
            let when = d.publish_at.map_or(String::new(), |at| {
                format!(", due to be published on {}", moment_at(at))
            });
            let about = format!(" {}, written by {}{when}", d.state.label(), d.author_name);
            view! {
                <li>
                    <a href=route::staff::Draft::new(d.id).to_string()>{text}</a>
                    <span class="muted">{about}</span>
                </li>
            }
        })
        .collect_view();
    let empty = drafts.is_empty() && sheets.is_empty();
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {if empty {
                view! { <p class="muted">{none}</p> }.into_any()
            } else {
                view! { <ul>{together}{items}</ul> }.into_any()
            }}
        </section>
    }
}

/// A group of drafts from one report for one plan. Links to the sheet while it can be changed, and to its
/// review otherwise.
fn draft_sheet(sheet: &DraftSheet) -> impl IntoView + use<> {
    let first = &sheet.first;
    let href = if first.state.is_open() {
        let at = route::staff::RatingSheet::new(sheet.member.slug(), sheet.plan.slug());
        at.with("report_title", &sheet.title)
    } else {
        route::staff::SheetReview::new(first.id).to_string()
    };
    let text = format!(
        "{}, {}: {} from {}",
        sheet.member.name,
        sheet.plan.label(),
        some(sheet.count, "rating", "ratings"),
        sheet.title
    );
    let about = format!(" {}, written by {}", first.state.label(), first.author_name);
    view! { <li><a href=href>{text}</a> <span class="muted">{about}</span></li> }
}

/// Plans whose reports are known or overdue, each with a link to its rating sheet.
fn to_rate(plans: &[PlanToRate], total: usize) -> impl IntoView + use<> {
    let rows = plans.iter().map(|plan| {
        let at = route::staff::RatingSheet::new(plan.member.slug(), plan.plan.slug());
        let (href, report) = match &plan.report {
            Some(report) => (at.with("report_title", &report.title), report.title.to_string()),
            None => (at.to_string(), "Not cited yet".to_owned()),
        };
        let expected = plan.expected.map(|day| day.format("%-d %B %Y").to_string());
        view! {
            <tr>
                <th scope="row"><a href=href>{format!("{}, {}", plan.member.name, plan.plan.label())}</a></th>
                <td>{report}</td>
                <td>{expected}</td>
                <td>{plan.pending}</td>
            </tr>
        }
    });
    let rows = table(
        "to-rate-table",
        "Plans with reports to enter",
        &[
            "Rating sheet",
            "Report cited",
            "Report expected by",
            "Pending ratings",
        ],
        rows.collect_view(),
    );
    let text = match total {
        0 => "No plan has pending ratings whose report is cited or should be out.".to_owned(),
        1 => "1 plan has pending ratings whose report is cited or should be out.".to_owned(),
        many => format!(
            "{} plans have pending ratings whose report is cited or should be out.",
            grouped(many)
        ),
    };
    view! {
        <section class="section" aria-labelledby="to-rate">
            <h2 id="to-rate">"Reports to enter"</h2>
            <p>{text} " " <a href=route::staff::Reports.to_string()>"All reports"</a></p>
            {(total > 0).then_some(rows)}
        </section>
    }
}

fn contradictions(found: &[Contradiction]) -> impl IntoView + use<> {
    let rows = found.iter().map(|one| {
        let c = &one.row.commitment;
        let href = route::staff::Rating::new(&c.code, one.dimension.slug()).to_string();
        view! {
            <tr>
                <th scope="row"><a href=href>{format!("{} {}", c.code, one.dimension.label().to_lowercase())}</a></th>
                <td>{c.member.name.clone()}</td>
                <td>{one.report.title.clone()}</td>
            </tr>
        }
    });
    table(
        "cited-table",
        "Reports to read",
        &["Rating", "Member", "Report cited"],
        rows.collect_view(),
    )
}

fn missing(missing: &[Missing]) -> impl IntoView + use<> {
    let rows = missing
        .iter()
        .map(|m| {
            let c = &m.row.commitment;
            let href = route::staff::Rating::new(&c.code, m.dimension.slug()).to_string();
            view! {
                <tr>
                    <th scope="row"><a href=href>{format!("{} {}", c.code, m.dimension.label().to_lowercase())}</a></th>
                    <td>{c.member.name.clone()}</td>
                    <td>{m.expected.format("%-d %B %Y").to_string()}</td>
                </tr>
            }
        })
        .collect_view();
    table(
        "missing-table",
        "Longest overdue",
        &["Rating", "Member", "Report expected by"],
        rows,
    )
}
