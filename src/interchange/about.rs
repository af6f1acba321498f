//! What goes along with downloaded data: where it is from, what its columns mean, how to cite it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::columns::{COLUMNS, Kind};

/// Where the data comes from.
pub const SOURCE: &str =
    "Open Government Partnership and its Independent Reporting Mechanism; each row names its page";
/// On what terms it can be used, as far as that is known: each source by itself, for none covers all.
pub const TERMS: &str = "Ratings: IRM reports are published under CC BY 4.0. Facts and tags from OGP\u{2019}s website and exports: OGP\u{2019}s terms for them are not established; ask OGP before publishing them elsewhere as a whole. Texts of action plans: they belong to the governments that wrote them, on each government\u{2019}s terms. Levels and definitions: this program\u{2019}s (MIT or Apache-2.0).";

/// A download: which state of the record, and what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
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
        let invented = if self.demonstration {
            " Demonstration data, invented."
        } else {
            ""
        };
        format!(
            "OGP commitment tracker, \u{201c}{}\u{201d}, {}. {}. {SOURCE}.{invented}",
            self.heading, self.version, self.address
        )
    }

    /// What a reader must know, as pairs of name and text.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![
            ("Selection", self.heading.clone()),
            ("Address", self.address.clone()),
            ("Commitments", self.total.to_string()),
            ("State of the record", self.version.clone()),
            ("Source", SOURCE.to_owned()),
            ("Terms", TERMS.to_owned()),
            ("Citation", self.citation()),
        ];
        if self.demonstration {
            lines.insert(
                0,
                (
                    "Demonstration",
                    "These commitments are invented.".to_owned(),
                ),
            );
        }
        lines
    }

    /// The README beside the data.
    pub fn readme(&self) -> String {
        let lines = self
            .lines()
            .into_iter()
            .map(|(name, line)| format!("{name}: {line}\n"));
        let mut text = String::from("Commitments of the Open Government Partnership\n\n");
        text.extend(lines);
        text.push_str(
            "\ncommitments.csv holds one commitment a line, in UTF-8. datapackage.json describes its\n\
             columns (Frictionless Data). A cell that a spreadsheet would run as a formula is marked\n\
             with one apostrophe in front. Items of a list have \u{201c};\u{201d} between them; \u{201c};;\u{201d} is a\n\
             semicolon within an item. An empty cell means that the source did not say.\n",
        );
        text
    }

    /// The machine-readable description of the data (<https://specs.frictionlessdata.io/data-package/>).
    pub fn data_package(&self) -> Json {
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
                    "title": column.kind.in_words(),
                    "description": column.meaning,
                })
            })
            .collect();
        let mut package = json!({
            "profile": "tabular-data-package",
            "name": "ogp-commitments",
            "title": self.heading,
            "description": format!("{} {TERMS}", self.citation()),
            "version": self.number.to_string(),
            "sources": [{ "title": SOURCE, "path": "https://www.opengovpartnership.org/" }],
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
