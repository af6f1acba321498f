//! What is wrong with an item.

use super::{ContextItem, FieldFormat, NetworkStatus, parse_network_status, parse_source};
use crate::characters::first_unshowable;
use crate::forms::UNSHOWABLE;
use crate::text::{is_slug, is_web_address};
use crate::{CommitmentCode, Lang, PartialDate, Query};

/// In characters.
const MAX_LENGTH: usize = 20_000;

/// What the line of a source holds.
const A_SOURCE: &str =
    "a title, optionally with es: and fr: translations (one each), and a web address";

/// The problems of an item: the key, and what to do about it.
pub fn problems(item: &ContextItem) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if !is_slug(&item.slug) || item.slug.len() > 100 {
        let problem = "Enter a short name of a-z, 0-9 and single hyphens.";
        found.push(("slug", problem.to_owned()));
    }
    for field in item.kind.fields() {
        for (key, lang) in field.keys_by_lang() {
            let value = item.get(key);
            let needed = field.required && lang.is_none_or(|lang| lang == Lang::English);
            let problem = match value {
                "" => needed.then(|| format!("{} is needed.", field.label)),
                value => problem_of(field.format, value),
            };
            found.extend(problem.map(|problem| (key, problem)));
        }
    }
    found
}

fn problem_of(format: FieldFormat, value: &str) -> Option<String> {
    if value.chars().count() > MAX_LENGTH {
        return Some(format!("Use at most {MAX_LENGTH} characters."));
    }
    if first_unshowable(value).is_some() {
        return Some(UNSHOWABLE.to_owned());
    }
    let parts = || {
        value
            .split([';', '\n'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
    };
    match format {
        FieldFormat::Line if value.contains('\n') => Some("Enter one line only.".to_owned()),
        FieldFormat::Line | FieldFormat::Markdown => None,
        FieldFormat::Date => value.parse::<PartialDate>().err().map(|e| format!("{e}.")),
        FieldFormat::Position => (value.parse::<u32>().is_err()).then(|| "Enter a number.".to_owned()),
        FieldFormat::Address => (!is_web_address(value)).then(|| {
            "Enter a web address that starts with https:// or http://.".to_owned()
        }),
        FieldFormat::Slugs => parts()
            .find(|part| !is_slug(part))
            .map(|part| format!("\u{201c}{part}\u{201d} is not a name from a web address.")),
        FieldFormat::Codes => parts()
            .find_map(|part| part.parse::<CommitmentCode>().err())
            .map(|e| format!("{e}.")),
        FieldFormat::Query => Query::parse(value).err().map(|e| e.to_string()),
        FieldFormat::Sources => value
            .lines()
            .find(|line| !line.trim().is_empty() && parse_source(line).is_none())
            .map(|line| {
                format!("\u{201c}{line}\u{201d}: enter {A_SOURCE}.")
            }),
        FieldFormat::NetworkStatuses => value
            .lines()
            .find(|line| !line.trim().is_empty() && parse_network_status(line).is_none())
            .map(|line| {
                format!(
                    "\u{201c}{line}\u{201d}: enter a date or \u{201c}undated\u{201d}, a status ({}), {A_SOURCE}.",
                    NetworkStatus::ALL.iter().map(|s| s.slug()).collect::<Vec<_>>().join(", ")
                )
            }),
        FieldFormat::Choice(options) => {
            let options = options();
            (!options.iter().any(|(word, _)| *word == value)).then(|| {
                let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
                format!("Choose one of: {}.", words.join(", "))
            })
        }
    }
}
