//! Feeds of lists: what they tell of whom, and that readers can read them.

use std::collections::BTreeSet;

use atom_syndication::Feed;
use domain::query::Filter;
use domain::record::{Batch, Revision};
use domain::{Dimension, Role, Scheme};
use store::Store;

use crate::staff::review::{drafted, step};
use crate::support::site::{Answer, Site};
use crate::support::{a_batch, a_revision, a_time, an_entry, on_both, record};

fn feed(answer: &Answer) -> Feed {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(
        answer
            .header("content-type")
            .starts_with("application/atom+xml")
    );
    Feed::read_from(answer.body.as_bytes()).unwrap()
}

async fn read(site: &Site, query: &str) -> Feed {
    feed(&site.get(&format!("/commitments.atom?{query}")).await)
}

/// The codes of the commitments that a feed tells of.
fn codes(feed: &Feed) -> BTreeSet<String> {
    let pages = feed.entries.iter().map(|entry| &entry.links[0].href);
    let codes = pages.map(|page| {
        let page = page.split(['?', '&']).find(|part| part.contains("code="));
        page.map(|part| part.trim_start_matches("code=").to_owned())
    });
    codes
        .zip(&feed.entries)
        .map(|(code, entry)| {
            let page = &entry.links[0].href;
            let last = page.split('?').next().unwrap().rsplit('/').next().unwrap();
            code.unwrap_or_else(|| last.to_owned())
        })
        .collect()
}

/// What a feed tells, newest first: the word for it and the title.
fn told(feed: &Feed) -> Vec<(String, String)> {
    let entries = feed.entries.iter();
    entries
        .map(|entry| {
            let word = entry.categories[0].term.clone();
            (word, entry.title.value.clone())
        })
        .collect()
}

#[tokio::test]
async fn each_filter_narrows_a_feed_as_it_narrows_the_list() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut queries: Vec<String> = vec![
        String::new(),
        "q=open+data".to_owned(),
        "q=NL0031".to_owned(),
        "code=NL0031&code=USAU0007".to_owned(),
        "member=spain&area=open-data&ambition=high".to_owned(),
        "year=1999".to_owned(),
    ];
    for filter in Filter::ALL {
        let values = &catalogue.facet(*filter).values;
        // One with few commitments, so that the feed is not cut, and one with many.
        let counted = |value: &&catalogue::FacetValue| value.rows.count();
        let some = values.iter().filter(|value| counted(value) > 0);
        let least = some.clone().min_by_key(counted);
        let most = some.max_by_key(counted);
        // Not every filter has a value in the bundled record.
        for value in least.into_iter().chain(most) {
            queries.push(format!("{}={}", filter.slug(), value.slug));
        }
    }
    let mut uncut = 0;
    for query in queries {
        let feed = read(&site, &query).await;
        let list = site.get(&format!("/commitments.json?{query}")).await.json();
        let items = list["items"].as_array().unwrap().iter();
        let listed: BTreeSet<String> = items
            .map(|item| item["code"].as_str().unwrap().to_owned())
            .collect();
        let told = codes(&feed);
        assert!(told.is_subset(&listed), "{query}: {told:?}");
        assert!(feed.entries.len() <= 50, "{query}");
        assert_eq!(told.is_empty(), listed.is_empty(), "{query}");
        if feed.entries.len() < 50 {
            assert_eq!(told, listed, "{query}");
            uncut += 1;
        }
    }
    assert!(uncut > 8, "{uncut}");
    // Neither the order nor the page of the list matters.
    let plain = read(&site, "member=spain").await;
    let sorted = read(&site, "member=spain&sort=title&page=2&view=table").await;
    assert_eq!(plain, sorted);
    // What the list refuses its feed refuses.
    let refused = site.get("/commitments.atom?ambition=enormous").await;
    assert_eq!(refused.status, 400);
}

/// A slip never makes a feed of everything, or of nothing.
#[tokio::test]
async fn each_feed_refuses_what_files_and_the_api_refuse() {
    let site = Site::bundled().await;
    for (feed, parameter, query) in [
        ("/commitments", "member", "member=spian"),
        ("/commitments", "member", "member=spain&member=atlantis"),
        ("/commitments", "area", "area=opan-data"),
        ("/commitments", "memeber", "memeber=spain"),
        ("/commitments", "year", "year=x"),
        ("/changes", "member", "member=spian"),
        ("/changes", "memeber", "memeber=spain"),
        ("/changes", "what", "what=x"),
        ("/resources", "topic", "topic=opan-data"),
        ("/resources", "tpye", "tpye=event"),
        ("/resources", "type", "type=x"),
    ] {
        for ending in ["atom", "jsonfeed"] {
            let address = format!("{feed}.{ending}?{query}");
            let answer = site.get(&address).await;
            assert_eq!(answer.status, 400, "{address}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(
                answer.json()["errors"][0]["parameter"],
                parameter,
                "{address}"
            );
        }
        let same = match feed {
            "/resources" => continue,
            "/changes" => format!("/api/v1/changes?{query}"),
            _ => format!("/commitments.json?{query}"),
        };
        let answer = site.get(&same).await;
        assert_eq!(answer.status, 400, "{same}");
        assert_eq!(answer.json()["errors"][0]["parameter"], parameter, "{same}");
    }
    // By any of its names it is the same member.
    for (feed, own) in [
        (
            "/commitments.atom?member=Espa%C3%B1a",
            "/commitments.atom?member=spain",
        ),
        (
            "/changes.atom?member=Espa%C3%B1a",
            "/changes.atom?member=spain",
        ),
    ] {
        let (one, other) = (feed_of(&site, feed).await, feed_of(&site, own).await);
        assert!(!one.entries.is_empty(), "{feed}");
        assert_eq!(one, other, "{feed}");
    }
}

async fn feed_of(site: &Site, address: &str) -> Feed {
    feed(&site.get(address).await)
}

#[tokio::test]
async fn a_feed_is_what_readers_of_both_formats_expect() {
    let site = Site::bundled().await.called("https://tracker.example");
    for path in ["/commitments", "/changes", "/resources"] {
        for query in ["", "?lang=fr"] {
            let answer = site.get(&format!("{path}.atom{query}")).await;
            let atom = feed(&answer);
            let ids: BTreeSet<&str> = atom
                .entries
                .iter()
                .map(atom_syndication::Entry::id)
                .collect();
            assert_eq!(ids.len(), atom.entries.len(), "{path}");
            assert!(!ids.is_empty() && !ids.contains(atom.id()), "{path}");
            let own = atom.links.iter().find(|link| link.rel == "self").unwrap();
            assert_eq!(
                own.href,
                format!("https://tracker.example{path}.atom{query}")
            );
            let newest = atom
                .entries
                .iter()
                .map(|entry| entry.updated)
                .max()
                .unwrap();
            assert!(newest <= atom.updated, "{path}");
            if path != "/resources" {
                assert_eq!(atom.updated, newest, "{path}");
                assert!(atom.entries.is_sorted_by(|a, b| a.updated >= b.updated));
            }
            for entry in &atom.entries {
                assert!(!entry.title.value.trim().is_empty(), "{path}");
                let pages = entry.links.iter();
                assert!(pages.clone().all(|link| link.href.starts_with("http")));
            }
            let answer = site.get(&format!("{path}.jsonfeed{query}")).await;
            assert_eq!(answer.header("content-type"), "application/feed+json");
            let json = answer.json();
            assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
            assert_eq!(
                json["feed_url"],
                format!("https://tracker.example{path}.jsonfeed{query}")
            );
            assert_eq!(json["title"], atom.title.value);
            let items = json["items"].as_array().unwrap();
            assert_eq!(items.len(), atom.entries.len());
            for (item, entry) in items.iter().zip(&atom.entries) {
                assert_eq!(item["id"], entry.id);
                assert_eq!(item["title"], entry.title.value);
                let text = entry.summary.as_ref().map(|text| text.value.as_str());
                assert_eq!(item["content_text"].as_str(), text);
                let at = item["date_modified"].as_str().unwrap();
                assert_eq!(
                    at.parse::<chrono::DateTime<chrono::Utc>>().unwrap(),
                    entry.updated
                );
            }
        }
    }
}

async fn write(store: &Store, at: &str, batch: Batch) {
    let revision = Revision {
        made_at: a_time(at),
        ..a_revision()
    };
    store
        .record(&revision, &batch, false, &mut |_| {})
        .await
        .unwrap();
}

#[tokio::test]
async fn a_feed_tells_what_is_new_changed_rated_and_withdrawn() {
    on_both(async |place| {
        let store = &place.store;
        let dutch = || {
            an_entry("NL0001")
                .member("Netherlands")
                .area("open-data")
                .plan(2022, 2024)
                .title("Publish a register")
                .description("With a lighthouse.")
        };
        let spanish = || an_entry("ES0001").member("Spain").title("Open courts");
        record(store, [dutch(), spanish()]).await;
        let site = Site::over(store.clone()).await;
        let rated = dutch().rated(Dimension::Completion, Scheme::Completion, "Complete");
        write(store, "2026-03-02T10:00:00Z", a_batch([rated])).await;
        let renamed = spanish().title("Open courts and tribunals");
        write(store, "2026-03-03T10:00:00Z", a_batch([renamed])).await;
        site.app.refresh().await.unwrap();
        let dutch_feed = read(&site, "member=netherlands").await;
        let before: Vec<String> = dutch_feed.entries.iter().map(|e| e.id.clone()).collect();
        assert_eq!(before.len(), 2);
        let gone = Batch {
            taken_back: vec!["NL0001".parse().unwrap()],
            ..Batch::default()
        };
        write(store, "2026-03-04T10:00:00Z", gone).await;
        site.app.refresh().await.unwrap();

        let told_of = async |query: &str| told(&read(&site, query).await);
        let pair = |word: &str, title: &str| (word.to_owned(), title.to_owned());
        let of_the_dutch = [
            pair("withdrawn", "Withdrawn: NL0001: Publish a register"),
            pair("rated", "Rated: NL0001: Publish a register"),
            pair("new", "New: NL0001: Publish a register"),
        ];
        let of_the_spanish = [
            pair("changed", "Changed: ES0001: Open courts and tribunals"),
            pair("new", "New: ES0001: Open courts"),
        ];
        // By whatever it was listed: it is remembered as it was.
        for query in [
            "member=netherlands",
            "area=open-data",
            "year=2022",
            "completion=high",
            "q=lighthouse",
            "q=register",
            "code=NL0001",
        ] {
            assert_eq!(told_of(query).await, of_the_dutch, "{query}");
        }
        assert_eq!(told_of("member=spain").await, of_the_spanish);
        assert_eq!(told_of("q=tribunals").await, of_the_spanish);
        assert!(told_of("completion=low").await.is_empty());
        assert_eq!(told_of("").await.len(), 5);
        let feed = read(&site, "member=netherlands").await;
        let after: Vec<String> = feed.entries.iter().map(|entry| entry.id.clone()).collect();
        assert_eq!(after[1..], before[..], "an entry keeps its id");
        assert_eq!(feed.updated, a_time("2026-03-04T10:00:00Z"));
        let link = &feed.entries[0].links[0].href;
        assert_eq!(link, "/changes?code=NL0001");
        assert_eq!(site.get(link).await.status, 200);
        // What there never was is refused, also where something was withdrawn.
        for (query, status) in [("member=netherlands", 200), ("member=atlantis", 400)] {
            for path in ["/commitments.atom", "/changes.atom", "/api/v1/changes"] {
                let answer = site.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, status, "{path} {query}");
            }
        }
        // The text says what was rated.
        let text = &feed.entries[1].summary.as_ref().unwrap().value;
        assert!(
            text.contains("Completion: not stated \u{2192} Complete"),
            "{text}"
        );
        // As it was before.
        let past = read(&site, "member=netherlands&as_of=2026-03-02").await;
        assert_eq!(told(&past), of_the_dutch[1..]);
        let spanish = read(&site, "member=spain&lang=es").await;
        assert_eq!(
            told(&spanish)[0].1,
            "Modificado: ES0001: Open courts and tribunals"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_tells_nothing_that_is_not_published() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let feeds = [
        "/commitments.atom?code=NL0031",
        "/commitments.jsonfeed?member=netherlands",
        "/commitments.atom",
        "/changes.atom",
    ];
    let all = async || {
        let mut answers = Vec::new();
        for feed in feeds {
            let answer = site.get(feed).await;
            answers.push((answer.header("etag").to_owned(), answer.body));
        }
        answers
    };
    let before = all().await;
    let draft = drafted(&ed, &[]).await;
    assert_eq!(all().await, before, "a draft is not published");
    assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
    assert_eq!(all().await, before, "nor is one that is handed in");
    assert_eq!(step(&rev, &draft, "publish", &[]).await, 303);
    let after = all().await;
    for ((feed, before), after) in feeds.iter().zip(&before).zip(&after) {
        assert_ne!(before.0, after.0, "{feed}");
        assert!(after.1.contains("the report is out"), "{feed}: {}", after.1);
    }
    let newest = &read(&site, "code=NL0031").await.entries[0];
    assert_eq!(newest.categories[0].term, "rated");
    let text = &newest.summary.as_ref().unwrap().value;
    assert!(text.contains("written by ed"), "{text}");
    // Of nobody else.
    let spain = site.get("/commitments.atom?member=spain").await;
    assert!(!spain.body.contains("the report is out"));
}
