//! The columns of the interchange format, in order, each with what it holds.

use domain::Lang;
use i18n::columns as say;

/// A column of the interchange format.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the first line of a file and in JSON.
    pub name: &'static str,
    /// What a cell may hold.
    pub kind: Kind,
    /// What it means, in each language.
    pub meaning: fn(Lang) -> &'static str,
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
    pub const fn in_words(self, t: Lang) -> &'static str {
        match self {
            Self::Text => say::text(t),
            Self::List => say::list(t),
            Self::Year => say::year(t),
            Self::Date => say::date(t),
            Self::Word => say::word(t),
            Self::Computed => say::computed(t),
        }
    }
}

const fn column(name: &'static str, kind: Kind, meaning: fn(Lang) -> &'static str) -> Column {
    Column {
        name,
        kind,
        meaning,
    }
}

/// Every column, in the order of the file.
pub const COLUMNS: &[Column] = &[
    column("code", Kind::Text, say::code),
    column("member", Kind::Text, say::member),
    column("member_kind", Kind::Word, say::member_kind),
    column("country", Kind::Text, say::country),
    column("country_iso3", Kind::Text, say::country_iso3),
    column("region", Kind::Word, say::region),
    column("action_plan", Kind::Text, say::action_plan),
    column("plan_year", Kind::Year, say::plan_year),
    column("plan_end_year", Kind::Year, say::plan_end_year),
    column("commitment_number", Kind::Text, say::commitment_number),
    column("title", Kind::Text, say::title),
    column("description", Kind::Text, say::description),
    column("lead_institution", Kind::List, say::lead_institution),
    column(
        "support_institutions",
        Kind::List,
        say::support_institutions,
    ),
    column("policy_areas", Kind::List, say::policy_areas),
    column("ogp_values", Kind::List, say::ogp_values),
    column("start", Kind::Date, say::start),
    column("end", Kind::Date, say::end),
    column("verifiable", Kind::Word, say::verifiable),
    column("relevant", Kind::Word, say::relevant),
    column("ambition_scheme", Kind::Word, say::ambition_scheme),
    column("ambition", Kind::Word, say::ambition),
    column("completion_scheme", Kind::Word, say::completion_scheme),
    column("completion", Kind::Word, say::completion),
    column(
        "early_results_scheme",
        Kind::Word,
        say::early_results_scheme,
    ),
    column("early_results", Kind::Word, say::early_results),
    column("starred", Kind::Word, say::starred),
    column("irm_reports", Kind::List, say::irm_reports),
    column("challenge_area", Kind::Word, say::challenge_area),
    column("source_url", Kind::Text, say::source_url),
    column("status", Kind::Word, say::status),
    column("ambition_level", Kind::Computed, say::ambition_level),
    column("completion_level", Kind::Computed, say::completion_level),
    column(
        "early_results_level",
        Kind::Computed,
        say::early_results_level,
    ),
];

/// The columns that a file must have.
pub const REQUIRED: &[&str] = &["code", "member", "title"];
