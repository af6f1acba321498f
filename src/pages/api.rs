//! `/api`: the API for people who write programs, with examples to copy.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, contents, data_table, layout, link_to, page_title, words,
};
use domain::query::{MAX_PER_PAGE, PAGE_SIZE, Query};
use domain::route::{self, Route};
use domain::{Lang, ProblemKind};
use i18n::format::number;
use i18n::{api as say, data};

/// An address of the API as it is described, one that can be followed, and what it answers with.
type Described = (&'static str, String, fn(Lang) -> &'static str);

/// The guide to the API.
pub async fn api_page(visit: Visit) -> Page {
    visit.query()?;
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let origin = visit.origin().unwrap_or_default();
    let answers_assistants = visit.app.answers_assistants();
    let rules_named = rules_in_words(t).map(|(id, heading, _)| (id, heading));
    let parts = [
        ("examples", say::examples(t)),
        ("addresses", say::addresses(t)),
    ];
    let parts = parts
        .into_iter()
        .chain(rules_named)
        .chain(answers_assistants.then(|| ("assistants", say::assistants(t))))
        .chain([("problems", say::problems(t))]);
    Ok(view! {
        {page_title(say::heading(t), say::lead(t), route::Api::PATH)}
        {layout(route::Api::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::Data::PATH.to_owned(), data::heading(t).to_owned())]/>
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {contents(parts)}
            {examples(t, &origin)}
            {addresses(t)}
            {rules(t)}
            {answers_assistants.then(|| assistants(t, &origin))}
            {problems(t)}
        })}
    }
    .into_any())
}

/// A title, and a program or a few lines of one.
type Sample = (fn(Lang) -> &'static str, String);

/// What can be copied.
fn code(origin: &str) -> [Sample; 6] {
    let at = |address: String| format!("{origin}{address}");
    let list = at(route::ApiCommitments.asking("area=open-data&ambition=high&per_page=5"));
    let pages = at(route::ApiCommitments.asking("member=netherlands&per_page=200"));
    let members = at(route::ApiMembers.asking("per_page=200"));
    let chart = at(route::ApiChart::new("ambition").asking("region=europe"));
    let changes = at(route::ApiChanges.asking("since=0&per_page=10"));
    let file = at(route::CommitmentsCsv.to_string());
    [
        (say::with_curl, format!("curl \"{list}\"")),
        (
            say::with_python,
            format!(
                "import requests\n\n\
                 url = \"{pages}\"\n\
                 while url:\n    \
                     answer = requests.get(url, timeout=30)\n    \
                     answer.raise_for_status()\n    \
                     for commitment in answer.json()[\"items\"]:\n        \
                         print(commitment[\"code\"], commitment[\"title\"])\n    \
                     url = answer.links.get(\"next\", {{}}).get(\"url\")"
            ),
        ),
        (
            say::with_r,
            format!(
                "library(jsonlite)\n\n\
                 members <- fromJSON(\"{members}\")$items\n\
                 head(members[order(-members$commitments), c(\"name\", \"commitments\")])"
            ),
        ),
        (
            say::with_javascript,
            format!(
                "const answer = await fetch(\"{chart}\");\n\
                 const chart = await answer.json();\n\
                 console.log(chart.finding);"
            ),
        ),
        (say::keep_a_copy, format!("curl \"{changes}\"")),
        (
            say::files,
            format!(
                "pandas.read_csv(\"{file}\")\n\
                 polars.read_csv(\"{file}\", infer_schema_length=None)\n\
                 FROM '{file}' LIMIT 5;\n\
                 read.csv(\"{file}\")"
            ),
        ),
    ]
}

fn examples(t: Lang, origin: &str) -> AnyView {
    let examples = code(origin).map(|(title, code)| {
        view! {
            <h3>{title(t)}</h3>
            <pre class="quote example"><code>{code}</code></pre>
        }
    });
    view! {
        <section class="section" aria-labelledby="examples">
            <h2 id="examples">{say::examples(t)}</h2>
            <p class="prose">{say::examples_lead(t)}</p>
            {examples.into_iter().collect_view()}
        </section>
    }
    .into_any()
}

fn described() -> [Described; 13] {
    let list = Query::default().link(route::ApiCommitments);
    let chart = route::ApiChart::new("ambition").to_string();
    let one = route::ApiCommitment::new("NL0031").to_string();
    let fixed = |address: &str| address.to_owned();
    [
        (route::ApiCommitments::PATTERN, list, say::commitments),
        (route::ApiCommitment::PATTERN, one, say::commitment),
        (
            route::ApiFacets::PATTERN,
            fixed(route::ApiFacets::PATH),
            say::facets,
        ),
        (
            route::ApiRatings::PATTERN,
            fixed(route::ApiRatings::PATH),
            say::ratings,
        ),
        (
            route::ApiMembers::PATTERN,
            fixed(route::ApiMembers::PATH),
            say::members,
        ),
        (
            route::ApiPlans::PATTERN,
            fixed(route::ApiPlans::PATH),
            say::plans,
        ),
        (
            route::ApiAreas::PATTERN,
            fixed(route::ApiAreas::PATH),
            say::areas,
        ),
        (
            route::ApiSchemes::PATTERN,
            fixed(route::ApiSchemes::PATH),
            say::schemes,
        ),
        (
            route::ApiChanges::PATTERN,
            fixed(route::ApiChanges::PATH),
            say::changes,
        ),
        (route::ApiChart::PATTERN, chart, say::chart),
        (
            route::ApiCoverage::PATTERN,
            fixed(route::ApiCoverage::PATH),
            say::coverage,
        ),
        (
            route::ApiReports::PATTERN,
            fixed(route::ApiReports::PATH),
            say::reports,
        ),
        (
            route::ApiDescription::PATTERN,
            fixed(route::ApiDescription::PATH),
            say::description,
        ),
    ]
}

fn addresses(t: Lang) -> impl IntoView {
    let rows = described().map(|(pattern, href, answer)| {
        view! {
            <tr>
                <th scope="row"><a href=link_to(href)><code>{pattern}</code></a></th>
                <td class="wide">{answer(t)}</td>
            </tr>
        }
    });
    let head = TableHead {
        id: "addresses-table".to_owned(),
        caption: say::addresses_caption(t).to_owned(),
        caption_visible: false,
        definitions: true,
        columns: vec![words(say::address(t)), words(say::answers_with(t))],
    };
    view! {
        <section class="section" aria-labelledby="addresses">
            <h2 id="addresses">{say::addresses(t)}</h2>
            {data_table(head, rows.into_iter().collect_view())}
            <p class="prose">
                {say::every_parameter(t)}
                <a href=link_to(route::ApiDescription)>{data::api_description(t)}</a> "."
            </p>
        </section>
    }
}

/// How assistants read the record.
fn assistants(t: Lang, origin: &str) -> AnyView {
    let address = format!("{origin}{}", route::Mcp::PATH);
    let settings = format!(
        "{{\n  \"mcpServers\": {{\n    \"ogp-commitments\": {{ \"type\": \"http\", \"url\": \"{address}\" }}\n  }}\n}}"
    );
    view! {
        <section class="section" aria-labelledby="assistants">
            <h2 id="assistants">{say::assistants(t)}</h2>
            <p class="prose">{say::assistants_how(t)}</p>
            <pre class="quote example"><code>{settings}</code></pre>
            <p class="prose">{say::assistants_err(t)}</p>
        </section>
    }
    .into_any()
}

/// What holds for all addresses: ids, headings, texts.
fn rules_in_words(t: Lang) -> [(&'static str, &'static str, String); 5] {
    let pages = say::pages_how(t, &number(t, PAGE_SIZE), &number(t, MAX_PER_PAGE));
    [
        ("pages", say::pages(t), pages),
        ("parts", say::parts(t), say::parts_how(t).to_owned()),
        ("copies", say::copies(t), say::copies_how(t).to_owned()),
        (
            "browsers",
            say::browsers(t),
            say::browsers_how(t).to_owned(),
        ),
        (
            "stability",
            say::stability(t),
            say::stability_how(t).to_owned(),
        ),
    ]
}

fn rules(t: Lang) -> impl IntoView {
    let rules = rules_in_words(t).map(|(id, heading, text)| {
        view! {
            <section class="section" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <p class="prose">{text}</p>
            </section>
        }
    });
    rules.into_iter().collect_view()
}

/// Every kind of problem, at the address that problem documents name.
fn problems(t: Lang) -> impl IntoView {
    let kinds = ProblemKind::ALL.iter().map(|kind| {
        view! {
            <dt id=kind.slug()><code>{kind.slug()}</code></dt>
            <dd>{say::problem(t, *kind)}</dd>
        }
    });
    view! {
        <section class="section" aria-labelledby="problems">
            <h2 id="problems">{say::problems(t)}</h2>
            <p class="prose">{say::problems_lead(t)}</p>
            <dl class="about">{kinds.collect_view()}</dl>
        </section>
    }
}
