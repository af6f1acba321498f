//! `ogp-tracker source`

use clap::{Args, Subcommand};

use super::{AllowedHosts, CommandError, Database};
use crate::service::sources::{AddSourceError, SourceRun};
use crate::service::{App, Clock};
use crate::words::sources as say;
use domain::forms::Fields;
use domain::forms::source::{self, Every};

/// Watch files on the web, such as OGP's master sheet: they are read at regular times while the
/// site is served, and what is new waits for approval.
#[derive(Debug, Args)]
pub struct Source {
    #[command(subcommand)]
    command: SourceCommand,
}

#[derive(Debug, Subcommand)]
enum SourceCommand {
    /// Watch a source from now on.
    Add {
        /// Its name in the public history.
        name: String,
        /// The address of a CSV or XLSX file.
        #[arg(value_name = "URL")]
        address: String,
        /// How often it is read, in minutes, hours or days.
        #[arg(long, default_value = "24h", value_name = "24h")]
        every: Every,
        /// Publish what it says by itself, without review.
        #[arg(long)]
        auto: bool,
        #[command(flatten)]
        hosts: AllowedHosts,
        #[command(flatten)]
        database: Database,
    },
    /// List the sources.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Read a source now, and say what is new.
    Run {
        /// Its name.
        name: String,
        #[command(flatten)]
        hosts: AllowedHosts,
        #[command(flatten)]
        database: Database,
    },
    /// Watch a source no longer. What was published from it stays.
    Remove {
        /// Its name.
        name: String,
        #[command(flatten)]
        database: Database,
    },
}

/// Who has added a source here.
const BY: &str = "the command line";

impl Source {
    /// Does what was asked.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let (database, hosts) = match &self.command {
            SourceCommand::Add {
                database, hosts, ..
            }
            | SourceCommand::Run {
                database, hosts, ..
            } => (database, hosts.clone()),
            SourceCommand::List { database } | SourceCommand::Remove { database, .. } => {
                (database, AllowedHosts::default())
            }
        };
        let app = App::open(database.existing().await?, Clock::system()).await?;
        app.use_fetcher(hosts.fetcher());
        let done = self.command.run_in(&app).await;
        app.close().await;
        done
    }
}

impl SourceCommand {
    async fn run_in(self, app: &App) -> Result<(), CommandError> {
        match self {
            Self::Add {
                name,
                address,
                every,
                auto,
                ..
            } => add(app, &name, &address, every, auto).await,
            Self::List { .. } => list(app).await,
            Self::Run { name, .. } => run(app, &name).await,
            Self::Remove { name, .. } => remove(app, &name).await,
        }
    }
}

async fn add(
    app: &App,
    name: &str,
    url: &str,
    every: Every,
    auto: bool,
) -> Result<(), CommandError> {
    let mut fields = Fields::default();
    fields.typed("name", name);
    fields.typed("url", url);
    fields.push("every", every.to_string());
    fields.push("auto", if auto { "yes" } else { "" });
    let form = source::read(&fields).map_err(|problems| CommandError::of_form(&problems))?;
    let name = form.name.clone();
    match app.watch_source(form, BY).await {
        Ok(()) => {
            println!(
                "Added {name}. It is read {} while the site is served; to read it now: ogp-tracker source run",
                every.in_words()
            );
            Ok(())
        }
        Err(AddSourceError::App(error)) => Err(error.into()),
        Err(error) => Err(CommandError::Usage(error.to_string())),
    }
}

async fn list(app: &App) -> Result<(), CommandError> {
    for source in app.sources().await? {
        let read = source.checked_at.map_or("never read".to_owned(), |at| {
            at.format("read %Y-%m-%d %H:%M UTC").to_string()
        });
        let publishes = if source.auto { "auto" } else { "approval" };
        let trouble = say::trouble(&source).into_iter();
        let trouble: Vec<String> = trouble.collect();
        println!(
            "{}\t{}\t{}\t{publishes}\t{read}\t{}\t{}",
            source.name,
            source.url,
            Every::of_seconds(source.every_seconds),
            say::waiting(&source),
            trouble.join(" "),
        );
    }
    Ok(())
}

async fn run(app: &App, name: &str) -> Result<(), CommandError> {
    match app.run_source(name).await? {
        SourceRun::Read {
            was_read,
            pending,
            published,
        } => {
            let answer = if was_read {
                "Read"
            } else {
                "Not changed since it was last read"
            };
            println!(
                "{answer}. Waiting for approval: {}.",
                say::pending(&pending)
            );
            if published {
                println!("What it says was published by itself, as set for this source.");
            }
            if pending.unusable > 0 {
                println!(
                    "{} rows cannot be used; the source\u{2019}s page says why.",
                    pending.unusable
                );
            }
            Ok(())
        }
        SourceRun::Failed(why) => Err(CommandError::Usage(format!(
            "{name} could not be read: {why}"
        ))),
        SourceRun::Elsewhere => Err(CommandError::Usage(
            "a source is being read at the moment; try again in a minute".to_owned(),
        )),
    }
}

async fn remove(app: &App, name: &str) -> Result<(), CommandError> {
    if app.forget_source(name).await? {
        println!("Removed {name}. What was published from it stays.");
        Ok(())
    } else {
        Err(CommandError::Usage(format!(
            "there is no source named {name}; use `source list` to see them"
        )))
    }
}
