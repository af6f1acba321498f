//! Rows as the database returns them, and their conversion to domain types.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::StoreError;
use domain::area::AreaGroup;
use domain::rating::Finding;
use domain::record::Revision;
use domain::text::slugify;
use domain::{
    ActionPlan, DatedStatus, Dimension, Member, MemberKind, MemberStatus, Milestone, PartialDate,
    PolicyArea, Rating, Region, Report, ReportStage, Scheme, Value,
};

fn not_understood(what: &'static str, found: &str) -> StoreError {
    StoreError::NotUnderstood {
        what,
        found: found.to_owned(),
    }
}

/// Finds the value with a stored slug. Exact, hence faster than the domain's lenient parser.
pub(super) fn word<T: Copy>(
    all: &[T],
    slug: fn(T) -> &'static str,
    what: &'static str,
    found: &str,
) -> Result<T, StoreError> {
    all.iter()
        .copied()
        .find(|word| slug(*word) == found)
        .ok_or_else(|| not_understood(what, found))
}

/// Parses a value that is stored as text, such as a date.
pub(super) fn parsed<T: std::str::FromStr>(
    what: &'static str,
    found: &str,
) -> Result<T, StoreError> {
    found.parse().map_err(|_| not_understood(what, found))
}

pub(super) fn date(found: Option<&str>) -> Result<Option<PartialDate>, StoreError> {
    found.map(|text| parsed("a date", text)).transpose()
}

/// A report from its stored columns; kind and years are parsed from the title.
pub(super) fn report(title: Arc<str>, stage: &str) -> Result<Report, StoreError> {
    let stage = word(
        ReportStage::ALL,
        ReportStage::slug,
        "a report\u{2019}s stage",
        stage,
    )?;
    let (kind, years) = Report::from_title(&title).map_or((None, None), |r| (r.kind, r.years));
    Ok(Report {
        title,
        kind,
        years,
        stage,
    })
}

#[derive(FromRow)]
pub(super) struct RevisionRow {
    pub id: i64,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub reason: String,
    pub source: Option<String>,
}

impl From<RevisionRow> for Revision {
    fn from(row: RevisionRow) -> Self {
        Self {
            made_by: row.made_by,
            made_at: row.made_at,
            reason: row.reason,
            source: row.source,
        }
    }
}

#[derive(FromRow)]
pub(super) struct AreaRow {
    pub slug: String,
    pub name: String,
    pub parent: Option<String>,
    pub area_group: String,
    pub coded_since: Option<i32>,
    pub merged_into: Option<String>,
    /// None where it was never withdrawn.
    pub present: Option<bool>,
}

impl AreaRow {
    pub(super) fn area(self, also: Vec<String>) -> Result<PolicyArea, StoreError> {
        Ok(PolicyArea {
            slug: self.slug.into(),
            name: self.name,
            parent: self.parent.map(Into::into),
            group: word(
                AreaGroup::ALL,
                AreaGroup::slug,
                "a group of policy areas",
                &self.area_group,
            )?,
            coded_since: self.coded_since,
            also,
        })
    }
}

#[derive(FromRow)]
pub(super) struct MemberRow {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub kind: String,
    pub country: String,
    pub country_iso3: String,
    pub region: String,
    /// None where it was never withdrawn.
    pub present: Option<bool>,
}

impl MemberRow {
    pub(super) fn member(self, statuses: Vec<DatedStatus>) -> Result<Member, StoreError> {
        let is_renamed = slugify(&self.name) != self.slug;
        Ok(Member {
            kept_slug: is_renamed.then_some(self.slug),
            name: self.name,
            kind: word(
                MemberKind::ALL,
                MemberKind::slug,
                "a kind of member",
                &self.kind,
            )?,
            country: self.country,
            country_iso3: self.country_iso3,
            region: word(Region::ALL, Region::slug, "a region", &self.region)?,
            statuses,
        })
    }
}

#[derive(FromRow)]
pub(super) struct StatusRow {
    pub member_id: i64,
    pub status: String,
    pub since: String,
    pub source_url: String,
}

impl StatusRow {
    pub(super) fn status(self) -> Result<DatedStatus, StoreError> {
        Ok(DatedStatus {
            status: word(
                MemberStatus::ALL,
                MemberStatus::slug,
                "a member\u{2019}s status",
                &self.status,
            )?,
            since: parsed("a date", &self.since)?,
            source_url: self.source_url,
        })
    }
}

#[derive(FromRow)]
pub(super) struct PlanRow {
    pub id: i64,
    pub member_id: i64,
    pub title: Option<String>,
    pub start_year: Option<i32>,
    pub end_year: Option<i32>,
    /// None where it was never mended or withdrawn.
    pub present: Option<bool>,
}

impl From<PlanRow> for ActionPlan {
    fn from(row: PlanRow) -> Self {
        Self {
            title: row.title,
            start_year: row.start_year,
            end_year: row.end_year,
        }
    }
}

#[derive(FromRow)]
pub(super) struct CommitmentRow {
    pub id: i64,
    pub code: String,
    pub plan_id: i64,
    pub number: Option<String>,
    pub title: String,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
    pub verifiable: Option<String>,
    pub relevant: Option<String>,
    pub starred: Option<bool>,
    pub challenge_area: Option<String>,
    pub source_url: Option<String>,
    pub status: Option<String>,
}

/// An item of one of a commitment's lists, such as a report, with a detail, such as its stage.
#[derive(FromRow)]
pub(super) struct ItemRow {
    pub commitment_id: i64,
    pub item: String,
    pub detail: String,
}

#[derive(FromRow)]
pub(super) struct MilestoneRow {
    pub commitment_id: i64,
    pub content: String,
    pub start_date: Option<String>,
    pub end_date: Option<String>,
}

impl MilestoneRow {
    pub(super) fn milestone(self) -> Result<Milestone, StoreError> {
        Ok(Milestone {
            start: date(self.start_date.as_deref())?,
            end: date(self.end_date.as_deref())?,
            text: self.content,
        })
    }
}

#[derive(FromRow)]
pub(super) struct RatingRow {
    pub id: i64,
    pub commitment_id: i64,
    pub revision_id: i64,
    pub dimension: String,
    pub finding: String,
    pub scheme: Option<String>,
    pub value: Option<String>,
    pub report_title: Option<String>,
    pub report_stage: Option<String>,
    pub source_url: Option<String>,
    pub source_page: Option<String>,
    pub read_on: Option<String>,
}

/// A finding as stored: its slug, and scheme and value where it is rated.
pub(super) struct FindingColumns {
    pub finding: &'static str,
    pub scheme: Option<&'static str>,
    pub value: Option<String>,
}

impl From<Finding> for FindingColumns {
    fn from(finding: Finding) -> Self {
        let finding_word = match finding {
            Finding::Rated(_) => "rated",
            Finding::Pending => "pending",
            Finding::NoData => "no_data",
            Finding::NotReviewable => "not_reviewable",
        };
        let value = match finding {
            Finding::Rated(value) => Some(slugify(value.label())),
            _ => None,
        };
        Self {
            finding: finding_word,
            scheme: finding.scheme().map(Scheme::slug),
            value,
        }
    }
}

/// Every value of every scheme, by the slugs of both.
pub(super) struct Scales(HashMap<(&'static str, String), Value>);

impl Scales {
    pub(super) fn new() -> Self {
        let values = Scheme::ALL.iter().flat_map(|scheme| {
            scheme.values().iter().filter_map(|described| {
                let value = scheme.value(described.label).ok()?;
                Some(((scheme.slug(), slugify(described.label)), value))
            })
        });
        Self(values.collect())
    }

    fn finding(&self, row: &RatingRow) -> Result<Finding, StoreError> {
        match (row.finding.as_str(), &row.scheme, &row.value) {
            ("pending", ..) => Ok(Finding::Pending),
            ("no_data", ..) => Ok(Finding::NoData),
            ("not_reviewable", ..) => Ok(Finding::NotReviewable),
            ("rated", Some(scheme), Some(value)) => {
                let scheme = word(Scheme::ALL, Scheme::slug, "a rating\u{2019}s scale", scheme)?;
                self.0
                    .get(&(scheme.slug(), value.clone()))
                    .copied()
                    .map(Finding::Rated)
                    .ok_or_else(|| not_understood("a rating", value))
            }
            (other, ..) => Err(not_understood("a finding", other)),
        }
    }

    pub(super) fn rating(&self, row: RatingRow) -> Result<Rating, StoreError> {
        self.rating_with(row, &mut Interner::default())
    }

    /// The rating of a row, with the texts that others have too.
    pub(super) fn rating_with(
        &self,
        row: RatingRow,
        texts: &mut Interner,
    ) -> Result<Rating, StoreError> {
        let finding = self.finding(&row)?;
        let report = match (row.report_title, row.report_stage) {
            (Some(title), Some(stage)) => Some(report(texts.get(title), &stage)?),
            _ => None,
        };
        Ok(Rating {
            dimension: word(
                Dimension::ALL,
                Dimension::slug,
                "a dimension",
                &row.dimension,
            )?,
            finding,
            report,
            source_url: row.source_url,
            source_page: row.source_page,
            read_on: date(row.read_on.as_deref())?,
        })
    }
}

/// Groups items by their owner, in their order.
pub(super) fn grouped<T>(items: impl IntoIterator<Item = (i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for (owner, item) in items {
        groups.entry(owner).or_default().push(item);
    }
    groups
}

/// Keeps equal strings once.
#[derive(Default)]
pub(super) struct Interner(HashMap<String, Arc<str>>);

impl Interner {
    pub(super) fn get(&mut self, text: String) -> Arc<str> {
        if let Some(shared) = self.0.get(&text) {
            return shared.clone();
        }
        let shared: Arc<str> = text.as_str().into();
        self.0.insert(text, shared.clone());
        shared
    }
}
