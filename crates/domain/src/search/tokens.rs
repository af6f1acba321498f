//! What was typed, taken apart.

use super::has_no_spaces;

/// The words of the end of a pasted address, which says what it is about; other text as it is.
pub(super) fn address_as_words(typed: &str) -> String {
    let typed = typed.trim();
    let is_address = !typed.contains(char::is_whitespace)
        && (typed.contains("://") || typed.starts_with("www."));
    if !is_address {
        return typed.to_owned();
    }
    let path = typed.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next();
    last.unwrap_or_default().replace(['-', '_', '.'], " ")
}

/// What stands between two spaces, as tokens of the words of each: `e-government` is one token of two
/// words; elided articles (`l'`, `d'`) and the `s` of `Kenya's` are left out; runs of scripts without spaces stand alone.
pub(super) fn tokens(text: &str) -> Vec<Vec<&str>> {
    let mut tokens: Vec<Vec<&str>> = Vec::new();
    let mut token: Vec<&str> = Vec::new();
    let mut is_after_apostrophe = false;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let separator = after.chars().next();
        rest = &after[separator.map_or(0, char::len_utf8)..];
        let next = rest.split(|c: char| !c.is_alphanumeric()).next();
        // Of "UK's" the first word counts, of "l'acte" the second.
        let is_elided = is_apostrophe(separator) && word.len() <= 2 && next != Some("s");
        let is_possessive = word == "s" && is_after_apostrophe;
        is_after_apostrophe = is_apostrophe(separator);
        if word.chars().any(has_no_spaces) {
            tokens.extend((!token.is_empty()).then(|| std::mem::take(&mut token)));
            tokens.push(vec![word]);
        } else if !word.is_empty() && !is_elided && !is_possessive {
            token.push(word);
        }
        let goes_on = matches!(
            separator,
            Some('-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '.' | '/' | '_' | '&')
        );
        if !goes_on && !token.is_empty() {
            tokens.push(std::mem::take(&mut token));
        }
    }
    tokens.extend((!token.is_empty()).then_some(token));
    tokens
}

fn is_apostrophe(separator: Option<char>) -> bool {
    matches!(separator, Some('\'' | '\u{2019}'))
}
