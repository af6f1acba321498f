//! `/catalog.jsonld`: the data as catalogues of open data harvest it, in DCAT-AP 3
//! (<https://semiceu.github.io/DCAT-AP/releases/3.0.0/>), in all languages at once. Without the site's own
//! address its identifiers are relative to where it was read.

use axum::extract::Extension;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Origin;
use super::shown::Shown;
use crate::components::NAME;
use crate::words::dataset::{DataFile, FILES, countries, years};
use catalogue::Catalogue;
use domain::{Lang, route};
use i18n::{data, layout};

/// The EU's tables of names, which DCAT-AP asks for.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// `GET /catalog.jsonld`
pub async fn catalog(Shown(app): Shown, origin: Option<Extension<Origin>>) -> Response {
    let origin = origin.map_or(String::new(), |Extension(origin)| origin.to_string());
    let catalog = Described {
        origin,
        catalogue: &app.catalogue(),
    };
    let headers = [(CONTENT_TYPE, "application/ld+json")];
    (headers, catalog.document().to_string()).into_response()
}

struct Described<'a> {
    origin: String,
    catalogue: &'a Catalogue,
}

/// A text in each language.
fn texts(say: fn(Lang) -> &'static str) -> Value {
    let texts = Lang::ALL
        .iter()
        .map(|lang| json!({ "@language": lang.slug(), "@value": say(*lang) }));
    texts.collect()
}

fn named(table: &str, name: &str) -> Value {
    json!({ "@id": format!("{AUTHORITY}/{table}/{name}") })
}

/// A year as catalogues name it.
fn year(year: i32) -> Value {
    json!({ "@type": "xsd:gYear", "@value": format!("{year:04}") })
}

impl Described<'_> {
    fn at(&self, path: impl std::fmt::Display) -> String {
        format!("{}{path}", self.origin)
    }

    fn link(&self, path: impl std::fmt::Display) -> Value {
        json!({ "@id": self.at(path) })
    }

    fn document(&self) -> Value {
        let publisher = json!({
            "@id": self.at(route::About.at("publisher")),
            "@type": "foaf:Agent",
            "foaf:name": NAME,
            "foaf:homepage": self.link(route::Home),
        });
        let terms = json!({
            "@id": self.at(route::Data.at("provenance")),
            "@type": "dct:LicenseDocument",
            "dct:title": texts(data::provenance),
        });
        let commitments = self.dataset("commitments", texts(data::commitments), false);
        let ratings = self.dataset("ratings", texts(data::ratings), true);
        let languages = ["ENG", "SPA", "FRA"].map(|code| named("language", code));
        let mut catalog = json!({
            "@id": self.at(route::Catalog),
            "@type": "dcat:Catalog",
            "dct:title": NAME,
            "dct:description": texts(self.about()),
            "dct:publisher": { "@id": publisher["@id"] },
            "dct:language": languages,
            "foaf:homepage": self.link(route::Home),
            "dcat:dataset": [{ "@id": commitments["@id"] }, { "@id": ratings["@id"] }],
        });
        self.date(&mut catalog);
        let mut graph = vec![catalog, publisher, terms, commitments, ratings];
        graph.extend(FILES.iter().map(|file| self.file(file)));
        json!({
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
            "@graph": graph,
        })
    }

    /// What the data is; of invented data, that it is invented.
    fn about(&self) -> fn(Lang) -> &'static str {
        if self.catalogue.version().demonstration {
            layout::demonstration_means
        } else {
            layout::about
        }
    }

    fn date(&self, thing: &mut Value) {
        if let Some(at) = self.catalogue.version().made_at {
            let day = at.format("%Y-%m-%d").to_string();
            thing["dct:modified"] = json!({ "@type": "xsd:date", "@value": day });
        }
    }

    fn dataset(&self, name: &str, title: Value, is_of_ratings: bool) -> Value {
        let countries = countries(self.catalogue).into_iter();
        let places: Vec<Value> = countries.map(|(_, iso3)| named("country", iso3)).collect();
        let files = FILES.iter();
        let files = files.filter(|file| file.is_of_ratings == is_of_ratings);
        let files: Vec<Value> = files.map(|file| json!({ "@id": self.id(file) })).collect();
        let mut dataset = json!({
            "@id": self.at(route::Data.at(name)),
            "@type": "dcat:Dataset",
            "dct:title": title,
            "dct:description": texts(self.about()),
            "dct:identifier": self.at(route::Data.at(name)),
            "dct:publisher": self.link(route::About.at("publisher")),
            "dct:accessRights": named("access-right", "PUBLIC"),
            "dct:accrualPeriodicity": named("frequency", "IRREG"),
            "dct:language": named("language", "ENG"),
            "dct:spatial": places,
            "dcat:theme": named("data-theme", "GOVE"),
            "dcat:keyword": ["open government", "digital governance", "commitments", "OGP", "IRM"],
            "dcat:landingPage": self.link(route::Data),
            "dcat:version": self.catalogue.version().number.to_string(),
            "dcat:distribution": files,
        });
        if let Some((first, last)) = years(self.catalogue) {
            dataset["dct:temporal"] = json!({
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": year(first),
                "dcat:endDate": year(last),
            });
        }
        self.date(&mut dataset);
        dataset
    }

    fn id(&self, file: &DataFile) -> String {
        format!("{}#distribution", self.at(file.path))
    }

    fn file(&self, file: &DataFile) -> Value {
        let media = format!(
            "https://www.iana.org/assignments/media-types/{}",
            file.media
        );
        json!({
            "@id": self.id(file),
            "@type": "dcat:Distribution",
            "dct:title": { "@language": "en", "@value": file.title },
            "dcat:accessURL": self.link(route::Data),
            "dcat:downloadURL": self.link(file.path),
            "dcat:mediaType": { "@id": media },
            "dct:format": named("file-type", file.format),
            "dct:license": self.link(route::Data.at("provenance")),
        })
    }
}
