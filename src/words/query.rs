//! A query in words, for headings, titles and shared links.

use crate::service::{ActiveFilter, Narrowing};
use catalogue::Catalogue;
use domain::query::Filter;
use domain::text::{isolated, lower_first, upper_first};
use domain::{Lang, Query, Review};
use i18n::{InLanguage, format, query_words as say, search};

/// How many values of one filter are named before the rest is only counted.
const NAMED: usize = 3;

/// The levels that say that the IRM has assessed a commitment.
const ASSESSED: [&str; 2] = ["high", "low"];

/// The name of what a view is narrowed by.
pub fn filter_name(lang: Lang, active: &ActiveFilter) -> &'static str {
    match active.by {
        Narrowing::Search => say::search(lang),
        Narrowing::Code => say::on_shortlist(lang),
        Narrowing::YearFrom => say::year_from(lang),
        Narrowing::YearTo => say::year_to(lang),
        Narrowing::Filter(filter) => filter.in_language(lang),
    }
}

/// The value that a view is narrowed to.
pub fn filter_value(lang: Lang, catalogue: &Catalogue, active: &ActiveFilter) -> String {
    match active.by {
        Narrowing::Filter(filter) => label(lang, catalogue, filter, &active.value),
        Narrowing::Search | Narrowing::Code | Narrowing::YearFrom | Narrowing::YearTo => {
            active.value.clone()
        }
    }
}

/// The name of a filter's value, such as `Europe`; the value itself where the catalogue has none for it.
pub fn label(lang: Lang, catalogue: &Catalogue, filter: Filter, slug: &str) -> String {
    let english = catalogue.facet(filter).value(slug);
    let english = english.map_or(slug, |v| &*v.label);
    i18n::facets::filter_value(lang, filter, slug, english)
}

/// For example "Commitments from Italy or Spain on Open Data, plan year 2018, high ambition".
pub fn heading(lang: Lang, catalogue: &Catalogue, query: &Query) -> String {
    let mut words = noun(lang, catalogue, query);
    let mut only_assessed =
        query.search().is_none() && query.codes().is_empty() && query.years().is_empty();
    for filter in Filter::ALL {
        let values = query.values(*filter);
        if values.is_empty() {
            continue;
        }
        let is_level = filter.dimension().is_some();
        let within = is_level || matches!(filter, Filter::Review);
        let labels = values.iter().map(|v| {
            let label = label(lang, catalogue, *filter, v);
            if within { lower_first(&label) } else { label }
        });
        let assessed = values.iter().all(|v| ASSESSED.contains(&&**v));
        only_assessed &= assessed && is_level;
        words.push_str(&phrase(
            lang,
            *filter,
            assessed,
            &alternatives(lang, labels.collect()),
        ));
    }
    let years = query.years();
    words.push_str(&match (years.from, years.to) {
        (Some(from), Some(to)) => say::years(lang, &from.to_string(), &to.to_string()),
        (Some(from), None) => say::years_since(lang, &from.to_string()),
        (None, Some(to)) => say::years_until(lang, &to.to_string()),
        (None, None) => String::new(),
    });
    if only_assessed && lang == Lang::English {
        // "High ambition, low completion" needs no noun.
        words = upper_first(words.trim_start_matches("Commitments, "));
    }
    if !query.codes().is_empty() {
        words.push_str(&say::of_shortlist(lang, query.codes().len()));
    }
    let selected = match query.search() {
        Some(search) => say::matching(lang, &words, &isolated(search)),
        None if query.is_narrowed() => words,
        None => say::all_commitments(lang).to_owned(),
    };
    match query.as_of() {
        Some(as_of) => say::as_published(lang, &selected, &format::moment(lang, as_of)),
        None => selected,
    }
}

/// What a list is called to which a search leads: "IRM reviews overdue in our data: Nigeria".
pub fn list_name(lang: Lang, catalogue: &Catalogue, query: &Query) -> String {
    let chosen: Vec<Filter> = Filter::ALL
        .iter()
        .copied()
        .filter(|filter| !query.values(*filter).is_empty())
        .collect();
    let is_overdue = query.has(Filter::Review, Review::Overdue.slug()) && query.search().is_none();
    let place = match chosen.as_slice() {
        [Filter::Review] if is_overdue => return search::overdue(lang).to_owned(),
        [place @ (Filter::Member | Filter::Region), Filter::Review] if is_overdue => *place,
        _ => return heading(lang, catalogue, query),
    };
    let places = query.values(place).iter();
    let places = places.map(|slug| label(lang, catalogue, place, slug));
    search::overdue_in(lang, &alternatives(lang, places.collect()))
}

/// What is counted: commitments, or those of a lens.
fn noun(lang: Lang, catalogue: &Catalogue, query: &Query) -> String {
    let lenses = query.values(Filter::Lens).iter();
    let named: Vec<String> = lenses
        .map(|slug| label(lang, catalogue, Filter::Lens, slug))
        .collect();
    if named.is_empty() {
        return say::commitments(lang).to_owned();
    }
    alternatives(lang, named)
}

/// What a filter adds to the sentence.
fn phrase(lang: Lang, filter: Filter, assessed: bool, choice: &str) -> String {
    match filter {
        Filter::Member => say::member(lang, choice),
        // What is counted is the noun of the sentence.
        Filter::Lens => String::new(),
        Filter::Review => say::review(lang, choice),
        Filter::Region => say::region(lang, choice),
        Filter::Kind => say::kind(lang, &choice.to_lowercase()),
        Filter::Area => say::area(lang, choice),
        Filter::Year => say::year(lang, choice),
        Filter::Ambition if assessed => say::assessed_ambition(lang, choice),
        Filter::Completion if assessed => say::assessed_completion(lang, choice),
        Filter::Results if assessed => say::assessed_results(lang, choice),
        Filter::Ambition => say::ambition(lang, choice),
        Filter::Completion => say::completion(lang, choice),
        Filter::Results => say::results(lang, choice),
        Filter::Value => say::value(lang, choice),
        Filter::AmbitionValue => say::ambition_value(lang, choice),
        Filter::CompletionValue => say::completion_value(lang, choice),
        Filter::ResultsValue => say::results_value(lang, choice),
        Filter::Challenge => say::challenge(lang, choice),
    }
}

fn alternatives(lang: Lang, mut labels: Vec<String>) -> String {
    // In English they stand in the order of the address, which is that of the names.
    if lang != Lang::English {
        labels.sort_by(|a, b| format::compare(lang, a, b));
    }
    if labels.len() <= NAMED {
        return format::any_of(lang, &labels);
    }
    let named = labels[..NAMED].join(", ");
    say::and_more(lang, labels.len() - NAMED, &named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::{DataVersion, Published};
    use interchange::demo;

    fn catalogue() -> Catalogue {
        let batch = demo::commitments(200).unwrap();
        let published = Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: true,
            },
            areas: batch.areas,
            context: Vec::new(),
            commitments: (1..)
                .zip(batch.entries.into_iter().map(|e| e.commitment))
                .collect(),
            last_changes: std::collections::HashMap::new(),
        };
        Catalogue::build(published, chrono::NaiveDate::MIN)
    }

    #[test]
    fn a_view_says_what_it_shows() {
        let catalogue = catalogue();
        let words = |address| heading(Lang::English, &catalogue, &Query::parse(address).unwrap());
        assert_eq!(words(""), "All commitments");
        assert_eq!(
            words("member=spain&member=italy&area=open-data&ambition=high&year=2018"),
            "Commitments from Italy or Spain on Open Data, plan year 2018, high ambition"
        );
        assert_eq!(
            words("q=tax&kind=local"),
            "Commitments by local members matching \u{201c}tax\u{201d}"
        );
        assert_eq!(
            words("year=2012&year=2013&year=2014&year=2015&year=2016"),
            "Commitments, plan year 2012, 2013, 2014 or 2 more"
        );
        assert_eq!(
            words("area=tax&as_of=2026-03-01"),
            "Commitments on Tax, as published on 1 March 2026"
        );
        let led_to = |address| {
            let query = Query::parse(address).unwrap();
            list_name(Lang::English, &catalogue, &query)
        };
        assert_eq!(led_to("review=overdue"), "IRM reviews overdue in our data");
        assert_eq!(
            led_to("member=spain&member=italy&review=overdue"),
            "IRM reviews overdue in our data: Italy or Spain"
        );
        assert_eq!(
            led_to("region=europe&review=overdue"),
            "IRM reviews overdue in our data: Europe"
        );
        assert_eq!(
            led_to("member=spain&completion=high"),
            "Commitments from Spain, high completion"
        );
        assert_eq!(words("member=atlantis"), "Commitments from atlantis");
        assert_eq!(
            words("ambition=high&completion=low&completion=high"),
            "High ambition, high or low completion"
        );
        assert_eq!(
            words("ambition=high&ambition=pending"),
            "Commitments, ambition: high or pending IRM review"
        );
    }
}
