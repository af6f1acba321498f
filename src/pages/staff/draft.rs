//! `/staff/drafts/{ID}`: a rating on its way to the public, and its preview.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::comments::{said, section};
use super::form::Form;
use super::moment::{moment, zone};
use super::queue_place::Place;
use super::rating::{about, rating_fields, what_there_is};
use super::{desk, framed};
use crate::components::page_title;
use crate::pages::{Page, StaffVisit};
use crate::service::auth::Staff;
use crate::service::ratings::RatingView;
use domain::forms::Fields;
use domain::forms::rating::finding_slug;
use domain::route;
use domain::staff::review_of;
use domain::{DraftState, Scheme};
use store::{Draft, DraftContent};

fn filled(content: &DraftContent) -> Fields {
    let mut fields = Fields::default();
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let rating = &content.rating;
    fields.push("finding", finding_slug(rating.finding));
    if let Some(report) = &rating.report {
        fields.push("report_title", &*report.title);
        fields.push("report_stage", report.stage.slug());
    }
    fields.push("source_url", text(&rating.source_url));
    fields.push("source_page", text(&rating.source_page));
    let read_on = rating.read_on.map(|day| day.to_string());
    fields.push("read_on", text(&read_on));
    fields.push("reason", content.reason.clone());
    fields.push("override_reason", text(&content.override_reason));
    fields.push("reply", text(&content.reply));
    fields.push("reply_url", text(&content.reply_url));
    if let Some(replaces) = content.replaces {
        fields.push("replaces", replaces.to_string());
    }
    fields
}

/// A draft: what it says, what happened to it, and what one may do with it.
pub async fn draft_page(visit: StaffVisit, at: route::staff::Draft) -> Page {
    let staff = &visit.staff;
    let id = at.id;
    let shown = visit.app.draft_view(staff, id).await?;
    let Some(draft) = shown.draft.clone() else {
        return Ok(().into_any());
    };
    let state = visit.form();
    let form = Form::of(state, "", || filled(&draft.content));
    let moves = Form::of(state, "decide", Fields::default);
    let own = draft.author == staff.account().id;
    let place = Place::of(&visit, id).await?;
    let comments_by = visit.app.comments_on(&[id]).await?;
    let comments = route::staff::DraftComments::new(id).to_string();
    let waits =
        (!matches!(draft.state, DraftState::Published | DraftState::Discarded)).then_some(&draft);
    let title = format!("Draft: {} of {}", shown.dimension.label(), draft.code);
    let steps = shown
        .steps
        .iter()
        .map(|step| {
            let comment = (!step.comment.is_empty())
                .then(|| view! { ": " {said(&step.comment, &comments_by.people)} });
            let text = format!(
                "{}: {} ({})",
                moment(step.made_at),
                step.state.label(),
                step.name
            );
            view! { <li>{text}{comment}</li> }
        })
        .collect_view();
    let editable = own && draft.state.is_open();
    let action = route::staff::Draft::new(id).to_string();
    let body = view! {
        {place.links()}
        {about(&shown)}
        <p id="f-draft">
            <strong id="decide-draft">{draft.state.label()}</strong> {stands(&draft)}
            <a href=route::staff::DraftPreview::new(id).to_string()>"What the public will see"</a> " \u{b7} "
            <a href=route::staff::SheetReview::new(id).to_string()>"All drafts from this report"</a>
        </p>
        {place.assigned(waits.as_slice(), ("draft_page", id))}
        {what_it_says(&draft)}
        {draft.state.leads_to(DraftState::Published).then(|| what_there_is(&shown))}
        {what_to_do(&shown, &draft, staff, (&moves, &place, visit.app.now()))}
        {section(&comments_by, &[&draft], state, (comments, &place))}
        <section class="section" aria-labelledby="steps">
            <h2 id="steps">"History of this draft"</h2>
            <ol>{steps}</ol>
            {place.history()}
        </section>
        {(!editable).then(|| kept(&form))}
        {editable.then(|| view! {
            <section class="section" aria-labelledby="change">
                <h2 id="change">"Edit the draft"</h2>
                <form action=action method="post" class="staff-form" data-check="rating" data-unsaved=form.unsaved()>
                    {form.carried(shown.base)}
                    <input type="hidden" name="version" value=draft.version.to_string()/>
                    {rating_fields(&form, &shown)}
                    <div class="actions"><button class="button">"Save draft"</button></div>
                </form>
            </section>
        })}
    };
    Ok(desk(&visit, "", &title, body))
}

/// Who wrote a draft, and when it is to be published.
fn stands(draft: &Draft) -> String {
    let when = draft
        .publish_at
        .filter(|_| draft.state == DraftState::Scheduled);
    let when = when.map_or(String::new(), |at| format!(" for {}", moment(at)));
    format!("{when}. Written by {}. ", draft.author_name)
}

/// What was filled in in a form that the draft, as it stands now, no longer has.
fn kept(form: &Form) -> impl IntoView + use<> {
    let filled: Vec<_> = [
        ("Comment", "comment"),
        ("Publish at", "publish_at"),
        ("Finding", "finding"),
        ("Report", "report_title"),
        ("Link to report", "source_url"),
        ("Page", "source_page"),
        ("Read on", "read_on"),
        ("Reason", "reason"),
        ("Reason for another scale", "override_reason"),
        ("Government\u{2019}s reply", "reply"),
        ("Link to reply", "reply_url"),
    ]
    .into_iter()
    .filter_map(|(name, field)| Some((name, form.values.text(field)?)))
    .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
    .collect();
    form.unsaved().filter(|_| !filled.is_empty()).map(|_| {
        view! {
            <section class="section" aria-labelledby="kept">
                <h2 id="kept">"What you entered"</h2>
                <p>"Not saved: the draft has changed and can no longer take these answers."</p>
                <dl class="facts">{filled}</dl>
            </section>
        }
    })
}

fn what_it_says(draft: &Draft) -> impl IntoView + use<> {
    let content = &draft.content;
    let rating = &content.rating;
    let report = rating.report.as_ref().map_or(String::new(), |r| {
        format!("{} ({})", r.title, r.stage.label().to_lowercase())
    });
    let source = rating.source_url.clone().unwrap_or_default();
    let scale = rating
        .finding
        .scheme()
        .map_or("no value", Scheme::label)
        .to_owned();
    let read_on = rating.read_on.map(domain::PartialDate::in_words);
    let optional = [
        ("Page", &rating.source_page),
        ("Read on", &read_on),
        ("Reason for another scale", &content.override_reason),
        ("Government\u{2019}s reply", &content.reply),
        ("Link to reply", &content.reply_url),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text.clone()?)))
    .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
    .collect_view();
    view! {
        <dl class="facts">
            <div><dt>"Finding"</dt><dd>{rating.finding.label()} {format!(" ({scale})")}</dd></div>
            <div><dt>"Report"</dt><dd>{report}</dd></div>
            <div><dt>"Link to report"</dt><dd><a href=source.clone()>{source.clone()}</a></dd></div>
            <div><dt>"Reason"</dt><dd>{content.reason.clone()}</dd></div>
            {content.replaces.map(|_| view! { <div><dt>"Corrects"</dt><dd>"A published rating, which no longer counts."</dd></div> })}
            {optional}
        </dl>
    }
}

/// The buttons for what may be done with a draft in its state, by this person.
fn what_to_do(
    shown: &RatingView,
    draft: &Draft,
    staff: &Staff,
    (form, place, now): (&Form, &Place, DateTime<Utc>),
) -> AnyView {
    let own = draft.author == staff.account().id;
    let button = |step: &'static str, label: &'static str, quiet: bool| {
        let action = route::staff::DraftStep::new(draft.id, step).to_string();
        let class = if quiet { "button quiet" } else { "button" };
        view! { <button class=class formaction=action>{label}</button> }.into_any()
    };
    let mut buttons = Vec::new();
    let decide = staff.may(review_of(own));
    if own && draft.state.is_open() {
        buttons.push(button("hand-in", "Submit for review", false));
        buttons.push(button("discard", "Discard draft", true));
    }
    if draft.state.leads_to(DraftState::Published) {
        if decide {
            buttons.push(button("publish", "Publish now", false));
        }
        if decide && draft.state.leads_to(DraftState::Scheduled) {
            buttons.push(button("schedule", "Schedule", true));
        }
        if own || decide {
            buttons.push(button("send-back", "Send back", true));
        }
    }
    if buttons.is_empty() {
        let why = if draft.state == DraftState::InReview {
            "Waiting for a second person to review."
        } else {
            "No further steps."
        };
        return view! { <p class="muted">{why}</p> {kept(form)} }.into_any();
    }
    let scheduling = decide && draft.state.leads_to(DraftState::Scheduled);
    let action = route::staff::DraftStep::new(draft.id, "send-back").to_string();
    view! {
        <section class="section" aria-labelledby="decide">
            <h2 id="decide">"Next step"</h2>
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(shown.base)}
                {place.carried()}
                <input type="hidden" name="version" value=draft.version.to_string()/>
                {form.text("comment", "Comment", "Required to send back a draft, or to publish your own.", 2)}
                {scheduling.then(|| schedule(form, now))}
                <div class="actions">{buttons}</div>
            </form>
        </section>
    }
    .into_any()
}

/// The time of publication, in the reader's time zone.
fn schedule(form: &Form, now: DateTime<Utc>) -> impl IntoView + use<> {
    let zone = zone();
    let text = if zone.is_utc() {
        format!(
            "Times here are in universal time: it is now {}. ",
            zone.in_words(now, ", ")
        )
    } else {
        format!(
            "Times here are in {zone}: it is now {}. ",
            zone.in_words(now, ", ")
        )
    };
    view! {
        {form.line("publish_at", "Publish at", "Leave empty to publish now.", "datetime-local")}
        <input type="hidden" name="time_zone" value=zone.to_string()/>
        <p class="hint">{text} <a href=route::staff::Account::PATH>"Choose another time zone"</a></p>
    }
}

/// The commitment's public page with the draft in it.
pub async fn preview_page(visit: StaffVisit, at: route::staff::DraftPreview) -> Page {
    let staff = &visit.staff;
    let id = at.id;
    let shown = visit.app.preview(staff, id, visit.lang()).await?;
    let catalogue = shown.catalogue.clone();
    let back = route::staff::Draft::new(id).to_string();
    page_title(
        "Preview of a draft",
        "For staff who keep the record.",
        route::staff::Desk::PATH,
    );
    let article = crate::pages::commitment::article(&shown, None);
    Ok(framed(
        &catalogue,
        view! {
            <p class="notice caution" role="status">
                "Preview: how the page will look to the public. Not published yet. "
                <a href=back>"Back to the draft"</a>
            </p>
            {article}
        },
    ))
}
