//! Ratings and their collapse to the published levels.
//!
//! The rules here exist once. Nothing else in the program decides what counts as high.

use super::report::Report;
use super::scale::{Scheme, Value};
use super::{PartialDate, ReportStage, UnknownWord, slug_enum, text};

slug_enum! {
    /// What the IRM assesses of a commitment.
    Dimension, "rating dimension" {
        Ambition = "ambition", "Ambition";
        Completion = "completion", "Completion";
        EarlyResults = "early_results", "Early results";
    }
}

impl Dimension {
    /// The dimension's name in the address (`results`, not `early_results`).
    pub const fn query_key(self) -> &'static str {
        match self {
            Self::Ambition => "ambition",
            Self::Completion => "completion",
            Self::EarlyResults => "results",
        }
    }

    /// What is asked, in this project's words.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Ambition => "How far would it take government beyond what it does today?",
            Self::Completion => "How much of what was promised was done?",
            Self::EarlyResults => "Did it make government more open?",
        }
    }

    /// What a high level means, for headings such as "12 of 40 assessed".
    pub const fn high_means(self) -> &'static str {
        match self {
            Self::Ambition => "Ambitious",
            Self::Completion => "Substantially or fully completed at the last review we hold",
            Self::EarlyResults => "Strong early results",
        }
    }
}

slug_enum! {
    /// The level of a commitment in one dimension. Only the first two are assessments; the other
    /// four are different ways of not having one, and are never counted as low.
    Level, "level" {
        High = "high", "High";
        Low = "low", "Low";
        Pending = "pending", "Pending IRM review";
        NoData = "no_data", "No IRM data";
        NotReviewable = "not_reviewable", "Not reviewable";
        Unstated = "unstated", "Not stated";
    }
}

impl Level {
    /// Whether the IRM has assessed the commitment; the denominator of every share.
    pub const fn is_assessed(self) -> bool {
        matches!(self, Self::High | Self::Low)
    }

    /// What the level means, in this project's words.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::High => "Assessed by the IRM, with a value that OGP counts as high.",
            Self::Low => "Assessed by the IRM, with a value that OGP does not count as high.",
            Self::Pending => {
                "The source showed the review as pending when we read it. The IRM may have published one since."
            }
            Self::NoData => {
                "OGP shows no IRM data for this rating. One reason can be that the IRM has not used every indicator in every cycle."
            }
            Self::NotReviewable => {
                "The plan does not say clearly enough what will be done, so the IRM could not assess it."
            }
            Self::Unstated => "We found no rating on the page we read. There may be one elsewhere.",
        }
    }
}

slug_enum! {
    /// The IRM's answer to a yes-or-no question about a commitment's design.
    Answer, "answer" {
        Yes = "yes", "Yes";
        No = "no", "No";
        Pending = "pending", "Pending IRM Review";
        NoData = "no_data", "No IRM Data";
    }
}

impl Answer {
    /// As it is told on pages: what is no answer as the level of a rating is. [`Answer::label`] is what
    /// OGP's files write.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Yes | Self::No => self.label(),
            Self::Pending => Level::Pending.label(),
            Self::NoData => Level::NoData.label(),
        }
    }
}

/// What a source says about one dimension. That a source says nothing is the absence of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Finding {
    /// A value on a scale.
    Rated(Value),
    /// The review is still to come (`NR` in OGP's files).
    Pending,
    /// The indicator was not used (`ND` in OGP's files).
    NoData,
    /// The commitment was not verifiable and therefore not assessed.
    NotReviewable,
}

/// What OGP writes where there is no value.
const PENDING: &str = "Pending IRM Review";
const NO_DATA: &str = "No IRM Data";
const NOT_REVIEWABLE: &str = "Not Reviewable";

impl Finding {
    /// Reads a cell of a file: a value of `scheme`, or one of the statements that there is none.
    ///
    /// Refuses a value without a scheme, and a value that the scheme does not have.
    pub fn read(scheme: Option<Scheme>, cell: &str) -> Result<Self, UnknownWord> {
        match text::slugify(cell).as_str() {
            "pending-irm-review" | "pending" => Ok(Self::Pending),
            "no-irm-data" | "no-data" => Ok(Self::NoData),
            "not-reviewable" => Ok(Self::NotReviewable),
            _ => match scheme {
                Some(scheme) => scheme.value(cell).map(Self::Rated),
                None => Err(UnknownWord {
                    what: "rating without a scheme",
                    found: cell.to_owned(),
                    expected: format!(
                        "{PENDING}, {NO_DATA}, {NOT_REVIEWABLE}, or a scheme beside it"
                    ),
                }),
            },
        }
    }

    /// The value or statement as OGP writes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rated(value) => value.label(),
            Self::Pending => PENDING,
            Self::NoData => NO_DATA,
            Self::NotReviewable => NOT_REVIEWABLE,
        }
    }

    /// Whether it is a value given at mid-term, which says less than one from its end.
    pub fn is_midterm(self) -> bool {
        self.scheme() == Some(Scheme::CompletionMidterm)
    }

    /// The scheme of a rated value.
    pub fn scheme(self) -> Option<Scheme> {
        match self {
            Self::Rated(value) => Some(value.scheme()),
            _ => None,
        }
    }
}

/// One rating as published: what was found, in which report, where that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Rating {
    pub dimension: Dimension,
    pub finding: Finding,
    /// The IRM report that says so, where known.
    pub report: Option<Report>,
    pub source_url: Option<String>,
    /// Where in the source it stands: a page, or the part of an address after `#`.
    pub source_page: Option<String>,
    /// When the source was read, where that is known.
    pub read_on: Option<PartialDate>,
}

impl Rating {
    /// Where its source can be read: at the page, where its address and the page allow it.
    pub fn source_link(&self) -> Option<String> {
        let address = self.source_url.clone()?;
        let page = self.source_page.as_deref().unwrap_or_default();
        let is_number = !page.is_empty() && page.bytes().all(|b| b.is_ascii_digit());
        let is_pdf = address.to_ascii_lowercase().ends_with(".pdf");
        Some(match page.strip_prefix('#') {
            _ if address.contains('#') => address,
            Some(part) if is_fragment(part) => format!("{address}#{part}"),
            None if is_number && is_pdf => format!("{address}#page={page}"),
            _ => address,
        })
    }

    /// Whether the rating comes from a report that may still change.
    pub fn is_provisional(&self) -> bool {
        self.report
            .as_ref()
            .is_some_and(|r| r.stage != ReportStage::Final)
    }
}

/// Whether a text can stand after the `#` of an address as it is.
fn is_fragment(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&b);
    !text.is_empty() && text.bytes().all(fits)
}

/// The facts about a commitment on which its levels depend besides the ratings themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Design {
    /// Is it clear enough to check?
    pub verifiable: Option<Answer>,
    /// Does it have an open-government lens?
    pub relevant: Option<Answer>,
    /// The plan's year of submission.
    pub plan_year: Option<i32>,
}

/// The first plan year in which the IRM stops at a commitment that is not verifiable
/// (<https://opengovpartnership.org/glossary/verifiability>). Older ones were rated all the same.
pub const NOT_REVIEWABLE_SINCE: i32 = 2021;

/// The level of one dimension, from what the source says and the commitment's design.
///
/// - A value stands on its scheme's side of the line, except that Moderate or Transformative
///   *potential impact* is high only for a commitment that is relevant to OGP's values: where the
///   source denies that, or says that it has no data on it, the level is low. Where the source does
///   not speak of relevance the value stands.
/// - A statement that there is no value is a level of its own.
/// - Without any statement the level is `Unstated`, except where a plan of 2021 or later is said
///   not to be verifiable: the IRM does not assess such a commitment further.
pub fn level(finding: Option<Finding>, design: Design) -> Level {
    match finding {
        Some(Finding::Rated(value)) => {
            let denied = matches!(design.relevant, Some(Answer::No | Answer::NoData));
            if value.scheme() == Scheme::PotentialImpact && denied {
                Level::Low
            } else {
                value.describe().level
            }
        }
        Some(Finding::Pending) => Level::Pending,
        Some(Finding::NoData) => Level::NoData,
        Some(Finding::NotReviewable) => Level::NotReviewable,
        None => {
            let counts = design
                .plan_year
                .is_some_and(|year| year >= NOT_REVIEWABLE_SINCE);
            if counts && design.verifiable == Some(Answer::No) {
                Level::NotReviewable
            } else {
                Level::Unstated
            }
        }
    }
}

/// Of all published ratings of one dimension (oldest first), the one that counts now.
///
/// A value counts before a statement that there is none, the end of a plan before its middle, and
/// otherwise the newest.
pub fn current(ratings: impl IntoIterator<Item = Rating>) -> Option<Rating> {
    ratings
        .into_iter()
        .max_by_key(|rating| rank(rating.finding))
}

/// How much a finding counts beside others of its dimension: a value of the end of the plan more
/// than one of its middle, and any value more than a statement that there is none.
pub fn rank(finding: Finding) -> u8 {
    match finding {
        Finding::Rated(_) if finding.is_midterm() => 1,
        Finding::Rated(_) => 2,
        _ => 0,
    }
}

/// The current rating of each dimension, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CurrentRatings([Option<Rating>; 3]);

impl CurrentRatings {
    /// Chooses the current rating of each dimension from all published ones, oldest first.
    pub fn choose(published: Vec<Rating>) -> Self {
        let mut by_dimension: [Vec<Rating>; 3] = Default::default();
        for rating in published {
            by_dimension[rating.dimension.index()].push(rating);
        }
        Self(by_dimension.map(current))
    }

    /// The current rating of a dimension.
    pub fn of(&self, dimension: Dimension) -> Option<&Rating> {
        self.0[dimension.index()].as_ref()
    }

    /// The reports of all current ratings.
    pub fn reports_mut(&mut self) -> impl Iterator<Item = &mut Report> {
        let ratings = self.0.iter_mut().flatten();
        ratings.filter_map(|rating| rating.report.as_mut())
    }

    /// All current ratings, in the order of [`Dimension::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = &Rating> {
        self.0.iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(scheme: Scheme, label: &str) -> Finding {
        Finding::Rated(scheme.value(label).unwrap())
    }

    fn relevant(answer: Option<Answer>) -> Design {
        Design {
            relevant: answer,
            ..Design::default()
        }
    }

    #[test]
    fn potential_impact_is_high_only_for_a_relevant_commitment() {
        let impact = Some(rated(Scheme::PotentialImpact, "Transformative"));
        for (answer, expected) in [
            (Some(Answer::Yes), Level::High),
            (Some(Answer::No), Level::Low),
            (Some(Answer::NoData), Level::Low),
            (None, Level::High),
        ] {
            assert_eq!(level(impact, relevant(answer)), expected, "{answer:?}");
        }
        let minor = Some(rated(Scheme::PotentialImpact, "Minor"));
        assert_eq!(level(minor, relevant(Some(Answer::Yes))), Level::Low);
    }

    #[test]
    fn relevance_changes_no_other_scheme() {
        for (scheme, label) in [
            (Scheme::PotentialForResults, "Substantial"),
            (Scheme::Completion, "Complete"),
            (Scheme::DidItOpenGovernment, "Major"),
            (Scheme::PublishedLevel, "High"),
        ] {
            assert_eq!(
                level(Some(rated(scheme, label)), relevant(Some(Answer::No))),
                Level::High
            );
        }
    }

    #[test]
    fn the_four_ways_of_having_no_rating_stay_apart() {
        let none = Design::default();
        assert_eq!(level(Some(Finding::Pending), none), Level::Pending);
        assert_eq!(level(Some(Finding::NoData), none), Level::NoData);
        assert_eq!(
            level(Some(Finding::NotReviewable), none),
            Level::NotReviewable
        );
        assert_eq!(level(None, none), Level::Unstated);
        assert!(
            Level::ALL
                .iter()
                .filter(|l| l.is_assessed())
                .eq([&Level::High, &Level::Low])
        );
    }

    #[test]
    fn not_verifiable_means_not_reviewable_only_since_2021() {
        let of = |year| Design {
            verifiable: Some(Answer::No),
            plan_year: Some(year),
            ..Design::default()
        };
        assert_eq!(level(None, of(2016)), Level::Unstated);
        assert_eq!(level(None, of(2021)), Level::NotReviewable);
        assert_eq!(level(Some(Finding::Pending), of(2022)), Level::Pending);
    }

    #[test]
    fn the_end_of_a_plan_counts_before_its_middle_whenever_it_was_entered() {
        let rating = |scheme: Scheme, label: &str| Rating {
            dimension: Dimension::Completion,
            finding: rated(scheme, label),
            report: None,
            source_url: None,
            source_page: None,
            read_on: None,
        };
        let end = rating(Scheme::Completion, "Limited");
        let middle = rating(Scheme::CompletionMidterm, "Complete");
        let pending = Rating {
            finding: Finding::Pending,
            ..middle.clone()
        };
        assert_eq!(current([end.clone(), middle.clone()]), Some(end.clone()));
        assert_eq!(current([middle.clone(), pending.clone()]), Some(middle));
        let corrected = rating(Scheme::Completion, "Substantial");
        assert_eq!(current([end, corrected.clone(), pending]), Some(corrected));
        assert_eq!(current([]), None);
    }

    #[test]
    fn a_value_needs_its_scheme() {
        assert!(
            Finding::read(None, "Marginal")
                .unwrap_err()
                .to_string()
                .contains("Marginal")
        );
        assert_eq!(
            Finding::read(None, "Pending IRM Review"),
            Ok(Finding::Pending)
        );
        let read = Finding::read(Some(Scheme::DidItOpenGovernment), "Major Major").unwrap();
        assert_eq!(read.label(), "Major");
    }
}
