//! `/resources`: stories, guides, events, research.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{follow_links, kept_fields, lang, layout, link_to, page_title, select};
use crate::service::context::{ResourcesAsked, ResourcesView};
use catalogue::Catalogue;
use domain::context::{ContextItem, ResourceType};
use domain::route;
use domain::text::direction;
use domain::{Lang, PolicyArea};
use i18n::format::{date, number};
use i18n::{InLanguage, context, feeds, names, resources as say};

/// The resources.
pub async fn resources_page(visit: Visit) -> Page {
    let asked = ResourcesAsked::of(visit.params())?;
    Ok(show(visit.app.resources(asked)))
}

fn show(shown: ResourcesView) -> AnyView {
    let t = lang();
    let asked = shown.asked.clone();
    page_title(say::title(t), say::lead(t), &asked.link(route::Resources));
    let items: Vec<_> = shown
        .shown
        .iter()
        .map(|item| resource(t, &shown.catalogue, item, 2))
        .collect();
    let list = if items.is_empty() {
        view! { <p>{say::none(t)} " " <a href=link_to(route::Resources)>{context::all_of_them(t)}</a></p> }
            .into_any()
    } else {
        view! { <ul class="rows">{items}</ul> }.into_any()
    };
    let count = say::n_shown(t, shown.shown.len(), &number(t, shown.total));
    layout(
        route::Resources::PATH,
        Some(&shown.catalogue),
        true,
        view! {
            <div class="page-head"><h1>{say::title(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {filters(t, &shown)}
            <p role="status">{count}</p>
            {follow_links(
                feeds::follow_resources(t).to_owned(),
                asked.link(route::ResourcesFeed),
                asked.link(route::ResourcesJsonFeed),
            )}
            {list}
        },
    )
}

/// The name of a language, from its two letters.
pub fn language(t: Lang, code: &str) -> String {
    match code {
        "en" => say::english(t).to_owned(),
        "es" => say::spanish(t).to_owned(),
        "fr" => say::french(t).to_owned(),
        "it" => say::italian(t).to_owned(),
        other => say::other_language(t, other),
    }
}

fn filters(t: Lang, shown: &ResourcesView) -> impl IntoView + use<> {
    let asked = &shown.asked;
    let choice = |name: &'static str, label, chosen: Option<&str>, all: Vec<(String, String)>| {
        select(format!("resources-{name}"), name, label, chosen, all)
    };
    let kinds = shown.kinds.iter();
    let kinds = kinds.map(|kind| (kind.slug().to_owned(), kind.in_language(t).to_owned()));
    let languages = shown.languages.iter();
    let languages = languages.map(|code| (code.clone(), language(t, code)));
    let topics = shown.topics.iter();
    let topics = topics.map(|area| (area.slug.to_string(), area_name(t, area)));
    view! {
        <form class="chart-form" action=route::Resources::PATH aria-label=say::filters(t)>
            {kept_fields()}
            {choice("type", say::kind(t), asked.kind.map(ResourceType::slug), kinds.collect())}
            {choice("language", say::language(t), asked.language.as_deref(), languages.collect())}
            {choice("topic", say::topic(t), asked.topic.as_deref(), topics.collect())}
            <button class="button">{context::show(t)}</button>
        </form>
    }
}

fn area_name(t: Lang, area: &PolicyArea) -> String {
    names::area(t, &area.slug, &area.name)
}

/// One resource in a list; `level` is the heading level of its title (2 or 3).
pub fn resource(t: Lang, catalogue: &Catalogue, item: &ContextItem, level: u8) -> AnyView {
    let title = item.get("title").to_owned();
    let code = item.get("language").to_owned();
    let own = (code != t.slug()).then(|| code.clone());
    let dir = direction(&title);
    let title = match item.get("url") {
        "" => view! { <span lang=own dir=dir>{title}</span> }.into_any(),
        url => {
            let hreflang = code.clone();
            view! { <a href=url.to_owned() lang=own dir=dir hreflang=hreflang>{title}</a> }
                .into_any()
        }
    };
    let heading = match level {
        2 => view! { <h2 class="row-title">{title}</h2> }.into_any(),
        _ => view! { <h3 class="row-title">{title}</h3> }.into_any(),
    };
    let kind: Option<ResourceType> = item.get("type").parse().ok();
    let mut facts: Vec<String> = kind
        .map(|kind| kind.in_language(t).to_owned())
        .into_iter()
        .collect();
    facts.push(language(t, &code));
    facts.extend(item.date("date").map(|day| date(t, day)));
    facts.extend(Some(item.text("place", t).to_owned()).filter(|place| !place.is_empty()));
    if item.get("url").is_empty() {
        facts.push(say::no_address(t).to_owned());
    }
    let topics: Vec<_> = item
        .list("topics")
        .filter_map(|slug| catalogue.areas().find(slug))
        .map(|area| view! { <li><a href=link_to(route::Area::new(&area.slug))>{area_name(t, area)}</a></li> })
        .collect();
    let about: Vec<_> = item
        .codes("commitments")
        .into_iter()
        .map(|code| view! { " " <a class="code" href=link_to(route::Commitment::new(&code))>{code.to_string()}</a> })
        .collect();
    let about =
        (!about.is_empty()).then(|| view! { <p class="row-note">{say::about(t)} {about}</p> });
    let summary = item.localized("summary", t).map(|(text, lang)| {
        let lang = (lang != t).then_some(lang.slug());
        view! { <p class="row-note" lang=lang dir=direction(text)>{text.to_owned()}</p> }
    });
    view! {
        <li class="row">
            <div class="row-main">
                {heading}
                <p class="row-meta">{facts.join(" \u{b7} ")}</p>
                {summary}
                {about}
                <ul class="tags" aria-label=say::topic(t)>{topics}</ul>
            </div>
        </li>
    }
    .into_any()
}
