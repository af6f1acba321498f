//! The public history: what each revision changed, in words.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::App;
use crate::catalogue::Catalogue;
use crate::domain::difference::{Difference, differences, of_areas, of_members};
use crate::domain::record::Entry;
use crate::domain::text::is_slug;
use crate::domain::{CommitmentCode, Dimension, Member, PolicyArea, QueryError, Rating};
use crate::error::AppError;
use crate::store::{AreaChange, Besides, ChangeFilter, PastRevision, Touched};

/// Revisions on one page of the history.
pub const PAGE: i64 = 20;
/// Commitments told of for one revision; the rest are counted.
const TOLD: usize = 20;
/// Revisions whose changes are kept in memory. What a revision changed never changes.
const KEPT: usize = 5_000;

/// What revisions changed, by the revision and, where only one was asked for, the commitment.
pub(super) type Told = Mutex<HashMap<(i64, Option<i64>), Arc<Change>>>;

/// What one revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commitments it touched, as far as they are told of.
    pub items: Vec<ChangedCommitment>,
    /// How many it touched.
    pub total: usize,
    /// Members, plans and policy areas that it added or changed, as far as they are told of.
    pub besides: Vec<ChangedThing>,
    /// How many of those.
    pub besides_total: usize,
}

/// What one revision changed beside commitments: a member, a plan, a policy area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedThing {
    /// What it is, for example `Member Spain`.
    pub name: String,
    /// Its address on the site.
    pub href: String,
    /// Whether the revision added it.
    pub is_new: bool,
    /// What is said of it that differs; none for a new one.
    pub facts: Vec<Difference>,
}

/// What one revision changed about one commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCommitment {
    /// Its code.
    pub code: CommitmentCode,
    /// Its title afterwards.
    pub title: String,
    /// Whether the revision added it.
    pub is_new: bool,
    /// Whether it left the published record, because the file that added it was taken back.
    pub is_gone: bool,
    /// Facts and texts that differ, none for a new one, and governments' replies to ratings.
    pub facts: Vec<Difference>,
    /// Ratings that count since, each with what counted before.
    pub ratings: Vec<ChangedRating>,
}

/// A rating that counts since a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRating {
    /// What is rated.
    pub dimension: Dimension,
    /// What counted before.
    pub before: Option<Rating>,
    /// What counts since; none where the rating was taken back.
    pub after: Option<Rating>,
}

impl ChangedRating {
    /// For example `Completion: Limited → Substantial (Spain Results Report 2022-2024)`.
    pub fn in_words(&self) -> String {
        let said =
            |rating: &Option<Rating>| rating.as_ref().map_or("not stated", |r| r.finding.label());
        let report = self
            .after
            .as_ref()
            .and_then(|r| r.report.as_ref())
            .map_or(String::new(), |r| format!(" ({})", r.title));
        format!(
            "{}: {} \u{2192} {}{report}",
            self.dimension.label(),
            said(&self.before),
            said(&self.after),
        )
    }
}

/// One page of the history.
#[derive(Debug, Clone)]
pub struct ChangesView {
    /// The snapshot that names and links come from.
    pub catalogue: Arc<Catalogue>,
    /// What was asked for.
    pub asked: Asked,
    /// Revisions, newest first, with what they changed.
    pub changes: Vec<(PastRevision, Arc<Change>)>,
    /// How many revisions there are.
    pub total: i64,
}

/// What a visitor of the history asks for, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// A member, by its name in addresses.
    pub member: Option<String>,
    /// A commitment's code.
    pub code: Option<String>,
    /// `ratings` or `facts`.
    pub what: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The page, counted from 0.
    pub page: i64,
}

impl Asked {
    /// Reads the part of an address after the `?`; refuses what cannot be used by name.
    pub fn parse(address: &str) -> Result<Self, QueryError> {
        let mut asked = Self::default();
        for (key, value) in crate::forms::Fields::parse(address.as_bytes()).iter() {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let refuse = |expected: &str| QueryError::new(key, value, expected);
            match key {
                "member" if is_slug(value) => asked.member = Some(value.to_owned()),
                "member" => return Err(refuse("expected a member such as spain")),
                "code" => {
                    let code: Result<CommitmentCode, _> = value.parse();
                    let code = code.map_err(|_| refuse("expected a code such as NL0031"))?;
                    asked.code = Some(code.to_string());
                }
                "what" if ["ratings", "facts"].contains(&value) => {
                    asked.what = Some(value.to_owned());
                }
                "what" => return Err(refuse("expected ratings or facts")),
                "from" | "to" => {
                    let day = value.parse::<chrono::NaiveDate>();
                    day.map_err(|_| refuse("expected a day such as 2026-11-22"))?;
                    let day = Some(value.to_owned());
                    *(if key == "from" {
                        &mut asked.from
                    } else {
                        &mut asked.to
                    }) = day;
                }
                "page" => {
                    let page = value.parse::<i64>().ok();
                    let page = page.filter(|page| (1..=1_000_000).contains(page));
                    asked.page = page.ok_or_else(|| refuse("expected a page number"))? - 1;
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// The address of another page of the same history.
    pub fn link(&self, path: &str, page: i64) -> String {
        let mut fields = crate::forms::Fields::default();
        for (key, value) in [
            ("member", &self.member),
            ("code", &self.code),
            ("what", &self.what),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if let Some(value) = value {
                fields.push(key, value.clone());
            }
        }
        if page > 0 {
            fields.push("page", (page + 1).to_string());
        }
        let encoded = fields.encode();
        if encoded.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{encoded}")
        }
    }

    fn filter(&self) -> ChangeFilter {
        let day = |text: &Option<String>, later: u64| {
            let day: chrono::NaiveDate = text.as_ref()?.parse().ok()?;
            let day = day.checked_add_days(chrono::Days::new(later))?;
            Some(day.and_time(chrono::NaiveTime::MIN).and_utc())
        };
        ChangeFilter {
            member: self.member.clone(),
            code: self.code.clone(),
            ratings: self.what.as_ref().map(|what| what == "ratings"),
            since: day(&self.from, 0),
            before: day(&self.to, 1),
        }
    }
}

impl App {
    /// One page of the history of the whole record.
    pub async fn changes(&self, asked: Asked) -> Result<ChangesView, AppError> {
        let store = &self.inner.store;
        let upto = self.upto();
        let (revisions, total) = store
            .revisions(&asked.filter(), upto, asked.page, PAGE)
            .await?;
        if revisions.is_empty() && asked.page > 0 {
            return Err(AppError::NotFound {
                what: "The history has no such page.".to_owned(),
                instead: vec![(asked.link("/changes", 0), "The first page".to_owned())],
            });
        }
        let only = match asked.code.as_ref().and_then(|code| code.parse().ok()) {
            Some(code) => store.entry(&code, upto).await?.map(|(id, _)| id),
            None => None,
        };
        let mut changes = Vec::with_capacity(revisions.len());
        for revision in revisions {
            let change = self.change(revision.number, only).await?;
            changes.push((revision, change));
        }
        Ok(ChangesView {
            catalogue: self.catalogue(),
            asked,
            changes,
            total,
        })
    }

    /// What one revision changed, or what it changed about one commitment.
    pub(super) async fn change(
        &self,
        revision: i64,
        only: Option<i64>,
    ) -> Result<Arc<Change>, AppError> {
        let key = (revision, only);
        let known = self.inner.told.lock().ok();
        if let Some(told) = known.and_then(|told| told.get(&key).cloned()) {
            return Ok(told);
        }
        let (touched, total) = self.inner.store.touched(revision, TOLD, only).await?;
        let catalogue = self.inner.catalogue.load_full();
        let items = touched
            .into_iter()
            .filter_map(|touched| told(touched, &catalogue))
            .collect();
        let mut besides = match only {
            Some(_) => Vec::new(),
            None => things(self.inner.store.changed_besides(revision).await?),
        };
        let besides_total = besides.len();
        besides.truncate(TOLD);
        let change = Arc::new(Change {
            items,
            total,
            besides,
            besides_total,
        });
        if let Ok(mut told) = self.inner.told.lock() {
            if told.len() >= KEPT {
                told.clear();
            }
            told.insert(key, Arc::clone(&change));
        }
        Ok(change)
    }
}

fn told(touched: Touched, catalogue: &Catalogue) -> Option<ChangedCommitment> {
    let Touched {
        before,
        after,
        replies,
    } = touched;
    let name = |slug: &str| catalogue.areas().name(slug).to_owned();
    let of = |entry: &Option<Entry>, dimension: Dimension| {
        let ratings = entry.as_ref().map(|entry| &entry.commitment.ratings);
        ratings.and_then(|ratings| ratings.of(dimension).cloned())
    };
    let ratings = Dimension::ALL
        .iter()
        .map(|dimension| ChangedRating {
            dimension: *dimension,
            before: of(&before, *dimension),
            after: of(&after, *dimension),
        })
        .filter(|changed| changed.before != changed.after)
        .collect();
    let mut facts = match (&before, &after) {
        (Some(before), Some(after)) => differences(before, after, name),
        _ => Vec::new(),
    };
    facts.extend(replies.into_iter().map(|reply| Difference {
        field: "reply",
        label: match reply.dimension {
            Dimension::Ambition => "The government\u{2019}s reply on ambition",
            Dimension::Completion => "The government\u{2019}s reply on completion",
            Dimension::EarlyResults => "The government\u{2019}s reply on early results",
        },
        before: reply.before.unwrap_or_default(),
        after: reply.after,
    }));
    let (is_new, is_gone) = (before.is_none(), after.is_none());
    let shown = after.or(before)?.commitment;
    Some(ChangedCommitment {
        code: shown.code,
        title: shown.title,
        is_new,
        is_gone,
        facts,
        ratings: if is_gone { Vec::new() } else { ratings },
    })
}

/// Members first, then plans, then policy areas.
fn things(besides: Besides) -> Vec<ChangedThing> {
    let of_member = |member: &Member| format!("/members/{}", member.slug());
    let members = besides.members.iter().map(|(before, after)| ChangedThing {
        name: format!("Member {}", after.name),
        href: of_member(after),
        is_new: before.is_none(),
        facts: before
            .as_ref()
            .map_or_else(Vec::new, |before| of_members(before, after)),
    });
    let plans = besides.plans.iter().map(|(member, plan)| ChangedThing {
        name: format!("Plan of {}: {}", member.name, plan.label()),
        href: of_member(member),
        is_new: true,
        facts: Vec::new(),
    });
    let name = |slug: &str| {
        let area = besides.all_areas.iter().find(|area| &*area.slug == slug);
        area.map_or_else(|| slug.to_owned(), |area| area.name.clone())
    };
    let areas = besides.areas.iter().map(|change| {
        let (area, is_new, facts) = match change {
            AreaChange::Added(area) => (area, true, Vec::new()),
            AreaChange::Changed(before, after) => (after, false, of_areas(before, after, name)),
            AreaChange::Merged(area, into) => (area, false, vec![part_of(area, into)]),
        };
        ChangedThing {
            name: format!("Policy area {}", area.name),
            href: format!("/areas/{}", area.slug),
            is_new,
            facts,
        }
    });
    members.chain(plans).chain(areas).collect()
}

fn part_of(area: &PolicyArea, into: &PolicyArea) -> Difference {
    Difference {
        field: "into",
        label: "Became part of another tag",
        before: area.name.clone(),
        after: into.name.clone(),
    }
}
