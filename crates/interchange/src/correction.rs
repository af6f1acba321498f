//! What a row does to the ratings in force.

use super::message::ImportMessage;
use super::patch::{Patch, Update};
use domain::rating::{current, rank};
use domain::record::Correction;
use domain::{CommitmentCode, Dimension, Finding, Rating, Scheme};

/// Adds the row's ratings that are not in force yet, and retires those that would count instead of them.
/// A source older than the record retires no value that counts more than its own.
pub(super) fn correction(
    patch: &Patch,
    code: &CommitmentCode,
    in_force: &[(i64, Rating)],
    messages: &mut Vec<ImportMessage>,
) -> Option<Correction> {
    let mut correction = Correction::new(code.clone());
    for dimension in Dimension::ALL {
        let Update::Set(wanted) = &patch.ratings[dimension.index()] else {
            continue;
        };
        let mut others: Vec<&(i64, Rating)> = in_force
            .iter()
            .filter(|(_, r)| r.dimension == *dimension)
            .collect();
        let mut missing: Vec<&Rating> = Vec::new();
        for rating in wanted {
            // Of several that say the same, the newest stays.
            match others
                .iter()
                .rposition(|(_, r)| r.finding == rating.finding)
            {
                Some(at) => {
                    others.remove(at);
                }
                None => missing.push(rating),
            }
        }
        let of_dimension = in_force.iter().map(|(_, r)| r);
        let of_dimension = of_dimension.filter(|r| r.dimension == *dimension).cloned();
        let counting = current(of_dimension);
        let current = counting.as_ref().map(|r| r.finding);
        if missing.is_empty() && current.is_some() && current == wanted.last().map(|r| r.finding) {
            // What counts is what the row says; older ratings stay in the history as they are. Where the
            // row knows more of its source, the same value with that source takes its place.
            let stated = patch.sources[dimension.index()];
            if let (Some(counting), Some(row)) = (counting, wanted.last()) {
                let sourced = stated.over(&counting, row);
                let it = in_force.iter().rev().find(|(_, r)| *r == counting);
                if let Some((id, _)) = it.filter(|_| sourced != counting) {
                    correction.out_of_force.push(*id);
                    correction.added.push(sourced);
                }
            }
            continue;
        }
        let highest = wanted.iter().map(|r| rank(r.finding)).max();
        let mut outranking: Option<Finding> = None;
        for (id, other) in others {
            let same_scale = other.finding.scheme().is_some()
                && missing
                    .iter()
                    .any(|m| m.finding.scheme() == other.finding.scheme());
            let counts_more = rank(other.finding) > highest.unwrap_or_default();
            let in_the_way = highest.is_none_or(|highest| rank(other.finding) >= highest);
            if patch.from_older_source && counts_more && !same_scale {
                outranking = Some(other.finding);
            } else if in_the_way || same_scale {
                correction.out_of_force.push(*id);
            }
        }
        if let Some(outranking) = outranking {
            messages.push(outranked(*dimension, wanted, outranking));
            // A statement that there is no value says nothing beside one.
            missing.retain(|rating| rank(rating.finding) > 0);
        }
        correction.added.extend(missing.into_iter().cloned());
    }
    (!correction.is_empty()).then_some(correction)
}

/// The record's value stays, since it counts more than the older file's.
fn outranked(dimension: Dimension, wanted: &[Rating], outranking: Finding) -> ImportMessage {
    let value = wanted.last().map_or("nothing", |r| r.finding.label());
    let scheme = outranking.scheme().map_or("", Scheme::label);
    let text = format!(
        "the record says {} ({scheme}), this older file {value}; the record was not changed",
        outranking.label()
    );
    ImportMessage::warning(dimension.slug(), value, text)
}

/// The ratings in force afterwards.
pub(super) fn in_force_after(
    in_force: &[(i64, Rating)],
    correction: Option<&Correction>,
) -> Vec<Rating> {
    let gone = |id: &i64| correction.is_some_and(|c| c.out_of_force.contains(id));
    let stay = in_force
        .iter()
        .filter(|(id, _)| !gone(id))
        .map(|(_, r)| r.clone());
    let added = correction.iter().flat_map(|c| c.added.iter().cloned());
    stay.chain(added).collect()
}
