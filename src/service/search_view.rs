//! What is found of everything that the site has: members, policy areas, actions of the guide and
//! commitments.

use std::sync::Arc;

use super::App;
use super::browse::member_summary;
use super::views::SearchView;
use crate::error::AppError;
use catalogue::{Catalogue, NamesFound};
use domain::context::{ContextItem, ContextKind};
use domain::query::{Filter, Query};
use domain::search::Search;
use domain::text::fold;
use domain::{Lang, PolicyArea};

/// Members and policy areas that are shown, of each at most.
const MAX_NAMES: usize = 8;
/// Actions of the guide that are shown at most.
const MAX_ACTIONS: usize = 6;
/// Commitments that are shown at most; the list has all.
const MAX_COMMITMENTS: usize = 10;

impl App {
    /// What a query's search finds, in groups; nothing where nothing is searched for. Its filters do not
    /// count.
    pub async fn search_everything(&self, asked: &Query) -> Result<SearchView, AppError> {
        let catalogue = self.snapshot();
        let Some(typed) = asked.search() else {
            return Ok(SearchView {
                catalogue,
                members: Vec::new(),
                areas: Vec::new(),
                actions: Vec::new(),
                list: None,
            });
        };
        let query = Query::default()
            .searching(typed)
            .seen_from(asked.as_of())
            .speaking(asked.lang().unwrap_or_default());
        let mut list = self.list(&query).await?;
        list.items.truncate(MAX_COMMITMENTS);
        let found = self.search(typed).await?;
        let names = self.names_found(&found.search).await?;
        let members = names.members.iter().take(MAX_NAMES).filter_map(|slug| {
            let member = catalogue.member(slug)?;
            Some(member_summary(&catalogue, slug, member))
        });
        Ok(SearchView {
            members: members.collect(),
            areas: areas_of(&catalogue, &names),
            actions: actions_of(&catalogue, &found.search),
            list: Some(list),
            catalogue,
        })
    }
}

pub(super) fn areas_of(catalogue: &Catalogue, names: &NamesFound) -> Vec<(PolicyArea, usize)> {
    let facet = catalogue.facet(Filter::Area);
    let found = names.areas.iter().filter_map(|slug| {
        let count = facet.value(slug)?.rows.count();
        let area = catalogue.areas().find(slug).filter(|_| count > 0)?;
        Some((area.clone(), count))
    });
    found.take(MAX_NAMES).collect()
}

/// Actions in whose title or wish all is that is searched for, in any language.
pub(super) fn actions_of(catalogue: &Catalogue, search: &Search) -> Vec<Arc<ContextItem>> {
    if search.groups.is_empty() {
        return Vec::new();
    }
    let context = catalogue.context();
    let is_found = |action: &&Arc<ContextItem>| {
        let texts = Lang::ALL
            .iter()
            .flat_map(|lang| ["title", "want"].map(|name| action.text(name, *lang)));
        let folded: Vec<String> = texts.map(fold).collect();
        let words: Vec<&str> = folded
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .collect();
        search.is_in(&words)
    };
    let found = context.of(ContextKind::Action).filter(is_found);
    found.take(MAX_ACTIONS).cloned().collect()
}
