//! Values of an address that a page was shown without, named with what may be meant.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

use super::lang;
use super::links::{Links, link_to};
use crate::words;
use catalogue::Catalogue;
use domain::query::{Filter, LeftOut, Years};
use domain::{Lang, params};
use i18n::{errors as say, query_words};

/// What one page was shown without.
#[derive(Debug, Clone, Default)]
pub struct LeftOutValues(Arc<Mutex<Vec<LeftOut>>>);

impl LeftOutValues {
    /// Adds filter values that the page ignored. Each is listed once.
    pub fn add(&self, values: impl IntoIterator<Item = LeftOut>) {
        if let Ok(mut all) = self.0.lock() {
            for value in values {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
    }

    fn of_page() -> Vec<LeftOut> {
        let values: Self = use_context().unwrap_or_default();
        values.0.lock().map_or(Vec::new(), |all| all.clone())
    }
}

/// How many ignored values are listed; the rest are counted.
const MAX_TOLD: usize = 5;

/// What the page was shown without; nothing where that is nothing.
pub fn left_out_notice(catalogue: Option<&Catalogue>) -> AnyView {
    let values = LeftOutValues::of_page();
    if values.is_empty() {
        return ().into_any();
    }
    let t = lang();
    let told = values.iter().take(MAX_TOLD).map(|value| {
        let bad = &value.error;
        let told = say::left_out(t, &bad.value, filter_in_words(t, &bad.parameter));
        let meant = value.nearest.as_ref().map(|nearest| {
            let name = name(t, catalogue, &bad.parameter, nearest);
            view! { " " <a href=with(value, nearest)>{say::use_instead(t, &name)}</a> }
        });
        view! { <p>{told} {meant}</p> }
    });
    let more = values.len().saturating_sub(MAX_TOLD);
    let more = (more > 0).then(|| view! { <p>{say::left_out_more(t, more)}</p> });
    view! { <div class="notice caution" role="status">{told.collect_view()}{more}</div> }.into_any()
}

/// The name of a filter, and the key itself of anything else.
fn filter_in_words(t: Lang, key: &str) -> &str {
    match key {
        Years::FROM => return query_words::year_from(t),
        Years::TO => return query_words::year_to(t),
        _ => {}
    }
    let filter = Filter::ALL.iter().find(|filter| filter.slug() == key);
    filter.map_or(key, |filter| i18n::InLanguage::in_language(*filter, t))
}

fn name(t: Lang, catalogue: Option<&Catalogue>, key: &str, value: &str) -> String {
    let filter = Filter::ALL.iter().find(|filter| filter.slug() == key);
    match (filter, catalogue) {
        (Some(filter), Some(catalogue)) => words::label(t, catalogue, *filter, value),
        _ => value.to_owned(),
    }
}

/// The address of this page with the value that may be meant.
fn with(value: &LeftOut, nearest: &str) -> String {
    let here = Links::of_page().here.clone();
    let (path, query) = here.split_once('?').unwrap_or((&here, ""));
    let bad = &value.error;
    let query = params::replacing(query, &bad.parameter, &bad.value, nearest);
    link_to(format!("{path}?{query}"))
}
