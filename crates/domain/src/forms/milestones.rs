//! Milestones in one cell: one a line, with start and end behind it where they are known.

use crate::Milestone;
use crate::characters::trimmed;

/// What separates a milestone from its start, and its start from its end.
const SEPARATOR: char = '|';

/// A milestone as it is typed: text, start and end.
pub type TypedMilestone = [String; 3];

/// The milestones as a cell says them.
pub fn as_lines(milestones: &[Milestone]) -> String {
    let lines = milestones.iter().map(|milestone| {
        let text = on_one_line(&milestone.text);
        let date = |date: Option<crate::PartialDate>| date.map_or(String::new(), |d| d.to_string());
        let (start, end) = (date(milestone.start), date(milestone.end));
        // Also where nothing follows, if the text could be taken for one that has dates.
        if start.is_empty() && end.is_empty() && !text.contains(SEPARATOR) {
            text
        } else {
            format!("{text} {SEPARATOR} {start} {SEPARATOR} {end}")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a cell says. A line that says what one of the `known` milestones says keeps its line breaks.
pub fn of_lines(cell: &str, known: &[Milestone]) -> Vec<TypedMilestone> {
    let lines = cell.lines().map(trimmed).filter(|line| !line.is_empty());
    lines.map(|line| typed(line, known)).collect()
}

fn typed(line: &str, known: &[Milestone]) -> TypedMilestone {
    let mut parts = line.rsplitn(3, SEPARATOR).map(trimmed);
    let (text, start, end) = match (parts.next(), parts.next(), parts.next()) {
        (Some(end), Some(start), Some(text)) if is_dated(start) && is_dated(end) => {
            (text, start, end)
        }
        _ => match line.rsplit_once(SEPARATOR) {
            Some((text, end)) if !trimmed(end).is_empty() && is_dated(trimmed(end)) => {
                (trimmed(text), "", trimmed(end))
            }
            _ => (line, "", ""),
        },
    };
    let mut known = known.iter().map(|milestone| &milestone.text);
    let whole = known.find(|whole| on_one_line(whole) == text);
    [whole.map_or(text, String::as_str), start, end].map(str::to_owned)
}

/// Whether a part of a line is nothing or meant as a date: what is wrong with one is said, rather than that it
/// becomes part of the text.
fn is_dated(part: &str) -> bool {
    part.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ' '))
}

fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .lines()
        .map(trimmed)
        .filter(|l| !l.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn milestone(text: &str, start: &str, end: &str) -> Milestone {
        Milestone {
            text: text.to_owned(),
            start: start.parse().ok(),
            end: end.parse().ok(),
        }
    }

    #[test]
    fn a_line_has_a_text_and_may_have_dates() {
        let known = [milestone("Publish\nthe register", "2024-03", "")];
        assert_eq!(as_lines(&known), "Publish the register | 2024-03 | ");
        for (line, typed) in [
            ("Publish the register", ["Publish\nthe register", "", ""]),
            (
                "Publish it | 2024-03 | 2025",
                ["Publish it", "2024-03", "2025"],
            ),
            ("Publish it |  | 2025", ["Publish it", "", "2025"]),
            ("Publish it | 2025", ["Publish it", "", "2025"]),
            ("Publish it | 2025-13", ["Publish it", "", "2025-13"]),
            ("a | b", ["a | b", "", ""]),
            ("a | b | 2025", ["a | b", "", "2025"]),
        ] {
            assert_eq!(of_lines(line, &known), [typed.map(str::to_owned)], "{line}");
        }
        assert_eq!(of_lines("\n \n", &known), Vec::<TypedMilestone>::new());
    }

    proptest! {
        /// What a cell says of milestones is read as what they say.
        #[test]
        fn what_is_written_is_read_again(
            texts in prop::collection::vec("[a-z0-9|.-][a-z0-9 |.\n-]{0,12}[a-z0-9|]", 0..5), year in 2011..2030_i32,
        ) {
            let starts = ["2024-03", ""].into_iter().cycle();
            let mut milestones: Vec<Milestone> = texts
                .iter()
                .zip(starts)
                .zip(year..)
                .map(|((text, start), year)| milestone(text, start, &year.to_string()))
                .collect();
            // Two texts that are equal on one line cannot be told apart.
            milestones.dedup_by(|one, two| on_one_line(&one.text) == on_one_line(&two.text));
            let read = of_lines(&as_lines(&milestones), &milestones);
            prop_assume!(milestones.iter().enumerate().all(|(at, one)| {
                milestones[..at].iter().all(|other| on_one_line(&other.text) != on_one_line(&one.text))
            }));
            prop_assert_eq!(read.len(), milestones.len());
            for (read, milestone) in read.iter().zip(&milestones) {
                let date = |d: Option<crate::PartialDate>| d.map_or(String::new(), |d| d.to_string());
                prop_assert_eq!(&read[0], &milestone.text);
                prop_assert_eq!(&read[1], &date(milestone.start));
                prop_assert_eq!(&read[2], &date(milestone.end));
            }
        }
    }
}
