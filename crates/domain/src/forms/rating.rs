//! The form of a rating: what was found, in which report, where to read it, and why it is entered.

use super::{Fields, MAX_LINE, MAX_REASON, Problems};
use crate::{
    Dimension, Finding, PartialDate, Rating, Report, ReportKind, ReportStage, Scheme, Value,
};

/// Everything that can be checked without the commitment.
pub fn problems(fields: &Fields) -> Problems {
    let mut problems = typed_problems(fields);
    problems.read::<ReportStage>(fields, "report_stage");
    problems.read::<ReportKind>(fields, "report_kind");
    problems
}

/// Checks of what people type; choices are left out to keep the browser part small.
pub fn typed_problems(fields: &Fields) -> Problems {
    let mut problems = Problems::default();
    problems.required(fields, "finding", "A finding");
    problems.required(fields, "report_title", "The title of the report");
    problems.text(fields, "report_title", MAX_LINE);
    problems.required(fields, "report_stage", "The stage of the report");
    problems.required(fields, "source_url", "The link to the report");
    problems.address(fields, "source_url");
    problems.text(fields, "source_page", 100);
    problems.read::<PartialDate>(fields, "read_on");
    problems.required(fields, "reason", "A reason");
    problems.text(fields, "reason", MAX_REASON);
    problems.text(fields, "override_reason", MAX_REASON);
    problems.text(fields, "reply", 10 * MAX_REASON);
    problems.address(fields, "reply_url");
    problems
}

/// Parses a finding as the form spells it: scheme and value, or a statement that there is none.
pub fn finding(dimension: Dimension, slug: &str) -> Option<Finding> {
    match slug {
        "pending" => Some(Finding::Pending),
        "no_data" => Some(Finding::NoData),
        "not_reviewable" => Some(Finding::NotReviewable),
        _ => Value::from_slug(dimension, slug).map(Finding::Rated),
    }
}

/// A finding as the form spells it.
pub fn finding_slug(finding: Finding) -> String {
    match finding {
        Finding::Rated(value) => value.slug(),
        Finding::Pending => "pending".to_owned(),
        Finding::NoData => "no_data".to_owned(),
        Finding::NotReviewable => "not_reviewable".to_owned(),
    }
}

/// The kind of report: from its title, else as chosen in the form.
pub fn kind_of_report(fields: &Fields) -> Option<ReportKind> {
    let report = Report::from_title(fields.get("report_title"));
    let titled = report.and_then(|report| report.kind);
    titled.or_else(|| fields.get("report_kind").parse().ok())
}

/// The rating that the form describes. A scale that does not fit the plan (of `plan_year`) and the
/// report needs a reason of its own.
pub fn read(
    fields: &Fields,
    dimension: Dimension,
    plan_year: Option<i32>,
) -> Result<Rating, Problems> {
    let mut problems = problems(fields);
    let slug = fields.get("finding");
    let found = finding(dimension, slug);
    if found.is_none() && !slug.is_empty() {
        problems.push("finding", "Not a valid value for this rating.");
    }
    let report = Report::from_title(fields.get("report_title")).map(|mut report| {
        if let Ok(stage) = fields.get("report_stage").parse() {
            report.stage = stage;
        }
        report
    });
    if report.is_none() && problems.of("report_title").is_none() {
        problems.push("report_title", "Enter the title of the report.");
    }
    let kind = kind_of_report(fields);
    if let Some(scheme) = found.and_then(Finding::scheme)
        && !Scheme::fitting(dimension, plan_year, kind).contains(&scheme)
        && fields.get("override_reason").is_empty()
    {
        problems.push(
            "override_reason",
            format!(
                "\u{201c}{}\u{201d} is for {} and given in: {}. Give a reason for another scale.",
                scheme.label(),
                scheme.period(),
                scheme.assessed_in()
            ),
        );
    }
    match found {
        Some(finding) if problems.is_empty() => Ok(Rating {
            dimension,
            finding,
            report,
            source_url: fields.text("source_url"),
            source_page: fields.text("source_page"),
            read_on: fields.get("read_on").parse().ok(),
        }),
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(finding: &str, over: &str) -> Fields {
        Fields::parse(
            format!(
                "finding={finding}&report_title=Spain+Results+Report+2022-2024&report_stage=final\
                 &source_url=https://example.org/report&reason=new+report&override_reason={over}"
            )
            .as_bytes(),
        )
    }

    #[test]
    fn a_value_of_the_scale_in_use_is_read() {
        let read = read(
            &form("early_results-moderate", ""),
            Dimension::EarlyResults,
            Some(2022),
        )
        .unwrap();
        assert_eq!(read.finding.label(), "Moderate");
        assert_eq!(read.report.unwrap().stage, ReportStage::Final);
    }

    #[test]
    fn another_scale_needs_a_reason() {
        let old = "did_it_open_government-major";
        let refused = read(&form(old, ""), Dimension::EarlyResults, Some(2022)).unwrap_err();
        assert!(refused.of("override_reason").is_some());
        assert!(
            read(
                &form(old, "the+report+uses+it"),
                Dimension::EarlyResults,
                Some(2022)
            )
            .is_ok()
        );
    }

    #[test]
    fn the_kind_of_report_that_was_chosen_decides_where_its_title_does_not() {
        let read = |title: &str, kind: &str, finding: &str| {
            let form = format!(
                "finding={finding}&report_title={title}&report_kind={kind}&report_stage=final\
                 &source_url=https://example.org/report&reason=new+report"
            );
            read(
                &Fields::parse(form.as_bytes()),
                Dimension::Completion,
                Some(2014),
            )
        };
        assert!(read("IRM+report", "", "completion-complete").is_ok());
        assert!(read("IRM+report", "end-of-term", "completion-complete").is_ok());
        for (title, kind) in [
            ("IRM+report", "progress"),
            ("IRM+report", "design"),
            ("Spain+Progress+Report+2014-2016", "end-of-term"),
        ] {
            let refused = read(title, kind, "completion-complete").unwrap_err();
            assert!(refused.of("override_reason").is_some(), "{title} {kind}");
        }
        let refused = read("IRM+report", "nonsense", "completion-complete").unwrap_err();
        assert!(refused.of("report_kind").is_some());
    }

    #[test]
    fn a_scale_of_another_dimension_is_refused() {
        for bad in ["completion-limited", "nonsense", "early_results-major"] {
            let refused = read(&form(bad, ""), Dimension::EarlyResults, Some(2022)).unwrap_err();
            assert!(refused.of("finding").is_some(), "{bad}");
        }
    }
}
