//! Webhooks: their names, addresses, and the commitments whose changes are sent.

use super::source::{MAX_ADDRESS, name_and_address};
use super::{Fields, Problems};
use crate::query::Query;
use crate::route;

/// A webhook as it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookForm {
    pub name: String,
    pub url: String,
    /// The commitments whose changes are sent.
    pub query: Query,
}

/// What selects commitments in the address of a list, typed whole or in part: `member=spain`,
/// `?member=spain`, `/commitments?member=spain`, `https://.../commitments?member=spain`.
pub fn query_in(typed: &str) -> Option<Query> {
    let typed = typed.trim();
    let query = match typed.split_once('?') {
        Some((_, query)) => query,
        None if typed.contains('=') || typed.is_empty() => typed,
        // The address of the whole list.
        None if typed
            .trim_end_matches('/')
            .ends_with(route::Commitments::PATH) =>
        {
            ""
        }
        None => return None,
    };
    let query = query.split('#').next().unwrap_or_default();
    let query = Query::parse(query).ok()?;
    Some(query.selection().seen_from(None))
}

/// Reads the form. Whether the address may be asked, and whether the members and policy areas exist, is for
/// others to say.
pub fn read(fields: &Fields) -> Result<WebhookForm, Problems> {
    let mut problems = Problems::default();
    name_and_address(fields, &mut problems);
    problems.text(fields, "query", MAX_ADDRESS);
    let query = query_in(fields.get("query"));
    if query.is_none() {
        problems.push(
            "query",
            "Paste the address of a list of commitments, or leave this empty for all of them.",
        );
    }
    problems.or(WebhookForm {
        name: fields.get("name").to_owned(),
        url: fields.get("url").to_owned(),
        query: query.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_named_by_its_address_or_the_end_of_it() {
        let spain = Query::parse("member=spain").unwrap();
        for typed in [
            "member=spain",
            " ?member=spain",
            "/commitments?member=spain",
            "https://a.example/es/commitments?member=spain#count",
            "/commitments?member=spain&page=2&view=table&sort=title",
            "/commitments?member=spain&as_of=2025-01-01",
        ] {
            assert_eq!(query_in(typed), Some(spain.clone()), "{typed}");
        }
        for all in ["", " ", "/commitments", "https://a.example/commitments/"] {
            assert_eq!(query_in(all), Some(Query::default()), "{all}");
        }
        for none in ["spain", "/members/spain", "/commitments?ambition=huge"] {
            assert_eq!(query_in(none), None, "{none}");
        }
    }
}
