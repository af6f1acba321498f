//! Reading commitments: the number of queries does not grow with the number of commitments.
//!
//! Every query is bounded by a revision. Since rows are only ever added, and revisions become visible
//! in order, several queries see the same state without a transaction.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::parties::Parties;
use super::query::{CHUNK, push_list};
use super::rows::{
    CommitmentRow, Interner, ItemRow, MilestoneRow, RatingRow, Scales, date, grouped, parsed,
    report, word,
};
use domain::rating::Answer;
use domain::record::{Entry, Texts};
use domain::{
    ChallengeArea, Commitment, CommitmentStatus, CurrentRatings, Lang, OgpValue, Rating, Report,
    Summaries, Summary, TitleTranslations,
};

/// Which commitments a query is about.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    All,
    /// Those with these ids: at least one, at most [`CHUNK`].
    These(&'a [i64]),
}

/// A query for rows about commitments as of a revision: `head`, joined with the newest version of
/// each commitment in the table `versions` as `current`, then `tail`.
fn current_rows<DB>(
    [head, versions, tail]: [&str; 3],
    as_of: i64,
    which: Which<'_>,
) -> QueryBuilder<DB>
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut query = QueryBuilder::new(head);
    query.push(" JOIN (SELECT commitment_id, MAX(revision_id) AS revision_id FROM ");
    query.push(versions).push(" WHERE revision_id <= ");
    query.push_bind(as_of);
    push_which(&mut query, which);
    query
        .push(" GROUP BY commitment_id) AS current ")
        .push(tail);
    query
}

/// Adds `AND commitment_id IN (...)` where not all commitments are wanted.
pub(super) fn push_which<DB>(query: &mut QueryBuilder<DB>, which: Which<'_>)
where
    DB: Database,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
{
    if let Which::These(ids) = which {
        push_list(query, " AND commitment_id IN", ids.iter().copied());
    }
}

/// Commitments as of a revision, without their ratings, in no particular order. Withdrawn ones are
/// among them.
pub(super) async fn commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
    parties: &Parties,
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    let rows = rows(connection, as_of, which).await?;
    complete(rows, lists(connection, as_of, which).await?, parties)
}

/// Commitments from their rows and lists, their members and plans.
pub(super) fn complete(
    rows: Vec<CommitmentRow>,
    mut lists: Lists,
    parties: &Parties,
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    rows.into_iter()
        .map(|row| Ok((row.id, lists.complete(row, parties)?)))
        .collect()
}

/// The rows of commitments as of a revision.
pub(super) async fn rows(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<Vec<CommitmentRow>, StoreError> {
    dispatch!(connection, DB, c => current_rows::<DB>(
        [
            "SELECT c.id, c.code, v.plan_id, v.number, v.title, v.start_date, v.end_date,
                v.verifiable, v.relevant, v.starred, v.challenge_area, v.source_url, v.status
         FROM commitment_version v JOIN commitment c ON c.id = v.commitment_id",
            "commitment_version",
            "ON current.commitment_id = v.commitment_id AND current.revision_id = v.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<CommitmentRow>().fetch_all(&mut **c).await)
    .context("reading the commitments")
}

/// The lists of commitments, by commitment.
pub(super) struct Lists {
    institutions: HashMap<i64, Vec<(String, String)>>,
    areas: HashMap<i64, Vec<Arc<str>>>,
    values: HashMap<i64, Vec<OgpValue>>,
    reports: HashMap<i64, Vec<Report>>,
    titles: HashMap<i64, TitleTranslations>,
    summaries: HashMap<i64, Summaries>,
}

pub(super) async fn lists(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<Lists, StoreError> {
    let institutions = list_items(
        connection,
        "SELECT l.commitment_id, l.name AS item, l.role AS detail FROM commitment_institution l",
        "l.role, l.position",
        as_of,
        which,
    )
    .await
    .context("reading the institutions")?;
    let areas = list_items(
        connection,
        "SELECT l.commitment_id, l.area AS item, '' AS detail FROM commitment_area l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the commitments\u{2019} policy areas")?;
    let values = list_items(
        connection,
        "SELECT l.commitment_id, l.ogp_value AS item, '' AS detail FROM commitment_value l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the OGP values")?;
    let reports = list_items(
        connection,
        "SELECT l.commitment_id, l.title AS item, l.stage AS detail FROM commitment_report l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the reports")?;

    let translated = list_items(
        connection,
        "SELECT l.commitment_id, l.title AS item, l.lang AS detail FROM commitment_title l",
        "l.lang",
        as_of,
        which,
    )
    .await
    .context("reading the translations of titles")?;
    let mut titles: HashMap<i64, TitleTranslations> = HashMap::new();
    for row in translated {
        let lang = word(Lang::ALL, Lang::slug, "a language", &row.detail)?;
        titles.entry(row.commitment_id).or_default()[lang.index()] = Some(row.item);
    }

    let summaries = summaries(connection, as_of, which).await?;
    let mut slugs = Interner::default();
    Ok(Lists {
        titles,
        summaries,
        institutions: grouped(
            institutions
                .into_iter()
                .map(|row| (row.commitment_id, (row.detail, row.item))),
        ),
        areas: grouped(
            areas
                .into_iter()
                .map(|row| (row.commitment_id, slugs.get(row.item))),
        ),
        values: grouped(
            values
                .into_iter()
                .map(|row| {
                    let value = word(OgpValue::ALL, OgpValue::slug, "an OGP value", &row.item)?;
                    Ok((row.commitment_id, value))
                })
                .collect::<Result<Vec<_>, StoreError>>()?,
        ),
        reports: grouped(
            reports
                .into_iter()
                .map(|row| Ok((row.commitment_id, report(row.item, &row.detail)?)))
                .collect::<Result<Vec<_>, StoreError>>()?,
        ),
    })
}

async fn summaries(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Summaries>, StoreError> {
    let rows = dispatch!(connection, DB, c => current_rows::<DB>(
        [
            "SELECT l.commitment_id, l.lang, l.summary, l.source_url FROM commitment_summary l",
            "commitment_version",
            "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<(i64, String, String, String)>().fetch_all(&mut **c).await)
    .context("reading the summaries")?;
    let mut summaries: HashMap<i64, Summaries> = HashMap::new();
    for (id, lang, text, source_url) in rows {
        let lang = word(Lang::ALL, Lang::slug, "a language", &lang)?;
        let summary = Some(Box::new(Summary { text, source_url }));
        summaries.entry(id).or_default()[lang.index()] = summary;
    }
    Ok(summaries)
}

/// The items of one list of the commitments; `select` names its table `l`.
async fn list_items(
    connection: &mut Connection<'_>,
    select: &str,
    order: &str,
    as_of: i64,
    which: Which<'_>,
) -> Result<Vec<ItemRow>, sqlx::Error> {
    let tail = format!(
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, {order}"
    );
    dispatch!(connection, DB, c => {
        current_rows::<DB>([select, "commitment_version", &tail], as_of, which)
            .build_query_as()
            .fetch_all(&mut **c)
            .await
    })
}

impl Lists {
    /// Assembles a commitment from its row, its lists, its member and its plan.
    fn complete(
        &mut self,
        row: CommitmentRow,
        parties: &Parties,
    ) -> Result<Commitment, StoreError> {
        let answer = |found: Option<String>| {
            found
                .map(|f| word(Answer::ALL, Answer::slug, "an answer", &f))
                .transpose()
        };
        let missing = |what, id: i64| StoreError::NotUnderstood {
            what,
            found: id.to_string(),
        };
        let (member_id, plan) = parties
            .plans
            .get(&row.plan_id)
            .ok_or_else(|| missing("the number of an action plan", row.plan_id))?;
        let member = parties
            .members
            .get(member_id)
            .ok_or_else(|| missing("the number of a member", *member_id))?;
        let (lead, support): (Vec<_>, Vec<_>) = self
            .institutions
            .remove(&row.id)
            .unwrap_or_default()
            .into_iter()
            .partition(|(role, _)| role == "lead");
        let names = |list: Vec<(String, String)>| list.into_iter().map(|(_, name)| name).collect();
        Ok(Commitment {
            code: parsed("a commitment\u{2019}s code", &row.code)?,
            member: member.clone(),
            plan: plan.clone(),
            number: row.number,
            title: row.title,
            title_in: self.titles.remove(&row.id).unwrap_or_default(),
            summary_in: self.summaries.remove(&row.id).unwrap_or_default(),
            lead_institutions: names(lead),
            support_institutions: names(support),
            policy_areas: self.areas.remove(&row.id).unwrap_or_default(),
            ogp_values: self.values.remove(&row.id).unwrap_or_default(),
            start: date(row.start_date.as_deref())?,
            end: date(row.end_date.as_deref())?,
            verifiable: answer(row.verifiable)?,
            relevant: answer(row.relevant)?,
            starred: row.starred,
            reports: self.reports.remove(&row.id).unwrap_or_default(),
            challenge_area: row
                .challenge_area
                .map(|f| {
                    word(
                        ChallengeArea::ALL,
                        ChallengeArea::slug,
                        "a challenge area",
                        &f,
                    )
                })
                .transpose()?,
            source_url: row.source_url,
            status: row
                .status
                .map(|f| {
                    word(
                        CommitmentStatus::ALL,
                        CommitmentStatus::slug,
                        "a status",
                        &f,
                    )
                })
                .transpose()?,
            ratings: CurrentRatings::default(),
        })
    }
}

/// Those of the commitments that are not withdrawn as of a revision, without their ratings. At most
/// [`CHUNK`] ids.
pub(super) async fn present_commitments(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let which = Which::These(ids);
    let parties = super::parties::of_commitments(connection, as_of, ids).await?;
    let withdrawn = super::withdrawal::withdrawn_commitments(connection, as_of, which).await?;
    let mut found = commitments(connection, as_of, which, &parties).await?;
    found.retain(|(id, _)| !withdrawn.contains(id));
    Ok(found)
}

/// The same of commitments, whose members and plans are described as they are in the newest revision.
pub(super) async fn entries_described_now(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    let mut entries = entries(connection, as_of, ids).await?;
    let parties = super::parties::of_commitments(connection, super::NEWEST, ids).await?;
    let mut plans: HashMap<i64, i64> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let found: Vec<(i64, i64)> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new(
                "SELECT commitment_id, plan_id FROM commitment_version WHERE revision_id <= ",
            );
            query.push_bind(as_of);
            push_list(&mut query, " AND commitment_id IN", ids.iter().copied());
            query.push(" ORDER BY revision_id").build_query_as().fetch_all(&mut **c).await
        })
        .context("reading the plans of commitments")?;
        // In the order of revisions, so that the newest one decides.
        plans.extend(found);
    }
    for (id, entry) in &mut entries {
        let Some((member, plan)) = plans.get(id).and_then(|plan| parties.plans.get(plan)) else {
            continue;
        };
        entry.commitment.plan = Arc::clone(plan);
        if let Some(member) = parties.members.get(member) {
            entry.commitment.member = Arc::clone(member);
        }
    }
    Ok(entries)
}

/// Commitments with their texts as of a revision, without ratings, in the order of their codes.
pub(super) async fn entries(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    let mut entries = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let mut all_texts = texts(connection, as_of, ids).await?;
        for (id, commitment) in present_commitments(connection, as_of, ids).await? {
            let texts = all_texts.remove(&id).unwrap_or_default();
            entries.push((
                id,
                Entry {
                    commitment,
                    texts,
                    ratings: Vec::new(),
                },
            ));
        }
    }
    entries.sort_by(|(_, a), (_, b)| a.commitment.code.cmp(&b.commitment.code));
    Ok(entries)
}

/// Every rating published up to a revision with its id, oldest first, by commitment.
pub(super) async fn ratings(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Vec<(i64, Rating)>>, StoreError> {
    let rows = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                    report_title, report_stage, source_url, source_page, read_on
             FROM rating WHERE revision_id <= ",
        );
        query.push_bind(as_of);
        push_which(&mut query, which);
        query.push(" ORDER BY id");
        query.build_query_as::<RatingRow>().fetch_all(&mut **c).await
    })
    .context("reading the ratings")?;
    let scales = Scales::new();
    let ratings = rows
        .into_iter()
        .map(|row| Ok((row.commitment_id, (row.id, scales.rating(row)?))))
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(grouped(ratings))
}

/// The texts of commitments as of a revision; a commitment without any is not among them.
pub(super) async fn texts(
    connection: &mut Connection<'_>,
    as_of: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Texts>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let which = Which::These(ids);
        let descriptions = dispatch!(&mut *connection, DB, c => current_rows::<DB>(
        [
            "SELECT t.commitment_id, t.description FROM commitment_text t",
            "commitment_text",
            "ON current.commitment_id = t.commitment_id AND current.revision_id = t.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<(i64, Option<String>)>().fetch_all(&mut **c).await)
        .context("reading the descriptions")?;
        let milestones = dispatch!(&mut *connection, DB, c => current_rows::<DB>(
        [
            "SELECT m.commitment_id, m.content, m.start_date, m.end_date FROM milestone m",
            "commitment_text",
            "ON current.commitment_id = m.commitment_id AND current.revision_id = m.revision_id
             ORDER BY m.commitment_id, m.position",
        ],
        as_of,
        which,
    ).build_query_as::<MilestoneRow>().fetch_all(&mut **c).await)
        .context("reading the milestones")?;
        let milestones = milestones
            .into_iter()
            .map(|row| Ok((row.commitment_id, row.milestone()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut milestones = grouped(milestones);
        for (id, description) in descriptions {
            let milestones = milestones.remove(&id).unwrap_or_default();
            found.insert(
                id,
                Texts {
                    description,
                    milestones,
                },
            );
        }
    }
    Ok(found)
}
