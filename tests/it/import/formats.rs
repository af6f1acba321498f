//! What each format's rows are read as: synthetic files, one rule each.

use std::collections::BTreeMap;

use ogp_tracker::domain::{Answer, Dimension, Finding, Level};
use ogp_tracker::interchange::message::Severity;
use ogp_tracker::interchange::ogp_layout::{Layout, OGP_2016, OGP_2024};
use ogp_tracker::service::App;
use ogp_tracker::service::import::{Item, Outcome, Plan};

use super::{applied, empty, exported, planned};

/// A file of one of OGP's layouts: every column it has, `NA` where a row says nothing else.
fn file(layout: &Layout, rows: &[&[(&str, &str)]]) -> String {
    let mut names: Vec<&str> = vec![
        layout.member,
        layout.plan_number,
        layout.year,
        layout.number,
        layout.title,
        layout.full_text,
        layout.start,
        layout.end,
        layout.lead,
        layout.support,
        layout.specificity,
        layout.relevant,
        layout.progress_year,
        layout.end_year_of_report,
    ];
    let optional = [
        layout.code,
        layout.member_code,
        layout.region,
        layout.kind,
        layout.end_year,
        layout.url,
        layout.active,
        layout.verifiable,
    ];
    names.extend(optional.into_iter().flatten());
    names.extend(layout.values.iter().map(|(c, _)| *c));
    names.extend(layout.ratings.iter().map(|(c, _)| *c));
    names.extend(layout.starred);
    names.extend(layout.tags.iter().map(|(c, _)| *c));
    names.extend(layout.personal);
    names.extend(layout.derived.iter().map(|(c, _)| *c));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for row in rows {
        let said: BTreeMap<&str, &str> = row.iter().copied().collect();
        assert!(said.keys().all(|name| names.contains(name)), "{said:?}");
        let cells = names
            .iter()
            .map(|name| said.get(name).copied().unwrap_or("NA"));
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn row_2024<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut row = vec![
        ("Commitment Unique Identifier", "ES0001"),
        ("Country/Locality", "Spain"),
        ("Code", "ESP"),
        ("Region", "Europe"),
        ("National Or Local", "National"),
        ("Action Plan Number", "1"),
        ("Year Of Submission", "2014"),
        ("Action Plan End Year", "2016"),
        ("Commitment Number", "1"),
        ("Commitment Title", "A title"),
        ("URL", "https://example.org/es0001"),
    ];
    for (name, value) in more {
        row.retain(|(known, _)| known != name);
        row.push((name, value));
    }
    row
}

fn row_2016<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut row = vec![
        ("Country", "Spain"),
        ("Action Plan Number", "1"),
        ("Year of submission", "2012"),
        ("Comm No", "1"),
        ("Commitment Title", "A title"),
    ];
    for (name, value) in more {
        row.retain(|(known, _)| known != name);
        row.push((name, value));
    }
    row
}

/// What a single row of 2024 becomes.
async fn one_2024(more: &[(&str, &str)]) -> (App, Plan, tempfile::TempDir) {
    let text = file(&OGP_2024, &[&row_2024(more)]);
    let (app, directory) = empty().await;
    let plan = planned(&app, &text).await;
    if plan.counts.rejected == 0 {
        applied(&app, text.as_bytes()).await;
    }
    (app, plan, directory)
}

fn said(item: &Item, severity: Severity) -> Vec<&str> {
    let messages = item.messages.iter().filter(|m| m.severity == severity);
    messages
        .map(|m| m.column.as_str())
        .filter(|c| *c != "member")
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_data_not_reviewed_and_not_applicable_stay_apart() {
    for (cell, finding, answer) in [
        ("ND", Some(Finding::NoData), Some(Answer::NoData)),
        ("NR", Some(Finding::Pending), Some(Answer::Pending)),
        ("NA", None, None),
        ("N/A", None, None),
        ("", None, None),
    ] {
        let (app, ..) = one_2024(&[
            ("Potential Impact", cell),
            ("Completion (End Of Term)", cell),
            ("Did It Open Government (Overall)", cell),
            ("_Relevant", cell),
            ("Verifiable", cell),
        ])
        .await;
        let catalogue = app.catalogue();
        let commitment = &catalogue.rows()[0].commitment;
        for dimension in Dimension::ALL {
            let found = commitment.ratings.of(*dimension).map(|r| r.finding);
            assert_eq!(found, finding, "{cell} {dimension}");
        }
        assert_eq!(
            (commitment.relevant, commitment.verifiable),
            (answer, answer),
            "{cell}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_scale_has_its_column_and_the_end_counts_before_the_middle() {
    let (app, ..) = one_2024(&[
        ("Potential for Results", "Substantial"),
        ("Potential Impact", "ND"),
        ("Completion (Progress Report)", "Complete"),
        ("Completion (End Of Term)", "Limited"),
        ("Early Results", "Significant"),
        ("Did It Open Government (Overall)", "ND"),
        ("Report Publication Year (Progress Report)", "2015"),
        ("Report Publication Year (End Of Term)", "2017"),
    ])
    .await;
    let catalogue = app.catalogue();
    let commitment = &catalogue.rows()[0].commitment;
    let label = |d| {
        commitment
            .ratings
            .of(d)
            .map(|r| (r.finding.scheme().unwrap().slug(), r.finding.label()))
    };
    assert_eq!(
        label(Dimension::Ambition),
        Some(("potential_for_results", "Substantial"))
    );
    assert_eq!(
        label(Dimension::Completion),
        Some(("completion", "Limited"))
    );
    assert_eq!(
        label(Dimension::EarlyResults),
        Some(("early_results", "Significant"))
    );
    let reports: Vec<&str> = commitment
        .reports
        .iter()
        .map(|r| r.title.as_str())
        .collect();
    assert_eq!(
        reports,
        [
            "IRM Progress Report, published 2015",
            "IRM End-of-Term Report, published 2017"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn known_dirt_is_read_and_told() {
    for (column, cell, field, expected) in [
        (
            "Commitment Number",
            "4.0999999999999996",
            "commitment_number",
            "4.1",
        ),
        ("Verifiable", "1", "verifiable", "Yes"),
        ("Start Date", "7/15/1905", "start", "2023"),
        ("End Date", "44439", "end", "2021-08-31"),
        (
            "Did It Open Government (Overall)",
            "Major Major",
            "early_results",
            "Major",
        ),
        ("Open Data", "maybe", "policy_areas", ""),
        ("Start Date", "In progress", "start", ""),
    ] {
        let (app, plan, _directory) = one_2024(&[(column, cell)]).await;
        let file = exported(&app).await;
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let at = reader
            .headers()
            .unwrap()
            .iter()
            .position(|h| h == field)
            .unwrap();
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[at], expected, "{column} {cell}");
        if cell != "Major Major" {
            assert_eq!(
                said(&plan.items[0], Severity::Warning),
                [column],
                "{:?}",
                plan.items[0]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_understood_is_refused_with_what_may_be_meant() {
    for (column, cell, nearest) in [
        ("Potential Impact", "Moderat", Some("Moderate")),
        (
            "Completion (End Of Term)",
            "Substantal",
            Some("Substantial"),
        ),
        ("Region", "Europa", Some("europe")),
        ("_Relevant", "2", None),
        ("Year Of Submission", "1905", None),
        ("Commitment Unique Identifier", "ES1", None),
        ("Commitment Title", "", None),
        ("URL", "javascript:alert(1)", None),
        ("National Or Local", "Regional", None),
    ] {
        let (_, plan, _directory) = one_2024(&[(column, cell)]).await;
        let item = &plan.items[0];
        assert_eq!(item.outcome, Outcome::Rejected, "{column} {cell}");
        assert_eq!(item.row, 2);
        let error = item
            .messages
            .iter()
            .find(|m| m.severity == Severity::Error)
            .unwrap();
        assert_eq!(
            (error.column.as_str(), error.found.as_str()),
            (column, cell)
        );
        assert_eq!(error.nearest.as_deref(), nearest, "{column}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_that_ogp_computed_are_compared_and_never_taken_over() {
    let (app, plan, _directory) = one_2024(&[
        ("Potential Impact", "Transformative"),
        ("_Relevant", "0"),
        ("High Ambition", "1"),
        ("High Completion", "1"),
        ("High DIOG", "0"),
    ])
    .await;
    assert_eq!(
        said(&plan.items[0], Severity::Warning),
        ["High Ambition", "High Completion"]
    );
    let catalogue = app.catalogue();
    let commitment = &catalogue.rows()[0].commitment;
    assert_eq!(commitment.level(Dimension::Ambition), Level::Low);
    assert_eq!(commitment.level(Dimension::Completion), Level::Unstated);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_older_database_has_a_row_of_numbers_letters_and_contacts() {
    let rows = [
        row_2016(&[
            ("Specificity", "c. high"),
            ("Potential impact", "Unclear"),
            ("Completion (progress report)", "b. Limited"),
            ("Did it open government (end of term only)", "b. None"),
            ("Contact Email", "person@example.org"),
            ("Supporting Institution(s)", "None Specified"),
            ("Lead Institution", "Ministry A; Ministry B<br/>Office"),
            ("Full Text", "One<br/>two"),
            ("E-government", "1"),
        ]),
        row_2016(&[
            ("Comm No", "2"),
            ("Specificity", "a. low"),
            ("Country", "South Korea"),
        ]),
    ];
    let text = file(&OGP_2016, &[&rows[0], &rows[1]]);
    let numbers: Vec<String> = (0..text.lines().next().unwrap().split(',').count())
        .map(|n| n.to_string())
        .collect();
    let text = format!("{}\n{text}", numbers.join(","));
    let (app, _directory) = empty().await;
    let plan = planned(&app, &text).await;
    assert_eq!(plan.items[0].row, 3, "rows count as a spreadsheet counts");
    let contacts = plan
        .about_columns
        .iter()
        .filter(|m| m.text.contains("not read"))
        .count();
    assert_eq!(contacts, 4);
    applied(&app, text.as_bytes()).await;
    let catalogue = app.catalogue();
    let codes: Vec<&str> = catalogue
        .rows()
        .iter()
        .map(|r| r.commitment.code.as_str())
        .collect();
    assert_eq!(codes, ["ZZESP0001", "ZZKOR0001"]);
    let spain = &catalogue.rows()[0].commitment;
    assert_eq!(spain.verifiable, Some(Answer::Yes));
    assert_eq!(catalogue.rows()[1].commitment.verifiable, Some(Answer::No));
    let label = |d| spain.ratings.of(d).unwrap().finding.label();
    assert_eq!(
        Dimension::ALL.iter().map(|d| label(*d)).collect::<Vec<_>>(),
        ["None", "Limited", "Did Not Change"]
    );
    assert_eq!(spain.lead_institutions, ["Ministry A", "Ministry B Office"]);
    assert!(spain.support_institutions.is_empty());
    let csv = exported(&app).await;
    assert!(!csv.contains("person@") && csv.contains("One\ntwo") && csv.contains("E-Government"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_codes_keep_their_local_code_whatever_their_order() {
    let row = |number: &'static str| row_2016(&[("Comm No", number)]);
    let (first, second, third) = (row("1"), row("2"), row("3"));
    let (app, _directory) = empty().await;
    applied(&app, file(&OGP_2016, &[&first, &second]).as_bytes()).await;
    let codes = |app: &App| -> BTreeMap<String, String> {
        let catalogue = app.catalogue();
        let pairs = catalogue.rows().iter().map(|r| {
            (
                r.commitment.number.clone().unwrap(),
                r.commitment.code.to_string(),
            )
        });
        pairs.collect()
    };
    let before = codes(&app);
    applied(&app, file(&OGP_2016, &[&third, &second, &first]).as_bytes()).await;
    let after = codes(&app);
    assert_eq!(after.len(), 3);
    assert!(
        before.iter().all(|(number, code)| after[number] == *code),
        "{before:?} {after:?}"
    );
    // Two rows that only their full texts tell apart are two commitments, in any order.
    let twins = [
        row_2016(&[("Full Text", "the one")]),
        row_2016(&[("Full Text", "the other")]),
    ];
    let (app, _directory) = empty().await;
    applied(&app, file(&OGP_2016, &[&twins[0], &twins[1]]).as_bytes()).await;
    let plan = planned(&app, &file(&OGP_2016, &[&twins[1], &twins[0]])).await;
    assert_eq!((plan.items.len(), plan.counts.unchanged), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_left_out_is_left_alone_and_an_empty_cell_clears() {
    let (app, _directory) = empty().await;
    let head = "code,member,member_kind,country_iso3,region,title,plan_year,start,lead_institution,policy_areas,completion_scheme,completion";
    let row =
        "ES0001,Spain,national,ESP,Europe,First,2014,2014-07,A;B,Open Data,completion,Limited";
    applied(&app, format!("{head}\n{row}\n").as_bytes()).await;
    let plan = planned(&app, "code,member,title,start\nES0001,Spain,Second,\n").await;
    let item = &plan.items[0];
    let fields: Vec<_> = item
        .differences
        .iter()
        .map(|d| (d.field, d.before.as_str(), d.after.as_str()))
        .collect();
    assert_eq!(
        fields,
        [("title", "First", "Second"), ("start", "July 2014", "")]
    );
    applied(
        &app,
        "code,member,title,start\nES0001,Spain,Second,\n".as_bytes(),
    )
    .await;
    let csv = exported(&app).await;
    assert!(
        csv.contains(",Second,") && csv.contains("A;B") && csv.contains("completion,Limited"),
        "{csv}"
    );

    // Ratings are corrected, never lost: the older one stays in the history.
    let version = app.catalogue().version().number;
    applied(&app, b"code,member,title,completion_scheme,completion\nES0001,Spain,Second,completion,Substantial\n").await;
    assert!(exported(&app).await.contains("completion,Substantial"));
    let view = app.commitment("ES0001").await.unwrap();
    assert_eq!(view.history.ratings.len(), 2);
    assert_eq!(view.history.standing().count(), 1);
    applied(
        &app,
        b"code,member,title,completion\nES0001,Spain,Second,\n",
    )
    .await;
    let csv = exported(&app).await;
    assert!(csv.contains(",unstated,unstated,unstated"), "{csv}");
    let then = app.as_of(ogp_tracker::domain::AsOf::Moment(
        app.commitment("ES0001").await.unwrap().history.revisions[1]
            .revision
            .made_at,
    ));
    assert!(
        exported(&then.await.unwrap())
            .await
            .contains("completion,Limited")
    );
    assert_eq!(app.catalogue().version().number, version + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_is_one_change_and_the_bundled_file_changes_nothing() {
    let site = crate::support::site::Site::bundled().await;
    let before = site.app.catalogue().version().number;
    let seed = include_str!("../../../data/seed/commitments.csv");
    let plan = planned(&site.app, seed).await;
    let odd: Vec<_> = plan
        .items
        .iter()
        .filter(|i| i.outcome != Outcome::Unchanged)
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
    applied(&site.app, seed.as_bytes()).await;
    let own = exported(&site.app).await;
    let plan = planned(&site.app, &own).await;
    assert_eq!(plan.counts.unchanged, 656, "{:?}", plan.counts);
    applied(&site.app, own.as_bytes()).await;
    assert_eq!(site.app.catalogue().version().number, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_applied_whole_or_not_at_all() {
    let site = crate::support::site::Site::bundled().await;
    let before = exported(&site.app).await;
    let text = "code,member,title\nNL0031,Netherlands,Changed\nNL9999,Spian,New\nNL0031,Netherlands,Twice\nIT0020,Netherlands,Whose\n";
    let plan = planned(&site.app, text).await;
    assert_eq!(
        (plan.counts.changed, plan.counts.rejected),
        (1, 3),
        "{:?}",
        plan.items
    );
    let near = plan.items[1]
        .messages
        .iter()
        .find_map(|m| m.nearest.clone());
    assert_eq!(near.as_deref(), Some("Spain"));
    assert!(plan.items[2].messages[0].text.contains("row 2"));
    let given = ogp_tracker::service::import::GivenFile {
        name: "x.csv",
        bytes: text.as_bytes(),
    };
    let bringer = ogp_tracker::service::import::Bringer::command_line();
    let done = site
        .app
        .import(given, None, &bringer, "x", std::sync::Arc::new(|_, _| ()))
        .await;
    assert!(done.unwrap().1.is_none());
    assert_eq!(exported(&site.app).await, before);
    // Rows with too many cells are told as such, not shifted.
    let plan = planned(
        &site.app,
        "code,member,title\nNL0031,Netherlands,One, two\n",
    )
    .await;
    assert!(plan.items[0].messages[0].text.contains("not quoted"));
}
