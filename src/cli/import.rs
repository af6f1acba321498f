//! `ogp-tracker import`

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{CommandError, Database};
use crate::service::import::{Bringer, GivenFile, ImportError, Item, Outcome, Plan};
use crate::service::{App, Clock};
use interchange::file::{FileError, FileFormat};
use interchange::message::Severity;
use store::{Store, UndoOutcome};

/// Rows of each kind that are told one by one; the report has all.
const TOLD: usize = 100;

/// Import a file: all of it or nothing.
#[derive(Debug, Args)]
pub struct Import {
    /// A CSV or XLSX file, or JSON as written by `export`.
    #[arg(required_unless_present_any = ["undo", "list"])]
    file: Option<PathBuf>,
    /// Show what the file would change, without changing anything.
    #[arg(long)]
    dry_run: bool,
    /// tracker, ogp-2016 or ogp-2024. Detected from the columns by default.
    #[arg(long, default_value = "auto")]
    format: String,
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
    database: Database,
}

impl Import {
    /// Does what was asked.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let store = async || self.database.existing().await;
        if self.list {
            return list(&store().await?).await;
        }
        if let Some(batch) = self.undo {
            let app = App::open(store().await?, Clock::system()).await?;
            let done = undo(&app, batch, &self.bringer(), self.reason.as_deref()).await;
            app.close().await;
            return done;
        }
        let Some(path) = &self.file else {
            return Err(CommandError::Usage("give the file to import".to_owned()));
        };
        let asked = match self.format.as_str() {
            "auto" => None,
            format => Some(
                format
                    .parse::<FileFormat>()
                    .map_err(|e| CommandError::Usage(e.to_string()))?,
            ),
        };
        let bytes = std::fs::read(path)
            .map_err(CommandError::io(format!("cannot read {}", path.display())))?;
        let name = path
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let app = App::open(store().await?, Clock::system()).await?;
        let done = self
            .bring(
                &app,
                GivenFile {
                    name: &name,
                    bytes: &bytes,
                },
                asked,
            )
            .await;
        app.close().await;
        done
    }

    async fn bring(
        &self,
        app: &App,
        file: GivenFile<'_>,
        asked: Option<FileFormat>,
    ) -> Result<(), CommandError> {
        let bringer = self.bringer();
        // A report that cannot be written is told before anything else is.
        let report = self.report.as_deref().map(create).transpose()?;
        let bar = bar();
        let told = bar.clone();
        let progress = move |done: usize, total: usize| {
            told.set_length(total as u64);
            told.set_position(done as u64);
        };
        let (plan, recorded) = if self.dry_run {
            (
                app.plan_import(file, asked, &bringer, &progress).await,
                None,
            )
        } else {
            let reason = self
                .reason
                .clone()
                .unwrap_or_else(|| format!("Import of {}", file.name));
            match app
                .import(file, asked, &bringer, &reason, Arc::new(progress))
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
            (Some(_), None) => "Nothing to change: the data already matches the file.".to_owned(),
            (None, None) => String::new(),
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
        Ok(())
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
    fn bringer(&self) -> Bringer {
        let of_system = || {
            ["USER", "LOGNAME", "USERNAME"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok())
        };
        let name = self.by.clone().or_else(of_system).unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        let mut bringer = Bringer::command_line();
        if !name.trim().is_empty() {
            name.trim().clone_into(&mut bringer.name);
        }
        bringer
    }
}

fn create(path: &Path) -> Result<File, CommandError> {
    File::create(path).map_err(CommandError::io(format!("cannot write {}", path.display())))
}

fn refused(error: ImportError) -> CommandError {
    match error {
        ImportError::File(error @ (FileError::Table(_) | FileError::OtherFormat(_))) => {
            CommandError::Usage(error.to_string())
        }
        ImportError::App(error) => CommandError::App(error),
        other => CommandError::Usage(other.to_string()),
    }
}

/// Shows on a terminal how far a long file has come.
fn bar() -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} rows") {
        bar.set_style(style);
    }
    bar
}

/// Totals first, then what is wrong, then what would change.
fn write_plan(plan: &Plan, dry_run: bool, out: &mut impl Write) -> std::io::Result<()> {
    let counts = plan.counts;
    writeln!(
        out,
        "Format {}: {}",
        plan.format,
        plan.table.format.in_words()
    )?;
    let would = if dry_run || counts.rejected > 0 {
        "would be "
    } else {
        ""
    };
    writeln!(
        out,
        "{} rows: {} {would}new, {} {would}changed, {} unchanged, {} rejected; {} warnings",
        plan.items.len(),
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.rejected,
        counts.warnings,
    )?;
    for message in &plan.about_columns {
        writeln!(
            out,
            "  {}: column {}",
            message.severity.label(),
            message.in_words()
        )?;
    }
    section(plan, Outcome::Rejected, out, |item, out| {
        messages(item, Severity::Error, out)
    })?;
    section(plan, Outcome::Changed, out, |item, out| {
        for d in &item.differences {
            writeln!(
                out,
                "    {}: {} \u{2192} {}",
                d.label,
                shown(&d.before),
                shown(&d.after)
            )?;
        }
        Ok(())
    })?;
    let warned = plan
        .items
        .iter()
        .filter(|i| i.messages.iter().any(|m| m.severity == Severity::Warning));
    for (index, item) in warned.enumerate() {
        if index == 0 {
            writeln!(out, "\nWarnings:")?;
        }
        if index == TOLD {
            writeln!(out, "  ... and more; use --report OUT.csv to see all")?;
            break;
        }
        title(item, out)?;
        messages(item, Severity::Warning, out)?;
    }
    Ok(())
}

fn section<W: Write>(
    plan: &Plan,
    outcome: Outcome,
    out: &mut W,
    tell: impl Fn(&Item, &mut W) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let items: Vec<&Item> = plan.items.iter().filter(|i| i.outcome == outcome).collect();
    for (index, item) in items.iter().enumerate() {
        if index == 0 {
            let label = outcome.label();
            writeln!(out, "\n{}{}:", label[..1].to_uppercase(), &label[1..])?;
        }
        if index == TOLD {
            writeln!(
                out,
                "  ... and {} more; use --report OUT.csv to see all",
                items.len() - TOLD
            )?;
            break;
        }
        title(item, out)?;
        tell(item, out)?;
    }
    Ok(())
}

fn title(item: &Item, out: &mut impl Write) -> std::io::Result<()> {
    let code = item
        .code
        .as_ref()
        .map_or(String::new(), |code| format!(" {code}"));
    writeln!(out, "  row {}{code} {}", item.row, shown(&item.title))
}

fn messages(item: &Item, severity: Severity, out: &mut impl Write) -> std::io::Result<()> {
    for message in item.messages.iter().filter(|m| m.severity == severity) {
        let found = if message.found.is_empty() {
            String::new()
        } else {
            format!(" [{}]", shown(&message.found))
        };
        writeln!(out, "    {}{found}", message.in_words())?;
    }
    Ok(())
}

/// A piece of a text on one line; control characters would move the terminal's cursor.
fn shown(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if line.is_empty() {
        return "(nothing)".to_owned();
    }
    interchange::message::excerpt(&line)
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
    bringer: &Bringer,
    reason: Option<&str>,
) -> Result<(), CommandError> {
    let reason = reason.map_or_else(|| format!("Import {batch} taken back"), str::to_owned);
    match app.take_back_import(batch, bringer, &reason).await? {
        UndoOutcome::Done => {
            println!("Undone: the data is as it was before change {batch}.");
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
