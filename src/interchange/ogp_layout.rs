//! Where OGP's exports keep what. Names of columns and tags are theirs.

use crate::domain::{Dimension, OgpValue, Scheme};

/// The columns of one export.
#[derive(Debug)]
pub struct Layout {
    /// OGP's code of the commitment; none in the older export.
    pub code: Option<&'static str>,
    /// The member.
    pub member: &'static str,
    /// The member's code.
    pub member_code: Option<&'static str>,
    /// The member's region.
    pub region: Option<&'static str>,
    /// National, local or other; without it, all are national.
    pub kind: Option<&'static str>,
    /// Which plan of the member.
    pub plan_number: &'static str,
    /// The year of submission.
    pub year: &'static str,
    /// The year in which the plan ends.
    pub end_year: Option<&'static str>,
    /// The commitment's number in the plan.
    pub number: &'static str,
    /// The title.
    pub title: &'static str,
    /// The full text.
    pub full_text: &'static str,
    /// When work begins.
    pub start: &'static str,
    /// When it is due.
    pub end: &'static str,
    /// Institutions in charge.
    pub lead: &'static str,
    /// Institutions that help.
    pub support: &'static str,
    /// Its page.
    pub url: Option<&'static str>,
    /// Whether it is active.
    pub active: Option<&'static str>,
    /// Whether it is verifiable; without it, its specificity says so.
    pub verifiable: Option<&'static str>,
    /// How specific it is.
    pub specificity: &'static str,
    /// Whether it has an open-government lens.
    pub relevant: &'static str,
    /// OGP values.
    pub values: [(&'static str, OgpValue); 4],
    /// The columns that rate, those that count least first.
    pub ratings: &'static [(&'static str, Scheme)],
    /// When the report on the plan's design or progress came out.
    pub progress_year: &'static str,
    /// When the report on its results came out.
    pub end_year_of_report: &'static str,
    /// Stars, by each formula.
    pub starred: &'static [&'static str],
    /// Tags, and the policy areas they are.
    pub tags: &'static [(&'static str, &'static str)],
    /// Contact data of persons, which is never read.
    pub personal: &'static [&'static str],
    /// Levels that OGP computed.
    pub derived: &'static [(&'static str, Dimension)],
}

impl Layout {
    /// Whether these are names of its columns.
    pub fn is_header(&self, names: &[String]) -> bool {
        let needed = [
            self.member,
            self.plan_number,
            self.year,
            self.title,
            self.relevant,
        ];
        let needed = needed.into_iter().chain(self.code);
        let mut needed = needed.chain(self.ratings.iter().map(|(column, _)| *column));
        needed.all(|column| names.iter().any(|name| name == column))
    }
}

/// The database behind the former OGP Explorer: plans of 2011 to 2014.
pub const OGP_2016: Layout = Layout {
    code: None,
    member: "Country",
    member_code: None,
    region: None,
    kind: None,
    plan_number: "Action Plan Number",
    year: "Year of submission",
    end_year: None,
    number: "Comm No",
    title: "Commitment Title",
    full_text: "Full Text",
    start: "Start Date",
    end: "End Date",
    lead: "Lead Institution",
    support: "Supporting Institution(s)",
    url: None,
    active: None,
    verifiable: None,
    specificity: "Specificity",
    relevant: "_Relevant",
    values: [
        ("Value -Info", OgpValue::AccessToInformation),
        ("Value -Part", OgpValue::CivicParticipation),
        ("Value -Acc", OgpValue::PublicAccountability),
        ("Value -Tech", OgpValue::Technology),
    ],
    ratings: &[
        ("Potential impact", Scheme::PotentialImpact),
        ("Completion (progress report)", Scheme::CompletionMidterm),
        ("Completion (end of term)", Scheme::Completion),
        (
            "Did it open government (end of term only)",
            Scheme::DidItOpenGovernment,
        ),
    ],
    progress_year: "Report publication year (progress report)",
    end_year_of_report: "Report publication year (end of term)",
    starred: &[
        "Starred (pre-June 2014 assessments)",
        "Starred (2015 only)",
        "Starred (current formula) progress report",
        "Starred (current formula) end of term",
    ],
    tags: TAGS_2016,
    personal: &[
        "Contact Name",
        "Contact Position",
        "Contact Email",
        "Contact Telephone",
    ],
    derived: &[],
};

/// The master sheet of 2024.
pub const OGP_2024: Layout = Layout {
    code: Some("Commitment Unique Identifier"),
    member: "Country/Locality",
    member_code: Some("Code"),
    region: Some("Region"),
    kind: Some("National Or Local"),
    plan_number: "Action Plan Number",
    year: "Year Of Submission",
    end_year: Some("Action Plan End Year"),
    number: "Commitment Number",
    title: "Commitment Title",
    full_text: "Full Text",
    start: "Start Date",
    end: "End Date",
    lead: "Lead Institution",
    support: "Supporting Institution(s)",
    url: Some("URL"),
    active: Some("Active Commitment"),
    verifiable: Some("Verifiable"),
    specificity: "Specificity",
    relevant: "_Relevant",
    values: [
        (
            "OGP Value Access To Information",
            OgpValue::AccessToInformation,
        ),
        (
            "OGP Value Civic Participation",
            OgpValue::CivicParticipation,
        ),
        (
            "OGP Value Public Accountability",
            OgpValue::PublicAccountability,
        ),
        ("OGP Value Technology", OgpValue::Technology),
    ],
    ratings: &[
        ("Potential Impact", Scheme::PotentialImpact),
        ("Potential for Results", Scheme::PotentialForResults),
        ("Completion (Progress Report)", Scheme::CompletionMidterm),
        ("Completion (End Of Term)", Scheme::Completion),
        (
            "Did It Open Government (Overall)",
            Scheme::DidItOpenGovernment,
        ),
        ("Early Results", Scheme::EarlyResults),
    ],
    progress_year: "Report Publication Year (Progress Report)",
    end_year_of_report: "Report Publication Year (End Of Term)",
    starred: &[
        "Starred (2015 Only)",
        "Starred (Current Formula) Progress Report",
        "Starred (Current Formula) End of Term",
    ],
    tags: TAGS_2024,
    personal: &[],
    derived: &[
        ("High Ambition", Dimension::Ambition),
        ("High Completion", Dimension::Completion),
        ("High DIOG", Dimension::EarlyResults),
    ],
};

const TAGS_2016: &[(&str, &str)] = &[
    ("Anti-corruption", "Anti-Corruption and Integrity"),
    ("Conflicts of Interest", "Conflicts of Interest"),
    ("Asset disclosure", "Asset Disclosure"),
    ("Audits & Controls", "Audits and Controls"),
    ("Whistleblower Protections", "Whistleblower Protections"),
    ("Fiscal Openness", "Fiscal Openness"),
    ("Citizen Budgets", "Citizen Budgets"),
    ("Participatory Budgeting", "Participatory Budgeting"),
    ("E-petitions", "E-petitions"),
    ("Social Audits", "Social Audits"),
    ("Public Participation", "Public Participation"),
    ("Public Procurement", "Public Procurement"),
    ("Access to Information", "Access to Information"),
    ("Records Management", "Records Management"),
    ("Open Data", "Open Data"),
    (
        "Elections & Political Finance",
        "Elections & Political Finance",
    ),
    ("Law Enforcement & Justice", "Law Enforcement & Justice"),
    ("Public Service Delivery", "Public Service Delivery"),
    ("E-government", "E-Government"),
    ("Capacity Building", "Capacity Building"),
    ("Legislation & Regulation", "Legislation & Regulation"),
    ("Private sector", "Private Sector"),
    ("Legislature", "Legislature"),
    ("Sub-national", "Local Commitments"),
    ("Judiciary", "Judiciary"),
    ("Media & Telecommunications", "Media & Telecommunications"),
    ("Education", "Education"),
    ("Health & Nutrition", "Health & Nutrition"),
    ("Citizenship & Immigration", "Citizenship & Immigration"),
    ("Welfare & Social Security", "Welfare & Social Security"),
    ("Water & Sanitation", "Water & Sanitation"),
    ("Infrastructure", "Infrastructure"),
    ("Public Safety", "Public Safety"),
    ("Defense", "Defense"),
    ("Natural Resources", "Natural Resources"),
    ("Aid", "Aid"),
    ("Nonprofits", "Nonprofits"),
    ("Labor", "Labor"),
    ("Science & Technology", "Science & Technology"),
    ("Gender & Sexuality", "Gender & Sexuality"),
    ("Human Rights", "Human Rights"),
    ("Marginalized Communities", "Marginalized Communities"),
    ("OGP", "OGP"),
];

const TAGS_2024: &[(&str, &str)] = &[
    (
        "Anti-Corruption and Integrity",
        "Anti-Corruption and Integrity",
    ),
    (
        "Anti-corruption Institutions",
        "Anti-Corruption Institutions",
    ),
    ("Anti-Corruption Strategies", "Anti-Corruption Strategies"),
    ("Asset Disclosure", "Asset Disclosure"),
    ("Audits", "Audits and Controls"),
    ("Beneficial Ownership", "Beneficial Ownership"),
    ("Conflicts Of Interest", "Conflicts of Interest"),
    ("Elections", "Elections"),
    ("Political Finance", "Political Finance"),
    ("Lobbying", "Lobbying"),
    ("Open Contracting", "Open Contracting"),
    ("Public Procurement", "Public Procurement"),
    ("Right To Information", "Right to Information"),
    ("Whistleblower Protections", "Whistleblower Protections"),
    ("Civic Space and Enabling Environment", "Civic Space"),
    ("Freedom of Assembly", "Freedom of Assembly"),
    ("Freedom of Association", "Freedom of Association"),
    ("Freedom of Expression", "Freedom of Expression"),
    (
        "Democratizing Decision-Making",
        "Democratizing Decision-Making",
    ),
    ("Digital Participation", "Digital Participation"),
    ("Mainstreaming Participation", "Mainstreaming Participation"),
    ("Regulatory Governance", "Regulatory Governance"),
    ("Social Accountability", "Social Accountability"),
    ("Digital Governance", "Digital Governance"),
    ("Automated Decision-making", "Automated Decision-Making"),
    (
        "Data Stewardship and Privacy",
        "Data Stewardship and Privacy",
    ),
    ("Digital Inclusion", "Digital Inclusion"),
    (
        "Disinformation/Misinformation",
        "Disinformation/Misinformation",
    ),
    ("Online Civic Space", "Online Civic Space"),
    ("Environment & Climate", "Environment & Climate"),
    ("Climate Finance", "Climate Finance"),
    (
        "Climate Mitigation and Adaptation",
        "Climate Mitigation and Adaptation",
    ),
    ("Environmental Regulation", "Environmental Regulation"),
    (
        "International Environmental Agreements",
        "International Environmental Agreements",
    ),
    ("Fiscal Openness", "Fiscal Openness"),
    (
        "Publication Of Budget/Fiscal Information",
        "Publication of Budget/Fiscal Information",
    ),
    (
        "Public Participation In Budget/Fiscal Policy",
        "Public Participation in Budget/Fiscal Policy",
    ),
    (
        "Oversight Of Budget/Fiscal Policies",
        "Oversight of Budget/Fiscal Policies",
    ),
    ("Stimulus and Economic Recovery", "Stimulus & Recovery"),
    ("Tax", "Tax"),
    ("Debt", "Debt"),
    ("Inclusion", "Inclusion"),
    ("Gender", "Gender"),
    ("Gender-Based Violence", "Gender-Based Violence"),
    ("Economic Inclusion", "Economic Inclusion"),
    ("LGBTQIA+", "LGBTQIA+"),
    ("People with Disabilities", "People with Disabilities"),
    ("Youth", "Youth"),
    ("Justice", "Justice"),
    ("Access to Justice", "Access to Justice"),
    ("Open Justice", "Open Justice"),
    ("Policing & Corrections", "Policing & Corrections"),
    ("Judiciary", "Judiciary"),
    ("Open Parliaments", "Open Parliaments"),
    ("Public Service Delivery", "Public Service Delivery"),
    ("Citizenship & Immigration", "Citizenship & Immigration"),
    ("Education", "Education"),
    ("Health & Nutrition", "Health & Nutrition"),
    ("Infrastructure & Transport", "Infrastructure & Transport"),
    ("Water & Sanitation", "Water & Sanitation"),
    ("Capacity Building", "Capacity Building"),
    ("Digital Transformation", "Digital Transformation"),
    ("Legislation", "Legislation"),
    ("Regulation", "Regulation"),
    ("Legislative Oversight", "Legislative Oversight"),
    ("Open Data", "Open Data"),
    ("Public Participation", "Public Participation"),
    ("Aid", "Aid"),
    ("Energy", "Energy"),
    ("Extractive Industries", "Extractive Industries"),
    ("Land and Spatial Planning", "Land and Spatial Planning"),
    ("Media & Telecommunications", "Media & Telecommunications"),
    ("Science & Technology", "Science & Technology"),
    ("Security & Public Safety", "Security & Public Safety"),
    ("Labor", "Labor"),
    ("Private Sector", "Private Sector"),
    ("Subnational", "Local Commitments"),
    ("Human Rights", "Human Rights"),
    ("Open Parliament Plan", "Open Parliament Plan"),
    (
        "Sustainable Development Goals",
        "Sustainable Development Goals",
    ),
    (
        "Open Data (Water/Sanitation)",
        "Open Data (Water/Sanitation)",
    ),
    ("Open Data (Health)", "Open Data (Health)"),
    ("Open Data (Education)", "Open Data (Education)"),
    ("Participation in Lawmaking", "Participation in Lawmaking"),
    ("Access to information", "Access to Information"),
    ("Money in Politics", "Money in Politics"),
];
