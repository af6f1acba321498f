//! What a commitment's page leads on to: similar commitments, and others of its member.

use leptos::prelude::*;

use crate::components::{CommitmentRows, lang, link_to};
use crate::service::{CommitmentView, Listed};
use catalogue::{Related, Row};
use domain::query::{Filter, Query};
use domain::route;
use domain::text::fold;
use i18n::format::{all_of, in_a_row};
use i18n::{commitment as say, names};

/// A commitment like the one shown, and why it is there.
fn similar(shown: &CommitmentView, one: &Related) -> Listed {
    let t = lang();
    let areas = one.areas.iter().map(|slug| {
        let name = shown.catalogue.areas().name(slug);
        names::area(t, slug, name)
    });
    let areas: Vec<String> = areas.collect();
    // Titles are compared in English: named are the words that stand in both as they are shown.
    let titles = [&shown.row, &one.row].map(|row| fold(row.commitment.title_for(t)));
    let stands_in = |title: &String, word: &str| {
        let mut words = title.split(|c: char| !c.is_alphanumeric());
        words.any(|other| other == word)
    };
    let words = one.words.iter().filter(|word| {
        let word = fold(word);
        titles.iter().all(|title| stands_in(title, &word))
    });
    let words: Vec<String> = words.cloned().collect();
    let words = (!words.is_empty()).then(|| say::words_in_common(t, &all_of(t, &words)));
    let areas = (!areas.is_empty()).then(|| say::areas_in_common(t, &in_a_row(t, &areas)));
    let why: Vec<String> = words.into_iter().chain(areas).collect();
    Listed {
        note: (!why.is_empty()).then(|| why.join(" ")),
        ..Listed::from(one.row.clone())
    }
}

/// Both, each where there are any.
pub(super) fn related(shown: &CommitmentView) -> impl IntoView + use<> {
    let t = lang();
    let c = &shown.row.commitment;
    let today = shown.catalogue.today();
    let listed = |rows: &[Row]| rows.iter().cloned().map(Listed::from).collect::<Vec<_>>();
    let areas = c
        .policy_areas
        .iter()
        .fold(Query::default(), |q, a| q.with(Filter::Area, a));
    let slug = c.member.slug();
    let name = names::member(t, &slug, &c.member.name);
    let member = Query::default().with(Filter::Member, &slug);
    let similar: Vec<Listed> = shown
        .related
        .iter()
        .map(|one| similar(shown, one))
        .collect();
    let in_any_area = (!c.policy_areas.is_empty()).then(|| {
        let all = link_to(areas.link(route::Commitments));
        view! { <p><a href=all>{say::in_any_area(t)}</a></p> }
    });
    let similar = (!similar.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="similar">
                <div class="section-head">
                    <h2 id="similar">{say::similar(t)}</h2>
                    {in_any_area}
                </div>
                <CommitmentRows items=similar today summaries=true/>
            </section>
        }
    });
    let same_member = (!shown.same_member.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="same-member">
                <div class="section-head">
                    <h2 id="same-member">{say::others_from(t, &name)}</h2>
                    <p><a href=link_to(member.link(route::Commitments))>{say::all_of_them(t)}</a></p>
                </div>
                <CommitmentRows items=listed(&shown.same_member) today member=false/>
            </section>
        }
    });
    view! { {similar} {same_member} }
}
