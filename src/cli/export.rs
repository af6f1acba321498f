//! `ogp-tracker export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{CommandError, Database};
use crate::domain::Query;
use crate::error::AppError;
use crate::interchange::write::csv_header;
use crate::service::App;
use crate::store::Store;

/// Write commitments to a file or to standard output.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    database: Database,
    /// The form of the file.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// What to write, as in the address of a list: 'area=open-data&member=spain'
    #[arg(long, default_value = "")]
    query: String,
    /// Where to write; standard output without it.
    #[arg(long)]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
    Xlsx,
    Zip,
}

impl Export {
    /// Writes the selection whole, or leaves no file behind.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let query = Query::parse(self.query.trim_start_matches('?')).map_err(AppError::from)?;
        let app = App::open(Store::open(&self.database.url).await?).await?;
        let export = app.export(&query).await?;
        match &self.output {
            None => write(export, self.format, &mut std::io::stdout().lock()).await?,
            Some(path) => {
                let doing = || format!("cannot write {}", path.display());
                let part = path.with_extension("part");
                let mut file =
                    BufWriter::new(File::create(&part).map_err(CommandError::io(doing()))?);
                write(export, self.format, &mut file).await?;
                file.flush().map_err(CommandError::io(doing()))?;
                std::fs::rename(&part, path).map_err(CommandError::io(doing()))?;
            }
        }
        app.close().await;
        Ok(())
    }
}

async fn write(
    mut export: crate::service::Export,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| CommandError::io("cannot write")(error);
    match format {
        Format::Csv => {
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .from_writer(out);
            let failed = |error: csv::Error| CommandError::io("cannot write")(error.into());
            writer.write_record(csv_header()).map_err(failed)?;
            while let Some(lines) = export.next_csv().await? {
                for line in lines {
                    writer.write_record(line).map_err(failed)?;
                }
            }
            writer.flush().map_err(CommandError::io("cannot write"))
        }
        Format::Xlsx => copy(export.workbook(None).await, out),
        Format::Zip => copy(export.archive(None).await, out),
        Format::Json => {
            let mut items = Vec::new();
            while let Some(mut more) = export.next_json().await? {
                items.append(&mut more);
            }
            let version = export.catalogue().version();
            let file = serde_json::json!({
                "data_version": version.number,
                "demonstration": version.demonstration,
                "total": items.len(),
                "items": items,
            });
            serde_json::to_writer_pretty(&mut *out, &file)
                .map_err(|e| CommandError::io("cannot write")(e.into()))?;
            writeln!(out).map_err(failed)
        }
    }
}

fn copy(
    file: Result<File, crate::service::ExportError>,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let mut file = file.map_err(|e| CommandError::Other(e.to_string()))?;
    std::io::copy(&mut file, out).map_err(CommandError::io("cannot write"))?;
    Ok(())
}
