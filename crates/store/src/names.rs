//! Public names: no two people may have names that readers could mistake for each other.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;

/// Whether two names look alike: they differ only in case, script, spaces or punctuation, or in letters
/// that look alike (Unicode Technical Standard 39, section 4).
pub fn are_confusable(one: &str, other: &str) -> bool {
    let [ones, others] = [one, other].map(skeletons);
    ones.iter().any(|one| others.contains(one))
}

/// The skeletons of a name. Which letters look alike depends on their case (I, l and 1 do; i does not), so
/// one skeleton is lowercased after it is taken and the other is taken from the lowercase name.
fn skeletons(name: &str) -> [String; 2] {
    let plain: String = name.nfkc().collect();
    let lower = |text: &str| -> String { text.to_lowercase() };
    let looks = |text: &str| -> String { skeleton(text).collect() };
    [lower(&looks(&plain)), looks(&lower(&plain))].map(|folded| {
        // Accents are easily overlooked; vowel signs of other scripts are not.
        let is_accent = |c: char| matches!(c, '\u{300}'..='\u{36f}');
        let is_letter = |c: &char| c.is_alphanumeric() || (is_combining_mark(*c) && !is_accent(*c));
        let letters: String = folded.chars().filter(is_letter).collect();
        // A name may have no letters.
        if letters.is_empty() { folded } else { letters }
    })
}

/// Whether another account has a name that looks like this one, or had it when it changed the record. Call
/// it only within a write transaction.
pub(super) async fn is_taken(
    connection: &mut Connection<'_>,
    name: &str,
    account: Option<i64>,
) -> Result<bool, StoreError> {
    let names: Vec<String> = dispatch!(connection, c => sqlx::query_scalar(
        "SELECT name FROM account WHERE id <> $1
         UNION
         SELECT made_by FROM revision JOIN revision_account ON revision_id = id
         WHERE account_id <> $1",
    ).bind(account.unwrap_or(-1)).fetch_all(&mut **c).await)
    .context("reading the names of others")?;
    Ok(names.iter().any(|other| are_confusable(name, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_readers_take_for_one_another_look_alike() {
        for (one, other, alike) in [
            ("Ada Lovelace", "Ada Lovelace", true),
            ("Ada Lovelace", "ADA  lovelace", true),
            ("Ada Lovelace", "Ada\u{a0}Lovelace.", true),
            ("Ada Lovelace", "Ada\u{200b}Lovelace", true),
            // Cyrillic and Greek letters, full width, mathematical.
            ("Ada Lovelace", "\u{410}d\u{430} Lovelace", true),
            ("Ada Lovelace", "Ada L\u{3bf}velace", true),
            ("Ada Lovelace", "\u{ff21}da Lovelace", true),
            ("Ada Lovelace", "\u{1d400}da Lovelace", true),
            ("Alice", "AIice", true),
            ("Alice", "A1ice", true),
            ("Marn", "Mam", true),
            ("Bob", "B0b", true),
            ("Jos\u{e9}", "Jose\u{301}", true),
            ("Ada Lovelace", "Ada Byron", false),
            ("Ana", "Anna", false),
            ("Jos\u{e9}", "Jose", true),
            ("Ada\u{323} Lovelace", "Ada Lovelace", true),
            (
                "\u{930}\u{93e}\u{92e}",
                "\u{930}\u{93e}\u{92e}\u{940}",
                false,
            ),
            ("\u{5f20}\u{4f1f}", "\u{5f20}\u{4e3d}", false),
            ("\u{2605}", "\u{2600}", false),
        ] {
            assert_eq!(are_confusable(one, other), alike, "{one} {other}");
            assert_eq!(are_confusable(other, one), alike, "{other} {one}");
        }
    }
}
