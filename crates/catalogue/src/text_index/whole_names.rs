//! Lookup of members and regions by their whole names.

use std::collections::HashMap;

use domain::countries::{capitals, region_names};
use domain::search::{is_confident, is_stop_word};
use domain::similar::distance;
use domain::text::{fold, folded_words};
use domain::{Member, MemberKind, Region};

/// How directly a name refers to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// A local member whose country has the name.
    Within,
    /// A member that has the name, or whose region has it.
    Itself,
}

/// Members, regions and capitals by their whole names. Names are folded, without stop words.
#[derive(Debug, Default)]
pub(super) struct WholeNames {
    /// Positions of members, and how directly the name refers to each.
    members: HashMap<Box<str>, Vec<(u32, Nearness)>>,
    regions: HashMap<Box<str>, Region>,
    /// Positions of countries by the names of their capitals, which are not names of the countries.
    capitals: HashMap<Box<str>, u32>,
}

impl WholeNames {
    /// Builds the lookup from members, each with its position and all its names.
    pub fn of<'a>(members: impl Iterator<Item = (u32, &'a Member, &'a [String])>) -> Self {
        let mut all = Self::default();
        for (number, member, names) in members {
            for name in names {
                match place_and_country(member, name) {
                    None => all.add(name, number, Nearness::Itself),
                    Some((place, country)) => {
                        all.add(name, number, Nearness::Itself);
                        all.add(place, number, Nearness::Itself);
                        all.add(country, number, Nearness::Within);
                    }
                }
            }
            if member.kind == MemberKind::Local {
                all.add(&member.country, number, Nearness::Within);
            }
            if member.kind == MemberKind::National {
                for name in capitals(&member.country_iso3) {
                    all.capitals.insert(key(name).into(), number);
                }
            }
        }
        for region in Region::ALL {
            let names =
                std::iter::once(region.label()).chain(region_names(*region).iter().copied());
            all.regions
                .extend(names.map(|name| (key(name).into(), *region)));
        }
        // Some countries share their name with a region; then the name means the country.
        all.regions
            .retain(|name, _| !all.members.contains_key(name));
        all
    }

    fn add(&mut self, name: &str, number: u32, nearness: Nearness) {
        let key = key(name);
        let joined = key.replace(' ', "");
        for key in [key, joined] {
            if key.is_empty() {
                continue;
            }
            let members = self.members.entry(key.into()).or_default();
            match members.iter_mut().find(|(other, _)| *other == number) {
                Some((_, known)) => *known = nearness.max(*known),
                None => members.push((number, nearness)),
            }
        }
    }

    /// The positions of the members that a name refers to, and how directly.
    pub fn members(&self, name: &str) -> &[(u32, Nearness)] {
        self.members.get(name).map_or(&[], Vec::as_slice)
    }

    /// The region with this name.
    pub fn region(&self, name: &str) -> Option<Region> {
        self.regions.get(name).copied()
    }

    /// The position of the country whose capital has this name.
    pub fn country_of_capital(&self, name: &str) -> Option<u32> {
        self.capitals.get(name).copied()
    }

    /// The name of a member that is nearest to a mistyped one, if none of another member is as near.
    pub fn near(&self, typed: &str) -> Option<&str> {
        let is_like = |name: &&str| {
            name.len().abs_diff(typed.len()) <= 2
                && name.len() >= typed.len().min(5)
                && is_confident(typed, name, true)
        };
        let names = self.members.keys().map(AsRef::<str>::as_ref);
        let near = names.filter(is_like);
        let near: Vec<(usize, &str)> = near.map(|name| (distance(typed, name), name)).collect();
        let (nearest, name) = *near.iter().min()?;
        let mut others = near.iter().filter(|(far, _)| *far == nearest);
        let is_only = others.all(|(_, other)| self.members(other) == self.members(name));
        is_only.then_some(name)
    }

    /// Whether a name refers to any member or region.
    pub fn knows(&self, name: &str) -> bool {
        self.members.contains_key(name) || self.regions.contains_key(name)
    }
}

/// Splits the name of a local member into place and country:
/// `Austin, United States`, `Austin (Estados Unidos)`. `None` for other members.
fn place_and_country<'a>(member: &Member, name: &'a str) -> Option<(&'a str, &'a str)> {
    if member.kind != MemberKind::Local {
        return None;
    }
    let apart = name.rsplit_once(", ").or_else(|| name.rsplit_once(" ("));
    apart.map(|(place, country)| (place, country.trim_end_matches(')')))
}

/// A name as it is looked up: folded, without words that say nothing.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let words = folded_words(&folded).filter(|word| !is_stop_word(word));
    words.collect::<Vec<_>>().join(" ")
}
