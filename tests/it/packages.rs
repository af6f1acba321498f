//! The data as statistics programs want it: one rating a row, records, lines, versions, checksums.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::{Body, Bytes};
use axum::http::Request;
use domain::query::Filter;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::site::{Answer, Site};

/// The rows of a CSV file, by the names of its columns.
fn rows(answer: &Answer) -> Vec<BTreeMap<String, String>> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn lines(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let lines = answer.body.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A value as it stands in JSON.
fn in_json(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Int(number) => (*number).into(),
        Field::Str(text) => text.as_str().into(),
        Field::ListInternal(list) => list.elements().iter().map(in_json).collect(),
        other => panic!("{other:?}"),
    }
}

/// The rows of a Parquet file.
async fn in_parquet(site: &Site, path: &str) -> Vec<Value> {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let (parts, file) = site.raw(request).await;
    assert_eq!(parts.status, 200, "{path}");
    assert_eq!(
        parts.headers["content-type"],
        "application/vnd.apache.parquet"
    );
    assert_eq!(parts.headers["content-length"], file.len().to_string());
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    let rows = rows.map(Result::unwrap).map(|row| {
        let cells = row.get_column_iter();
        Value::Object(
            cells
                .map(|(name, cell)| (name.clone(), in_json(cell)))
                .collect(),
        )
    });
    rows.collect()
}

#[tokio::test]
async fn the_long_form_says_what_the_wide_form_says() {
    for site in [Site::bundled().await, Site::demonstration(700).await] {
        let wide = rows(&site.get("/commitments.csv").await);
        let long = rows(&site.get("/ratings.csv").await);
        let mut current: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
        let mut earlier = 0;
        for row in long {
            match row["is_current"].as_str() {
                "Yes" => {
                    let key = (row["code"].clone(), row["dimension"].clone());
                    let double = current.insert(key, row);
                    assert!(double.is_none(), "{double:?} is current beside another");
                }
                "No" => earlier += 1,
                other => panic!("{other}"),
            }
        }
        let mut rated = 0;
        for row in &wide {
            for dimension in ["ambition", "completion", "early_results"] {
                let key = (row["code"].clone(), dimension.to_owned());
                let Some(rating) = current.remove(&key) else {
                    assert_eq!(row[dimension], "", "{key:?}");
                    continue;
                };
                rated += 1;
                for (in_long, in_wide) in [
                    ("rating", dimension.to_owned()),
                    ("scheme", format!("{dimension}_scheme")),
                    ("level", format!("{dimension}_level")),
                    ("report", format!("{dimension}_report")),
                    ("report_stage", format!("{dimension}_report_stage")),
                    ("source_url", format!("{dimension}_source_url")),
                    ("source_page", format!("{dimension}_source_page")),
                    ("read_on", format!("{dimension}_read_on")),
                    ("member", "member".to_owned()),
                    ("plan_year", "plan_year".to_owned()),
                    ("plan_end_year", "plan_end_year".to_owned()),
                    ("country_iso3", "country_iso3".to_owned()),
                ] {
                    assert_eq!(rating[in_long], row[&in_wide], "{key:?} {in_wide}");
                }
            }
        }
        assert!(current.is_empty(), "{current:?}");
        assert!(rated > 500, "{rated}");
        if !site.app.catalogue().version().demonstration {
            assert!(earlier > 10, "{earlier}");
        }
    }
}

#[tokio::test]
async fn every_format_has_the_same_rows_and_the_filters_of_the_list() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut queries = vec![
        String::new(),
        "q=open+data".to_owned(),
        "year=1999".to_owned(),
        "code=NL0031".to_owned(),
        "as_of=2020-01-01".to_owned(),
    ];
    for filter in Filter::ALL {
        let values = catalogue.facet(*filter).values.iter();
        let rare = values
            .filter(|value| value.rows.count() > 0)
            .min_by_key(|value| value.rows.count());
        // Not every filter has a value in the bundled record.
        queries.extend(rare.map(|value| format!("{}={}", filter.slug(), value.slug)));
    }
    for query in queries {
        let whole = site.get(&format!("/commitments.json?{query}")).await.json();
        let records = site
            .get(&format!("/commitments.records.json?{query}"))
            .await;
        assert_eq!(records.header("content-type"), "application/json");
        let records = records.json();
        assert_eq!(records, whole["items"], "{query}");
        let ndjson = site.get(&format!("/commitments.ndjson?{query}")).await;
        let all = lines(&ndjson);
        assert_eq!(Value::from(all), records, "{query}");
        let columns = in_parquet(&site, &format!("/commitments.parquet?{query}")).await;
        assert_eq!(Value::from(columns), records, "{query}");
        assert!(
            ndjson.body.is_empty() || ndjson.body.ends_with("}\n"),
            "{query}"
        );

        let ratings = site.get(&format!("/ratings.json?{query}")).await.json();
        let ratings = ratings.as_array().unwrap();
        let by_line = lines(&site.get(&format!("/ratings.ndjson?{query}")).await);
        assert_eq!(&by_line, ratings, "{query}");
        let columns = in_parquet(&site, &format!("/ratings.parquet?{query}")).await;
        assert_eq!(&columns, ratings, "{query}");
        let in_csv = rows(&site.get(&format!("/ratings.csv?{query}")).await);
        assert_eq!(in_csv.len(), ratings.len(), "{query}");
        for (line, object) in in_csv.iter().zip(ratings) {
            for (name, value) in object.as_object().unwrap() {
                let text = match value {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(line[name].trim_start_matches('\''), text, "{name}");
            }
        }
        let code = |item: &Value| item["code"].as_str().unwrap().to_owned();
        let listed: BTreeSet<String> = records.as_array().unwrap().iter().map(code).collect();
        let rated: BTreeSet<String> = ratings.iter().map(code).collect();
        assert!(rated.is_subset(&listed), "{query}");
    }
    let excel = site.get("/ratings.csv?member=spain&excel=1").await;
    assert!(excel.body.starts_with('\u{feff}'));
    let named = excel.header("content-disposition");
    assert!(named.contains("ogp-ratings-v"), "{named}");
    for file in ["csv", "json", "ndjson", "parquet"] {
        let refused = site
            .get(&format!("/ratings.{file}?ambition=enormous"))
            .await;
        assert_eq!(refused.status, 400);
    }
}

#[tokio::test]
async fn the_columns_of_the_ratings_are_all_explained() {
    let site = Site::bundled().await;
    let file = site.get("/ratings.csv?code=NL0031").await;
    let header = file.body.lines().next().unwrap();
    for lang in ["en", "es", "fr"] {
        let page = site.get(&format!("/data?lang={lang}")).await;
        let from = page.body.find("id=\"rating-columns\"").unwrap();
        for column in header.split(',') {
            let named = format!("<code>{column}</code>");
            assert!(page.body[from..].contains(&named), "{lang}: {column}");
        }
    }
}

#[tokio::test]
async fn each_line_of_code_on_the_data_page_names_a_file_that_is_there() {
    let site = Site::bundled().await.called("https://tracker.example");
    for lang in ["en", "es", "fr"] {
        let page = site.get(&format!("/data?lang={lang}")).await;
        let recipes = page.between("<code class=\"recipe\">", "</code>");
        assert!(recipes.len() >= 5, "{recipes:?}");
        for recipe in recipes {
            let address = recipe.split("https://tracker.example").nth(1).unwrap();
            let address = address.split(['"', '\'', '&']).next().unwrap();
            let file = site.get(address).await;
            assert_eq!(file.status, 200, "{recipe}");
            assert!(file.body.len() > 10_000, "{recipe}");
        }
    }
    // Where the site does not know its address, lines have none that somebody sent.
    let here = Site::bundled().await.get("/data").await;
    let recipes = here.between("<code class=\"recipe\">", "</code>");
    assert!(
        recipes.iter().all(|recipe| !recipe.contains("://")),
        "{recipes:?}"
    );
}

/// The archive's description is that of its files, which are those that are sent one by one.
#[tokio::test]
async fn the_archive_holds_both_tables_and_describes_their_columns() {
    let site = Site::bundled().await;
    for query in ["", "?member=spain", "?year=1999", "?as_of=2020-01-01"] {
        let request = axum::http::Request::get(format!("/commitments.zip{query}"));
        let (_, archive) = site
            .raw(request.body(axum::body::Body::empty()).unwrap())
            .await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            let mut file = archive.by_name(name).unwrap();
            std::io::Read::read_to_string(&mut file, &mut text).unwrap();
            text
        };
        let package: Value = serde_json::from_str(&part("datapackage.json")).unwrap();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), 2);
        for resource in resources {
            let name = resource["path"].as_str().unwrap();
            let text = part(name);
            assert_eq!(
                text,
                site.get(&format!("/{name}{query}")).await.body,
                "{name}{query}"
            );
            let fields = resource["schema"]["fields"].as_array().unwrap().iter();
            let fields: Vec<&str> = fields
                .map(|field| field["name"].as_str().unwrap())
                .collect();
            assert_eq!(text.lines().next().unwrap(), fields.join(","), "{name}");
        }
        let key = &resources[1]["schema"]["foreignKeys"][0];
        assert_eq!(key["reference"]["resource"], "commitments");
        assert!(part("README.txt").contains("ratings.csv"));
        assert_eq!(archive.len(), 4);
    }
}

#[tokio::test]
async fn a_download_can_be_checked() {
    let site = Site::bundled().await;
    let sums = site.get("/data/checksums.txt").await;
    assert_eq!(sums.header("content-type"), "text/plain; charset=utf-8");
    let mut count = 0;
    for line in sums.body.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let file = site.get(&format!("/{name}")).await;
        assert_eq!(file.status, 200, "{name}");
        let bytes = Sha256::digest(file.body.as_bytes());
        let found: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found.concat(), sum, "{name}");
        count += 1;
    }
    assert_eq!(count, 7);
}

#[tokio::test]
async fn each_version_keeps_an_address_with_what_it_holds() {
    let site = Site::bundled().await.called("https://tracker.example");
    let newest = site.app.catalogue().version().number;
    let list = site.get("/data/versions").await;
    assert_eq!(list.status, 200);
    for number in 1..=newest {
        let address = format!("/data/versions/{number}");
        assert!(
            list.body.contains(&format!("href=\"{address}\"")),
            "{address}"
        );
        let page = site.get(&address).await;
        assert_eq!(page.status, 200, "{address}");
        let facts = page.between("<dd>", "</dd>");
        let commitments: usize = facts[2].replace(',', "").parse().unwrap();
        let ratings: usize = facts[3].replace(',', "").parse().unwrap();
        let files = page.between("<a href=\"/", "\"");
        let file = |name: &str| {
            let file = files.iter().find(|file| file.starts_with(name));
            format!("/{}", file.unwrap().replace("&amp;", "&"))
        };
        let address_of_csv = file("commitments.csv?");
        assert!(address_of_csv.contains("as_of="), "{address_of_csv}");
        let csv = site.get(&address_of_csv).await;
        assert_eq!(csv.header("data-version"), number.to_string());
        assert_eq!(rows(&csv).len(), commitments, "{address}");
        // Corrected ratings are counted and not listed.
        let listed = rows(&site.get(&file("ratings.csv?")).await).len();
        assert!(listed <= ratings && ratings > 100, "{listed} of {ratings}");
        let citation = page.between("<p class=\"cite\">", "</p>");
        assert!(citation[0].contains(&format!("https://tracker.example{address}")));
        assert!(
            citation[0].contains(&format!("data version {number}")),
            "{citation:?}"
        );
    }
    for address in [
        "/data/versions/0",
        "/data/versions/99999",
        "/data/versions/x",
    ] {
        assert_eq!(site.get(address).await.status, 404, "{address}");
    }
}
