//! A fair share of the API for each address that asks: far more than any program needs that waits for its
//! answers, and little enough that one that does not cannot take the site from everybody else.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::problems::{self, ProblemDocument};
use super::proxy::Arrival;
use domain::{Lang, ProblemKind, route};
use i18n::errors as say;

/// Requests that an address may make at once.
const BURST: u32 = 600;
/// How long it takes until it may make so many again.
const WINDOW: Duration = Duration::from_mins(1);
/// Addresses that are counted at once, at most: beyond that, nobody new is.
const MAX_ADDRESSES: usize = 20_000;

/// What each address has left. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Limit(Arc<Mutex<Buckets>>);

#[derive(Debug, Default)]
struct Buckets {
    by_address: HashMap<IpAddr, Bucket>,
    swept: Option<Instant>,
}

/// How many requests were left at a moment.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn left_at(self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at);
        let refilled = f64::from(BURST) * passed.as_secs_f64() / WINDOW.as_secs_f64();
        (self.left + refilled).min(f64::from(BURST))
    }
}

impl Limit {
    /// Counts a request; refuses one that is too much, with how long to wait.
    fn count(&self, from: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = counted_as(from);
        let is_full = buckets.by_address.len() >= MAX_ADDRESSES;
        if is_full && !buckets.by_address.contains_key(&from) {
            buckets.sweep(now);
            if buckets.by_address.len() >= MAX_ADDRESSES {
                return Ok(());
            }
        }
        let full = Bucket {
            left: f64::from(BURST),
            at: now,
        };
        let bucket = buckets.by_address.entry(from).or_insert(full);
        let left = bucket.left_at(now);
        if left < 1.0 {
            let each = WINDOW.as_secs_f64() / f64::from(BURST);
            return Err(Duration::from_secs_f64((1.0 - left) * each));
        }
        *bucket = Bucket {
            left: left - 1.0,
            at: now,
        };
        Ok(())
    }
}

impl Buckets {
    /// Forgets those who have all of their share again; at most once a second.
    fn sweep(&mut self, now: Instant) {
        let is_due = |swept: Instant| now.saturating_duration_since(swept).as_secs() > 0;
        if self.swept.is_none_or(is_due) {
            self.swept = Some(now);
            self.by_address
                .retain(|_, bucket| bucket.left_at(now) < f64::from(BURST));
        }
    }
}

/// Whoever has one address of version 6 has all that begin like it.
fn counted_as(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Refuses what is too much. Programs on the same machine are not counted, nor is what a proxy passes on
/// without saying for whom.
pub async fn check(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let is_counted = route::is_api(request.uri().path()) && request.method() != Method::OPTIONS;
    let arrival = request.extensions().get::<Arrival>();
    let from = arrival.and_then(|arrival| arrival.from);
    let from = from.filter(|from| is_counted && !from.to_canonical().is_loopback());
    match from.map(|from| limit.count(from, Instant::now())) {
        Some(Err(wait)) => refused(wait),
        _ => next.run(request).await,
    }
}

fn refused(wait: Duration) -> Response {
    metrics::counter!("api_requests_refused_total").increment(1);
    let title = say::too_many(Lang::English);
    let detail = say::slow_down(Lang::English);
    let problem = ProblemDocument::new(ProblemKind::TooManyRequests, title, detail);
    let mut response = problems::answer(StatusCode::TOO_MANY_REQUESTS, problem);
    let headers = response.headers_mut();
    let seconds = wait.as_secs() + 1;
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    let window = WINDOW.as_secs();
    for (name, value) in [
        (
            "ratelimit-policy",
            format!("\"address\";q={BURST};w={window}"),
        ),
        ("ratelimit", format!("\"address\";r=0;t={seconds}")),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_address_has_a_share_that_comes_back() {
        let limit = Limit::default();
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));
        let now = Instant::now();
        for _ in 0..BURST {
            assert_eq!(limit.count(one, now), Ok(()));
        }
        let wait = limit.count(one, now).unwrap_err();
        assert!(wait <= WINDOW / BURST, "{wait:?}");
        assert_eq!(limit.count(other, now), Ok(()));
        let later = now + wait + Duration::from_millis(1);
        assert_eq!(limit.count(one, later), Ok(()));
        assert!(limit.count(one, later).is_err());
        let much_later = now + 3 * WINDOW;
        for _ in 0..BURST {
            assert_eq!(limit.count(one, much_later), Ok(()));
        }
        assert!(limit.count(one, much_later).is_err());
    }

    #[test]
    fn a_network_of_version_6_shares_and_memory_is_bounded() {
        let near = counted_as(address("2001:db8:1:2::1"));
        assert_eq!(near, counted_as(address("2001:db8:1:2:ffff::9")));
        assert_ne!(near, counted_as(address("2001:db8:1:3::1")));
        let mapped = counted_as(address("::ffff:192.0.2.1"));
        assert_eq!(mapped, address("192.0.2.1"));
        let limit = Limit::default();
        let now = Instant::now();
        for n in 0..30_000_u32 {
            let from = IpAddr::from(n.to_be_bytes());
            assert_eq!(limit.count(from, now), Ok(()));
        }
        assert_eq!(limit.0.lock().unwrap().by_address.len(), MAX_ADDRESSES);
        let later = now + WINDOW;
        assert_eq!(limit.count(address("203.0.113.9"), later), Ok(()));
        assert_eq!(limit.0.lock().unwrap().by_address.len(), 1);
    }
}
