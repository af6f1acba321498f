//! The command line. Commands decide nothing: they read arguments, call the service and report.

mod backup;
mod copy;
mod doctor;
mod export;
mod import;
mod import_plan;
mod mail;
mod serve;
mod source;
mod user;
mod webhook;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use store::{Opening, Store, StoreError};

use crate::service::fetch::{FetchLimits, Fetcher};
use crate::site::{BasePath, Origin};

/// A public record of what governments promised on digital governance through the Open Government
/// Partnership, how far each promise got, and how we know.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site.
    Serve(serve::Serve),
    /// Import a file: all of it or nothing.
    Import(import::Import),
    /// Write commitments to a file or to standard output.
    Export(export::Export),
    /// Watch files on the web, such as OGP's master sheet.
    Source(source::Source),
    /// Send changes to other programs.
    Webhook(webhook::Webhook),
    /// Manage staff accounts.
    User(user::User),
    /// Back up the database to a file and verify the copy. Works while the site is running.
    Backup(backup::Backup),
    /// Verify a backup and restore it.
    Restore(backup::Restore),
    /// Check the whole database for damage.
    Check(backup::Check),
    /// Copy the record with its history to another database, and compare both.
    Copy(copy::Copy),
    /// Say what is wrong with this set-up, and what to do about it.
    Doctor(doctor::Doctor),
}

/// The database that every command works on.
#[derive(Debug, Clone, clap::Args)]
pub struct Database {
    /// <sqlite://path> or <postgres://user@host/name>
    #[arg(
        long = "database",
        env = "DATABASE_URL",
        default_value = "sqlite://tracker.db",
        hide_env_values = true
    )]
    url: String,
    /// Change the record even if the clock says that it is earlier than the newest change in it.
    #[arg(long)]
    accept_clock: bool,
}

impl Database {
    /// Opens a record that is there: none is made by mistake, for example in the wrong directory.
    async fn existing(&self) -> Result<Store, StoreError> {
        let opening = Opening {
            create: false,
            accept_clock: self.accept_clock,
            ..Opening::default()
        };
        Store::open_as(&self.url, opening).await
    }
}

/// Where visitors find the site.
#[derive(Debug, Clone, clap::Args)]
pub struct SitePlace {
    /// Public address of the site, for links in feeds, citations, pictures and previews, for example
    /// `https://commitments.example.org`. Without it, these links have no host, except for those who
    /// open the site at the address it listens on.
    #[arg(long, env = "PUBLIC_URL")]
    public_url: Option<Origin>,
    /// Path of the host below which the site is served, for example `/tracker`, where a proxy passes on requests
    /// with that path. Needs --public-url, which has none.
    #[arg(
        long,
        env = "BASE_PATH",
        value_name = "PATH",
        default_value = "",
        hide_default_value = true
    )]
    base_path: BasePath,
}

impl SitePlace {
    /// The whole address, where it is known.
    fn address(&self) -> Option<Origin> {
        let public_url = self.public_url.clone();
        public_url.map(|origin| origin.below(&self.base_path))
    }
}

/// Hosts that may be asked though they are not on the public web.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct AllowedHosts {
    /// A host (name or address, with or without a port) that files may be read from, and webhooks sent to,
    /// although it is not on the public web, and without https. Can be given several times.
    #[arg(
        long = "allow-host",
        env = "OGP_TRACKER_ALLOW_HOST",
        value_name = "HOST",
        value_delimiter = ','
    )]
    allowed: Vec<String>,
}

impl AllowedHosts {
    /// What reads addresses.
    fn fetcher(&self) -> Fetcher {
        Fetcher::new(&self.allowed, FetchLimits::default())
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Start(#[from] crate::service::StartError),
    #[error(transparent)]
    App(#[from] crate::error::AppError),
    #[error("{doing}: {error}")]
    Io {
        doing: String,
        #[source]
        error: std::io::Error,
    },
    #[error(transparent)]
    Keep(#[from] store::BackupError),
    #[error("{address} is not sound: {faults} {}; restore a backup", if *faults == 1 { "fault" } else { "faults" })]
    Unsound { address: String, faults: usize },
    #[error("{problems} {} to be put right", if *problems == 1 { "problem" } else { "problems" })]
    Unwell { problems: usize },
    #[error(
        "nothing was written: {rows} of the rows cannot be used; fix the file and import it again"
    )]
    Rejected { rows: usize },
    #[error(
        "nothing was written: the file would clear {cleared} values ({which}); check them with --dry-run, then add --allow-clear {cleared}"
    )]
    Clears { cleared: usize, which: String },
    #[error("{0}")]
    Other(String),
}

impl CommandError {
    /// The first problem of a form that a command filled in.
    fn of_form(problems: &domain::forms::Problems) -> Self {
        let problem = problems.iter().next();
        Self::Usage(problem.map_or(String::new(), |(field, text)| {
            format!("the {field}: {}", text.trim_end_matches('.'))
        }))
    }

    fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |error| Self::Io { doing, error }
    }
}

/// A progress bar on a terminal; nothing elsewhere.
fn bar(template: &str) -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Runs a command; says on standard error what went wrong, and tells the caller by the exit status:
/// 0 done, 1 examined and found unsound (a record, a file's rows), 2 not done.
pub async fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        Command::Serve(serve) => serve.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Source(source) => source.run().await,
        Command::Webhook(webhook) => webhook.run().await,
        Command::User(user) => user.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
        Command::Check(check) => check.run().await,
        Command::Copy(copy) => copy.run().await,
        Command::Doctor(doctor) => doctor.run().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(because) = cause {
                let text = because.to_string();
                if !error.to_string().contains(&text) {
                    eprintln!("  because: {text}");
                }
                cause = because.source();
            }
            match error {
                CommandError::Unsound { .. }
                | CommandError::Unwell { .. }
                | CommandError::Rejected { .. }
                | CommandError::Clears { .. } => ExitCode::from(1),
                _ => ExitCode::from(2),
            }
        }
    }
}
