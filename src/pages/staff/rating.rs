//! `/staff/commitments/{CODE}/ratings/{DIMENSION}`, `/staff/drafts/{ID}` and its preview.

use leptos::prelude::*;

use super::form::{Form, options};
use super::{desk, framed, person};
use crate::components::page_title;
use crate::domain::staff::review_of;
use crate::domain::{DraftState, Finding, Report, ReportKind, ReportStage, Scheme};
use crate::forms::Fields;
use crate::forms::rating::finding_slug;
use crate::pages::load::page;
use crate::service::auth::Staff;
use crate::service::ratings::RatingView;
use crate::store::{Draft, DraftContent};

/// The form of a new rating.
#[component]
pub fn RatingPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        let (code, dimension) = (visit.parameter().to_owned(), visit.dimension().to_owned());
        let shown = visit.app.rating_form(&staff, &code, &dimension).await?;
        let state = visit.form();
        let asked = Fields::parse(visit.address().as_bytes());
        let form = Form::of(state, "", || {
            let mut fields = Fields::default();
            fields.push("report_kind", asked.get("report_kind"));
            fields
        });
        let action = format!("/staff/commitments/{code}/ratings/{dimension}");
        let title = format!("{} of {code}", shown.dimension.label());
        let body = view! {
            {about(&shown)}
            {kind_of_report(&form, &action)}
            <form action=action.clone() method="post" class="staff-form" data-check="rating" data-unsaved=form.unsaved()>
                {form.carried(0)}
                {rating_fields(&form, &shown)}
                <div class="actions"><button class="button">"Keep as a draft"</button></div>
            </form>
        };
        Ok(desk(&visit, &staff, "", &title, body))
    })
}

fn about(shown: &RatingView) -> impl IntoView + use<> {
    let c = &shown.row.commitment;
    let edit = format!("/staff/commitments/{}", c.code);
    let expected = c.plan.report_expected(shown.dimension).map(|day| {
        format!(
            " The report was to be expected by {}.",
            day.format("%-d %B %Y")
        )
    });
    view! {
        <p>
            <a href=edit>{format!("{}: {}", c.code, c.title)}</a>
            {format!(", {}, {}.", c.member.name, c.plan.label())} {expected}
        </p>
        <p>{shown.dimension.question()}</p>
    }
}

/// A step before the form, so that only the scales of that report are offered.
fn kind_of_report(form: &Form, action: &str) -> impl IntoView + use<> {
    let chosen = form.values.get("report_kind").to_owned();
    let kinds = options(ReportKind::ALL, ReportKind::slug, ReportKind::label)
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <form action=action.to_owned() class="change-filters" aria-label="Choose the kind of report">
            <label>"Kind of report"<select name="report_kind"><option value="">"Not chosen"</option>{kinds}</select></label>
            <button class="button quiet">"Show its scales"</button>
        </form>
    }
}

/// The kind of report: what its title says, else what was chosen.
fn chosen_kind(values: &Fields) -> Option<ReportKind> {
    let report = Report::from_title(values.get("report_title"));
    let said = report.and_then(|r| r.kind);
    said.or_else(|| values.get("report_kind").parse().ok())
}

fn rating_fields(form: &Form, shown: &RatingView) -> AnyView {
    let plan_year = shown.row.commitment.plan.start_year;
    let kind = chosen_kind(&form.values);
    let fitting = Scheme::fitting(shown.dimension, plan_year, kind);
    let others: Vec<Scheme> = Scheme::of(shown.dimension)
        .filter(|s| !fitting.contains(s))
        .collect();
    let fitting = fitting.into_iter().map(|s| scale(form, s)).collect_view();
    let others = others.into_iter().map(|s| scale(form, s)).collect_view();
    let none = [Finding::Pending, Finding::NoData, Finding::NotReviewable]
        .map(|f| choice(form, &finding_slug(f), f.label(), level_of(f)))
        .into_iter()
        .collect_view();
    let problem = form.problems.of("finding").map(str::to_owned);
    let over = form.problems.of("override_reason").is_some();
    let corrected: Vec<(String, String)> = shown
        .published
        .iter()
        .rev()
        .map(|past| (past.id.to_string(), past.rating.finding.label().to_owned()))
        .collect();
    let titles = shown
        .row
        .commitment
        .reports
        .iter()
        .map(|r| view! { <option value=r.title.clone()></option> })
        .collect_view();
    view! {
        {form.values.text("report_kind").map(|kind| view! { <input type="hidden" name="report_kind" value=kind/> })}
        <fieldset class="field" id="f-finding">
            <legend>"What the IRM found"</legend>
            {kind.is_none().then(|| view! {
                <p class="hint">"The kind of report is not chosen: these are the scales of the plan\u{2019}s year. Take the one of your report."</p>
            })}
            {problem.map(|p| view! { <p class="field-error">{p}</p> })}
            {fitting}
            <fieldset class="scale-choice"><legend>"No value"</legend>{none}</fieldset>
            <details open=over>
                <summary>"Other scales"</summary>
                <p class="hint">"Not those of this plan and report: they need a reason."</p>
                {others}
                {form.text("override_reason", "Why another scale", "", 2)}
            </details>
        </fieldset>
        {form.line("report_title", "Report", "The title of the IRM report that says so.", "text")}
        <datalist id="reports">{titles}</datalist>
        {form.choice("report_stage", "Stage of the report", "From a report for comment, the public sees the rating as provisional.", options(ReportStage::ALL, ReportStage::slug, ReportStage::label))}
        {form.line("source_url", "Where it can be read", "The address of the report.", "url")}
        {form.line("source_page", "Page", "Where in the report it stands.", "text")}
        {(!corrected.is_empty()).then(|| form.choice("replaces", "Corrects", "The published rating that was wrong and counts no more. A newer report corrects nothing: leave it open.", corrected))}
        {form.reason()}
        <details>
            <summary>"The government\u{2019}s reply"</summary>
            {form.text("reply", "Reply", "Shown beside the rating.", 4)}
            {form.line("reply_url", "Where the reply can be read", "", "url")}
        </details>
    }
    .into_any()
}

const fn level_of(finding: Finding) -> &'static str {
    match finding {
        Finding::Pending => crate::domain::Level::Pending.definition(),
        Finding::NoData => crate::domain::Level::NoData.definition(),
        _ => crate::domain::Level::NotReviewable.definition(),
    }
}

fn scale(form: &Form, scheme: Scheme) -> impl IntoView + use<> {
    let values = scheme
        .iter()
        .map(|value| {
            choice(
                form,
                &value.slug(),
                value.label(),
                value.describe().definition,
            )
        })
        .collect_view();
    view! {
        <fieldset class="scale-choice">
            <legend>{scheme.label()}</legend>
            <p class="hint">{scheme.question()} " " {format!("For {}. Given in: {}.", scheme.period(), scheme.assessed_in())}</p>
            {values}
        </fieldset>
    }
}

fn choice(form: &Form, value: &str, label: &'static str, definition: &'static str) -> AnyView {
    let checked = form.values.get("finding") == value;
    view! {
        <label class="option">
            <input type="radio" name="finding" value=value.to_owned() checked=checked/>
            <span><strong>{label}</strong> " " {definition}</span>
        </label>
    }
    .into_any()
}

fn filled(content: &DraftContent) -> Fields {
    let mut fields = Fields::default();
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let rating = &content.rating;
    fields.push("finding", finding_slug(rating.finding));
    if let Some(report) = &rating.report {
        fields.push("report_title", report.title.clone());
        fields.push("report_stage", report.stage.slug());
    }
    fields.push("source_url", text(&rating.source_url));
    fields.push("source_page", text(&content.source_page));
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
#[component]
pub fn DraftPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        let id = visit.parameter().parse().unwrap_or(-1);
        let shown = visit.app.draft_view(&staff, id).await?;
        let Some(draft) = shown.draft.clone() else {
            return Ok(().into_any());
        };
        let state = visit.form();
        let form = Form::of(state, "", || filled(&draft.content));
        let moves = Form::of(state, "decide", Fields::default);
        let own = draft.author == staff.account().id;
        let title = format!("Draft: {} of {}", shown.dimension.label(), draft.code);
        let steps = shown
            .steps
            .iter()
            .map(|step| {
                let comment = (!step.comment.is_empty()).then(|| format!(": {}", step.comment));
                let text = format!(
                    "{}: {} ({})",
                    step.made_at.format("%-d %B %Y, %H:%M UTC"),
                    step.state.label(),
                    step.name
                );
                view! { <li>{text}{comment}</li> }
            })
            .collect_view();
        let editable = own && draft.state.is_open();
        let action = format!("/staff/drafts/{id}");
        let body = view! {
            {about(&shown)}
            <p id="f-draft">
                <strong id="decide-draft">{draft.state.label()}</strong> {format!(", by {}. ", draft.author_name)}
                <a href=format!("/staff/drafts/{id}/preview")>"What the public will see"</a>
            </p>
            {what_it_says(&draft)}
            {what_to_do(&draft, &staff, &moves, own)}
            <section class="section" aria-labelledby="steps">
                <h2 id="steps">"What happened to it"</h2>
                <ol>{steps}</ol>
            </section>
            {(!editable).then(|| kept(&form))}
            {editable.then(|| view! {
                <section class="section" aria-labelledby="change">
                    <h2 id="change">"Change it"</h2>
                    <form action=action method="post" class="staff-form" data-check="rating" data-unsaved=form.unsaved()>
                        {form.carried(0)}
                        <input type="hidden" name="version" value=draft.version.to_string()/>
                        {rating_fields(&form, &shown)}
                        <div class="actions"><button class="button">"Save the draft"</button></div>
                    </form>
                </section>
            })}
        };
        Ok(desk(&visit, &staff, "", &title, body))
    })
}

/// What was filled in in a form that the draft, as it stands now, no longer has.
fn kept(form: &Form) -> impl IntoView + use<> {
    let filled: Vec<_> = [
        ("Comment", "comment"),
        ("Publish at", "publish_at"),
        ("Found", "finding"),
        ("Report", "report_title"),
        ("Where it can be read", "source_url"),
        ("Page", "source_page"),
        ("Reason", "reason"),
        ("Why another scale", "override_reason"),
        ("Government\u{2019}s reply", "reply"),
        ("Reply can be read at", "reply_url"),
    ]
    .into_iter()
    .filter_map(|(name, field)| Some((name, form.values.text(field)?)))
    .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
    .collect();
    form.unsaved().filter(|_| !filled.is_empty()).map(|_| {
        view! {
            <section class="section" aria-labelledby="kept">
                <h2 id="kept">"What you had filled in"</h2>
                <p>"It is not saved: the draft, as it stands now, cannot take it."</p>
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
    let optional = [
        ("Page", &content.source_page),
        ("Why another scale", &content.override_reason),
        ("Government\u{2019}s reply", &content.reply),
        ("Reply can be read at", &content.reply_url),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text.clone()?)))
    .map(|(name, text)| view! { <div><dt>{name}</dt><dd>{text}</dd></div> })
    .collect_view();
    view! {
        <dl class="facts">
            <div><dt>"Found"</dt><dd>{rating.finding.label()} {format!(" ({scale})")}</dd></div>
            <div><dt>"Report"</dt><dd>{report}</dd></div>
            <div><dt>"Source"</dt><dd><a href=source.clone()>{source.clone()}</a></dd></div>
            <div><dt>"Reason"</dt><dd>{content.reason.clone()}</dd></div>
            {content.replaces.map(|_| view! { <div><dt>"Corrects"</dt><dd>"A published rating, which counts no more."</dd></div> })}
            {optional}
        </dl>
    }
}

/// The buttons for what may be done with a draft in its state, by this person.
fn what_to_do(draft: &Draft, staff: &Staff, form: &Form, own: bool) -> AnyView {
    let button = |step: &'static str, label: &'static str, quiet: bool| {
        let action = format!("/staff/drafts/{}/{step}", draft.id);
        let class = if quiet { "button quiet" } else { "button" };
        view! { <button class=class formaction=action>{label}</button> }.into_any()
    };
    let mut buttons = Vec::new();
    let decide = staff.may(review_of(own));
    if own && draft.state.is_open() {
        buttons.push(button("hand-in", "Hand in for review", false));
        buttons.push(button("discard", "Discard", true));
    }
    if draft.state.leads_to(DraftState::Published) {
        if decide {
            buttons.push(button("publish", "Publish now", false));
        }
        if decide && draft.state.leads_to(DraftState::Scheduled) {
            buttons.push(button("schedule", "Publish at that time", true));
        }
        if own || decide {
            buttons.push(button("send-back", "Send back", true));
        }
    }
    if buttons.is_empty() {
        let why = if draft.state == DraftState::InReview {
            "A second person looks at it now."
        } else {
            "There is nothing to be done with it."
        };
        return view! { <p class="muted">{why}</p> {kept(form)} }.into_any();
    }
    let scheduling = decide && draft.state.leads_to(DraftState::Scheduled);
    let action = format!("/staff/drafts/{}/send-back", draft.id);
    view! {
        <section class="section" aria-labelledby="decide">
            <h2 id="decide">"What now?"</h2>
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(0)}
                <input type="hidden" name="version" value=draft.version.to_string()/>
                {form.text("comment", "Comment", "Needed to send back, and to publish one\u{2019}s own.", 2)}
                {scheduling.then(|| form.line("publish_at", "Publish at", "Universal time; only to publish later.", "datetime-local"))}
                <div class="actions">{buttons}</div>
            </form>
        </section>
    }
    .into_any()
}

/// The commitment's public page with the draft in it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    page(async |visit| {
        let staff = person(&visit)?;
        let id = visit.parameter().parse().unwrap_or(-1);
        let shown = visit.app.preview(&staff, id).await?;
        let catalogue = shown.catalogue.clone();
        let back = format!("/staff/drafts/{id}");
        page_title(
            "Preview of a draft",
            "For staff who keep the record.",
            "/staff",
        );
        let article = crate::pages::commitment::article(&shown);
        Ok(framed(
            &catalogue,
            view! {
                <p class="notice caution" role="status">
                    "A preview: the page as the public will see it. Nothing is published yet. "
                    <a href=back>"Back to the draft"</a>
                </p>
                {article}
            },
        ))
    })
}
