//! Search in the actions of the guide.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::words::{Owner, Words};
use super::{ContextItems, TextIndex};
use domain::Lang;
use domain::context::{ContextItem, ContextKind};
use domain::search::{Group, Search};

/// The words of the titles and `want` texts of all actions, in every language.
pub(super) fn words_of(context: &ContextItems) -> Words {
    let actions = (0..).zip(context.of(ContextKind::Action));
    let texts = actions.flat_map(|(number, action)| {
        let texts = Lang::ALL
            .iter()
            .flat_map(|lang| ["title", "want"].map(|name| action.text(name, *lang)));
        texts.map(move |text| (Owner::Action(number), Cow::Borrowed(text)))
    });
    Words::of(texts)
}

impl TextIndex {
    /// The actions that contain the whole subject of a search, in the order of the guide.
    pub fn actions_found(&self, search: &Search) -> Vec<Arc<ContextItem>> {
        let of_leaf = |leaf: &Group| {
            let owners = leaf.spellings.iter();
            let owners = owners.flat_map(|spelling| self.actions.owners_with(spelling));
            let numbers = owners.filter_map(|owner| match owner {
                Owner::Action(number) => Some(number),
                _ => None,
            });
            numbers.collect::<BTreeSet<u32>>()
        };
        let of_groups = search.subject().map(|group| {
            let parts = group.parts.iter().map(of_leaf).reduce(|a, b| &a & &b);
            &of_leaf(group) | &parts.unwrap_or_default()
        });
        let numbers = of_groups.reduce(|a, b| &a & &b).unwrap_or_default();
        let actions = (0..).zip(self.context.of(ContextKind::Action));
        let found = actions.filter(|(number, _)| numbers.contains(number));
        found.map(|(_, action)| Arc::clone(action)).collect()
    }
}
