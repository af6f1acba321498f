//! Full-text search in long texts: the words by which each commitment is indexed, and the one query that
//! differs between the database engines.
//!
//! Only long texts are searched here, because they are too large to keep in memory. Titles, names and
//! institutions are searched in the published record in memory.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

use sqlx::QueryBuilder;
use tokio::sync::Mutex;

use super::db::{Connection, Engine, dispatch};
use super::error::ErrorContext;
use super::published::read_version;
use super::query::CHUNK;
use super::{NEWEST, StoreError};
use domain::record::Texts;
use domain::search::Spelling;
use domain::text::{fold, folded_words};

/// Longer words are truncated, both in the index and in searches, because PostgreSQL refuses very long
/// words.
const MAX_WORD_CHARS: usize = 60;

/// Only the beginning of longer texts is indexed, because PostgreSQL refuses very large documents.
const MAX_TEXT_BYTES: usize = 200_000;

/// The words by which a commitment is indexed: those of its long texts, folded, with one space between
/// them.
pub(super) fn words_of(texts: &Texts) -> String {
    let milestones = texts.milestones.iter().map(|m| m.text.as_str());
    words(texts.description.as_deref().into_iter().chain(milestones))
}

/// Folded words with one space between them.
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

/// For each group of spellings, the ids of the commitments whose texts, as of the revision `as_of`, contain
/// any of them; in no particular order, including withdrawn commitments.
///
/// The index has the words of the present texts. Texts that have changed since `as_of` are compared one by
/// one, and so are those in scripts without spaces, whose words it cannot tell.
pub(super) async fn search(
    connection: &mut Connection<'_>,
    unspaced: &Unspaced,
    groups: &[&[Spelling]],
    as_of: i64,
) -> Result<Vec<Vec<i64>>, StoreError> {
    let groups: Vec<Vec<Spelling>> = groups.iter().map(|spellings| clean(spellings)).collect();
    let (mut found, changed) = indexed(connection, &groups, as_of).await?;
    if !changed.is_empty() {
        for ids in &mut found {
            ids.retain(|id| !changed.contains(id));
        }
    }
    let mut compared = changed.clone();
    if groups.iter().flatten().any(|s| s.is_anywhere) {
        compared.extend(unspaced.ids(connection).await?);
    }
    let compared: Vec<i64> = compared.into_iter().collect();
    for ids in compared.chunks(CHUNK) {
        let texts: HashMap<i64, Texts> = super::read::texts(connection, as_of, ids).await?;
        for (id, texts) in &texts {
            let text = words_of(texts);
            let words: Vec<&str> = text.split(' ').collect();
            let is_changed = changed.contains(id);
            for (spellings, found) in groups.iter().zip(&mut found) {
                let mut unknown = spellings.iter().filter(|s| is_changed || s.is_anywhere);
                if unknown.any(|spelling| spelling.is_in(&words)) {
                    found.push(*id);
                }
            }
        }
    }
    Ok(found)
}

/// For each group, the ids that the index has for any of its spellings; and the commitments whose texts, or
/// whose presence in the index, have changed after a revision. One statement, so that both see the same
/// snapshot.
async fn indexed(
    connection: &mut Connection<'_>,
    groups: &[Vec<Spelling>],
    as_of: i64,
) -> Result<(Vec<Vec<i64>>, HashSet<i64>), StoreError> {
    let syntax = match connection {
        Engine::Sqlite(_) => &FTS5,
        Engine::Postgres(_) => &TSQUERY,
    };
    let expressions = groups.iter().map(|spellings| {
        let words: Vec<&Spelling> = spellings.iter().filter(|s| !s.is_anywhere).collect();
        (!words.is_empty()).then(|| syntax.expression(&words))
    });
    let lists: Vec<(i64, String)> = dispatch!(connection, DB, c => {
        let Syntax { list, matches, .. } = syntax;
        let mut query = QueryBuilder::<DB>::new(format!(
            "SELECT CAST(-1 AS BIGINT), {list} FROM (
                SELECT commitment_id AS id FROM commitment_text WHERE revision_id > "
        ));
        query.push_bind(as_of);
        query.push(
            " UNION SELECT commitment_id FROM commitment_presence WHERE revision_id > ",
        );
        query.push_bind(as_of).push(") changed");
        for (number, expression) in (0_i64..).zip(expressions) {
            if let Some(expression) = expression {
                query.push(format!(
                    " UNION ALL SELECT {number}, {list} FROM (
                        SELECT rowid AS id FROM commitment_search WHERE {matches}"
                ));
                query.push_bind(expression).push(")) found");
            }
        }
        query.build_query_as().fetch_all(&mut **c).await
    })
    .context("searching")?;
    let mut found = vec![Vec::new(); groups.len()];
    let mut changed = HashSet::new();
    for (number, list) in lists {
        // The database wrote the list, so it holds nothing but numbers.
        let ids = list.split(',').filter_map(|id| id.parse().ok());
        match usize::try_from(number) {
            Ok(number) => found[number] = ids.collect(),
            Err(_) => changed.extend(ids),
        }
    }
    Ok((found, changed))
}

/// All letters of scripts without spaces, and some others: two ranges are quick to compare.
const UNSPACED: &str = "[\u{e00}-\u{17ff}\u{3040}-\u{3ffff}]";

/// The commitments whose texts have had letters of scripts without spaces, up to a revision. Each text is looked at
/// once. Nothing narrower can be asked of the database, which compares letters as they are written: folded, many of
/// these are others.
#[derive(Debug, Default)]
pub(super) struct Unspaced(Mutex<(i64, BTreeSet<i64>)>);

impl Unspaced {
    /// Those that the database of a connection has by now, and maybe more.
    async fn ids(&self, connection: &mut Connection<'_>) -> Result<BTreeSet<i64>, StoreError> {
        let mut known = self.0.lock().await;
        let newest = read_version(connection, NEWEST).await?.number;
        if newest > known.0 {
            let span = (known.0, newest);
            for (table, text) in [("commitment_text", "description"), ("milestone", "content")] {
                known
                    .1
                    .extend(unspaced(connection, (table, text), span).await?);
            }
            known.0 = newest;
        }
        Ok(known.1.clone())
    }
}

/// The commitments with such letters in a column of a table, in rows of the revisions after one and up to another.
async fn unspaced(
    connection: &mut Connection<'_>,
    (table, text): (&'static str, &'static str),
    (after, until): (i64, i64),
) -> Result<Vec<i64>, StoreError> {
    // Most texts have no such letters, and as many letters as bytes.
    let (bytes, matches, pattern) = match connection {
        Engine::Sqlite(_) => (
            format!("LENGTH(CAST({text} AS BLOB))"),
            "GLOB",
            format!("*{UNSPACED}*"),
        ),
        Engine::Postgres(_) => (format!("OCTET_LENGTH({text})"), "~", UNSPACED.to_owned()),
    };
    dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(format!(
            "SELECT DISTINCT commitment_id FROM {table}
             WHERE {bytes} > LENGTH({text}) AND {text} {matches} "
        ));
        query.push_bind(pattern).push(" AND revision_id > ").push_bind(after);
        query.push(" AND revision_id <= ").push_bind(until);
        query.build_query_scalar::<i64>().fetch_all(&mut **c).await
    })
    .context("searching")
}

/// Reduces spellings to folded words without operators, and drops those that have none. Callers should pass
/// such spellings; of any others, only the words are searched.
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

/// The search syntax of an engine. `D` is the weight of the texts in PostgreSQL's document.
struct Syntax {
    /// Aggregates ids into one list: returning thousands of rows costs more than finding them.
    list: &'static str,
    /// The condition before the parameter and a closing bracket.
    matches: &'static str,
    /// What goes around the whole expression.
    around: (&'static str, &'static str),
    quote: char,
    or: &'static str,
    /// What goes between consecutive words.
    then: &'static str,
    /// What goes after each word.
    word: &'static str,
    /// What goes after a word that is matched as a prefix.
    beginning: &'static str,
}

const FTS5: Syntax = Syntax {
    list: "COALESCE(group_concat(id, ','), '')",
    matches: "commitment_search MATCH (",
    around: ("body : (", ")"),
    quote: '"',
    or: " OR ",
    then: " + ",
    word: "",
    beginning: " *",
};
const TSQUERY: Syntax = Syntax {
    list: "COALESCE(string_agg(CAST(id AS TEXT), ','), '')",
    matches: "document @@ to_tsquery('simple', ",
    around: ("", ""),
    quote: '\'',
    or: " | ",
    then: " <-> ",
    word: ":D",
    beginning: ":*D",
};

impl Syntax {
    /// Spellings in the syntax of the engine. Each word is quoted, so nothing in it is an operator.
    fn expression(&self, spellings: &[&Spelling]) -> String {
        let (before, after) = self.around;
        let mut text = before.to_owned();
        for (index, spelling) in spellings.iter().enumerate() {
            if index > 0 {
                text.push_str(self.or);
            }
            let last = spelling.words.len() - 1;
            for (at, word) in spelling.words.iter().enumerate() {
                let end = if at == last && spelling.is_beginning {
                    self.beginning
                } else {
                    self.word
                };
                let then = if at == last { "" } else { self.then };
                let quote = self.quote;
                // Writing to a string cannot fail.
                let _ = write!(text, "{quote}{word}{quote}{end}{then}");
            }
        }
        text.push_str(after);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_of_a_script_without_spaces_is_missed() {
        let ranges = ['\u{e00}'..='\u{17ff}', '\u{3040}'..='\u{3ffff}'];
        let written = ranges
            .each_ref()
            .map(|range| format!("{}-{}", range.start(), range.end()));
        assert_eq!(UNSPACED, format!("[{}]", written.concat()));
        for letter in domain::search::SCRIPTS_WITHOUT_SPACES
            .iter()
            .cloned()
            .flatten()
        {
            assert!(
                ranges.iter().any(|range| range.contains(&letter)),
                "{letter}"
            );
        }
    }

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
            is_joined: false,
            origin: domain::search::Origin::Typed,
        };
        let spellings = [
            spelling(&["open", "data"], false),
            spelling(&["opendat"], true),
        ];
        let spellings: Vec<&Spelling> = spellings.iter().collect();
        assert_eq!(
            FTS5.expression(&spellings),
            "body : (\"open\" + \"data\" OR \"opendat\" *)"
        );
        assert_eq!(
            TSQUERY.expression(&spellings),
            "'open':D <-> 'data':D | 'opendat':*D"
        );
    }
}
