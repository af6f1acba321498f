//! `/changes.atom`, `/resources.atom`: the public history and the resources for feed readers.

use atom_syndication::{Entry, Feed, Link, Person, Text};
use axum::extract::{Extension, Request};
use axum::response::Response;
use uuid::Builder;

use super::Origin;
use super::fallback::error_page;
use super::params::Given;
use super::shown::{Shown, Spoken};
use super::xml;
use crate::assets::short_hash;
use crate::error::AppError;
use crate::pages::changes::{lines, lines_of_thing};
use crate::service::context::ResourcesAsked;
use crate::service::{App, Asked};
use domain::route;
use domain::{Lang, Params, PartialDate};
use i18n::{changes as say, resources as words};

/// `GET /changes.atom`, with the filters of `/changes`.
pub async fn changes(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    match feed(&app, lang, &origin, &params).await {
        Ok(feed) => xml::document(xml::ATOM, &feed),
        Err(error) => error_page(app, request, error).await,
    }
}

/// An id that stays the same in every feed, in every language and at every address of the site: by it
/// readers know what they have seen.
fn entry_id(app: &App, kind: &str, key: impl std::fmt::Display) -> String {
    let seen = format!("{}\n{kind}\n{key}", app.identity());
    let hash = u128::from_str_radix(&short_hash(seen.as_bytes()), 16).unwrap_or_default();
    let id = Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid();
    id.urn().to_string()
}

async fn feed(app: &App, t: Lang, origin: &str, params: &Params) -> Result<String, AppError> {
    let shown = app.changes(Asked::of(params)?, t).await?;
    let link = |href: String, rel: &str| Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    };
    let as_of = app.shown_as_of();
    let address = |path: String| {
        let path = t.in_address(&path);
        let joint = if path.contains('?') { '&' } else { '?' };
        let as_of = as_of.map_or(String::new(), |as_of| format!("{joint}as_of={as_of}"));
        format!("{origin}{path}{as_of}")
    };
    let own = address(shown.asked.link(route::ChangesFeed, shown.asked.page));
    let entries = shown.changes.iter().map(|(past, change)| {
        let r = &past.revision;
        let reason = say::told_reason(t, &r.reason);
        let page = format!(
            "{}#r{}",
            address(route::Changes::PATH.to_owned()),
            past.number
        );
        let title = match change.items.as_slice() {
            [one] => say::titled(t, one.code.as_str(), &one.title),
            [] => match change.other_changes.as_slice() {
                [one] => say::titled(t, &one.name, reason),
                _ => reason.to_owned(),
            },
            _ => say::commitments_because(t, change.total, reason),
        };
        let mut text = vec![say::made(t, &r.made_by, reason) + &change.written_by(t, &r.made_by)];
        for item in &change.items {
            let about = say::titled(t, item.code.as_str(), &item.title);
            text.extend(std::iter::once(about).chain(lines(t, item)));
        }
        for thing in &change.other_changes {
            text.extend(std::iter::once(thing.name.clone()).chain(lines_of_thing(t, thing)));
        }
        Entry {
            title: Text::plain(title),
            id: entry_id(app, "revision", past.number),
            updated: r.made_at.fixed_offset(),
            authors: vec![Person {
                name: r.made_by.clone(),
                ..Person::default()
            }],
            links: vec![link(page, "alternate")],
            summary: Some(Text::plain(text.join("\n"))),
            ..Entry::default()
        }
    });
    let updated = shown
        .changes
        .first()
        .map_or_else(Default::default, |(past, _)| {
            past.revision.made_at.fixed_offset()
        });
    let feed = Feed {
        title: Text::plain(say::feed_title(t)),
        id: entry_id(app, "feed", shown.asked.link(route::Changes, 0)),
        updated,
        links: vec![
            link(own, "self"),
            link(address(shown.asked.link(route::Changes, 0)), "alternate"),
        ],
        lang: Some(t.slug().to_owned()),
        entries: entries.collect(),
        ..Feed::default()
    };
    Ok(feed.to_string())
}

/// `GET /resources.atom`, with the filters of `/resources`.
pub async fn resources(
    Shown(app): Shown,
    Spoken(lang): Spoken,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    let asked = match ResourcesAsked::of(&params) {
        Ok(asked) => asked,
        Err(error) => return error_page(app, request, error.into()).await,
    };
    let feed = feed_of_resources(&app, lang, &origin, asked).to_string();
    xml::document(xml::ATOM, &feed)
}

fn feed_of_resources(app: &App, t: Lang, origin: &str, asked: ResourcesAsked) -> Feed {
    let shown = app.resources(asked);
    let made_at = shown.catalogue.version().made_at.unwrap_or_default();
    let link = |href: String, rel: &str| Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    };
    let address = |path: String| format!("{origin}{}", t.in_address(&path));
    let entries = shown.shown.iter().map(|item| {
        // A resource changes with the record; what it is about may be older.
        let published = item.date("date").and_then(PartialDate::earliest);
        let published = published.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        let page = Some(item.get("url").to_owned()).filter(|url| !url.is_empty());
        Entry {
            title: Text::plain(item.get("title")),
            id: entry_id(app, "resource", &item.slug),
            updated: published.unwrap_or(made_at).fixed_offset(),
            published: published.map(|at| at.fixed_offset()),
            links: page
                .into_iter()
                .map(|page| link(page, "alternate"))
                .collect(),
            summary: Some(Text::plain(item.text("summary", t))),
            ..Entry::default()
        }
    });
    Feed {
        title: Text::plain(words::feed_title(t)),
        id: entry_id(app, "feed", shown.asked.link(route::Resources)),
        updated: made_at.fixed_offset(),
        authors: vec![Person {
            name: crate::components::NAME.to_owned(),
            ..Person::default()
        }],
        links: vec![
            link(address(shown.asked.link(route::ResourcesFeed)), "self"),
            link(address(shown.asked.link(route::Resources)), "alternate"),
        ],
        lang: Some(t.slug().to_owned()),
        entries: entries.collect(),
        ..Feed::default()
    }
}
