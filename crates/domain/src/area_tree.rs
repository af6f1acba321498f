//! The tree of policy areas, and every name under which an area is known.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::area::named_in_other_language;
use crate::{PolicyArea, text};

/// Policy areas in display order: each parent followed by its children.
#[derive(Debug, Clone, Default)]
pub struct AreaTree {
    areas: Vec<PolicyArea>,
    position: HashMap<Arc<str>, usize>,
    also: HashMap<String, Arc<str>>,
}

impl AreaTree {
    /// Puts children after their parents. An area whose parent is missing counts as a top-level one.
    pub fn new(areas: Vec<PolicyArea>) -> Self {
        let known: HashSet<Arc<str>> = areas.iter().map(|a| a.slug.clone()).collect();
        let (tops, children): (Vec<_>, Vec<_>) = areas.into_iter().partition(|a| {
            a.parent
                .as_ref()
                .is_none_or(|p| !known.contains(p) || *p == a.slug)
        });
        let mut ordered = Vec::with_capacity(tops.len() + children.len());
        for top in tops {
            let slug = top.slug.clone();
            ordered.push(top);
            ordered.extend(
                children
                    .iter()
                    .filter(|c| c.parent.as_ref() == Some(&slug))
                    .cloned(),
            );
        }
        let position = ordered
            .iter()
            .enumerate()
            .map(|(i, a)| (a.slug.clone(), i))
            .collect();
        let also = ordered
            .iter()
            .flat_map(|a| {
                a.also
                    .iter()
                    .map(|name| (text::slugify(name), a.slug.clone()))
            })
            .collect();
        Self {
            areas: ordered,
            position,
            also,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &PolicyArea> {
        self.areas.iter()
    }

    /// The area with this slug, or with another name of this slug, in whichever language.
    pub fn find(&self, slug: &str) -> Option<&PolicyArea> {
        self.position
            .get(slug)
            .or_else(|| self.position.get(self.also.get(slug)?))
            .or_else(|| self.position.get(named_in_other_language(slug)?))
            .map(|&index| &self.areas[index])
    }

    /// The area that people call so: by its name, or by any other name of it.
    pub fn named(&self, name: &str) -> Option<&PolicyArea> {
        let slug = text::slugify(name);
        let mut areas = self.areas.iter();
        areas
            .find(|area| text::slugify(&area.name) == slug)
            .or_else(|| self.find(&slug))
    }

    /// The areas that are part of this one.
    pub fn children(&self, slug: &str) -> impl Iterator<Item = &PolicyArea> {
        let slug = slug.to_owned();
        self.areas
            .iter()
            .filter(move |a| a.parent.as_deref() == Some(slug.as_str()))
    }

    /// 0 for a top-level area, 1 for a part of another.
    pub fn depth(&self, area: &PolicyArea) -> usize {
        usize::from(
            area.parent
                .as_ref()
                .is_some_and(|p| self.position.contains_key(p)),
        )
    }

    /// The name of an area, or the slug where there is no such area.
    pub fn name<'a>(&'a self, slug: &'a str) -> &'a str {
        self.find(slug).map_or(slug, |area| area.name.as_str())
    }
}
