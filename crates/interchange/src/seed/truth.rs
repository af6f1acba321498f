//! What is told of the bundled record is what its sources say: rules that every entry keeps.

use std::collections::{BTreeSet, HashMap};

use super::*;
use domain::source::is_page_of;
use domain::{Finding, rating};

/// Titles that name no kind of report that this project can tell with certainty.
const WITHOUT_KIND: &[&str] = &[
    "C\u{f4}te d\u{2019}Ivoire Hybrid Report 2018-2020",
    "Netherlands Final Report 2013-2014",
    "Papua New Guinea Hybrid Report 2018-2021",
    "Sri Lanka Hybrid Report 2019-2021",
    "S\u{e3}o Paulo IRM Report 2017",
    "Ukraine IRM Report 2014 \u{2013} 2015",
    "Ukraine IRM Report 2014-2015",
];

fn sheet() -> HashMap<String, HashMap<String, String>> {
    let rows = csv::Reader::from_reader(MASTER_SHEET).into_deserialize();
    let rows = rows.map(Result::<HashMap<String, String>, _>::unwrap);
    rows.map(|row| (row["Commitment Unique Identifier"].clone(), row))
        .collect()
}

#[test]
fn every_report_has_a_kind_or_is_known_to_have_none() {
    let batch = commitments().unwrap();
    let of_commitments = batch.entries.iter().flat_map(|e| &e.commitment.reports);
    let of_ratings = batch.entries.iter().flat_map(|e| &e.ratings);
    let reports = of_commitments.chain(of_ratings.filter_map(|r| r.report.as_ref()));
    let named = reports.filter(|report| report.unnamed().is_none() && report.kind.is_none());
    let without: BTreeSet<&str> = named.map(|report| report.title.as_str()).collect();
    let known: BTreeSet<&str> = WITHOUT_KIND.iter().copied().collect();
    assert_eq!(without, known);
}

#[test]
fn no_rating_is_said_to_come_from_a_report_that_gives_none() {
    let batch = commitments().unwrap();
    let mut seen = 0;
    for entry in &batch.entries {
        for rating in &entry.ratings {
            let kind = rating.report.as_ref().and_then(|report| report.kind);
            let (Some(kind), Some(scheme)) = (kind, rating.finding.scheme()) else {
                continue;
            };
            // What was read in a report itself stands there, whatever its kind.
            let address = rating.source_url.as_deref().unwrap_or_default();
            let is_of_report = address.contains("/documents/");
            if rating.dimension == Dimension::Ambition && !is_of_report {
                let code = &entry.commitment.code;
                assert!(
                    kind.rates(rating.dimension, scheme),
                    "{code}: {:?}",
                    rating.report
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 10, "{seen}");
}

/// Who calls results pending that another source has was read before that source.
#[test]
fn results_are_not_pending_beside_results() {
    let batch = commitments().unwrap();
    let sheet = sheet();
    let is_result = |rating: &Rating| {
        rating.dimension != Dimension::Ambition && rating::rank(rating.finding) > 1
    };
    let mut seen = 0;
    for entry in &batch.entries {
        let c = &entry.commitment;
        let Some(row) = sheet.get(c.code.as_str()) else {
            continue;
        };
        let of_sheet =
            |r: &&Rating| r.source_url.as_deref() == Some(KnownSource::MasterSheet2024.address());
        let (of_sheet, of_page): (Vec<&Rating>, Vec<&Rating>) =
            entry.ratings.iter().partition(of_sheet);
        let has = |ratings: &[&Rating]| ratings.iter().any(|r| is_result(r));
        if !has(&of_sheet) || has(&of_page) {
            continue;
        }
        let early = &row["Early Results"];
        if early == "ND" {
            let now = c.ratings.of(Dimension::EarlyResults).map(|r| r.finding);
            assert_ne!(now, Some(Finding::Pending), "{}", c.code);
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn a_plan_ends_when_the_sheet_says_where_the_page_says_nothing() {
    let batch = commitments().unwrap();
    let sheet = sheet();
    for entry in &batch.entries {
        let c = &entry.commitment;
        let Some(row) = sheet.get(c.code.as_str()) else {
            continue;
        };
        let start = row["Year Of Submission"].parse().ok();
        let states_end = row["Action Plan End Year"].parse::<i32>().is_ok();
        if states_end && start == c.plan.start_year {
            assert!(c.plan.end_year.is_some(), "{}", c.code);
        }
    }
}

#[test]
fn a_page_of_the_commitment_is_its_source_where_one_is_known() {
    let batch = commitments().unwrap();
    let sheet = sheet();
    let mut seen = 0;
    for entry in &batch.entries {
        let c = &entry.commitment;
        let address = sheet.get(c.code.as_str()).map(|row| row["URL"].as_str());
        if let Some(address) = address.filter(|address| is_page_of(&c.code, address)) {
            let source = c.source_url.as_deref().unwrap_or_default();
            assert!(
                is_page_of(&c.code, source),
                "{}: {source} {address}",
                c.code
            );
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_number_has_the_zero_that_its_title_has() {
    let batch = commitments().unwrap();
    let number = |code: &str| {
        let is_it = |e: &&Entry| e.commitment.code.as_str() == code;
        let entry = batch.entries.iter().find(is_it).unwrap();
        entry.commitment.number.clone()
    };
    for (code, expected) in [
        ("ZZMKD0007", "1.10"),
        ("ZZBRA0029", "3.10"),
        ("NO0021", "4.10"),
    ] {
        let number = number(code);
        assert_eq!(number.as_deref(), Some(expected), "{code}");
    }
}
