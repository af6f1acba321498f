//! What rating sheets and lists of reports say, in words. English, like all pages for staff.

use crate::service::sheets::KnownReport;
use domain::Rating;
use domain::sheet::Oddity;

/// How far a report is known: its stage, and its ratings.
pub fn report_in_words(known: &KnownReport) -> String {
    let mut parts = vec![known.report.stage.label().to_owned()];
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    };
    if known.published > 0 {
        parts.push(format!("{} published", counted(known.published, "rating")));
    }
    if known.drafts > 0 {
        parts.push(counted(known.drafts, "draft"));
    }
    if known.published + known.drafts == 0 {
        parts.push("no ratings entered".to_owned());
    }
    parts.join(", ")
}

fn named(rating: &Rating) -> String {
    let finding = rating.finding.label();
    match &rating.report {
        Some(report) => format!("\u{201c}{finding}\u{201d} ({})", report.title),
        None => format!("\u{201c}{finding}\u{201d}"),
    }
}

/// What is odd about a rating.
pub fn oddity_in_words(oddity: &Oddity) -> String {
    match oddity {
        Oddity::Published => "Already published, with the same report, link and page.".to_owned(),
        Oddity::RatedLater(now) => {
            format!("Already rated by a later report: {}.", named(now))
        }
        Oddity::NotShown(now) | Oddity::NoValueAfterValue(now) => format!(
            "The public will still see {}. If that is wrong, use the form of this rating and choose it under \u{201c}Corrects\u{201d}.",
            named(now)
        ),
        Oddity::PendingInResults => {
            "Pending, but this report has results. Is the rating not in it?".to_owned()
        }
        Oddity::NotVerifiable => {
            "The record says this commitment is not verifiable, so the IRM would not rate it. Check the report.".to_owned()
        }
    }
}
