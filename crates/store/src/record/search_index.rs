//! Keeping the search index in step with the record.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use crate::StoreError;
use crate::db::{Connection, dispatch};
use crate::error::ErrorContext;
use crate::parties::read as read_parties;
use crate::query::{CHUNK, insert_rows, push_list};
use crate::read::{Which, commitments, texts};
use crate::search::SearchWords;
use domain::record::Texts;

/// Deletes the outdated entries, and writes the new ones.
pub(super) async fn write(
    connection: &mut Connection<'_>,
    words: &[(i64, SearchWords)],
    outdated: &[i64],
) -> Result<(), StoreError> {
    if !outdated.is_empty() {
        dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new("DELETE FROM commitment_search");
            push_list(&mut query, " WHERE rowid IN", outdated.iter().copied());
            query.build().execute(&mut **c).await.map(|_| ())
        })
        .context("updating the search")?;
    }
    insert_rows!(
        connection,
        "INSERT INTO commitment_search (rowid, title, member, institutions, body)",
        words,
        |(id, words)| [
            *id,
            &words.title,
            &words.member,
            &words.institutions,
            &words.body,
        ]
    )
    .context("updating the search")
}

/// Brings the words of all commitments of some members up to date, after the members' own names
/// or countries have changed.
pub(super) async fn follow(
    connection: &mut Connection<'_>,
    revision: i64,
    members: &HashSet<String>,
) -> Result<(), StoreError> {
    if members.is_empty() {
        return Ok(());
    }
    let parties = read_parties(connection, revision).await?;
    let mut theirs = commitments(connection, revision, Which::All, &parties).await?;
    let withdrawn =
        crate::withdrawal::withdrawn_commitments(connection, revision, Which::All).await?;
    theirs.retain(|(id, facts)| members.contains(&facts.member.slug()) && !withdrawn.contains(id));
    for chunk in theirs.chunks(CHUNK) {
        let ids: Vec<i64> = chunk.iter().map(|(id, _)| *id).collect();
        let long: HashMap<i64, Texts> = texts(connection, revision, &ids).await?;
        let none = Texts::default();
        let words: Vec<(i64, SearchWords)> = chunk
            .iter()
            .map(|(id, facts)| (*id, SearchWords::of(facts, long.get(id).unwrap_or(&none))))
            .collect();
        write(connection, &words, &ids).await?;
    }
    Ok(())
}
