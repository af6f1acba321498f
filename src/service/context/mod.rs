//! Answering what surrounds the commitments: Challenge, guide, network, resources, texts of areas.

mod area;
mod challenge;
mod guide;
mod items;
mod member;
mod network;
mod resources;

pub use area::AreaContext;
pub use challenge::{ChallengeAsked, ChallengeView, Submission};
pub use guide::{ActionView, ChapterView, GuideView};
pub use items::{ItemView, fill};
pub use member::MemberContext;
pub use network::{NetworkView, ParticipantDetail, ParticipantView};
pub use resources::{ResourcesAsked, ResourcesView};

use std::sync::Arc;

use crate::error::AppError;
use crate::service::{Missing, NotFound, Suggestion};
use domain::context::ContextItem;
use domain::text::is_slug;
use domain::{Params, QueryError, context::ContextKind};

/// An item that is not there, and where to look for it.
fn unknown(what: Missing, instead: Suggestion) -> AppError {
    let instead = vec![instead];
    NotFound { what, instead }.into()
}

/// Reads the filters of a page that has its own, each a short name; refuses by name what is none.
///
/// Gives the value of each of `keys` that the address names; of a key's several spellings the first
/// is its own.
fn read_filters<const N: usize>(
    params: &Params,
    keys: [&[&str]; N],
) -> Result<[Option<String>; N], QueryError> {
    let mut values = [const { None }; N];
    for (place, names) in values.iter_mut().zip(keys) {
        let Some(value) = params.one_of(names)? else {
            continue;
        };
        if !is_slug(&value.replace('_', "-")) || value.len() > 100 {
            let key = names.iter().find(|name| params.all(name).next().is_some());
            let key = key.copied().unwrap_or_default();
            return Err(QueryError::new(
                key,
                value,
                domain::query::Problem::ShortName,
            ));
        }
        *place = Some(value.to_owned());
    }
    Ok(values)
}

/// How many items have each value, in the order in which the values are first met.
fn counted<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    counts
}

/// What visitors see of the items of a kind.
pub(super) fn of(catalogue: &catalogue::Catalogue, kind: ContextKind) -> Vec<Arc<ContextItem>> {
    catalogue.context().of(kind).cloned().collect()
}
