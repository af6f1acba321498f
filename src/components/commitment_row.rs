//! Commitments in lists.

use leptos::either::Either;
use leptos::prelude::*;

use super::lang;
use super::links::link_to;
use super::rating::{LevelKey, Ratings};
use super::shortlist::pick;
use crate::service::Listed;
use catalogue::plain;
use domain::Dimension;
use domain::route;
use domain::text::{Piece, cut_at_word, direction};
use i18n::rows::{plan_in_words, title_translated};
use i18n::{InLanguage, lang_of, names};

/// Text with the words that were searched for marked.
#[component]
pub fn Pieces(pieces: Vec<Piece>) -> impl IntoView {
    pieces
        .into_iter()
        .map(|piece| {
            if piece.hit {
                Either::Left(view! { <mark>{piece.text}</mark> })
            } else {
                Either::Right(piece.text)
            }
        })
        .collect_view()
}

/// A list of commitments. `level` is the heading level of their titles (2 or 3); `member` whether
/// each names its member; `summaries` whether each says in short what it is about; `dense` whether they are
/// rows of a long list, on a page with a shortlist.
#[component]
pub fn CommitmentRows(
    items: Vec<Listed>,
    #[prop(default = 3)] level: u8,
    #[prop(default = true)] member: bool,
    #[prop(default = false)] summaries: bool,
    #[prop(default = false)] dense: bool,
) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| view! { <CommitmentRow item level member summaries dense/> });
    let heads = dense.then(|| {
        let heads = Dimension::ALL.iter();
        let heads = heads.map(|dimension| view! { <span>{dimension.in_language(lang())}</span> });
        view! {
            <div class="rows-head">
                <LevelKey/>
                <div class="rows-columns" aria-hidden="true">{heads.collect_view()}</div>
            </div>
        }
    });
    let class = if dense { "rows dense" } else { "rows" };
    view! { {heads} <ul class=class>{rows.collect_view()}</ul> }
}

/// Characters of a title in a list; its page has it whole.
const LONG_TITLE: usize = 160;
/// Characters of a summary in a list.
const LONG_SUMMARY: usize = 200;

#[component]
fn CommitmentRow(
    item: Listed,
    level: u8,
    member: bool,
    summaries: bool,
    dense: bool,
) -> impl IntoView {
    let t = lang();
    let commitment = item.row.commitment;
    let title = match item.title {
        Some(pieces) => view! { <Pieces pieces/> }.into_any(),
        None => cut_at_word(commitment.title_for(t), LONG_TITLE).into_any(),
    };
    let title_lang = lang_of(t, commitment.title_for(t));
    let title_dir = direction(commitment.title_for(t));
    let link = view! { <a href=link_to(route::Commitment::new(&commitment.code)) lang=title_lang dir=title_dir>{title}</a> };
    let title = match level {
        2 => view! { <h2 class="row-title">{link}</h2> }.into_any(),
        _ => view! { <h3 class="row-title">{link}</h3> }.into_any(),
    };
    let plan = plan_in_words(t, &commitment.plan);
    let promised_by = &commitment.member;
    let member = member.then(|| names::member(t, &promised_by.slug(), &promised_by.name));
    let summary = commitment.summary_for(t).filter(|_| summaries).map(|(in_lang, summary)| {
        let lang = (in_lang != t).then(|| in_lang.slug());
        view! { <p class="row-note" lang=lang>{cut_at_word(&plain(&summary.text), LONG_SUMMARY)}</p> }
    });
    let review = item.review.map(|state| {
        view! { " \u{b7} " <span class="review">{state.in_language(t)}</span> }
    });
    let is_translated = commitment.is_title_translated_for(t);
    let translated = is_translated.then(|| format!(" \u{b7} {}", title_translated(t)));
    let extract = item.extract.map(|pieces| {
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        view! { <p class="row-note" lang=lang_of(t, &text) dir=direction(&text)><Pieces pieces/></p> }
    });
    let note = item.note.map(|note| {
        let (lang, dir) = (lang_of(t, &note), direction(&note));
        view! { <p class="row-note" lang=lang dir=dir>{note}</p> }
    });
    view! {
        <li class="row">
            <div class="row-main">
                {title}
                <p class="row-meta">
                    {member.map(|name| view! { <b>{name}</b>" \u{b7} " })}
                    {plan} " " <span class="code">{commitment.code.to_string()}</span>
                    {translated}
                    {review}
                </p>
                {summary}
                {extract}
                {note}
            </div>
            <Ratings commitment=&commitment/>
            {dense.then(|| pick(&commitment.code))}
        </li>
    }
}
