//! `/search`: what is found of everything, in groups.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    CommitmentRows, SearchBox, count_list, coverage_line, lang, layout, link_to, page_title,
    understood_notice,
};
use crate::service::{ListView, MemberSummary, SearchView, Shortcut};
use crate::words::list_name;
use catalogue::Catalogue;
use domain::context::ContextItem;
use domain::{Lang, PolicyArea, Query, route};
use i18n::format::number;
use i18n::layout::n_commitments;
use i18n::{layout as site, list, member, names, search as say};

/// The results of a search, or the way to begin one.
pub async fn search_page(visit: Visit) -> Page {
    let asked = visit.query()?;
    let found = visit.app.search_everything(&asked).await?;
    let typed = asked.search().unwrap_or_default().to_owned();
    Ok(show(found, typed).into_any())
}

fn show(found: SearchView, typed: String) -> impl IntoView {
    let t = lang();
    let heading = if typed.is_empty() {
        say::heading(t).to_owned()
    } else {
        say::heading_of(t, &typed)
    };
    let here = Query::default().searching(&typed).link(route::Search);
    let catalogue = found.catalogue.clone();
    let groups = [
        lists(t, &catalogue, found.shortcut.as_ref()),
        members(t, &found.members),
        areas(t, &found.areas),
        actions(t, &found.actions),
    ];
    let nothing_named = found.members.is_empty()
        && found.areas.is_empty()
        && found.actions.is_empty()
        && found.shortcut.is_none();
    let understood = found
        .list
        .as_ref()
        .map(|list| understood_notice(&list.query, list.understood.as_ref(), route::Search));
    let commitments = found
        .list
        .map(|list| commitments(t, list, &typed, nothing_named));
    let coverage = (!typed.is_empty())
        .then(|| view! { <div class="section">{coverage_line(&catalogue)}</div> });
    view! {
        {page_title(&heading, say::description(t), &here)}
        {layout(route::Search::PATH, Some(&catalogue), false, view! {
            <div class="page-head"><h1>{heading}</h1></div>
            <SearchBox big=true typed/>
            {understood}
            {groups.into_iter().collect_view()}
            {commitments}
            {coverage}
        })}
    }
}

/// A group of results under its heading; nothing where it is empty.
fn group(
    id: &'static str,
    heading: &'static str,
    is_empty: bool,
    results: impl IntoView + 'static,
) -> AnyView {
    if is_empty {
        return ().into_any();
    }
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {results}
        </section>
    }
    .into_any()
}

/// The list that is asked for.
fn lists(t: Lang, catalogue: &Catalogue, found: Option<&Shortcut>) -> AnyView {
    let entries = found.map(|Shortcut { query, total }| {
        let name = list_name(t, catalogue, query);
        (
            query.link(route::Commitments),
            name,
            total.unwrap_or_default(),
        )
    });
    group(
        "lists",
        say::lists(t),
        found.is_none(),
        count_list("count-list found", entries.into_iter()),
    )
}

fn members(t: Lang, found: &[MemberSummary]) -> AnyView {
    let entries = found.iter().map(|member| {
        let name = names::member(t, &member.slug, &member.member.name);
        (
            route::Member::new(&member.slug).to_string(),
            name,
            member.total,
        )
    });
    group(
        "countries",
        member::heading(t),
        found.is_empty(),
        count_list("count-list found", entries),
    )
}

fn areas(t: Lang, found: &[(PolicyArea, usize)]) -> AnyView {
    let entries = found.iter().map(|(area, count)| {
        let name = names::area(t, &area.slug, &area.name);
        (route::Area::new(&area.slug).to_string(), name, *count)
    });
    group(
        "topics",
        site::topics(t),
        found.is_empty(),
        count_list("count-list found", entries),
    )
}

fn actions(t: Lang, found: &[std::sync::Arc<ContextItem>]) -> AnyView {
    let links = found.iter().map(|action| {
        let href = link_to(route::GuideAction::new(action.get("chapter"), &action.slug));
        view! { <li><a href=href>{action.text("title", t).to_owned()}</a></li> }
    });
    let links = view! { <ul class="found-actions">{links.collect_view()}</ul> };
    group("actions", say::actions(t), found.is_empty(), links)
}

fn commitments(t: Lang, found: ListView, typed: &str, nothing_named: bool) -> AnyView {
    if found.total == 0 {
        return none(t, &found, typed, nothing_named);
    }
    let all = link_to(found.query.link(route::Commitments));
    let today = found.catalogue.today();
    let to_list = if found.total > found.items.len() {
        say::all(t, &number(t, found.total))
    } else {
        say::filter(t).to_owned()
    };
    view! {
        <section class="section" aria-labelledby="found">
            <div class="section-head">
                <h2 id="found">{site::commitments(t)} " " <span class="n muted">{number(t, found.total)}</span></h2>
                <p><a href=all>{to_list}</a></p>
            </div>
            <CommitmentRows items=found.items today/>
        </section>
    }
    .into_any()
}

/// What to do where no commitment is found.
fn none(t: Lang, found: &ListView, typed: &str, nothing_named: bool) -> AnyView {
    let told = if nothing_named {
        say::nothing(t, typed)
    } else {
        say::no_commitment(t, typed)
    };
    let meant = found.alternatives.iter().map(|other| {
        let href = link_to(other.query.link(route::Search));
        let words = other.query.search().unwrap_or_default().to_owned();
        view! { <li><a href=href><bdi>{words}</bdi> " " <span class="n">{n_commitments(t, other.count)}</span></a></li> }
    });
    let meant = (!found.alternatives.is_empty()).then(|| {
        view! { <h3>{list::did_you_mean(t)}</h3><ul class="loosen">{meant.collect_view()}</ul> }
    });
    let browse = [
        (route::Members::PATH, site::countries(t)),
        (route::Areas::PATH, site::topics(t)),
        (route::Commitments::PATH, site::commitments(t)),
    ];
    let browse = browse.map(|(path, name)| view! { <li><a href=link_to(path)>{name}</a></li> });
    view! {
        <section class="section" aria-labelledby="found">
            <h2 id="found">{site::commitments(t)}</h2>
            <p>{told}</p>
            {meant}
            <p>{say::try_instead(t)}</p>
            <ul>{browse.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any()
}
