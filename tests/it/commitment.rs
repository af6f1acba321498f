//! A commitment's page: what it says of its facts, and what it says is not in the record.

use domain::rating::Finding;
use domain::{Answer, Dimension, KnownSource, Lang, Rating, Scheme};

use crate::support::site::Site;
use crate::support::{EntryBuilder, an_entry, record};

/// A site with these commitments and nothing else, and the directory that it is in.
async fn site_of(entries: impl IntoIterator<Item = EntryBuilder>) -> (Site, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("c.db").display());
    let store = store::Store::open(&url).await.unwrap();
    record(&store, entries).await;
    (Site::over(store).await, directory)
}

/// The line that names what the record lacks.
async fn unknown(site: &Site, address: &str) -> String {
    let page = site.get(address).await;
    assert_eq!(page.status, 200, "{address}");
    let line = page.between("<p class=\"muted unknown\">", "</p>");
    line[0].to_owned()
}

/// A source that says "Ongoing" gives an end, but no date.
#[tokio::test]
async fn a_date_that_is_missing_is_called_a_date() {
    let (site, _directory) = site_of([an_entry("NL0001").plan(2018, 2020)]).await;
    for (query, words) in [
        ("", "a start date, an end date"),
        ("?lang=es", "una fecha de inicio, una fecha de fin"),
        ("?lang=fr", "une date de d\u{e9}but, une date de fin"),
    ] {
        let line = unknown(&site, &format!("/commitments/NL0001{query}")).await;
        assert!(line.contains(words), "{line}");
    }
}

/// As a rule, OGP's exports say of commitments without an open-government lens that they advance none of its values.
#[tokio::test]
async fn values_are_not_missed_where_there_is_no_lens() {
    let with_lens = |code, relevant| {
        an_entry(code).with(|entry| {
            entry.commitment.relevant = relevant;
            entry.commitment.ogp_values.clear();
        })
    };
    let (site, _directory) = site_of([
        with_lens("NL0001", Some(Answer::No)),
        with_lens("NL0002", Some(Answer::Pending)),
        with_lens("NL0003", None),
    ])
    .await;
    for (code, is_missed) in [("NL0001", false), ("NL0002", true), ("NL0003", true)] {
        let line = unknown(&site, &format!("/commitments/{code}")).await;
        assert_eq!(line.contains("OGP values"), is_missed, "{code}: {line}");
    }
}

#[tokio::test]
async fn the_challenge_is_not_missed_in_plans_from_before_it_began() {
    let (site, _directory) = site_of([
        an_entry("NL0001").plan(2022, 2024),
        an_entry("NL0002").plan(2023, 2027),
    ])
    .await;
    let words = "whether it is part of the Open Gov Challenge";
    let before = unknown(&site, "/commitments/NL0001").await;
    assert!(!before.contains(words), "{before}");
    let since = unknown(&site, "/commitments/NL0002").await;
    assert!(since.contains(words), "{since}");
}

#[tokio::test]
async fn a_star_leads_to_what_it_meant() {
    let starred =
        |code, starred| an_entry(code).with(|entry| entry.commitment.starred = Some(starred));
    let (site, _directory) = site_of([
        starred("NL0001", true),
        starred("NL0002", false),
        an_entry("NL0003"),
    ])
    .await;
    for (query, words) in [
        ("", "What a star meant"),
        ("?lang=es", "Qu\u{e9} significaba ser estelar"),
        ("?lang=fr", "Ce que signifiait l\u{2019}\u{e9}toile"),
    ] {
        let link = format!("<a href=\"/method{query}#starred\">{words}</a>");
        for (code, is_said) in [("NL0001", true), ("NL0002", true), ("NL0003", false)] {
            let page = site.get(&format!("/commitments/{code}{query}")).await;
            assert_eq!(page.body.contains(&link), is_said, "{code} {link}");
        }
        let method = site.get(&format!("/method{query}")).await;
        let section = method.between("aria-labelledby=\"starred\"", "</section>")[0];
        assert!(section.contains(words), "{section}");
        let source = "href=\"https://opengovpartnership.org/?p=3699\"";
        assert!(section.contains(source), "{section}");
    }
}

/// The Explorer says how specific a commitment is, and nothing else from which it could be verifiable.
#[tokio::test]
async fn what_follows_from_specificity_is_said_to() {
    let explorer = KnownSource::Explorer2016.address();
    let of = |code, verifiable, source: Option<&str>| {
        let source = source.map(str::to_owned);
        an_entry(code).with(|entry| {
            entry.commitment.verifiable = Some(verifiable);
            entry.commitment.source_url = source;
        })
    };
    let (site, _directory) = site_of([
        of("NL0001", Answer::Yes, Some(explorer)),
        of("NL0002", Answer::No, Some(explorer)),
        of("NL0003", Answer::Pending, Some(explorer)),
        of("NL0004", Answer::Yes, None),
    ])
    .await;
    for (query, words) in [
        ("", "from its specificity"),
        ("?lang=es", "seg\u{fa}n su especificidad"),
        ("?lang=fr", "d\u{2019}apr\u{e8}s sa sp\u{e9}cificit\u{e9}"),
    ] {
        let link = format!("<a href=\"/method{query}#specificity\">{words}</a>");
        for (code, is_said) in [
            ("NL0001", true),
            ("NL0002", true),
            ("NL0003", false),
            ("NL0004", false),
        ] {
            let page = site.get(&format!("/commitments/{code}{query}")).await;
            assert_eq!(page.body.contains(&link), is_said, "{code} {link}");
        }
        let method = site.get(&format!("/method{query}")).await;
        let rule = method.between("<li id=\"specificity\">", "</li>")[0];
        let source = "href=\"https://opengovpartnership.org/glossary/verifiability\"";
        assert!(rule.contains(source), "{rule}");
    }
}

/// "Did not change" and "No early results to report yet" are as low as each other.
#[tokio::test]
async fn a_scale_says_which_of_its_values_are_high() {
    let (dimension, scheme) = (Dimension::EarlyResults, Scheme::DidItOpenGovernment);
    let rated = an_entry("NL0001").rated(dimension, scheme, "Did Not Change");
    let (site, _directory) = site_of([rated]).await;
    let page = site.get("/commitments/NL0001").await;
    let label = "aria-label=\"Values of the scale \u{201c}Did it open government?\u{201d}; \
                 high: Major and Outstanding\"";
    assert!(page.body.contains(label), "{}", page.body);
    assert!(!page.body.contains("lowest to highest"));
}

#[tokio::test]
async fn a_sentence_in_place_of_an_institution_is_said_to_be_the_sources() {
    let sentence = "The Ministry will be responsible for training. Others will help.";
    let (site, _directory) = site_of([
        an_entry("NL0001").lead("Ministry of the Interior"),
        an_entry("NL0002").lead(sentence),
    ])
    .await;
    let note = "In the words of our source.";
    let page = site.get("/commitments/NL0001").await;
    assert!(!page.text().contains(note));
    let page = site.get("/commitments/NL0002").await;
    let fact = page.between("<dt>Lead institution</dt>", "</dd>")[0];
    assert!(fact.contains(sentence) && fact.contains(note), "{fact}");
    // In a table stands its beginning.
    let long = "The Ministry helps all other ministries. ".repeat(9);
    let (site, _directory) = site_of([an_entry("NL0003").lead(long.trim())]).await;
    let table = site.get("/commitments?view=table&columns=lead").await;
    let cell = "The Ministry helps all other ministries. The";
    assert!(table.text().contains(cell), "{}", table.text());
    assert!(table.text().contains('\u{2026}') && !table.text().contains(long.trim()));
}

#[tokio::test]
async fn a_citation_has_the_title_that_is_shown_and_the_one_of_the_source() {
    let translated = an_entry("NL0001").title("Open data").with(|entry| {
        entry.commitment.title_in[Lang::Spanish.index()] = Some("Datos abiertos".to_owned());
    });
    let (site, _directory) = site_of([translated]).await;
    for (query, words) in [
        ("", "Open data (NL0001, "),
        ("?lang=es", "Datos abiertos [Open data] \u{2013} NL0001, "),
        ("?lang=fr", "Open data \u{2013} NL0001, "),
    ] {
        let page = site.get(&format!("/commitments/NL0001{query}")).await;
        let cited = page.between("<p class=\"cite\">", "</p>")[0];
        // Titles in other languages than the page's say so.
        let marks = ["<span lang=\"en\">", "</span>", "<!>"];
        let cited = marks
            .iter()
            .fold(cited.to_owned(), |cited, mark| cited.replace(mark, ""));
        assert!(cited.contains(words), "{cited}");
        assert!(!cited.contains("[Open data]") || query == "?lang=es");
    }
}

/// A rating that a source calls pending.
fn pending(dimension: Dimension) -> Rating {
    Rating {
        dimension,
        finding: Finding::Pending,
        report: None,
        source_url: None,
        source_page: None,
        read_on: None,
    }
}

#[tokio::test]
async fn that_a_review_was_pending_is_said_once() {
    let results = [Dimension::Completion, Dimension::EarlyResults];
    let overdue = an_entry("NL0001").plan(2018, 2020).with(|entry| {
        entry.ratings = results.map(pending).to_vec();
    });
    // The verdict tells of its completion: that its results are pending, the card says.
    let half = an_entry("NL0002")
        .plan(2014, 2016)
        .rated(Dimension::Completion, Scheme::Completion, "Complete")
        .with(|entry| {
            entry.ratings.push(pending(Dimension::EarlyResults));
            // A report of results that is cited would contradict it.
            entry.commitment.reports.clear();
            entry
                .ratings
                .iter_mut()
                .for_each(|rating| rating.report = None);
        });
    let (site, _directory) = site_of([overdue, half]).await;
    for (query, words) in [
        ("", "pending"),
        ("?lang=es", "pendiente"),
        ("?lang=fr", "en attente"),
    ] {
        let page = site.get(&format!("/commitments/NL0001{query}")).await;
        let lead = page.between("<p class=\"lead\">", "</p>")[0];
        assert!(lead.contains(words), "{lead}");
        assert_eq!(
            page.body.matches("<p class=\"value\">").count(),
            1,
            "ambition only"
        );
        let page = site.get(&format!("/commitments/NL0002{query}")).await;
        let card = page.between("id=\"r-early_results\"", "</section>")[0];
        assert!(card.contains("<p class=\"value\">"), "{card}");
    }
}
