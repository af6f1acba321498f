//! `/staff/import`: files of commitments, what each would do, and those that were applied.

use leptos::prelude::*;

use super::difference::difference;
use super::form::Form;
use super::import_options::{fields_of, how_to_read, read_again};
use super::moment::moment;
use super::questions::{ask_again, filled, questions};
use super::{desk, page_links, table};
use crate::components::{lang, link_to, quoting};
use crate::pages::{Page, StaffVisit};
use crate::service::import::{ImportState, ImportView, Item, Outcome, PREVIEW_PAGE, Plan};
use domain::forms::Fields;
use domain::route;
use domain::text::grouped;
use domain::{Params, QueryError};
use interchange::message::{ImportMessage, Severity, excerpt};
use store::ImportBatch;

/// Seconds after which a page that shows progress is loaded again.
const LOOK_AGAIN: u32 = 2;

pub(super) fn form_of(visit: &StaffVisit) -> Form {
    Form {
        values: visit.form().fields.clone().unwrap_or_default(),
        problems: visit.form().problems.clone(),
    }
}

/// Uploading, uploads that wait, files that were applied.
pub async fn imports_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let (uploads, batches) = visit.app.imports(staff).await?;
    let form = form_of(&visit);
    let problem = form.problems.of("file").map(str::to_owned);
    let reading = how_to_read(&form.values, &form.problems, &[]);
    let waiting = (!uploads.is_empty()).then(|| {
        let rows = uploads.into_iter().map(|upload| {
            view! {
                <tr>
                    <th scope="row"><a href=route::staff::Import::new(&upload.id).to_string()>{upload.file_name}</a></th>
                    <td>{moment(upload.uploaded_at)}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        table("uploads", "Your uploads not yet imported", &["File", "Uploaded"], rows)
    });
    let applied = if batches.is_empty() {
        view! { <p class="muted">"No files imported yet."</p> }.into_any()
    } else {
        let rows = batches.into_iter().map(batch_row).collect_view();
        let columns = [
            "File",
            "Imported",
            "By",
            "New",
            "Changed",
            "Unchanged",
            "Drafts",
            "State",
        ];
        table("batches", "Imported files", &columns, rows)
    };
    let invalid = problem.as_ref().map(|_| "true");
    let body = view! {
        <p class="prose">
            "Upload a CSV or XLSX file of up to 20 MB. Use the columns of our downloads ("
            <a href=link_to(route::Data.at("columns"))>"what they mean"</a>
            "), OGP\u{2019}s master sheet, or the database of the former OGP Explorer. The content of the file shows which one you have sent. You see a preview of all changes before anything is imported."
        </p>
        <form action=route::staff::Imports::PATH method="post" enctype="multipart/form-data" class="staff-form">
            <div class="field">
                <label for="f-file">"File"</label>
                {problem.map(|problem| view! { <p class="problem" id="p-file">{problem}</p> })}
                <input type="file" name="file" id="f-file" accept=".csv,.xlsx,.json,.tsv,.txt" required aria-invalid=invalid aria-describedby=invalid.map(|_| "p-file")/>
            </div>
            {reading}
            <div class="actions"><button class="button">"Preview changes"</button></div>
        </form>
        <form action=route::staff::ImportAddress::PATH method="post" class="staff-form">
            {form_of(&visit).line(
                "address",
                "Or the address of a file",
                "Begins with https://. We read the file once; to have it read at regular times, add a watched source.",
                "url",
            )}
            <div class="actions"><button class="button">"Read and preview changes"</button></div>
        </form>
        <p class="hint">
            "Do you work in Excel? Take our downloads as XLSX, or as "
            <a href=link_to(route::CommitmentsCsv.with("excel", "1"))>"CSV for Excel"</a>
            ": Excel shows the letters of plain CSV wrongly, and turns months into dates when it saves. Saved as \u{201c}CSV UTF-8\u{201d} or XLSX, a file can be imported again."
        </p>
        {waiting}
        <section class="section" aria-labelledby="applied">
            <h2 id="applied">"Imported"</h2>
            {applied}
        </section>
    };
    Ok(desk(
        &visit,
        route::staff::Imports::PATH,
        "Import files",
        body,
    ))
}

fn batch_row(batch: ImportBatch) -> impl IntoView {
    let state = match batch.undone_by {
        Some(by) => format!("undone by change {by}"),
        None => format!("change {}", batch.revision_id),
    };
    view! {
        <tr>
            <th scope="row"><a href=route::staff::ImportBatch::new(batch.revision_id).to_string()>{batch.file_name}</a></th>
            <td>{moment(batch.made_at)}</td>
            <td>{batch.made_by}</td>
            <td>{batch.added}</td>
            <td>{batch.changed}</td>
            <td>{batch.unchanged}</td>
            <td>{batch.drafts}</td>
            <td>{state}</td>
        </tr>
    }
}

/// One upload: how far it has come, what it would do, and the form that applies it.
pub async fn import_page(visit: StaffVisit, at: route::staff::Import) -> Page {
    let staff = &visit.staff;
    let asked = Asked::of(visit.params())?;
    let view = visit.app.import_view(staff, &at.id).await?;
    let body = match &view.state {
        ImportState::Planning(done, total) => {
            visit.look_again(LOOK_AGAIN);
            progress("Comparing the file with published data", *done, *total)
        }
        ImportState::Applying(done, total) => {
            visit.look_again(LOOK_AGAIN);
            progress("Importing the file", *done, *total)
        }
        ImportState::Applied(number) => applied(*number),
        ImportState::Failed(text) => failed(&visit, &view, text),
        ImportState::Planned(plan, said) => preview(&visit, &view, plan, *said, &asked),
    };
    let title = format!("File: {}", view.upload.file_name);
    Ok(desk(&visit, route::staff::Imports::PATH, &title, body))
}

fn progress(doing: &'static str, done: usize, total: usize) -> AnyView {
    let told = if total == 0 {
        format!("{doing} \u{2026}")
    } else {
        format!("{doing}: row {} of {}", grouped(done), grouped(total))
    };
    let (value, most) = (done.to_string(), total.max(1).to_string());
    view! {
        <div role="status">
            <p>{told}</p>
            <progress value=value max=most aria-label=doing></progress>
        </div>
        <p class="hint">"This page updates itself. You can leave and come back: the work continues."</p>
        <p><a class="button quiet" href="">"Refresh now"</a></p>
    }
    .into_any()
}

fn applied(number: i64) -> AnyView {
    view! {
        <p class="notice" role="status">"File imported. The changes are now public."</p>
        <p>
            <a class="button" href=route::staff::ImportBatch::new(number).to_string()>"View or undo this import"</a>
        </p>
    }
    .into_any()
}

fn failed(visit: &StaffVisit, view: &ImportView, text: &str) -> AnyView {
    let text = format!("Nothing was imported: {text}.");
    view! {
        <p class="notice error" role="alert">{text}</p>
        {read_again(visit, view, None)}
        {discard(view)}
    }
    .into_any()
}

fn discard(view: &ImportView) -> AnyView {
    let action = route::staff::Import::new(&view.upload.id).to_string();
    view! {
        <form action=action method="post" class="inline-field">
            <button class="button quiet" name="do" value="discard">"Discard upload"</button>
        </form>
    }
    .into_any()
}

/// What is asked of a preview, as the address says it.
struct Asked {
    outcome: Option<Outcome>,
    warned: bool,
    page: usize,
}

impl Asked {
    fn of(params: &Params) -> Result<Self, QueryError> {
        let shown = params.one("show")?.unwrap_or_default();
        Ok(Self {
            outcome: Outcome::ALL.into_iter().find(|o| o.label() == shown),
            warned: shown == "warnings",
            page: params.page()?,
        })
    }

    fn link(shown: &str, page: usize) -> String {
        let mut fields = Fields::default();
        if !shown.is_empty() {
            fields.push("show", shown);
        }
        if page > 0 {
            fields.push("page", (page + 1).to_string());
        }
        format!("?{}", fields.encode())
    }
}

fn preview(
    visit: &StaffVisit,
    view: &ImportView,
    plan: &Plan,
    said: Option<&'static str>,
    asked: &Asked,
) -> AnyView {
    let counts = plan.counts;
    let shown = match (asked.outcome, asked.warned) {
        (Some(outcome), _) => outcome.label(),
        (None, true) => "warnings",
        (None, false) => "",
    };
    let all = [("", "all rows", plan.items.len())];
    let outcomes = Outcome::ALL.map(|o| (o.label(), o.label(), counts.of(o)));
    let warned = plan.rows(None, true).len();
    let totals = all
        .into_iter()
        .chain(outcomes)
        .chain([("warnings", "with warnings", warned)])
        .map(|(key, label, count)| {
            let current = (key == shown).then_some("true");
            let text = format!("{} {label}", grouped(count));
            view! { <li><a href=Asked::link(key, 0) aria-current=current>{text}</a></li> }
        })
        .collect_view();
    let rows = plan.rows(asked.outcome, asked.warned);
    let pages = rows.len().div_ceil(PREVIEW_PAGE).max(1);
    let at = asked.page.min(pages - 1);
    let list: Vec<AnyView> = rows
        .iter()
        .skip(at * PREVIEW_PAGE)
        .take(PREVIEW_PAGE)
        .map(|i| row(view, i))
        .collect();
    let list = if list.is_empty() {
        view! { <p class="muted">"No rows to show."</p> }.into_any()
    } else {
        let columns = ["Row", "Commitment", "Result", "Changes and messages"];
        table("rows", "Rows in the file", &columns, list.collect_view())
    };
    let turning = page_links(at, pages, |to| Asked::link(shown, to));
    let columns = messages(&plan.about_columns);
    let found = format!("Format {}: {}.", plan.format, plan.table.in_words());
    let about_file = messages(&plan.about_file);
    let report = route::staff::ImportReport::new(&view.upload.id).to_string();
    view! {
        {said.map(|said| view! { <p class="notice caution" role="status">{said}</p> })}
        <p class="muted">{found}</p>
        {about_file}
        <nav aria-label="Rows"><ul class="file-totals">{totals}</ul></nav>
        {(!plan.about_columns.is_empty()).then(|| view! {
            <details><summary>"Messages about columns"</summary>{columns}</details>
        })}
        {questions(
            plan,
            route::staff::Import::new(&view.upload.id).to_string(),
            filled(fields_of(&view.options)),
            &visit.form().problems,
            true,
        )}
        {apply(visit, view, plan)}
        {read_again(visit, view, Some(plan))}
        <p>
            <a href=report download>"Annotated rows (CSV): fix and upload again"</a>
        </p>
        {list}
        {turning}
        {discard(view)}
    }
    .into_any()
}

/// The form that applies the file, or why there is none.
fn apply(visit: &StaffVisit, view: &ImportView, plan: &Plan) -> AnyView {
    let counts = plan.counts;
    if counts.rejected > 0 {
        let text = format!(
            "{} rows cannot be used, so the file cannot be imported. Fix or remove these rows, then upload the file again.",
            grouped(counts.rejected)
        );
        return view! { <p class="notice error">{text}</p> }.into_any();
    }
    if counts.new + counts.changed == 0 {
        let text = if counts.questions > 0 {
            "Nothing to import until you answer the questions: the rest of the file would not change anything."
        } else {
            "Nothing to import: this file would not change anything."
        };
        return view! { <p class="notice">{text}</p> }.into_any();
    }
    if !visit.app.may_change_unreviewed(&visit.staff) {
        let text = "A reviewer imports this file: changes of facts are reviewed here. Send them the file, or make the changes in the forms.";
        return view! { <p class="notice caution">{text}</p> }.into_any();
    }
    let form = form_of(visit);
    let action = route::staff::Import::new(&view.upload.id).to_string();
    let publish = form.values.get("ratings") == "publish";
    let ratings = if view.may_publish {
        view! {
            <fieldset class="field">
                <legend>"Ratings in the file"</legend>
                <label><input type="radio" name="ratings" value="draft" checked=!publish/> " save as drafts for another person to review"</label>
                <label><input type="radio" name="ratings" value="publish" checked=publish/> " publish at once"</label>
            </fieldset>
        }
        .into_any()
    } else {
        view! { <p class="hint">"Ratings in the file become drafts for another person to review."</p> }.into_any()
    };
    let kept = filled(fields_of(&view.options))
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let problem = form.problems.of("allow_clear").map(str::to_owned);
    let clears = plan.needs_clear_confirmation().then(|| {
        let text = format!(
            " Clear {} values ({}). The file has empty cells where we have these values.",
            grouped(plan.cleared()),
            plan.cleared_in_words()
        );
        let checked = form.values.get("allow_clear") == plan.cleared().to_string();
        view! {
            <div class="field">
                {problem.map(|problem| view! { <p class="problem" id="p-allow_clear">{problem}</p> })}
                <label><input type="checkbox" name="allow_clear" id="f-allow_clear" value=plan.cleared().to_string() checked=checked/> {text}</label>
            </div>
        }
    });
    let left_out = match counts.questions {
        0 => String::new(),
        count => format!(", {} left out", grouped(count)),
    };
    let label = format!(
        "Import: {} new, {} changed{left_out}",
        grouped(counts.new),
        grouped(counts.changed)
    );
    view! {
        <form action=action method="post" class="staff-form">
            <input type="hidden" name="seen" value=plan.seen.to_string()/>
            {kept}
            {ratings}
            {clears}
            {form.reason()}
            <div class="actions"><button class="button" name="do" value="apply">{label}</button></div>
        </form>
    }
    .into_any()
}

fn row(view: &ImportView, item: &Item) -> AnyView {
    let code = item.code.as_ref().map(ToString::to_string);
    let name = quoting(lang(), [&excerpt(&item.title)], |[title]| {
        format!("{} {title}", code.as_deref().unwrap_or_default())
    });
    let named = match code.filter(|_| matches!(item.outcome, Outcome::Changed | Outcome::Unchanged))
    {
        Some(code) => {
            view! { <a href=link_to(route::Commitment::new(&code))>{name}</a> }.into_any()
        }
        None => name,
    };
    let differences = item.differences.iter().map(difference).collect_view();
    let again = item.answered.is_some().then(|| {
        let action = route::staff::Import::new(&view.upload.id).to_string();
        ask_again(action, filled(fields_of(&view.options)), item.row)
    });
    view! {
        <tr>
            <th scope="row">{item.row}</th>
            <td class="wide">{named}</td>
            <td>{item.outcome.label()}</td>
            <td class="wide">
                {(!item.differences.is_empty()).then(|| view! { <ul class="plain">{differences}</ul> })}
                {messages(&item.messages)}
                {again}
            </td>
        </tr>
    }
    .into_any()
}

pub(super) fn messages(all: &[ImportMessage]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let lines = all
        .iter()
        .map(|message| {
            let class = match message.severity {
                Severity::Error => "problem",
                Severity::Warning => "muted",
            };
            let (label, found) = (message.severity.label(), message.quoted());
            let text = format!("{label}: {}{found}", message.in_words());
            view! { <li class=class>{text}</li> }
        })
        .collect_view();
    view! { <ul class="plain">{lines}</ul> }.into_any()
}
