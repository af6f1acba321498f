//! What webhooks are told: what is different about the commitments that they follow, as a signed message.

use std::time::Duration;

use serde::Serialize;
use tokio::time::MissedTickBehavior;

use super::api::{ChangedCommitmentBody, changed_commitment, timestamp};
use crate::error::AppError;
use crate::service::App;
use crate::service::mail::DigestItem;
use crate::service::webhooks::WebhookNews;
use crate::site::Origin;
use domain::route;

/// How often the program looks whether anything is to be told.
const INTERVAL: Duration = Duration::from_secs(2);
/// Messages of one turn, at most.
const MESSAGES_PER_TURN: usize = 100;

/// A message.
#[derive(Debug, Serialize)]
struct MessageBody {
    r#type: &'static str,
    /// When the newest of the changes was made (RFC 3339).
    timestamp: Option<String>,
    data: NewsBody,
}

/// What is different about the commitments of a list.
#[derive(Debug, Serialize)]
struct NewsBody {
    /// The data version that the receiver was told of last.
    since: i64,
    /// The data version that it is told of now.
    data_version: i64,
    /// The list that it follows.
    list: String,
    /// Whether `items` holds all that is different. Where it does not, `changes` does.
    complete: bool,
    /// Every change since, one by one.
    changes: String,
    /// Newest first.
    items: Vec<ItemBody>,
}

#[derive(Debug, Serialize)]
struct ItemBody {
    /// new, rated, changed or withdrawn.
    event: &'static str,
    /// When its last change was made (RFC 3339).
    changed_at: String,
    /// Its page; the history of one that is no longer in the record.
    href: String,
    #[serde(flatten)]
    commitment: ChangedCommitmentBody,
}

fn message(news: &WebhookNews, site: Option<&Origin>) -> MessageBody {
    let site = site.map_or(String::new(), ToString::to_string);
    let address = |path: String| format!("{site}{path}");
    let since = news.webhook.seen;
    let newest = news.items.iter().map(|item| item.made_at).max();
    MessageBody {
        r#type: "commitments.changed",
        timestamp: newest.map(timestamp),
        data: NewsBody {
            since,
            data_version: news.upto,
            list: address(news.query.link(route::Commitments)),
            complete: !news.is_cut,
            changes: address(route::ApiChanges.with("since", since.to_string())),
            items: news.items.iter().map(|item| body(item, &address)).collect(),
        },
    }
}

fn body(item: &DigestItem, address: &impl Fn(String) -> String) -> ItemBody {
    let page = if item.is_there {
        route::Commitment::new(&item.item.code).to_string()
    } else {
        route::Changes.with("code", &item.item.code)
    };
    ItemBody {
        event: item.kind.slug(),
        changed_at: timestamp(item.made_at),
        href: address(page),
        commitment: changed_commitment(&item.item),
    }
}

/// Tells the webhooks that are due; gives how many messages were delivered. `site` is the site's own address.
pub async fn send_due(app: &App, site: Option<&Origin>) -> Result<usize, AppError> {
    let mut delivered = 0;
    for _ in 0..MESSAGES_PER_TURN {
        let Some(news) = app.next_webhook().await? else {
            break;
        };
        let message = if news.items.is_empty() {
            None
        } else {
            let written = serde_json::to_vec(&message(&news, site));
            Some(written.map_err(|error| AppError::Internal(error.to_string()))?)
        };
        delivered += usize::from(app.finish_webhook(&news, message).await?);
    }
    Ok(delivered)
}

/// Tells webhooks, for as long as it is polled.
pub async fn watch(app: App, site: Option<Origin>) {
    let mut interval = tokio::time::interval(INTERVAL);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        // On a task of its own, so that a turn that panics does not end the others.
        let mut turn = tokio::task::JoinSet::new();
        let (app, site) = (app.clone(), site.clone());
        turn.spawn(async move { send_due(&app, site.as_ref()).await });
        match turn.join_next().await {
            Some(Ok(Err(error))) => tracing::warn!(%error, "webhooks could not be told"),
            Some(Err(error)) => tracing::error!(%error, "telling webhooks broke down"),
            _ => {}
        }
    }
}
