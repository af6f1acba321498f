//! `/staff/sources/{name}`: one source, what waits of it, and what is decided about that.

use leptos::prelude::*;

use super::difference::difference;
use super::import::{form_of, messages};
use super::questions::questions;
use super::sources::moment;
use super::{desk, page_links, table};
use crate::components::{lang, link_to, quoting, source_text};
use crate::pages::{Page, StaffVisit};
use crate::service::import::{Item, Outcome, PREVIEW_PAGE};
use crate::service::sources::{Pending, SourceView};
use crate::words::sources as say;
use domain::Action;
use domain::forms::Fields;
use domain::forms::source::Every;
use domain::route;
use domain::text::grouped;
use domain::{Params, QueryError};
use interchange::message::excerpt;
use store::WatchedSource;

/// Seconds after which a page that waits for a reading is loaded again.
const LOOK_AGAIN: u32 = 2;
/// Rows that cannot be used, shown one by one.
const SHOWN_UNUSABLE: usize = 100;
/// Commitments that differed already, shown one by one.
const SHOWN_ALREADY: usize = 100;
/// Of how many listed commitments one that is gone makes the source look cut off.
const MANY_GONE: usize = 10;

/// A source and what waits of it.
pub async fn source_page(visit: StaffVisit, at: route::staff::Source) -> Page {
    let view = visit.app.source_view(&visit.staff, &at.name).await?;
    let done = visit.params().one("done")?.unwrap_or_default();
    let waits_for_it = view.is_due && matches!(done, "source-added" | "source-requested");
    let was_read = done == "source-requested" && !waits_for_it && view.source.failures == 0;
    if waits_for_it {
        visit.look_again(LOOK_AGAIN);
    }
    let asked = Asked::of(visit.params())?;
    // A page that is loaded again by itself would lose what somebody ticks and types on it.
    let pending = view.pending.as_ref().filter(|_| !waits_for_it);
    let decides = visit.staff.may(Action::PublishImported);
    let body = view! {
        {waits_for_it.then(|| view! {
            <p class="notice" role="status">"Reading the source \u{2026} This page updates itself."</p>
        })}
        {was_read.then(|| view! { <p class="notice" role="status">"The source was read."</p> })}
        {trouble(&view.source, decides)}
        {facts(&view)}
        {pending.map(|pending| questions(
            &pending.plan,
            action(&view.source),
            Vec::new(),
            &visit.form().problems,
            decides,
        ))}
        {pending.map(|pending| waiting(&visit, &view.source, pending, &asked))}
        {pending.map(already)}
        {pending.map(unusable)}
        {decides.then(|| settings(&visit, &view.source))}
    };
    let title = format!("Source: {}", view.source.name);
    Ok(desk(&visit, route::staff::Sources::PATH, &title, body))
}

/// A kind of change: its key in the address, its name, and whether an item is of it.
type Kind = (&'static str, &'static str, fn(&Item) -> bool);

const KINDS: [Kind; 5] = [
    ("", "commitments", |_| true),
    ("ratings", "commitments with ratings", |item| {
        item.kinds.ratings + item.kinds.rerated > 0
    }),
    ("new", "new commitments", |item| {
        item.outcome == Outcome::New
    }),
    (
        "withdrawn",
        "commitments withdrawn or no longer listed",
        |item| item.kinds.withdrawn,
    ),
    ("other", "commitments with other changes", |item| {
        item.kinds.other
    }),
];

/// What is asked of the list, as the address says it.
struct Asked {
    kind: &'static str,
    page: usize,
    ticked: bool,
}

impl Asked {
    fn of(params: &Params) -> Result<Self, QueryError> {
        let kind = params.one("show")?.unwrap_or_default();
        let known = KINDS.iter().find(|(key, ..)| *key == kind);
        Ok(Self {
            kind: known.unwrap_or(&KINDS[0]).0,
            page: params.page()?,
            ticked: params.one("select")? == Some("all"),
        })
    }

    fn link(kind: &str, page: usize, ticked: bool) -> String {
        let mut fields = Fields::default();
        if !kind.is_empty() {
            fields.push("show", kind);
        }
        if page > 0 {
            fields.push("page", (page + 1).to_string());
        }
        if ticked {
            fields.push("select", "all");
        }
        format!("?{}", fields.encode())
    }
}

fn action(source: &WatchedSource) -> String {
    route::staff::Source::new(&source.name).to_string()
}

/// What is wrong with it, and the button that accepts changed columns.
fn trouble(source: &WatchedSource, decides: bool) -> impl IntoView + use<> {
    let said = say::trouble(source).into_iter();
    let said = said
        .map(|text| view! { <p class="notice caution">{text}</p> })
        .collect_view();
    let accept = (decides && !source.columns_note.is_empty()).then(|| {
        view! {
            <form action=action(source) method="post" class="inline-field">
                <button class="button quiet" name="do" value="columns">"Accept the new columns"</button>
            </form>
        }
    });
    view! { {said} {accept} }
}

fn facts(view: &SourceView) -> impl IntoView + use<> {
    let source = &view.source;
    let publishes = if source.auto {
        "Without approval"
    } else {
        "After approval"
    };
    let facts = [
        ("Address", source.url.clone()),
        ("Read", Every::of_seconds(source.every_seconds).in_words()),
        ("Published", publishes.to_owned()),
        ("Last checked", moment(source.checked_at)),
        ("Content last changed", moment(source.read_at)),
        ("Next reading", moment(Some(source.next_at))),
        ("Added by", source.added_by.clone()),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd class="break">{text}</dd></div> })
        .collect_view();
    view! { <dl class="facts">{facts}</dl> }
}

/// What waits, and the form that decides about it.
fn waiting(
    visit: &StaffVisit,
    source: &WatchedSource,
    pending: &Pending,
    asked: &Asked,
) -> impl IntoView + use<> {
    let items: Vec<&Item> = pending.plan.pending().collect();
    let sentence = format!("{}.", say::pending(&pending.counts));
    let sentence = format!("Waiting for a decision: {sentence}");
    let gone = items.iter().filter(|item| item.is_gone()).count();
    let looks_cut = gone * MANY_GONE > pending.plan.items.len();
    let form = (!items.is_empty()).then(|| form(visit, source, pending, &items, asked));
    view! {
        <section class="section" aria-labelledby="waiting">
            <h2 id="waiting">"What is new"</h2>
            <p>{sentence}</p>
            {looks_cut.then(|| view! {
                <p class="notice caution">
                    "Many commitments are no longer listed. Check that the source is complete before you withdraw them."
                </p>
            })}
            {form}
        </section>
    }
}

fn form(
    visit: &StaffVisit,
    source: &WatchedSource,
    pending: &Pending,
    items: &[&Item],
    asked: &Asked,
) -> AnyView {
    let form = form_of(visit);
    let decides = visit.staff.may(Action::PublishImported);
    let kinds = KINDS
        .iter()
        .map(|(key, label, is_of)| {
            let count = items.iter().filter(|item| is_of(item)).count();
            let current = (*key == asked.kind).then_some("true");
            let text = format!("{} {label}", grouped(count));
            view! { <li><a href=Asked::link(key, 0, false) aria-current=current>{text}</a></li> }
        })
        .collect_view();
    let chosen = KINDS.iter().find(|(key, ..)| *key == asked.kind);
    let is_shown = chosen.unwrap_or(&KINDS[0]).2;
    let of_kind: Vec<&&Item> = items.iter().filter(|item| is_shown(item)).collect();
    let pages = of_kind.len().div_ceil(PREVIEW_PAGE).max(1);
    let at = asked.page.min(pages - 1);
    let shown = of_kind.iter().skip(at * PREVIEW_PAGE).take(PREVIEW_PAGE);
    let rows = shown
        .map(|item| {
            let ticked = asked.ticked || form.values.has("row", &item.fingerprint());
            row(item, decides, ticked)
        })
        .collect_view();
    let head: &[&'static str] = if decides {
        &["Select", "Commitment", "Result", "Changes and messages"]
    } else {
        &["Commitment", "Result", "Changes and messages"]
    };
    let list = table("pending", "Changes in the source", head, rows);
    let turning = page_links(at, pages, |to| Asked::link(asked.kind, to, false));
    let kinds =
        view! { <nav aria-label="Kinds of change"><ul class="file-totals">{kinds}</ul></nav> };
    if !decides {
        return view! {
            <p class="hint">"A reviewer decides about these changes."</p>
            {kinds}
            {list}
            {turning}
        }
        .into_any();
    }
    let all = format!("Approve all {} and publish", grouped(items.len()));
    let none = format!("Ignore all {} for good", grouped(items.len()));
    let select = Asked::link(asked.kind, at, true);
    view! {
        {kinds}
        <p><a href=select>"Select all on this page"</a></p>
        <form action=action(source) method="post" class="staff-form wide" autocomplete="off">
            <input type="hidden" name="seen" value=pending.fingerprint.clone()/>
            <div id="f-rows">{list}</div>
            {turning}
            {form.line(
                "reason",
                "Reason (optional)",
                "The public history names the source and when it was read. Add what else should be known.",
                "text",
            )}
            <div class="actions">
                <button class="button" name="do" value="approve">"Approve selected and publish"</button>
                <button class="button quiet" name="do" value="ignore">"Ignore selected for good"</button>
            </div>
            <div class="actions more-actions">
                <button class="button quiet" name="do" value="approve-all">{all}</button>
                <button class="button quiet" name="do" value="ignore-all">{none}</button>
            </div>
            <p class="hint">
                "What you ignore is not shown again until the source says something else."
            </p>
        </form>
    }
    .into_any()
}

/// A row by its code and its title, which is in the language of its source.
fn in_its_language(code: &str, item: &Item) -> AnyView {
    quoting(lang(), [&excerpt(&item.title)], |[title]| {
        format!("{code} {title}")
    })
}

fn row(item: &Item, decides: bool, ticked: bool) -> AnyView {
    let code = item.code.as_ref().map(ToString::to_string);
    let code = code.unwrap_or_default();
    let label = format!("Select {code} {}", excerpt(&item.title));
    let named = in_its_language(&code, item);
    let named = if item.outcome == Outcome::New {
        named
    } else {
        view! { <a href=link_to(route::Commitment::new(&code))>{named}</a> }.into_any()
    };
    let result = if item.is_gone() {
        "no longer listed"
    } else {
        item.outcome.label()
    };
    let differences = item.differences.iter().map(difference).collect_view();
    view! {
        <tr>
            {decides.then(|| view! {
                <td>
                    <input type="checkbox" name="row" value=item.fingerprint() checked=ticked aria-label=label/>
                </td>
            })}
            <th scope="row" class="wide">{named}</th>
            <td>{result}</td>
            <td class="wide">
                <ul class="plain">{differences}</ul>
                {(!item.messages.is_empty()).then(|| messages(&item.messages))}
            </td>
        </tr>
    }
    .into_any()
}

/// Where the record says something else than the source, and always did: no news, and nothing to decide.
fn already(pending: &Pending) -> Option<impl IntoView + use<>> {
    let count = pending.differing_already().count();
    let rows = pending
        .differing_already()
        .take(SHOWN_ALREADY)
        .map(|item| {
            let code = item.code.as_ref().map(ToString::to_string);
            let code = code.unwrap_or_default();
            let name = in_its_language(&code, item);
            let differences = item.already.iter().map(difference).collect_view();
            view! {
                <tr>
                    <th scope="row" class="wide"><a href=link_to(route::Commitment::new(&code))>{name}</a></th>
                    <td class="wide"><ul class="plain">{differences}</ul></td>
                </tr>
            }
        })
        .collect_view();
    let caption = match count {
        0 => return None,
        1 => "1 commitment differed from the record already".to_owned(),
        many => format!(
            "{} commitments differed from the record already",
            grouped(many)
        ),
    };
    let rest = count.saturating_sub(SHOWN_ALREADY);
    let head = ["Commitment", "Record \u{2192} source"];
    Some(view! {
        <details>
            <summary>{caption}</summary>
            <p class="prose">
                "This is not new. The source says what it said when this program was made, and the record has these values from another source, such as the commitment\u{2019}s page. Nothing here is published with \u{201c}Approve all\u{201d}. Where the source is right, edit the commitment."
            </p>
            {table("already", "Differences that are not new", &head, rows)}
            {(rest > 0).then(|| view! { <p class="hint">{format!("And {} more.", grouped(rest))}</p> })}
        </details>
    })
}

/// Rows that cannot be used, with what is wrong; and what is to be said about the columns.
fn unusable(pending: &Pending) -> impl IntoView + use<> {
    let count = pending.unusable().count();
    let about_columns = messages(&pending.plan.about_columns);
    let has_columns = !pending.plan.about_columns.is_empty();
    let rows = pending
        .unusable()
        .take(SHOWN_UNUSABLE)
        .map(|item| {
            view! {
                <tr>
                    <th scope="row">{item.row}</th>
                    <td class="wide">{source_text(lang(), &excerpt(&item.title))}</td>
                    <td class="wide">{messages(&item.messages)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {has_columns.then(|| view! {
            <details><summary>"Messages about columns"</summary>{about_columns}</details>
        })}
        {(count > 0).then(|| {
            let caption = format!("{} rows cannot be used", grouped(count));
            view! {
                <details>
                    <summary>{caption}</summary>
                    {table("unusable", "Rows that cannot be used", &["Row", "Commitment", "Messages"], rows)}
                </details>
            }
        })}
    }
}

/// Reading it now; for admins also what it may do, and its end.
fn settings(visit: &StaffVisit, source: &WatchedSource) -> impl IntoView + use<> {
    let keeps = visit.staff.may(Action::ManageSources);
    let auto = source.auto;
    let (action, again) = (action(source), action(source));
    view! {
        <section class="section" aria-labelledby="settings">
            <h2 id="settings">"Settings"</h2>
            <form action=action method="post" class="staff-form">
                <div class="actions">
                    <button class="button quiet" name="do" value="run">"Read now"</button>
                    {keeps.then(|| if auto {
                        view! { <button class="button quiet" name="do" value="manual">"Require approval"</button> }.into_any()
                    } else {
                        view! { <button class="button quiet" name="do" value="auto">"Publish without approval"</button> }.into_any()
                    })}
                </div>
            </form>
            {keeps.then(|| view! {
                <details class="more-actions">
                    <summary>"Remove this source"</summary>
                    <p class="prose">
                        "It is no longer read, and what was decided about its values is forgotten. What was published from it stays."
                    </p>
                    <form action=again method="post" class="inline-field">
                        <button class="button quiet" name="do" value="remove">"Remove source"</button>
                    </form>
                </details>
            })}
        </section>
    }
}
