//! The informal network on open algorithms: who, when, about what.

use std::sync::Arc;

use super::{of, unknown};
use crate::error::AppError;
use crate::service::localized::compare;
use crate::service::{App, Missing, Suggestion, shortened};
use catalogue::{Catalogue, Row};
use domain::context::{Item, Kind, ParticipantLevel};
use domain::query::Filter;
use domain::route;
use domain::{Lang, Query};

/// The tag of what the network is about.
pub(super) const TAG: &str = "automated-decision-making";

/// The network.
#[derive(Debug, Clone)]
pub struct NetworkView {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// Participants of each kind, by name.
    pub participants: Vec<(ParticipantLevel, Vec<ParticipantView>)>,
    /// Meetings, the newest first, each with who was invited.
    pub meetings: Vec<(Arc<Item>, Vec<Arc<Item>>)>,
    /// Topics, in their order.
    pub topics: Vec<Arc<Item>>,
}

/// A participant.
#[derive(Debug, Clone)]
pub struct ParticipantView {
    /// The participant.
    pub item: Arc<Item>,
    /// The participant's page in the record, where it is a member there.
    pub member: Option<String>,
    /// Its commitments on automated decision-making: the list, and how many.
    pub commitments: Option<(Query, usize)>,
}

/// A participant with everything known of it.
#[derive(Debug, Clone)]
pub struct ParticipantDetail {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// The participant.
    pub view: ParticipantView,
    /// Its commitments on automated decision-making.
    pub rows: Vec<Row>,
    /// The meetings it was invited to.
    pub meetings: Vec<Arc<Item>>,
}

impl App {
    /// The whole network.
    pub fn network(&self, lang: Lang) -> NetworkView {
        let catalogue = self.catalogue();
        let mut all = of(&catalogue, Kind::Participant);
        all.sort_by(|a, b| compare(lang, a.text("name", lang), b.text("name", lang)));
        let participants = ParticipantLevel::ALL
            .iter()
            .map(|level| {
                let of_level = all.iter().filter(|item| item.get("level") == level.slug());
                let views = of_level.map(|item| participant(&catalogue, item)).collect();
                (*level, views)
            })
            .collect();
        let mut meetings = of(&catalogue, Kind::Meeting);
        meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.date("date")));
        let invited = |meeting: &Item| {
            let slugs = meeting.list("participants");
            let known = slugs.filter_map(|slug| all.iter().find(|item| item.slug == slug));
            known.cloned().collect()
        };
        NetworkView {
            participants,
            meetings: meetings
                .iter()
                .map(|meeting| (Arc::clone(meeting), invited(meeting)))
                .collect(),
            topics: of(&catalogue, Kind::Topic),
            catalogue,
        }
    }

    /// One participant with its commitments and the meetings it was invited to; an unknown one is
    /// answered with the whole network.
    pub fn participant(&self, slug: &str) -> Result<ParticipantDetail, AppError> {
        let catalogue = self.catalogue();
        let Some(item) = catalogue.context().find(Kind::Participant, slug) else {
            let what = Missing::Participant(shortened(slug));
            return Err(unknown(what, Suggestion::Network));
        };
        let view = participant(&catalogue, item);
        let rows = view
            .commitments
            .as_ref()
            .map_or_else(Vec::new, |(query, _)| {
                let selection = catalogue.select(query, None);
                catalogue.ordered(query, &selection).cloned().collect()
            });
        let mut meetings = of(&catalogue, Kind::Meeting);
        meetings.retain(|meeting| meeting.list("participants").any(|p| p == slug));
        Ok(ParticipantDetail {
            catalogue,
            view,
            rows,
            meetings,
        })
    }
}

fn participant(catalogue: &Catalogue, item: &Arc<Item>) -> ParticipantView {
    let slug = item.get("member");
    let member = catalogue
        .member(slug)
        .map(|_| route::Member::new(slug).to_string());
    let commitments = member.as_ref().map(|_| {
        let query = Query::default()
            .with(Filter::Member, slug)
            .with(Filter::Area, TAG);
        let count = catalogue.select(&query, None).rows.count();
        (query, count)
    });
    ParticipantView {
        item: Arc::clone(item),
        member,
        commitments,
    }
}
