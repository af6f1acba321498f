//! What was submitted to the Open Gov Challenge. An item that is also a commitment of an action plan
//! in the record is one submission, not two.

use std::collections::HashSet;
use std::sync::Arc;

use super::{counted, read_filters};
use crate::service::App;
use crate::service::localized::{compare, member_name};
use catalogue::{Catalogue, Row};
use domain::context::{ChallengeLevel, ContextItem, ContextKind};
use domain::query::Filter;
use domain::route;
use domain::text::slugify;
use domain::{
    ChallengeArea, Dimension, Lang, Level, MemberKind, Params, PartialDate, QueryError, Region,
};

/// Something submitted to the Challenge.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The record's item; none where only a commitment says that it was submitted.
    pub item: Option<Arc<ContextItem>>,
    /// The commitment of an action plan that it is; none where it is none, or not in the record.
    pub row: Option<Row>,
    /// Its title, in the language of its source.
    pub title: String,
    /// Who submitted it.
    pub participant: String,
    /// The participant's name in addresses.
    pub participant_slug: String,
    /// The participant's page, where it is a member in the record.
    pub member: Option<String>,
    /// At which level of government.
    pub level: ChallengeLevel,
    /// Where.
    pub region: Region,
    /// Who leads it.
    pub lead: Option<String>,
    /// Its primary area.
    pub area: ChallengeArea,
    /// When it was submitted, begins and ends.
    pub dates: [Option<PartialDate>; 3],
}

impl Submission {
    /// Whether the IRM has rated it in any way.
    pub fn is_rated(&self) -> bool {
        let rated = |row: &Row| {
            let mut levels = Dimension::ALL.iter().map(|d| row.commitment.level(*d));
            levels.any(Level::is_assessed)
        };
        self.row.as_ref().is_some_and(rated)
    }
}

/// What a visitor of the Challenge asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChallengeAsked {
    /// An area of the Challenge.
    pub area: Option<ChallengeArea>,
    /// A region.
    pub region: Option<Region>,
    /// A level of government.
    pub level: Option<ChallengeLevel>,
    /// A participant, by its name in addresses.
    pub participant: Option<String>,
}

impl ChallengeAsked {
    /// What an address asks for; refuses by name what cannot be used.
    pub fn of(params: &Params) -> Result<Self, QueryError> {
        let [area, region, level, participant] = read_filters(
            params,
            [
                &["area", "challenge"],
                &["region"],
                &["level", "kind"],
                &["participant", "member"],
            ],
        )?;
        Ok(Self {
            area: word("area", area)?,
            region: word("region", region)?,
            level: word("level", level)?,
            participant,
        })
    }

    /// The address of the page with these filters.
    pub fn link(&self) -> String {
        let mut fields = domain::forms::Fields::default();
        let mut push = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                fields.push(key, value);
            }
        };
        push("area", self.area.map(ChallengeArea::slug));
        push("region", self.region.map(Region::slug));
        push("level", self.level.map(ChallengeLevel::slug));
        push("participant", self.participant.as_deref());
        route::Challenge.asking(&fields.encode())
    }

    fn lets_through(&self, submission: &Submission) -> bool {
        self.area.is_none_or(|area| area == submission.area)
            && self.region.is_none_or(|region| region == submission.region)
            && self.level.is_none_or(|level| level == submission.level)
            && self
                .participant
                .as_ref()
                .is_none_or(|slug| *slug == submission.participant_slug)
    }
}

fn word<W: std::str::FromStr<Err = domain::UnknownWord>>(
    key: &str,
    value: Option<String>,
) -> Result<Option<W>, QueryError> {
    value
        .map(|value| {
            value
                .parse()
                .map_err(|e: domain::UnknownWord| QueryError::new(key, &value, e))
        })
        .transpose()
}

/// The page of the Challenge.
#[derive(Debug, Clone)]
pub struct ChallengeView {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// What was asked for.
    pub asked: ChallengeAsked,
    /// What it selects, by area and participant.
    pub shown: Vec<Submission>,
    /// How many there are in all.
    pub total: usize,
    /// Of those shown: countries, local governments, rated by the IRM.
    pub figures: [usize; 3],
    /// Everybody who submitted something, by name.
    pub participants: Vec<(String, String)>,
    /// How many of those shown are in each area.
    pub by_area: Vec<(ChallengeArea, usize)>,
    /// And in each region.
    pub by_region: Vec<(Region, usize)>,
}

impl App {
    /// The commitments of the Challenge that a visitor asks for.
    pub fn challenge(&self, asked: ChallengeAsked, lang: Lang) -> ChallengeView {
        let catalogue = self.catalogue();
        let mut all = submissions(&catalogue, lang);
        all.sort_by(|a, b| {
            (a.area.index().cmp(&b.area.index()))
                .then_with(|| compare(lang, &a.participant, &b.participant))
        });
        let total = all.len();
        let named = all
            .iter()
            .map(|s| (s.participant_slug.clone(), s.participant.clone()));
        let mut participants: Vec<(String, String)> =
            counted(named).into_iter().map(|(named, _)| named).collect();
        participants.sort_by(|(_, a), (_, b)| compare(lang, a, b));
        let shown: Vec<Submission> = all.into_iter().filter(|s| asked.lets_through(s)).collect();
        let distinct = |is_country: bool| {
            let of_kind = |s: &&Submission| (s.level == ChallengeLevel::National) == is_country;
            let slugs: HashSet<&str> = shown
                .iter()
                .filter(of_kind)
                .map(|s| s.participant_slug.as_str())
                .collect();
            slugs.len()
        };
        let mut by_region = counted(shown.iter().map(|s| s.region));
        by_region.sort_by_key(|(region, count)| (std::cmp::Reverse(*count), region.index()));
        let mut by_area = counted(shown.iter().map(|s| s.area));
        by_area.sort_by_key(|(area, count)| (std::cmp::Reverse(*count), area.index()));
        ChallengeView {
            figures: [
                distinct(true),
                distinct(false),
                shown.iter().filter(|s| s.is_rated()).count(),
            ],
            by_area,
            by_region,
            asked,
            shown,
            total,
            participants,
            catalogue,
        }
    }
}

/// Everything submitted, each once.
fn submissions(catalogue: &Catalogue, lang: Lang) -> Vec<Submission> {
    let items = catalogue.context().of(ContextKind::Challenge);
    let rows = catalogue.facet(Filter::Challenge).rows();
    with_rows(catalogue, items, rows.iter(), lang)
}

/// What one member submitted, each once: its items, and its commitments that have none.
pub(super) fn submissions_of(catalogue: &Catalogue, slug: &str, lang: Lang) -> Vec<Submission> {
    let items = catalogue.context().of(ContextKind::Challenge);
    let items = items.filter(|item| item.get("member") == slug);
    let own = catalogue.facet(Filter::Member).value(slug);
    let rows = own.into_iter().flat_map(|member| member.rows.iter());
    with_rows(catalogue, items, rows, lang)
}

/// The submissions of some items, and those of the rows that none of them names.
fn with_rows<'a>(
    catalogue: &'a Catalogue,
    items: impl Iterator<Item = &'a Arc<ContextItem>>,
    rows: impl Iterator<Item = usize>,
    lang: Lang,
) -> Vec<Submission> {
    let mut all: Vec<Submission> = items
        .filter_map(|item| of_item(catalogue, item, lang))
        .collect();
    let named: HashSet<i64> = all
        .iter()
        .filter_map(|s| Some(s.row.as_ref()?.id))
        .collect();
    let others = rows
        .filter_map(|number| catalogue.row(number))
        .filter(|row| !named.contains(&row.id));
    all.extend(others.filter_map(|row| of_row(row, lang)));
    all
}

fn of_item(catalogue: &Catalogue, item: &Arc<ContextItem>, lang: Lang) -> Option<Submission> {
    let code = item.codes("code").into_iter().next();
    let row = code.and_then(|code| catalogue.find(&code).cloned());
    let member = catalogue.member(item.get("member"));
    let english = item.get("participant");
    let slug = if item.get("member").is_empty() {
        slugify(english)
    } else {
        item.get("member").to_owned()
    };
    Some(Submission {
        title: item.get("title").to_owned(),
        participant: member_name(lang, &slug, english),
        member: member.map(|_| route::Member::new(&slug).to_string()),
        participant_slug: slug,
        level: item.get("level").parse().ok()?,
        region: item.get("region").parse().ok()?,
        lead: Some(item.get("lead_institution").to_owned()).filter(|lead| !lead.is_empty()),
        area: item.get("area").parse().ok()?,
        dates: ["submitted", "start", "end"].map(|key| item.date(key)),
        item: Some(Arc::clone(item)),
        row,
    })
}

/// A commitment of which the record says that it was submitted, without an item of its own.
fn of_row(row: &Row, lang: Lang) -> Option<Submission> {
    let c = &row.commitment;
    let slug = c.member.slug();
    Some(Submission {
        item: None,
        title: c.title.clone(),
        participant: member_name(lang, &slug, &c.member.name),
        member: Some(route::Member::new(&slug).to_string()),
        participant_slug: slug,
        level: match c.member.kind {
            MemberKind::Local => ChallengeLevel::Local,
            _ => ChallengeLevel::National,
        },
        region: c.member.region,
        lead: Some(c.lead_institutions.join("; ")).filter(|lead| !lead.is_empty()),
        area: c.challenge_area?,
        dates: [None, c.start, c.end],
        row: Some(row.clone()),
    })
}
