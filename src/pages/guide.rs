//! `/guide`, `/guide/{chapter}`, `/guide/{chapter}/{action}`: from what a reader wants to change to
//! commitments and people.

use std::sync::Arc;

use leptos::prelude::*;

use super::member::{midterm_line, share};
use super::{Page, Visit};
use crate::components::{
    CommitmentRows, Crumbs, Markdown, TableHead, contents, coverage_line, data_table, lang, layout,
    lens_choice, link_to, page_title, progress, sources,
};
use crate::service::Listed;
use crate::service::context::{ActionView, ChapterView, GuideView};
use catalogue::Catalogue;
use domain::context::ContextItem;
use domain::route;
use domain::{Lang, Query};
use i18n::format::number;
use i18n::layout::{countries, n_commitments};
use i18n::{context, download_notes, guide as say, names};

/// Every chapter with its actions.
pub async fn guide_page(visit: Visit) -> Page {
    Ok(show_all(visit.app.guide()).into_any())
}

/// One chapter.
pub async fn chapter_page(visit: Visit, at: route::GuideChapter) -> Page {
    let (catalogue, chapter) = visit.app.chapter(&at.chapter)?;
    Ok(show_chapter(&catalogue, &chapter).into_any())
}

/// One action.
pub async fn action_page(visit: Visit, at: route::GuideAction) -> Page {
    let asked = visit.query()?;
    let action = visit.app.action(&at.chapter, &at.action, &asked).await?;
    Ok(show_action(action, &asked).into_any())
}

fn address(chapter: &ContextItem, action: Option<&ContextItem>) -> String {
    match action {
        Some(action) => route::GuideAction::new(&chapter.slug, &action.slug).to_string(),
        None => route::GuideChapter::new(&chapter.slug).to_string(),
    }
}

/// A text of an item, with its language where that is not the page's.
fn text(t: Lang, item: &ContextItem, name: &str) -> AnyView {
    match item.localized(name, t) {
        Some((text, lang)) => {
            let lang = (lang != t).then_some(lang);
            view! { <Markdown text=text.to_owned() lang/> }.into_any()
        }
        None => ().into_any(),
    }
}

fn show_all(guide: GuideView) -> AnyView {
    let t = lang();
    page_title(say::title(t), say::description(t), route::Guide::PATH);
    let chapters = guide.chapters.iter().map(|chapter| {
        let id = chapter.chapter.slug.clone();
        let heading = id.clone();
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section-head">
                    <h2 id=heading>{chapter.chapter.text("title", t).to_owned()}</h2>
                    <p><a href=link_to(address(&chapter.chapter, None))>{say::whole_chapter(t)}</a></p>
                </div>
                <p class="want">{say::we_want(t)}</p>
                {wants(t, chapter)}
            </section>
        }
    });
    let chapters = chapters.collect_view();
    let parts = guide.chapters.iter().map(|chapter| {
        let title = chapter.chapter.text("title", t);
        (chapter.chapter.slug.clone(), title.to_owned())
    });
    let parts = contents(parts);
    let empty = guide
        .chapters
        .is_empty()
        .then(|| view! { <p>{say::none_yet(t)}</p> });
    layout(
        route::Guide::PATH,
        Some(&guide.catalogue),
        true,
        view! {
            <div class="page-head">
                <h1>{say::title(t)}</h1>
                <p class="lead">{say::lead(t)}</p>
                <p class="muted">{say::own_words(t)} " " {say::digital_first(t)}</p>
            </div>
            {parts}
            {chapters}
            {empty}
        },
    )
}

/// What a reader may want, each leading to the action that serves it.
fn wants(t: Lang, chapter: &ChapterView) -> impl IntoView + use<> {
    let entries = chapter.actions.iter().map(|(action, _)| {
        let want = action.text("want", t).to_owned();
        let title = action.text("title", t).to_owned();
        view! {
            <li>
                <a href=link_to(address(&chapter.chapter, Some(action)))>{format!("\u{2026} {want}")}</a>
                <br/>
                <span class="muted">{title}</span>
            </li>
        }
    });
    view! { <ul class="wants">{entries.collect_view()}</ul> }
}

fn show_chapter(catalogue: &Arc<Catalogue>, chapter: &ChapterView) -> AnyView {
    let t = lang();
    let title = chapter.chapter.text("title", t).to_owned();
    page_title(
        &say::part_title(t, &title, say::title(t)),
        &say::chapter_description(t, &title),
        &address(&chapter.chapter, None),
    );
    let trail = vec![(route::Guide::PATH.to_owned(), say::title(t).to_owned())];
    let area = chapter.chapter.get("area").to_owned();
    let area = catalogue.areas().find(&area).map(|found| {
        let name = names::area(t, &found.slug, &found.name);
        let href = route::Area::new(&found.slug).to_string();
        view! { <p>{say::area(t)} {context::colon(t)} <a href=link_to(href)>{name}</a></p> }
    });
    layout(
        route::Guide::PATH,
        Some(catalogue),
        true,
        view! {
            <Crumbs trail/>
            <div class="page-head"><h1>{title}</h1>{area}</div>
            {text(t, &chapter.chapter, "introduction")}
            {sources(&chapter.chapter.sources())}
            <section class="section" aria-labelledby="actions">
                <h2 id="actions">{say::actions(t)}</h2>
                <p class="want">{say::we_want(t)}</p>
                {wants(t, chapter)}
            </section>
        },
    )
}

fn show_action(shown: ActionView, asked: &Query) -> AnyView {
    let t = lang();
    let (chapter, action) = (&shown.chapter.chapter, &shown.action);
    let here = address(chapter, Some(action));
    let title = action.text("title", t).to_owned();
    let want = format!("{} {}", say::we_want(t), action.text("want", t));
    let chapter_title = chapter.text("title", t);
    page_title(
        &say::part_title(t, &title, chapter_title),
        &format!("{title}: {want}"),
        &address(chapter, Some(action)),
    );
    let trail = vec![
        (route::Guide::PATH.to_owned(), say::title(t).to_owned()),
        (address(chapter, None), chapter.text("title", t).to_owned()),
    ];
    let questions = (!action.text("questions", t).is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="questions">
                <h2 id="questions">{say::questions(t)}</h2>
                {text(t, action, "questions")}
            </section>
        }
    });
    let others = shown
        .chapter
        .actions
        .iter()
        .filter(|(other, _)| other.slug != action.slug)
        .map(|(other, _)| {
            view! { <li><a href=link_to(address(chapter, Some(other)))>{other.text("title", t).to_owned()}</a></li> }
        });
    let others = others.collect_view();
    let has_questions = questions.is_some();
    let parts = [
        ("what", say::what(t)),
        ("who", say::who(t)),
        ("questions", say::questions(t)),
        ("people", say::people(t)),
        ("next", say::next(t)),
    ];
    let parts = parts.into_iter();
    let parts = contents(parts.filter(|(id, _)| *id != "questions" || has_questions));
    let catalogue = Arc::clone(&shown.catalogue);
    layout(
        route::Guide::PATH,
        Some(&catalogue),
        true,
        view! {
            <Crumbs trail/>
            <div class="page-head"><h1>{title}</h1><p class="lead">{want}</p></div>
            {parts}
            <section aria-labelledby="what">
                <h2 id="what">{say::what(t)}</h2>
                {text(t, action, "what")}
                {sources(&action.sources())}
            </section>
            {promised(t, &shown, asked, &here)}
            {questions}
            {people(t, &shown)}
            <section class="section" aria-labelledby="next">
                <h2 id="next">{say::next(t)}</h2>
                <ul>{others}</ul>
            </section>
        },
    )
}

/// Who has promised it, and how far they got.
fn promised(t: Lang, shown: &ActionView, asked: &Query, here: &str) -> impl IntoView + use<> {
    let today = shown.catalogue.today();
    let chosen: Vec<Listed> = shown.chosen.iter().cloned().map(Listed::from).collect();
    let table = (!chosen.is_empty()).then(|| {
        let shares = shown.levels.iter();
        let shares = shares.map(|counts| view! { <td class="n">{share(counts)}</td> });
        let row = view! {
            <tr>
                <th scope="row">{say::chosen(t)}</th>
                <td class="n">{number(t, shown.chosen.len())}</td>
                {shares.collect_view()}
            </tr>
        };
        let columns = std::iter::once(crate::components::words(download_notes::selection(t)));
        data_table(
            TableHead {
                id: "how-far".to_owned(),
                caption: say::how_far(t).to_owned(),
                caption_visible: true,
                definitions: false,
                columns: columns.chain(progress(t)).collect(),
            },
            row,
        )
    });
    let midterm = midterm_line(t, &shown.levels);
    let by_tag = shown.query.as_ref().map(|query| {
        let all = n_commitments(t, shown.total);
        let rows = shown.by_tag.clone();
        view! {
            <h3>{say::by_tag(t)}</h3>
            <p class="muted">{say::by_tag_means(t)}</p>
            {lens_choice(asked, here)}
            <CommitmentRows items=rows today level=4/>
            <p><a href=link_to(query.link(route::Commitments))>{say::all_with_filters(t, &all)}</a></p>
        }
    });
    let by_hand = (!chosen.is_empty()).then(|| {
        view! { <h3>{say::chosen(t)}</h3> <CommitmentRows items=chosen today level=4/> }
    });
    view! {
        <section class="section" aria-labelledby="who">
            <h2 id="who">{say::who(t)}</h2>
            {coverage_line(&shown.catalogue)}
            {table}
            {midterm}
            {by_hand}
            {by_tag}
        </section>
    }
}

fn people(t: Lang, shown: &ActionView) -> impl IntoView + use<> {
    let links = shown.people.iter().map(|member| {
        let slug = member.slug();
        let name = names::member(t, &slug, &member.name);
        view! { <li><a href=link_to(route::Member::new(&slug))>{name}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <section class="section" aria-labelledby="people">
            <h2 id="people">{say::people(t)}</h2>
            <p class="muted">{say::people_means(t)}</p>
            <ul class="plain columns" aria-label=countries(t)>{links}</ul>
            <p><a href=link_to(route::Network)>{say::network(t)}</a></p>
        </section>
    }
}
