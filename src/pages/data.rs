//! `/data`: what the data is, where each part comes from, and how to take it away.

use leptos::prelude::*;

use super::data_programs::{ratings_dictionary, recipes};
use super::{Page, Visit};
use crate::components::{
    TableHead, contents, data_table, figures, lang, layout, link_to, page_title,
    structured_data_of_record, words,
};
use crate::words;
use crate::words::column_descriptions;
use domain::Lang;
use domain::query::{Filter, Query, Years};
use domain::route;
use i18n::coverage::dated_source;
use i18n::format::number;
use i18n::{InLanguage, api as guide, data as say, query_words};
use interchange::seed;

/// Under which OGP's information may be used.
const DISCLOSURE_POLICY: &str = "https://www.opengovpartnership.org/ogp-disclosure-policy";

type Messages = [fn(Lang) -> &'static str; 3];

/// Where each part of the record comes from, as part, source and terms.
const PROVENANCE: [Messages; 5] = [
    [
        say::commitments,
        say::commitments_from,
        say::commitments_terms,
    ],
    [say::ratings, say::ratings_from, say::ratings_terms],
    [say::areas, say::areas_from, say::areas_terms],
    [say::levels, say::levels_from, say::as_this_program],
    [
        say::definitions,
        say::definitions_from,
        say::as_this_program,
    ],
];

/// Downloads, API, provenance and dictionary.
pub async fn data_page(visit: Visit) -> Page {
    visit.query()?;
    let t = visit.lang();
    let origin = visit.origin();
    let catalogue = visit.app.catalogue();
    let version = words::version(t, catalogue.version());
    let summary = say::summary(t, catalogue.len(), &version);
    Ok(view! {
        {page_title(say::heading(t), say::lead(t), route::Data::PATH)}
        {structured_data_of_record(&catalogue)}
        {layout(route::Data::PATH, Some(&catalogue), true, view! {
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {contents(parts(t))}
            {downloads(t, summary)}
            {recipes(t, origin.as_deref())}
            {coverage(t)}
            {api()}
            {bundled_sources()}
            {provenance()}
            {dictionary()}
            {ratings_dictionary(t)}
        })}
    }
    .into_any())
}

/// The parts of this long page.
fn parts(t: Lang) -> [(&'static str, &'static str); 7] {
    [
        ("downloads", say::downloads(t)),
        ("recipes", say::recipes(t)),
        ("api", say::api(t)),
        ("sources", say::sources_heading(t)),
        ("provenance", say::provenance(t)),
        ("columns", say::columns(t)),
        ("rating-columns", say::ratings_columns(t)),
    ]
}

fn downloads(t: Lang, summary: String) -> impl IntoView {
    view! {
        <section aria-labelledby="downloads">
            <h2 id="downloads">{say::downloads(t)}</h2>
            <p class="actions">
                <a class="button" href=link_to(route::CommitmentsCsv) download>{say::all_as_csv(t)}</a>
                " "
                <a class="button quiet" href=link_to(route::CommitmentsJson) download>"JSON"</a>
                " "
                <a class="button quiet" href=link_to(route::CommitmentsNdjson) download>"NDJSON"</a>
                " "
                <a class="button quiet" href=link_to(route::CommitmentsParquet) download>"Parquet"</a>
                " "
                <a class="button quiet" href=link_to(route::CommitmentsXlsx) download>"Excel (XLSX)"</a>
                " "
                <a class="button quiet" href=link_to(route::CommitmentsZip) download>{say::zip(t)}</a>
                " "
                <a class="button quiet" href=link_to(route::RatingsCsv) download>{say::ratings_as_csv(t)}</a>
            </p>
            <p class="prose">
                {say::for_excel(t)} <a href=link_to(route::CommitmentsCsv.with("excel", "1")) download>{say::csv_for_excel(t)}</a> {say::for_excel_why(t)}
            </p>
            <p class="prose muted">{summary}</p>
            <p class="prose">
                {say::every(t)} <a href=link_to(route::Charts)>{say::chart(t)}</a> {say::chart_taken_away(t)}
            </p>
            <p class="prose">{say::about_files(t)}</p>
        </section>
    }
}

fn coverage(t: Lang) -> impl IntoView {
    view! {
        <p class="prose">
            {say::see_coverage(t)} <a href=link_to(route::Coverage)>{say::coverage(t)}</a> "."
        </p>
    }
}

fn api() -> impl IntoView {
    let t = lang();
    let filters = Filter::ALL
        .iter()
        .map(|f| (f.slug(), f.in_language(t)))
        .chain([
            (Years::FROM, query_words::year_from(t)),
            (Years::TO, query_words::year_to(t)),
        ])
        .map(|(key, name)| view! { <li><code>{key}</code>" "{name}</li> });
    let example = Query::default()
        .with(Filter::Area, "digital-governance")
        .with(Filter::Ambition, "high")
        .link(route::ApiCommitments);
    let href = link_to(&example);
    view! {
        <section class="section" aria-labelledby="api">
            <h2 id="api">{say::api(t)}</h2>
            <p class="prose">
                {say::api_lead(t)}
                <a href=link_to(route::ApiDescription)>{say::api_description(t)}</a>
                {say::api_address(t)}
            </p>
            <p>
                <a href=href>
                    <code>{example}</code>
                </a>
            </p>
            <p class="prose">
                {say::filter_repeated(t)}<em>{say::or(t)}</em>
                {say::filters_differ(t)}<em>{say::and(t)}</em>
                {say::filters_besides(t)} <code>"q"</code> {say::for_a_search(t)}
                <code>"sort"</code> {say::and_also(t)} <code>"page"</code> {say::filters_are(t)}
            </p>
            <ul class="prose">{filters.collect_view()}</ul>
            <p class="prose">{guide::see_guide(t)} <a href=link_to(route::Api)>{guide::guide_link(t)}</a> "."</p>
        </section>
    }
}

/// The sources that the program came with.
fn bundled_sources() -> impl IntoView {
    let t = lang();
    let rows = seed::SOURCES.map(|(source, count)| {
        view! {
            <tr>
                <th scope="row"><a href=source.address()>{dated_source(t, source)}</a></th>
                <td class="n">{number(t, count)}</td>
                <td><a href=DISCLOSURE_POLICY>{say::ogp_licence(t)}</a></td>
            </tr>
        }
    });
    let head = TableHead {
        id: "sources-table".to_owned(),
        caption: say::sources_caption(t).to_owned(),
        caption_visible: false,
        definitions: false,
        columns: vec![
            words(say::source(t)),
            figures(say::source_count(t)),
            words(say::source_licence(t)),
        ],
    };
    view! {
        <section class="section" aria-labelledby="sources">
            <h2 id="sources">{say::sources_heading(t)}</h2>
            {data_table(head, rows.into_iter().collect_view())}
            <p class="prose">{say::sources_how(t)}</p>
        </section>
    }
}

fn provenance() -> impl IntoView {
    let t = lang();
    let rows = PROVENANCE.iter().map(|[part, source, terms]| {
        view! { <tr><th scope="row">{part(t)}</th><td class="wide">{source(t)}</td><td>{terms(t)}</td></tr> }
    });
    let head = TableHead {
        id: "provenance-table".to_owned(),
        caption: say::sources(t).to_owned(),
        caption_visible: false,
        definitions: true,
        columns: [say::part(t), say::source(t), say::terms(t)]
            .map(words)
            .to_vec(),
    };
    view! {
        <section class="section" aria-labelledby="provenance">
            <h2 id="provenance">{say::provenance(t)}</h2>
            {data_table(head, rows.collect_view())}
            <p class="prose">{say::bundled(t)}</p>
        </section>
    }
}

fn dictionary() -> impl IntoView {
    let t = lang();
    let rows = column_descriptions(t).into_iter().map(|described| {
        view! {
            <tr>
                <th scope="row"><code>{described.column.name}</code></th>
                <td class="wide">{described.meaning}</td>
                <td>{described.kind}</td>
            </tr>
        }
    });
    let head = TableHead {
        id: "columns-table".to_owned(),
        caption: say::dictionary(t).to_owned(),
        caption_visible: false,
        definitions: true,
        columns: [say::column(t), say::what_it_holds(t), say::kind(t)]
            .map(words)
            .to_vec(),
    };
    let note = say::columns_in_english(t);
    let note = (!note.is_empty()).then(|| view! { <p class="prose">{note}</p> });
    view! {
        <section class="section" aria-labelledby="columns">
            <h2 id="columns">{say::columns(t)}</h2>
            {note}
            {data_table(head, rows.collect_view())}
        </section>
    }
}
