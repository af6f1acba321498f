//! What somebody asks of commitments beside what they are about: what is overdue, what is completed.

/// A state of commitments that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked {
    /// Those of which a review is overdue.
    Overdue,
    /// Those that were completed.
    Completed,
    /// Those of high ambition.
    Ambitious,
    /// Those of digital governance.
    Digital,
}

/// Folded words for each, but for what is digital: that is a subject, too.
#[rustfmt::skip]
const WORDS: &[(Asked, &[&str])] = &[
    (Asked::Overdue, &[
        "overdue", "atrasado", "atrasada", "atrasados", "atrasadas", "retrasado", "retrasada",
        "retrasados", "retrasadas", "retard",
    ]),
    (Asked::Completed, &[
        "completed", "fulfilled", "completado", "completada", "completados", "completadas", "cumplido",
        "cumplida", "cumplidos", "cumplidas", "acheve", "achevee", "acheves", "achevees",
    ]),
    (Asked::Ambitious, &[
        "ambitious", "ambicioso", "ambiciosa", "ambiciosos", "ambiciosas", "ambitieux", "ambitieuse",
        "ambitieuses",
    ]),
];

const DIGITAL: &[&str] = &[
    "digital",
    "digitales",
    "numerique",
    "numeriques",
    "digitaux",
];

/// What is overdue, and what is digital, where it is said: `overdue reviews`, `digital commitments`.
const REVIEWS: &[&str] = &[
    "review",
    "reviews",
    "report",
    "reports",
    "revision",
    "revisiones",
    "examen",
    "examens",
];
const COMMITMENTS: &[&str] = &[
    "commitment",
    "commitments",
    "compromiso",
    "compromisos",
    "engagement",
    "engagements",
];

/// What the words of a search ask for beside what they are about: for each word, whether it says that.
pub(super) fn asked(words: &[&str]) -> (Vec<Asked>, Vec<bool>) {
    let mut asked: Vec<Asked> = Vec::new();
    let mut says_it = vec![false; words.len()];
    for (word, says_it) in words.iter().zip(&mut says_it) {
        for (state, of_state) in WORDS {
            if of_state.contains(word) {
                asked.push(*state);
                *says_it = true;
            }
        }
    }
    if asked.contains(&Asked::Overdue) {
        for (word, says_it) in words.iter().zip(&mut says_it) {
            *says_it = *says_it || REVIEWS.contains(word);
        }
    }
    // "Digital" alone is a subject.
    if !asked.is_empty() && words.iter().any(|word| COMMITMENTS.contains(word)) {
        for (word, says_it) in words.iter().zip(&mut says_it) {
            if DIGITAL.contains(word) {
                asked.push(Asked::Digital);
                *says_it = true;
            }
        }
    }
    asked.sort_unstable();
    asked.dedup();
    (asked, says_it)
}
