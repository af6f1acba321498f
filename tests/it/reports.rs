//! `/reports`: the reports that the record cites.

use domain::{Dimension, Role, Scheme};

use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_listed_by_member_with_what_came_from_them() {
    on_both(async |place| {
        let rated = |code: &str| {
            let entry = an_entry(code).plan(2023, 2025);
            entry.rated(Dimension::Completion, Scheme::Completion, "Limited")
        };
        let spain = an_entry("ES0001").member("Spain").plan(2024, 2028);
        record(&place.store, [rated("NL0001"), rated("NL0002"), spain]).await;
        let site = Site::over(place.store.clone()).await;
        let page = site.get("/reports").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let title = "Netherlands Results Report 2023-2025";
        let row = page.between(title, "</tr>");
        assert_eq!(row.len(), 1, "{}", page.body);
        assert!(
            row[0].contains("Final") && row[0].contains(">2</td>"),
            "{}",
            row[0]
        );
        // Members without reports are not among them.
        assert!(!page.body.contains(">Spain<"), "{}", page.text());
        let none = site.get("/reports?member=spain").await;
        assert!(
            none.text().contains("We have no reports here yet."),
            "{}",
            none.text()
        );
        for (lang, said) in [
            ("es", "Informes del IRM"),
            ("fr", "Rapports de l\u{2019}IRM"),
        ] {
            let page = site
                .get(&format!("/reports?lang={lang}&member=netherlands"))
                .await;
            assert!(page.text().contains(said), "{}", page.text());
            assert!(page.body.contains(title));
        }
        for path in ["/about", "/members/netherlands"] {
            let page = site.get(path).await;
            assert!(page.body.contains("href=\"/reports"), "{path}");
        }
        // What is not published is not listed.
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let form = "/staff/commitments/NL0001/ratings/completion";
        let drafted = [
            ("finding", "completion-complete"),
            ("report_title", "A report that nobody has reviewed"),
            ("report_stage", "final"),
            ("source_url", "https://example.org/report"),
            ("reason", "x"),
        ];
        assert_eq!(ed.send(form, form, &drafted).await.status, 303);
        let page = site.get("/reports").await;
        assert!(!page.body.contains("nobody has reviewed"));
    })
    .await;
}

/// What rates a commitment is among the reports that its page lists.
#[tokio::test]
async fn a_commitment_lists_the_reports_of_its_ratings() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut seen = 0;
    for row in catalogue.rows() {
        let c = &row.commitment;
        let of_ratings = c.ratings.iter().filter_map(|r| r.report.as_ref());
        // One without a title of its own is not another than one with a title that it can be.
        let is_listed = |report: &&domain::Report| {
            let mut reports = c.reports.iter();
            reports.any(|r| r.is_titled_as(report) || r.may_be(report))
        };
        let missing = of_ratings.filter(|report| !is_listed(report));
        let missing: Vec<_> = missing.collect();
        if missing.is_empty() {
            continue;
        }
        let page = site.get(&format!("/commitments/{}", c.code)).await;
        let listed = page.between("<dt>IRM reports</dt>", "</dd>").concat();
        for report in missing {
            let title = i18n::commitment::report_title(domain::Lang::English, report);
            let title = title.replace('&', "&amp;");
            assert!(
                listed.contains(&title),
                "{}: {title} not in {listed}",
                c.code
            );
        }
        seen += 1;
        if seen > 20 {
            break;
        }
    }
    assert!(seen > 3, "{seen}");
}

#[tokio::test]
async fn a_page_lists_a_report_once() {
    let site = Site::bundled().await;
    for (code, once, never) in [
        (
            "CA0066",
            "Canada Design Report 2018-2020",
            "IRM report on design, published 2020",
        ),
        (
            "HR0005",
            "Croatia IRM Progress Report 2012-2013",
            "published 2014",
        ),
        (
            "RO0020",
            "Romania Progress Report 2014-2015",
            "published 2016",
        ),
        ("BR0120", "Brazil Results Report 2021-2023", "commitment 10"),
    ] {
        let page = site.get(&format!("/commitments/{code}")).await;
        let listed = page.between("<dt>IRM reports</dt>", "</dd>").concat();
        assert_eq!(listed.matches(once).count(), 1, "{code}: {listed}");
        assert!(!listed.contains(never), "{code}: {listed}");
    }
    // The year stays where it says which report a rating is from.
    let page = site.get("/commitments/HR0005").await.text();
    assert!(
        page.contains("From the IRM Progress Report, published 2014."),
        "{page}"
    );
}
