//! What revisions changed, for the public history.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

use super::db::on;
use super::error::During;
use super::read::{self, Which};
use super::rows::{RevisionRow, word};
use super::standing::out_of_force;
use super::{PastRevision, Store, StoreError};
use domain::record::Entry;
use domain::{CurrentRatings, Dimension};

/// Which revisions are wanted. Nothing chosen: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// A member, by its name in addresses.
    pub member: Option<String>,
    /// A commitment's code.
    pub code: Option<String>,
    /// Only revisions that changed ratings, whether they count, or replies to them (true), or
    /// anything else (false).
    pub ratings: Option<bool>,
    /// Made at this moment or later.
    pub since: Option<DateTime<Utc>>,
    /// Made before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// A commitment that a revision touched, before and after it.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Its state before, with the ratings that counted; none where the revision added it.
    pub before: Option<Entry>,
    /// Its state after; none where it left the published record.
    pub after: Option<Entry>,
    /// What governments say to its ratings since.
    pub replies: Vec<Reply>,
}

/// A government's reply to a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What the rating is about.
    pub dimension: Dimension,
    /// What it said before.
    pub before: Option<String>,
    /// What it says.
    pub after: String,
}

/// Which revisions changed ratings of which commitments: what is published, whether it counts, and
/// what a government says to it.
const OF_RATINGS: &str = "SELECT commitment_id, revision_id FROM rating
    UNION ALL SELECT x.commitment_id, s.revision_id FROM rating_standing s
              JOIN rating x ON x.id = s.rating_id
    UNION ALL SELECT x.commitment_id, y.revision_id FROM rating_reply y
              JOIN rating x ON x.id = y.rating_id";
/// Which revisions changed facts or texts of which commitments, or whether they are there at all.
const OF_FACTS: &str = "SELECT commitment_id, revision_id FROM commitment_version
    UNION ALL SELECT commitment_id, revision_id FROM commitment_text
    UNION ALL SELECT commitment_id, revision_id FROM commitment_presence";
/// Revisions that changed what is said of members, their plans, or policy areas.
const BESIDES: &str = "SELECT revision_id FROM member_version
    UNION ALL SELECT revision_id FROM action_plan
    UNION ALL SELECT revision_id FROM policy_area_version";

/// Adds a filter's conditions on `revision r`.
macro_rules! push_filter {
    ($query:ident, $filter:expr, $upto:expr) => {
        $query.push_bind($upto);
        if let Some(since) = $filter.since {
            $query.push(" AND r.made_at >= ").push_bind(since);
        }
        if let Some(before) = $filter.before {
            $query.push(" AND r.made_at < ").push_bind(before);
        }
        if $filter.ratings.is_some() || $filter.member.is_some() || $filter.code.is_some() {
            let facts_too = $filter.ratings != Some(true);
            $query.push(" AND (r.id IN (SELECT t.revision_id FROM (");
            match $filter.ratings {
                Some(true) => $query.push(OF_RATINGS),
                Some(false) => $query.push(OF_FACTS),
                None => $query.push(OF_RATINGS).push(" UNION ALL ").push(OF_FACTS),
            };
            $query.push(") t WHERE 1 = 1");
            if let Some(code) = &$filter.code {
                $query
                    .push(" AND t.commitment_id IN (SELECT id FROM commitment WHERE code = ")
                    .push_bind(code.clone())
                    .push(")");
            }
            if let Some(member) = &$filter.member {
                $query
                    .push(
                        " AND t.commitment_id IN (
                            SELECT v.commitment_id FROM commitment_version v
                            JOIN action_plan p ON p.id = v.plan_id
                            JOIN member m ON m.id = p.member_id WHERE m.slug = ",
                    )
                    .push_bind(member.clone())
                    .push(")");
            }
            $query.push(")");
            if facts_too && $filter.code.is_none() {
                match &$filter.member {
                    Some(member) => $query
                        .push(
                            " OR r.id IN (
                                SELECT v.revision_id FROM member_version v
                                JOIN member m ON m.id = v.member_id WHERE m.slug = ",
                        )
                        .push_bind(member.clone())
                        .push(
                            " UNION ALL SELECT p.revision_id FROM action_plan p
                                JOIN member m ON m.id = p.member_id WHERE m.slug = ",
                        )
                        .push_bind(member.clone())
                        .push(")"),
                    None => $query.push(" OR r.id IN (").push(BESIDES).push(")"),
                };
            }
            $query.push(")");
        }
    };
}

impl Store {
    /// The revisions that a filter lets through, newest first: one page, and how many there are.
    pub async fn revisions(
        &self,
        filter: &ChangeFilter,
        upto: i64,
        page: i64,
        size: i64,
    ) -> Result<(Vec<PastRevision>, i64), StoreError> {
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let (rows, total): (Vec<RevisionRow>, i64) = on!(&mut session, DB, connection => {
            let mut count = QueryBuilder::<DB>::new("SELECT COUNT(*) FROM revision r WHERE r.id <= ");
            push_filter!(count, filter, upto);
            let total = count.build_query_scalar().fetch_one(&mut **connection).await;
            let mut query = QueryBuilder::<DB>::new(
                "SELECT r.id, r.made_at, r.made_by, r.reason, r.source FROM revision r WHERE r.id <= ",
            );
            push_filter!(query, filter, upto);
            query.push(" ORDER BY r.id DESC LIMIT ").push_bind(size);
            query.push(" OFFSET ").push_bind(page * size);
            let rows = query.build_query_as().fetch_all(&mut **connection).await;
            rows.and_then(|rows| Ok((rows, total?)))
        })
        .during("reading the history")?;
        let revisions = rows
            .into_iter()
            .map(|row| PastRevision {
                number: row.id,
                revision: row.into(),
            })
            .collect();
        Ok((revisions, total))
    }

    /// Who wrote the ratings that a revision published.
    pub async fn drafters(&self, revision: i64) -> Result<Vec<String>, StoreError> {
        let mut reading = self.db.reading().await?;
        on!(reading.session(), connection => sqlx::query_scalar(
            "SELECT DISTINCT o.drafted_by FROM rating_origin o JOIN rating r ON r.id = o.rating_id
             WHERE r.revision_id = $1 ORDER BY 1",
        ).bind(revision).fetch_all(&mut *connection).await)
        .during("reading who wrote a rating")
    }

    /// The commitments that a revision touched, at most `most` of them in the order of their
    /// numbers, and how many it touched. `only` narrows to one commitment.
    pub async fn touched(
        &self,
        revision: i64,
        most: usize,
        only: Option<i64>,
    ) -> Result<(Vec<Touched>, usize), StoreError> {
        let mut reading = self.db.reading().await?;
        let mut session = reading.session();
        let mut ids: Vec<i64> = on!(&mut session, connection => sqlx::query_scalar(
            "SELECT commitment_id FROM commitment_version WHERE revision_id = $1
             UNION SELECT commitment_id FROM commitment_text WHERE revision_id = $1
             UNION SELECT commitment_id FROM rating WHERE revision_id = $1
             UNION SELECT commitment_id FROM commitment_presence WHERE revision_id = $1
             UNION SELECT r.commitment_id FROM rating_standing s JOIN rating r ON r.id = s.rating_id
                   WHERE s.revision_id = $1
             UNION SELECT r.commitment_id FROM rating_reply y JOIN rating r ON r.id = y.rating_id
                   WHERE y.revision_id = $1
             ORDER BY 1",
        ).bind(revision).fetch_all(&mut **connection).await)
        .during("reading what a change touched")?;
        if let Some(only) = only {
            ids.retain(|id| *id == only);
        }
        let total = ids.len();
        ids.truncate(most);
        let mut before = with_ratings(&mut session, revision - 1, &ids).await?;
        let mut after = with_ratings(&mut session, revision, &ids).await?;
        let mut replies = replies(&mut session, revision).await?;
        let take = |entries: &mut Vec<(i64, Entry)>, id: i64| {
            let at = entries.iter().position(|(other, _)| *other == id);
            at.map(|at| entries.swap_remove(at).1)
        };
        let touched = ids
            .into_iter()
            .map(|id| Touched {
                before: take(&mut before, id),
                after: take(&mut after, id),
                replies: replies.remove(&id).unwrap_or_default(),
            })
            .collect();
        Ok((touched, total))
    }
}

/// The replies that a revision attached, by the commitment.
async fn replies(
    session: &mut super::db::Session<'_>,
    revision: i64,
) -> Result<HashMap<i64, Vec<Reply>>, StoreError> {
    let rows: Vec<(i64, String, Option<String>, String)> =
        on!(session, connection => sqlx::query_as(
            "SELECT x.commitment_id, x.dimension,
                    (SELECT b.reply FROM rating_reply b
                     WHERE b.rating_id = y.rating_id AND b.revision_id < y.revision_id
                     ORDER BY b.revision_id DESC LIMIT 1),
                    y.reply
             FROM rating_reply y JOIN rating x ON x.id = y.rating_id
             WHERE y.revision_id = $1 ORDER BY y.rating_id",
        ).bind(revision).fetch_all(&mut **connection).await)
        .during("reading the replies of a change")?;
    let mut replies: HashMap<i64, Vec<Reply>> = HashMap::new();
    for (commitment, dimension, before, after) in rows {
        replies.entry(commitment).or_default().push(Reply {
            dimension: word(Dimension::ALL, Dimension::slug, "a dimension", &dimension)?,
            before,
            after,
        });
    }
    Ok(replies)
}

/// Entries with the ratings that counted after a revision.
async fn with_ratings(
    session: &mut super::db::Session<'_>,
    upto: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut entries = read::entries(session, upto, ids).await?;
    let mut ratings = read::ratings(session, upto, Which::These(ids)).await?;
    let replaced = out_of_force(session, upto).await?;
    for (id, entry) in &mut entries {
        let published = ratings.remove(id).unwrap_or_default();
        entry.commitment.ratings = CurrentRatings::choose(super::standing(published, &replaced));
    }
    Ok(entries)
}
