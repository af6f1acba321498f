//! What surrounds the commitments of a policy area.

use std::sync::Arc;

use super::guide::with_actions;
use super::network::TAG;
use super::{ChapterView, of};
use crate::service::App;
use domain::PolicyArea;
use domain::context::{ContextItem, ContextKind};

/// The surroundings of a policy area.
#[derive(Debug, Clone)]
pub struct AreaContext {
    /// The area, by its name in addresses.
    pub slug: String,
    /// Its introduction, where somebody has written one.
    pub texts: Option<Arc<ContextItem>>,
    /// Chapters of the guide on it or on a part of it.
    pub chapters: Vec<ChapterView>,
    /// How many take part in the network, where the area or a part of it is what that is about.
    pub participants: usize,
    /// Resources on it, the newest first, those without a date last.
    pub resources: Vec<Arc<ContextItem>>,
}

impl App {
    /// What surrounds the commitments of an area.
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
