//! Many rows in few statements.

/// How many values one statement binds at most; both engines' limits are above 30,000.
pub(super) const MOST_VALUES: usize = 8_000;

/// Inserts one row for each item of a slice.
///
/// `insert_rows!(session, "INSERT INTO t (a, b)", items, 2, |item| [item.a, item.b])`, where 2 is
/// the number of columns. Gives the first error.
macro_rules! insert_rows {
    ($session:expr, $insert:literal, $items:expr, $columns:literal, |$item:pat_param| [$($value:expr),+ $(,)?]) => {
        on!($session, DB, connection => {
            let mut inserted: Result<(), sqlx::Error> = Ok(());
            for chunk in $items.chunks($crate::record::insert::MOST_VALUES / $columns) {
                let mut query = sqlx::QueryBuilder::<DB>::new(concat!($insert, " "));
                query.push_values(chunk, |mut values, $item| {
                    $(values.push_bind($value);)+
                });
                inserted = query.build().execute(&mut **connection).await.map(|_| ());
                if inserted.is_err() {
                    break;
                }
            }
            inserted
        })
    };
}
pub(super) use insert_rows;
