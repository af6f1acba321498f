//! What a policy area's page tells besides its figures: what it is about, its commitments with the
//! IRM's three filters, and ways to the guide, the network and resources.

use leptos::prelude::*;

use super::resources::resource;
use crate::components::{CommitmentRows, Markdown, kept_fields, link_to, select, sources};
use crate::service::ListView;
use crate::service::context::AreaContext;
use catalogue::Catalogue;
use domain::query::Filter;
use domain::route;
use domain::{Dimension, Lang, Level};
use i18n::{InLanguage, area as say, area_page as own, context, guide as guide_words};

/// Commitments shown on the page of an area; the list has all.
const SHOWN: usize = 8;

fn text(t: Lang, around: &AreaContext, field: &str) -> Option<AnyView> {
    let (text, lang) = around.texts.as_ref()?.localized(field, t)?;
    let lang = (lang != t).then_some(lang);
    Some(view! { <Markdown text=text.to_owned() lang/> }.into_any())
}

/// What the area is about and why it matters.
pub fn introduction(t: Lang, around: &AreaContext) -> Option<AnyView> {
    let about = text(t, around, "introduction")?;
    let why = text(t, around, "why").map(|why| view! { <h2>{own::why(t)}</h2> {why} });
    let from = around.texts.as_ref().map(|texts| sources(&texts.sources()));
    Some(view! { <div class="about-area">{about} {why} {from}</div> }.into_any())
}

/// The area's commitments, with a filter for each rating in place. `here` is the page's address.
pub fn commitments(t: Lang, here: &str, list: ListView) -> AnyView {
    let query = list.query.clone();
    let selects = Dimension::ALL.iter().map(|dimension| {
        let filter = Filter::of(*dimension);
        let chosen = Level::ALL
            .iter()
            // Of several, a browser would show the last.
            .rfind(|level| query.has(filter, level.slug()))
            .map(|level| level.slug());
        let options = Level::ALL
            .iter()
            .map(|level| (level.slug().to_owned(), level.in_language(t).to_owned()));
        let id = format!("in-{}", filter.slug());
        select(id, filter.slug(), filter.in_language(t), chosen, options)
    });
    let selects = selects.collect_view();
    let all = query.link(route::Commitments);
    let total = list.total;
    let today = list.catalogue.today();
    let rows: Vec<_> = list.items.into_iter().take(SHOWN).collect();
    let body = if rows.is_empty() {
        view! { <p>{own::none(t)} " " <a href=link_to(here)>{own::all_again(t)}</a></p> }.into_any()
    } else {
        view! { <CommitmentRows items=rows today/> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="commitments">
            <div class="section-head">
                <h2 id="commitments">{say::newest(t)}</h2>
                <p><a href=link_to(all)>{say::all_with_filters(t, total)}</a></p>
            </div>
            <form class="chart-form" action=format!("{here}#commitments") aria-label=own::filters(t)>
                {kept_fields()}
                {selects}
                <button class="button">{context::show(t)}</button>
            </form>
            <p role="status">{own::n_found(t, total)}</p>
            {body}
        </section>
    }
    .into_any()
}

/// The chapters of the guide on the area, each with its actions.
pub fn guide(t: Lang, around: &AreaContext) -> AnyView {
    if around.chapters.is_empty() {
        return ().into_any();
    }
    let chapters = around.chapters.iter().map(|chapter| {
        let slug = &chapter.chapter.slug;
        let actions = chapter.actions.iter().map(|(action, _)| {
            let href = route::GuideAction::new(slug, &action.slug).to_string();
            view! { <li><a href=link_to(href)>{action.text("title", t).to_owned()}</a></li> }
        });
        view! {
            <h3><a href=link_to(route::GuideChapter::new(slug))>{chapter.chapter.text("title", t).to_owned()}</a></h3>
            <ul>{actions.collect_view()}</ul>
        }
    });
    view! {
        <section class="section" aria-labelledby="guide">
            <h2 id="guide">{own::guide(t)}</h2>
            {chapters.collect_view()}
        </section>
    }
    .into_any()
}

/// The way to the network, where the area is what it is about.
pub fn network(t: Lang, around: &AreaContext) -> AnyView {
    if around.participants == 0 {
        return ().into_any();
    }
    view! {
        <section class="section" aria-labelledby="network">
            <h2 id="network">{guide_words::network(t)}</h2>
            <p>
                {own::n_participants(t, around.participants)} " "
                <a href=link_to(route::Network)>{own::to_network(t)}</a>
            </p>
        </section>
    }
    .into_any()
}

/// Stories, guides, events and research on the area.
pub fn resources(t: Lang, catalogue: &Catalogue, around: &AreaContext) -> AnyView {
    if around.resources.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = around
        .resources
        .iter()
        .take(SHOWN)
        .map(|item| resource(t, catalogue, item, 3))
        .collect();
    let all = route::Resources.with("topic", &around.slug);
    let total = around.resources.len();
    view! {
        <section class="section" aria-labelledby="resources">
            <div class="section-head">
                <h2 id="resources">{own::resources(t)}</h2>
                <p><a href=link_to(all)>{own::all_resources(t, total)}</a></p>
            </div>
            <ul class="rows">{items}</ul>
        </section>
    }
    .into_any()
}
