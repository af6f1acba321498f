//! Letters in words: what is told by e-mail to those who asked for it, in their language; and what goes on by
//! itself to tell them.

mod digest;

use std::time::Duration;

use chrono::Utc;
use tokio::time::MissedTickBehavior;

use crate::error::AppError;
use crate::service::App;
use crate::service::mail::{Block, FollowRefusal, FollowRequest, Foot, Letter};
use crate::service::queue::Summarised;
use crate::words::heading;
use domain::Lang;
use i18n::mail as say;

/// How often the program looks whether anything is to be sent.
const INTERVAL: Duration = Duration::from_secs(2);
/// After how many of these old letters are deleted and summaries written: five minutes.
const HOUSEKEEPING_TICKS: u32 = 150;
/// Followers whom one turn tells, at most.
const IN_A_TURN: usize = 500;

/// Sends what is to be sent, for as long as it is polled.
pub async fn watch(app: App) {
    let mut interval = tokio::time::interval(INTERVAL);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ticks: u32 = 0;
    let mut overdue_told = None;
    let mut summarised = Summarised::default();
    loop {
        interval.tick().await;
        // On a task of its own, so that what the program fails over ends nothing else.
        let mut turn = tokio::task::JoinSet::new();
        let of_turn = app.clone();
        turn.spawn(async move { send_due(&of_turn).await });
        match turn.join_next().await {
            Some(Ok(Err(error))) => tracing::warn!(%error, "e-mail could not be sent"),
            Some(Err(error)) => tracing::error!(%error, "sending e-mail broke down"),
            _ => {}
        }
        let today = app.catalogue().today();
        if overdue_told != Some(today) {
            app.notify_of_overdue().await;
            overdue_told = Some(today);
        }
        if ticks.is_multiple_of(HOUSEKEEPING_TICKS) {
            if let Err(error) = app.forget_old_mail().await {
                tracing::warn!(%error, "old e-mail could not be deleted");
            }
            if let Err(error) = app.summarise_own_work(&mut summarised).await {
                tracing::warn!(%error, "staff could not be sent summaries of their work");
            }
        }
        ticks = ticks.wrapping_add(1);
    }
}

/// Writes what followers are to be told and sends what waits; gives how many letters were sent.
pub async fn send_due(app: &App) -> Result<usize, AppError> {
    for _ in 0..IN_A_TURN {
        let Some(found) = app.next_digest().await? else {
            break;
        };
        let letter = (!found.items.is_empty()).then(|| digest::letter(app, &found));
        app.finish_digest(&found, letter.as_ref()).await?;
    }
    app.send_due_mail().await
}

/// Asks, by e-mail, whether somebody wants to follow what they asked for.
pub async fn ask_to_follow(app: &App, asked: FollowRequest<'_>) -> Result<(), FollowRefusal> {
    let lang = asked.lang;
    let what = heading(lang, &app.catalogue(), asked.query);
    let often = say::often(lang, asked.often);
    let write = |link: String| confirmation(lang, &what, often, link);
    app.ask_to_follow(asked, write).await
}

fn confirmation(lang: Lang, what: &str, often: &str, link: String) -> Letter {
    Letter {
        lang,
        subject: say::confirm_subject(lang).to_owned(),
        blocks: vec![
            Block::Text(say::letter_confirm(lang, what, often)),
            Block::Link(say::letter_confirm_link(lang).to_owned(), link),
            Block::Text(say::letter_confirm_else(lang).to_owned()),
            Block::Foot(vec![Foot::Text(crate::components::NAME.to_owned())]),
        ],
        unsubscribe: None,
    }
}

/// The day of a change, for a digest that may tell of several.
fn day(lang: Lang, at: chrono::DateTime<Utc>) -> String {
    i18n::format::day_of(lang, at)
}
