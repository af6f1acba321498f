//! Levels as people see them: a word, a shape and a colour, never a colour alone.

use leptos::prelude::*;

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

/// The three levels of a commitment, side by side.
#[component]
pub fn Ratings<'a>(commitment: &'a Commitment) -> impl IntoView {
    let t = lang();
    let one = |dimension: &Dimension| {
        let level = commitment.level(*dimension);
        let provisional = commitment
            .ratings
            .of(*dimension)
            .is_some_and(Rating::is_provisional);
        view! {
            <div class=level_class(level)>
                <dt>{dimension.in_language(t)}</dt>
                <dd title=level_definition(t, level)><Glyph level/><span class="word">{level_of(t, *dimension, level)}{provisional.then_some(say_provisional(t))}</span></dd>
            </div>
        }
    };
    view! { <dl class="ratings">{Dimension::ALL.iter().map(one).collect_view()}</dl> }
}
