//! What pages tell programs that read the web, in the words of <https://schema.org/Dataset>.
//!
//! A block of data, not a script: browsers never run it, and the Content-Security-Policy does not
//! speak of it.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::head::{Head, NAME};
use super::lang;
use crate::service::VersionView;
use crate::site::Origin;
use crate::words::dataset::{FILES, countries, years};
use catalogue::Catalogue;
use domain::route;
use domain::{Commitment, Dimension};
use i18n::rows::plan_in_words;
use i18n::{commitment, data as data_words, layout as say, names, versions};

/// Descriptions are cut to what search engines take: 5,000 characters.
const MAX_DESCRIPTION: usize = 4_900;

/// Who gathers and publishes the data.
fn publisher(origin: &Origin) -> Value {
    json!({ "@type": "Organization", "name": NAME, "url": origin.to_string() })
}

/// No one licence covers all of it: this is where the terms of each part are.
fn terms(origin: &Origin) -> Value {
    json!({
        "@type": "CreativeWork",
        "name": data_words::provenance(lang()),
        "url": format!("{origin}{}", route::Data.at("provenance")),
    })
}

fn files(origin: &Origin, query: &str) -> Vec<Value> {
    let joint = if query.is_empty() { "" } else { "?" };
    let files = FILES.iter().map(|file| {
        json!({
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": format!("{origin}{}{joint}{query}", file.path),
            "encodingFormat": file.media,
        })
    });
    files.collect()
}

/// Tells of the whole record as a data set.
pub fn structured_data_of_record(catalogue: &Catalogue) {
    if let Some(origin) = use_context::<Origin>() {
        tell(&of_record(catalogue, &origin));
    }
}

fn of_record(catalogue: &Catalogue, origin: &Origin) -> Value {
    let t = lang();
    let countries = countries(catalogue).into_iter();
    let places = countries
        .map(|(name, iso3)| json!({ "@type": "Country", "name": name, "identifier": iso3 }));
    let mut description = say::about(t).to_owned();
    if catalogue.version().demonstration {
        description = format!("{} {description}", say::demonstration_means(t));
    }
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{origin}{}", route::Data),
        "name": NAME,
        "description": description,
        "url": format!("{origin}{}", route::Data),
        "identifier": format!("{origin}{}", route::Data),
        "inLanguage": "en",
        "isAccessibleForFree": true,
        "license": terms(origin),
        "creator": publisher(origin),
        "publisher": publisher(origin),
        "isBasedOn": "https://www.opengovpartnership.org/",
        "version": catalogue.version().number.to_string(),
        "measurementTechnique": "Open Government Partnership, Independent Reporting Mechanism",
        "spatialCoverage": places.collect::<Vec<Value>>(),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": NAME,
            "url": format!("{origin}{}", route::Data),
        },
        "distribution": files(origin, ""),
    });
    if let Some((first, last)) = years(catalogue) {
        data["temporalCoverage"] = json!(format!("{first}/{last}"));
    }
    if let Some(made_at) = catalogue.version().made_at {
        data["dateModified"] = json!(made_at.format("%Y-%m-%d").to_string());
    }
    data
}

/// Tells of one version of the record as a data set of its own.
pub fn structured_data_of_version(catalogue: &Catalogue, shown: &VersionView) {
    let Some(origin) = use_context::<Origin>() else {
        return;
    };
    let mut data = of_record(catalogue, &origin);
    let number = shown.past.number.to_string();
    let here = format!("{origin}{}", route::Version::new(shown.past.number));
    for key in ["@id", "url", "identifier"] {
        data[key] = json!(here);
    }
    let made_at = shown.past.revision.made_at.format("%Y-%m-%d").to_string();
    data["name"] = json!(format!("{NAME}: {}", versions::one(lang(), &number)));
    data["version"] = json!(number);
    data["datePublished"] = json!(made_at);
    data["dateModified"] = json!(made_at);
    data["isPartOf"] = json!({ "@id": format!("{origin}{}", route::Data) });
    data["distribution"] = json!(files(&origin, &shown.permanent.to_address()));
    // Those of the state that is shown, which may be a later one.
    if let Some(object) = data.as_object_mut() {
        object.remove("temporalCoverage");
        object.remove("spatialCoverage");
    }
    tell(&data);
}

/// Tells of one commitment as a part of that data set.
pub fn structured_data_of_commitment(c: &Commitment) {
    let Some(origin) = use_context::<Origin>() else {
        return;
    };
    let t = lang();
    let ratings: Vec<Value> = Dimension::ALL
        .iter()
        .map(|dimension| {
            json!({
                "@type": "PropertyValue",
                "name": dimension.label(),
                "value": c.level(*dimension).label(),
            })
        })
        .collect();
    let member = names::member(t, &c.member.slug(), &c.member.name);
    let about = commitment::description(t, &member, c.code.as_str(), &plan_in_words(t, &c.plan));
    let title = c.title_for(t);
    let description: String = format!("{about} {title}")
        .chars()
        .take(MAX_DESCRIPTION)
        .collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{origin}{}", route::Commitment::new(&c.code)),
        "identifier": c.code.to_string(),
        "name": title,
        "description": description,
        "url": format!("{origin}{}", route::Commitment::new(&c.code)),
        "isAccessibleForFree": true,
        "isPartOf": { "@id": format!("{origin}{}", route::Data) },
        "license": terms(&origin),
        "creator": publisher(&origin),
        "about": { "@type": "GovernmentOrganization", "name": c.member.name },
        "spatialCoverage": {
            "@type": "Country",
            "name": c.member.country,
            "identifier": c.member.country_iso3,
        },
        "variableMeasured": ratings,
        "distribution": [{
            "@type": "DataDownload",
            "contentUrl": format!("{origin}{}", route::ApiCommitment::new(&c.code)),
            "encodingFormat": "application/json",
        }],
    });
    if let Some(start) = c.plan.start_year {
        let end = c
            .plan
            .end_year
            .map_or("..".to_owned(), |end| end.to_string());
        data["temporalCoverage"] = json!(format!("{start}/{end}"));
    }
    if let Some(source) = &c.source_url {
        data["isBasedOn"] = json!(source);
    }
    tell(&data);
}

fn tell(data: &Value) {
    if let Some(head) = use_context::<Head>() {
        // Nothing in it can end the block.
        let text = data.to_string().replace('<', "\\u003c");
        head.add(&format!(
            "<script type=\"application/ld+json\">{text}</script>"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{CommitmentCode, Member, MemberKind, Region};
    use std::sync::Arc;

    #[test]
    fn a_title_cannot_end_the_block() {
        let member = Member {
            kept_slug: None,
            name: "Spain".to_owned(),
            kind: MemberKind::National,
            country: "Spain".to_owned(),
            country_iso3: "ESP".to_owned(),
            region: Region::Europe,
            statuses: Vec::new(),
        };
        let code: CommitmentCode = "ES0001".parse().unwrap();
        let mut c = Commitment::blank(code, Arc::new(member));
        c.title = "</script><script>alert(1)</script>".to_owned();
        let head = Head::default();
        let document = Owner::new().with(|| {
            provide_context(head.clone());
            provide_context("https://a.example".parse::<Origin>().unwrap());
            structured_data_of_commitment(&c);
            head.tags()
        });
        assert_eq!(document.matches("<script").count(), 1, "{document}");
        assert_eq!(document.matches("</script>").count(), 1, "{document}");
    }
}
