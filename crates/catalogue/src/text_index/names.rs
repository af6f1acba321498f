//! Members and policy areas that a search names.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::Owner;
use super::{TextIndex, runs_of};
use domain::MemberKind;
use domain::search::{Group, Search};

/// Whose names a search finds, each by its name in addresses: those whose whole name it is first, then in
/// the order of the record.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct NamesFound {
    /// Members.
    pub members: Vec<Arc<str>>,
    /// Policy areas.
    pub areas: Vec<Arc<str>>,
}

/// Members and policy areas, by their places in the record.
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
                Owner::Title(_) | Owner::Institution(_) | Owner::Summary(_) | Owner::Plan(_) => {}
            }
        }
        named
    }

    fn both(self, other: Self) -> Self {
        Self {
            members: &self.members & &other.members,
            areas: &self.areas & &other.areas,
        }
    }

    fn either(self, other: Self) -> Self {
        Self {
            members: &self.members | &other.members,
            areas: &self.areas | &other.areas,
        }
    }
}

impl TextIndex {
    /// The members and policy areas in whose names all is that is searched for.
    pub fn names_found(&self, search: &Search) -> NamesFound {
        // Of what is no more than related nothing is named.
        let of_leaf = |leaf: &Group| {
            let spellings = leaf.spellings.iter().filter(|s| !s.is_related);
            Named::of(spellings.flat_map(|spelling| self.names.owners_with(spelling)))
        };
        let of_groups = search.groups.iter().map(|group| {
            let parts = group.parts.iter().map(of_leaf).reduce(Named::both);
            of_leaf(group).either(parts.unwrap_or_default())
        });
        let in_all = of_groups.reduce(Named::both);
        let Some(found) = in_all else {
            return NamesFound::default();
        };
        let runs = runs_of(search).into_iter();
        let whole = runs.flat_map(|run| self.names.owners_of_run(&run.words));
        let whole = whole.filter(|(_, is_whole)| *is_whole);
        let whole = Named::of(whole.map(|(owner, _)| owner));
        let member = |number: u32| {
            let member = self.members.get(number as usize);
            member.map(|(slug, _)| Arc::clone(slug))
        };
        let area = |number: u32| {
            let area = self.areas.iter().nth(number as usize);
            area.map(|area| Arc::clone(&area.slug))
        };
        // A country comes before its places, which go by its name as well.
        let is_local = |number: &u32| {
            let member = self.members.get(*number as usize);
            member.is_some_and(|(_, member)| member.kind == MemberKind::Local)
        };
        let mut members: Vec<u32> = whole_first(&found.members, &whole.members).collect();
        members.sort_by_key(|number| (!whole.members.contains(number), is_local(number)));
        NamesFound {
            members: members.into_iter().filter_map(member).collect(),
            areas: whole_first(&found.areas, &whole.areas)
                .filter_map(area)
                .collect(),
        }
    }
}

fn whole_first<'a>(
    found: &'a BTreeSet<u32>,
    whole: &'a BTreeSet<u32>,
) -> impl Iterator<Item = u32> + use<'a> {
    let others = found.difference(whole);
    found.intersection(whole).chain(others).copied()
}
