//! `ogp-tracker doctor`

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::Args;

use super::mail::MailSettings;
use super::{CommandError, Database, SitePlace};
use crate::service::Clock;
use crate::service::doctor::{Setup, Verdict, examine};
use crate::web::proxy::Network;

/// Say what is wrong with this set-up, and what to do about it. Give it what `serve` is given.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    place: SitePlace,
    /// As given to `serve`.
    #[arg(
        long,
        env = "TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "CIDR"
    )]
    trusted_proxy: Vec<Network>,
    #[command(flatten)]
    mail: MailSettings,
    /// A backup, or a directory of backups, whose age is checked. Can be given several times.
    #[arg(long, value_name = "PATH")]
    backup: Vec<PathBuf>,
    /// How many days old the newest backup may be.
    #[arg(long, value_name = "DAYS", default_value_t = 2)]
    max_backup_age: u16,
}

impl Doctor {
    /// Prints what was found. Refuses when something is to be put right.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let site = self.place.address();
        let setup = Setup {
            database: self.database.url,
            public_url: site.map(|site| site.to_string()),
            has_trusted_proxy: !self.trusted_proxy.is_empty(),
            smtp_url: self.mail.smtp_url,
            mail_from: self.mail.mail_from,
            backups: self.backup,
            max_backup_age: TimeDelta::days(self.max_backup_age.into()),
        };
        let found = examine(&setup, &Clock::system()).await;
        for finding in &found {
            println!("{finding}");
        }
        let is_problem = |verdict| verdict == Verdict::Problem;
        match found.iter().filter(|f| is_problem(f.verdict)).count() {
            0 => Ok(()),
            problems => Err(CommandError::Unwell { problems }),
        }
    }
}
