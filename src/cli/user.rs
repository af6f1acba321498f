//! `ogp-tracker user`

use std::io::{BufRead, IsTerminal};

use clap::{Args, Subcommand};

use super::{CommandError, Database};
use crate::service::passwords::{generate_password, weakness};
use crate::service::{App, Clock};
use domain::Role;
use domain::forms::account::{self, email};
use domain::forms::{Fields, Problems};
use store::{Account, AddAccountOutcome, ChangeAccountOutcome, Opening, Store};

/// Manage staff accounts.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add an account. The password is the first line of standard input. On a terminal, or if that
    /// line is empty, a password is generated and printed once.
    Add {
        /// The e-mail address to sign in with.
        email: String,
        /// editor, reviewer or admin.
        #[arg(long)]
        role: Role,
        /// Name shown to the public. Defaults to the part before the @.
        #[arg(long)]
        name: Option<String>,
        /// No password: the person signs in through the organisation's provider only.
        #[arg(long)]
        provider_only: bool,
        /// Make the record if there is none; serve fills it when it starts.
        #[arg(long)]
        create: bool,
        #[command(flatten)]
        database: Database,
    },
    /// List the accounts.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Disable an account and end all its sessions.
    Disable {
        /// The e-mail address of the account.
        email: String,
        #[command(flatten)]
        database: Database,
    },
    /// Remove the second factor of an account whose device and recovery codes are lost, and end all its
    /// sessions. The person signs in with the password alone and can set up a new one.
    ResetSecondFactor {
        /// The e-mail address of the account.
        email: String,
        #[command(flatten)]
        database: Database,
    },
}

/// Who the security log names for what is done here.
const BY: &str = "the command line";

impl User {
    /// Does what was asked.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        match self.command {
            UserCommand::Add {
                email,
                role,
                name,
                provider_only,
                create,
                database,
            } => {
                let app = open(&database, create);
                add(&email, role, name, provider_only, app).await
            }
            UserCommand::List { database } => list(&database).await,
            UserCommand::Disable { email, database } => disable(&email, &database).await,
            UserCommand::ResetSecondFactor { email, database } => {
                reset_second_factor(&email, &database).await
            }
        }
    }
}

async fn open(database: &Database, create: bool) -> Result<App, CommandError> {
    let store = if create {
        let opening = Opening {
            accept_clock: database.accept_clock,
            ..Opening::default()
        };
        Store::open_as(&database.url, opening).await?
    } else {
        database.existing().await?
    };
    Ok(App::open(store, Clock::system()).await?)
}

/// A public name as the form of accounts takes it, or what is wrong with it.
fn public_name(name: &str) -> Result<String, CommandError> {
    let (mut fields, mut problems) = (Fields::default(), Problems::default());
    fields.typed("name", name);
    account::name(&fields, &mut problems);
    match problems.of("name") {
        Some(problem) => {
            let problem = problem.trim_end_matches('.');
            Err(CommandError::Usage(format!("--name: {problem}")))
        }
        None => Ok(fields.get("name").to_owned()),
    }
}

async fn add(
    address: &str,
    role: Role,
    name: Option<String>,
    provider_only: bool,
    app: impl Future<Output = Result<App, CommandError>>,
) -> Result<(), CommandError> {
    let address = email(address).ok_or_else(|| {
        CommandError::Usage(format!(
            "\u{201c}{address}\u{201d} is not an e-mail address, such as name@example.org"
        ))
    })?;
    let name = name
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| address.split('@').next().unwrap_or(&address).to_owned());
    let name = public_name(&name)?;
    let given = if provider_only {
        None
    } else {
        given_password()?
    };
    if let Some(password) = &given
        && let Some(weak) = weakness(password, &[&address, &name])
    {
        return Err(CommandError::Usage(format!("the password: {weak}")));
    }
    let made = (given.is_none() && !provider_only).then(generate_password);
    let password = given.as_deref().or(made.as_deref());
    let app = app.await?;
    let added = app
        .create_account(&address, &name, role, password, BY)
        .await;
    app.close().await;
    match added? {
        AddAccountOutcome::New(_) => {}
        AddAccountOutcome::NameTaken => {
            return Err(CommandError::Usage(format!(
                "the public name \u{201c}{name}\u{201d} looks like that of another account; give another one with --name"
            )));
        }
        AddAccountOutcome::Taken | AddAccountOutcome::AlreadyAdded => {
            return Err(CommandError::Usage(format!(
                "{address} already has an account"
            )));
        }
    }
    println!(
        "Added {address} as {}, shown as \u{201c}{name}\u{201d}",
        role.slug()
    );
    if let Some(made) = made {
        println!("Password (shown only once): {made}");
    }
    Ok(())
}

/// The first line of standard input, unless that is a terminal or empty.
fn given_password() -> Result<Option<String>, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    let mut line = String::new();
    input
        .lock()
        .read_line(&mut line)
        .map_err(CommandError::io("the password cannot be read"))?;
    let password = account::password(&line);
    Ok((!password.is_empty()).then(|| password.to_owned()))
}

async fn list(database: &Database) -> Result<(), CommandError> {
    let app = open(database, false).await?;
    let listed = async {
        let with_factor = app.accounts_with_second_factor().await?;
        Ok::<_, CommandError>((app.accounts().await?, with_factor))
    };
    let listed = listed.await;
    app.close().await;
    let (accounts, with_factor) = listed?;
    for account in accounts {
        let state = account.disabled_at.map_or(String::new(), |at| {
            format!("\tdisabled since {}", at.format("%Y-%m-%d"))
        });
        let factor = if with_factor.contains(&account.id) {
            "\tsecond factor"
        } else {
            ""
        };
        println!(
            "{}\t{}\t{}{state}{factor}",
            account.email,
            account.role.slug(),
            account.name
        );
    }
    Ok(())
}

async fn disable(address: &str, database: &Database) -> Result<(), CommandError> {
    let app = open(database, false).await?;
    let done = disable_in(&app, address).await;
    app.close().await;
    done
}

async fn account_of(app: &App, address: &str) -> Result<Account, CommandError> {
    let known = email(address).unwrap_or_default();
    let accounts = app.accounts().await?;
    let account = accounts.into_iter().find(|a| a.email == known);
    account.ok_or_else(|| {
        CommandError::Usage(format!(
            "{address} has no account; use `user list` to see the accounts"
        ))
    })
}

async fn reset_second_factor(address: &str, database: &Database) -> Result<(), CommandError> {
    let app = open(database, false).await?;
    let reset = async {
        let account = account_of(&app, address).await?;
        let was_on = app.reset_second_factor_of(&account, BY, "").await?;
        Ok((account.email, was_on))
    };
    let reset: Result<_, CommandError> = reset.await;
    app.close().await;
    let (email, was_on) = reset?;
    if !was_on {
        return Err(CommandError::Usage(format!(
            "{email} has no second factor; nothing was changed"
        )));
    }
    println!("Removed the second factor of {email} and ended all its sessions");
    Ok(())
}

async fn disable_in(app: &App, address: &str) -> Result<(), CommandError> {
    let account = account_of(app, address).await?;
    let known = account.email;
    let change = app
        .change_account(account.id, account.role, true, BY, "")
        .await?;
    match change {
        ChangeAccountOutcome::LastAdmin => Err(CommandError::Usage(format!(
            "{known} is the last admin; make someone else an admin first"
        ))),
        ChangeAccountOutcome::Same => {
            println!("{known} is disabled already");
            Ok(())
        }
        ChangeAccountOutcome::Done(_) | ChangeAccountOutcome::Unknown => {
            println!("Disabled {known} and ended all its sessions");
            Ok(())
        }
    }
}
