//! Searching the bundled record through the site, on both engines, now and as it was.

use std::collections::{BTreeMap, BTreeSet};

use domain::context::{ContextItem, ContextKind};
use domain::query::Filter;
use domain::record::{Batch, Revision};
use domain::text::slugify;
use domain::{AsOf, Lang, MemberKind, Query};

use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

/// The codes that a search finds, best first.
async fn codes(site: &Site, query: &str) -> Vec<String> {
    let answer = site.get(&format!("/commitments.json?{query}")).await;
    assert_eq!(answer.status, 200, "{query}");
    let items = answer.json()["items"].as_array().unwrap().clone();
    let codes = items
        .iter()
        .map(|item| item["code"].as_str().unwrap().to_owned());
    codes.collect()
}

/// How a search is asked for.
fn asked(search: &str) -> String {
    Query::default().searching(search).to_address()
}

/// Ways of typing the same search: each finds the same.
const SAME: &[&[&str]] = &[
    &["Ivory Coast", "Costa de Marfil"],
    &[
        "UK 98",
        "UK98",
        "uk-0098",
        "UK0098",
        "(UK0098).",
        "https://www.opengovpartnership.org/members/united-kingdom/commitments/UK0098/",
        "http://localhost:3000/commitments/UK0098?lang=fr",
    ],
    &["egovernment", "e-government", "E-GOVERNMENT"],
    &[
        "anticorruption",
        "anti-corruption",
        "anti corruption",
        "Anti-Corruption",
    ],
    &["procurement", "procurements"],
    &[
        "algorithm register",
        "algorithms register",
        "algorithm registers",
    ],
    &["whistleblower", "whistle-blower", "whistleblowers"],
    &["dato abierto", "datos abiertos"],
    &["march\u{e9} public", "march\u{e9}s publics"],
    &["transpar\u{ea}ncia", "transparencia", "TRANSPARENCIA"],
];

/// Searches, and a commitment that must be among the first five.
const FIRST: &[(&str, &str)] = &[
    ("South Korea", "KR0060"),
    ("Corea", "KR0060"),
    ("UK 98", "UK0098"),
    ("e-government", "AL0062"),
    ("egovernment", "AL0062"),
    ("whistle blower portal", "DK0070"),
    ("algorithms register", "FR0094"),
];

#[tokio::test]
async fn a_search_finds_what_is_meant_on_both_engines_and_in_past_states() {
    let answers = std::sync::Mutex::new(Vec::new());
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let mut answer = Vec::new();
        for ways in SAME {
            let mut expected: Option<BTreeSet<String>> = None;
            for way in *ways {
                let found = codes(&site, &asked(way)).await;
                assert!(!found.is_empty(), "{way}");
                let set: BTreeSet<String> = found.iter().cloned().collect();
                let expected = expected.get_or_insert_with(|| set.clone());
                assert_eq!(set, *expected, "{way} and {}", ways[0]);
                answer.push(found);
            }
        }
        for (search, code) in FIRST {
            let found = codes(&site, &asked(search)).await;
            let first = &found[..found.len().min(5)];
            assert!(first.iter().any(|c| c == code), "{search}: {first:?}");
            answer.push(found);
        }
        // What is called so comes before what only speaks of it.
        let called: BTreeSet<String> = site
            .app
            .catalogue()
            .rows()
            .filter(|row| {
                let c = &row.commitment;
                let mut titles = c.title_in.iter().flatten().chain([&c.title]);
                titles.any(|title| slugify(title) == "open-data")
            })
            .map(|row| row.commitment.code.to_string())
            .collect();
        assert!(called.contains("HN0062") && called.len() > 5);
        for search in ["open data", "Open-Data", "opendata"] {
            let found = codes(&site, &asked(search)).await;
            let first: BTreeSet<String> = found.iter().take(called.len()).cloned().collect();
            assert_eq!(first, called, "{search}");
            answer.push(found);
        }
        for search in ["open dat", "%22NEAR(", "zzzz", "datos abiertos", "ai"] {
            answer.push(codes(&site, &asked(search)).await);
        }
        // What is shown of today is what is found in the state as it stands.
        let today = site.app.now().date_naive();
        for search in ["open data", "Espa\u{f1}a", "algorithms register"] {
            let present = codes(&site, &asked(search)).await;
            let past = codes(&site, &format!("{}&as_of={today}", asked(search))).await;
            assert_eq!(present, past, "{search}");
        }
        answers.lock().unwrap().push(answer);
    })
    .await;
    let answers = answers.into_inner().unwrap();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

/// What any page calls a member, and what people call it, finds all that it has promised.
#[tokio::test]
async fn a_member_is_found_by_each_of_its_names() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let own: BTreeMap<&str, u64> = catalogue
        .facet(Filter::Member)
        .values
        .iter()
        .map(|value| (&*value.slug, u64::try_from(value.rows.count()).unwrap()))
        .collect();
    let mut names = 0;
    for (slug, member) in catalogue.members() {
        let translated = Lang::ALL
            .iter()
            .map(|lang| i18n::names::member(*lang, slug, &member.name));
        let others = domain::countries::other_names(&member.country_iso3).iter();
        let others = others.filter(|_| member.kind == MemberKind::National);
        let all: BTreeSet<String> = translated
            .chain(others.map(|name| (*name).to_owned()))
            .collect();
        for name in all {
            let facets = site
                .get(&format!("/api/v1/facets?{}", asked(&name)))
                .await
                .json();
            let found = facets["facets"]["member"].as_array().unwrap().clone();
            let found = found.iter().find(|value| value["value"] == **slug);
            assert_eq!(found.unwrap()["count"], own[&**slug], "{name}");
            names += 1;
        }
    }
    assert!(names > 200, "{names}");
}

#[tokio::test]
async fn a_policy_area_is_found_by_its_name_in_each_language() {
    let site = Site::bundled().await;
    let tagged: BTreeSet<String> = codes(&site, "area=beneficial-ownership")
        .await
        .into_iter()
        .collect();
    assert!(tagged.len() > 5);
    for name in [
        "Beneficial Ownership",
        "Beneficiarios finales",
        "B\u{e9}n\u{e9}ficiaires effectifs",
    ] {
        let found: BTreeSet<String> = codes(&site, &asked(name)).await.into_iter().collect();
        assert!(
            tagged.is_subset(&found),
            "{name}: {} of {}",
            found.len(),
            tagged.len()
        );
    }
}

#[tokio::test]
async fn letters_without_spaces_are_found_within_titles_and_texts() {
    on_both(async |place| {
        let title = "\u{60c5}\u{5831}\u{516c}\u{958b}\u{5236}\u{5ea6}\u{306e}\u{6539}\u{5584}";
        let entries = [
            an_entry("JP0001").title(title),
            an_entry("JP0002").description(title),
            an_entry("JP0003").title("Open information"),
            an_entry("KR0004")
                .title("공공데이터")
                .description("그 데이터를"),
        ];
        record(&place.store, entries).await;
        let site = Site::over(place.store.clone()).await;
        for search in ["\u{516c}\u{958b}", "\u{60c5}\u{5831} \u{6539}\u{5584}"] {
            assert_eq!(
                codes(&site, &asked(search)).await,
                ["JP0001", "JP0002"],
                "{search}"
            );
        }
        let page = site
            .get(&format!("/commitments?{}", asked("\u{516c}\u{958b}")))
            .await;
        assert!(page.body.contains("<mark>"), "hits are marked");
        // Letters that are others when folded, in a title and in a text.
        let page = site.get(&format!("/commitments?{}", asked("데이터"))).await;
        assert_eq!(
            page.body.matches("<mark>데이터를</mark>").count(),
            1,
            "{}",
            page.body
        );
    })
    .await;
}

#[tokio::test]
async fn an_empty_list_offers_searches_that_find_something() {
    let site = Site::bundled().await;
    for (typed, meant) in [
        ("Nigera", "nigeria"),
        ("procurment", "procurement"),
        ("opne contracting", "open contracting"),
        ("beneficial ownershp", "beneficial ownership"),
        ("spain zebra", "spain"),
    ] {
        for lang in ["en", "es", "fr"] {
            let page = site
                .get(&format!("/commitments?{}&lang={lang}", asked(typed)))
                .await;
            let offered = page.between("<bdi>", "</bdi>");
            assert!(offered.contains(&meant), "{typed} in {lang}: {offered:?}");
            for search in offered {
                assert!(
                    !codes(&site, &asked(search)).await.is_empty(),
                    "{search} finds nothing"
                );
            }
        }
    }
    let page = site.get("/commitments?q=zzzzzzzzzzzz").await;
    assert!(!page.body.contains("Did you mean"), "nothing to offer");
}

/// A browser sends every field of a form: what it sends of an untouched order must not choose one.
#[tokio::test]
async fn a_search_that_is_typed_into_the_form_of_a_list_has_its_best_match_first() {
    let site = Site::bundled().await;
    for (address, choice) in [
        ("/commitments", ""),
        ("/commitments?sort=title", "title"),
        ("/commitments?q=data", ""),
    ] {
        let page = site.get(address).await;
        let sort = page.between("<select id=\"sort\"", "</select>")[0];
        let option = sort
            .split("<option")
            .find(|option| option.contains(" selected"))
            .unwrap();
        let value = option
            .split("value=\"")
            .nth(1)
            .map_or("", |v| v.split('"').next().unwrap());
        assert_eq!(value, choice, "{address}: {option}");
    }
    let typed = codes(&site, "q=open+data&sort=").await;
    assert_eq!(typed, codes(&site, "q=open+data").await);
    assert_ne!(typed, codes(&site, "q=open+data&sort=newest").await);
}

#[tokio::test]
async fn hits_are_marked_in_titles() {
    let site = Site::bundled().await;
    for (search, mark) in [
        ("algorithm", "<mark>Algorithm"),
        ("opendata", "<mark>Open</mark>"),
    ] {
        let list = site.get(&format!("/commitments?{}", asked(search))).await;
        assert!(list.body.contains(mark), "{search}");
    }
}

/// What is typed into the search of the whole site, and the first link of a group that answers it.
const EVERYTHING: &[(&str, &str, &str)] = &[
    ("Uruguay", "countries", "/members/uruguay"),
    ("South Korea", "countries", "/members/republic-of-korea"),
    ("Espa\u{f1}a", "countries", "/members/spain"),
    ("privacy", "topics", "/areas/data-stewardship-and-privacy"),
    ("datos abiertos", "topics", "/areas/open-data"),
    (
        "register",
        "actions",
        "/guide/automated-decision-making/algorithm-registers",
    ),
    ("UK 98", "found", "/commitments/UK0098"),
];

#[tokio::test]
async fn the_search_of_the_site_answers_in_groups_now_and_as_it_was() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let today = format!("&as_of={}", site.app.now().date_naive());
        for moment in ["", today.as_str()] {
            for (typed, group, first) in EVERYTHING {
                let page = site.get(&format!("/search?{}{moment}", asked(typed))).await;
                assert_eq!(page.status, 200, "{typed}");
                let text = page.body;
                let part = text.split(&format!("<h2 id=\"{group}\">")).nth(1);
                let part = part.unwrap_or_else(|| panic!("{typed}: no {group}"));
                let part = part.split("</section>").next().unwrap_or_default();
                let link = part.split("<ul").nth(1).unwrap_or_default();
                let link = link.split("href=\"").nth(1).unwrap_or_default();
                assert!(link.starts_with(first), "{typed}: {link:.60}");
            }
        }
        let page = site.get("/search?q=Nigera").await.body;
        assert!(page.contains("href=\"/search?q=nigeria\""), "{page}");
        let empty = site.get("/search").await;
        assert_eq!(empty.status, 200);
        assert!(!empty.body.contains("id=\"found\""));
        // What is typed is shown as it is, and carried on.
        let odd = site.get("/search?q=%3Cb%3Ex%3C%2Fb%3E").await.body;
        assert!(
            !odd.contains("<b>x</b>") && odd.contains("&lt;b&gt;x&lt;/b&gt;"),
            "{odd}"
        );
    })
    .await;
}

#[tokio::test]
async fn extracts_of_summaries_show_no_markup() {
    let site = Site::bundled().await;
    for path in ["/commitments?q=algorithm", "/search?q=algorithm"] {
        let page = site.get(path).await.body;
        assert!(!page.contains("](http"), "{path}");
    }
    // The words of an address are none of the text that it stands in.
    assert_eq!(
        codes(&site, &asked("questionnaire https")).await,
        Vec::<String>::new()
    );
}

/// A set of synonyms as staff keep it.
fn synonyms(slug: &str, same: &str, withdrawn: bool) -> ContextItem {
    let mut item = ContextItem::new(ContextKind::Synonym, slug);
    item.set("same", same);
    item.withdrawn = withdrawn;
    item
}

#[tokio::test]
async fn synonyms_that_staff_keep_are_in_force_at_once_and_not_before() {
    on_both(async |place| {
        let entries = [
            an_entry("NL0001").title("Safe kilns"),
            an_entry("NL0002").title("Artificial intelligence in schools"),
        ];
        record(&place.store, entries).await;
        let site = Site::over(place.store.clone()).await;
        // What comes with the program holds as long as nobody says otherwise.
        assert_eq!(codes(&site, &asked("AI")).await, ["NL0002"]);
        assert_eq!(codes(&site, &asked("furnace")).await, Vec::<String>::new());
        let before = site.app.catalogue().version().made_at.map(AsOf::Moment);
        let revision = Revision {
            made_at: crate::support::a_time("2026-03-02T12:00:00Z"),
            ..crate::support::a_revision()
        };
        let batch = Batch {
            context: vec![
                synonyms("kilns", "kiln; furnace; oven", false),
                synonyms("artificial-intelligence", "AI", true),
            ],
            ..Batch::default()
        };
        let recorded = place
            .store
            .record(&revision, &batch, false, &mut |_| ())
            .await;
        recorded.unwrap();
        let site = Site::over(place.store.clone()).await;
        assert_eq!(codes(&site, &asked("furnaces")).await, ["NL0001"]);
        assert_eq!(codes(&site, &asked("AI")).await, Vec::<String>::new());
        let past = |typed: &str| {
            Query::default()
                .searching(typed)
                .seen_from(before)
                .to_address()
        };
        assert_eq!(codes(&site, &past("AI")).await, ["NL0002"]);
        assert_eq!(codes(&site, &past("furnace")).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_mistyped_word_finds_what_was_meant_and_the_page_says_so() {
    let site = Site::bundled().await;
    for (typed, meant) in [("Nigera", "nigeria"), ("procurment", "procurement")] {
        assert_eq!(
            codes(&site, &asked(typed)).await,
            codes(&site, &asked(meant)).await
        );
        let api = site
            .get(&format!("/api/v1/commitments?{}", asked(typed)))
            .await;
        assert_eq!(api.json()["searched_instead"], *meant);
        for page in ["/commitments", "/search"] {
            for lang in ["en", "es", "fr"] {
                let page = site
                    .get(&format!("{page}?{}&lang={lang}", asked(typed)))
                    .await;
                assert!(page.between("<bdi>", "</bdi>").contains(&meant), "{typed}");
            }
        }
    }
    let api = site.get("/api/v1/commitments?q=nigeria").await;
    assert!(api.json().get("searched_instead").is_none());
    // Nor is anything called by a word that nothing mentions.
    let page = site.get("/commitments?q=facial+recognition").await.text();
    assert!(
        page.contains("No commitment in our data mentions \u{201c}facial recognition\u{201d} in the text we hold."),
        "{page}"
    );
    let page = site
        .get("/commitments?q=artificial+intelligence")
        .await
        .text();
    assert!(
        !page.contains("No commitment in our data mentions"),
        "{page}"
    );
}
