//! OGP's list of policy areas, as its own data export names and groups them.

use super::{AreaGroup, PolicyArea};
use crate::text;

struct Listed {
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
            let top = Listed {
                also,
                ..listed(parent, AreaGroup::Topic)
            };
            std::iter::once(top).chain(children.iter().map(|(child, also)| Listed {
                parent: Some(parent),
                also,
                ..listed(child, AreaGroup::Topic)
            }))
        })
        .chain(CROSS_CUTTING.iter().map(|(name, also)| Listed {
            also,
            ..listed(name, AreaGroup::CrossCutting)
        }))
        .chain(SECTORS.iter().map(|(name, also)| Listed {
            also,
            ..listed(name, AreaGroup::Sector)
        }))
        .chain(FORMER.iter().map(|(name, also)| Listed {
            also,
            ..listed(name, AreaGroup::Former)
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

fn listed(name: &'static str, group: AreaGroup) -> Listed {
    let coded_since = CODED_SINCE_2022.contains(&name).then_some(2022);
    Listed {
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

/// A name, and other names of the same tag.
type Names = (&'static str, &'static [&'static str]);

const TOPICS: &[(&str, &[&str], &[Names])] = &[
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

const CROSS_CUTTING: &[Names] = &[
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

const SECTORS: &[Names] = &[
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

const FORMER: &[Names] = &[
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
