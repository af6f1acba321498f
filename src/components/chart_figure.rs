//! Charts with what belongs to them: what they say, what they count, and their numbers as a table.

use leptos::prelude::*;

use super::rating::Glyph;
use crate::charts::{LevelCounts, SMALL_GROUP, percent};
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level};

/// The distribution of one dimension over its levels. `query` is what the counts cover.
#[component]
pub fn ChartFigure(counts: LevelCounts, query: Query) -> impl IntoView {
    let chart = counts.chart(&query);
    let id = format!("chart-{}", chart.name);
    let (table, caption) = (format!("{id}-table"), id.clone());
    view! {
        <figure class="chart-figure" aria-labelledby=id>
            <figcaption id=caption>
                <strong>{chart.title.clone()}</strong>
                {chart.caption.clone()}
            </figcaption>
            // The picture is the charts' own markup; every text in it is escaped there.
            <div inner_html=chart.svg()></div>
            <NumbersTable id=table columns=vec![("Commitments".to_owned(), counts)]/>
        </figure>
    }
}

/// The distribution of one dimension for a part beside the whole that it belongs to.
#[component]
pub fn ComparedFigure(
    /// What the part is called.
    name: String,
    /// Its counts.
    part: LevelCounts,
    /// The query that covers the part.
    query: Query,
    /// The counts of the whole.
    whole: LevelCounts,
) -> impl IntoView {
    let dimension = part.dimension;
    let id = format!("chart-{}", dimension.query_key());
    let (table, caption) = (format!("{id}-table"), id.clone());
    let (one, all) = (part.chart(&query), whole.chart(&Query::default()));
    let said = format!(
        "{} Among all members: {}",
        part.in_words(),
        share_in_words(&whole)
    );
    let key = key(&part, &query);
    view! {
        <figure class="chart-figure" aria-labelledby=id>
            <figcaption id=caption><strong>{dimension.label()}</strong>
                {said}</figcaption>
            <div class="versus">
                <p>{name.clone()}</p>
                <div inner_html=one.stacked_svg()></div>
                <p>"All members"</p>
                <div inner_html=all.stacked_svg()></div>
            </div>
            {key}
            <NumbersTable id=table columns=vec![(name, part), ("All members".to_owned(), whole)]/>
        </figure>
    }
}

fn share_in_words(counts: &LevelCounts) -> String {
    let assessed = grouped(counts.assessed());
    match counts.percent_high() {
        Some(percent) if counts.assessed() >= SMALL_GROUP => {
            format!(
                "{} of {assessed} assessed ({percent}%).",
                grouped(counts.at(Level::High))
            )
        }
        Some(_) => format!(
            "{} of {assessed} assessed.",
            grouped(counts.at(Level::High))
        ),
        None => "none assessed.".to_owned(),
    }
}

/// The levels that occur, each with its shape, word and number, leading to its commitments.
fn key(counts: &LevelCounts, query: &Query) -> impl IntoView {
    let filter = Filter::of(counts.dimension);
    let entries = Level::ALL
        .iter()
        .filter(|level| counts.at(**level) > 0)
        .map(|level| {
            let href = query.with_only(filter, level.slug()).link("/commitments");
            view! {
                <li class=crate::charts::level_class(*level)>
                    <a href=href>
                        <Glyph level=*level/>
                        {level.label()} " "
                        <span class="n">{grouped(counts.at(*level))}</span>
                    </a>
                </li>
            }
        });
    view! { <ul class="key">{entries.collect_view()}</ul> }
}

/// The numbers under a chart: for each level, each column's count and shares.
#[component]
fn NumbersTable(id: String, columns: Vec<(String, LevelCounts)>) -> impl IntoView {
    let caption = id.clone();
    let dimension = columns
        .first()
        .map_or(Dimension::Ambition, |(_, counts)| counts.dimension);
    let heads = columns.iter().map(|(name, _)| {
        view! {
            <th scope="col" class="n">{name.clone()}</th>
            <th scope="col" class="n">"Of all"</th>
            <th scope="col" class="n">"Of assessed"</th>
        }
    });
    let share =
        |part, whole| percent(part, whole).map_or("\u{2013}".to_owned(), |p| format!("{p}%"));
    let rows = Level::ALL.iter().map(|level| {
        let cells = columns.iter().map(|(_, counts)| {
            let count = counts.at(*level);
            let of_assessed = if level.is_assessed() {
                share(count, counts.assessed())
            } else {
                "\u{2013}".to_owned()
            };
            view! {
                <td class="n">{grouped(count)}</td>
                <td class="n">{share(count, counts.total())}</td>
                <td class="n">{of_assessed}</td>
            }
        });
        view! { <tr><th scope="row">{level.label()}</th>{cells.collect_view()}</tr> }
    });
    let totals = columns.iter().map(|(_, counts)| {
        view! {
            <td class="n">{grouped(counts.total())}</td>
            <td class="n">{share(counts.total(), counts.total())}</td>
            <td class="n">{format!("{} assessed", grouped(counts.assessed()))}</td>
        }
    });
    view! {
        <details class="chart-data">
            <summary>
                "Show the numbers" <span class="vh">{format!(" for {}", dimension.label())}</span>
            </summary>
            <div class="table-scroll" role="region" tabindex="0" aria-labelledby=id>
                <table class="data">
                    <caption id=caption class="vh">
                        {format!("{}: number of commitments by level", dimension.label())}
                    </caption>
                    <thead><tr><th scope="col">"Level"</th>{heads.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                    <tfoot><tr><th scope="row">"All"</th>{totals.collect_view()}</tr></tfoot>
                </table>
            </div>
        </details>
    }
}
