//! `ogp-tracker export`

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{CommandError, Database};
use crate::error::AppError;
use crate::service::{App, Clock, ExportError, ExportFormat, Pieces};
use crate::words;
use domain::{Lang, Query};

/// Write commitments to a file or to standard output.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    database: Database,
    /// File format.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Which commitments, as in the address of a list: 'area=open-data&member=spain'
    #[arg(long, default_value = "")]
    query: String,
    /// The commitments that this program came with, for a record that an earlier version filled: without
    /// those that people have changed here. Preview and import the file at /staff/import.
    #[arg(long, conflicts_with_all = ["query", "format"])]
    bundled: bool,
    /// Begin a CSV file with a byte order mark, without which Excel on Windows shows accents wrongly.
    #[arg(long, conflicts_with = "bundled")]
    excel: bool,
    /// Output file. Defaults to standard output.
    #[arg(long)]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
    Parquet,
    Xlsx,
    Zip,
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Json => Self::Json,
            Format::Parquet => Self::Parquet,
            Format::Xlsx => Self::Xlsx,
            Format::Zip => Self::Zip,
        }
    }
}

impl Export {
    /// Writes the selection whole, or leaves no file behind and any older one as it was.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let query = Query::parse(self.query.trim_start_matches('?')).map_err(AppError::from)?;
        let app = App::open(self.database.existing().await?, Clock::system()).await?;
        if self.bundled {
            let file = app.bundled_file().await;
            let file = file.map_err(|error| CommandError::Other(error.to_string()))?;
            let whole = Pieces::of(file);
            return match &self.output {
                None => write(whole, &mut std::io::stdout().lock(), "cannot write").await,
                Some(path) => write_to(whole, path).await,
            };
        }
        let export = app.export(&query).await?;
        let about = words::description(&export, Lang::English, None);
        let format = match self.format {
            Format::Csv if self.excel => ExportFormat::CsvForExcel,
            format => format.into(),
        };
        let pieces = export.pieces(format, about).await;
        let pieces = pieces.map_err(failed)?;
        match &self.output {
            None => write(pieces, &mut std::io::stdout().lock(), "cannot write").await?,
            Some(path) => write_to(pieces, path).await?,
        }
        app.close().await;
        Ok(())
    }
}

/// Writes beside the file's name, under a name that nobody has, and gives it the name when it is whole.
async fn write_to(pieces: Pieces, path: &Path) -> Result<(), CommandError> {
    let doing = format!("cannot write {}", path.display());
    // A device or a pipe is written to, not replaced.
    if path.exists() && !path.is_file() {
        let file = std::fs::OpenOptions::new().write(true).open(path);
        let file = file.map_err(CommandError::io(doing.as_str()))?;
        return write(pieces, &mut BufWriter::new(file), &doing).await;
    }
    let folder = path.parent().filter(|folder| folder != &Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let mut part = beside(folder).map_err(CommandError::io(doing.as_str()))?;
    write(pieces, &mut BufWriter::new(part.as_file_mut()), &doing).await?;
    let done = part.as_file().sync_all();
    done.map_err(CommandError::io(doing.as_str()))?;
    let named = part.persist(path).map_err(|e| e.error);
    named.map_err(CommandError::io(doing))?;
    Ok(())
}

/// A file that is gone again unless it gets a name. Who may read it is decided as for any new file.
fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut part = tempfile::Builder::new();
    part.prefix(".export-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        part.permissions(std::fs::Permissions::from_mode(0o666));
    }
    part.tempfile_in(folder)
}

async fn write(mut pieces: Pieces, out: &mut dyn Write, doing: &str) -> Result<(), CommandError> {
    while let Some(piece) = pieces.next().await.map_err(failed)? {
        out.write_all(&piece).map_err(CommandError::io(doing))?;
    }
    out.flush().map_err(CommandError::io(doing))
}

fn failed(error: ExportError) -> CommandError {
    match error {
        ExportError::App(error) => error.into(),
        ExportError::Io(error) => CommandError::io("cannot write")(error),
        other => CommandError::Other(other.to_string()),
    }
}
