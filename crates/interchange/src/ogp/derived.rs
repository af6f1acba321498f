//! What OGP's exports say twice: values coded as numbers, levels, and sums of levels. None of it is
//! imported; a warning says where it contradicts what is.

use crate::cells::Cells;
use crate::message::ImportMessage;
use crate::patch::Patch;
use domain::{Answer, Commitment, Dimension, Level, Scheme, text};

/// A column of words, and the column that says the same in numbers.
#[derive(Debug, Clone, Copy)]
pub struct Coded {
    pub words: &'static str,
    pub column: &'static str,
    codes: &'static [(&'static str, i8)],
}

const SPECIFICITY: &[(&str, i8)] = &[("none", 0), ("low", 1), ("medium", 2), ("high", 3)];
const IMPACT: &[(&str, i8)] = &[
    ("none", 0),
    ("minor", 1),
    ("moderate", 2),
    ("transformative", 3),
];
const POTENTIAL: &[(&str, i8)] = &[("unclear", 0), ("modest", 1), ("substantial", 2)];
const COMPLETION: &[(&str, i8)] = &[
    ("withdrawn", 0),
    ("unclear", 1),
    ("not-started", 2),
    ("limited", 3),
    ("substantial", 4),
    ("complete", 5),
];
const OPENED: &[(&str, i8)] = &[
    ("worsens", 0),
    ("none", 1),
    ("did-not-change", 1),
    ("no-early-results-to-report-yet", 1),
    ("marginal", 2),
    ("major", 3),
    ("outstanding", 4),
];
const RESULTS: &[(&str, i8)] = &[
    ("no-notable-results", 0),
    ("moderate", 1),
    ("significant", 2),
];

const fn coded(
    words: &'static str,
    column: &'static str,
    codes: &'static [(&'static str, i8)],
) -> Coded {
    Coded {
        words,
        column,
        codes,
    }
}

/// The coded columns of the database behind the former OGP Explorer.
pub(super) const CODED_2016: &[Coded] = &[
    coded("Specificity", "_Specificity", SPECIFICITY),
    coded("Potential impact", "_Pot Impact Coded", IMPACT),
    coded(
        "Completion (progress report)",
        "_CompletionProgress",
        COMPLETION,
    ),
    coded("Completion (end of term)", "_CompletionEndTerm", COMPLETION),
    coded(
        "Did it open government (end of term only)",
        "_OpenGovt",
        OPENED,
    ),
];

/// The coded columns of the master sheet of 2024.
pub(super) const CODED_2024: &[Coded] = &[
    coded("Specificity", "_Specificity", SPECIFICITY),
    coded("Potential Impact", "_Potential Impact", IMPACT),
    coded("Potential for Results", "_Potential for Results", POTENTIAL),
    coded(
        "Completion (Progress Report)",
        "_CompletionProgress",
        COMPLETION,
    ),
    coded("Completion (End Of Term)", "_CompletionEndTerm", COMPLETION),
    coded("Early Results", "_Early Results", RESULTS),
    coded(
        "Did It Open Government (Overall)",
        "_OpenGovernment",
        OPENED,
    ),
];

const STRONG: &str = "Ambitious and complete, or DIOG";
const AMBITIOUS: &str = "Ambitious but not complete";
const COMPLETE: &str = "Complete but not ambitious";
const NEITHER: &str = "Not complete or ambitious";
const NOT_REVIEWED: &str = "Not reviewed";
const CHECKSUM: &str = "CHECKSUM";
const SCORE: &str = "IRM-Based Score";

/// The columns of the master sheet that sum up levels.
pub(super) const SUMMARIES: [&str; 7] = [
    STRONG,
    AMBITIOUS,
    COMPLETE,
    NEITHER,
    NOT_REVIEWED,
    CHECKSUM,
    SCORE,
];

/// Warns where a coded column contradicts the words beside it.
pub(super) fn compare_codes(cells: &mut Cells<'_>, coded: &[Coded]) {
    for Coded {
        words,
        column,
        codes,
    } in coded
    {
        let (word, number) = (cells.text(words), cells.text(column));
        if !cells.has(column) || number == word {
            continue;
        }
        let value = text::slugify(super::value::without_letter(word));
        let code = codes.iter().find(|(word, _)| *word == value);
        if code.is_none_or(|(_, code)| code.to_string() != number) {
            let text = format!(
                "the file says {word} in words but {number} as a code; the words were used"
            );
            cells.warning(column, text);
        }
    }
}

/// The row's cells in the columns that sum up levels.
pub(super) fn summaries(cells: &Cells<'_>) -> Vec<(&'static str, i8)> {
    let number = |column: &'static str| Some((column, cells.text(column).parse::<i8>().ok()?));
    SUMMARIES.into_iter().filter_map(number).collect()
}

/// What a column that sums up levels would say if it followed from ours. None where OGP gave no level
/// of ambition, and so no group: it had not yet placed the scale.
fn expected(column: &str, commitment: &Commitment, has_ambition: bool) -> Option<i8> {
    let unreviewed = commitment.level(Dimension::Ambition) == Level::Pending
        && !Dimension::ALL
            .iter()
            .any(|d| commitment.level(*d).is_assessed());
    let high = |dimension| commitment.level(dimension) == Level::High;
    let strong = high(Dimension::EarlyResults);
    let (ambitious, complete) = (high(Dimension::Ambition), high(Dimension::Completion));
    let group = if strong || (ambitious && complete) {
        STRONG
    } else if ambitious {
        AMBITIOUS
    } else if complete {
        COMPLETE
    } else {
        NEITHER
    };
    match column {
        NOT_REVIEWED => Some(i8::from(unreviewed)),
        _ if !has_ambition => None,
        CHECKSUM => Some(1),
        SCORE => Some(match group {
            STRONG => 4,
            AMBITIOUS => 3,
            COMPLETE => 2,
            _ => 1,
        }),
        column => Some(i8::from(column == group)),
    }
}

/// Warns where the source's own levels are not ours.
pub(crate) fn compare_levels(
    patch: &Patch,
    commitment: &Commitment,
    messages: &mut Vec<ImportMessage>,
) {
    for dimension in Dimension::ALL {
        let Some(source) = patch.source_levels[dimension.index()] else {
            continue;
        };
        let level = commitment.level(*dimension);
        if !source.agrees_with(level) {
            let found = if source.is_high { "1" } else { "0" };
            let text = format!(
                "the file counts {} as {}, but we count it as {} ({})",
                dimension.label().to_lowercase(),
                if source.is_high {
                    Level::High.label()
                } else {
                    "not high"
                },
                level.label(),
                describe_rating(commitment, *dimension),
            );
            messages.push(ImportMessage::warning(source.column, found, text));
        }
    }
    let given = patch.source_levels[Dimension::Ambition.index()].is_some();
    for (column, number) in &patch.source_summaries {
        let expected = expected(column, commitment, given);
        if let Some(expected) = expected.filter(|expected| expected != number) {
            let text = format!("the file says {number}; our levels give {expected}");
            messages.push(ImportMessage::warning(column, &number.to_string(), text));
        }
    }
}

fn describe_rating(commitment: &Commitment, dimension: Dimension) -> String {
    let relevant = commitment.relevant.map_or("not stated", Answer::label);
    match commitment.ratings.of(dimension).map(|r| r.finding) {
        None => "no rating".to_owned(),
        Some(finding) => {
            let scheme = finding.scheme().map_or("", Scheme::label);
            format!(
                "{scheme} {}, open-government lens {relevant}",
                finding.label()
            )
        }
    }
}
