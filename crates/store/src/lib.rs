//! The record in its database: SQLite in a file, or PostgreSQL for several instances of the
//! program. Both answer alike.
//!
//! The only place with SQL. Knows no web, no permissions and no clock; who changes what and when
//! comes with the [`Revision`]. Facts, texts and ratings are only ever added, and what is current
//! is the newest of them, so the record can be read as it stood after any revision.

mod accounts;
mod address;
mod besides;
mod changes;
mod check;
mod context;
mod db;
mod draft_rows;
mod drafts;
mod error;
mod history;
mod identities;
mod imports;
mod keep;
mod parties;
mod read;
mod record;
mod rows;
mod search;
mod sessions;
mod standing;
mod undo;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use db::{Db, Session, on};
use domain::record::{Batch, DataVersion, Entry, Party, Published, Revision, Texts};
use domain::{CommitmentCode, CurrentRatings, Member, Rating};
use error::During;
use read::Which;
use record::Made;

pub use accounts::{Account, AccountChange, AddedAccount, SecurityEvent};
pub use besides::{AreaChange, Besides};
pub use changes::{ChangeFilter, Reply, Touched};
pub use check::Checked;
pub use drafts::{Draft, DraftContent, DraftOutcome, DraftStep, Move};
pub use error::{Problem, StoreError};
pub use history::{History, Origin, PastRating, PastRevision};
pub use identities::Identity;
pub use imports::{ImportBatch, TakenBack, Upload};
pub use keep::KeepError;
pub use record::{ImportedFile, Outcome, Progress, Recorded, Sent};
pub use sessions::SignedIn;

/// A bound that no revision's number reaches: the state after all of them.
pub const NEWEST: i64 = i64::MAX;

/// The record. Cheap to clone; all clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
}

impl Store {
    /// Opens the record at `sqlite://FILE` or `postgres://USER@HOST/NAME`, creating the file where
    /// there is none, and brings its tables up to date.
    ///
    /// Refuses a database that a newer program has made, and a file that is something else.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            db: Db::open(url).await?,
        })
    }

    /// Where the record is kept, for people: a file or a server, never with a password.
    pub fn address(&self) -> &str {
        self.db.address()
    }

    /// Whether nothing was ever recorded.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.version().await?.number == 0)
    }

    /// The newest state of the record, also when another program made it. One small query.
    pub async fn version(&self) -> Result<DataVersion, StoreError> {
        read_version(&mut self.db.reading().await?.session(), NEWEST).await
    }

    /// Fails when the database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.version().await.map(|_| ())
    }

    /// Brings the record to the state of a batch: adds areas, members and plans that are not
    /// known, commitments that are new, and new versions of what differs. Nothing is removed.
    ///
    /// All in one transaction, and as one revision; none is made where nothing differs. `progress`
    /// hears how many commitments have been dealt with.
    pub async fn record(
        &self,
        revision: &Revision,
        batch: &Batch,
        demonstration: bool,
        progress: Progress<'_>,
    ) -> Result<Recorded, StoreError> {
        let change = record::Change {
            revision,
            batch,
            demonstration,
            only_if_empty: false,
            sent: None,
            file: None,
        };
        match record::record(&self.db, change, progress).await? {
            Made::Recorded(recorded) => Ok(recorded),
            Made::NotEmpty | Made::Not(_) => Ok(Recorded {
                added: 0,
                changed: 0,
                unchanged: batch.entries.len(),
                version: self.version().await?,
            }),
        }
    }

    /// Fills an empty record, and leaves one alone that is not: then gives nothing. Of several
    /// programs that do this at once, one fills it.
    pub async fn record_if_empty(
        &self,
        revision: &Revision,
        batch: &Batch,
        demonstration: bool,
        progress: Progress<'_>,
    ) -> Result<Option<Recorded>, StoreError> {
        let change = record::Change {
            revision,
            batch,
            demonstration,
            only_if_empty: true,
            sent: None,
            file: None,
        };
        Ok(match record::record(&self.db, change, progress).await? {
            Made::Recorded(recorded) => Some(recorded),
            Made::NotEmpty | Made::Not(_) => None,
        })
    }

    /// Makes a change that a member of staff sent as a form: once, and only where nobody has
    /// changed what it touches since the sender looked. Ratings of the entries are left alone.
    pub async fn apply(
        &self,
        revision: &Revision,
        batch: &Batch,
        sent: &Sent,
    ) -> Result<Outcome, StoreError> {
        let change = record::Change {
            revision,
            batch,
            demonstration: false,
            only_if_empty: false,
            sent: Some(sent),
            file: None,
        };
        Ok(match record::record(&self.db, change, &mut |_| ()).await? {
            Made::Recorded(recorded) => Outcome::Done(recorded.version),
            Made::Not(outcome) => outcome,
            Made::NotEmpty => Outcome::Done(self.version().await?),
        })
    }

    /// Where the answer to a form led that has been applied already.
    pub async fn submitted(&self, token: &str, account: i64) -> Result<Option<String>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_scalar(
            "SELECT location FROM submission WHERE token = $1 AND account_id = $2",
        ).bind(token).bind(account).fetch_optional(&mut *connection).await)
        .during("looking up a form")
    }

    /// Every member and every plan, also those without a commitment.
    pub async fn parties(&self) -> Result<Vec<Party>, StoreError> {
        let parties = parties::read(&mut self.db.reading().await?.session(), NEWEST).await?;
        let members = parties.members.values().map(|member| Party {
            member: Arc::clone(member),
            plan: None,
        });
        let plans = parties.plans.values().filter_map(|(member, plan)| {
            Some(Party {
                member: Arc::clone(parties.members.get(member)?),
                plan: Some((**plan).clone()),
            })
        });
        let mut all: Vec<Party> = members.chain(plans).collect();
        all.sort_by(|a, b| (&a.member.name, &a.plan).cmp(&(&b.member.name, &b.plan)));
        Ok(all)
    }

    /// A member by its name in addresses, as it was described after a revision.
    pub async fn member(&self, slug: &str, upto: i64) -> Result<Option<Arc<Member>>, StoreError> {
        let parties = parties::read(&mut self.db.reading().await?.session(), upto).await?;
        let id = parties.slugs.get(slug);
        Ok(id.and_then(|id| parties.members.get(id)).map(Arc::clone))
    }

    /// A commitment with its texts as it stood after a revision, without ratings, and its number.
    pub async fn entry(
        &self,
        code: &CommitmentCode,
        upto: i64,
    ) -> Result<Option<(i64, Entry)>, StoreError> {
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let Some(id) = history::id_of(&mut session, code).await? else {
            return Ok(None);
        };
        Ok(read::entries(&mut session, upto, &[id]).await?.pop())
    }

    /// Commitments with their texts as they stood after a revision, without ratings.
    pub async fn entries(&self, ids: &[i64], upto: i64) -> Result<Vec<(i64, Entry)>, StoreError> {
        read::entries(&mut self.db.reading().await?.session(), upto, ids).await
    }

    /// The whole published record, as of its newest revision.
    pub async fn published(&self) -> Result<Published, StoreError> {
        self.published_as_of(NEWEST).await
    }

    /// The whole published record as it stood after the revision with this number, or after the
    /// newest one before it.
    pub async fn published_as_of(&self, revision: i64) -> Result<Published, StoreError> {
        read_published(&mut self.db.reading().await?.session(), revision).await
    }

    /// The long texts of the commitments with these ids, as they stood after the revision `upto`.
    /// A commitment that has none, and an id that is none, are not among them.
    pub async fn texts(&self, ids: &[i64], upto: i64) -> Result<HashMap<i64, Texts>, StoreError> {
        read::texts(&mut self.db.reading().await?.session(), upto, ids).await
    }

    /// Whether any description ever had more than so many characters.
    pub async fn has_texts_longer_than(&self, characters: i64) -> Result<bool, StoreError> {
        let mut reading = self.db.reading().await?;
        let one: Option<i64> = on!(reading.session(), connection => {
            sqlx::query_scalar(
                "SELECT commitment_id FROM commitment_text WHERE LENGTH(description) > $1 LIMIT 1",
            )
            .bind(characters)
            .fetch_optional(&mut *connection)
            .await
        })
        .during("looking for long texts")?;
        Ok(one.is_some())
    }

    /// Everything recorded about a commitment up to a revision, and by whom; nothing for an unknown
    /// code.
    pub async fn history(
        &self,
        code: &CommitmentCode,
        upto: i64,
    ) -> Result<Option<History>, StoreError> {
        history::read(&mut self.db.reading().await?.session(), code, upto).await
    }

    /// The number of the newest revision made until this moment; 0 where there was none.
    pub async fn revision_at(&self, moment: DateTime<Utc>) -> Result<i64, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => {
            sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM revision WHERE made_at <= $1")
                .bind(moment)
                .fetch_one(&mut *connection)
                .await
        })
        .during("looking up a past state of the record")
    }

    /// What [`Store::search`] would have found after the revision `upto`. Reads every commitment
    /// as it was, for the index knows the present words only.
    pub async fn search_as_of(&self, terms: &[String], upto: i64) -> Result<Vec<i64>, StoreError> {
        search::search_as_of(&mut self.db.reading().await?.session(), terms, upto).await
    }

    /// The ids of the commitments in which every term occurs, the last one also as the beginning
    /// of a word, best first: a word in the title counts more than one in the member's name, the
    /// institutions, the body.
    ///
    /// Terms come from [`domain::text::search_terms`]. Without any, finds nothing.
    pub async fn search(&self, terms: &[String]) -> Result<Vec<i64>, StoreError> {
        search::search(&mut self.db.reading().await?.session(), terms).await
    }

    /// Closes every connection once what it does is done. Other clones can do nothing after it.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// The whole published record as it stood after a revision.
async fn read_published(session: &mut Session<'_>, revision: i64) -> Result<Published, StoreError> {
    let version = read_version(session, revision).await?;
    let upto = version.number;
    let areas = parties::areas(session, upto).await?;
    let context = context::items(session, upto).await?;
    let parties = parties::read(session, upto).await?;
    let mut commitments = read::commitments(session, upto, Which::All, &parties).await?;
    let mut ratings = read::ratings(session, upto, Which::All).await?;
    let replaced = standing::out_of_force(session, upto).await?;
    let absent = standing::absent(session, upto).await?;
    commitments.retain(|(id, _)| !absent.contains(id));
    for (id, commitment) in &mut commitments {
        let published = ratings.remove(id).unwrap_or_default();
        commitment.ratings = CurrentRatings::choose(standing(published, &replaced));
    }
    commitments.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
    Ok(Published {
        version,
        areas,
        context,
        commitments,
    })
}

/// The ratings that no later one has corrected.
fn standing(ratings: Vec<(i64, Rating)>, replaced: &HashSet<i64>) -> Vec<Rating> {
    ratings
        .into_iter()
        .filter(|(id, _)| !replaced.contains(id))
        .map(|(_, rating)| rating)
        .collect()
}

/// The newest revision up to this one, which says all there is to a version.
async fn read_version(session: &mut Session<'_>, upto: i64) -> Result<DataVersion, StoreError> {
    let newest: Option<(i64, DateTime<Utc>, bool)> = on!(session, connection => {
        sqlx::query_as(
            "SELECT id, made_at, demonstration FROM revision
             WHERE id <= $1 ORDER BY id DESC LIMIT 1",
        )
        .bind(upto)
        .fetch_optional(&mut **connection)
        .await
    })
    .during("reading the record\u{2019}s version")?;
    Ok(newest.map_or(
        DataVersion {
            number: 0,
            made_at: None,
            demonstration: false,
        },
        |(number, made_at, demonstration)| DataVersion {
            number,
            made_at: Some(made_at),
            demonstration,
        },
    ))
}
