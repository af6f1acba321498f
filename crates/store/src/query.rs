//! Building blocks of queries that both engines share.

use std::fmt::Display;

use sqlx::{Database, Encode, QueryBuilder, Type};

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;

/// The most items that one query lists; both engines take many more bound values.
pub(super) const CHUNK: usize = 500;

/// The most values that one statement binds; both engines' limits are above 30,000.
pub(super) const MAX_BOUND_VALUES: usize = 8_000;

/// Adds `(item, item, ...)`, each a bound value, for an `IN`.
///
/// There must be at least one item: PostgreSQL has no empty list. The last one is repeated until there are
/// a power of two: connections keep each statement that they were given, and a long list takes some 20 kB.
pub(super) fn push_list<DB, T>(
    query: &mut QueryBuilder<DB>,
    before: impl Display,
    items: impl IntoIterator<Item = T>,
) where
    DB: Database,
    T: for<'q> Encode<'q, DB> + Type<DB> + Clone,
{
    let mut items: Vec<T> = items.into_iter().collect();
    if let Some(last) = items.last().cloned() {
        items.resize(items.len().next_power_of_two(), last);
    }
    query.push(before).push(" (");
    let mut list = query.separated(", ");
    for item in items {
        list.push_bind(item);
    }
    query.push(")");
}

/// Inserts one row for each item of a slice, many rows in few statements.
///
/// `insert_rows!(connection, "INSERT INTO t (a, b)", items, |item| [item.a, item.b])`. Stops at the
/// first error. A macro because the values of a row have different types, and each must be one that
/// either engine can bind.
macro_rules! insert_rows {
    ($connection:expr, $insert:literal, $items:expr, |$item:pat_param| [$($value:expr),+ $(,)?]) => {
        $crate::db::dispatch!($connection, DB, c => {
            const COLUMNS: usize = [$(stringify!($value)),+].len();
            let mut inserted: Result<(), sqlx::Error> = Ok(());
            for chunk in $items.chunks($crate::query::MAX_BOUND_VALUES / COLUMNS) {
                let mut query = sqlx::QueryBuilder::<DB>::new(concat!($insert, " "));
                query.push_values(chunk, |mut values, $item| {
                    $(values.push_bind($value);)+
                });
                inserted = query.build().execute(&mut **c).await.map(|_| ());
                if inserted.is_err() {
                    break;
                }
            }
            inserted
        })
    };
}
pub(super) use insert_rows;

/// The tables whose rows get the number after the highest so far.
///
/// No identity columns: in PostgreSQL those leave gaps after a rollback, so that the engines would
/// number differently. Nobody can take the same number, since a write transaction holds the right to
/// write alone.
#[derive(Clone, Copy)]
pub(super) enum Numbered {
    Account,
    Commitment,
    DeskComment,
    DeskEvent,
    DeskMention,
    Draft,
    DraftEvent,
    MatchAnswer,
    Proposal,
    ProposalEvent,
    Rating,
}

impl Numbered {
    const fn highest(self) -> &'static str {
        match self {
            Self::Account => "SELECT MAX(id) FROM account",
            Self::Commitment => "SELECT MAX(id) FROM commitment",
            Self::DeskComment => "SELECT MAX(id) FROM desk_comment",
            Self::DeskEvent => "SELECT MAX(id) FROM desk_event",
            Self::DeskMention => "SELECT MAX(id) FROM desk_mention",
            Self::Draft => "SELECT MAX(id) FROM rating_draft",
            Self::DraftEvent => "SELECT MAX(id) FROM draft_event",
            Self::MatchAnswer => "SELECT MAX(id) FROM match_answer",
            Self::Proposal => "SELECT MAX(id) FROM proposal",
            Self::ProposalEvent => "SELECT MAX(id) FROM proposal_event",
            Self::Rating => "SELECT MAX(id) FROM rating",
        }
    }
}

/// The number that the next row of a table gets. Only within a write transaction.
pub(super) async fn next_id(
    connection: &mut Connection<'_>,
    table: Numbered,
) -> Result<i64, StoreError> {
    let highest: Option<i64> = dispatch!(connection, c => sqlx::query_scalar(
        table.highest(),
    ).fetch_one(&mut **c).await)
    .context("numbering new rows")?;
    Ok(highest.map_or(1, |id| id + 1))
}
