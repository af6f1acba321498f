//! Names that the record has, or once had: whoever follows something that was withdrawn has to be told so.

use std::collections::HashSet;

use sqlx::QueryBuilder;

use super::db::dispatch;
use super::error::ErrorContext;
use super::query::push_list;
use super::{Store, StoreError};
use crate::boxed;

impl Store {
    /// Those of some slugs that a member had after a revision or before it, withdrawn ones among them.
    #[boxed]
    pub async fn members_ever(
        &self,
        slugs: &[String],
        as_of: i64,
    ) -> Result<HashSet<String>, StoreError> {
        self.ever(
            "SELECT slug FROM member WHERE revision_id <= ",
            slugs,
            as_of,
        )
        .await
    }

    /// Those of some slugs that a policy area had after a revision or before it, withdrawn ones among them.
    #[boxed]
    pub async fn areas_ever(
        &self,
        slugs: &[String],
        as_of: i64,
    ) -> Result<HashSet<String>, StoreError> {
        let select = "SELECT slug FROM policy_area WHERE revision_id <= ";
        self.ever(select, slugs, as_of).await
    }

    async fn ever(
        &self,
        select: &'static str,
        slugs: &[String],
        as_of: i64,
    ) -> Result<HashSet<String>, StoreError> {
        if slugs.is_empty() {
            return Ok(HashSet::new());
        }
        let mut reader = self.db.reader().await?;
        let found: Vec<String> = dispatch!(reader.connection(), DB, c => {
            let mut query = QueryBuilder::<DB>::new(select);
            query.push_bind(as_of);
            push_list(&mut query, " AND slug IN", slugs.iter().map(String::as_str));
            query.build_query_scalar().fetch_all(&mut *c).await
        })
        .context("reading names of the past")?;
        Ok(found.into_iter().collect())
    }
}
