//! Any series of edits, reviews, corrections and reverts leaves a history from which every past
//! state can be rebuilt: `as_of` is compared with a replay of the log that the test itself keeps.
//!
//! `REPLAY_OPERATIONS` says how many operations (10,000 take some minutes).

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use ogp_tracker::domain::Role;

use super::Browser;
use crate::support::site::Site;
use crate::support::{Place, an_entry, record};

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What the public should see of a commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Shown {
    title: String,
    number: String,
    areas: Vec<String>,
    status: String,
    /// Published findings on completion, oldest first, and whether a later one corrects them.
    ratings: Vec<(String, bool)>,
}

impl Shown {
    /// A value counts before a statement that there is none, then the newest.
    fn completion(&self) -> String {
        let standing = || self.ratings.iter().filter(|(_, corrected)| !corrected);
        let is_value = |finding: &str| !["pending", "no_data"].contains(&finding);
        standing()
            .rfind(|(finding, _)| is_value(finding))
            .or_else(|| standing().next_back())
            .map_or(String::new(), |(finding, _)| finding.clone())
    }
}

/// One thing that happened to the public record.
#[derive(Debug, Clone)]
enum Logged {
    Facts(String, Shown),
    Rated(String, String, bool),
}

struct Run<'a> {
    dice: Dice,
    ed: Browser<'a>,
    rev: Browser<'a>,
    state: BTreeMap<String, Shown>,
    log: Vec<(DateTime<Utc>, Logged)>,
    /// Drafts handed in: their page, commitment, finding, and whether they correct the newest.
    waiting: Vec<(String, String, String, bool)>,
    count: usize,
}

const AREAS: [(&str, &str); 3] = [
    ("open-data", "Open Data"),
    ("tax", "Tax"),
    ("elections", "Elections"),
];
const FINDINGS: [(&str, &str); 5] = [
    ("completion-limited", "Limited"),
    ("completion-substantial", "Substantial"),
    ("completion-complete", "Complete"),
    ("pending", "pending"),
    ("no_data", "no_data"),
];

impl Run<'_> {
    fn token(&mut self) -> String {
        self.count += 1;
        format!("submission-number-{:08}", self.count)
    }

    fn logged(&mut self, what: Logged) {
        apply(&mut self.state, &what);
        self.log.push((Utc::now().trunc_subsecs(6), what));
    }

    async fn edit(&mut self, code: &str) {
        let mut next = self.state[code].clone();
        match self.dice.below(4) {
            0 => next.title = format!("Title {}", self.dice.below(6)),
            1 => next.number = String::from(["", "1", "2.3"][self.dice.below(3)]),
            2 => {
                next.areas = AREAS
                    .iter()
                    .filter(|_| self.dice.below(2) == 0)
                    .map(|(_, name)| (*name).to_owned())
                    .collect();
            }
            _ => next.status = String::from(["active", "inactive", ""][self.dice.below(3)]),
        }
        if self.state[code].status == "withdrawn" {
            next.status = String::from("withdrawn");
        }
        let stale = self.dice.below(8) == 0;
        let wrong = self.dice.below(8) == 0;
        let newest = self.ed.site.app.catalogue().version().number;
        let base = if stale { 1 } else { newest };
        let (base, token) = (base.to_string(), self.token());
        let title = if wrong { "" } else { &next.title };
        let mut fields = vec![
            ("base", base.as_str()),
            ("submission", &token),
            ("title", title),
            ("number", &next.number),
            ("reason", "an edit"),
        ];
        if next.status != "withdrawn" {
            fields.push(("status", &next.status));
        }
        for (slug, name) in AREAS {
            if next.areas.iter().any(|a| a == name) {
                fields.push(("area", slug));
            }
        }
        let path = format!("/staff/commitments/{code}");
        let answer = self.ed.post(&path, &fields).await;
        match answer.status.as_u16() {
            303 => self.logged(Logged::Facts(code.to_owned(), next)),
            // Areas keep the order in which they were given, so an unchanged state may be refused
            // as stale only.
            409 => assert!(stale, "{}", answer.text()),
            422 => assert!(wrong, "{}", answer.text()),
            other => panic!("{other}: {}", answer.text()),
        }
    }

    async fn withdraw(&mut self, code: &str) {
        let mut next = self.state[code].clone();
        let withdraw = next.status != "withdrawn";
        next.status = String::from(if withdraw { "withdrawn" } else { "active" });
        let token = self.token();
        let fields = [
            ("submission", token.as_str()),
            ("withdraw", if withdraw { "yes" } else { "no" }),
            ("reason", "a step"),
        ];
        let path = format!("/staff/commitments/{code}/withdraw");
        let answer = self.rev.post(&path, &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.logged(Logged::Facts(code.to_owned(), next));
    }

    async fn draft(&mut self, code: &str) {
        let (finding, word) = self.dice.of(&FINDINGS);
        let token = self.token();
        let path = format!("/staff/commitments/{code}/ratings/completion");
        let corrects = !self.state[code].ratings.is_empty() && self.dice.below(3) == 0;
        let mut replaces = String::new();
        if corrects {
            let page = self.ed.get(&path).await;
            let select = page.between("name=\"replaces\"", "</select>")[0].to_owned();
            select
                .split("value=\"")
                .nth(2)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .clone_into(&mut replaces);
        }
        let fields = [
            ("submission", token.as_str()),
            ("finding", finding),
            ("report_title", "Netherlands Results Report 2022-2024"),
            ("report_stage", "final"),
            ("source_url", "https://example.org/report"),
            ("reason", "a rating"),
            ("replaces", &replaces),
        ];
        let answer = self.ed.post(&path, &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let draft = answer.header("location").to_owned();
        let handed = self
            .ed
            .post(&format!("{draft}/hand-in"), &[("version", "1")])
            .await;
        assert_eq!(handed.status, 303, "{}", handed.text());
        // Only one that corrects is decided at once: it means the newest rating of this moment.
        let entry = (draft, code.to_owned(), word.to_owned(), corrects);
        if corrects {
            self.decide(entry, true).await;
        } else {
            self.waiting.push(entry);
        }
    }

    async fn decide(
        &mut self,
        (draft, code, word, corrects): (String, String, String, bool),
        publish: bool,
    ) {
        let step = if publish { "publish" } else { "send-back" };
        let fields = [("version", "2"), ("comment", "looked at")];
        let answer = self.rev.post(&format!("{draft}/{step}"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        if publish {
            self.logged(Logged::Rated(code, word, corrects));
        }
    }

    async fn tag_all(&mut self) {
        let (slug, name) = self.dice.of(&AREAS);
        let token = self.token();
        let codes: Vec<String> = self.state.keys().cloned().collect();
        let mut fields = vec![
            ("submission", token.as_str()),
            ("add", slug),
            ("reason", "tags"),
        ];
        fields.extend(codes.iter().map(|code| ("code", code.as_str())));
        let answer = self.ed.post("/staff/tags", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        // One change of the record, so one moment.
        let moment = Utc::now().trunc_subsecs(6);
        for code in codes {
            let mut next = self.state[&code].clone();
            if !next.areas.iter().any(|a| a == name) {
                next.areas.push(name.to_owned());
                let what = Logged::Facts(code, next);
                apply(&mut self.state, &what);
                self.log.push((moment, what));
            }
        }
    }
}

fn apply(state: &mut BTreeMap<String, Shown>, what: &Logged) {
    match what {
        Logged::Facts(code, shown) => {
            let ratings = state[code].ratings.clone();
            state.insert(
                code.clone(),
                Shown {
                    ratings,
                    ..shown.clone()
                },
            );
        }
        Logged::Rated(code, word, corrects) => {
            let ratings = &mut state.get_mut(code).unwrap().ratings;
            if *corrects && let Some(newest) = ratings.last_mut() {
                newest.1 = true;
            }
            ratings.push((word.clone(), false));
        }
    }
}

/// The state that a visitor sees at an address, as far as the test changes it.
async fn seen(site: &Site, address: &str) -> BTreeMap<String, (Shown, String)> {
    let json = site.get(address).await.json();
    let items = json["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
            let mut areas: Vec<String> = item["policy_areas"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|a| a.as_str().unwrap().to_owned())
                .collect();
            areas.sort();
            let shown = Shown {
                title: text("title"),
                number: text("commitment_number"),
                areas,
                status: text("status").to_lowercase(),
                ratings: Vec::new(),
            };
            let completion = match text("completion").as_str() {
                "Pending IRM Review" => "pending".to_owned(),
                "No IRM Data" => "no_data".to_owned(),
                value => value.to_owned(),
            };
            (text("code"), (shown, completion))
        })
        .collect()
}

fn expected(state: &BTreeMap<String, Shown>) -> BTreeMap<String, (Shown, String)> {
    state
        .iter()
        .map(|(code, shown)| {
            let completion = shown.completion();
            let mut areas = shown.areas.clone();
            areas.sort();
            let shown = Shown {
                ratings: Vec::new(),
                areas,
                ..shown.clone()
            };
            (code.clone(), (shown, completion))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_past_state_can_be_seen_again() {
    let operations: usize = std::env::var("REPLAY_OPERATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(400);
    let place = Place::sqlite().await;
    let codes: Vec<String> = (1..=12).map(|n| format!("NL{n:04}")).collect();
    let entries = codes.iter().map(|code| an_entry(code).plan(2022, 2024));
    record(&place.store, entries).await;
    let site = Site::over(place.store.clone()).await;
    let first: BTreeMap<String, Shown> = codes
        .iter()
        .map(|code| {
            let title = format!("Commitment {code}");
            (
                code.clone(),
                Shown {
                    title,
                    ..Shown::default()
                },
            )
        })
        .collect();
    let mut run = Run {
        dice: Dice(7),
        ed: site.browser("ed@example.org", Role::Editor).await,
        rev: site.browser("rev@example.org", Role::Reviewer).await,
        state: first.clone(),
        log: Vec::new(),
        waiting: Vec::new(),
        count: 0,
    };
    let began = Utc::now().trunc_subsecs(6);
    for _ in 0..operations {
        let code = codes[run.dice.below(codes.len())].clone();
        match run.dice.below(20) {
            0..10 => run.edit(&code).await,
            10..12 => run.withdraw(&code).await,
            12..16 => run.draft(&code).await,
            16..19 => {
                if !run.waiting.is_empty() {
                    let at = run.dice.below(run.waiting.len());
                    let draft = run.waiting.swap_remove(at);
                    let publish = run.dice.below(4) > 0;
                    run.decide(draft, publish).await;
                }
            }
            _ => run.tag_all().await,
        }
    }
    assert!(run.log.len() > operations / 3, "{}", run.log.len());
    assert_eq!(seen(&site, "/commitments.json").await, expected(&run.state));
    for _ in 0..100 {
        let at = run.dice.below(run.log.len());
        let moment = run.log[at].0;
        let mut state = first.clone();
        for (_, what) in run.log.iter().filter(|(when, _)| *when <= moment) {
            apply(&mut state, what);
        }
        let moment = moment.format("%Y-%m-%dT%H:%M:%S%.6fZ");
        let address = format!("/commitments.json?as_of={moment}");
        assert_eq!(seen(&site, &address).await, expected(&state), "at {moment}");
    }
    let before = began.format("%Y-%m-%dT%H:%M:%S%.6fZ");
    let address = format!("/commitments.json?as_of={before}");
    assert_eq!(seen(&site, &address).await, expected(&first));
    // The record is sound after all of it.
    let checked = place.store.check().await.unwrap();
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    place.end().await;
}
