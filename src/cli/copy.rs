//! `ogp-tracker copy`

use clap::Args;

use super::CommandError;
use crate::words;
use domain::Lang;
use domain::text::grouped;
use store::Store;

/// Copy the record with its whole history to another database, for example from SQLite to PostgreSQL, and
/// compare both. Run it again if it was interrupted: it goes on where it was.
#[derive(Debug, Args)]
pub struct Copy {
    /// The record: <sqlite://path> or <postgres://user@host/name>
    #[arg(long, value_name = "URL")]
    from: String,
    /// A new file, or an empty database on a server.
    #[arg(long, value_name = "URL")]
    to: String,
}

impl Copy {
    /// Copies, compares and prints what was copied.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let bar = super::bar("Copying {msg:24} {bar:40} {pos}/{len}");
        let shown = bar.clone();
        let mut progress = move |table: &str, number: usize, count: usize| {
            shown.set_length(count as u64);
            shown.set_position(number as u64);
            shown.set_message(table.to_owned());
        };
        let copied = Store::copy(&self.from, &self.to, &mut progress).await;
        bar.finish_and_clear();
        let copied = copied.map_err(|error| CommandError::Other(error.to_string()))?;
        for (table, rows) in copied.tables.iter().filter(|(_, rows)| *rows > 0) {
            println!("{table}\t{rows}");
        }
        let rows: u64 = copied.tables.iter().map(|(_, rows)| rows).sum();
        println!(
            "Copied and compared: {}, {} rows in {} tables. Sessions, the security log and shared keys stay behind: people sign in again, and those with an authenticator app use a recovery code or have their second factor reset.",
            words::version(Lang::English, &copied.version),
            grouped(usize::try_from(rows).unwrap_or(usize::MAX)),
            copied.tables.len()
        );
        if copied.is_behind {
            println!(
                "The source has changed since the copy began, and those changes are not in it: stop the program that serves it, and copy to another empty database."
            );
        }
        Ok(())
    }
}
