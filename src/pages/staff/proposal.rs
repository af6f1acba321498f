//! `/staff/proposals`: changes of facts and texts that a second person reviews.

use leptos::prelude::*;

use super::commitment::facts;
use super::difference::difference;
use super::form::Form;
use super::moment::moment;
use super::{desk, named};
use crate::pages::{Page, StaffVisit};
use crate::service::auth::Staff;
use crate::service::proposals::{MAX_SHOWN, ProposalLine, ProposalView};
use domain::forms::Fields;
use domain::forms::commitment::{plan_key, plan_of_key};
use domain::staff::facts_review_of;
use domain::{DraftState, route};
use store::Proposal;

/// The proposals that wait.
pub async fn proposals_page(visit: StaffVisit) -> Page {
    let waiting = visit.app.proposals(&visit.staff).await?;
    let is_cut = i64::try_from(waiting.len()).is_ok_and(|shown| shown >= MAX_SHOWN);
    let cut = is_cut.then(|| {
        let text = format!("There may be more: the first {MAX_SHOWN} are listed.");
        view! { <p class="muted">{text}</p> }
    });
    let (to_review, sent_back): (Vec<_>, Vec<_>) = waiting
        .into_iter()
        .partition(|proposal| proposal.state == DraftState::InReview);
    let note = (!visit.app.reviews_facts()).then(|| {
        view! {
            <p class="prose">"Changes of facts and texts are published at once here. Those below were submitted while they were reviewed."</p>
        }
    });
    let body = view! {
        {note}
        {cut}
        {list("to-review", "Waiting for review", "No changes of facts are waiting for review.", &to_review)}
        {list("sent-back", "Sent back", "No changes of facts were sent back.", &sent_back)}
    };
    Ok(desk(
        &visit,
        route::staff::Proposals::PATH,
        "Changes of facts",
        body,
    ))
}

/// Some proposals, or that there are none.
fn list(
    id: &'static str,
    title: &'static str,
    none: &'static str,
    proposals: &[Proposal],
) -> AnyView {
    let items = proposals
        .iter()
        .map(|proposal| {
            let href = route::staff::Proposal::new(proposal.id).to_string();
            let by = format!(
                " \u{b7} {}, {}",
                proposal.author_name,
                moment(proposal.proposed_at)
            );
            view! { <li><a href=href>{proposal.reason.clone()}</a>{by}</li> }
        })
        .collect_view();
    let list = if proposals.is_empty() {
        view! { <p class="muted">{none}</p> }.into_any()
    } else {
        view! { <ul>{items}</ul> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {list}
        </section>
    }
    .into_any()
}

/// A proposal: what it would change, and what one may do with it.
pub async fn proposal_page(visit: StaffVisit, at: route::staff::Proposal) -> Page {
    let staff = &visit.staff;
    let shown = visit.app.proposal_view(staff, at.id).await?;
    let state = visit.form();
    let form = Form::of(state, "", Fields::default);
    let proposal = &shown.proposal;
    let own = proposal.author == staff.account().id;
    let edits = own && proposal.state.is_open();
    let waits = !matches!(
        proposal.state,
        DraftState::Published | DraftState::Discarded
    );
    let lines = shown
        .lines
        .iter()
        .map(|one| line(one, proposal.id, (waits, edits)))
        .collect_view();
    let more = (shown.left_out > 0).then(|| {
        let text = format!("{} further commitments are not shown.", shown.left_out);
        view! { <p class="notice caution">{text}</p> }
    });
    let plan = proposal.plan.as_ref().map(|plan| {
        let label = plan_of_key(&plan.key).map_or_else(String::new, |plan| plan.label());
        view! { <div><dt>"New plan"</dt><dd>{format!("{}: {label}", plan.member)}</dd></div> }
    });
    let source = proposal.source.clone().map(|source| {
        view! { <div><dt>"Source"</dt><dd><a href=source.clone()>{source.clone()}</a></dd></div> }
    });
    let steps = shown
        .steps
        .iter()
        .map(|step| {
            let state = DraftState::ALL.iter().find(|s| s.slug() == step.state);
            let label = match state {
                Some(DraftState::Returned) if step.account_id == proposal.author => "Taken back",
                Some(state) => state.label(),
                None => "Edited",
            };
            let text = format!(
                "{}: {} ({}){}",
                moment(step.made_at),
                label,
                step.name,
                if step.comment.is_empty() {
                    String::new()
                } else {
                    format!(": {}", step.comment)
                }
            );
            view! { <li>{text}</li> }
        })
        .collect_view();
    let body = view! {
        <p id="f-proposal"><strong>{proposal.state.label()}</strong> {format!(". Proposed by {}.", proposal.author_name)}</p>
        <dl class="facts">
            <div><dt>"Reason"</dt><dd>{proposal.reason.clone()}</dd></div>
            {source}
            {plan}
        </dl>
        {lines}
        {more}
        {what_to_do(&shown, staff, &form)}
        <section class="section" aria-labelledby="steps">
            <h2 id="steps">"History of this change"</h2>
            <ol>{steps}</ol>
        </section>
    };
    let title = match shown.lines.as_slice() {
        [] => "New plan".to_owned(),
        [one] => format!("Change of {}", one.code),
        many => format!("Change of {} commitments", many.len()),
    };
    Ok(desk(&visit, "", &title, body))
}

/// What is proposed of one commitment.
fn line(line: &ProposalLine, id: i64, (waits, edits): (bool, bool)) -> AnyView {
    let heading = named(&line.code, &line.title);
    let label = format!("{}: {}", line.code, line.title);
    let kind = line.is_new.then(|| view! { <p>"New commitment."</p> });
    let obstacle = (waits && !line.obstacle.is_empty())
        .then(|| view! { <p class="notice caution">{line.obstacle.clone()}</p> });
    let differences = line.differences.iter().map(difference).collect_view();
    let list = if line.differences.is_empty() {
        let same = "The record says this already.";
        view! { <p class="muted">{same}</p> }.into_any()
    } else {
        view! { <ul>{differences}</ul> }.into_any()
    };
    let edit = edits.then(|| {
        let href = route::staff::ProposedCommitment::new(id, &line.code).to_string();
        view! { <p><a href=href>{format!("Edit what you proposed for {}", line.code)}</a></p> }
    });
    view! {
        <section class="section" aria-label=label>
            <h2>{heading}</h2>
            {kind}
            {obstacle}
            {list}
            {edit}
        </section>
    }
    .into_any()
}

/// The buttons for what this person may do with a proposal in its state.
fn what_to_do(shown: &ProposalView, staff: &Staff, form: &Form) -> AnyView {
    let proposal = &shown.proposal;
    let own = proposal.author == staff.account().id;
    let may_publish = staff.may(facts_review_of(own));
    let button = |step: &'static str, label: &'static str, quiet: bool| {
        let class = if quiet { "button quiet" } else { "button" };
        view! { <button class=class name="do" value=step>{label}</button> }.into_any()
    };
    let mut buttons = Vec::new();
    if proposal.state.is_open() {
        if own {
            buttons.push(button("submit", "Submit for review", false));
        }
        if own || may_publish {
            buttons.push(button("discard", "Discard", true));
        }
    }
    if proposal.state == DraftState::InReview {
        if may_publish {
            buttons.push(button("publish", "Publish", false));
        }
        if own || may_publish {
            buttons.push(button(
                "send-back",
                if own { "Take back" } else { "Send back" },
                true,
            ));
        }
    }
    if buttons.is_empty() {
        let why = if proposal.state == DraftState::InReview {
            "Waiting for a second person to review."
        } else {
            "No further steps."
        };
        return view! { <p class="muted">{why}</p> }.into_any();
    }
    let action = route::staff::Proposal::new(proposal.id).to_string();
    view! {
        <section class="section" aria-labelledby="decide">
            <h2 id="decide">"Next step"</h2>
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(shown.base)}
                <input type="hidden" name="version" value=proposal.version.to_string()/>
                {form.text("comment", "Comment", "Required to send back or discard another person\u{2019}s change, or to publish your own.", 2)}
                <div class="actions">{buttons}</div>
            </form>
        </section>
    }
    .into_any()
}

/// The form of a commitment in a proposal that was sent back.
pub async fn proposed_page(visit: StaffVisit, at: route::staff::ProposedCommitment) -> Page {
    let staff = &visit.staff;
    let (proposal, shown, filled) = visit.app.proposed_form(staff, at.id, &at.code).await?;
    let form = Form::of(visit.form(), "", || filled);
    let member = shown.entry.as_ref().map(|e| e.commitment.member.slug());
    let plans = shown.plans_of(&member.unwrap_or_default());
    let plans = plans
        .iter()
        .map(|plan| (plan_key(plan).trim().to_owned(), plan.label()))
        .collect();
    let action = route::staff::ProposedCommitment::new(at.id, &at.code).to_string();
    let back = route::staff::Proposal::new(at.id).to_string();
    let body = view! {
        <p><a href=back>"Back to the whole change"</a></p>
        <form action=action method="post" class="staff-form" data-check="commitment" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            <input type="hidden" name="version" value=proposal.version.to_string()/>
            {form.choice("plan", "Action plan", "", plans)}
            {facts(&form, &shown)}
            {form.reason()}
            <div class="actions"><button class="button">"Save"</button></div>
        </form>
    };
    Ok(desk(
        &visit,
        "",
        &format!("Proposed change of {}", at.code),
        body,
    ))
}
