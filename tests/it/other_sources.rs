//! A page says which of its facts are from another source than the page that it links to.

use crate::support::site::Site;
use crate::support::{an_entry, record};

#[tokio::test(flavor = "multi_thread")]
async fn facts_of_other_sources_are_said_to_be_theirs() {
    let site = Site::bundled().await;
    let explorer = "OGP Explorer, 2016 (CSV file, 2.1 MB)";
    let sheet = "OGP\u{2019}s master sheet of July 2024 (CSV file, 2.5 MB)";
    for (code, words) in [
        (
            "ES0020",
            ["Number in the plan, lead institution, ", explorer],
        ),
        (
            "NO0021",
            ["Number in the plan, lead institution, ", explorer],
        ),
        ("RO0020", ["Number in the plan, start, end, ", explorer]),
        (
            "GE0002",
            ["Number in the plan, OGP values, start, end", explorer],
        ),
        ("CA0066", ["Number in the plan, end, ", sheet]),
    ] {
        let text = source_of(&site, code, "").await;
        for words in words {
            assert!(text.contains(words), "{code}: {text}");
        }
    }
    // Pages that state all that the record has.
    for code in ["NL0031", "UK0100"] {
        let text = source_of(&site, code, "").await;
        assert!(!text.contains("CSV file"), "{code}: {text}");
    }
}

/// The Explorer has no codes of OGP's: a page says how the commitment was found in it.
#[tokio::test(flavor = "multi_thread")]
async fn how_a_code_was_found_is_said() {
    let site = Site::bundled().await;
    for (query, by_reading, by_title) in [
        (
            "",
            "in it by reading.",
            "in it by its title, member and plan.",
        ),
        (
            "?lang=es",
            "al leer sus filas.",
            "por su t\u{ed}tulo, su miembro y su plan.",
        ),
        (
            "?lang=fr",
            "\u{e0} la lecture.",
            "par son titre, son membre et son plan.",
        ),
    ] {
        for code in ["ES0020", "NO0021", "RO0020", "AL0033", "BR0077"] {
            let text = source_of(&site, code, query).await;
            assert!(text.contains(by_reading), "{code}: {text}");
        }
        for code in ["AL0019", "GE0002"] {
            let text = source_of(&site, code, query).await;
            assert!(text.contains(by_title), "{code}: {text}");
        }
        // Without a code of OGP's, nothing was to be found.
        let text = source_of(&site, "ZZGEO0002", query).await;
        assert!(!text.contains(by_reading) && !text.contains(by_title));
    }
}

/// What a page says of its sources, as text.
async fn source_of(site: &Site, code: &str, query: &str) -> String {
    let mut page = site.get(&format!("/commitments/{code}{query}")).await;
    let section = page.body.split("<h2 id=\"source\">").nth(1).unwrap();
    page.body = section.split("</section>").next().unwrap().to_owned();
    page.text()
}

/// In a record that was filled from other files, what the bundled ones say of a code is of no account.
#[tokio::test]
async fn nothing_is_said_of_sources_that_the_record_was_not_filled_from() {
    let pages = [
        ("ES0020", "spain", "open-data"),
        ("LV0024", "latvia", "audit"),
        ("ZZESP0003", "spain", "open-data"),
    ];
    let entries = pages.map(|(code, member, page)| {
        an_entry(code).with(|entry| {
            let path = format!("members/{member}/commitments/{page}");
            let commitment = &mut entry.commitment;
            commitment.number = Some("99".to_owned());
            commitment.source_url = Some(format!("https://www.opengovpartnership.org/{path}"));
        })
    });
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("o.db").display());
    let store = store::Store::open(&url).await.unwrap();
    record(&store, entries).await;
    let site = Site::over(store).await;
    for (code, ..) in pages {
        let text = site.get(&format!("/commitments/{code}")).await.text();
        for words in [
            "CSV file",
            "master sheet",
            "has no codes",
            "In the words of our source",
            "calls the plan",
        ] {
            assert!(!text.contains(words), "{code}: {words}: {text}");
        }
    }
}
