//! Summaries of commitments: shown, searched, written by staff, and never overwritten by the program's own.

use domain::{Lang, Role};

use crate::import::planned;
use crate::support::site::Site;

const NL: &str = "/staff/commitments/NL0031";
const PAGE: &str = "https://www.opengovpartnership.org/members/netherlands/commitments/NL0031/";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_shows_its_summary_with_language_and_source() {
    let site = Site::bundled().await;
    let page = site.get("/commitments/DK0068").await;
    assert!(page.text().contains("one place, My Overview"));
    let section = page.between("class=\"summary\"", "</section>")[0];
    let source = "href=\"https://opengovpartnership.org/members/denmark/commitments/dk0068\"";
    assert!(section.contains(source), "{section}");
    assert!(!section.contains("lang="), "{section}");
    // Readers of other languages read theirs.
    for (lang, words) in [
        ("es", "un solo lugar, Mi Resumen"),
        ("fr", "un lieu unique"),
    ] {
        let page = site.get(&format!("/commitments/DK0068?lang={lang}")).await;
        let section = page.between("class=\"summary\"", "</section>")[0];
        assert!(section.contains(words), "{section}");
        assert!(section.contains(source), "{section}");
        assert!(!section.contains("lang=\"en\""), "{section}");
    }
    let without = site.get("/commitments/NL0041").await;
    assert!(
        without
            .between("class=\"summary\"", "</section>")
            .is_empty()
    );
    // Its words are found, and shown where they were.
    let found = site.get("/commitments?q=rijkswaterstaat+ombudsman").await;
    assert!(!found.body.contains("KE0033"));
    let found = site
        .get("/commitments?q=parliament+ombudsman+kictanet")
        .await;
    assert!(found.text().contains("KE0033"), "{}", found.text());
    assert!(
        found.body.contains("<mark>ombudsman</mark>"),
        "{}",
        found.text()
    );
    // Also in the language of another reader.
    let found = site
        .get("/commitments?q=hacienda+kictanet+comision&lang=en")
        .await;
    // One of the words is nowhere: what has most of them is shown, and is said to be that.
    let said = "No commitment in our data has all of these words. These have most of them.";
    assert!(found.text().contains(said), "{}", found.text());
    let found = site
        .get("/commitments?q=empresas+apoyan+comision&lang=en")
        .await;
    assert!(
        found.body.contains("<mark>empresas</mark>"),
        "{}",
        found.text()
    );
    let api = site.get("/api/v1/commitments/DK0068").await.json();
    let text = api["summaries"]["en"]["text"].as_str().unwrap();
    assert!(text.contains("My Overview"), "{api}");
    let row = site.get("/commitments.json?q=DK0068").await.json()["items"][0].clone();
    assert_eq!(row["summary_en"], text);
    for lang in ["en", "es", "fr"] {
        let (text, source) = (
            format!("summary_{lang}"),
            format!("summary_{lang}_source_url"),
        );
        assert_eq!(row[&text], api["summaries"][lang]["text"]);
        assert_eq!(row[&source], api["summaries"][lang]["source_url"]);
        assert!(row[&text].is_string() && row[&source].is_string(), "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_write_a_summary_and_the_bundled_one_leaves_it_alone() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let long = "palabra ".repeat(61);
    for (text, source, problem) in [
        (long.as_str(), PAGE, "Use at most 60 words, not 61."),
        ("Corto.", "", "Enter the page that supports this summary."),
        ("", PAGE, "Enter the summary, or clear its source."),
    ] {
        let sent = [
            ("summary_es", text),
            ("summary_es_source_url", source),
            ("reason", "x"),
        ];
        let refused = ed.send(NL, NL, &sent).await;
        assert_eq!(refused.status, 422, "{problem}");
        assert!(refused.text().contains(problem), "{}", refused.text());
        // What is wrong is not folded away.
        assert!(refused.body.contains("<details open class=\"field\">"));
    }
    let sent = [
        ("summary_en", "Written by *staff*."),
        ("summary_es", "Escrito por <b>nosotros</b>."),
        ("summary_es_source_url", PAGE),
        ("summary_fr", ""),
        ("summary_fr_source_url", ""),
        ("reason", "in our words"),
    ];
    assert_eq!(ed.send(NL, NL, &sent).await.status, 303);
    let page = site.get("/commitments/NL0031").await;
    assert!(page.body.contains("Written by <em>staff</em>."));
    assert!(
        page.text()
            .contains("Summary in Spanish: \u{201c}Los Pa\u{ed}ses Bajos prometieron"),
        "{}",
        page.text()
    );
    let spanish = site.get("/commitments/NL0031?lang=es").await;
    assert!(
        spanish
            .body
            .contains("Escrito por &lt;b&gt;nosotros&lt;/b&gt;.")
    );
    // Readers of a language that has none read another, and are told which.
    let french = site.get("/commitments/NL0031?lang=fr").await;
    let section = french.between("class=\"summary\"", "</section>")[0];
    assert!(section.contains("lang=\"en\""), "{section}");
    assert!(section.contains("Written by <em>staff</em>."), "{section}");
    // The bundled record, brought again, has nothing to say about it.
    let bundled = site.app.bundled_file().await.unwrap();
    let bundled = String::from_utf8(bundled).unwrap();
    assert!(bundled.contains("\nDK0068,") && !bundled.contains("\nNL0031,"));
    let plan = planned(&site.app, &bundled).await;
    let wrong: Vec<_> = plan
        .items
        .iter()
        .filter(|i| !i.messages.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let summary = |site: &Site| {
        let catalogue = site.app.catalogue();
        let row = catalogue.find(&"NL0031".parse().unwrap()).unwrap();
        row.commitment.summary_in[Lang::English.index()].clone()
    };
    assert_eq!(summary(&site).unwrap().text, "Written by *staff*.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_half_a_summary_is_refused() {
    let site = Site::bundled().await;
    let header = "code,member,title,summary_fr,summary_fr_source_url";
    let long = "mot ".repeat(61);
    for (cells, column, problem) in [
        (
            format!("{long},{PAGE}"),
            "summary_fr",
            "at most 60 words, not 61",
        ),
        (
            "Court,".to_owned(),
            "summary_fr",
            "needs the address of its source",
        ),
        (
            "Court,somewhere".to_owned(),
            "summary_fr_source_url",
            "not a web address",
        ),
        (
            format!(",{PAGE}"),
            "summary_fr_source_url",
            "summary_fr is empty",
        ),
    ] {
        let file = format!("{header}\nNL0031,Netherlands,Open Algorithms,{cells}\n");
        let plan = planned(&site.app, &file).await;
        let [message] = &plan.items[0].messages[..] else {
            panic!("{cells}: {:?}", plan.items[0].messages)
        };
        assert_eq!(message.column, column);
        assert!(message.text.contains(problem), "{message:?}");
    }
}

#[tokio::test]
async fn similar_commitments_share_words_or_areas_and_say_which() {
    let site = Site::bundled().await;
    let page = site.get("/commitments/NL0031").await;
    let similar = page.between("aria-labelledby=\"similar\"", "</section>")[0];
    let found = ["FR0035", "FR0094", "NZ0019", "UK0100", "NO0063", "NZ0031"];
    let found = found.iter().filter(|code| similar.contains(**code)).count();
    assert!(found >= 3, "{similar}");
    // One word in common says little.
    assert!(!similar.contains("Titles share: algorithms."), "{similar}");
    let reasons = similar.split("Titles share: ").skip(1);
    for words in reasons.filter_map(|said| said.split('.').next()) {
        assert!(words.contains(", "), "{words}");
    }
    assert!(!similar.contains("NL0050"), "{similar}");
    let spanish = site.get("/commitments/NL0031?lang=es").await;
    assert!(spanish.text().contains("reas de pol\u{ed}tica: "));
    // Several areas in an address are one or the other.
    for (lang, words) in [
        ("en", "In any of these policy areas"),
        ("es", "En cualquiera de estas \u{e1}reas de pol\u{ed}tica"),
        ("fr", "Dans l\u{2019}un de ces domaines politiques"),
    ] {
        let page = site.get(&format!("/commitments/NL0031?lang={lang}")).await;
        assert!(page.text().contains(words), "{lang}");
    }
    let catalogue = site.app.catalogue();
    for row in catalogue.rows() {
        let c = &row.commitment;
        let related = catalogue.related(row, 5);
        for one in &related {
            let other = &one.row.commitment;
            assert_ne!(other.member.name, c.member.name, "{}", c.code);
            assert!(
                !one.words.is_empty() || !one.areas.is_empty(),
                "{} {}",
                c.code,
                other.code
            );
            for area in &one.areas {
                let lists = [c, other].map(|c| c.policy_areas.contains(area));
                assert_eq!(lists, [true, true], "{} {}: {area}", c.code, other.code);
            }
        }
    }
}
