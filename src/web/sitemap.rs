//! `/sitemap.xml`: every public page, in every language; and `/robots.txt`, which names it.

use axum::extract::{Extension, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::fallback::error_page;
use super::params::Given;
use super::shown::Shown;
use super::{Origin, xml};
use crate::service::App;
use crate::site::BasePath;
use crate::words::dataset::FILES;
use catalogue::Catalogue;
use charts::escape;
use domain::chart::ChartName;
use domain::context::ContextKind;
use domain::query::Problem;
use domain::route::{self, ChartAs};
use domain::{Lang, QueryError};

/// Addresses in one piece at most; <https://www.sitemaps.org/protocol.html> allows 50,000, and 50 MB.
const IN_PART: usize = 10_000;
/// Each page is listed once per language.
const PAGES_IN_PART: usize = IN_PART / Lang::ALL.len();

/// What every document begins with.
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The name of what a map is made of.
const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

const PAGES: &[&str] = &[
    route::Home::PATH,
    route::Commitments::PATH,
    route::Members::PATH,
    route::Areas::PATH,
    route::Charts::PATH,
    route::Compare::PATH,
    route::Challenge::PATH,
    route::Guide::PATH,
    route::Network::PATH,
    route::Resources::PATH,
    route::Method::PATH,
    route::Data::PATH,
    route::Coverage::PATH,
    route::Reports::PATH,
    route::Api::PATH,
    route::Versions::PATH,
    route::About::PATH,
    route::Changes::PATH,
];

/// `GET /sitemap.xml`: which pieces there are; with `part`, one of them. All are at the root, where a map
/// may list every address of the site. Without the site's own address there is nothing that could be
/// listed.
pub async fn sitemap(
    Shown(app): Shown,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
    request: Request,
) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    let parts = addresses(&app.catalogue())
        .count()
        .div_ceil(PAGES_IN_PART)
        .max(1);
    let part = match params.one("part") {
        Ok(None) => return xml::document(xml::SITEMAP, &index(&app, &origin, parts)),
        Ok(Some(part)) => part,
        Err(error) => return error_page(app, request, error.into()).await,
    };
    let number = part.parse::<usize>().ok();
    let number = number.filter(|part| (1..=parts).contains(part));
    let Some(number) = number else {
        let error = QueryError::new("part", part, Problem::Page);
        return error_page(app, request, error.into()).await;
    };
    let mut map = format!(
        "{XML}<urlset xmlns=\"{SITEMAPS}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
    );
    let catalogue = app.catalogue();
    let pages = addresses(&catalogue).skip((number - 1) * PAGES_IN_PART);
    for page in pages.take(PAGES_IN_PART) {
        push(&mut map, &origin, &page);
    }
    map.push_str("</urlset>\n");
    xml::document(xml::SITEMAP, &map)
}

fn index(app: &App, origin: &str, parts: usize) -> String {
    let changed = app.catalogue().version().made_at;
    let changed = changed.map_or(String::new(), lastmod);
    let parts = (1..=parts).map(|part| {
        let address = escape(&format!("{origin}{}", route::Sitemap.with("part", part)));
        format!("<sitemap><loc>{address}</loc>{changed}</sitemap>\n")
    });
    let parts: String = parts.collect();
    format!("{XML}<sitemapindex xmlns=\"{SITEMAPS}\">\n{parts}</sitemapindex>\n")
}

fn lastmod(at: DateTime<Utc>) -> String {
    let day = at.format("%Y-%m-%d");
    format!("<lastmod>{day}</lastmod>")
}

/// What programs that read everything may leave out. The list in each language is in the sitemap, so it
/// is allowed, and first: some readers take the first rule that fits, others the longest one.
fn rules() -> String {
    let list = route::Commitments::PATH;
    let languages: Vec<String> = Lang::ALL
        .iter()
        .map(|lang| format!("Allow: {}\n", route::Commitments.with("lang", lang.slug())))
        .collect();
    // Files of everything are in the catalogue of data, those of a version and what the API says of a
    // commitment in the data on their pages, feeds in the heads of pages: all of that may be read.
    let selections: Vec<String> = FILES
        .iter()
        .map(|file| {
            let path = file.path;
            format!("Allow: {path}?as_of=\nDisallow: {path}?\n")
        })
        .collect();
    format!(
        "# The public record may be read and indexed by anyone. Staff pages and endless filter\n\
         # combinations are of no use to a search engine.\n\
         User-agent: *\n\
         Disallow: {}\nAllow: {}/\nDisallow: /api/\nDisallow: {}\nDisallow: {}\n\
         {}Disallow: {list}?\n{}Crawl-delay: 2\n",
        route::staff::Desk::PATH,
        route::ApiCommitments::PATH,
        route::Metrics::PATH,
        route::Search::PATH,
        languages.concat(),
        selections.concat(),
    )
}

/// `GET /robots.txt`
pub async fn robots(
    origin: Option<Extension<Origin>>,
    base_path: Option<Extension<BasePath>>,
) -> Response {
    let base_path = base_path.map(|Extension(base_path)| base_path.to_string());
    let below = format!(": {}/", base_path.unwrap_or_default());
    let rules = rules().replace(": /", &below);
    let sitemap = origin.map_or(String::new(), |Extension(origin)| {
        format!("\nSitemap: {origin}{}\n", route::Sitemap::PATH)
    });
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, rules + &sitemap).into_response()
}

/// A page, and when it last changed, where that is known.
struct Listed {
    path: String,
    changed: Option<DateTime<Utc>>,
}

/// Every public page but those that an address asks for with a query.
fn addresses(catalogue: &Catalogue) -> impl Iterator<Item = Listed> {
    let context = catalogue.context();
    let pages = PAGES.iter().map(|page| (*page).to_owned());
    let charts = ChartName::ALL
        .iter()
        .map(|name| ChartAs::Page.of(*name))
        .filter(|path| !PAGES.contains(&path.as_str()));
    let areas = catalogue.areas().iter();
    let areas = areas.map(|area| route::Area::new(&area.slug).to_string());
    let members = catalogue.members().iter();
    let members = members.map(|(slug, _)| route::Member::new(slug).to_string());
    let chapters = context.of(ContextKind::Chapter);
    let chapters = chapters.map(|item| route::GuideChapter::new(&item.slug).to_string());
    let actions = context
        .of(ContextKind::Action)
        .map(|item| route::GuideAction::new(item.get("chapter"), &item.slug).to_string());
    let participants = context.of(ContextKind::Participant);
    let participants = participants.map(|item| route::Participant::new(&item.slug).to_string());
    let commitments = catalogue.rows().map(|row| Listed {
        path: route::Commitment::new(&row.commitment.code).to_string(),
        changed: row.last_change.map(|change| change.made_at),
    });
    pages
        .chain(charts)
        .chain(areas)
        .chain(members)
        .chain(chapters)
        .chain(actions)
        .chain(participants)
        .map(|path| Listed {
            path,
            changed: None,
        })
        .chain(commitments)
}

/// Lists a page once for each language, with its address in each.
fn push(map: &mut String, origin: &str, page: &Listed) {
    let address = |lang: Lang| escape(&format!("{origin}{}", lang.in_address(&page.path)));
    let named = Lang::ALL.iter().map(|lang| (lang.slug(), *lang));
    let all = named.chain([("x-default", Lang::default())]);
    let others: Vec<String> = all
        .map(|(name, lang)| {
            let href = address(lang);
            format!("<xhtml:link rel=\"alternate\" hreflang=\"{name}\" href=\"{href}\"/>")
        })
        .collect();
    let others = others.concat();
    let changed = page.changed.map_or(String::new(), lastmod);
    for lang in Lang::ALL {
        map.push_str("<url><loc>");
        map.push_str(&address(*lang));
        map.push_str("</loc>");
        map.push_str(&changed);
        map.push_str(&others);
        map.push_str("</url>\n");
    }
}
