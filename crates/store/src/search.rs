//! Full-text search in the long texts: the words that each commitment is indexed by, and the one query
//! that differs between the engines.
//!
//! Only the texts are searched here, which are too long to keep in memory. Titles, names and
//! institutions are searched where the published record is in memory.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use sqlx::QueryBuilder;

use super::StoreError;
use super::db::{Connection, Engine, dispatch};
use super::error::ErrorContext;
use super::query::CHUNK;
use domain::record::Texts;
use domain::search::Spelling;
use domain::text::{fold, folded_words};

/// Longer words are truncated, in the index and in searches alike: PostgreSQL refuses very long
/// ones.
const MAX_WORD_CHARS: usize = 60;

/// Of longer texts only the beginning is indexed: PostgreSQL refuses very large documents.
const MAX_TEXT_BYTES: usize = 200_000;

/// The column `body` alone; `D` is its weight in PostgreSQL's document.
const SQLITE: &str =
    "SELECT rowid FROM commitment_search WHERE commitment_search MATCH $1 ORDER BY rowid";
const POSTGRES: &str = "SELECT rowid FROM commitment_search
     WHERE document @@ to_tsquery('simple', $1) ORDER BY rowid";

/// The words that a commitment is indexed by: those of its texts, folded, with one space between them.
pub(super) fn words_of(texts: &Texts) -> String {
    let milestones = texts.milestones.iter().map(|m| m.text.as_str());
    words(texts.description.as_deref().into_iter().chain(milestones))
}

/// Folded words, one space between.
fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for text in texts {
        for word in folded_words(&fold(text)) {
            let word = truncate(word);
            if joined.len() + word.len() >= MAX_TEXT_BYTES {
                return joined;
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
    }
    joined
}

fn truncate(word: &str) -> &str {
    word.char_indices()
        .nth(MAX_WORD_CHARS)
        .map_or(word, |(end, _)| &word[..end])
}

/// For each of some things to find, the ids of the commitments in whose texts, as they stood after the
/// revision `as_of`, any of its spellings is; in no particular order, withdrawn ones among them.
///
/// The index has the present texts. Those that have changed since `as_of` are compared one by one.
pub(super) async fn search(
    connection: &mut Connection<'_>,
    groups: &[&[Spelling]],
    as_of: i64,
) -> Result<Vec<Vec<i64>>, StoreError> {
    let groups: Vec<Vec<Spelling>> = groups.iter().map(|spellings| clean(spellings)).collect();
    let mut found = Vec::with_capacity(groups.len());
    for spellings in &groups {
        found.push(indexed(connection, spellings, as_of).await?);
    }
    // After the index was read: what changes in between is compared too.
    let changed = changed_since(connection, as_of).await?;
    for ids in &mut found {
        ids.retain(|id| !changed.contains(id));
    }
    let changed: Vec<i64> = changed.into_iter().collect();
    for ids in changed.chunks(CHUNK) {
        let texts: HashMap<i64, Texts> = super::read::texts(connection, as_of, ids).await?;
        for (id, texts) in &texts {
            let text = words_of(texts);
            let words: Vec<&str> = text.split(' ').collect();
            for (spellings, found) in groups.iter().zip(&mut found) {
                if spellings.iter().any(|spelling| spelling.is_in(&words)) {
                    found.push(*id);
                }
            }
        }
    }
    Ok(found)
}

/// The commitments whose texts, or whose place in the index, have changed after a revision.
async fn changed_since(
    connection: &mut Connection<'_>,
    as_of: i64,
) -> Result<HashSet<i64>, StoreError> {
    let ids: Vec<i64> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT commitment_id FROM commitment_text WHERE revision_id > $1
         UNION SELECT commitment_id FROM commitment_presence WHERE revision_id > $1",
    ).bind(as_of).fetch_all(&mut **c).await)
    .context("looking up which texts have changed")?;
    Ok(ids.into_iter().collect())
}

async fn indexed(
    connection: &mut Connection<'_>,
    spellings: &[Spelling],
    as_of: i64,
) -> Result<Vec<i64>, StoreError> {
    let (anywhere, words): (Vec<_>, Vec<_>) = spellings.iter().partition(|s| s.is_anywhere);
    let mut found = match (words.is_empty(), &mut *connection) {
        (true, _) => Ok(Vec::new()),
        (false, Engine::Sqlite(connection)) => {
            sqlx::query_scalar(SQLITE)
                .bind(format!("body : ({})", expression(&words, &FTS5)))
                .fetch_all(&mut **connection)
                .await
        }
        (false, Engine::Postgres(connection)) => {
            sqlx::query_scalar(POSTGRES)
                .bind(expression(&words, &TSQUERY))
                .fetch_all(&mut **connection)
                .await
        }
    }
    .context("searching")?;
    for spelling in anywhere {
        found.extend(containing(connection, &spelling.words.concat(), as_of).await?);
    }
    Ok(found)
}

/// The commitments whose texts contain letters of a script without spaces, of which an index of words
/// knows nothing. Such letters have no other case and no accents, so that both engines compare alike.
async fn containing(
    connection: &mut Connection<'_>,
    letters: &str,
    as_of: i64,
) -> Result<Vec<i64>, StoreError> {
    // Letters only: nothing in it is a wildcard.
    let pattern = format!("%{letters}%");
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT t.commitment_id FROM commitment_text t WHERE t.revision_id = (
                SELECT MAX(n.revision_id) FROM commitment_text n
                WHERE n.commitment_id = t.commitment_id AND n.revision_id <= ",
        );
        query.push_bind(as_of).push(") AND (t.description LIKE ").push_bind(pattern.clone());
        query
            .push(
                " OR EXISTS (SELECT 1 FROM milestone m WHERE m.commitment_id = t.commitment_id
                    AND m.revision_id = t.revision_id AND m.content LIKE ",
            )
            .push_bind(pattern)
            .push("))");
        query.build_query_scalar::<i64>().fetch_all(&mut **c).await
    })
    .context("searching")
}

/// Callers pass folded words without operators; of anything else only the words are searched.
fn clean(spellings: &[Spelling]) -> Vec<Spelling> {
    let cleaned = spellings.iter().map(|spelling| {
        let words = words(spelling.words.iter().map(String::as_str));
        Spelling {
            words: words
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            ..spelling.clone()
        }
    });
    cleaned
        .filter(|spelling| !spelling.words.is_empty())
        .collect()
}

/// How an engine writes a search.
struct Syntax {
    quote: char,
    or: &'static str,
    /// Between words that follow each other.
    then: &'static str,
    /// Behind each word.
    word: &'static str,
    /// Behind a word that may be a beginning.
    beginning: &'static str,
}

const FTS5: Syntax = Syntax {
    quote: '"',
    or: " OR ",
    then: " + ",
    word: "",
    beginning: " *",
};
const TSQUERY: Syntax = Syntax {
    quote: '\'',
    or: " | ",
    then: " <-> ",
    word: ":D",
    beginning: ":*D",
};

/// Spellings in an engine's syntax: each word quoted, so that nothing in it is an operator.
fn expression(spellings: &[&Spelling], syntax: &Syntax) -> String {
    let mut text = String::new();
    for (index, spelling) in spellings.iter().enumerate() {
        if index > 0 {
            text.push_str(syntax.or);
        }
        let last = spelling.words.len() - 1;
        for (at, word) in spelling.words.iter().enumerate() {
            let end = if at == last && spelling.is_beginning {
                syntax.beginning
            } else {
                syntax.word
            };
            let then = if at == last { "" } else { syntax.then };
            let quote = syntax.quote;
            // Writing to a string cannot fail.
            let _ = write!(text, "{quote}{word}{quote}{end}{then}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_stand_apart() {
        assert_eq!(
            words(["D\u{e9}mocratie: l\u{2019}\u{c9}tat", "NL0031 (2018-20)"]),
            "democratie l etat nl0031 2018 20"
        );
        assert_eq!(words(["\0 -- '\""]), "");
    }

    #[test]
    fn very_long_words_and_texts_are_cut() {
        assert_eq!(words(["a".repeat(500).as_str()]).len(), MAX_WORD_CHARS);
        assert!(words(["word ".repeat(100_000).as_str()]).len() <= MAX_TEXT_BYTES);
    }

    #[test]
    fn each_word_is_quoted_and_phrases_stay_together() {
        let spelling = |words: &[&str], is_beginning| Spelling {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            is_beginning,
            is_anywhere: false,
            is_related: false,
            origin: domain::search::Origin::Typed,
        };
        let spellings = [
            spelling(&["open", "data"], false),
            spelling(&["opendat"], true),
        ];
        let spellings: Vec<&Spelling> = spellings.iter().collect();
        assert_eq!(
            expression(&spellings, &FTS5),
            "\"open\" + \"data\" OR \"opendat\" *"
        );
        assert_eq!(
            expression(&spellings, &TSQUERY),
            "'open':D <-> 'data':D | 'opendat':*D"
        );
    }
}
