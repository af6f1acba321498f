//! The published record: whole, and what differs between two of its states.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::changes::{changed_between, last_changes};
use super::db::{Connection, Db, dispatch};
use super::error::ErrorContext;
use super::lists::{Lists, lists};
use super::parties::Parties;
use super::query::CHUNK;
use super::read::{self, Which};
use super::rows::CommitmentRow;
use super::{NEWEST, Store, StoreError, context, parties, withdrawal};
use crate::boxed;
use domain::context::ContextItem;
use domain::record::{DataVersion, LastChange, Published, PublishedChanges};
use domain::{Commitment, CurrentRatings, PolicyArea, Rating};

impl Store {
    /// The whole published record, as of its newest revision.
    #[boxed]
    pub async fn published(&self) -> Result<Published, StoreError> {
        self.published_as_of(NEWEST).await
    }

    /// The whole published record as it stood after the revision with this number, or after the
    /// newest one before it.
    #[boxed]
    pub async fn published_as_of(&self, revision: i64) -> Result<Published, StoreError> {
        read_in_parts(&self.db, revision).await
    }

    /// Every rating in force of these commitments after a revision, oldest first; of at most 500
    /// commitments.
    #[boxed]
    pub async fn ratings_in_force(
        &self,
        ids: &[i64],
        as_of: i64,
    ) -> Result<HashMap<i64, Vec<Rating>>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut reader = self.db.reader().await?;
        ratings_in_force(&mut reader.connection(), as_of, Which::These(ids)).await
    }

    /// What differs between the record after the revision `from` and after `to`, which may be the
    /// earlier one, or [`NEWEST`].
    ///
    /// Costs what the revisions between the two touched, however large the record is. Commitments that
    /// they touched without changing what is published of them are among the answer.
    #[boxed]
    pub async fn published_changes(
        &self,
        from: i64,
        to: i64,
    ) -> Result<PublishedChanges, StoreError> {
        let mut reader = self.db.reader().await?;
        let mut connection = reader.connection();
        let version = read_version(&mut connection, to).await?;
        let as_of = version.number;
        let span = (from.min(as_of), from.max(as_of));
        let areas = if changed(&mut connection, "policy_area_version", span).await?
            || changed(&mut connection, "policy_area_presence", span).await?
        {
            Some(parties::areas(&mut connection, as_of).await?)
        } else {
            None
        };
        let context = if changed(&mut connection, "context_item", span).await? {
            Some(context::items(&mut connection, as_of).await?)
        } else {
            None
        };
        let ids: Vec<i64> = touched(&mut connection, span).await?.into_iter().collect();
        let mut commitments = Vec::with_capacity(ids.len());
        let mut changes = HashMap::new();
        for ids in ids.chunks(CHUNK) {
            let mut found = published_commitments(&mut connection, as_of, ids).await?;
            commitments.extend(ids.iter().map(|id| (*id, found.remove(id))));
            changes.extend(last_changes(&mut connection, as_of, Which::These(ids)).await?);
        }
        Ok(PublishedChanges {
            version,
            areas,
            context,
            commitments,
            last_changes: changes,
        })
    }
}

/// Commitments with their ratings as they were published after a revision; at most [`CHUNK`].
async fn published_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Commitment>, StoreError> {
    let mut found = read::present_commitments(connection, as_of, ids).await?;
    let mut ratings = current_ratings(connection, as_of, Which::These(ids)).await?;
    for (id, commitment) in &mut found {
        commitment.ratings = ratings.remove(id).unwrap_or_default();
    }
    Ok(found.into_iter().collect())
}

/// The ratings in force after a revision, by commitment; those without any are not among them.
pub(super) async fn current_ratings(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, CurrentRatings>, StoreError> {
    let in_force = ratings_in_force(connection, as_of, which).await?;
    let chosen = in_force.into_iter();
    let chosen = chosen.map(|(id, ratings)| (id, CurrentRatings::choose(ratings)));
    Ok(chosen.collect())
}

/// Every rating in force after a revision, oldest first, by commitment; those without any are not among
/// them.
async fn ratings_in_force(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Vec<Rating>>, StoreError> {
    let published = read::ratings(connection, as_of, which).await?;
    let out_of_force = withdrawal::ratings_out_of_force(connection, as_of, which).await?;
    let in_force = published.into_iter().map(|(id, ratings)| {
        let ratings = ratings.into_iter();
        let ratings = ratings.filter(|(rating, _)| !out_of_force.contains(rating));
        (id, ratings.map(|(_, rating)| rating).collect())
    });
    Ok(in_force.collect())
}

/// Whether a table has rows of a revision after the first and up to the second.
async fn changed(
    connection: &mut Connection<'_>,
    table: &'static str,
    (after, until): (i64, i64),
) -> Result<bool, StoreError> {
    let one: Option<i64> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("SELECT revision_id FROM ");
        query.push(table).push(" WHERE revision_id > ").push_bind(after);
        query.push(" AND revision_id <= ").push_bind(until).push(" LIMIT 1");
        query.build_query_scalar().fetch_optional(&mut **c).await
    })
    .context("reading what was changed")?;
    Ok(one.is_some())
}

/// The commitments that revisions after the first and up to the second touched, or whose member or plan
/// they changed.
async fn touched(
    connection: &mut Connection<'_>,
    (after, until): (i64, i64),
) -> Result<BTreeSet<i64>, StoreError> {
    let ids = changed_between(connection, (after, until)).await?;
    let of_members: Vec<i64> = if changed(connection, "member_version", (after, until)).await? {
        dispatch!(connection, c => sqlx::query_scalar(
            "SELECT DISTINCT v.commitment_id FROM member_version m
             JOIN action_plan p ON p.member_id = m.member_id
             JOIN commitment_version v ON v.plan_id = p.id
             WHERE m.revision_id > $1 AND m.revision_id <= $2",
        ).bind(after).bind(until).fetch_all(&mut **c).await)
        .context("reading what was changed")?
    } else {
        Vec::new()
    };
    let of_plans: Vec<i64> = if changed(connection, "action_plan_version", (after, until)).await? {
        dispatch!(connection, c => sqlx::query_scalar(
            "SELECT DISTINCT v.commitment_id FROM action_plan_version w
             JOIN commitment_version v ON v.plan_id = w.plan_id
             WHERE w.revision_id > $1 AND w.revision_id <= $2",
        ).bind(after).bind(until).fetch_all(&mut **c).await)
        .context("reading what was changed")?
    } else {
        Vec::new()
    };
    Ok(ids.into_iter().chain(of_members).chain(of_plans).collect())
}

/// The whole published record as it stood after a revision, read by several connections at once: what
/// a row costs is mostly spent outside of the database. All are bounded by the same revision, so that
/// they see one state.
async fn read_in_parts(db: &Db, revision: i64) -> Result<Published, StoreError> {
    let version = read_version(&mut db.reader().await?.connection(), revision).await?;
    let as_of = version.number;
    let lists = {
        let db = db.clone();
        on_a_task(
            async move { lists(&mut db.reader().await?.connection(), as_of, Which::All).await },
        )
    };
    let standing = {
        let db = db.clone();
        on_a_task(async move { Standing::read(&mut db.reader().await?.connection(), as_of).await })
    };
    let facts = {
        let db = db.clone();
        on_a_task(async move { Facts::read(&mut db.reader().await?.connection(), as_of).await })
    };
    let (lists, standing, facts) = tokio::try_join!(lists, standing, facts)?;
    facts.publish(version, lists, standing)
}

/// Does a part of the work on a task of its own, so that another processor can take it.
async fn on_a_task<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::spawn(work).await {
        Ok(done) => done,
        Err(broken) => match broken.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program ends.
            Err(_) => Err(sqlx::Error::WorkerCrashed).context("reading the record"),
        },
    }
}

/// What the record holds of commitments in addition to their facts.
struct Standing {
    ratings: HashMap<i64, CurrentRatings>,
    withdrawn: HashSet<i64>,
    last_changes: HashMap<i64, LastChange>,
}

impl Standing {
    async fn read(connection: &mut Connection<'_>, as_of: i64) -> Result<Self, StoreError> {
        Ok(Self {
            ratings: current_ratings(connection, as_of, Which::All).await?,
            withdrawn: withdrawal::withdrawn_commitments(connection, as_of, Which::All).await?,
            last_changes: last_changes(connection, as_of, Which::All).await?,
        })
    }

    /// The commitments that are published, with their ratings, in the order of their codes, and what last
    /// changed each of them.
    fn give(
        self,
        mut commitments: Vec<(i64, Commitment)>,
    ) -> (Vec<(i64, Commitment)>, HashMap<i64, LastChange>) {
        let Self {
            mut ratings,
            withdrawn,
            mut last_changes,
        } = self;
        commitments.retain(|(id, _)| !withdrawn.contains(id));
        for (id, commitment) in &mut commitments {
            commitment.ratings = ratings.remove(id).unwrap_or_default();
        }
        commitments.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
        last_changes.retain(|id, _| !withdrawn.contains(id));
        (commitments, last_changes)
    }
}

/// The facts of a state, without lists and without what else the record holds of commitments.
struct Facts {
    areas: Vec<PolicyArea>,
    context: Vec<ContextItem>,
    parties: Parties,
    rows: Vec<CommitmentRow>,
}

impl Facts {
    async fn read(connection: &mut Connection<'_>, as_of: i64) -> Result<Self, StoreError> {
        Ok(Self {
            areas: parties::areas(connection, as_of).await?,
            context: context::items(connection, as_of).await?,
            parties: parties::read(connection, as_of).await?,
            rows: read::rows(connection, as_of, Which::All).await?,
        })
    }

    fn publish(
        self,
        version: DataVersion,
        lists: Lists,
        standing: Standing,
    ) -> Result<Published, StoreError> {
        let commitments = read::complete(self.rows, lists, &self.parties)?;
        let (commitments, last_changes) = standing.give(commitments);
        Ok(Published {
            version,
            areas: self.areas,
            context: self.context,
            commitments,
            last_changes,
        })
    }
}

/// The same by one connection, which may be in a transaction.
pub(super) async fn read_published(
    connection: &mut Connection<'_>,
    revision: i64,
) -> Result<Published, StoreError> {
    let version = read_version(connection, revision).await?;
    let as_of = version.number;
    let facts = Facts::read(connection, as_of).await?;
    let lists = lists(connection, as_of, Which::All).await?;
    let standing = Standing::read(connection, as_of).await?;
    facts.publish(version, lists, standing)
}

/// The newest revision up to this one, which says all there is to a version.
pub(super) async fn read_version(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<DataVersion, StoreError> {
    let newest: Option<(i64, DateTime<Utc>, bool)> = dispatch!(connection, c => {
        sqlx::query_as(
            "SELECT id, made_at, demonstration FROM revision
             WHERE id <= $1 ORDER BY id DESC LIMIT 1",
        )
        .bind(as_of)
        .fetch_optional(&mut **c)
        .await
    })
    .context("reading the record\u{2019}s version")?;
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
