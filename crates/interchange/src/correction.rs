//! What a row does to the ratings in force.

use super::merge::{Merged, Stored};
use super::message::Message;
use super::patch::{Patch, Set};
use domain::record::Correction;
use domain::{CommitmentCode, CurrentRatings, Dimension, Finding, Rating, Scheme, rating};

/// How much a rating counts beside others of its dimension, by the rule of [`rating::current`].
fn rank(finding: Finding) -> u8 {
    rating::rank(finding)
}

/// What a row does to the ratings in force: it adds those that are not among them, and takes out of
/// force those that would count instead of what the row says. Sources older than the record take
/// no value out of force that counts more than what they say.
pub(super) fn correction(
    patch: &Patch,
    code: &CommitmentCode,
    standing: &[(i64, Rating)],
    messages: &mut Vec<Message>,
) -> Option<Correction> {
    let mut correction = Correction::new(code.clone());
    for dimension in Dimension::ALL {
        let Set::To(wanted) = &patch.ratings[dimension.index()] else {
            continue;
        };
        let mut others: Vec<&(i64, Rating)> = standing
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
        let highest = wanted.iter().map(|r| rank(r.finding)).max();
        let mut kept: Option<Finding> = None;
        for (id, other) in others {
            let same_scale = other.finding.scheme().is_some()
                && missing
                    .iter()
                    .any(|m| m.finding.scheme() == other.finding.scheme());
            let counts_more = rank(other.finding) > highest.unwrap_or_default();
            let in_the_way = highest.is_none_or(|highest| rank(other.finding) >= highest);
            if patch.yields && counts_more && !same_scale {
                kept = Some(other.finding);
            } else if in_the_way || same_scale {
                correction.out_of_force.push(*id);
            }
        }
        if let Some(kept) = kept {
            messages.push(outranked(*dimension, wanted, kept));
            // A statement that there is no value says nothing beside one.
            missing.retain(|rating| rank(rating.finding) > 0);
        }
        correction.added.extend(missing.into_iter().cloned());
    }
    (!correction.is_empty()).then_some(correction)
}

/// Tells that the record's value stays, since the file's says less.
fn outranked(dimension: Dimension, wanted: &[Rating], kept: Finding) -> Message {
    let said = wanted.last().map_or("nothing", |r| r.finding.label());
    let scheme = kept.scheme().map_or("", Scheme::label);
    let text = format!(
        "the record has {} ({scheme}), of which this older file says {said}; the record\u{2019}s value stays",
        kept.label()
    );
    Message::warning(dimension.slug(), said, text)
}

/// The ratings in force afterwards.
pub(super) fn after(standing: &[(i64, Rating)], correction: Option<&Correction>) -> Vec<Rating> {
    let gone = |id: &i64| correction.is_some_and(|c| c.out_of_force.contains(id));
    let stay = standing
        .iter()
        .filter(|(id, _)| !gone(id))
        .map(|(_, r)| r.clone());
    let added = correction.iter().flat_map(|c| c.added.iter().cloned());
    stay.chain(added).collect()
}

/// A rating that a draft brings: its dimension and what it says.
pub type Drafted = (Dimension, Finding);

/// Tells what becomes of a row's ratings as drafts: those that wait for review already are not
/// brought again, and no draft takes a rating out of force without another in its place. Where the
/// ratings can enter as drafts `only`, the row is left with what it would do then.
pub fn as_drafts(
    merged: &mut Merged,
    stored: Option<&Stored>,
    waiting: &[Drafted],
    only: bool,
    messages: &mut Vec<Message>,
) {
    let Some(correction) = &mut merged.correction else {
        return;
    };
    let standing = stored.map_or(&[][..], |s| &s.standing);
    let waits = |r: &Rating| waiting.contains(&(r.dimension, r.finding));
    for rating in correction.added.iter().filter(|r| waits(r)) {
        let text = "a draft with this rating waits for review; it is not brought a second time";
        let column = rating.dimension.slug();
        messages.push(Message::warning(column, rating.finding.label(), text));
    }
    let taken_out = |id: &i64| standing.iter().find(|(known, _)| known == id);
    for (_, rating) in correction.out_of_force.iter().filter_map(taken_out) {
        let dimension = rating.dimension;
        if !correction.added.iter().any(|r| r.dimension == dimension) {
            let text = format!(
                "only publishing takes a rating out of force; without that, {} stays",
                rating.finding.label()
            );
            messages.push(Message::warning(dimension.slug(), "", text));
        }
    }
    if !only {
        return;
    }
    correction.added.retain(|r| !waits(r));
    let added = &correction.added;
    correction.out_of_force.retain(|id| {
        taken_out(id).is_some_and(|(_, out)| added.iter().any(|r| r.dimension == out.dimension))
    });
    merged.entry.commitment.ratings = CurrentRatings::choose(after(standing, Some(&*correction)));
    if correction.is_empty() {
        merged.correction = None;
    }
}
