//! The values of each scale, lowest first.

use super::ScaleValue;
use crate::Level;

const fn value(label: &'static str, level: Level, definition: &'static str) -> ScaleValue {
    ScaleValue {
        label,
        also: &[],
        level,
        definition,
    }
}

const fn spelled(
    label: &'static str,
    also: &'static [&'static str],
    level: Level,
    definition: &'static str,
) -> ScaleValue {
    ScaleValue {
        label,
        also,
        level,
        definition,
    }
}

pub const POTENTIAL_IMPACT: &[ScaleValue] = &[
    value("None", Level::Low, "Would leave things as they are."),
    value("Minor", Level::Low, "A small step in the right direction."),
    value(
        "Moderate",
        Level::High,
        "A major step, but limited in scale or scope.",
    ),
    value(
        "Transformative",
        Level::High,
        "Could completely change how government works in the policy area.",
    ),
];

pub const POTENTIAL_FOR_RESULTS: &[ScaleValue] = &[
    value(
        "Unclear",
        Level::Low,
        "Mostly continues what already happens; the gain for open government is not clear.",
    ),
    value(
        "Modest",
        Level::Low,
        "A useful single step that does not lock in wider change.",
    ),
    value(
        "Substantial",
        Level::High,
        "Could change the rules or institutions of a policy area in a lasting, binding way.",
    ),
];

const NO_EVIDENCE: &[&str] = &["Unclear"];

pub const COMPLETION: &[ScaleValue] = &[
    spelled(
        "No Evidence Available",
        NO_EVIDENCE,
        Level::Low,
        "No evidence was found to show whether the work was done; the source may say \u{201c}Unclear\u{201d}.",
    ),
    value(
        "Not Started",
        Level::Low,
        "Work had not begun by the end of the plan.",
    ),
    value(
        "Limited",
        Level::Low,
        "Some activities were carried out, but not most of them.",
    ),
    value(
        "Substantial",
        Level::High,
        "Most of what was promised was done.",
    ),
    spelled(
        "Complete",
        &["Completed"],
        Level::High,
        "Everything promised was done.",
    ),
];

pub const COMPLETION_MIDTERM: &[ScaleValue] = &[
    value(
        "Withdrawn",
        Level::Low,
        "The government dropped the commitment during the plan.",
    ),
    spelled(
        "No Evidence Available",
        NO_EVIDENCE,
        Level::Low,
        "Whether the work was under way was not clear; the source may say \u{201c}Unclear\u{201d}.",
    ),
    value(
        "Not Started",
        Level::Low,
        "Work had not begun when the IRM wrote its progress report.",
    ),
    value(
        "Limited",
        Level::Low,
        "Some activities had been carried out when the IRM wrote its progress report.",
    ),
    value(
        "Substantial",
        Level::High,
        "Most of what was promised had been done when the IRM wrote its progress report.",
    ),
    spelled(
        "Complete",
        &["Completed"],
        Level::High,
        "Everything promised had been done when the IRM wrote its progress report.",
    ),
];

pub const DID_IT_OPEN_GOVERNMENT: &[ScaleValue] = &[
    spelled(
        "Worsens",
        &["Worsened"],
        Level::Low,
        "Government became less open because of the commitment.",
    ),
    spelled(
        "Did Not Change",
        &["None"],
        Level::Low,
        "Government practice stayed as it was.",
    ),
    value(
        "No early results to report yet",
        Level::Low,
        "The IRM had no early results to report yet.",
    ),
    value("Marginal", Level::Low, "Practice opened a little."),
    spelled(
        "Major",
        &["Major Major"],
        Level::High,
        "A clear step towards openness, limited in scope or scale.",
    ),
    value(
        "Outstanding",
        Level::High,
        "Changed how government works in the policy area.",
    ),
];

pub const EARLY_RESULTS: &[ScaleValue] = &[
    spelled(
        "No Notable Results",
        &["No notable results yet", "No notable early results"],
        Level::Low,
        "Few or no positive results were seen.",
    ),
    value(
        "Moderate",
        Level::Low,
        "Positive results and some meaningful change, without evidence that they will last.",
    ),
    value(
        "Significant",
        Level::High,
        "Clear positive results that changed practice, policy, institutions or trust, with evidence that they will last.",
    ),
];

pub const PUBLISHED_LEVEL: &[ScaleValue] = &[
    value(
        "Low",
        Level::Low,
        "Below OGP\u{2019}s line; our source does not show the underlying value.",
    ),
    value(
        "High",
        Level::High,
        "Above OGP\u{2019}s line; our source does not show the underlying value.",
    ),
];
