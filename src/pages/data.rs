//! `/data`: what the data is, where each part comes from, and how to take it away.

use leptos::prelude::*;

use super::load::page;
use crate::components::{TableHead, data_table, layout, page_title, words};
use crate::domain::query::Filter;
use crate::domain::text::grouped;
use crate::interchange::COLUMNS;
use crate::service::version_in_words;

const LEAD: &str = "Everything on this site can be downloaded, in the columns listed below.";

/// Where each part of the record comes from, as (part, source, terms).
const PROVENANCE: &[(&str, &str, &str)] = &[
    (
        "Commitments and plans",
        "OGP\u{2019}s public pages of members and commitments; facts only, each with the address it was read from",
        "Facts; each record links its page. Texts of action plans belong to the governments that wrote them.",
    ),
    (
        "Ratings",
        "The Independent Reporting Mechanism, through the same pages and its reports",
        "IRM reports are published under CC BY 4.0",
    ),
    (
        "Policy areas",
        "Tags given by OGP\u{2019}s Support Unit",
        "Not stated by the source",
    ),
    (
        "Levels (High, Low ...)",
        "Computed here from value, scale and relevance",
        "As this program",
    ),
    (
        "Definitions",
        "Written for this project, each with a link to OGP\u{2019}s own",
        "As this program",
    ),
];

/// Downloads, API, provenance and dictionary.
#[component]
pub fn DataPage() -> impl IntoView {
    page(async |visit| {
        visit.query()?;
        let catalogue = visit.app.catalogue();
        let version = catalogue.version().clone();
        let summary = format!(
            "{} commitments, {}. Every filtered list has the same downloads at its foot.",
            grouped(catalogue.len()),
            version_in_words(&version)
        );
        Ok(view! {
            {page_title("The data", LEAD, "/data")}
            {layout("/data", Some(&catalogue), true, view! {
                <div class="page-head"><h1>"The data"</h1><p class="lead">{LEAD}</p></div>
                <section aria-labelledby="downloads">
                    <h2 id="downloads">"Downloads"</h2>
                    <p class="actions">
                        <a class="button" href="/commitments.csv" download>"All commitments, CSV"</a>
                        " "
                        <a class="button quiet" href="/commitments.json" download>"JSON"</a>
                        " "
                        <a class="button quiet" href="/commitments.xlsx" download>"Excel (XLSX)"</a>
                        " "
                        <a class="button quiet" href="/commitments.zip" download>"ZIP with description"</a>
                    </p>
                    <p class="prose muted">{summary}</p>
                    <p class="prose">
                        "Every " <a href="/charts">"chart"</a>
                        " can be taken away as a picture (SVG, PNG), as numbers (CSV), or for a frame on your own pages; the links stand under it."
                    </p>
                    <p class="prose">
                        "In CSV files, a text that a spreadsheet would run as a formula is marked with an apostrophe in front. In lists, \u{201c};;\u{201d} is a semicolon within an item. The ZIP archive holds the CSV file, a machine-readable description of its columns (Frictionless Data) and a citation."
                    </p>
                </section>
                {api()}
                {provenance()}
                {dictionary()}
            })}
        })
    })
}

fn api() -> impl IntoView {
    let filters = Filter::ALL
        .iter()
        .map(|f| view! { <li><code>{f.slug()}</code>" "{f.label()}</li> });
    view! {
        <section class="section" aria-labelledby="api">
            <h2 id="api">"API"</h2>
            <p class="prose">
                "The list, its counts, and each commitment with its rating history, without an account: "
                <a href="/api/v1/openapi.json">"description (OpenAPI)"</a>
                ". The address of a list is also its query:"
            </p>
            <p>
                <a href="/api/v1/commitments?area=digital-governance&ambition=high">
                    <code>"/api/v1/commitments?area=digital-governance&ambition=high"</code>
                </a>
            </p>
            <p class="prose">
                "The same filter repeated means "<em>"or"</em>", different filters mean "<em>"and"</em>
                ". Filters, besides " <code>"q"</code> " for a search, " <code>"sort"</code> " and " <code>"page"</code> ":"
            </p>
            <ul class="prose">{filters.collect_view()}</ul>
        </section>
    }
}

fn provenance() -> impl IntoView {
    let rows = PROVENANCE.iter().map(|(part, source, terms)| {
        view! { <tr><th scope="row">{*part}</th><td class="wide">{*source}</td><td>{*terms}</td></tr> }
    });
    view! {
        <section class="section" aria-labelledby="provenance">
            <h2 id="provenance">"Where each part comes from"</h2>
            {data_table(TableHead { id: "provenance-table".to_owned(), caption: "Sources".to_owned(), caption_shown: false, definitions: true, columns: ["Part", "Source", "Terms"].map(words).to_vec() }, rows.collect_view())}
            <p class="prose">
                "The bundled record holds what OGP\u{2019}s pages show as text. Where a page shows a rating only as a picture, this record says \u{201c}Not stated\u{201d}; a rating may well exist. It is a part of OGP\u{2019}s data, not all of it."
            </p>
        </section>
    }
}

fn dictionary() -> impl IntoView {
    let rows = COLUMNS.iter().map(|column| {
        view! {
            <tr>
                <th scope="row"><code>{column.name}</code></th>
                <td class="wide">{column.meaning}</td>
                <td>{column.kind.in_words()}</td>
            </tr>
        }
    });
    view! {
        <section class="section" aria-labelledby="columns">
            <h2 id="columns">"Columns"</h2>
            {data_table(TableHead { id: "columns-table".to_owned(), caption: "Data dictionary".to_owned(), caption_shown: false, definitions: true, columns: ["Column", "What it holds", "Kind"].map(words).to_vec() }, rows.collect_view())}
        </section>
    }
}
