//! Reading commitments: a fixed number of set-wise queries, however many commitments there are.
//!
//! Every query is bounded by a revision. Since rows are only ever added, and revisions become
//! visible in their order, all queries of one reading see the same state, without a transaction.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::QueryBuilder;

use super::StoreError;
use super::db::{Session, on};
use super::error::During;
use super::parties::Parties;
use super::rows::{
    CommitmentRow, ItemRow, MilestoneRow, RatingRow, Scales, Shared, date, grouped, parsed, report,
    word,
};
use domain::rating::Answer;
use domain::record::{Entry, Texts};
use domain::{
    ChallengeArea, Commitment, CommitmentStatus, CurrentRatings, OgpValue, Rating, Report,
};

/// How many commitments one query names at most; both engines take many more bound values.
pub(super) const CHUNK: usize = 500;

/// Which commitments a query is about.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    /// All of them.
    All,
    /// Those with these ids, at most [`CHUNK`].
    These(&'a [i64]),
}

/// Reads rows about commitments in a given state: `$head`, then the newest version of each
/// commitment in `$versions` up to revision `$upto` as `current`, then `$tail`.
macro_rules! current_rows {
    ($session:expr, $Row:ty, $head:literal, $versions:literal, $tail:literal, $upto:expr, $which:expr) => {
        on!($session, DB, connection => {
            let mut query = QueryBuilder::<DB>::new(concat!(
                $head,
                " JOIN (SELECT commitment_id, MAX(revision_id) AS revision_id FROM ",
                $versions,
                " WHERE revision_id <= ",
            ));
            query.push_bind($upto);
            push_which!(query, $which);
            query.push(concat!(" GROUP BY commitment_id) AS current ", $tail));
            query.build_query_as::<$Row>().fetch_all(&mut **connection).await
        })
    };
}

/// Adds `AND commitment_id IN (...)` where not all commitments are wanted.
macro_rules! push_which {
    ($query:ident, $which:expr) => {
        if let Which::These(ids) = $which {
            $query.push(" AND commitment_id IN (");
            let mut list = $query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            $query.push(")");
        }
    };
}

/// The facts of commitments as of a revision, without their ratings, in no particular order.
pub(super) async fn commitments(
    session: &mut Session<'_>,
    upto: i64,
    which: Which<'_>,
    parties: &Parties,
) -> Result<Vec<(i64, Commitment)>, StoreError> {
    let rows = current_rows!(
        session,
        CommitmentRow,
        "SELECT c.id, c.code, v.plan_id, v.number, v.title, v.start_date, v.end_date,
                v.verifiable, v.relevant, v.starred, v.challenge_area, v.source_url, v.status
         FROM commitment_version v JOIN commitment c ON c.id = v.commitment_id",
        "commitment_version",
        "ON current.commitment_id = v.commitment_id AND current.revision_id = v.revision_id",
        upto,
        which
    )
    .during("reading the commitments")?;
    let mut lists = lists(session, upto, which).await?;
    rows.into_iter()
        .map(|row| Ok((row.id, lists.complete(row, parties)?)))
        .collect()
}

/// The lists of commitments, by the commitment's id.
struct Lists {
    institutions: HashMap<i64, Vec<(String, String)>>,
    areas: HashMap<i64, Vec<Arc<str>>>,
    values: HashMap<i64, Vec<OgpValue>>,
    reports: HashMap<i64, Vec<Report>>,
}

async fn lists(
    session: &mut Session<'_>,
    upto: i64,
    which: Which<'_>,
) -> Result<Lists, StoreError> {
    let institutions = current_rows!(
        session,
        ItemRow,
        "SELECT l.commitment_id, l.name AS item, l.role AS detail FROM commitment_institution l",
        "commitment_version",
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, l.role, l.position",
        upto,
        which
    )
    .during("reading the institutions")?;
    let areas = current_rows!(
        session,
        ItemRow,
        "SELECT l.commitment_id, l.area AS item, '' AS detail FROM commitment_area l",
        "commitment_version",
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, l.position",
        upto,
        which
    )
    .during("reading the commitments\u{2019} policy areas")?;
    let values = current_rows!(
        session,
        ItemRow,
        "SELECT l.commitment_id, l.ogp_value AS item, '' AS detail FROM commitment_value l",
        "commitment_version",
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, l.position",
        upto,
        which
    )
    .during("reading the OGP values")?;
    let reports = current_rows!(
        session,
        ItemRow,
        "SELECT l.commitment_id, l.title AS item, l.stage AS detail FROM commitment_report l",
        "commitment_version",
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, l.position",
        upto,
        which
    )
    .during("reading the reports")?;

    let mut slugs = Shared::default();
    Ok(Lists {
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

impl Lists {
    /// A commitment from its row, its lists, and the member and plan that the row refers to.
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

/// Commitments with their texts as of a revision, without ratings, in the order of their codes.
pub(super) async fn entries(
    session: &mut Session<'_>,
    upto: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Entry)>, StoreError> {
    let parties = super::parties::read(session, upto).await?;
    let absent = super::standing::absent(session, upto).await?;
    let ids: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| !absent.contains(id))
        .collect();
    let mut entries = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let mut long = texts(session, upto, ids).await?;
        for (id, commitment) in commitments(session, upto, Which::These(ids), &parties).await? {
            let texts = long.remove(&id).unwrap_or_default();
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

/// Every published rating as of a revision with its number, oldest first, by the commitment's id.
pub(super) async fn ratings(
    session: &mut Session<'_>,
    upto: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Vec<(i64, Rating)>>, StoreError> {
    let rows = on!(session, DB, connection => {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT id, commitment_id, revision_id, dimension, finding, scheme, value,
                    report_title, report_stage, source_url
             FROM rating WHERE revision_id <= ",
        );
        query.push_bind(upto);
        push_which!(query, which);
        query.push(" ORDER BY id");
        query.build_query_as::<RatingRow>().fetch_all(&mut **connection).await
    })
    .during("reading the ratings")?;
    let scales = Scales::new();
    let ratings = rows
        .into_iter()
        .map(|row| Ok((row.commitment_id, (row.id, scales.rating(row)?))))
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(grouped(ratings))
}

/// The long texts of commitments as of a revision; a commitment without any is not among them.
pub(super) async fn texts(
    session: &mut Session<'_>,
    upto: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Texts>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let which = Which::These(ids);
        let descriptions = current_rows!(
            session,
            (i64, Option<String>),
            "SELECT t.commitment_id, t.description FROM commitment_text t",
            "commitment_text",
            "ON current.commitment_id = t.commitment_id AND current.revision_id = t.revision_id",
            upto,
            which
        )
        .during("reading the descriptions")?;
        let milestones = current_rows!(
            session,
            MilestoneRow,
            "SELECT m.commitment_id, m.content, m.start_date, m.end_date FROM milestone m",
            "commitment_text",
            "ON current.commitment_id = m.commitment_id AND current.revision_id = m.revision_id
             ORDER BY m.commitment_id, m.position",
            upto,
            which
        )
        .during("reading the milestones")?;
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
