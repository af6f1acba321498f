//! What goes into the record and what comes out of it: the types that files, the store and the
//! catalogue exchange.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    ActionPlan, Commitment, CommitmentCode, Member, Milestone, PolicyArea, Rating, context,
};

/// The long texts of a commitment, kept apart from its facts because few views need them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// What is promised, as published.
    pub description: Option<String>,
    /// Dated steps, in the plan's order.
    pub milestones: Vec<Milestone>,
}

/// A commitment with all that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub commitment: Commitment,
    pub texts: Texts,
    /// Every published rating, oldest first; `commitment.ratings` is chosen from them.
    pub ratings: Vec<Rating>,
}

impl Entry {
    /// A commitment of which nothing is known but its code and who made it.
    pub fn blank(code: CommitmentCode, member: Arc<Member>) -> Self {
        Self {
            commitment: Commitment::blank(code, member),
            texts: Texts::default(),
            ratings: Vec::new(),
        }
    }
}

/// One change of the record. Policy areas come first, since commitments refer to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Areas to add; an area already known stays as it is.
    pub areas: Vec<PolicyArea>,
    /// Commitments to add or update.
    pub entries: Vec<Entry>,
    /// Members and plans to add or update, even if they have no commitment yet.
    pub parties: Vec<Party>,
    /// Areas to rename or to merge into another.
    pub revised_areas: Vec<RevisedArea>,
    /// Plans to mend or to withdraw.
    pub revised_plans: Vec<RevisedPlan>,
    /// Slugs of members that leave the record because the import that added them is undone.
    pub withdrawn_members: Vec<String>,
    /// Slugs of areas that leave the record for the same reason.
    pub withdrawn_areas: Vec<Arc<str>>,
    /// Ratings to add, to take out of force or to put back.
    pub corrections: Vec<Correction>,
    /// Context items to add or update.
    pub context: Vec<context::ContextItem>,
    /// Codes assigned to commitments of a source that has none.
    pub identities: Vec<SourceIdentity>,
    /// Commitments that leave the published record because the import that added them is undone. Their
    /// history stays, and a later entry brings them back.
    pub taken_back: Vec<CommitmentCode>,
}

/// What identifies a commitment in a source without codes, so that a later file of that source finds
/// it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceIdentity {
    /// The format of the source's files, such as `ogp-2016`.
    pub source: String,
    pub identity: String,
    pub code: CommitmentCode,
}

/// A change of the ratings of a commitment. Nothing is ever removed, but ratings can be taken out of
/// force and put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub code: CommitmentCode,
    /// Ids of ratings that no longer count.
    pub out_of_force: Vec<i64>,
    /// Ids of ratings that count again.
    pub back_in_force: Vec<i64>,
    pub added: Vec<Rating>,
}

impl Correction {
    /// A correction that changes nothing yet.
    pub const fn new(code: CommitmentCode) -> Self {
        Self {
            code,
            out_of_force: Vec::new(),
            back_in_force: Vec::new(),
            added: Vec::new(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.out_of_force.is_empty() && self.back_in_force.is_empty() && self.added.is_empty()
    }
}

/// The new state of a policy area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedArea {
    /// Its slug never changes.
    pub area: PolicyArea,
    /// The slug of the area that it has become; its commitments are in the same batch.
    pub merged_into: Option<Arc<str>>,
}

/// The new state of an action plan: its commitments keep it under its new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedPlan {
    /// The slug of its member.
    pub member: String,
    /// The plan as it is.
    pub before: ActionPlan,
    /// `None` where it is withdrawn, which no commitment may belong to.
    pub after: Option<ActionPlan>,
}

/// A member, and a plan of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub member: Arc<Member>,
    /// `None` where the member alone is meant.
    pub plan: Option<ActionPlan>,
}

/// Why and by whom the record was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The name that the public sees.
    pub made_by: String,
    /// To the microsecond at most, which is what both databases keep.
    pub made_at: DateTime<Utc>,
    pub reason: String,
    /// Where the data came from: the name of a file, a page.
    pub source: Option<String>,
}

/// A state of the record. Two views with the same version agree.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DataVersion {
    /// How many changes the record has had.
    pub number: i64,
    pub made_at: Option<DateTime<Utc>>,
    /// Whether the record holds synthetic commitments for demonstration.
    pub demonstration: bool,
}

/// The revision that last changed anything that is said of a commitment itself: a fact, a text, a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LastChange {
    pub revision: i64,
    pub made_at: DateTime<Utc>,
}

/// The whole published record, as the catalogue is built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub version: DataVersion,
    /// Every policy area, parents before their children.
    pub areas: Vec<PolicyArea>,
    /// Context items by kind and slug, withdrawn ones included.
    pub context: Vec<context::ContextItem>,
    /// Every published commitment with its id in the store, ordered by code.
    pub commitments: Vec<(i64, Commitment)>,
    /// What last changed each of them, by its id in the store.
    pub last_changes: HashMap<i64, LastChange>,
}

/// What differs between two states of the published record, as the second has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedChanges {
    /// Of the second state.
    pub version: DataVersion,
    /// Every policy area, where any differs.
    pub areas: Option<Vec<PolicyArea>>,
    /// Every context item, where any differs.
    pub context: Option<Vec<context::ContextItem>>,
    /// The commitments that may differ, each once, by their id in the store; none where the second
    /// state does not have it.
    pub commitments: Vec<(i64, Option<Commitment>)>,
    /// What last changed each of them in the second state.
    pub last_changes: HashMap<i64, LastChange>,
}
