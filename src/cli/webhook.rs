//! `ogp-tracker webhook`

use clap::{Args, Subcommand};

use super::{AllowedHosts, CommandError, Database};
use crate::service::webhooks::AddWebhookError;
use crate::service::{App, Clock};
use domain::forms::Fields;
use domain::forms::webhook;

/// Send changes to other programs: a signed message to an address of theirs, while the site is
/// served.
#[derive(Debug, Args)]
pub struct Webhook {
    #[command(subcommand)]
    command: WebhookCommand,
}

#[derive(Debug, Subcommand)]
enum WebhookCommand {
    /// Add a webhook, and print the secret of its signatures.
    Add {
        /// Whose program it is.
        name: String,
        /// The address of the receiver.
        #[arg(value_name = "URL")]
        address: String,
        /// The commitments whose changes are sent: the address of a list, or what stands behind its `?`.
        #[arg(
            long,
            default_value = "",
            value_name = "QUERY",
            hide_default_value = true
        )]
        query: String,
        #[command(flatten)]
        hosts: AllowedHosts,
        #[command(flatten)]
        database: Database,
    },
    /// List the webhooks.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Send a test message now.
    Test {
        /// Its name.
        name: String,
        #[command(flatten)]
        hosts: AllowedHosts,
        #[command(flatten)]
        database: Database,
    },
    /// Remove a webhook.
    Remove {
        /// Its name.
        name: String,
        #[command(flatten)]
        database: Database,
    },
}

/// Who has added a webhook here.
const BY: &str = "the command line";

impl Webhook {
    /// Does what was asked.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let (database, hosts) = match &self.command {
            WebhookCommand::Add {
                database, hosts, ..
            }
            | WebhookCommand::Test {
                database, hosts, ..
            } => (database, hosts.clone()),
            WebhookCommand::List { database } | WebhookCommand::Remove { database, .. } => {
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

impl WebhookCommand {
    async fn run_in(self, app: &App) -> Result<(), CommandError> {
        match self {
            Self::Add {
                name,
                address,
                query,
                ..
            } => add(app, &name, &address, &query).await,
            Self::List { .. } => list(app).await,
            Self::Test { name, .. } => test(app, &name).await,
            Self::Remove { name, .. } => remove(app, &name).await,
        }
    }
}

fn unknown(name: &str) -> CommandError {
    CommandError::Usage(format!(
        "there is no webhook named {name}; use `webhook list` to see them"
    ))
}

async fn add(app: &App, name: &str, url: &str, query: &str) -> Result<(), CommandError> {
    let mut fields = Fields::default();
    fields.typed("name", name);
    fields.typed("url", url);
    fields.typed("query", query);
    let form = webhook::read(&fields).map_err(|problems| CommandError::of_form(&problems))?;
    let name = form.name.clone();
    app.add_webhook(form, BY)
        .await
        .map_err(|error| match error {
            AddWebhookError::App(error) => error.into(),
            error => CommandError::Usage(error.to_string()),
        })?;
    let all = app.webhooks().await?;
    let added = all.iter().find(|webhook| webhook.name == name);
    let secret = app.webhook_secret(added.ok_or_else(|| unknown(&name))?);
    println!("Added {name}. The secret of its signatures:");
    println!("{}", secret.await?);
    Ok(())
}

async fn list(app: &App) -> Result<(), CommandError> {
    for webhook in app.webhooks().await? {
        let delivered = webhook
            .delivered_at
            .map_or("never delivered".to_owned(), |at| {
                at.format("delivered %Y-%m-%d %H:%M UTC").to_string()
            });
        let state = if webhook.stopped_at.is_some() {
            "stopped"
        } else if webhook.failures > 0 {
            "failing"
        } else {
            "working"
        };
        println!(
            "{}\t{}\t{}\t{delivered}\t{state}\t{}",
            webhook.name, webhook.url, webhook.query, webhook.failure
        );
    }
    Ok(())
}

async fn test(app: &App, name: &str) -> Result<(), CommandError> {
    if !app.webhooks().await?.iter().any(|known| known.name == name) {
        return Err(unknown(name));
    }
    app.test_webhook(name).await?.map_err(|error| {
        CommandError::Usage(format!("the test message was not accepted: {error}"))
    })?;
    println!("{name} accepted the test message.");
    Ok(())
}

async fn remove(app: &App, name: &str) -> Result<(), CommandError> {
    if app.remove_webhook(name).await? {
        println!("Removed {name}.");
        Ok(())
    } else {
        Err(unknown(name))
    }
}
