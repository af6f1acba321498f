//! The forms of a word: its number, and the words that are made of the same stem.

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
    forms.retain(|form| form == word || !NO_PLURALS.contains(&form.as_str()));
    forms
}

/// Endings that take each other's place on one stem. Words of the same stem mean the same thing more
/// often than not: `procure` and `procurement`, `transparent` and `transparencia`. Only endings that
/// do are listed, so that `public` is not `publication` and `university` not `universe`.
///
/// With the fewest letters that the stem must have.
const FAMILIES: &[(usize, &[&str])] = &[
    // English
    (4, &["", "s", "ed", "ing", "ings", "er", "ers"]),
    (4, &["e", "es", "ed", "ing", "ings", "er", "ers"]),
    (4, &["y", "ies", "ied", "ying", "yist", "yists"]),
    (5, &["", "ing", "ist", "ists"]),
    (5, &["", "ment", "ments"]),
    (5, &["", "s", "ship", "ships"]),
    (4, &["", "ness"]),
    (5, &["ic", "ics", "ical", "", "s"]),
    (4, &["able", "ability", "", "ably"]),
    (5, &["ible", "ibility", "", "ibly"]),
    (
        4,
        &[
            "ation", "ations", "ate", "ates", "ated", "ating", "atory", "ative",
        ],
    ),
    (
        5,
        &[
            "ion", "ions", "", "ive", "iveness", "ed", "ing", "or", "ors", "s",
        ],
    ),
    (5, &["ion", "ions", "e", "es", "ed", "ing"]),
    (
        4,
        &[
            "al",
            "ally",
            "alize",
            "alized",
            "alizing",
            "alization",
            "alise",
            "alised",
            "alising",
            "alisation",
            "ize",
            "ized",
            "izing",
            "ization",
            "ise",
            "ised",
            "ising",
            "isation",
        ],
    ),
    (
        4,
        &[
            "ize", "izes", "ized", "izing", "ization", "izations", "ise", "ises", "ised", "ising",
            "isation", "isations",
        ],
    ),
    (4, &["ism", "ist", "ists"]),
    (3, &["ure", "urity"]),
    // In all three languages: transparency, transparent, transparencia, transparence
    (
        6,
        &[
            "ency", "encies", "ent", "ents", "ently", "encia", "encias", "ente", "entes", "ence",
            "ences",
        ],
    ),
    // And information, informacion; integrity, integridad, integrite
    (5, &["tion", "tions", "cion", "ciones"]),
    (4, &["ity", "ities", "idad", "idades", "ite", "ites"]),
    // Spanish
    (4, &["o", "a", "os", "as"]),
    (
        4,
        &[
            "ar", "acion", "aciones", "ado", "ada", "ados", "adas", "ando", "ador", "adora",
            "adores", "adoras",
        ],
    ),
    (5, &["o", "os", "acion", "aciones"]),
    (4, &["izar", "izacion", "izado", "izada"]),
    (5, &["al", "ales", "alizar", "alizacion"]),
    // French
    (4, &["", "e", "s", "es"]),
    (4, &["er", "ation", "ations", "ee", "ees", "ant"]),
    (4, &["if", "ive", "ifs", "ives"]),
    (4, &["eur", "euse", "eurs", "euses", "rice", "rices"]),
    (4, &["al", "ale", "ales", "aux"]),
    (3, &["el", "elle", "els", "elles"]),
    (3, &["ien", "ienne", "iens", "iennes"]),
    (4, &["ique", "iques", "ic", "ics"]),
    (4, &["iser", "isation", "ise", "isee"]),
    // Russian and Ukrainian
    (
        4,
        &[
            "",
            "\u{430}",
            "\u{443}",
            "\u{435}",
            "\u{44b}",
            "\u{438}",
            "\u{456}",
            "\u{43e}\u{43c}",
            "\u{43e}\u{432}",
            "\u{430}\u{445}",
            "\u{430}\u{43c}",
            "\u{430}\u{43c}\u{438}",
            "\u{456}\u{432}",
        ],
    ),
    (
        4,
        &[
            "\u{438}\u{435}",
            "\u{438}\u{44f}",
            "\u{438}\u{44e}",
            "\u{438}\u{438}",
            "\u{438}\u{435}\u{43c}",
            "\u{438}\u{439}",
            "\u{438}\u{44f}\u{43c}",
            "\u{438}\u{44f}\u{445}",
        ],
    ),
    (
        4,
        &[
            "\u{44b}\u{438}",
            "\u{44b}\u{435}",
            "\u{430}\u{44f}",
            "\u{43e}\u{435}",
            "\u{43e}\u{433}\u{43e}",
            "\u{43e}\u{43c}\u{443}",
            "\u{44b}\u{43c}",
            "\u{44b}\u{445}",
            "\u{44b}\u{43c}\u{438}",
            "\u{43e}\u{438}",
            "\u{443}\u{44e}",
            "\u{438}\u{438}",
            "\u{456}",
            "\u{430}",
            "\u{438}\u{445}",
            "\u{438}\u{43c}",
        ],
    ),
    (
        4,
        &[
            "\u{43e}\u{441}\u{442}\u{44c}",
            "\u{43e}\u{441}\u{442}\u{438}",
            "\u{43e}\u{441}\u{442}\u{44e}",
        ],
    ),
];

/// What Arabic writes together with the word that it stands before: and, the, with the, for the, ...
const ARABIC_BEFORE: &[&str] = &[
    "",
    "\u{627}\u{644}",
    "\u{648}\u{627}\u{644}",
    "\u{628}\u{627}\u{644}",
    "\u{644}\u{644}",
    "\u{648}",
    "\u{644}",
    "\u{628}",
];

/// Words made of the same stem as a word: more than exist, since those that do not are not found. The
/// word itself and its [`forms`] are not among them.
pub fn relatives(word: &str) -> Vec<String> {
    let letters = word.chars().count();
    if letters < 4 || word.chars().any(|c| c.is_ascii_digit()) || NO_PLURALS.contains(&word) {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    if word.chars().any(is_arabic) {
        for before in ARABIC_BEFORE {
            let stem = word.strip_prefix(before);
            let stem = stem.filter(|stem| stem.chars().count() >= 3);
            let Some(stem) = stem else { continue };
            found.extend(ARABIC_BEFORE.iter().map(|other| format!("{other}{stem}")));
        }
    }
    for (least, endings) in FAMILIES {
        for ending in *endings {
            let Some(stem) = word.strip_suffix(ending) else {
                continue;
            };
            if stem.chars().count() < *least {
                continue;
            }
            found.extend(endings.iter().map(|other| format!("{stem}{other}")));
            // plan, planning
            if let Some(last) = stem.chars().last().filter(|_| *ending == "ing") {
                let single = stem
                    .strip_suffix(last)
                    .filter(|short| short.ends_with(last));
                found.extend(single.map(str::to_owned));
            }
        }
    }
    if let Some(doubled) = doubled(word) {
        found.extend(["ing", "ed", "er", "ers"].map(|ending| format!("{doubled}{ending}")));
    }
    found.sort_unstable();
    found.dedup();
    let own = forms(word);
    found.retain(|other| !own.contains(other));
    found
}

/// A short word with its last letter twice, as it stands before an ending: plan, planning.
fn doubled(word: &str) -> Option<String> {
    let is_vowel = |c: char| "aeiou".contains(c);
    let mut letters = word.chars().rev();
    let last = letters.next()?;
    let before = letters.next()?;
    let is_short = word.len() <= 7 && word.is_ascii();
    let is_doubled = is_vowel(before) && !is_vowel(last) && !"wxy".contains(last);
    (is_short && is_doubled).then(|| format!("{word}{last}"))
}

fn is_arabic(letter: char) -> bool {
    matches!(u32::from(letter), 0x0620..=0x064A | 0x0671..=0x06D3)
}
