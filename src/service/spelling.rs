//! What somebody means who writes a name otherwise than the record: in another language, by another
//! usual name, in capitals, or several in a list.

use std::collections::HashMap;

use super::localized::{area_names, member_names};
use super::{App, Asked};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::Params;
use domain::query::{Filter, LeftOut, Problem, Query, QueryError};
use domain::similar::nearest;
use domain::text::slugify;

/// The query with names as the record has them. What nobody is called stays as it is.
pub(super) fn canonical(catalogue: &Catalogue, query: &Query) -> Query {
    let mut canonical = catalogue.canonical(query);
    for filter in [Filter::Member, Filter::Area] {
        let unknown: Vec<&String> = query
            .values(filter)
            .iter()
            .filter(|slug| !is_known(catalogue, filter, slug))
            .collect();
        if unknown.is_empty() {
            continue;
        }
        let names = Names::of(catalogue, filter);
        for slug in unknown {
            let Some(meant) = names.list(slug) else {
                continue;
            };
            let page = canonical.page();
            canonical = canonical.without(filter, slug);
            for slug in meant {
                canonical = canonical.with(filter, slug);
            }
            canonical = canonical.at_page(page);
        }
    }
    canonical
}

impl App {
    /// The query that a program asks; refuses what a page would leave out, so that a slip never selects more
    /// than was meant.
    pub fn strict_query(&self, params: &Params) -> Result<Query, AppError> {
        let (query, unknown) = self.known_query(&Query::of(params)?);
        match unknown.into_iter().next() {
            Some(unknown) => Err(AppError::UnknownName(Box::new(unknown))),
            None => Ok(query),
        }
    }

    /// The query of somebody who follows it; refuses what [`Self::strict_query`] does, but for names that
    /// were withdrawn: that they were is what a feed tells.
    pub async fn query_to_follow(&self, params: &Params) -> Result<Query, AppError> {
        let query = Query::of(params)?;
        let (known, unknown) = self.known_query(&query);
        if unknown.is_empty() {
            return Ok(known);
        }
        let meant = canonical(&self.catalogue(), &query);
        let gone = |filter: Filter| -> Vec<String> {
            let named = meant.values(filter).iter();
            let gone = named.filter(|slug| !known.values(filter).contains(slug));
            gone.cloned().collect()
        };
        let (members, areas) = (gone(Filter::Member), gone(Filter::Area));
        let (store, upto) = (&self.inner.store, self.upto());
        let once_members = store.members_ever(&members, upto).await?;
        let once_areas = store.areas_ever(&areas, upto).await?;
        let named = members.iter().map(|slug| once_members.contains(slug));
        let named = named.chain(areas.iter().map(|slug| once_areas.contains(slug)));
        // In the same order.
        let mut unknown = unknown.into_iter().zip(named);
        match unknown.find(|(_, once)| !once) {
            Some((unknown, _)) => Err(AppError::UnknownName(Box::new(unknown))),
            None => Ok(meant),
        }
    }

    /// What somebody who asks for changes means, with the member by its name in the record.
    pub(super) fn with_member_meant(&self, asked: &Asked) -> Asked {
        let catalogue = self.catalogue();
        let member = asked.member.as_ref().map(|slug| {
            let meant = meant(&catalogue, Filter::Member, slug);
            meant.unwrap_or_else(|| slug.clone())
        });
        Asked {
            member,
            ..asked.clone()
        }
    }

    /// Refuses a policy area that there is not, under the key by which it was asked for.
    pub fn require_area(&self, key: &str, slug: &str) -> Result<(), AppError> {
        let (catalogue, present) = (self.catalogue(), self.inner.catalogue.load_full());
        let is_there = |catalogue: &Catalogue| is_known(catalogue, Filter::Area, slug);
        if is_there(&catalogue) || is_there(&present) {
            return Ok(());
        }
        Err(AppError::UnknownName(Box::new(LeftOut {
            error: QueryError::new(key, slug, Problem::NotInData),
            nearest: Names::of(&catalogue, Filter::Area).nearest(slug),
        })))
    }

    /// The query with names as the record has them, without the members and areas that it has none of, now
    /// or in the state that is shown; and these, with what may be meant.
    pub fn known_query(&self, query: &Query) -> (Query, Vec<LeftOut>) {
        let (catalogue, present) = (self.catalogue(), self.inner.catalogue.load_full());
        let mut known = canonical(&catalogue, query);
        let mut left_out = Vec::new();
        for filter in [Filter::Member, Filter::Area] {
            // Made once, and only where something is unknown: it holds every name.
            let mut names = None;
            for slug in known.clone().values(filter) {
                if is_known(&catalogue, filter, slug) || is_known(&present, filter, slug) {
                    continue;
                }
                let names = names.get_or_insert_with(|| Names::of(&catalogue, filter));
                let page = known.page();
                known = known.without(filter, slug).at_page(page);
                left_out.push(LeftOut {
                    error: QueryError::new(filter.slug(), slug, Problem::NotInData),
                    nearest: names.nearest(slug),
                });
            }
        }
        (known, left_out)
    }
}

/// The slug of the member or area that a spelling stands for, where it is not that slug.
pub(super) fn meant(catalogue: &Catalogue, filter: Filter, spelling: &str) -> Option<String> {
    let slug = slugify(spelling);
    if is_known(catalogue, filter, &slug) {
        return Some(slug);
    }
    let names = Names::of(catalogue, filter);
    names.slugs.get(slug.as_str()).cloned()
}

fn is_known(catalogue: &Catalogue, filter: Filter, slug: &str) -> bool {
    if filter == Filter::Area {
        catalogue.areas().find(slug).is_some()
    } else {
        catalogue.member(slug).is_some()
    }
}

/// The slug of each member or area, by the slug of each of its names.
struct Names {
    slugs: HashMap<String, String>,
}

impl Names {
    fn of(catalogue: &Catalogue, filter: Filter) -> Self {
        let mut slugs = HashMap::new();
        let mut add = |own: &str, names: Vec<String>| {
            for name in names {
                // A name that the record itself uses is never taken for another's.
                slugs
                    .entry(slugify(&name))
                    .or_insert_with(|| own.to_owned());
            }
        };
        if filter == Filter::Area {
            for area in catalogue.areas().iter() {
                add(&area.slug, vec![area.slug.to_string()]);
            }
            for area in catalogue.areas().iter() {
                add(&area.slug, area_names(area));
            }
        } else {
            for (slug, _) in catalogue.members() {
                add(slug, vec![slug.to_string()]);
            }
            for (slug, member) in catalogue.members() {
                add(slug, member_names(member));
            }
        }
        slugs.remove("");
        Self { slugs }
    }

    /// The slug of what has the name that is nearest to one as it was typed.
    fn nearest(&self, typed: &str) -> Option<String> {
        let names = self.slugs.iter().map(|(name, slug)| (name.as_str(), slug));
        nearest(typed, names, 1).first().map(|slug| (*slug).clone())
    }

    /// What a list of names stands for whose separators have become hyphens; none unless every part
    /// is known. The longest names count first, so that no name is taken apart.
    fn list(&self, slugs: &str) -> Option<Vec<&str>> {
        if let Some(one) = self.slugs.get(slugs) {
            return Some(vec![one]);
        }
        let parts: Vec<&str> = slugs.split('-').collect();
        // For each part, what the parts from there on stand for.
        let mut from: Vec<Option<Vec<&str>>> = vec![None; parts.len()];
        from.push(Some(Vec::new()));
        for start in (0..parts.len()).rev() {
            let most = parts.len().min(start + MAX_PARTS);
            from[start] = (start + 1..=most).rev().find_map(|end| {
                let rest = from[end].as_ref()?;
                let name = self.slugs.get(&parts[start..end].join("-"))?;
                Some(
                    std::iter::once(name.as_str())
                        .chain(rest.iter().copied())
                        .collect(),
                )
            });
        }
        from.swap_remove(0)
    }
}

/// Words of the longest name that is looked for in a list.
const MAX_PARTS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_taken_apart_at_names_only() {
        let names = [
            "spain",
            "france",
            "austin-united-states",
            "united-states",
            "austin",
        ];
        let names = Names {
            slugs: names.map(|name| (name.to_owned(), name.to_owned())).into(),
        };
        for (list, meant) in [
            ("spain-france", &["spain", "france"][..]),
            ("austin-united-states", &["austin-united-states"]),
            (
                "france-austin-united-states-spain",
                &["france", "austin-united-states", "spain"],
            ),
            ("united-states", &["united-states"]),
        ] {
            assert_eq!(names.list(list).unwrap(), meant, "{list}");
        }
        assert_eq!(names.list("spain-atlantis"), None);
        assert_eq!(names.list(""), None);
        assert_eq!(names.list(&"a-".repeat(200)), None);
    }
}
