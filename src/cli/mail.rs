//! How e-mail is sent, as `serve` and `doctor` are told.

use clap::Args;

use super::CommandError;
use crate::service::mail::{Mail, Smtp};
use crate::site::Origin;

/// The mail server, and from whom e-mail comes. The server's address may hold a password, which others on the
/// machine cannot read in the environment.
#[derive(Debug, Clone, Default, Args)]
pub struct MailSettings {
    /// The mail server: `smtps://user:password@host`, or `smtp://user:password@host` for STARTTLS. Not encrypted on
    /// this machine, and with ?tls=none. Without it, nobody can follow by e-mail.
    #[arg(
        long,
        env = "OGP_TRACKER_SMTP",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub smtp_url: Option<String>,
    /// From whom e-mail comes, such as `Commitment tracker <tracker@example.org>`.
    #[arg(long, env = "OGP_TRACKER_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

impl MailSettings {
    /// What e-mail is sent through; none where it is not set up, or the site has no address of its own for
    /// links. Refuses what cannot be used.
    pub(super) fn mail(&self, site: Option<&Origin>) -> Result<Option<Mail>, CommandError> {
        let Some(url) = self.smtp_url.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(None);
        };
        let smtp: Smtp = url
            .parse()
            .map_err(|why| CommandError::Usage(format!("--smtp-url: {why}")))?;
        let from = self.mail_from.as_deref().ok_or_else(|| {
            CommandError::Usage("sending e-mail needs --mail-from beside --smtp-url".to_owned())
        })?;
        let Some(site) = site else {
            tracing::warn!(
                "no e-mail is sent: it needs --public-url, so that its links lead to the site"
            );
            return Ok(None);
        };
        Mail::new(&smtp, from, &site.to_string())
            .map(Some)
            .map_err(CommandError::Usage)
    }
}
