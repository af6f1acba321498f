//! Every message exists in all languages; these compare what the texts hold.

use std::collections::BTreeSet;

use super::Lang;

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

/// What is wrong with the texts of one message.
pub fn faults(name: &str, texts: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let first = placeholders(texts[0]);
    for text in texts {
        if placeholders(text) != first && !text.is_empty() {
            faults.push(format!("{name}: other placeholders in {text:?}"));
        }
        // A narrow space may stand before French punctuation with which a message begins.
        if text.trim_matches(' ') != *text && texts[0].trim() == texts[0] {
            faults.push(format!("{name}: space at an end of {text:?}"));
        }
        if text.contains('\'') {
            faults.push(format!("{name}: straight apostrophe in {text:?}"));
        }
    }
    faults
}

fn faults_of_french(name: &str, text: &str) -> Option<String> {
    let before = |mark: char| {
        text.match_indices(mark).any(|(at, _)| {
            let previous = text[..at].chars().next_back();
            // Addresses and times have their colons without a space.
            !matches!(previous, None | Some('\u{202f}' | '\u{a0}' | '?' | '!'))
                && !text[at..].starts_with("://")
                && !previous.is_some_and(|c| c.is_ascii_digit())
        })
    };
    [';', '!', '?', ':', '\u{bb}']
        .into_iter()
        .find(|mark| before(*mark))
        .map(|mark| format!("{name}: no narrow space before {mark} in {text:?}"))
}

/// What is wrong with a text that stands in no message.
pub fn faults_of_text(lang: Lang, text: &str) -> Vec<String> {
    let mut found = faults(text, &[text]);
    if lang == Lang::French {
        found.extend(faults_of_french(text, text));
    }
    found
}

#[test]
fn placeholders_are_those_that_stand_between_braces() {
    assert_eq!(
        placeholders("{n} of {whole}"),
        BTreeSet::from(["n", "whole"])
    );
    assert_eq!(faults("x", &["{n} a", "{n} b", "{m} c"]).len(), 1);
    assert!(faults_of_french("x", "Quoi?").is_some());
    assert!(faults_of_french("x", "Quoi\u{202f}?").is_none());
}

#[test]
fn every_message_uses_the_same_placeholders_in_each_language() {
    let mut faults_found = Vec::new();
    for (name, texts) in super::all() {
        assert_eq!(texts.len() % Lang::ALL.len(), 0);
        faults_found.extend(faults(name, &texts));
        let french = texts.iter().skip(2).step_by(Lang::ALL.len());
        faults_found.extend(french.filter_map(|text| faults_of_french(name, text)));
    }
    assert!(faults_found.is_empty(), "{}", faults_found.join("\n"));
}

/// "More than 1 year", "más de 1 año" and "plus de 1 an" are written "a year", "un año" and "d'un an".
#[test]
fn behind_more_than_one_is_no_number() {
    let plurals = super::all()
        .into_iter()
        .filter(|(_, texts)| texts.len() == 6);
    for (name, texts) in plurals {
        // Those for one come first.
        for one in &texts[..Lang::ALL.len()] {
            for words in ["ore than {n}", "ás de {n}", "lus de {n}"] {
                assert!(!one.contains(words), "{name}: {one}");
            }
        }
    }
}
