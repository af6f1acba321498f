//! The record on both engines.

use crate::support::{a_batch, a_revision, an_entry, on_both, record};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_batch_twice_is_one_change() {
    on_both(async |place| {
        let entries = || [an_entry("NL0031").area("open-data"), an_entry("NL0032")];
        let first = record(&place.store, entries()).await;
        assert_eq!((first.added, first.changed, first.unchanged), (2, 0, 0));
        assert_eq!(first.version.number, 1);

        let second = record(&place.store, entries()).await;
        assert_eq!((second.added, second.changed, second.unchanged), (0, 0, 2));
        assert_eq!(second.version, first.version);
        assert_eq!(place.store.version().await.unwrap(), first.version);
        let published = place.store.published().await.unwrap();
        assert_eq!(published.commitments.len(), 2);
        let seeded = place
            .store
            .record_if_empty(&a_revision(), &a_batch(entries()), false, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(seeded, None);
    })
    .await;
}
