//! What is wrong with how e-mail is set up.

use super::{Mail, Smtp};
use crate::service::doctor::{Finding, Setup, bad, good, note};

const SUBJECT: &str = "E-mail";

/// Looks at the settings, and whether the mail server answers and takes the user name and password. Sends nothing.
pub(crate) async fn examine(setup: &Setup) -> Finding {
    let Some(url) = setup.smtp_url.as_deref().filter(|url| !url.is_empty()) else {
        return note(
            SUBJECT,
            "no mail server is set, so that nobody can follow by e-mail, and staff see their notifications on the desk only",
            "Set --smtp-url (or OGP_TRACKER_SMTP) and --mail-from (or OGP_TRACKER_MAIL_FROM).",
        );
    };
    let smtp: Smtp = match url.parse() {
        Ok(smtp) => smtp,
        Err(why) => return bad(SUBJECT, why, "Correct --smtp-url (or OGP_TRACKER_SMTP)."),
    };
    let Some(from) = &setup.mail_from else {
        return bad(
            SUBJECT,
            "it has no sender, and the program does not start",
            "Set --mail-from (or OGP_TRACKER_MAIL_FROM).",
        );
    };
    let Some(site) = &setup.public_url else {
        return bad(
            SUBJECT,
            "none is sent: its links need the address of the site",
            "Set --public-url (or PUBLIC_URL) to the address that visitors see.",
        );
    };
    let mail = match Mail::new(&smtp, from, site) {
        Ok(mail) => mail,
        Err(why) => {
            let advice = "Correct --smtp-url and --mail-from.";
            return bad(SUBJECT, why, advice);
        }
    };
    match mail.postman.check().await {
        Ok(()) => good(SUBJECT, format!("{smtp} answers; it comes from {from}")),
        Err(error) => bad(
            SUBJECT,
            format!("{smtp}: {error}"),
            "E-mail waits until this is put right. Check the address, the user name and the password of the mail server.",
        ),
    }
}
