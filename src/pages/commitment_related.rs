//! What a commitment's page leads on to: similar commitments, and others of its member.

use leptos::prelude::*;

use crate::components::{CommitmentRows, lang, link_to};
use crate::service::{CommitmentView, Listed};
use catalogue::{Related, Row};
use domain::query::{Filter, Query};
use domain::route;
use domain::text::fold;
use i18n::format::in_a_row;
use i18n::{commitment as say, names};

/// Words of titles that tell nothing of what they are about, folded.
const UNTELLING: &str = "build create creating develop developing development enhance ensure establish expand \
    implement implementation implementing improve improvement improving increase \
    increasing launch national new promote promoting publish strengthen strengthening \
    support system through crear desarrollar desarrollo fortalecer fortalecimiento \
    garantizar implementar mejorar nacional promover publicar sistema ameliorer creer \
    developper developpement nationale promouvoir publier renforcement renforcer systeme";

/// Letters of the longest words that titles in capitals leave small.
const LONG_ENOUGH: usize = 7;

/// A word of two titles as written within a sentence: in lower case, unless it is an abbreviation or a name. Titles
/// write all their words with capitals or only names: where a title has another word in lower case that is longer
/// than those that titles leave small, its capitals are names.
fn as_common(word: &str, titles: &[&str]) -> String {
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_abbreviation = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    let names_only = |title: &&&str| {
        let words = title.split(|c: char| !c.is_alphanumeric());
        words
            .skip(1)
            .any(|word| word.chars().count() > LONG_ENOUGH && !is_capital(word))
    };
    let is_name = |title: &&str| {
        let words = title.split(|c: char| !c.is_alphanumeric());
        is_capital(word) && words.skip(1).any(|other| other == word)
    };
    if is_abbreviation || titles.iter().filter(names_only).any(is_name) {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

/// A commitment like the one shown, and why it is there.
fn similar(shown: &CommitmentView, one: &Related) -> Listed {
    let t = lang();
    let areas = one.areas.iter().map(|slug| {
        let name = shown.catalogue.areas().name(slug);
        names::area(t, slug, name)
    });
    let areas: Vec<String> = areas.collect();
    // Titles are compared in English: named are the words that stand in both as they are shown.
    let titles_as_shown = [&shown.row, &one.row].map(|row| row.commitment.title_for(t));
    let titles = titles_as_shown.map(fold);
    let stands_in = |title: &String, word: &str| {
        let mut words = title.split(|c: char| !c.is_alphanumeric());
        words.any(|other| other == word)
    };
    let words = one.words.iter().filter(|word| {
        let word = fold(word);
        let is_telling = UNTELLING.split(' ').all(|other| other != word);
        is_telling && titles.iter().all(|title| stands_in(title, &word))
    });
    let words: Vec<String> = words
        .map(|word| as_common(word, &titles_as_shown))
        .collect();
    // One word in common says little.
    let words = (words.len() > 1).then(|| say::words_in_common(t, &words.join(", ")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_titles_is_in_lower_case_unless_it_is_a_name() {
        for (word, titles, said) in [
            ("Open", ["Expand Open Data", "Open Data Portal"], "open"),
            (
                "Algorithms",
                ["Open Algorithms", "Register of algorithms"],
                "algorithms",
            ),
            ("FOIA", ["Improve FOIA", "FOIA Reports"], "FOIA"),
            (
                "Oslo",
                ["A portal for the citizens of Oslo", "Oslo Open Data"],
                "Oslo",
            ),
            (
                "P\u{fa}blicos",
                ["Algoritmos P\u{fa}blicos", "Servicios P\u{fa}blicos"],
                "p\u{fa}blicos",
            ),
        ] {
            assert_eq!(as_common(word, &titles), said, "{titles:?}");
        }
    }
}
