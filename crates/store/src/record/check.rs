//! Validating a batch without looking at the record.

use std::collections::{HashMap, HashSet};

use crate::StoreError;
use crate::error::BatchError;
use domain::rating::Finding;
use domain::record::{Batch, Entry};
use domain::{Commitment, Member, Rating};

/// Refuses a batch that contradicts itself or that a database could not hold.
pub(super) fn check(batch: &Batch) -> Result<(), StoreError> {
    let mut codes = HashSet::new();
    let mut members: HashMap<String, &Member> = HashMap::new();
    for area in &batch.areas {
        let texts = [&area.name].into_iter().chain(&area.also);
        if texts.into_iter().any(|t| t.contains('\0')) {
            return Err(StoreError::Batch(BatchError::Nul(
                "the name of a policy area",
            )));
        }
    }
    for entry in &batch.entries {
        let facts = &entry.commitment;
        let refused = |problem| StoreError::Commitment {
            code: facts.code.clone(),
            problem,
        };
        if !codes.insert(&facts.code) {
            return Err(refused(BatchError::Twice));
        }
        let slug = facts.member.slug();
        if slug.is_empty() {
            return Err(refused(BatchError::NoAddress(facts.member.name.clone())));
        }
        match members.insert(slug, &facts.member) {
            Some(other) if *other != *facts.member => {
                return Err(refused(BatchError::TwoDescriptions(
                    facts.member.name.clone(),
                )));
            }
            _ => {}
        }
        entry
            .ratings
            .iter()
            .try_for_each(rates_its_dimension)
            .map_err(refused)?;
        without_nul(entry).map_err(refused)?;
    }
    Ok(())
}

fn rates_its_dimension(rating: &Rating) -> Result<(), BatchError> {
    match rating.finding {
        Finding::Rated(value)
            if value
                .scheme()
                .dimension()
                .is_some_and(|dimension| dimension != rating.dimension) =>
        {
            Err(BatchError::OtherDimension {
                scheme: value.scheme().label(),
                dimension: rating.dimension.label(),
            })
        }
        _ => Ok(()),
    }
}

/// PostgreSQL cannot store a NUL; SQLite could, and tools that read the file would stumble.
fn without_nul(entry: &Entry) -> Result<(), BatchError> {
    let Commitment {
        member,
        plan,
        number,
        title,
        title_in,
        summary_in,
        lead_institutions,
        support_institutions,
        reports,
        source_url,
        // Enums, dates and slugs of areas, which have no such character.
        code: _,
        policy_areas: _,
        ogp_values: _,
        start: _,
        end: _,
        verifiable: _,
        relevant: _,
        starred: _,
        challenge_area: _,
        status: _,
        ratings: _,
    } = &entry.commitment;
    clean(
        "the title",
        [title].into_iter().chain(title_in.iter().flatten()),
    )?;
    clean(
        "a summary",
        summary_in
            .iter()
            .flatten()
            .flat_map(|s| [&s.text, &s.source_url]),
    )?;
    clean("the number", number)?;
    clean("the action plan\u{2019}s title", &plan.title)?;
    clean("the source address", source_url)?;
    clean(
        "an institution\u{2019}s name",
        lead_institutions.iter().chain(support_institutions),
    )?;
    clean("a report\u{2019}s title", reports.iter().map(|r| &*r.title))?;
    clean(
        "the member\u{2019}s description",
        [&member.name, &member.country, &member.country_iso3]
            .into_iter()
            .chain(member.statuses.iter().map(|s| &s.source_url)),
    )?;
    clean("the description", &entry.texts.description)?;
    clean(
        "a milestone",
        entry.texts.milestones.iter().map(|m| &m.text),
    )?;
    let of_ratings = entry.ratings.iter().flat_map(|r| {
        let report = r.report.as_ref().map(|report| &*report.title);
        report.into_iter().chain(r.source_url.as_deref())
    });
    clean("a rating\u{2019}s report or source", of_ratings)
}

fn clean<'a>(
    what: &'static str,
    texts: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
) -> Result<(), BatchError> {
    if texts.into_iter().any(|text| text.as_ref().contains('\0')) {
        Err(BatchError::Nul(what))
    } else {
        Ok(())
    }
}
