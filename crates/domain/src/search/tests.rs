//! What is found by what is typed.

use super::*;

struct Words(&'static [&'static str]);

impl Lexicon for Words {
    fn knows(&self, word: &str) -> bool {
        self.0.iter().any(|text| text.split(' ').any(|w| w == word))
    }

    fn follow(&self, first: &str, second: &str) -> bool {
        self.0.contains(&format!("{first} {second}").as_str())
    }

    fn is_name(&self, words: &str) -> bool {
        [
            "kenya",
            "kenyan",
            "united kingdom",
            "us",
            "mexicano",
            "new zealand",
        ]
        .contains(&words)
    }

    fn has_code(&self, code: &CommitmentCode) -> bool {
        ["UK0098", "NL0031", "IN0020"].contains(&code.as_str())
    }
}

const WORDS: Words = Words(&["open data", "e government", "anti corruption", "tax reform"]);

fn synonyms() -> Synonyms {
    let set = |same: &str, related: &str| {
        let list = |terms: &str| terms.split(';').map(str::to_owned).collect();
        SynonymSet {
            same: list(same),
            related: list(related),
        }
    };
    Synonyms::of(&[
        set(
            "AI;artificial intelligence;intelligence artificielle",
            "machine learning;algorithm;automated decision",
        ),
        set(
            "access to information;right to information;acceso a la informaci\u{f3}n",
            "",
        ),
        set("whistleblower;lanceur d\u{2019}alerte", ""),
    ])
}

fn search(typed: &str) -> Search {
    Search::of(typed, &WORDS, &synonyms())
}

/// The codes that are searched for.
fn codes(typed: &str) -> Vec<String> {
    let codes = search(typed).codes.into_iter();
    codes.map(|code| code.to_string()).collect()
}

/// The words that must be found, and the names by which a search is narrowed.
fn understood(typed: &str) -> (String, String) {
    let search = search(typed);
    let subject: Vec<&str> = search.subject().map(|group| group.typed.as_str()).collect();
    let names: Vec<&str> = search.names().collect();
    (subject.join(" + "), names.join(" + "))
}

/// Whether a search finds a text of one field.
fn finds(typed: &str, text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = crate::text::folded_words(&folded).collect();
    search(typed).is_in(&words)
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
    assert_eq!(codes("https://example.org/commitments/NL0031"), ["NL0031"]);
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
        let search = search(typed);
        assert!(search.groups.len() <= MAX_SEARCH_TERMS);
        assert!(
            search
                .groups
                .iter()
                .all(|group| group.spellings.len() < 100)
        );
    }
}

#[test]
fn words_of_one_stem_are_found_and_others_that_look_alike_are_not() {
    for (a, b) in [
        ("procure", "procurement"),
        ("algorithm", "algorithmic"),
        ("transparent", "transparency"),
        ("transparency", "transparencia"),
        ("whistleblowing", "whistleblower"),
        ("digital", "digitalisation"),
        ("digitization", "digital"),
        ("participation", "participatory"),
        ("beneficial owners", "beneficial ownership"),
        ("contrataci\u{f3}n", "contratos"),
        ("abierto", "abiertas"),
        ("num\u{e9}rique", "num\u{e9}riques"),
        ("ouverte", "ouverts"),
        ("plan", "planning"),
        ("corruption", "corrupci\u{f3}n"),
        ("integridad", "int\u{e9}grit\u{e9}"),
        (
            "\u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}\u{44b}\u{435}",
            "\u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}\u{44b}\u{445}",
        ),
        (
            "\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a}",
            "\u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a}",
        ),
    ] {
        assert!(finds(&format!("{a} x"), &format!("x {b}")), "{a}: {b}");
        assert!(finds(&format!("{b} x"), &format!("x {a}")), "{b}: {a}");
    }
    for (a, b) in [
        ("public", "publication"),
        ("university", "universe"),
        ("policy", "police"),
        ("news", "new"),
        ("inform", "information"),
        ("national", "nation"),
        ("organ", "organization"),
        ("data", "date"),
        ("aid", "aide"),
        ("state", "station"),
    ] {
        assert!(!finds(&format!("{a} x"), &format!("x {b}")), "{a}: {b}");
        assert!(!finds(&format!("{b} x"), &format!("x {a}")), "{b}: {a}");
    }
}

#[test]
fn other_words_for_the_same_thing_are_found() {
    for (typed, text) in [
        ("AI", "Rights and Artificial Intelligence"),
        ("artificial intelligence", "An AI policy"),
        ("artificial intelligence policy", "An AI policy"),
        ("intelligence artificielle", "artificial intelligence"),
        ("machine learning", "Algorithms"),
        ("algorithms", "use of AI"),
        ("Right to Information", "acceso a la informacion"),
        ("right information", "access to information"),
        ("lanceurs d\u{2019}alerte", "whistleblowers"),
        ("whistle-blower", "lanceur d'alerte"),
        // As before, one by one.
        ("artificial intelligence", "intelligence that is artificial"),
    ] {
        assert!(finds(typed, text), "{typed}: {text}");
    }
    for (typed, text) in [
        ("artificial intelligence", "artificial"),
        ("AI", "artificial"),
        ("AI", "foreign aid"),
        ("AI Atlantis", "artificial intelligence"),
    ] {
        assert!(!finds(typed, text), "{typed}: {text}");
    }
    let search = search("machine learning");
    let [group] = search.groups.as_slice() else {
        panic!("{search:?}");
    };
    assert!(
        group.spellings.iter().all(|s| s.is_related),
        "it is related only"
    );
    assert_eq!(group.parts.len(), 2);
}

#[test]
fn words_that_say_nothing_need_not_be_found() {
    assert!(finds(
        "what is open data in the world",
        "world of open data"
    ));
    assert!(finds("acceso de los datos", "acceso datos"));
    assert!(finds("the", "the word"));
    assert!(!finds("the", "a word"));
}

#[test]
fn marks_are_on_what_was_found() {
    let text = [
        "Artificial",
        "intelligence",
        "and",
        "intelligence",
        "in",
        "Algorithms",
    ];
    let search = search("AI");
    let hits = search.marker().hits(text.into_iter());
    assert_eq!(hits, [true, true, false, false, false, true]);
}

#[test]
fn only_what_is_very_near_is_taken_without_asking() {
    for (typed, near, is_name, expected) in [
        ("nigera", "nigeria", true, true),
        ("procurment", "procurement", false, true),
        ("opne", "open", false, true),
        ("morroco", "morocco", true, true),
        ("facial", "fiscal", false, false),
        ("racial", "facial", false, false),
        ("weather", "whether", false, false),
    ] {
        assert_eq!(is_confident(typed, near, is_name), expected, "{typed}");
    }
}

#[test]
fn codes_are_found_among_other_words() {
    for (typed, expected) in [
        ("UK0098", &["UK0098"][..]),
        ("commitment UK0098", &["UK0098"]),
        ("UK 98 beneficial ownership", &["UK0098"]),
        ("uk-98, nl 31", &["UK0098", "NL0031"]),
        ("UK0098/NL0031", &["UK0098", "NL0031"]),
        ("code:UK0098", &["UK0098"]),
        ("l\u{2019}engagement l\u{2019}UK0098.", &["UK0098"]),
        (
            "see https://example.org/members/x/commitments/UK0098/ please",
            &["UK0098"],
        ),
        // Words, a year, and a code that no commitment has.
        ("promised in 20 plans", &[]),
        ("IN 20 plans", &["IN0020"]),
        ("open data 2020", &[]),
        ("FR0001 open data", &[]),
        // Alone it may be that of a commitment of another time.
        ("FR0001", &["FR0001"]),
    ] {
        assert_eq!(codes(typed), expected, "{typed}");
    }
    let search = search("UK 98 beneficial ownership");
    assert!(!search.is_code);
    assert_eq!(search.groups.len(), 2);
}

#[test]
fn words_that_ask_do_not_count() {
    for (typed, subject, names) in [
        (
            "what did Kenya promise on open data?",
            "open + data",
            "kenya",
        ),
        ("which countries promised open data", "open + data", ""),
        (
            "Which governments have committed to open data",
            "open + data",
            "",
        ),
        ("open government", "open + government", ""),
        (
            "\u{bf}qu\u{e9} prometi\u{f3} Kenya sobre datos abiertos?",
            "datos + abiertos",
            "kenya",
        ),
        (
            "qu\u{2019}a promis le Kenya sur les donn\u{e9}es ouvertes ?",
            "donnees + ouvertes",
            "kenya",
        ),
        ("Kenya\u{2019}s commitments", "", "kenya"),
        ("the UK\u{2019}s tax law", "uk + tax", ""),
        (
            "tell us about whistleblowers in the US",
            "whistleblowers",
            "us",
        ),
        ("uses of data", "uses + data", ""),
        ("mexicanas", "", "mexicano"),
        ("United Kingdom 2020", "", "united kingdom"),
        // Within a term they do.
        ("right to information act", "right information", ""),
        // Where there is nothing else, they are what is searched for.
        ("what is it", "it", ""),
        ("commitments", "commitments", ""),
        ("laws", "laws", ""),
    ] {
        let expected = (subject.to_owned(), names.to_owned());
        assert_eq!(understood(typed), expected, "{typed}");
    }
}

#[test]
fn a_state_that_is_asked_for_is_told_from_the_subject() {
    for (typed, asked, subject) in [
        ("what is overdue in Kenya", &[Asked::Overdue][..], ""),
        ("overdue reviews Kenya", &[Asked::Overdue], ""),
        (
            "completed open data Kenya",
            &[Asked::Completed],
            "open + data",
        ),
        (
            "three most ambitious completed digital commitments of Kenya",
            &[Asked::Completed, Asked::Ambitious, Asked::Digital],
            "",
        ),
        ("revisiones atrasadas de Kenya", &[Asked::Overdue], ""),
        ("examens en retard Kenya", &[Asked::Overdue], ""),
        ("digital inclusion", &[], "digital + inclusion"),
        ("digital commitments of Kenya", &[], "digital"),
        ("reports Kenya", &[], "reports"),
    ] {
        let search = search(typed);
        assert_eq!(search.asked, asked, "{typed}");
        assert_eq!(understood(typed).0, subject, "{typed}");
    }
    assert!(search("overdue").subject().count() == 1, "a word as well");
}

#[test]
fn a_year_narrows() {
    let search = search("open data 2020");
    assert_eq!(search.groups.last().unwrap().sense, Sense::Years);
    assert_eq!(understood("open data 2020").0, "open + data");
}
