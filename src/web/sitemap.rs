//! `/sitemap.xml`: every public page, in every language; and `/robots.txt`, which names it.

use axum::extract::{Extension, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::{Origin, xml};
use crate::service::App;
use charts::escape;
use domain::Lang;
use domain::context::ContextKind;
use domain::route;

/// Addresses in one sitemap at most, as <https://www.sitemaps.org/protocol.html> allows.
const MOST: usize = 50_000;

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
    route::Api::PATH,
    route::About::PATH,
    route::Changes::PATH,
];

/// `GET /sitemap.xml`. Without the site's own address there is nothing that could be listed.
pub async fn sitemap(State(app): State<App>, origin: Option<Extension<Origin>>) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    // Each page is listed once per language.
    for path in addresses(&app).into_iter().take(MOST / Lang::ALL.len()) {
        push(&mut map, &origin, &path);
    }
    map.push_str("</urlset>\n");
    xml::document(xml::SITEMAP, &map)
}

/// What programs that read everything may leave out. The list in each language is in the sitemap, so it
/// is allowed, and first: some readers take the first rule that fits, others the longest one.
fn rules() -> String {
    let list = route::Commitments::PATH;
    let languages: Vec<String> = Lang::ALL
        .iter()
        .map(|lang| format!("Allow: {}\n", route::Commitments.with("lang", lang.slug())))
        .collect();
    format!(
        "# The public record may be read and indexed by anyone. Staff pages and endless filter\n\
         # combinations are of no use to a search engine.\n\
         User-agent: *\n\
         Disallow: {}\nDisallow: /api/\nDisallow: {}\nDisallow: {}\n\
         {}Disallow: {list}?\nDisallow: {list}.\nCrawl-delay: 2\n",
        route::staff::Desk::PATH,
        route::Metrics::PATH,
        route::Search::PATH,
        languages.concat(),
    )
}

/// `GET /robots.txt`
pub async fn robots(origin: Option<Extension<Origin>>) -> Response {
    let sitemap = origin.map_or(String::new(), |Extension(origin)| {
        format!("\nSitemap: {origin}{}\n", route::Sitemap::PATH)
    });
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, rules() + &sitemap).into_response()
}

fn addresses(app: &App) -> Vec<String> {
    let catalogue = app.catalogue();
    let pages = PAGES.iter().map(|page| (*page).to_owned());
    let areas = catalogue
        .areas()
        .iter()
        .map(|area| route::Area::new(&area.slug).to_string());
    let members = catalogue
        .members()
        .iter()
        .map(|(slug, _)| route::Member::new(slug).to_string());
    let context = catalogue.context();
    let chapters = context
        .of(ContextKind::Chapter)
        .map(|item| route::GuideChapter::new(&item.slug).to_string());
    let actions = context
        .of(ContextKind::Action)
        .map(|item| route::GuideAction::new(item.get("chapter"), &item.slug).to_string());
    let participants = context
        .of(ContextKind::Participant)
        .map(|item| route::Participant::new(&item.slug).to_string());
    let commitments = catalogue
        .rows()
        .map(|row| route::Commitment::new(&row.commitment.code).to_string());
    pages
        .chain(areas)
        .chain(members)
        .chain(chapters)
        .chain(actions)
        .chain(participants)
        .chain(commitments)
        .collect()
}

fn push(map: &mut String, origin: &str, path: &str) {
    let address = |lang: Lang| escape(&format!("{origin}{}", lang.in_address(path)));
    for lang in Lang::ALL {
        map.push_str("<url><loc>");
        map.push_str(&address(*lang));
        map.push_str("</loc>");
        for other in Lang::ALL {
            map.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
            map.push_str(other.slug());
            map.push_str("\" href=\"");
            map.push_str(&address(*other));
            map.push_str("\"/>");
        }
        map.push_str("</url>\n");
    }
}
