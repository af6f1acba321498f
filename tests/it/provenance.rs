//! What a page says of a commitment is what its sources say of it, and no more.

use domain::{Answer, Dimension, KnownSource, Role, Scheme};
use store::Store;

use crate::support::site::Site;
use crate::support::{an_entry, record};

/// The card of a rating.
fn card(page: &str, dimension: Dimension) -> &str {
    let from = page
        .split(&format!("<h2 id=\"r-{}\">", dimension.slug()))
        .nth(1)
        .unwrap();
    from.split("</section>").next().unwrap()
}

/// The IRM rated some commitments as one: a page says so, and which the others are.
#[tokio::test(flavor = "multi_thread")]
async fn a_rating_of_a_group_is_said_to_be_one() {
    let site = Site::bundled().await;
    for (query, words, end) in [
        ("", "to a group of commitments", "Also in the group:"),
        ("?lang=es", "a un grupo de compromisos", "grupo:"),
        (
            "?lang=fr",
            "\u{e0} un groupe d\u{2019}engagements",
            "groupe\u{202f}:",
        ),
    ] {
        let page = site.get(&format!("/commitments/ID0130{query}")).await;
        let ambition = card(&page.body, Dimension::Ambition);
        assert!(ambition.contains(words) && ambition.contains(end));
        for code in ["ID0129", "ID0131", "ID0132", "ID0133", "ID0134"] {
            assert!(ambition.contains(code), "{code}: {ambition}");
        }
        assert!(!ambition.contains("ID0130"), "{ambition}");
        let completion = card(&page.body, Dimension::Completion);
        assert!(!completion.contains(words), "{completion}");
    }
    let link = "<a href=\"/commitments/RS0054\">RS0054</a>";
    let pair = site.get("/commitments/RS0053").await;
    assert!(card(&pair.body, Dimension::Ambition).contains(link));
    for code in [
        "CL0069", "GR0085", "GR0086", "ME0071", "PY0081", "UY0160", "UY0161", "CV0004", "PNG0015",
        "RS0054", "ES0048",
    ] {
        let page = site.get(&format!("/commitments/{code}")).await;
        assert!(page.body.contains("to a group of commitments"), "{code}");
    }
    // Those with one heading in a report of 2014 are rated one by one.
    let alone = site.get("/commitments/NL0003").await;
    assert!(!alone.body.contains("to a group of commitments"));
    let brief = site.get("/brief?code=RS0053").await.text();
    assert!(brief.contains("Also in the group: RS0054."), "{brief}");
    let brief = site.get("/brief?code=RS0053").await;
    assert!(
        brief.body.contains("/commitments/RS0054\""),
        "{}",
        brief.body
    );
    // A code without a link is none that was forgotten.
    let unlinked = "Those without a link are not in our data.";
    assert!(!card(&pair.body, Dimension::Ambition).contains(unlinked));
    let page = site.get("/commitments/ID0130").await;
    assert!(card(&page.body, Dimension::Ambition).contains(unlinked));
}

/// A rating from elsewhere is not that of the cluster.
#[tokio::test]
async fn a_rating_that_was_published_since_is_not_of_the_group() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("g.db").display());
    let store = Store::open(&url).await.unwrap();
    let rated = |code: &str, source: Option<&'static str>| {
        let rated =
            an_entry(code).rated(Dimension::Ambition, Scheme::PotentialForResults, "Modest");
        rated.with(|entry| {
            for rating in &mut entry.ratings {
                rating.source_url = source.map(str::to_owned);
            }
        })
    };
    let sheet = KnownSource::MasterSheet2024.address();
    let other = "https://example.org/report.pdf";
    let later = "https://www.opengovpartnership.org/documents/greece-results-report/";
    record(
        &store,
        [
            rated("ID0130", Some(other)),
            rated("GR0085", Some(later)),
            rated("RS0053", Some(sheet)),
        ],
    )
    .await;
    let site = Site::over(store).await;
    for (code, is_said) in [("ID0130", false), ("GR0085", false), ("RS0053", true)] {
        let page = site.get(&format!("/commitments/{code}")).await;
        let words = "to a group of commitments";
        assert_eq!(page.body.contains(words), is_said, "{code}");
    }
}

/// Sources that contradict each other on a plan are both named.
#[tokio::test(flavor = "multi_thread")]
async fn other_years_in_the_title_of_a_plan_are_said() {
    let site = Site::bundled().await;
    for (code, period, says) in [
        ("HR0005", "2012\u{2013}2014", "title says 2012\u{2013}2013."),
        ("ID0042", "2014\u{2013}2016", "title says 2014\u{2013}2015."),
        ("NL0001", "2013\u{2013}2015", "title says 2013\u{2013}2014."),
        ("UA0038", "2014\u{2013}2016", "title says 2014\u{2013}2015."),
        ("PH0002", "2011\u{2013}2013", "title says 2012\u{2013}2013."),
        ("DK0049", "end not stated", "title says 2013\u{2013}2014."),
    ] {
        let text = site.get(&format!("/commitments/{code}")).await.text();
        assert!(text.contains(period) && text.contains(says), "{code}");
    }
    let same = site.get("/commitments/NL0031").await.text();
    assert!(!same.contains("title says"), "{same}");
    for (query, words) in [
        ("", "Later than the plan, which ends in 2013."),
        ("?lang=es", "Despu\u{e9}s del plan, que termina en 2013."),
        ("?lang=fr", "Apr\u{e8}s le plan, qui se termine en 2013."),
    ] {
        let page = site.get(&format!("/commitments/CA0002{query}")).await;
        assert!(page.text().contains(words), "{query}");
    }
}

/// OGP's sheet contradicts the pages on the end of a plan, or it alone states it.
#[tokio::test(flavor = "multi_thread")]
async fn the_source_of_an_end_that_others_do_not_state_is_said() {
    let site = Site::bundled().await;
    let end_from = "End year from OGP\u{2019}s master sheet of July 2024.";
    for (code, period, notes) in [
        (
            "FI0032",
            "2019\u{2013}2023",
            &["According to OGP\u{2019}s master sheet of July 2024: 2019\u{2013}2021."][..],
        ),
        (
            "ZZGEO0002",
            "2012\u{2013}2014",
            &["title says 2012\u{2013}2013.", end_from],
        ),
        (
            "ID0070",
            "2016\u{2013}2018",
            &["title says 2016\u{2013}2017.", end_from],
        ),
        ("ZZMKD0001", "2012\u{2013}2014", &[end_from]),
        ("ZZESP0003", "2012\u{2013}2013", &[end_from]),
    ] {
        let text = site.get(&format!("/commitments/{code}")).await.text();
        assert!(text.contains(period), "{code}");
        for note in notes {
            assert!(text.contains(note), "{code}: {note}");
        }
    }
    for code in ["NL0031", "DK0049", "HR0005"] {
        let text = site.get(&format!("/commitments/{code}")).await.text();
        assert!(
            !text.contains("According to") && !text.contains(end_from),
            "{code}"
        );
    }
}

/// All of a plan have one title; a page that names another, in other years, is quoted.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_calls_its_plan_by_other_years_is_quoted() {
    let site = Site::bundled().await;
    for (query, words) in [
        (
            "",
            "calls the plan \u{201c}Canada Action Plan 2018-2020\u{201d}.",
        ),
        (
            "?lang=es",
            "llama al plan \u{ab}Canada Action Plan 2018-2020\u{bb}.",
        ),
        (
            "?lang=fr",
            "appelle le plan \u{ab}\u{202f}Canada Action Plan 2018-2020\u{202f}\u{bb}.",
        ),
    ] {
        for code in ["CA0066", "CA0073"] {
            let page = site.get(&format!("/commitments/{code}{query}")).await;
            assert!(page.text().contains(words), "{code}{query}");
        }
    }
    let other = site.get("/commitments/CA0075").await.text();
    assert!(!other.contains("calls the plan"), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_explorer_answers_on_pages_of_ogp_follows_from_specificity() {
    let site = Site::bundled().await;
    let words = "from its specificity";
    for code in [
        "ES0020",
        "FI0001",
        "ME0002",
        "ME0006",
        "NO0021",
        "TT0006",
        "TT0008",
        "ZA0012",
        "ZA0014",
        "ZZGEO0002",
    ] {
        let page = site.get(&format!("/commitments/{code}")).await;
        assert!(page.text().contains(words), "{code}");
    }
    for code in ["HR0005", "NL0031", "AL0002"] {
        let page = site.get(&format!("/commitments/{code}")).await;
        assert!(!page.text().contains(words), "{code}");
    }
}

#[tokio::test]
async fn an_answer_that_was_changed_does_not_follow_from_specificity() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("s.db").display());
    let store = Store::open(&url).await.unwrap();
    let answered = |answer| {
        an_entry("ZZNLD0001").with(|entry| {
            entry.commitment.verifiable = Some(answer);
            entry.commitment.source_url = Some(KnownSource::Explorer2016.address().to_owned());
        })
    };
    let said = async || {
        let site = Site::over(store.clone()).await;
        let page = site.get("/commitments/ZZNLD0001").await;
        page.text().contains("from its specificity")
    };
    record(&store, [answered(Answer::Yes)]).await;
    assert!(said().await);
    record(&store, [answered(Answer::Yes).title("Another title")]).await;
    assert!(said().await, "another fact was changed");
    record(&store, [answered(Answer::No)]).await;
    assert!(!said().await);
    record(&store, [answered(Answer::Yes)]).await;
    assert!(!said().await, "changed and changed back");
}

/// A commitment that goes on has no date of an end, and is not said to lack one.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_in_words_is_shown_in_the_words_of_the_source() {
    let site = Site::bundled().await;
    for (code, words) in [
        ("ZZDNK0019", "Ongoing"),
        ("ZZHRV0001", "Continuous"),
        ("LV0024", "Permanent activity"),
    ] {
        let page = site.get(&format!("/commitments/{code}")).await;
        let facts = page.between("<dl class=\"facts\">", "</dl>")[0];
        assert!(facts.contains(&format!("<span>{words}</span>")), "{facts}");
        let unknown = page.between("<p class=\"muted unknown\">", "</p>").concat();
        assert!(!unknown.contains("an end date"), "{unknown}");
        let spanish = site.get(&format!("/commitments/{code}?lang=es")).await;
        let marked = format!("<span lang=\"en\">{words}</span>");
        assert!(spanish.body.contains(&marked), "{code}");
    }
    let without = site.get("/commitments/ID0042").await.text();
    assert!(without.contains("an end date"), "{without}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_title_of_ogp_is_shown_as_such() {
    let site = Site::bundled().await;
    let page = site.get("/commitments/ID0130").await;
    let heading = "<h1>Create digital platform for open parliament data</h1>";
    assert!(page.body.contains(heading));
    let note = page.between("<p class=\"muted\">English short title by OGP.", "</p>");
    assert!(
        note[0].contains("<span lang=\"id\">Akses Publik"),
        "{note:?}"
    );
    // OGP did not give the titles that this project has translated.
    let ours = site.get("/commitments/AL0053").await;
    assert!(
        ours.text()
            .contains("Translation. Our source says: Fourniture")
    );
    let list = site
        .get("/commitments?lens=all&member=indonesia&q=parliament+platform")
        .await;
    assert!(
        list.text()
            .contains("Create digital platform for open parliament data")
    );
}

const SPANISH: &str = "Portal de datos abiertos para la ciudadan\u{ed}a y el gobierno";

/// Elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "input", "link", "meta", "source"];

/// The texts of a document with the Spanish title that are said to be in another language.
fn not_in_spanish(html: &str) -> Vec<String> {
    let body = &html[html.find("<body").unwrap()..];
    // The names of the open elements, and the language of each that has one.
    let mut open: Vec<(String, Option<String>)> = Vec::new();
    let mut faults = Vec::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_owned();
        if tag.starts_with('/') {
            while let Some((closed, _)) = open.pop() {
                if closed == name {
                    break;
                }
            }
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            let lang = tag
                .split(" lang=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            open.push((name, lang.map(str::to_owned)));
        }
        let is_data = open
            .iter()
            .any(|(name, _)| ["script", "style", "textarea", "option"].contains(&name.as_str()));
        let lang = open.iter().rev().find_map(|(_, lang)| lang.as_deref());
        if text.contains("datos abiertos para la") && !is_data && lang != Some("es") {
            faults.push(text.to_owned());
        }
    }
    faults
}

#[test]
fn the_test_itself_sees_what_is_said_in_no_language() {
    let page = format!("<body><p lang=\"es\">{SPANISH}</p><ul><li>{SPANISH}</li></ul></body>");
    assert_eq!(not_in_spanish(&page), [SPANISH]);
}

/// Wherever a title stands, it says its language: readers aloud pronounce it.
#[tokio::test(flavor = "multi_thread")]
async fn every_title_says_its_language() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("l.db").display());
    let store = Store::open(&url).await.unwrap();
    let entry = |code: &str| {
        an_entry(code)
            .member("Spain")
            .plan(2021, 2023)
            .area("open-data")
            .title(SPANISH)
            .lead(SPANISH)
            .with(|entry| entry.commitment.support_institutions = vec![SPANISH.to_owned()])
            .rated(Dimension::Completion, Scheme::Completion, "Complete")
    };
    record(&store, [entry("ES9001"), entry("ES9002")]).await;
    let site = Site::over(store).await;
    let mut shown = 0;
    for page in [
        "/?lens=all",
        "/commitments?lens=all",
        "/commitments?lens=all&view=table&columns=lead",
        "/commitments?lens=all&q=datos",
        "/commitments/ES9001",
        "/commitments/ES9001?lang=fr",
        "/members/spain?lens=all",
        "/areas/open-data?lens=all",
        "/brief?code=ES9001,ES9002",
        "/changes",
        "/changes?code=ES9001&lang=fr",
    ] {
        let answer = site.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_eq!(not_in_spanish(&answer.body), Vec::<String>::new(), "{page}");
        shown += answer.body.matches("datos abiertos para la").count();
    }
    let admin = site.browser("admin@example.org", Role::Admin).await;
    for page in [
        "/staff/find?q=datos",
        "/staff/find?q=ES9001",
        "/staff/commitments/ES9001",
        "/staff/commitments/ES9001/ratings/completion",
    ] {
        let answer = admin.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_eq!(not_in_spanish(&answer.body), Vec::<String>::new(), "{page}");
        shown += answer.body.matches("datos abiertos para la").count();
    }
    assert!(shown > 30, "{shown}");
}

/// The titles of reports begin with the word for a report in Spanish and French: it is not said twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_called_a_report_once() {
    let site = Site::bundled().await;
    for (address, words) in [
        (
            "/commitments/NG0010?lang=fr",
            "D\u{2019}apr\u{e8}s \u{ab}\u{202f}Rapport de ",
        ),
        (
            "/commitments/IT0060?lang=es",
            "Seg\u{fa}n \u{ab}Informe de ",
        ),
    ] {
        let text = site.get(address).await.text();
        assert!(text.contains(words), "{address}: {text}");
        for twice in ["rapport Rapport", "informe Informe"] {
            assert!(!text.contains(twice), "{address}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_promises_no_ratings_where_there_are_none() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut seen = [0, 0];
    // Every tenth: they are many.
    for row in catalogue.rows().step_by(10) {
        let c = &row.commitment;
        let is_rated = Dimension::ALL.iter().any(|d| c.level(*d).is_assessed());
        let page = site.get(&format!("/commitments/{}", c.code)).await.body;
        let says_so = page.contains("what was promised and its IRM ratings.");
        assert_eq!(says_so, is_rated, "{}", c.code);
        seen[usize::from(is_rated)] += 1;
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
    for (query, words) in [
        ("?lang=es", "qu\u{e9} se prometi\u{f3}.\""),
        ("?lang=fr", "ce qui a \u{e9}t\u{e9} promis.\""),
    ] {
        let page = site.get(&format!("/commitments/MX0085{query}")).await.body;
        assert!(page.contains(words), "{query}");
    }
}

/// Sentences and headings in the place of an institution are the source's words.
#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_is_no_name_of_an_institution() {
    let site = Site::bundled().await;
    for code in [
        "ZZROU0002",
        "ZZROU0004",
        "ZZROU0006",
        "ZZMEX0019",
        "ZZMEX0022",
    ] {
        let text = site.get(&format!("/commitments/{code}")).await.text();
        assert!(
            text.contains("In the words of our source."),
            "{code}: {text}"
        );
        assert!(
            !text.contains(" s:") && !text.contains("Corresponsables :"),
            "{code}"
        );
    }
}
