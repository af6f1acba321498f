//! `/search/suggestions.json`: what the search box offers while one types, in the reader's words.

use axum::Json;
use serde::Serialize;

use super::params::Given;
use super::shown::{RequestLang, Shown};
use crate::components::Links;
use crate::error::AppError;
use crate::service::Suggestions;
use crate::words::list_name;
use catalogue::Row;
use domain::{Lang, Query, route};
use i18n::layout::n_commitments;
use i18n::{layout as site, member, names, search as say};

/// What is offered, in groups.
#[derive(Debug, Serialize)]
pub struct SuggestionsBody {
    /// How many there are, in words, for who does not see them.
    status: String,
    groups: Vec<GroupBody>,
}

#[derive(Debug, Serialize)]
struct GroupBody {
    heading: &'static str,
    items: Vec<ItemBody>,
}

#[derive(Debug, Serialize)]
struct ItemBody {
    text: String,
    /// What tells it from others of the same name.
    note: String,
    href: String,
}

/// `GET /search/suggestions.json`
pub async fn suggest(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    Given(params): Given,
) -> Result<Json<SuggestionsBody>, AppError> {
    let query = Query::of(&params)?;
    let found = app.suggestions(query.search().unwrap_or_default()).await?;
    let links = Links::new(query.lang(), query.as_of(), String::new(), String::new());
    Ok(Json(body(lang, &links, &found)))
}

fn body(lang: Lang, links: &Links, found: &Suggestions) -> SuggestionsBody {
    let commitment = |row: &Row| {
        let c = &row.commitment;
        let slug = c.member.slug();
        ItemBody {
            text: c.title_for(lang).to_owned(),
            note: format!("{}, {}", names::member(lang, &slug, &c.member.name), c.code),
            href: links.carry(&route::Commitment::new(c.code.as_str()).to_string()),
        }
    };
    let lists = found.shortcut.iter().map(|list| ItemBody {
        text: list_name(lang, &found.catalogue, &list.query),
        note: list
            .total
            .map(|n| n_commitments(lang, n))
            .unwrap_or_default(),
        href: links.carry(&list.query.link(route::Commitments)),
    });
    let members = found.members.iter().map(|(slug, member, total)| ItemBody {
        text: names::member(lang, slug, &member.name),
        note: n_commitments(lang, *total),
        href: links.carry(&route::Member::new(slug).to_string()),
    });
    let areas = found.areas.iter().map(|(area, total)| ItemBody {
        text: names::area(lang, &area.slug, &area.name),
        note: n_commitments(lang, *total),
        href: links.carry(&route::Area::new(&area.slug).to_string()),
    });
    let actions = found.actions.iter().map(|action| ItemBody {
        text: action.text("title", lang).to_owned(),
        note: String::new(),
        href: {
            let action = route::GuideAction::new(action.get("chapter"), &action.slug);
            links.carry(&action.to_string())
        },
    });
    let groups = [
        (
            say::codes(lang),
            found.codes.iter().map(commitment).collect(),
        ),
        (say::lists(lang), lists.collect()),
        (member::heading(lang), members.collect()),
        (site::topics(lang), areas.collect()),
        (say::actions(lang), actions.collect::<Vec<_>>()),
        (
            site::commitments(lang),
            found.commitments.iter().map(commitment).collect(),
        ),
    ];
    let groups = groups
        .into_iter()
        .map(|(heading, items)| GroupBody { heading, items });
    let groups: Vec<GroupBody> = groups.filter(|group| !group.items.is_empty()).collect();
    let count = groups.iter().map(|group| group.items.len()).sum();
    SuggestionsBody {
        status: say::n_suggestions(lang, count),
        groups,
    }
}
