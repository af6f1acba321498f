//! What members of staff are told of their work: on their desk, and by e-mail where they want that.
//!
//! Nobody's work waits for it: what cannot be noted is logged.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::App;
use super::auth::Staff;
use super::mail::{Block, Foot, Letter};
use crate::error::AppError;
use domain::forms::Fields;
use domain::mail::NoticeKind;
use domain::{Action, Dimension, DraftState, Lang, Role, route};
use store::{Account, Draft, NewNotification, Notification, OutboxState};

/// What is kept for each account.
const MAX_KEPT: i64 = 200;
/// For how long.
const KEPT: TimeDelta = TimeDelta::days(180);
/// What the desk shows.
const SHOWN: i64 = 10;

/// Something to tell.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub kind: NoticeKind,
    /// What it is about: everybody is told of it once.
    pub about: String,
    /// A sentence.
    pub text: String,
    /// The page to go to.
    pub href: String,
}

/// What the desk shows of what one was told, and of e-mail.
#[derive(Debug, Clone)]
pub struct Notices {
    /// Newest first.
    pub list: Vec<Notification>,
    pub sends_mail: bool,
    /// Of all e-mail, for admins.
    pub outbox: Option<OutboxState>,
}

/// What one is told of by e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeChoice {
    pub kind: NoticeKind,
    pub by_mail: bool,
}

/// What each account gets by e-mail.
pub(super) struct MailChoices(HashMap<(i64, String), bool>);

impl MailChoices {
    /// Whether an account gets notices of a kind by e-mail.
    pub(super) fn by_mail(&self, account: i64, kind: NoticeKind) -> bool {
        let chosen = self.0.get(&(account, kind.slug().to_owned()));
        chosen.copied().unwrap_or(kind.by_mail_unless_chosen())
    }
}

/// A rating in few words.
fn rating(draft: &Draft) -> String {
    let dimension = draft.content.rating.dimension.label().to_lowercase();
    format!("{}, {dimension}", draft.code)
}

/// Several ratings in few words.
fn ratings(drafts: &[Draft]) -> String {
    match drafts {
        [one] => rating(one),
        many => format!("{} ratings", many.len()),
    }
}

impl App {
    /// Tells accounts something. What cannot be noted is logged.
    pub(super) async fn notify_staff(
        &self,
        notice: &Notice,
        whom: impl Fn(&Account) -> bool + Send,
    ) {
        if let Err(error) = self.try_to_tell(notice, whom).await {
            tracing::error!(error = ?error, about = notice.about, "staff could not be told of something");
        }
    }

    async fn try_to_tell(
        &self,
        notice: &Notice,
        whom: impl Fn(&Account) -> bool + Send,
    ) -> Result<(), AppError> {
        let store = &self.inner.store;
        let mut accounts = store.accounts().await?;
        accounts.retain(|account| account.disabled_at.is_none() && whom(account));
        if accounts.is_empty() {
            return Ok(());
        }
        let chosen = self.mail_choices().await?;
        for account in accounts {
            let told = NewNotification {
                id: super::auth::random(),
                account: account.id,
                kind: notice.kind.slug().to_owned(),
                about: notice.about.clone(),
                text: notice.text.clone(),
                href: notice.href.clone(),
            };
            let by_mail = chosen.by_mail(account.id, notice.kind);
            let letter = by_mail.then(|| self.letter_of(notice));
            self.notify(&told, &account.email, letter.as_ref(), MAX_KEPT)
                .await?;
        }
        Ok(())
    }

    /// What all accounts have chosen to get by e-mail.
    pub(super) async fn mail_choices(&self) -> Result<MailChoices, AppError> {
        let chosen = self.inner.store.notification_choices().await?;
        let chosen = chosen.into_iter();
        Ok(MailChoices(
            chosen
                .map(|(account, kind, by_mail)| ((account, kind), by_mail))
                .collect(),
        ))
    }

    fn letter_of(&self, notice: &Notice) -> Letter {
        let choose = self.whole_address(&route::staff::Account.at("notifications"));
        Letter {
            lang: Lang::English,
            subject: notice.text.clone(),
            blocks: vec![
                Block::Text(notice.text.clone()),
                Block::Link("Open it".to_owned(), self.whole_address(&notice.href)),
                Block::Foot(vec![
                    Foot::Text(
                        "You get this because you have an account on the commitment tracker."
                            .to_owned(),
                    ),
                    Foot::Link("Choose what you get by e-mail".to_owned(), choose),
                ]),
            ],
            unsubscribe: None,
        }
    }

    /// Tells whom it concerns what became of drafts that were moved together. `by` moved them; none where
    /// their hour had come.
    pub(super) async fn notify_of_drafts(
        &self,
        drafts: &[Draft],
        to: DraftState,
        by: Option<&Account>,
    ) {
        let Some(first) = drafts.first() else {
            return;
        };
        let author = first.author;
        let what = ratings(drafts);
        let name = by.map_or("", |account| account.name.as_str());
        let (kind, text) = match to {
            DraftState::InReview => (
                NoticeKind::HandedIn,
                format!("{} submitted {what} for review.", first.author_name),
            ),
            DraftState::Returned => (NoticeKind::SentBack, format!("{name} sent back {what}.")),
            DraftState::Published if by.is_none() => (
                NoticeKind::Published,
                format!("Published as scheduled: {what}."),
            ),
            DraftState::Published => (NoticeKind::Published, format!("{name} published {what}.")),
            DraftState::Scheduled | DraftState::Draft | DraftState::Discarded => return,
        };
        let href = match drafts {
            [one] => route::staff::Draft::new(one.id).to_string(),
            _ => route::staff::SheetReview::new(first.id).to_string(),
        };
        let notice = Notice {
            kind,
            about: format!("{} {} {}", kind.slug(), first.id, first.version),
            text,
            href,
        };
        let mover = by.map(|account| account.id);
        self.notify_staff(&notice, |account| {
            let is_concerned = match kind {
                // Who wrote a rating does not review it.
                NoticeKind::HandedIn => {
                    account.id != author && account.role.may(Action::ReviewRating)
                }
                _ => account.id == author,
            };
            is_concerned && Some(account.id) != mover
        })
        .await;
    }

    /// Tells who brought a file that the work on it has ended, and how.
    pub(super) async fn notify_of_import(
        &self,
        account: i64,
        upload: &str,
        file: &str,
        ended: &str,
    ) {
        let notice = Notice {
            kind: NoticeKind::ImportFinished,
            about: format!("import {upload} {ended}"),
            text: format!("{file}: {ended}."),
            href: route::staff::Import::new(upload).to_string(),
        };
        self.notify_staff(&notice, |one| one.id == account).await;
    }

    /// Tells those who may approve it that a source says something new. `hash` names what it says.
    pub(super) async fn notify_of_source(&self, name: &str, hash: &str, waiting: i64) {
        let count = if waiting == 1 {
            "1 change waits".to_owned()
        } else {
            format!("{waiting} changes wait")
        };
        let notice = Notice {
            kind: NoticeKind::SourceChanged,
            about: format!("source {name} {hash}"),
            text: format!("{name} says something new: {count} for approval."),
            href: route::staff::Source::new(name).to_string(),
        };
        self.notify_staff(&notice, |account| account.role.may(Action::ReviewRating))
            .await;
    }

    /// Tells staff how many ratings became overdue with this day. Once a day, whoever asks first.
    pub async fn notify_of_overdue(&self) {
        let catalogue = self.catalogue();
        let Some(yesterday) = catalogue.today().pred_opt() else {
            return;
        };
        let is_new = |row: &catalogue::Row, dimension: Dimension| {
            row.report_awaited_by(dimension) == Some(yesterday)
        };
        let overdue: usize = catalogue
            .rows()
            .map(|row| {
                Dimension::ALL
                    .iter()
                    .filter(|dimension| is_new(row, **dimension))
                    .count()
            })
            .sum();
        if overdue == 0 {
            return;
        }
        let notice = Notice {
            kind: NoticeKind::Overdue,
            about: format!("overdue {yesterday}"),
            text: match overdue {
                1 => "1 pending rating is overdue since today.".to_owned(),
                many => format!("{many} pending ratings are overdue since today."),
            },
            href: route::staff::Desk.at("missing"),
        };
        self.notify_staff(&notice, |_| true).await;
    }

    /// What somebody was told lately.
    pub async fn notices(&self, staff: &Staff) -> Result<Notices, AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let account = staff.account();
        let outbox = match account.role {
            Role::Admin => Some(self.outbox_state().await?),
            _ => None,
        };
        let store = &self.inner.store;
        // Not what was told to another account of this number, before a backup was put back.
        let list = store.notifications(account.id, account.created_at, SHOWN);
        Ok(Notices {
            list: list.await?,
            sends_mail: self.sends_mail(),
            outbox,
        })
    }

    /// Notes that somebody has read what they were told until the newest of a page.
    pub async fn read_notices(&self, staff: &Staff, until: &str) -> Result<(), AppError> {
        self.require(staff, Action::SeeDesk).await?;
        let until = until
            .parse()
            .map_err(|_| AppError::Impossible("This form is incomplete.".to_owned()))?;
        let store = &self.inner.store;
        Ok(store
            .read_notifications(staff.account().id, until, self.now())
            .await?)
    }

    /// What somebody is told of by e-mail.
    pub async fn notice_choices(&self, staff: &Staff) -> Result<Vec<NoticeChoice>, AppError> {
        self.require(staff, Action::ManageOwnAccount).await?;
        let id = staff.account().id;
        let chosen = self.mail_choices().await?;
        let choices = NoticeKind::ALL.iter().map(|kind| NoticeChoice {
            kind: *kind,
            by_mail: chosen.by_mail(id, *kind),
        });
        Ok(choices.collect())
    }

    /// Sets what somebody is told of by e-mail: the kinds that a form has ticked. False where that is so already.
    pub async fn choose_notices(&self, staff: &Staff, fields: &Fields) -> Result<bool, AppError> {
        let before = self.notice_choices(staff).await?;
        let is_chosen = |kind: NoticeKind| fields.has("kind", kind.slug());
        if before
            .iter()
            .all(|choice| choice.by_mail == is_chosen(choice.kind))
        {
            return Ok(false);
        }
        let choices: Vec<(&str, bool)> = NoticeKind::ALL
            .iter()
            .map(|kind| (kind.slug(), is_chosen(*kind)))
            .collect();
        let store = &self.inner.store;
        store
            .choose_notifications(staff.account().id, &choices)
            .await?;
        Ok(true)
    }

    /// Deletes what staff were told long ago.
    pub(super) async fn forget_old_notices(&self) -> Result<(), AppError> {
        self.inner
            .store
            .forget_notifications(self.now() - KEPT)
            .await?;
        Ok(())
    }
}
