//! What rows of OGP's exports are read as: synthetic files, one rule each.

use std::collections::BTreeMap;

use domain::{Answer, Dimension, Finding, Level};
use interchange::message::Severity;
use interchange::ogp::{OGP_2016, OGP_2024};
use ogp_tracker::service::App;
use ogp_tracker::service::import::{Item, Outcome, Plan};

use super::ogp_files::{file, row_2016, row_2024};
use super::{applied, empty, exported, planned};

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
        let commitment = &catalogue.rows().next().unwrap().commitment;
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
    let commitment = &catalogue.rows().next().unwrap().commitment;
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
    let reports: Vec<&str> = commitment.reports.iter().map(|r| &*r.title).collect();
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
    let commitment = &catalogue.rows().next().unwrap().commitment;
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
        .map(|r| r.commitment.code.as_str())
        .collect();
    assert_eq!(codes, ["ZZESP0001", "ZZKOR0001"]);
    let spain = &catalogue.rows().next().unwrap().commitment;
    assert_eq!(spain.verifiable, Some(Answer::Yes));
    assert_eq!(
        catalogue.rows().nth(1).unwrap().commitment.verifiable,
        Some(Answer::No)
    );
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
        let pairs = catalogue.rows().map(|r| {
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
    // So they are where a file has only some of them ...
    for twin in &twins {
        let plan = planned(&app, &file(&OGP_2016, &[twin])).await;
        assert_eq!(plan.counts.unchanged, 1, "{:?}", plan.items);
    }
    // ... and where the first of them came alone.
    let (app, _directory) = empty().await;
    applied(&app, file(&OGP_2016, &[&twins[0]]).as_bytes()).await;
    let both = file(&OGP_2016, &[&twins[1], &twins[0]]);
    let plan = planned(&app, &both).await;
    assert_eq!((plan.counts.new, plan.counts.unchanged), (1, 1));
    applied(&app, both.as_bytes()).await;
    assert_eq!(planned(&app, &both).await.counts.unchanged, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_export_takes_no_value_out_of_force() {
    let of = |impact: &'static str, completion: &'static str| {
        let row = [
            ("Potential Impact", impact),
            ("Completion (End Of Term)", completion),
        ];
        file(&OGP_2024, &[&row_2024(&row)])
    };
    let (app, _directory) = empty().await;
    applied(&app, of("Moderate", "NR").as_bytes()).await;
    for said in ["NR", "ND", "NA"] {
        let text = of(said, "NR");
        let plan = planned(&app, &text).await;
        assert_eq!(plan.counts.unchanged, 1, "{:?}", plan.items);
        assert_eq!(said_of(&plan, "ambition"), 1, "{:?}", plan.items);
    }
    // Another value is a correction, and a value comes instead of a statement.
    let plan = planned(&app, &of("Minor", "Limited")).await;
    let fields: Vec<&str> = plan.items[0].differences.iter().map(|d| d.field).collect();
    assert_eq!(fields, ["ambition", "completion"]);
    assert_eq!(said_of(&plan, "ambition"), 0);
}

fn said_of(plan: &Plan, column: &str) -> usize {
    let messages = plan.items.iter().flat_map(|i| &i.messages);
    messages.filter(|m| m.column == column).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn coded_columns_and_sums_are_compared_with_what_is_read() {
    let (_, plan, _directory) = one_2024(&[
        ("Potential Impact", "Moderate"),
        ("_Potential Impact", "3"),
        ("Completion (End Of Term)", "Limited"),
        ("_CompletionEndTerm", "3"),
        ("_Relevant", "1"),
        ("High Ambition", "1"),
        ("High Completion", "0"),
        ("Ambitious but not complete", "0"),
        ("IRM-Based Score", "3"),
        ("Not reviewed", "1"),
    ])
    .await;
    assert_eq!(
        said(&plan.items[0], Severity::Warning),
        [
            "_Potential Impact",
            "Ambitious but not complete",
            "Not reviewed"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_an_export_does_not_have_are_told() {
    let text = file(&OGP_2024, &[&row_2024(&[])]);
    let (head, rows) = text.split_once('\n').unwrap();
    let (app, _directory) = empty().await;
    let unknown = format!("{head},Potentail Impact\n{},x\n", rows.trim_end());
    let plan = planned(&app, &unknown).await;
    assert_eq!(plan.about_columns.len(), 1, "{:?}", plan.about_columns);
    assert_eq!(
        plan.about_columns[0].nearest.as_deref(),
        Some("Potential Impact")
    );
    let twice = format!("{head},Potential Impact\n{},Minor\n", rows.trim_end());
    let plan = planned(&app, &twice).await;
    assert_eq!(plan.counts.rejected, 1, "{:?}", plan.about_columns);
}
