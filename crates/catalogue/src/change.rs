//! The next catalogue, made from the one before: what did not change is shared.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::bitset::Bitset;
use super::build::{
    Lookup, Values, build_facet, bytes_of, for_each_slug, values_of_members, values_of_years,
};
use super::facet::{Facet, FacetValue};
use super::order::{Moved, Placed};
use super::rows::{Row, Rows};
use super::title_words::TitleWords;
use super::{Catalogue, ContextItems, Members, next_id};
use domain::query::Filter;
use domain::record::{LastChange, PublishedChanges};
use domain::review::PlansWithResults;
use domain::{AreaTree, Commitment, Member, text};

/// A commitment whose row differs between the catalogues.
struct Changed {
    id: i64,
    row: usize,
    before: Option<Row>,
    after: Option<Row>,
}

impl Changed {
    /// Whether the commitment itself is the same.
    fn is_shared(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => Arc::ptr_eq(&before.commitment, &after.commitment),
            _ => false,
        }
    }

    /// Whether both rows have the same facet values: at most the last change differs.
    fn has_same_facets(&self) -> bool {
        let of_plan = |row: &Option<Row>| row.as_ref().map(|row| row.plan_results);
        self.is_shared() && of_plan(&self.before) == of_plan(&self.after)
    }

    fn commitment_after(&self) -> Option<&Commitment> {
        self.after.as_ref().map(|row| &*row.commitment)
    }

    /// The names of the members that it belonged and belongs to.
    fn members(&self) -> impl Iterator<Item = &str> {
        let rows = self.before.iter().chain(&self.after);
        rows.map(|row| row.commitment.member.name.as_str())
    }
}

impl Catalogue {
    /// The catalogue of another state of the record, earlier or later, from what differs. Says the same
    /// as one that is built from the whole state.
    ///
    /// Cost grows mainly with the number of changes: only changed blocks of each sort order are copied. Facets
    /// that depend on policy areas or on the date are rebuilt when these change. Everything is rebuilt once
    /// more than about an eighth of the rows have changed or are empty.
    pub fn apply_changes(&self, published: PublishedChanges, today: NaiveDate) -> Self {
        let areas = match published.areas {
            Some(areas) => Arc::new(AreaTree::new(areas)),
            None => Arc::clone(&self.areas),
        };
        let context = match published.context {
            Some(items) => Arc::new(ContextItems::new(items)),
            None => Arc::clone(&self.context),
        };
        let (mut rows, mut changed) =
            self.changed_rows(published.commitments, &published.last_changes);
        self.change_plans(&mut rows, &mut changed);
        let added = changed.iter().filter(|c| c.before.is_none()).count();
        let removed = changed.iter().filter(|c| c.after.is_none()).count();
        let holes = rows.len() - (self.len() + added - removed);
        if changed.len() + holes > 64 + self.len() / 8 {
            let mut all: Vec<Row> = rows.iter().map(|(_, row)| row.clone()).collect();
            all.sort_by(|a, b| a.commitment.code.cmp(&b.commitment.code));
            let rows = all.into_iter().collect();
            let mut next = Self::of_rows(published.version, today, rows, areas, context);
            next.own_bytes += bytes_of_changed(&changed);
            return next;
        }
        let mut next = Self {
            id: next_id(),
            version: published.version,
            today,
            shown: self.shown.clone(),
            numbers: self.numbers.after(changed.iter().map(|c| {
                let row = c.after.as_ref().and(u32::try_from(c.row).ok());
                (c.id, row)
            })),
            orders: self.orders.after(&moved(&changed), &self.rows, &rows),
            title_words: TitleWords::of(&rows, Some(&self.title_words)),
            members: Arc::clone(&self.members),
            facets: Vec::new(),
            rows,
            areas,
            context,
            own_bytes: 0,
        };
        for change in &changed {
            match change.after {
                Some(_) => next.shown.insert(change.row),
                None => next.shown.remove(change.row),
            }
        }
        next.change_facets(self, &changed);
        next.own_bytes = next.unshared_bytes(self, &changed);
        next
    }

    /// Applies the changes to the rows. Also returns the rows that changed.
    fn changed_rows(
        &self,
        commitments: Vec<(i64, Option<Commitment>)>,
        last_changes: &HashMap<i64, LastChange>,
    ) -> (Rows, Vec<Changed>) {
        let mut rows = self.rows.clone();
        let mut changed = Vec::new();
        let mut members: HashMap<Arc<str>, Arc<Member>> = self.members.iter().cloned().collect();
        for (id, after) in commitments {
            let number = self.numbers.of(id).map(|row| row as usize);
            let before = number.and_then(|number| self.rows.get(number)).cloned();
            let last_change = last_changes.get(&id).copied();
            let commitment = match (&before, after) {
                (None, None) => continue,
                // Only the last-change date differs: keep sharing the commitment.
                (Some(before), Some(after)) if *before.commitment == after => {
                    if before.last_change == last_change {
                        continue;
                    }
                    Some(Arc::clone(&before.commitment))
                }
                (before, after) => {
                    let before = before.as_ref().map(|row| &*row.commitment);
                    after.map(|after| Arc::new(shared(after, before, &mut members)))
                }
            };
            let of_plan = before.as_ref().map(|row| row.plan_results);
            let after = commitment.map(|commitment| Row {
                id,
                last_change,
                // `change_plans` recomputes this.
                plan_results: of_plan.unwrap_or_default(),
                commitment,
            });
            let row = match (number, after.clone()) {
                (Some(number), row) => {
                    rows.set(number, row);
                    number
                }
                (None, Some(row)) => rows.push(row),
                (None, None) => continue,
            };
            changed.push(Changed {
                id,
                row,
                before,
                after,
            });
        }
        (rows, changed)
    }

    /// Updates all commitments of a plan once one has results: those of the others are then not awaited.
    ///
    /// Reads all commitments of the members concerned.
    fn change_plans(&self, rows: &mut Rows, changed: &mut Vec<Changed>) {
        let differing = changed.iter().filter(|change| !change.is_shared());
        let members: HashSet<String> = differing
            .flat_map(Changed::members)
            .map(str::to_owned)
            .collect();
        if members.is_empty() {
            return;
        }
        let known = self
            .members
            .iter()
            .filter(|(_, m)| members.contains(&m.name));
        let of_members = known.filter_map(|(slug, _)| self.facet(Filter::Member).value(slug));
        let mut concerned: BTreeSet<usize> = of_members.flat_map(|v| v.rows.iter()).collect();
        concerned.extend(changed.iter().map(|change| change.row));
        let concerned: Vec<(usize, Row)> = concerned
            .into_iter()
            .filter_map(|number| Some((number, rows.get(number)?.clone())))
            .filter(|(_, row)| members.contains(&row.commitment.member.name))
            .collect();
        let plans = PlansWithResults::of(concerned.iter().map(|(_, row)| &*row.commitment));
        let places: HashMap<usize, usize> = changed
            .iter()
            .enumerate()
            .map(|(place, change)| (change.row, place))
            .collect();
        for (number, row) in &concerned {
            let after = Row {
                plan_results: plans.known(&row.commitment),
                ..row.clone()
            };
            if after.plan_results == row.plan_results {
                continue;
            }
            rows.set(*number, Some(after.clone()));
            match places.get(number).and_then(|place| changed.get_mut(*place)) {
                Some(change) => change.after = Some(after),
                None => changed.push(Changed {
                    id: row.id,
                    row: *number,
                    before: Some(row.clone()),
                    after: Some(after),
                }),
            }
        }
    }

    /// Makes the facets and the members from those of the catalogue before.
    fn change_facets(&mut self, before: &Self, changed: &[Changed]) {
        let areas = Arc::clone(&self.areas);
        let areas_changed = !Arc::ptr_eq(&areas, &before.areas);
        let lookup = Lookup::new(&areas, &before.members, self.today);
        let mut facets = Vec::with_capacity(Filter::ALL.len());
        for filter in Filter::ALL {
            let known = before.facet(*filter);
            let must_rebuild = match filter {
                Filter::Area | Filter::Lens => areas_changed,
                Filter::Review => self.today != before.today,
                _ => false,
            };
            facets.push(if must_rebuild {
                build_facet(*filter, &self.rows, &before.members, &lookup)
            } else {
                let (facet, more) = facet_after(known, changed, &lookup);
                match filter {
                    Filter::Year => with_years(facet, more),
                    Filter::Member => {
                        let (facet, members) = with_members(facet, more, &before.members, changed);
                        if let Some(members) = members {
                            self.members = Arc::new(members);
                        }
                        facet
                    }
                    Filter::Lens
                    | Filter::Area
                    | Filter::Review
                    | Filter::Region
                    | Filter::Kind
                    | Filter::Ambition
                    | Filter::Completion
                    | Filter::Results
                    | Filter::Value
                    | Filter::Challenge
                    | Filter::AmbitionValue
                    | Filter::CompletionValue
                    | Filter::ResultsValue => facet,
                }
            });
        }
        self.facets = facets;
    }

    fn unshared_bytes(&self, before: &Self, changed: &[Changed]) -> usize {
        let facets = self.facets.iter().zip(&before.facets);
        let facets = facets.map(|(facet, other)| facet.unshared_bytes(Some(other)));
        self.rows.unshared_bytes(Some(&before.rows))
            + self.orders.unshared_bytes(Some(&before.orders))
            + facets.sum::<usize>()
            + self.title_words.unshared_bytes(Some(&before.title_words))
            + bytes_of_changed(changed)
    }
}

fn bytes_of_changed(changed: &[Changed]) -> usize {
    let own = changed.iter().filter(|change| !change.is_shared());
    own.filter_map(Changed::commitment_after)
        .map(bytes_of)
        .sum()
}

fn moved(changed: &[Changed]) -> Vec<Moved<'_>> {
    let moved = changed.iter().filter_map(|c| {
        Some(Moved {
            row: u32::try_from(c.row).ok()?,
            before: c.before.as_ref().map(Placed::of),
            after: c.after.as_ref().map(Placed::of),
        })
    });
    moved.collect()
}

/// The commitment with the member and the plan that others have already, where they are the same.
fn shared(
    mut commitment: Commitment,
    before: Option<&Commitment>,
    members: &mut HashMap<Arc<str>, Arc<Member>>,
) -> Commitment {
    if let Some(before) = before {
        if before.plan == commitment.plan {
            commitment.plan = Arc::clone(&before.plan);
        }
        if before.member == commitment.member {
            commitment.member = Arc::clone(&before.member);
            return commitment;
        }
    }
    let known = members
        .entry(commitment.member.slug().into())
        .or_insert_with(|| Arc::clone(&commitment.member));
    if *known == commitment.member {
        commitment.member = Arc::clone(known);
    } else {
        *known = Arc::clone(&commitment.member);
    }
    commitment
}

/// A facet after a few changes, and the rows of values that it does not have.
fn facet_after(
    facet: &Facet,
    changed: &[Changed],
    lookup: &Lookup<'_>,
) -> (Facet, BTreeMap<String, Bitset>) {
    let mut facet = facet.clone();
    let mut more: BTreeMap<String, Bitset> = BTreeMap::new();
    let slugs = |row: Option<&Row>| {
        let mut slugs = BTreeSet::new();
        if let Some(row) = row {
            for_each_slug(facet.filter, row, lookup, |slug| {
                slugs.insert(slug.to_owned());
            });
        }
        slugs
    };
    let differing: Vec<_> = changed
        .iter()
        .filter(|change| !change.has_same_facets())
        .map(|change| {
            let before = slugs(change.before.as_ref());
            (change.row, before, slugs(change.after.as_ref()))
        })
        .collect();
    for (row, before, after) in differing {
        for slug in before.difference(&after) {
            if let Some(index) = facet.index_of(slug) {
                facet.rows_mut(index).remove(row);
            }
        }
        for slug in after.difference(&before) {
            match facet.index_of(slug) {
                Some(index) => facet.rows_mut(index).insert(row),
                None => more.entry(slug.clone()).or_default().insert(row),
            }
        }
    }
    (facet, more)
}

/// The facet of years with those that have a commitment.
fn with_years(facet: Facet, more: BTreeMap<String, Bitset>) -> Facet {
    if more.is_empty() && facet.values.iter().all(|value| !value.rows.is_empty()) {
        return facet;
    }
    let years = facet.values.iter().filter(|value| !value.rows.is_empty());
    let years = years
        .map(|value| &*value.slug)
        .chain(more.keys().map(String::as_str));
    let values = values_of_years(years.filter_map(|year| year.parse().ok()).collect());
    with_rows(&facet, values, more)
}

/// The members with those of the changed commitments as they are now; none where they are the same.
fn members_after(members: &Members, changed: &[Changed]) -> Option<Members> {
    let now: BTreeMap<Arc<str>, &Arc<Member>> = changed
        .iter()
        .filter_map(|change| change.after.as_ref())
        .map(|row| &row.commitment.member)
        .map(|member| (member.slug().into(), member))
        .collect();
    let is_known = |member: &&Arc<Member>| {
        members
            .iter()
            .any(|(_, known)| Arc::ptr_eq(known, member) || known == *member)
    };
    if now.values().all(is_known) {
        return None;
    }
    // By slug, which a member keeps when it is renamed.
    let mut after: BTreeMap<Arc<str>, Arc<Member>> = members.iter().cloned().collect();
    after.extend(
        now.into_iter()
            .map(|(slug, member)| (slug, Arc::clone(member))),
    );
    let mut after: Members = after.into_iter().collect();
    after.sort_by_cached_key(|(_, member)| text::fold(&member.name));
    Some(after)
}

/// The facet of members with those that have a commitment, and these members, where they differ from
/// those `known`.
fn with_members(
    facet: Facet,
    more: BTreeMap<String, Bitset>,
    known: &Members,
    changed: &[Changed],
) -> (Facet, Option<Members>) {
    let now = members_after(known, changed);
    if now.is_none() && facet.values.iter().all(|value| !value.rows.is_empty()) {
        return (facet, None);
    }
    let mut members = now.unwrap_or_else(|| known.clone());
    let facet = with_rows(&facet, values_of_members(&members), more);
    members.retain(|(slug, _)| {
        let value = facet.value(slug);
        value.is_some_and(|value| !value.rows.is_empty())
    });
    let facet = with_rows(&facet, values_of_members(&members), BTreeMap::new());
    (facet, Some(members))
}

/// A facet with other values and the rows that are known of them.
fn with_rows(facet: &Facet, values: Values, mut more: BTreeMap<String, Bitset>) -> Facet {
    let values = values.into_iter().map(|(slug, label, depth)| FacetValue {
        rows: match facet.value(&slug) {
            Some(known) => known.rows.clone(),
            None => more.remove(&*slug).unwrap_or_default(),
        },
        slug,
        label,
        depth,
    });
    Facet::new(facet.filter, values.collect())
}

#[cfg(test)]
mod tests;
