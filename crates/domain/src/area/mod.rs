//! Policy areas: the tags OGP's Support Unit gives to commitments, as a tree.
//!
//! Names and grouping follow OGP's own data export
//! (<https://opengovpartnership.org/glossary-cat/policy-areas> describes how tags are given).
//! The list a running program uses is kept in its database, starts from [`taxonomy()`], and grows
//! with tags that the data brings.

pub mod names;
mod taxonomy;

use std::sync::Arc;

pub use names::named_in_other_language;
pub use taxonomy::taxonomy;

use super::{slug_enum, text};

slug_enum! {
    /// A section of OGP's list of tags.
    AreaGroup, "group of policy areas" {
        Topic = "topic", "Topics";
        CrossCutting = "cross-cutting", "Cross-cutting tools";
        Sector = "sector", "Sectors and other tags";
        Former = "former", "Former tags";
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PolicyArea {
    pub slug: Arc<str>,
    /// Its name as OGP writes it.
    pub name: String,
    /// The slug of the area it is part of.
    pub parent: Option<Arc<str>>,
    /// Its section of OGP's list. A former tag is no longer given, so its counts end.
    pub group: AreaGroup,
    /// The first plan year for which OGP gave the tag; earlier plans have none, which is not zero.
    pub coded_since: Option<i32>,
    /// Other names of the same tag: newer titles, older spellings, translations.
    pub also: Vec<String>,
}

impl PolicyArea {
    /// A tag that is not in the list, kept as the data spells it.
    pub fn unlisted(name: &str) -> Self {
        Self {
            slug: text::slugify(name).into(),
            name: name.to_owned(),
            parent: None,
            group: AreaGroup::Former,
            coded_since: None,
            also: Vec::new(),
        }
    }

    /// What a reader must know about the tag before counting with it.
    pub fn caution(&self) -> Option<String> {
        match (self.group, self.coded_since) {
            (AreaGroup::Former, _) => Some("Not on OGP\u{2019}s current list of tags.".to_owned()),
            (_, Some(year)) => Some(format!(
                "Used only for plans submitted from {year}. Earlier plans were not tagged with it."
            )),
            _ => None,
        }
    }
}

/// Areas outside Digital Governance that its readers look for next.
pub const RELATED_TO_DIGITAL_GOVERNANCE: &[&str] = &[
    "digital-transformation",
    "digital-participation",
    "science-technology",
    "media-telecommunications",
    "open-data",
    "access-to-information",
    "e-government",
];

/// A description of an area in this project's words, and where OGP has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaDescription {
    /// The slug of the area.
    pub slug: &'static str,
    pub covers: &'static str,
    /// OGP's own description.
    pub source: &'static str,
}

/// The description of an area; `None` for those that this project has not described yet.
pub fn description(slug: &str) -> Option<&'static AreaDescription> {
    DESCRIPTIONS.iter().find(|area| area.slug == slug)
}

const DESCRIPTIONS: &[AreaDescription] = &[
    AreaDescription {
        slug: "digital-governance",
        covers: "The rules for how governments use data and technology, and for how people live online: who decides with which algorithms, who may use which personal data, who is left out, and how free public debate online is.",
        source: "https://www.opengovpartnership.org/policy-area/digital-governance/",
    },
    AreaDescription {
        slug: "automated-decision-making",
        covers: "Algorithms and artificial intelligence that make or support public decisions: registers, impact assessments, independent oversight, and ways to object.",
        source: "https://www.opengovpartnership.org/glossary/automated-decision-making/",
    },
    AreaDescription {
        slug: "data-stewardship-and-privacy",
        covers: "How public bodies protect, share and look after personal and sensitive data.",
        source: "https://opengovpartnership.org/glossary-cat/policy-areas",
    },
    AreaDescription {
        slug: "digital-inclusion",
        covers: "Access to digital services and skills for people who would otherwise be left out.",
        source: "https://www.opengovpartnership.org/policy-area/digital-governance/",
    },
    AreaDescription {
        slug: "disinformation-misinformation",
        covers: "Protecting the integrity of public information without restricting free expression. OGP now titles this area Disinformation and Information Integrity.",
        source: "https://www.opengovpartnership.org/policy-area/disinformation-information-integrity",
    },
    AreaDescription {
        slug: "online-civic-space",
        covers: "The basic freedoms of expression, association and assembly, online.",
        source: "https://www.opengovpartnership.org/policy-area/online-civic-space",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn digital_governance_has_exactly_five_children() {
        let children: Vec<_> = taxonomy()
            .into_iter()
            .filter(|a| a.parent.as_deref() == Some("digital-governance"))
            .map(|a| a.name)
            .collect();
        assert_eq!(
            children,
            [
                "Automated Decision-Making",
                "Data Stewardship and Privacy",
                "Digital Inclusion",
                "Disinformation/Misinformation",
                "Online Civic Space",
            ]
        );
    }

    #[test]
    fn no_name_means_two_areas_and_every_parent_exists() {
        let areas = taxonomy();
        let slugs: HashSet<_> = areas.iter().map(|a| a.slug.clone()).collect();
        let mut names = HashSet::new();
        for area in &areas {
            assert!(names.insert(area.slug.to_string()), "{} twice", area.name);
            for other in &area.also {
                assert!(names.insert(text::slugify(other)), "{other} twice");
            }
            assert!(
                area.parent.as_ref().is_none_or(|p| slugs.contains(p)),
                "{}",
                area.name
            );
        }
        assert!(
            RELATED_TO_DIGITAL_GOVERNANCE
                .iter()
                .all(|r| slugs.contains(*r))
        );
    }

    #[test]
    fn tags_that_end_or_begin_carry_a_caution() {
        let caution = |slug: &str| {
            taxonomy()
                .into_iter()
                .find(|a| &*a.slug == slug)
                .and_then(|a| a.caution())
        };
        assert!(caution("e-government").unwrap().contains("current list"));
        assert!(caution("digital-transformation").unwrap().contains("2022"));
        assert_eq!(caution("automated-decision-making"), None);
    }
}
