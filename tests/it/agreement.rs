//! Pages, files and the API against a filter that anyone can read, over the bundled record itself.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::slugify;

use crate::support::site::Site;

pub type Row = BTreeMap<String, String>;

const LEVELS: [&str; 6] = [
    "high",
    "low",
    "pending",
    "no_data",
    "not_reviewable",
    "unstated",
];
/// Filters, with how many different queries the generator below can make of each.
const KEYS: [&str; 9] = [
    "member",
    "region",
    "kind",
    "area",
    "year",
    "ambition",
    "completion",
    "results",
    "value",
];

pub fn bundled() -> Vec<Row> {
    let batch = interchange::seed::commitments().unwrap();
    let areas = domain::AreaTree::new(batch.areas);
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(interchange::rows::csv_header()).unwrap();
    for entry in &batch.entries {
        let record = interchange::rows::csv_record(
            &entry.commitment,
            &entry.texts,
            crate::support::on_a_day(&areas),
        );
        file.write_record(record).unwrap();
    }
    let file = file.into_inner().unwrap();
    let mut reader = csv::Reader::from_reader(file.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

/// The rows that a site exports, to make queries of values that it has.
pub async fn exported(site: &Site) -> Vec<Row> {
    let csv = site.get("/commitments.csv").await;
    let mut reader = csv::Reader::from_reader(csv.body.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Tags of the file that are another name of an area.
fn own_name(tag: &str) -> String {
    match tag {
        "Automated Decision-Making, Algorithms, and Artificial Intelligence" => {
            "Automated Decision-Making"
        }
        "Formaciones" | "Formations" => "Capacity Building",
        "Participaci\u{f3}n p\u{fa}blica" | "Participation du public" => "Public Participation",
        "Acc\u{e8}s \u{e0} l'information" => "Access to Information",
        "Droit \u{e0} l'information" => "Right to Information",
        "Lutte contre la corruption et int\u{e9}grit\u{e9}" => "Anti-Corruption and Integrity",
        "D\u{e9}mocratiser la prise de d\u{e9}cision" => "Democratizing Decision-Making",
        "Judiciaire" => "Judiciary",
        "La responsabilit\u{e9} sociale" => "Social Accountability",
        "Citizenship and Immigration" => "Citizenship & Immigration",
        "Land Rights & Spatial Planning" => "Land and Spatial Planning",
        "Open Contracting and Public Procurement" => "Open Contracting and Procurement",
        "Subnational" => "Local Commitments",
        other => other,
    }
    .to_owned()
}

/// The parts of areas, as far as the file's tags go.
pub fn parent(area: &str) -> Option<&'static str> {
    Some(match area {
        "automated-decision-making"
        | "data-stewardship-and-privacy"
        | "digital-inclusion"
        | "disinformation-misinformation"
        | "online-civic-space" => "digital-governance",
        "anti-corruption-institutions"
        | "anti-corruption-strategies"
        | "asset-disclosure"
        | "audits-and-controls"
        | "beneficial-ownership"
        | "conflicts-of-interest"
        | "elections"
        | "lobbying"
        | "open-contracting"
        | "political-finance"
        | "public-procurement"
        | "whistleblower-protections" => "anti-corruption-and-integrity",
        "freedom-of-expression" => "civic-space",
        "digital-participation"
        | "mainstreaming-participation"
        | "regulatory-governance"
        | "social-accountability" => "democratizing-decision-making",
        "climate-mitigation-and-adaptation" | "international-environmental-agreements" => {
            "environment-climate"
        }
        "publication-of-budget-fiscal-information"
        | "public-participation-in-budget-fiscal-policy"
        | "tax"
        | "debt" => "fiscal-openness",
        "economic-inclusion"
        | "gender"
        | "gender-based-violence"
        | "lgbtqia"
        | "people-with-disabilities"
        | "youth" => "inclusion",
        "access-to-justice" | "judiciary" | "open-justice" | "policing-corrections" => "justice",
        "citizenship-immigration"
        | "education"
        | "health-nutrition"
        | "infrastructure-transport"
        | "water-sanitation" => "public-service-delivery",
        "right-to-information" | "open-data" => "access-to-information",
        _ => return None,
    })
}

fn level(row: &Row, column: &str) -> &'static str {
    // The old scale counts as high only for what is relevant to OGP's values.
    let irrelevant =
        ["No", "No IRM Data", "Pending IRM Review"].contains(&row["relevant"].as_str());
    if column == "ambition" && row["ambition_scheme"] == "potential_impact" && irrelevant {
        return "low";
    }
    match row[column].as_str() {
        "High" | "Moderate" | "Transformative" | "Substantial" | "Complete" | "Major"
        | "Outstanding" | "Significant"
            if !(column == "early_results" && row[column] == "Moderate") =>
        {
            "high"
        }
        "Pending IRM Review" => "pending",
        "No IRM Data" => "no_data",
        "" => "unstated",
        _ => "low",
    }
}

/// The values that a row has for a key of the address.
fn values(row: &Row, key: &str) -> BTreeSet<String> {
    let one = |text: String| BTreeSet::from([text]);
    let list = |column: &str| {
        row[column]
            .split(';')
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    match key {
        "member" => one(slugify(&row["member"])),
        "region" => one(slugify(&row["region"])),
        "kind" => one(row["member_kind"].clone()),
        "area" => list("policy_areas")
            .map(|tag| slugify(&own_name(&tag)))
            .flat_map(|slug| parent(&slug).map(str::to_owned).into_iter().chain([slug]))
            .collect(),
        "year" => one(row["plan_year"].clone()),
        "ambition" => one(level(row, "ambition").to_owned()),
        "completion" => one(level(row, "completion").to_owned()),
        "results" => one(level(row, "early_results").to_owned()),
        _ => list("ogp_values").map(|v| slugify(&v)).collect(),
    }
}

pub type Chosen = BTreeMap<&'static str, BTreeSet<String>>;

fn meets(row: &Row, chosen: &Chosen, left_out: Option<&str>) -> bool {
    chosen
        .iter()
        .filter(|(key, _)| Some(**key) != left_out)
        .all(|(key, wanted)| !values(row, key).is_disjoint(wanted))
}

/// Fifty queries of one to three filters with one to three values each, always the same.
pub fn random_queries(rows: &[Row]) -> Vec<Chosen> {
    let mut state = 0x2026_1122_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    (0..50)
        .map(|_| {
            let mut chosen = Chosen::new();
            for _ in 0..=next(3) {
                let key = KEYS[next(KEYS.len())];
                for _ in 0..=next(3) {
                    // A value that some row has, so that most views show something.
                    let has: Vec<_> = values(&rows[next(rows.len())], key).into_iter().collect();
                    if let Some(value) = has.get(next(has.len().max(1))).filter(|v| !v.is_empty()) {
                        chosen.entry(key).or_default().insert(value.clone());
                    }
                }
            }
            chosen
        })
        .collect()
}

pub fn address(chosen: &Chosen) -> String {
    let pairs = chosen
        .iter()
        .flat_map(|(key, set)| set.iter().map(move |v| format!("{key}={v}")));
    pairs.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn fifty_random_queries_give_the_same_everywhere() {
    let rows = bundled();
    let site = Site::bundled().await;
    let mut narrowed = 0;
    for chosen in random_queries(&rows) {
        let query = address(&chosen);
        let expected: BTreeSet<&str> = rows
            .iter()
            .filter(|r| meets(r, &chosen, None))
            .map(|r| r["code"].as_str())
            .collect();
        narrowed += usize::from(!expected.is_empty() && expected.len() < rows.len());

        // The CSV file.
        let csv = site.get(&format!("/commitments.csv?{query}")).await;
        let mut reader = csv::Reader::from_reader(csv.body.as_bytes());
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let codes: BTreeSet<&str> = lines.iter().map(|line| &line[0]).collect();
        assert_eq!(
            (codes, lines.len()),
            (expected.clone(), expected.len()),
            "csv {query}"
        );

        // The JSON file.
        let json = site.get(&format!("/commitments.json?{query}")).await.json();
        let items = json["items"].as_array().unwrap();
        let codes: BTreeSet<&str> = items.iter().map(|i| i["code"].as_str().unwrap()).collect();
        assert_eq!(
            (codes, json["total"].as_u64()),
            (expected.clone(), Some(expected.len() as u64)),
            "json {query}"
        );

        // The pages, one after the other.
        let mut codes = BTreeSet::new();
        for page in 1..=expected.len().div_ceil(50).max(1) {
            let list = site.get(&format!("/commitments?{query}&page={page}")).await;
            assert_eq!(list.status, 200, "{query} page {page}");
            let results = list.between("id=\"results\"", "</section>").concat();
            for link in results.split("href=\"/commitments/").skip(1) {
                codes.insert(link.split('"').next().unwrap().to_owned());
            }
            let total = match expected.len() {
                0 => "No commitments".to_owned(),
                n => i18n::format::number(domain::Lang::English, n),
            };
            assert!(
                list.body.contains(&format!(">{total}<")),
                "{query}: {total} not announced"
            );
        }
        assert!(
            codes
                .iter()
                .map(String::as_str)
                .eq(expected.iter().copied()),
            "pages {query}"
        );

        // The counts of every facet, its own filter left out.
        let facets = site.get(&format!("/api/v1/facets?{query}")).await.json();
        for key in KEYS {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for row in rows.iter().filter(|r| meets(r, &chosen, Some(key))) {
                for value in values(row, key).into_iter().filter(|v| !v.is_empty()) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            let answered: BTreeMap<String, u64> = facets["facets"][key]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| {
                    (
                        v["value"].as_str().unwrap().to_owned(),
                        v["count"].as_u64().unwrap(),
                    )
                })
                .filter(|(_, count)| *count > 0)
                .collect();
            assert_eq!(answered, counts, "facet {key} of {query}");
        }
    }
    assert!(
        narrowed > 25,
        "only {narrowed} of the queries narrow anything"
    );
    assert!(
        LEVELS
            .iter()
            .any(|l| rows.iter().any(|r| level(r, "ambition") == *l))
    );
}
