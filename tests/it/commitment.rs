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

/// Whole in the page and in its head, and not in the way of the answer.
#[tokio::test]
async fn a_long_title_does_not_push_the_answer_off_the_screen() {
    let with_title =
        |code, title: String| an_entry(code).with(|entry| entry.commitment.title = title);
    let titles = [("NL0001", 4), ("NL0002", 12), ("NL0003", 40)].map(|(code, times)| {
        (
            code,
            format!("Publish {} data", vec!["algorithms"; times].join(" ")),
        )
    });
    let entries = titles.clone().map(|(code, title)| with_title(code, title));
    let (site, _directory) = site_of(entries).await;
    for ((code, title), (is_long, is_cut)) in
        titles
            .iter()
            .zip([(false, false), (true, false), (true, true)])
    {
        let page = site.get(&format!("/commitments/{code}")).await;
        let heading = page.between("<h1", "</h1>")[0];
        assert_eq!(heading.contains("class=\"long\""), is_long, "{heading}");
        assert_eq!(!heading.contains(&**title), is_cut, "{heading}");
        assert!(heading.chars().count() < 300, "{heading}");
        let whole = page.between("<details class=\"whole-title\"", "</details>");
        assert_eq!(whole.len(), usize::from(is_cut), "{code}");
        assert!(
            whole.iter().all(|whole| whole.contains(&**title)),
            "{whole:?}"
        );
        assert!(page.between("<title", "</title>")[0].contains(&**title));
    }
}

#[tokio::test]
async fn a_title_in_another_language_than_the_page_says_which() {
    let spanish = an_entry("ES0001").with(|entry| {
        entry.commitment.title = "Portal de la Administraci\u{f3}n de Justicia".to_owned();
    });
    let english = an_entry("NL0001")
        .with(|entry| entry.commitment.title = "Publish Court Decisions".to_owned());
    let (site, _directory) = site_of([spanish, english]).await;
    for (address, words) in [
        ("ES0001", "Title in Spanish; no English title in our data."),
        ("ES0001?lang=es", ""),
        (
            "ES0001?lang=fr",
            "Titre en espagnol\u{202f}; pas de titre en fran\u{e7}ais dans nos donn\u{e9}es.",
        ),
        ("NL0001", ""),
        (
            "NL0001?lang=es",
            "T\u{ed}tulo en ingl\u{e9}s; no hay t\u{ed}tulo en espa\u{f1}ol en nuestros datos.",
        ),
    ] {
        let page = site.get(&format!("/commitments/{address}")).await;
        let head = page.between("class=\"page-head\"", "</header>")[0];
        let notes = ["Title in ", "T\u{ed}tulo en ", "Titre en "];
        let is_said = notes.iter().any(|note| head.contains(note));
        assert_eq!(is_said, !words.is_empty(), "{address}: {head}");
        assert!(head.contains(words), "{address}: {head}");
    }
}

/// The steps are read out one by one, each with what and when apart.
#[tokio::test]
async fn steps_say_what_and_when_in_two_parts() {
    let site = Site::bundled().await;
    for code in ["AL0081", "ID0130", "ZZGTM0009"] {
        let page = site.get(&format!("/commitments/{code}")).await;
        let way = page.between("class=\"way\"", "</ol>")[0];
        let dated = way.matches("<span class=\"when\">").count();
        assert!(dated > 1, "{way}");
        assert_eq!(
            way.matches(", <span class=\"when\">").count(),
            dated,
            "{way}"
        );
        // Without a group of parentheses or a comma, "low report 2024" reads as one.
        assert!(!page.text().contains("low report"), "{code}");
    }
    let late = site.get("/commitments/AL0081").await.text();
    assert!(
        late.contains("IRM results report not in our data, was due by April 2026"),
        "{late}"
    );
}

/// A table of many commitments is no place to read one, a copy without a date is not what its link leads to, and
/// the same source is named once.
#[tokio::test]
async fn a_source_is_named_once_and_as_what_it_is() {
    let site = Site::bundled().await;
    let explorer = site.get("/commitments/ZZGTM0009").await;
    let text = explorer.text();
    assert!(
        !text.contains("Read it at the source, if it was published"),
        "{text}"
    );
    assert!(text.contains("Our source is a table"), "{text}");
    assert!(!text.contains("Read from OGP Explorer"), "{text}");
    let cards = explorer.between("class=\"rating-cards\"", "class=\"split\"")[0];
    let links = cards.matches("OGP Explorer, 2016 (CSV file, 2.1").count();
    assert_eq!(links, 1, "{cards}");
    let words = "Source of the ratings of ambition, completion";
    assert!(cards.contains(words), "{cards}");
    let page = site.get("/commitments/FR0033").await;
    let cards = page.between("class=\"rating-cards\"", "class=\"split\"")[0];
    assert_eq!(
        cards.matches("an undated copy of OGP").count(),
        1,
        "{cards}"
    );
    assert!(cards.contains("page on FR0033, as it is today"), "{cards}");
}

#[tokio::test]
async fn dates_outside_the_plan_are_remarked_on() {
    let site = Site::bundled().await;
    let page = site.get("/commitments/NO0063").await.text();
    assert!(
        page.contains("Earlier than the plan, which begins in 2019."),
        "{page}"
    );
    assert!(
        page.contains("Later than the plan, which ends in 2022."),
        "{page}"
    );
}

/// What only staff can follow is no link for the public.
#[tokio::test]
async fn the_public_is_offered_no_link_of_staff() {
    let site = Site::bundled().await;
    let page = site.get("/commitments/NL0031").await;
    assert!(
        !page.body.contains("/staff/commitments/"),
        "{}",
        page.text()
    );
    // On a phone, too, the title and the verdict come first.
    let at = |what: &str| page.body.find(what).unwrap();
    assert!(at("<p class=\"lead\">") < at("class=\"shortlist here"));
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
