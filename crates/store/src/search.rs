//! Full-text search: the words that each commitment is indexed by, and the one query that differs
//! between the engines.

use std::fmt::Write;

use super::StoreError;
use super::db::{Connection, Engine};
use super::error::ErrorContext;
use super::read::Which;
use domain::record::Texts;
use domain::text::fold;
use domain::{Commitment, Member};

/// Longer words are truncated, in the index and in searches alike: PostgreSQL refuses very long
/// ones.
const MAX_WORD_CHARS: usize = 60;

/// Of longer texts only the beginning is indexed: PostgreSQL refuses very large documents.
const MAX_TEXT_BYTES: usize = 200_000;

/// Weights of the title, the member, the institutions and the body: so far apart that one word in
/// a title outranks any number of them in a body.
const SQLITE_RANKED: &str = "
    SELECT rowid FROM commitment_search WHERE commitment_search MATCH $1
    ORDER BY bm25(commitment_search, 1000000.0, 10000.0, 100.0, 1.0), rowid";
const POSTGRES_RANKED: &str = "
    SELECT rowid FROM commitment_search WHERE document @@ to_tsquery('simple', $1)
    ORDER BY ts_rank('{0.001, 0.01, 0.1, 1.0}', document, to_tsquery('simple', $1)) DESC, rowid";

/// The words that a commitment is indexed by, folded, with one space between them.
pub(super) struct SearchWords {
    pub title: String,
    pub member: String,
    pub institutions: String,
    pub body: String,
}

impl SearchWords {
    pub(super) fn of(facts: &Commitment, texts: &Texts) -> Self {
        let milestones = texts.milestones.iter().map(|m| m.text.as_str());
        let summaries = facts.summary_in.iter().flatten().map(|s| s.text.as_str());
        Self {
            title: words(
                [facts.title.as_str(), facts.code.as_str()]
                    .into_iter()
                    .chain(facts.title_in.iter().flatten().map(String::as_str)),
            ),
            member: Self::of_member(&facts.member),
            institutions: words(
                facts
                    .lead_institutions
                    .iter()
                    .chain(&facts.support_institutions)
                    .map(String::as_str),
            ),
            body: words(
                summaries
                    .chain(texts.description.as_deref())
                    .chain(milestones),
            ),
        }
    }

    /// The words of the member that its commitments are indexed by.
    pub(super) fn of_member(member: &Member) -> String {
        words([member.name.as_str(), member.country.as_str()])
    }
}

/// Folded words, as [`domain::text::search_terms`] would find them, one space between.
fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for text in texts {
        for word in fold(text).split(|c: char| !c.is_alphanumeric()) {
            let word = truncate(word);
            if word.is_empty() {
                continue;
            }
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

/// The ids of the commitments in which every term occurs, the last one as the beginning of a
/// word, best first.
pub(super) async fn search(
    connection: &mut Connection<'_>,
    terms: &[String],
) -> Result<Vec<i64>, StoreError> {
    // Callers pass folded terms without operators; of anything else only the words are searched.
    let terms: Vec<String> = terms
        .iter()
        .flat_map(|term| {
            let words = words([term.as_str()]);
            words.split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    match connection {
        Engine::Sqlite(connection) => {
            sqlx::query_scalar(SQLITE_RANKED)
                .bind(expression(&terms, '"', " ", "*"))
                .fetch_all(&mut **connection)
                .await
        }
        Engine::Postgres(connection) => {
            sqlx::query_scalar(POSTGRES_RANKED)
                .bind(expression(&terms, '\'', " & ", ":*"))
                .fetch_all(&mut **connection)
                .await
        }
    }
    .context("searching")
}

/// The same as of a revision: compares the words of every commitment as it was, one by one, because
/// the index has the present ones only.
pub(super) async fn search_as_of(
    connection: &mut Connection<'_>,
    terms: &[String],
    as_of: i64,
) -> Result<Vec<i64>, StoreError> {
    let terms: Vec<String> = terms.iter().map(|term| words([term.as_str()])).collect();
    let Some((last, whole)) = terms.split_last().filter(|(last, _)| !last.is_empty()) else {
        return Ok(Vec::new());
    };
    let parties = super::parties::read(connection, as_of).await?;
    let mut commitments = super::read::commitments(connection, as_of, Which::All, &parties).await?;
    let withdrawn = super::withdrawal::withdrawn_commitments(connection, as_of).await?;
    commitments.retain(|(id, _)| !withdrawn.contains(id));
    let ids: Vec<i64> = commitments.iter().map(|(id, _)| *id).collect();
    let texts = super::read::texts(connection, as_of, &ids).await?;
    let none = Texts::default();
    let mut found: Vec<([usize; 4], i64)> = Vec::new();
    for (id, facts) in &commitments {
        let words = SearchWords::of(facts, texts.get(id).unwrap_or(&none));
        let fields = [
            &words.title,
            &words.member,
            &words.institutions,
            &words.body,
        ];
        let hits = |term: &str, beginning: bool| {
            fields.map(|field| {
                let is_hit = |word: &&str| *word == term || (beginning && word.starts_with(term));
                field.split(' ').filter(is_hit).count()
            })
        };
        let each: Vec<[usize; 4]> = whole
            .iter()
            .map(|term| hits(term, false))
            .chain([hits(last, true)])
            .collect();
        if each.iter().all(|counts| counts.iter().any(|n| *n > 0)) {
            let sum = |field: usize| each.iter().map(|counts| counts[field]).sum();
            found.push(([sum(0), sum(1), sum(2), sum(3)], *id));
        }
    }
    found.sort_by(|(a, first), (b, second)| b.cmp(a).then(first.cmp(second)));
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// The terms in an engine's query syntax: each quoted, all joined, the last marked as a prefix.
fn expression(terms: &[String], quote: char, and: &str, prefix: &str) -> String {
    let mut text = String::new();
    for (index, term) in terms.iter().enumerate() {
        if index > 0 {
            text.push_str(and);
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{quote}{term}{quote}");
    }
    text.push_str(prefix);
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
    fn each_term_is_quoted_and_the_last_is_a_beginning() {
        let terms = ["open".to_owned(), "dat".to_owned()];
        assert_eq!(expression(&terms, '"', " ", "*"), "\"open\" \"dat\"*");
        assert_eq!(expression(&terms, '\'', " & ", ":*"), "'open' & 'dat':*");
    }
}
