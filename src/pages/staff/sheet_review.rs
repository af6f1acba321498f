//! `/staff/drafts/{ID}/sheet`: all ratings that a person has drafted from one report, for who reviews them.

use leptos::prelude::*;

use super::comments::{said, section};
use super::desk;
use super::form::Form;
use super::moment::moment;
use super::queue_place::Place;
use super::sheet_cells::published;
use crate::components::{TableHead, data_table, lang, source_text, words};
use crate::pages::{Page, StaffVisit};
use crate::service::auth::Staff;
use crate::service::sheets::{CellProblem, ReviewLine, SheetRefusal, SheetReview};
use crate::words::sheets::oddity_in_words;
use domain::forms::Fields;
use domain::forms::sheet::reason_and_note;
use domain::route;
use domain::staff::review_of;
use domain::{DraftState, PartialDate};
use store::Draft;

/// A sheet on its way to the public.
pub async fn sheet_review_page(visit: StaffVisit, at: route::staff::SheetReview) -> Page {
    let staff = &visit.staff;
    let shown = visit.app.sheet_review(staff, at.id).await?;
    let state = visit.form();
    let form = Form::of(state, "", Fields::default);
    let title = format!("Sheet: {}, {}", shown.member.name, shown.plan.label());
    let place = Place::of(&visit, at.id).await?;
    let drafts: Vec<&Draft> = shown.lines.iter().map(|line| &line.draft).collect();
    // Comments are on the draft that names the sheet, or on one of its drafts.
    let mut about_these: Vec<i64> = drafts.iter().map(|draft| draft.id).collect();
    if !about_these.contains(&at.id) {
        about_these.push(at.id);
    }
    let comments_by = visit.app.comments_on(&about_these).await?;
    let comments = route::staff::SheetComments::new(at.id).to_string();
    let body = view! {
        {place.links()}
        {about(&shown, staff)}
        {place.assigned(&drafts, ("sheet_page", at.id))}
        {sheet(&shown, staff, (&form, &place), state.sheet.as_deref())}
        {section(&comments_by, &drafts, state, (comments, &place))}
        {history(&shown, &comments_by.people, &place)}
    };
    Ok(desk(&visit, "", &title, body))
}

/// The report and who has drafted its ratings.
fn about(shown: &SheetReview, staff: &Staff) -> impl IntoView + use<> {
    let first = shown.lines.first().map_or(&shown.first, |line| &line.draft);
    let rating = &first.content.rating;
    let report = rating.report.as_ref().map_or(String::new(), |report| {
        format!("{} ({})", report.title, report.stage.label().to_lowercase())
    });
    let sources: Vec<String> = {
        let mut sources: Vec<String> = shown
            .lines
            .iter()
            .filter_map(|line| line.draft.content.rating.source_url.clone())
            .collect();
        sources.sort();
        sources.dedup();
        sources
    };
    let is_mixed = sources.len() > 1;
    let sources = sources
        .into_iter()
        .map(|source| view! { <a href=source.clone()>{source.clone()}</a> " " })
        .collect_view();
    let read_on = rating.read_on.map(PartialDate::in_words);
    let is_own = first.author == staff.account().id;
    let edit = is_own.then(|| {
        let at = route::staff::RatingSheet::new(shown.member.slug(), shown.plan.slug());
        let href = at.with("report_title", shown.title());
        view! { <p><a href=href>"Edit this sheet"</a></p> }
    });
    view! {
        <dl class="facts">
            <div><dt>"Report"</dt><dd>{report}</dd></div>
            <div><dt>"Link to report"</dt><dd>{sources}</dd></div>
            {read_on.map(|day| view! { <div><dt>"Read on"</dt><dd>{day}</dd></div> })}
            <div><dt>"Reason"</dt><dd>{shown.reason.clone()}</dd></div>
            <div><dt>"Written by"</dt><dd>{shown.first.author_name.clone()}</dd></div>
        </dl>
        {is_mixed.then(|| view! { <p class="notice caution">"These drafts have more than one link to the report."</p> })}
        {edit}
    }
}

/// Whether a decision can be taken on a draft here.
fn waits(line: &ReviewLine) -> bool {
    line.draft.state.leads_to(DraftState::Published)
}

fn sheet(
    shown: &SheetReview,
    staff: &Staff,
    (form, place): (&Form, &Place),
    refusal: Option<&SheetRefusal>,
) -> AnyView {
    let gone = gone(shown, refusal);
    if shown.lines.is_empty() {
        let none = "No ratings of this sheet are waiting.";
        return view! { {gone} <p id="f-sheet">{none}</p> }.into_any();
    }
    let own = shown.first.author == staff.account().id;
    let may_publish = staff.may(review_of(own));
    let waiting = shown.lines.iter().filter(|line| waits(line)).count();
    let decides = waiting > 0 && (may_publish || own);
    let rows = shown
        .lines
        .iter()
        .map(|line| row(line, form, decides, refusal))
        .collect_view();
    let mut columns = vec![words("Rating"), words("Published now"), words("Draft")];
    columns.extend([words("Page"), words("Note")]);
    if decides {
        columns.insert(0, words("Select"));
        columns.push(words("Comment, if sent back"));
    }
    let head = TableHead {
        id: "f-sheet".to_owned(),
        caption: match waiting {
            1 => "1 rating to review".to_owned(),
            many => format!("{many} ratings to review"),
        },
        caption_visible: true,
        definitions: false,
        columns,
    };
    let table = data_table(head, rows);
    if !decides {
        let why = (waiting > 0).then_some("Waiting for a second person to review.");
        return view! { {gone} {table} <p class="muted">{why}</p> }.into_any();
    }
    let action = route::staff::SheetReview::new(shown.first.id).to_string();
    view! {
        <form action=action method="post" class="staff-form wide sheet" autocomplete="off" data-unsaved=form.unsaved()>
            {form.carried(shown.base)}
            {place.carried()}
            {gone}
            {table}
            {form.text("comment", "Comment", "Required to send back ratings without a comment of their own, or to publish your own.", 2)}
            <div class="actions">
                {may_publish.then(|| view! {
                    <button class="button" name="do" value="publish">"Publish selected"</button>
                    <button class="button quiet" name="do" value="publish-rest-back">"Publish selected, send back the rest"</button>
                })}
                <button class="button quiet" name="do" value="send-back">"Send back selected"</button>
            </div>
        </form>
    }
    .into_any()
}

/// What is said of ratings that were chosen and no longer wait here.
fn gone(shown: &SheetReview, refusal: Option<&SheetRefusal>) -> Vec<AnyView> {
    let cells = refusal.map_or(&[][..], |refusal| refusal.cells.as_slice());
    let is_gone = |cell: &&CellProblem| {
        let mut lines = shown.lines.iter().map(|line| &line.draft);
        !lines.any(|d| d.code == cell.code && d.content.rating.dimension == cell.dimension)
    };
    let gone = cells.iter().filter(is_gone).map(|cell| {
        let name = cell.dimension.label().to_lowercase();
        let text = format!("{} {name}: {}", cell.code, cell.problem);
        view! { <p class="field-error">{text}</p> }.into_any()
    });
    gone.collect()
}

fn row(line: &ReviewLine, form: &Form, decides: bool, refusal: Option<&SheetRefusal>) -> AnyView {
    let draft = &line.draft;
    let rating = &draft.content.rating;
    let (code, dimension) = (&draft.code, rating.dimension);
    let name = format!("{code} {}", dimension.label().to_lowercase());
    let id = draft.id.to_string();
    let is_sent = form.values.holds("submission");
    let checked = if is_sent {
        form.values.has("draft", &id)
    } else {
        draft.state == DraftState::InReview
    };
    let version_field = format!("version-{id}");
    // Where others came first, the sheet is shown as it is now.
    let version = form.values.text(&version_field);
    let version = version.filter(|_| !form.values.get("base").is_empty());
    let version = version.unwrap_or_else(|| draft.version.to_string());
    let comment_field = format!("comment-{id}");
    let comment = form.values.get(&comment_field).to_owned();
    let select = decides.then(|| {
        let tick = waits(line).then(|| {
            view! {
                <label class="tick-cell">
                    <input type="checkbox" name="draft" value=id checked=checked/>
                    <span class="vh">{format!("Select {name}")}</span>
                </label>
                <input type="hidden" name=version_field value=version/>
            }
        });
        view! { <td>{tick}</td> }
    });
    let comment = decides.then(|| {
        let label = format!("Comment on {name}");
        let field = waits(line).then(|| {
            view! { <input type="text" name=comment_field value=comment aria-label=label autocomplete="off" dir="auto"/> }
        });
        view! { <td>{field}</td> }
    });
    let problem = refusal.and_then(|refusal| refusal.of(code, dimension));
    let problem = problem.map(|p| view! { <p class="field-error">{p.to_owned()}</p> });
    let unseen = line.unseen.as_ref().map(|by| {
        let text = format!(
            "Since this draft was written, the published rating has changed, by {}. Check it before you go on.",
            by.trim_end_matches('.')
        );
        view! { <p class="sheet-odd">{text}</p> }
    });
    let odd = line
        .oddities
        .iter()
        .map(|odd| view! { <p class="sheet-odd">{oddity_in_words(odd)}</p> })
        .collect_view();
    let over = draft.content.override_reason.as_ref().map(|why| {
        view! { <p class="sheet-odd">{format!("Another scale: {why}")}</p> }
    });
    let corrects = draft
        .content
        .replaces
        .map(|_| view! { <p class="sheet-odd">"Corrects a published rating, which no longer counts."</p> });
    let state = (draft.state != DraftState::InReview)
        .then(|| view! { <p class="muted">{draft.state.label()}</p> });
    let href = route::staff::Draft::new(draft.id).to_string();
    let note = reason_and_note(&draft.content.reason).1.to_owned();
    let now = line.row.commitment.ratings.of(dimension);
    view! {
        <tr>
            {select}
            <th scope="row"><a href=href>{name}</a> " " <span class="sheet-title">{source_text(lang(), &line.row.commitment.title)}</span></th>
            <td>{published(now)}</td>
            <td><strong>{rating.finding.label()}</strong> {state} {problem} {unseen} {odd} {over} {corrects}</td>
            <td>{rating.source_page.clone()}</td>
            <td>{note}</td>
            {comment}
        </tr>
    }
    .into_any()
}

/// What happened to the sheet, as far as the draft that names it tells.
fn history(shown: &SheetReview, people: &[(i64, String)], place: &Place) -> impl IntoView + use<> {
    let steps = shown.steps.iter().map(|step| {
        let comment =
            (!step.comment.is_empty()).then(|| view! { ": " {said(&step.comment, people)} });
        let text = format!(
            "{}: {} ({})",
            moment(step.made_at),
            step.state.label(),
            step.name
        );
        view! { <li>{text}{comment}</li> }
    });
    let title = format!("History of draft {}", shown.first.id);
    view! {
        <section class="section" aria-labelledby="steps">
            <h2 id="steps">{title}</h2>
            <ol>{steps.collect_view()}</ol>
            {place.history()}
        </section>
    }
}
