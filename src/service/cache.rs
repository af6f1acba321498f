//! A cache for values that cost more to make than to keep.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use moka::future::Cache as Moka;
use moka::policy::EvictionPolicy;

use crate::error::AppError;

/// A cache that makes each value once, however many callers ask for it at the same time, and keeps it while
/// there is room.
///
/// A key must hold everything that its value depends on: no value is ever out of date.
pub struct Cache<K, V>(Moka<K, Arc<V>>);

impl<K, V> Clone for Cache<K, V> {
    /// Another handle to the same cache.
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K, V> Cache<K, V>
where
    K: Eq + Hash + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// A cache for values with a total weight of up to `capacity`; `weight` gives the weight of one. The
    /// least recently used value is evicted first. `name` is for the log.
    pub fn new(name: &str, capacity: u32, weight: fn(&K, &V) -> usize) -> Self {
        // A value counts as a quarter of the capacity at most. A heavier one might not be kept, and be made
        // again each time.
        let heaviest = capacity / 4;
        let weigh = move |key: &K, value: &Arc<V>| {
            let weight = u32::try_from(weight(key, value)).unwrap_or(heaviest);
            weight.clamp(1, heaviest)
        };
        let cache = Moka::builder()
            .name(name)
            .max_capacity(u64::from(capacity))
            .weigher(weigh)
            .eviction_policy(EvictionPolicy::lru());
        Self(cache.build())
    }

    /// The cached values with their keys, in no particular order.
    pub fn kept(&self) -> impl Iterator<Item = (Arc<K>, Arc<V>)> {
        self.0.iter()
    }

    /// Forgets all values, for the memory: none of them is out of date.
    pub fn clear(&self) {
        self.0.invalidate_all();
    }

    /// The cached value of a key, if there is one.
    pub async fn kept_for(&self, key: &K) -> Option<Arc<V>> {
        self.0.get(key).await
    }

    /// Caches a value that was made elsewhere.
    pub async fn keep(&self, key: K, value: Arc<V>) {
        self.0.insert(key, value).await;
    }

    /// The value of a key. If it is missing, the first caller makes it with `make` while the others wait;
    /// if that caller is cancelled, the next one does. An error goes to all who wait, and is not cached.
    pub async fn get_or_make(
        &self,
        key: K,
        make: impl Future<Output = Result<V, AppError>>,
    ) -> Result<Arc<V>, AppError> {
        let make = async { make.await.map(Arc::new) };
        // Boxed: the future of a lookup takes about 20 kB, and callers nest.
        let value = Box::pin(self.0.try_get_with(key, make)).await;
        value.map_err(AppError::shared)
    }
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_missing_value_is_made_once_however_many_ask() {
        let cache: Cache<u8, usize> = Cache::new("test", 100, |_, _| 1);
        let made = AtomicUsize::new(0);
        let ask = || {
            cache.get_or_make(7, async {
                tokio::task::yield_now().await;
                Ok(made.fetch_add(1, Ordering::SeqCst))
            })
        };
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert_eq!((*one.unwrap(), *two.unwrap(), *three.unwrap()), (0, 0, 0));
        assert_eq!(*ask().await.unwrap(), 0);
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn who_leaves_lets_the_next_one_make_it() {
        let cache: Cache<u8, u8> = Cache::new("test", 100, |_, _| 1);
        {
            let left = cache.get_or_make(7, std::future::pending());
            let polled = futures::poll!(std::pin::pin!(left));
            assert!(polled.is_pending());
        }
        assert_eq!(*cache.get_or_make(7, async { Ok(1) }).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_and_not_kept() {
        let cache: Cache<u8, u8> = Cache::new("test", 100, |_, _| 1);
        let fail = || {
            cache.get_or_make(7, async {
                tokio::task::yield_now().await;
                Err(AppError::Internal("on purpose".to_owned()))
            })
        };
        let (one, two) = tokio::join!(fail(), fail());
        for failed in [one, two] {
            assert_eq!(failed.unwrap_err().status(), 500);
        }
        assert_eq!(*cache.get_or_make(7, async { Ok(1) }).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_is_too_heavy_is_kept_all_the_same_and_older_values_make_room() {
        let cache: Cache<u8, usize> = Cache::new("test", 100, |_, weight| *weight);
        for key in 0..20 {
            cache
                .get_or_make(key, async { Ok(1_000_000) })
                .await
                .unwrap();
        }
        cache.0.run_pending_tasks().await;
        assert_eq!(cache.0.entry_count(), 4);
        assert!(cache.0.get(&19).await.is_some());
        assert!(cache.0.get(&0).await.is_none());
    }
}
