//! `/data/coverage` and its file: what the record holds of each member and plan.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::slugify;
use domain::{KnownSource, Lang};
use i18n::format::number;
use interchange::{list, seed};
use store::Store;

use crate::support::site::Site;
use crate::support::{an_entry, record};

/// A line of a file, by its columns.
type Line = BTreeMap<String, String>;

async fn lines(site: &Site, address: &str) -> Vec<Line> {
    let answer = site.get(address).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn count_in(line: &Line, column: &str) -> usize {
    line[column].parse().unwrap()
}

fn is_assessed(commitment: &Line, dimension: &str) -> bool {
    let level = &commitment[&format!("{dimension}_level")];
    ["high", "low"].contains(&level.as_str())
}

/// Sums by member and years of the plan.
fn by_years(lines: &[Line], count: impl Fn(&Line) -> usize) -> BTreeMap<[&str; 3], usize> {
    let mut sums = BTreeMap::new();
    for line in lines {
        let key = ["member", "plan_year", "plan_end_year"].map(|column| line[column].as_str());
        *sums.entry(key).or_default() += count(line);
    }
    sums
}

const DIMENSIONS: [&str; 3] = ["ambition", "completion", "early_results"];

#[tokio::test]
async fn the_file_counts_what_the_commitments_say() {
    let site = Site::bundled().await;
    let plans = lines(&site, "/data/coverage.csv").await;
    let commitments = lines(&site, "/commitments.csv").await;
    assert_eq!(
        by_years(&plans, |plan| count_in(plan, "commitments")),
        by_years(&commitments, |_| 1)
    );
    for dimension in DIMENSIONS {
        let column = format!("{dimension}_assessed");
        assert_eq!(
            by_years(&plans, |plan| count_in(plan, &column)),
            by_years(&commitments, |c| usize::from(is_assessed(c, dimension))),
            "{dimension}"
        );
    }
    let unrated = |c: &Line| usize::from(DIMENSIONS.iter().all(|d| !is_assessed(c, d)));
    assert_eq!(
        by_years(&plans, |plan| count_in(plan, "without_any_rating")),
        by_years(&commitments, unrated)
    );
}

#[tokio::test]
async fn the_file_names_every_source_with_its_date() {
    let site = Site::bundled().await;
    let plans = lines(&site, "/data/coverage.csv").await;
    let named: BTreeSet<String> = plans
        .iter()
        .flat_map(|p| list::split(&p["sources"]))
        .collect();
    let mut expected = BTreeSet::new();
    for entry in seed::commitments().unwrap().entries {
        let ratings = entry.commitment.ratings.iter();
        let ratings = ratings.filter_map(|rating| rating.source_url.clone());
        for address in ratings.chain(entry.commitment.source_url.clone()) {
            expected.insert(match KnownSource::at(&address) {
                Some(source) => {
                    let state = source.state_of().unwrap_or("date unknown");
                    format!("{source} ({state})")
                }
                None => "other".to_owned(),
            });
        }
    }
    assert_eq!(named, expected);
    assert!(named.contains("OGP Explorer (2016)"), "{named:?}");
}

#[tokio::test]
async fn overdue_reviews_are_those_that_the_list_selects() {
    let site = Site::bundled().await;
    let plans = lines(&site, "/data/coverage.csv").await;
    let total = async |query: &str| {
        let address = format!("/api/v1/commitments?{query}");
        let total = site.get(&address).await.json()["total"].as_u64();
        usize::try_from(total.unwrap()).unwrap()
    };
    let overdue: usize = plans.iter().map(|plan| count_in(plan, "overdue")).sum();
    assert_eq!(overdue, total("review=overdue").await);
    let page = site.get("/data/coverage").await;
    let years = by_years(&plans, |_| 1);
    let of_year = |plan: &Line| {
        let same = |key: &&[&str; 3]| key[0] == plan["member"] && key[1] == plan["plan_year"];
        years
            .keys()
            .filter(same)
            .map(|key| years[key])
            .sum::<usize>()
    };
    let alone = plans
        .iter()
        .filter(|plan| count_in(plan, "overdue") > 0 && of_year(plan) == 1);
    for plan in alone.take(5) {
        let of_plan = format!(
            "member={}&year={}",
            slugify(&plan["member"]),
            plan["plan_year"]
        );
        let query = format!("{of_plan}&review=overdue");
        assert_eq!(count_in(plan, "overdue"), total(&query).await, "{query}");
        assert_eq!(
            count_in(plan, "commitments"),
            total(&of_plan).await,
            "{of_plan}"
        );
        let href = format!("href=\"/commitments?{}\"", query.replace('&', "&amp;"));
        assert!(page.body.contains(&href), "{href}");
    }
}

#[tokio::test]
async fn the_page_shows_a_row_for_each_plan_in_three_languages() {
    let site = Site::bundled().await;
    let plans = lines(&site, "/data/coverage.csv").await;
    let total = site.app.catalogue().len();
    for (lang, query) in [
        (Lang::English, ""),
        (Lang::Spanish, "?lang=es"),
        (Lang::French, "?lang=fr"),
    ] {
        let page = site.get(&format!("/data/coverage{query}")).await;
        assert_eq!(page.status, 200, "{lang}");
        let headings = page.body.matches("<thead>").count();
        let rows = page.body.matches("<tr>").count();
        assert_eq!(rows, plans.len() + headings, "{lang}");
        assert!(page.text().contains(&number(lang, total)), "{lang}");
        let file = format!("href=\"/data/coverage.csv{query}\"");
        assert!(page.body.contains(&file), "{lang} has no {file}");
        // What is missing most is named, and leads to the commitments.
        let most = plans
            .iter()
            .map(|line| count_in(line, "overdue"))
            .max()
            .unwrap();
        let gaps = page.between("aria-labelledby=\"gaps\"", "</section>")[0];
        assert!(gaps.contains("review=overdue"), "{gaps}");
        assert!(
            gaps.contains(&format!("<span class=\"n\">{}</span>", number(lang, most))),
            "{gaps}"
        );
        let data = site.get(&format!("/data{query}")).await;
        let href = format!("href=\"/data/coverage{query}\"");
        assert!(data.body.contains(&href), "{lang} has no {href}");
    }
    let english = site.get("/data/coverage.csv").await.body;
    assert_eq!(english, site.get("/data/coverage.csv?lang=fr").await.body);
}

#[tokio::test]
async fn the_past_is_shown_as_it_was() {
    let site = Site::bundled().await;
    let before = "as_of=2020-01-01";
    assert!(
        lines(&site, &format!("/data/coverage.csv?{before}"))
            .await
            .is_empty()
    );
    let page = site.get(&format!("/data/coverage?{before}")).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("<table") && !page.body.contains("/data/coverage.csv"));
    let now = format!("as_of={}", site.app.now().date_naive());
    let page = site.get(&format!("/data/coverage?{now}")).await;
    assert!(page.body.contains(&format!("/data/coverage.csv?{now}")));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_formulas_are_marked() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("c.db").display());
    let store = Store::open(&url).await.unwrap();
    record(&store, [an_entry("XX0001").member("=1+1").plan(2020, 2022)]).await;
    let site = Site::over(store).await;
    let file = site.get("/data/coverage.csv").await;
    assert!(file.body.contains("\n'=1+1,"), "{}", file.body);
    assert!(
        file.header("content-disposition")
            .contains("ogp-coverage-v")
    );
    assert_eq!(site.get("/data/coverage.csv?year=x").await.status, 400);
    let page = site.get("/data/coverage?year=x").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("(Plan year)"), "{}", page.text());
}

/// The table is long: letters lead to the members that begin with them, as the page calls them.
#[tokio::test]
async fn letters_lead_to_members() {
    let site = Site::bundled().await;
    let members = site.app.catalogue().members().len();
    for lang in ["en", "es", "fr"] {
        let page = site.get(&format!("/data/coverage?lang={lang}")).await;
        let links = page.between("<a href=\"#letter-", "</a>");
        let mut counted = 0;
        for link in &links {
            let (letter, text) = link.split_once("\">").unwrap();
            let (shown, count) = text.trim_end_matches(')').split_once(" (").unwrap();
            assert_eq!(slugify(shown), letter, "{link}");
            counted += count.parse::<usize>().unwrap();
            let id = format!("id=\"letter-{letter}\"");
            let target = page.between(&id, "</a></th>");
            assert_eq!(target.len(), 1, "{lang} {letter}");
            let name = target[0].rsplit('>').next().unwrap();
            assert!(slugify(name).starts_with(letter), "{lang} {letter}: {name}");
        }
        assert_eq!(counted, members, "{lang}");
        // Who looks for one member does not scroll past the plans of all.
        let mut folded = page.between("<details", "</details>");
        folded.retain(|part| part.contains("more-rows"));
        assert_eq!(folded.len(), links.len(), "{lang}");
        let in_parts: usize = folded
            .iter()
            .map(|part| part.matches("class=\"group\"").count())
            .sum();
        assert_eq!(in_parts, members, "{lang}");
        assert!(links.is_sorted() && links.len() > 15, "{links:?}");
    }
}
