//! The columns of the interchange format, in order.

use domain::{Dimension, Lang};

/// A column of the interchange format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub key: ColumnKey,
    /// Its name in the first line of a file and in JSON.
    pub name: &'static str,
    pub kind: ColumnKind,
}

/// Which fact about a commitment a column holds. The application has a description of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKey {
    Code,
    Member,
    MemberKind,
    Country,
    CountryIso3,
    Region,
    ActionPlan,
    PlanYear,
    PlanEndYear,
    CommitmentNumber,
    Title,
    TitleIn(Lang),
    SummaryIn(Lang),
    /// The page that supports a summary.
    SummarySource(Lang),
    Description,
    LeadInstitution,
    SupportInstitutions,
    PolicyAreas,
    OgpValues,
    Start,
    End,
    Verifiable,
    Relevant,
    Scheme(Dimension),
    Rating(Dimension),
    /// The title of the report that the rating comes from.
    RatingReport(Dimension),
    RatingReportStage(Dimension),
    /// Where the rating was read.
    RatingSource(Dimension),
    /// Where in its source the rating stands.
    RatingPage(Dimension),
    /// When its source was read.
    RatingReadOn(Dimension),
    Starred,
    IrmReports,
    ChallengeArea,
    SourceUrl,
    Status,
    Level(Dimension),
    /// How far the IRM's review of results is.
    Review,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    /// Several texts, separated by `;` in files, a list in JSON.
    List,
    /// A year of four digits.
    Year,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date,
    /// One word of a closed list.
    Word,
    /// A word that is computed on export and ignored on import.
    Computed,
}

const fn column(name: &'static str, key: ColumnKey, kind: ColumnKind) -> Column {
    Column { key, name, kind }
}

/// Every column, in the order of the file.
pub const COLUMNS: &[Column] = {
    use ColumnKey as Key;
    use ColumnKind::{Computed, Date, List, Text, Word, Year};
    use Dimension::{Ambition, Completion, EarlyResults};
    &[
        column("code", Key::Code, Text),
        column("member", Key::Member, Text),
        column("member_kind", Key::MemberKind, Word),
        column("country", Key::Country, Text),
        column("country_iso3", Key::CountryIso3, Text),
        column("region", Key::Region, Word),
        column("action_plan", Key::ActionPlan, Text),
        column("plan_year", Key::PlanYear, Year),
        column("plan_end_year", Key::PlanEndYear, Year),
        column("commitment_number", Key::CommitmentNumber, Text),
        column("title", Key::Title, Text),
        column("description", Key::Description, Text),
        column("lead_institution", Key::LeadInstitution, List),
        column("support_institutions", Key::SupportInstitutions, List),
        column("policy_areas", Key::PolicyAreas, List),
        column("ogp_values", Key::OgpValues, List),
        column("start", Key::Start, Date),
        column("end", Key::End, Date),
        column("verifiable", Key::Verifiable, Word),
        column("relevant", Key::Relevant, Word),
        column("ambition_scheme", Key::Scheme(Ambition), Word),
        column("ambition", Key::Rating(Ambition), Word),
        column("completion_scheme", Key::Scheme(Completion), Word),
        column("completion", Key::Rating(Completion), Word),
        column("early_results_scheme", Key::Scheme(EarlyResults), Word),
        column("early_results", Key::Rating(EarlyResults), Word),
        column("ambition_report", Key::RatingReport(Ambition), Text),
        column(
            "ambition_report_stage",
            Key::RatingReportStage(Ambition),
            Word,
        ),
        column("ambition_source_url", Key::RatingSource(Ambition), Text),
        column("completion_report", Key::RatingReport(Completion), Text),
        column(
            "completion_report_stage",
            Key::RatingReportStage(Completion),
            Word,
        ),
        column("completion_source_url", Key::RatingSource(Completion), Text),
        column(
            "early_results_report",
            Key::RatingReport(EarlyResults),
            Text,
        ),
        column(
            "early_results_report_stage",
            Key::RatingReportStage(EarlyResults),
            Word,
        ),
        column(
            "early_results_source_url",
            Key::RatingSource(EarlyResults),
            Text,
        ),
        column("title_en", Key::TitleIn(Lang::English), Text),
        column("title_es", Key::TitleIn(Lang::Spanish), Text),
        column("title_fr", Key::TitleIn(Lang::French), Text),
        column("summary_en", Key::SummaryIn(Lang::English), Text),
        column("summary_es", Key::SummaryIn(Lang::Spanish), Text),
        column("summary_fr", Key::SummaryIn(Lang::French), Text),
        column(
            "summary_en_source_url",
            Key::SummarySource(Lang::English),
            Text,
        ),
        column(
            "summary_es_source_url",
            Key::SummarySource(Lang::Spanish),
            Text,
        ),
        column(
            "summary_fr_source_url",
            Key::SummarySource(Lang::French),
            Text,
        ),
        column("starred", Key::Starred, Word),
        column("irm_reports", Key::IrmReports, List),
        column("challenge_area", Key::ChallengeArea, Word),
        column("source_url", Key::SourceUrl, Text),
        column("status", Key::Status, Word),
        column("ambition_level", Key::Level(Ambition), Computed),
        column("completion_level", Key::Level(Completion), Computed),
        column("early_results_level", Key::Level(EarlyResults), Computed),
        column("review", Key::Review, Computed),
        column("ambition_source_page", Key::RatingPage(Ambition), Text),
        column("ambition_read_on", Key::RatingReadOn(Ambition), Date),
        column("completion_source_page", Key::RatingPage(Completion), Text),
        column("completion_read_on", Key::RatingReadOn(Completion), Date),
        column(
            "early_results_source_page",
            Key::RatingPage(EarlyResults),
            Text,
        ),
        column(
            "early_results_read_on",
            Key::RatingReadOn(EarlyResults),
            Date,
        ),
    ]
};

/// The columns that a file must have.
pub const REQUIRED: &[&str] = &["code", "member", "title"];
