//! Policy areas: the tags OGP's Support Unit gives to commitments, as a tree.
//!
//! Names and grouping follow OGP's own data export
//! (<https://opengovpartnership.org/glossary-cat/policy-areas> describes how tags are given).
//! The list a running program uses is kept in its database, starts from [`taxonomy`], and grows
//! with tags that the data brings.

use std::sync::Arc;

use super::{text, words};

words! {
    /// Where a tag stands in OGP's list.
    AreaGroup, "group of policy areas" {
        Topic = "topic", "Topics";
        CrossCutting = "cross-cutting", "Cross-cutting tools";
        Sector = "sector", "Sectors and other tags";
        Former = "former", "Former tags";
    }
}

/// A policy area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyArea {
    /// Its name in addresses.
    pub slug: Arc<str>,
    /// Its name as OGP writes it.
    pub name: String,
    /// The slug of the area it is part of.
    pub parent: Option<Arc<str>>,
    /// Its place in OGP's list. A former tag is no longer given, so its counts end.
    pub group: AreaGroup,
    /// The first plan year for which OGP gave the tag; earlier plans have none, which is not zero.
    pub coded_since: Option<i32>,
    /// Other names of the same tag: newer titles, older spellings, translations.
    pub also: Vec<String>,
}

impl PolicyArea {
    /// A tag that is in no list known here: kept as it stands, among the other tags.
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
            (AreaGroup::Former, _) => Some(
                "Not on OGP\u{2019}s current list of tags. Newer commitments do not have it."
                    .to_owned(),
            ),
            (_, Some(year)) => Some(format!(
                "Used only for plans submitted from {year}. Earlier plans were not tagged with it."
            )),
            _ => None,
        }
    }
}

struct Entry {
    name: &'static str,
    parent: Option<&'static str>,
    group: AreaGroup,
    coded_since: Option<i32>,
    also: &'static [&'static str],
}

/// OGP's list of policy areas, parents before their children.
pub fn taxonomy() -> Vec<PolicyArea> {
    TOPICS
        .iter()
        .flat_map(|(parent, also, children)| {
            let top = Entry {
                also,
                ..entry(parent, AreaGroup::Topic)
            };
            std::iter::once(top).chain(children.iter().map(|(child, also)| Entry {
                parent: Some(parent),
                also,
                ..entry(child, AreaGroup::Topic)
            }))
        })
        .chain(CROSS_CUTTING.iter().map(|(name, also)| Entry {
            also,
            ..entry(name, AreaGroup::CrossCutting)
        }))
        .chain(SECTORS.iter().map(|(name, also)| Entry {
            also,
            ..entry(name, AreaGroup::Sector)
        }))
        .chain(FORMER.iter().map(|(name, also)| Entry {
            also,
            ..entry(name, AreaGroup::Former)
        }))
        .map(|e| PolicyArea {
            slug: text::slugify(e.name).into(),
            name: e.name.to_owned(),
            parent: e.parent.map(|p| text::slugify(p).into()),
            group: e.group,
            coded_since: e.coded_since,
            also: e.also.iter().map(|&a| a.to_owned()).collect(),
        })
        .collect()
}

fn entry(name: &'static str, group: AreaGroup) -> Entry {
    let coded_since = CODED_SINCE_2022.contains(&name).then_some(2022);
    Entry {
        name,
        parent: None,
        group,
        coded_since,
        also: &[],
    }
}

/// Tags that OGP's export codes only for plans from 2022 on.
const CODED_SINCE_2022: &[&str] = &[
    "Digital Transformation",
    "Digital Participation",
    "Mainstreaming Participation",
];

type Named = (&'static str, &'static [&'static str]);

const TOPICS: &[(&str, &[&str], &[Named])] = &[
    (
        "Digital Governance",
        &["Gobernanza digital", "Gouvernance num\u{e9}rique"],
        &[
            (
                "Automated Decision-Making",
                &["Automated Decision-Making, Algorithms, and Artificial Intelligence"],
            ),
            ("Data Stewardship and Privacy", &[]),
            ("Digital Inclusion", &[]),
            (
                "Disinformation/Misinformation",
                &["Disinformation and Information Integrity"],
            ),
            ("Online Civic Space", &[]),
        ],
    ),
    (
        "Anti-Corruption and Integrity",
        &["Lutte contre la corruption et int\u{e9}grit\u{e9}"],
        &[
            ("Anti-Corruption Institutions", &[]),
            ("Anti-Corruption Strategies", &[]),
            ("Asset Disclosure", &[]),
            ("Audits and Controls", &["Audits"]),
            ("Beneficial Ownership", &[]),
            ("Conflicts of Interest", &[]),
            ("Elections", &[]),
            ("Lobbying", &[]),
            ("Open Contracting", &[]),
            ("Political Finance", &[]),
            ("Public Procurement", &[]),
            ("Whistleblower Protections", &[]),
        ],
    ),
    (
        "Civic Space",
        &[],
        &[
            ("Freedom of Assembly", &[]),
            ("Freedom of Association", &[]),
            ("Freedom of Expression", &[]),
        ],
    ),
    (
        "Democratizing Decision-Making",
        &["D\u{e9}mocratiser la prise de d\u{e9}cision"],
        &[
            ("Digital Participation", &[]),
            ("Mainstreaming Participation", &[]),
            ("Regulatory Governance", &[]),
            ("Social Accountability", &["La responsabilit\u{e9} sociale"]),
        ],
    ),
    (
        "Environment & Climate",
        &["Environment and Climate"],
        &[
            ("Climate Finance", &[]),
            ("Climate Mitigation and Adaptation", &[]),
            ("Environmental Regulation", &[]),
            ("International Environmental Agreements", &[]),
        ],
    ),
    (
        "Fiscal Openness",
        &[],
        &[
            ("Publication of Budget/Fiscal Information", &[]),
            ("Public Participation in Budget/Fiscal Policy", &[]),
            ("Oversight of Budget/Fiscal Policies", &[]),
            ("Stimulus & Recovery", &[]),
            ("Tax", &[]),
            ("Debt", &[]),
        ],
    ),
    (
        "Inclusion",
        &[],
        &[
            ("Economic Inclusion", &[]),
            ("Gender", &[]),
            ("Gender-Based Violence", &[]),
            ("LGBTQIA+", &[]),
            ("People with Disabilities", &[]),
            ("Youth", &[]),
        ],
    ),
    (
        "Justice",
        &[],
        &[
            ("Access to Justice", &[]),
            ("Judiciary", &["Judiciaire"]),
            ("Open Justice", &[]),
            ("Policing & Corrections", &["Policing and Corrections"]),
        ],
    ),
    ("Open Parliaments", &[], &[]),
    (
        "Public Service Delivery",
        &[],
        &[
            (
                "Citizenship & Immigration",
                &["Citizenship and Immigration"],
            ),
            ("Education", &[]),
            ("Health & Nutrition", &["Health and Nutrition"]),
            (
                "Infrastructure & Transport",
                &["Infrastructure and Transport"],
            ),
            ("Water & Sanitation", &["Water and Sanitation"]),
        ],
    ),
    (
        "Access to Information",
        &[
            "Acc\u{e8}s \u{e0} l'information",
            "Acceso a la informaci\u{f3}n",
        ],
        &[
            ("Right to Information", &["Droit \u{e0} l'information"]),
            ("Open Data", &["Datos abiertos"]),
        ],
    ),
];

const CROSS_CUTTING: &[Named] = &[
    ("Capacity Building", &["Formaciones", "Formations"]),
    ("Digital Transformation", &[]),
    ("Legislation", &[]),
    ("Legislative Oversight", &[]),
    (
        "Public Participation",
        &["Participaci\u{f3}n p\u{fa}blica", "Participation du public"],
    ),
    ("Regulation", &[]),
];

const SECTORS: &[Named] = &[
    ("Aid", &[]),
    ("Energy", &[]),
    ("Extractive Industries", &[]),
    ("Human Rights", &[]),
    ("Labor", &[]),
    (
        "Land and Spatial Planning",
        &["Land & Spatial Planning", "Land Rights & Spatial Planning"],
    ),
    ("Local Commitments", &["Subnational"]),
    (
        "Media & Telecommunications",
        &["Media and Telecommunications"],
    ),
    ("Money in Politics", &[]),
    ("Open Parliament Plan", &[]),
    ("Participation in Lawmaking", &[]),
    ("Private Sector", &[]),
    ("Science & Technology", &["Science and Technology"]),
    ("Security & Public Safety", &["Security and Public Safety"]),
    ("Sustainable Development Goals", &["SDGs"]),
];

const FORMER: &[Named] = &[
    ("E-Government", &["eGovernment"]),
    ("E-petitions", &[]),
    ("Fiscal Transparency", &[]),
    ("Legislation & Regulation", &["Legislation and Regulation"]),
    ("Marginalized Communities", &[]),
    ("OGP", &[]),
    (
        "Open Contracting and Procurement",
        &["Open Contracting and Public Procurement"],
    ),
    ("Open Regulations", &[]),
    ("Participation in Budget Processes", &[]),
    ("Participatory Approaches", &[]),
    ("Political Integrity", &[]),
    ("Records Management", &[]),
    ("Social Accountability Measures & Feedback Loops", &[]),
];

/// Areas that are no part of Digital Governance but are what its readers look for next.
pub const RELATED_TO_DIGITAL_GOVERNANCE: &[&str] = &[
    "digital-transformation",
    "digital-participation",
    "science-technology",
    "media-telecommunications",
    "open-data",
    "access-to-information",
    "e-government",
];

/// What an area covers, in this project's words, and where OGP describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The slug of the area.
    pub slug: &'static str,
    /// What it covers.
    pub covers: &'static str,
    /// OGP's own description.
    pub source: &'static str,
}

/// What an area covers; none for areas that this project has not described yet.
pub fn scope(slug: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|scope| scope.slug == slug)
}

const SCOPES: &[Scope] = &[
    Scope {
        slug: "digital-governance",
        covers: "The rules for how governments use data and technology, and for how people live online: who decides with which algorithms, who may use which personal data, who is left out, and how free public debate online is.",
        source: "https://www.opengovpartnership.org/policy-area/digital-governance/",
    },
    Scope {
        slug: "automated-decision-making",
        covers: "Algorithms and artificial intelligence that make or support public decisions: registers, impact assessments, independent oversight, and ways to object.",
        source: "https://www.opengovpartnership.org/glossary/automated-decision-making/",
    },
    Scope {
        slug: "data-stewardship-and-privacy",
        covers: "How public bodies protect, share and look after personal and sensitive data.",
        source: "https://opengovpartnership.org/glossary-cat/policy-areas",
    },
    Scope {
        slug: "digital-inclusion",
        covers: "Access to digital services and skills for people who would otherwise be left out.",
        source: "https://www.opengovpartnership.org/policy-area/digital-governance/",
    },
    Scope {
        slug: "disinformation-misinformation",
        covers: "Protecting the integrity of public information without restricting free expression. OGP now titles this area Disinformation and Information Integrity.",
        source: "https://www.opengovpartnership.org/policy-area/disinformation-information-integrity",
    },
    Scope {
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
