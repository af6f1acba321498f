//! The context of a policy area: introduction, guide chapters, network and resources.

use std::sync::Arc;

use super::guide::with_actions;
use super::network::TAG;
use super::{ChapterView, of};
use crate::service::App;
use domain::PolicyArea;
use domain::context::{ContextItem, ContextKind};

/// The context of a policy area.
#[derive(Debug, Clone)]
pub struct AreaContext {
    /// The slug of the area.
    pub slug: String,
    /// Its introduction, if someone has written one.
    pub texts: Option<Arc<ContextItem>>,
    /// Guide chapters on the area or on one of its parts.
    pub chapters: Vec<ChapterView>,
    /// Number of participants in the network, if the network is about the area or one of its parts; 0
    /// otherwise.
    pub participants: usize,
    /// Resources on it, newest first, then those without a date.
    pub resources: Vec<Arc<ContextItem>>,
}

impl App {
    /// The context of the area with this slug.
    pub fn area_context(&self, slug: &str) -> AreaContext {
        let catalogue = self.catalogue();
        let context = catalogue.context();
        let covers = |area: &str| {
            let parent = |found: &PolicyArea| found.parent.as_deref() == Some(slug);
            area == slug || catalogue.areas().find(area).is_some_and(parent)
        };
        let mut resources = of(&catalogue, ContextKind::Resource);
        resources.retain(|item| item.list("topics").any(|topic| topic == slug));
        resources.sort_by_key(|item| std::cmp::Reverse(item.date("date")));
        AreaContext {
            texts: context.find(ContextKind::Area, slug).cloned(),
            chapters: context
                .of(ContextKind::Chapter)
                .filter(|chapter| covers(chapter.get("area")))
                .map(|chapter| with_actions(&catalogue, chapter))
                .collect(),
            participants: if covers(TAG) {
                context.of(ContextKind::Participant).count()
            } else {
                0
            },
            resources,
            slug: slug.to_owned(),
        }
    }
}
