//! What the API answers with: the shapes, and how the record fills them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::paging::PageBody;
use super::words::{
    AnswerWord, ChallengeWord, DimensionWord, LevelWord, MemberKindWord, OgpValueWord, RegionWord,
    SchemeWord, StatusWord,
};
use catalogue::Row;
use charts::LevelCounts;
use domain::AreaTree;
use domain::rating::{Design, level};
use domain::route;
use domain::{Commitment, Dimension, Lang, Level, Member, Rating};

/// One page of a list of commitments.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentsBody {
    /// The commitments on this page.
    pub items: Vec<CommitmentBody>,
    /// Where this page stands.
    #[serde(flatten)]
    pub at: PageBody,
    /// What was searched for instead, where nothing has a word as it was typed and one is very near.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub searched_instead: Option<String>,
}

/// A commitment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentBody {
    /// OGP's code.
    pub code: String,
    /// The title as published.
    pub title: String,
    /// Translations of the title, by language.
    pub title_translations: BTreeMap<&'static str, String>,
    /// Summaries in this tracker's own words, by language.
    pub summaries: BTreeMap<&'static str, SummaryBody>,
    /// Who promised.
    pub member: MemberBody,
    /// The action plan.
    pub plan: PlanBody,
    /// The number in the plan.
    pub number: Option<String>,
    /// Institutions in charge.
    pub lead_institutions: Vec<String>,
    /// Institutions that help.
    pub support_institutions: Vec<String>,
    /// Policy areas.
    pub policy_areas: Vec<NamedBody>,
    /// OGP values, as slugs.
    pub ogp_values: Vec<OgpValueWord>,
    /// When work begins: YYYY, YYYY-MM or YYYY-MM-DD.
    pub start: Option<String>,
    /// When it is due.
    pub end: Option<String>,
    /// Whether it can be verified.
    pub verifiable: Option<AnswerWord>,
    /// Whether it is relevant to OGP values (in newer plans: whether it has an open-government lens).
    pub relevant: Option<AnswerWord>,
    /// Whether the IRM starred it.
    pub starred: Option<bool>,
    /// IRM reports that cover it.
    pub irm_reports: Vec<String>,
    /// Area of the Open Gov Challenge.
    pub challenge_area: Option<ChallengeWord>,
    /// active, inactive or withdrawn.
    pub status: Option<StatusWord>,
    /// Current ratings: `ambition`, `completion`, `early_results`.
    pub ratings: CurrentRatingsBody,
    /// Where the record was read.
    pub source_url: Option<String>,
    /// Its page here.
    pub href: String,
}

/// What a commitment is about, in at most 60 words.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryBody {
    /// In a small subset of Markdown.
    pub text: String,
    /// The page that supports it.
    pub source_url: String,
}

/// A rating and the level it counts as.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingBody {
    /// The scale; null where there is no value.
    pub scheme: Option<SchemeWord>,
    /// The value or statement as OGP writes it; null where the source says nothing.
    pub value: Option<&'static str>,
    /// high, low, pending, `no_data`, `not_reviewable` or unstated.
    pub level: LevelWord,
    /// The report that states it.
    pub report: Option<String>,
    /// Where it can be read.
    pub source_url: Option<String>,
    /// Where in the source it stands: a page, or the part of an address after `#`.
    pub source_page: Option<String>,
    /// When the source was read (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), where that is known.
    pub read_on: Option<String>,
    /// Whether the report is still open for comment.
    pub provisional: bool,
}

/// A name with its spelling in addresses.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedBody {
    /// The spelling in addresses.
    pub slug: String,
    /// The name.
    pub name: String,
}

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberBody {
    /// The spelling in addresses.
    pub slug: String,
    /// The name.
    pub name: String,
    /// national, local or other.
    pub kind: MemberKindWord,
    /// The country it is or lies in.
    pub country: String,
    /// ISO 3166-1 alpha-3.
    pub country_iso3: String,
    /// OGP's region, as a slug.
    pub region: RegionWord,
}

/// An action plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanBody {
    /// Its title.
    pub title: Option<String>,
    /// The year of submission.
    pub start_year: Option<i32>,
    /// The year in which it ends.
    pub end_year: Option<i32>,
}

/// A commitment with everything known about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommitmentDetailBody {
    /// The commitment.
    #[serde(flatten)]
    pub commitment: CommitmentBody,
    /// What is promised, as published.
    pub description: Option<String>,
    /// Dated steps.
    pub milestones: Vec<MilestoneBody>,
    /// Every published rating, oldest first.
    pub rating_history: Vec<RatingHistoryBody>,
    /// Every change of the record of this commitment, oldest first.
    pub changes: Vec<ChangeBody>,
    /// Which state of the record this is.
    pub data_version: i64,
    /// Whether the record is synthetic.
    pub demonstration: bool,
}

/// A dated step.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneBody {
    /// What is to be done.
    pub text: String,
    /// When work begins.
    pub start: Option<String>,
    /// When it is due.
    pub end: Option<String>,
}

/// A rating as it was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingHistoryBody {
    /// ambition, completion or `early_results`.
    pub dimension: DimensionWord,
    /// The rating.
    #[serde(flatten)]
    pub rating: RatingBody,
    /// When it entered the record (RFC 3339).
    #[schema(format = "date-time")]
    pub recorded_at: Option<String>,
    /// Who published it.
    pub recorded_by: Option<String>,
    /// Who wrote it, where staff published it.
    pub drafted_by: Option<String>,
    /// Why, where staff published it.
    pub reason: Option<String>,
    /// Whether it was later corrected or withdrawn.
    pub corrected: bool,
    /// The government's reply.
    pub reply: Option<String>,
    /// Where the reply can be read.
    pub reply_url: Option<String>,
}

/// A change of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    /// When (RFC 3339).
    #[schema(format = "date-time")]
    pub made_at: String,
    /// By whom.
    pub made_by: String,
    /// Why.
    pub reason: String,
}

/// Counts for every filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsBody {
    /// For each filter, by its key in the address, its values.
    pub facets: BTreeMap<&'static str, Vec<FacetValueBody>>,
    /// How many commitments the query selects.
    pub total: usize,
    /// Which state of the record this is.
    pub data_version: i64,
}

/// A value of a filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValueBody {
    /// The value in the address.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Commitments that choosing it would show, all other filters in force.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// One page of the members, each with its commitments in figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembersBody {
    /// The members on this page, by name.
    pub items: Vec<MemberSummaryBody>,
    /// Where this page stands.
    #[serde(flatten)]
    pub at: PageBody,
}

/// A member in figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberSummaryBody {
    /// The member.
    #[serde(flatten)]
    pub member: MemberBody,
    /// Its commitments in the record.
    pub commitments: usize,
    /// For each dimension, commitments at each level.
    pub levels: LevelsBody,
}

/// Commitments at each level.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct LevelCountsBody {
    #[schema(minimum = 0)]
    high: usize,
    #[schema(minimum = 0)]
    low: usize,
    #[schema(minimum = 0)]
    no_data: usize,
    #[schema(minimum = 0)]
    not_reviewable: usize,
    #[schema(minimum = 0)]
    pending: usize,
    #[schema(minimum = 0)]
    unstated: usize,
}

/// Commitments at each level.
pub fn levels_body(counts: &LevelCounts) -> LevelCountsBody {
    LevelCountsBody {
        high: counts.at(Level::High),
        low: counts.at(Level::Low),
        no_data: counts.at(Level::NoData),
        not_reviewable: counts.at(Level::NotReviewable),
        pending: counts.at(Level::Pending),
        unstated: counts.at(Level::Unstated),
    }
}

/// Something for each of what is rated.
macro_rules! by_dimension {
    ($($(#[$doc:meta])* $name:ident of $each:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Serialize, ToSchema)]
            pub struct $name {
                ambition: $each,
                completion: $each,
                early_results: $each,
            }

            impl $name {
                /// What `make` makes of each.
                pub fn of(make: impl Fn(Dimension) -> $each) -> Self {
                    Self {
                        ambition: make(Dimension::Ambition),
                        completion: make(Dimension::Completion),
                        early_results: make(Dimension::EarlyResults),
                    }
                }
            }
        )+
    };
}

by_dimension! {
    /// The ratings that count.
    CurrentRatingsBody of RatingBody;
    /// Commitments at each level, for each of what is rated.
    LevelsBody of LevelCountsBody;
    /// Commitments that the IRM has assessed, for each of what is rated.
    AssessedBody of usize;
}

/// A commitment of the catalogue.
pub fn commitment_body(row: &Row, areas: &AreaTree) -> CommitmentBody {
    let c: &Commitment = &row.commitment;
    CommitmentBody {
        code: c.code.to_string(),
        title: c.title.clone(),
        title_translations: by_language(&c.title_in, String::clone),
        summaries: by_language(&c.summary_in, |summary| SummaryBody {
            text: summary.text.clone(),
            source_url: summary.source_url.clone(),
        }),
        member: member_body(&c.member),
        plan: PlanBody {
            title: c.plan.title.clone(),
            start_year: c.plan.start_year,
            end_year: c.plan.end_year,
        },
        number: c.number.clone(),
        lead_institutions: c.lead_institutions.clone(),
        support_institutions: c.support_institutions.clone(),
        policy_areas: c
            .policy_areas
            .iter()
            .map(|slug| NamedBody {
                slug: slug.to_string(),
                name: areas.name(slug).to_owned(),
            })
            .collect(),
        ogp_values: c.ogp_values.iter().map(|value| (*value).into()).collect(),
        start: c.start.map(|d| d.to_string()),
        end: c.end.map(|d| d.to_string()),
        verifiable: c.verifiable.map(Into::into),
        relevant: c.relevant.map(Into::into),
        starred: c.starred,
        irm_reports: c.reports.iter().map(|r| r.title.to_string()).collect(),
        challenge_area: c.challenge_area.map(Into::into),
        status: c.status.map(Into::into),
        ratings: CurrentRatingsBody::of(|d| rating_body(c.ratings.of(d), Some(c.level(d)))),
        source_url: c.source_url.clone(),
        href: route::Commitment::new(&c.code).to_string(),
    }
}

/// What there is in each language, by its code.
fn by_language<T, B>(
    texts: &[Option<T>; Lang::ALL.len()],
    body: impl Fn(&T) -> B,
) -> BTreeMap<&'static str, B> {
    let langs = Lang::ALL.iter().zip(texts);
    langs
        .filter_map(|(lang, text)| Some((lang.slug(), body(text.as_ref()?))))
        .collect()
}

/// `shown` is the commitment's level; a rating of the past stands at its value's own.
pub fn rating_body(rating: Option<&Rating>, shown: Option<Level>) -> RatingBody {
    let finding = rating.map(|r| r.finding);
    let level = shown.unwrap_or_else(|| level(finding, Design::default()));
    RatingBody {
        scheme: finding
            .and_then(domain::rating::Finding::scheme)
            .map(Into::into),
        value: finding.map(domain::rating::Finding::label),
        level: level.into(),
        report: rating
            .and_then(|r| r.report.as_ref())
            .map(|r| r.title.to_string()),
        source_url: rating.and_then(|r| r.source_url.clone()),
        source_page: rating.and_then(|r| r.source_page.clone()),
        read_on: rating.and_then(|r| r.read_on).map(|day| day.to_string()),
        provisional: rating.is_some_and(Rating::is_provisional),
    }
}

/// A member.
pub fn member_body(member: &Member) -> MemberBody {
    MemberBody {
        slug: member.slug(),
        name: member.name.clone(),
        kind: member.kind.into(),
        country: member.country.clone(),
        country_iso3: member.country_iso3.clone(),
        region: member.region.into(),
    }
}

/// A moment in RFC 3339, as exact as it is recorded: with it `as_of` shows what it changed.
pub fn timestamp(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
