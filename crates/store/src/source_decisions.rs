//! What was decided about the values of sources that are watched, and which codes they list.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::boxed;
use chrono::{DateTime, Utc};

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::published::read_version;
use super::query::insert_rows;
use super::{NEWEST, Store, StoreError};

/// A decision about a value of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDecision {
    /// What is decided about: the code of a commitment, or what identifies it in the source.
    pub item: String,
    pub field: String,
    /// Tells the value from others.
    pub mark: String,
}

/// What was decided about a source's values: the mark of the value, by item and field.
pub type Decisions = HashMap<(String, String), String>;

/// The codes that a source lists, or listed until it left one out about which nothing is decided.
pub type Listing = HashSet<String>;

/// Decisions about what a source says, as somebody makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDecided {
    /// The source's name.
    pub source: String,
    /// About values.
    pub decisions: Vec<SourceDecision>,
    /// Codes that the source no longer lists, about which this is decided too.
    pub gone: Vec<String>,
    /// Whether it is published; ignored otherwise.
    pub approved: bool,
    /// Who decides.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The state of the decisions that was seen, by [`stamp_of_decisions`].
    pub seen: u64,
}

impl Store {
    /// What was decided about a source's values: the mark of the value, by item and field.
    #[boxed]
    pub async fn source_decisions(&self, name: &str) -> Result<Decisions, StoreError> {
        let mut reader = self.db.reader().await?;
        decisions(&mut reader.connection(), name).await
    }

    /// The codes that a source lists, or listed until it left one out about which nothing is decided.
    #[boxed]
    pub async fn source_listing(&self, name: &str) -> Result<HashSet<String>, StoreError> {
        let mut reader = self.db.reader().await?;
        listing(&mut reader.connection(), name).await
    }

    /// Where the record said what a source said: the marks of its values, by item.
    #[boxed]
    pub async fn source_baseline(&self, name: &str) -> Result<HashMap<String, String>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<(String, String)> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT item, marks FROM source_baseline WHERE source = $1",
        ).bind(name).fetch_all(&mut *c).await)
        .context("reading what a source said")?;
        Ok(rows.into_iter().collect())
    }

    /// Keeps marks of a source's values, in place of earlier ones of the same items.
    #[boxed]
    pub async fn note_baseline(
        &self,
        name: &str,
        marks: &[(String, String)],
    ) -> Result<(), StoreError> {
        if marks.is_empty() {
            return Ok(());
        }
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        for (item, marks) in marks {
            dispatch!(&mut connection, c => sqlx::query(
                "INSERT INTO source_baseline (source, item, marks)
                 SELECT name, $2, $3 FROM watched_source WHERE name = $1
                 ON CONFLICT (source, item) DO UPDATE SET marks = excluded.marks",
            )
            .bind(name)
            .bind(item)
            .bind(marks)
            .execute(&mut **c)
            .await
            .map(|_| ()))
            .context("keeping what a source said")?;
        }
        transaction.commit().await
    }

    /// Keeps decisions about a source's values that publish nothing. False, and nothing kept, where the
    /// record is no longer at `version`, or others have decided about the source since.
    #[boxed]
    pub async fn decide_source(
        &self,
        decided: &SourceDecided,
        version: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        let now = read_version(&mut connection, NEWEST).await?;
        if now.number != version || !decide(&mut connection, decided).await? {
            return Ok(false);
        }
        transaction.commit().await?;
        Ok(true)
    }
}

/// Keeps decisions about a source's values, in place of earlier ones about the same fields. False where
/// others have decided about the source since: then the caller must roll back.
pub(super) async fn decide(
    connection: &mut Connection<'_>,
    decided: &SourceDecided,
) -> Result<bool, StoreError> {
    let name = &*decided.source;
    let before = decisions(connection, name).await?;
    if stamp_of_decisions(&before, &listing(connection, name).await?) != decided.seen {
        return Ok(false);
    }
    let decision = if decided.approved {
        "approved"
    } else {
        "ignored"
    };
    for of_value in &decided.decisions {
        dispatch!(&mut *connection, c => sqlx::query(
            "INSERT INTO source_decision
                 (source, item, field, mark, decision, decided_by, decided_at)
             SELECT name, $2, $3, $4, $5, $6, $7 FROM watched_source WHERE name = $1
             ON CONFLICT (source, item, field) DO UPDATE SET mark = excluded.mark,
                 decision = excluded.decision, decided_by = excluded.decided_by,
                 decided_at = excluded.decided_at",
        )
        .bind(name)
        .bind(&of_value.item)
        .bind(&of_value.field)
        .bind(&of_value.mark)
        .bind(decision)
        .bind(&decided.by)
        .bind(decided.at)
        .execute(&mut **c)
        .await
        .map(|_| ()))
        .context("keeping a decision")?;
    }
    for code in &decided.gone {
        for statement in [
            "DELETE FROM source_listing WHERE source = $1 AND code = $2",
            "DELETE FROM source_decision WHERE source = $1 AND item = $2 AND field = 'status'",
        ] {
            dispatch!(&mut *connection, c => sqlx::query(statement)
                .bind(name).bind(code).execute(&mut **c).await.map(|_| ()))
            .context("keeping a decision")?;
        }
    }
    Ok(true)
}

async fn decisions(connection: &mut Connection<'_>, name: &str) -> Result<Decisions, StoreError> {
    let rows: Vec<(String, String, String)> = dispatch!(&mut *connection, c => {
        sqlx::query_as("SELECT item, field, mark FROM source_decision WHERE source = $1")
            .bind(name).fetch_all(&mut **c).await
    })
    .context("reading what was decided")?;
    let by_field = |(item, field, mark)| ((item, field), mark);
    Ok(rows.into_iter().map(by_field).collect())
}

async fn listing(
    connection: &mut Connection<'_>,
    name: &str,
) -> Result<HashSet<String>, StoreError> {
    let codes: Vec<String> = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT code FROM source_listing WHERE source = $1",
    ).bind(name).fetch_all(&mut **c).await)
    .context("reading what a source lists")?;
    Ok(codes.into_iter().collect())
}

/// What tells a state of the decisions about a source from others, within one run of the program.
pub fn stamp_of_decisions(decisions: &Decisions, listed: &Listing) -> u64 {
    fn hash(of: impl Hash) -> u64 {
        let mut hasher = DefaultHasher::new();
        of.hash(&mut hasher);
        hasher.finish()
    }
    // Sums, since neither has an order.
    let decisions = decisions.iter().map(hash);
    let all = decisions.chain(listed.iter().map(hash));
    all.fold(0, u64::wrapping_add)
}

/// Remembers codes as listed by a source.
pub(super) async fn list(
    connection: &mut Connection<'_>,
    name: &str,
    codes: &[String],
) -> Result<(), StoreError> {
    let known = listing(connection, name).await?;
    let new: Vec<&String> = codes.iter().filter(|code| !known.contains(*code)).collect();
    insert_rows!(
        connection,
        "INSERT INTO source_listing (source, code)",
        new,
        |code| [name, code.as_str()]
    )
    .context("keeping what a source lists")
}
