//! `/staff/sources`: the sources that are watched.

use leptos::prelude::*;

use super::form::Form;
use super::moment;
use super::{desk, table};
use crate::pages::{Page, StaffVisit};
use crate::words::sources as say;
use chrono::{DateTime, Utc};
use domain::Action;
use domain::forms::Fields;
use domain::forms::source::Every;
use domain::route;
use store::WatchedSource;

/// A moment, or that there was none.
pub(super) fn moment(at: Option<DateTime<Utc>>) -> String {
    at.map_or("never".to_owned(), moment::moment)
}

/// The sources, and the form that adds one.
pub async fn sources_page(visit: StaffVisit) -> Page {
    let sources = visit.app.sources_for(&visit.staff).await?;
    let list = if sources.is_empty() {
        view! { <p class="muted">"No sources are watched yet."</p> }.into_any()
    } else {
        let columns = ["Source", "Waiting", "Last read", "Next", "State"];
        let rows = sources.iter().map(row).collect_view();
        table("sources", "Watched sources", &columns, rows)
    };
    let add = visit.staff.may(Action::ManageSources).then(|| add(&visit));
    let body = view! {
        <p class="prose">
            "A watched source is a file on the web, such as OGP\u{2019}s master sheet as CSV, that we read at regular times. What is new in it waits here for a reviewer: nothing is published before someone approves it, unless an admin lets the source publish without approval."
        </p>
        {list}
        {add}
    };
    Ok(desk(
        &visit,
        route::staff::Sources::PATH,
        "Watched sources",
        body,
    ))
}

fn row(source: &WatchedSource) -> impl IntoView + use<> {
    let trouble = say::trouble(source);
    let state = if !trouble.is_empty() {
        trouble.join(" ")
    } else if source.checked_at.is_none() {
        "Not read yet".to_owned()
    } else if source.auto {
        "Publishes without approval".to_owned()
    } else {
        "Waits for approval".to_owned()
    };
    view! {
        <tr>
            <th scope="row">
                <a href=route::staff::Source::new(&source.name).to_string()>{source.name.clone()}</a>
            </th>
            <td>{say::waiting(source)}</td>
            <td>{moment(source.checked_at)}</td>
            <td>{moment(Some(source.next_at))}</td>
            <td class="wide">{state}</td>
        </tr>
    }
}

fn add(visit: &StaffVisit) -> impl IntoView + use<> {
    let form = Form::of(visit.form(), "", || {
        let mut fields = Fields::default();
        fields.set("every", [Every::OFFERED[0].to_string()]);
        fields
    });
    let every = Every::OFFERED.map(|every| (every.to_string(), every.in_words()));
    let auto = ("yes".to_owned(), "Publish without approval".to_owned(), 0);
    view! {
        <section class="section" aria-labelledby="add">
            <h2 id="add">"Add a source"</h2>
            <form action=route::staff::Sources::PATH method="post" class="staff-form">
                {form.line("name", "Name", "Shown in the public history, such as OGP master sheet.", "text")}
                {form.line("url", "Address of the file", "Begins with https://. CSV or XLSX with the columns of our downloads or of OGP\u{2019}s files.", "url")}
                {form.choice("every", "Read", "", every.to_vec())}
                {form.ticks("auto", "Publishing", vec![auto])}
                <div class="actions"><button class="button">"Add source"</button></div>
            </form>
        </section>
    }
}
