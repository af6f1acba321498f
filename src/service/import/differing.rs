//! What a row would change, field by field, and the areas that a file needs.

use std::collections::HashSet;
use std::sync::Arc;

use domain::difference::{Difference, differences};
use domain::record::Entry;
use domain::{AreaTree, CurrentRatings, Dimension, Finding, PolicyArea, Rating, area};
use interchange::merge::{Merged, Stored};

/// Areas of OGP's list that the entries use and the record does not hold yet, with those that they
/// are part of.
pub(super) fn missing_areas(entries: &[Entry], held: &AreaTree) -> Vec<PolicyArea> {
    let listed = area::taxonomy();
    let mut used: HashSet<Arc<str>> = entries
        .iter()
        .flat_map(|e| e.commitment.policy_areas.iter().cloned())
        .collect();
    let parents = listed
        .iter()
        .filter(|a| used.contains(&a.slug))
        .filter_map(|a| a.parent.clone());
    let parents: Vec<Arc<str>> = parents.collect();
    used.extend(parents);
    let is_missing = |a: &PolicyArea| used.contains(&a.slug) && held.find(&a.slug).is_none();
    listed.into_iter().filter(is_missing).collect()
}

/// Field by field what would change, ratings at the end.
pub(super) fn differing(
    stored: &Stored,
    merged: &Merged,
    name_of: impl Fn(&str) -> String,
) -> Vec<Difference> {
    let mut all = differences(&stored.entry, &merged.entry, name_of);
    let before = CurrentRatings::choose(stored.in_force.iter().map(|(_, r)| r.clone()).collect());
    let after = &merged.entry.commitment.ratings;
    for dimension in Dimension::ALL {
        let pair = [&before, after].map(|ratings| ratings.of(*dimension));
        let findings = pair.map(|r| r.map_or(String::new(), |r| in_words(r.finding)));
        let sources = pair.map(|r| r.map_or(String::new(), source_in_words));
        let (field, label, [before, after]) = if findings[0] == findings[1] {
            let (field, label) = SOURCES[dimension.index()];
            (field, label, sources)
        } else {
            (dimension.slug(), dimension.label(), findings)
        };
        if before != after {
            all.push(Difference {
                field,
                label,
                before,
                after,
            });
        }
    }
    all
}

/// The fields for where ratings were read, with their names.
pub(super) const SOURCES: [(&str, &str); Dimension::ALL.len()] = [
    ("ambition-source", "Ambition, source"),
    ("completion-source", "Completion, source"),
    ("early_results-source", "Early results, source"),
];

/// Where a rating was read, in one line.
fn source_in_words(rating: &Rating) -> String {
    let report = rating.report.as_ref();
    let report = report.map(|r| format!("{} ({})", r.title, r.stage.label().to_lowercase()));
    let page = rating
        .source_page
        .as_ref()
        .map(|page| format!("page {page}"));
    let read_on = rating
        .read_on
        .map(|day| format!("read on {}", day.in_words()));
    let parts = [report, page, rating.source_url.clone(), read_on];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// The ratings in force of the dimensions in which anything differs.
pub(super) fn replaced(stored: &Stored, differences: &[Difference]) -> Vec<i64> {
    let differs = |dimension: Dimension| {
        let mut fields = differences
            .iter()
            .map(|d| d.field.trim_end_matches("-beside"));
        fields.any(|field| field == dimension.slug())
    };
    let in_force = stored.in_force.iter();
    let replaced = in_force.filter(|(_, rating)| differs(rating.dimension));
    replaced.map(|(id, _)| *id).collect()
}

pub(super) fn in_words(finding: Finding) -> String {
    let scheme = finding.scheme().map(|s| format!(" ({})", s.label()));
    format!("{}{}", finding.label(), scheme.unwrap_or_default())
}
