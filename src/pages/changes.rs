//! `/changes`: what was published about the record, when, by whom and why.

use leptos::prelude::*;

use super::load::page;
use crate::catalogue::Catalogue;
use crate::components::{layout, page_title};
use crate::domain::difference::Difference;
use crate::domain::text::grouped;
use crate::service::{
    Asked, CHANGES_ON_A_PAGE, Change, ChangedCommitment, ChangedRating, ChangedThing, ChangesView,
};

/// Characters of a long text that a difference shows.
const SHOWN: usize = 200;

/// The public history.
#[component]
pub fn ChangesPage() -> impl IntoView {
    page(async |visit| {
        let asked = Asked::parse(visit.address())?;
        Ok(show(visit.app.changes(asked).await?))
    })
}

fn show(shown: ChangesView) -> AnyView {
    let asked = shown.asked.clone();
    page_title(
        "Changes of the record",
        "What was published, when, by whom and why.",
        &asked.link("/changes", asked.page),
    );
    let items = shown
        .changes
        .iter()
        .map(|(past, change)| {
            let r = &past.revision;
            let id = format!("r{}", past.number);
            view! {
                <li id=id class="change">
                    <h2>
                        <time datetime=r.made_at.to_rfc3339()>{r.made_at.format("%-d %B %Y, %H:%M UTC").to_string()}</time>
                    </h2>
                    <p>
                        {format!("{}, because: {}", r.made_by, r.reason)}
                        {source(r.source.as_deref())}
                    </p>
                    {change_list(change)}
                </li>
            }
        })
        .collect_view();
    let count_of_pages = (shown.total - 1).max(0) / CHANGES_ON_A_PAGE + 1;
    let pager = (count_of_pages > 1).then(|| {
        let newer = (asked.page > 0).then(|| {
            view! { <li><a rel="prev" href=asked.link("/changes", asked.page - 1)>"Newer"</a></li> }
        });
        let older = (asked.page + 1 < count_of_pages).then(|| {
            view! { <li><a rel="next" href=asked.link("/changes", asked.page + 1)>"Older"</a></li> }
        });
        view! { <nav aria-label="Pages"><ul class="pager">{newer}<li><span>{format!("Page {} of {count_of_pages}", asked.page + 1)}</span></li>{older}</ul></nav> }
    });
    let count = match usize::try_from(shown.total).unwrap_or(0) {
        1 => "1 change".to_owned(),
        many => format!("{} changes", grouped(many)),
    };
    layout(
        "/changes",
        Some(&shown.catalogue),
        true,
        view! {
            <div class="page-head">
                <h1>"Changes of the record"</h1>
                <p class="lead">
                    "Everything that was published here, newest first: when, by whom, why, and what it was before. Nothing is ever removed. To see the whole record as it stood on a day, add "
                    <code>"as_of=2026-11-22"</code> " to any address."
                </p>
            </div>
            {filters(&asked, &shown.catalogue)}
            <p role="status">{count} " \u{b7} " <a href=asked.link("/changes.atom", 0)>"Atom feed"</a></p>
            <ol class="plain changes">{items}</ol>
            {pager}
        },
    )
}

fn source(source: Option<&str>) -> AnyView {
    match source {
        Some(url) if crate::forms::is_web_address(url) => {
            view! { ". " <a href=url.to_owned()>"Source"</a> }.into_any()
        }
        Some(name) => format!(" (from {name})").into_any(),
        None => ().into_any(),
    }
}

fn filters(asked: &Asked, catalogue: &Catalogue) -> impl IntoView + use<> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let what = text(&asked.what);
    let options = [
        ("", "Everything"),
        ("ratings", "Ratings and replies"),
        ("facts", "Facts, texts, members, areas"),
    ]
    .map(|(value, label)| {
        let selected = value == what;
        view! { <option value=value selected=selected>{label}</option> }
    })
    .into_iter()
    .collect_view();
    let members = catalogue
        .members()
        .iter()
        .map(|(slug, member)| {
            let selected = asked.member.as_deref() == Some(&**slug);
            view! { <option value=slug.to_string() selected=selected>{member.name.clone()}</option> }
        })
        .collect_view();
    view! {
        <form action="/changes" class="change-filters" aria-label="Filter the changes">
            <label>"Commitment"<input name="code" value=text(&asked.code) placeholder="NL0031"/></label>
            <label>"Member"<select name="member"><option value="">"All"</option>{members}</select></label>
            <label>"What"<select name="what">{options}</select></label>
            <label>"From"<input type="date" name="from" value=text(&asked.from)/></label>
            <label>"To"<input type="date" name="to" value=text(&asked.to)/></label>
            <button class="button quiet">"Filter"</button>
        </form>
    }
}

/// What a change touched: commitments, then members, plans and policy areas.
fn change_list(change: &Change) -> AnyView {
    let items = change
        .items
        .iter()
        .map(|item| {
            let href = format!("/commitments/{}", item.code);
            view! {
                <li>
                    <a href=href>{format!("{}: {}", item.code, item.title)}</a>
                    {what_changed(item)}
                </li>
            }
        })
        .collect_view();
    let things = change
        .besides
        .iter()
        .map(|thing| {
            view! {
                <li>
                    <a href=thing.href.clone()>{thing.name.clone()}</a>
                    {listed(lines_of_thing(thing))}
                </li>
            }
        })
        .collect_view();
    let more = |count: usize, what: &str| {
        (count > 0)
            .then(|| view! { <p class="muted">{format!("and {} more {what}", grouped(count))}</p> })
    };
    view! {
        {(!change.items.is_empty()).then(|| view! { <ul>{items}</ul> })}
        {more(change.total.saturating_sub(change.items.len()), "commitments")}
        {(!change.besides.is_empty()).then(|| view! { <ul>{things}</ul> })}
        {more(change.besides_total.saturating_sub(change.besides.len()), "members, plans and policy areas")}
    }
    .into_any()
}

/// What changed about a member, a plan or a policy area, as lines of text.
pub fn lines_of_thing(thing: &ChangedThing) -> Vec<String> {
    let added = thing.is_new.then(|| "Added to the record.".to_owned());
    let facts = thing.facts.iter().map(difference);
    added.into_iter().chain(facts).collect()
}

/// What changed about one commitment: ratings first, then facts.
pub fn what_changed(item: &ChangedCommitment) -> AnyView {
    listed(lines(item))
}

fn listed(lines: Vec<String>) -> AnyView {
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
pub fn lines(item: &ChangedCommitment) -> Vec<String> {
    let ratings = item.ratings.iter().map(ChangedRating::in_words);
    let added = match (item.is_new, item.is_gone) {
        (true, _) => Some("Added to the record.".to_owned()),
        (_, true) => Some("Left the record: the file that added it was taken back.".to_owned()),
        _ => None,
    };
    added
        .into_iter()
        .chain(ratings)
        .chain(item.facts.iter().map(difference))
        .collect()
}

fn difference(d: &Difference) -> String {
    let said = |text: &str| {
        let short: String = text.chars().take(SHOWN).collect();
        match (text.is_empty(), short.len() < text.len()) {
            (true, _) => "nothing".to_owned(),
            (_, true) => format!("\u{201c}{short}\u{2026}\u{201d}"),
            _ => format!("\u{201c}{short}\u{201d}"),
        }
    };
    format!(
        "{}: {} \u{2192} {}",
        d.label,
        said(&d.before),
        said(&d.after)
    )
}
