//! What pages tell programs that read the web, in the words of <https://schema.org/Dataset>.
//!
//! A block of data, not a script: browsers never run it, and the Content-Security-Policy does not
//! speak of it.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::head::{Head, NAME};
use super::lang;
use crate::site::Origin;
use catalogue::Catalogue;
use domain::route;
use domain::{Commitment, Dimension};
use i18n::layout as say;

/// Tells of the whole record as a data set.
pub fn tell_of_record(catalogue: &Catalogue) {
    let Some(origin) = use_context::<Origin>() else {
        return;
    };
    let t = lang();
    let file = |path: &str, kind: &str| {
        json!({
            "@type": "DataDownload",
            "contentUrl": format!("{origin}{path}"),
            "encodingFormat": kind,
        })
    };
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{origin}/data"),
        "name": NAME,
        "description": say::about(t),
        "url": format!("{origin}/data"),
        "inLanguage": "en",
        "isAccessibleForFree": true,
        "version": catalogue.version().number.to_string(),
        "measurementTechnique": "Open Government Partnership, Independent Reporting Mechanism",
        "distribution": [
            file(route::CommitmentsCsv::PATH, "text/csv"),
            file(route::CommitmentsJson::PATH, "application/json"),
            file(route::CommitmentsXlsx::PATH, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            file(route::CommitmentsZip::PATH, "application/zip"),
        ],
    });
    if let Some(made_at) = catalogue.version().made_at {
        data["dateModified"] = json!(made_at.format("%Y-%m-%d").to_string());
    }
    tell(&data);
}

/// Tells of one commitment as a part of that data set.
pub fn tell_of_commitment(c: &Commitment) {
    let Some(origin) = use_context::<Origin>() else {
        return;
    };
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
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": format!("{origin}/commitments/{}", c.code),
        "identifier": c.code.to_string(),
        "name": c.title,
        "description": format!("{} ({}): {}", c.member.name, c.code, c.title),
        "url": format!("{origin}/commitments/{}", c.code),
        "isPartOf": { "@id": format!("{origin}/data") },
        "creator": { "@type": "GovernmentOrganization", "name": c.member.name },
        "variableMeasured": ratings,
        "distribution": [{
            "@type": "DataDownload",
            "contentUrl": format!("{origin}/api/v1/commitments/{}", c.code),
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
            tell_of_commitment(&c);
            head.tags()
        });
        assert_eq!(document.matches("<script").count(), 1, "{document}");
        assert_eq!(document.matches("</script>").count(), 1, "{document}");
    }
}
