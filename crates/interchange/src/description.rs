//! What goes along with downloaded data: where it is from, what its columns mean, how to cite it.
//!
//! The application hands in every sentence, in the reader's language; this crate knows where each
//! belongs.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::columns::{Column, ColumnKind};

/// A download described in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// What the selection covers.
    pub title: String,
    /// How to cite the data, and on which terms it may be used.
    pub summary: String,
    /// Where the data is from.
    pub source: String,
    /// The number of the record's state.
    pub version: i64,
    /// When the record first was in that state.
    pub created: Option<DateTime<Utc>>,
    /// How many commitments there are.
    pub commitments: usize,
    /// What a reader must know, as pairs of name and text: the last sheet of a workbook.
    pub facts: Vec<(String, String)>,
    /// The README beside the data.
    pub readme: String,
    pub columns: Vec<ColumnDescription>,
    pub sheets: SheetLabels,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDescription {
    pub column: Column,
    pub kind: String,
    pub meaning: String,
}

/// What is written on the sheets of a workbook that describe its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLabels {
    /// The name of the sheet that describes the columns.
    pub columns: String,
    /// The headings of that sheet: the column, its kind, its meaning.
    pub column_headings: [String; 3],
    /// The name of the sheet with [`Description::facts`].
    pub about: String,
}

impl Default for SheetLabels {
    fn default() -> Self {
        Self {
            columns: "Columns".to_owned(),
            column_headings: ["Column", "Kind", "What it holds"].map(str::to_owned),
            about: "About".to_owned(),
        }
    }
}

impl Description {
    /// The machine-readable description of the data (<https://specs.frictionlessdata.io/data-package/>).
    pub fn data_package(&self) -> Json {
        let fields: Vec<Json> = self
            .columns
            .iter()
            .map(|described| {
                let data_type = match described.column.kind {
                    ColumnKind::Year => "year",
                    _ => "string",
                };
                json!({
                    "name": described.column.name,
                    "type": data_type,
                    "title": described.kind,
                    "description": described.meaning,
                })
            })
            .collect();
        let mut package = json!({
            "profile": "tabular-data-package",
            "name": "ogp-commitments",
            "title": self.title,
            "description": self.summary,
            "version": self.version.to_string(),
            "sources": [{ "title": self.source, "path": "https://www.opengovpartnership.org/" }],
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
        if let Some(created) = self.created {
            package["created"] = created.to_rfc3339_opts(SecondsFormat::Secs, true).into();
        }
        package
    }
}
