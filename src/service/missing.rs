//! What was looked for and is not there, and what may be meant instead: as data, which `words` puts
//! into words.

use std::sync::Arc;

use domain::chart::ChartName;
use domain::context::{ContextItem, ContextKind};
use domain::{Member, PolicyArea, Query};

/// What was looked for, with where to look instead.
#[derive(Debug, Clone)]
pub struct NotFound {
    /// What was looked for.
    pub what: Missing,
    /// Places that may be meant.
    pub instead: Vec<Suggestion>,
}

/// Something that is not there; a spelling is that of who looks for it, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A page, at an address that leads nowhere.
    Page,
    /// A page of a list, counted from 1, of so many.
    ListPage(usize, usize),
    /// A page of the history.
    HistoryPage,
    /// A version of the data.
    DataVersion,
    /// A commitment.
    Commitment(String),
    /// A member.
    Member(String),
    /// A policy area.
    Area(String),
    /// A chart.
    Chart(String),
    /// A participant of the network.
    Participant(String),
    /// A chapter of the guide.
    Chapter(String),
    /// An action of the guide.
    Action(String),
    /// What only staff look for.
    ForStaff(MissingForStaff),
}

/// What only staff look for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MissingForStaff {
    /// A commitment.
    #[error("We have no commitment with the code {0}.")]
    Commitment(String),
    /// What was given as a code is none.
    #[error("\u{201c}{0}\u{201d} is not a commitment code.")]
    Code(String),
    /// A member.
    #[error("We have no member \u{201c}{0}\u{201d}.")]
    Member(String),
    /// An action plan, or one without commitments.
    #[error("We have no plan with commitments at this address.")]
    Plan,
    /// A policy area.
    #[error("Policy area not found.")]
    Area,
    /// A dimension to rate.
    #[error("Rating not found.")]
    Rating,
    /// A draft.
    #[error("Draft not found.")]
    Draft,
    /// A proposal.
    #[error("Change not found.")]
    Proposal,
    /// An item around the commitments.
    #[error("Item not found.")]
    Item,
    /// A kind of items.
    #[error("Kind of item not found.")]
    ItemKind,
    /// An uploaded file.
    #[error("Upload not found. We discard uploads after two weeks.")]
    Upload,
    /// A file that was applied.
    #[error("Import not found: this change did not import a file.")]
    AppliedFile,
    /// A source that is watched.
    #[error("Source not found, or it was never read.")]
    Source,
    /// A webhook.
    #[error("Webhook not found. Somebody may have removed it.")]
    Webhook,
    /// A provider to sign in through.
    #[error("Signing in through a provider is not set up here.")]
    Provider,
}

/// A place that may be meant.
#[derive(Debug, Clone)]
pub enum Suggestion {
    /// A commitment.
    Commitment {
        /// Its code.
        code: String,
        /// Its title.
        title: String,
        /// Who made it.
        member: Arc<Member>,
    },
    /// A member.
    Member(Arc<Member>),
    /// A policy area.
    Area(PolicyArea),
    /// A chart.
    Chart(ChartName),
    /// A chapter of the guide.
    Chapter(Arc<ContextItem>),
    /// The first page of a list.
    FirstPage(Query),
    /// The last page of a list.
    LastPage(Query),
    /// The first page of a history, at this address.
    FirstChanges(String),
    /// The versions of the data.
    Versions,
    /// All commitments.
    Commitments,
    /// All members.
    Members,
    /// All policy areas.
    Areas,
    /// The whole guide.
    Guide,
    /// The whole network.
    Network,
    /// Where staff begin.
    Desk,
    /// Where staff keep members.
    StaffMembers,
    /// Where staff keep policy areas.
    StaffAreas,
    /// Where staff keep texts and lists.
    StaffTexts,
    /// Where staff keep items of a kind.
    StaffItems(ContextKind),
    /// Where staff bring files.
    StaffFiles,
    /// Where staff keep sources.
    StaffSources,
    /// Where admins manage webhooks.
    StaffWebhooks,
    /// Where staff sign in.
    SignIn,
}

impl NotFound {
    /// That an address leads nowhere.
    pub fn page() -> Self {
        Self {
            what: Missing::Page,
            instead: vec![
                Suggestion::Commitments,
                Suggestion::Members,
                Suggestion::Areas,
            ],
        }
    }

    /// What staff looked for, and where they may look instead.
    pub fn for_staff(what: MissingForStaff, instead: Suggestion) -> Self {
        Self {
            what: Missing::ForStaff(what),
            instead: vec![instead],
        }
    }
}

/// A spelling as it may be repeated to who looks for it.
pub fn shortened(spelling: &str) -> String {
    let mut short: String = spelling.chars().take(60).collect();
    if short.len() < spelling.len() {
        short.push('\u{2026}');
    }
    short
}
