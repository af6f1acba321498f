//! Keeping the words that commitments are found by in step with the record.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use super::insert::insert_rows;
use crate::StoreError;
use crate::db::{Session, on};
use crate::error::During;
use crate::parties::read as read_parties;
use crate::read::{CHUNK, Which, commitments, texts};
use crate::search::Words;
use domain::record::Texts;

/// Writes the words of some commitments, in place of those of the outdated ones.
pub(super) async fn write(
    session: &mut Session<'_>,
    words: &[(i64, Words)],
    outdated: &[i64],
) -> Result<(), StoreError> {
    if !outdated.is_empty() {
        on!(session, DB, connection => {
            let mut query =
                QueryBuilder::<DB>::new("DELETE FROM commitment_search WHERE rowid IN (");
            let mut ids = query.separated(", ");
            for id in outdated {
                ids.push_bind(*id);
            }
            query.push(")");
            query.build().execute(&mut **connection).await.map(|_| ())
        })
        .during("updating the search")?;
    }
    insert_rows!(
        session,
        "INSERT INTO commitment_search (rowid, title, member, institutions, body)",
        words,
        5,
        |(id, words)| [
            *id,
            &words.title,
            &words.member,
            &words.institutions,
            &words.body,
        ]
    )
    .during("updating the search")
}

/// Brings the words of all commitments of some members up to date, after the members' own names
/// or countries have changed.
pub(super) async fn follow(
    session: &mut Session<'_>,
    revision: i64,
    members: &HashSet<String>,
) -> Result<(), StoreError> {
    let parties = read_parties(session, revision).await?;
    let mut theirs = commitments(session, revision, Which::All, &parties).await?;
    let absent = crate::standing::absent(session, revision).await?;
    theirs.retain(|(id, facts)| members.contains(&facts.member.slug()) && !absent.contains(id));
    for chunk in theirs.chunks(CHUNK) {
        let ids: Vec<i64> = chunk.iter().map(|(id, _)| *id).collect();
        let long: HashMap<i64, Texts> = texts(session, revision, &ids).await?;
        let none = Texts::default();
        let words: Vec<(i64, Words)> = chunk
            .iter()
            .map(|(id, facts)| (*id, Words::of(facts, long.get(id).unwrap_or(&none))))
            .collect();
        write(session, &words, &ids).await?;
    }
    Ok(())
}
