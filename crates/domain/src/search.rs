//! What a search asks for: groups of spellings, of which one each must be found.
//!
//! People write a word in the singular or plural, joined, hyphenated or apart, and with or without
//! accents; scripts without spaces have no words at all. Here each way of writing becomes a spelling;
//! where spellings are looked for does not matter to it.

use super::CommitmentCode;
use super::text::{MAX_SEARCH_TERMS, fold};

/// Beginnings of words are searched for from so many letters on.
const MIN_BEGINNING: usize = 3;
/// A word that may be two joined ones has at least so many letters.
const MIN_JOINED: usize = 5;

/// Words that follow each other, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spelling {
    /// The words, at least one.
    pub words: Vec<String>,
    /// Whether the last word may be the beginning of one.
    pub is_beginning: bool,
    /// Whether it may stand anywhere, also inside of what looks like one word: scripts without spaces.
    pub is_anywhere: bool,
}

impl Spelling {
    fn phrase(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            is_beginning: false,
            is_anywhere: false,
        }
    }

    /// Whether it is in a text that was taken apart into folded words.
    pub fn is_in(&self, words: &[&str]) -> bool {
        let Some((last, before)) = self.words.split_last() else {
            return false;
        };
        if self.is_anywhere {
            return words.iter().any(|word| word.contains(last.as_str()));
        }
        words.windows(self.words.len()).any(|run| {
            let (end, run) = run.split_last().unwrap_or((&"", &[]));
            let ends = *end == last || (self.is_beginning && end.starts_with(last.as_str()));
            ends && run.iter().zip(before).all(|(a, b)| a == b)
        })
    }
}

/// One thing that somebody searches for, in all its spellings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// As it was typed, folded.
    pub typed: String,
    /// How it may be written.
    pub spellings: Vec<Spelling>,
}

/// The words that there are to find, so that joined words can be told from others.
pub trait Lexicon {
    /// Whether a folded word is one of them.
    fn knows(&self, word: &str) -> bool;

    /// Whether two folded words follow each other somewhere.
    fn follow(&self, first: &str, second: &str) -> bool;
}

/// What a search asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Search {
    /// The one commitment that is named by its code or its address.
    pub code: Option<CommitmentCode>,
    /// What must be found, each; at most [`MAX_SEARCH_TERMS`].
    pub groups: Vec<Group>,
}

impl Search {
    /// Reads what somebody has typed or pasted.
    pub fn of(typed: &str, lexicon: &impl Lexicon) -> Self {
        let text = fold(address_as_words(typed).trim());
        let tokens: Vec<Vec<&str>> = text
            .split_whitespace()
            .flat_map(tokens)
            .take(MAX_SEARCH_TERMS)
            .collect();
        let count = tokens.len();
        let groups = tokens.iter().enumerate().map(|(at, words)| {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let neighbours = [
                before.map(|before| joined(before, words)),
                tokens.get(at + 1).map(|after| joined(words, after)),
            ];
            let mut group = group(words, at + 1 == count, lexicon);
            let neighbours = neighbours.iter().flatten();
            let neighbours = neighbours.flat_map(|word| forms(word));
            let neighbours = neighbours.map(|word| Spelling::phrase(&[&word]));
            group.spellings.extend(neighbours);
            group
        });
        Self {
            code: CommitmentCode::meant(typed),
            groups: groups.collect(),
        }
    }

    /// Whether there is nothing to search for.
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.groups.is_empty()
    }

    /// Whether a word of a text is one that is searched for.
    pub fn marks(&self, word: &str) -> bool {
        let word = fold(word);
        let spellings = self.groups.iter().flat_map(|group| &group.spellings);
        spellings.into_iter().any(|spelling| {
            let count = spelling.words.len();
            spelling.words.iter().enumerate().any(|(at, searched)| {
                let is_last = at + 1 == count;
                word == *searched
                    || (spelling.is_anywhere && word.contains(searched.as_str()))
                    || (is_last && spelling.is_beginning && word.starts_with(searched.as_str()))
            })
        })
    }
}

/// The words of the end of a pasted address, which says what it is about; other text as it is.
fn address_as_words(typed: &str) -> String {
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
/// words; elided articles (`l'`, `d'`) are left out; runs of scripts without spaces stand alone.
fn tokens(text: &str) -> Vec<Vec<&str>> {
    let mut tokens: Vec<Vec<&str>> = Vec::new();
    let mut token: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let separator = after.chars().next();
        let is_elided = matches!(separator, Some('\'' | '\u{2019}')) && word.len() <= 2;
        rest = &after[separator.map_or(0, char::len_utf8)..];
        if word.chars().any(has_no_spaces) {
            tokens.extend((!token.is_empty()).then(|| std::mem::take(&mut token)));
            tokens.push(vec![word]);
        } else if !word.is_empty() && !is_elided {
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

fn joined(first: &[&str], second: &[&str]) -> String {
    first.concat() + &second.concat()
}

fn group(words: &[&str], is_last: bool, lexicon: &impl Lexicon) -> Group {
    let typed = words.join(" ");
    let Some((last, before)) = words.split_last() else {
        return Group {
            typed,
            spellings: Vec::new(),
        };
    };
    if last.chars().any(has_no_spaces) {
        let spelling = Spelling {
            is_anywhere: true,
            ..Spelling::phrase(words)
        };
        return Group {
            typed,
            spellings: vec![spelling],
        };
    }
    let mut spellings: Vec<Spelling> = Vec::new();
    let mut add = |words: &[&str]| {
        let (last, before) = words.split_last().unwrap_or((&"", &[]));
        for form in forms(last) {
            let spelled: Vec<&str> = before.iter().copied().chain([form.as_str()]).collect();
            spellings.push(Spelling::phrase(&spelled));
        }
    };
    add(words);
    let whole = words.concat();
    if !before.is_empty() {
        add(&[&whole]);
    }
    for (first, second) in parts(&whole, lexicon) {
        add(&[first, second]);
    }
    // Of short words only those that there are not can be beginnings: "ai" is not the first half of "aid".
    let letters = last.chars().count();
    let is_short = letters <= MIN_BEGINNING;
    if is_last && letters >= MIN_BEGINNING && !(is_short && lexicon.knows(last)) {
        let beginning = |words: &[&str]| Spelling {
            is_beginning: true,
            ..Spelling::phrase(words)
        };
        spellings.push(beginning(words));
        if !before.is_empty() {
            spellings.push(beginning(&[&whole]));
        }
    }
    let mut seen = std::collections::HashSet::new();
    spellings.retain(|spelling| seen.insert(spelling.clone()));
    Group { typed, spellings }
}

/// The two words that a word may be joined from: those that follow each other somewhere.
fn parts<'a>(word: &'a str, lexicon: &impl Lexicon) -> Vec<(&'a str, &'a str)> {
    if word.chars().count() < MIN_JOINED {
        return Vec::new();
    }
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    ends.map(|at| word.split_at(at))
        .filter(|(_, second)| second.chars().count() >= 3)
        .filter(|(first, second)| {
            forms(second)
                .iter()
                .any(|second| lexicon.follow(first, second))
        })
        .collect()
}

/// Words that end like a plural and are none.
const NO_PLURALS: &[&str] = &[
    "news", "less", "plus", "gas", "bus", "has", "was", "its", "this", "les", "des", "los", "las",
    "sus", "nos", "vos", "tous", "sans", "dans", "vers", "pais", "mais", "covid",
];

/// A word with its other forms of number, as English, Spanish and French make them: more than exist,
/// since those that do not are not found.
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let letters = word.chars().count();
    let is_name = word.chars().any(|c| c.is_ascii_digit());
    if letters < 3 || is_name || NO_PLURALS.contains(&word) {
        return forms;
    }
    let mut bases: Vec<String> = Vec::new();
    let ends = |ending: &str, with: &str| {
        let base = word.strip_suffix(ending)?;
        (base.chars().count() >= 2).then(|| format!("{base}{with}"))
    };
    if letters > 3 && word.ends_with('s') && !word.ends_with("ss") {
        bases.extend(ends("ies", "y"));
        bases.extend(ends("ces", "z"));
        bases.extend(ends("es", ""));
        bases.extend(ends("s", ""));
    } else if letters > 3 && word.ends_with('x') {
        bases.extend(ends("aux", "al"));
        bases.extend(ends("x", ""));
    } else {
        bases.push(word.to_owned());
    }
    for base in bases {
        forms.push(format!("{base}s"));
        forms.push(format!("{base}es"));
        for (ending, plural) in [
            ("y", "ies"),
            ("z", "ces"),
            ("al", "aux"),
            ("eau", "eaux"),
            ("eu", "eux"),
        ] {
            forms.extend(
                base.strip_suffix(ending)
                    .map(|stem| format!("{stem}{plural}")),
            );
        }
        forms.push(base);
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Whether a letter is of a script that puts no spaces between words.
pub fn has_no_spaces(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F // Burmese
        | 0x1780..=0x17FF // Khmer
        | 0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF // Korean, whose particles are joined
        | 0x3040..=0x30FF // Japanese
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF // Chinese
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [&'static str]);

    impl Lexicon for Words {
        fn knows(&self, word: &str) -> bool {
            self.0.iter().any(|text| text.split(' ').any(|w| w == word))
        }

        fn follow(&self, first: &str, second: &str) -> bool {
            self.0.contains(&format!("{first} {second}").as_str())
        }
    }

    const WORDS: Words = Words(&["open data", "e government", "anti corruption", "tax reform"]);

    /// Whether a search finds a text of one field.
    fn finds(typed: &str, text: &str) -> bool {
        let search = Search::of(typed, &WORDS);
        let folded = fold(text);
        let words: Vec<&str> = crate::text::folded_words(&folded).collect();
        let is_in = |group: &Group| group.spellings.iter().any(|s| s.is_in(&words));
        !search.groups.is_empty() && search.groups.iter().all(is_in)
    }

    #[test]
    fn words_are_found_joined_hyphenated_and_apart() {
        for forms in [
            ["open data", "opendata", "open-data"],
            ["e government", "egovernment", "e-Government"],
            ["anti corruption", "anticorruption", "anti-corruption"],
        ] {
            for typed in forms {
                for text in forms {
                    assert!(
                        finds(typed, &format!("An {text} portal")),
                        "{typed}: {text}"
                    );
                }
            }
        }
        assert!(finds("whistle blower", "Whistleblowers\u{2019} law"));
        assert!(!finds("e-government", "e and government"));
    }

    #[test]
    fn singular_and_plural_are_the_same() {
        for (one, many) in [
            ("procurement", "procurements"),
            ("algorithm", "algorithms"),
            ("policy", "policies"),
            ("law", "laws"),
            ("process", "processes"),
            ("contrato", "contratos"),
            ("ley", "leyes"),
            ("contrataci\u{f3}n", "contrataciones"),
            ("voz", "voces"),
            ("march\u{e9}", "march\u{e9}s"),
            ("r\u{e9}gional", "r\u{e9}gionaux"),
            ("bureau", "bureaux"),
        ] {
            assert!(finds(&format!("{one} x"), &format!("x {many}")), "{one}");
            assert!(finds(&format!("{many} x"), &format!("x {one}")), "{many}");
        }
        assert!(!finds("news x", "new x"));
    }

    #[test]
    fn the_last_word_may_be_a_beginning_unless_it_is_a_short_word_itself() {
        assert!(finds("open dat", "open database"));
        assert!(!finds("dat open", "open database"));
        assert!(finds("tax", "tax"));
        assert!(!finds("tax", "taxonomy"));
        assert!(!finds("ai", "foreign aid"));
    }

    #[test]
    fn scripts_without_spaces_are_found_anywhere() {
        assert!(finds(
            "\u{516c}\u{958b}",
            "\u{60c5}\u{5831}\u{516c}\u{958b}\u{5236}\u{5ea6}"
        ));
        assert!(finds(
            "\u{516c}\u{958b} open",
            "open: \u{60c5}\u{5831}\u{516c}\u{958b}"
        ));
        assert!(finds(
            "\u{acf5}\u{acf5}",
            "\u{acf5}\u{acf5}\u{b370}\u{c774}\u{d130}"
        ));
        assert!(!finds(
            "\u{516c}\u{9589}",
            "\u{60c5}\u{5831}\u{516c}\u{958b}"
        ));
    }

    #[test]
    fn an_address_is_searched_by_its_end() {
        assert!(finds(
            "https://www.example.org/members/open-data/?x=1",
            "Open data"
        ));
        let code = Search::of("https://example.org/commitments/NL0031", &WORDS).code;
        assert_eq!(code.unwrap().as_str(), "NL0031");
    }

    #[test]
    fn elided_articles_do_not_matter() {
        assert!(finds("l\u{2019}\u{e9}galit\u{e9}", "pour l'egalite"));
        assert!(finds(
            "acc\u{e8}s \u{e0} l'information",
            "acces a linformation information"
        ));
        assert!(finds("cote d\u{2019}ivoire", "C\u{f4}te d\u{2019}Ivoire"));
    }

    #[test]
    fn what_is_typed_never_makes_too_much() {
        let long = "a-".repeat(5_000);
        for typed in ["", "&&& \"\" ()", "\u{0}", &"x ".repeat(500), &long] {
            let search = Search::of(typed, &WORDS);
            assert!(search.groups.len() <= MAX_SEARCH_TERMS);
            assert!(
                search
                    .groups
                    .iter()
                    .all(|group| group.spellings.len() < 100)
            );
        }
    }
}
