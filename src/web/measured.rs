//! Bodies whose length is known though they are sent in pieces.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use futures::Stream;
use hyper::body::{Frame, SizeHint};

/// Pieces that are still to be sent.
type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, axum::Error>> + Send>>;

/// A body of pieces that together have this length.
pub fn body(
    pieces: impl Stream<Item = Result<Bytes, axum::Error>> + Send + 'static,
    length: u64,
) -> Body {
    Body::new(Measured {
        pieces: Box::pin(pieces),
        left: length,
    })
}

struct Measured {
    pieces: Pieces,
    left: u64,
}

impl HttpBody for Measured {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.pieces.as_mut().poll_next(context).map(|piece| {
            piece.map(|piece| {
                piece.map(|piece| {
                    self.left = self.left.saturating_sub(piece.len() as u64);
                    Frame::data(piece)
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
