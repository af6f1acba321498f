//! The record as rows of the interchange format, in pieces small enough to stream.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::App;
use crate::catalogue::{Catalogue, Row};
use crate::domain::Query;
use crate::domain::record::Texts;
use crate::error::AppError;
use crate::interchange::write;

/// Commitments whose long texts are in memory at once.
const CHUNK: usize = 500;

/// A selection of commitments on its way out, in the order of the query.
#[derive(Debug)]
pub struct Export {
    app: App,
    catalogue: Arc<Catalogue>,
    rows: std::vec::IntoIter<Row>,
}

impl App {
    /// Selects what a query covers; its page is ignored, a download is the whole selection.
    pub async fn export(&self, query: &Query) -> Result<Export, AppError> {
        let found = self.found(query).await?;
        let catalogue = self.catalogue();
        let query = catalogue.canonical(query);
        let selection = catalogue.select(&query, found.as_ref().map(|ids| ids.as_slice()));
        let rows: Vec<Row> = catalogue.ordered(&query, &selection).cloned().collect();
        Ok(Export {
            app: self.clone(),
            catalogue,
            rows: rows.into_iter(),
        })
    }
}

impl Export {
    /// The snapshot that is exported.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The commitments still to come.
    pub fn rows(&self) -> &[Row] {
        self.rows.as_slice()
    }

    /// Commitments still to come.
    pub fn remaining(&self) -> usize {
        self.rows.len()
    }

    /// The next lines of a CSV file; nothing when all are out.
    pub async fn next_csv(&mut self) -> Result<Option<Vec<Vec<String>>>, AppError> {
        let areas = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| write::csv_record(&row.commitment, texts, areas.areas()))
            .await
    }

    /// The next objects of a JSON file; nothing when all are out.
    pub async fn next_json(&mut self) -> Result<Option<Vec<Map<String, Json>>>, AppError> {
        let areas = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| write::json_record(&row.commitment, texts, areas.areas()))
            .await
    }

    async fn next_with<T>(
        &mut self,
        convert: impl Fn(&Row, &Texts) -> T,
    ) -> Result<Option<Vec<T>>, AppError> {
        let chunk: Vec<Row> = self.rows.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(None);
        }
        let ids: Vec<i64> = chunk.iter().map(|row| row.id).collect();
        let texts = self.app.inner.store.texts(&ids, self.app.upto()).await?;
        let none = Texts::default();
        Ok(Some(
            chunk
                .iter()
                .map(|row| convert(row, texts.get(&row.id).unwrap_or(&none)))
                .collect(),
        ))
    }
}
