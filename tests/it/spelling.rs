//! An address means the same on pages, in the API, in files, charts and feeds however its keys are
//! spelled, and what it says twice is refused everywhere, by name.

use crate::support::site::{Answer, Site};

/// What is selected by filters: a page, the API, files, charts.
const SELECTIONS: &[&str] = &[
    "/commitments",
    "/charts/trend",
    "/charts/trend/embed",
    "/api/v1/commitments",
    "/api/v1/facets",
    "/commitments.csv",
    "/commitments.json",
    "/charts/ambition.svg",
    "/charts/ambition.csv",
];
/// What shows the record of a moment, in a language.
const VIEWS: &[&str] = &[
    "/",
    "/commitments",
    "/members/spain",
    "/areas/open-data",
    "/guide",
    "/network",
    "/changes",
    "/charts/members",
    "/compare?member=spain&member=italy",
    "/api/v1/members",
    "/api/v1/commitments",
    "/commitments.csv",
    "/charts/ambition.svg",
    "/changes.atom",
    "/resources.atom",
];

fn asked(address: &str, query: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{query}")
}

/// An answer without the address that was asked for, which pages repeat as it was spelled.
fn without_own_address(answer: &Answer) -> String {
    let mut body = String::new();
    for line in answer.body.split_inclusive('>') {
        if !line.contains("name=\"to\"") && !line.contains("data-now") {
            body.push_str(line);
        }
    }
    body
}

async fn mean_the_same(site: &Site, addresses: &[&str], plain: &str, odd: &[&str]) {
    for address in addresses {
        let expected = site.get(&asked(address, plain)).await;
        assert_eq!(expected.status, 200, "{address} {plain}");
        let is_page = !address.contains('.') && !address.starts_with("/api/");
        if is_page {
            let unasked = site.get(address).await;
            assert_ne!(unasked.body, expected.body, "{address} {plain}");
        }
        for spelled in odd {
            let answer = site.get(&asked(address, spelled)).await;
            assert_eq!(answer.status, 200, "{address} {spelled}");
            assert!(
                without_own_address(&answer) == without_own_address(&expected),
                "{address} {spelled} says something else than {plain}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_mean_the_same_however_they_are_spelled() {
    let site = Site::bundled().await;
    let members = [
        "member[]=spain&member[]=italy",
        "member=spain&amp;member=italy",
        "MEMBER=spain&Member=italy",
        "m%65mber=italy&member%5B%5D=spain",
    ];
    mean_the_same(&site, SELECTIONS, "member=spain&member=italy", &members).await;
    let spanish = [
        "LANG=es",
        "l%61ng=es",
        "lang[]=es",
        "lang=es&lang=es",
        "lang=&lang=+es",
    ];
    mean_the_same(&site, VIEWS, "lang=es", &spanish).await;
    let today = site.clock.now().date_naive();
    let plain = format!("as_of={today}");
    let dated = [
        format!("as%5Fof={today}"),
        format!("AS_OF={today}"),
        format!("as_of={today}&amp;as_of={today}"),
        format!("as_of[]={today}"),
        format!("as_of={today}&as_of={today}"),
    ];
    let dated: Vec<&str> = dated.iter().map(String::as_str).collect();
    mean_the_same(&site, VIEWS, &plain, &dated).await;
    let options = ["MEASURE=results", "m%65asure=results", "measure[]=results"];
    let charts = [
        "/charts/members",
        "/charts/members.svg",
        "/charts/members.csv",
    ];
    mean_the_same(&site, &charts, "measure=results", &options).await;
}

async fn refused_for(site: &Site, addresses: &[&str], query: &str, key: &str) {
    for address in addresses {
        let answer = site.follow(&asked(address, query)).await;
        assert_eq!(answer.status, 400, "{address} {query}");
        let is_api = address.starts_with("/api/");
        let named = if is_api {
            format!("\"parameter\":\"{key}\"")
        } else {
            format!("<code>{key}</code>")
        };
        assert!(answer.body.contains(&named), "{address} {query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_values_of_what_can_have_one_are_refused_by_name() {
    let site = Site::bundled().await;
    refused_for(&site, VIEWS, "as_of=2026-01-15&as_of=2026-01-16", "as_of").await;
    refused_for(&site, VIEWS, "as_of=2026-01-15&AS%5FOF=2026-01-16", "as_of").await;
    refused_for(&site, VIEWS, "lang=es&LANG[]=fr", "lang").await;
    refused_for(&site, VIEWS, "x=%FF", "x").await;
    let lists = [
        "/commitments",
        "/api/v1/commitments",
        "/commitments.csv",
        "/charts/trend.svg",
    ];
    refused_for(&site, &lists, "q=open&q=data", "q").await;
    refused_for(&site, &lists, "sort=title&sort=oldest", "sort").await;
    let charts = [
        "/charts/members",
        "/charts/members.svg",
        "/charts/members.csv",
    ];
    refused_for(
        &site,
        &charts,
        "measure=results&measure=ambition",
        "measure",
    )
    .await;
    refused_for(&site, &["/charts/trend.png"], "scale=1&scale=2", "scale").await;
    let histories = ["/changes", "/changes.atom"];
    refused_for(&site, &histories, "member=spain&member=italy", "member").await;
    refused_for(&site, &histories, "page=1&page=2", "page").await;
    refused_for(
        &site,
        &["/resources", "/resources.atom"],
        "topic=a&topic=b",
        "topic",
    )
    .await;
    refused_for(
        &site,
        &["/challenge"],
        "region=europe&region=africa",
        "region",
    )
    .await;
    refused_for(
        &site,
        &["/staff/sign-in"],
        "next=/staff&next=/staff/tags",
        "next",
    )
    .await;
}
