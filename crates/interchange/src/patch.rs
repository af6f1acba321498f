//! What a row of a file says of a commitment, whatever the file's format: facts to set and facts to
//! leave alone.

use domain::{
    Answer, ChallengeArea, CommitmentCode, CommitmentStatus, Dimension, Level, MemberKind,
    OgpValue, PartialDate, Rating, Region,
};

/// What a row says of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Set<T> {
    /// Nothing: what the record says stays.
    #[default]
    Keep,
    /// This, which may be that there is none.
    To(T),
}

impl<T> Set<T> {
    /// The fact as it is afterwards.
    pub fn or(&self, stored: T) -> T
    where
        T: Clone,
    {
        match self {
            Self::Keep => stored,
            Self::To(value) => value.clone(),
        }
    }

    /// Whether the row says anything of it.
    pub const fn is_said(&self) -> bool {
        matches!(self, Self::To(_))
    }
}

/// What tells a row's commitment from every other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// OGP's code.
    Code(CommitmentCode),
    /// The source has no codes: what identifies the commitment there, for good.
    Identity(Identity),
}

/// What identifies a commitment in a source without codes. Which of both forms a commitment is known
/// by depends on the file that it came from first.
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
    /// The form that tells the row from every other of its file.
    pub fn distinct(&self) -> &str {
        if self.is_shared {
            &self.long
        } else {
            &self.short
        }
    }
}

/// A member as a row names it. What is not said is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberCells {
    /// Its name.
    pub name: String,
    /// What kind of member it is.
    pub kind: Option<MemberKind>,
    /// Its country.
    pub country: Option<String>,
    /// ISO 3166-1 alpha-3 of the country.
    pub iso3: Option<String>,
    /// OGP's region.
    pub region: Option<Region>,
}

/// The plan as a row names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanCells {
    /// The title.
    pub title: Set<Option<String>>,
    /// The year of submission.
    pub start: Set<Option<i32>>,
    /// The year of its end.
    pub end: Set<Option<i32>>,
}

/// What one row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Which commitment.
    pub key: Key,
    /// Who promised.
    pub member: MemberCells,
    /// The plan.
    pub plan: PlanCells,
    /// The title.
    pub title: String,
    /// The number in the plan.
    pub number: Set<Option<String>>,
    /// The full text.
    pub description: Set<Option<String>>,
    /// Institutions in charge.
    pub lead: Set<Vec<String>>,
    /// Institutions that help.
    pub support: Set<Vec<String>>,
    /// Names of policy areas.
    pub areas: Set<Vec<String>>,
    /// OGP values.
    pub values: Set<Vec<OgpValue>>,
    /// When work begins.
    pub start: Set<Option<PartialDate>>,
    /// When it is due.
    pub end: Set<Option<PartialDate>>,
    /// Is it clear enough to check?
    pub verifiable: Set<Option<Answer>>,
    /// Does it have an open-government lens?
    pub relevant: Set<Option<Answer>>,
    /// Whether it was starred.
    pub starred: Set<Option<bool>>,
    /// Titles of IRM reports.
    pub reports: Set<Vec<String>>,
    /// Whether the source knows of its reports only that there were some.
    pub reports_are_vague: bool,
    /// Its area of the Open Gov Challenge.
    pub challenge: Set<Option<ChallengeArea>>,
    /// Where the record was read.
    pub source_url: Set<Option<String>>,
    /// What has become of it.
    pub status: Set<Option<CommitmentStatus>>,
    /// The ratings of each dimension, those that count least first; none says that there is none.
    pub ratings: [Set<Vec<Rating>>; Dimension::ALL.len()],
    /// Levels that the source computed itself: never imported, compared with ours.
    pub derived: [Option<Derived>; Dimension::ALL.len()],
    /// The same for columns that sum up levels, with the numbers they hold.
    pub summary: Vec<(&'static str, i8)>,
    /// Whether the source is older than what is published since: a value in the record stays where
    /// the source says less.
    pub yields: bool,
}

/// A level that the source computed: what it says, and which levels agree with that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// The column it stands in.
    pub column: &'static str,
    /// Whether the source counts the commitment as high.
    pub high: bool,
}

impl Derived {
    /// Whether our level says the same. The source counts everything that is not high as not high.
    pub fn agrees(self, level: Level) -> bool {
        self.high == (level == Level::High)
    }
}

impl Patch {
    /// A patch that says nothing but which commitment it is.
    pub fn new(key: Key, member: MemberCells, title: String) -> Self {
        Self {
            key,
            member,
            plan: PlanCells::default(),
            title,
            number: Set::Keep,
            description: Set::Keep,
            lead: Set::Keep,
            support: Set::Keep,
            areas: Set::Keep,
            values: Set::Keep,
            start: Set::Keep,
            end: Set::Keep,
            verifiable: Set::Keep,
            relevant: Set::Keep,
            starred: Set::Keep,
            reports: Set::Keep,
            reports_are_vague: false,
            challenge: Set::Keep,
            source_url: Set::Keep,
            status: Set::Keep,
            ratings: [Set::Keep, Set::Keep, Set::Keep],
            derived: [None; 3],
            summary: Vec::new(),
            yields: false,
        }
    }
}
