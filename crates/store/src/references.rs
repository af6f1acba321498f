//! Which commitments belong to a plan, and which have a tag.

use std::collections::{HashMap, HashSet};

use sqlx::QueryBuilder;

use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::query::{CHUNK, push_list};
use super::read::Which;
use super::withdrawal::withdrawn_commitments;
use super::{NEWEST, StoreError};

/// The record as it is, but for some commitments, which are as they were after a revision.
pub(super) struct Outlook<'a> {
    pub reverted: &'a HashSet<i64>,
    pub to: i64,
}

impl Outlook<'_> {
    const fn newest_until(&self, is_reverted: bool) -> i64 {
        if is_reverted { self.to } else { NEWEST }
    }

    /// For each of these commitments that is in the record, the revision of its facts and its plan.
    async fn facts(
        &self,
        connection: &mut Connection<'_>,
        ids: &[i64],
    ) -> Result<HashMap<i64, (i64, i64)>, StoreError> {
        let mut facts = HashMap::new();
        for ids in ids.chunks(CHUNK) {
            let versions: Vec<(i64, i64, i64)> = dispatch!(&mut *connection, DB, c => {
                let mut query = QueryBuilder::<DB>::new(
                    "SELECT commitment_id, revision_id, plan_id FROM commitment_version",
                );
                push_list(&mut query, " WHERE commitment_id IN", ids.iter().copied());
                query.push(" ORDER BY revision_id").build_query_as().fetch_all(&mut **c).await
            })
            .context("reading what commitments refer to")?;
            let which = Which::These(ids);
            let now = withdrawn_commitments(connection, NEWEST, which).await?;
            let then = withdrawn_commitments(connection, self.to, which).await?;
            for (id, revision, plan) in versions {
                let is_reverted = self.reverted.contains(&id);
                let withdrawn = if is_reverted { &then } else { &now };
                if revision <= self.newest_until(is_reverted) && !withdrawn.contains(&id) {
                    facts.insert(id, (revision, plan));
                }
            }
        }
        Ok(facts)
    }

    /// The commitments of each of these plans.
    pub(super) async fn by_plan(
        &self,
        connection: &mut Connection<'_>,
        plans: &[i64],
    ) -> Result<HashMap<i64, Vec<i64>>, StoreError> {
        let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
        for plans in plans.chunks(CHUNK) {
            let ids: Vec<i64> = dispatch!(&mut *connection, DB, c => {
                let mut query = QueryBuilder::<DB>::new(
                    "SELECT DISTINCT commitment_id FROM commitment_version",
                );
                push_list(&mut query, " WHERE plan_id IN", plans.iter().copied());
                query.build_query_scalar().fetch_all(&mut **c).await
            })
            .context("reading the commitments of plans")?;
            for (id, (_, plan)) in self.facts(connection, &ids).await? {
                if plans.contains(&plan) {
                    found.entry(plan).or_default().push(id);
                }
            }
        }
        Ok(found)
    }

    /// The commitments that have each of these tags.
    pub(super) async fn by_area(
        &self,
        connection: &mut Connection<'_>,
        slugs: &[String],
    ) -> Result<HashMap<String, Vec<i64>>, StoreError> {
        let mut found: HashMap<String, Vec<i64>> = HashMap::new();
        for slugs in slugs.chunks(CHUNK) {
            let tagged: Vec<(i64, i64, String)> = dispatch!(&mut *connection, DB, c => {
                let mut query = QueryBuilder::<DB>::new(
                    "SELECT commitment_id, revision_id, area FROM commitment_area",
                );
                push_list(&mut query, " WHERE area IN", slugs.iter().cloned());
                query.build_query_as().fetch_all(&mut **c).await
            })
            .context("reading the commitments of policy areas")?;
            let ids: HashSet<i64> = tagged.iter().map(|(id, ..)| *id).collect();
            let ids: Vec<i64> = ids.into_iter().collect();
            let facts = self.facts(connection, &ids).await?;
            for (id, revision, area) in tagged {
                if facts
                    .get(&id)
                    .is_some_and(|(newest, _)| *newest == revision)
                {
                    found.entry(area).or_default().push(id);
                }
            }
        }
        Ok(found)
    }
}

/// The commitments that belong to a plan now.
pub(super) async fn commitments_of_plan(
    connection: &mut Connection<'_>,
    plan: i64,
) -> Result<Vec<i64>, StoreError> {
    let now = Outlook {
        reverted: &HashSet::new(),
        to: NEWEST,
    };
    let mut found = now.by_plan(connection, &[plan]).await?;
    Ok(found.remove(&plan).unwrap_or_default())
}
