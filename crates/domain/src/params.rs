//! The keys and values of an address, decoded once.

use std::collections::HashMap;
use std::str::FromStr;

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use crate::characters::is_for_xml;
use crate::forms::Fields;
use crate::query::{MAX_PER_PAGE, MAX_VALUES, Problem, QueryError};
use crate::route::ENCODED;
use crate::{AsOf, Lang};

/// What stands after the `?` of an address: keys with their values, in its order.
///
/// Keys mean the same however they are spelled: percent-encoded, in capitals, with the `[]` or `[0]` that
/// some libraries put behind keys that are repeated, or behind an `amp;` that was copied from HTML.
/// Values are trimmed; an empty one counts as none. Characters that no picture, feed or file can hold
/// (controls, noncharacters) count as spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params {
    pairs: Vec<(String, String)>,
    /// The keys whose values hold only characters that cannot be shown.
    unshown: Vec<String>,
}

impl Params {
    /// Reads the part of an address after the `?`; refuses by key what is not UTF-8.
    pub fn parse(query: &str) -> Result<Self, QueryError> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut unshown = Vec::new();
        let pairs = pairs.map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = meant(&decode("address", key)?);
            let given = decode(&key, value)?;
            let value = given.replace(|c| !is_for_xml(c), " ");
            let value = value.trim().to_owned();
            if value.is_empty() && given.contains(|c| !is_for_xml(c)) {
                unshown.push(key.clone());
            }
            Ok((key, value))
        });
        let pairs = pairs.collect::<Result<_, _>>()?;
        Ok(Self { pairs, unshown })
    }

    /// Refuses values of characters that cannot be shown: for programs, which would get everything where
    /// people see that nothing is chosen. Anything may be searched for.
    pub fn refuse_unshown(&self) -> Result<(), QueryError> {
        let mut keys = self.unshown.iter();
        keys.find(|key| *key != "q").map_or(Ok(()), |key| {
            Err(QueryError::new(key, "\u{fffd}", Problem::Unshowable))
        })
    }

    /// Refuses a key that is given more often than any can have values.
    pub fn refuse_surplus(&self) -> Result<(), QueryError> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (key, value) in &self.pairs {
            let count = counts.entry(key).or_default();
            *count += 1;
            if *count > MAX_VALUES {
                return Err(QueryError::new(key, value, Problem::ManyValues));
            }
        }
        Ok(())
    }

    /// Every key, also those without a value.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(key, _)| key.as_str())
    }

    /// Every value of a key.
    pub fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        let of_key = self.pairs.iter().filter(move |(known, _)| known == key);
        of_key
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value of a key that can have one only; refuses two that differ.
    pub fn one(&self, key: &str) -> Result<Option<&str>, QueryError> {
        self.one_of(&[key])
    }

    /// The value of a key that can have one only and goes by several names, its own first.
    pub fn one_of(&self, names: &[&str]) -> Result<Option<&str>, QueryError> {
        let mut values = names.iter().flat_map(|name| self.all(name));
        let value = values.next();
        match values.find(|other| Some(*other) != value) {
            Some(other) => {
                let key = names.first().copied().unwrap_or_default();
                Err(QueryError::new(key, other, Problem::Twice))
            }
            None => Ok(value),
        }
    }

    /// The value of a key, read as what it stands for.
    pub fn read<T>(&self, key: &str) -> Result<Option<T>, QueryError>
    where
        T: FromStr,
        Problem: From<T::Err>,
    {
        let value = self.one(key)?;
        value
            .map(|text| {
                text.parse()
                    .map_err(|e| QueryError::new(key, text, Problem::from(e)))
            })
            .transpose()
    }

    /// The language that the address names.
    pub fn lang(&self) -> Result<Option<Lang>, QueryError> {
        self.read("lang")
    }

    /// The past moment that the address names.
    pub fn as_of(&self) -> Result<Option<AsOf>, QueryError> {
        self.read("as_of")
    }

    /// The page that the address names, counted from 0.
    pub fn page(&self) -> Result<usize, QueryError> {
        let Some(text) = self.one("page")? else {
            return Ok(0);
        };
        let page = text
            .parse()
            .ok()
            .filter(|page| (1..=1_000_000).contains(page));
        let page: usize = page.ok_or_else(|| QueryError::new("page", text, Problem::Page))?;
        Ok(page - 1)
    }

    /// How many items the address wants on a page; none where it does not say.
    pub fn per_page(&self) -> Result<Option<usize>, QueryError> {
        let per_page = self.one("per_page")?.map(|text| {
            let count = text.parse().ok();
            let count = count.filter(|count| (1..=MAX_PER_PAGE).contains(count));
            count.ok_or_else(|| QueryError::new("per_page", text, Problem::PerPage))
        });
        per_page.transpose()
    }

    /// A number of a version of the data, or of something else that is only ever added to.
    pub fn cursor(&self, key: &str) -> Result<Option<i64>, QueryError> {
        let cursor = self.one(key)?.map(|text| {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = text.parse().ok().filter(|_| is_plain);
            number.ok_or_else(|| QueryError::new(key, text, Problem::Cursor))
        });
        cursor.transpose()
    }

    /// The address as a form that was filled in by it; refuses keys with two values that differ.
    pub fn fields(&self) -> Result<Fields, QueryError> {
        let mut fields = Fields::default();
        for key in self.keys() {
            if let Some(value) = self.one(key)?
                && !fields.holds(key)
            {
                fields.push(key, value);
            }
        }
        Ok(fields)
    }
}

/// Whether a key as it is spelled means this one.
fn means(spelled: &str, key: &str) -> bool {
    decode("address", spelled).is_ok_and(|spelled| meant(&spelled) == key)
}

/// The part of an address after the `?`, as it is spelled, but without what means `key`.
pub fn without(query: &str, key: &str) -> String {
    let means_it = |pair: &str| {
        let spelled = pair.split('=').next().unwrap_or_default();
        means(spelled, key)
    };
    let pairs = query.split('&');
    let kept: Vec<&str> = pairs
        .filter(|pair| !pair.is_empty() && !means_it(pair))
        .collect();
    kept.join("&")
}

/// The part of an address after the `?`, with one value of a key replaced by another, also where it is one
/// of a list with commas. That pair is encoded anew.
pub fn replacing(query: &str, key: &str, value: &str, by: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (spelled, given) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(given) = decode(key, given).ok().filter(|_| means(spelled, key)) else {
            return pair.to_owned();
        };
        let replaced = if given.trim() == value {
            by.to_owned()
        } else {
            let items = given.split(',').map(str::trim);
            let items = items.map(|item| if item == value { by } else { item });
            items.collect::<Vec<_>>().join(",")
        };
        format!("{key}={}", utf8_percent_encode(&replaced, ENCODED))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Whether an address of ours, which spells keys as they are, names one.
pub fn names(address: &str, key: &str) -> bool {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let mut pairs = query.split('&');
    pairs.any(|pair| pair.split('=').next() == Some(key))
}

/// The key that is meant by one as it is spelled.
fn meant(spelled: &str) -> String {
    let key = spelled.trim().to_ascii_lowercase();
    let key = key.trim_start_matches("amp;");
    // `member[]` and `member[0]`.
    let indexed = key
        .split_once('[')
        .and_then(|(name, index)| Some((name, index.strip_suffix(']')?)));
    match indexed {
        Some((name, index)) if index.bytes().all(|b| b.is_ascii_digit()) => name.to_owned(),
        _ => key.to_owned(),
    }
}

fn decode(key: &str, text: &str) -> Result<String, QueryError> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| QueryError::new(key, text, Problem::NotUtf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_the_same_however_it_is_spelled() {
        for spelled in [
            "as_of=2026-01-01",
            "as%5Fof=2026-01-01",
            "AS_OF=2026-01-01",
            "amp;as_of=2026-01-01",
            "as_of%5B%5D=2026-01-01",
            "as_of[]=2026-01-01&as_of=2026-01-01",
            "as_of=&as_of=+2026-01-01+",
        ] {
            let params = Params::parse(spelled).unwrap();
            assert_eq!(params.one("as_of"), Ok(Some("2026-01-01")), "{spelled}");
            assert_eq!(without(spelled, "as_of"), "", "{spelled}");
        }
        assert_eq!(
            without("lang=es&language=y&as_of=1", "lang"),
            "language=y&as_of=1"
        );
    }

    #[test]
    fn one_value_is_replaced_wherever_it_stands() {
        for (query, replaced) in [
            ("a=1&ambition=hihg&lang=es", "a=1&ambition=high&lang=es"),
            ("Ambition[]=low,hihg", "ambition=low%2Chigh"),
            ("x=hihg&ambition=+hihg+", "x=hihg&ambition=high"),
            ("q=%22%3E", "q=%22%3E"),
        ] {
            assert_eq!(replacing(query, "ambition", "hihg", "high"), replaced);
        }
    }

    #[test]
    fn what_nothing_can_show_counts_as_space() {
        for spelled in [
            "%00",
            "%01",
            "%08",
            "%0B",
            "%1B",
            "%1F",
            "%EF%BF%BE",
            "%EF%BF%BF",
        ] {
            let params = Params::parse(&format!("q=a{spelled}b&x={spelled}")).unwrap();
            assert_eq!(params.one("q"), Ok(Some("a b")), "{spelled}");
            assert_eq!(params.one("x"), Ok(None), "{spelled}");
            assert_eq!(params.refuse_unshown().unwrap_err().parameter, "x");
        }
    }

    #[test]
    fn numbers_for_programs_are_bounded() {
        let read = |query: &str| Params::parse(query).unwrap();
        assert_eq!(read("").per_page(), Ok(None));
        assert_eq!(read("per_page=200").per_page(), Ok(Some(200)));
        assert_eq!(read("since=0").cursor("since"), Ok(Some(0)));
        for wrong in ["0", "201", "-1", "1.5", "x", "99999999999999999999"] {
            let params = read(&format!("per_page={wrong}"));
            assert_eq!(params.per_page().unwrap_err().problem, Problem::PerPage);
        }
        for wrong in ["-1", "%2B1", "x", "99999999999999999999"] {
            let params = read(&format!("since={wrong}"));
            assert_eq!(params.cursor("since").unwrap_err().problem, Problem::Cursor);
        }
    }

    #[test]
    fn one_key_has_one_value() {
        let params = Params::parse("page=1&member=a&member=b&PAGE=2").unwrap();
        assert_eq!(params.all("member").collect::<Vec<_>>(), ["a", "b"]);
        let error = params.one("page").unwrap_err();
        assert_eq!((&*error.parameter, &*error.value), ("page", "2"));
        assert!(error.to_string().contains("more than once"), "{error}");
        assert!(params.fields().is_err());
        let aliases = Params::parse("topic=a&area=b").unwrap();
        let error = aliases.one_of(&["topic", "area"]).unwrap_err();
        assert_eq!(error.parameter, "topic");
    }
}
