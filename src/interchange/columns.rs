//! The columns of the interchange format, in order, each with what it holds.

/// A column of the interchange format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the first line of a file and in JSON.
    pub name: &'static str,
    /// What a cell may hold.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Several texts, separated by `;` in files, a list in JSON.
    List,
    /// A year of four digits.
    Year,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date,
    /// One word of a closed list.
    Word,
    /// A level, computed on export and ignored on import.
    Computed,
}

impl Kind {
    /// The kind in words, for the data dictionary.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list, separated by ;",
            Self::Year => "year, YYYY",
            Self::Date => "date, YYYY[-MM[-DD]]",
            Self::Word => "one of a closed list of words",
            Self::Computed => "computed; ignored on import",
        }
    }
}

const fn column(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        meaning,
    }
}

/// Every column, in the order of the file.
pub const COLUMNS: &[Column] = &[
    column(
        "code",
        Kind::Text,
        "OGP\u{2019}s code of the commitment; the key of the row.",
    ),
    column(
        "member",
        Kind::Text,
        "The OGP member that made the commitment.",
    ),
    column("member_kind", Kind::Word, "national, local or other."),
    column(
        "country",
        Kind::Text,
        "The country the member is or lies in.",
    ),
    column(
        "country_iso3",
        Kind::Text,
        "ISO 3166-1 alpha-3 code of the country; XKX for Kosovo.",
    ),
    column("region", Kind::Word, "OGP\u{2019}s region."),
    column(
        "action_plan",
        Kind::Text,
        "The title of the action plan, where the source names it.",
    ),
    column(
        "plan_year",
        Kind::Year,
        "The year in which the plan was submitted.",
    ),
    column(
        "plan_end_year",
        Kind::Year,
        "The year in which the plan ends.",
    ),
    column(
        "commitment_number",
        Kind::Text,
        "The number in the plan; text, since 3.2.5 is one.",
    ),
    column("title", Kind::Text, "The title as published."),
    column("description", Kind::Text, "What is promised, as published."),
    column("lead_institution", Kind::List, "Institutions in charge."),
    column(
        "support_institutions",
        Kind::List,
        "Institutions that help.",
    ),
    column(
        "policy_areas",
        Kind::List,
        "Policy areas, as tagged by OGP\u{2019}s Support Unit.",
    ),
    column(
        "ogp_values",
        Kind::List,
        "The OGP values that the commitment serves.",
    ),
    column("start", Kind::Date, "When work begins."),
    column("end", Kind::Date, "When the commitment is due."),
    column(
        "verifiable",
        Kind::Word,
        "Is it clear enough to check? Yes, No, or a statement that this is not known.",
    ),
    column(
        "relevant",
        Kind::Word,
        "Does it have an open-government lens? Yes, No, or a statement that this is not known.",
    ),
    column(
        "ambition_scheme",
        Kind::Word,
        "The scale of the ambition rating.",
    ),
    column(
        "ambition",
        Kind::Word,
        "The IRM\u{2019}s rating on that scale, Pending IRM Review, No IRM Data or Not Reviewable. Empty: the source did not say.",
    ),
    column(
        "completion_scheme",
        Kind::Word,
        "The scale of the completion rating.",
    ),
    column("completion", Kind::Word, "As for ambition."),
    column(
        "early_results_scheme",
        Kind::Word,
        "The scale of the rating of early results.",
    ),
    column("early_results", Kind::Word, "As for ambition."),
    column(
        "starred",
        Kind::Word,
        "Whether the IRM starred the commitment: Yes or No.",
    ),
    column(
        "irm_reports",
        Kind::List,
        "Titles of the IRM reports that cover the commitment.",
    ),
    column(
        "challenge_area",
        Kind::Word,
        "Its area of the Open Gov Challenge, if it was submitted there.",
    ),
    column("source_url", Kind::Text, "Where the record was read."),
    column(
        "status",
        Kind::Word,
        "Active, Inactive or Withdrawn, where the source says.",
    ),
    column(
        "ambition_level",
        Kind::Computed,
        "Published level of ambition: high, low, pending, no_data, not_reviewable or unstated.",
    ),
    column(
        "completion_level",
        Kind::Computed,
        "Published level of completion, as above.",
    ),
    column(
        "early_results_level",
        Kind::Computed,
        "Published level of early results, as above.",
    ),
];

/// The columns that a file must have.
pub const REQUIRED: &[&str] = &["code", "member", "title"];
