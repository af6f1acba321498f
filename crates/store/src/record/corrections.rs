//! Ratings that a change adds, takes out of force or puts back, and commitments that leave the
//! published record.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use super::additions::Additions;
use super::insert::insert_rows;
use crate::StoreError;
use crate::db::{Session, on};
use crate::error::During;
use crate::read::CHUNK;
use domain::CommitmentCode;
use domain::record::{Batch, Correction};

/// Writes what a batch says of them. The commitments themselves are written already.
pub(super) async fn record(
    session: &mut Session<'_>,
    revision: i64,
    batch: &Batch,
) -> Result<(), StoreError> {
    let codes: Vec<&CommitmentCode> = batch
        .corrections
        .iter()
        .map(|correction| &correction.code)
        .chain(&batch.taken_back)
        .collect();
    let ids = ids(session, &codes).await?;
    let id = |code: &CommitmentCode| {
        ids.get(code.as_str())
            .copied()
            .ok_or_else(|| StoreError::NotUnderstood {
                what: "a commitment\u{2019}s code",
                found: code.to_string(),
            })
    };
    let mut next: i64 = on!(&mut *session, connection => sqlx::query_scalar(
        "SELECT COALESCE(MAX(id), 0) FROM rating",
    ).fetch_one(&mut **connection).await)
    .during("numbering the ratings")?;
    let mut additions = Additions::default();
    let mut standing: Vec<(i64, bool)> = Vec::new();
    for Correction {
        code,
        out_of_force,
        back_in_force,
        added,
    } in &batch.corrections
    {
        for rating in added {
            next += 1;
            additions.ratings.push((next, id(code)?, rating));
        }
        standing.extend(out_of_force.iter().map(|rating| (*rating, false)));
        standing.extend(back_in_force.iter().map(|rating| (*rating, true)));
    }
    additions.write_ratings(session, revision).await?;
    insert_rows!(
        session,
        "INSERT INTO rating_standing (rating_id, revision_id, in_force)",
        standing,
        3,
        |(rating, in_force)| [*rating, revision, *in_force]
    )
    .during("writing which ratings count")?;
    let gone = batch
        .taken_back
        .iter()
        .map(id)
        .collect::<Result<Vec<_>, _>>()?;
    set_presence(session, revision, &gone, false).await
}

/// Says whether commitments are in the published record from a revision on.
pub(super) async fn set_presence(
    session: &mut Session<'_>,
    revision: i64,
    ids: &[i64],
    present: bool,
) -> Result<(), StoreError> {
    insert_rows!(
        session,
        "INSERT INTO commitment_presence (commitment_id, revision_id, present)",
        ids,
        3,
        |id| [*id, revision, present]
    )
    .during("writing which commitments are in the record")?;
    if present {
        return Ok(());
    }
    for chunk in ids.chunks(CHUNK) {
        super::words::write(session, &[], chunk).await?;
    }
    Ok(())
}

async fn ids(
    session: &mut Session<'_>,
    codes: &[&CommitmentCode],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut ids = HashMap::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let found: Vec<(String, i64)> = on!(&mut *session, DB, connection => {
            let mut query = QueryBuilder::<DB>::new("SELECT code, id FROM commitment WHERE code IN (");
            let mut list = query.separated(", ");
            for code in chunk {
                list.push_bind(code.as_str());
            }
            query.push(")");
            query.build_query_as().fetch_all(&mut **connection).await
        })
        .during("looking up the commitments")?;
        ids.extend(found);
    }
    Ok(ids)
}
