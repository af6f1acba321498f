//! Ratings as rows: one rating a row, the long form of what [`super::rows`] has beside each other.

use serde_json::{Map, Value as Json};

use super::columns::ColumnKind;
use super::formula;
use domain::rating::rank;
use domain::{Commitment, Dimension, Rating};

/// A column of the table of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingColumn {
    pub key: RatingColumnKey,
    /// Its name in the first line of a file and in JSON.
    pub name: &'static str,
    pub kind: ColumnKind,
}

/// What a column of the table of ratings holds. The application has a description of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingColumnKey {
    Code,
    Member,
    CountryIso3,
    PlanYear,
    PlanEndYear,
    /// What is rated.
    Dimension,
    Scheme,
    Rating,
    Level,
    Report,
    ReportStage,
    Source,
    SourcePage,
    ReadOn,
    /// Whether it is the one that counts of its dimension.
    IsCurrent,
}

/// Every column, in the order of the file.
pub const RATING_COLUMNS: &[RatingColumn] = {
    use ColumnKind::{Computed, Date, Text, Word, Year};
    use RatingColumnKey as Key;
    const fn column(name: &'static str, key: Key, kind: ColumnKind) -> RatingColumn {
        RatingColumn { key, name, kind }
    }
    &[
        column("code", Key::Code, Text),
        column("member", Key::Member, Text),
        column("country_iso3", Key::CountryIso3, Text),
        column("plan_year", Key::PlanYear, Year),
        column("plan_end_year", Key::PlanEndYear, Year),
        column("dimension", Key::Dimension, Word),
        column("scheme", Key::Scheme, Word),
        column("rating", Key::Rating, Word),
        column("level", Key::Level, Computed),
        column("report", Key::Report, Text),
        column("report_stage", Key::ReportStage, Word),
        column("source_url", Key::Source, Text),
        column("source_page", Key::SourcePage, Text),
        column("read_on", Key::ReadOn, Date),
        column("is_current", Key::IsCurrent, Word),
    ]
};

/// The first line of a CSV file.
pub fn csv_header() -> Vec<&'static str> {
    RATING_COLUMNS.iter().map(|column| column.name).collect()
}

/// The lines of a commitment's ratings in a CSV file, formulas escaped; `in_force` are all that count or
/// counted, oldest first.
pub fn csv_records(commitment: &Commitment, in_force: &[Rating]) -> Vec<Vec<String>> {
    let rows = rows(in_force);
    let line = |(rating, is_current)| {
        let cells = RATING_COLUMNS.iter().map(|column| {
            let cell = cell(column.key, commitment, rating, is_current);
            formula::escape(&cell.unwrap_or_default()).into_owned()
        });
        cells.collect()
    };
    rows.into_iter().map(line).collect()
}

/// The same as JSON objects: years as numbers, missing values as null.
pub fn json_records(commitment: &Commitment, in_force: &[Rating]) -> Vec<Map<String, Json>> {
    let object = |(rating, is_current)| {
        let fields = RATING_COLUMNS.iter().map(|column| {
            let cell = cell(column.key, commitment, rating, is_current);
            let value: Json = match column.kind {
                ColumnKind::Year => cell.and_then(|year| year.parse::<i32>().ok()).into(),
                _ => cell.into(),
            };
            (column.name.to_owned(), value)
        });
        fields.collect()
    };
    rows(in_force).into_iter().map(object).collect()
}

/// The ratings by dimension, in the order in which they were published, and whether each is the one that
/// counts.
fn rows(in_force: &[Rating]) -> Vec<(&Rating, bool)> {
    let mut rows = Vec::with_capacity(in_force.len());
    for dimension in Dimension::ALL {
        let own: Vec<&Rating> = in_force
            .iter()
            .filter(|rating| rating.dimension == *dimension)
            .collect();
        // The last of those that count most, as `domain::rating::current` chooses.
        let current = (0..own.len()).max_by_key(|at| rank(own[*at].finding));
        let of_dimension = own.into_iter().enumerate();
        rows.extend(of_dimension.map(|(at, rating)| (rating, Some(at) == current)));
    }
    rows
}

fn cell(key: RatingColumnKey, c: &Commitment, rating: &Rating, is_current: bool) -> Option<String> {
    let text = |text: &str| Some(text.to_owned());
    let report = rating.report.as_ref();
    match key {
        RatingColumnKey::Code => text(c.code.as_str()),
        RatingColumnKey::Member => text(&c.member.name),
        RatingColumnKey::CountryIso3 => text(&c.member.country_iso3),
        RatingColumnKey::PlanYear => c.plan.start_year.map(|year| year.to_string()),
        RatingColumnKey::PlanEndYear => c.plan.end_year.map(|year| year.to_string()),
        RatingColumnKey::Dimension => text(rating.dimension.slug()),
        RatingColumnKey::Scheme => rating.finding.scheme().map(|s| s.slug().to_owned()),
        RatingColumnKey::Rating => text(rating.finding.label()),
        RatingColumnKey::Level => text(c.level_of(rating.finding).slug()),
        RatingColumnKey::Report => report.map(|report| report.title.to_string()),
        RatingColumnKey::ReportStage => report.map(|report| report.stage.slug().to_owned()),
        RatingColumnKey::Source => rating.source_url.clone(),
        RatingColumnKey::SourcePage => rating.source_page.clone(),
        RatingColumnKey::ReadOn => rating.read_on.map(|day| day.to_string()),
        RatingColumnKey::IsCurrent => text(if is_current { "Yes" } else { "No" }),
    }
}
