//! The list as list and table, values that are left out, shortlists and briefs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use domain::Sort;
use domain::query::Column;
use domain::record::{Batch, Entry};
use store::Store;

use crate::support::site::{Answer, Site};
use crate::support::{a_revision, an_entry, on_both};

async fn record(store: &Store, entries: Vec<Entry>) {
    let batch = Batch {
        areas: domain::area::taxonomy(),
        entries,
        ..Batch::default()
    };
    let recorded = store
        .record(&a_revision(), &batch, false, &mut |_| {})
        .await;
    recorded.unwrap();
}

/// The codes of a page of the list, as links to them stand there.
fn shown(page: &Answer) -> Vec<String> {
    let rows = page.between("name=\"code\" value=\"", "\"");
    rows.into_iter().map(str::to_owned).collect()
}

async fn of_api(site: &Site, query: &str) -> Vec<String> {
    let answer = site.get(&format!("/api/v1/commitments?{query}")).await;
    assert_eq!(answer.status, 200, "{query}");
    let answer = answer.json();
    let items = answer["items"].as_array().unwrap().iter();
    items
        .map(|item| item["code"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn list_table_and_api_have_the_same_order_and_the_heads_say_which() {
    let site = Site::bundled().await;
    for sort in Sort::ALL {
        let query = format!("member=spain&member=netherlands&sort={}", sort.slug());
        let list = site.get(&format!("/commitments?{query}")).await;
        let all = Column::ALL.iter().map(|column| column.slug());
        let columns = all.collect::<Vec<_>>().join(",");
        let table = format!("/commitments?{query}&view=table&columns={columns}");
        let table = site.get(&table).await;
        let codes = of_api(&site, &query).await;
        assert!(codes.len() > 20, "{sort}");
        assert_eq!(shown(&list), codes, "{sort}");
        assert_eq!(shown(&table), codes, "{sort}");
        let said = table.between("aria-sort=\"", "\"");
        // Without a search, best match is the order of plans.
        let expected = if sort.is_ascending() {
            "ascending"
        } else {
            "descending"
        };
        assert_eq!(said, [expected], "{sort}");
        // The head leads to the order the other way round.
        if let Some(other) = sort.reversed() {
            let link = match other {
                Sort::Newest => "view=table&amp;columns".to_owned(),
                other => format!("sort={}&amp;view=table", other.slug()),
            };
            assert!(table.body.contains(&link), "{sort}: {link}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_has_its_best_matches_first_unless_somebody_chose_otherwise() {
    let site = Site::bundled().await;
    let page = site.get("/commitments?q=algorithm&view=table").await;
    assert_eq!(shown(&page), of_api(&site, "q=algorithm").await);
    assert!(!page.body.contains("aria-sort="));
    let by_title = site.get("/commitments?q=algorithm&sort=title").await;
    assert_ne!(shown(&by_title), shown(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_last_comes_first_now_and_then() {
    on_both(async |place| {
        let codes = ["NL0001", "NL0002", "NL0003"];
        let entries = |texts: &[(&str, &str)]| {
            let entries = texts.iter().map(|(code, text)| {
                let mut entry = an_entry(code).done();
                entry.texts.description = Some((*text).to_owned());
                entry
            });
            entries.collect::<Vec<_>>()
        };
        record(&place.store, entries(&codes.map(|code| (code, "first")))).await;
        // Only a text changes, which no list shows.
        record(&place.store, entries(&[("NL0002", "second")])).await;
        record(&place.store, entries(&[("NL0001", "third")])).await;
        let order = |published: &domain::record::Published| {
            let changed = published.commitments.iter().map(|(id, commitment)| {
                let change = published.last_changes[id];
                (commitment.code.to_string(), change.revision)
            });
            changed.collect::<BTreeMap<_, _>>()
        };
        let now = place.store.published().await.unwrap();
        let newest = now.version.number;
        let expected = |numbers: [i64; 3]| {
            let pairs = codes.iter().map(|code| (*code).to_owned()).zip(numbers);
            pairs.collect::<BTreeMap<_, _>>()
        };
        assert_eq!(order(&now), expected([newest, newest - 1, newest - 2]));
        let then = place.store.published_as_of(newest - 1).await.unwrap();
        assert_eq!(order(&then), expected([newest - 2, newest - 1, newest - 2]));
        let back = place
            .store
            .published_changes(newest, newest - 1)
            .await
            .unwrap();
        let ids: Vec<i64> = back.last_changes.values().map(|c| c.revision).collect();
        assert_eq!(ids, [newest - 2]);

        let site = Site::over(place.store.clone()).await;
        let listed = of_api(&site, "sort=changed").await;
        assert_eq!(listed, ["NL0001", "NL0002", "NL0003"]);
        let listed = of_api(&site, "sort=changed-reversed").await;
        assert_eq!(listed, ["NL0003", "NL0002", "NL0001"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_means_nothing_is_left_out_of_pages_and_refused_by_programs() {
    let site = Site::bundled().await;
    let plain = site.get("/commitments?area=open-data").await;
    for (wrong, meant) in [
        ("ambition=hihg", Some("ambition=high")),
        ("region=Europa", Some("region=europe")),
        ("review=over-due", Some("review=overdue")),
        ("sort=newst", Some("sort=newest")),
        ("view=tabel", Some("view=table")),
        ("columns=membr", Some("columns=member")),
        ("year=20188", None),
        ("code=somewhere", None),
    ] {
        for path in ["/commitments", "/charts/trend", "/"] {
            let page = site.get(&format!("{path}?area=open-data&{wrong}")).await;
            assert_eq!(page.status, 200, "{path} {wrong}");
            let notice = page.between("class=\"notice caution\">", "</div>");
            let (_, value) = wrong.split_once('=').unwrap();
            assert!(notice[0].contains(value), "{path} {wrong}: {notice:?}");
            if let Some(meant) = meant {
                assert!(notice[0].contains(meant), "{path} {wrong}: {notice:?}");
            }
        }
        let page = site
            .get(&format!("/commitments?area=open-data&{wrong}"))
            .await;
        assert_eq!(shown(&page), shown(&plain), "{wrong}");
        for path in [
            "/api/v1/commitments",
            "/commitments.csv",
            "/commitments.json",
        ] {
            let refused = site.get(&format!("{path}?{wrong}")).await;
            assert_eq!(refused.status, 400, "{path} {wrong}");
        }
    }
    let page = site.get("/commitments?member=nigera&area=open-data").await;
    assert_eq!(shown(&page), shown(&plain));
    assert!(page.body.contains("member=nigeria"), "{}", page.text());
    for refused in ["page=0", "sort=title&sort=member", "lang=xx"] {
        let page = site.get(&format!("/commitments?{refused}")).await;
        assert!(page.status.is_client_error(), "{refused}");
    }
    let hostile = site.get("/commitments?ambition=%22%3E%3Cscript%3Ex").await;
    assert_eq!(hostile.status, 200);
    assert!(!hostile.body.contains("<script>x"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_stays_in_sight_where_nothing_is_found() {
    let site = Site::bundled().await;
    let query = "member=spain&ambition=not_reviewable&kind=local&view=table";
    let page = site.get(&format!("/commitments?{query}")).await;
    assert_eq!(page.status, 200);
    assert!(shown(&page).is_empty());
    for value in ["spain", "not_reviewable", "local"] {
        let checked = page
            .between("<input type=\"checkbox\"", ">")
            .into_iter()
            .any(|input| {
                input.contains(&format!("value=\"{value}\"")) && input.contains("checked")
            });
        assert!(checked, "{value}");
    }
    assert_eq!(page.between("class=\"chip\"", "</a>").len(), 3);
    assert!(page.body.contains("class=\"loosen\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brief_says_who_what_and_how_we_know_as_page_and_as_files() {
    let site = Site::bundled().await.called("https://tracker.example");
    let codes = of_api(&site, "member=netherlands&ambition=high").await;
    let chosen = &codes[..3];
    let query = format!("code={}&code={}&code={}", chosen[2], chosen[0], chosen[1]);
    let page = site.get(&format!("/brief?{query}")).await;
    assert_eq!(page.status, 200);
    let file = site.get(&format!("/brief.docx?{query}")).await;
    assert_eq!(file.status, 200);
    let (bytes, _) = site
        .bytes(
            axum::http::Request::get(format!("/brief.docx?{query}"))
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut xml = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        xml
    };
    let (body, links) = (
        part("word/document.xml"),
        part("word/_rels/document.xml.rels"),
    );
    let listed = site
        .get(&format!("/api/v1/commitments?{query}"))
        .await
        .json();
    for item in listed["items"].as_array().unwrap() {
        let source = item["source_url"].as_str().unwrap();
        assert!(page.body.contains(source), "{source}");
        assert!(links.contains(source), "{source}");
        let code = item["code"].as_str().unwrap();
        assert!(body.contains(code) && page.body.contains(code));
        assert!(links.contains(&format!("https://tracker.example/commitments/{code}")));
    }
    // In the order in which they were chosen.
    let places: Vec<usize> = [2, 0, 1]
        .iter()
        .map(|at| body.find(chosen[*at].as_str()).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.body.contains("https://tracker.example/brief?code="));
    let csv = site.get(&format!("/brief.csv?{query}")).await;
    assert_eq!(
        csv.body,
        site.get(&format!("/commitments.csv?{query}")).await.body
    );
    assert_eq!(csv.body.matches("\r\nNL").count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brief_names_what_it_leaves_out_and_files_refuse_it() {
    let site = Site::bundled().await;
    let all = of_api(&site, "sort=title").await;
    let many: Vec<String> = all
        .iter()
        .take(21)
        .map(|code| format!("code={code}"))
        .collect();
    let many = many.join("&");
    let page = site.get(&format!("/brief?{many}")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.between("<tr><th scope=\"row\">", "</th>").len(), 20);
    let notice = page.between("class=\"notice caution\"", "</p>");
    assert!(notice[0].contains(&all[20]), "{notice:?}");
    let page = site
        .get(&format!("/brief?code={}&code=ZZ9999&lang=es", all[0]))
        .await;
    assert_eq!(page.status, 200);
    let notice = page.between("class=\"notice caution\"", "</p>");
    assert!(notice[0].contains("ZZ9999"), "{notice:?}");
    for query in [many.as_str(), "code=ZZ9999", "code=x", "", "member=spain"] {
        for file in ["/brief.docx", "/brief.csv"] {
            let refused = site.get(&format!("{file}?{query}")).await;
            assert_eq!(refused.status, 400, "{file}?{query}");
        }
    }
    let none = site.get("/brief").await;
    assert_eq!(none.status, 200);
    assert!(none.body.contains("name=\"code\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_right_to_left_titles_stay_text_in_a_brief() {
    on_both(async |place| {
        let mut hostile = an_entry("NL0001").done();
        hostile.commitment.title = "</w:t><script>alert(1)</script>".to_owned();
        let mut arabic = an_entry("NL0002").done();
        arabic.commitment.title =
            "\u{628}\u{648}\u{627}\u{628}\u{629} \u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a}"
                .to_owned();
        record(&place.store, vec![hostile, arabic]).await;
        let site = Site::over(place.store.clone()).await;
        let page = site.get("/brief?code=NL0001,NL0002").await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("<script>alert"));
        assert!(page.body.contains("dir=\"auto\""));
        let (file, _) = site
            .bytes(
                axum::http::Request::get("/brief.docx?code=NL0001,NL0002")
                    .body(axum::body::Body::empty())
                    .unwrap(),
            )
            .await;
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut xml = String::new();
        let mut part = zip.by_name("word/document.xml").unwrap();
        part.read_to_string(&mut xml).unwrap();
        assert!(xml.contains("&lt;/w:t&gt;&lt;script&gt;"));
        assert!(xml.contains("<w:bidi/>") && xml.contains("<w:rtl/>"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_says_of_which_commitments_it_tells() {
    let site = Site::bundled().await;
    for (query, chip) in [
        ("member=spain&member=italy&area=open-data", "area"),
        ("area=open-data&area=tax&region=europe", "region"),
    ] {
        let page = site.get(&format!("/compare?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        let chips = page.between("class=\"chip\"", "</a>");
        assert_eq!(chips.len(), 1, "{query}: {chips:?}");
        assert!(!chips[0].contains(&format!("{chip}=")), "{chips:?}");
        let (differences, figures) = (
            page.body.find("id=\"differences\"").unwrap(),
            page.body.find("id=\"in-charts\"").unwrap(),
        );
        assert!(differences < figures);
    }
    let plain = site.get("/compare?member=spain&member=italy").await;
    assert!(plain.between("class=\"chip\"", "</a>").is_empty());
}

#[tokio::test]
async fn a_range_of_plan_years_narrows_lists_charts_api_and_files_alike() {
    let site = Site::bundled().await;
    let range = "year_from=2017&year_to=2019";
    let all = "year=2017&year=2018&year=2019";
    let total = async |query: &str| {
        let api = site.get(&format!("/api/v1/commitments?{query}")).await;
        api.json()["total"].as_u64().unwrap()
    };
    assert_eq!(total(range).await, total(all).await);
    assert!(total(range).await > 100);
    assert_eq!(
        total("year_from=2018&year=2017&year=2018").await,
        total("year=2018").await
    );
    for file in [
        "/commitments.csv",
        "/charts/ambition.csv",
        "/charts/trend.csv",
    ] {
        let [own, expected] = [range, all].map(async |query: &str| {
            let answer = site.get(&format!("{file}?{query}")).await;
            assert_eq!(answer.status, 200, "{file}");
            answer.body.lines().count()
        });
        assert_eq!(own.await, expected.await, "{file}");
    }
    let answer = site.get(&format!("/commitments?{range}")).await;
    let page = &answer.body;
    for told in [
        "plan years 2017 to 2019",
        "name=\"year_from\"",
        "value=\"2017\"",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let chips = page;
    assert!(
        chips.contains("href=\"/commitments?year_to=2019\""),
        "{chips}"
    );
    assert!(
        chips.contains("href=\"/commitments?year_from=2017\""),
        "{chips}"
    );
    // What is none, or the wrong way round, is told and left out; files and the API refuse it.
    for wrong in [
        "year_from=2019&year_to=2017",
        "year_from=soon",
        "year_to=20189",
    ] {
        let page = site.get(&format!("/commitments?{wrong}")).await;
        assert_eq!(page.status, 200, "{wrong}");
        assert!(page.body.contains("notice caution"), "{wrong}");
        for strict in ["/api/v1/commitments", "/commitments.csv"] {
            assert_eq!(
                site.get(&format!("{strict}?{wrong}")).await.status,
                400,
                "{wrong}"
            );
        }
    }
    // Also where nothing is found, what was chosen can be seen and changed.
    let empty = site.get("/commitments?year_to=1950").await.body;
    assert!(empty.contains("name=\"year_to\"") && empty.contains("value=\"1950\""));
}

/// However a list is shown, what it offers to programs is there, in the same order.
#[tokio::test(flavor = "multi_thread")]
async fn every_file_that_a_list_offers_is_there_however_it_is_shown() {
    let site = Site::bundled().await;
    for page in [
        "/commitments?member=spain",
        "/commitments?member=spain&view=table",
        "/commitments?member=spain&view=table&columns=member,title&sort=title&lang=es",
        "/commitments?code=NL0031&code=UK0098&view=table",
        "/commitments?q=data&page=2",
        "/commitments?q=open+data&member=spain&sort=newest&view=table",
    ] {
        let shown = site.get(page).await;
        assert_eq!(shown.status, 200, "{page}");
        let offered = shown.between("<div class=\"downloads\">", "</div>")[0];
        let offered: Vec<String> = offered
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
            .collect();
        assert!(offered.len() >= 5, "{offered:?}");
        let mut codes: Vec<Vec<String>> = Vec::new();
        for address in offered {
            let answer = site.get(&address).await;
            assert_eq!(answer.status, 200, "{page}: {address}: {}", answer.body);
            if address.starts_with("/api/") || address.contains(".json") {
                let body = answer.json();
                let items = body["items"].as_array().unwrap().iter().take(20);
                codes.push(items.map(|item| item["code"].to_string()).collect());
            }
        }
        assert_eq!(codes.len(), 2, "{page}");
        assert_eq!(codes[0], codes[1], "{page}");
    }
}
