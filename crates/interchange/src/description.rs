//! What goes along with downloaded data: where it is from, what its columns mean, how to cite it.
//!
//! The application hands in every sentence, in the reader's language; this crate knows where each
//! belongs.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use super::columns::{Column, ColumnKind};
use super::rating_rows::RatingColumn;

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
    /// The columns of the ratings beside the commitments, where they go along.
    pub rating_columns: Vec<RatingColumnDescription>,
    pub sheets: SheetLabels,
}

/// What a column of the ratings means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingColumnDescription {
    pub column: RatingColumn,
    pub kind: String,
    pub meaning: String,
}

/// A column as Frictionless Data describes it.
fn field(name: &str, kind: ColumnKind, title: &str, meaning: &str) -> Json {
    let data_type = match kind {
        ColumnKind::Year => "year",
        _ => "string",
    };
    json!({ "name": name, "type": data_type, "title": title, "description": meaning })
}

/// A CSV file of an archive as Frictionless Data describes it.
fn resource(name: &str, mut schema: Json) -> Json {
    schema["missingValues"] = json!([""]);
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": format!("{name}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "header": true },
        "schema": schema,
    })
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
        let columns = self.columns.iter();
        let fields = columns.map(|d| field(d.column.name, d.column.kind, &d.kind, &d.meaning));
        let commitments = json!({ "fields": fields.collect::<Vec<_>>(), "primaryKey": "code" });
        let columns = self.rating_columns.iter();
        let fields = columns.map(|d| field(d.column.name, d.column.kind, &d.kind, &d.meaning));
        let ratings = json!({
            "fields": fields.collect::<Vec<_>>(),
            "foreignKeys": [{
                "fields": "code",
                "reference": { "resource": "commitments", "fields": "code" },
            }],
        });
        let mut package = json!({
            "profile": "tabular-data-package",
            "name": "ogp-commitments",
            "title": self.title,
            "description": self.summary,
            "version": self.version.to_string(),
            "sources": [{ "title": self.source, "path": "https://www.opengovpartnership.org/" }],
            "resources": [resource("commitments", commitments), resource("ratings", ratings)],
        });
        // No `licenses`: they would speak for the package as a whole, and no licence covers that.
        if let Some(created) = self.created {
            package["created"] = created.to_rfc3339_opts(SecondsFormat::Secs, true).into();
        }
        package
    }
}
