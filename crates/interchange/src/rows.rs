//! Commitments as rows of the interchange format, in CSV and JSON.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::columns::{COLUMNS, ColumnKey, ColumnKind};
use super::{formula, list};
use domain::rating::Finding;
use domain::record::Texts;
use domain::review::{PlanResults, PlansWithResults, review};
use domain::{
    Answer, AreaTree, ChallengeArea, Commitment, CommitmentStatus, Dimension, Lang, Review, Scheme,
};

/// What a row says beyond its commitment depends on.
#[derive(Debug, Clone, Copy)]
pub struct RowContext<'a> {
    pub areas: &'a AreaTree,
    /// Decides which reviews are overdue, with what is known of the plan of the row's commitment.
    pub today: NaiveDate,
    pub plan_results: PlanResults,
}

impl<'a> RowContext<'a> {
    /// For readers without a calendar: on a day before every plan, when nothing is due.
    pub const fn timeless(areas: &'a AreaTree) -> Self {
        Self {
            areas,
            today: NaiveDate::MIN,
            plan_results: PlanResults::Unknown,
        }
    }

    /// For the row of a commitment, with what all commitments of the file say of its plan.
    pub fn of(self, commitment: &Commitment, plans: &PlansWithResults<'_>) -> Self {
        Self {
            plan_results: plans.known(commitment),
            ..self
        }
    }
}

/// The cells of a commitment, in the order of [`COLUMNS`], each with its items: one or none unless the
/// column is a list.
pub fn cells(commitment: &Commitment, texts: &Texts, context: RowContext<'_>) -> Vec<Vec<String>> {
    COLUMNS
        .iter()
        .map(|column| cell(column.key, commitment, texts, context))
        .collect()
}

fn cell(key: ColumnKey, c: &Commitment, texts: &Texts, context: RowContext<'_>) -> Vec<String> {
    let areas = context.areas;
    let finding = |dimension: Dimension| c.ratings.of(dimension).map(|rating| rating.finding);
    let report = |dimension: Dimension| c.ratings.of(dimension).and_then(|r| r.report.as_ref());
    let summary = |lang: Lang| c.summary_in[lang.index()].as_deref();
    match key {
        ColumnKey::Code => one(c.code.as_str()),
        ColumnKey::Member => one(&c.member.name),
        ColumnKey::MemberKind => one(c.member.kind.slug()),
        ColumnKey::Country => one(&c.member.country),
        ColumnKey::CountryIso3 => one(&c.member.country_iso3),
        ColumnKey::Region => one(c.member.region.label()),
        ColumnKey::ActionPlan => optional(c.plan.title.as_ref()),
        ColumnKey::PlanYear => optional(c.plan.start_year),
        ColumnKey::PlanEndYear => optional(c.plan.end_year),
        ColumnKey::CommitmentNumber => optional(c.number.as_ref()),
        ColumnKey::Title => one(&c.title),
        ColumnKey::TitleIn(lang) => optional(c.title_in[lang.index()].as_ref()),
        ColumnKey::SummaryIn(lang) => optional(summary(lang).map(|s| &s.text)),
        ColumnKey::SummarySource(lang) => optional(summary(lang).map(|s| &s.source_url)),
        ColumnKey::Description => optional(texts.description.as_ref()),
        ColumnKey::LeadInstitution => c.lead_institutions.clone(),
        ColumnKey::SupportInstitutions => c.support_institutions.clone(),
        ColumnKey::PolicyAreas => many(c.policy_areas.iter().map(|slug| areas.name(slug))),
        ColumnKey::OgpValues => many(c.ogp_values.iter().map(|value| value.label())),
        ColumnKey::Start => optional(c.start),
        ColumnKey::End => optional(c.end),
        ColumnKey::Verifiable => optional(c.verifiable.map(Answer::label)),
        ColumnKey::Relevant => optional(c.relevant.map(Answer::label)),
        ColumnKey::Scheme(dimension) => {
            let scheme = finding(dimension).and_then(Finding::scheme);
            optional(scheme.map(Scheme::slug))
        }
        ColumnKey::Rating(dimension) => optional(finding(dimension).map(Finding::label)),
        ColumnKey::RatingReport(dimension) => optional(report(dimension).map(|r| &*r.title)),
        ColumnKey::RatingReportStage(dimension) => {
            optional(report(dimension).map(|r| r.stage.slug()))
        }
        ColumnKey::RatingSource(dimension) => {
            let rating = c.ratings.of(dimension);
            optional(rating.and_then(|rating| rating.source_url.as_ref()))
        }
        ColumnKey::RatingPage(dimension) => {
            let rating = c.ratings.of(dimension);
            optional(rating.and_then(|rating| rating.source_page.as_ref()))
        }
        ColumnKey::RatingReadOn(dimension) => {
            optional(c.ratings.of(dimension).and_then(|rating| rating.read_on))
        }
        ColumnKey::Starred => optional(c.starred.map(|yes| if yes { "Yes" } else { "No" })),
        ColumnKey::IrmReports => many(c.reports.iter().map(|report| &*report.title)),
        ColumnKey::ChallengeArea => optional(c.challenge_area.map(ChallengeArea::label)),
        ColumnKey::SourceUrl => optional(c.source_url.as_ref()),
        ColumnKey::Status => optional(c.status.map(CommitmentStatus::label)),
        ColumnKey::Level(dimension) => one(c.level(dimension).slug()),
        ColumnKey::Review => {
            let state = review(c, context.plan_results, context.today);
            optional(state.map(Review::slug))
        }
    }
}

fn one(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn optional(value: Option<impl ToString>) -> Vec<String> {
    value.into_iter().map(|value| value.to_string()).collect()
}

fn many<'a>(items: impl Iterator<Item = &'a str>) -> Vec<String> {
    items.map(str::to_owned).collect()
}

/// A column of workbooks only: the rest of a description that is too long for one cell.
pub const CONTINUED: &str = "description_continued";

/// The first line of a CSV file.
pub fn csv_header() -> Vec<&'static str> {
    COLUMNS.iter().map(|c| c.name).collect()
}

/// A cell as text: the items of a list joined, anything else as it is.
pub fn as_text(kind: ColumnKind, items: &[String]) -> String {
    match kind {
        ColumnKind::List => list::join(items),
        _ => items.concat(),
    }
}

/// The cells of a CSV line: lists joined, formulas escaped.
pub fn csv_record(commitment: &Commitment, texts: &Texts, context: RowContext<'_>) -> Vec<String> {
    COLUMNS
        .iter()
        .zip(cells(commitment, texts, context))
        .map(|(column, items)| formula::escape(&as_text(column.kind, &items)).into_owned())
        .collect()
}

/// The commitment as a JSON object: lists as arrays, years as numbers, missing values as null.
pub fn json_record(
    commitment: &Commitment,
    texts: &Texts,
    context: RowContext<'_>,
) -> Map<String, Json> {
    COLUMNS
        .iter()
        .zip(cells(commitment, texts, context))
        .map(|(column, mut items)| {
            let value = match column.kind {
                ColumnKind::List => Json::from(items),
                ColumnKind::Year => items.pop().and_then(|y| y.parse::<i32>().ok()).into(),
                _ => items.pop().into(),
            };
            (column.name.to_owned(), value)
        })
        .collect()
}
