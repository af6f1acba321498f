//! What was changed after the state of the record that somebody had seen: nothing is written over it,
//! nor published over it. Every change that people make passes through here, or through a comparison
//! with the whole record (files and undoing them).

use sqlx::QueryBuilder;

use super::codes::id_of;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::parties::{Parties, read as read_parties};
use super::query::{CHUNK, push_list};
use super::references::commitments_of_plan;
use super::rows::parsed;
use super::{NEWEST, StoreError};
use domain::record::{Batch, RevisedPlan};
use domain::{CommitmentCode, Dimension};

/// What of a batch was changed after a revision.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    pub commitments: Vec<CommitmentCode>,
    /// A member, a plan, a policy area or an item of the context.
    pub anything_else: bool,
}

impl Unseen {
    pub(super) fn is_empty(&self) -> bool {
        self.commitments.is_empty() && !self.anything_else
    }
}

/// What of a batch was changed after the revision `seen`.
pub(super) async fn unseen(
    connection: &mut Connection<'_>,
    batch: &Batch,
    seen: i64,
) -> Result<Unseen, StoreError> {
    // Each kind of thing by its name, so that a new one does not compile before it is checked.
    let Batch {
        areas,
        entries,
        parties,
        revised_areas,
        revised_plans,
        withdrawn_members,
        withdrawn_areas,
        corrections,
        context,
        // Codes that are given once are never changed.
        identities: _,
        taken_back,
    } = batch;
    let mut codes: Vec<&CommitmentCode> = entries.iter().map(|e| &e.commitment.code).collect();
    codes.extend(corrections.iter().map(|correction| &correction.code));
    codes.extend(taken_back);
    let mut found = Unseen {
        commitments: commitments_changed(connection, &codes, seen).await?,
        anything_else: false,
    };
    for correction in corrections {
        for dimension in Dimension::ALL {
            let newer = ratings_changed(connection, &correction.code, *dimension, seen).await?;
            if newer.is_some() && !found.commitments.contains(&correction.code) {
                found.commitments.push(correction.code.clone());
            }
        }
    }
    let mut slugs: Vec<&str> = areas.iter().map(|area| &*area.slug).collect();
    // What an area is put into must be as it was seen, too: it may have been merged.
    slugs.extend(areas.iter().filter_map(|area| area.parent.as_deref()));
    for revised in revised_areas {
        slugs.push(&revised.area.slug);
        slugs.extend(revised.area.parent.as_deref());
        slugs.extend(revised.merged_into.as_deref());
    }
    slugs.extend(withdrawn_areas.iter().map(|slug| &**slug));
    for slug in slugs {
        found.anything_else |= changed(connection, AREA, slug, seen).await?;
    }
    // A plan that is added leaves what is said of its member alone.
    let described = parties.iter().filter(|party| party.plan.is_none());
    let described = described.map(|party| party.member.slug());
    for slug in described.chain(withdrawn_members.iter().cloned()) {
        found.anything_else |= changed(connection, MEMBER, &slug, seen).await?;
    }
    if !revised_plans.is_empty() {
        let parties = read_parties(connection, NEWEST).await?;
        for revised in revised_plans {
            found.anything_else |= plan_changed(connection, &parties, revised, seen).await?;
        }
    }
    for item in context {
        let key = format!("{}/{}", item.kind.slug(), item.slug);
        found.anything_else |= changed(connection, CONTEXT, &key, seen).await?;
    }
    Ok(found)
}

const AREA: &str = "SELECT slug AS of_thing, revision_id FROM policy_area_version
    UNION ALL SELECT slug, revision_id FROM policy_area_presence";
const MEMBER: &str = "SELECT m.slug AS of_thing, v.revision_id FROM member_version v
        JOIN member m ON m.id = v.member_id
    UNION ALL SELECT m.slug, x.revision_id FROM member_presence x
        JOIN member m ON m.id = x.member_id";
const CONTEXT: &str = "SELECT kind || '/' || slug AS of_thing, revision_id FROM context_item";

/// Whether one thing has a version after a revision. `versions` is one of the queries above.
async fn changed(
    connection: &mut Connection<'_>,
    versions: &'static str,
    thing: &str,
    seen: i64,
) -> Result<bool, StoreError> {
    let newer: Option<i64> = dispatch!(connection, DB, c => {
        let mut query = QueryBuilder::<DB>::new("SELECT revision_id FROM (");
        query.push(versions).push(") t WHERE t.of_thing = ").push_bind(thing.to_owned());
        query.push(" AND t.revision_id > ").push_bind(seen).push(" LIMIT 1");
        query.build_query_scalar().fetch_optional(&mut **c).await
    })
    .context("looking for changes made in between")?;
    Ok(newer.is_some())
}

/// Whether a plan was mended after a revision, or cannot be changed as it is asked for: it is no longer
/// there, its new name is another plan's, or it is to be withdrawn and has commitments.
async fn plan_changed(
    connection: &mut Connection<'_>,
    parties: &Parties,
    revised: &RevisedPlan,
    seen: i64,
) -> Result<bool, StoreError> {
    let Some(member) = parties.slugs.get(&revised.member) else {
        return Ok(true);
    };
    let number_of = |wanted: &domain::ActionPlan| {
        let mut plans = parties.present_plans();
        plans
            .find(|(_, of, plan)| of == member && ***plan == *wanted)
            .map(|(id, ..)| id)
    };
    let Some(plan) = number_of(&revised.before) else {
        return Ok(true);
    };
    let is_taken = match &revised.after {
        Some(after) => number_of(after).is_some_and(|other| other != plan),
        None => !commitments_of_plan(connection, plan).await?.is_empty(),
    };
    let newer: i64 = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM action_plan_version WHERE plan_id = $1 AND revision_id > $2",
    ).bind(plan).bind(seen).fetch_one(&mut **c).await)
    .context("looking for changes made in between")?;
    Ok(is_taken || newer > 0)
}

/// The commitments among these whose facts or texts were changed after a revision, or that left the
/// record or came back.
async fn commitments_changed(
    connection: &mut Connection<'_>,
    codes: &[&CommitmentCode],
    seen: i64,
) -> Result<Vec<CommitmentCode>, StoreError> {
    let mut changed = Vec::new();
    for chunk in codes.chunks(CHUNK) {
        let codes: Vec<String> = dispatch!(&mut *connection, DB, c => {
            let mut query = QueryBuilder::<DB>::new("SELECT code FROM commitment WHERE (");
            for (table, or) in [
                ("commitment_version", " OR "),
                ("commitment_text", " OR "),
                ("commitment_presence", ")"),
            ] {
                query.push("id IN (SELECT commitment_id FROM ").push(table);
                query.push(" WHERE revision_id > ").push_bind(seen).push(")").push(or);
            }
            push_list(&mut query, " AND code IN", chunk.iter().map(|code| code.as_str()));
            query.push(" ORDER BY code");
            query.build_query_scalar().fetch_all(&mut **c).await
        })
        .context("looking for changes made in between")?;
        for code in codes {
            changed.push(parsed("a commitment\u{2019}s code", &code)?);
        }
    }
    Ok(changed)
}

/// The newest revision after `seen` that published a rating of this kind, took one out of force or put
/// one back. One rule for every way in which a rating becomes public.
pub(super) async fn ratings_changed(
    connection: &mut Connection<'_>,
    code: &CommitmentCode,
    dimension: Dimension,
    seen: i64,
) -> Result<Option<i64>, StoreError> {
    let Some(id) = id_of(connection, code).await? else {
        return Ok(None);
    };
    // Two queries from one commitment's ratings: what they cost does not grow with the record.
    let published: Option<i64> = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT MAX(revision_id) FROM rating
         WHERE commitment_id = $1 AND dimension = $2 AND revision_id > $3",
    ).bind(id).bind(dimension.slug()).bind(seen).fetch_one(&mut **c).await)
    .context("looking for ratings published in between")?;
    let moved: Option<i64> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT MAX(s.revision_id) FROM rating r JOIN rating_standing s ON s.rating_id = r.id
         WHERE r.commitment_id = $1 AND r.dimension = $2 AND s.revision_id > $3",
    ).bind(id).bind(dimension.slug()).bind(seen).fetch_one(&mut **c).await)
    .context("looking for ratings published in between")?;
    Ok(published.max(moved))
}

/// Whether a rating, others of its kind or the replies to it were changed after a revision.
pub(super) async fn rating_or_reply_changed(
    connection: &mut Connection<'_>,
    rating: i64,
    seen: i64,
) -> Result<bool, StoreError> {
    let of: Option<(String, String)> = dispatch!(&mut *connection, c => sqlx::query_as(
        "SELECT c.code, r.dimension FROM rating r JOIN commitment c ON c.id = r.commitment_id
         WHERE r.id = $1",
    ).bind(rating).fetch_optional(&mut **c).await)
    .context("looking up a rating")?;
    let Some((code, dimension)) = of else {
        return Ok(true);
    };
    let code: CommitmentCode = parsed("a commitment\u{2019}s code", &code)?;
    let dimension: Dimension = parsed("a dimension", &dimension)?;
    let replies: i64 = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM rating_reply WHERE rating_id = $1 AND revision_id > $2",
    ).bind(rating).bind(seen).fetch_one(&mut **c).await)
    .context("looking for replies made in between")?;
    let newer = ratings_changed(connection, &code, dimension, seen).await?;
    Ok(replies > 0 || newer.is_some())
}
