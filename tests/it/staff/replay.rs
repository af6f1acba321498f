//! Any series of edits, reviews, corrections, withdrawals, replies and changes of tags, institutions
//! and members leaves a history from which every past state can be rebuilt: `as_of` is compared with
//! a replay of the log that the test itself keeps.
//!
//! `OGP_OPERATIONS` says how many operations (10,000 take some minutes), `OGP_SEED` which.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, Utc};
use domain::Role;
use ogp_tracker::service::Clock;

use super::{Browser, fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::states::{self, any_state_is_made_from_any_other};
use crate::support::{an_entry, from_environment, on_both, record};

/// Numbers that look random and are the same for the same seed.
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

/// A published rating.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rated {
    /// Its number in the record: they are given one after the other.
    id: usize,
    /// Which of [`DIMENSIONS`].
    dimension: usize,
    finding: &'static str,
    /// Whether a later one corrects it.
    corrected: bool,
    reply: String,
    /// The sheet that it came in, each from a report of its own; 0 for those that came alone.
    sheet: usize,
}

/// What the public should see of a commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Shown {
    title: String,
    number: String,
    lead: Vec<String>,
    /// Slugs of policy areas, sorted.
    areas: Vec<String>,
    status: String,
    /// What it was before it was withdrawn.
    former: String,
    /// Oldest first.
    ratings: Vec<Rated>,
}

impl Shown {
    /// A value counts before a statement that there is none, then the newest.
    fn current(&self, dimension: usize) -> &'static str {
        let standing = || {
            let of_it = |r: &&Rated| r.dimension == dimension && !r.corrected;
            self.ratings.iter().filter(of_it)
        };
        let is_value = |r: &&Rated| ![PENDING, NO_DATA].contains(&r.finding);
        standing()
            .rfind(is_value)
            .or_else(|| standing().next_back())
            .map_or("", |rated| rated.finding)
    }

    fn has(&self, area: &str) -> bool {
        self.areas.iter().any(|a| a == area)
    }

    fn tag(&mut self, area: &str) {
        if !self.has(area) {
            self.areas.push(area.to_owned());
            self.areas.sort();
        }
    }
}

/// What the public should see.
#[derive(Debug, Clone)]
struct World {
    commitments: BTreeMap<String, Shown>,
    /// The names of policy areas that the test changes, by their slugs.
    names: BTreeMap<String, String>,
    region: &'static str,
    published: usize,
}

/// One thing that happened to the public record.
#[derive(Debug, Clone)]
enum Logged {
    Facts(String, Shown),
    /// Commitments that the sheet of their plan changed at once.
    PlanSheet(Vec<(String, Shown)>),
    Rated(String, usize, &'static str, bool),
    /// Ratings that a sheet published at once.
    Sheet(usize, Vec<(String, usize, &'static str)>),
    Replied(String, usize, String),
    Tagged(String),
    Untagged(String),
    AreaRenamed(String, String),
    AreaMerged(String, String),
    InstitutionRenamed(String, String),
    Region(&'static str),
}

impl World {
    /// Gives a commitment other facts; its ratings stay.
    fn state(&mut self, code: &str, shown: &Shown) {
        let ratings = self.commitments[code].ratings.clone();
        let shown = Shown {
            ratings,
            ..shown.clone()
        };
        self.commitments.insert(code.to_owned(), shown);
    }

    fn apply(&mut self, what: &Logged) {
        match what {
            Logged::Facts(code, shown) => self.state(code, shown),
            Logged::PlanSheet(all) => {
                for (code, shown) in all {
                    self.state(code, shown);
                }
            }
            Logged::Rated(code, dimension, finding, corrects) => {
                self.published += 1;
                let id = self.published;
                let ratings = &mut self.commitments.get_mut(code).unwrap().ratings;
                let newest = ratings.iter_mut().rfind(|r| r.dimension == *dimension);
                if *corrects && let Some(newest) = newest {
                    newest.corrected = true;
                }
                ratings.push(Rated {
                    id,
                    dimension: *dimension,
                    finding,
                    corrected: false,
                    reply: String::new(),
                    sheet: 0,
                });
            }
            Logged::Sheet(sheet, cells) => {
                for (code, dimension, finding) in cells {
                    self.published += 1;
                    let rated = Rated {
                        id: self.published,
                        dimension: *dimension,
                        finding,
                        corrected: false,
                        reply: String::new(),
                        sheet: *sheet,
                    };
                    let shown = self.commitments.get_mut(code).unwrap();
                    shown.ratings.push(rated);
                }
            }
            Logged::Replied(code, id, reply) => {
                let ratings = &mut self.commitments.get_mut(code).unwrap().ratings;
                let rated = ratings.iter_mut().find(|r| r.id == *id).unwrap();
                rated.reply.clone_from(reply);
            }
            Logged::Tagged(area) => {
                self.commitments.values_mut().for_each(|c| c.tag(area));
            }
            Logged::Untagged(area) => {
                for c in self.commitments.values_mut() {
                    c.areas.retain(|a| a != area);
                }
            }
            Logged::AreaRenamed(area, name) => {
                self.names.insert(area.clone(), name.clone());
            }
            Logged::AreaMerged(area, into) => {
                self.names.remove(area);
                for c in self.commitments.values_mut() {
                    if c.has(area) {
                        c.areas.retain(|a| a != area);
                        c.tag(into);
                    }
                }
            }
            Logged::InstitutionRenamed(from, to) => {
                for c in self.commitments.values_mut() {
                    let lead = std::mem::take(&mut c.lead);
                    for name in lead {
                        let name = if name == *from { to.clone() } else { name };
                        if !c.lead.contains(&name) {
                            c.lead.push(name);
                        }
                    }
                }
            }
            Logged::Region(region) => self.region = region,
        }
    }

    /// What a visitor should see in the list, in the order of [`listed`].
    fn expected(&self) -> BTreeMap<String, Vec<String>> {
        self.commitments
            .iter()
            .map(|(code, c)| {
                let mut areas: Vec<&str> = c.areas.iter().map(|a| &*self.names[a]).collect();
                areas.sort_unstable();
                let mut said = vec![
                    c.title.clone(),
                    c.number.clone(),
                    c.lead.join("; "),
                    areas.join("; "),
                    c.status.clone(),
                    self.region.to_owned(),
                ];
                said.extend((0..3).map(|dimension| c.current(dimension).to_owned()));
                (code.clone(), said)
            })
            .collect()
    }
}

const PENDING: &str = "Pending IRM Review";
const NO_DATA: &str = "No IRM Data";
const REGIONS: [(&str, &str); 3] = [
    ("europe", "Europe"),
    ("americas", "Americas"),
    ("africa-and-the-middle-east", "Africa and the Middle East"),
];
/// What stays a tag, and what may become part of one of these.
const AREAS: [(&str, &str); 3] = [
    ("open-data", "Open Data"),
    ("tax", "Tax"),
    ("elections", "Elections"),
];
const MERGED: [(&str, &str); 4] = [
    ("gender", "Gender"),
    ("debt", "Debt"),
    ("education", "Education"),
    ("youth", "Youth"),
];
/// What is named in forms, and how it is shown.
type Named = (&'static str, &'static str);
type Rates = (&'static str, &'static str, [Named; 5]);
/// A dimension by its name in addresses and files, the report that rates it, and its findings.
const DIMENSIONS: [Rates; 3] = [
    (
        "ambition",
        "Netherlands Action Plan Review 2022-2024",
        [
            ("potential_for_results-unclear", "Unclear"),
            ("potential_for_results-modest", "Modest"),
            ("potential_for_results-substantial", "Substantial"),
            ("pending", PENDING),
            ("no_data", NO_DATA),
        ],
    ),
    (
        "completion",
        "Netherlands Results Report 2022-2024",
        [
            ("completion-limited", "Limited"),
            ("completion-substantial", "Substantial"),
            ("completion-complete", "Complete"),
            ("pending", PENDING),
            ("no_data", NO_DATA),
        ],
    ),
    (
        "early_results",
        "Netherlands Results Report 2022-2024",
        [
            ("early_results-no-notable-results", "No Notable Results"),
            ("early_results-moderate", "Moderate"),
            ("early_results-significant", "Significant"),
            ("pending", PENDING),
            ("no_data", NO_DATA),
        ],
    ),
];

/// A draft that was handed in.
struct Waiting {
    page: String,
    code: String,
    dimension: usize,
    finding: &'static str,
    corrects: bool,
}

struct Run<'a> {
    dice: Dice,
    ed: Browser<'a>,
    rev: Browser<'a>,
    admin: Browser<'a>,
    world: World,
    log: Vec<(DateTime<Utc>, Logged)>,
    waiting: Vec<Waiting>,
    count: usize,
}

fn is_done(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text());
}

impl Run<'_> {
    fn token(&mut self) -> String {
        self.count += 1;
        format!("submission-number-{:08}", self.count)
    }

    fn logged(&mut self, what: Logged) {
        self.world.apply(&what);
        self.log.push((Clock::system().now(), what));
    }

    fn newest(&self) -> String {
        let version = self.ed.site.app.catalogue().version().number;
        version.to_string()
    }

    async fn edit(&mut self, code: &str) {
        let mut next = self.world.commitments[code].clone();
        match self.dice.below(5) {
            0 => next.title = format!("Title {}", self.dice.below(6)),
            1 => next.number = String::from(["", "1", "2.3"][self.dice.below(3)]),
            2 => {
                let all: Vec<String> = self.world.names.keys().cloned().collect();
                next.areas = all;
                next.areas.retain(|_| self.dice.below(3) == 0);
            }
            3 => {
                next.lead = ["Ministry A", "Ministry B", "Ministry C"]
                    .map(str::to_owned)
                    .to_vec();
                next.lead.retain(|_| self.dice.below(2) == 0);
            }
            _ => next.status = String::from(["active", "inactive", ""][self.dice.below(3)]),
        }
        let is_withdrawn = self.world.commitments[code].status == "withdrawn";
        if is_withdrawn {
            next.status = String::from("withdrawn");
        }
        let stale = self.dice.below(8) == 0;
        let mut wrong = self.dice.below(8) == 0;
        let base = if stale { "1".to_owned() } else { self.newest() };
        let token = self.token();
        let (title, lead) = (if wrong { "" } else { &next.title }, next.lead.join("\n"));
        let mut fields = vec![
            ("base", base.as_str()),
            ("submission", &token),
            ("title", title),
            ("number", &next.number),
            ("lead", &lead),
            ("reason", "an edit"),
        ];
        if !is_withdrawn {
            fields.push(("status", &next.status));
        } else if self.dice.below(4) == 0 {
            // An editor tries to take the withdrawal back.
            fields.push(("status", "active"));
            wrong = true;
        }
        fields.extend(next.areas.iter().map(|area| ("area", area.as_str())));
        let path = format!("/staff/commitments/{code}");
        let answer = self.ed.post(&path, &fields).await;
        match answer.status.as_u16() {
            303 => {
                assert!(!wrong, "{}", answer.text());
                self.logged(Logged::Facts(code.to_owned(), next));
            }
            // Areas keep the order in which they were given, so an unchanged state may be refused
            // as stale only.
            409 => assert!(stale, "{}", answer.text()),
            422 => assert!(wrong, "{}", answer.text()),
            other => panic!("{other}: {}", answer.text()),
        }
    }

    async fn withdraw(&mut self, code: &str) {
        let mut next = self.world.commitments[code].clone();
        let withdraw = next.status != "withdrawn";
        if withdraw {
            next.former = std::mem::replace(&mut next.status, String::from("withdrawn"));
        } else {
            // What comes back is what it was.
            next.status = next.former.clone();
        }
        let (token, base) = (self.token(), self.newest());
        let fields = [
            ("submission", token.as_str()),
            ("base", &base),
            ("withdraw", if withdraw { "yes" } else { "no" }),
            ("reason", "a step"),
        ];
        let path = format!("/staff/commitments/{code}/withdraw");
        is_done(&self.rev.post(&path, &fields).await);
        self.logged(Logged::Facts(code.to_owned(), next));
    }

    async fn draft(&mut self, code: &str) {
        let dimension = self.dice.below(3);
        let (name, report, findings) = DIMENSIONS[dimension];
        let (finding, word) = self.dice.of(&findings);
        let (token, base) = (self.token(), self.newest());
        let path = format!("/staff/commitments/{code}/ratings/{name}");
        let ratings = &self.world.commitments[code].ratings;
        let newest = ratings.iter().rfind(|r| r.dimension == dimension);
        let newest = newest.map(|r| r.id.to_string());
        let corrects = newest.is_some() && self.dice.below(3) == 0;
        let fields = [
            ("submission", token.as_str()),
            ("base", &base),
            ("finding", finding),
            ("report_title", report),
            ("report_stage", "final"),
            ("source_url", "https://example.org/report"),
            ("reason", "a rating"),
            (
                "replaces",
                newest.as_deref().filter(|_| corrects).unwrap_or_default(),
            ),
        ];
        let answer = self.ed.post(&path, &fields).await;
        is_done(&answer);
        let page = answer.header("location").to_owned();
        let (hand_in, token) = (format!("{page}/hand-in"), self.token());
        let handed = [("version", "1"), ("submission", &token)];
        is_done(&self.ed.post(&hand_in, &handed).await);
        let waiting = Waiting {
            page,
            code: code.to_owned(),
            dimension,
            finding: word,
            corrects,
        };
        // Only one that corrects is decided at once: it means the newest rating of this moment.
        if corrects {
            self.decide(waiting, true).await;
        } else {
            self.waiting.push(waiting);
        }
    }

    async fn decide(&mut self, draft: Waiting, publish: bool) {
        let step = if publish { "publish" } else { "send-back" };
        let (token, base) = (self.token(), self.newest());
        let fields = [
            ("version", "2"),
            ("base", &base),
            ("comment", "looked at"),
            ("submission", &token),
        ];
        let path = format!("{}/{step}", draft.page);
        // What the public sees already is not published again.
        let known = publish && !draft.corrects && self.is_public(&draft);
        // Now and then somebody clicks twice.
        for _ in 0..=usize::from(self.dice.below(8) == 0) {
            let answer = self.rev.post(&path, &fields).await;
            if known {
                assert_eq!(answer.status, 422, "{}", answer.text());
            } else {
                is_done(&answer);
            }
        }
        if known {
            return;
        }
        if publish {
            self.logged(Logged::Rated(
                draft.code,
                draft.dimension,
                draft.finding,
                draft.corrects,
            ));
        }
    }

    /// Whether the newest rating that counts says what a draft says: each rating here is from the
    /// same report.
    fn is_public(&self, draft: &Waiting) -> bool {
        let ratings = self.world.commitments[&draft.code].ratings.iter();
        let mut newest = ratings.rev().filter(|r| r.dimension == draft.dimension);
        newest
            .find(|r| !r.corrected)
            .is_some_and(|r| r.finding == draft.finding && r.sheet == 0)
    }

    /// Ratings of several commitments from one report, as a sheet: some are published as one change, the
    /// others stay or go back.
    async fn sheet(&mut self) {
        const SHEET: &str = "/staff/plans/netherlands/2022-2024/ratings";
        self.count += 1;
        let sheet = self.count;
        let title = format!("Netherlands Results Report 2022-2024 part {sheet}");
        let opened = format!("{SHEET}?report_title={}", title.replace(' ', "+"));
        let codes: Vec<String> = self.world.commitments.keys().cloned().collect();
        let mut cells: BTreeMap<(String, usize), Named> = BTreeMap::new();
        for _ in 0..2 + self.dice.below(4) {
            let dimension = 1 + self.dice.below(2);
            let code = codes[self.dice.below(codes.len())].clone();
            let found = self.dice.of(&DIMENSIONS[dimension].2);
            cells.insert((code, dimension), found);
        }
        let named: Vec<(String, &str)> = cells
            .iter()
            .map(|((code, dimension), found)| {
                (format!("{}-{code}", DIMENSIONS[*dimension].0), found.0)
            })
            .collect();
        let mut fields = vec![
            ("report_stage", "final"),
            ("source_url", "https://example.org/sheet"),
            ("reason", "a sheet"),
            ("do", "hand-in"),
        ];
        fields.extend(named.iter().map(|(name, value)| (name.as_str(), *value)));
        let page = self.ed.get(&opened).await;
        let body = fields_of(&page, SHEET, &fields);
        let site = self.ed.site;
        let handed = site.ask(posted(SHEET, self.ed.cookie(), body)).await;
        is_done(&handed);
        let after = self.ed.get(handed.header("location")).await;
        let ids = after.between("href=\"/staff/drafts/", "/sheet\"");
        let review = format!("/staff/drafts/{}/sheet", ids[0]);
        let page = self.rev.get(&review).await;
        let drafts = page.between("name=\"draft\" value=\"", "\"");
        assert_eq!(drafts.len(), cells.len(), "{}", page.text());
        let mut chosen: Vec<(&str, (String, usize, &'static str))> = Vec::new();
        for (draft, ((code, dimension), found)) in drafts.iter().zip(&cells) {
            if chosen.is_empty() || self.dice.below(4) > 0 {
                chosen.push((*draft, (code.clone(), *dimension, found.1)));
            }
        }
        let decision = ["publish", "publish-rest-back"][self.dice.below(2)];
        let mut fields = vec![("do", decision), ("comment", "looked at")];
        fields.extend(chosen.iter().map(|(draft, _)| ("draft", *draft)));
        let body = fields_of(&page, &review, &fields);
        // Now and then somebody clicks twice.
        for _ in 0..=usize::from(self.dice.below(4) == 0) {
            is_done(
                &site
                    .ask(posted(&review, self.rev.cookie(), body.clone()))
                    .await,
            );
        }
        let published = chosen.into_iter().map(|(_, cell)| cell).collect();
        self.logged(Logged::Sheet(sheet, published));
    }

    /// Facts of several commitments in the sheet of their plan: shown first, then saved as one change. Now and
    /// then somebody else changes one of its commitments in between.
    async fn plan_sheet(&mut self) {
        const SHEET: &str = "/staff/plans/netherlands/2022-2024/commitments";
        let codes: Vec<String> = self.world.commitments.keys().cloned().collect();
        let page = self.ed.get(SHEET).await;
        let opened = self.world.commitments.clone();
        if self.dice.below(3) == 0 {
            let code = codes[self.dice.below(codes.len())].clone();
            self.edit(&code).await;
        }
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        for _ in 0..2 + self.dice.below(4) {
            let code = &codes[self.dice.below(codes.len())];
            let (column, text) = match self.dice.below(3) {
                0 => ("title", format!("Title {}", self.dice.below(6))),
                1 => ("number", String::from(["", "1", "2.3"][self.dice.below(3)])),
                _ => (
                    "lead",
                    String::from(["", "Ministry A", "Ministry B; Ministry C"][self.dice.below(3)]),
                ),
            };
            cells.insert(format!("{column}-{code}"), text);
        }
        let mut fields = vec![("reason", "a plan sheet"), ("do", "preview")];
        fields.extend(
            cells
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        );
        let site = self.ed.site;
        let body = fields_of(&page, SHEET, &fields);
        let mut preview = site.ask(posted(SHEET, self.ed.cookie(), body)).await;
        if preview.status == 409 {
            // Both have changed one cell: its sender has seen that now, and means it.
            let body = fields_of(&preview, SHEET, &[("do", "preview")]);
            preview = site.ask(posted(SHEET, self.ed.cookie(), body)).await;
        }
        assert_eq!(preview.status, 200, "{}", preview.text());
        if preview.text().contains("Nothing to save") {
            return;
        }
        let body = fields_of(&preview, SHEET, &[("do", "save")]);
        // Now and then somebody clicks twice.
        for _ in 0..=usize::from(self.dice.below(4) == 0) {
            is_done(
                &site
                    .ask(posted(SHEET, self.ed.cookie(), body.clone()))
                    .await,
            );
        }
        let mut changed: BTreeMap<String, Shown> = BTreeMap::new();
        for (name, text) in cells {
            let (column, code) = name.split_once('-').unwrap();
            let before = &opened[code];
            let was = match column {
                "title" => before.title.clone(),
                "number" => before.number.clone(),
                _ => before.lead.join("; "),
            };
            // A cell that says what it said when it was opened was left alone.
            if text == was {
                continue;
            }
            let shown = changed.entry(code.to_owned());
            let shown = shown.or_insert_with(|| self.world.commitments[code].clone());
            let items = || text.split("; ").filter(|item| !item.is_empty());
            match column {
                "title" => shown.title = text,
                "number" => shown.number = text,
                _ => shown.lead = items().map(str::to_owned).collect(),
            }
        }
        self.logged(Logged::PlanSheet(changed.into_iter().collect()));
    }

    async fn reply(&mut self, code: &str) {
        let ratings = &self.world.commitments[code].ratings;
        if ratings.is_empty() {
            return;
        }
        let id = ratings[self.dice.below(ratings.len())].id;
        let (token, base) = (self.token(), self.newest());
        let number = id.to_string();
        let reply = format!("Reply {}", self.count);
        let fields = [
            ("submission", token.as_str()),
            ("base", &base),
            ("rating", &number),
            ("reply", &reply),
            ("reason", "sent by the ministry"),
        ];
        let path = format!("/staff/commitments/{code}/reply");
        let answer = self.rev.post(&path, &fields).await;
        if answer.status == 422 {
            // Nobody replies to a rating that no longer counts.
            assert!(answer.text().contains("still counts"), "{}", answer.text());
            return;
        }
        is_done(&answer);
        self.logged(Logged::Replied(code.to_owned(), id, reply));
    }

    /// Adds a tag to all commitments, or takes it off.
    async fn tag_all(&mut self) {
        let (area, _) = self.dice.of(&AREAS);
        let adds = self.dice.below(3) > 0;
        let (token, base) = (self.token(), self.newest());
        let codes: Vec<String> = self.world.commitments.keys().cloned().collect();
        let mut fields = vec![
            ("submission", token.as_str()),
            ("base", &base),
            (if adds { "add" } else { "remove" }, area),
            ("reason", "tags"),
        ];
        fields.extend(codes.iter().map(|code| ("code", code.as_str())));
        is_done(&self.ed.post("/staff/tags", &fields).await);
        self.logged(if adds {
            Logged::Tagged(area.to_owned())
        } else {
            Logged::Untagged(area.to_owned())
        });
    }

    async fn change_area(&mut self) {
        let (token, base) = (self.token(), self.newest());
        let gone = MERGED
            .iter()
            .find(|(a, _)| self.world.names.contains_key(*a));
        let merges = self.dice.below(20) == 0;
        let (field, area, value) = if let (true, Some((area, _))) = (merges, gone) {
            (
                "into",
                (*area).to_owned(),
                self.dice.of(&AREAS).0.to_owned(),
            )
        } else {
            let (area, name) = self.dice.of(&AREAS);
            (
                "name",
                area.to_owned(),
                format!("{name} {}", self.dice.below(4)),
            )
        };
        let fields = [
            ("submission", token.as_str()),
            ("base", &base),
            ("area", &area),
            (field, &value),
            ("reason", "new list"),
        ];
        is_done(&self.admin.post("/staff/areas", &fields).await);
        self.logged(if field == "into" {
            Logged::AreaMerged(area, value)
        } else {
            Logged::AreaRenamed(area, value)
        });
    }

    async fn rename_institution(&mut self) {
        let names = ["Ministry A", "Ministry B", "Ministry C", "Ministry D"];
        let (from, to) = (self.dice.of(&names), self.dice.of(&names));
        let (token, base) = (self.token(), self.newest());
        let fields = [
            ("submission", token.as_str()),
            ("base", &base),
            ("from", from),
            ("to", to),
            ("reason", "reorganised"),
        ];
        let answer = self.admin.post("/staff/institutions", &fields).await;
        let mut all = self.world.commitments.values();
        if all.any(|c| c.lead.iter().any(|name| name == from)) {
            is_done(&answer);
            self.logged(Logged::InstitutionRenamed(from.to_owned(), to.to_owned()));
        } else {
            assert_eq!(answer.status, 422, "{}", answer.text());
        }
    }

    async fn change_member(&mut self) {
        let (slug, name) = self.dice.of(&REGIONS);
        let (token, base) = (self.token(), self.newest());
        let fields = [
            ("submission", token.as_str()),
            ("form", "member"),
            ("base", &base),
            ("kind", "national"),
            ("country", "Netherlands"),
            ("country_iso3", "NLD"),
            ("region", slug),
            ("reason", "a new region"),
        ];
        is_done(&self.admin.post("/staff/members/netherlands", &fields).await);
        self.logged(Logged::Region(name));
    }

    async fn step(&mut self) {
        let codes: Vec<String> = self.world.commitments.keys().cloned().collect();
        let code = codes[self.dice.below(codes.len())].clone();
        match self.dice.below(26) {
            0..9 => self.edit(&code).await,
            9..11 => self.withdraw(&code).await,
            11..15 => self.draft(&code).await,
            15..18 => {
                if !self.waiting.is_empty() {
                    let at = self.dice.below(self.waiting.len());
                    let draft = self.waiting.swap_remove(at);
                    let publish = self.dice.below(4) > 0;
                    self.decide(draft, publish).await;
                }
            }
            18..20 => self.reply(&code).await,
            20 => self.tag_all().await,
            21 => self.change_area().await,
            22 => self.rename_institution().await,
            23 => self.sheet().await,
            24 => self.plan_sheet().await,
            _ => self.change_member().await,
        }
    }
}

/// What a visitor sees in the list at an address, as far as the test changes it.
async fn listed(site: &Site, address: &str) -> BTreeMap<String, Vec<String>> {
    let json = site.get(address).await.json();
    let items = json["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
            let list = |key: &str| -> Vec<String> {
                let all = item[key].as_array().into_iter().flatten();
                all.map(|a| a.as_str().unwrap().to_owned()).collect()
            };
            let mut areas = list("policy_areas");
            areas.sort();
            let mut said = vec![
                text("title"),
                text("commitment_number"),
                list("lead_institution").join("; "),
                areas.join("; "),
                text("status").to_lowercase(),
                text("region"),
            ];
            said.extend(DIMENSIONS.map(|(dimension, ..)| text(dimension)));
            (text("code"), said)
        })
        .collect()
}

/// Every rating of a commitment with whether it is corrected, and its reply, at a moment.
async fn history(site: &Site, code: &str, query: &str) -> Vec<(String, bool, String)> {
    let address = format!("/api/v1/commitments/{code}{query}");
    let json = site.get(&address).await.json();
    let ratings = json["rating_history"].as_array().unwrap().clone();
    ratings
        .iter()
        .map(|rating| {
            (
                rating["value"].as_str().unwrap_or_default().to_owned(),
                rating["corrected"] == true,
                rating["reply"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

fn history_of(shown: &Shown) -> Vec<(String, bool, String)> {
    let ratings = shown.ratings.iter();
    ratings
        .map(|r| (r.finding.to_owned(), r.corrected, r.reply.clone()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_past_state_can_be_seen_again() {
    let operations: usize = from_environment("OGP_OPERATIONS").unwrap_or(400);
    let seed: u64 = from_environment("OGP_SEED").unwrap_or(20_261_125);
    eprintln!("OGP_OPERATIONS={operations} OGP_SEED={seed}");
    on_both(async |place| {
        let codes: Vec<String> = (1..=12).map(|n| format!("NL{n:04}")).collect();
        let entries = codes.iter().map(|code| an_entry(code).plan(2022, 2024));
        record(&place.store, entries).await;
        let site = Site::over(place.store.clone()).await;
        let shown = |code: &String| Shown {
            title: format!("Commitment {code}"),
            ..Shown::default()
        };
        let named = |(slug, name): &(&str, &str)| ((*slug).to_owned(), (*name).to_owned());
        let first = World {
            commitments: codes.iter().map(|c| (c.clone(), shown(c))).collect(),
            names: AREAS.iter().chain(&MERGED).map(named).collect(),
            region: "Europe",
            published: 0,
        };
        let mut run = Run {
            dice: Dice(seed),
            ed: site.browser("ed@example.org", Role::Editor).await,
            rev: site.browser("rev@example.org", Role::Reviewer).await,
            admin: site.browser("admin@example.org", Role::Admin).await,
            world: first.clone(),
            log: Vec::new(),
            waiting: Vec::new(),
            count: 0,
        };
        let directory = tempfile::tempdir().unwrap();
        let start_file = directory.path().join("start");
        let kept = states::keep(&place.store, &start_file).await;
        let began = Clock::system().now();
        let clock = Instant::now();
        for _ in 0..operations {
            run.step().await;
        }
        eprintln!(
            "{}: {operations} operations, {} published changes, {} ratings, in {:?}",
            place.engine,
            run.log.len(),
            run.world.published,
            clock.elapsed()
        );
        assert!(run.log.len() > operations / 3, "{}", run.log.len());
        let present = listed(&site, "/commitments.json").await;
        assert_eq!(present, run.world.expected());
        for _ in 0..100 {
            let moment = run.log[run.dice.below(run.log.len())].0;
            let mut world = first.clone();
            for (_, what) in run.log.iter().filter(|(when, _)| *when <= moment) {
                world.apply(what);
            }
            let query = moment.format("?as_of=%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
            let past = listed(&site, &format!("/commitments.json{query}")).await;
            assert_eq!(past, world.expected(), "at {moment}, seed {seed}");
            let code = &codes[run.dice.below(codes.len())];
            let rated = history(&site, code, &query).await;
            let expected = history_of(&world.commitments[code]);
            assert_eq!(rated, expected, "{code} at {moment}, seed {seed}");
        }
        let before = began.format("?as_of=%Y-%m-%dT%H:%M:%S%.6fZ");
        let past = listed(&site, &format!("/commitments.json{before}")).await;
        assert_eq!(past, first.expected());
        any_state_is_made_from_any_other(&place.store).await;
        let (made, from, whole) = states::started(&place.store, &start_file).await;
        assert_eq!((from, made), (Some(kept), whole));
        // The record is sound after all of it.
        let checked = place.store.check().await.unwrap();
        assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    })
    .await;
}
