//! What is found of everything that the site has: members, policy areas, actions of the guide and
//! commitments.

use super::App;
use super::overview::member_summary;
use super::shortcut::{Shortcut, list_asked_for};
use super::views::SearchView;
use crate::error::AppError;
use catalogue::{Catalogue, NamesFound};
use domain::PolicyArea;
use domain::query::{Filter, Query};

/// Members and policy areas that are shown, of each at most.
const MAX_NAMES: usize = 8;
/// Actions of the guide that are shown at most.
pub(super) const MAX_ACTIONS: usize = 6;
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
                shortcut: None,
                list: None,
            });
        };
        let query = Query::default()
            .searching(typed)
            .seen_from(asked.as_of())
            .speaking(asked.lang().unwrap_or_default());
        let list = self.list_of(&query, MAX_COMMITMENTS).await?;
        let found = self.search(typed).await?;
        let index = self.text_index(&catalogue).await?;
        let names = index.names_found(&found.search);
        let actions = index
            .actions_found(&found.search)
            .into_iter()
            .take(MAX_ACTIONS);
        let shortcut = match list_asked_for(&index, &found.search) {
            Some(query) => {
                let found = self.found(&query).await?;
                let ids = found.as_ref().map(|found| found.ids.as_slice());
                let total = catalogue.select(&query, ids).rows.count();
                let total = Some(total);
                Some(Shortcut { query, total })
            }
            None => None,
        };
        let beginning = index.members_beginning(typed);
        let beginning = beginning
            .iter()
            .filter(|slug| !names.members.contains(slug));
        let members = names.members.iter().chain(beginning);
        let members = members.take(MAX_NAMES).filter_map(|slug| {
            let member = catalogue.member(slug)?;
            Some(member_summary(&catalogue, slug, member))
        });
        Ok(SearchView {
            members: members.collect(),
            areas: areas_of(&catalogue, &names),
            actions: actions.collect(),
            shortcut,
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
