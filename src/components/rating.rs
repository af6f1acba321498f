//! Levels as people see them: a word, a shape and a colour, never a colour alone.

use leptos::prelude::*;
use maud::{Markup, html};

use super::commitment_row::inside;
use super::lang;
use charts::level_class;
use domain::{Commitment, Dimension, Level, Rating};
use i18n::InLanguage;
use i18n::rows::provisional as say_provisional;
use i18n::terms::{level_definition, level_of};

/// The shape of a level.
#[component]
pub fn Glyph(level: Level) -> impl IntoView {
    view! {
        <svg class="glyph" aria-hidden="true">
            <use href=format!("#g-{}", level.slug())></use>
        </svg>
    }
}

/// The shape of a level in a long list, which is written without views.
pub fn glyph(level: Level) -> Markup {
    html! { svg.glyph aria-hidden="true" { use href={ "#g-" (level.slug()) } {} } }
}

/// A level with its shape and word.
#[component]
pub fn Badge(
    level: Level,
    /// What it is the level of, where that stands beside it.
    #[prop(optional, into)]
    dimension: Option<Dimension>,
) -> impl IntoView {
    let t = lang();
    let word = match dimension {
        Some(dimension) => level_of(t, dimension, level),
        None => level.in_language(t),
    };
    view! { <span class=format!("badge {}", level_class(level))><Glyph level/>{word}</span> }
}

/// What the shapes of levels stand for.
#[component]
pub fn LevelKey() -> impl IntoView {
    let t = lang();
    let levels = Level::ALL.iter().map(|level| {
        view! { <li class=level_class(*level)><Glyph level=*level/>{level.in_language(t)}</li> }
    });
    view! { <ul class="level-key" aria-label=i18n::list::key(t)>{levels.collect_view()}</ul> }
}

/// The three levels of a commitment, side by side, outside a long list.
#[component]
pub fn Ratings<'a>(commitment: &'a Commitment) -> impl IntoView {
    view! { <dl class="ratings" inner_html=inside(levels(commitment))></dl> }
}

/// The three levels of a commitment, side by side.
pub fn ratings(commitment: &Commitment) -> Markup {
    html! { dl.ratings { (levels(commitment)) } }
}

fn levels(commitment: &Commitment) -> Markup {
    let t = lang();
    let one = |dimension: Dimension| {
        let level = commitment.level(dimension);
        let rating = commitment.ratings.of(dimension);
        let is_provisional = rating.is_some_and(Rating::is_provisional);
        html! {
            div class=(level_class(level)) {
                dt { (dimension.in_language(t)) }
                dd title=(level_definition(t, level)) {
                    (glyph(level))
                    span.word {
                        (level_of(t, dimension, level))
                        @if is_provisional { (say_provisional(t)) }
                    }
                }
            }
        }
    };
    html! { @for dimension in Dimension::ALL { (one(*dimension)) } }
}
