//! Codes of commitments among other words.

use super::is_stop_word;
use super::words::is_request_word;
use super::{Lexicon, tokens::address_as_words};
use crate::CommitmentCode;
use crate::text::{MAX_SEARCH_TERMS, fold};

/// What was typed, without the codes in it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// Each once, in the order in which they were typed.
    pub codes: Vec<CommitmentCode>,
    /// Whether all that was typed is one code.
    pub is_code: bool,
    /// The rest, folded, with addresses as the words of their ends.
    pub rest: String,
}

impl Typed {
    /// Finds the codes. All of the text may be one that no commitment has; among other words, only those of
    /// commitments that there are count.
    pub fn of(typed: &str, lexicon: &impl Lexicon) -> Self {
        if let Some(code) = CommitmentCode::meant(typed) {
            return Self {
                codes: vec![code],
                is_code: true,
                rest: fold(address_as_words(typed).trim()),
            };
        }
        let pieces: Vec<&str> = typed.split_whitespace().flat_map(pieces).collect();
        let mut found = Self::default();
        let mut add = |code: Option<CommitmentCode>| {
            let code = code.filter(|code| lexicon.has_code(code));
            let Some(code) = code else { return false };
            if found.codes.len() < MAX_SEARCH_TERMS && !found.codes.contains(&code) {
                found.codes.push(code);
            }
            true
        };
        let mut rest: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let next = pieces.get(at + 1).filter(|_| may_begin_a_code(piece));
            let apart = next.map(|next| format!("{piece} {next}"));
            if add(CommitmentCode::meant(without_article(piece))) {
                at += 1;
            } else if apart.is_some_and(|apart| add(CommitmentCode::meant(&apart))) {
                at += 2;
            } else {
                rest.push(address_as_words(piece));
                at += 1;
            }
        }
        found.rest = fold(rest.join(" ").trim());
        found
    }
}

/// A word, or what stands between its signs where these only part things: `code:UK0098`, `UK0098/NL0031`.
fn pieces(word: &str) -> Vec<&str> {
    let is_address =
        word.contains("://") || word.starts_with("www.") || word.contains("commitments/");
    if is_address {
        return vec![word];
    }
    let pieces = word.split([',', ';', ':', '/', '|', '#', '\u{60c}', '\u{3001}']);
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// `l'UK0098` as `UK0098`.
fn without_article(piece: &str) -> &str {
    let apart = piece.split_once(['\'', '\u{2019}']);
    match apart {
        Some((article, rest)) if article.chars().count() <= 2 => rest,
        _ => piece,
    }
}

/// Whether a word may be the letters of a code whose digits stand apart. Words such as "in" are none, unless
/// they are in capitals.
fn may_begin_a_code(piece: &str) -> bool {
    let letters = piece.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_letters =
        (2..=5).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let folded = letters.to_ascii_lowercase();
    let is_word = is_stop_word(&folded) || is_request_word(&folded) || folded == "no";
    is_letters && (!is_word || letters.bytes().all(|b| b.is_ascii_uppercase()))
}
