//! An older program at the tables of a newer one: expand first, contract later.

use store::{Store, StoreError};

use crate::support::raw::{execute, number};
use crate::support::site::Site;
use crate::support::{Place, an_entry, on_both, record};

/// As a newer program leaves the tables.
async fn migrated_by_a_newer_program(place: &Place, change: i64, least_program: Option<i64>) {
    let applied = format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES ({change}, 'newer', TRUE, {}, 0)",
        match place.engine {
            "SQLite" => "x'00'",
            _ => "'\\x00'",
        }
    );
    execute(&place.url, applied).await.unwrap();
    if let Some(least) = least_program {
        let compatible = format!(
            "INSERT INTO schema_compatibility (version, least_program) VALUES ({change}, {least})"
        );
        execute(&place.url, compatible).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_goes_on_with_tables_that_were_only_added_to() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let known = "SELECT MAX(version) FROM _sqlx_migrations";
        let known = number(&place.url, known).await;
        migrated_by_a_newer_program(place, 9001, Some(known)).await;
        migrated_by_a_newer_program(place, 9002, Some(known - 1)).await;
        let added = "CREATE TABLE of_a_newer_program (id BIGINT PRIMARY KEY)";
        execute(&place.url, added).await.unwrap();
        let older = Store::open(&place.url).await.unwrap();
        record(&older, [an_entry("NL0002")]).await;
        assert_eq!(older.published().await.unwrap().commitments.len(), 2);
        let report = older.check().await.unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
        older.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_refuses_tables_that_do_not_say_that_it_can_use_them() {
    for least_program in [None, Some(9001)] {
        on_both(async |place| {
            // One that runs already says so, and a balancer sends nobody to it any more.
            let running = Site::over(place.store.clone()).await;
            migrated_by_a_newer_program(place, 9000, Some(1)).await;
            assert_eq!(running.get("/readyz").await.status, 200);
            migrated_by_a_newer_program(place, 9001, least_program).await;
            let running = Site::over(place.store.clone()).await;
            let ready = running.get("/readyz").await;
            assert_eq!(ready.status, 503);
            assert!(ready.body.contains("newer version"), "{}", ready.body);
            let refused = Store::open(&place.url).await;
            assert!(
                matches!(refused, Err(StoreError::Newer { found: 9001, .. })),
                "{refused:?}"
            );
        })
        .await;
    }
}

/// Each migration from the one on that began to say so.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_migration_says_of_programs_holds_for_migrations_that_there_are() {
    on_both(async |place| {
        let wrong = "SELECT COUNT(*) FROM schema_compatibility c
             WHERE NOT EXISTS (SELECT 1 FROM _sqlx_migrations m WHERE m.version = c.version)";
        assert_eq!(number(&place.url, wrong).await, 0);
    })
    .await;
}
