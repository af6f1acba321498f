//! What is told of the bundled record is what its sources say: rules that every entry keeps.

use std::collections::{BTreeSet, HashMap};

use super::tests::find;
use super::*;
use domain::source::is_page_of;
use domain::{Dimension, Finding, Rating, rating};

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
    let without: BTreeSet<&str> = named.map(|report| &*report.title).collect();
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

/// A plan that goes by the name of another, which begins years later, is none of the others of its year.
#[test]
fn a_member_has_one_plan_of_a_year_which_ends_no_sooner_than_a_source_says() {
    let batch = commitments().unwrap();
    let mut plans: HashMap<(String, i32), BTreeSet<&domain::ActionPlan>> = HashMap::new();
    for c in batch.entries.iter().map(|e| &e.commitment) {
        if let Some(start) = c.plan.start_year {
            let key = (c.member.slug(), start);
            plans.entry(key).or_default().insert(&c.plan);
        }
    }
    let several = plans.iter().filter(|(_, plans)| plans.len() > 1);
    let several: Vec<&str> = several.map(|((member, _), _)| member.as_str()).collect();
    assert_eq!(several, ["colombia"]);
    for row in sheet().values() {
        let code = &row["Commitment Unique Identifier"];
        let Ok(stated) = row["Action Plan End Year"].parse::<i32>() else {
            continue;
        };
        let c = &find(&batch, code).commitment;
        assert!(c.plan.end_year.is_some_and(|end| end >= stated), "{code}");
    }
    for (code, end) in [
        ("HR0005", 2014),
        ("ZZHRV0001", 2014),
        ("ID0042", 2016),
        ("NL0001", 2015),
        ("UA0038", 2016),
        ("HN0062", 2021),
        ("ME0058", 2021),
        ("CA0066", 2021),
        ("FI0032", 2023),
        ("ZZCOL0001", 2014),
    ] {
        let plan = &find(&batch, code).commitment.plan;
        assert_eq!(plan.end_year, Some(end), "{code}");
    }
}

/// A reader of English gets an English title where a source has one.
#[test]
fn no_title_of_the_sheet_is_in_another_language_alone() {
    let batch = commitments().unwrap();
    let mut of_ogp = 0;
    for row in sheet().values() {
        let code = &row["Commitment Unique Identifier"];
        let c = &find(&batch, code).commitment;
        let english = c.title_in[Lang::English.index()].as_deref();
        let is_foreign = source_language(&c.title).is_some_and(|lang| lang != "en");
        assert!(!is_foreign || english.is_some(), "{code}: {}", c.title);
        of_ogp += usize::from(english.is_some() && english == short_title_of(&c.code));
    }
    assert!(of_ogp >= 17, "{of_ogp}");
    let title = |code: &str| find(&batch, code).commitment.title_for(Lang::English);
    let parliament = "Create digital platform for open parliament data";
    assert_eq!(title("ID0130"), parliament);
    assert_eq!(title("PY0009"), "Legal Information Service (E-Legal)");
    // The title in English, of the plan itself, before the translation of a page in French.
    let scaling_up = &find(&batch, "JM0003").commitment;
    assert!(
        scaling_up
            .title
            .starts_with("Amend the Access to Information (ATI) Act")
    );
    assert_eq!(scaling_up.title_in[Lang::English.index()], None);
}

#[test]
fn clusters_are_those_of_the_sheet() {
    let codes = |code: &str| -> Vec<&str> {
        let cluster = cluster_of(&code.parse().unwrap());
        cluster.iter().map(CommitmentCode::as_str).collect()
    };
    let indonesia = ["ID0129", "ID0130", "ID0131", "ID0132", "ID0133", "ID0134"];
    assert_eq!(codes("ID0130"), indonesia);
    assert_eq!(codes("RS0054"), ["RS0053", "RS0054"]);
    // The older column says nothing of ratings.
    assert_eq!(codes("NL0003"), Vec::<&str>::new());
    let sheet = sheet();
    let rows = sheet
        .values()
        .filter(|row| row["Cluster (AP Review)"] == "1");
    let mut seen = 0;
    for row in rows {
        let code = row["Commitment Unique Identifier"].as_str();
        assert!(
            codes(code).contains(&code) && codes(code).len() > 1,
            "{code}"
        );
        seen += 1;
    }
    assert_eq!(seen, 13);
}

/// An answer of the record that neither a page nor the sheet gives can only be the Explorer's.
#[test]
fn what_no_page_says_of_verifiability_is_of_the_explorer() {
    let batch = commitments().unwrap();
    let explorer = KnownSource::Explorer2016.address();
    let mut on_pages = BTreeSet::new();
    for entry in &batch.entries {
        let c = &entry.commitment;
        let is_of_explorer = c.source_url.as_deref() == Some(explorer);
        let is_answered = matches!(c.verifiable, Some(domain::Answer::Yes | domain::Answer::No));
        if states_verifiable(&c.code) {
            assert!(!is_of_explorer, "{}", c.code);
        } else if is_answered {
            let mut ratings = entry.ratings.iter();
            let is_rated_there = ratings.any(|r| r.source_url.as_deref() == Some(explorer));
            assert!(is_rated_there, "{}", c.code);
            if !is_of_explorer {
                on_pages.insert(c.code.as_str());
            }
        }
    }
    let nine = [
        "ES0020", "FI0001", "ME0002", "ME0006", "NO0021", "TT0006", "TT0008", "ZA0012", "ZA0014",
    ];
    assert_eq!(on_pages, BTreeSet::from(nine));
}

/// The list is made from the sources: it has every word that says that something has begun or continues.
#[test]
fn words_in_the_place_of_dates_are_those_of_the_sources() {
    let batch = commitments().unwrap();
    let words = ["Ongoing", "Continuous", "Permanent activity", "Underway"];
    let word = |cell: &str| words.contains(&cell).then(|| cell.to_owned());
    let mut stated: Vec<(String, [Option<String>; 2])> = Vec::new();
    for (code, row) in sheet() {
        stated.push((
            code,
            ["Start Date", "End Date"].map(|column| word(&row[column])),
        ));
    }
    let explorer = csv::Reader::from_reader(EXPLORER).into_deserialize();
    for row in explorer.map(Result::<HashMap<String, String>, _>::unwrap) {
        let member = crate::members::present_name(&row["Country"]);
        let parts = [
            member,
            &row["Action Plan Number"],
            &row["Comm No"],
            &row["Commitment Title"],
        ];
        let identity = parts.map(text::slugify).join("/");
        let mut identities = batch.identities.iter();
        let said = ["Start Date", "End Date"].map(|column| word(&row[column]));
        if said.iter().any(Option::is_some) {
            let known = identities
                .find(|known| known.identity.starts_with(&identity))
                .unwrap();
            stated.push((known.code.to_string(), said));
        }
    }
    stated.retain(|(_, said)| said.iter().any(Option::is_some));
    stated.sort();
    let mut listed: Vec<(String, [Option<String>; 2])> = Vec::new();
    for entry in &batch.entries {
        let c = &entry.commitment;
        if let Some(words) = words_for_dates(&c.code) {
            assert!(words.start.is_none() || c.start.is_none(), "{}", c.code);
            assert!(words.end.is_none() || c.end.is_none(), "{}", c.code);
            listed.push((c.code.to_string(), [words.start.clone(), words.end.clone()]));
        }
    }
    assert_eq!(listed, stated);
}
