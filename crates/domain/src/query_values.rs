//! The values of a query as addresses have them.

use std::str::FromStr;

use super::filter::Filter;
use super::query_error::{Problem, QueryError};
use super::rating::{Dimension, Level};
use super::scale::{Scheme, Value};
use super::{ChallengeArea, Lens, MemberKind, OgpValue, Params, Region, Review, UnknownWord, text};

/// The longest name of a member or an area, or list of them, in letters.
const MAX_NAMES_LENGTH: usize = 400;

/// The values of a list with commas, as people write them. Names may have commas themselves
/// (`Austin, United States`), so those of members and areas are taken apart by who knows them.
pub fn listed(filter: Filter, value: &str) -> impl Iterator<Item = &str> {
    let separator = match filter {
        Filter::Member | Filter::Area => '\0',
        _ => ',',
    };
    let values = value.split(separator).map(str::trim);
    values.filter(|value| !value.is_empty())
}

/// A list with commas, of words that have none themselves.
pub fn in_list(value: &str) -> impl Iterator<Item = &str> {
    let values = value.split(',').map(str::trim);
    values.filter(|value| !value.is_empty())
}

/// A word of a closed list that a key can have one of.
pub fn word<W: FromStr<Err = UnknownWord>>(
    params: &Params,
    key: &str,
    refused: &mut Vec<QueryError>,
) -> Result<Option<W>, QueryError> {
    let Some(value) = params.one(key)? else {
        return Ok(None);
    };
    match value.parse() {
        Ok(word) => Ok(Some(word)),
        Err(unknown) => {
            refused.push(QueryError::new(key, value, Problem::Word(unknown)));
            Ok(None)
        }
    }
}

/// Checks one value of a filter and gives it in its canonical spelling. Capitals, spaces and accents
/// of a name count as its slug does.
pub fn read_value(filter: Filter, value: &str) -> Result<String, Problem> {
    fn word<W: FromStr<Err = UnknownWord>>(
        value: &str,
        slug: fn(W) -> &'static str,
    ) -> Result<String, Problem> {
        let spelled = text::slugify(value);
        let read = value
            .parse::<W>()
            .or_else(|unknown| spelled.parse().map_err(|_: UnknownWord| unknown))
            .or_else(|unknown| {
                let joined = spelled.replace('-', "_");
                joined.parse().map_err(|_: UnknownWord| unknown)
            });
        Ok(slug(read?).to_owned())
    }
    match filter {
        Filter::Member | Filter::Area => {
            let slug = text::slugify(value);
            if slug.is_empty() || slug.len() > MAX_NAMES_LENGTH {
                Err(Problem::ShortName)
            } else {
                Ok(slug)
            }
        }
        Filter::Lens => word(value, Lens::slug),
        Filter::Review => word(value, Review::slug),
        Filter::Region => word(value, Region::slug),
        Filter::Kind => word(value, MemberKind::slug),
        Filter::Year => value
            .parse::<i32>()
            .ok()
            .filter(|year| value.len() == 4 && (1900..=2199).contains(year))
            .map(|year| year.to_string())
            .ok_or(Problem::Year),
        Filter::Ambition | Filter::Completion | Filter::Results => word(value, Level::slug),
        Filter::Value => word(value, OgpValue::slug),
        Filter::Challenge => word(value, ChallengeArea::slug),
        Filter::AmbitionValue => on_scale(Dimension::Ambition, value),
        Filter::CompletionValue => on_scale(Dimension::Completion, value),
        Filter::ResultsValue => on_scale(Dimension::EarlyResults, value),
    }
}

fn on_scale(dimension: Dimension, value: &str) -> Result<String, Problem> {
    Value::from_slug(dimension, value)
        .map(Value::slug)
        .ok_or_else(|| {
            let example = Scheme::of(dimension)
                .next()
                .and_then(|s| s.iter().next())
                .map_or(String::new(), Value::slug);
            Problem::OnScale { dimension, example }
        })
}
