//! A feed, whatever it lists, and the formats in which readers take it.

use atom_syndication::{Category, Entry, Feed, Link, Person, Text};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::Lang;
use domain::characters::for_xml;
use serde_json::{Value, json};

use super::xml;

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// <https://www.rfc-editor.org/rfc/rfc4287>
    Atom,
    /// <https://www.jsonfeed.org/version/1.1/>
    Json,
}

impl FeedFormat {
    /// The format of the feed at a path.
    pub fn of(path: &str) -> Self {
        if path.ends_with(".jsonfeed") {
            Self::Json
        } else {
            Self::Atom
        }
    }
}

/// A feed in one language. Ids are the same in every language and at every address of the site: by them
/// readers know what they have seen.
#[derive(Debug, Clone)]
pub struct FeedDocument {
    /// What it lists.
    pub title: String,
    /// Its id, in Atom; JSON Feed knows a feed by its address.
    pub id: String,
    /// Its own address.
    pub own: String,
    /// The page that shows the same.
    pub page: String,
    /// When anything in it last changed.
    pub updated: DateTime<Utc>,
    pub lang: Lang,
    /// Who made what names nobody itself.
    pub author: Option<String>,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// One thing that a feed lists.
#[derive(Debug, Clone)]
pub struct FeedItem {
    pub id: String,
    pub title: String,
    pub updated: DateTime<Utc>,
    /// Where it is not the same moment.
    pub published: Option<DateTime<Utc>>,
    pub author: Option<String>,
    /// Where it can be read.
    pub page: Option<String>,
    /// Lines of text.
    pub text: String,
    /// Words for programs, such as `rated`.
    pub tags: Vec<&'static str>,
}

impl FeedDocument {
    /// The feed as an answer.
    pub fn answer(&self, format: FeedFormat) -> Response {
        match format {
            FeedFormat::Atom => xml::document(xml::ATOM, &self.atom().to_string()),
            FeedFormat::Json => {
                let headers = [(CONTENT_TYPE, "application/feed+json")];
                (headers, self.json().to_string()).into_response()
            }
        }
    }

    fn atom(&self) -> Feed {
        let link = |href: &str, rel: &str| Link {
            href: href.to_owned(),
            rel: rel.to_owned(),
            ..Link::default()
        };
        let entries = self.items.iter().map(|item| Entry {
            title: Text::plain(item.title.as_str()),
            id: item.id.clone(),
            updated: item.updated.fixed_offset(),
            published: item.published.map(|at| at.fixed_offset()),
            authors: item.author.iter().map(|name| person(name)).collect(),
            categories: item
                .tags
                .iter()
                .map(|tag| Category {
                    term: (*tag).to_owned(),
                    ..Category::default()
                })
                .collect(),
            links: item
                .page
                .iter()
                .map(|page| link(page, "alternate"))
                .collect(),
            summary: Some(Text::plain(item.text.as_str())),
            ..Entry::default()
        });
        Feed {
            title: Text::plain(self.title.as_str()),
            id: self.id.clone(),
            updated: self.updated.fixed_offset(),
            authors: self.author.iter().map(|name| person(name)).collect(),
            links: vec![link(&self.own, "self"), link(&self.page, "alternate")],
            lang: Some(self.lang.slug().to_owned()),
            entries: entries.collect(),
            ..Feed::default()
        }
    }

    fn json(&self) -> Value {
        let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let authors = |name: &Option<String>| {
            let names = name.iter().map(|name| json!({ "name": name }));
            names.collect::<Vec<Value>>()
        };
        // The same characters as in Atom, so that both say the same.
        let items = self.items.iter().map(|item| {
            let mut shown = json!({
                "id": item.id,
                "title": for_xml(&item.title),
                "content_text": for_xml(&item.text),
                "date_published": moment(item.published.unwrap_or(item.updated)),
                "date_modified": moment(item.updated),
            });
            if let Some(page) = &item.page {
                shown["url"] = json!(page);
            }
            if item.author.is_some() {
                shown["authors"] = json!(authors(&item.author));
            }
            if !item.tags.is_empty() {
                shown["tags"] = json!(item.tags);
            }
            shown
        });
        let mut feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": for_xml(&self.title),
            "home_page_url": self.page,
            "feed_url": self.own,
            "language": self.lang.slug(),
            "items": items.collect::<Vec<Value>>(),
        });
        if self.author.is_some() {
            feed["authors"] = json!(authors(&self.author));
        }
        feed
    }
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        ..Person::default()
    }
}
