//! `queries.tsv`: searches as people type them, with what has to come of each, on both engines, now and
//! as it was, in one order.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::record::Revision;
use domain::{AsOf, Query, route};

use crate::support::site::Site;
use crate::support::{a_batch, a_revision, an_entry, on_both};

/// One line of the table.
struct Line {
    typed: &'static str,
    first: &'static str,
    five: &'static str,
    never: &'static str,
    named: &'static str,
}

fn table() -> Vec<Line> {
    let lines = include_str!("queries.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [typed, first, five, never, named] = columns[..] else {
                panic!("five columns: {line}");
            };
            Line {
                typed,
                first,
                five,
                never,
                named,
            }
        })
        .collect()
}

/// Whether a code is one of those that a column names.
fn is_one(code: &str, column: &str) -> bool {
    column
        .split('|')
        .any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => code == wanted,
        })
}

impl Line {
    /// What is wrong with the codes that were found, in order, on the first page and in all.
    fn problem_of(&self, found: &[String]) -> Option<String> {
        let five = &found[..found.len().min(5)];
        let told = |what: &str| {
            Some(format!(
                "{}: {what}: {five:?} of {}",
                self.typed,
                found.len()
            ))
        };
        if self.first == "-" {
            return if found.is_empty() {
                None
            } else {
                told("nothing is meant")
            };
        }
        if self.typed.is_empty() || (found.is_empty() && !self.expects_nothing()) {
            return told("nothing is found");
        }
        if !self.first.is_empty() && !is_one(&found[0], self.first) {
            return told(&format!("not first: {}", self.first));
        }
        for wanted in self.five.split('&').filter(|wanted| !wanted.is_empty()) {
            if !five.iter().any(|code| is_one(code, wanted)) {
                return told(&format!("not among the first five: {wanted}"));
            }
        }
        let never = found
            .iter()
            .find(|code| !self.never.is_empty() && is_one(code, self.never));
        never.and_then(|code| told(&format!("found: {code}")))
    }

    fn expects_nothing(&self) -> bool {
        self.first == "-"
    }
}

/// The codes on the first page of what is found, best first.
async fn codes(site: &Site, typed: &str, as_of: Option<AsOf>) -> Vec<String> {
    let query = Query::default().searching(typed).seen_from(as_of);
    let address = query.link(route::ApiCommitments);
    let answer = site.get(&address).await;
    assert_eq!(answer.status, 200, "{address}");
    let items = answer.json()["items"].as_array().unwrap().clone();
    let codes = items
        .iter()
        .map(|item| item["code"].as_str().unwrap().to_owned());
    codes.collect()
}

/// The first link of a group of the site's search.
async fn first_of(site: &Site, typed: &str, group: &str) -> Option<String> {
    let query = Query::default().searching(typed).to_address();
    let page = site.get(&format!("/search?{query}")).await;
    assert_eq!(page.status, 200, "{typed}");
    let part = page
        .body
        .split(&format!("<h2 id=\"{group}\">"))
        .nth(1)?
        .to_owned();
    let list = part.split("<ul").nth(1)?;
    let href = list.split("href=\"").nth(1)?.split('"').next()?;
    href.rsplit('/').next().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_find_what_people_mean_in_one_order_everywhere() {
    let table = table();
    let distinct: BTreeSet<&str> = table.iter().map(|line| line.typed).collect();
    assert!(distinct.len() >= 80, "{}", distinct.len());
    let answers = std::sync::Mutex::new(Vec::new());
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let then = site.app.catalogue().version().made_at.map(AsOf::Moment);
        assert!(then.is_some());
        let mut problems = Vec::new();
        let mut answer = Vec::new();
        for line in &table {
            let found = codes(&site, line.typed, None).await;
            problems.extend(line.problem_of(&found));
            for named in line.named.split(' ').filter(|named| !named.is_empty()) {
                let (group, slug) = named.split_once(':').unwrap();
                let first = first_of(&site, line.typed, group).await;
                if !first.as_deref().is_some_and(|first| is_one(first, slug)) {
                    problems.push(format!("{}: {named}: {first:?}", line.typed));
                }
            }
            answer.push(found);
        }
        assert!(
            problems.is_empty(),
            "{}:\n{}",
            problems.len(),
            problems.join("\n")
        );
        // What comes later changes nothing in the state of before.
        let later = [
            an_entry("AA0001").title("Open data and artificial intelligence"),
            an_entry("AA0002")
                .title("Procurement, privacy, whistleblowers")
                .member("Kenya"),
        ];
        let revision = Revision {
            made_at: site.app.now() + TimeDelta::seconds(1),
            ..a_revision()
        };
        let batch = a_batch(later);
        let recorded = place
            .store
            .record(&revision, &batch, false, &mut |_| ())
            .await;
        recorded.unwrap();
        let site = Site::over(place.store.clone()).await;
        let mut is_changed = false;
        for (line, present) in table.iter().zip(&answer) {
            assert_eq!(
                codes(&site, line.typed, then).await,
                *present,
                "{}",
                line.typed
            );
            is_changed = is_changed || codes(&site, line.typed, None).await != *present;
        }
        assert!(is_changed, "what was added is found now");
        answers.lock().unwrap().push(answer);
    })
    .await;
    let answers = answers.into_inner().unwrap();
    assert!(
        answers.windows(2).all(|pair| pair[0] == pair[1]),
        "one order on both engines"
    );
}
