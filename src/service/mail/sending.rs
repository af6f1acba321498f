//! Handing letters to the mail server: each by one instance, again and later where that fails, and no longer
//! once it has failed often.

use chrono::TimeDelta;
use futures::future::join_all;
use metrics::counter;

use super::smtp::SmtpError;
use super::{App, Keys, LetterKind, Mail};
use crate::error::AppError;
use crate::service::auth::random;
use store::{Delivery, WaitingMessage};

/// Connections to the mail server at once.
const AT_ONCE: usize = 4;
/// Letters that one turn sends on each of them, at most.
const IN_A_TURN: usize = 50;
/// How long an instance has a letter for itself: longer than handing it over can take.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How long to wait after each failure, in minutes; after the last one the letter is given up.
const WAITS: &[i64] = &[1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60];
/// How long is remembered what was sent, so that nothing is sent twice ...
const SENT_FOR: TimeDelta = TimeDelta::days(2);
/// ... and what was given up, for the desk.
const GIVEN_UP_FOR: TimeDelta = TimeDelta::days(14);
/// Letters in a row that do not reach a follower until they are forgotten.
const MAX_FAILURES: i64 = 3;

impl App {
    /// Sends the letters that are due, as many as a turn takes; gives how many were sent. Called again and
    /// again. Nothing where no e-mail is sent: they wait.
    pub async fn send_due_mail(&self) -> Result<usize, AppError> {
        let Some(mail) = self.inner.post.mail.get() else {
            return Ok(0);
        };
        let keys = self.mail_keys().await?;
        let turns = (0..AT_ONCE).map(|_| self.send_some(mail, &keys));
        let mut sent = 0;
        for turn in join_all(turns).await {
            sent += turn?;
        }
        Ok(sent)
    }

    async fn send_some(&self, mail: &Mail, keys: &Keys) -> Result<usize, AppError> {
        let store = &self.inner.store;
        let mut sent = 0;
        for _ in 0..IN_A_TURN {
            let (token, now) = (random(), self.now());
            let Some(message) = store.take_message(&token, now, now + LEASE).await? else {
                break;
            };
            let delivered = self.send_one(mail, keys, &message).await;
            let failed = delivered.as_ref().err();
            let outcome = match failed {
                None => "sent",
                Some(error) if error.is_final() => "refused",
                Some(_) => "failed",
            };
            let kind = message.kind.clone();
            counter!("ogp_mail_total", "kind" => kind, "outcome" => outcome).increment(1);
            let delivery = self.delivery(&message, failed);
            let is_kept = store.finish_message(&message.id, &token, &delivery, self.now());
            if !is_kept.await? {
                continue;
            }
            sent += usize::from(delivered.is_ok());
            let is_over = !matches!(delivery, Delivery::Later { .. });
            if is_over && message.kind == LetterKind::Digest.slug() {
                let hash = &message.recipient_hash;
                let gone = store.note_delivery(hash, delivered.is_ok(), MAX_FAILURES);
                if gone.await? {
                    tracing::info!("forgot a follower whose address takes no e-mail");
                }
            }
        }
        Ok(sent)
    }

    async fn send_one(
        &self,
        mail: &Mail,
        keys: &Keys,
        message: &WaitingMessage,
    ) -> Result<(), SmtpError> {
        let address = keys.address(&message.recipient, &message.recipient_hash);
        let written = keys.written(&message.id, &message.content);
        // Sealed with a key that is lost.
        let (address, written) = address.zip(written).ok_or(SmtpError::Unwritable)?;
        let known_as = (message.id.as_str(), message.made_at);
        mail.postman.send(known_as, &address, written).await
    }

    /// What becomes of a letter, by how sending it went.
    fn delivery(&self, message: &WaitingMessage, failed: Option<&SmtpError>) -> Delivery {
        let Some(error) = failed else {
            return Delivery::Sent;
        };
        let (id, kind, failure) = (&message.id, &message.kind, error.to_string());
        let attempt = usize::try_from(message.attempts).unwrap_or(usize::MAX);
        let wait = WAITS.get(attempt).filter(|_| !error.is_final());
        let Some(minutes) = wait else {
            tracing::error!(id, kind, failure, "an e-mail was given up");
            return Delivery::GivenUp { failure };
        };
        tracing::warn!(
            id,
            kind,
            failure,
            minutes,
            "an e-mail was not sent; trying again later"
        );
        Delivery::Later {
            at: self.now() + TimeDelta::minutes(*minutes),
            failure,
        }
    }

    /// Deletes what has served: letters that were sent, requests to follow that nobody confirmed, and what
    /// staff were told long ago. Called now and then.
    pub async fn forget_old_mail(&self) -> Result<(), AppError> {
        let (store, now) = (&self.inner.store, self.now());
        store
            .forget_messages(now - SENT_FOR, now - GIVEN_UP_FOR)
            .await?;
        let unconfirmed = now - super::followers::VALID_FOR;
        store.forget_pending_follows(unconfirmed).await?;
        let newest = store.version().await?.number;
        store.forget_later_revisions(newest).await?;
        self.forget_old_notices().await
    }
}
