//! `/staff/commitments/{CODE}/ratings/{DIMENSION}`: the form of a rating.

use leptos::prelude::*;

use super::form::{Form, options};
use super::{desk, named};
use crate::components::kept_fields;
use crate::pages::{Page, StaffVisit};
use crate::service::ratings::RatingView;
use domain::forms::Fields;
use domain::forms::rating::{self, finding_slug};
use domain::review::report_expected_by;
use domain::route;
use domain::{Finding, ReportKind, ReportStage, Scheme};

/// The form of a new rating.
pub async fn rating_page(visit: StaffVisit, at: route::staff::Rating) -> Page {
    let staff = &visit.staff;
    let route::staff::Rating { code, dimension } = &at;
    let shown = visit.app.rating_form(staff, code, dimension).await?;
    let state = visit.form();
    let kind = visit.params().one("report_kind")?.unwrap_or_default();
    let form = Form::of(state, "", || {
        let mut fields = Fields::default();
        fields.push("report_kind", kind);
        fields
    });
    let action = route::staff::Rating::new(code, dimension).to_string();
    let title = format!("{} of {code}", shown.dimension.label());
    let body = view! {
        {about(&shown)}
        {what_there_is(&shown)}
        {kind_of_report(&form, &action)}
        <form action=action.clone() method="post" class="staff-form" data-check="rating" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            {rating_fields(&form, &shown)}
            <div class="actions"><button class="button">"Save draft"</button></div>
        </form>
    };
    Ok(desk(&visit, "", &title, body))
}

pub(super) fn about(shown: &RatingView) -> impl IntoView + use<> {
    let c = &shown.row.commitment;
    let edit = route::staff::Commitment::new(&c.code).to_string();
    let expected = report_expected_by(&c.plan, shown.dimension)
        .map(|day| format!(" Report expected by {}.", day.format("%-d %B %Y")));
    view! {
        <p>
            <a href=edit>{named(c.code.as_str(), &c.title)}</a>
            {format!(", {}, {}.", c.member.name, c.plan.label())} {expected}
        </p>
        <p>{shown.dimension.question()}</p>
    }
}

/// What the public sees now, and what else is on its way: nobody writes or publishes over it unseen.
pub(super) fn what_there_is(shown: &RatingView) -> impl IntoView + use<> {
    let now = shown.row.commitment.ratings.of(shown.dimension);
    let now = now.map(|rating| {
        let report = rating.report.as_ref();
        let report = report.map_or(String::new(), |r| format!(", {}", r.title));
        format!("Published now: {}{report}.", rating.finding.label())
    });
    let now = now.unwrap_or_else(|| "No rating published yet.".to_owned());
    let others = shown.others.iter().map(|other| {
        let what = format!(
            "draft {}: {}, {} by {}",
            other.id,
            other.content.rating.finding.label(),
            other.state.label().to_lowercase(),
            other.author_name
        );
        view! { <li><a href=route::staff::Draft::new(other.id).to_string()>{what}</a></li> }
    });
    let unseen = shown.unseen.as_ref().map(|by| {
        let text = format!(
            "Since this draft was written, the published rating has changed, by {}. Check it before you go on.",
            by.trim_end_matches('.')
        );
        view! { <p class="notice caution">{text}</p> }
    });
    let others = (!shown.others.is_empty()).then(|| {
        view! {
            <p>"Other drafts of this rating:"</p>
            <ul>{others.collect_view()}</ul>
        }
    });
    view! { {unseen} <p>{now}</p> {not_shown(shown)} {others} }
}

/// Says plainly where publishing a draft does not change the rating that the public sees.
fn not_shown(shown: &RatingView) -> impl IntoView + use<> {
    let stays = shown.shown_with_draft().map(|(then, _)| then);
    stays.filter(|_| !shown.changes_what_is_shown()).map(|stays| {
        let why = match stays.finding {
            Finding::Rated(_) if is_value(shown) => "The rating of the end of a plan counts before one of its middle",
            Finding::Rated(_) => "A value counts before a statement that there is none",
            _ => "The other rating counts first",
        };
        let text = format!(
            "Publishing this draft will not change the rating that the public sees: it stays \u{201c}{}\u{201d}. {why}. If the published rating is wrong, choose it under \u{201c}Corrects\u{201d}.",
            stays.finding.label()
        );
        view! { <p class="notice caution">{text}</p> }
    })
}

/// Whether the draft says a value.
fn is_value(shown: &RatingView) -> bool {
    let draft = shown.draft.as_ref();
    draft.is_some_and(|draft| matches!(draft.content.rating.finding, Finding::Rated(_)))
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
            {kept_fields()}
            <label>"Kind of report"<select name="report_kind"><option value="">"Not chosen"</option>{kinds}</select></label>
            <button class="button quiet">"Show scales"</button>
        </form>
    }
}

pub(super) fn rating_fields(form: &Form, shown: &RatingView) -> AnyView {
    let plan_year = shown.row.commitment.plan.start_year;
    let kind = rating::kind_of_report(&form.values);
    let kinds = || options(ReportKind::ALL, ReportKind::slug, ReportKind::label);
    let choose_kind = if shown.draft.is_some() {
        form.choice(
            "report_kind",
            "Kind of report",
            "Only if the report title does not say.",
            kinds(),
        )
    } else {
        let chosen = form.values.text("report_kind");
        chosen
            .map(|kind| view! { <input type="hidden" name="report_kind" value=kind/> })
            .into_any()
    };
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
        .filter(|past| past.in_force)
        .map(|past| {
            let report = past.rating.report.as_ref();
            let report = report.map_or(String::new(), |report| format!(", {}", report.title));
            let told = format!("{}{report}", past.rating.finding.label());
            (past.id.to_string(), told)
        })
        .collect();
    let titles = shown
        .row
        .commitment
        .reports
        .iter()
        .map(|r| view! { <option value=r.title.clone()></option> })
        .collect_view();
    view! {
        <fieldset class="field" id="f-finding">
            <legend>"Finding"</legend>
            {kind.is_none().then(|| view! {
                <p class="hint">"No kind of report chosen: these are the scales for the year of the plan. Use the scale of your report."</p>
            })}
            {problem.map(|p| view! { <p class="field-error">{p}</p> })}
            {fitting}
            <fieldset class="scale-choice"><legend>"No value"</legend>{none}</fieldset>
            <details open=over>
                <summary>"Other scales"</summary>
                <p class="hint">"These scales do not belong to this plan and report. Give a reason to use one."</p>
                {others}
                {form.text("override_reason", "Reason for another scale", "", 2)}
            </details>
        </fieldset>
        {form.line("report_title", "Report", "The title of the IRM report with this finding.", "text")}
        <datalist id="reports">{titles}</datalist>
        {choose_kind}
        {form.choice("report_stage", "Stage of the report", "A rating from a report for comment is shown as provisional.", options(ReportStage::ALL, ReportStage::slug, ReportStage::label))}
        {form.line("source_url", "Link to report", "", "url")}
        {form.line("source_page", "Page", "The page of the report with this finding, or the part of a web page after #.", "text")}
        {form.line("read_on", "Read on", "When you read it: 2026-11-28, 2026-11 or 2026.", "text")}
        {(!corrected.is_empty()).then(|| form.choice("replaces", "Corrects", "Choose the published rating that was wrong. A newer report is not a correction: choose \u{201c}None\u{201d}.", corrected))}
        {form.reason()}
        <details>
            <summary>"The government\u{2019}s reply"</summary>
            {form.text("reply", "Reply", "Shown next to the rating.", 4)}
            {form.line("reply_url", "Link to reply", "", "url")}
        </details>
    }
    .into_any()
}

const fn level_of(finding: Finding) -> &'static str {
    match finding {
        Finding::Pending => domain::Level::Pending.definition(),
        Finding::NoData => domain::Level::NoData.definition(),
        _ => domain::Level::NotReviewable.definition(),
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
