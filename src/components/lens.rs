//! Choosing which commitments a page shows.

use leptos::prelude::*;

use super::{folded, lang, link_to};
use catalogue::Catalogue;
use domain::query::Filter;
use domain::route;
use domain::{Lens, Query};
use i18n::format::number;
use i18n::{InLanguage, lens as say};

/// Shows the current lens and links to the others. `query` is what the address asks for, `here` its path.
pub fn lens_choice(query: &Query, here: &str) -> impl IntoView + use<> {
    let t = lang();
    let (current, _) = query.through_lens();
    let choices = Lens::ALL.iter().map(|lens| {
        let name = lens.in_language(t);
        let choice = if *lens == current {
            view! { <b>{name}</b> }.into_any()
        } else {
            let href = query.selection().seen_as(*lens).link(here);
            view! { <a href=link_to(href)>{name}</a> }.into_any()
        };
        view! { <li>{choice}</li> }
    });
    let choices = choices.collect_view();
    let chosen = view! { {say::showing(t)} " " {current.in_language(t)} };
    let body = view! {
        <div>
            <ul class="links-row"><li class="muted" aria-hidden="true">{say::showing(t)}</li>{choices}</ul>
            <p><a href=link_to(route::Method.at("lenses"))>{say::definitions(t)}</a></p>
        </div>
    };
    view! {
        <nav class="lens" aria-label=say::choose(t)>{folded(chosen, body)}</nav>
    }
}

/// How much of OGP's commitments the record has, and how old its sources are; nothing where the record is
/// empty or invented.
pub fn coverage_line(catalogue: &Catalogue) -> impl IntoView + use<> {
    counted_line(catalogue, None)
}

/// The same, after which commitments the page counts. Every page that counts says so: the figures of two
/// pages that count different sets differ.
pub fn counted_line(catalogue: &Catalogue, lens: Option<Lens>) -> impl IntoView + use<> {
    let t = lang();
    let is_real = !catalogue.is_empty() && !catalogue.version().demonstration;
    let count = |lens: Lens| {
        let value = catalogue.facet(Filter::Lens).value(lens.slug());
        value.map_or(0, |value| value.rows.count())
    };
    is_real.then(|| {
        let set = lens.map(|lens| {
            let set = say::whole(t, lens, count(lens));
            view! { <b>{say::counted_from(t, &set)}</b> " " }
        });
        let digital = number(t, count(Lens::Digital));
        view! {
            <p class="muted coverage"><small>
                {set}
                {say::coverage(t, catalogue.len(), &digital)} " "
                <a href=link_to(route::Data)>{say::sources_and_dates(t)}</a> " \u{b7} "
                <a href=link_to(route::Coverage)>{say::how_much(t)}</a>
            </small></p>
        }
    })
}
