//! `/brief`: a few commitments on a page or two, for a meeting.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{coverage_line, kept_fields, lang, layout, link_to, page_title};
use crate::service::BriefView;
use crate::words;
use domain::route;
use domain::{CommitmentCode, Lang};
use i18n::brief as say;
use i18n::format::all_of;
use interchange::document::{Block, Document, Run};
use islands::{SHORTLIST, Shortlist};

/// The brief of the commitments that the address names, or the way to choose some.
pub async fn brief_page(visit: Visit) -> Page {
    let brief = visit.app.brief(&visit.query()?);
    let origin = visit.origin().unwrap_or_default();
    let document = words::brief(visit.lang(), &brief, &origin);
    Ok(show(brief, document).into_any())
}

fn show(brief: BriefView, document: Document) -> impl IntoView {
    let t = lang();
    let is_empty = brief.entries.is_empty();
    let title = if is_empty {
        say::brief(t).to_owned()
    } else {
        say::heading(t, brief.entries.len())
    };
    let canonical = brief.query.seen_from(None).link(route::Brief);
    page_title(&title, say::lead(t), &canonical);
    let catalogue = brief.catalogue.clone();
    let body = if is_empty {
        view! {
            <div class="page-head"><h1>{title}</h1><p class="lead">{say::lead(t)}</p></div>
            {missing(t, &brief)}
            <p>{say::choose(t)} " " <a href=link_to(route::Commitments)>{say::to_list(t)}</a></p>
            {change(t, &brief)}
        }
        .into_any()
    } else {
        view! {
            {missing(t, &brief)}
            {files(t, &brief)}
            <article class="brief">{document.blocks.iter().map(block).collect::<Vec<_>>()}</article>
            {coverage_line(&brief.catalogue)}
            {change(t, &brief)}
        }
        .into_any()
    };
    view! {
        {layout(route::Brief::PATH, Some(&catalogue), true, view! {
            {body}
            <Shortlist/>
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

/// What was asked for and is not in the brief.
fn missing(t: Lang, brief: &BriefView) -> impl IntoView + use<> {
    let named = |codes: &[CommitmentCode]| {
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        all_of(t, &codes)
    };
    let notice = |told: String| view! { <p class="notice caution" role="status">{told}</p> };
    let unknown = (!brief.unknown.is_empty())
        .then(|| notice(say::unknown(t, brief.unknown.len(), &named(&brief.unknown))));
    let beyond = (!brief.beyond.is_empty())
        .then(|| notice(say::beyond(t, brief.beyond.len(), &named(&brief.beyond))));
    view! { {unknown} {beyond} }
}

fn files(t: Lang, brief: &BriefView) -> impl IntoView + use<> {
    let query = &brief.query;
    view! {
        <div class="downloads no-print">
            <p>{say::download(t)}</p>
            <ul>
                <li><a href=link_to(query.link(route::BriefDocx)) download>"DOCX"</a></li>
                <li><a href=link_to(query.link(route::BriefCsv)) download>"CSV"</a></li>
                <li><a href=link_to(query.link(route::Commitments))>{say::as_list(t)}</a></li>
            </ul>
            <p class="hint">{say::print_hint(t)}</p>
        </div>
    }
}

/// Takes commitments out of the brief, and adds others.
fn change(t: Lang, brief: &BriefView) -> impl IntoView + use<> {
    let codes = brief.query.codes();
    let kept = codes.iter().map(|code| {
        view! { <input type="hidden" name="code" value=code.to_string()/> }
    });
    let remove = codes.iter().map(|code| {
        let without = brief.query.without_code(code).link(route::Brief);
        view! { <li><a class="chip" href=link_to(without)>{say::remove(t, code.as_str())}</a></li> }
    });
    let remove =
        (!codes.is_empty()).then(|| view! { <ul class="chips">{remove.collect_view()}</ul> });
    let name = if codes.is_empty() {
        say::make(t)
    } else {
        say::add(t)
    };
    view! {
        <section class="section no-print" aria-labelledby="change">
            <h2 id="change">{say::change(t)}</h2>
            {remove}
            <form action=route::Brief::PATH class="inline-field">
                {kept_fields()}
                {kept.collect_view()}
                <label for="codes">{say::codes(t)}</label>
                <input id="codes" name="code" autocomplete="off"/>
                <button class="button">{name}</button>
            </form>
            // The island fills in what is on the shortlist, where it has one.
            <form id=SHORTLIST class="shortlist" action=route::Brief::PATH autocomplete="off" aria-label=say::shortlist(t) hidden>
                {kept_fields()}
                <p class="shortlist-count" role="status" hidden>{say::shortlist_count(t)} <b class="n"></b></p>
                <button class="button quiet">{say::make(t)}</button>
                <button class="link shortlist-clear" type="button" hidden>{say::empty_list(t)}</button>
            </form>
        </section>
    }
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Heading(1, runs) => view! { <h1>{texts(runs)}</h1> }.into_any(),
        Block::Heading(2, runs) => view! { <h2>{texts(runs)}</h2> }.into_any(),
        Block::Heading(_, runs) => view! { <h3>{texts(runs)}</h3> }.into_any(),
        Block::Paragraph(runs) => view! { <p>{texts(runs)}</p> }.into_any(),
        Block::Point(runs) => view! { <p class="point">{texts(runs)}</p> }.into_any(),
        Block::Table {
            caption,
            head,
            rows,
        } => {
            let heads = head
                .iter()
                .map(|name| view! { <th scope="col">{name.clone()}</th> });
            let rows = rows.iter().map(|row| {
                let mut cells = row.iter();
                let first = cells
                    .next()
                    .map(|cell| view! { <th scope="row">{texts(cell)}</th> });
                let cells = cells.map(|cell| view! { <td>{texts(cell)}</td> });
                view! { <tr>{first}{cells.collect_view()}</tr> }
            });
            view! {
                <div class="table-scroll" role="region" tabindex="0" aria-labelledby="side-by-side">
                    <table class="data">
                        <caption id="side-by-side">{caption.clone()}</caption>
                        <thead><tr>{heads.collect_view()}</tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    }
}

fn texts(runs: &[Run]) -> Vec<AnyView> {
    runs.iter().map(text).collect()
}

fn text(run: &Run) -> AnyView {
    let dir = run.rtl.then_some("auto");
    let marked = run.lang.is_some() || dir.is_some();
    let text = run.text.clone();
    let text = match &run.link {
        Some(link) => view! { <a href=link_to(link) lang=run.lang dir=dir>{text}</a> }.into_any(),
        None if marked => view! { <span lang=run.lang dir=dir>{text}</span> }.into_any(),
        None => text.into_any(),
    };
    if run.bold {
        view! { <strong>{text}</strong> }.into_any()
    } else {
        text
    }
}
