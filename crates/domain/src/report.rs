//! IRM reports: where a rating comes from.

use std::sync::Arc;

use super::{Dimension, Scheme, slug_enum, text};

slug_enum! {
    /// The kinds of report the IRM has published over the years
    /// (<https://www.opengovpartnership.org/glossary/independent-reporting-mechanism-irm/>).
    ReportKind, "kind of report" {
        Progress = "progress", "Progress or Mid-Term Report";
        EndOfTerm = "end-of-term", "End-of-Term Report";
        Design = "design", "Design Report";
        Implementation = "implementation", "Implementation Report";
        TransitionalResults = "transitional-results", "Transitional Results Report";
        ActionPlanReview = "action-plan-review", "Action Plan Review";
        MidtermReview = "midterm-review", "Midterm Review";
        Results = "results", "Results Report";
        Inception = "inception", "Inception Report";
        EndOfCommitment = "end-of-commitment", "End of Commitment Report";
        LocalReview = "local-review", "IRM report on local action plans";
    }
}

slug_enum! {
    /// How far a report has got. A rating from a report for comment is provisional.
    ReportStage, "report stage" {
        Draft = "draft", "Draft";
        ForComment = "for-comment", "For public comment";
        Final = "final", "Final";
    }
}

impl ReportKind {
    /// Whether the IRM gives ratings of this dimension and scheme in such reports.
    pub const fn rates(self, dimension: Dimension, scheme: Scheme) -> bool {
        match (dimension, scheme) {
            (Dimension::Ambition, _) => self.rates_design(),
            (_, Scheme::CompletionMidterm) => matches!(self, Self::Progress),
            _ => self.has_results(),
        }
    }

    /// Whether it rates what a plan promises.
    pub const fn rates_design(self) -> bool {
        matches!(self, Self::Design | Self::ActionPlanReview | Self::Progress)
    }

    /// Whether it says what came of a plan.
    pub const fn has_results(self) -> bool {
        matches!(
            self,
            Self::EndOfTerm | Self::Implementation | Self::TransitionalResults | Self::Results
        )
    }

    /// Whether it is written before the plan ends, so that it cannot report results.
    pub const fn is_before_the_end(self) -> bool {
        matches!(
            self,
            Self::Design | Self::ActionPlanReview | Self::Inception | Self::Progress
        )
    }
}

/// Reports that a source names by what they are about and their year only, as OGP's sheets do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnnamedReport {
    Progress,
    EndOfTerm,
    /// Of plans since 2017, whose reports have had several names.
    Design,
    Results,
}

impl UnnamedReport {
    const ALL: [Self; 4] = [Self::Progress, Self::EndOfTerm, Self::Design, Self::Results];

    const fn name(self) -> &'static str {
        match self {
            Self::Progress => "IRM Progress Report",
            Self::EndOfTerm => "IRM End-of-Term Report",
            Self::Design => "IRM report on design",
            Self::Results => "IRM report on results",
        }
    }

    /// What stands for its title.
    pub fn title(self, year: &str) -> String {
        format!("{}{PUBLISHED}{year}", self.name())
    }

    /// Whether a report of this kind can be the one that is named so.
    const fn may_be(self, kind: ReportKind) -> bool {
        match self {
            Self::Progress => matches!(kind, ReportKind::Progress),
            Self::EndOfTerm => matches!(kind, ReportKind::EndOfTerm),
            Self::Design => matches!(kind, ReportKind::Design | ReportKind::ActionPlanReview),
            Self::Results => matches!(
                kind,
                ReportKind::Results | ReportKind::TransitionalResults | ReportKind::Implementation
            ),
        }
    }
}

/// Years from the last that a title names to the publication: reports of the bundled record have been out
/// within two.
const YEARS_TO_PUBLICATION: i32 = 2;

/// What goes before the year of a report that has no title of its own.
const PUBLISHED: &str = ", published ";

/// A report, known by its title; kind, years and stage are read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Report {
    /// Many commitments cite the same report.
    pub title: Arc<str>,
    /// What kind of report the title names, where it names one.
    pub kind: Option<ReportKind>,
    /// First and last year named in the title.
    pub years: Option<(i32, i32)>,
    /// Final unless the title says that it is open for comment.
    pub stage: ReportStage,
}

impl Report {
    /// Reads a title such as `Romania Results Report 2022-2024`.
    ///
    /// Gives nothing for an empty title or one that says there is none (`Not available`).
    pub fn from_title(title: &str) -> Option<Self> {
        let title = title.trim();
        let slug = text::slugify(title);
        if slug.is_empty() || slug == "not-available" {
            return None;
        }
        Some(Self {
            title: title.into(),
            kind: kind_in(&slug),
            years: years_in(&slug),
            stage: if slug.contains("for-public-comment") {
                ReportStage::ForComment
            } else {
                ReportStage::Final
            },
        })
    }

    /// The year in which it was published, where the title says so.
    pub fn published(&self) -> Option<i32> {
        let (_, year) = self.title.split_once(PUBLISHED)?;
        year.parse().ok()
    }

    /// Which report and of which year it is, where it has no title of its own.
    pub fn unnamed(&self) -> Option<(UnnamedReport, i32)> {
        let (name, _) = self.title.split_once(PUBLISHED)?;
        let which = UnnamedReport::ALL
            .into_iter()
            .find(|one| one.name() == name)?;
        Some((which, self.published()?))
    }

    /// Whether both titles are one but for dashes and spaces.
    pub fn is_titled_as(&self, other: &Self) -> bool {
        text::slugify(&self.title) == text::slugify(&other.title)
    }

    /// Whether this report, which has a title, can be one that a sheet names by its kind and year only: it is of
    /// that kind, and the year is one in which it can have been published.
    pub fn may_be(&self, named: &Self) -> bool {
        let (Some((which, year)), None) = (named.unnamed(), self.unnamed()) else {
            return false;
        };
        let is_of_kind = self.kind.is_some_and(|kind| which.may_be(kind));
        let is_in_time = |(first, last): (i32, i32)| {
            (first..=last.saturating_add(YEARS_TO_PUBLICATION)).contains(&year)
        };
        is_of_kind && self.years.is_none_or(is_in_time)
    }
}

fn kind_in(slug: &str) -> Option<ReportKind> {
    // Longer names first: a Transitional Results Report is not a Results Report.
    [
        ("end-of-commitment", ReportKind::EndOfCommitment),
        ("inception-report", ReportKind::Inception),
        ("transitional-results", ReportKind::TransitionalResults),
        ("action-plan-review", ReportKind::ActionPlanReview),
        ("midterm-review", ReportKind::MidtermReview),
        ("end-of-term", ReportKind::EndOfTerm),
        ("end-term", ReportKind::EndOfTerm),
        (
            "informe-de-resultados-transitorios",
            ReportKind::TransitionalResults,
        ),
        ("informe-de-resultados", ReportKind::Results),
        ("informe-de-diseno", ReportKind::Design),
        ("rapport-de-resultats", ReportKind::Results),
        ("rapport-de-mise-en-oeuvre", ReportKind::Implementation),
        ("rapport-de-conception", ReportKind::Design),
        ("results-report", ReportKind::Results),
        ("implementation-report", ReportKind::Implementation),
        ("design-report", ReportKind::Design),
        ("progress-report", ReportKind::Progress),
        ("mid-term", ReportKind::Progress),
        ("midterm", ReportKind::Progress),
        ("final-irm-report", ReportKind::LocalReview),
        ("final-irm-review", ReportKind::LocalReview),
        ("preliminary-irm-review", ReportKind::LocalReview),
        ("local-action-plans", ReportKind::LocalReview),
    ]
    .into_iter()
    .find_map(|(part, kind)| slug.contains(part).then_some(kind))
}

fn years_in(slug: &str) -> Option<(i32, i32)> {
    let years: Vec<i32> = slug
        .split('-')
        .filter(|p| p.len() == 4)
        .filter_map(|p| p.parse().ok())
        .filter(|year| (2000..2100).contains(year))
        .collect();
    Some((*years.first()?, *years.last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_kind_years_and_stage() {
        let read = |title| Report::from_title(title).map(|r| (r.kind, r.years, r.stage));
        assert_eq!(
            read("Albania Transitional Results Report 2018-2020"),
            Some((
                Some(ReportKind::TransitionalResults),
                Some((2018, 2020)),
                ReportStage::Final
            ))
        );
        assert_eq!(
            read("Australia Action Plan Review 2024-2025 \u{2013} For Public Comment"),
            Some((
                Some(ReportKind::ActionPlanReview),
                Some((2024, 2025)),
                ReportStage::ForComment
            ))
        );
        assert_eq!(
            read("Austin Final IRM Report 2017"),
            Some((
                Some(ReportKind::LocalReview),
                Some((2017, 2017)),
                ReportStage::Final
            ))
        );
        assert_eq!(read("Not available"), None);
        for which in UnnamedReport::ALL {
            let report = Report::from_title(&which.title("2016")).unwrap();
            assert_eq!(report.published(), Some(2016));
            assert_eq!(report.unnamed(), Some((which, 2016)));
        }
        let named = Report::from_title("Romania Results Report 2022-2024").unwrap();
        assert_eq!((named.published(), named.unnamed()), (None, None));
        assert_eq!(read("  "), None);
    }

    #[test]
    fn a_report_that_is_named_by_its_year_may_be_one_with_a_title() {
        for (title, named, may_be) in [
            (
                "Croatia IRM Progress Report 2012-2013",
                "IRM Progress Report, published 2014",
                true,
            ),
            (
                "Canada Design Report 2018-2020",
                "IRM report on design, published 2020",
                true,
            ),
            (
                "Ukraine Action Plan Review 2021-2022",
                "IRM report on design, published 2021",
                true,
            ),
            (
                "Serbia Transitional Results Report 2018-2020",
                "IRM report on results, published 2021",
                true,
            ),
            // Of another kind, or published before its time or long after it.
            (
                "Canada Design Report 2018-2020",
                "IRM report on results, published 2020",
                false,
            ),
            (
                "Romania Progress Report 2014-2015",
                "IRM End-of-Term Report, published 2016",
                false,
            ),
            (
                "Romania Progress Report 2014-2015",
                "IRM Progress Report, published 2013",
                false,
            ),
            (
                "Romania Progress Report 2014-2015",
                "IRM Progress Report, published 2018",
                false,
            ),
            // No kind, and two titles.
            (
                "Ukraine IRM Report 2014-2015",
                "IRM Progress Report, published 2016",
                false,
            ),
            (
                "Croatia Progress Report 2012-2013",
                "Croatia Progress Report 2012-2013",
                false,
            ),
        ] {
            let [title, named] = [title, named].map(|text| Report::from_title(text).unwrap());
            assert_eq!(title.may_be(&named), may_be, "{title:?} {named:?}");
            assert!(!named.may_be(&title), "{named:?}");
        }
    }
}
