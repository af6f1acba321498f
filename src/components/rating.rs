//! Levels as people see them: a word, a shape and a colour, never a colour alone.

use chrono::NaiveDate;
use leptos::prelude::*;
use maud::{Markup, html};

use super::commitment_row::inside;
use super::lang;
use crate::words::levels::{Mark, mark, outdated, overdue};
use catalogue::Row;
use charts::level_class;
use domain::{Dimension, Level, Rating};
use i18n::InLanguage;
use i18n::rows::{midterm_key, no_finding_key, provisional as say_provisional};

/// The shape of a level.
#[component]
pub fn Glyph(level: Level) -> impl IntoView {
    view! {
        <svg class="glyph" aria-hidden="true">
            <use href=format!("#g-{}", level.slug())></use>
        </svg>
    }
}

/// The shape with a name, of a level or a mark, in a long list, which is written without views.
pub fn glyph(symbol: &str) -> Markup {
    html! { svg.glyph aria-hidden="true" { use href={ "#g-" (symbol) } {} } }
}

/// A level with its shape and word.
#[component]
pub fn Badge(level: Level) -> impl IntoView {
    let word = level.in_language(lang());
    view! { <span class=format!("badge {}", level_class(level))><Glyph level/>{word}</span> }
}

/// What a commitment is rated, with its shape and all its words.
pub fn mark_badge(mark: &Mark) -> impl IntoView + use<> {
    let symbol = format!("#g-{}", mark.symbol);
    let more = (!mark.more.is_empty()).then(|| {
        view! { <span class="mark-more">{mark.more.clone()}</span> }
    });
    view! {
        <span class=format!("badge {}", mark.class)>
            <svg class="glyph" aria-hidden="true"><use href=symbol></use></svg>
            <span>{mark.word.clone()} {more}</span>
        </span>
    }
}

/// What the shapes of ratings stand for.
#[component]
pub fn LevelKey() -> impl IntoView {
    let t = lang();
    let key = html! {
        @for level in Level::ALL {
            li class=(level_class(*level)) { (glyph(level.slug())) (level.in_language(t)) }
            @if *level == Level::Pending {
                @for mark in [overdue(t), outdated(t)] {
                    li class=(mark.class) { (glyph(mark.symbol)) (mark.word) }
                }
            }
        }
        li { (midterm_key(t)) }
        li { (no_finding_key(t)) }
    };
    view! { <ul class="level-key" aria-label=i18n::list::key(t) inner_html=inside(key)></ul> }
}

/// The three ratings of a commitment, side by side, outside a long list.
#[component]
pub fn Ratings<'a>(row: &'a Row, today: NaiveDate) -> impl IntoView {
    view! { <dl class="ratings" inner_html=inside(marks(row, today))></dl> }
}

/// The three ratings of a commitment on a day, side by side.
pub fn ratings(row: &Row, today: NaiveDate) -> Markup {
    html! { dl.ratings { (marks(row, today)) } }
}

fn marks(row: &Row, today: NaiveDate) -> Markup {
    let t = lang();
    let one = |dimension: Dimension| {
        let mark = mark(t, row, dimension, today);
        let rating = row.commitment.ratings.of(dimension);
        let is_provisional = rating.is_some_and(Rating::is_provisional);
        html! {
            div class=(mark.class) {
                dt { (dimension.in_language(t)) }
                dd title=(mark.meaning) {
                    (glyph(mark.symbol))
                    span.word {
                        (mark.word)
                        @if !mark.more.is_empty() { span.mark-more { (mark.more) } }
                        @if is_provisional { (say_provisional(t)) }
                    }
                }
            }
        }
    };
    html! { @for dimension in Dimension::ALL { (one(*dimension)) } }
}
