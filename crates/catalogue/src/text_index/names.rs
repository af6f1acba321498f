//! Members, regions and policy areas that a search names.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::whole_names::Nearness;
use super::words::Owner;
use super::{TextIndex, as_typed, runs_of, spelled, whole_names};
use domain::search::{Group, Origin, Search, Spelling};
use domain::{MemberKind, Region};

/// Letters from which on the beginning of a name tells it.
const MIN_BEGINNING: usize = 3;
/// Letters of a mistyped name from which on it can be told.
const MIN_NEAR: usize = 5;

/// Members and policy areas whose names match a search, by slug. Whole-name matches come first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct NamesFound {
    /// Slugs of members.
    pub members: Vec<Arc<str>>,
    /// Slugs of policy areas.
    pub areas: Vec<Arc<str>>,
}

/// A set of members and policy areas, by their positions in the record.
#[derive(Debug, Default)]
struct Named {
    members: BTreeSet<u32>,
    areas: BTreeSet<u32>,
}

impl Named {
    fn of(owners: impl Iterator<Item = Owner>) -> Self {
        let mut named = Self::default();
        for owner in owners {
            match owner {
                Owner::Member(number) => _ = named.members.insert(number),
                Owner::Area(number) => _ = named.areas.insert(number),
                _ => {}
            }
        }
        named
    }

    fn intersection(self, other: Self) -> Self {
        Self {
            members: &self.members & &other.members,
            areas: &self.areas & &other.areas,
        }
    }

    fn union(self, other: Self) -> Self {
        Self {
            members: &self.members | &other.members,
            areas: &self.areas | &other.areas,
        }
    }
}

impl TextIndex {
    /// The members that a search names, and the policy areas whose names contain its whole subject. If the
    /// search names no member or region, it matches members whose names contain the whole subject, and the
    /// country whose capital it is.
    pub fn names_found(&self, search: &Search) -> NamesFound {
        // Related terms never match a member. They match an area only if nothing else does and the search
        // names no member or region.
        let mut found = self.named(search, |spelling| !spelling.is_related);
        if found.areas.is_empty() && search.names().next().is_none() {
            found.areas = self
                .named(search, |spelling| spelling.origin != Origin::DistantTerm)
                .areas;
        }
        let runs = runs_of(search);
        let mut numbers = HashMap::new();
        let whole = runs.iter().flat_map(|run| {
            let words = &self.names.words;
            let owners = words.owners_of_run(&run.words, &mut numbers, |_| true);
            let whole = owners
                .into_iter()
                .filter(|(_, words)| *words == run.words.len());
            whole.map(|(owner, _)| owner).collect::<Vec<_>>()
        });
        let whole = Named::of(whole);
        let member = |number: u32| self.slug_of_member(number);
        let area = |number: u32| {
            let area = self.areas.iter().nth(number as usize);
            area.map(|area| Arc::clone(&area.slug))
        };
        let run = as_typed(search);
        let typed = self
            .names
            .words
            .owners_of_run(&run, &mut HashMap::new(), |_| true);
        let typed = typed.into_iter().filter(|(_, words)| *words == run.len());
        let typed = Named::of(typed.map(|(owner, _)| owner));
        let mut areas: Vec<u32> = whole_first(&found.areas, &whole.areas).collect();
        // Of several names that mean what was typed, the one that was typed.
        areas.sort_by_key(|area| !typed.areas.contains(area));
        let areas = areas.into_iter();
        NamesFound {
            members: self
                .members_found(search, &found.members, &whole.members)
                .into_iter()
                .filter_map(member)
                .collect(),
            areas: areas.filter_map(area).collect(),
        }
    }

    /// The slugs of the members with a name that begins as typed; none for fewer than three letters.
    pub fn members_beginning(&self, typed: &str) -> Vec<Arc<str>> {
        let typed = spelled(typed);
        if typed.chars().count() < MIN_BEGINNING {
            return Vec::new();
        }
        let spelled = &self.names.spelled;
        let from = spelled.partition_point(|(name, _)| **name < *typed);
        let found = spelled[from..].iter();
        let found = found.take_while(|(name, _)| name.starts_with(&typed));
        let found: BTreeSet<u32> = found.map(|(_, number)| *number).collect();
        let slugs = found.into_iter();
        slugs
            .filter_map(|number| self.slug_of_member(number))
            .collect()
    }

    fn slug_of_member(&self, number: u32) -> Option<Arc<str>> {
        let member = self.members.get(number as usize);
        member.map(|(slug, _)| Arc::clone(slug))
    }

    /// The one whole name of a member that somebody must have meant, if what was typed is no name but so
    /// near to one that nothing else can be meant.
    pub fn name_meant(&self, typed: &str) -> Option<&str> {
        let typed = whole_names::key(typed);
        if typed.chars().count() < MIN_NEAR || self.names.whole.knows(&typed) {
            return None;
        }
        self.names.whole.near(&typed)
    }

    /// Members and areas whose names contain the whole subject of a search, in spellings that `counts`
    /// accepts.
    fn named(&self, search: &Search, counts: impl Fn(&Spelling) -> bool) -> Named {
        let of_leaf = |leaf: &Group| {
            let spellings = leaf.spellings.iter().filter(|spelling| counts(spelling));
            Named::of(spellings.flat_map(|spelling| self.names.words.owners_with(spelling)))
        };
        let of_groups = search.subject().map(|group| {
            let parts = group.parts.iter().map(of_leaf).reduce(Named::intersection);
            of_leaf(group).union(parts.unwrap_or_default())
        });
        of_groups.reduce(Named::intersection).unwrap_or_default()
    }

    fn members_found(
        &self,
        search: &Search,
        found: &BTreeSet<u32>,
        whole: &BTreeSet<u32>,
    ) -> Vec<u32> {
        // A country comes before its local members, which match its name too.
        let is_local = |number: u32| {
            let member = self.members.get(number as usize);
            member.is_some_and(|(_, member)| member.kind == MemberKind::Local)
        };
        if search.names().next().is_none() {
            let mut members: Vec<u32> = whole_first(found, whole).collect();
            members.sort_by_key(|number| (!whole.contains(number), is_local(*number)));
            let subject: Vec<&str> = search.subject().map(|group| group.typed.as_str()).collect();
            let country = self.names.whole.country_of_capital(&subject.join(" "));
            members.extend(country.filter(|country| !members.contains(country)));
            return members;
        }
        let mut members: Vec<(Reverse<Nearness>, u32)> = Vec::new();
        for name in search.names() {
            for (number, nearness) in self.names.whole.members(name) {
                if members.iter().all(|(_, other)| other != number) {
                    members.push((Reverse(*nearness), *number));
                }
            }
        }
        members.sort_by_key(|(nearness, number)| (*nearness, is_local(*number)));
        members.into_iter().map(|(_, number)| number).collect()
    }

    /// The regions that a search names.
    pub fn regions_found(&self, search: &Search) -> Vec<Region> {
        let regions = search.names();
        regions
            .filter_map(|name| self.names.whole.region(name))
            .collect()
    }

    /// The slugs of members that a search names directly, without local members of a named country.
    pub fn members_named(&self, search: &Search) -> Vec<Arc<str>> {
        let named = search
            .names()
            .flat_map(|name| self.names.whole.members(name));
        let named = named.filter(|(_, nearness)| *nearness == Nearness::Itself);
        named
            .filter_map(|(number, _)| self.slug_of_member(*number))
            .collect()
    }
}

fn whole_first<'a>(
    found: &'a BTreeSet<u32>,
    whole: &'a BTreeSet<u32>,
) -> impl Iterator<Item = u32> + use<'a> {
    let others = found.difference(whole);
    found.intersection(whole).chain(others).copied()
}
