//! Small files that failed once, where they lie beside the project, each with what is expected of it.
//! The kinds that they belong to are tested in `kinds` and `variations`, with files of their own.

use std::path::PathBuf;

use interchange::options::ReadOptions;
use ogp_tracker::service::App;
use ogp_tracker::service::import::{GivenFile, Importer, Outcome, Plan};

use crate::support::site::Site;

/// A file of the collection; none where it is not here, which prints a warning.
fn case(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/cases")
        .join(name);
    let read = std::fs::read(&path).ok();
    if read.is_none() {
        eprintln!("SKIPPED: {} is not here", path.display());
    }
    read
}

/// What the bundled record would become by a file; what is said where it cannot be read.
async fn planned(app: &App, name: &str) -> Option<Result<Plan, String>> {
    let bytes = case(name)?;
    let given = GivenFile {
        name,
        bytes: &bytes,
    };
    let importer = Importer::command_line();
    let options = ReadOptions::default();
    let plan = app
        .plan_import(given, &options, &importer, &|_, _| ())
        .await;
    Some(plan.map_err(|refused| refused.to_string()))
}

/// Everything that is said of a file and its rows.
fn said(plan: &Plan) -> String {
    let of_rows = plan.items.iter().flat_map(|item| &item.messages);
    let all = plan
        .about_file
        .iter()
        .chain(&plan.about_columns)
        .chain(of_rows);
    let lines: Vec<String> = all.map(|m| m.in_words() + &m.quoted()).collect();
    format!("{}\n{}", plan.table.in_words(), lines.join("\n"))
}

/// What becomes of each row: new, changed, unchanged, rejected, or a question.
fn fates(plan: &Plan) -> String {
    let fate = |outcome: &Outcome| match outcome {
        Outcome::New => 'n',
        Outcome::Changed => 'c',
        Outcome::Unchanged => 'u',
        Outcome::Rejected => 'r',
        Outcome::Question => '?',
    };
    plan.items.iter().map(|item| fate(&item.outcome)).collect()
}

/// The file, what becomes of its rows, and what is said of it, each part somewhere.
const FILES: &[(&str, &str, &[&str])] = &[
    (
        "01-control-characters/vt.csv",
        "r",
        &["cannot be shown (U+000B", "member", "title", "policy_areas"],
    ),
    (
        "01-control-characters/vt.xlsx",
        "r",
        &["cannot be shown (U+000B", "title"],
    ),
    ("06-years-as-floats/floats.csv", "nn", &[]),
    (
        "07-other-encodings/a08-macroman.csv",
        "n",
        &["macintosh", "Espa\u{f1}a"],
    ),
    (
        "07-other-encodings/a09-cp1251.csv",
        "n",
        &[
            "windows-1251",
            "\u{412}\u{456}\u{434}\u{43a}\u{440}\u{438}\u{442}\u{456}",
        ],
    ),
    (
        "07-other-encodings/a09b-cp1250.csv",
        "n",
        &["windows-1250", "ve\u{159}ejn\u{e9}"],
    ),
    (
        "07-other-encodings/a09c-latin2-pl.csv",
        "n",
        &["ISO-8859-2", "przejrzysto\u{15b}\u{107}"],
    ),
    (
        "07-other-encodings/twice.csv",
        "n",
        &["letters look garbled", "utf-8-twice"],
    ),
    (
        "08-which-sheet/x14b-hidden-sheet-first.xlsx",
        "nn",
        &[
            "\u{201c}Commitments\u{201d}",
            "hidden sheets",
            "old (do not use)",
        ],
    ),
    (
        "08-which-sheet/x15b-two-data-sheets.xlsx",
        "n",
        &[
            "\u{201c}2014\u{201d}",
            "other sheets",
            "\u{201c}2016\u{201d}",
        ],
    ),
    (
        "10-short-rows/cut.csv",
        "c",
        &[
            "fewer cells (3) than the header (6)",
            "lead_institution, policy_areas, source_url",
        ],
    ),
    (
        "11-empty-by-accident/formula.xlsx",
        "r",
        &["lead_institution", "description", "without a stored result"],
    ),
    (
        "11-empty-by-accident/x13b-merged-plan.xlsx",
        "nnn",
        &["merged (D2:D4)", "merged (E2:E4)"],
    ),
    ("12-apostrophe-becomes-text/marked.xlsx", "u", &[]),
    ("19-area-names-es-fr/areas.csv", "nnn", &[]),
    (
        "21-header-names/a02b-preamble6.csv",
        "n",
        &["column names in row 7"],
    ),
    ("21-header-names/a03-capital-header.csv", "n", &[]),
    ("21-header-names/a04c-zwsp-header.csv", "n", &[]),
    ("22-invisible-characters/a12-nbsp-cells.csv", "n", &[]),
    ("22-invisible-characters/a12b-zwsp-cells.csv", "n", &[]),
    (
        "22-invisible-characters/a12x-text-edges.csv",
        "nnnn",
        &["new policy area"],
    ),
    (
        "24-error-and-null-words/a19c-nulltext.csv",
        "nrr",
        &[
            "\u{201c}NaN\u{201d}",
            "\u{201c}None\u{201d}",
            "\u{201c}NULL\u{201d}",
            "error of a spreadsheet",
        ],
    ),
    (
        "24-error-and-null-words/err.xlsx",
        "r",
        &["error of a spreadsheet", "#N/A"],
    ),
    ("26-right-to-left/rtl.csv", "n", &[]),
    (
        "27-csv-for-excel/excel-saved.csv",
        "nrn",
        &["1 June 2021 or 6 January 2021"],
    ),
    (
        "35-messages-for-files/a01c-sep-pipe.csv",
        "n",
        &["\u{201c}|\u{201d}"],
    ),
    (
        "35-messages-for-files/a32-zipped.zip",
        "n",
        &["commitments.csv"],
    ),
    (
        "35-messages-for-files/a42-ctrl.csv",
        "rr",
        &["U+000B", "U+0000", "U+001F", "U+0085"],
    ),
];

/// Files that cannot be read, and what is said of them.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "03-unclosed-quote/open-quote.csv",
        &["line 2", "never closed"],
    ),
    ("35-messages-for-files/a44-ole.xlsx", &["password", "XLS"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_small_file_that_failed_once_has_its_expected_result() {
    let site = Site::bundled().await;
    for (name, expected, words) in FILES {
        let Some(plan) = planned(&site.app, name).await else {
            continue;
        };
        let plan = plan.unwrap_or_else(|refused| panic!("{name}: {refused}"));
        let told = said(&plan);
        assert_eq!(fates(&plan), *expected, "{name}: {told}");
        for word in *words {
            assert!(told.contains(word), "{name}: {word} is not in {told}");
        }
        assert_eq!(plan.cleared(), 0, "{name} clears values");
        for item in &plan.items {
            assert!(
                item.title == domain::characters::trimmed(&item.title),
                "{name}: {:?}",
                item.title
            );
            let named = item.code.is_some() || !item.title.is_empty();
            assert!(named, "{name}: a row is told without code and title");
        }
        for library in ["invalid digit", "expected value", "os error"] {
            assert!(!told.contains(library), "{name}: {told}");
        }
    }
    for (name, words) in REFUSED {
        let Some(refused) = planned(&site.app, name).await else {
            continue;
        };
        let refused = refused.map(|plan| said(&plan)).unwrap_err();
        for word in *words {
            assert!(refused.contains(word), "{name}: {word} is not in {refused}");
        }
    }
}

/// What these files say is in the record, not only in the preview.
#[tokio::test(flavor = "multi_thread")]
async fn what_small_files_say_enters_the_record_as_it_is_meant() {
    for (name, code, key, value) in [
        (
            "06-years-as-floats/floats.csv",
            "ES9001",
            "plan_year",
            "2014",
        ),
        (
            "22-invisible-characters/a12-nbsp-cells.csv",
            "ES9001",
            "title",
            "A title",
        ),
        (
            "22-invisible-characters/a12x-text-edges.csv",
            "ES9003",
            "title",
            "A title with newline",
        ),
        (
            "22-invisible-characters/a12x-text-edges.csv",
            "ES9003",
            "lead_institution",
            "Ministry of X",
        ),
    ] {
        let Some(bytes) = case(name) else {
            continue;
        };
        let (app, _directory) = super::empty().await;
        let head = "code,member,member_kind,country_iso3,region,title\n";
        let spain = format!("{head}ES0001,Spain,national,ESP,Europe,x\n");
        super::applied(&app, spain.as_bytes()).await;
        super::applied(&app, &bytes).await;
        let exported = super::exported(&app).await;
        let mut reader = csv::Reader::from_reader(exported.as_bytes());
        let header = reader.headers().unwrap().clone();
        let at = header.iter().position(|column| column == key).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let row = rows.iter().find(|row| &row[0] == code).unwrap();
        assert_eq!(&row[at], value, "{name} {code} {key}");
    }
}
