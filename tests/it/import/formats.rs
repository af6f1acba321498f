//! What files of the tracker's own format do: synthetic files, one rule each.

use domain::Dimension;
use ogp_tracker::service::import::Outcome;

use super::{applied, empty, exported, planned};

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
    let view = app
        .commitment("ES0001", domain::Lang::English)
        .await
        .unwrap();
    assert_eq!(view.history.ratings.len(), 2);
    assert_eq!(view.history.in_force().count(), 1);
    applied(
        &app,
        b"code,member,title,completion\nES0001,Spain,Second,\n",
    )
    .await;
    let csv = exported(&app).await;
    assert!(csv.contains(",unstated,unstated,unstated"), "{csv}");
    let then = app.as_of(domain::AsOf::Moment(
        app.commitment("ES0001", domain::Lang::English)
            .await
            .unwrap()
            .history
            .revisions[1]
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
async fn the_bundled_record_as_a_file_changes_nothing() {
    let site = crate::support::site::Site::bundled().await;
    let before = site.app.catalogue().version().number;
    let own = exported(&site.app).await;
    let plan = planned(&site.app, &own).await;
    let total = site.app.catalogue().len();
    let odd = plan.items.iter().find(|i| i.outcome != Outcome::Unchanged);
    assert_eq!(plan.counts.unchanged, total, "{:?} {odd:?}", plan.counts);
    applied(&site.app, own.as_bytes()).await;
    assert_eq!(site.app.catalogue().version().number, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_has_the_source_that_its_file_names_and_no_other() {
    let (app, _directory) = super::empty().await;
    let head = "code,member,member_kind,country_iso3,region,title,plan_year,source_url,\
        ambition_scheme,ambition,completion_scheme,completion,irm_reports";
    let spain = "Spain,national,ESP,Europe,T,2019,https://example.org/page,potential_impact,Minor,completion,Limited";
    let two = "Spain Results Report 2019;Spain Implementation Report 2019";
    let file = format!(
        "{head}\nES0001,{spain},\nES0002,{spain},Spain Results Report 2019;Spain Design Report 2019\nES0003,{spain},{two}\n"
    );
    applied(&app, file.as_bytes()).await;
    let of = |code: &str, dimension| {
        let catalogue = app.catalogue();
        let row = catalogue.find(&code.parse().unwrap()).unwrap();
        let rating = row.commitment.ratings.of(dimension).unwrap().clone();
        assert_eq!(
            rating.source_url, None,
            "the page was not said to be its source"
        );
        (
            rating.report.clone().unwrap().title.to_string(),
            rating.is_provisional(),
        )
    };
    let unsourced = ("Source not stated in the file test.csv".to_owned(), true);
    for dimension in [Dimension::Ambition, Dimension::Completion] {
        assert_eq!(of("ES0001", dimension), unsourced);
    }
    let design = ("Spain Design Report 2019".to_owned(), false);
    assert_eq!(of("ES0002", Dimension::Ambition), design);
    let results = ("Spain Results Report 2019".to_owned(), false);
    assert_eq!(of("ES0002", Dimension::Completion), results);
    // Two reports fit: neither is taken.
    assert_eq!(of("ES0003", Dimension::Completion), unsourced);
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
    let importer = ogp_tracker::service::import::Importer::command_line();
    let done = site
        .app
        .import(
            given,
            &interchange::options::ReadOptions::default(),
            &importer,
            "x",
            std::sync::Arc::new(|_, _| ()),
        )
        .await;
    assert!(done.unwrap().1.is_none());
    assert_eq!(exported(&site.app).await, before);
    // Rows with too many cells are told as such, not shifted.
    let plan = planned(
        &site.app,
        "code,member,title\nNL0031,Netherlands,One, two\n",
    )
    .await;
    assert!(plan.items[0].messages[0].text.contains("commas are quoted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_with_the_commitments_need_not_be_the_first() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let notes = book.add_worksheet();
    notes.write(0, 0, "What this file is about").unwrap();
    let sheet = book.add_worksheet();
    let rows = [
        ["code", "member", "title"],
        ["NL0031", "Netherlands", "Of the second sheet"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let file = interchange::file::CommitmentFile::read(&bytes, None).unwrap();
    let patch = file.rows[0].patch.as_ref().unwrap();
    assert_eq!(patch.title, "Of the second sheet");
}
