//! Charts against the lists they lead to, against the exported file, and against bad input.

mod bad_input;
mod frames;
mod independent;
mod pictures;
mod same;
mod snapshots;

use std::collections::{BTreeSet, HashMap};

use domain::Query;

use crate::agreement::{address, exported, random_queries};
use crate::support::site::Site;

/// Charts with the choices that make them differ.
const CHARTS: &[&str] = &[
    "ambition",
    "completion",
    "results",
    "progress",
    "trend",
    "reviews",
    "members",
    "members?measure=ambition",
    "members?measure=results&order=share",
    "areas",
    "areas?measure=results&form=shares&order=name",
    "matrix",
    "matrix?down=region&across=results",
    "matrix?down=value&across=year",
    "map",
    "map?measure=ambition",
    "map?measure=overdue",
    "compare?member=spain&member=italy&member=albania",
    "compare?area=open-data&area=e-government",
    "explore",
    "explore?split=year&measure=completion&form=shares&order=name",
    "explore?split=ambition&measure=results&form=heat",
    "explore?split=ambition_value&measure=commitments",
    "explore?split=region&measure=overdue",
];

/// One line of a chart's file of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub group: String,
    pub item: String,
    pub key: String,
    pub series: String,
    pub count: usize,
    pub of: Option<usize>,
    pub of_assessed: Option<usize>,
    pub list: String,
}

/// The address of a chart in a format, over some more filters.
fn chart_address(chart: &str, ending: &str, query: &str) -> String {
    let (name, options) = chart.split_once('?').unwrap_or((chart, ""));
    // Subjects of a comparison are filters too; others would change them.
    let said: Vec<&str> = [options, query]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    match said.as_slice() {
        [] => format!("/charts/{name}{ending}"),
        said => format!("/charts/{name}{ending}?{}", said.join("&")),
    }
}

async fn numbers(site: &Site, chart: &str, query: &str) -> Vec<Line> {
    let address = chart_address(chart, ".csv", query);
    let answer = site.get(&address).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text());
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    let heads: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let number = |text: &str| text.parse::<usize>().ok();
    reader
        .records()
        .map(|line| {
            let line = line.unwrap();
            let text = |name: &str| line[at(name)].to_owned();
            Line {
                group: text("group"),
                item: text("item"),
                key: text("key"),
                series: text("series"),
                count: number(&text("commitments")).unwrap(),
                of: number(&text("of_whole")),
                of_assessed: number(&text("of_assessed")),
                list: text("list"),
            }
        })
        .collect()
}

/// The totals of lists, each followed once.
struct Lists<'a> {
    site: &'a Site,
    known: HashMap<String, usize>,
}

impl<'a> Lists<'a> {
    fn of(site: &'a Site) -> Self {
        Self {
            site,
            known: HashMap::new(),
        }
    }

    async fn total(&mut self, list: &str) -> usize {
        if let Some(total) = self.known.get(list) {
            return *total;
        }
        let query = list
            .strip_prefix("/commitments")
            .unwrap_or_else(|| panic!("{list}"));
        let query = Query::parse(query.trim_start_matches('?')).unwrap();
        let total = self.site.app.export(&query).await.unwrap().remaining();
        // Now and then by the page itself, as a visitor would.
        if self.known.len().is_multiple_of(97) {
            let page = self.site.get(list).await;
            let said = domain::text::grouped(total);
            assert!(
                page.body.contains(&format!("<strong class=\"n\">{said}<")),
                "{list}: {total}"
            );
        }
        self.known.insert(list.to_owned(), total);
        total
    }
}

fn unescaped(markup: &str) -> String {
    markup
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Follows everything in a chart that leads anywhere.
async fn follow(site: &Site, lists: &mut Lists<'_>, chart: &str, query: &str) -> usize {
    let lines = numbers(site, chart, query).await;
    for line in &lines {
        if line.count > 0 {
            let total = lists.total(&line.list).await;
            assert_eq!(total, line.count, "{chart} {query}: {line:?}");
        }
        for whole in [line.of, line.of_assessed].into_iter().flatten() {
            assert!(line.count <= whole, "{chart} {query}: {line:?}");
        }
    }
    let shown: BTreeSet<(String, usize)> = lines
        .iter()
        .filter(|line| line.count > 0)
        .map(|line| (line.list.clone(), line.count))
        .collect();

    let address = chart_address(chart, "", query);
    let address = address
        .replace("/charts/explore", "/charts")
        .replace("/charts/compare", "/compare");
    let page = site.get(&address).await;
    assert_eq!(page.status, 200, "{address}");
    // The page's table says the same, number by number.
    let cells: BTreeSet<(String, usize)> = page
        .between("<td class=\"n\"><a href=\"", "</a>")
        .into_iter()
        .map(|cell| {
            let (href, rest) = cell.split_once('"').unwrap();
            let text = rest.split_once('>').unwrap().1;
            let number: String = text.chars().filter(char::is_ascii_digit).collect();
            (unescaped(href), number.parse().unwrap())
        })
        .collect();
    assert_eq!(cells, shown, "{address}: table and file differ");
    // Every mark leads to one of these lists, and says its number.
    let marks = page.between("<a class=\"mark ", "\">");
    assert!(
        !marks.is_empty()
            || shown.is_empty()
            || lines
                .iter()
                .all(|l| l.series == "Assessed" || l.series == "Commitments" || l.count == 0),
        "{address} has no mark"
    );
    for mark in &marks {
        let href = unescaped(
            mark.split("href=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap(),
        );
        let said = unescaped(
            mark.split("aria-label=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap(),
        );
        let (_, count) = shown
            .iter()
            .find(|(list, _)| *list == href)
            .unwrap_or_else(|| panic!("{address}: {href} is not in the table"));
        let numbers: Vec<usize> = said
            .replace(',', "")
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok())
            .collect();
        assert!(
            numbers.contains(count),
            "{address}: {said:?} does not say {count}"
        );
    }
    marks.len()
}

async fn everything_leads_to_what_it_counts(site: &Site) {
    let mut lists = Lists::of(site);
    let mut marks = 0;
    for chart in CHARTS {
        let found = follow(site, &mut lists, chart, "").await;
        assert!(found > 0, "{chart} has no mark");
        marks += found;
    }
    let rows = exported(site).await;
    for chosen in random_queries(&rows).iter().take(20) {
        let query = address(chosen);
        for chart in CHARTS {
            // A comparison's own subjects would be changed by the query's.
            let clash = chart.starts_with("compare")
                && (query.contains("member=") || query.contains("area="));
            if !clash {
                marks += follow(site, &mut lists, chart, &query).await;
            }
        }
    }
    marks += follow(site, &mut lists, "ambition", "q=data").await;
    marks += follow(site, &mut lists, "members", "q=open+data&region=europe").await;
    println!("{marks} marks, {} lists", lists.known.len());
    assert!(marks > 5_000 && lists.known.len() > 1_000);
}

#[tokio::test]
async fn every_mark_of_the_bundled_record_leads_to_what_it_counts() {
    everything_leads_to_what_it_counts(&Site::bundled().await).await;
}

#[tokio::test]
async fn every_mark_of_the_demonstration_leads_to_what_it_counts() {
    everything_leads_to_what_it_counts(&Site::demonstration(1_500).await).await;
}

#[tokio::test]
async fn parts_add_up_to_their_whole() {
    let site = Site::demonstration(1_500).await;
    for query in ["", "region=europe", "year=2018&kind=national"] {
        for chart in ["ambition", "completion", "results"] {
            let lines = numbers(&site, chart, query).await;
            let mut by_group: HashMap<&str, (usize, usize)> = HashMap::new();
            for line in &lines {
                let sum = by_group.entry(&line.group).or_default();
                *sum = (sum.0 + line.count, line.of.unwrap());
            }
            let rated: usize = by_group
                .iter()
                .filter(|(g, _)| !g.starts_with("Level"))
                .map(|(_, (n, _))| n)
                .sum();
            for (group, (sum, whole)) in by_group {
                assert_eq!(sum, whole, "{chart} {query} {group}");
            }
            let assessed: usize = lines
                .iter()
                .filter(|l| l.key == "high" || l.key == "low")
                .map(|l| l.count)
                .sum();
            assert_eq!(rated, assessed, "{chart} {query}: values and levels");
        }
        let all = numbers(&site, "progress", query).await;
        let total = all[0].count;
        let steps: HashMap<&str, Vec<usize>> =
            all.iter().fold(HashMap::new(), |mut steps, line| {
                steps
                    .entry(line.key.as_str())
                    .or_insert_with(Vec::new)
                    .push(line.count);
                steps
            });
        for (key, parts) in &steps {
            if *key != "made" {
                assert_eq!(parts[0], parts[1..].iter().sum::<usize>(), "{query} {key}");
            }
        }
        for (step, before) in [
            ("climb-completion", "ambition"),
            ("climb-results", "climb-completion"),
        ] {
            let high = steps.get(before).map_or(0, |before| before[1]);
            assert_eq!(
                steps.get(step).map_or(0, |step| step[0]),
                high,
                "each step is counted from the one before, and none from an empty one"
            );
        }
        assert_eq!(steps["completion"][0], total);
        for chart in ["members", "map", "matrix", "explore?split=region&form=heat"] {
            let lines = numbers(&site, chart, query).await;
            let sum = |of: &dyn Fn(&&Line) -> bool| -> usize {
                lines.iter().filter(of).map(|line| line.count).sum()
            };
            // A heat table says its totals too: of each row, of each column, and of all.
            let is_total = |line: &Line| (line.key == "total", line.series == "All");
            let cells = sum(&|line| is_total(line) == (false, false));
            assert_eq!(cells, total, "{chart} {query}");
            if lines.iter().any(|line| line.key == "total") {
                for of in [(true, false), (false, true), (true, true)] {
                    let totals = sum(&|line| is_total(line) == of);
                    assert_eq!(totals, total, "{chart} {query} {of:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn charts_in_place_count_what_the_address_says() {
    let site = Site::bundled().await;
    for (page, query) in [
        ("/", "region=europe"),
        ("/members/spain", "year=2018&member=spain"),
        ("/areas/open-data", "kind=national&area=open-data"),
    ] {
        let asked = query.split('&').next().unwrap();
        let answer = site.get(&format!("{page}?{asked}")).await;
        let mut lists = Lists::of(&site);
        let marks = answer.between("<a class=\"mark ", "\">");
        assert!(marks.len() > 8, "{page}");
        for mark in marks {
            let href = unescaped(
                mark.split("href=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap(),
            );
            let said = mark.split("aria-label=\"").nth(1).unwrap();
            let total = lists.total(&href).await;
            let first = said.replace(',', "");
            assert!(
                first
                    .split(|c: char| !c.is_ascii_digit())
                    .any(|n| n.parse() == Ok(total)),
                "{page}: {said} is not {total}"
            );
            assert!(href.contains(asked), "{page}: {href} forgets {asked}");
        }
        assert!(answer.body.contains("These charts show"), "{page}");
    }
}
