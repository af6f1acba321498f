//! Adding commitments, and new versions of those that differ from the record.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use super::Progress;
use super::insert::insert_rows;
use super::parties::Known;
use crate::domain::record::{Entry, Texts};
use crate::domain::{Commitment, Rating, Report};
use crate::store::StoreError;
use crate::store::db::{Session, on};
use crate::store::error::During;
use crate::store::read::{CHUNK, Which, commitments, ratings, texts};
use crate::store::rows::FindingColumns;
use crate::store::search::Words;

/// How many commitments were new, different and the same.
#[derive(Default)]
pub(super) struct Counts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// What is to be written about some commitments, each with its id.
#[derive(Default)]
struct Plan<'a> {
    new: Vec<(i64, &'a Entry)>,
    facts: Vec<(i64, &'a Entry)>,
    texts: Vec<(i64, &'a Entry)>,
    ratings: Vec<(i64, i64, &'a Rating)>,
    /// Those whose words to search for differ, and which of them are not new.
    words: Vec<(i64, &'a Entry)>,
    outdated: Vec<i64>,
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
    for chunk in entries.chunks(CHUNK) {
        let stored = Stored::read(session, revision - 1, chunk, known).await?;
        let mut plan = Plan::default();
        for entry in chunk {
            let id = match stored.ids.get(entry.commitment.code.as_str()) {
                Some(id) => *id,
                None => {
                    next += 1;
                    plan.new.push((next, entry));
                    next
                }
            };
            match stored.compare(id, entry, &mut next_rating, &mut plan) {
                Difference::New => counts.added += 1,
                Difference::Some => counts.changed += 1,
                Difference::None => counts.unchanged += 1,
            }
        }
        plan.write(session, revision, known).await?;
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
    ratings: HashMap<i64, Vec<Rating>>,
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
        let facts = commitments(session, upto, which, &known.parties).await?;
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
        next_rating: &mut i64,
        plan: &mut Plan<'a>,
    ) -> Difference {
        let before = self.facts.get(&id);
        let facts_differ = before.is_none_or(|facts| !same_facts(facts, &entry.commitment));
        if facts_differ {
            plan.facts.push((id, entry));
        }
        let no_texts = Texts::default();
        let texts_differ = *self.texts.get(&id).unwrap_or(&no_texts) != entry.texts;
        if texts_differ {
            plan.texts.push((id, entry));
        }
        let new_ratings = not_among(
            &entry.ratings,
            self.ratings.get(&id).map_or(&[], Vec::as_slice),
        );
        for rating in &new_ratings {
            *next_rating += 1;
            plan.ratings.push((*next_rating, id, rating));
        }
        if facts_differ || texts_differ {
            plan.words.push((id, entry));
            if before.is_some() {
                plan.outdated.push(id);
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
fn not_among<'a>(ratings: &'a [Rating], stored: &[Rating]) -> Vec<&'a Rating> {
    let mut stored: Vec<&Rating> = stored.iter().collect();
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

impl Plan<'_> {
    async fn write(
        &self,
        session: &mut Session<'_>,
        revision: i64,
        known: &Known,
    ) -> Result<(), StoreError> {
        insert_rows!(
            session,
            "INSERT INTO commitment (id, revision_id, code)",
            self.new,
            3,
            |(id, entry)| [*id, revision, entry.commitment.code.as_str()]
        )
        .during("adding commitments")?;
        self.write_facts(session, revision, known).await?;
        self.write_lists(session, revision).await?;
        self.write_texts(session, revision).await?;
        self.write_ratings(session, revision).await?;
        self.write_words(session).await
    }

    async fn write_facts(
        &self,
        session: &mut Session<'_>,
        revision: i64,
        known: &Known,
    ) -> Result<(), StoreError> {
        insert_rows!(
            session,
            "INSERT INTO commitment_version
                (commitment_id, revision_id, plan_id, number, title, start_date, end_date,
                 verifiable, relevant, starred, challenge_area, source_url, status)",
            self.facts,
            13,
            |(id, entry)| [
                *id,
                revision,
                known.plan_of(entry),
                &entry.commitment.number,
                &entry.commitment.title,
                entry.commitment.start.map(|date| date.to_string()),
                entry.commitment.end.map(|date| date.to_string()),
                entry.commitment.verifiable.map(|answer| answer.slug()),
                entry.commitment.relevant.map(|answer| answer.slug()),
                entry.commitment.starred,
                entry.commitment.challenge_area.map(|area| area.slug()),
                &entry.commitment.source_url,
                entry.commitment.status.map(|status| status.slug()),
            ]
        )
        .during("writing the facts of commitments")
    }

    async fn write_lists(
        &self,
        session: &mut Session<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let mut institutions: Vec<(i64, &'static str, i32, &String)> = Vec::new();
        let mut areas: Vec<(i64, i32, &str)> = Vec::new();
        let mut values: Vec<(i64, i32, &'static str)> = Vec::new();
        let mut reports: Vec<(i64, i32, &Report)> = Vec::new();
        for (id, entry) in &self.facts {
            let facts = &entry.commitment;
            for (role, names) in [
                ("lead", &facts.lead_institutions),
                ("support", &facts.support_institutions),
            ] {
                institutions.extend((0..).zip(names).map(|(at, name)| (*id, role, at, name)));
            }
            areas.extend(
                (0..)
                    .zip(&facts.policy_areas)
                    .map(|(at, area)| (*id, at, &**area)),
            );
            values.extend(
                (0..)
                    .zip(&facts.ogp_values)
                    .map(|(at, v)| (*id, at, v.slug())),
            );
            reports.extend(
                (0..)
                    .zip(&facts.reports)
                    .map(|(at, report)| (*id, at, report)),
            );
        }
        insert_rows!(
            session,
            "INSERT INTO commitment_institution (commitment_id, revision_id, role, position, name)",
            institutions,
            5,
            |(id, role, position, name)| [*id, revision, *role, *position, *name]
        )
        .during("writing the institutions")?;
        insert_rows!(
            session,
            "INSERT INTO commitment_area (commitment_id, revision_id, position, area)",
            areas,
            4,
            |(id, position, area)| [*id, revision, *position, *area]
        )
        .during("writing the commitments\u{2019} policy areas")?;
        insert_rows!(
            session,
            "INSERT INTO commitment_value (commitment_id, revision_id, position, ogp_value)",
            values,
            4,
            |(id, position, value)| [*id, revision, *position, *value]
        )
        .during("writing the OGP values")?;
        insert_rows!(
            session,
            "INSERT INTO commitment_report (commitment_id, revision_id, position, title, stage)",
            reports,
            5,
            |(id, position, report)| [*id, revision, *position, &report.title, report.stage.slug(),]
        )
        .during("writing the reports")
    }

    async fn write_texts(
        &self,
        session: &mut Session<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        insert_rows!(
            session,
            "INSERT INTO commitment_text (commitment_id, revision_id, description)",
            self.texts,
            3,
            |(id, entry)| [*id, revision, &entry.texts.description]
        )
        .during("writing the descriptions")?;
        let milestones: Vec<_> = self
            .texts
            .iter()
            .flat_map(|(id, entry)| {
                (0_i32..)
                    .zip(&entry.texts.milestones)
                    .map(|(at, milestone)| (*id, at, milestone))
            })
            .collect();
        insert_rows!(
            session,
            "INSERT INTO milestone
                (commitment_id, revision_id, position, content, start_date, end_date)",
            milestones,
            6,
            |(id, position, milestone)| [
                *id,
                revision,
                *position,
                &milestone.text,
                milestone.start.map(|date| date.to_string()),
                milestone.end.map(|date| date.to_string()),
            ]
        )
        .during("writing the milestones")
    }

    async fn write_ratings(
        &self,
        session: &mut Session<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let rows: Vec<_> = self
            .ratings
            .iter()
            .map(|(id, commitment, rating)| {
                (
                    *id,
                    *commitment,
                    *rating,
                    FindingColumns::from(rating.finding),
                )
            })
            .collect();
        insert_rows!(
            session,
            "INSERT INTO rating
                (id, commitment_id, revision_id, dimension, finding, scheme, value,
                 report_title, report_stage, source_url)",
            rows,
            10,
            |(id, commitment, rating, found)| [
                *id,
                *commitment,
                revision,
                rating.dimension.slug(),
                found.finding,
                found.scheme,
                &found.value,
                rating.report.as_ref().map(|report| &report.title),
                rating.report.as_ref().map(|report| report.stage.slug()),
                &rating.source_url,
            ]
        )
        .during("writing the ratings")
    }

    async fn write_words(&self, session: &mut Session<'_>) -> Result<(), StoreError> {
        if !self.outdated.is_empty() {
            on!(session, DB, connection => {
                let mut query = QueryBuilder::<DB>::new("DELETE FROM commitment_search WHERE rowid IN (");
                let mut ids = query.separated(", ");
                for id in &self.outdated {
                    ids.push_bind(*id);
                }
                query.push(")");
                query.build().execute(&mut **connection).await.map(|_| ())
            })
            .during("updating the search")?;
        }
        let rows: Vec<(i64, Words)> = self
            .words
            .iter()
            .map(|(id, entry)| (*id, Words::of(entry)))
            .collect();
        insert_rows!(
            session,
            "INSERT INTO commitment_search (rowid, title, member, institutions, body)",
            rows,
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
}
