//! `/changes`: what was published about the record, when, by whom and why.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    follow_links, kept_fields, lang, layout, link_to, moment_of_day, page_title, quoting,
    values_to_choose,
};
use crate::service::{
    Asked, BUNDLED, CHANGES_ON_A_PAGE, Change, ChangedCommitment, ChangedRating, ChangedThing,
    ChangesView,
};
use catalogue::Catalogue;
use domain::Lang;
use domain::difference::Difference;
use domain::query::Filter;
use domain::route;
use i18n::facets::in_order;
use i18n::format::{day_of, number};
use i18n::{InLanguage, changes as say, commitment, feeds, names, terms};
use store::PastRevision;

/// Characters of a long text that a difference shows.
const SHOWN: usize = 200;
/// Fields whose text is the source's own, in the source's language.
const IN_SOURCE_LANGUAGE: &[&str] = &[
    "plan",
    "title",
    "description",
    "milestones",
    "lead",
    "support",
    "report",
];

/// The public history.
pub async fn changes_page(visit: Visit) -> Page {
    let asked = Asked::of(visit.params())?;
    Ok(show(visit.app.changes(asked, visit.lang()).await?))
}

fn show(shown: ChangesView) -> AnyView {
    let t = lang();
    let asked = shown.asked.clone();
    page_title(
        say::title(t),
        say::description(t),
        &asked.link(route::Changes, asked.page),
    );
    let days = shown
        .changes
        .chunk_by(|(a, _), (b, _)| {
            a.revision.made_at.date_naive() == b.revision.made_at.date_naive()
        })
        .map(|of_day| day(t, of_day))
        .collect_view();
    let count_of_pages = (shown.total - 1).max(0) / CHANGES_ON_A_PAGE + 1;
    let pager = (count_of_pages > 1).then(|| {
        let newer = (asked.page > 0).then(|| {
            view! { <li><a rel="prev" href=link_to(asked.link(route::Changes, asked.page - 1))>{say::newer(t)}</a></li> }
        });
        let older = (asked.page + 1 < count_of_pages).then(|| {
            view! { <li><a rel="next" href=link_to(asked.link(route::Changes, asked.page + 1))>{say::older(t)}</a></li> }
        });
        let here = say::page(t, &counted(t, asked.page + 1), &counted(t, count_of_pages));
        view! { <nav aria-label=say::pages(t)><ul class="pager">{newer}<li><span>{here}</span></li>{older}</ul></nav> }
    });
    let count = say::n_changes(t, usize::try_from(shown.total).unwrap_or(0));
    layout(
        route::Changes::PATH,
        Some(&shown.catalogue),
        true,
        view! {
            <div class="page-head">
                <h1>{say::title(t)}</h1>
                <p class="lead">
                    {say::lead(t)} <code>"as_of=2026-11-22"</code> {say::lead_end(t)}
                </p>
            </div>
            {filters(t, &asked, &shown.catalogue)}
            <p role="status">{count}</p>
            {follow_links(
                feeds::follow_changes(t).to_owned(),
                asked.link(route::ChangesFeed, 0),
                asked.link(route::ChangesJsonFeed, 0),
            )}
            {days}
            {pager}
        },
    )
}

/// The changes of one day, newest first.
fn day(t: Lang, changes: &[(PastRevision, Arc<Change>)]) -> AnyView {
    let Some((newest, _)) = changes.first() else {
        return ().into_any();
    };
    let at = newest.revision.made_at;
    let id = format!("d{}", at.format("%Y-%m-%d"));
    let labelled = id.clone();
    let items = changes.iter().map(|(past, change)| {
        let r = &past.revision;
        let id = format!("r{}", past.number);
        let reason = say::localized_reason(t, &r.reason);
        let list = change_list(t, change);
        // What a record begins with is no news; it is there for those who look for it.
        let list = if say::is_first_load(&r.reason) {
            let count = say::n_loaded(t, change.total);
            view! { <details><summary>{count}</summary>{list}</details> }.into_any()
        } else {
            list
        };
        view! {
            <li id=id class="change">
                <h3>
                    {moment_of_day(r.made_at)}
                    " \u{b7} " {kind(t, change)}
                </h3>
                <p>
                    {quoting(t, [reason], |[reason]| say::made(t, &r.made_by, reason))}
                    {change.written_by(t, &r.made_by)}
                    {source(t, r.source.as_deref())}
                </p>
                {list}
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby=labelled>
            <h2 id=id>{day_of(t, at)}</h2>
            <ol class="plain changes">{items.collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// What a change is about, by the first commitments that it touched.
fn kind(t: Lang, change: &Change) -> &'static str {
    let is_any = |test: fn(&ChangedCommitment) -> bool| change.items.iter().any(test);
    if is_any(|item| item.is_new) {
        say::kind_added(t)
    } else if is_any(|item| !item.ratings.is_empty()) {
        say::kind_ratings(t)
    } else if !change.items.is_empty() {
        say::kind_facts(t)
    } else {
        say::kind_around(t)
    }
}

/// A number of pages, which is far below what a number can be.
fn counted(t: Lang, n: i64) -> String {
    number(t, usize::try_from(n).unwrap_or_default())
}

fn source(t: Lang, source: Option<&str>) -> AnyView {
    match source {
        Some(url) if domain::forms::is_web_address(url) => {
            view! { ". " <a href=url.to_owned()>{say::source(t)}</a> }.into_any()
        }
        Some(name) if name.starts_with(BUNDLED) => say::from_bundled(t).into_any(),
        Some(name) => say::from_file(t, name).into_any(),
        None => ().into_any(),
    }
}

fn filters(t: Lang, asked: &Asked, catalogue: &Catalogue) -> impl IntoView + use<> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let what = text(&asked.what);
    let options = [
        ("", say::everything(t)),
        ("ratings", say::ratings(t)),
        ("facts", say::facts(t)),
    ]
    .map(|(value, label)| {
        let selected = value == what;
        view! { <option value=value selected=selected>{label}</option> }
    })
    .into_iter()
    .collect_view();
    let members = catalogue.members().iter();
    let members = members.map(|(slug, member)| (slug, names::member(t, slug, &member.name)));
    let members = in_order(t, Filter::Member, members.collect(), |(_, name)| (name, 0))
        .into_iter()
        .map(|(slug, name)| {
            let selected = asked.member.as_deref() == Some(&**slug);
            view! { <option value=slug.to_string() selected=selected>{name}</option> }
        })
        .collect_view();
    let areas = values_to_choose(t, catalogue, Filter::Area)
        .into_iter()
        .map(|(slug, name)| {
            let selected = asked.area.as_deref() == Some(&*slug);
            view! { <option value=slug.to_string() selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <form action=route::Changes::PATH class="change-filters" aria-label=say::filter_changes(t)>
            {kept_fields()}
            <label>{say::commitment_code(t)}<input name="code" value=text(&asked.code) placeholder="NL0031"/></label>
            <label>{say::member(t)}<select name="member"><option value="">{say::all(t)}</option>{members}</select></label>
            <label>{say::topic_of_change(t)}<select name="area"><option value="">{say::all(t)}</option>{areas}</select></label>
            <label>{say::what(t)}<select name="what">{options}</select></label>
            <label>{say::from(t)}<input type="date" name="from" value=text(&asked.from)/></label>
            <label>{say::to(t)}<input type="date" name="to" value=text(&asked.to)/></label>
            <button class="button quiet">{say::filter(t)}</button>
        </form>
    }
}

/// What a change touched: commitments, then members, plans, policy areas and what surrounds them.
fn change_list(t: Lang, change: &Change) -> AnyView {
    let items = change
        .items
        .iter()
        .map(|item| {
            let href = route::Commitment::new(&item.code).to_string();
            let code = item.code.as_str();
            view! {
                <li>
                    <a href=link_to(href)>
                        {quoting(t, [&item.title], |[title]| say::titled(t, code, title))}
                    </a>
                    {what_changed(t, item)}
                </li>
            }
        })
        .collect_view();
    let things = change
        .other_changes
        .iter()
        .map(|thing| {
            view! {
                <li>
                    <a href=link_to(&thing.href)>{thing.name.clone()}</a>
                    {listed(lines_of_thing(t, thing))}
                </li>
            }
        })
        .collect_view();
    let more = |count: usize, say: fn(Lang, usize) -> String| {
        (count > 0).then(|| view! { <p class="muted">{say(t, count)}</p> })
    };
    view! {
        {(!change.items.is_empty()).then(|| view! { <ul>{items}</ul> })}
        {more(change.total.saturating_sub(change.items.len()), say::and_more)}
        {(!change.other_changes.is_empty()).then(|| view! { <ul>{things}</ul> })}
        {more(change.other_changes_total.saturating_sub(change.other_changes.len()), say::and_more_things)}
    }
    .into_any()
}

/// What changed about a member, a plan or a policy area, as lines of text.
pub fn lines_of_thing(t: Lang, thing: &ChangedThing) -> Vec<String> {
    let added = thing.is_new.then(|| say::added(t).to_owned());
    let gone = thing.is_gone.then(|| say::withdrawn(t).to_owned());
    let facts = thing.facts.iter().map(|d| fact(t, d));
    added.into_iter().chain(gone).chain(facts).collect()
}

fn listed(lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
    view! { <ul>{lines.collect_view()}</ul> }.into_any()
}

/// What changed about one commitment: ratings first, then facts.
pub fn what_changed(t: Lang, item: &ChangedCommitment) -> AnyView {
    let ratings = item.ratings.iter().map(|changed| {
        let report = report_of(t, changed).unwrap_or_default();
        quoting(t, [&report], |[report]| {
            rating(t, changed, item.is_new, report)
        })
    });
    let facts = item.facts.iter().map(|d| {
        if IN_SOURCE_LANGUAGE.contains(&d.field) {
            let [before, after] = [&d.before, &d.after].map(|text| shortened(text).0);
            quoting(t, [before, after], |texts| difference(t, d, texts))
        } else {
            fact(t, d).into_any()
        }
    });
    let lines: Vec<AnyView> = came_or_went(t, item)
        .map(IntoAny::into_any)
        .into_iter()
        .chain(ratings)
        .chain(facts)
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}

/// The same as lines of text.
pub fn lines(t: Lang, item: &ChangedCommitment) -> Vec<String> {
    let ratings = item.ratings.iter().map(|changed| {
        rating(
            t,
            changed,
            item.is_new,
            &report_of(t, changed).unwrap_or_default(),
        )
    });
    came_or_went(t, item)
        .map(str::to_owned)
        .into_iter()
        .chain(ratings)
        .chain(item.facts.iter().map(|d| fact(t, d)))
        .collect()
}

fn came_or_went(t: Lang, item: &ChangedCommitment) -> Option<&'static str> {
    match (item.is_new, item.is_gone) {
        (true, _) => Some(say::added(t)),
        (_, true) => Some(say::left(t)),
        _ => None,
    }
}

fn report_of(t: Lang, changed: &ChangedRating) -> Option<String> {
    let report = changed.after.as_ref()?.report.as_ref()?;
    Some(i18n::commitment::report_title(t, report))
}

/// For example `Completion: Limited → Substantial (Spain Results Report 2022-2024)`. A rating that came with
/// its commitment replaced nothing.
fn rating(t: Lang, changed: &ChangedRating, is_new: bool, report: &str) -> String {
    let name = changed.dimension.in_language(t);
    let [before, after] = [&changed.before, &changed.after].map(|rating| {
        let finding = rating.as_ref().map(|rating| rating.finding);
        finding.map_or(say::not_stated(t), |finding| terms::finding(t, finding))
    });
    match (is_new, report.is_empty()) {
        (true, true) => say::is_now(t, name, after),
        (true, false) => say::is_now_in(t, name, after, report),
        (false, true) => say::was_is(t, name, before, after),
        (false, false) => say::was_is_in(t, name, before, after, report),
    }
}

fn fact(t: Lang, d: &Difference) -> String {
    difference(t, d, [&d.before, &d.after].map(|text| shortened(text).0))
}

/// What a field said and says; `texts` are the beginnings of both, or stand for them.
fn difference(t: Lang, d: &Difference, texts: [&str; 2]) -> String {
    let [before, after] = texts;
    let said = |whole: &str, shown: &str| match (whole.is_empty(), shortened(whole).1) {
        (true, _) => say::nothing(t).to_owned(),
        (_, true) => say::quoted_cut(t, shown),
        _ => say::quoted(t, shown),
    };
    let field = commitment::field(t, d.field).unwrap_or(d.label);
    say::was_is(t, field, &said(&d.before, before), &said(&d.after, after))
}

/// The beginning of a long text, and whether it goes on.
fn shortened(text: &str) -> (&str, bool) {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}
