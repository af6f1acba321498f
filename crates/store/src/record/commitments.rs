//! Adding commitments, and new versions of those that differ from the record.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use super::Progress;
use super::additions::Additions;
use super::corrections::set_presence;
use super::parties::Known;
use crate::StoreError;
use crate::db::{Session, on};
use crate::error::During;
use crate::read::{CHUNK, Which, commitments, ratings, texts};
use crate::search::Words;
use crate::standing::absent;
use domain::record::{Entry, Texts};
use domain::{Commitment, Rating, Report};

/// How many commitments were new, different and the same.
#[derive(Default)]
pub(super) struct Counts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Brings the commitments to the state of the entries.
pub(super) async fn record(
    session: &mut Session<'_>,
    revision: i64,
    entries: &[Entry],
    known: &Known,
    progress: Progress<'_>,
) -> Result<Counts, StoreError> {
    let (mut next, mut next_rating) = next_ids(session).await?;
    let mut counts = Counts::default();
    let absent = absent(session, revision - 1).await?;
    for chunk in entries.chunks(CHUNK) {
        let stored = Stored::read(session, revision - 1, chunk, known, &absent).await?;
        let mut additions = Additions::default();
        for entry in chunk {
            let id = if let Some(id) = stored.ids.get(entry.commitment.code.as_str()) {
                *id
            } else {
                next += 1;
                additions.new.push((next, entry));
                next
            };
            match stored.compare(id, entry, known, &mut next_rating, &mut additions) {
                Difference::New => counts.added += 1,
                Difference::Some => counts.changed += 1,
                Difference::None => counts.unchanged += 1,
            }
        }
        additions.write(session, revision, known).await?;
        let back: Vec<i64> = stored
            .ids
            .values()
            .copied()
            .filter(|id| absent.contains(id))
            .collect();
        set_presence(session, revision, &back, true).await?;
        progress(counts.added + counts.changed + counts.unchanged);
    }
    Ok(counts)
}

/// The highest ids given so far to a commitment and to a rating.
async fn next_ids(session: &mut Session<'_>) -> Result<(i64, i64), StoreError> {
    on!(session, connection => {
        sqlx::query_as(
            "SELECT (SELECT COALESCE(MAX(id), 0) FROM commitment),
                    (SELECT COALESCE(MAX(id), 0) FROM rating)",
        )
        .fetch_one(&mut **connection)
        .await
    })
    .during("numbering the commitments")
}

/// Some commitments as they were before the change, by their ids.
struct Stored {
    ids: HashMap<String, i64>,
    facts: HashMap<i64, Commitment>,
    texts: HashMap<i64, Texts>,
    ratings: HashMap<i64, Vec<(i64, Rating)>>,
}

enum Difference {
    New,
    Some,
    None,
}

impl Stored {
    async fn read(
        session: &mut Session<'_>,
        upto: i64,
        entries: &[Entry],
        known: &Known,
        absent: &HashSet<i64>,
    ) -> Result<Self, StoreError> {
        let ids: Vec<(String, i64)> = on!(session, DB, connection => {
            let mut query = QueryBuilder::<DB>::new("SELECT code, id FROM commitment WHERE code IN (");
            let mut codes = query.separated(", ");
            for entry in entries {
                codes.push_bind(entry.commitment.code.as_str());
            }
            query.push(")");
            query.build_query_as().fetch_all(&mut **connection).await
        })
        .during("looking up the commitments")?;
        let ids: HashMap<String, i64> = ids.into_iter().collect();
        let these: Vec<i64> = ids.values().copied().collect();
        if these.is_empty() {
            return Ok(Self {
                ids,
                facts: HashMap::new(),
                texts: HashMap::new(),
                ratings: HashMap::new(),
            });
        }
        let which = Which::These(&these);
        let mut facts = commitments(session, upto, which, &known.parties).await?;
        // What left the record and comes back is written anew.
        facts.retain(|(id, _)| !absent.contains(id));
        Ok(Self {
            ids,
            facts: facts.into_iter().collect(),
            texts: texts(session, upto, &these).await?,
            ratings: ratings(session, upto, which).await?,
        })
    }

    /// Plans what must be written so that the record says what the entry says.
    fn compare<'a>(
        &self,
        id: i64,
        entry: &'a Entry,
        known: &Known,
        next_rating: &mut i64,
        additions: &mut Additions<'a>,
    ) -> Difference {
        let before = self.facts.get(&id);
        let facts_differ = before.is_none_or(|facts| !same_facts(facts, &entry.commitment));
        if facts_differ {
            additions.facts.push((id, entry));
        }
        let no_texts = Texts::default();
        let had_texts = self.texts.contains_key(&id);
        let texts_differ = *self.texts.get(&id).unwrap_or(&no_texts) != entry.texts
            || (before.is_none() && had_texts);
        if texts_differ {
            additions.texts.push((id, entry));
        }
        let new_ratings = not_among(
            &entry.ratings,
            self.ratings.get(&id).map_or(&[], Vec::as_slice),
        );
        for rating in &new_ratings {
            *next_rating += 1;
            additions.ratings.push((*next_rating, id, rating));
        }
        if facts_differ || texts_differ {
            let mut words = Words::of(&entry.commitment, &entry.texts);
            if let Some(member) = known.words_of_member(entry) {
                words.member = member;
            }
            additions.words.push((id, words));
            if before.is_some() {
                additions.outdated.push(id);
            }
        }
        match before {
            None => Difference::New,
            Some(_) if facts_differ || texts_differ || !new_ratings.is_empty() => Difference::Some,
            Some(_) => Difference::None,
        }
    }
}

/// Whether the stored facts are those of the entry. Ratings are compared apart, and so is the
/// member's own description.
fn same_facts(stored: &Commitment, entry: &Commitment) -> bool {
    let Commitment {
        code,
        member,
        plan,
        number,
        title,
        lead_institutions,
        support_institutions,
        policy_areas,
        ogp_values,
        start,
        end,
        verifiable,
        relevant,
        starred,
        reports,
        challenge_area,
        source_url,
        status,
        ratings: _,
    } = stored;
    *code == entry.code
        && member.slug() == entry.member.slug()
        && *plan == entry.plan
        && *number == entry.number
        && *title == entry.title
        && *lead_institutions == entry.lead_institutions
        && *support_institutions == entry.support_institutions
        && *policy_areas == entry.policy_areas
        && *ogp_values == entry.ogp_values
        && *start == entry.start
        && *end == entry.end
        && *verifiable == entry.verifiable
        && *relevant == entry.relevant
        && *starred == entry.starred
        && reports
            .iter()
            .map(as_stored)
            .eq(entry.reports.iter().map(as_stored))
        && *challenge_area == entry.challenge_area
        && *source_url == entry.source_url
        && *status == entry.status
}

/// What is stored of a report; the rest is read from its title.
fn as_stored(report: &Report) -> (&str, &'static str) {
    (&report.title, report.stage.slug())
}

fn same_rating(stored: &Rating, entry: &Rating) -> bool {
    let Rating {
        dimension,
        finding,
        report,
        source_url,
    } = stored;
    *dimension == entry.dimension
        && *finding == entry.finding
        && report.as_ref().map(as_stored) == entry.report.as_ref().map(as_stored)
        && *source_url == entry.source_url
}

/// The ratings that the record does not hold. Each stored rating answers for one of them, so that
/// a value that is published again after another one is a rating of its own.
fn not_among<'a>(ratings: &'a [Rating], stored: &[(i64, Rating)]) -> Vec<&'a Rating> {
    let mut stored: Vec<&Rating> = stored.iter().map(|(_, rating)| rating).collect();
    ratings
        .iter()
        .filter(
            |rating| match stored.iter().position(|s| same_rating(s, rating)) {
                Some(found) => {
                    stored.swap_remove(found);
                    false
                }
                None => true,
            },
        )
        .collect()
}
