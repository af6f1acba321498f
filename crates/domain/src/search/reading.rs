//! From what was typed to what is searched for.

use std::collections::HashSet;

use super::asked::{self, Asked};
use super::codes::Typed;
use super::synonyms::Meaning;
use super::tokens::tokens;
use super::words::{asks_who, is_request_word, is_weak_word};
use super::{
    Group, Lexicon, Origin, Sense, Spelling, Synonyms, forms, has_no_spaces, is_stop_word,
    relatives,
};
use crate::text::MAX_SEARCH_TERMS;

/// Beginnings of words are searched for from so many letters on.
const MIN_BEGINNING: usize = 3;
/// A word that may be two joined ones has at least so many letters.
const MIN_JOINED: usize = 5;
/// Words that are read at most; what is beyond the terms that are searched for are those that ask.
const MAX_TOKENS: usize = 3 * MAX_SEARCH_TERMS;
/// Tokens that a name may have.
const MAX_NAME_TOKENS: usize = 6;
/// Minimum length of a word that may be an inflected name: "uses" is not a form of "US".
const MIN_NAME_FORM: usize = 4;

/// What must be found, and what else is asked for.
pub(super) fn read(
    typed: &Typed,
    lexicon: &impl Lexicon,
    synonyms: &Synonyms,
) -> (Vec<Group>, Vec<Asked>) {
    let all: Vec<Vec<&str>> = typed
        .rest
        .split_whitespace()
        .flat_map(tokens)
        .take(MAX_TOKENS)
        .collect();
    let (tokens, is_last_kept) = telling(&all);
    let words: Vec<&str> = tokens.iter().flatten().copied().collect();
    let (asked, says_state) = asked::asked(&words);
    let reader = Reader {
        asks: asking(&all, &tokens),
        states: of_tokens(&tokens, &says_state),
        kin: tokens.iter().map(|token| kin(token, lexicon)).collect(),
        tokens: &tokens,
        is_last_kept,
        lexicon,
        synonyms,
    };
    let mut groups = reader.groups(false);
    let is_weak = |group: &Group| group.sense == Sense::Optional;
    if groups.iter().all(is_weak) {
        // Who searches for nothing but such words means them; beside a code they say nothing.
        let is_beside_code = !typed.codes.is_empty() && !typed.is_code;
        groups = if is_beside_code {
            Vec::new()
        } else {
            reader.groups(true)
        };
    }
    groups.truncate(MAX_SEARCH_TERMS);
    (groups, asked)
}

/// The tokens without those that say nothing, and whether the last one is still there. Who types nothing
/// else means them.
fn telling<'a>(all: &[Vec<&'a str>]) -> (Vec<Vec<&'a str>>, bool) {
    let says_nothing = |token: &&Vec<&str>| token.iter().all(|word| is_stop_word(word));
    let is_last_kept = all.last().is_some_and(|last| !says_nothing(&last));
    if all.iter().all(|token| says_nothing(&token)) {
        return (all.to_vec(), is_last_kept);
    }
    let kept = all.iter().filter(|token| !says_nothing(token));
    (kept.cloned().collect(), is_last_kept)
}

/// For each token that tells something, whether it asks and is not what is asked for.
fn asking(all: &[Vec<&str>], telling: &[Vec<&str>]) -> Vec<bool> {
    let mut asks = Vec::with_capacity(telling.len());
    let mut at = 0;
    for token in telling {
        // The same token among all, with what stands before it.
        while all.get(at).is_some_and(|other| other != token) {
            at += 1;
        }
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let before = before.and_then(|before| before.last());
        let is_who = match (before, token.as_slice()) {
            (Some(before), [word]) => asks_who(before, word),
            _ => false,
        };
        asks.push(is_who || token.iter().all(|word| is_request_word(word)));
        at += 1;
    }
    asks
}

/// For each token, whether something is true of all its words.
fn of_tokens(tokens: &[Vec<&str>], of_words: &[bool]) -> Vec<bool> {
    let mut of_words = of_words.iter();
    let of_token = |token: &Vec<&str>| of_words.by_ref().take(token.len()).all(|is_so| *is_so);
    tokens.iter().map(of_token).collect()
}

struct Reader<'a, L> {
    tokens: &'a [Vec<&'a str>],
    /// For each token that says something, see [`kin`].
    kin: Vec<Option<Vec<String>>>,
    /// For each token, whether it asks and is not what is asked for.
    asks: Vec<bool>,
    /// For each token, whether it says a state that is asked for.
    states: Vec<bool>,
    is_last_kept: bool,
    lexicon: &'a L,
    synonyms: &'a Synonyms,
}

impl<L: Lexicon> Reader<'_, L> {
    /// The groups of all tokens, the longest names and terms first. Literally, no word is left out.
    fn groups(&self, is_literal: bool) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() && groups.len() <= MAX_SEARCH_TERMS {
            let (count, meaning) = self
                .synonyms
                .longest(&self.tokens[at..])
                .unwrap_or((0, Meaning::default()));
            let name = self.name(at).filter(|(of_name, _)| *of_name >= count);
            let is_term = count > 1;
            if let Some((count, name)) = name.filter(|_| !is_literal && !self.is_us(at)) {
                groups.push(self.named(at, count, name));
                at += count;
                continue;
            }
            let count = count.max(1);
            let is_weak = |word: &&str| is_weak_word(word);
            let sense = match self.tokens[at].as_slice() {
                _ if is_term || is_literal => Sense::Words,
                _ if self.asks[at] => {
                    at += 1;
                    continue;
                }
                _ if self.states[at] => Sense::Optional,
                words if words.iter().all(is_weak) => Sense::Optional,
                words if words.iter().all(|word| is_year(word)) => Sense::Years,
                _ => Sense::Words,
            };
            groups.push(self.group(at, count, meaning, sense));
            at += count;
        }
        groups
    }

    /// The longest name that the tokens from one on begin with: of how many tokens, and as it is known.
    fn name(&self, at: usize) -> Option<(usize, String)> {
        let most = (self.tokens.len() - at).min(MAX_NAME_TOKENS);
        (1..=most).rev().find_map(|count| {
            let words = self.tokens[at..at + count].iter().flatten().copied();
            let words: Vec<&str> = words.filter(|word| !is_stop_word(word)).collect();
            let (last, before) = words.split_last()?;
            let is_name = |last: &str| {
                let mut name = before.join(" ");
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(last);
                self.lexicon.is_name(&name).then_some(name)
            };
            let mut kin = self.kin[at..at + count].iter().rev().flatten();
            let others = || kin.next()?.iter().find_map(|form| is_name(form));
            let name = is_name(last).or_else(others)?;
            Some((count, name))
        })
    }

    /// Whether a token is the "us" of "tell us".
    fn is_us(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let asks = ["tell", "show", "give", "let"];
        self.tokens[at] == ["us"]
            && before.is_some_and(|before| asks.contains(&before.concat().as_str()))
    }

    /// Tokens that form a name, matched as typed or in its canonical form.
    fn named(&self, at: usize, count: usize, name: String) -> Group {
        let mut group = if count == 1 {
            self.word(at)
        } else {
            let words = self.tokens[at..at + count].iter().flatten().copied();
            let words: Vec<&str> = words.collect();
            Group {
                typed: words.join(" "),
                spellings: vec![Spelling::phrase(&words)],
                ..Group::default()
            }
        };
        group.sense = Sense::Name(name);
        group
    }

    /// Some tokens as one group, with other words for what they name.
    fn group(&self, at: usize, count: usize, meaning: Meaning, sense: Sense) -> Group {
        let mut own: Vec<Group> = (at..at + count).map(|at| self.word(at)).collect();
        let mut group = match own.len() {
            1 => own.remove(0),
            _ => Group {
                typed: own
                    .iter()
                    .map(|part| part.typed.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                parts: own,
                ..Group::default()
            },
        };
        let same = meaning.same.iter().map(|words| spellings_of(words));
        let related = meaning.related.iter().map(|words| spellings_of(words));
        let related = related.map(|all| all.into_iter().map(Spelling::related).collect());
        let distant = meaning.distant.iter().map(|words| spellings_of(words));
        let distant = distant.map(|all| all.into_iter().map(Spelling::related).collect());
        let others = same.chain(related).flat_map(|all: Vec<Spelling>| all);
        let others = others.map(|spelling| spelling.of(Origin::Term));
        let distant = distant.flat_map(|all: Vec<Spelling>| all);
        let distant = distant.map(|spelling| spelling.of(Origin::DistantTerm));
        group.spellings.extend(others.chain(distant));
        // What says just the same counts as that, whatever else it is.
        group.spellings.sort_by_key(|s| (s.is_related, s.origin));
        let mut seen = HashSet::new();
        let spellings = group.spellings.iter();
        let is_new = spellings.map(|s| seen.insert((&s.words, s.is_beginning, s.is_anywhere)));
        keep(is_new.collect(), &mut group.spellings);
        group.sense = sense;
        group
    }

    /// One token, also joined with its neighbours.
    fn word(&self, at: usize) -> Group {
        let words = &self.tokens[at];
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let neighbours = [
            before.map(|before| joined(before, words)),
            self.tokens.get(at + 1).map(|after| joined(words, after)),
        ];
        let is_last = at + 1 == self.tokens.len() && self.is_last_kept;
        let mut group = group(words, is_last, self.lexicon);
        let neighbours = neighbours.iter().flatten();
        let neighbours = neighbours.flat_map(|word| forms(word));
        let neighbours = neighbours.map(|word| Spelling {
            is_joined: true,
            ..Spelling::phrase(&[&word])
        });
        group.spellings.extend(neighbours);
        group
    }
}

/// Whether a word is a year in which there may be a plan.
fn is_year(word: &str) -> bool {
    word.len() == 4
        && word
            .parse()
            .is_ok_and(|year: u32| (2010..2050).contains(&year))
}

fn joined(first: &[&str], second: &[&str]) -> String {
    first.concat() + &second.concat()
}

/// A term with the forms of its last word, whose number changes most often.
fn spellings_of(words: &[String]) -> Vec<Spelling> {
    let Some((last, before)) = words.split_last() else {
        return Vec::new();
    };
    let forms = forms(last).into_iter();
    let spelled = forms.map(|form| before.iter().cloned().chain([form]).collect::<Vec<_>>());
    spelled.map(|words| Spelling::phrase(&words)).collect()
}

fn group(words: &[&str], is_last: bool, lexicon: &impl Lexicon) -> Group {
    let typed = words.join(" ");
    let Some((last, before)) = words.split_last() else {
        return Group::default();
    };
    if last.chars().any(has_no_spaces) {
        let spelling = Spelling {
            is_anywhere: true,
            ..Spelling::phrase(words)
        };
        return Group {
            typed,
            spellings: vec![spelling],
            ..Group::default()
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
    for other in relatives(last) {
        let spelled: Vec<&str> = before.iter().copied().chain([other.as_str()]).collect();
        spellings.push(Spelling::phrase(&spelled).related());
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
    let mut seen = HashSet::new();
    let is_new = spellings.iter().map(|spelling| seen.insert(spelling));
    keep(is_new.collect(), &mut spellings);
    Group {
        typed,
        spellings,
        ..Group::default()
    }
}

/// Words of the same stem as the last word of a token, in which a name may end; none where the token says
/// nothing. Of a word that there is, only its number: "core" is not the "Corée" of French.
fn kin(token: &[&str], lexicon: &impl Lexicon) -> Option<Vec<String>> {
    let last = token.iter().rev().find(|word| !is_stop_word(word))?;
    let relatives = Some(relatives(last)).filter(|_| !lexicon.knows(last));
    let all = forms(last)
        .into_iter()
        .chain(relatives.into_iter().flatten());
    let all = all.filter(|form| form.chars().count() >= MIN_NAME_FORM);
    Some(all.collect())
}

/// Drops the spellings that are not to be kept; one answer for each.
fn keep(is_kept: Vec<bool>, spellings: &mut Vec<Spelling>) {
    let mut is_kept = is_kept.into_iter();
    spellings.retain(|_| is_kept.next().unwrap_or(true));
}

/// The two words that a word may be joined from: those that follow each other somewhere.
fn parts<'a>(word: &'a str, lexicon: &impl Lexicon) -> Vec<(&'a str, &'a str)> {
    if word.chars().count() < MIN_JOINED {
        return Vec::new();
    }
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    ends.map(|at| word.split_at(at))
        .filter(|(first, second)| second.chars().count() >= 3 && lexicon.knows(first))
        .filter(|(first, second)| {
            forms(second)
                .iter()
                .any(|second| lexicon.follow(first, second))
        })
        .collect()
}
