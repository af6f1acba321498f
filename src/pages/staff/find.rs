//! `/staff/find`: what staff look for, each leading to the page where it is changed.

use leptos::prelude::*;

use super::{desk, named};
use crate::pages::{Page, StaffVisit};
use crate::service::find::Found;
use domain::query::MAX_SEARCH_LENGTH;
use domain::route;
use domain::text::grouped;
use domain::{Action, Dimension};

/// The search box of every page for staff.
pub(super) fn find_box(typed: &str) -> impl IntoView + use<> {
    view! {
        <form action=route::staff::Find::PATH role="search" class="find" aria-label="Find to edit">
            {crate::components::kept_fields()}
            <input type="search" name="q" value=typed.to_owned() aria-label="Code, title, member or draft number"
                placeholder="Code, title, member" maxlength=MAX_SEARCH_LENGTH.to_string()/>
            <button class="button quiet">"Find"</button>
        </form>
    }
}

/// What is found.
pub async fn find_page(visit: StaffVisit) -> Page {
    let typed = visit.params().one("q")?.unwrap_or_default().to_owned();
    let found = visit.app.find_for_staff(&visit.staff, &typed).await?;
    let keeps_areas = visit.staff.may(Action::ManageAreas);
    let is_empty = found.exact.is_none()
        && found.commitments.is_empty()
        && found.members.is_empty()
        && found.areas.is_empty()
        && found.draft.is_none();
    let none = match (&*typed, is_empty) {
        ("", _) => {
            Some("Type a code, words of a title, a member, or the number of a draft.".to_owned())
        }
        (typed, true) => Some(format!(
            "Nothing found for \u{201c}{typed}\u{201d}. Check the spelling, or use fewer words."
        )),
        _ => None,
    };
    let body = view! {
        {none.map(|none| view! { <p>{none}</p> })}
        {draft(&found)}
        {exact(&found)}
        {members(&found)}
        {commitments(&found)}
        {keeps_areas.then(|| areas(&found))}
    };
    Ok(desk(&visit, "", "Find", body))
}

fn draft(found: &Found) -> Option<impl IntoView + use<>> {
    let draft = found.draft.as_ref()?;
    let text = format!(
        "Draft {}: {} of {}, {}",
        draft.id,
        draft.content.rating.dimension.label().to_lowercase(),
        draft.code,
        draft.state.label().to_lowercase()
    );
    Some(view! { <p><a href=route::staff::Draft::new(draft.id).to_string()>{text}</a></p> })
}

/// The commitment whose code was typed, with what is done to it most.
fn exact(found: &Found) -> Option<impl IntoView + use<>> {
    let c = &found.exact.as_ref()?.commitment;
    let edit = route::staff::Commitment::new(&c.code).to_string();
    let ratings = Dimension::ALL.iter().map(|dimension| {
        let href = route::staff::Rating::new(&c.code, dimension.slug()).to_string();
        let text = format!("Rate {}", dimension.label().to_lowercase());
        view! { <li><a href=href>{text}</a></li> }
    });
    let sheet = c.plan.is_stated().then(|| {
        let href = route::staff::RatingSheet::new(c.member.slug(), c.plan.slug()).to_string();
        let facts = route::staff::PlanSheet::new(c.member.slug(), c.plan.slug()).to_string();
        view! {
            <li><a href=facts>"All commitments of its plan"</a></li>
            <li><a href=href>"Rating sheet of its plan"</a></li>
        }
    });
    Some(view! {
        <section class="section" aria-labelledby="exact">
            <h2 id="exact"><a href=edit>{named(c.code.as_str(), &c.title)}</a></h2>
            <ul>{ratings.collect_view()} {sheet}</ul>
        </section>
    })
}

fn members(found: &Found) -> Option<impl IntoView + use<>> {
    let items = found.members.iter().map(|(member, plans)| {
        let slug = member.slug();
        let plans = plans.iter().map(|plan| {
            let sheet = route::staff::RatingSheet::new(&slug, plan.slug());
            let facts = route::staff::PlanSheet::new(&slug, plan.slug());
            view! {
                <li>
                    <a href=facts.to_string()>{format!("Commitments: {}", plan.label())}</a> " \u{b7} "
                    <a href=sheet.to_string()>"Rating sheet"<span class="vh">{format!(" of {}", plan.label())}</span></a>
                </li>
            }
        });
        view! {
            <li>
                <a href=route::staff::Member::new(&slug).to_string()>{member.name.clone()}</a>
                " \u{b7} " <a href=route::staff::NewCommitment.with("member", &slug)>"Add a commitment"</a>
                " \u{b7} " <a href=route::staff::Reports.with("member", &slug)>"Reports"</a>
                <ul>{plans.collect_view()}</ul>
            </li>
        }
    });
    (!found.members.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="found-members">
                <h2 id="found-members">"Members"</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
    })
}

fn commitments(found: &Found) -> Option<impl IntoView + use<>> {
    let items = found.commitments.iter().map(|row| {
        let c = &row.commitment;
        let href = route::staff::Commitment::new(&c.code).to_string();
        let about = format!(" {}, {}", c.member.name, c.plan.label());
        view! { <li><a href=href>{named(c.code.as_str(), &c.title)}</a> <span class="muted">{about}</span></li> }
    });
    let heading = match (found.total, found.commitments.len()) {
        (1, _) => "1 commitment".to_owned(),
        (total, shown) if total > shown => {
            format!("{} commitments, the best {shown} of them", grouped(total))
        }
        (total, _) => format!("{} commitments", grouped(total)),
    };
    (!found.commitments.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="found-commitments">
                <h2 id="found-commitments">{heading}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
    })
}

fn areas(found: &Found) -> Option<impl IntoView + use<>> {
    let items = found.areas.iter().map(|area| {
        let href = route::staff::Areas.with("area", &area.slug);
        view! { <li><a href=href>{area.name.clone()}</a></li> }
    });
    (!found.areas.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="found-areas">
                <h2 id="found-areas">"Policy areas"</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
    })
}
