//! What surrounds the commitments: Challenge, guide, network, resources, texts of areas; and staff
//! who keep them.

use domain::Role;

use crate::support::site::{Answer, Site};

const PAGES: &[&str] = &[
    "/challenge",
    "/guide",
    "/guide/automated-decision-making",
    "/guide/automated-decision-making/algorithm-registers",
    "/network",
    "/network/netherlands",
    "/resources",
    "/areas/digital-governance",
    "/areas/automated-decision-making",
    "/areas/data-stewardship-and-privacy",
    "/areas/digital-inclusion",
    "/areas/disinformation-misinformation",
    "/areas/online-civic-space",
];

fn count_of(page: &Answer) -> usize {
    let told = page.between("role=\"status\">", "</p>");
    told.iter()
        .find_map(|text| text.split_whitespace().next()?.parse().ok())
        .unwrap_or_else(|| panic!("no count: {}", page.text()))
}

#[tokio::test]
async fn every_page_is_there_in_every_language_and_names_the_others() {
    let site = Site::bundled().await.called("https://tracker.example");
    for page in PAGES {
        let mut texts = Vec::new();
        for lang in ["en", "es", "fr"] {
            let answer = site.get(&format!("{page}?lang={lang}")).await;
            assert_eq!(answer.status, 200, "{page} {lang}");
            assert!(
                answer.body.contains(&format!("<html lang=\"{lang}\">")),
                "{page} {lang}"
            );
            assert_eq!(answer.body.matches("<h1").count(), 1, "{page} {lang}");
            assert!(!answer.body.contains(" style="), "{page} {lang}");
            // Links keep the language.
            let links = answer.between("<a href=\"/", "\"");
            let keep = |link: &&&str| link.contains("lang=") || link.starts_with("staff");
            assert_eq!(
                links.iter().filter(keep).count(),
                links.len(),
                "{page} {lang}"
            );
            texts.push(answer.text());
        }
        assert!(texts[0] != texts[1] && texts[1] != texts[2], "{page}");
    }
    let answer = site
        .ask(
            axum::http::Request::get("/guide?lang=fr")
                .header("host", "tracker.example")
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    for (lang, query) in [
        ("en", ""),
        ("es", "?lang=es"),
        ("fr", "?lang=fr"),
        ("x-default", ""),
    ] {
        let link = format!(
            "<link rel=\"alternate\" hreflang=\"{lang}\" href=\"https://tracker.example/guide{query}\">"
        );
        assert!(answer.body.contains(&link), "{link}: {}", answer.body);
    }
    assert!(
        answer
            .body
            .contains("<link rel=\"canonical\" href=\"https://tracker.example/guide?lang=fr\">")
    );
}

#[tokio::test]
async fn a_commitment_of_the_challenge_is_one_and_one_without_a_rating_says_so() {
    let site = Site::bundled().await;
    let page = site.get("/challenge").await;
    let total = count_of(&page);
    assert!(total >= 20, "{total}");
    let submissions = &page.body[page.body.find("id=\"submissions\"").unwrap()..];
    let list = &submissions[..submissions.find("chart-figure").unwrap()];
    assert_eq!(
        list.matches("USAU0007").count(),
        2,
        "a link and a code: {list}"
    );
    assert!(list.contains("No IRM rating"));
    // Featured, as OGP does.
    assert!(page.text().contains("Austin") && page.body.contains("href=\"/commitments/USAU0007\""));
    let mut sum = 0;
    for region in [
        "africa-and-the-middle-east",
        "americas",
        "asia-and-the-pacific",
        "europe",
    ] {
        sum += count_of(&site.get(&format!("/challenge?region={region}")).await);
    }
    assert_eq!(sum, total);
    let digital = site
        .get("/challenge?area=digital-governance&level=local")
        .await;
    assert!(digital.text().contains("Austin") && !digital.text().contains("IT0086"));
    let of_one = site.get("/challenge?participant=italy").await;
    assert!(count_of(&of_one) >= 1);
}

#[tokio::test]
async fn every_mark_of_the_challenge_leads_to_what_it_counts() {
    let site = Site::bundled().await;
    let page = site.get("/challenge").await;
    let marks = page.between("href=\"/challenge?", "</a>");
    let mut followed = 0;
    for mark in marks {
        let (query, rest) = mark.split_once('"').unwrap();
        let Some((_, name)) = rest.split_once("aria-label=\"") else {
            continue;
        };
        let Some(count) = name
            .split(|c: char| !c.is_ascii_digit())
            .find_map(|n| n.parse::<usize>().ok())
        else {
            continue;
        };
        let list = site
            .get(&format!("/challenge?{}", query.replace("&amp;", "&")))
            .await;
        assert_eq!(count_of(&list), count, "{query}");
        followed += 1;
    }
    assert!(followed >= 8, "{followed}");
}

#[tokio::test]
async fn the_guide_leads_from_a_wish_to_commitments_and_people() {
    let site = Site::bundled().await;
    let guide = site.get("/guide").await;
    let actions = guide.between("href=\"/guide/automated-decision-making/", "\"");
    assert_eq!(actions.len(), 7, "{actions:?}");
    for action in actions {
        let page = site
            .get(&format!("/guide/automated-decision-making/{action}"))
            .await;
        assert_eq!(page.status, 200, "{action}");
        for part in [
            "id=\"what\"",
            "id=\"who\"",
            "id=\"questions\"",
            "id=\"people\"",
        ] {
            assert!(page.body.contains(part), "{action} {part}");
        }
        assert!(
            page.between("href=\"/commitments/", "\"").len() >= 2,
            "{action}"
        );
        assert!(page.body.contains("href=\"/members/"), "{action}");
        assert!(page.body.contains("class=\"sources\""), "{action}");
        // The list behind it counts what the page says.
        let link = page.between("<a href=\"/commitments?", "</a>");
        let link = link
            .iter()
            .find(|link| link.contains("with filters"))
            .unwrap();
        let (query, text) = link.split_once("\">").unwrap();
        let list = site
            .get(&format!("/commitments?{}", query.replace("&amp;", "&")))
            .await;
        let total = text.split_whitespace().nth(1).unwrap();
        let count =
            list.between("id=\"count\" role=\"status\" tabindex=\"-1\">", "</p>")[0].to_owned();
        assert!(count.contains(total), "{action}: {count} {text}");
    }
}

#[tokio::test]
async fn the_network_tells_who_when_and_from_which_source() {
    let site = Site::bundled().await;
    let page = site.get("/network").await;
    let text = page.text();
    for name in [
        "Canada",
        "France",
        "Netherlands",
        "New Zealand",
        "United Kingdom",
        "Chile",
        "Estonia",
        "Finland",
        "Scotland",
        "Spain",
        "Sweden",
        "Uruguay",
        "Mexico City",
        "Ontario",
        "Amsterdam",
        "Los Angeles",
        "AI Now",
        "Ada Lovelace Institute",
        "Access Now",
        "AlgorithmWatch",
        "Center for Internet and Society",
        "ILDA",
        "Transparency International",
    ] {
        assert!(text.contains(name), "{name}");
    }
    assert!(
        page.body
            .contains("<time datetime=\"2021-06-09\">9 June 2021</time>")
    );
    for participant in page.between("<a href=\"/network/", "\"") {
        assert_eq!(
            site.get(&format!("/network/{participant}")).await.status,
            200
        );
    }
    let dutch = site.get("/network/netherlands").await;
    assert!(
        dutch.body.contains("href=\"/commitments/NL0031\""),
        "{}",
        dutch.text()
    );
    assert!(dutch.body.contains("href=\"/members/netherlands\""));
}

#[tokio::test]
async fn resources_are_found_by_type_language_and_topic_and_in_a_feed() {
    let site = Site::bundled().await;
    let all = site.get("/resources").await;
    let total = count_of(&all);
    assert!(total >= 13);
    assert!(all.text().contains("no public address known"));
    let mut sum = 0;
    for language in all
        .between("<option value=\"", "\"")
        .iter()
        .filter(|v| v.len() == 2)
    {
        sum += count_of(&site.get(&format!("/resources?language={language}")).await);
    }
    assert_eq!(sum, total);
    let guides = site
        .get("/resources?type=guide&topic=automated-decision-making")
        .await;
    assert!(count_of(&guides) >= 1);
    let feed = site.get("/resources.atom?language=es").await;
    assert!(
        feed.header("content-type")
            .starts_with("application/atom+xml")
    );
    let read: atom_syndication::Feed = feed.body.parse().unwrap();
    assert_eq!(
        read.entries.len(),
        count_of(&site.get("/resources?language=es").await)
    );
    assert!(!read.authors.is_empty() && read.entries.iter().all(|e| !e.id.is_empty()));
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_readers_language() {
    let site = Site::bundled().await;
    for (address, status, words) in [
        ("/guide/x?lang=es", 404, "La guía no tiene"),
        (
            "/guide/automated-decision-making/x?lang=fr",
            404,
            "Ce chapitre",
        ),
        ("/network/x?lang=es", 404, "La red no tiene"),
        ("/areas/x?lang=fr", 404, "<html lang=\"fr\">"),
        ("/challenge?region=moon&lang=es", 400, "<html lang=\"es\">"),
        ("/challenge?area=moon", 400, "moon"),
        ("/resources?type=moon", 400, "moon"),
        ("/guide?lang=xx", 404, "xx"),
        ("/no-such-page?lang=fr", 404, "<html lang=\"fr\">"),
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, status, "{address}: {}", answer.text());
        assert!(answer.body.contains(words), "{address}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_area_has_its_texts_and_its_commitments_with_the_three_filters() {
    let site = Site::bundled().await;
    let page = site.get("/areas/automated-decision-making").await;
    for part in [
        "about-area",
        "id=\"guide\"",
        "id=\"network\"",
        "id=\"resources\"",
        "id=\"featured\"",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    for filter in ["ambition", "completion", "results"] {
        assert!(
            page.body
                .contains(&format!("<select id=\"in-{filter}\" name=\"{filter}\">"))
        );
    }
    let all = count_of(&page);
    let mut sum = 0;
    for level in [
        "high",
        "low",
        "pending",
        "no_data",
        "not_reviewable",
        "unstated",
    ] {
        let narrowed = format!("/areas/automated-decision-making?ambition={level}");
        sum += count_of(&site.get(&narrowed).await);
    }
    assert_eq!(sum, all);
}

#[tokio::test]
async fn the_sitemap_names_each_page_in_each_language() {
    let site = Site::bundled().await;
    let map = site.get("/sitemap.xml?part=1").await;
    let pages = map.between("<loc>", "</loc>");
    assert!(pages.len() > 3 * 700, "{}", pages.len());
    for page in [
        "/guide",
        "/network/canada",
        "/commitments/NL0031",
        "/areas/digital-governance",
    ] {
        for lang in ["", "?lang=es", "?lang=fr"] {
            assert!(
                pages.iter().any(|p| p.ends_with(&format!("{page}{lang}"))),
                "{page}{lang}"
            );
        }
    }
    for page in pages.iter().step_by(97) {
        let path = page
            .split_once("//")
            .map_or(*page, |(_, rest)| &rest[rest.find('/').unwrap()..]);
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn staff_change_a_text_and_the_former_one_is_still_there() {
    let site = Site::bundled().await;
    let editor = site.browser("editor@example.org", Role::Editor).await;
    let before = site
        .clock
        .now()
        .format("%Y-%m-%dT%H:%M:%S%.6fZ")
        .to_string();
    let page = "/staff/context/action/algorithm-registers";
    let hostile = "A **register**.\n\n<script>alert(1)</script> [x](javascript:alert(1))";
    let changes = [("what_en", hostile), ("reason", "clearer")];
    let saved = editor.send(page, page, &changes).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let public = "/guide/automated-decision-making/algorithm-registers";
    let shown = site.get(public).await;
    assert!(
        shown.body.contains("<strong>register</strong>"),
        "{}",
        shown.body
    );
    assert!(!shown.body.contains("<script>alert") && !shown.body.contains("href=\"javascript"));
    let then = site.get(&format!("{public}?as_of={before}")).await;
    assert!(
        !then.body.contains("<strong>register</strong>.</p>"),
        "{}",
        then.text()
    );
    let changes = site.get("/changes").await.text();
    assert!(
        changes.contains("clearer") && changes.contains("What it is"),
        "{changes}"
    );
    // Withdrawn, it is shown no longer, and can be brought back.
    let withdrawn = editor
        .send(
            page,
            page,
            &[("withdraw", "yes"), ("reason", "out of date")],
        )
        .await;
    assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
    assert_eq!(site.get(public).await.status, 404);
    let back = editor
        .send(page, page, &[("withdraw", "no"), ("reason", "needed")])
        .await;
    assert_eq!(back.status, 303, "{}", back.text());
    assert_eq!(site.get(public).await.status, 200);
}

#[tokio::test]
async fn whoever_comes_second_sees_what_the_first_changed_and_keeps_their_own() {
    let site = Site::bundled().await;
    let first = site.browser("first@example.org", Role::Editor).await;
    let second = site.browser("second@example.org", Role::Editor).await;
    let page = "/staff/context/resource/justice-and-artificial-intelligence";
    let opened = second.get(page).await;
    let saved = first
        .send(
            page,
            page,
            &[("summary_en", "From the first."), ("reason", "x")],
        )
        .await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let body = crate::staff::fields_of(&opened, page, &[("place_en", "Vitoria"), ("reason", "y")]);
    let refused = site
        .ask(crate::staff::posted(page, second.cookie(), body))
        .await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("From the first."));
    let again = crate::staff::fields_of(&refused, page, &[]);
    let merged = site
        .ask(crate::staff::posted(page, second.cookie(), again))
        .await;
    assert_eq!(merged.status, 303, "{}", merged.text());
    let shown = site.get("/resources").await.text();
    assert!(
        shown.contains("From the first.") && shown.contains("Vitoria"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_new_item_is_checked_added_once_and_shown() {
    let site = Site::bundled().await;
    let editor = site.browser("editor@example.org", Role::Editor).await;
    let page = "/staff/context/resource";
    let refused = editor
        .send(
            page,
            page,
            &[
                ("slug", "A B"),
                ("url", "javascript:alert(1)"),
                ("reason", "x"),
            ],
        )
        .await;
    assert_eq!(refused.status, 422);
    for problem in [
        "Enter a short name",
        "Title as published is needed",
        "starts with https://",
    ] {
        assert!(
            refused.text().contains(problem),
            "{problem}: {}",
            refused.text()
        );
    }
    let fields = [
        ("slug", "new-study"),
        ("title", "A new <b>study</b>"),
        ("language", "en"),
        ("type", "research"),
        ("topics", "digital-inclusion"),
        ("reason", "just out"),
    ];
    let opened = editor.get(page).await;
    let body = crate::staff::fields_of(&opened, page, &fields);
    for _ in 0..2 {
        let added = site
            .ask(crate::staff::posted(page, editor.cookie(), body.clone()))
            .await;
        assert_eq!(added.status, 303, "{}", added.text());
    }
    let shown = site.get("/resources?topic=digital-inclusion").await;
    assert_eq!(
        shown.body.matches("A new &lt;b&gt;study&lt;/b&gt;").count(),
        1
    );
}
