//! Parts of a file (RFC 9110, 14): for those who read only the beginning of one, or go on with one that
//! broke off. Data whose length is known has them; whoever asks for several parts at once gets the whole.

use std::ops::Range;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, HeaderValue,
    IF_RANGE, RANGE,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures::{StreamExt, stream};

use super::measured;
use super::problems::{self, ProblemDocument};
use domain::{Lang, ProblemKind, route};
use i18n::errors as say;

/// Answers a request for a part of public data with that part.
pub async fn answer(mut request: Request, next: Next) -> Response {
    if request.method() != Method::GET || !route::is_public_data(request.uri().path()) {
        return next.run(request).await;
    }
    let range = request.headers_mut().remove(RANGE);
    // Our tags are weak, and a weak one never allows for a part.
    let range = range.filter(|_| !request.headers().contains_key(IF_RANGE));
    if range.is_some() {
        // A part of the file itself, not of how it is packed.
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    let mut response = next.run(request).await;
    let is_packed = response.headers().contains_key(CONTENT_ENCODING);
    let length = response.body().size_hint().exact();
    let (Some(length), StatusCode::OK, false) = (length, response.status(), is_packed) else {
        return response;
    };
    let bytes = HeaderValue::from_static("bytes");
    response.headers_mut().insert(ACCEPT_RANGES, bytes);
    let asked = range.as_ref().and_then(|range| range.to_str().ok());
    match asked.map_or(Asked::Whole, |asked| Asked::of(asked, length)) {
        Asked::Whole => response,
        Asked::Part(part) => part_of(response, part, length),
        Asked::Beyond => beyond(length),
    }
}

/// What a request asks for of something with a length.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    /// Nothing of it.
    Beyond,
}

impl Asked {
    /// Reads `bytes=0-99`, `bytes=100-` and `bytes=-100`; what cannot be read asks for the whole.
    fn of(range: &str, length: u64) -> Self {
        let read = || {
            let (unit, range) = range.split_once('=')?;
            let (first, last) = range.split_once('-')?;
            let is_bytes = unit.trim().eq_ignore_ascii_case("bytes");
            let (first, last) = (first.trim(), last.trim());
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let is_readable = is_bytes && is_number(first) && is_number(last);
            is_readable.then_some((first, last))
        };
        let Some((first, last)) = read() else {
            return Self::Whole;
        };
        // What does not fit is more than there is of anything.
        let number = |text: &str| text.parse().unwrap_or(u64::MAX);
        let part = match (first, last) {
            ("", "") => return Self::Whole,
            ("", last) => length.saturating_sub(number(last))..length,
            (first, "") => number(first)..length,
            (first, last) if number(first) > number(last) => return Self::Whole,
            (first, last) => number(first)..number(last).saturating_add(1).min(length),
        };
        if part.is_empty() {
            Self::Beyond
        } else {
            Self::Part(part)
        }
    }
}

fn part_of(response: Response, part: Range<u64>, length: u64) -> Response {
    let size = part.end - part.start;
    let told = format!("bytes {}-{}/{length}", part.start, part.end - 1);
    let (mut head, body) = response.into_parts();
    head.status = StatusCode::PARTIAL_CONTENT;
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    if let Ok(told) = HeaderValue::from_str(&told) {
        head.headers.insert(CONTENT_RANGE, told);
    }
    Response::from_parts(head, cut(body, part.start, size))
}

/// So many bytes of a body, after those that are skipped.
fn cut(body: Body, skip: u64, size: u64) -> Body {
    let begun = (body.into_data_stream(), skip, size);
    let pieces = stream::unfold(begun, |(mut pieces, mut skip, left)| async move {
        if left == 0 {
            return None;
        }
        loop {
            let mut piece: Bytes = match pieces.next().await? {
                Ok(piece) => piece,
                Err(error) => return Some((Err(error), (pieces, 0, 0))),
            };
            let length = piece.len() as u64;
            if length <= skip {
                skip -= length;
                continue;
            }
            // Both fit: they are no longer than the piece.
            let from = usize::try_from(skip).unwrap_or_default();
            let wanted = left.min(length - skip);
            let until = from + usize::try_from(wanted).unwrap_or_default();
            piece = piece.slice(from..until);
            return Some((Ok(piece), (pieces, 0, left - wanted)));
        }
    });
    measured::body(pieces, size)
}

fn beyond(length: u64) -> Response {
    let title = say::range_beyond_the_end(Lang::English);
    let problem = ProblemDocument::new(ProblemKind::RangeNotSatisfiable, title, title);
    let mut response = problems::answer(StatusCode::RANGE_NOT_SATISFIABLE, problem);
    if let Ok(told) = HeaderValue::from_str(&format!("bytes */{length}")) {
        response.headers_mut().insert(CONTENT_RANGE, told);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_has_it() {
        for (range, asked) in [
            ("bytes=0-4", Asked::Part(0..5)),
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=8-", Asked::Part(8..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=5-99999999999999999999999", Asked::Part(5..10)),
            ("Bytes = 1 - 2", Asked::Part(1..3)),
            ("bytes=10-", Asked::Beyond),
            ("bytes=10-20", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=4-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("items=0-1", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("", Asked::Whole),
        ] {
            assert_eq!(Asked::of(range, 10), asked, "{range}");
        }
        assert_eq!(Asked::of("bytes=0-", 0), Asked::Beyond);
    }

    #[tokio::test]
    async fn a_part_is_cut_across_pieces() {
        let pieces =
            ["abc", "", "defg", "hij"].map(|piece| Ok::<_, std::io::Error>(Bytes::from(piece)));
        let body = Body::from_stream(stream::iter(pieces));
        let part = cut(body, 2, 6);
        assert_eq!(part.size_hint().exact(), Some(6));
        let part = axum::body::to_bytes(part, 100).await.unwrap();
        assert_eq!(part, "cdefgh");
    }
}
