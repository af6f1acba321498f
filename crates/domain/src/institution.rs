//! Names of institutions, of which sources sometimes write several into one.

/// The names that a name seems to be made of: what is numbered from 1 (`1. Ministry A 2. Ministry B`), or
/// stands between semicolons, slashes with spaces or line breaks. Empty where it seems to be one name.
pub fn proposed_parts(name: &str) -> Vec<String> {
    let numbered = numbered_parts(name);
    if numbered.len() > 1 {
        return numbered;
    }
    for separator in [";", "\n", " / ", " | "] {
        let parts = tidied(name.split(separator));
        if parts.len() > 1 {
            return parts;
        }
    }
    Vec::new()
}

/// The longest name of one institution, in characters.
pub const MAX_NAME: usize = 120;

/// Words of sentences that names do not have, as sentences write them.
const OF_SENTENCES: [&str; 19] = [
    "is",
    "are",
    "was",
    "were",
    "be",
    "has",
    "have",
    "will",
    "shall",
    "should",
    "must",
    "involved",
    "ser\u{e1}",
    "ser\u{e1}n",
    "est\u{e1}n",
    "sont",
    "sera",
    "seront",
    "doivent",
];

/// Whether a text reads as the name of one institution: sources also write lists, headings and whole sentences where
/// a name belongs.
pub fn is_one_name(text: &str) -> bool {
    let has_verb = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| OF_SENTENCES.contains(&word));
    text.chars().count() <= MAX_NAME
        && !has_verb
        && !text.contains(": ")
        && !has_sentences(text)
        && proposed_parts(text).is_empty()
}

/// Whether a full stop ends a sentence before the text ends. Behind short words it stands for the rest of an
/// abbreviation, and at the end it may close a name.
fn has_sentences(text: &str) -> bool {
    text.match_indices(". ").any(|(at, stop)| {
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next();
        let is_word = word.is_some_and(|word| word.chars().count() > 4);
        let next = text[at + stop.len()..].trim_start().chars().next();
        is_word && next.is_some_and(char::is_uppercase)
    })
}

/// The parts after `1.`, `2.` and so on, or `1)`, `2)`; empty where the text begins with something else.
fn numbered_parts(name: &str) -> Vec<String> {
    let mut begins: Vec<(usize, usize)> = Vec::new();
    for (at, _) in name.char_indices() {
        let begins_word = name[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || matches!(before, ';' | ','));
        let wanted = (begins.len() + 1).to_string();
        let rest = name[at..].strip_prefix(&wanted).filter(|_| begins_word);
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(['.', ')'])) else {
            continue;
        };
        if rest.starts_with(char::is_whitespace) {
            begins.push((at, name.len() - rest.len()));
        }
    }
    let is_whole = begins
        .first()
        .is_some_and(|(at, _)| name[..*at].trim().is_empty());
    if !is_whole {
        return Vec::new();
    }
    let ends = begins.iter().skip(1).map(|(at, _)| *at);
    let ends = ends.chain(std::iter::once(name.len()));
    tidied(
        begins
            .iter()
            .zip(ends)
            .map(|((_, from), to)| &name[*from..to]),
    )
}

fn tidied<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ';' | ',');
    let parts = parts.map(|part| part.trim_matches(is_edge).to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_or_a_sentence_is_no_name() {
        for name in [
            "Ministry of Trade, Industry and Energy",
            "Ministry of the Interior (DIO)",
            "St. Petersburg Dept. of Justice",
            "U.S. General Services Administration",
            "Department of Public Expenditure and Reform.",
            "www.opendata.gov.mk",
            "All agencies that deal with data",
            "",
        ] {
            assert!(is_one_name(name), "{name}");
        }
        let long = "Ministry of Finance and Planning, ".repeat(4);
        for text in [
            "The Ministry will be responsible for training. Others will help.",
            "Basque Government. Directorate for citizen services",
            "MSI monitors progress.  MDRAP should coordinate",
            "MSI and MoJ should support with the legal requirements.",
            "While not directly responsible, NGOs identified data sets that should be published.",
            "State actors involved: Ministry of Finance",
            "Responsable: IMCO Corresponsables: Fundar y GESOC",
            "1. Ministry A 2. Ministry B",
            "Ministry A / Ministry B",
            &long,
        ] {
            assert!(!is_one_name(text), "{text}");
        }
    }

    #[test]
    fn several_names_in_one_are_told_apart() {
        for (name, parts) in [
            (
                "1. Ministry A 2. Ministry B",
                vec!["Ministry A", "Ministry B"],
            ),
            (
                "1) Ministry A; 2) Ministry B, 3) Court",
                vec!["Ministry A", "Ministry B", "Court"],
            ),
            ("Ministry A; Ministry B", vec!["Ministry A", "Ministry B"]),
            ("Ministry A / Ministry B", vec!["Ministry A", "Ministry B"]),
            ("Ministry A\nMinistry B\n", vec!["Ministry A", "Ministry B"]),
            ("Ministry of Trade, Industry and Energy", vec![]),
            ("Directorate 1. of the Ministry", vec![]),
            ("1. Ministry A", vec![]),
            ("2. Ministry B 3. Ministry C", vec![]),
            ("IT/Digital Agency", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(proposed_parts(name), parts, "{name}");
        }
        let many: Vec<String> = (1..=12).map(|n| format!("{n}. Office {n}")).collect();
        assert_eq!(proposed_parts(&many.join(" ")).len(), 12);
    }
}
