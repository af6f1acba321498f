//! Ratings of a file that enter the record as drafts, to be reviewed.

use super::correction::in_force_after;
use super::merge::{Merged, Stored};
use super::message::ImportMessage;
use domain::{CurrentRatings, Dimension, Finding, Rating};

/// The rating of a draft.
pub type Drafted = (Dimension, Finding);

/// Warns about ratings that cannot enter as drafts: those already waiting for review, and ratings that
/// would be retired without a replacement. Where ratings can enter `only` as drafts, the row is reduced
/// to what it can do then.
pub fn as_drafts(
    merged: &mut Merged,
    stored: Option<&Stored>,
    waiting: &[Drafted],
    only: bool,
    messages: &mut Vec<ImportMessage>,
) {
    let Some(correction) = &mut merged.correction else {
        return;
    };
    let in_force = stored.map_or(&[][..], |s| &s.in_force);
    let waits = |r: &Rating| waiting.contains(&(r.dimension, r.finding));
    for rating in correction.added.iter().filter(|r| waits(r)) {
        let text =
            "a draft with this rating is already waiting for review; no second one will be added";
        let column = rating.dimension.slug();
        messages.push(ImportMessage::warning(column, rating.finding.label(), text));
    }
    let taken_out = |id: &i64| in_force.iter().find(|(known, _)| known == id);
    for (_, rating) in correction.out_of_force.iter().filter_map(taken_out) {
        let dimension = rating.dimension;
        if !correction.added.iter().any(|r| r.dimension == dimension) {
            let text = format!(
                "a rating is retired only when its replacement is published; {} stays",
                rating.finding.label()
            );
            messages.push(ImportMessage::warning(dimension.slug(), "", text));
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
    merged.entry.commitment.ratings =
        CurrentRatings::choose(in_force_after(in_force, Some(&*correction)));
    if correction.is_empty() {
        merged.correction = None;
    }
}
