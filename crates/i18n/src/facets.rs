//! The values of filters: what each is called, how many there are, and in which order they stand.

use std::cmp::Ordering;

use super::{InLanguage, Lang, format, names, terms};
use domain::query::Filter;
use domain::scale::Value;
use domain::text::lower_first;
use domain::{ChallengeArea, Lens, Level, MemberKind, OgpValue, Region, Review};

/// A filter's value as it is said; `english` is its name in the catalogue.
pub fn filter_value(lang: Lang, filter: Filter, slug: &str, english: &str) -> String {
    if lang == Lang::English {
        return english.to_owned();
    }
    let word = match filter {
        Filter::Member => return names::member(lang, slug, english),
        Filter::Area => return names::area(lang, slug, english),
        Filter::Year => None,
        Filter::Lens => said::<Lens>(lang, slug),
        Filter::Review => said::<Review>(lang, slug),
        Filter::Region => said::<Region>(lang, slug),
        Filter::Kind => said::<MemberKind>(lang, slug),
        Filter::Ambition | Filter::Completion | Filter::Results => said::<Level>(lang, slug),
        Filter::Value => said::<OgpValue>(lang, slug),
        Filter::Challenge => said::<ChallengeArea>(lang, slug),
        Filter::AmbitionValue | Filter::CompletionValue | Filter::ResultsValue => {
            let dimension = filter.dimension_on_scale();
            let value = dimension.and_then(|dimension| Value::from_slug(dimension, slug));
            return value.map_or_else(|| english.to_owned(), |value| on_scale(lang, value));
        }
    };
    word.unwrap_or(english).to_owned()
}

fn said<W: std::str::FromStr + InLanguage>(lang: Lang, slug: &str) -> Option<&'static str> {
    slug.parse::<W>().ok().map(|word| word.in_language(lang))
}

/// A value with its scale, for example `Moderado (impacto potencial)`.
fn on_scale(lang: Lang, value: Value) -> String {
    format!(
        "{} ({})",
        terms::value(lang, value),
        lower_first(value.scheme().in_language(lang))
    )
}

/// How many values of a filter, for example `4 regions`.
pub fn counted(lang: Lang, filter: Filter, n: usize) -> String {
    let (one, several) = terms::filter_in_words(lang, filter);
    let noun = if format::is_one(lang, n) {
        one
    } else {
        several
    };
    format!("{} {noun}", format::number(lang, n))
}

/// Puts the values of a filter in the order of their names, where the catalogue has them from A to
/// Z in English; parts (of a depth of more than 0) stay behind what they are part of.
///
/// `name` gives a value's name in the language and its depth.
pub fn in_order<T>(
    lang: Lang,
    filter: Filter,
    values: Vec<T>,
    name: impl Fn(&T) -> (&str, usize),
) -> Vec<T> {
    let by_name = matches!(
        filter,
        Filter::Member | Filter::Area | Filter::Region | Filter::Challenge
    );
    if lang == Lang::English || !by_name {
        return values;
    }
    let order = |a: &T, b: &T| -> Ordering { format::compare(lang, name(a).0, name(b).0) };
    let mut families: Vec<(T, Vec<T>)> = Vec::new();
    for value in values {
        let is_part = name(&value).1 > 0;
        match families.last_mut() {
            Some((_, parts)) if is_part => parts.push(value),
            _ => families.push((value, Vec::new())),
        }
    }
    families.sort_by(|(a, _), (b, _)| order(a, b));
    families
        .into_iter()
        .flat_map(|(whole, mut parts)| {
            parts.sort_by(&order);
            std::iter::once(whole).chain(parts)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_behind_their_whole_in_the_order_of_their_names() {
        let values = vec![
            ("Zeta", 0),
            ("Francia", 0),
            ("Estonia", 0),
            ("Época", 0),
            ("Otra", 1),
            ("Ética", 1),
            ("Abeja", 0),
        ];
        let order = |lang| in_order(lang, Filter::Area, values.clone(), |v| (v.0, v.1));
        assert_eq!(order(Lang::English), values);
        let names: Vec<&str> = order(Lang::Spanish).iter().map(|v| v.0).collect();
        assert_eq!(
            names,
            [
                "Abeja", "Época", "Ética", "Otra", "Estonia", "Francia", "Zeta"
            ]
        );
    }

    #[test]
    fn a_value_is_said_in_the_language_and_in_english_as_the_catalogue_has_it() {
        let said = |lang, filter, slug| filter_value(lang, filter, slug, "English");
        assert_eq!(said(Lang::English, Filter::Ambition, "high"), "English");
        assert_eq!(said(Lang::Spanish, Filter::Ambition, "high"), "Alto");
        assert_eq!(said(Lang::French, Filter::Ambition, "nonsense"), "English");
        assert_eq!(said(Lang::French, Filter::Year, "2018"), "English");
    }
}
