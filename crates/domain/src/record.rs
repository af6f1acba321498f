//! What goes into the record and what comes out of it: the shapes that files, the store and the
//! catalogue hand to each other.

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

/// A commitment with everything known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Facts, and the ratings that count now.
    pub commitment: Commitment,
    /// Long texts.
    pub texts: Texts,
    /// Every published rating, oldest first; `commitment.ratings` is chosen from them.
    pub ratings: Vec<Rating>,
}

/// What one change of the record brings: policy areas first, since commitments refer to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Areas to add; an area already known stays as it is.
    pub areas: Vec<PolicyArea>,
    /// Commitments to add or to bring to this state.
    pub entries: Vec<Entry>,
    /// Members and plans to add, or to bring to this state, even if they have no commitment yet.
    pub parties: Vec<Party>,
    /// Areas that get another name or become part of another tag.
    pub revised_areas: Vec<RevisedArea>,
    /// Ratings that are added, taken out of force or put back, commitment by commitment.
    pub corrections: Vec<Correction>,
    /// What surrounds the commitments: items to add, or to bring to this state.
    pub context: Vec<context::Item>,
    /// Commitments that leave the published record, because what added them is taken back. Their
    /// history stays; a later entry brings them back.
    pub taken_back: Vec<CommitmentCode>,
}

/// What a change does to the ratings of a commitment beside adding some: nothing is removed, but
/// ratings can be taken out of force and put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Whose ratings.
    pub code: CommitmentCode,
    /// Ratings that count no more, by their numbers.
    pub out_of_force: Vec<i64>,
    /// Ratings that count again.
    pub back_in_force: Vec<i64>,
    /// Ratings that are new.
    pub added: Vec<Rating>,
}

impl Correction {
    /// One that does nothing yet.
    pub const fn new(code: CommitmentCode) -> Self {
        Self {
            code,
            out_of_force: Vec::new(),
            back_in_force: Vec::new(),
            added: Vec::new(),
        }
    }

    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        self.out_of_force.is_empty() && self.back_in_force.is_empty() && self.added.is_empty()
    }
}

/// A policy area with what is said of it from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisedArea {
    /// The area; its slug stays what it was.
    pub area: PolicyArea,
    /// The slug of the area that it has become; its commitments are in the same batch.
    pub merged_into: Option<Arc<str>>,
}

/// A member, and a plan of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The member.
    pub member: Arc<Member>,
    /// A plan; none where the member alone is meant.
    pub plan: Option<ActionPlan>,
}

/// Why and by whom the record was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Who changed it, as shown to the public.
    pub made_by: String,
    /// When, to the microsecond at most.
    pub made_at: DateTime<Utc>,
    /// Why, in words.
    pub reason: String,
    /// What the data came from: a file's name, a page.
    pub source: Option<String>,
}

/// Which state of the record something shows. Two views with the same version agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    /// Counts the changes of the record; 0 for an empty one.
    pub number: i64,
    /// When the record last changed.
    pub made_at: Option<DateTime<Utc>>,
    /// Whether the record holds synthetic commitments for demonstration.
    pub demonstration: bool,
}

/// The whole published record, as the catalogue is built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Which state this is.
    pub version: DataVersion,
    /// Every policy area, parents before their children.
    pub areas: Vec<PolicyArea>,
    /// What surrounds the commitments, by kind and name; also what was withdrawn.
    pub context: Vec<context::Item>,
    /// Every published commitment with its number in the store, in the order of their codes.
    pub commitments: Vec<(i64, Commitment)>,
}
