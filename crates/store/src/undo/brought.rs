//! Members, plans and policy areas that a file brought: those that nothing else refers to go with it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Brought, StaysBecause, Undoing};
use crate::codes::codes_of;
use crate::db::{Connection, dispatch};
use crate::error::ErrorContext;
use crate::parties::{self, Parties};
use crate::references::Outlook;
use crate::{NEWEST, StoreError};
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
    members(connection, file, (&now, &plans), undo, &mut undoing).await?;
    descriptions(connection, file, &now, undo, &mut undoing).await?;
    areas(connection, file, &outlook, undo, &mut undoing).await?;
    Ok(undoing)
}

/// What was brought by the file of a revision: ids by one of these queries.
async fn brought_by(
    connection: &mut Connection<'_>,
    query: &'static str,
    file: i64,
) -> Result<Vec<i64>, StoreError> {
    dispatch!(connection, c => sqlx::query_scalar(query).bind(file).fetch_all(&mut **c).await)
        .context("reading what a file brought")
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
        let mended = changed_after(
            connection,
            "SELECT COUNT(*) FROM action_plan_version WHERE plan_id = $1 AND revision_id > $2",
            (id, file),
        )
        .await?;
        if let Some(ids) = users.get(&id) {
            let why = StaysBecause::Commitments(named(connection, ids).await?);
            undoing.stays.push((thing, why));
        } else if mended {
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
    file: i64,
    (now, gone_plans): (&Parties, &HashSet<i64>),
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
        let changed = changed_after(
            connection,
            "SELECT COUNT(*) FROM member_version WHERE member_id = $1 AND revision_id > $2",
            (id, file),
        )
        .await?;
        if has_plans {
            undoing.stays.push((thing, StaysBecause::OtherPlans));
        } else if changed {
            undoing.stays.push((thing, StaysBecause::ChangedSince));
        } else if has_texts(connection, &slug).await? {
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
    file: i64,
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
        let changed = changed_after(
            connection,
            "SELECT COUNT(*) FROM member_version WHERE member_id = $1 AND revision_id > $2",
            (id, file),
        )
        .await?;
        if changed {
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
    outlook: &Outlook<'_>,
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
        } else if has_texts(connection, &area.slug).await? {
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

/// Whether a query counts anything of a thing after the file.
async fn changed_after(
    connection: &mut Connection<'_>,
    count: &'static str,
    (id, file): (i64, i64),
) -> Result<bool, StoreError> {
    let newer: i64 = dispatch!(connection, c => {
        sqlx::query_scalar(count).bind(id).bind(file).fetch_one(&mut **c).await
    })
    .context("reading what was changed since a file")?;
    Ok(newer > 0)
}

/// Whether a text of the context names a member or an area, or is about it.
async fn has_texts(connection: &mut Connection<'_>, slug: &str) -> Result<bool, StoreError> {
    let items = crate::context::items(connection, NEWEST).await?;
    Ok(items.iter().filter(|item| !item.withdrawn).any(|item| {
        let mut lists = item.values.values();
        item.slug == slug
            || lists.any(|value| {
                value
                    .split(|c| " ;,\n".contains(c))
                    .any(|word| word == slug)
            })
    }))
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
