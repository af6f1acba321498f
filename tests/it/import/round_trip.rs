//! Export, import, export: the same bytes, for random records, in every format.

use std::io::{Cursor, Read};
use std::sync::Arc;

use domain::AreaTree;
use domain::area::taxonomy;
use domain::record::{Batch, Entry, Texts};
use domain::{
    ActionPlan, Answer, ChallengeArea, Commitment, CommitmentStatus, CurrentRatings, Dimension,
    Finding, Member, MemberKind, OgpValue, Query, Rating, Region, Report, Scheme, Summary,
};
use interchange::description::Description;
use interchange::file::{CommitmentFile, FileFormat};
use interchange::merge::merge;
use interchange::patch::Key;
use interchange::permissions::Permissions;
use interchange::reference::ReferenceData;
use interchange::rows;
use interchange::workbook::CommitmentWorkbook;
use ogp_tracker::service::{App, Clock, ExportFormat};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use store::Store;

use crate::support::{a_revision, on_a_day};

/// A line as forms keep it: no blanks around it, and within it whatever can be shown.
fn line() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "=SUM(A1)",
        "'=1",
        "''",
        "+1",
        "-x",
        "@y",
        "a;b",
        ";;a",
        "\"q\",",
        "a\u{a0}b",
        "a\u{200b}b",
        "_x0041_",
        "_x000D_",
        "<b>&amp;</b>",
        "x\u{feff}y",
        "Nana",
        "4.0999999999999996",
        "1",
        "TRUE",
        "2014-07",
        "e\u{301}\u{202e}\u{1f3db}",
        "a\tb",
        "nullity",
        "%{}$",
    ]);
    let odd = odd.prop_map(str::to_owned);
    let plain = "[A-Za-z0-9 ,;'\"=\u{e9}\u{436}-]{1,30}";
    prop_oneof![odd, plain.prop_map(String::from)]
        .prop_map(|text| domain::characters::without_signs(&text).into_owned())
        .prop_map(|text| domain::characters::trimmed(&text).to_owned())
        // Words of programs for nothing are no values.
        .prop_filter("a text", |text| {
            text.chars().any(|c| c.is_alphanumeric() || c == '=')
        })
}

/// An item of a list.
fn item() -> impl Strategy<Value = String> {
    line()
        .prop_map(|text| {
            let item = text.trim_matches(|c: char| c == ';' || c.is_whitespace());
            domain::characters::as_name(item)
        })
        .prop_filter("an item", |text| !text.is_empty())
}

fn items() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(item(), 0..3)
}

fn date() -> impl Strategy<Value = Option<domain::PartialDate>> {
    let dates = vec![None, Some("2014"), Some("2014-07"), Some("2016-02-29")];
    select(dates).prop_map(|d| d.map(|d| d.parse().unwrap()))
}

fn maybe<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(select(all.to_vec()))
}

fn ratings() -> impl Strategy<Value = Vec<Rating>> {
    let one = |dimension: Dimension| {
        let values = Scheme::of(dimension)
            .flat_map(Scheme::iter)
            .map(Finding::Rated);
        let statements = [Finding::Pending, Finding::NoData, Finding::NotReviewable];
        let findings: Vec<Finding> = values.chain(statements).collect();
        let titles = ["Atlantis Results Report 2020-2022", "Notes; of 2021"];
        let report = prop::option::of(select(titles.to_vec()));
        (prop::option::of(select(findings)), report).prop_map(move |(finding, report)| {
            finding.map(|finding| Rating {
                dimension,
                finding,
                report: report.and_then(Report::from_title),
                source_url: Some("https://example.org/rating".to_owned()),
                source_page: None,
                read_on: None,
            })
        })
    };
    let [a, b, c] = [
        Dimension::Ambition,
        Dimension::Completion,
        Dimension::EarlyResults,
    ]
    .map(one);
    (a, b, c).prop_map(|(a, b, c)| [a, b, c].into_iter().flatten().collect())
}

fn members() -> Vec<Arc<Member>> {
    let member = |name: &str, kind, country: &str, iso3: &str, region| {
        Arc::new(Member {
            kept_slug: None,
            name: name.to_owned(),
            kind,
            country: country.to_owned(),
            country_iso3: iso3.to_owned(),
            region,
            statuses: Vec::new(),
        })
    };
    vec![
        member(
            "Atlantis",
            MemberKind::National,
            "Atlantis",
            "ATL",
            Region::Europe,
        ),
        member(
            "Lower Town, Atlantis",
            MemberKind::Local,
            "Atlantis",
            "ATL",
            Region::Europe,
        ),
        member(
            "C\u{f4}te d'Azur; \"South\"",
            MemberKind::Other,
            "=Nowhere",
            "NWH",
            Region::Americas,
        ),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    let areas: Vec<Arc<str>> = taxonomy().into_iter().map(|a| a.slug).collect();
    let facts = (
        select(members()),
        (
            prop::option::of(line()),
            prop::option::of(2011..2030_i32),
            prop::option::of(2011..2034_i32),
        ),
        prop::option::of(line()),
        line(),
        (items(), items(), items()),
        prop::collection::hash_set(select(areas), 0..4),
        prop::collection::hash_set(select(OgpValue::ALL.to_vec()), 0..4),
        (date(), date()),
        (
            maybe(Answer::ALL),
            maybe(Answer::ALL),
            maybe(&[true, false]),
        ),
        (maybe(ChallengeArea::ALL), maybe(CommitmentStatus::ALL)),
    );
    let long = prop_oneof![8 => line(), 1 => Just("\u{e9}=x ".repeat(12_000).trim().to_owned())];
    let texts = (
        prop::option::of(long),
        prop::option::of(Just("https://example.org/a?b=c;d".to_owned())),
    );
    (facts, texts, ratings()).prop_map(|(facts, (description, source_url), ratings)| {
        let (
            member,
            (title_of_plan, start_year, end_year),
            number,
            title,
            lists,
            areas,
            values,
            dates,
            says,
            last,
        ) = facts;
        Entry {
            commitment: Commitment {
                member,
                plan: Arc::new(ActionPlan {
                    title: title_of_plan,
                    start_year,
                    end_year,
                }),
                title_in: [number.clone(), None, None],
                summary_in: [None, description.as_deref().and_then(summary), None],
                number,
                title,
                lead_institutions: lists.0,
                support_institutions: lists.1,
                reports: lists
                    .2
                    .iter()
                    .filter_map(|title| Report::from_title(title))
                    .collect(),
                policy_areas: areas.into_iter().collect(),
                ogp_values: values.into_iter().collect(),
                start: dates.0,
                end: dates.1,
                verifiable: says.0,
                relevant: says.1,
                starred: says.2,
                challenge_area: last.0,
                status: last.1,
                source_url,
                ratings: CurrentRatings::choose(ratings.clone()),
                ..Commitment::blank("AA0001".parse().unwrap(), members()[0].clone())
            },
            texts: Texts {
                description,
                milestones: Vec::new(),
            },
            ratings,
        }
    })
}

/// A text as a summary, where it is short enough.
fn summary(text: &str) -> Option<Box<Summary>> {
    domain::summary::check(text).ok()?;
    Some(Box::new(Summary {
        text: text.to_owned(),
        source_url: "https://example.org/summary".to_owned(),
    }))
}

/// A record: several commitments with codes of their own.
fn record() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..6).prop_map(|mut entries| {
        for (index, entry) in entries.iter_mut().enumerate() {
            entry.commitment.code = format!("AA{index:04}").parse().unwrap();
        }
        entries
    })
}

fn as_csv(entries: &[Entry]) -> Vec<u8> {
    let areas = AreaTree::new(taxonomy());
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(rows::csv_header()).unwrap();
    for e in entries {
        writer
            .write_record(rows::csv_record(&e.commitment, &e.texts, on_a_day(&areas)))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

fn as_json(entries: &[Entry]) -> Vec<u8> {
    let areas = AreaTree::new(taxonomy());
    let items: Vec<_> = entries
        .iter()
        .map(|e| rows::json_record(&e.commitment, &e.texts, on_a_day(&areas)))
        .collect();
    serde_json::to_vec(&serde_json::json!({ "items": items })).unwrap()
}

fn as_xlsx(entries: &[Entry]) -> Vec<u8> {
    let description = Description {
        title: "All".to_owned(),
        version: 1,
        created: Some("2026-01-31T12:00:00Z".parse().unwrap()),
        commitments: entries.len(),
        ..Description::default()
    };
    let areas = AreaTree::new(taxonomy());
    let mut book = CommitmentWorkbook::new(description, true).unwrap();
    for e in entries {
        book.push(&rows::cells(&e.commitment, &e.texts, on_a_day(&areas)))
            .unwrap();
    }
    let mut out = Cursor::new(Vec::new());
    book.finish(&mut out).unwrap();
    out.into_inner()
}

/// Reads a file back over nothing.
fn read(bytes: &[u8]) -> Vec<Entry> {
    // A JSON list without any item names no columns.
    let Ok(file) = CommitmentFile::read(bytes, Some(FileFormat::Tracker)) else {
        return Vec::new();
    };
    let areas = taxonomy();
    let mut known = ReferenceData::new(&[], areas.iter());
    let entries = file.rows.into_iter().map(|row| {
        let mut messages = row.messages;
        let patch = row.patch.unwrap_or_else(|| panic!("{messages:?}"));
        let Key::Code(code) = &patch.key else {
            panic!("a code")
        };
        let merged = merge(
            &patch,
            code,
            None,
            &mut known,
            Permissions::ALL,
            &mut messages,
        );
        let merged = merged.unwrap_or_else(|| panic!("{messages:?}"));
        let mut entry = merged.entry;
        entry.ratings = merged.correction.map_or(Vec::new(), |c| c.added);
        entry
    });
    entries.collect()
}

fn sheet(xlsx: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut sheet = Vec::new();
    archive
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_end(&mut sheet)
        .unwrap();
    sheet
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_goes_out_comes_in_and_goes_out_the_same(entries in record()) {
        let csv = as_csv(&entries);
        prop_assert_eq!(text(&as_csv(&read(&csv))), text(&csv));
        let json = as_json(&entries);
        prop_assert_eq!(text(&as_json(&read(&json))), text(&json));
        let xlsx = as_xlsx(&entries);
        let again = as_xlsx(&read(&xlsx));
        prop_assert_eq!(text(&sheet(&again)), text(&sheet(&xlsx)));
        prop_assert_eq!(again, xlsx);
    }
}

/// The same, with older ratings beside those that count.
fn stored_record() -> impl Strategy<Value = Vec<Entry>> {
    let older = prop::collection::vec(ratings(), 6);
    (record(), older).prop_filter_map("a commitment", |(mut entries, older)| {
        for (entry, older) in entries.iter_mut().zip(older) {
            entry.ratings.splice(0..0, older);
        }
        (!entries.is_empty()).then_some(entries)
    })
}

/// The whole record as a file of this form.
async fn file(app: &App, format: ExportFormat) -> Vec<u8> {
    let export = app.export(&Query::default()).await.unwrap();
    let about = ogp_tracker::words::description(&export, domain::Lang::English, None);
    let mut pieces = export.pieces(format, about).await.unwrap();
    let mut file = Vec::new();
    while let Some(piece) = pieces.next().await.unwrap() {
        assert!(!piece.is_empty());
        file.extend(piece);
    }
    file
}

/// What of a file tells of commitments, and not of when and where it was made.
fn data(file: &[u8], format: ExportFormat) -> String {
    match format {
        ExportFormat::Xlsx => text(&sheet(file)),
        ExportFormat::Json => text(file).split_once("\"items\":[").unwrap().1.to_owned(),
        _ => text(file),
    }
}

async fn goes_through(entries: Vec<Entry>) -> Result<(), TestCaseError> {
    let forms = [ExportFormat::Csv, ExportFormat::Json, ExportFormat::Xlsx];
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let store = Store::open(&url).await.unwrap();
    let batch = Batch {
        areas: taxonomy(),
        entries,
        ..Batch::default()
    };
    let done = store
        .record(&a_revision(), &batch, false, &mut |_| ())
        .await;
    done.unwrap();
    let app = App::open(store, Clock::system()).await.unwrap();
    let mut before = Vec::new();
    for format in forms {
        before.push((format, file(&app, format).await));
    }
    for (_, given) in &before {
        let (again, _directory) = super::empty().await;
        super::applied(&again, given).await;
        for (format, expected) in &before {
            let found = file(&again, *format).await;
            prop_assert_eq!(data(&found, *format), data(expected, *format));
        }
    }
    Ok(())
}

#[test]
fn a_random_record_goes_through_every_format_and_a_fresh_database_unchanged() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    });
    let went = runner.run(&stored_record(), |entries| {
        runtime.block_on(goes_through(entries))
    });
    went.unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_goes_through_every_format_and_a_fresh_database_unchanged() {
    let site = crate::support::site::Site::demonstration(400).await;
    let csv = super::exported(&site.app).await;
    for format in [ExportFormat::Csv, ExportFormat::Json, ExportFormat::Xlsx] {
        let given = file(&site.app, format).await;
        let (app, _directory) = super::empty().await;
        super::applied(&app, &given).await;
        assert_eq!(super::exported(&app).await, csv);
    }
}
