//! Which column of OGP's exports holds what. The names of columns and tags are OGP's.

use super::derived::{CODED_2016, CODED_2024, Coded, SUMMARIES};
use super::tags::{TAGS_2016, TAGS_2024};
use domain::{Dimension, OgpValue, Scheme};

/// The columns of one export.
#[derive(Debug)]
pub struct Layout {
    /// OGP's code of the commitment; none in the older export.
    pub code: Option<&'static str>,
    pub member: &'static str,
    pub member_code: Option<&'static str>,
    pub region: Option<&'static str>,
    /// National, local or other; without it, all are national.
    pub kind: Option<&'static str>,
    /// The number of the plan among the member's.
    pub plan_number: &'static str,
    /// The year of submission.
    pub year: &'static str,
    pub end_year: Option<&'static str>,
    /// The commitment's number in the plan.
    pub number: &'static str,
    pub title: &'static str,
    /// A title of the commitment alone, where `title` may be a heading that several share.
    pub short_title: Option<&'static str>,
    pub full_text: &'static str,
    pub start: &'static str,
    pub end: &'static str,
    /// Whether a month is written as its first day, with the month first.
    pub months_are_first_days: bool,
    /// Institutions in charge.
    pub lead: &'static str,
    /// Institutions that help.
    pub support: &'static str,
    /// The address of the commitment's page.
    pub url: Option<&'static str>,
    pub active: Option<&'static str>,
    /// Without this column, `specificity` tells whether a commitment is verifiable.
    pub verifiable: Option<&'static str>,
    pub specificity: &'static str,
    /// Whether it has an open-government lens.
    pub relevant: &'static str,
    pub values: [(&'static str, OgpValue); 4],
    /// The columns with ratings, the least important first.
    pub ratings: &'static [(&'static str, Scheme)],
    /// When the report on the plan's design or progress came out.
    pub progress_year: &'static str,
    /// When the report on its results came out.
    pub end_year_of_report: &'static str,
    /// One column for each formula that OGP used.
    pub starred: &'static [&'static str],
    /// The columns of tags, with the policy areas they stand for.
    pub tags: &'static [(&'static str, &'static str)],
    /// Personal contact data, which is never read.
    pub personal: &'static [&'static str],
    /// Levels that OGP computed.
    pub source_levels: &'static [(&'static str, Dimension)],
    /// Values in words, with the columns that say the same in numbers.
    pub coded: &'static [Coded],
    /// Columns that are not used.
    pub unread: &'static [&'static str],
}

impl Layout {
    /// Whether a row of names is this export's header. A code of OGP's own settles which export it is,
    /// so that everything else may be missing; without one, the columns of ratings tell.
    pub fn is_header(&self, names: &[String]) -> bool {
        let has = |column: &str| names.iter().any(|name| name == column);
        let settling = [self.member, self.title].into_iter().chain(self.code);
        if self.code.is_some() {
            return settling.clone().all(has);
        }
        let placed = [self.plan_number, self.year, self.relevant];
        let rated = self.ratings.iter().map(|(column, _)| *column);
        settling.chain(placed).chain(rated).all(has)
    }

    /// The columns that state facts and ratings: where one is missing, the record keeps what it says.
    pub fn stating(&self) -> impl Iterator<Item = &'static str> {
        let compared = self.source_levels.iter().map(|(column, _)| *column);
        let compared = compared
            .chain(self.coded.iter().map(|coded| coded.column))
            .chain(SUMMARIES)
            .chain(self.short_title);
        let compared: Vec<&str> = compared.collect();
        let specificity = self.verifiable.map(|_| self.specificity);
        self.columns()
            .filter(move |column| !compared.contains(column) && specificity != Some(*column))
    }

    /// The columns that are read or compared.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let single = [
            self.member,
            self.plan_number,
            self.year,
            self.number,
            self.title,
            self.full_text,
            self.start,
            self.end,
            self.lead,
            self.support,
            self.specificity,
            self.relevant,
            self.progress_year,
            self.end_year_of_report,
        ];
        let optional = [
            self.code,
            self.member_code,
            self.region,
            self.kind,
            self.end_year,
            self.url,
            self.active,
            self.verifiable,
            self.short_title,
        ];
        single
            .into_iter()
            .chain(optional.into_iter().flatten())
            .chain(self.values.into_iter().map(|(column, _)| column))
            .chain(self.ratings.iter().map(|(column, _)| *column))
            .chain(self.starred.iter().copied())
            .chain(self.tags.iter().map(|(column, _)| *column))
            .chain(self.source_levels.iter().map(|(column, _)| *column))
            .chain(self.coded.iter().map(|coded| coded.column))
            .chain(SUMMARIES)
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
    short_title: Some("Short Title"),
    full_text: "Full Text",
    start: "Start Date",
    end: "End Date",
    months_are_first_days: true,
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
    source_levels: &[],
    coded: CODED_2016,
    unread: &[
        "Theme",
        "Comm Dummy",
        "Checksum",
        "ODWG",
        "FOWG",
        "LOWG",
        "ATWG",
        "ONRWG",
        "Compound",
        "Cluster",
        "PoC Specified? (Delete?)",
        "GC-PubInt",
        "GC-PubRes",
        "GC-PubSvc",
        "GC-CorpAcc",
        "GC-SafComm",
        "IRM Assessed (Y/N)?",
        "Change in completion",
        "_ChangeCompletion",
    ],
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
    short_title: None,
    full_text: "Full Text",
    start: "Start Date",
    end: "End Date",
    months_are_first_days: false,
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
    source_levels: &[
        ("High Ambition", Dimension::Ambition),
        ("High Completion", Dimension::Completion),
        ("High DIOG", Dimension::EarlyResults),
    ],
    coded: CODED_2024,
    unread: &[
        "Commitment Dummy",
        "Action Plan Duration (Years)",
        "Theme",
        "Short Title",
        "Compound",
        "Cluster",
        "Cluster (AP Review)",
        "Cluster Commitment ID(s)",
        "Change In Completion",
        "_ChangeCompletion",
        "Did It Open Government (Access To Information)",
        "_DIOGATI",
        "Did It Open Government (Civic Participation)",
        "_DIOGCP",
        "Did It Open Government: Public Accountability",
        "_DIOGPA",
        "Carried Forward",
        "Most Recently Assessed",
        "Star - Most Recently Assessed",
        "IRM Assessed",
        "Updated? (Website)",
        "Max star",
        "Ambition Assessed",
        "Comp Assessed",
        "DIOG Assessed",
        "Midterm Only",
        "Max Completion",
        "Raw Completion",
        "Binding constraint",
        "Latest IRM Report",
        "Subnational in NAPs",
        "Action Plan ID",
        "id",
    ],
};
