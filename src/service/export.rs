//! The record as rows of the interchange format, in pieces small enough to stream.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value as Json};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::export_format::{ExportFormat, ExportTable};
use super::permanent::permanent;
use super::pieces::{JsonText, Pieces, Stage};
use super::{App, HeavyKind, spelling};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::record::Texts;
use domain::{Commitment, Query, Rating};
use interchange::BYTE_ORDER_MARK;
use interchange::description::Description;
use interchange::parquet_file::{ParquetError, ParquetFile};
use interchange::rating_rows;
use interchange::rows::{self, RowContext};
use interchange::workbook::CommitmentWorkbook;

/// Commitments whose long texts are in memory at once.
const CHUNK: usize = 500;

/// A selection of commitments on its way out, in the order of the query.
#[derive(Debug, Clone)]
pub struct Export {
    app: App,
    catalogue: Arc<Catalogue>,
    rows: std::vec::IntoIter<Row>,
    pub(super) table: ExportTable,
    query: Query,
    permanent: Query,
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
    /// The columns.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] ParquetError),
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
        let query = spelling::canonical(&catalogue, query);
        let selection = catalogue.select(&query, found.as_ref().map(|found| found.ids.as_slice()));
        let rows: Vec<Row> = catalogue.ordered(&query, &selection).cloned().collect();
        Ok(Export {
            app: self.clone(),
            rows: rows.into_iter(),
            table: ExportTable::Commitments,
            permanent: permanent(&query.selection(), catalogue.version(), self.now()),
            query,
            catalogue,
        })
    }
}

/// What a row depends on beyond its commitment.
fn context<'a>(catalogue: &'a Catalogue, row: &Row) -> RowContext<'a> {
    RowContext {
        areas: catalogue.areas(),
        today: catalogue.today(),
        plan_results: row.plan_results,
    }
}

impl Export {
    /// The snapshot that is exported.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What is selected, in canonical form.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The selection in an address that keeps showing it.
    pub fn permanent(&self) -> &Query {
        &self.permanent
    }

    /// The commitments still to come.
    pub fn rows(&self) -> &[Row] {
        self.rows.as_slice()
    }

    /// Commitments still to come.
    pub fn remaining(&self) -> usize {
        self.rows.len()
    }

    /// The same selection with a row for each of something else.
    #[must_use]
    pub fn rows_of(mut self, table: ExportTable) -> Self {
        self.table = table;
        self
    }

    /// The next lines of a CSV file; nothing when all are out.
    pub async fn next_csv(&mut self) -> Result<Option<Vec<Vec<String>>>, AppError> {
        if self.table == ExportTable::Ratings {
            return self.next_ratings(rating_rows::csv_records).await;
        }
        let catalogue = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| {
            rows::csv_record(&row.commitment, texts, context(&catalogue, row))
        })
        .await
    }

    /// The next objects of a JSON file; nothing when all are out.
    pub async fn next_json(&mut self) -> Result<Option<Vec<Map<String, Json>>>, AppError> {
        if self.table == ExportTable::Ratings {
            return self.next_ratings(rating_rows::json_records).await;
        }
        let catalogue = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| {
            rows::json_record(&row.commitment, texts, context(&catalogue, row))
        })
        .await
    }

    /// The selection as a file, piece by piece; `about` goes along with it where there is room.
    pub async fn pieces(
        self,
        format: ExportFormat,
        about: Description,
    ) -> Result<Pieces, ExportError> {
        Ok(Pieces(match format {
            ExportFormat::Csv => Stage::Csv(self, Some("")),
            ExportFormat::CsvForExcel => Stage::Csv(self, Some(BYTE_ORDER_MARK)),
            ExportFormat::Json => {
                let opening = self.json_opening();
                Stage::Json(self, JsonText::of(opening, ",\n", "]}\n"))
            }
            ExportFormat::Records => Stage::Json(self, JsonText::of("[".to_owned(), ",\n", "]\n")),
            ExportFormat::Ndjson => Stage::Json(self, JsonText::of(String::new(), "\n", "\n")),
            ExportFormat::Zip => Stage::Zip(Archive::begin(self, &about)?),
            ExportFormat::Parquet => {
                let file = self.parquet(&about).await?;
                let length = file.metadata()?.len();
                Stage::File(file.into(), length)
            }
            // Its first bytes depend on its last row: nothing can go out before all is there.
            ExportFormat::Xlsx => {
                let file = self.workbook(about).await?;
                let length = file.metadata()?.len();
                Stage::File(file.into(), length)
            }
        }))
    }

    /// The whole selection as an XLSX workbook, in a file that is gone once it is closed.
    pub async fn workbook(mut self, about: Description) -> Result<File, ExportError> {
        let mut turn = self
            .app
            .heavy()
            .turn(HeavyKind::Workbook)
            .await
            .map_err(AppError::from)?;
        let continued = self
            .app
            .inner
            .store
            .has_texts_longer_than(LONG, self.catalogue.version().number)
            .await;
        let continued = continued.map_err(AppError::from)?;
        let mut book = CommitmentWorkbook::new(about, continued)?;
        let catalogue = Arc::clone(&self.catalogue);
        let cells = |row: &Row, texts: &Texts| {
            rows::cells(&row.commitment, texts, context(&catalogue, row))
        };
        while let Some(rows) = self.next_with(cells).await? {
            let push = move || -> Result<_, ExportError> {
                for row in rows {
                    book.push(&row)?;
                }
                Ok(book)
            };
            let (pushed, held) = turn.run(push).await.map_err(AppError::from)?;
            (book, turn) = (pushed?, held);
        }
        let finish = move || -> Result<_, ExportError> {
            let mut file = tempfile::tempfile()?;
            book.finish(&mut file)?;
            file.rewind()?;
            Ok(file)
        };
        let (file, _turn) = turn.run(finish).await.map_err(AppError::from)?;
        file
    }

    /// The whole selection as a Parquet file, which is gone once it is closed.
    async fn parquet(mut self, about: &Description) -> Result<File, ExportError> {
        let heavy = self.app.heavy();
        let mut turn = heavy
            .turn(HeavyKind::Workbook)
            .await
            .map_err(AppError::from)?;
        let mut file = tempfile::tempfile()?;
        let version = self.catalogue.version().number.to_string();
        let about = [("readme", about.readme.clone()), ("data_version", version)];
        let mut table = ParquetFile::begin(file.try_clone()?, self.table.columns(), &about)?;
        while let Some(rows) = self.next_json().await? {
            let push = move || -> Result<_, ExportError> {
                for row in &rows {
                    table.push(row)?;
                }
                Ok(table)
            };
            let (pushed, held) = turn.run(push).await.map_err(AppError::from)?;
            (table, turn) = (pushed?, held);
        }
        let finish = move || -> Result<_, ExportError> {
            table.finish()?;
            file.rewind()?;
            Ok(file)
        };
        let (file, _turn) = turn.run(finish).await.map_err(AppError::from)?;
        file
    }

    /// What a JSON file says before its items, which follow as the last member of the same object.
    fn json_opening(&self) -> String {
        let version = self.catalogue.version();
        let head = serde_json::json!({
            "data_version": version.number,
            "data_changed_at": version.made_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
            "demonstration": version.demonstration,
            "source": "Open Government Partnership and its Independent Reporting Mechanism; each item names its page",
            "total": self.remaining(),
        });
        let head = head.to_string();
        format!("{},\"items\":[", head.trim_end_matches('}'))
    }

    async fn next_ratings<T>(
        &mut self,
        convert: impl Fn(&Commitment, &[Rating]) -> Vec<T>,
    ) -> Result<Option<Vec<T>>, AppError> {
        let chunk: Vec<Row> = self.rows.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(None);
        }
        let ids: Vec<i64> = chunk.iter().map(|row| row.id).collect();
        let store = &self.app.inner.store;
        let in_force = store.ratings_in_force(&ids, self.app.upto()).await?;
        let of = |row: &Row| in_force.get(&row.id).map_or(&[][..], Vec::as_slice);
        let ratings = chunk
            .iter()
            .flat_map(|row| convert(&row.commitment, of(row)));
        Ok(Some(ratings.collect()))
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

/// A ZIP archive that is sent while it is packed: the commitments and their ratings as CSV, what they are,
/// and a README.
pub(super) struct Archive {
    export: Export,
    /// What comes after it, until it has begun.
    then: Option<Box<Export>>,
    /// Gone once the archive is complete.
    zip: Option<Box<ZipWriter<StreamWriter<Packed>>>>,
    packed: Packed,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").finish_non_exhaustive()
    }
}

/// What is packed and not sent yet.
#[derive(Clone, Default)]
struct Packed(Arc<Mutex<Vec<u8>>>);

impl Packed {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut packed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        packed.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn compressed() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)
}

/// Begins the file of a table with its header.
fn begin_table(
    zip: &mut ZipWriter<StreamWriter<Packed>>,
    table: ExportTable,
) -> Result<(), ExportError> {
    zip.start_file(format!("{}.csv", table.slug()), compressed())?;
    zip.write_all(&csv_lines(vec![table.csv_header()])?)?;
    Ok(())
}

impl Archive {
    fn begin(export: Export, about: &Description) -> Result<Self, ExportError> {
        let packed = Packed::default();
        let mut zip = ZipWriter::new_stream(packed.clone());
        zip.start_file("README.txt", compressed())?;
        zip.write_all(about.readme.as_bytes())?;
        zip.start_file("datapackage.json", compressed())?;
        serde_json::to_writer_pretty(&mut zip, &about.data_package())
            .map_err(std::io::Error::from)?;
        begin_table(&mut zip, export.table)?;
        Ok(Self {
            then: Some(Box::new(export.clone().rows_of(ExportTable::Ratings))),
            export,
            zip: Some(Box::new(zip)),
            packed,
        })
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        while let Some(mut zip) = self.zip.take() {
            let lines = self.export.next_csv().await?;
            let then = match &lines {
                None => self.then.take(),
                Some(_) => None,
            };
            let begins = then.as_ref().map(|export| export.table);
            if let Some(then) = then {
                self.export = *then;
            }
            let pack = move || -> Result<_, ExportError> {
                match (lines, begins) {
                    (Some(lines), _) => zip.write_all(&csv_lines(lines)?)?,
                    (None, Some(table)) => begin_table(&mut zip, table)?,
                    (None, None) => {
                        zip.finish()?;
                        return Ok(None);
                    }
                }
                Ok(Some(zip))
            };
            let heavy = self.export.app.heavy();
            let packed = heavy.run(HeavyKind::Archive, pack).await;
            self.zip = packed.map_err(AppError::from)??;
            let piece = self.packed.take();
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }
}
