//! Which of several sources counts, cell by cell.

use std::sync::Arc;

use domain::record::{Entry, Texts};
use domain::source::is_page_of;
use domain::{
    ActionPlan, Commitment, CurrentRatings, Dimension, Finding, Level, Rating, Scheme, rating,
};

/// What two sources say of one commitment: the newer where it says anything.
pub(super) fn combine(older: Entry, newer: Entry) -> Entry {
    let (old, new) = (older.commitment, newer.commitment);
    // A page about the commitment is better evidence than one about its member.
    let is_own = |address: &&String| is_page_of(&new.code, address);
    let addresses = [&new.source_url, &old.source_url];
    let own = addresses.into_iter().flatten().find(is_own);
    let source_url = own.or(new.source_url.as_ref()).or(old.source_url.as_ref());
    let source_url = source_url.cloned();
    // Known by an area under which OGP lists it, not by its page, which states more than its title.
    let is_listed_only = new.lead_institutions.is_empty()
        && new.ogp_values.is_empty()
        && new.reports.is_empty()
        && new.verifiable.is_none()
        && new.relevant.is_none();
    let commitment = Commitment {
        code: new.code,
        member: new.member,
        plan: plan_of(&old.plan, &new.plan),
        number: new.number.or(old.number),
        title: new.title,
        title_in: old.title_in,
        summary_in: old.summary_in,
        lead_institutions: stated(new.lead_institutions, old.lead_institutions),
        support_institutions: stated(new.support_institutions, old.support_institutions),
        policy_areas: if is_listed_only {
            all_of(new.policy_areas, old.policy_areas)
        } else {
            stated(new.policy_areas, old.policy_areas)
        },
        ogp_values: stated(new.ogp_values, old.ogp_values),
        start: new.start.or(old.start),
        end: new.end.or(old.end),
        verifiable: new.verifiable.or(old.verifiable),
        relevant: new.relevant.or(old.relevant),
        starred: new.starred.or(old.starred),
        reports: stated(new.reports, old.reports),
        challenge_area: new.challenge_area.or(old.challenge_area),
        source_url,
        status: new.status.or(old.status),
        ratings: CurrentRatings::default(),
    };
    settled(Entry {
        commitment,
        texts: Texts {
            description: newer.texts.description.or(older.texts.description),
            milestones: stated(newer.texts.milestones, older.texts.milestones),
        },
        ratings: in_order(older.ratings, newer.ratings),
    })
}

/// The plan as the newer source has it, with what only the older says of the same plan.
fn plan_of(old: &Arc<ActionPlan>, new: &Arc<ActionPlan>) -> Arc<ActionPlan> {
    if new.start_year.is_none() {
        return Arc::clone(old);
    }
    let is_same = old.start_year == new.start_year;
    if !is_same || (new.end_year.is_some() && new.title.is_some()) {
        return Arc::clone(new);
    }
    Arc::new(ActionPlan {
        title: new.title.clone().or_else(|| old.title.clone()),
        start_year: new.start_year,
        end_year: new.end_year.or(old.end_year),
    })
}

/// The ratings of both, oldest first. A copy that calls results pending was read before the source that
/// has a result, whichever of the two is newer otherwise.
fn in_order(older: Vec<Rating>, newer: Vec<Rating>) -> Vec<Rating> {
    let is_result = |rating: &Rating| {
        rating.dimension != Dimension::Ambition && rating::rank(rating.finding) > 1
    };
    let is_behind = older.iter().any(is_result) && !newer.iter().any(is_result);
    let (behind, newer): (Vec<Rating>, Vec<Rating>) = newer.into_iter().partition(|rating| {
        let is_of_results = rating.dimension != Dimension::Ambition;
        is_behind && is_of_results && rating.finding == Finding::Pending
    });
    [behind, older, newer].concat()
}

/// What either of them has, the newer first.
fn all_of<T: PartialEq>(newer: Vec<T>, older: Vec<T>) -> Vec<T> {
    let mut all = newer;
    for one in older {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn stated<T>(newer: Vec<T>, older: Vec<T>) -> Vec<T> {
    if newer.is_empty() { older } else { newer }
}

/// The entry with the ratings that count chosen from all of them, oldest first.
///
/// A published level says nothing beside the value that it collapses from, so it goes before that
/// value, wherever it was read.
pub(super) fn settled(mut entry: Entry) -> Entry {
    for dimension in Dimension::ALL {
        entry.commitment.ratings = CurrentRatings::default();
        let level_of = |rating: &Rating| {
            let mut alone = entry.commitment.clone();
            alone.ratings = CurrentRatings::choose(vec![rating.clone()]);
            alone.level(*dimension)
        };
        let of_dimension = |r: &&Rating| r.dimension == *dimension;
        let on_scale: Vec<Level> = entry
            .ratings
            .iter()
            .filter(of_dimension)
            .filter(|r| !is_published_level(r) && rating::rank(r.finding) > 1)
            .map(level_of)
            .collect();
        let repeats: Vec<bool> = entry
            .ratings
            .iter()
            .map(|r| {
                r.dimension == *dimension
                    && is_published_level(r)
                    && on_scale.contains(&level_of(r))
            })
            .collect();
        let mut repeats = repeats.iter();
        let (first, rest): (Vec<Rating>, Vec<Rating>) = std::mem::take(&mut entry.ratings)
            .into_iter()
            .partition(|_| repeats.next() == Some(&true));
        entry.ratings = [first, rest].concat();
    }
    entry.commitment.ratings = CurrentRatings::choose(entry.ratings.clone());
    entry
}

fn is_published_level(rating: &Rating) -> bool {
    matches!(rating.finding, Finding::Rated(value) if value.scheme() == Scheme::PublishedLevel)
}
