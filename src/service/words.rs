//! A query in words, for headings, titles and shared links.

use crate::catalogue::Catalogue;
use crate::domain::Query;
use crate::domain::query::Filter;
use crate::domain::text::lower_first;

/// How many values of one filter are named before the rest is only counted.
const NAMED: usize = 3;

/// The label of a filter's value; the value itself where the catalogue has none for it.
pub fn label(catalogue: &Catalogue, filter: Filter, slug: &str) -> String {
    catalogue
        .facet(filter)
        .value(slug)
        .map_or_else(|| slug.to_owned(), |v| v.label.clone())
}

/// For example "Commitments of Spain or Italy on Open Data, in plans of 2018, ambition high".
pub fn in_words(catalogue: &Catalogue, query: &Query) -> String {
    let mut words = String::from("Commitments");
    for filter in Filter::ALL {
        let values = query.values(*filter);
        if values.is_empty() {
            continue;
        }
        let labels: Vec<String> = values
            .iter()
            .map(|v| label(catalogue, *filter, v))
            .collect();
        let choice = alternatives(&labels);
        let phrase = match filter {
            Filter::Member => format!(" of {choice}"),
            Filter::Region => format!(" in {choice}"),
            Filter::Kind => format!(" by {} members", choice.to_lowercase()),
            Filter::Area => format!(" on {choice}"),
            Filter::Year => format!(", in plans of {choice}"),
            Filter::Ambition => format!(", ambition {}", lower_first(&choice)),
            Filter::Completion => format!(", completion {}", lower_first(&choice)),
            Filter::Results => format!(", early results {}", lower_first(&choice)),
            Filter::Value => format!(", for {choice}"),
            Filter::AmbitionValue => format!(", ambition rated {choice}"),
            Filter::CompletionValue => format!(", completion rated {choice}"),
            Filter::ResultsValue => format!(", early results rated {choice}"),
            Filter::Challenge => format!(", submitted to the Open Gov Challenge under {choice}"),
        };
        words.push_str(&phrase);
    }
    let selected = match query.search() {
        Some(search) => format!("{words} matching \u{201c}{search}\u{201d}"),
        None if query.is_narrowed() => words,
        None => "All commitments".to_owned(),
    };
    match query.as_of() {
        Some(as_of) => format!("{selected}, as published on {}", as_of.in_words()),
        None => selected,
    }
}

fn alternatives(labels: &[String]) -> String {
    match labels {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if labels.len() <= NAMED => format!("{} or {last}", most.join(", ")),
        _ => format!(
            "{} or {} more",
            labels[..NAMED].join(", "),
            labels.len() - NAMED
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::domain::record::{DataVersion, Published};

    fn catalogue() -> Catalogue {
        let batch = demo::commitments(200).unwrap();
        Catalogue::build(Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: true,
            },
            areas: batch.areas,
            commitments: (1..)
                .zip(batch.entries.into_iter().map(|e| e.commitment))
                .collect(),
        })
    }

    #[test]
    fn a_view_says_what_it_shows() {
        let catalogue = catalogue();
        let words = |address| in_words(&catalogue, &Query::parse(address).unwrap());
        assert_eq!(words(""), "All commitments");
        assert_eq!(
            words("member=spain&member=italy&area=open-data&ambition=high&year=2018"),
            "Commitments of Italy or Spain on Open Data, in plans of 2018, ambition high"
        );
        assert_eq!(
            words("q=tax&kind=local"),
            "Commitments by local members matching \u{201c}tax\u{201d}"
        );
        assert_eq!(
            words("year=2012&year=2013&year=2014&year=2015&year=2016"),
            "Commitments, in plans of 2012, 2013, 2014 or 2 more"
        );
        assert_eq!(
            words("area=tax&as_of=2026-03-01"),
            "Commitments on Tax, as published on 1 March 2026"
        );
        assert_eq!(words("member=atlantis"), "Commitments of atlantis");
    }
}
