//! What people answered about rows of files that look much like a commitment of the record.

use std::collections::HashMap;

use crate::boxed;
use chrono::{DateTime, SubsecRound, Utc};
use sqlx::FromRow;

use super::db::dispatch;
use super::error::ErrorContext;
use super::query::{Numbered, next_id};
use super::{Store, StoreError, rows};
use domain::{CommitmentCode, MatchAnswer};

/// An answer about a row, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatch {
    /// What identifies the row's commitment in its source, permanently.
    pub item: String,
    pub answer: MatchAnswer,
}

/// An answer about a row, and who gave it when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMatch {
    pub answer: MatchAnswer,
    pub answered_by: String,
    pub answered_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct MatchRow {
    item: String,
    answer: String,
    code: Option<String>,
    answered_by: String,
    answered_at: DateTime<Utc>,
}

impl MatchRow {
    fn known(self) -> Result<(String, KnownMatch), StoreError> {
        let answer = match (self.answer.as_str(), self.code) {
            ("same", Some(code)) => MatchAnswer::Same(rows::parsed("a code", &code)?),
            ("new", None) => MatchAnswer::New,
            _ => MatchAnswer::Ask,
        };
        let known = KnownMatch {
            answer,
            answered_by: self.answered_by,
            answered_at: self.answered_at,
        };
        Ok((self.item, known))
    }
}

impl Store {
    /// The newest answer about each row of a source about which one was given; none where the newest
    /// takes an earlier one back.
    #[boxed]
    pub async fn match_answers(
        &self,
        source: &str,
    ) -> Result<HashMap<String, KnownMatch>, StoreError> {
        let mut reader = self.db.reader().await?;
        let rows: Vec<MatchRow> = dispatch!(reader.connection(), c => sqlx::query_as(
            "SELECT item, answer, code, answered_by, answered_at FROM match_answer
             WHERE source = $1 ORDER BY id",
        ).bind(source).fetch_all(&mut *c).await)
        .context("reading what was answered about rows of files")?;
        let mut answers = HashMap::new();
        for row in rows {
            let (item, known) = row.known()?;
            answers.insert(item, known);
        }
        answers.retain(|_, known: &mut KnownMatch| known.answer != MatchAnswer::Ask);
        Ok(answers)
    }

    /// The commitment that staff matched rows with this code to.
    #[boxed]
    pub async fn commitment_known_as(
        &self,
        code: &CommitmentCode,
    ) -> Result<Option<CommitmentCode>, StoreError> {
        let mut reader = self.db.reader().await?;
        let newest: Option<Option<String>> =
            dispatch!(reader.connection(), c => sqlx::query_scalar(
            "SELECT code FROM match_answer WHERE source = 'code' AND item = $1
             ORDER BY id DESC LIMIT 1",
        ).bind(code.as_str()).fetch_optional(&mut *c).await)
            .context("looking up another code of a commitment")?;
        let known = newest.flatten();
        known.map(|code| rows::parsed("a code", &code)).transpose()
    }

    /// Keeps answers about rows of a source, in the name of whoever gave them.
    #[boxed]
    pub async fn answer_matches(
        &self,
        source: &str,
        answers: &[NewMatch],
        (by, account): (&str, Option<i64>),
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut connection = transaction.connection();
        for given in answers {
            let id = next_id(&mut connection, Numbered::MatchAnswer).await?;
            let (answer, code) = match &given.answer {
                MatchAnswer::Same(code) => ("same", Some(code.as_str())),
                MatchAnswer::New => ("new", None),
                MatchAnswer::Ask => ("ask", None),
            };
            dispatch!(&mut connection, c => sqlx::query(
                "INSERT INTO match_answer
                     (id, source, item, answer, code, answered_by, account_id, answered_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(id)
            .bind(source)
            .bind(&given.item)
            .bind(answer)
            .bind(code)
            .bind(by)
            .bind(account)
            .bind(at.trunc_subsecs(6))
            .execute(&mut **c)
            .await
            .map(|_| ()))
            .context("keeping an answer about a row of a file")?;
        }
        transaction.commit().await
    }
}
