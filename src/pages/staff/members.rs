//! `/staff/members`, `/staff/members/{slug}`: members and their action plans.

use leptos::prelude::*;

use super::form::{Form, options};
use super::{clash_notice, desk};
use crate::components::link_to;
use crate::pages::{FormState, Page, StaffVisit};
use crate::service::{MissingForStaff, NotFound, Suggestion, shortened};
use domain::forms::Fields;
use domain::forms::commitment::plan_key;
use domain::forms::party::{fill_member, fill_plan};
use domain::route;
use domain::{Action, ActionPlan, MemberKind, MemberStatus, Region};

/// Every member, and the form of a new one.
pub async fn members_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let (parties, base) = visit.app.parties(staff).await?;
    let mut members: Vec<(String, String)> = parties
        .iter()
        .map(|p| (p.member.slug(), p.member.name.clone()))
        .collect();
    members.dedup();
    let items = members
        .into_iter()
        .map(|(slug, name)| {
            view! { <li><a href=route::staff::Member::new(&slug).to_string()>{name}</a></li> }
        })
        .collect_view();
    let state = visit.form();
    let form = Form::of(state, "", Fields::default);
    let add = staff.may(Action::ManageMembers).then(|| {
        view! {
            <section class="section" aria-labelledby="add">
                <h2 id="add">"Add a member"</h2>
                <form action=route::staff::Members::PATH method="post" class="staff-form" data-unsaved=form.unsaved()>
                    {form.carried(base)}
                    {form.line("name", "Name", "As OGP writes it: a country, or a place with its country, such as Austin, United States.", "text")}
                    {member_fields(&form)}
                    {form.reason()}
                    <div class="actions"><button class="button">"Add member"</button></div>
                </form>
            </section>
        }
    });
    let body = view! {
        <p>"Choose a member to see or add action plans."</p>
        <ul class="plain columns">{items}</ul>
        {add}
    };
    Ok(desk(
        &visit,
        route::staff::Members::PATH,
        "Members and plans",
        body,
    ))
}

fn member_fields(form: &Form) -> impl IntoView + use<> {
    view! {
        {form.choice("kind", "Kind", "", options(MemberKind::ALL, MemberKind::slug, MemberKind::label))}
        {form.line("country", "Country", "", "text")}
        {form.line("country_iso3", "Country code", "Three letters of ISO 3166, such as ESP.", "text")}
        {form.choice("region", "Region", "OGP\u{2019}s own regions.", options(Region::ALL, Region::slug, Region::label))}
    }
}

/// The forms that mend a plan and that withdraw it.
fn change_plan(slug: &str, plan: &ActionPlan, state: &FormState, base: i64) -> AnyView {
    let key = plan_key(plan).trim().to_owned();
    let mend = Form::of(state, "mend", || fill_plan(plan));
    let withdraw = Form::of(state, "withdraw-plan", Fields::default);
    let action = route::staff::Plans::new(slug).to_string();
    view! {
        <section class="section" aria-labelledby="mend">
            <h2 id="mend">{format!("Change \u{201c}{}\u{201d}", plan.label())}</h2>
            <p>"Its commitments keep this plan under its new title and years. The history keeps the old ones."</p>
            <form action=action.clone() method="post" class="staff-form" data-unsaved=mend.unsaved()>
                {mend.carried(base)}
                <input type="hidden" name="plan" value=key.clone()/>
                {mend.line("plan_title", "Title", "As published. Leave empty if you only know the years.", "text")}
                {mend.line("start_year", "Year of submission", "", "text")}
                {mend.line("end_year", "End year", "", "text")}
                {mend.short_reason()}
                <div class="actions"><button class="button">"Save plan"</button></div>
            </form>
        </section>
        <section class="section" aria-labelledby="withdraw-plan">
            <h2 id="withdraw-plan">"Withdraw the plan"</h2>
            <p>"Only possible where no commitments belong to it. The history keeps it."</p>
            <form action=action method="post" class="staff-form" data-unsaved=withdraw.unsaved()>
                {withdraw.carried(base)}
                <input type="hidden" name="plan" value=key/>
                <input type="hidden" name="withdraw" value="yes"/>
                {withdraw.short_reason()}
                <div class="actions"><button class="button quiet">"Withdraw plan"</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// A member with its plans.
pub async fn member_page(visit: StaffVisit, at: route::staff::Member) -> Page {
    let staff = &visit.staff;
    let slug = at.slug;
    let (parties, base) = visit.app.parties(staff).await?;
    let Some(member) = parties
        .iter()
        .map(|p| p.member.clone())
        .find(|m| m.slug() == slug)
    else {
        let what = MissingForStaff::Member(shortened(&slug));
        return Err(NotFound::for_staff(what, Suggestion::StaffMembers).into());
    };
    let plans: Vec<&ActionPlan> = parties
        .iter()
        .filter(|p| p.member.slug() == slug)
        .filter_map(|p| p.plan.as_ref())
        .collect();
    let state = visit.form();
    let asked = visit.params().one("plan")?.unwrap_or_default().to_owned();
    let sent = state
        .fields
        .as_ref()
        .map(|fields| fields.get("plan").to_owned());
    let key = sent.filter(|key| !key.is_empty()).unwrap_or(asked);
    let chosen = plans
        .iter()
        .copied()
        .find(|plan| plan_key(plan).trim() == key);
    let may_change = visit.app.may_change_unreviewed(staff);
    let change = chosen.map(|plan| {
        if may_change {
            change_plan(&slug, plan, state, base)
        } else {
            let text =
                "A reviewer corrects and withdraws plans: changes of facts are reviewed here.";
            view! { <p class="notice caution">{text}</p> }.into_any()
        }
    });
    let plans = plans
        .into_iter()
        .map(|plan| {
            let years = match (plan.start_year, plan.end_year) {
                (Some(start), Some(end)) => format!(" ({start}\u{2013}{end})"),
                (Some(start), None) => format!(" ({start})"),
                _ => String::new(),
            };
            let href = route::staff::Member::new(&slug).with("plan", plan_key(plan).trim());
            let sheet = plan.is_stated().then(|| {
                let href = route::staff::RatingSheet::new(&slug, plan.slug()).to_string();
                let facts = route::staff::PlanSheet::new(&slug, plan.slug()).to_string();
                let of = format!(" of {}", plan.label());
                view! {
                    " \u{b7} " <a href=facts>"Commitments"<span class="vh">{of.clone()}</span></a>
                    " \u{b7} " <a href=href>"Rating sheet"<span class="vh">{of}</span></a>
                }
            });
            view! { <li>{plan.label()}{years} " \u{b7} " <a href=href>"Change"<span class="vh">{format!(" {}", plan.label())}</span></a> {sheet}</li> }
        })
        .collect_view();
    let plan_form = Form::of(state, "", Fields::default);
    let member_form = Form::of(state, "member", || fill_member(&member));
    let keeps = staff.may(Action::ManageMembers);
    let body = view! {
        <p>
            <a href=link_to(route::Member::new(&slug))>"Public page"</a> " \u{b7} "
            <a href=route::staff::NewPlan.with("member", &slug)>"Add a plan with its commitments"</a> " \u{b7} "
            <a href=route::staff::NewCommitment.with("member", &slug)>"Add a commitment"</a> " \u{b7} "
            <a href=route::staff::Reports.with("member", &slug)>"Reports"</a>
        </p>
        {state.clash.as_deref().map(|clash| clash_notice(clash, "member"))}
        <h2>"Action plans"</h2>
        <ul id="f-plan">{plans}</ul>
        {change}
        <section class="section" aria-labelledby="plan">
            <h2 id="plan">"Add a plan"</h2>
            <form action=route::staff::Plans::new(&slug).to_string() method="post" class="staff-form" data-unsaved=plan_form.unsaved()>
                {plan_form.carried(base)}
                {plan_form.line("plan_title", "Title", "As published. Leave empty if you only know the years.", "text")}
                {plan_form.line("start_year", "Year of submission", "", "text")}
                {plan_form.line("end_year", "End year", "", "text")}
                {plan_form.reason()}
                <div class="actions"><button class="button">"Add plan"</button></div>
            </form>
        </section>
        {keeps.then(|| view! {
            <section class="section" aria-labelledby="member">
                <h2 id="member">"Member details"</h2>
                <form action=route::staff::Member::new(&slug).to_string() method="post" class="staff-form" data-unsaved=member_form.unsaved()>
                    {member_form.carried(base)}
                    {member_form.line("name", "Name", "The address and all links stay as they are, also under a new name. In Spanish and French, public pages show countries under their usual names.", "text")}
                    {member_fields(&member_form)}
                    {member_form.choice("status", "New status", "Earlier statuses stay in the history.", options(MemberStatus::ALL, MemberStatus::slug, MemberStatus::label))}
                    {member_form.line("since", "Since", "2024, 2024-05 or 2024-05-31.", "text")}
                    {member_form.line("status_url", "Link to the source", "", "url")}
                    {member_form.short_reason()}
                    <div class="actions"><button class="button">"Save member"</button></div>
                </form>
            </section>
        })}
    };
    Ok(desk(
        &visit,
        route::staff::Members::PATH,
        &member.name,
        body,
    ))
}
