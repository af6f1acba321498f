//! A file on its way out, piece by piece.

use serde_json::{Map, Value as Json};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::export::{Archive, Export, ExportError, csv_lines};

/// Bytes of a finished file that are in memory at once.
const PIECE: usize = 64 * 1024;

/// A file on its way out.
#[derive(Debug)]
pub struct Pieces(pub(super) Stage);

#[derive(Debug)]
pub(super) enum Stage {
    /// With what stands before the header, until it is out.
    Csv(Export, Option<&'static str>),
    Json(Export, JsonText),
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
        loop {
            match self.next_or_empty().await? {
                // Some commitments have no rating.
                Some(piece) if piece.is_empty() => {}
                piece => return Ok(piece),
            }
        }
    }

    async fn next_or_empty(&mut self) -> Result<Option<Vec<u8>>, ExportError> {
        let (piece, is_last) = match &mut self.0 {
            Stage::Done => (None, true),
            Stage::Whole(file) => (Some(std::mem::take(file)), true),
            Stage::Csv(export, before @ Some(_)) => {
                let mut piece = before.take().unwrap_or_default().as_bytes().to_vec();
                piece.extend(csv_lines(vec![export.table.csv_header()])?);
                (Some(piece), false)
            }
            Stage::Csv(export, _) => match export.next_csv().await? {
                Some(lines) => (Some(csv_lines(lines)?), false),
                None => (None, true),
            },
            Stage::Json(export, text) => match export.next_json().await? {
                Some(items) => (Some(text.piece(&items)?), false),
                None => (Some(text.end()), true),
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

/// JSON around its items: what comes before the first, between two, and behind the last.
#[derive(Debug)]
pub(super) struct JsonText {
    /// Gone once it is out.
    opening: String,
    between: &'static str,
    closing: &'static str,
    has_items: bool,
}

impl JsonText {
    pub const fn of(opening: String, between: &'static str, closing: &'static str) -> Self {
        Self {
            opening,
            between,
            closing,
            has_items: false,
        }
    }

    fn piece(&mut self, items: &[Map<String, Json>]) -> Result<Vec<u8>, std::io::Error> {
        let mut out = std::mem::take(&mut self.opening).into_bytes();
        for item in items {
            if self.has_items {
                out.extend_from_slice(self.between.as_bytes());
            } else if !self.is_lines() {
                out.push(b'\n');
            }
            self.has_items = true;
            serde_json::to_writer(&mut out, item)?;
        }
        Ok(out)
    }

    /// Lines end with nothing where there are none.
    fn end(&mut self) -> Vec<u8> {
        let mut out = std::mem::take(&mut self.opening).into_bytes();
        if self.has_items || !self.is_lines() {
            out.extend_from_slice(self.closing.as_bytes());
        }
        out
    }

    fn is_lines(&self) -> bool {
        self.closing == self.between
    }
}
