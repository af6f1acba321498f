//! The IRM's rating scales: every scheme, every value, what it means in our own words, where that
//! is defined, and on which side of OGP's published High/Low line it falls.
//!
//! Values of different schemes are never compared with each other, only their levels
//! ([`super::rating`]).

mod values;

use super::rating::{Dimension, Level};
use super::report::ReportKind;
use super::{UnknownWord, slug_enum, text};

slug_enum! {
    /// A scale on which the IRM (or OGP's site) states a rating.
    Scheme, "rating scheme" {
        PotentialImpact = "potential_impact", "Potential impact";
        PotentialForResults = "potential_for_results", "Potential for results";
        Completion = "completion", "Completion at the end of the plan";
        CompletionMidterm = "completion_midterm", "Completion at mid-term";
        DidItOpenGovernment = "did_it_open_government", "Did it open government?";
        EarlyResults = "early_results", "Early results";
        PublishedLevel = "published_level", "Published level (High or Low)";
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct ScaleValue {
    /// The value as OGP writes it.
    pub label: &'static str,
    /// Other spellings found in OGP's own data.
    pub also: &'static [&'static str],
    /// Its side of the published line, before the relevance clause of [`super::rating`].
    pub level: Level,
    /// What it means, in this project's words.
    pub definition: &'static str,
}

const AMBITION: &str = "https://www.opengovpartnership.org/glossary/ambition/";
const COMPLETION: &str = "https://www.opengovpartnership.org/glossary/completion/";
const EARLY_RESULTS: &str = "https://www.opengovpartnership.org/glossary/early-results/";

impl Scheme {
    /// The dimension that the scheme rates; none for the published level, which serves all three.
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::PotentialImpact | Self::PotentialForResults => Some(Dimension::Ambition),
            Self::Completion | Self::CompletionMidterm => Some(Dimension::Completion),
            Self::DidItOpenGovernment | Self::EarlyResults => Some(Dimension::EarlyResults),
            Self::PublishedLevel => None,
        }
    }

    /// The schemes in which a dimension can be rated, oldest first, the published level last.
    pub fn of(dimension: Dimension) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |s| s.dimension().is_none_or(|d| d == dimension))
    }

    /// The schemes in which the IRM rates a dimension of a plan submitted in `plan_year`, in a report
    /// of this kind; what is not known does not narrow the choice. The report decides before the
    /// year: a Results Report rates early results on the new scale whatever the plan's year.
    ///
    /// The published level is among them only where OGP's page shows nothing else, which no report
    /// is: it always needs a reason.
    pub fn fitting(
        dimension: Dimension,
        plan_year: Option<i32>,
        report: Option<ReportKind>,
    ) -> Vec<Self> {
        let is_early = report.is_some_and(ReportKind::is_before_the_end);
        let fits = |scheme: &Self| match scheme {
            Self::PotentialImpact => match report {
                Some(ReportKind::ActionPlanReview) => false,
                _ => plan_year.is_none_or(|year| year <= 2019),
            },
            Self::PotentialForResults => match report {
                Some(ReportKind::ActionPlanReview) => true,
                _ => plan_year.is_none_or(|year| year >= 2020),
            },
            Self::Completion => !is_early,
            Self::CompletionMidterm => {
                matches!(report, None | Some(ReportKind::Progress))
                    && plan_year.is_none_or(|year| year <= 2016)
            }
            Self::DidItOpenGovernment => match report {
                Some(ReportKind::Results) => false,
                _ if is_early => false,
                _ => plan_year.is_none_or(|year| year <= 2020),
            },
            Self::EarlyResults => match report {
                Some(ReportKind::Results) => true,
                _ if is_early => false,
                _ => plan_year.is_none_or(|year| year >= 2021),
            },
            Self::PublishedLevel => false,
        };
        Self::of(dimension).filter(fits).collect()
    }

    /// For which plans, by year of submission, the IRM used the scheme.
    pub const fn period(self) -> &'static str {
        match self {
            Self::PotentialImpact => "plans submitted from 2012 to 2019",
            Self::PotentialForResults => "plans submitted from 2020",
            Self::Completion => "plans submitted from 2013",
            Self::CompletionMidterm => "plans submitted from 2011 to 2016",
            Self::DidItOpenGovernment => "plans submitted from 2013 to 2020",
            Self::EarlyResults => {
                "plans submitted from 2021, and a few earlier ones whose report came later"
            }
            Self::PublishedLevel => "any plan where our source shows only High or Low",
        }
    }

    /// In which report the rating is given.
    pub const fn assessed_in(self) -> &'static str {
        match self {
            Self::PotentialImpact => "Progress (Mid-Term) or Design Report",
            Self::PotentialForResults => "Action Plan Review, about four months after submission",
            Self::Completion => {
                "End-of-Term, Implementation or Results Report, about four months after the plan ends"
            }
            Self::CompletionMidterm => "Progress (Mid-Term) Report",
            Self::DidItOpenGovernment => "End-of-Term, Implementation or Results Report",
            Self::EarlyResults => "Results Report",
            Self::PublishedLevel => {
                "OGP\u{2019}s page on the commitment, or a report that says so of a whole plan"
            }
        }
    }

    /// What the scheme asks, in this project's words.
    pub const fn question(self) -> &'static str {
        match self {
            Self::PotentialImpact => {
                "If it were fully carried out, how much would the commitment change practice in its policy area?"
            }
            Self::PotentialForResults => {
                "Could the commitment change rules, practices or institutions beyond what already happens?"
            }
            Self::Completion => {
                "How much of what was promised was done by the end of the plan, whether or not it changed anything?"
            }
            Self::CompletionMidterm => {
                "How much of what was promised had been done when the IRM wrote its progress report?"
            }
            Self::DidItOpenGovernment => {
                "Did government practice become more open during the plan because of the commitment?"
            }
            Self::EarlyResults => "What results did the commitment show by the time of the report?",
            Self::PublishedLevel => {
                "On which side of OGP\u{2019}s published High/Low line does the commitment fall?"
            }
        }
    }

    /// Where OGP defines the scheme.
    pub const fn source(self) -> &'static str {
        match self {
            Self::PotentialImpact | Self::PotentialForResults | Self::PublishedLevel => AMBITION,
            Self::Completion | Self::CompletionMidterm => COMPLETION,
            Self::DidItOpenGovernment | Self::EarlyResults => EARLY_RESULTS,
        }
    }

    /// Whether OGP's own wording of each single value could be read; where not, the definition
    /// rests on the scheme's general description.
    pub const fn worded_by_ogp(self) -> bool {
        matches!(self, Self::PotentialForResults | Self::DidItOpenGovernment)
    }

    /// Every value, lowest first.
    pub const fn values(self) -> &'static [ScaleValue] {
        match self {
            Self::PotentialImpact => values::POTENTIAL_IMPACT,
            Self::PotentialForResults => values::POTENTIAL_FOR_RESULTS,
            Self::Completion => values::COMPLETION,
            Self::CompletionMidterm => values::COMPLETION_MIDTERM,
            Self::DidItOpenGovernment => values::DID_IT_OPEN_GOVERNMENT,
            Self::EarlyResults => values::EARLY_RESULTS,
            Self::PublishedLevel => values::PUBLISHED_LEVEL,
        }
    }

    /// Every value, lowest first, as [`Value`]s.
    pub fn iter(self) -> impl Iterator<Item = Value> {
        (0..self.values().len())
            .filter_map(|ordinal| u8::try_from(ordinal).ok())
            .map(move |ordinal| Value {
                scheme: self,
                ordinal,
            })
    }

    /// Parses a value as OGP writes it; the error for an unknown one names those there are.
    pub fn value(self, label: &str) -> Result<Value, UnknownWord> {
        let wanted = text::slugify(label);
        self.values()
            .iter()
            .position(|v| {
                text::slugify(v.label) == wanted
                    || v.also.iter().any(|a| text::slugify(a) == wanted)
            })
            .and_then(|ordinal| u8::try_from(ordinal).ok())
            .map(|ordinal| Value {
                scheme: self,
                ordinal,
            })
            .ok_or_else(|| UnknownWord {
                what: self.label(),
                found: label.to_owned(),
                expected: self
                    .values()
                    .iter()
                    .map(|v| v.label)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }
}

/// A value of a scheme. Made by [`Scheme::value`], or from bytes that the same program wrote (`serde`), so that it
/// always exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Value {
    scheme: Scheme,
    ordinal: u8,
}

impl Value {
    /// What OGP's data calls "Unclear", and its glossary "No Evidence Available".
    pub const UNCLEAR: Self = Self {
        scheme: Scheme::Completion,
        ordinal: 0,
    };
    /// The same in progress reports.
    pub const UNCLEAR_MIDTERM: Self = Self {
        scheme: Scheme::CompletionMidterm,
        ordinal: 1,
    };
    /// That the IRM had no early results to report yet.
    pub const NO_RESULTS_YET: Self = Self {
        scheme: Scheme::DidItOpenGovernment,
        ordinal: 2,
    };

    /// That the government dropped the commitment during the plan.
    pub const WITHDRAWN: Self = Self {
        scheme: Scheme::CompletionMidterm,
        ordinal: 0,
    };

    /// Whether it says that there was nothing to find, not that little was found. OGP's published line counts
    /// it as low all the same.
    pub fn is_without_finding(self) -> bool {
        [Self::UNCLEAR, Self::UNCLEAR_MIDTERM, Self::NO_RESULTS_YET].contains(&self)
    }

    pub const fn scheme(self) -> Scheme {
        self.scheme
    }

    /// Its place on the scale, 0 the lowest.
    pub const fn ordinal(self) -> usize {
        self.ordinal as usize
    }

    /// Scheme and value as one word of an address, such as `potential_impact-moderate`.
    pub fn slug(self) -> String {
        format!("{}-{}", self.scheme.slug(), text::slugify(self.label()))
    }

    /// Reads what [`Value::slug`] writes; none where the dimension has no such value.
    pub fn from_slug(dimension: Dimension, slug: &str) -> Option<Self> {
        let (scheme, label) = slug.split_once('-')?;
        let scheme = Scheme::of(dimension).find(|s| s.slug() == scheme)?;
        scheme.value(label).ok()
    }

    /// Label, definition and side of the line.
    pub fn describe(self) -> &'static ScaleValue {
        &self.scheme.values()[self.ordinal()]
    }

    /// The value as OGP writes it.
    pub fn label(self) -> &'static str {
        self.describe().label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_found_by_its_label_and_its_other_spellings() {
        for scheme in Scheme::ALL {
            for (ordinal, described) in scheme.values().iter().enumerate() {
                for label in described.also.iter().chain([&described.label]) {
                    let found = scheme.value(label).unwrap();
                    assert_eq!(
                        (found.scheme(), found.ordinal()),
                        (*scheme, ordinal),
                        "{label}"
                    );
                }
                assert!(described.definition.ends_with('.'), "{}", described.label);
            }
        }
    }

    #[test]
    fn values_with_a_name_in_the_code_are_what_it_says() {
        for (value, label) in [
            (Value::UNCLEAR, "No Evidence Available"),
            (Value::UNCLEAR_MIDTERM, "No Evidence Available"),
            (Value::NO_RESULTS_YET, "No early results to report yet"),
            (Value::WITHDRAWN, "Withdrawn"),
        ] {
            assert_eq!(value.label(), label);
        }
    }

    #[test]
    fn a_value_of_another_scheme_is_refused_with_the_values_there_are() {
        let error = Scheme::PotentialForResults
            .value("Transformative")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("Transformative") && error.contains("Substantial"),
            "{error}"
        );
    }

    /// OGP's published lines: Substantial or Complete; Major, Outstanding or Significant; Moderate
    /// or Transformative impact, Substantial potential for results.
    #[test]
    fn the_high_side_of_each_line_is_ogps() {
        let high: Vec<_> = Scheme::ALL
            .iter()
            .flat_map(|s| s.values())
            .filter(|v| v.level == Level::High)
            .map(|v| v.label)
            .collect();
        assert_eq!(
            high,
            [
                "Moderate",
                "Transformative",
                "Substantial",
                "Substantial",
                "Complete",
                "Substantial",
                "Complete",
                "Major",
                "Outstanding",
                "Significant",
                "High",
            ]
        );
    }
}
