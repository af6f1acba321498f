//! OGP's own exports, where they lie beside the project: read as they are, counted independently.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::{Dimension, Level};
use ogp_tracker::service::App;
use ogp_tracker::service::import::{GivenFile, Importer, Item, Outcome, Plan};

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
fn in_record(commitment: &domain::Commitment, dimension: Dimension) -> String {
    let rating = commitment.ratings.of(dimension).map(|r| r.finding.label());
    rating.unwrap_or("nothing").to_lowercase()
}

/// How often each member's plans of each year have each value, in the record.
fn counted(app: &App, dimension: Dimension) -> Count {
    let catalogue = app.catalogue();
    let keys = catalogue.rows().map(|r| {
        let c = &r.commitment;
        let (member, year) = (&c.member.name, c.plan.start_year.unwrap());
        format!("{member} {year}: {}", in_record(c, dimension))
    });
    count(keys)
}

/// The codes of the rows of which a column is warned about.
fn warned(plan: &Plan, columns: &[&str]) -> Vec<String> {
    let about = |item: &&Item| {
        item.messages
            .iter()
            .any(|m| columns.contains(&m.column.as_str()))
    };
    let items = plan.items.iter().filter(about);
    let mut codes: Vec<String> = items
        .map(|i| i.code.as_ref().unwrap().to_string())
        .collect();
    codes.sort();
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_of_2016_is_taken_whole_and_counts_are_those_of_the_raw_file() {
    let Some(bytes) = export("ogp-export-2016-explorer.csv") else {
        return;
    };
    let (app, _directory) = empty().await;
    let given = GivenFile {
        name: "2016.csv",
        bytes: &bytes,
    };
    let plan = app
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
        .await
        .unwrap();
    // Only the contact data is left out without being known as useless.
    assert_eq!(plan.about_columns.len(), 4, "{:?}", plan.about_columns);
    // Where coded columns say something else than words: not reviewed, but coded as transformative;
    // unclear, but coded as none; completion coded as not started.
    let countries = |columns: &[&str]| {
        let codes = warned(&plan, columns).into_iter();
        count(codes.map(|code| code[2..5].to_owned()))
    };
    let expected = |pairs: &[(&str, usize)]| -> Count {
        pairs.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect()
    };
    assert_eq!(
        countries(&["_Pot Impact Coded"]),
        expected(&[("LTU", 6), ("MLT", 7), ("SLV", 7)])
    );
    assert_eq!(
        countries(&["_CompletionProgress", "_CompletionEndTerm", "_OpenGovt"]),
        expected(&[("MDA", 4)])
    );
    applied(&app, &bytes).await;
    let catalogue = app.catalogue();
    assert_eq!(catalogue.len(), 1_927);
    let rows = raw(&bytes, 1);
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
        let theirs = count(rows.iter().map(|r| {
            let cells: Vec<&str> = columns.iter().map(|c| r[*c].as_str()).collect();
            let said = older(by_hand(&cells), dimension);
            let (member, year) = (present(&r["Country"]), &r["Year of submission"]);
            format!("{member} {year}: {said}")
        }));
        assert_eq!(counted(&app, dimension), theirs, "{dimension}");
    }
    for (column, slug) in [
        ("Value -Info", "access-to-information"),
        ("Value -Tech", "technology"),
    ] {
        let ours = catalogue.rows();
        let ours = ours.filter(|r| r.commitment.ogp_values.iter().any(|v| v.slug() == slug));
        assert_eq!(
            ours.count(),
            rows.iter().filter(|r| r[column] == "1").count(),
            "{column}"
        );
    }
    let open_data = catalogue.rows();
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
            .all(|r| r.commitment.code.as_str().starts_with("ZZ"))
    );
    let given = GivenFile {
        name: "again.csv",
        bytes: &bytes,
    };
    let again = app
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
        .await
        .unwrap();
    assert_eq!(again.counts.unchanged, 1_927);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_of_2016_finds_what_the_bundled_record_has_of_it() {
    let Some(bytes) = export("ogp-export-2016-explorer.csv") else {
        return;
    };
    let site = crate::support::site::Site::bundled().await;
    let before = site.app.catalogue();
    let given = GivenFile {
        name: "2016.csv",
        bytes: &bytes,
    };
    let plan = site
        .app
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
        .await
        .unwrap();
    assert_eq!(plan.counts.rejected, 0);
    let bundled = before.rows().filter(|r| {
        let source = r.commitment.source_url.as_deref();
        source == Some(domain::KnownSource::Explorer2016.address())
    });
    // Local ones are found by what identifies them, others by their code or title.
    let found = plan.items.iter().filter(|i| i.outcome != Outcome::New);
    assert!(found.count() >= 885, "{:?}", plan.counts);
    let named: Vec<_> = plan.items.iter().filter_map(|i| i.code.clone()).collect();
    for row in bundled {
        assert!(
            named.contains(&row.commitment.code),
            "{}",
            row.commitment.code
        );
    }
    applied(&site.app, &bytes).await;
    let after = site.app.catalogue();
    assert_eq!(after.len(), before.len() + plan.counts.new);
    let key = |r: &catalogue::Row| {
        let c = &r.commitment;
        let title = domain::text::slugify(&c.title);
        format!("{} {:?} {title}", c.member.slug(), c.plan.start_year)
    };
    let titles = |catalogue: &catalogue::Catalogue| count(catalogue.rows().map(key));
    let (had, has) = (titles(&before), titles(&after));
    let source = count(raw(&bytes, 1).iter().map(|r| {
        let title = domain::text::slugify(&r["Commitment Title"]);
        format!("{} {}", r["Country"], title)
    }));
    let twice = source.values().filter(|n| **n > 1).count();
    let doubled = has
        .iter()
        .filter(|(key, n)| **n > 1 && had.get(*key).is_some_and(|had| had < n));
    let doubled: Vec<_> = doubled.collect();
    assert!(doubled.len() <= twice, "{doubled:?}");
}

/// Rows of the sheet of 2024 whose sums of levels are not those of its own levels.
const CONTRADICTORY: [&str; 17] = [
    "CR0067",  // not reviewed, yet complete with strong results: two groups, checksum 2
    "KG0020",  // not reviewed, yet complete
    "KG0022",  // not reviewed, yet of limited completion
    "KG0024",  // not reviewed, yet of limited completion
    "MK0124",  // ambitious, in the group of neither
    "MK0139",  // complete only, in the group of ambitious and complete
    "MK0143",  // neither, in no group
    "MN0025",  // neither, in the group of ambitious only
    "NG0008",  // neither, in the group of ambitious only
    "NG0021",  // ambitious and complete, in the group of complete only
    "NG0030",  // ambitious only, in no group
    "NO0063",  // neither, in no group
    "NZ0015",  // ambitious and complete, in the group of complete only
    "PNG0007", // complete only, in no group
    "PY0038",  // complete only, in the group of ambitious and complete
    "PY0069",  // ambitious and complete, in no group
    "US0005",  // no level of ambition, yet in the group of neither
];

/// The groups that the sheet sums levels up to.
const GROUPS: [&str; 4] = [
    "Ambitious and complete, or DIOG",
    "Ambitious but not complete",
    "Complete but not ambitious",
    "Not complete or ambitious",
];

/// Finds them over the raw file.
fn contradictory(rows: &[BTreeMap<String, String>]) -> Vec<String> {
    let is_so = |row: &&BTreeMap<String, String>| {
        let is = |column: &str| row[column] == "1";
        let complete = is("High Completion");
        let mut groups = ["0"; 4];
        match (row["High Ambition"].as_str(), complete, is("High DIOG")) {
            ("0" | "1" | "ND", _, true) | ("1", true, _) => groups[0] = "1",
            ("1", false, _) => groups[1] = "1",
            ("0", true, _) => groups[2] = "1",
            ("0", false, _) => groups[3] = "1",
            _ => {}
        }
        let said = GROUPS.map(|column| row[column].as_str());
        let assessed = row["Raw Completion"].parse::<u8>().is_ok();
        said != groups || (is("Not reviewed") && assessed)
    };
    let mut codes: Vec<String> = rows
        .iter()
        .filter(is_so)
        .map(|row| row["Commitment Unique Identifier"].clone())
        .collect();
    codes.sort();
    codes
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
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
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
    // Its own sums of levels contradict its levels in these rows, which the preview tells.
    let contradictory = contradictory(&rows);
    assert_eq!(contradictory, CONTRADICTORY);
    assert!(plan.about_columns.is_empty(), "{:?}", plan.about_columns);
    let ours = warned(
        &plan,
        &[
            GROUPS[0],
            GROUPS[1],
            GROUPS[2],
            GROUPS[3],
            "Not reviewed",
            "CHECKSUM",
            "IRM-Based Score",
        ],
    );
    // Of US0005 OGP gives no level of ambition, so that there is no group to compare.
    let told = contradictory.iter().filter(|code| *code != "US0005");
    assert_eq!(ours, told.cloned().collect::<Vec<_>>());
    assert_eq!(
        warned(&plan, &["High Ambition", "High Completion", "High DIOG"]),
        [""; 0]
    );
    let regions = |r: &catalogue::Row| r.commitment.member.region.label().to_owned();
    let ours = count(catalogue.rows().map(regions));
    assert_eq!(ours, count(rows.iter().map(|r| r["Region"].clone())));
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
        let theirs = count(rows.iter().map(|r| {
            let said = by_hand(&columns.map(|c| r[c].as_str()));
            let said = match (dimension, said.as_str()) {
                (Dimension::Completion, "unclear") => "no evidence available",
                (_, said) => said,
            };
            let (member, year) = (present(&r["Country/Locality"]), &r["Year Of Submission"]);
            format!("{member} {year}: {said}")
        }));
        assert_eq!(counted(&app, dimension), theirs, "{dimension}");
    }
    let given = GivenFile {
        name: "again.csv",
        bytes: &bytes,
    };
    let again = app
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
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

#[tokio::test(flavor = "multi_thread")]
async fn a_published_value_stays_where_an_older_export_says_that_there_is_none() {
    let Some(sheet) = export("ogp-export-2024-open-parliament-sample.csv") else {
        return;
    };
    let site = crate::support::site::Site::bundled().await;
    let codes = ["KE0034", "MN0057", "SN0013"];
    let given = GivenFile {
        name: "2024.csv",
        bytes: &sheet,
    };
    let plan = site
        .app
        .plan_import(
            given,
            &interchange::options::ReadOptions::default(),
            &Importer::command_line(),
            &|_, _| (),
        )
        .await
        .unwrap();
    let told = warned(&plan, &["ambition"]);
    for code in codes {
        assert!(told.iter().any(|c| c == code), "{code} in {told:?}");
    }
    applied(&site.app, &sheet).await;
    let catalogue = site.app.catalogue();
    for code in codes {
        let row = catalogue.find(&code.parse().unwrap()).unwrap();
        let level = row.commitment.level(Dimension::Ambition);
        assert_eq!(level, Level::Low, "{code}");
    }
}
