//! What surrounds the commitments of a member.

use std::cmp::Reverse;
use std::sync::Arc;

use super::challenge::submissions_of;
use super::{Submission, of};
use crate::service::App;
use domain::Lang;
use domain::context::{ContextItem, ContextKind};

/// The surroundings of a member.
#[derive(Debug, Clone)]
pub struct MemberContext {
    /// What it submitted to the Open Gov Challenge.
    pub submissions: Vec<Submission>,
    /// Its entries in networks.
    pub participants: Vec<Arc<ContextItem>>,
    /// Resources about its commitments, the newest first, those without a date last.
    pub resources: Vec<Arc<ContextItem>>,
}

impl App {
    /// What surrounds the commitments of a member.
    pub fn member_context(&self, slug: &str, lang: Lang) -> MemberContext {
        let catalogue = self.catalogue();
        let mut participants = of(&catalogue, ContextKind::Participant);
        participants.retain(|item| item.get("member") == slug);
        let mut resources = of(&catalogue, ContextKind::Resource);
        resources.retain(|item| {
            let codes = item.codes("commitments");
            let rows = codes.iter().filter_map(|code| catalogue.find(code));
            rows.into_iter()
                .any(|row| row.commitment.member.slug() == slug)
        });
        resources.sort_by_key(|item| Reverse(item.date("date")));
        MemberContext {
            submissions: submissions_of(&catalogue, slug, lang),
            participants,
            resources,
        }
    }
}
