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
    let set = lens.map(|lens| say::whole(lang(), lens, count_of(catalogue, lens)));
    set_line(catalogue, set)
}

/// The same of a page on a part of the record, which counts only the commitments of that part.
pub fn part_line(catalogue: &Catalogue, set: &str) -> impl IntoView + use<> {
    set_line(catalogue, Some(say::in_our_data(lang(), set)))
}

/// The other set that a page can count: the digital commitments, or all. `query` is what it counts now;
/// `link` makes the page's address over a query.
pub fn other_set(query: &Query, link: impl Fn(&Query) -> String) -> AnyView {
    let t = lang();
    let (other, words) = match query.lens_of_list() {
        Some(Lens::All) => (Lens::Digital, say::count_digital(t)),
        _ => (Lens::All, say::count_all(t)),
    };
    let href = link(&query.selection().only_through(other));
    view! { <p class="no-print"><a href=link_to(href)>{words}</a></p> }.into_any()
}

/// How many commitments of the record a lens shows.
fn count_of(catalogue: &Catalogue, lens: Lens) -> usize {
    let value = catalogue.facet(Filter::Lens).value(lens.slug());
    value.map_or(0, |value| value.rows.count())
}

fn set_line(catalogue: &Catalogue, set: Option<String>) -> impl IntoView + use<> {
    let t = lang();
    let is_real = !catalogue.is_empty() && !catalogue.version().demonstration;
    is_real.then(|| {
        let set = set.map(|set| view! { <b>{say::counted_from(t, &set)}</b> " " });
        let digital = number(t, count_of(catalogue, Lens::Digital));
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
