//! `/staff/plans/{member}/{plan}/ratings`: the rating sheet of a plan. Without a report in its address it
//! asks for one.

use leptos::prelude::*;

use super::desk;
use super::form::{Form, options};
use super::sheet_cells::{Columns, kept_columns, row};
use crate::assets::asset_href;
use crate::components::{TableHead, data_table, kept_fields, words};
use crate::pages::{Page, StaffVisit};
use crate::service::sheets::{KnownReport, SheetView};
use crate::words::sheets::report_in_words;
use domain::forms::Fields;
use domain::forms::rating::kind_of_report;
use domain::forms::sheet::{HEAD, reason_and_note};
use domain::route;
use domain::{Dimension, DraftState, Params, Report, ReportKind, ReportStage, sheet};
use store::Draft;

/// The sheet of a plan, or the choice of its report.
pub async fn sheet_page(visit: StaffVisit, at: route::staff::RatingSheet) -> Page {
    let shown = visit
        .app
        .rating_sheet(&visit.staff, &at.member, &at.plan)
        .await?;
    let account = visit.staff.account().id;
    let mut asked = asked(visit.params())?;
    let stage = visit.form().fields.as_ref();
    if let Some(sent) = stage.filter(|sent| sent.get("form") == "stage") {
        // The sheet below the form that was sent.
        asked.set("report_title", [sent.get("sheet").to_owned()]);
    }
    let form = Form::of(visit.form(), "", || opened(&shown, account, &asked));
    let title = format!("{}, {}", shown.member.name, shown.plan.label());
    if form.values.get("report_title").is_empty() && !form.values.holds("submission") {
        let body = choose_report(&shown, &at, &asked);
        return Ok(desk(&visit, "", &format!("Rating sheet: {title}"), body));
    }
    let columns = Columns::of(&shown, account, &form.values);
    let body = view! {
        {about(&shown, &at, account, &form)}
        {the_sheet(&visit, &shown, &at, &form, &columns)}
        {final_stage(&visit, &shown, &at, form.values.get("sheet"))}
    };
    Ok(desk(&visit, "", &format!("Rating sheet: {title}"), body))
}

/// What the address asks for: a report as it is typed, and the dimensions to rate.
fn asked(params: &Params) -> Result<Fields, crate::error::AppError> {
    let mut asked = Fields::default();
    for name in HEAD {
        if let Some(text) = params.one(name)? {
            asked.push(name, text);
        }
    }
    for dimension in params.all("dimension") {
        asked.push("dimension", dimension);
    }
    Ok(asked)
}

/// The form as it is opened: as the address says, else as one's own drafts from the report say, else as
/// the record knows the report.
fn opened(shown: &SheetView, account: i64, asked: &Fields) -> Fields {
    let title = asked.get("report_title");
    let mut fields = asked.clone();
    let draft = shown.draft_of(account, title).map(|draft| &draft.content);
    let known = shown.report(title);
    let text = |text: Option<String>| text.unwrap_or_default();
    let stage = draft
        .and_then(|d| d.rating.report.as_ref())
        .map(|r| r.stage);
    let stage = stage.or_else(|| known.map(|known| known.report.stage));
    let stage = stage.or_else(|| Report::from_title(title).map(|report| report.stage));
    let url = draft.and_then(|d| d.rating.source_url.clone());
    let url = url.or_else(|| known.and_then(|known| known.source_url.clone()));
    let read_on = draft.and_then(|d| d.rating.read_on);
    let read_on = read_on.or_else(|| known.and_then(|known| known.read_on));
    let reason = draft.map(|d| reason_and_note(&d.reason).0.to_owned());
    for (name, value) in [
        ("report_stage", text(stage.map(|s| s.slug().to_owned()))),
        ("source_url", text(url)),
        ("read_on", text(read_on.map(|day| day.to_string()))),
        ("reason", text(reason)),
    ] {
        if fields.get(name).is_empty() {
            fields.set(name, [value]);
        }
    }
    fields.set("sheet", [title.to_owned()]);
    fields
}

fn kinds() -> Vec<(String, String)> {
    options(ReportKind::ALL, ReportKind::slug, ReportKind::label)
}

fn stages() -> Vec<(String, String)> {
    options(ReportStage::ALL, ReportStage::slug, ReportStage::label)
}

/// The address of the sheet of a report.
pub(super) fn sheet_of(at: &route::staff::RatingSheet, title: &str) -> String {
    at.with("report_title", title)
}

/// The first step: which report.
fn choose_report(
    shown: &SheetView,
    at: &route::staff::RatingSheet,
    asked: &Fields,
) -> impl IntoView + use<> {
    let known = shown.reports.iter().map(|known: &KnownReport| {
        let href = sheet_of(at, &known.report.title);
        view! {
            <li>
                <a href=href>{known.report.title.clone()}</a>
                <span class="muted">" " {report_in_words(known)}</span>
            </li>
        }
    });
    let known = known.collect_view();
    let form = Form {
        values: asked.clone(),
        problems: domain::forms::Problems::default(),
    };
    let dimensions = Dimension::ALL
        .iter()
        .map(|d| (d.slug().to_owned(), d.label().to_owned(), 0));
    let commitments = match shown.lines.len() {
        1 => "1 commitment".to_owned(),
        many => format!("{many} commitments"),
    };
    view! {
        <p>{format!("A rating sheet has one row for each of the {commitments} of this plan. You enter the report once.")}</p>
        {(!shown.reports.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="known">
                <h2 id="known">"Choose a report"</h2>
                <ul>{known}</ul>
            </section>
        })}
        <section class="section" aria-labelledby="new">
            <h2 id="new">"Enter a new report"</h2>
            <form action=at.to_string() class="staff-form">
                {kept_fields()}
                {form.line("report_title", "Report", "Its title as published, such as Spain Results Report 2022-2024.", "text")}
                {form.choice("report_kind", "Kind of report", "Only if the title does not say.", kinds())}
                {form.choice("report_stage", "Stage of the report", "A rating from a report for comment is shown as provisional.", stages())}
                {form.line("source_url", "Link to report", "", "url")}
                {form.line("read_on", "Read on", "When you read it: 2026-11-28, 2026-11 or 2026.", "text")}
                {form.ticks("dimension", "Ratings in this report (leave empty for those usual in this kind of report)", dimensions.collect())}
                <div class="actions"><button class="button">"Open the sheet"</button></div>
            </form>
        </section>
    }
}

/// What the sheet is of, and what of it waits for review.
fn about(
    shown: &SheetView,
    at: &route::staff::RatingSheet,
    account: i64,
    form: &Form,
) -> impl IntoView + use<> {
    let title = form.values.get("sheet").to_owned();
    let member = route::staff::Member::new(&at.member).to_string();
    let drafts = shown.lines.iter().flat_map(|line| &line.drafts);
    let waiting: Vec<&Draft> = drafts
        .filter(|draft| {
            let report = draft.content.rating.report.as_ref();
            draft.author == account
                && draft.state == DraftState::InReview
                && report.is_some_and(|report| *report.title == *title)
        })
        .collect();
    let review = waiting.first().map(|first| {
        let href = route::staff::SheetReview::new(first.id).to_string();
        let text = match waiting.len() {
            1 => "1 rating of this sheet is in review".to_owned(),
            many => format!("{many} ratings of this sheet are in review"),
        };
        view! { <p class="notice"><a href=href>{text}</a></p> }
    });
    view! {
        <p>
            <a href=member>{shown.member.name.clone()}</a> " \u{b7} "
            <a href=at.to_string()>"Choose another report"</a>
        </p>
        {review}
    }
}

fn the_sheet(
    visit: &StaffVisit,
    shown: &SheetView,
    at: &route::staff::RatingSheet,
    form: &Form,
    columns: &Columns,
) -> AnyView {
    let refusal = visit.form().sheet.clone();
    let account = visit.staff.account().id;
    let kind = kind_of_report(&form.values);
    let titled = Report::from_title(form.values.get("report_title")).and_then(|r| r.kind);
    let known = shown.reports.iter().map(|known| {
        view! { <option value=known.report.title.clone()></option> }
    });
    let known = known.collect_view();
    // Where others came first, the sheet is shown as it is now: that is what its sender then has seen.
    let seen_event = match form.values.get("base") {
        "" => shown.seen_event.to_string(),
        _ => match form.values.get("seen_event") {
            "" => shown.seen_event.to_string(),
            seen => seen.to_owned(),
        },
    };
    let mut names = vec![words("Commitment")];
    names.extend(columns.shown.iter().map(|d| words(d.label())));
    names.extend([words("Page"), words("Note")]);
    let head = TableHead {
        id: "f-sheet".to_owned(),
        caption: "Ratings".to_owned(),
        caption_visible: true,
        definitions: false,
        columns: names,
    };
    let rows = shown
        .lines
        .iter()
        .map(|line| row(line, account, form, columns, refusal.as_deref()))
        .collect_view();
    let more = (columns.shown.len() < Dimension::ALL.len()).then(|| {
        let mut asked = Fields::default();
        asked.push("report_title", form.values.get("report_title"));
        for dimension in Dimension::ALL {
            asked.push("dimension", dimension.slug());
        }
        let href = at.asking(&asked.encode());
        view! { <p><a href=href>"Show all three ratings"</a> " Save your changes first."</p> }
    });
    view! {
        <form action=at.to_string() method="post" class="staff-form wide sheet" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            <input type="hidden" name="seen_event" value=seen_event/>
            <input type="hidden" name="sheet" value=form.values.get("sheet").to_owned()/>
            {kept_columns(columns)}
            <fieldset class="sheet-head">
                <legend>"Report"</legend>
                {form.line("report_title", "Title", "", "text")}
                <datalist id="reports">{known}</datalist>
                {(titled.is_none() || kind != titled).then(|| form.choice("report_kind", "Kind of report", "Only if the title does not say.", kinds()))}
                {form.choice("report_stage", "Stage of the report", "", stages())}
                {form.line("source_url", "Link to report", "", "url")}
                {form.line("read_on", "Read on", "2026-11-28, 2026-11 or 2026.", "text")}
                {form.line("reason", "Reason for the change", "Once for the sheet. Shown in the public history, with your name.", "text")}
            </fieldset>
            {columns.unusual.then(|| view! {
                <p class="hint">"No kind of report chosen: these are the scales for the year of the plan. Use the scale of your report."</p>
            })}
            <p class="hint">"Leave a rating empty if the report does not give it. Clearing a rating discards your draft of it. A note is shown in the public history of the row\u{2019}s ratings."</p>
            <p class="hint" data-with-script hidden>"Press Enter to go down a column. Copy a column or a block from a spreadsheet and paste it into a cell."</p>
            {data_table(head, rows)}
            <p class="hint" role="status" data-sheet-status></p>
            <p class="hint" role="status" data-sheet-saved></p>
            <div class="actions">
                <button class="button quiet" name="do" value="save">"Save draft"</button>
                <button class="button" name="do" value="hand-in">"Submit for review"</button>
            </div>
        </form>
        {more}
        {asset_href("sheet.js").map(|href| view! { <script type="module" src=href></script> })}
    }
    .into_any()
}

/// The form that submits the published ratings of a report for comment as those of the final report;
/// nothing where there are none.
fn final_stage(
    visit: &StaffVisit,
    shown: &SheetView,
    at: &route::staff::RatingSheet,
    title: &str,
) -> Option<AnyView> {
    let count = shown.provisional(title).count();
    if count == 0 {
        return None;
    }
    let known = shown.report(title);
    let form = Form::of(visit.form(), "stage", || {
        let mut fields = Fields::default();
        fields.push("report_title", without_stage(title));
        let url = known.and_then(|known| known.source_url.clone());
        fields.push("source_url", url.unwrap_or_default());
        fields
    });
    let text = match count {
        1 => "1 published rating is from a report that was not final. If the final report gives the same rating, submit it as final: readers then no longer see it as provisional.".to_owned(),
        many => format!("{many} published ratings are from a report that was not final. If the final report gives the same ratings, submit them as final together: readers then no longer see them as provisional. Enter those that differ in the sheet above."),
    };
    let seen_event = form.values.text("seen_event");
    let seen_event = seen_event.filter(|_| !form.values.get("base").is_empty());
    let seen_event = seen_event.unwrap_or_else(|| shown.seen_event.to_string());
    Some(
        view! {
            <section class="section" aria-labelledby="final">
                <h2 id="final">"The report is now final"</h2>
                <p class="prose">{text}</p>
                <form action=at.to_string() method="post" class="staff-form" data-unsaved=form.unsaved()>
                    {form.carried(shown.base)}
                    <input type="hidden" name="seen_event" value=seen_event/>
                    <input type="hidden" name="sheet" value=title.to_owned()/>
                    {form.line("report_title", "Title of the final report", "", "text")}
                    {form.line("source_url", "Link to report", "", "url")}
                    {form.line("read_on", "Read on", "2026-11-28, 2026-11 or 2026.", "text")}
                    {form.short_reason()}
                    <div class="actions"><button class="button">"Submit as final"</button></div>
                </form>
            </section>
        }
        .into_any(),
    )
}

/// The title of a report without what says that it is open for comment.
fn without_stage(title: &str) -> String {
    let lower = title.to_lowercase();
    let end = lower.find("for public comment").unwrap_or(title.len());
    let kept = title.get(..end).unwrap_or(title);
    let is_joint = |c: char| c.is_whitespace() || "-\u{2013}\u{2014}:(,".contains(c);
    kept.trim_end_matches(is_joint).to_owned()
}

impl Columns {
    /// What a sheet rates: what its address or its form says, else what is usual in its report; and what
    /// there are drafts of.
    fn of(shown: &SheetView, account: i64, values: &Fields) -> Self {
        let plan_year = shown.plan.start_year;
        let kind = kind_of_report(values);
        let asked: Vec<Dimension> = values
            .all("dimension")
            .into_iter()
            .filter_map(|slug| slug.parse().ok())
            .collect();
        let usual = if asked.is_empty() {
            sheet::dimensions(kind, plan_year)
        } else {
            asked
        };
        let title = values.get("sheet");
        let is_drafted = |dimension: Dimension| {
            let mut lines = shown.lines.iter();
            lines.any(|line| line.own(account, title, dimension).is_some())
        };
        let all = Dimension::ALL.iter().copied();
        Self {
            shown: all
                .filter(|d| usual.contains(d) || is_drafted(*d))
                .collect(),
            kind,
            plan_year,
            unusual: kind.is_none(),
        }
    }
}
