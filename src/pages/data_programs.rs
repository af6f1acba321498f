//! What `/data` says to those who read the data with programs: one line for each, the long form, versions.

use leptos::prelude::*;

use crate::components::{TableHead, data_table, link_to, link_to_present, words};
use crate::words::rating_column_descriptions;
use domain::query::{Filter, Query};
use domain::{Lang, route};
use i18n::data as say;

/// Lines of code that read a file, `{}` standing for its address.
const RECIPES: &[(&str, &str, &str)] = &[
    (
        "pandas",
        "pandas.read_csv(\"{}\")",
        route::CommitmentsCsv::PATH,
    ),
    (
        "pandas",
        "pandas.read_json(\"{}\")",
        route::CommitmentsRecords::PATH,
    ),
    (
        "pandas",
        "pandas.read_json(\"{}\", lines=True)",
        route::RatingsNdjson::PATH,
    ),
    (
        "pandas",
        "pandas.read_parquet(\"{}\")",
        route::CommitmentsParquet::PATH,
    ),
    (
        "polars",
        "polars.read_csv(\"{}\", infer_schema_length=None)",
        route::RatingsCsv::PATH,
    ),
    (
        "DuckDB",
        "curl -s \"{}\" | duckdb -c \"FROM read_csv('/dev/stdin')\"",
        route::RatingsCsv::PATH,
    ),
    (
        "DuckDB",
        "curl -s \"{}\" -o ratings.parquet && duckdb -c \"FROM 'ratings.parquet'\"",
        route::RatingsParquet::PATH,
    ),
    (
        "R",
        "ratings <- read.csv(\"{}\", fileEncoding = \"UTF-8\")",
        route::RatingsCsv::PATH,
    ),
    (
        "JavaScript",
        "rows = await (await fetch(\"{}\")).json()",
        route::RatingsJson::PATH,
    ),
    (
        "LibreOffice",
        "soffice --calc \"{}\"",
        route::CommitmentsXlsx::PATH,
    ),
];

/// Recipes with whole addresses, where the site knows its own.
pub(super) fn recipes(t: Lang, origin: Option<&str>) -> impl IntoView + use<> {
    let site = origin.unwrap_or_default().to_owned();
    let is_relative = origin.is_none();
    let lines = RECIPES.iter().map(|(program, code, path)| {
        let code = code.replace("{}", &format!("{site}{path}"));
        view! { <li><span>{*program}</span> " " <code class="recipe">{code}</code></li> }
    });
    let lines = lines.collect_view();
    let example = Query::default().with(Filter::Area, "open-data");
    let example = example.link(route::RatingsCsv);
    view! {
        <section class="section" aria-labelledby="recipes">
            <h2 id="recipes">{say::recipes(t)}</h2>
            <ul class="recipes">{lines}</ul>
            <p class="prose">
                {say::recipes_lead(t)} <a href=link_to(&example)><code>{example.clone()}</code></a> ". "
                {is_relative.then(|| say::recipes_site(t))}
            </p>
            <p class="prose">
                {say::versions_lead(t)}
                <a href=link_to_present(route::Versions)>{say::versions_link(t)}</a>
                {say::versions_checksums(t)}
                <a href=link_to_present(route::Checksums)>{say::checksums(t)}</a> "."
            </p>
        </section>
    }
}

/// The long form, and what its columns hold.
pub(super) fn ratings_dictionary(t: Lang) -> impl IntoView + use<> {
    let rows = rating_column_descriptions(t).into_iter();
    let rows = rows.map(|(column, kind, meaning)| {
        view! {
            <tr>
                <th scope="row"><code>{column.name}</code></th>
                <td class="wide">{meaning}</td>
                <td>{kind}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = TableHead {
        id: "rating-columns-table".to_owned(),
        caption: say::ratings_dictionary(t).to_owned(),
        caption_visible: false,
        definitions: true,
        columns: [say::column(t), say::what_it_holds(t), say::kind(t)]
            .map(words)
            .to_vec(),
    };
    view! {
        <section class="section" aria-labelledby="rating-columns">
            <h2 id="rating-columns">{say::ratings_columns(t)}</h2>
            <p class="prose">{say::ratings_lead(t)}</p>
            {data_table(head, rows)}
        </section>
    }
}
