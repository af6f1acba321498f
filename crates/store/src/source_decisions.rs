//! What was decided about the values of sources that are watched, and which codes they list.

use std::collections::{HashMap, HashSet};

use crate::boxed;
use chrono::{DateTime, Utc};

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::insert_rows;
use super::{Store, StoreError};

/// A decision about a value of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceDecision {
    /// What is decided about: the code of a commitment, or what identifies it in the source.
    pub item: String,
    pub field: String,
    /// Tells the value from others.
    pub mark: String,
}

impl Store {
    /// What was decided about a source's values: the mark of the value, by item and field.
    #[boxed]
    pub async fn source_decisions(
        &self,
        name: &str,
    ) -> Result<HashMap<(String, String), String>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<(String, String, String)> = dispatch!(reader.connection(), c => {
            sqlx::query_as("SELECT item, field, mark FROM source_decision WHERE source = $1")
                .bind(name).fetch_all(&mut *c).await
        })
        .context("reading what was decided")?;
        let by_field = |(item, field, mark)| ((item, field), mark);
        Ok(rows.into_iter().map(by_field).collect())
    }

    /// The codes that a source lists, or listed until it left one out about which nothing is decided.
    #[boxed]
    pub async fn source_listing(&self, name: &str) -> Result<HashSet<String>, StoreError> {
        let mut reader = self.db.reader().await?;
        let codes: Vec<String> = dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT code FROM source_listing WHERE source = $1",
        ).bind(name).fetch_all(&mut *c).await)
        .context("reading what a source lists")?;
        Ok(codes.into_iter().collect())
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

    /// Keeps decisions about a source's values, in place of earlier ones about the same fields. `gone` are
    /// codes that the source no longer lists, about which this is decided too.
    #[boxed]
    pub async fn decide_source(
        &self,
        name: &str,
        decisions: &[SourceDecision],
        gone: &[String],
        approved: bool,
        (by, at): (&str, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        let decision = if approved { "approved" } else { "ignored" };
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        for decided in decisions {
            dispatch!(&mut connection, c => sqlx::query(
                "INSERT INTO source_decision
                     (source, item, field, mark, decision, decided_by, decided_at)
                 SELECT name, $2, $3, $4, $5, $6, $7 FROM watched_source WHERE name = $1
                 ON CONFLICT (source, item, field) DO UPDATE SET mark = excluded.mark,
                     decision = excluded.decision, decided_by = excluded.decided_by,
                     decided_at = excluded.decided_at",
            )
            .bind(name)
            .bind(&decided.item)
            .bind(&decided.field)
            .bind(&decided.mark)
            .bind(decision)
            .bind(by)
            .bind(at)
            .execute(&mut **c)
            .await
            .map(|_| ()))
            .context("keeping a decision")?;
        }
        for code in gone {
            for statement in [
                "DELETE FROM source_listing WHERE source = $1 AND code = $2",
                "DELETE FROM source_decision WHERE source = $1 AND item = $2 AND field = 'status'",
            ] {
                dispatch!(&mut connection, c => sqlx::query(statement)
                    .bind(name).bind(code).execute(&mut **c).await.map(|_| ()))
                .context("keeping a decision")?;
            }
        }
        transaction.commit().await
    }
}

/// Remembers codes as listed by a source.
pub(super) async fn list(
    connection: &mut Connection<'_>,
    name: &str,
    codes: &[String],
) -> Result<(), StoreError> {
    let known: Vec<String> = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT code FROM source_listing WHERE source = $1",
    ).bind(name).fetch_all(&mut **c).await)
    .context("reading what a source lists")?;
    let known: HashSet<&str> = known.iter().map(String::as_str).collect();
    let new: Vec<&String> = codes
        .iter()
        .filter(|code| !known.contains(&***code))
        .collect();
    insert_rows!(
        connection,
        "INSERT INTO source_listing (source, code)",
        new,
        |code| [name, code.as_str()]
    )
    .context("keeping what a source lists")
}
