//! Full-text search: the same words find the same commitments, in the same order, on both engines and in
//! every state of the record.

use std::collections::BTreeSet;
use std::sync::Arc;

use catalogue::TextIndex;
use domain::context::ContextKind;
use domain::search::{Search, Spelling, SynonymSet, Synonyms};
use domain::text::fold;
use domain::{Query, route};
use store::{NEWEST, Store};

use crate::support::site::Site;
use crate::support::{EntryBuilder, an_entry, on_both, record, with_word};

/// The codes that a search finds on the site over a store, best first.
async fn found(store: &Store, search: &str) -> Vec<String> {
    let site = Site::over(store.clone()).await;
    let query = Query::default().searching(search);
    let answer = site.get(&query.link(route::CommitmentsJson)).await;
    assert_eq!(answer.status, 200, "{search}: {}", answer.body);
    let items = answer.json()["items"].as_array().unwrap().clone();
    let codes = items
        .iter()
        .map(|item| item["code"].as_str().unwrap().to_owned());
    codes.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_counts_more_than_the_member_the_institutions_and_the_body() {
    on_both(async |place| {
        let many = "algorithms ".repeat(50);
        record(
            &place.store,
            [
                an_entry("AA0001").title("Other").description(&many),
                an_entry("AA0002")
                    .title("Other")
                    .lead("Office of Algorithms"),
                an_entry("AA0003")
                    .title("Other")
                    .member("Land of Algorithms"),
                an_entry("AA0004").title("A register of algorithms in use by all of government"),
                an_entry("AA0005")
                    .title("Other")
                    .description("about algorithms"),
                an_entry("AA0006").title("Nothing of the kind"),
            ],
        )
        .await;
        let order = found(&place.store, "algorithms").await;
        assert_eq!(order[..3], ["AA0004", "AA0003", "AA0002"]);
        assert_eq!(order.len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_term_must_occur_and_the_last_may_be_the_beginning_of_a_word() {
    on_both(async |place| {
        record(
            &place.store,
            [
                an_entry("AA0001")
                    .title("Open data")
                    .description("beekeeping"),
                an_entry("AA0002").title("Open contracting"),
                an_entry("AA0003")
                    .title("Database of contracts")
                    .lead("Open Office"),
            ],
        )
        .await;
        let set = async |search: &str| -> BTreeSet<String> {
            found(&place.store, search).await.into_iter().collect()
        };
        assert_eq!(
            set("open dat").await,
            ["AA0001", "AA0003"].map(str::to_owned).into()
        );
        assert_eq!(set("dat open").await, BTreeSet::new());
        assert_eq!(
            set("open contra").await,
            ["AA0002", "AA0003"].map(str::to_owned).into()
        );
        assert_eq!(
            set("beekeeping open").await,
            ["AA0001"].map(str::to_owned).into()
        );
        assert_eq!(set("aa0002").await, ["AA0002"].map(str::to_owned).into());
        assert_eq!(set("o").await.len(), 0);
        assert_eq!(set("nowhere").await, BTreeSet::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accents_and_case_do_not_matter_on_either_side() {
    on_both(async |place| {
        record(
            &place.store,
            [
                an_entry("AA0001").title("La \u{c9}poca de los datos").member("C\u{f4}te d\u{2019}Ivoire"),
                an_entry("AA0002").title("La epoca").member("T\u{fc}rkiye"),
                an_entry("AA0003").title("Stra\u{df}e \u{141}\u{f3}d\u{17a} \u{39a}\u{3c5}\u{3b2}\u{3ad}\u{3c1}\u{3bd}\u{3b7}\u{3c3}\u{3b7}"),
                an_entry("AA0004").title("\u{43f}\u{440}\u{430}\u{432}\u{438}\u{442}\u{435}\u{43b}\u{44c}\u{441}\u{442}\u{432}\u{43e} \u{627}\u{644}\u{62d}\u{643}\u{648}\u{645}\u{629} \u{653f}\u{5e9c}"),
            ],
        )
        .await;
        for (search, expected) in [
            ("epoca", &["AA0001", "AA0002"][..]),
            ("\u{c9}POCA", &["AA0001", "AA0002"]),
            ("e\u{301}poca", &["AA0001", "AA0002"]),
            ("cote ivoire", &["AA0001"]),
            ("turkiye", &["AA0002"]),
            ("strasse lodz", &["AA0003"]),
            ("\u{39a}\u{3a5}\u{392}\u{395}\u{3a1}\u{39d}\u{397}\u{3a3}\u{397}", &["AA0003"]),
            ("\u{41f}\u{420}\u{410}\u{412}", &["AA0004"]),
            ("\u{627}\u{644}\u{62d}\u{643}\u{648}\u{645}\u{629}", &["AA0004"]),
            ("\u{653f}", &["AA0004"]),
        ] {
            let mut codes = found(&place.store, search).await;
            codes.sort();
            assert_eq!(codes, expected, "{search}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_follow_the_record() {
    on_both(async |place| {
        let store = &place.store;
        record(
            store,
            [an_entry("AA0001").title("Before").description("kept")],
        )
        .await;
        record(
            store,
            [an_entry("AA0001").title("After").description("kept")],
        )
        .await;
        assert!(found(store, "before").await.is_empty());
        assert_eq!(found(store, "after").await, ["AA0001"]);
        assert_eq!(found(store, "kept").await, ["AA0001"]);
        record(
            store,
            [an_entry("AA0001").title("After").description("new")],
        )
        .await;
        assert!(found(store, "kept").await.is_empty());
        assert_eq!(found(store, "new after").await, ["AA0001"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_can_be_typed_is_an_error() {
    on_both(async |place| {
        record(
            &place.store,
            [an_entry("AA0001").title("Open NEAR data AND x OR not title")],
        )
        .await;
        let punctuation: String = ('!'..='~')
            .filter(|c| !c.is_alphanumeric())
            .cycle()
            .take(200)
            .collect();
        let long_word = "a".repeat(10_000);
        let many_words = "open ".repeat(2_000);
        for typed in [
            "",
            " ",
            "\"",
            "\"\"",
            "NEAR(",
            "NEAR(open data)",
            "*",
            "open*",
            "'; --",
            "-x",
            "a AND",
            "NOT",
            "title:open",
            "{title}: open",
            "^open",
            "open + data",
            "(",
            ")",
            "&|!<->",
            ":*",
            "\\",
            "\\'",
            "''",
            "%",
            "_",
            "$1",
            "\0",
            "op\0en",
            "\u{feff}",
            "\u{202e}open",
            "e\u{301}",
            "\u{1f3db}\u{fe0f}",
            "\u{fdfa}",
            "\u{0e01}\u{0e33}",
            "\u{0915}\u{094d}\u{0937}",
            "\u{2167}",
            "\u{bd}",
            "\u{10ffff}",
            punctuation.as_str(),
            long_word.as_str(),
            many_words.as_str(),
        ] {
            if typed.chars().count() <= 200 && !typed.trim().is_empty() {
                found(&place.store, typed).await;
            }
            // Also when the words come past the domain's own cleaning.
            for (is_beginning, is_anywhere) in [(false, false), (true, false), (false, true)] {
                let spelling = |words: &[&str]| Spelling {
                    words: words.iter().map(|word| (*word).to_owned()).collect(),
                    is_beginning,
                    is_anywhere,
                    is_related: false,
                    is_joined: false,
                    origin: domain::search::Origin::Typed,
                };
                let one = [spelling(&[typed])];
                let two = [spelling(&[typed, "open"]), spelling(&["open", typed])];
                place.store.search(&[&one, &two], NEWEST).await.unwrap();
                place.store.search(&[&one, &two], 1).await.unwrap();
            }
        }
        assert_eq!(found(&place.store, "\"open' data\\").await, ["AA0001"]);
        assert!(found(&place.store, "-- ;").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_any_length_are_found() {
    on_both(async |place| {
        let long = "x".repeat(3_000);
        let letter = "a ".repeat(300_000);
        record(
            &place.store,
            [
                an_entry("AA0001").description(&long),
                an_entry("AA0002").description(&letter),
                an_entry("AA0003")
                    .description("1e5 10e 0x1a 3.2.5 2018-2020 a@b.org http://x.org/y?z=1"),
            ],
        )
        .await;
        assert_eq!(with_word(&place.store, &long).await, [1]);
        assert_eq!(with_word(&place.store, "a").await, [2, 3]);
        for search in [
            "1e5",
            "10e 1e5",
            "0x1a",
            "5 2 3",
            "2020 2018",
            "org b",
            "y x http",
        ] {
            assert_eq!(found(&place.store, search).await, ["AA0003"], "{search}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commitments_follow_the_country_of_their_member() {
    on_both(async |place| {
        let of = |code: &str, country: &str| {
            an_entry(code)
                .member("Basque Country")
                .description("kept")
                .with(|entry| {
                    Arc::make_mut(&mut entry.commitment.member).country = country.to_owned();
                })
        };
        let store = &place.store;
        record(store, [of("PV0001", "Spane"), of("PV0002", "Spane")]).await;
        record(store, [of("PV0002", "Spain")]).await;
        assert_eq!(found(store, "spain kept").await.len(), 2);
        assert!(found(store, "spane").await.is_empty());
    })
    .await;
}

/// Many small commitments from few words, so that searches hit some of them.
fn a_corpus() -> Vec<EntryBuilder> {
    let words = [
        "open",
        "opening",
        "data",
        "datos",
        "\u{e9}poca",
        "ministry",
        "min",
        "of",
        "2018",
        "20",
        "e-id",
        "\u{43e}\u{442}\u{43a}\u{440}",
        "state\u{2019}s",
        "\u{130}stanbul",
        "a1",
        "x",
    ];
    let mut state = 7_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    (0..200)
        .map(|index| {
            let mut text = |most| -> String {
                let chosen: Vec<&str> =
                    (0..=next(most)).map(|_| words[next(words.len())]).collect();
                chosen.join(" ")
            };
            let (title, lead, body) = (text(4), text(2), text(8));
            an_entry(&format!("CO{index:04}"))
                .title(&title)
                .lead(&lead)
                .description(&body)
        })
        .collect()
}

/// The synonyms of a record that says nothing of them.
fn shipped_synonyms() -> Synonyms {
    let items = interchange::seed::context().unwrap();
    let items = items
        .iter()
        .filter(|item| item.kind == ContextKind::Synonym);
    let sets = items.map(|item| {
        let terms = |key| item.list(key).map(str::to_owned).collect();
        SynonymSet {
            same: terms("same"),
            related: terms("related"),
        }
    });
    Synonyms::of(&sets.collect::<Vec<_>>())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_what_a_plain_comparison_finds() {
    let corpus = a_corpus();
    // The words of each field of each commitment, by its code.
    let split = |text: &str| -> Vec<String> {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let texts: Vec<(String, Vec<Vec<String>>)> = corpus
        .iter()
        .map(|builder| {
            let entry = builder.clone().done();
            let facts = &entry.commitment;
            let description = entry.texts.description.unwrap_or_default();
            let years = [facts.plan.start_year, facts.plan.end_year];
            let years = years.map(|year| year.map_or(String::new(), |year| year.to_string()));
            let years = years.join(" ");
            let fields = [&facts.title, &facts.member.name, &description, &years];
            let fields = fields.into_iter().chain(&facts.lead_institutions);
            let fields = fields.map(String::as_str);
            let fields = fields.chain(facts.reports.iter().map(|report| &*report.title));
            (facts.code.to_string(), fields.map(&split).collect())
        })
        .collect();
    on_both(async |place| {
        record(&place.store, corpus.clone()).await;
        let site = Site::over(place.store.clone()).await;
        let catalogue = site.app.catalogue();
        let index = TextIndex::of(
            &catalogue,
            None,
            |member| vec![member.name.clone()],
            |area| vec![area.name.clone()],
            |_| shipped_synonyms(),
        );
        let mut hits = 0;
        for search in [
            "open",
            "ope",
            "data open",
            "open data",
            "opendata",
            "open-data",
            "\u{e9}poca min",
            "open 201",
            "e id",
            "e-id",
            "id e",
            "\u{43e}\u{442}\u{43a}",
            "state's",
            "states",
            "istanbul",
            "\u{130}stan",
            "a1 x",
            "netherlands open",
            "x x x",
        ] {
            let Search { groups, .. } = index.read(&catalogue, search);
            let expected: BTreeSet<String> = texts
                .iter()
                .filter(|(_, fields)| {
                    groups.iter().all(|group| {
                        group.is_found(&|spellings: &[Spelling]| {
                            fields.iter().any(|words| {
                                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                                spellings.iter().any(|s| s.is_in(&words))
                            })
                        })
                    })
                })
                .map(|(code, _)| code.clone())
                .collect();
            let found: BTreeSet<String> = found(&place.store, search).await.into_iter().collect();
            assert_eq!(found, expected, "{search}");
            hits += expected.len();
        }
        assert!(hits > 300, "{hits}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_state_is_searched_as_it_was_whatever_has_changed_since() {
    on_both(async |place| {
        let store = &place.store;
        let entry = |code: &str, text: &str| an_entry(code).title("Same").description(text);
        let states = [
            vec![entry("AA0001", "early"), entry("AA0002", "both")],
            vec![entry("AA0001", "late")],
            vec![entry(
                "AA0003",
                "both late 情報公開 オープンデータの 공공데이터를 ด้านสิ่งแวดล้อมและ မြေဥပဒေများ ច្បាប់ថ្មី ｵｰﾌﾟﾝﾃﾞｰﾀ",
            )],
        ];
        for state in states {
            record(store, state).await;
        }
        let spelling = |word: &str, is_anywhere| Spelling {
            words: vec![word.to_owned()],
            is_beginning: false,
            is_anywhere,
            is_related: false,
            is_joined: false,
            origin: domain::search::Origin::Typed,
        };
        for (word, is_anywhere, expected) in [
            ("early", false, [&[1][..], &[], &[]]),
            ("late", false, [&[], &[1], &[1, 3]]),
            ("both", false, [&[2], &[2], &[2, 3]]),
            ("公開", true, [&[], &[], &[3]]),
            ("データ", true, [&[], &[], &[3]]),
            ("ﾃﾞｰﾀ", true, [&[], &[], &[3]]),
            ("데이터", true, [&[], &[], &[3]]),
            ("สิ่งแวดล้อม", true, [&[], &[], &[3]]),
            ("ဥပဒေ", true, [&[], &[], &[3]]),
            ("ច្បាប់", true, [&[], &[], &[3]]),
            ("開公", true, [&[], &[], &[]]),
        ] {
            for (revision, expected) in (1..).zip(expected) {
                let groups = [spelling(word, is_anywhere)];
                let mut found = store.search(&[&groups], revision).await.unwrap().remove(0);
                found.sort_unstable();
                assert_eq!(found, expected, "{word} as of {revision}");
            }
        }
    })
    .await;
}
