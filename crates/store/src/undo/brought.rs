//! Members, plans and policy areas that a file brought: those that nothing else refers to go with it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Brought, StaysBecause, Undoing};
use crate::codes::codes_of;
use crate::context;
use crate::db::{Connection, dispatch};
use crate::error::ErrorContext;
use crate::parties::{self, Parties};
use crate::references::Outlook;
use crate::{NEWEST, StoreError};
use domain::context::ContextItem;
use domain::record::{Batch, Party, RevisedPlan};
use domain::{ActionPlan, PolicyArea};

/// Adds to the batch that undoes a file what takes these things back, and says what goes and what
/// stays. `reverted` are the commitments that are made as they were before the file.
pub(super) async fn withdraw(
    connection: &mut Connection<'_>,
    file: i64,
    reverted: &HashSet<i64>,
    undo: &mut Batch,
) -> Result<Undoing, StoreError> {
    let outlook = Outlook {
        reverted,
        to: file - 1,
    };
    let now = parties::read(connection, NEWEST).await?;
    let mut undoing = Undoing::default();
    let plans = plans(connection, file, (&outlook, &now), undo, &mut undoing).await?;
    let texts = context::items(connection, NEWEST).await?;
    let described = ids_since(
        connection,
        "SELECT DISTINCT member_id FROM member_version WHERE revision_id > $1",
        file,
    )
    .await?;
    members(
        connection,
        (file, &described),
        (&now, &plans, &texts),
        undo,
        &mut undoing,
    )
    .await?;
    descriptions(connection, (file, &described), &now, undo, &mut undoing).await?;
    areas(connection, file, (&outlook, &texts), undo, &mut undoing).await?;
    Ok(undoing)
}

/// The ids that a query finds for the revision of the file.
async fn brought_by(
    connection: &mut Connection<'_>,
    query: &'static str,
    file: i64,
) -> Result<Vec<i64>, StoreError> {
    dispatch!(connection, c => sqlx::query_scalar(query).bind(file).fetch_all(&mut **c).await)
        .context("reading what a file brought")
}

/// The same of what was changed since, as a set.
async fn ids_since(
    connection: &mut Connection<'_>,
    query: &'static str,
    file: i64,
) -> Result<HashSet<i64>, StoreError> {
    Ok(brought_by(connection, query, file)
        .await?
        .into_iter()
        .collect())
}

/// Plans that have no commitments; gives their numbers.
async fn plans(
    connection: &mut Connection<'_>,
    file: i64,
    (outlook, now): (&Outlook<'_>, &Parties),
    undo: &mut Batch,
    undoing: &mut Undoing,
) -> Result<HashSet<i64>, StoreError> {
    let brought = brought_by(
        connection,
        "SELECT id FROM action_plan WHERE revision_id = $1
         UNION SELECT plan_id FROM action_plan_version WHERE revision_id = $1 ORDER BY 1",
        file,
    )
    .await?;
    let users = outlook.by_plan(connection, &brought).await?;
    let revised = ids_since(
        connection,
        "SELECT DISTINCT plan_id FROM action_plan_version WHERE revision_id > $1",
        file,
    )
    .await?;
    let mut gone = HashSet::new();
    for id in brought {
        let Some((member, plan)) = now.plans.get(&id) else {
            continue;
        };
        let Some(member) = now.members.get(member) else {
            continue;
        };
        if now.withdrawn_plans.contains(&id) {
            continue;
        }
        let thing = Brought::Plan(member.name.clone(), ActionPlan::clone(plan));
        if let Some(ids) = users.get(&id) {
            let why = StaysBecause::Commitments(named(connection, ids).await?);
            undoing.stays.push((thing, why));
        } else if revised.contains(&id) {
            undoing.stays.push((thing, StaysBecause::ChangedSince));
        } else {
            gone.insert(id);
            undoing.goes.push(thing);
            undo.revised_plans.push(RevisedPlan {
                member: member.slug(),
                before: ActionPlan::clone(plan),
                after: None,
            });
        }
    }
    Ok(gone)
}

/// Members that have no other plans.
async fn members(
    connection: &mut Connection<'_>,
    (file, described_since): (i64, &HashSet<i64>),
    (now, gone_plans, texts): (&Parties, &HashSet<i64>, &[ContextItem]),
    undo: &mut Batch,
    undoing: &mut Undoing,
) -> Result<(), StoreError> {
    let brought = brought_by(
        connection,
        "SELECT id FROM member WHERE revision_id = $1
         UNION SELECT member_id FROM member_presence WHERE revision_id = $1 ORDER BY 1",
        file,
    )
    .await?;
    for id in brought {
        let Some(member) = now.members.get(&id) else {
            continue;
        };
        if now.withdrawn_members.contains(&id) {
            continue;
        }
        let thing = Brought::Member(member.name.clone());
        let slug = member.slug();
        let mut others = now.present_plans();
        let has_plans = others.any(|(plan, of, _)| of == id && !gone_plans.contains(&plan));
        if has_plans {
            undoing.stays.push((thing, StaysBecause::OtherPlans));
        } else if described_since.contains(&id) {
            undoing.stays.push((thing, StaysBecause::ChangedSince));
        } else if has_texts(texts, &slug) {
            undoing.stays.push((thing, StaysBecause::Texts));
        } else {
            undoing.goes.push(thing);
            undo.withdrawn_members.push(slug);
        }
    }
    Ok(())
}

/// What the file said of members that were there before it.
async fn descriptions(
    connection: &mut Connection<'_>,
    (file, described_since): (i64, &HashSet<i64>),
    now: &Parties,
    undo: &mut Batch,
    undoing: &mut Undoing,
) -> Result<(), StoreError> {
    let described = brought_by(
        connection,
        "SELECT v.member_id FROM member_version v JOIN member m ON m.id = v.member_id
         WHERE v.revision_id = $1 AND m.revision_id < v.revision_id ORDER BY 1",
        file,
    )
    .await?;
    if described.is_empty() {
        return Ok(());
    }
    let then = parties::read(connection, file - 1).await?;
    for id in described {
        let (Some(before), Some(after)) = (then.members.get(&id), now.members.get(&id)) else {
            continue;
        };
        if before == after
            || then.withdrawn_members.contains(&id)
            || now.withdrawn_members.contains(&id)
        {
            continue;
        }
        let thing = Brought::Description(after.name.clone());
        if described_since.contains(&id) {
            undoing.stays.push((thing, StaysBecause::ChangedSince));
        } else {
            undoing.goes.push(thing);
            undo.parties.push(Party {
                member: Arc::clone(before),
                plan: None,
            });
        }
    }
    Ok(())
}

/// Policy areas that are no tag of a commitment and have no parts.
async fn areas(
    connection: &mut Connection<'_>,
    file: i64,
    (outlook, texts): (&Outlook<'_>, &[ContextItem]),
    undo: &mut Batch,
    undoing: &mut Undoing,
) -> Result<(), StoreError> {
    let brought: Vec<String> = dispatch!(&mut *connection, c => sqlx::query_scalar(
        "SELECT slug FROM policy_area WHERE revision_id = $1
         UNION SELECT slug FROM policy_area_presence WHERE revision_id = $1 ORDER BY 1",
    ).bind(file).fetch_all(&mut **c).await)
    .context("reading what a file brought")?;
    if brought.is_empty() {
        return Ok(());
    }
    let now = parties::areas(connection, NEWEST).await?;
    let users = outlook.by_area(connection, &brought).await?;
    let mut waiting: Vec<&PolicyArea> = Vec::new();
    for area in now
        .iter()
        .filter(|area| brought.iter().any(|slug| **slug == *area.slug))
    {
        let thing = Brought::Area(area.name.clone());
        let revised: i64 = dispatch!(&mut *connection, c => sqlx::query_scalar(
            "SELECT COUNT(*) FROM policy_area_version WHERE revision_id > $2
               AND (slug = $1 OR merged_into = $1)",
        ).bind(&*area.slug).bind(file).fetch_one(&mut **c).await)
        .context("reading what a file brought")?;
        if let Some(ids) = users.get(&*area.slug) {
            let why = StaysBecause::Commitments(named(connection, ids).await?);
            undoing.stays.push((thing, why));
        } else if revised > 0 {
            undoing.stays.push((thing, StaysBecause::ChangedSince));
        } else if has_texts(texts, &area.slug) {
            undoing.stays.push((thing, StaysBecause::Texts));
        } else {
            waiting.push(area);
        }
    }
    // An area goes with its parts, or stays with one that stays.
    loop {
        let goes: HashSet<&str> = waiting.iter().map(|area| &*area.slug).collect();
        let has_parts = |area: &PolicyArea| {
            let mut parts = now
                .iter()
                .filter(|other| other.parent.as_ref() == Some(&area.slug));
            parts.any(|part| !goes.contains(&*part.slug))
        };
        let (stay, go): (Vec<_>, Vec<_>) = waiting.iter().copied().partition(|a| has_parts(a));
        let is_settled = stay.is_empty();
        let stays = stay
            .into_iter()
            .map(|area| Brought::Area(area.name.clone()));
        undoing
            .stays
            .extend(stays.map(|thing| (thing, StaysBecause::Parts)));
        waiting = go;
        if is_settled {
            break;
        }
    }
    for area in waiting {
        undoing.goes.push(Brought::Area(area.name.clone()));
        undo.withdrawn_areas.push(Arc::clone(&area.slug));
    }
    Ok(())
}

/// Whether a text of the context names a member or an area, or is about it.
fn has_texts(items: &[ContextItem], slug: &str) -> bool {
    items.iter().filter(|item| !item.withdrawn).any(|item| {
        let mut lists = item.values.values();
        item.slug == slug
            || lists.any(|value| {
                value
                    .split(|c| " ;,\n".contains(c))
                    .any(|word| word == slug)
            })
    })
}

async fn named(
    connection: &mut Connection<'_>,
    ids: &[i64],
) -> Result<Vec<domain::CommitmentCode>, StoreError> {
    let codes: HashMap<i64, _> = codes_of(connection, ids).await?;
    let mut codes: Vec<_> = codes.into_values().collect();
    codes.sort();
    Ok(codes)
}
