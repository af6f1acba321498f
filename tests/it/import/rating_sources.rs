//! Where in its report a rating stands and when that was read: through every door.

use axum::body::Body;
use axum::http::Request;
use domain::{Dimension, Role};
use ogp_tracker::service::{App, Clock};

use super::{applied, exported, planned};
use crate::support::on_both;
use crate::support::site::Site;

const HEAD: &str = "code,member,member_kind,country_iso3,region,title,completion_scheme,completion,\
    completion_report,completion_source_url,completion_source_page,completion_read_on\n";

fn row(page: &str, read_on: &str) -> String {
    format!(
        "{HEAD}ES0001,Spain,national,ESP,Europe,One,completion,Limited,\
         Spain Results Report 2018-2020,https://example.org/report.pdf,{page},{read_on}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn files_bring_and_give_the_page_and_the_day() {
    on_both(async |place| {
        let app = App::open(place.store.clone(), Clock::system()).await.unwrap();
        applied(&app, row("14", "2026-11").as_bytes()).await;
        let rating = |app: &App| {
            let catalogue = app.catalogue();
            let found = catalogue.find(&"ES0001".parse().unwrap()).unwrap();
            found.commitment.ratings.of(Dimension::Completion).cloned().unwrap()
        };
        let first = rating(&app);
        assert_eq!(first.source_page.as_deref(), Some("14"));
        assert_eq!(first.read_on, "2026-11".parse().ok());
        let link = first.source_link();
        assert_eq!(link.as_deref(), Some("https://example.org/report.pdf#page=14"));

        // What goes out comes in unchanged, whole or without the columns.
        let csv = exported(&app).await;
        let header = csv.lines().next().unwrap();
        assert!(header.ends_with("review,ambition_source_page,ambition_read_on,completion_source_page,completion_read_on,early_results_source_page,early_results_read_on"), "{header}");
        assert_eq!(planned(&app, &csv).await.counts.unchanged, 1);
        let older = "code,member,title,completion_scheme,completion\nES0001,Spain,One,completion,Limited\n";
        assert_eq!(planned(&app, older).await.counts.unchanged, 1);
        let none = row("", "").replace("Spain Results Report 2018-2020,https://example.org/report.pdf", ",");
        assert_eq!(planned(&app, &none).await.counts.unchanged, 1, "a row that names no source");

        // Another page of the same value is a change, seen before and kept in the history.
        let plan = planned(&app, &row("#annex", "2026-11-28")).await;
        let changed: Vec<_> = plan.items[0].differences.iter().map(|d| d.field).collect();
        assert_eq!(changed, ["completion-source"]);
        assert!(plan.items[0].differences[0].before.contains("page 14, "));
        let batch = applied(&app, row("#annex", "2026-11-28").as_bytes()).await;
        let second = rating(&app);
        assert_eq!(second.source_page.as_deref(), Some("#annex"));
        assert_eq!(second.read_on, "2026-11-28".parse().ok());
        let code = "ES0001".parse().unwrap();
        let history = place.store.history(&code, i64::MAX).await.unwrap().unwrap();
        assert_eq!(history.ratings.len(), 2);
        assert_eq!(history.in_force().count(), 1);
        // Taken back, the first counts again.
        let by = ogp_tracker::service::import::Importer::command_line();
        app.take_back_import(batch, &by, "a mistake").await.unwrap();
        assert_eq!(rating(&app), first);

        let plan = planned(&app, &row("14", "28/13/2026")).await;
        assert_eq!(plan.counts.rejected, 1);
        let said = format!("{:?}", plan.items[0].messages);
        assert!(said.contains("completion_read_on"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_the_api_and_the_form_have_the_page_and_the_day() {
    let site = Site::bundled().await;
    let head = "code,member,title,completion_scheme,completion,completion_report,completion_source_url,completion_source_page,completion_read_on\n";
    let file = format!(
        "{head}NL0031,Netherlands,Open Algorithms,completion,Complete,Netherlands Results Report 2018-2020,https://example.org/r.pdf,21,2026-11-20\n"
    );
    applied(&site.app, file.as_bytes()).await;
    let page = site.get("/commitments/NL0031").await;
    assert!(page.text().contains("page 21"), "{}", page.text());
    assert!(
        page.text().contains("Read: 20 November 2026."),
        "{}",
        page.text()
    );
    assert!(page.body.contains("https://example.org/r.pdf#page=21"));
    let api = site.get("/api/v1/commitments/NL0031").await.json();
    let rating = &api["ratings"]["completion"];
    assert_eq!(
        (&rating["source_page"], &rating["read_on"]),
        (&"21".into(), &"2026-11-20".into())
    );
    let json = site.get("/commitments.json?code=NL0031").await.json();
    let text = json.to_string();
    assert!(
        text.contains("\"completion_read_on\":\"2026-11-20\""),
        "{text}"
    );
    let request = Request::get("/commitments.xlsx?code=NL0031").body(Body::empty());
    let (xlsx, _) = site.bytes(request.unwrap()).await;
    let given = ogp_tracker::service::import::GivenFile {
        name: "x.xlsx",
        bytes: &xlsx,
    };
    let by = ogp_tracker::service::import::Importer::command_line();
    let options = interchange::options::ReadOptions::default();
    let plan = site
        .app
        .plan_import(given, &options, &by, &|_, _| ())
        .await
        .unwrap();
    assert_eq!(
        (plan.counts.new, plan.counts.changed),
        (0, 0),
        "{:?}",
        plan.counts
    );

    // The form asks for both, and refuses a day that is none.
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let form = "/staff/commitments/NL0031/ratings/completion";
    let shown = ed.get(form).await;
    assert!(shown.body.contains("name=\"read_on\""), "{}", shown.body);
    let fields = |day: &'static str| {
        [
            ("finding", "completion-substantial"),
            ("report_title", "Netherlands Results Report 2018-2020"),
            ("report_stage", "final"),
            ("source_url", "https://example.org/r.pdf"),
            ("source_page", "22"),
            ("read_on", day),
            ("reason", "read again"),
        ]
    };
    let refused = ed.send(form, form, &fields("20 Novembre")).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let sent = ed.send(form, form, &fields("2026-11-21")).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
}
