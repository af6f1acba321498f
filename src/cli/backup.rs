//! `ogp-tracker backup`, `restore` and `check`

use std::path::PathBuf;

use clap::Args;

use super::{CommandError, Database};
use crate::words;
use domain::Lang;
use domain::text::grouped;
use store::{BackupOptions, CheckReport, Store};

/// Back up the database to a file and verify the copy. Works while the site is running.
#[derive(Debug, Args)]
pub struct Backup {
    /// Where to write it.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Replace the file if it exists and is an older backup of the same record. The three before it are
    /// kept, as FILE.1 to FILE.3.
    #[arg(long)]
    overwrite: bool,
    /// Back up even an empty record, and with --overwrite replace any file.
    #[arg(long)]
    force: bool,
}

/// Verify a backup and restore it.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup file.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Replace the database if it exists.
    #[arg(long)]
    overwrite: bool,
}

/// Check the whole database for damage.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    database: Database,
}

impl Backup {
    /// Makes the copy.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let store = self.database.existing().await?;
        let options = BackupOptions {
            overwrite: self.overwrite,
            force: self.force,
        };
        let copied = store.back_up(&self.file, options).await;
        store.close().await;
        println!("{}: {}", self.file.display(), in_words(&copied?));
        Ok(())
    }
}

impl Restore {
    /// Puts it back.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let restored = Store::restore(&self.file, &self.database.url, self.overwrite).await?;
        println!("Restored: {}", in_words(&restored));
        Ok(())
    }
}

impl Check {
    /// Prints what is wrong, or that nothing is.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let store = self.database.existing().await?;
        let checked = store.check().await;
        let address = store.address().to_owned();
        store.close().await;
        let checked = checked?;
        if checked.faults.is_empty() {
            println!("{address} is sound: {}", in_words(&checked));
            return Ok(());
        }
        for fault in &checked.faults {
            println!("{fault}");
        }
        Err(CommandError::Unsound {
            address,
            faults: checked.faults.len(),
        })
    }
}

fn in_words(checked: &CheckReport) -> String {
    format!(
        "{}, {} commitments, {} ratings",
        words::version(Lang::English, &checked.version),
        grouped(checked.commitments),
        checked.ratings
    )
}
