//! Stories, guides, events, research.

use std::fmt::Display;
use std::sync::Arc;

use super::{counted, of, read_filters};
use crate::service::App;
use catalogue::Catalogue;
use domain::context::{Item, Kind, ResourceType};
use domain::query::Problem;
use domain::{Params, PolicyArea, QueryError};

/// What a visitor of the resources asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourcesAsked {
    /// A type.
    pub kind: Option<ResourceType>,
    /// The language that they are in, by its two letters.
    pub language: Option<String>,
    /// A policy area.
    pub topic: Option<String>,
}

impl ResourcesAsked {
    /// What an address asks for; refuses by name what cannot be used.
    pub fn of(params: &Params) -> Result<Self, QueryError> {
        let [kind, language, topic] =
            read_filters(params, [&["type"], &["language"], &["topic", "area"]])?;
        let kind = kind.map(|kind| {
            kind.parse()
                .map_err(|e: domain::UnknownWord| QueryError::new("type", &kind, e))
        });
        if let Some(language) = language.as_ref().filter(|code| code.len() != 2) {
            return Err(QueryError::new("language", language, Problem::ShortName));
        }
        Ok(Self {
            kind: kind.transpose()?,
            language,
            topic,
        })
    }

    /// The address of a page or feed with these filters.
    pub fn link(&self, path: impl Display) -> String {
        let mut fields = domain::forms::Fields::default();
        let mut push = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                fields.push(key, value);
            }
        };
        push("type", self.kind.map(ResourceType::slug));
        push("language", self.language.as_deref());
        push("topic", self.topic.as_deref());
        match fields.encode() {
            query if query.is_empty() => path.to_string(),
            query => format!("{path}?{query}"),
        }
    }

    fn lets_through(&self, item: &Item) -> bool {
        self.kind.is_none_or(|kind| item.get("type") == kind.slug())
            && self
                .language
                .as_ref()
                .is_none_or(|code| item.get("language") == code)
            && self
                .topic
                .as_ref()
                .is_none_or(|topic| item.list("topics").any(|t| t == topic))
    }
}

/// The page of resources.
#[derive(Debug, Clone)]
pub struct ResourcesView {
    /// The snapshot it comes from.
    pub catalogue: Arc<Catalogue>,
    /// What was asked for.
    pub asked: ResourcesAsked,
    /// What it selects, the newest first, those without a date last.
    pub shown: Vec<Arc<Item>>,
    /// How many there are in all.
    pub total: usize,
    /// The types that there are.
    pub kinds: Vec<ResourceType>,
    /// The languages that there are, by their two letters.
    pub languages: Vec<String>,
    /// The policy areas that there are resources on.
    pub topics: Vec<PolicyArea>,
}

impl App {
    /// The resources that a visitor asks for.
    pub fn resources(&self, asked: ResourcesAsked) -> ResourcesView {
        let catalogue = self.catalogue();
        let mut all = of(&catalogue, Kind::Resource);
        all.sort_by_key(|item| std::cmp::Reverse(item.date("date")));
        let total = all.len();
        let mut kinds: Vec<ResourceType> = counted(all.iter().map(|item| item.get("type")))
            .into_iter()
            .filter_map(|(slug, _)| slug.parse().ok())
            .collect();
        kinds.sort();
        let mut languages: Vec<String> =
            counted(all.iter().map(|item| item.get("language").to_owned()))
                .into_iter()
                .map(|(code, _)| code)
                .collect();
        languages.sort();
        let has_any = |area: &&PolicyArea| {
            all.iter()
                .any(|item| item.list("topics").any(|topic| topic == &*area.slug))
        };
        let topics = catalogue.areas().iter().filter(has_any).cloned().collect();
        ResourcesView {
            shown: all
                .into_iter()
                .filter(|item| asked.lets_through(item))
                .collect(),
            total,
            kinds,
            languages,
            topics,
            asked,
            catalogue,
        }
    }
}
