//! `/method`: every scale, value and rule, generated from the domain so that it cannot drift.

use leptos::prelude::*;

use super::load::page;
use crate::charts::SMALL_GROUP;
use crate::components::{Badge, TableHead, data_table, layout, page_title, words};
use crate::domain::rating::NOT_REVIEWABLE_SINCE;
use crate::domain::{Dimension, Level, Scheme};

const LEAD: &str = "OGP\u{2019}s Independent Reporting Mechanism (IRM) reads every action plan, and later what became of it. This page lists every scale it has used, what each value means in our own words, and how this site compares them.";

/// How ratings work.
#[component]
pub fn MethodPage() -> impl IntoView {
    page(async |visit| {
        visit.query()?;
        let catalogue = visit.app.catalogue();
        let dimensions: Vec<_> = Dimension::ALL
            .iter()
            .map(|d| dimension_section(*d))
            .collect();
        Ok(view! {
            {page_title("How ratings work", LEAD, "/method")}
            {layout("/method", Some(&catalogue), true, view! {
                <div class="page-head"><h1>"How ratings work"</h1><p class="lead">{LEAD}</p></div>
                <nav aria-label="On this page">
                    <ul class="plain prose">
                        <li><a href="#levels">"The six levels"</a></li>
                        {Dimension::ALL.iter().map(|d| view! { <li><a href=format!("#{}", d.slug())>{d.label()}</a></li> }).collect_view()}
                        <li><a href="#published">"Where only High or Low was published"</a></li>
                        <li><a href="#rules">"From values to levels"</a></li>
                        <li><a href="#cautions">"What cannot be compared"</a></li>
                    </ul>
                </nav>
                {levels()}
                {dimensions}
                <section class="section" aria-labelledby="published">
                    <h2 id="published">"Where only High or Low was published"</h2>
                    {scheme_table(Scheme::PublishedLevel)}
                </section>
                {rules()}
                {cautions()}
            })}
        })
    })
}

fn levels() -> impl IntoView {
    let rows = Level::ALL.iter().map(|level| {
        view! {
            <tr>
                <th scope="row"><Badge level=*level/></th>
                <td class="wide">{level.definition()}</td>
                <td>{if level.is_assessed() { "Yes" } else { "No" }}</td>
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby="levels">
            <h2 id="levels">"The six levels"</h2>
            <p class="prose">
                "Scales changed over the years. To compare across them, each value is placed on one side of a line that OGP has published. Only "
                <em>"High"</em> " and " <em>"Low"</em>
                " are assessments; the other four are different ways of not having one, and never count as low. Every share on this site is of the assessed, and says how many they are."
            </p>
            {data_table(TableHead { id: "levels-table".to_owned(), caption: "Levels".to_owned(), caption_shown: false, definitions: true, columns: ["Level", "What it means", "Counted as assessed"].map(words).to_vec() }, rows.collect_view())}
        </section>
    }
}

fn dimension_section(dimension: Dimension) -> impl IntoView {
    let tables: Vec<_> = Scheme::of(dimension)
        .filter(|scheme| scheme.dimension().is_some())
        .map(scheme_table)
        .collect();
    view! {
        <section class="section" aria-labelledby=dimension.slug()>
            // `completion` and `early_results` name a scheme too; the scheme's table has the anchor.
            <h2 id=dimension.slug()>{dimension.label()}</h2>
            <p class="prose">{dimension.question()}</p>
            {tables}
        </section>
    }
}

fn scheme_table(scheme: Scheme) -> impl IntoView {
    // Two schemes are called like their dimension, whose heading already has that anchor.
    let anchor = Dimension::ALL
        .iter()
        .all(|d| d.slug() != scheme.slug())
        .then_some(scheme.slug());
    let table = format!("{}-table", scheme.slug());
    let rows = scheme.values().iter().map(|value| {
        view! {
            <tr>
                <th scope="row">{value.label}</th>
                <td class="wide">{value.definition}</td>
                <td><Badge level=value.level/></td>
            </tr>
        }
    });
    let mark = if scheme.label().ends_with('?') {
        ""
    } else {
        ":"
    };
    let name = format!("{}{mark} {}", scheme.label(), scheme.period());
    let wording = if scheme.worded_by_ogp() {
        "Our words for OGP\u{2019}s definition of each value."
    } else {
        "Our words; OGP\u{2019}s page describes the scale as a whole."
    };
    view! {
        <div id=anchor>
            {data_table(TableHead { id: table, caption: name, caption_shown: true, definitions: true, columns: ["Value", "What it means", "Counts as"].map(words).to_vec() }, rows.collect_view())}
            <p class="prose muted">
                {format!("{} Stated in: {}. {wording} ", scheme.question(), scheme.assessed_in())}
                <a href=scheme.source()>
                    "OGP\u{2019}s definition"<span class="vh">{format!(" of {}", scheme.label().to_lowercase())}</span>
                </a>
                "."
            </p>
        </div>
    }
}

fn rules() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="rules">
            <h2 id="rules">"From values to levels"</h2>
            <div class="prose">
                <ul>
                    <li>
                        "A value counts as high or low as the tables above say. The lines are OGP\u{2019}s: "
                        <a href="https://www.opengovpartnership.org/glossary/completion/">"substantial or complete"</a>
                        " is high completion, "
                        <a href="https://www.opengovpartnership.org/glossary/early-results/">"major, outstanding"</a>
                        " or significant is a strong early result."
                    </li>
                    <li>
                        "Moderate or transformative potential impact is high only for a commitment that is relevant to OGP\u{2019}s values. Where the IRM denies that, or has no data on it, the level is low; where the source does not speak of relevance, the value stands."
                    </li>
                    <li>
                        {format!(
                            "A plan of {NOT_REVIEWABLE_SINCE} or later that is not verifiable is not reviewable: the IRM assesses it no further. Older commitments were rated all the same."
                        )}
                    </li>
                    <li>
                        "Of several ratings the newest counts; a value counts before a statement that there is none, and completion at the end of a plan before completion at mid-term."
                    </li>
                    <li>
                        "Levels are always computed from value, scale and relevance. Columns that OGP derives itself are never copied."
                    </li>
                </ul>
            </div>
        </section>
    }
}

fn cautions() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="cautions">
            <h2 id="cautions">"What cannot be compared"</h2>
            <div class="prose">
                <ul>
                    <li>
                        "Members are not ranked. Their plans differ in number, length and aim, and "
                        <a href="https://www.opengovpartnership.org/stories/ambitions-and-realities-in-ogp-commitments-analysis-of-commitment-completion-across-countries-using-hierarchical-models/">
                            "an average says little without its context"
                        </a>
                        ". There is no league table here: "
                        <a href="/charts/members">"charts by member"</a>
                        " say how many ratings each share rests on and put those with few ratings last, and "
                        <a href="/compare">"a comparison"</a>
                        " sets members beside their like group: the same kind of member in the same region, in the plan years of the member itself, which keeps apart what changed with the scales."
                    </li>
                    <li>
                        {format!(
                            "Shares of fewer than {SMALL_GROUP} assessed commitments carry a warning: one more or less changes them much."
                        )}
                    </li>
                    <li>
                        "Scales changed with plans of 2020 (ambition) and 2021 (early results). A change in a share around these years may be a change of scale."
                    </li>
                    <li>
                        "Commitments assessed as a cluster share one rating; they are not independent cases."
                    </li>
                    <li>
                        "Policy tags change: some were given only from 2022 on, others are no longer given. Their pages say so."
                    </li>
                    <li>
                        "\u{201c}Not stated\u{201d} is about this record, not about the commitment: the page it was read from does not show a rating as text."
                    </li>
                </ul>
            </div>
        </section>
    }
}
