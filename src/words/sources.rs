//! What waits of a watched source, and how it is doing, in words. For staff: English.

use domain::text::grouped;
use store::{PendingCounts, WatchedSource};

/// How much waits of a source: "14 new ratings, 3 new commitments, 1 withdrawn or no longer
/// listed".
pub fn pending(counts: &PendingCounts) -> String {
    let kinds = [
        (counts.ratings, "new rating", "new ratings"),
        (counts.rerated, "changed rating", "changed ratings"),
        (counts.new, "new commitment", "new commitments"),
        (
            counts.withdrawn,
            "withdrawn or no longer listed",
            "withdrawn or no longer listed",
        ),
        (
            counts.changed,
            "commitment with other changes",
            "commitments with other changes",
        ),
        (
            counts.questions,
            "question about a row",
            "questions about rows",
        ),
    ];
    let said = kinds.into_iter().filter(|(count, ..)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, one, many)| {
            let number = grouped(usize::try_from(count).unwrap_or(0));
            format!("{number} {}", if count == 1 { one } else { many })
        })
        .collect();
    if said.is_empty() {
        "nothing new".to_owned()
    } else {
        said.join(", ")
    }
}

/// How much waits of a source, or that it was not read yet.
pub fn waiting(source: &WatchedSource) -> String {
    if source.read_at.is_none() {
        "not read yet".to_owned()
    } else {
        pending(&source.pending)
    }
}

/// What is wrong with a source; nothing where all is well.
pub fn trouble(source: &WatchedSource) -> Vec<String> {
    let mut said = Vec::new();
    if source.failures > 0 {
        let times = match source.failures {
            1 => "once".to_owned(),
            many => format!("{many} times in a row"),
        };
        said.push(format!("Could not be read, {times}: {}.", source.failure));
    }
    if !source.columns_note.is_empty() {
        said.push(format!("Its columns have changed. {}", source.columns_note));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_with_their_kinds() {
        let counts = PendingCounts {
            ratings: 14,
            new: 3,
            withdrawn: 1,
            ..PendingCounts::default()
        };
        let said = pending(&counts);
        assert_eq!(
            said,
            "14 new ratings, 3 new commitments, 1 withdrawn or no longer listed"
        );
        assert_eq!(pending(&PendingCounts::default()), "nothing new");
        let one = PendingCounts {
            ratings: 1,
            changed: 1_234,
            ..PendingCounts::default()
        };
        let said = pending(&one);
        assert!(said.starts_with("1 new rating, "), "{said}");
        assert!(said.ends_with(" commitments with other changes"), "{said}");
    }
}
