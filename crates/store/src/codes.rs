//! From the codes that people know commitments by to the ids that the tables use, and back.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::{CHUNK, push_list};
use super::rows::parsed;
use domain::CommitmentCode;

pub(super) async fn id_of(
    connection: &mut Connection<'_>,
    code: &CommitmentCode,
) -> Result<Option<i64>, StoreError> {
    dispatch!(connection, c => {
        sqlx::query_scalar("SELECT id FROM commitment WHERE code = $1")
            .bind(code.as_str())
            .fetch_optional(&mut **c)
            .await
    })
    .context("looking up a commitment")
}

/// The ids of those among the codes that the record knows.
pub(super) async fn ids_of(
    connection: &mut Connection<'_>,
    codes: &[&CommitmentCode],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut ids = HashMap::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let found: Vec<(String, i64)> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new("SELECT code, id FROM commitment");
            push_list(&mut query, " WHERE code IN", chunk.iter().map(|code| code.as_str()));
            query.build_query_as().fetch_all(&mut **c).await
        })
        .context("looking up the commitments")?;
        ids.extend(found);
    }
    Ok(ids)
}

pub(super) async fn codes_of(
    connection: &mut Connection<'_>,
    ids: &[i64],
) -> Result<HashMap<i64, CommitmentCode>, StoreError> {
    let mut codes = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let found: Vec<(i64, String)> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new("SELECT id, code FROM commitment");
            push_list(&mut query, " WHERE id IN", chunk.iter().copied());
            query.build_query_as().fetch_all(&mut **c).await
        })
        .context("looking up the commitments")?;
        for (id, code) in found {
            codes.insert(id, parsed("a commitment\u{2019}s code", &code)?);
        }
    }
    Ok(codes)
}
