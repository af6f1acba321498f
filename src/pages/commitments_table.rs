//! The list of commitments as a table, sorted by the heads of its columns.

use leptos::prelude::*;
use maud::{Markup, Render, html};

use crate::components::{LevelKey, glyph, inside, lang, link_to, marked, pick};
use crate::service::{ListView, Listed};
use crate::words::levels::{mark, review_in_words};
use catalogue::{Catalogue, Row};
use domain::institution::MAX_NAME;
use domain::query::{Column, Query, Sort};
use domain::route;
use domain::text::{cut_at_word, direction};
use domain::{Dimension, Lang, Rating, Review};
use i18n::format::day_of;
use i18n::rows::provisional;
use i18n::{InLanguage, lang_of, list as say, names};

/// Characters of a title in the table; its page has it whole.
const LONG_TITLE: usize = 160;
/// With more columns than this the table scrolls in its frame on wide screens too.
const MOST_IN_SIGHT: usize = 8;

/// The page's commitments, each in a row.
pub fn table(list: ListView) -> AnyView {
    let t = lang();
    let query = list.query;
    let columns = query.columns().to_vec();
    let rates = columns.iter().any(|column| column.dimension().is_some());
    let heads = columns.iter().map(|column| {
        let name = column.in_language(t);
        match column.sort() {
            Some(sort) => sorting_head(&query, sort, name),
            None => view! { <th scope="col">{name}</th> }.into_any(),
        }
    });
    let heads: Vec<_> = heads.collect();
    // Written as `CommitmentRows` are.
    let rows = html! {
        @for item in &list.items {
            tr {
                (title(t, item))
                @for column in &columns { (cell(t, &list.catalogue, item, *column)) }
            }
        }
    };
    let class = if columns.len() > MOST_IN_SIGHT {
        "table-scroll commitments-table"
    } else {
        "table-scroll commitments-table few"
    };
    view! {
        {rates.then(|| view! { <LevelKey/> })}
        <div class=class role="region" tabindex="0" aria-labelledby="table-caption">
            <table class="data dense">
                <caption id="table-caption" class="vh">{say::table_caption(t)}</caption>
                <thead>
                    <tr>{sorting_head(&query, Sort::Title, say::title(t))}{heads}</tr>
                </thead>
                <tbody inner_html=inside(rows)></tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A head that leads to the table in its order, or in that order the other way round.
fn sorting_head(query: &Query, sort: Sort, name: &'static str) -> AnyView {
    let now = query.sort();
    let is_here = now == sort || Some(now) == sort.reversed();
    let (direction, mark, next) = if is_here {
        let (word, mark) = if now.is_ascending() {
            ("ascending", " \u{25b2}")
        } else {
            ("descending", " \u{25bc}")
        };
        (Some(word), mark, now.reversed().unwrap_or(sort))
    } else {
        (None, "", sort)
    };
    let href = link_to(query.sorted(next).link(route::Commitments));
    let title = next.in_language(lang());
    view! {
        <th scope="col" aria-sort=direction>
            <a href=href title=title>{name}<span aria-hidden="true">{mark}</span></a>
        </th>
    }
    .into_any()
}

fn title(t: Lang, item: &Listed) -> Markup {
    let c = &item.row.commitment;
    let whole = c.title_for(t);
    let href = link_to(route::Commitment::new(&c.code));
    html! {
        th scope="row" {
            div.row-head {
                (pick(&c.code))
                a href=(href) lang=[lang_of(t, whole)] dir=[direction(whole)] {
                    @match &item.title {
                        Some(pieces) => (marked(pieces)),
                        None => (cut_at_word(whole, LONG_TITLE)),
                    }
                }
            }
            @if c.is_title_translated_for(t) { p.row-note { (i18n::rows::title_translated(t)) } }
        }
    }
}

fn cell(t: Lang, catalogue: &Catalogue, item: &Listed, column: Column) -> Markup {
    let c = &*item.row.commitment;
    match column {
        Column::Member => text(Some(names::member(t, &c.member.slug(), &c.member.name))),
        Column::Plan => match (c.plan.start_year, c.plan.end_year) {
            (Some(start), Some(end)) => {
                html! { td.plan { (i18n::commitment::period(t, start, end)) } }
            }
            (Some(start), None) => text(Some(start)),
            (None, _) => unknown(),
        },
        Column::Ambition => rating(t, &item.row, catalogue, Dimension::Ambition),
        Column::Completion => rating(t, &item.row, catalogue, Dimension::Completion),
        Column::Results => rating(t, &item.row, catalogue, Dimension::EarlyResults),
        Column::PlanEnd => text(c.plan.end_year),
        Column::Overdue => review_of(t, &item.row, catalogue),
        Column::Changed => match item.row.last_change {
            Some(change) => {
                let day = change.made_at.format("%Y-%m-%d").to_string();
                html! { td.n { time datetime=(day) { (day_of(t, change.made_at)) } } }
            }
            None => unknown(),
        },
        Column::Code => html! { td { span.code { (c.code.as_str()) } } },
        Column::Lead => {
            let lead = c.lead_institutions.iter();
            let lead: Vec<_> = lead.map(|name| cut_at_word(name, MAX_NAME)).collect();
            let lead = lead.join("; ");
            if lead.is_empty() {
                return unknown();
            }
            html! { td lang=[lang_of(t, &lead)] dir=[direction(&lead)] { (lead) } }
        }
        Column::Areas => {
            let areas = c.policy_areas.iter();
            let areas = areas.map(|slug| names::area(t, slug, catalogue.areas().name(slug)));
            let areas: Vec<_> = areas.collect();
            text((!areas.is_empty()).then(|| areas.join(", ")))
        }
    }
}

/// A cell of text.
fn text(text: Option<impl Render>) -> Markup {
    text.map_or_else(unknown, |text| html! { td { (text) } })
}

/// What is not known is a dash, and said to those who listen.
fn unknown() -> Markup {
    html! { td.muted { span aria-hidden="true" { "\u{2013}" } span.vh { (say::not_known(lang())) } } }
}

/// A rating by its shape, with what the shape alone would not say; its words are read out, and the key explains them.
fn rating(t: Lang, row: &Row, catalogue: &Catalogue, dimension: Dimension) -> Markup {
    let mark = mark(t, row, dimension, catalogue.today());
    let rating = row.commitment.ratings.of(dimension);
    let is_provisional = rating.is_some_and(Rating::is_provisional);
    html! {
        td class={ "mark " (mark.class) } title=(mark.meaning) {
            (glyph(mark.symbol))
            @if !mark.short.is_empty() { span.short aria-hidden="true" { (mark.short) } }
            span.vh { (mark.word) (mark.more) @if is_provisional { (provisional(t)) } }
        }
    }
}

fn review_of(t: Lang, row: &Row, catalogue: &Catalogue) -> Markup {
    let today = catalogue.today();
    let Some(state) = row.review(today) else {
        return unknown();
    };
    let words = review_in_words(t, row, today);
    html! {
        td class=[(state == Review::Overdue).then_some("overdue")] {
            (words.unwrap_or_else(|| state.in_language(t).to_owned()))
        }
    }
}

/// Which columns the table has, as fields of the filters' form.
pub fn column_choice(query: &Query) -> AnyView {
    let t = lang();
    let boxes = Column::ALL.iter().map(|column| {
        let checked = query.columns().contains(column);
        view! {
            <li>
                <label>
                    <input type="checkbox" name="columns" form="filters" value=column.slug() checked=checked/>
                    {column.in_language(t)}
                </label>
            </li>
        }
    });
    view! {
        <details class="choose-columns">
            <summary>{say::columns(t)}</summary>
            <fieldset>
                <legend class="vh">{say::columns(t)}</legend>
                <ul class="options">{boxes.collect_view()}</ul>
                <div class="inline-field">
                    <button class="button quiet" form="filters">{say::show_columns(t)}</button>
                </div>
            </fieldset>
        </details>
    }
    .into_any()
}
