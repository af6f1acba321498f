//! Corrections: ratings that a change adds, takes out of force or puts back, and commitments that it
//! withdraws.

use super::additions::Additions;
use crate::StoreError;
use crate::codes::ids_of;
use crate::db::Connection;
use crate::error::ErrorContext;
use crate::query::{CHUNK, Numbered, insert_rows, next_id};
use domain::CommitmentCode;
use domain::record::{Batch, Correction};

/// Writes those of a batch, whose commitments are written already.
pub(super) async fn record(
    connection: &mut Connection<'_>,
    revision: i64,
    batch: &Batch,
) -> Result<(), StoreError> {
    let codes: Vec<&CommitmentCode> = batch
        .corrections
        .iter()
        .map(|correction| &correction.code)
        .chain(&batch.taken_back)
        .collect();
    let ids = ids_of(connection, &codes).await?;
    let id = |code: &CommitmentCode| {
        ids.get(code.as_str())
            .copied()
            .ok_or_else(|| StoreError::NotUnderstood {
                what: "a commitment\u{2019}s code",
                found: code.to_string(),
            })
    };
    let mut next = next_id(connection, Numbered::Rating).await?;
    let mut additions = Additions::default();
    let mut in_force: Vec<(i64, bool)> = Vec::new();
    for Correction {
        code,
        out_of_force,
        back_in_force,
        added,
    } in &batch.corrections
    {
        for rating in added {
            additions.ratings.push((next, id(code)?, rating));
            next += 1;
        }
        in_force.extend(out_of_force.iter().map(|rating| (*rating, false)));
        in_force.extend(back_in_force.iter().map(|rating| (*rating, true)));
    }
    additions.write_ratings(connection, revision).await?;
    insert_rows!(
        connection,
        "INSERT INTO rating_standing (rating_id, revision_id, in_force)",
        in_force,
        |(rating, counts)| [*rating, revision, *counts]
    )
    .context("writing which ratings are in force")?;
    let withdrawn = batch
        .taken_back
        .iter()
        .map(id)
        .collect::<Result<Vec<_>, _>>()?;
    set_presence(connection, revision, &withdrawn, false).await
}

/// Withdraws commitments from the published record, or restores them.
pub(super) async fn set_presence(
    connection: &mut Connection<'_>,
    revision: i64,
    ids: &[i64],
    present: bool,
) -> Result<(), StoreError> {
    insert_rows!(
        connection,
        "INSERT INTO commitment_presence (commitment_id, revision_id, present)",
        ids,
        |id| [*id, revision, present]
    )
    .context("writing which commitments are in the record")?;
    if present {
        return Ok(());
    }
    for chunk in ids.chunks(CHUNK) {
        super::search_index::write(connection, &[], chunk).await?;
    }
    Ok(())
}
