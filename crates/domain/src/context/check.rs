//! What can be said against an item.

use super::{Form, Item, Standing, read_source, read_standing};
use crate::text::{is_slug, is_web_address};
use crate::{CommitmentCode, Lang, PartialDate, Query};

/// The longest value that a field may hold, in characters.
const MOST: usize = 20_000;

/// What the line of a source holds.
const A_SOURCE: &str = "a title, perhaps the same behind es: and fr:, each once, and an address";

/// What is wrong with an item: the key, and what to do about it.
pub fn problems(item: &Item) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if !is_slug(&item.slug) || item.slug.len() > 100 {
        let problem = "Expected a short name of a-z, 0-9 and single hyphens.";
        found.push(("slug", problem.to_owned()));
    }
    for field in item.kind.fields() {
        for (key, lang) in field.each() {
            let value = item.get(key);
            let needed = field.required && lang.is_none_or(|lang| lang == Lang::English);
            let problem = match value {
                "" => needed.then(|| format!("{} is needed.", field.label)),
                value => problem_of(field.form, value),
            };
            found.extend(problem.map(|problem| (key, problem)));
        }
    }
    found
}

fn problem_of(form: Form, value: &str) -> Option<String> {
    if value.chars().count() > MOST {
        return Some(format!("At most {MOST} characters fit."));
    }
    if value
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Some("It holds a character that cannot be shown.".to_owned());
    }
    let parts = || {
        value
            .split([';', '\n'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
    };
    match form {
        Form::Line if value.contains('\n') => Some("Expected one line.".to_owned()),
        Form::Line | Form::Markdown => None,
        Form::Date => value.parse::<PartialDate>().err().map(|e| format!("{e}.")),
        Form::Position => (value.parse::<u32>().is_err()).then(|| "Expected a number.".to_owned()),
        Form::Address => (!is_web_address(value)).then(|| {
            "Expected the address of a page, beginning with https:// or http://.".to_owned()
        }),
        Form::Slugs => parts()
            .find(|part| !is_slug(part))
            .map(|part| format!("\u{201c}{part}\u{201d} is no name as it stands in addresses.")),
        Form::Codes => parts()
            .find_map(|part| part.parse::<CommitmentCode>().err())
            .map(|e| format!("{e}.")),
        Form::Query => Query::parse(value).err().map(|e| e.to_string()),
        Form::Sources => value
            .lines()
            .find(|line| !line.trim().is_empty() && read_source(line).is_none())
            .map(|line| {
                format!("\u{201c}{line}\u{201d}: expected {A_SOURCE}, with | between them.")
            }),
        Form::Standings => value
            .lines()
            .find(|line| !line.trim().is_empty() && read_standing(line).is_none())
            .map(|line| {
                format!(
                    "\u{201c}{line}\u{201d}: expected a date or \u{201c}undated\u{201d}, a standing ({}), {A_SOURCE}, with | between them.",
                    Standing::ALL.iter().map(|s| s.slug()).collect::<Vec<_>>().join(", ")
                )
            }),
        Form::Choice(options) => {
            let options = options();
            (!options.iter().any(|(word, _)| *word == value)).then(|| {
                let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
                format!("Expected one of: {}.", words.join(", "))
            })
        }
    }
}
