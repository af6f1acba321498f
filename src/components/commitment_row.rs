//! Commitments in lists.
//!
//! What a page has many of (rows, cells, choices of filters) is written by `maud` and not with `view!`: a view
//! is a tree of boxes, which takes longer to build and to write than all else that a list does.

use chrono::NaiveDate;
use leptos::prelude::*;
use maud::{Markup, html};

use super::lang;
use super::links::link_to;
use super::rating::{LevelKey, ratings};
use super::shortlist::pick;
use crate::service::Listed;
use crate::words::levels::review_in_words;
use catalogue::plain;
use domain::route;
use domain::text::{Piece, cut_at_word, direction};
use domain::{Dimension, Lang};
use i18n::rows::{plan_in_words, title_translated};
use i18n::{InLanguage, lang_of, names};

/// Markup as an element takes it inside (`inner_html`). Only `maud` makes it, which escapes every text.
pub fn inside(markup: Markup) -> String {
    markup.into_string()
}

/// Text with the words that were searched for marked.
pub fn marked(pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @if piece.hit { mark { (piece.text) } } @else { (piece.text) }
        }
    }
}

/// A list of commitments, with their reviews as of `today`. `level` is the heading level of their titles (2 or 3); `member` whether
/// each names its member; `summaries` whether each says in short what it is about; `dense` whether they are
/// rows of a long list, on a page with a shortlist.
#[component]
pub fn CommitmentRows(
    items: Vec<Listed>,
    today: NaiveDate,
    #[prop(default = 3)] level: u8,
    #[prop(default = true)] member: bool,
    #[prop(default = false)] summaries: bool,
    #[prop(default = false)] dense: bool,
) -> impl IntoView {
    let with = Parts {
        today,
        level,
        member,
        summaries,
        dense,
    };
    let rows = html! { @for item in &items { (row(item, with)) } };
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
    view! { {heads} <ul class=class inner_html=inside(rows)></ul> }
}

/// Characters of a title in a list; its page has it whole.
const LONG_TITLE: usize = 160;
/// Characters of a summary in a list.
const LONG_SUMMARY: usize = 200;

/// What rows of a list have.
#[derive(Clone, Copy)]
struct Parts {
    today: NaiveDate,
    level: u8,
    member: bool,
    summaries: bool,
    dense: bool,
}

fn row(item: &Listed, with: Parts) -> Markup {
    let t = lang();
    let commitment = &item.row.commitment;
    let whole = commitment.title_for(t);
    let href = link_to(route::Commitment::new(&commitment.code));
    let link = html! {
        a href=(href) lang=[lang_of(t, whole)] dir=[direction(whole)] {
            @match &item.title {
                Some(pieces) => (marked(pieces)),
                None => (cut_at_word(whole, LONG_TITLE)),
            }
        }
    };
    let promised_by = &commitment.member;
    let summary = commitment.summary_for(t).filter(|_| with.summaries);
    html! {
        li.row {
            div.row-main {
                @if with.level == 2 { h2.row-title { (link) } } @else { h3.row-title { (link) } }
                p.row-meta {
                    @if with.member {
                        b { (names::member(t, &promised_by.slug(), &promised_by.name)) } " \u{b7} "
                    }
                    (plan_in_words(t, &commitment.plan)) " " span.code { (commitment.code.as_str()) }
                    @if commitment.is_title_translated_for(t) { " \u{b7} " (title_translated(t)) }
                    @if let Some(state) = review_in_words(t, &item.row, with.today) {
                        " \u{b7} " span.review { (state) }
                    }
                }
                @if let Some((in_lang, summary)) = summary {
                    p.row-note lang=[(in_lang != t).then(|| in_lang.slug())] {
                        (cut_at_word(&plain(&summary.text), LONG_SUMMARY))
                    }
                }
                @if let Some(pieces) = &item.extract {
                    (note(t, &pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), &marked(pieces)))
                }
                @if let Some(text) = &item.note { (note(t, text, &html! { (text) })) }
            }
            (ratings(&item.row, with.today))
            @if with.dense { (pick(&commitment.code)) }
        }
    }
}

/// A line below the facts of a row. `text` says in which language and direction it is.
fn note(t: Lang, text: &str, shown: &Markup) -> Markup {
    html! { p.row-note lang=[lang_of(t, text)] dir=[direction(text)] { (shown) } }
}
