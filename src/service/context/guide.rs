//! The guide: from what a reader wants to change to commitments and people.

use std::sync::Arc;

use super::unknown;
use crate::error::AppError;
use crate::service::browse::lens_alone;
use crate::service::{App, Listed, Missing, Suggestion, shortened};
use catalogue::{Catalogue, Row};
use charts::LevelCounts;
use domain::context::{ContextItem, ContextKind};
use domain::{Dimension, Member, Query};

/// Commitments by tag that an action shows; the list has all.
const BY_TAG: usize = 6;

/// Every chapter with its actions.
#[derive(Debug, Clone)]
pub struct GuideView {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// Chapters in their order, each with its actions.
    pub chapters: Vec<ChapterView>,
}

/// A chapter.
#[derive(Debug, Clone)]
pub struct ChapterView {
    /// Its texts.
    pub chapter: Arc<ContextItem>,
    /// Its actions, each with the number of commitments chosen for it.
    pub actions: Vec<(Arc<ContextItem>, usize)>,
}

/// An action, and what others made of it.
#[derive(Debug, Clone)]
pub struct ActionView {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// The chapter with all its actions.
    pub chapter: ChapterView,
    /// The action.
    pub action: Arc<ContextItem>,
    /// Commitments that editors have chosen.
    pub chosen: Vec<Row>,
    /// How far those got, in each dimension.
    pub levels: Vec<LevelCounts>,
    /// What the action's query selects; none where it has none.
    pub query: Option<Query>,
    /// How many that are.
    pub total: usize,
    /// The first of them.
    pub by_tag: Vec<Listed>,
    /// The members that promised it, those with most first.
    pub people: Vec<Arc<Member>>,
}

impl App {
    /// The whole guide.
    pub fn guide(&self) -> GuideView {
        let catalogue = self.catalogue();
        let chapters = catalogue.context().of(ContextKind::Chapter);
        GuideView {
            chapters: chapters
                .map(|chapter| with_actions(&catalogue, chapter))
                .collect(),
            catalogue,
        }
    }

    /// One chapter; an unknown one is answered with the whole guide.
    pub fn chapter(&self, slug: &str) -> Result<(Arc<Catalogue>, ChapterView), AppError> {
        let catalogue = self.catalogue();
        let Some(chapter) = catalogue.context().find(ContextKind::Chapter, slug) else {
            let what = Missing::Chapter(shortened(slug));
            return Err(unknown(what, Suggestion::Guide));
        };
        let view = with_actions(&catalogue, chapter);
        Ok((catalogue, view))
    }

    /// One action, its commitments by tag seen through the lens that `asked` names, or else the usual
    /// one; an unknown action is answered with its chapter.
    pub async fn action(
        &self,
        chapter: &str,
        slug: &str,
        asked: &Query,
    ) -> Result<ActionView, AppError> {
        let (catalogue, chapter) = self.chapter(chapter)?;
        let found = chapter
            .actions
            .iter()
            .find(|(action, _)| action.slug == slug);
        let Some((action, _)) = found.cloned() else {
            let what = Missing::Action(shortened(slug));
            return Err(unknown(what, Suggestion::Chapter(chapter.chapter)));
        };
        let codes = action.codes("commitments");
        let chosen: Vec<Row> = codes
            .iter()
            .filter_map(|code| catalogue.find(code).cloned())
            .collect();
        let query = match action.get("query") {
            "" => None,
            query => {
                let (lens, _) = lens_alone(asked).through_lens();
                let query = Query::parse(query)?.only_through(lens);
                Some(query.seen_from(self.shown_as_of()))
            }
        };
        let (total, by_tag) = match &query {
            Some(query) => {
                let list = self.list(query).await?;
                let is_chosen = |listed: &Listed| chosen.iter().any(|row| row.id == listed.row.id);
                let others = list.items.into_iter().filter(|listed| !is_chosen(listed));
                let unmarked = others.map(|listed| Listed::from(listed.row));
                (list.total, unmarked.take(BY_TAG).collect())
            }
            None => (0, Vec::new()),
        };
        Ok(ActionView {
            levels: levels_of(&catalogue, &chosen),
            people: people(&chosen),
            catalogue,
            chapter,
            action,
            chosen,
            query,
            total,
            by_tag,
        })
    }
}

/// The members behind some commitments, those with most first.
fn people(rows: &[Row]) -> Vec<Arc<Member>> {
    let members = rows.iter().map(|row| Arc::clone(&row.commitment.member));
    let mut members = super::counted(members);
    members.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    members.into_iter().map(|(member, _)| member).collect()
}

pub(super) fn with_actions(catalogue: &Catalogue, chapter: &Arc<ContextItem>) -> ChapterView {
    let actions = catalogue.context().of(ContextKind::Action);
    ChapterView {
        actions: actions
            .filter(|action| action.get("chapter") == chapter.slug)
            .map(|action| (Arc::clone(action), action.codes("commitments").len()))
            .collect(),
        chapter: Arc::clone(chapter),
    }
}

fn levels_of(catalogue: &Catalogue, rows: &[Row]) -> Vec<LevelCounts> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let selected = catalogue.select(&Query::default(), Some(&ids)).rows;
    let of = |dimension: &Dimension| LevelCounts::of(catalogue, &selected, *dimension);
    Dimension::ALL.iter().map(of).collect()
}
