//! How an answer is packed for those who ask: one encoding, chosen once.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, HeaderMap};
use axum::response::Response;
use tower::{Layer, ServiceExt};
use tower_http::compression::CompressionLayer;

/// An encoding that answers come in. Of those that a reader likes alike, the first is chosen: what is
/// kept ready is packed once and sent often, so that its size counts for more than its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Brotli,
    Zstd,
    Gzip,
    /// As it is.
    Plain,
}

impl Encoding {
    const ALL: [Self; 4] = [Self::Brotli, Self::Zstd, Self::Gzip, Self::Plain];

    /// Its name in headers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
            Self::Plain => "identity",
        }
    }

    /// The one that a reader likes best; plain for who names none that we have.
    pub fn wanted(headers: &HeaderMap) -> Self {
        let mut best = (0.0, Self::Plain);
        let accepted = headers.get_all(ACCEPT_ENCODING).iter();
        for part in accepted
            .filter_map(|accepted| accepted.to_str().ok())
            .flat_map(|accepted| accepted.split(','))
        {
            let (name, quality) = part.split_once(';').unwrap_or((part, "q=1"));
            let quality = quality.trim().strip_prefix("q=").map(str::parse::<f32>);
            let Some(Ok(quality)) = quality else { continue };
            let name = name.trim();
            let found = Self::ALL
                .into_iter()
                .find(|encoding| name.eq_ignore_ascii_case(encoding.name()));
            if let Some(encoding) = found
                && (quality > best.0
                    || (quality > 0.0 && quality >= best.0 && encoding.is_before(best.1)))
            {
                best = (quality, encoding);
            }
        }
        best.1
    }

    fn is_before(self, other: Self) -> bool {
        (self as u8) < (other as u8)
    }

    /// An answer in this encoding; as it is where packing it would be of no use, as of pictures.
    pub async fn pack(self, response: Response) -> Response {
        let mut asked = Request::new(Body::empty());
        let name = axum::http::HeaderValue::from_static(self.name());
        asked.headers_mut().insert(ACCEPT_ENCODING, name);
        let mut response = Some(response);
        let given = tower::service_fn(move |_: Request| {
            let response = response.take().unwrap_or_default();
            std::future::ready(Ok::<_, Infallible>(response))
        });
        let Ok(packed) = CompressionLayer::new().layer(given).oneshot(asked).await;
        packed.map(Body::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_encoding_that_a_reader_likes_best_is_chosen() {
        for (accepted, wanted) in [
            ("", Encoding::Plain),
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, zstd", Encoding::Zstd),
            ("gzip;q=1.0, br;q=0.5", Encoding::Gzip),
            ("br;q=0, gzip", Encoding::Gzip),
            ("br;q=0", Encoding::Plain),
            ("identity, gzip;q=0.5", Encoding::Plain),
            ("identity, gzip", Encoding::Gzip),
            ("*", Encoding::Plain),
            ("BR", Encoding::Brotli),
            ("brotli, x;q=9, gzip;q=x, ;;,", Encoding::Plain),
            ("gzip;level=9", Encoding::Plain),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            assert_eq!(Encoding::wanted(&headers), wanted, "{accepted}");
        }
    }
}
