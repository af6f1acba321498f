//! Reviews of results: in files, in lists, on the chart, and where the record cites the report that its
//! source called pending.

use std::collections::BTreeMap;

use domain::review::{cited_report, is_contradicted, is_midterm, results_report};
use domain::{Dimension, Finding, Lang, Rating, Report, Review, Role};

use crate::import::{exported, planned};
use crate::support::site::Site;
use crate::support::{an_entry, record};

/// The lines of the whole file, by columns.
async fn lines(site: &Site) -> Vec<BTreeMap<String, String>> {
    let file = site.get("/commitments.csv").await;
    let mut reader = csv::Reader::from_reader(file.body.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

async fn total(site: &Site, query: &str) -> u64 {
    let address = format!("/api/v1/commitments?{query}");
    site.get(&address).await.json()["total"].as_u64().unwrap()
}

#[tokio::test]
async fn the_column_says_what_the_filter_selects_and_is_not_imported() {
    let site = Site::bundled().await;
    let lines = lines(&site).await;
    for state in Review::ALL {
        let count = lines
            .iter()
            .filter(|line| line["review"] == state.slug())
            .count();
        assert_eq!(
            count as u64,
            total(&site, &format!("review={}", state.slug())).await,
            "{state}"
        );
    }
    let json = site.get("/commitments.json?review=overdue").await.json();
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty() && items.iter().all(|item| item["review"] == "overdue"));
    // Another word in the file changes nothing.
    let changed = exported(&site.app)
        .await
        .replace(",overdue,", ",published,");
    assert!(changed.contains(",published,"));
    let plan = planned(&site.app, &changed).await;
    let about: Vec<_> = plan
        .about_columns
        .iter()
        .map(|m| m.column.as_str())
        .collect();
    assert!(about.contains(&"review"), "{about:?}");
    let counts = &plan.counts;
    assert_eq!((counts.new, counts.changed, counts.rejected), (0, 0, 0));
}

#[tokio::test]
async fn lists_say_which_reviews_are_overdue() {
    let site = Site::bundled().await;
    for (lang, words) in [
        ("en", "No result in our data, IRM report "),
        ("es", "Sin resultado en nuestros datos, informe del IRM "),
        (
            "fr",
            "Pas de r\u{e9}sultat dans nos donn\u{e9}es, rapport de l\u{2019}IRM ",
        ),
    ] {
        let page = site
            .get(&format!("/commitments?review=overdue&lang={lang}"))
            .await;
        let marks = page.between("<span class=\"review\">", "</span>");
        assert!(marks.len() >= 10, "{lang} {}", marks.len());
        assert!(
            marks.iter().all(|mark| mark.starts_with(words)),
            "{marks:?}"
        );
    }
    // The list says when a review counts as overdue, and that ours is not the last word.
    for (lang, words) in [
        ("en", "A report may have come out since we read it."),
        (
            "es",
            "Es posible que el informe se haya publicado despu\u{e9}s.",
        ),
        ("fr", "Un rapport a pu para\u{ee}tre depuis."),
    ] {
        for (query, is_said) in [("review=overdue", true), ("review=published", false)] {
            let page = site.get(&format!("/commitments?{query}&lang={lang}")).await;
            let chips = page.between("<div id=\"chips\">", "<div class=\"browse\">")[0];
            assert_eq!(chips.contains(words), is_said, "{query} {lang}: {chips}");
        }
    }
    let done = site.get("/commitments?review=published").await;
    assert!(
        done.between("<span class=\"review\">", "</span>")
            .is_empty()
    );
}

/// "Pending" beside "overdue" reads like a contradiction.
#[tokio::test]
async fn what_is_overdue_is_not_called_pending_in_lists_and_tables() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let today = catalogue.today();
    let late = |row: &&catalogue::Row| {
        let since = row.overdue_since(Dimension::Completion, today);
        since.is_some() && row.overdue_since(Dimension::EarlyResults, today).is_some()
    };
    let late = catalogue.rows().find(late).unwrap().commitment.clone();
    let member = late.member.slug();
    let list = format!("/commitments?review=overdue&member={member}");
    let addresses = [
        list.clone(),
        format!("{list}&view=table&columns=completion&columns=results&columns=overdue"),
        format!("/members/{member}?lens=all"),
    ];
    for lang in Lang::ALL {
        for address in &addresses {
            let joint = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{joint}lang={}", lang.slug()))
                .await;
            assert_eq!(page.status, 200, "{address}");
            let href = format!("href=\"/commitments/{}", late.code);
            let end = if address.contains("view=table") {
                "</tr>"
            } else {
                "</li>"
            };
            let row = page.between(&href, end)[0];
            assert_eq!(row.matches("#g-overdue").count(), 2, "{address}: {row}");
            // The review of the design was expected before the plan ended.
            assert!(!row.contains("#g-pending"), "{address}: {row}");
        }
        let page = site
            .get(&format!("/commitments/{}?lang={}", late.code, lang.slug()))
            .await;
        for dimension in ["completion", "early_results"] {
            let card = page.between(&format!("id=\"r-{dimension}\""), "</section>")[0];
            assert!(card.contains("#g-overdue"), "{card}");
        }
    }
    // Files and the API keep what the source said.
    let file = site
        .get(&format!("/commitments.csv?code={}", late.code))
        .await;
    assert!(file.body.contains("Pending IRM Review"), "{}", file.body);
}

#[tokio::test]
async fn the_chart_counts_reviews_by_plan_year() {
    let site = Site::bundled().await;
    let lines = lines(&site).await;
    for lens in ["", "&lens=digital"] {
        let address = format!("/charts/reviews.csv?kind=national{lens}");
        let file = site.get(&address).await;
        let mut reader = csv::Reader::from_reader(file.body.as_bytes());
        let cells: Vec<BTreeMap<String, String>> =
            reader.deserialize().map(Result::unwrap).collect();
        assert!(cells.len() > 5, "{address}");
        for cell in cells {
            let (state, year) = cell["key"].split_once('-').unwrap();
            let count: u64 = cell["commitments"].parse().unwrap();
            let query = format!("kind=national{lens}&review={state}&year={year}");
            assert_eq!(count, total(&site, &query).await, "{query}");
            let of_file = lines.iter().filter(|line| {
                line["member_kind"] == "national"
                    && line["review"] == state
                    && line["plan_year"] == year
            });
            assert!(
                !lens.is_empty() || of_file.count() as u64 == count,
                "{query}"
            );
        }
    }
    for lang in Lang::ALL {
        let page = site
            .get(&format!("/charts/reviews?lang={}", lang.slug()))
            .await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("review=overdue"), "{lang}");
    }
    // A filter by the state leaves that state alone.
    let due = site.get("/charts/reviews.csv?review=published").await;
    assert_eq!(due.body.lines().count(), 1, "{}", due.body);
}

#[tokio::test]
async fn what_the_record_contradicts_is_a_task_for_staff_and_said_to_the_public() {
    let pending = |dimension| Rating {
        dimension,
        finding: Finding::Pending,
        report: None,
        source_url: Some(
            "https://www.opengovpartnership.org/members/x/commitments/XX0001/".to_owned(),
        ),
        source_page: None,
        read_on: None,
    };
    let report = "Atlantis Results Report 2018-2020";
    let entry = |code: &str, title: &str| {
        let reports: Vec<Report> = Report::from_title(title).into_iter().collect();
        an_entry(code)
            .member("Atlantis")
            .plan(2018, 2020)
            .with(|entry| {
                entry.ratings = vec![pending(Dimension::Completion)];
                entry.commitment.reports = reports;
            })
    };
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("r.db").display());
    let store = store::Store::open(&url).await.unwrap();
    // Of another plan: a report is about a plan.
    let awaited = entry("XX0002", "Atlantis Design Report 2016-2018").plan(2016, 2018);
    record(&store, [entry("XX0001", report), awaited]).await;
    let site = Site::over(store).await;
    let page = site.get("/commitments/XX0001").await;
    let said = format!(
        "OGP\u{2019}s page said \u{201c}pending\u{201d} when we read it; our data also cites a results report: {report}."
    );
    assert!(page.text().contains(&said), "{}", page.text());
    let late = "IRM results report not in our data";
    assert!(!page.text().contains(late), "{}", page.text());
    for lang in ["es", "fr"] {
        let page = site.get(&format!("/commitments/XX0001?lang={lang}")).await;
        let told = page.between("class=\"contradiction\"", "</p>");
        assert!(
            told.len() == 1 && told[0].contains(report),
            "{lang} {told:?}"
        );
    }
    let other = site.get("/commitments/XX0002").await;
    assert!(!other.body.contains("class=\"contradiction\""));
    assert!(other.text().contains(late), "{}", other.text());
    let desk = site
        .browser("ed@example.org", Role::Editor)
        .await
        .get("/staff")
        .await;
    let tasks = desk.between("id=\"cited-table\"", "</table>");
    assert!(
        tasks[0].contains("href=\"/staff/commitments/XX0001/ratings/completion\""),
        "{}",
        tasks[0]
    );
    assert!(
        tasks[0].contains(report) && !tasks[0].contains("XX0002"),
        "{}",
        tasks[0]
    );
}

#[tokio::test]
async fn nothing_of_the_bundled_record_is_overdue_that_it_cites_the_report_of() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let contradicted = catalogue.rows().filter(|row| {
        let c = &row.commitment;
        Dimension::ALL.iter().any(|d| cited_report(c, *d).is_some())
    });
    let mut seen = 0;
    for row in contradicted {
        let code = row.commitment.code.as_str();
        let page = site.get(&format!("/commitments/{code}")).await;
        assert!(page.body.contains("class=\"contradiction\""), "{code}");
        // A report on the design says nothing of results.
        let is_late = page.text().contains("IRM results report not in our data");
        assert!(!(is_late && is_contradicted(&row.commitment)), "{code}");
        seen += 1;
    }
    assert!(seen > 3, "{seen}");
}

/// A results report is about a plan: where one commitment has a result or cites the report, no page calls
/// it overdue for another of the plan.
#[tokio::test]
async fn no_page_says_overdue_where_another_commitment_of_the_plan_has_results() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut by_plan: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in catalogue.rows() {
        let c = &row.commitment;
        let key = (c.member.name.clone(), (*c.plan).clone());
        by_plan.entry(key).or_default().push(row);
    }
    let has_results = |row: &catalogue::Row| {
        let c = &row.commitment;
        c.level(Dimension::EarlyResults).is_assessed()
            || (c.level(Dimension::Completion).is_assessed() && !is_midterm(c))
            || results_report(c).is_some()
    };
    let mut seen = 0;
    for rows in by_plan
        .values()
        .filter(|rows| rows.iter().any(|row| has_results(row)))
    {
        let others = rows.iter().filter(|row| !has_results(row));
        // A few of each plan: they differ in nothing that matters here.
        for row in others.take(2) {
            let code = &row.commitment.code;
            let page = site.get(&format!("/commitments/{code}")).await;
            assert!(
                !page.text().contains("IRM results report not in our data"),
                "{code}"
            );
            assert!(!page.text().contains("since the plan ended"), "{code}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
    for line in lines(&site).await {
        let is_late = line["review"] == "overdue" || line["review"] == "due";
        let row = catalogue.find(&line["code"].parse().unwrap()).unwrap();
        let c = &row.commitment;
        let key = (c.member.name.clone(), (*c.plan).clone());
        let known = by_plan[&key].iter().any(|row| has_results(row));
        assert!(!(is_late && known), "{}", line["code"]);
    }
}

#[tokio::test]
async fn no_page_says_of_a_commitment_of_the_record_that_it_is_not_there() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    assert!(catalogue.find(&"IT0086".parse().unwrap()).is_some());
    for address in [
        "/",
        "/challenge",
        "/areas/automated-decision-making",
        "/members/italy",
        "/members/guatemala",
    ] {
        let page = site.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        for row in page.between("<li class=\"row\">", "</li>") {
            if row.contains("not yet in our data") {
                let known = catalogue
                    .rows()
                    .find(|r| row.contains(r.commitment.code.as_str()));
                assert!(known.is_none(), "{address}: {row}");
            }
            if row.contains("National dialogues to improve equity")
                || row.contains("National Dialogues to Improve")
            {
                assert!(row.contains("/commitments/IT0086"), "{address}: {row}");
            }
        }
    }
    // Nor do the texts around the commitments.
    for kind in domain::context::ContextKind::ALL {
        for item in catalogue.context().of(*kind) {
            let codes = item
                .codes("code")
                .into_iter()
                .chain(item.codes("commitments"));
            for code in codes {
                assert!(catalogue.find(&code).is_some(), "{} {code}", item.slug);
            }
        }
    }
}

/// What would be said of the IRM that nobody here knows.
const NEVER: &[&str] = &[
    "has not published",
    "not yet published",
    "has not reviewed",
    "not yet reviewed",
    "not been reviewed",
    "has not been published",
    "no review yet",
    "no ha publicado",
    "no se ha publicado",
    "a\u{fa}n no ha",
    "todav\u{ed}a no ha",
    "no ha revisado",
    "n\u{2019}a pas encore",
    "pas encore publi",
];

/// A rating that a source called pending is what that source said when it was read: nobody here knows
/// whether the review has come out since.
#[tokio::test]
async fn no_page_says_that_a_review_has_not_come_out() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let is_pending =
        |rating: Option<&Rating>| rating.is_some_and(|r| r.finding == Finding::Pending);
    let pending = catalogue.rows().find(|row| {
        is_pending(row.commitment.ratings.of(Dimension::Completion))
            && !row.commitment.level(Dimension::EarlyResults).is_assessed()
            && cited_report(&row.commitment, Dimension::Completion).is_none()
            // Of a plan that runs, pages say that nothing is due yet.
            && row.commitment.plan.end_year.is_some_and(|end| end < 2024)
    });
    let pending = &pending.unwrap().commitment;
    let (code, member) = (&pending.code, pending.member.slug());
    let addresses = [
        format!("/commitments/{code}"),
        format!("/members/{member}"),
        "/commitments?review=overdue".to_owned(),
        "/commitments?completion=pending&view=table".to_owned(),
        format!("/brief?code={code}"),
        "/".to_owned(),
        "/method".to_owned(),
        "/charts/reviews".to_owned(),
        "/charts/completion".to_owned(),
        "/data/coverage".to_owned(),
        "/compare?member=spain&member=italy".to_owned(),
        format!("/api/v1/commitments/{code}"),
    ];
    for lang in Lang::ALL {
        for address in &addresses {
            let joint = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{joint}lang={}", lang.slug()))
                .await;
            assert_eq!(page.status, 200, "{address}");
            let text = page.text().to_lowercase();
            let sentences = text.split(['.', '\n']).filter(|s| s.contains("irm"));
            for sentence in sentences {
                for never in NEVER {
                    assert!(!sentence.contains(never), "{address} {lang:?}: {sentence}");
                }
            }
        }
        let page = site
            .get(&format!("/commitments/{code}?lang={}", lang.slug()))
            .await;
        let said = match lang {
            Lang::English => "pending when our source was read",
            Lang::Spanish => "pendiente cuando le\u{ed}mos la fuente",
            Lang::French => "en attente quand nous avons lu la source",
        };
        assert!(page.text().contains(said), "{code}: {}", page.text());
    }
}

/// "Overdue" alone could be read as what a government owes.
#[tokio::test]
async fn headings_say_whose_review_is_overdue() {
    let site = Site::bundled().await;
    for (address, id) in [
        ("/", "overdue"),
        ("/method", "reviews"),
        ("/data/coverage", "gaps"),
    ] {
        for lang in Lang::ALL {
            let page = site.get(&format!("{address}?lang={}", lang.slug())).await;
            let begin = format!("aria-labelledby=\"{id}\"");
            let section = page.between(&begin, "</section>");
            let said = section.first().unwrap_or_else(|| panic!("{address}: {id}"));
            let heads = said
                .split("<h")
                .skip(1)
                .map(|head| head.split("</h").next());
            let heads: Vec<&str> = heads.flatten().collect();
            let words = ["verdue", "trasad", "en retard"];
            let is_about = |head: &&&str| words.iter().any(|word| head.contains(word));
            let about: Vec<_> = heads.iter().filter(is_about).collect();
            assert!(!about.is_empty(), "{address}: {said}");
            for head in about {
                assert!(head.contains("IRM"), "{address}: {head}");
            }
        }
    }
    for (address, words) in [
        ("/charts/reviews?lang=en", "IRM reviews due and overdue"),
        (
            "/charts/map?measure=overdue&lang=en",
            "IRM reviews overdue in our data by country",
        ),
        (
            "/charts/members?measure=overdue&lang=en",
            "IRM reviews overdue in our data by member",
        ),
    ] {
        let page = site.get(address).await;
        assert!(page.text().contains(words), "{address}: {}", page.text());
    }
}
