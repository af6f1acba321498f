//! What is said of a source is true: what is news and what is none, where a rating was read and when, and
//! that of two decisions at once one counts.

use domain::{Dimension, Role};
use store::{PendingCounts, SourceDecided, SourceDecision, Store};

use super::{Does, NAME, Watched, boxes, page, source, watched, watched_bundled, watched_over};
use crate::support::on_both;

/// Every commitment as the record has it, but one.
fn all_but(watched: &Watched, code: &str) -> Vec<domain::Commitment> {
    let catalogue = watched.site.app.catalogue();
    let rows = catalogue.rows();
    let rows = rows.filter(|row| row.commitment.code.as_str() != code);
    rows.map(|row| (*row.commitment).clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_of_the_bundled_record_is_no_news_and_what_is_new_in_it_names_it() {
    on_both(async |place| {
        let store = Store::open(&place.url).await.unwrap();
        let watched = watched_bundled(store).await;
        let app = &watched.site.app;
        assert_eq!(source(app).await.pending, PendingCounts::default());
        let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
        let shown = reviewer.get(&page()).await;
        assert!(boxes(&shown).is_empty(), "{}", shown.text());
        let said = "commitments differed from the record already";
        assert!(shown.text().contains(said), "{}", shown.text());

        // Of all that, one rating is news, though its page said something else.
        let catalogue = app.catalogue();
        let mut unrated = watched.sheet.unrated().into_iter();
        let code = unrated.find(|code| {
            let row = catalogue.find(&code.parse().unwrap()).unwrap();
            !row.commitment.level(Dimension::EarlyResults).is_assessed()
        });
        let code = code.unwrap();
        let before = all_but(&watched, &code);
        let mut sheet = watched.sheet.clone();
        sheet.set(&code, "Early Results", "Significant");
        let pending = watched.says(&sheet).await;
        let expected = PendingCounts {
            ratings: 1,
            ..PendingCounts::default()
        };
        assert_eq!(pending, expected);
        let day = app.now().date_naive();
        let reviewer = watched.site.sign_in("rev@example.org").await;
        let done = reviewer
            .send(&page(), &page(), &[("do", "approve-all")])
            .await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(all_but(&watched, &code) == before, "nothing else changed");
        let rated = catalogue_rating(&watched, &code);
        assert_eq!(rated.source_url.as_deref(), Some(&*watched.server.url));
        assert_eq!(rated.read_on.unwrap().to_string(), day.to_string());
        let api = watched
            .site
            .get(&format!("/api/v1/commitments/{code}"))
            .await;
        assert!(api.body.contains(&watched.server.url), "{}", api.body);
        for (lang, said) in [
            (
                "",
                format!(
                    "Read from \u{201c}{NAME}\u{201d} on {}",
                    day.format("%-d %B %Y")
                ),
            ),
            ("?lang=es", format!("Le\u{ed}do en \u{ab}{NAME}\u{bb} el ")),
            (
                "?lang=fr",
                format!("Lu dans \u{ab}\u{202f}{NAME}\u{202f}\u{bb} le "),
            ),
        ] {
            let shown = watched
                .site
                .follow(&format!("/commitments/{code}{lang}"))
                .await;
            assert!(shown.text().contains(&said), "{said} in {}", shown.text());
        }
        app.close().await;
    })
    .await;
}

fn catalogue_rating(watched: &Watched, code: &str) -> domain::Rating {
    let catalogue = watched.site.app.catalogue();
    let row = catalogue.find(&code.parse().unwrap()).unwrap();
    let rating = row.commitment.ratings.of(Dimension::EarlyResults);
    rating.unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_of_a_file_is_not_said_to_be_read_from_a_page() {
    let watched = watched(false).await;
    let catalogue = watched.site.app.catalogue();
    for row in catalogue.rows().take(20) {
        let address = format!("/commitments/{}", row.commitment.code);
        let shown = watched.site.get(&address).await.text();
        assert!(!shown.contains("Read from OGP"), "{address}: {shown}");
        let is_sourced = |d: &Dimension| {
            let rating = row.commitment.ratings.of(*d);
            rating.is_some_and(|r| r.source_url.is_some())
        };
        let said = shown.contains("Read from the file \u{201c}test.csv\u{201d}.");
        assert_eq!(
            said,
            Dimension::ALL.iter().any(is_sourced),
            "{address}: {shown}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_no_longer_lists_is_told_as_that_and_no_more() {
    on_both(async |place| {
        let store = Store::open(&place.url).await.unwrap();
        let watched = watched_over(store, false).await;
        let gone = watched.sheet.unrated()[0].clone();
        let mut sheet = watched.sheet.clone();
        sheet.remove(&gone);
        assert_eq!(watched.says(&sheet).await.withdrawn, 1);
        let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
        let shown = reviewer.get(&page()).await.text();
        assert!(shown.contains("1 withdrawn or no longer listed"), "{shown}");
        let done = reviewer
            .send(&page(), &page(), &[("do", "approve-all")])
            .await;
        assert_eq!(done.status, 303, "{}", done.text());
        let shown = watched
            .site
            .get(&format!("/commitments/{gone}"))
            .await
            .text();
        assert!(!shown.contains("commitment was withdrawn"), "{shown}");
        assert!(shown.contains("on what grounds"), "{shown}");
        let history = watched
            .site
            .get(&format!("/changes?code={gone}"))
            .await
            .text();
        let said =
            format!("No longer listed in the watched source \u{201c}{NAME}\u{201d}, read on ");
        assert!(history.contains(&said), "{history}");
        watched.site.app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_approving_and_ignoring_at_once_one_counts() {
    on_both(async |place| {
        let store = Store::open(&place.url).await.unwrap();
        let watched = watched_over(store, false).await;
        drop(watched.sign_in("rev@example.org", Role::Reviewer).await);
        let unrated = watched.sheet.unrated();
        let mut sheet = watched.sheet.clone();
        for (round, code) in unrated.iter().take(4).enumerate() {
            sheet.set(code, "Early Results", "Significant");
            sheet.add(
                code,
                &format!("AL99{round}0"),
                &format!("Promise {round} of the test"),
            );
            assert!(watched.says(&sheet).await.total() > 0);
            let version = watched.version();
            let reviewer = watched.site.sign_in("rev@example.org").await;
            let seen = reviewer.get(&page()).await;
            let asked = ["approve-all", "ignore-all", "approve-all", "ignore-all"];
            let asked = asked.map(|act| {
                let body = crate::staff::fields_of(&seen, &page(), &[("do", act)]);
                watched
                    .site
                    .ask(crate::staff::posted(&page(), reviewer.cookie(), body))
            });
            let answers = futures::future::join_all(asked).await;
            let done: Vec<_> = answers.iter().filter(|a| a.status == 303).collect();
            assert_eq!(done.len(), 1, "round {round}");
            let approved = done[0].header("location").ends_with("source-approved");
            assert_eq!(watched.version(), version + i64::from(approved));
        }
        // A decision upon a state that others have decided about since is none, whichever comes second.
        let store = &place.store;
        let version = store.version().await.unwrap().number;
        let stamp = async || {
            let decisions = store.source_decisions(NAME).await.unwrap();
            store::stamp_of_decisions(&decisions, &store.source_listing(NAME).await.unwrap())
        };
        let seen = stamp().await;
        let decided = |field: &str, seen| SourceDecided {
            source: NAME.to_owned(),
            decisions: vec![SourceDecision {
                item: unrated[5].clone(),
                field: field.to_owned(),
                mark: "0".to_owned(),
            }],
            gone: Vec::new(),
            approved: false,
            by: "Ana".to_owned(),
            at: watched.site.app.now(),
            seen,
        };
        let title = decided("title", seen);
        assert!(!store.decide_source(&title, version - 1).await.unwrap());
        assert_eq!(stamp().await, seen);
        assert!(store.decide_source(&title, version).await.unwrap());
        let lead = decided("lead", seen);
        assert!(!store.decide_source(&lead, version).await.unwrap());
        assert!(
            store
                .decide_source(&decided("lead", stamp().await), version)
                .await
                .unwrap()
        );
        watched.site.app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_compared_with_those_that_were_accepted() {
    on_both(async |place| {
        let store = Store::open(&place.url).await.unwrap();
        let watched = watched_over(store, false).await;
        let app = &watched.site.app;
        let renamed = |name: &str| {
            let mut sheet = watched.sheet.clone();
            let at = sheet.header.iter().position(|c| c == "Lead Institution");
            name.clone_into(&mut sheet.header[at.unwrap()]);
            sheet
        };
        watched.says(&renamed("Leader")).await;
        let note = source(app).await.columns_note;
        assert!(
            note.contains("Missing: Lead Institution.") && note.contains("Leader"),
            "{note}"
        );
        watched.says(&renamed("Head")).await;
        let note = source(app).await.columns_note;
        assert!(note.contains("Head") && !note.contains("Leader"), "{note}");
        watched.says(&watched.sheet).await;
        assert_eq!(source(app).await.columns_note, "", "they are back");
        // Accepted, others are those that it should have.
        watched.says(&renamed("Leader")).await;
        let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
        let shown = reviewer.get(&page()).await.text();
        assert!(shown.contains("Accept the new columns"), "{shown}");
        let done = reviewer.send(&page(), &page(), &[("do", "columns")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(source(app).await.columns_note, "");
        watched.says(&watched.sheet).await;
        let note = source(app).await.columns_note;
        assert!(note.contains("Missing: Leader."), "{note}");
        app.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_order_space_or_letter_case_is_no_change() {
    let watched = watched(false).await;
    let catalogue = watched.site.app.catalogue();
    let mut rows = catalogue.rows();
    let found = rows.find(|row| row.commitment.policy_areas.len() > 1);
    let c = &found.unwrap().commitment;
    let areas = c
        .policy_areas
        .iter()
        .rev()
        .map(|slug| catalogue.areas().name(slug));
    let areas: Vec<&str> = areas.collect();
    let turned = format!(
        "code,member,title,policy_areas\n{},\"{}\",\"{}\",\"{}\"\n",
        c.code,
        c.member.name,
        c.title.replace('"', "\"\""),
        areas.join("; ")
    );
    let plan = crate::import::planned(&watched.site.app, &turned).await;
    assert_eq!(
        (plan.counts.unchanged, plan.counts.changed),
        (1, 0),
        "{plan:?}"
    );
    let mut sheet = watched.sheet.clone();
    let code_of = sheet.unrated()[0].clone();
    let title = sheet
        .get(&code_of, "Commitment Title")
        .replacen(' ', "\n", 1);
    sheet.set(&code_of, "Commitment Title", &title);
    let url = sheet.get(&code_of, "URL").to_owned();
    let louder = url.replace("opengovpartnership.org", "OpenGovPartnership.org");
    sheet.set(&code_of, "URL", &louder);
    assert_eq!(watched.says(&sheet).await, PendingCounts::default());
    // What differs is told.
    sheet.set(&code_of, "Commitment Title", &format!("{title} now"));
    assert_eq!(watched.says(&sheet).await.changed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_difference_between_two_long_texts_is_seen() {
    let watched = watched(false).await;
    let mut sheet = watched.sheet.clone();
    let code = sheet.unrated()[0].clone();
    let long = "A title that goes on ".repeat(6);
    drop(watched.sign_in("rev@example.org", Role::Reviewer).await);
    for end in ["at first", "in the end"] {
        sheet.set(&code, "Commitment Title", &format!("{long}{end}"));
        watched.says(&sheet).await;
        let reviewer = watched.site.sign_in("rev@example.org").await;
        let shown = reviewer.get(&page()).await;
        assert!(shown.text().contains("Show both texts"), "{}", shown.text());
        if end == "in the end" {
            let said = shown.text();
            let cut = said.split("Title: \u{2026}").nth(1).unwrap();
            let cut = cut.split("Show both texts").next().unwrap();
            assert!(
                cut.contains("at first") && cut.contains("in the end"),
                "{cut}"
            );
        }
        let done = reviewer
            .send(&page(), &page(), &[("do", "approve-all")])
            .await;
        assert_eq!(done.status, 303, "{}", done.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_loads_itself_again_has_nothing_to_fill_in() {
    let watched = watched(false).await;
    let mut sheet = watched.sheet.clone();
    let code = sheet.unrated()[0].clone();
    sheet.set(&code, "Early Results", "Significant");
    watched.says(&sheet).await;
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let done = reviewer.send(&page(), &page(), &[("do", "run")]).await;
    let here = done.header("location").to_owned();
    let waiting = reviewer.get(&here).await;
    assert_eq!(waiting.header("refresh"), "2");
    assert!(boxes(&waiting).is_empty() && !waiting.body.contains("name=\"reason\""));
    assert_eq!(watched.site.app.run_due_sources().await.unwrap(), 1);
    let read = reviewer.get(&here).await;
    assert_eq!(read.header("refresh"), "");
    assert_eq!(boxes(&read).len(), 1);
    assert!(
        read.text().contains("The source was read."),
        "{}",
        read.text()
    );
    // It was not, where it failed.
    reviewer.send(&page(), &page(), &[("do", "run")]).await;
    watched.server.now(Does::Answer(500, Vec::new()));
    watched.site.app.run_due_sources().await.unwrap();
    let failed = reviewer.get(&here).await.text();
    assert!(!failed.contains("The source was read."), "{failed}");
    assert!(failed.contains("Could not be read, once"), "{failed}");
    let none = reviewer.send(&page(), &page(), &[("do", "approve")]).await;
    assert!(
        none.text().contains("Check what you selected"),
        "{}",
        none.text()
    );
}

/// A browser gives ticks back by the places of boxes: where rows have moved, others would be ticked.
#[tokio::test(flavor = "multi_thread")]
async fn forms_whose_boxes_are_rows_of_a_list_are_not_filled_in_by_the_browser() {
    let watched = watched(false).await;
    let mut sheet = watched.sheet.clone();
    let code = sheet.unrated()[0].clone();
    sheet.set(&code, "Early Results", "Significant");
    watched.says(&sheet).await;
    let admin = watched.sign_in("ada@example.org", Role::Admin).await;
    let rated = format!("/staff/commitments/{code}");
    assert_eq!(admin.get(&rated).await.status, 200);
    for (address, name) in [
        (page(), "row"),
        ("/staff/tags?q=open".to_owned(), "code"),
        ("/staff/users".to_owned(), "disabled"),
    ] {
        let shown = admin.get(&address).await;
        assert_eq!(shown.status, 200, "{address}");
        let mut found = 0;
        for form in shown.body.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let (tag, inside) = form.split_once('>').unwrap();
            if inside.contains(&format!("type=\"checkbox\" name=\"{name}\"")) {
                found += 1;
                assert!(tag.contains("autocomplete=\"off\""), "{address}: {tag}");
            }
        }
        assert!(found > 0, "{address}: {}", shown.text());
    }
}
