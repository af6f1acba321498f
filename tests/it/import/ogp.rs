//! OGP's own exports, where they lie beside the project: read as they are, counted independently.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ogp_tracker::domain::{Dimension, Level};
use ogp_tracker::service::import::{Bringer, GivenFile, Outcome};

use super::{applied, empty};

/// An export of OGP's, which belongs to OGP and is no part of the project.
fn export(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        eprintln!("SKIPPED: {} is not here", path.display());
    }
    read
}

/// The raw file, read without any of the program's code: header and rows.
fn raw(bytes: &[u8], skip: usize) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut rows = reader.records().map(|r| r.unwrap()).skip(skip);
    let header: Vec<String> = rows.next().unwrap().iter().map(str::to_owned).collect();
    rows.map(|row| {
        header
            .iter()
            .cloned()
            .zip(row.iter().map(str::to_owned))
            .collect()
    })
    .collect()
}

type Count = BTreeMap<String, usize>;

fn count(keys: impl Iterator<Item = String>) -> Count {
    let mut count = Count::new();
    for key in keys {
        *count.entry(key).or_default() += 1;
    }
    count
}

/// The member as OGP names it now.
fn present(name: &str) -> &str {
    match name {
        "Macedonia" => "North Macedonia",
        "Slovakia" => "Slovak Republic",
        "South Korea" => "Republic of Korea",
        "UK" => "United Kingdom",
        "USA" => "United States",
        "Cote d'Ivoire" => "C\u{f4}te d'Ivoire",
        other => other,
    }
}

/// A cell's value without the letter that sorts it.
fn value(cell: &str) -> String {
    let cell = match cell.split_once(". ") {
        Some((letter, rest)) if letter.len() == 1 => rest,
        _ => cell,
    };
    cell.to_lowercase()
}

/// The rating of a dimension by hand: the end of the plan before its middle, a value before a
/// statement, not reviewed before no data.
fn by_hand(cells: &[&str]) -> String {
    let is_statement = |c: &str| matches!(c, "nr" | "nd" | "na" | "n/a" | "");
    let cells: Vec<String> = cells.iter().map(|c| value(c)).collect();
    if let Some(rated) = cells.iter().rev().find(|c| !is_statement(c)) {
        return match rated.as_str() {
            "unclear" if cells.len() == 2 && cells.iter().any(|c| c == "completion") => "unclear",
            other => other,
        }
        .to_owned();
    }
    let has = |what: &str| cells.iter().any(|c| c == what);
    match (has("nr"), has("nd")) {
        (true, _) => "pending irm review",
        (_, true) => "no irm data",
        _ => "nothing",
    }
    .to_owned()
}

/// What the record says of a dimension, in the words of [`by_hand`].
fn in_record(commitment: &ogp_tracker::domain::Commitment, dimension: Dimension) -> String {
    let rating = commitment.ratings.of(dimension).map(|r| r.finding.label());
    rating.unwrap_or("nothing").to_lowercase()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_of_2016_is_taken_whole_and_counts_are_those_of_the_raw_file() {
    let Some(bytes) = export("ogp-export-2016-explorer.csv") else {
        return;
    };
    let (app, _directory) = empty().await;
    applied(&app, &bytes).await;
    let catalogue = app.catalogue();
    assert_eq!(catalogue.len(), 1_927);
    let rows = raw(&bytes, 1);
    let ours = count(catalogue.rows().iter().map(|r| {
        let c = &r.commitment;
        format!("{} {}", c.member.name, c.plan.start_year.unwrap())
    }));
    let theirs = count(
        rows.iter()
            .map(|r| format!("{} {}", present(&r["Country"]), r["Year of submission"])),
    );
    assert_eq!(ours, theirs);
    let older = |word: String, dimension| match (dimension, word.as_str()) {
        (Dimension::Ambition, "unclear") => "none".to_owned(),
        (Dimension::Completion, "unclear") => "no evidence available".to_owned(),
        (Dimension::EarlyResults, "none") => "did not change".to_owned(),
        _ => word,
    };
    for (dimension, columns) in [
        (Dimension::Ambition, vec!["Potential impact"]),
        (
            Dimension::Completion,
            vec!["Completion (progress report)", "Completion (end of term)"],
        ),
        (
            Dimension::EarlyResults,
            vec!["Did it open government (end of term only)"],
        ),
    ] {
        let ours = count(
            catalogue
                .rows()
                .iter()
                .map(|r| in_record(&r.commitment, dimension)),
        );
        let theirs = count(rows.iter().map(|r| {
            let cells: Vec<&str> = columns.iter().map(|c| r[*c].as_str()).collect();
            older(by_hand(&cells), dimension)
        }));
        assert_eq!(ours, theirs, "{dimension}");
    }
    for (column, slug) in [
        ("Value -Info", "access-to-information"),
        ("Value -Tech", "technology"),
    ] {
        let ours = catalogue.rows().iter();
        let ours = ours.filter(|r| r.commitment.ogp_values.iter().any(|v| v.slug() == slug));
        assert_eq!(
            ours.count(),
            rows.iter().filter(|r| r[column] == "1").count(),
            "{column}"
        );
    }
    let open_data = catalogue.rows().iter();
    let open_data = open_data.filter(|r| {
        r.commitment
            .policy_areas
            .iter()
            .any(|a| **a == *"open-data")
    });
    assert_eq!(
        open_data.count(),
        rows.iter().filter(|r| r["Open Data"] == "1").count()
    );

    // Codes are local, of one country each, and the same file again changes nothing.
    assert!(
        catalogue
            .rows()
            .iter()
            .all(|r| r.commitment.code.as_str().starts_with("ZZ"))
    );
    let given = GivenFile {
        name: "again.csv",
        bytes: &bytes,
    };
    let again = app
        .plan_import(given, None, &Bringer::command_line(), &|_, _| ())
        .await
        .unwrap();
    assert_eq!(again.counts.unchanged, 1_927);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_of_2024_is_taken_whole_and_levels_are_ogps_own() {
    let Some(bytes) = export("ogp-export-2024-open-parliament-sample.csv") else {
        return;
    };
    let (app, _directory) = empty().await;
    let given = GivenFile {
        name: "2024.csv",
        bytes: &bytes,
    };
    let plan = app
        .plan_import(given, None, &Bringer::command_line(), &|_, _| ())
        .await
        .unwrap();
    assert!(
        plan.items.iter().all(|i| i.outcome == Outcome::New),
        "{:?}",
        plan.counts
    );
    applied(&app, &bytes).await;
    let catalogue = app.catalogue();
    let rows = raw(&bytes, 0);
    assert_eq!((catalogue.len(), rows.len()), (279, 279));
    let mut compared = 0;
    for row in &rows {
        let code = &row["Commitment Unique Identifier"];
        let commitment = &catalogue.find(&code.parse().unwrap()).unwrap().commitment;
        for (column, dimension) in [
            ("High Completion", Dimension::Completion),
            ("High DIOG", Dimension::EarlyResults),
            ("High Ambition", Dimension::Ambition),
        ] {
            let high = commitment.level(dimension) == Level::High;
            match row[column].as_str() {
                said @ ("0" | "1") => {
                    assert_eq!(high, said == "1", "{code} {column}");
                    compared += 1;
                }
                // OGP gives no level of ambition for the newer scale, and for what is not reviewed.
                said => assert!(
                    column == "High Ambition" && ["ND", "NR"].contains(&said),
                    "{code} {said}"
                ),
            }
        }
    }
    assert_eq!(compared, 279 * 2 + 177);
    let ours = count(catalogue.rows().iter().map(|r| {
        let c = &r.commitment;
        format!(
            "{} {} {}",
            c.member.name,
            c.plan.start_year.unwrap(),
            c.member.region.label()
        )
    }));
    let theirs = count(rows.iter().map(|r| {
        format!(
            "{} {} {}",
            present(&r["Country/Locality"]),
            r["Year Of Submission"],
            r["Region"]
        )
    }));
    assert_eq!(ours, theirs);
    for (dimension, columns) in [
        (
            Dimension::Ambition,
            ["Potential Impact", "Potential for Results"],
        ),
        (
            Dimension::Completion,
            ["Completion (Progress Report)", "Completion (End Of Term)"],
        ),
        (
            Dimension::EarlyResults,
            ["Did It Open Government (Overall)", "Early Results"],
        ),
    ] {
        let ours = count(
            catalogue
                .rows()
                .iter()
                .map(|r| in_record(&r.commitment, dimension)),
        );
        let theirs = count(rows.iter().map(|r| {
            let said = by_hand(&columns.map(|c| r[c].as_str()));
            match (dimension, said.as_str()) {
                (Dimension::Completion, "unclear") => "no evidence available".to_owned(),
                _ => said,
            }
        }));
        assert_eq!(ours, theirs, "{dimension}");
    }
    let given = GivenFile {
        name: "again.csv",
        bytes: &bytes,
    };
    let again = app
        .plan_import(given, None, &Bringer::command_line(), &|_, _| ())
        .await
        .unwrap();
    assert_eq!(again.counts.unchanged, 279);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_files_one_after_the_other_keep_the_newer_record() {
    let (Some(old), Some(new)) = (
        export("ogp-export-2016-explorer.csv"),
        export("ogp-export-2024-open-parliament-sample.csv"),
    ) else {
        return;
    };
    let (app, _directory) = empty().await;
    applied(&app, &new).await;
    let before = super::exported(&app).await;
    applied(&app, &old).await;
    let after = super::exported(&app).await;
    // Every line of the newer file is as it was; rows of the older one that are the same
    // commitment were not taken over a second time.
    let kept = before
        .split("\r\n")
        .filter(|line| !after.contains(line))
        .count();
    assert_eq!(kept, 0);
    assert!(
        app.catalogue().len() < 279 + 1_927,
        "{}",
        app.catalogue().len()
    );
    assert!(app.catalogue().len() > 2_100, "{}", app.catalogue().len());
}
