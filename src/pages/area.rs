//! `/areas` and `/areas/{slug}`: what was promised on a subject.

use std::sync::Arc;

use leptos::prelude::*;

use super::area_context::{commitments, guide, introduction, network, resources};
use super::home::featured_section;
use super::member::{
    by_name, card_of, compared, midterm_line, most_first, rated_in_words, share, with_midterm,
};
use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, contents, count_list, counted_line, data_table, follow_query, lang, layout,
    link_to, page_title, page_with_card, part_line, progress, words,
};
use crate::service::context::AreaContext;
use crate::service::{AreaView, ChartsInPlace, ListView, Part};
use catalogue::Catalogue;
use charts::LevelCounts;
use domain::area::{AreaGroup, description};
use domain::query::{Filter, Query};
use domain::route;
use domain::{Dimension, Lang, Lens, PolicyArea};
use i18n::format::{number, percent};
use i18n::{
    InLanguage, area as say, area_page, feeds, guide as guide_words, home, layout as site, member,
    names, terms,
};

/// Every policy area.
pub async fn areas_page(visit: Visit) -> Page {
    visit.query()?;
    let (catalogue, areas) = visit.app.areas();
    Ok(show_all(&catalogue, &areas).into_any())
}

/// One policy area.
pub async fn area_page(visit: Visit, at: route::Area) -> Page {
    let query = visit.query()?;
    let shown = visit.app.area(&at.slug)?;
    let part = Part {
        filter: Filter::Area,
        slug: shown.area.slug.to_string(),
        name: named(visit.lang(), &shown.area),
    };
    let charts = visit
        .app
        .charts_in_place(&shown.catalogue, &query, Some(&part), visit.lang())
        .await?;
    let within = query.selection().with_only(Filter::Area, &part.slug);
    let list = visit.app.list(&within).await?;
    let around = visit.app.area_context(&part.slug);
    Ok(show_one(shown, charts, list, around).into_any())
}

fn named(t: Lang, area: &PolicyArea) -> String {
    names::area(t, &area.slug, &area.name)
}

/// An area, its name and how many commitments it has.
type Counted<'a> = (&'a PolicyArea, String, usize);

fn show_all(catalogue: &Arc<Catalogue>, areas: &[(PolicyArea, usize)]) -> impl IntoView + use<> {
    let t = lang();
    let lead = say::lead(t, &number(t, catalogue.len()));
    let groups: Vec<_> = AreaGroup::ALL
        .iter()
        .map(|group| group_of(*group, areas))
        .collect();
    view! {
        {page_title(site::topics(t), &lead, route::Areas::PATH)}
        {layout(route::Areas::PATH, Some(catalogue), true, view! {
            <div class="page-head"><h1>{site::topics(t)}</h1><p class="lead">{lead.clone()}</p></div>
            {counted_line(catalogue, Some(Lens::All))}
            {groups}
        })}
    }
}

fn group_of(group: AreaGroup, areas: &[(PolicyArea, usize)]) -> AnyView {
    let t = lang();
    let mut own: Vec<Counted<'_>> = areas
        .iter()
        .filter(|(a, count)| a.group == group && *count > 0)
        .map(|(a, count)| (a, named(t, a), *count))
        .collect();
    if own.is_empty() {
        return ().into_any();
    }
    // Topics stand in OGP's order, what they consist of in that of the names.
    let tops: Vec<_> = own
        .iter()
        .filter(|(a, ..)| a.parent.is_none())
        .cloned()
        .collect();
    by_name(t, &mut own, |(_, name, _)| name);
    let body = if group == AreaGroup::Topic {
        tree(t, &tops, &own)
    } else {
        let entries = own
            .into_iter()
            .map(|(a, name, count)| (route::Area::new(&a.slug).to_string(), name, count));
        count_list("count-list many", entries)
    };
    let note = (group == AreaGroup::Former)
        .then(|| view! { <p class="prose muted">{say::former_tags(t)}</p> });
    // The page itself is named like the group of topics.
    let heading = match group {
        AreaGroup::Topic => say::topics_and_subtopics(t),
        _ => group.in_language(t),
    };
    view! {
        <section class="section" aria-labelledby=group.slug()>
            <h2 id=group.slug()>{heading}</h2>
            {note}
            {body}
        </section>
    }
    .into_any()
}

fn tree(t: Lang, tops: &[Counted<'_>], all: &[Counted<'_>]) -> AnyView {
    let counted = |count: usize| view! { <span class="n">{number(t, count)}</span> };
    let tops = tops.iter().map(|(top, _, count)| {
        let parts: Vec<_> = all
            .iter()
            .filter(|(a, ..)| a.parent.as_ref() == Some(&top.slug))
            .map(|(part, _, count)| view! { <li>{area_link(part)}{counted(*count)}</li> })
            .collect();
        let parts = (!parts.is_empty()).then(|| view! { <ul>{parts}</ul> });
        view! { <li>{area_link(top)}{counted(*count)}{parts}</li> }
    });
    view! { <ul class="tree cols">{tops.collect_view()}</ul> }.into_any()
}

fn area_link(area: &PolicyArea) -> impl IntoView + use<> {
    view! { <a href=link_to(route::Area::new(&area.slug))>{named(lang(), area)}</a> }
}

fn show_one(
    shown: AreaView,
    charts: ChartsInPlace,
    list: ListView,
    around: AreaContext,
) -> impl IntoView {
    let t = lang();
    let area = shown.area.clone();
    let name = named(t, &area);
    let query = Query::default().with(Filter::Area, &area.slug);
    let lead = say::promised(
        t,
        &site::n_commitments(t, shown.total),
        &site::n_members(t, shown.members.len()),
    );
    let findings = (!charts.is_narrowed).then(|| findings(&charts.levels));
    let lead: Vec<String> = std::iter::once(lead)
        .chain(findings.into_iter().flatten())
        .collect();
    let description_lead = lead.join(" ");
    let lead = lead
        .into_iter()
        .map(|sentence| view! { <li>{sentence}</li> });
    let covers = description(&area.slug).map(|scope| {
        view! {
            <p class="prose">
                {terms::covers(t, scope.slug)} " " <a href=scope.source>{say::ogp_description(t)}</a> "."
            </p>
        }
    });
    let trail = std::iter::once((route::Areas::PATH.to_owned(), site::topics(t).to_owned()))
        .chain(
            shown
                .parent
                .iter()
                .map(|p| (route::Area::new(&p.slug).to_string(), named(t, p))),
        )
        .collect();
    let caution = terms::caution(t, &area).map(|text| {
        view! { <div class="notice"><h2>{say::about_tag(t)}</h2><p>{text}</p></div> }
    });
    let mut members: Vec<_> = shown
        .members
        .iter()
        .map(|(slug, name, count)| {
            let href = query.with(Filter::Member, slug).link(route::Commitments);
            (href, names::member(t, slug, name), *count)
        })
        .collect();
    most_first(t, &mut members);
    let members = count_list("count-list many", members.into_iter().take(24));
    let mut related: Vec<_> = shown
        .related
        .iter()
        .map(|(a, count)| (route::Area::new(&a.slug).to_string(), named(t, a), *count))
        .collect();
    most_first(t, &mut related);
    let related = count_list("count-list many", related.into_iter());
    let here = route::Area::new(&area.slug).to_string();
    let card = card_of(&charts, &name);
    let description = member::description(t, &name, &description_lead);
    let sections = [
        ("parts", say::parts(t), !shown.children.is_empty()),
        ("commitments", site::commitments(t), true),
        ("featured", home::pointed_out(t), !shown.featured.is_empty()),
        ("progress", member::how_far(t), true),
        ("guide", area_page::guide(t), !around.chapters.is_empty()),
        ("who", say::who(t), true),
        ("related", say::related(t), true),
        ("network", guide_words::network(t), around.participants > 0),
        (
            "resources",
            area_page::resources(t),
            !around.resources.is_empty(),
        ),
    ];
    let sections = sections.into_iter().filter(|(.., is_there)| *is_there);
    let sections = contents(sections.map(|(id, name, _)| (id, name)));
    view! {
        {page_with_card(&name, &description, &here, &card)}
        {layout(route::Areas::PATH, Some(&shown.catalogue), true, view! {
            <Crumbs trail/>
            <div class="page-head">
                <h1>{name.clone()}</h1>
                <ul class="lead plain">{lead.collect_view()}</ul>
                {covers}
            </div>
            {sections}
            {part_line(&shown.catalogue, &site::n_commitments(t, shown.total))}
            {beside(
                view! { {parts(&shown)} {commitments(t, &here, list)} },
                introduction(t, &around),
                caution,
            )}
            {featured_section(&shown.featured, shown.catalogue.today())}
            {compared(charts, &here)}
            {guide(t, &around)}
            <section class="section" aria-labelledby="who">
                <h2 id="who">{say::who(t)}</h2>
                {members}
            </section>
            <section class="section" aria-labelledby="related">
                <h2 id="related">{say::related(t)}</h2>
                <p class="prose muted">{say::related_means(t)}</p>
                {related}
            </section>
            {network(t, &around)}
            {resources(t, &shown.catalogue, &around)}
            <div class="section">{follow_query(feeds::follow(t, &name), &query)}</div>
        })}
    }
}

/// What an area is about beside what was promised; below it where it is narrow.
fn beside(
    promised: impl IntoView + 'static,
    about: Option<AnyView>,
    caution: Option<impl IntoView + 'static>,
) -> AnyView {
    if about.is_none() && caution.is_none() {
        return promised.into_any();
    }
    view! {
        <div class="split topic">
            <div>{promised}</div>
            <div class="aside">{caution} {about}</div>
        </div>
    }
    .into_any()
}

/// A name that may be broken after its slashes.
fn breakable(name: &str) -> AnyView {
    let pieces = name.split_inclusive('/').map(str::to_owned);
    let pieces = pieces.map(|piece| {
        let may_break = piece.ends_with('/').then(|| view! { <wbr/> });
        view! { {piece}{may_break} }
    });
    pieces.collect_view().into_any()
}

/// The parts of an area with what they cover and how far their commitments got.
fn parts(shown: &AreaView) -> AnyView {
    if shown.children.is_empty() {
        return ().into_any();
    }
    let t = lang();
    let levels_of = |area: &PolicyArea| {
        let query = Query::default().with(Filter::Area, &area.slug);
        let selected = shown.catalogue.select(&query, None);
        Dimension::ALL
            .iter()
            .map(|d| LevelCounts::of(&shown.catalogue, &selected.rows, *d))
            .collect::<Vec<_>>()
    };
    // The parts share commitments: all of them together are counted in the area.
    let midterm = midterm_line(t, &levels_of(&shown.area));
    let rows = shown.children.iter().map(|(part, count)| {
        let shares = levels_of(part).into_iter();
        let shares = shares.map(|counts| view! { <td class="n">{share(&counts)}</td> });
        view! {
            <tr>
                <th scope="row"><a href=link_to(route::Area::new(&part.slug))>{breakable(&named(t, part))}</a></th>
                <td class="wide">{terms::covers(t, &part.slug)}</td>
                <td class="n">{number(t, *count)}</td>
                {shares.collect_view()}
            </tr>
        }
    });
    let head = TableHead {
        id: "parts-table".to_owned(),
        caption: say::parts_of(t, &named(t, &shown.area)),
        caption_visible: false,
        definitions: true,
        columns: [say::area(t), say::what_it_covers(t)]
            .map(words)
            .into_iter()
            .chain(progress(t))
            .collect(),
    };
    view! {
        <section class="section" aria-labelledby="parts">
            <h2 id="parts">{say::parts(t)}</h2>
            {midterm}
            {data_table(head, rows.collect_view())}
        </section>
    }
    .into_any()
}

/// One sentence for each dimension: a share where enough are assessed, else counts.
fn findings(levels: &[LevelCounts]) -> Vec<String> {
    let t = lang();
    let sentences = levels.iter().filter(|c| c.assessed() > 0).map(|counts| {
        let (dimension, assessed) = (counts.dimension, counts.assessed());
        match counts.reliable_percent_high() {
            Some(share) => {
                let share = percent(t, &share.to_string());
                let said = member::rated_share(t, dimension, assessed, &share);
                with_midterm(t, said, counts)
            }
            None => rated_in_words(t, counts, ""),
        }
    });
    sentences.collect()
}
