//! `ogp-tracker import`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::import_plan::write_plan;
use super::{AllowedHosts, CommandError, Database};
use crate::service::import::{GivenFile, ImportError, Importer, Plan, RowAnswer, file_name};
use crate::service::sources::file_at;
use crate::service::{App, Clock};
use domain::MatchAnswer;
use domain::characters::{is_unshowable, trimmed, without_signs};
use domain::forms::reason_problem;
use interchange::file::FileFormat;
use interchange::options::{Delimiter, ReadOptions, TextEncoding, header_row};
use store::{Store, UndoOutcome};

/// Import a file: all of it or nothing.
#[derive(Debug, Args)]
pub struct Import {
    /// A CSV or XLSX file, or JSON as written by `export`; or the https address of one.
    #[arg(required_unless_present_any = ["undo", "list"])]
    file: Option<PathBuf>,
    /// Show what the file would change, without changing anything.
    #[arg(long)]
    dry_run: bool,
    /// tracker, ogp-2016 or ogp-2024. Detected from the columns by default.
    #[arg(long, default_value = "auto")]
    format: String,
    /// The encoding of a text file, such as utf-8, windows-1250, windows-1251, iso-8859-2, macintosh, or
    /// utf-8-twice. Guessed by default.
    #[arg(long)]
    encoding: Option<String>,
    /// What separates the cells of a text file: comma, semicolon, tab, pipe, or one character. Guessed by
    /// default.
    #[arg(long)]
    delimiter: Option<String>,
    /// The sheet of a workbook. By default the first visible one with commitments.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The row with the names of the columns, as a spreadsheet counts. Found by default.
    #[arg(long, value_name = "ROW")]
    header_row: Option<String>,
    /// Let the file clear up to this many values. Without it, a file that clears more than 5 is refused.
    #[arg(long, value_name = "N")]
    allow_clear: Option<usize>,
    /// A row (its number, or its own code) is a commitment that we have, though its title differs. Can be
    /// given several times; remembered for later files.
    #[arg(long, value_name = "ROW=CODE")]
    same: Vec<String>,
    /// A row is a new commitment, though its title is close to one that we have; "all" for every such
    /// row. Can be given several times; remembered for later files.
    #[arg(long, value_name = "ROW")]
    new: Vec<String>,
    /// Forget what was answered about a row, and ask again.
    #[arg(long, value_name = "ROW")]
    ask_again: Vec<String>,
    /// Write the rows to this CSV, with the result and any problems of each row.
    #[arg(long, value_name = "OUT.csv")]
    report: Option<PathBuf>,
    /// Reason shown in the public change log.
    #[arg(long)]
    reason: Option<String>,
    /// Name shown in the public change log. Defaults to the system user.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Undo the import with this number (see --list).
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["file", "list"])]
    undo: Option<i64>,
    /// List the imports so far.
    #[arg(long, conflicts_with = "file")]
    list: bool,
    #[command(flatten)]
    hosts: AllowedHosts,
    #[command(flatten)]
    database: Database,
}

impl Import {
    /// Does what was asked.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        if let Some(problem) = self.reason.as_deref().and_then(reason_problem) {
            return Err(CommandError::Usage(format!("--reason: {problem}")));
        }
        let store = async || self.database.existing().await;
        if self.list {
            return list(&store().await?).await;
        }
        if let Some(batch) = self.undo {
            let app = App::open(store().await?, Clock::system()).await?;
            let done = undo(&app, batch, &self.importer()?, self.reason.as_deref()).await;
            app.close().await;
            return done;
        }
        let Some(path) = &self.file else {
            return Err(CommandError::Usage("give the file to import".to_owned()));
        };
        let options = self.options()?;
        let importer = self.importer()?;
        let (name, bytes) = self.read(path).await?;
        let app = App::open(store().await?, Clock::system()).await?;
        let done = self
            .bring(
                &app,
                GivenFile {
                    name: &name,
                    bytes: &bytes,
                },
                &options,
                importer,
            )
            .await;
        app.close().await;
        done
    }

    /// The file's name and content, from this machine or from an address.
    async fn read(&self, path: &Path) -> Result<(String, Vec<u8>), CommandError> {
        if let Some(address) = path.to_str().filter(|text| text.contains("://")) {
            let read = file_at(&self.hosts.fetcher(), address).await;
            return read
                .map_err(|error| CommandError::Usage(format!("cannot read {address}: {error}")));
        }
        let bytes = std::fs::read(path)
            .map_err(CommandError::io(format!("cannot read {}", path.display())))?;
        let name = path.file_name().unwrap_or_default();
        Ok((file_name(&name.to_string_lossy()), bytes))
    }

    async fn bring(
        &self,
        app: &App,
        file: GivenFile<'_>,
        options: &ReadOptions,
        importer: Importer,
    ) -> Result<(), CommandError> {
        // A report that cannot be written is told before anything else is.
        let report = self.report.as_deref().map(create).transpose()?;
        let bar = super::bar("{bar:40} {pos}/{len} rows");
        let told = bar.clone();
        let progress = move |done: usize, total: usize| {
            told.set_length(total as u64);
            told.set_position(done as u64);
        };
        let (plan, recorded) = if self.dry_run {
            let plan = app.plan_import(file, options, &importer, &progress).await;
            (plan, None)
        } else {
            let reason = match &self.reason {
                Some(reason) => trimmed(&without_signs(reason)).to_owned(),
                None => format!("Import of {}", file.name),
            };
            match app
                .import(file, options, &importer, &reason, Arc::new(progress))
                .await
            {
                Ok((plan, recorded)) => (Ok(plan), recorded),
                Err(error) => (Err(error), None),
            }
        };
        bar.finish_and_clear();
        let plan = plan.map_err(refused)?;
        let change = recorded.map(|recorded| recorded.version.number);
        let applied = change.filter(|number| *number != plan.seen);
        let last = match (change, applied) {
            (_, Some(number)) => format!(
                "Applied as change {number} of {}. To undo it: ogp-tracker import --undo {number}",
                app.address(),
            ),
            (Some(_), None) if plan.counts.questions > 0 => {
                "Nothing was changed: all else in the file is in the data already.".to_owned()
            }
            (Some(_), None) => "Nothing to change: the data already matches the file.".to_owned(),
            (None, None) => String::new(),
        };
        let last = match plan.counts.questions {
            0 => last,
            count => format!(
                "{last}{}Left out: {count} rows that may be commitments we have. Answer with --same ROW=CODE or --new ROW.",
                if last.is_empty() { "" } else { "\n" }
            ),
        };
        match (self.say(&plan, report, &last), applied) {
            // What was written stays written, whoever may have stopped listening.
            (Err(error), Some(_)) => {
                let _ = writeln!(
                    std::io::stderr(),
                    "{last}\nSome of the output could not be written: {error}"
                );
            }
            (said, _) => said?,
        }
        if plan.counts.rejected > 0 {
            return Err(CommandError::Rejected {
                rows: plan.counts.rejected,
            });
        }
        if !importer.may_clear_what(&plan) {
            return Err(CommandError::Clears {
                cleared: plan.cleared(),
                which: plan.cleared_in_words(),
            });
        }
        Ok(())
    }

    /// What is said of how the file is to be read.
    fn options(&self) -> Result<ReadOptions, CommandError> {
        fn read<T, E: std::fmt::Display>(
            given: Option<&str>,
            parse: impl Fn(&str) -> Result<T, E>,
        ) -> Result<Option<T>, CommandError> {
            let read = given.map(parse).transpose();
            read.map_err(|e| CommandError::Usage(e.to_string()))
        }
        let format = Some(self.format.as_str()).filter(|format| *format != "auto");
        Ok(ReadOptions {
            format: read(format, str::parse::<FileFormat>)?,
            encoding: read(self.encoding.as_deref(), str::parse::<TextEncoding>)?,
            delimiter: read(self.delimiter.as_deref(), str::parse::<Delimiter>)?,
            sheet: self.sheet.clone(),
            header_row: read(self.header_row.as_deref(), header_row)?,
            ..ReadOptions::default()
        })
    }

    /// Says what the file does, writes the report, and says what came of it.
    fn say(&self, plan: &Plan, report: Option<File>, last: &str) -> Result<(), CommandError> {
        let cannot = || CommandError::io("cannot write");
        if let (Some(file), Some(path)) = (report, &self.report) {
            plan.write_report(BufWriter::new(file)).map_err(|e| {
                CommandError::io(format!("cannot write {}", path.display()))(e.into())
            })?;
        }
        let mut out = std::io::stdout().lock();
        write_plan(plan, self.dry_run, &mut out).map_err(cannot())?;
        if let Some(path) = &self.report {
            writeln!(out, "Report: {}", path.display()).map_err(cannot())?;
        }
        if !last.is_empty() {
            writeln!(out, "{last}").map_err(cannot())?;
        }
        Ok(())
    }

    /// Whoever runs the program, by the name that they give or that the system knows.
    fn importer(&self) -> Result<Importer, CommandError> {
        let of_system = || {
            ["USER", "LOGNAME", "USERNAME"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok())
        };
        let name = self.by.clone().or_else(of_system).unwrap_or_default();
        let name: String = without_signs(&name)
            .chars()
            .filter(|c| !is_unshowable(*c))
            .take(200)
            .collect();
        let mut importer = Importer::command_line();
        if !trimmed(&name).is_empty() {
            trimmed(&name).clone_into(&mut importer.name);
        }
        importer.may_clear = self.allow_clear.unwrap_or_default();
        importer.answers = self.answers()?;
        Ok(importer)
    }

    /// What is answered about rows.
    fn answers(&self) -> Result<Vec<RowAnswer>, CommandError> {
        let mut answers = Vec::new();
        for given in &self.same {
            let (row, code) = given.rsplit_once('=').ok_or_else(|| {
                let text = format!("--same {given}: write ROW=CODE, such as 12=ES0012");
                CommandError::Usage(text)
            })?;
            let code = code.trim().parse().map_err(|_| {
                CommandError::Usage(format!(
                    "--same {given}: \u{201c}{code}\u{201d} is not a code"
                ))
            })?;
            answers.push((row, MatchAnswer::Same(code)));
        }
        answers.extend(self.new.iter().map(|row| (row.as_str(), MatchAnswer::New)));
        let again = self.ask_again.iter();
        answers.extend(again.map(|row| (row.as_str(), MatchAnswer::Ask)));
        let answers = answers.into_iter();
        Ok(answers
            .map(|(row, answer)| RowAnswer {
                row: row.trim().to_owned(),
                answer,
            })
            .collect())
    }
}

fn create(path: &Path) -> Result<File, CommandError> {
    File::create(path).map_err(CommandError::io(format!("cannot write {}", path.display())))
}

fn refused(error: ImportError) -> CommandError {
    match error {
        ImportError::Rejected(rows) => CommandError::Rejected { rows },
        ImportError::Clears { cleared, which } => CommandError::Clears { cleared, which },
        ImportError::App(error) => CommandError::App(error),
        other => CommandError::Usage(other.to_string()),
    }
}

async fn list(store: &Store) -> Result<(), CommandError> {
    for batch in store.import_batches().await? {
        let undone = batch
            .undone_by
            .map_or(String::new(), |by| format!("\tundone by change {by}"));
        println!(
            "{}\t{}\t{}\t{}\t{}\t{} new, {} changed, {} unchanged{undone}",
            batch.revision_id,
            batch.made_at.format("%Y-%m-%d %H:%M UTC"),
            batch.format,
            batch.made_by,
            batch.file_name,
            batch.added,
            batch.changed,
            batch.unchanged,
        );
    }
    store.close().await;
    Ok(())
}

async fn undo(
    app: &App,
    batch: i64,
    importer: &Importer,
    reason: Option<&str>,
) -> Result<(), CommandError> {
    let reason = match reason {
        Some(reason) => trimmed(&without_signs(reason)).to_owned(),
        None => format!("Import {batch} taken back"),
    };
    match app.take_back_import(batch, importer, &reason).await? {
        UndoOutcome::Done => {
            println!("Undone: the commitments and ratings are as they were before change {batch}.");
            let stays = app.undoing_import(batch).await?.stays;
            if stays.is_empty() {
                println!("Nothing that the file brought stays in the data.");
            }
            for thing in &stays {
                println!("Stays: {}", crate::words::undoing::stays(thing));
            }
            Ok(())
        }
        UndoOutcome::Unknown => Err(CommandError::Usage(format!(
            "change {batch} is not an import; use --list to see the imports"
        ))),
        UndoOutcome::AlreadyUndone => Err(CommandError::Usage(format!(
            "the import of change {batch} is already undone"
        ))),
        UndoOutcome::BuiltOn(codes) => Err(CommandError::Usage(format!(
            "not undone: these commitments have been changed or rated since, and those changes would be lost: {}",
            codes
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}
