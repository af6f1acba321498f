//! What goes along with downloaded data: where it is from, what its columns mean, how to cite it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::columns::{COLUMNS, Kind};
use domain::Lang;
use i18n::about as say;

/// A download: which state of the record, and what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// In which language it is told; columns and what is in them are English always.
    pub lang: Lang,
    /// What the selection covers, in words.
    pub heading: String,
    /// Its address on the site.
    pub address: String,
    /// The state of the record, in words.
    pub version: String,
    /// The number of that state.
    pub number: i64,
    /// When the record was in that state first.
    pub made_at: Option<DateTime<Utc>>,
    /// How many commitments there are.
    pub total: usize,
    /// Whether they are invented.
    pub demonstration: bool,
}

impl About {
    /// How to cite the data.
    pub fn citation(&self) -> String {
        let t = self.lang;
        let cited = say::cite(t, &self.heading, &self.version, &self.address, say::from(t));
        if self.demonstration {
            cited + say::cite_invented(t)
        } else {
            cited
        }
    }

    /// What a reader must know, as pairs of name and text.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let t = self.lang;
        let invented = (say::demonstration(t), say::invented(t).to_owned());
        let rest = [
            (say::selection(t), self.heading.clone()),
            (say::address(t), self.address.clone()),
            (say::commitments(t), self.total.to_string()),
            (say::state(t), self.version.clone()),
            (say::source(t), say::from(t).to_owned()),
            (say::terms(t), say::on_terms(t).to_owned()),
            (say::citation(t), self.citation()),
        ];
        let first = self.demonstration.then_some(invented);
        first.into_iter().chain(rest).collect()
    }

    /// The README beside the data.
    pub fn readme(&self) -> String {
        let t = self.lang;
        let lines: String = self
            .lines()
            .into_iter()
            .map(|(name, text)| say::line(t, name, &text) + "\n")
            .collect();
        format!("{}\n\n{lines}\n{}\n", say::title(t), say::how_to_read(t))
    }

    /// The machine-readable description of the data (<https://specs.frictionlessdata.io/data-package/>).
    pub fn data_package(&self) -> Json {
        let t = self.lang;
        let fields: Vec<Json> = COLUMNS
            .iter()
            .map(|column| {
                let kind = match column.kind {
                    Kind::Year => "year",
                    _ => "string",
                };
                json!({
                    "name": column.name,
                    "type": kind,
                    "title": column.kind.in_words(t),
                    "description": (column.meaning)(t),
                })
            })
            .collect();
        let mut package = json!({
            "profile": "tabular-data-package",
            "name": "ogp-commitments",
            "title": self.heading,
            "description": format!("{} {}", self.citation(), say::on_terms(t)),
            "version": self.number.to_string(),
            "sources": [{ "title": say::from(t), "path": "https://www.opengovpartnership.org/" }],
            "resources": [{
                "profile": "tabular-data-resource",
                "name": "commitments",
                "path": "commitments.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "header": true },
                "schema": { "fields": fields, "primaryKey": "code", "missingValues": [""] },
            }],
        });
        // No `licenses`: they would speak for the package as a whole, and no licence covers that.
        if let Some(made_at) = self.made_at {
            package["created"] = made_at.to_rfc3339_opts(SecondsFormat::Secs, true).into();
        }
        package
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_along_is_told_in_the_language_and_columns_keep_their_names() {
        let about = |lang| About {
            lang,
            heading: "X".to_owned(),
            address: "/commitments".to_owned(),
            version: "1".to_owned(),
            number: 1,
            made_at: None,
            total: 2,
            demonstration: true,
        };
        let english = about(Lang::English).readme();
        assert!(english.starts_with("Commitments of the Open Government Partnership\n\nDemo"));
        assert!(english.contains("Commitments: 2\n") && english.ends_with("did not say.\n"));
        assert!(about(Lang::Spanish).readme().contains("Compromisos: 2\n"));
        let french = about(Lang::French);
        assert!(french.readme().contains("Engagements\u{202f}: 2\n"));
        let package = french.data_package();
        let first = &package["resources"][0]["schema"]["fields"][0];
        assert_eq!(first["name"], "code");
        assert_eq!(first["title"], "texte");
    }
}
