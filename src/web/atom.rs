//! `/changes.atom`: the public history for feed readers.

use atom_syndication::{Entry, Feed, Link, Person, Text};
use axum::extract::{Extension, RawQuery, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::Origin;
use super::fallback::error_page;
use super::shown::Shown;
use crate::error::AppError;
use crate::pages::changes::{lines, lines_of_thing};
use crate::service::{App, Asked};

/// `GET /changes.atom`, with the filters of `/changes`.
pub async fn changes(
    Shown(app): Shown,
    origin: Option<Extension<Origin>>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    match feed(&app, &origin, query.as_deref().unwrap_or_default()).await {
        Ok(feed) => (
            [(CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
            feed,
        )
            .into_response(),
        Err(error) => error_page(app, request, error).await,
    }
}

async fn feed(app: &App, origin: &str, query: &str) -> Result<String, AppError> {
    let shown = app.changes(Asked::parse(query)?).await?;
    let link = |href: String, rel: &str| Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    };
    let own = format!(
        "{origin}{}",
        shown.asked.link("/changes.atom", shown.asked.page)
    );
    let entries = shown.changes.iter().map(|(past, change)| {
        let r = &past.revision;
        let page = format!("{origin}/changes#r{}", past.number);
        let title = match change.items.as_slice() {
            [one] => format!("{}: {}", one.code, one.title),
            [] => match change.besides.as_slice() {
                [one] => format!("{}: {}", one.name, r.reason),
                _ => r.reason.clone(),
            },
            _ => format!("{} commitments: {}", change.total, r.reason),
        };
        let mut text = vec![format!("{}, because: {}", r.made_by, r.reason)];
        for item in &change.items {
            let about = format!("{}: {}", item.code, item.title);
            text.extend(std::iter::once(about).chain(lines(item)));
        }
        for thing in &change.besides {
            text.extend(std::iter::once(thing.name.clone()).chain(lines_of_thing(thing)));
        }
        Entry {
            title: Text::plain(title),
            id: format!("{origin}/changes#r{}", past.number),
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
        title: Text::plain("Changes of the OGP commitment tracker"),
        id: format!("{origin}/changes"),
        updated,
        links: vec![
            link(own, "self"),
            link(
                format!("{origin}{}", shown.asked.link("/changes", 0)),
                "alternate",
            ),
        ],
        entries: entries.collect(),
        ..Feed::default()
    };
    Ok(feed.to_string())
}
