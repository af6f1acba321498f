//! The record as rows of the interchange format, in pieces small enough to stream.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::cite::lasting;
use super::{App, version_in_words, words};
use crate::catalogue::{Catalogue, Row};
use crate::domain::Query;
use crate::domain::record::Texts;
use crate::error::AppError;
use crate::interchange::about::About;
use crate::interchange::workbook::CommitmentWorkbook;
use crate::interchange::write;

/// Commitments whose long texts are in memory at once.
const CHUNK: usize = 500;

/// A selection of commitments on its way out, in the order of the query.
#[derive(Debug)]
pub struct Export {
    app: App,
    catalogue: Arc<Catalogue>,
    rows: std::vec::IntoIter<Row>,
    heading: String,
    address: String,
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The record.
    #[error(transparent)]
    App(#[from] AppError),
    /// The disk on which it is put together.
    #[error("the file could not be put together: {0}")]
    Io(#[from] std::io::Error),
    /// The workbook.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The archive.
    #[error("the archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The table in it.
    #[error("the table could not be written: {0}")]
    Csv(#[from] csv::Error),
}

impl App {
    /// Selects what a query covers; its page is ignored, a download is the whole selection.
    pub async fn export(&self, query: &Query) -> Result<Export, AppError> {
        let found = self.found(query).await?;
        let catalogue = self.catalogue();
        let query = catalogue.canonical(query);
        let selection = catalogue.select(&query, found.as_ref().map(|ids| ids.as_slice()));
        let rows: Vec<Row> = catalogue.ordered(&query, &selection).cloned().collect();
        let address = lasting(&query.selection(), catalogue.version()).link("/commitments");
        Ok(Export {
            app: self.clone(),
            rows: rows.into_iter(),
            heading: words::in_words(&catalogue, &query),
            address,
            catalogue,
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

    /// What goes along with the data. `origin` is the site's own address.
    pub fn about(&self, origin: Option<String>) -> About {
        let version = self.catalogue.version();
        About {
            heading: self.heading.clone(),
            address: format!("{}{}", origin.unwrap_or_default(), self.address),
            version: version_in_words(version),
            number: version.number,
            date: version.made_at.map(|at| at.format("%Y-%m-%d").to_string()),
            total: self.rows.len(),
            demonstration: version.demonstration,
        }
    }

    /// The whole selection as an XLSX workbook, in a file that is gone once it is closed.
    pub async fn workbook(mut self, origin: Option<String>) -> Result<File, ExportError> {
        let continued = self.app.inner.store.has_texts_longer_than(LONG).await;
        let continued = continued.map_err(AppError::from)?;
        let mut book = CommitmentWorkbook::new(self.about(origin), continued)?;
        let areas = Arc::clone(&self.catalogue);
        let cells = |row: &Row, texts: &Texts| write::cells(&row.commitment, texts, areas.areas());
        while let Some(rows) = self.next_with(cells).await? {
            for row in rows {
                book.push(&row)?;
            }
            tokio::task::yield_now().await;
        }
        finished(move |file| Ok(book.finish(file)?)).await
    }

    /// The whole selection as a ZIP archive: the data as CSV, its description, and a README.
    pub async fn archive(mut self, origin: Option<String>) -> Result<File, ExportError> {
        let about = self.about(origin);
        let mut zip = zip::ZipWriter::new(tempfile::tempfile()?);
        let compressed = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .large_file(true);
        zip.start_file("README.txt", compressed)?;
        zip.write_all(about.readme().as_bytes())?;
        zip.start_file("datapackage.json", compressed)?;
        serde_json::to_writer_pretty(&mut zip, &about.data_package())
            .map_err(std::io::Error::from)?;
        zip.start_file("commitments.csv", compressed)?;
        zip.write_all(&csv_lines(vec![write::csv_header()])?)?;
        while let Some(lines) = self.next_csv().await? {
            zip.write_all(&csv_lines(lines)?)?;
            tokio::task::yield_now().await;
        }
        let mut file = zip.finish()?;
        file.rewind()?;
        Ok(file)
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

/// Descriptions of more characters may not fit into one cell of a workbook.
const LONG: i64 = 15_000;

/// Lines of a CSV file as this program writes them.
pub fn csv_lines<S: AsRef<[u8]>>(lines: Vec<Vec<S>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in lines {
        writer.write_record(line)?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

/// Packs a file, which takes a while, beside the requests that are being answered.
async fn finished(
    write: impl FnOnce(&mut File) -> Result<(), ExportError> + Send + 'static,
) -> Result<File, ExportError> {
    let done = tokio::task::spawn_blocking(move || {
        let mut file = tempfile::tempfile()?;
        write(&mut file)?;
        file.rewind()?;
        Ok(file)
    });
    done.await
        .map_err(|e| ExportError::Io(std::io::Error::other(e)))?
}
