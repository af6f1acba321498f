//! What a row of a file says about a commitment, whatever the file's format.

use super::ogp::long_identity;
use domain::{
    Answer, ChallengeArea, Commitment, CommitmentCode, CommitmentStatus, Dimension, Lang, Level,
    MemberKind, OgpValue, PartialDate, Rating, Region, Summary,
};

/// What a row does to one fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Update<T> {
    /// Leaves it as it is in the record.
    #[default]
    Keep,
    /// Replaces it, possibly with nothing.
    Set(T),
}

impl<T> Update<T> {
    pub fn or(&self, stored: T) -> T
    where
        T: Clone,
    {
        match self {
            Self::Keep => stored,
            Self::Set(value) => value.clone(),
        }
    }

    pub const fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }
}

/// Which commitment a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    Code(CommitmentCode),
    /// The source has no codes: what identifies the commitment there, permanently.
    Identity(Identity),
}

/// What identifies a commitment in a source without codes. Which of the two forms is used depends on
/// the file that the commitment first came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Member, plan, number and title.
    pub short: String,
    /// The same with the beginning of the full text.
    pub long: String,
    /// Whether several rows of the file have the short form.
    pub is_shared: bool,
}

impl Identity {
    /// The forms of rows that share the short one in a file without full texts, in the file's order.
    pub fn without_text(&self) -> impl Iterator<Item = String> {
        let first = long_identity(&self.short, None);
        (1..10).map(move |nth| match nth {
            1 => first.clone(),
            _ => format!("{first}{nth}"),
        })
    }

    /// The form that no other row of the file has.
    pub fn distinct(&self) -> &str {
        if self.is_shared {
            &self.long
        } else {
            &self.short
        }
    }
}

/// A member as a row names it. What is missing is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberCells {
    pub name: String,
    pub kind: Option<MemberKind>,
    pub country: Option<String>,
    /// ISO 3166-1 alpha-3 of the country.
    pub iso3: Option<String>,
    pub region: Option<Region>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanCells {
    pub title: Update<Option<String>>,
    /// The year of submission.
    pub start: Update<Option<i32>>,
    pub end: Update<Option<i32>>,
}

/// What one row says about one commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    pub key: Key,
    pub member: MemberCells,
    pub plan: PlanCells,
    pub title: String,
    /// Translations of the title, by [`domain::Lang::index`].
    pub title_in: [Update<Option<String>>; Lang::ALL.len()],
    pub summary_in: [Update<Option<Box<Summary>>>; Lang::ALL.len()],
    pub number: Update<Option<String>>,
    pub description: Update<Option<String>>,
    pub lead: Update<Vec<String>>,
    pub support: Update<Vec<String>>,
    /// Names of policy areas.
    pub areas: Update<Vec<String>>,
    /// Areas of which the file has no column: a commitment that has them keeps them.
    pub areas_unstated: Vec<String>,
    pub values: Update<Vec<OgpValue>>,
    /// Values of which the file has no column.
    pub values_unstated: Vec<OgpValue>,
    pub start: Update<Option<PartialDate>>,
    pub end: Update<Option<PartialDate>>,
    /// Is it clear enough to check?
    pub verifiable: Update<Option<Answer>>,
    /// Does it have an open-government lens?
    pub relevant: Update<Option<Answer>>,
    pub starred: Update<Option<bool>>,
    /// Titles of IRM reports.
    pub reports: Update<Vec<String>>,
    /// Whether the source knows only that there were reports, and not their titles.
    pub reports_are_vague: bool,
    pub challenge: Update<Option<ChallengeArea>>,
    /// The page that the record was read from.
    pub source_url: Update<Option<String>>,
    pub status: Update<Option<CommitmentStatus>>,
    /// The ratings of each dimension, the least important first. Empty: the source says there is none.
    pub ratings: [Update<Vec<Rating>>; Dimension::ALL.len()],
    /// What of the ratings' sources the row states.
    pub sources: [StatedSource; Dimension::ALL.len()],
    /// Levels that the source computed: never imported, but compared with ours.
    pub source_levels: [Option<SourceLevel>; Dimension::ALL.len()],
    /// Columns that sum up levels, with their numbers: compared in the same way.
    pub source_summaries: Vec<(&'static str, i8)>,
    /// Whether the source is older than the record: then a value in the record stays where the source
    /// says less.
    pub from_older_source: bool,
}

/// Which facts about the source of a rating a row states; the others stay as the record has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for one column")]
pub struct StatedSource {
    pub report: bool,
    pub url: bool,
    pub page: bool,
    pub read_on: bool,
}

impl StatedSource {
    /// A rating of the record with the source that a row states for the same value.
    pub fn over(self, stored: &Rating, row: &Rating) -> Rating {
        let pick = |stated: bool| if stated { row } else { stored };
        Rating {
            dimension: stored.dimension,
            finding: stored.finding,
            report: pick(self.report).report.clone(),
            source_url: pick(self.url).source_url.clone(),
            source_page: pick(self.page).source_page.clone(),
            read_on: pick(self.read_on).read_on,
        }
    }
}

/// A level that the source computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceLevel {
    pub column: &'static str,
    pub is_high: bool,
}

impl SourceLevel {
    /// The source counts everything that is not high as not high.
    pub fn agrees_with(self, level: Level) -> bool {
        self.is_high == (level == Level::High)
    }
}

impl Patch {
    /// A patch that leaves every fact as it is.
    pub fn new(key: Key, member: MemberCells, title: String) -> Self {
        Self {
            key,
            member,
            plan: PlanCells::default(),
            title,
            title_in: Default::default(),
            summary_in: Default::default(),
            number: Update::Keep,
            description: Update::Keep,
            lead: Update::Keep,
            support: Update::Keep,
            areas: Update::Keep,
            areas_unstated: Vec::new(),
            values: Update::Keep,
            values_unstated: Vec::new(),
            start: Update::Keep,
            end: Update::Keep,
            verifiable: Update::Keep,
            relevant: Update::Keep,
            starred: Update::Keep,
            reports: Update::Keep,
            reports_are_vague: false,
            challenge: Update::Keep,
            source_url: Update::Keep,
            status: Update::Keep,
            ratings: [Update::Keep, Update::Keep, Update::Keep],
            sources: Default::default(),
            source_levels: [None; 3],
            source_summaries: Vec::new(),
            from_older_source: false,
        }
    }

    /// Leaves a field as `stored` has it. Fields are named as [`domain::difference::fields`] names them,
    /// ratings by their dimension.
    pub fn keep(&mut self, field: &str, stored: &Commitment) {
        if let Ok(dimension) = field.parse::<Dimension>() {
            self.ratings[dimension.index()] = Update::Keep;
            return;
        }
        match field {
            "plan" => self.plan = PlanCells::default(),
            "number" => self.number = Update::Keep,
            "title" => self.title.clone_from(&stored.title),
            "title_en" => self.title_in[Lang::English.index()] = Update::Keep,
            "title_es" => self.title_in[Lang::Spanish.index()] = Update::Keep,
            "title_fr" => self.title_in[Lang::French.index()] = Update::Keep,
            "summary_en" => self.summary_in[Lang::English.index()] = Update::Keep,
            "summary_es" => self.summary_in[Lang::Spanish.index()] = Update::Keep,
            "summary_fr" => self.summary_in[Lang::French.index()] = Update::Keep,
            "description" => self.description = Update::Keep,
            "lead" => self.lead = Update::Keep,
            "support" => self.support = Update::Keep,
            "area" => self.areas = Update::Keep,
            "value" => self.values = Update::Keep,
            "start" => self.start = Update::Keep,
            "end" => self.end = Update::Keep,
            "verifiable" => self.verifiable = Update::Keep,
            "relevant" => self.relevant = Update::Keep,
            "starred" => self.starred = Update::Keep,
            "report" => self.reports = Update::Keep,
            "challenge" => self.challenge = Update::Keep,
            "source_url" => self.source_url = Update::Keep,
            "status" => self.status = Update::Keep,
            // A row changes neither the member nor the milestones of a commitment.
            _ => {}
        }
    }
}
