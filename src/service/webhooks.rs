//! Webhooks: receivers that admins have approved and that are told of changes by a signed request.
//!
//! Each is told what is different since it was told last, as the feeds say, once a change has stood for some
//! minutes; nothing of what was taken back meanwhile. A message that is not taken is sent again, the same one,
//! later and later, and after a week no more until somebody has it tried again. Signatures are those of
//! [Standard Webhooks](https://www.standardwebhooks.com/).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac};
use metrics::counter;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest as _, Sha256};

use super::auth::{Staff, hex, random};
use super::fetch::FetchError;
use super::mail::{DigestItem, NetChanges, UpTo};
use super::sealed::derived;
use super::staff::Refusal;
use super::{App, MissingForStaff, NotFound, Suggestion};
use crate::error::AppError;
use domain::forms::webhook::{self, WebhookForm};
use domain::forms::{Fields, Problems};
use domain::{Action, Lang, Query, route};
use store::{AddWebhookOutcome, MAX_WEBHOOKS, NewWebhook, Webhook, WebhookDelivery};

const KEY_NAME: &str = "webhooks";
/// How long an instance has a webhook for itself: longer than telling it can take.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How long to wait after each failure, in minutes; after later ones, as long as after the last.
const WAITS: &[i64] = &[1, 5, 15, 60, 4 * 60, 12 * 60];
/// How long a message is tried.
const TRIED_FOR: TimeDelta = TimeDelta::days(7);
/// How long to wait where changes have not stood for long enough.
const UNSETTLED: TimeDelta = TimeDelta::minutes(1);

/// Why a webhook was not added, in words.
#[derive(Debug, thiserror::Error)]
pub enum AddWebhookError {
    /// The address cannot be asked.
    #[error(transparent)]
    Address(#[from] FetchError),
    /// The list names members or policy areas that are not here.
    #[error("there is no {0} here")]
    Unknown(String),
    /// There is one of this name.
    #[error("there is a webhook of this name already")]
    Taken,
    /// There are too many.
    #[error("there are {MAX_WEBHOOKS} webhooks already, which is the limit")]
    TooMany,
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// What a webhook is to be told now, maybe nothing. It ends with [`App::finish_webhook`].
#[derive(Debug, Clone)]
pub struct WebhookNews {
    pub webhook: Webhook,
    /// The commitments that it is told of.
    pub query: Query,
    /// Newest first.
    pub items: Vec<DigestItem>,
    /// The revision up to which they tell.
    pub upto: i64,
    /// Whether there is more than is told.
    pub is_cut: bool,
    lease: String,
}

impl WebhookNews {
    /// What the message is known by: the same each time it is sent.
    fn id(&self) -> String {
        let (webhook, upto) = (&self.webhook, self.upto);
        let added = webhook.added_at.timestamp_micros();
        let told = format!("{}\n{added}\n{}\n{upto}", webhook.name, webhook.seen);
        let hash = hex(&Sha256::digest(told));
        format!("msg_{}", &hash[..32])
    }
}

fn no_webhook() -> AppError {
    NotFound::for_staff(MissingForStaff::Webhook, Suggestion::StaffWebhooks).into()
}

/// The headers of a message: what it is, what it is known by, when it was sent, and the proof that it is from
/// here.
fn headers(secret: &[u8], id: &str, at: DateTime<Utc>, body: &[u8]) -> Result<HeaderMap, AppError> {
    let seconds = at.timestamp().to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)
        .map_err(|error| AppError::Internal(error.to_string()))?;
    for part in [id.as_bytes(), b".", seconds.as_bytes(), b".", body] {
        mac.update(part);
    }
    let signature = format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in [
        ("webhook-id", id),
        ("webhook-timestamp", &seconds),
        ("webhook-signature", &signature),
    ] {
        let value = HeaderValue::from_str(value);
        let value = value.map_err(|error| AppError::Internal(error.to_string()))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    Ok(headers)
}

/// What the signatures of messages to a webhook are made with, as receivers' libraries take it.
fn in_words(secret: &[u8]) -> String {
    format!("whsec_{}", BASE64.encode(secret))
}

impl App {
    /// Every webhook.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, AppError> {
        Ok(self.inner.store.webhooks().await?)
    }

    /// Every webhook with its secret, for admins.
    pub async fn webhooks_for(&self, staff: &Staff) -> Result<Vec<(Webhook, String)>, AppError> {
        self.require(staff, Action::ManageWebhooks).await?;
        let mut all = Vec::new();
        for webhook in self.webhooks().await? {
            let secret = self.webhook_secret(&webhook).await?;
            all.push((webhook, secret));
        }
        Ok(all)
    }

    /// What signatures of messages to a webhook are made with, for its receiver.
    pub async fn webhook_secret(&self, webhook: &Webhook) -> Result<String, AppError> {
        Ok(in_words(&self.webhook_key(webhook).await?))
    }

    async fn webhook_key(&self, webhook: &Webhook) -> Result<[u8; 32], AppError> {
        let kept = self.inner.store.shared_key(KEY_NAME, &random()).await?;
        // One that is removed and added again has another.
        let added = webhook.added_at.timestamp_micros();
        Ok(derived(&kept, &format!("{}\n{added}", webhook.name)))
    }

    /// Adds a webhook, which is told of changes from now on.
    pub async fn add_webhook(&self, form: WebhookForm, by: &str) -> Result<(), AddWebhookError> {
        self.fetcher().check(&form.url)?;
        let (query, unknown) = self.known_query(&form.query);
        if let Some(unknown) = unknown.into_iter().next() {
            return Err(AddWebhookError::Unknown(unknown.error.value));
        }
        let store = &self.inner.store;
        let new = NewWebhook {
            name: form.name,
            url: form.url,
            query: query.to_address(),
            added_by: by.to_owned(),
            seen: store.version().await.map_err(AppError::from)?.number,
        };
        let added = store.add_webhook(&new, self.now()).await;
        match added.map_err(AppError::from)? {
            AddWebhookOutcome::Added => Ok(()),
            AddWebhookOutcome::Taken => Err(AddWebhookError::Taken),
            AddWebhookOutcome::TooMany => Err(AddWebhookError::TooMany),
        }
    }

    /// Does what the form of the webhooks' page asks; gives where to go from there.
    pub async fn change_webhooks(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::ManageWebhooks).await?;
        let by = &staff.account().email;
        let name = fields.get("webhook");
        let (asked, done) = match fields.get("do") {
            "remove" if self.remove_webhook(name).await? => ("remove", "webhook-removed"),
            "retry" => {
                let found = self.inner.store.retry_webhook(name, self.now()).await?;
                if !found {
                    return Err(no_webhook().into());
                }
                ("retry", "webhook-retried")
            }
            "test" => {
                self.test_webhook(name).await?.map_err(|error| {
                    Problems::one(
                        "test",
                        format!("The test message was not accepted: {error}."),
                    )
                })?;
                ("test", "webhook-tested")
            }
            "" => {
                let form = webhook::read(fields)?;
                let added = self.add_webhook(form, &staff.account().name).await;
                added.map_err(|error| match error {
                    AddWebhookError::App(error) => error.into(),
                    AddWebhookError::Address(_) => {
                        let text = format!("This address cannot be used: {error}.");
                        Refusal::from(Problems::one("url", text))
                    }
                    AddWebhookError::Unknown(_) => {
                        Problems::one("query", format!("Not added: {error}.")).into()
                    }
                    _ => Problems::one("name", format!("Not added: {error}.")).into(),
                })?;
                ("add", "webhook-added")
            }
            _ => return Err(no_webhook().into()),
        };
        tracing::info!(webhook = name, by, asked, "a webhook changed");
        Ok(route::staff::Webhooks.with("done", done))
    }

    /// Removes a webhook. False where there is none of this name.
    pub async fn remove_webhook(&self, name: &str) -> Result<bool, AppError> {
        Ok(self.inner.store.remove_webhook(name).await?)
    }

    /// Sends a webhook a message that tells of nothing.
    pub async fn test_webhook(&self, name: &str) -> Result<Result<(), FetchError>, AppError> {
        let webhook = self.inner.store.webhook(name).await?;
        let webhook = webhook.ok_or_else(no_webhook)?;
        let now = self.now();
        let body = serde_json::json!({
            "type": "test",
            "timestamp": now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "data": {},
        });
        let id = format!("msg_{}", &random()[..32]);
        self.send_to(&webhook, &id, body.to_string().into_bytes())
            .await
    }

    async fn send_to(
        &self,
        webhook: &Webhook,
        id: &str,
        body: Vec<u8>,
    ) -> Result<Result<(), FetchError>, AppError> {
        let key = self.webhook_key(webhook).await?;
        let headers = headers(&key, id, self.now(), &body)?;
        Ok(self.fetcher().post(&webhook.url, headers, body).await)
    }

    /// The next webhook that is due, with what it is to be told; none where none is.
    pub async fn next_webhook(&self) -> Result<Option<WebhookNews>, AppError> {
        let (store, now) = (&self.inner.store, self.now());
        // Asked every few seconds, and most sites have none.
        if store.webhooks().await?.is_empty() {
            return Ok(None);
        }
        let (app, settled) = self.settled().await?;
        let lease = random();
        let taken = store.take_webhook(settled, &lease, [now, now + LEASE]);
        let Some(webhook) = taken.await? else {
            return Ok(None);
        };
        // It was checked when it was added.
        let query = Query::parse(&webhook.query).unwrap_or_default();
        let upto = match webhook.delivering {
            Some(decided) => UpTo::Decided(decided),
            None => UpTo::Settled(settled),
        };
        let views = [(query.clone(), webhook.seen)];
        let NetChanges {
            items,
            upto,
            is_cut,
        } = app.news(&views, upto, Lang::English).await?;
        Ok(Some(WebhookNews {
            upto: upto.max(webhook.seen),
            webhook,
            query,
            items,
            is_cut,
            lease,
        }))
    }

    /// Sends a webhook what it is told, and remembers what came of that. Nothing is sent without a message.
    /// Gives whether it was told something.
    pub async fn finish_webhook(
        &self,
        news: &WebhookNews,
        message: Option<Vec<u8>>,
    ) -> Result<bool, AppError> {
        let (webhook, upto) = (&news.webhook, news.upto);
        let was_sent = message.is_some();
        let sent = match message {
            Some(message) => self.send_to(webhook, &news.id(), message).await?,
            None => Ok(()),
        };
        let now = self.now();
        let delivery = match &sent {
            Ok(()) => WebhookDelivery::Told {
                seen: upto,
                was_sent,
                // Nothing could be told yet where it has not been told any further.
                next_at: if upto > webhook.seen {
                    now
                } else {
                    now + UNSETTLED
                },
            },
            Err(error) => WebhookDelivery::Failed {
                delivering: upto,
                failure: error.to_string(),
                next_at: next_try(webhook, now),
            },
        };
        if was_sent {
            let outcome = if sent.is_ok() { "delivered" } else { "failed" };
            counter!("ogp_webhook_messages_total", "outcome" => outcome).increment(1);
        }
        if let Err(error) = &sent {
            tracing::warn!(webhook = webhook.name, %error, "a webhook did not accept its message");
        }
        let store = &self.inner.store;
        let is_kept = store.finish_webhook(&webhook.name, &news.lease, &delivery, now);
        Ok(is_kept.await? && was_sent && sent.is_ok())
    }
}

/// When a message that was not taken is sent again; none where it has been tried for long enough.
fn next_try(webhook: &Webhook, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let since = webhook.failing_since.unwrap_or(now);
    if now - since >= TRIED_FOR {
        return None;
    }
    let failures = usize::try_from(webhook.failures).unwrap_or(usize::MAX);
    let minutes = WAITS.get(failures).or(WAITS.last()).copied();
    Some(now + TimeDelta::minutes(minutes.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's reference libraries.
    #[test]
    fn a_message_is_signed_as_receivers_check_it() {
        let secret = BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let body = br#"{"test": 2432232314}"#;
        let headers = headers(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body).unwrap();
        assert_eq!(
            headers["webhook-signature"],
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert_eq!(headers["webhook-timestamp"], "1614265330");
        assert_eq!(in_words(&secret), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    #[test]
    fn a_message_is_tried_for_a_week() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let mut webhook = Webhook {
            name: "n".to_owned(),
            url: String::new(),
            query: String::new(),
            added_by: String::new(),
            added_at: start,
            seen: 1,
            delivering: None,
            next_at: start,
            delivered_at: None,
            failures: 0,
            failing_since: None,
            failure: String::new(),
            stopped_at: None,
        };
        let mut now = start;
        while let Some(next) = next_try(&webhook, now) {
            assert!(next > now && webhook.failures < 30);
            webhook.failures += 1;
            webhook.failing_since.get_or_insert(now);
            now = next;
        }
        assert!(now - start >= TimeDelta::days(7) && now - start < TimeDelta::days(8));
    }
}
