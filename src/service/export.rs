//! The record as rows of the interchange format, in pieces small enough to stream.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value as Json};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use zip::ZipWriter;
use zip::write::StreamWriter;

use super::export_format::ExportFormat;
use super::permanent::permanent;
use super::{App, HeavyKind, spelling};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use domain::Query;
use domain::record::Texts;
use interchange::BYTE_ORDER_MARK;
use interchange::description::Description;
use interchange::rows::{self, RowContext};
use interchange::workbook::CommitmentWorkbook;

/// Commitments whose long texts are in memory at once.
const CHUNK: usize = 500;
/// Bytes of a finished file that are in memory at once.
const PIECE: usize = 64 * 1024;

/// A selection of commitments on its way out, in the order of the query.
#[derive(Debug)]
pub struct Export {
    app: App,
    catalogue: Arc<Catalogue>,
    rows: std::vec::IntoIter<Row>,
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
            permanent: permanent(&query.selection(), catalogue.version(), self.now()),
            query,
            catalogue,
        })
    }
}

/// What rows depend on beyond their commitments.
fn context(catalogue: &Catalogue) -> RowContext<'_> {
    RowContext {
        areas: catalogue.areas(),
        today: catalogue.today(),
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

    /// The next lines of a CSV file; nothing when all are out.
    pub async fn next_csv(&mut self) -> Result<Option<Vec<Vec<String>>>, AppError> {
        let catalogue = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| rows::csv_record(&row.commitment, texts, context(&catalogue)))
            .await
    }

    /// The next objects of a JSON file; nothing when all are out.
    pub async fn next_json(&mut self) -> Result<Option<Vec<Map<String, Json>>>, AppError> {
        let catalogue = Arc::clone(&self.catalogue);
        self.next_with(|row, texts| rows::json_record(&row.commitment, texts, context(&catalogue)))
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
            ExportFormat::Json => Stage::Json(self, None),
            ExportFormat::Zip => Stage::Zip(Archive::begin(self, &about)?),
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
        let cells =
            |row: &Row, texts: &Texts| rows::cells(&row.commitment, texts, context(&catalogue));
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

/// A file on its way out.
#[derive(Debug)]
pub struct Pieces(Stage);

#[derive(Debug)]
enum Stage {
    /// With what stands before the header, until it is out.
    Csv(Export, Option<&'static str>),
    /// With how many items are out, once the opening is.
    Json(Export, Option<usize>),
    Zip(Archive),
    /// With its length.
    File(tokio::fs::File, u64),
    Whole(Vec<u8>),
    Done,
}

impl Pieces {
    /// A file that is there already.
    pub fn of(file: Vec<u8>) -> Self {
        Self(Stage::Whole(file))
    }

    /// How long the file is, in bytes, where that is known before all of it was sent.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Stage::Whole(file) => Some(file.len() as u64),
            Stage::File(_, length) => Some(*length),
            _ => None,
        }
    }

    /// The same file, put together on disk first where it is longer than `short`, so that its length is known.
    /// The file on disk is gone once it is closed.
    pub async fn measured(mut self, short: usize) -> Result<Self, ExportError> {
        if self.length().is_some() {
            return Ok(self);
        }
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            whole.extend(piece);
            if whole.len() > short {
                return self.on_disk(whole).await;
            }
        }
        Ok(Self::of(whole))
    }

    async fn on_disk(mut self, begun: Vec<u8>) -> Result<Self, ExportError> {
        let mut file = tokio::fs::File::from_std(tempfile::tempfile()?);
        let mut length = begun.len() as u64;
        file.write_all(&begun).await?;
        drop(begun);
        while let Some(piece) = self.next().await? {
            length += piece.len() as u64;
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        file.rewind().await?;
        Ok(Self(Stage::File(file, length)))
    }

    /// The next piece, never an empty one; nothing when the file is complete.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let (piece, is_last) = match &mut self.0 {
            Stage::Done => (None, true),
            Stage::Whole(file) => (Some(std::mem::take(file)), true),
            Stage::Csv(_, before @ Some(_)) => {
                let mut piece = before.take().unwrap_or_default().as_bytes().to_vec();
                piece.extend(csv_lines(vec![rows::csv_header()])?);
                (Some(piece), false)
            }
            Stage::Csv(export, _) => match export.next_csv().await? {
                Some(lines) => (Some(csv_lines(lines)?), false),
                None => (None, true),
            },
            Stage::Json(export, out @ None) => {
                *out = Some(0);
                (Some(export.json_opening().into_bytes()), false)
            }
            Stage::Json(export, Some(out)) => match export.next_json().await? {
                Some(items) => {
                    let piece = json_items(&items, *out == 0)?;
                    *out += items.len();
                    (Some(piece), false)
                }
                None => (Some(b"]}\n".to_vec()), true),
            },
            Stage::Zip(archive) => {
                let piece = archive.next().await?;
                let is_last = piece.is_none();
                (piece, is_last)
            }
            Stage::File(file, _) => {
                let mut piece = vec![0; PIECE];
                let length = file.read(&mut piece).await?;
                piece.truncate(length);
                ((length > 0).then_some(piece), length == 0)
            }
        };
        if is_last {
            self.0 = Stage::Done;
        }
        Ok(piece)
    }
}

fn json_items(items: &[Map<String, Json>], first: bool) -> Result<Vec<u8>, std::io::Error> {
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        out.extend_from_slice(if first && index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, item)?;
    }
    Ok(out)
}

/// A ZIP archive that is sent while it is packed: the data as CSV, its description, and a README.
struct Archive {
    export: Export,
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

impl Archive {
    fn begin(export: Export, about: &Description) -> Result<Self, ExportError> {
        let packed = Packed::default();
        let mut zip = ZipWriter::new_stream(packed.clone());
        let compressed = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("README.txt", compressed)?;
        zip.write_all(about.readme.as_bytes())?;
        zip.start_file("datapackage.json", compressed)?;
        serde_json::to_writer_pretty(&mut zip, &about.data_package())
            .map_err(std::io::Error::from)?;
        zip.start_file("commitments.csv", compressed)?;
        zip.write_all(&csv_lines(vec![rows::csv_header()])?)?;
        Ok(Self {
            export,
            zip: Some(Box::new(zip)),
            packed,
        })
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        while let Some(mut zip) = self.zip.take() {
            let lines = self.export.next_csv().await?;
            let pack = move || -> Result<_, ExportError> {
                let Some(lines) = lines else {
                    zip.finish()?;
                    return Ok(None);
                };
                zip.write_all(&csv_lines(lines)?)?;
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
