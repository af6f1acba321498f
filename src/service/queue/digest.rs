//! The summary of their own work that members of staff may get on the mornings of working days.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc, Weekday};

use super::{MAX_DRAFTS, QueueItem};
use crate::error::AppError;
use crate::service::App;
use crate::service::notices::Notice;
use crate::service::zone::Zone;
use domain::mail::NoticeKind;
use domain::{Action, DraftState, route};
use store::{Account, Proposal};

/// The hours of the account's own time zone in which the summary goes out.
const MORNING: Range<u32> = 7..12;

/// For which day the work of each account was last summed up, so that nothing is counted in vain. What keeps a
/// summary from going out twice is its name.
pub type Summarised = HashMap<i64, NaiveDate>;

impl App {
    /// Writes to those who want a summary of their work and have not had that of this day: in the morning of
    /// their time zone, from Monday to Friday. Nothing where nothing waits for them.
    pub async fn summarise_own_work(&self, summarised: &mut Summarised) -> Result<(), AppError> {
        if !self.sends_mail() {
            return Ok(());
        }
        let store = &self.inner.store;
        let kind = NoticeKind::Summary;
        let chosen = self.mail_choices().await?;
        let now = self.now();
        let mut due: Vec<(Account, NaiveDate)> = Vec::new();
        for account in store.accounts().await? {
            if account.disabled_at.is_some() || !chosen.by_mail(account.id, kind) {
                continue;
            }
            if let Some(day) = day_of(&account, now)
                && summarised.get(&account.id) != Some(&day)
            {
                due.push((account, day));
            }
        }
        if due.is_empty() {
            return Ok(());
        }
        let (drafts, _) = store.waiting_drafts(MAX_DRAFTS).await?;
        let items = self.queue_items(drafts).await?;
        let proposals = store.waiting_proposals(MAX_DRAFTS).await?;
        for (account, day) in due {
            let (_, mentions) = store.mentions_of(account.id, 1).await?;
            if let Some(text) = summary(&account, &items, (&proposals, mentions), now.date_naive())
            {
                let notice = Notice {
                    kind,
                    about: format!("summary {day}"),
                    text,
                    href: route::staff::Desk.to_string(),
                };
                self.notify_staff(&notice, |one| one.id == account.id).await;
            }
            summarised.insert(account.id, day);
        }
        Ok(())
    }
}

/// The day whose summary is due in the time zone of an account; none in the afternoon, at night and at weekends.
fn day_of(account: &Account, now: DateTime<Utc>) -> Option<NaiveDate> {
    let zone = Zone::named(&account.time_zone).unwrap_or_default();
    let local = zone.local(now);
    let works = !matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    (works && MORNING.contains(&local.hour())).then(|| local.date())
}

/// What waits for a person, in a sentence; none where nothing does.
fn summary(
    account: &Account,
    items: &[QueueItem],
    (proposals, mentions): (&[Proposal], i64),
    today: NaiveDate,
) -> Option<String> {
    let own = items.iter().filter(|item| item.is_mine(account.id));
    let overdue = own
        .clone()
        .filter(|item| item.due.is_some_and(|day| day < today));
    let (mine, overdue) = (own.count(), overdue.count());
    let is_to_review = |item: &&QueueItem| {
        let mut drafts = item.drafts.iter();
        drafts.any(|draft| draft.state == DraftState::InReview && draft.author != account.id)
    };
    let ratings = items.iter().filter(is_to_review).count();
    let of_others = proposals.iter().filter(|p| p.author != account.id);
    let facts = of_others
        .filter(|p| p.state == DraftState::InReview)
        .count();
    let back = proposals.iter().filter(|p| p.author == account.id);
    let back = back.filter(|p| p.state == DraftState::Returned).count();
    let of = |may: bool, count: usize| if may { count } else { 0 };
    let parts = [
        counted(
            mine,
            "item of yours in the queue",
            "items of yours in the queue",
        ),
        counted(overdue, "of them overdue", "of them overdue"),
        counted(
            back,
            "change of yours to complete",
            "changes of yours to complete",
        ),
        counted(
            of(account.role.may(Action::ReviewRating), ratings),
            "draft or sheet to review",
            "drafts or sheets to review",
        ),
        counted(
            of(account.role.may(Action::ReviewFacts), facts),
            "change of facts to review",
            "changes of facts to review",
        ),
        counted(
            usize::try_from(mentions).unwrap_or(0),
            "comment that names you",
            "comments that name you",
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Your work today: {}.", parts.join(", ")))
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    }
}
