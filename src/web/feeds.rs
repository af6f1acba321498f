//! The feeds: `/commitments`, `/changes` and `/resources`, each with the query of its page, as `.atom` and
//! `.jsonfeed`.

use std::fmt::Display;

use axum::extract::{Extension, Request};
use axum::response::Response;
use domain::query::Query;
use domain::route;
use domain::{Lang, PartialDate, params};
use i18n::{changes as say, feeds as feed_words, resources as words};
use uuid::Builder;

use super::Origin;
use super::fallback::error_page;
use super::feed::{FeedDocument, FeedFormat, FeedItem};
use super::params::Given;
use super::shown::{RequestLang, Shown};
use crate::assets::short_hash;
use crate::components::NAME;
use crate::error::AppError;
use crate::pages::changes::{lines, lines_of_thing};
use crate::service::context::ResourcesAsked;
use crate::service::{App, Asked, Change, EventKind, FollowedEvent};
use crate::words::{heading, written_by};
use store::PastRevision;

/// What every feed is made with.
struct Maker {
    app: App,
    lang: Lang,
    /// The site's own address; empty where it is not known, and addresses are relative.
    origin: String,
    format: FeedFormat,
}

impl Maker {
    fn new(app: &App, lang: Lang, origin: Option<Extension<Origin>>, request: &Request) -> Self {
        Self {
            app: app.clone(),
            lang,
            origin: origin.map_or(String::new(), |Extension(origin)| origin.to_string()),
            format: FeedFormat::of(request.uri().path()),
        }
    }

    /// A whole address: in the language of the feed, of the moment that it shows.
    fn address(&self, path: &str) -> String {
        let path = self.lang.in_address(path);
        let as_of = match self.app.shown_as_of() {
            Some(as_of) if !params::names(&path, "as_of") => {
                let joint = if path.contains('?') { '&' } else { '?' };
                format!("{joint}as_of={as_of}")
            }
            _ => String::new(),
        };
        format!("{}{path}{as_of}", self.origin)
    }

    /// An id that stays the same in every feed, in every language and at every address of the site.
    fn id(&self, kind: &str, key: impl Display) -> String {
        let seen = format!("{}\n{kind}\n{key}", self.app.identity());
        let hash = u128::from_str_radix(&short_hash(seen.as_bytes()), 16).unwrap_or_default();
        let id = Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid();
        id.urn().to_string()
    }

    /// The path of the feed in its format.
    fn path(&self, atom: impl Display, json: impl Display) -> String {
        match self.format {
            FeedFormat::Atom => atom.to_string(),
            FeedFormat::Json => json.to_string(),
        }
    }

    /// `GET /changes.atom`: the history, a revision an entry.
    async fn changes(&self, asked: Asked) -> Result<FeedDocument, AppError> {
        let t = self.lang;
        let shown = self.app.changes(asked, t).await?;
        let asked = &shown.asked;
        let items = shown.changes.iter();
        let items: Vec<FeedItem> = items
            .map(|(past, change)| self.revision(past, change))
            .collect();
        let path = self.path(route::ChangesFeed, route::ChangesJsonFeed);
        let key = asked.link(route::Changes, 0);
        let made_at = shown.catalogue.version().made_at.unwrap_or_default();
        Ok(FeedDocument {
            title: say::feed_title(t).to_owned(),
            id: self.id("feed", &key),
            own: self.address(&asked.link(path, asked.page)),
            page: self.address(&key),
            updated: items.first().map_or(made_at, |item| item.updated),
            lang: t,
            author: Some(NAME.to_owned()),
            items,
        })
    }

    fn revision(&self, past: &PastRevision, change: &Change) -> FeedItem {
        let (t, r) = (self.lang, &past.revision);
        let reason = say::localized_reason(t, &r.reason);
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
        let history = self.address(route::Changes::PATH);
        FeedItem {
            id: self.id("revision", past.number),
            title,
            updated: r.made_at,
            published: None,
            author: Some(r.made_by.clone()),
            page: Some(format!("{history}#r{}", past.number)),
            text: text.join("\n"),
            tags: Vec::new(),
        }
    }

    /// `GET /commitments.atom`: what happened to the commitments of a list, an entry for each revision of
    /// each commitment.
    async fn commitments(&self, query: &Query) -> Result<FeedDocument, AppError> {
        let t = self.lang;
        let shown = self.app.followed(query, t).await?;
        // What names a list names it in each language and at each moment.
        let query = shown.query.seen_from(None).speaking(Lang::English);
        let items: Vec<FeedItem> = shown.events.iter().map(|event| self.event(event)).collect();
        let path = self.path(route::CommitmentsFeed, route::CommitmentsJsonFeed);
        let page = query.link(route::Commitments);
        let made_at = shown.catalogue.version().made_at.unwrap_or_default();
        Ok(FeedDocument {
            title: feed_words::title_of(t, &heading(t, &shown.catalogue, &query)),
            id: self.id("feed", &page),
            own: self.address(&query.link(path)),
            page: self.address(&page),
            updated: items.first().map_or(made_at, |item| item.updated),
            lang: t,
            author: Some(NAME.to_owned()),
            items,
        })
    }

    fn event(&self, event: &FollowedEvent) -> FeedItem {
        let t = self.lang;
        let (r, item) = (&event.revision.revision, &event.item);
        let named = say::titled(t, item.code.as_str(), &item.title);
        let title = match event.kind {
            EventKind::New => feed_words::new(t, &named),
            EventKind::Rated => feed_words::rated(t, &named),
            EventKind::Changed => feed_words::changed(t, &named),
            EventKind::Withdrawn => feed_words::withdrawn(t, &named),
        };
        let reason = say::localized_reason(t, &r.reason);
        let by = written_by(t, &event.drafted_by, &r.made_by);
        let made = say::made(t, &r.made_by, reason) + &by;
        let text: Vec<String> = lines(t, item).into_iter().chain([made]).collect();
        // What is withdrawn has no page of its own any more, but a history.
        let page = if event.is_there {
            route::Commitment::new(&item.code).to_string()
        } else {
            route::Changes.with("code", &item.code)
        };
        FeedItem {
            id: self.id("event", format!("{} {}", event.revision.number, item.code)),
            title,
            updated: r.made_at,
            published: None,
            author: Some(r.made_by.clone()),
            page: Some(self.address(&page)),
            text: text.join("\n"),
            tags: vec![event.kind.slug()],
        }
    }

    /// `GET /resources.atom`.
    fn resources(&self, asked: ResourcesAsked) -> FeedDocument {
        let t = self.lang;
        let shown = self.app.resources(asked);
        let made_at = shown.catalogue.version().made_at.unwrap_or_default();
        let items = shown.shown.iter().map(|item| {
            // A resource changes with the record; what it is about may be older.
            let published = item.date("date").and_then(PartialDate::earliest);
            let published = published.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
            FeedItem {
                id: self.id("resource", &item.slug),
                title: item.get("title").to_owned(),
                updated: published.unwrap_or(made_at),
                published,
                author: None,
                page: Some(item.get("url").to_owned()).filter(|url| !url.is_empty()),
                text: item.text("summary", t).to_owned(),
                tags: Vec::new(),
            }
        });
        let path = self.path(route::ResourcesFeed, route::ResourcesJsonFeed);
        let key = shown.asked.link(route::Resources);
        FeedDocument {
            title: words::feed_title(t).to_owned(),
            id: self.id("feed", &key),
            own: self.address(&shown.asked.link(path)),
            page: self.address(&key),
            updated: made_at,
            lang: t,
            author: Some(NAME.to_owned()),
            items: items.collect(),
        }
    }
}

/// `GET /changes.atom` and `/changes.jsonfeed`, with the filters of `/changes`.
pub async fn changes(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let maker = Maker::new(&app, lang, origin, &request);
    let made = async {
        let asked = Asked::of(&params)?;
        // Refuses members that there never were.
        app.query_to_follow(&params).await?;
        maker.changes(asked).await
    };
    let made = made.await;
    answer(&maker, made, request).await
}

/// `GET /commitments.atom` and `/commitments.jsonfeed`, with the query of `/commitments`.
pub async fn commitments(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let maker = Maker::new(&app, lang, origin, &request);
    let made = match app.query_to_follow(&params).await {
        Ok(query) => maker.commitments(&query).await,
        Err(error) => Err(error),
    };
    answer(&maker, made, request).await
}

/// `GET /resources.atom` and `/resources.jsonfeed`, with the filters of `/resources`.
pub async fn resources(
    Shown(app): Shown,
    RequestLang(lang): RequestLang,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let maker = Maker::new(&app, lang, origin, &request);
    let asked = ResourcesAsked::of(&params).map_err(AppError::from);
    let made = asked.and_then(|asked| {
        if let Some(topic) = &asked.topic {
            app.require_area("topic", topic)?;
        }
        Ok(maker.resources(asked))
    });
    answer(&maker, made, request).await
}

async fn answer(maker: &Maker, made: Result<FeedDocument, AppError>, request: Request) -> Response {
    match made {
        Ok(feed) => feed.answer(maker.format),
        Err(error) => error_page(maker.app.clone(), request, error).await,
    }
}
