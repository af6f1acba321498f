//! `/sitemap.xml`: every public page, in every language.

use axum::extract::{Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::Origin;
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
    route::Changes::PATH,
];

/// `GET /sitemap.xml`. Without the site's own address there is nothing that could be listed.
pub async fn sitemap(State(app): State<App>, origin: Option<Extension<Origin>>) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    // Each page stands there once for each language.
    for path in addresses(&app).into_iter().take(MOST / Lang::ALL.len()) {
        push(&mut map, &origin, &path);
    }
    map.push_str("</urlset>\n");
    ([(CONTENT_TYPE, "application/xml; charset=utf-8")], map).into_response()
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
