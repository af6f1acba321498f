//! The description that accompanies a download, in the reader's language. Column names and the words in
//! files are always English.

use chrono::{DateTime, Utc};

use super::{heading, version};
use crate::service::Export;
use domain::route;
use domain::{Dimension, Lang};
use i18n::{columns, data, download_notes};
use interchange::description::{
    ColumnDescription, Description, RatingColumnDescription, SheetLabels,
};
use interchange::rating_rows::{RATING_COLUMNS, RatingColumn, RatingColumnKey};
use interchange::{COLUMNS, ColumnKey, ColumnKind};

/// The description of a download. `origin` is the base URL of the site.
pub fn description(export: &Export, lang: Lang, origin: Option<String>) -> Description {
    let state = export.catalogue().version();
    let path = export.permanent().link(route::Commitments);
    ExportInfo {
        lang,
        heading: heading(lang, export.catalogue(), export.query()),
        address: format!("{}{path}", origin.unwrap_or_default()),
        version: version(lang, state),
        number: state.number,
        made_at: state.made_at,
        total: export.remaining(),
        demonstration: state.demonstration,
    }
    .describe()
}

/// What was downloaded: the selection, and the version of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ExportInfo {
    pub lang: Lang,
    /// The selection, in words.
    pub heading: String,
    /// The address of the selection on the site.
    pub address: String,
    /// The version of the record, in words.
    pub version: String,
    /// The number of the version.
    pub number: i64,
    /// When the version was made.
    pub made_at: Option<DateTime<Utc>>,
    /// How many commitments are downloaded.
    pub total: usize,
    /// Whether the record is a demonstration, with invented commitments.
    pub demonstration: bool,
}

impl ExportInfo {
    fn describe(&self) -> Description {
        let lang = self.lang;
        let source = download_notes::from(lang).to_owned();
        let citation = self.citation(&source);
        let summary = format!("{citation} {}", download_notes::on_terms(lang));
        let facts = self.facts(&source, citation);
        Description {
            title: self.heading.clone(),
            summary,
            source,
            version: self.number,
            created: self.made_at,
            commitments: self.total,
            readme: readme(lang, &facts),
            facts,
            columns: column_descriptions(lang),
            rating_columns: rating_column_descriptions(lang)
                .into_iter()
                .map(|(column, kind, meaning)| RatingColumnDescription {
                    column,
                    kind: kind.to_owned(),
                    meaning: meaning.to_owned(),
                })
                .collect(),
            sheets: SheetLabels {
                columns: download_notes::columns_sheet(lang).to_owned(),
                column_headings: [data::column, data::kind, data::what_it_holds]
                    .map(|heading| heading(lang).to_owned()),
                about: download_notes::about_sheet(lang).to_owned(),
            },
        }
    }

    fn citation(&self, source: &str) -> String {
        let lang = self.lang;
        let citation =
            download_notes::cite(lang, &self.heading, &self.version, &self.address, source);
        if self.demonstration {
            citation + download_notes::cite_invented(lang)
        } else {
            citation
        }
    }

    fn facts(&self, source: &str, citation: String) -> Vec<(String, String)> {
        let lang = self.lang;
        let invented = (
            download_notes::demonstration(lang),
            download_notes::invented(lang).to_owned(),
        );
        let always = [
            (download_notes::selection(lang), self.heading.clone()),
            (download_notes::address(lang), self.address.clone()),
            (download_notes::commitments(lang), self.total.to_string()),
            (download_notes::state(lang), self.version.clone()),
            (download_notes::source(lang), source.to_owned()),
            (
                download_notes::terms(lang),
                download_notes::on_terms(lang).to_owned(),
            ),
            (download_notes::citation(lang), citation),
        ];
        let first = self.demonstration.then_some(invented);
        first
            .into_iter()
            .chain(always)
            .map(|(name, text)| (name.to_owned(), text))
            .collect()
    }
}

fn readme(lang: Lang, facts: &[(String, String)]) -> String {
    let lines: String = facts
        .iter()
        .map(|(name, text)| download_notes::line(lang, name, text) + "\n")
        .collect();
    let (title, notes) = (
        download_notes::title(lang),
        download_notes::how_to_read(lang),
    );
    format!("{title}\n\n{lines}\n{notes}\n")
}

/// Every column with its kind and meaning, in file order.
pub fn column_descriptions(lang: Lang) -> Vec<ColumnDescription> {
    COLUMNS
        .iter()
        .map(|column| ColumnDescription {
            column: *column,
            kind: kind_in_words(lang, column.kind).to_owned(),
            meaning: meaning(lang, column.key).to_owned(),
        })
        .collect()
}

/// The columns of the ratings table, each with its kind and meaning.
pub fn rating_column_descriptions(lang: Lang) -> Vec<(RatingColumn, &'static str, &'static str)> {
    let columns = RATING_COLUMNS.iter();
    let described = columns.map(|column| {
        let kind = kind_in_words(lang, column.kind);
        (*column, kind, rating_meaning(lang, column.key))
    });
    described.collect()
}

fn rating_meaning(lang: Lang, key: RatingColumnKey) -> &'static str {
    match key {
        RatingColumnKey::Code => columns::rating_code(lang),
        RatingColumnKey::Member => columns::member(lang),
        RatingColumnKey::CountryIso3 => columns::country_iso3(lang),
        RatingColumnKey::PlanYear => columns::plan_year(lang),
        RatingColumnKey::PlanEndYear => columns::plan_end_year(lang),
        RatingColumnKey::Dimension => columns::rating_dimension(lang),
        RatingColumnKey::Scheme => columns::rating_scheme(lang),
        RatingColumnKey::Rating => columns::rating_value(lang),
        RatingColumnKey::Level => columns::rating_level(lang),
        RatingColumnKey::Report => columns::rating_report(lang),
        RatingColumnKey::ReportStage => columns::rating_report_stage(lang),
        RatingColumnKey::Source => columns::rating_source_url(lang),
        RatingColumnKey::SourcePage => columns::rating_source_page(lang),
        RatingColumnKey::ReadOn => columns::rating_read_on(lang),
        RatingColumnKey::IsCurrent => columns::rating_is_current(lang),
    }
}

fn kind_in_words(lang: Lang, kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => columns::text(lang),
        ColumnKind::List => columns::list(lang),
        ColumnKind::Year => columns::year(lang),
        ColumnKind::Date => columns::date(lang),
        ColumnKind::Word => columns::word(lang),
        ColumnKind::Computed => columns::computed(lang),
    }
}

fn meaning(lang: Lang, key: ColumnKey) -> &'static str {
    use Dimension::{Ambition, Completion, EarlyResults};
    match key {
        ColumnKey::Code => columns::code(lang),
        ColumnKey::Member => columns::member(lang),
        ColumnKey::MemberKind => columns::member_kind(lang),
        ColumnKey::Country => columns::country(lang),
        ColumnKey::CountryIso3 => columns::country_iso3(lang),
        ColumnKey::Region => columns::region(lang),
        ColumnKey::ActionPlan => columns::action_plan(lang),
        ColumnKey::PlanYear => columns::plan_year(lang),
        ColumnKey::PlanEndYear => columns::plan_end_year(lang),
        ColumnKey::CommitmentNumber => columns::commitment_number(lang),
        ColumnKey::Title => columns::title(lang),
        ColumnKey::Description => columns::description(lang),
        ColumnKey::LeadInstitution => columns::lead_institution(lang),
        ColumnKey::TitleIn(Lang::English) => columns::title_en(lang),
        ColumnKey::TitleIn(Lang::Spanish) => columns::title_es(lang),
        ColumnKey::TitleIn(Lang::French) => columns::title_fr(lang),
        ColumnKey::SummaryIn(Lang::English) => columns::summary_en(lang),
        ColumnKey::SummaryIn(Lang::Spanish) => columns::summary_es(lang),
        ColumnKey::SummaryIn(Lang::French) => columns::summary_fr(lang),
        ColumnKey::SummarySource(_) => columns::summary_source_url(lang),
        ColumnKey::SupportInstitutions => columns::support_institutions(lang),
        ColumnKey::PolicyAreas => columns::policy_areas(lang),
        ColumnKey::OgpValues => columns::ogp_values(lang),
        ColumnKey::Start => columns::start(lang),
        ColumnKey::End => columns::end(lang),
        ColumnKey::Verifiable => columns::verifiable(lang),
        ColumnKey::Relevant => columns::relevant(lang),
        ColumnKey::Scheme(Ambition) => columns::ambition_scheme(lang),
        ColumnKey::Rating(Ambition) => columns::ambition(lang),
        ColumnKey::Level(Ambition) => columns::ambition_level(lang),
        ColumnKey::Scheme(Completion) => columns::completion_scheme(lang),
        ColumnKey::Rating(Completion) => columns::completion(lang),
        ColumnKey::Level(Completion) => columns::completion_level(lang),
        ColumnKey::Scheme(EarlyResults) => columns::early_results_scheme(lang),
        ColumnKey::Rating(EarlyResults) => columns::early_results(lang),
        ColumnKey::Level(EarlyResults) => columns::early_results_level(lang),
        ColumnKey::RatingReport(_) => columns::rating_report(lang),
        ColumnKey::RatingReportStage(_) => columns::rating_report_stage(lang),
        ColumnKey::RatingSource(_) => columns::rating_source_url(lang),
        ColumnKey::RatingPage(_) => columns::rating_source_page(lang),
        ColumnKey::RatingReadOn(_) => columns::rating_read_on(lang),
        ColumnKey::Starred => columns::starred(lang),
        ColumnKey::IrmReports => columns::irm_reports(lang),
        ColumnKey::ChallengeArea => columns::challenge_area(lang),
        ColumnKey::SourceUrl => columns::source_url(lang),
        ColumnKey::Status => columns::status(lang),
        ColumnKey::Review => columns::review(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_follows_the_language_and_columns_keep_their_names() {
        let described = |lang| {
            let info = ExportInfo {
                lang,
                heading: "X".to_owned(),
                address: "/commitments".to_owned(),
                version: "1".to_owned(),
                number: 1,
                made_at: None,
                total: 2,
                demonstration: true,
            };
            info.describe()
        };
        let english = described(Lang::English).readme;
        assert!(english.starts_with("Commitments of the Open Government Partnership\n\nDemo"));
        assert!(english.contains("Commitments: 2\n") && english.ends_with("did not say.\n"));
        let spanish = described(Lang::Spanish).readme;
        assert!(spanish.contains("Compromisos: 2\n"));
        let french = described(Lang::French);
        assert!(french.readme.contains("Engagements\u{202f}: 2\n"));
        let package = french.data_package();
        let first = &package["resources"][0]["schema"]["fields"][0];
        assert_eq!(first["name"], "code");
        assert_eq!(first["title"], "texte");
        let ratings = &package["resources"][1];
        assert_eq!(ratings["path"], "ratings.csv");
        assert_eq!(ratings["schema"]["fields"][0]["name"], "code");
    }
}
