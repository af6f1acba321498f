//! What a source says that is new waits on the desk, and only what somebody approves is published.

use domain::Role;
use store::PendingCounts;

use super::{Watched, box_of, boxes, page, watched};

/// A source that says four new things: a rating each of two commitments, a new commitment, and one that
/// is gone. Gives the codes of the two, and of the one that is gone.
async fn with_news(watched: &Watched) -> [String; 3] {
    let unrated = watched.sheet.unrated();
    let [first, second, gone] = [&unrated[0], &unrated[1], &unrated[2]].map(Clone::clone);
    let mut sheet = watched.sheet.clone();
    sheet.set(&first, "Early Results", "Significant");
    sheet.set(&second, "Early Results", "Significant");
    sheet.add(&first, "AL9999", "A wholly new promise");
    sheet.remove(&gone);
    let expected = PendingCounts {
        ratings: 2,
        new: 1,
        withdrawn: 1,
        ..PendingCounts::default()
    };
    assert_eq!(watched.says(&sheet).await, expected);
    [first, second, gone]
}

async fn rating(watched: &Watched, code: &str) -> String {
    let answer = watched
        .site
        .get(&format!("/api/v1/commitments/{code}"))
        .await;
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_waits_and_is_published_by_approval_alone() {
    let watched = watched(false).await;
    let version = watched.version();
    let [first, second, gone] = with_news(&watched).await;
    let site = &watched.site;
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let desk = reviewer.get("/staff").await.text();
    let said = "OGP master sheet: 2 new ratings, 1 new commitment, 1 withdrawn";
    assert!(desk.contains(said), "{desk}");
    let shown = reviewer.get(&page()).await;
    for said in [
        "2 new ratings, 1 new commitment, 1 withdrawn",
        "Early results: No IRM Data",
        "\u{2192} Significant",
        "A wholly new promise",
        "no longer listed",
        "\u{2192} Withdrawn",
    ] {
        assert!(shown.text().contains(said), "{said} in {}", shown.text());
    }
    assert_eq!(boxes(&shown).len(), 4);
    for (kind, codes) in [
        ("ratings", vec![&first, &second]),
        ("withdrawn", vec![&gone]),
        ("other", Vec::new()),
    ] {
        let some = reviewer
            .get(&format!("{}?show={kind}&select=all", page()))
            .await;
        let listed = boxes(&some);
        let mut listed: Vec<&String> = listed.iter().map(|(code, _)| code).collect();
        listed.sort();
        let mut codes = codes;
        codes.sort();
        assert_eq!(listed, codes, "{kind}");
        let boxes = some.between("<input type=\"checkbox\" name=\"row\" ", ">");
        let ticked = boxes.iter().filter(|tag| tag.contains(" checked"));
        assert_eq!(ticked.count(), codes.len(), "{kind}");
    }
    assert_eq!(
        watched.version(),
        version,
        "nothing is written by reading and looking"
    );
    assert!(!rating(&watched, &first).await.contains("Significant"));
    assert_eq!(site.get("/commitments/AL9999").await.status, 404);

    // One of them.
    let page = page();
    let row = box_of(&shown, &first);
    let changes = [
        ("do", "approve"),
        ("row", &*row),
        ("reason", "It is in the report"),
    ];
    let done = reviewer.send(&page, &page, &changes).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.header("location").ends_with("done=source-approved"));
    assert_eq!(watched.version(), version + 1, "one change");
    assert!(rating(&watched, &first).await.contains("Significant"));
    assert!(!rating(&watched, &second).await.contains("Significant"));
    let history = site.get("/changes").await.text();
    for said in [
        "From the watched source \u{201c}OGP master sheet\u{201d}, read on ",
        "UTC. It is in the report",
        "/sheet.csv",
        "rev",
    ] {
        assert!(history.contains(said), "{said} in {history}");
    }

    // The same again does nothing.
    let again = reviewer.post(&page, &changes).await;
    assert_eq!(again.status, 409, "{}", again.text());
    assert!(again.text().contains("decided already"), "{}", again.text());
    assert_eq!(watched.version(), version + 1);

    // The rest at once; then nothing waits.
    let shown = reviewer.get(&page).await;
    assert_eq!(boxes(&shown).len(), 3, "{}", shown.text());
    let done = reviewer.send(&page, &page, &[("do", "approve-all")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(watched.version(), version + 2);
    assert_eq!(site.get("/commitments/AL9999").await.status, 200);
    assert!(
        rating(&watched, &gone)
            .await
            .contains("\"status\":\"withdrawn\"")
    );
    assert!(reviewer.get(&page).await.text().contains("nothing new"));
    assert!(
        !reviewer
            .get("/staff")
            .await
            .text()
            .contains("OGP master sheet:")
    );
    watched.next_day().await;
    assert_eq!(
        super::source(&site.app).await.pending,
        PendingCounts::default()
    );

    // It can be undone like any file, and is not proposed again.
    let batch = format!("/staff/import/batches/{}", version + 2);
    let reviewer = site.sign_in("rev@example.org").await;
    let undone = reviewer
        .send(&batch, &batch, &[("reason", "too early")])
        .await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(site.get("/commitments/AL9999").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ignored_comes_back_only_when_the_source_changes_it() {
    let watched = watched(false).await;
    let version = watched.version();
    let [first, second, gone] = with_news(&watched).await;
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let page = page();
    let shown = reviewer.get(&page).await;
    for code in [&first, &"AL9999".to_owned(), &gone] {
        let row = box_of(&shown, code);
        let done = reviewer
            .post(&page, &[("do", "ignore"), ("row", &row)])
            .await;
        assert_eq!(
            done.header("location"),
            format!("{page}?done=source-ignored")
        );
    }
    assert_eq!(
        watched.version(),
        version,
        "nothing is published by ignoring"
    );
    let shown = reviewer.get(&page).await;
    let left = boxes(&shown);
    assert_eq!(left.len(), 1, "{}", shown.text());
    assert_eq!(left[0].0, second);
    // Read again, with another change of a commitment of which one value is ignored.
    let mut sheet = watched.sheet.clone();
    sheet.set(&first, "Early Results", "Significant");
    sheet.add(&first, "AL9999", "A wholly new promise");
    sheet.set(&first, "Lead Institution", "A new ministry");
    sheet.remove(&gone);
    let pending = watched.says(&sheet).await;
    let expected = PendingCounts {
        changed: 1,
        ..PendingCounts::default()
    };
    // AL9999 is a copy of the commitment before its institution changed.
    assert_eq!(pending, expected);
    let reviewer = watched.site.sign_in("rev@example.org").await;
    let done = reviewer.send(&page, &page, &[("do", "approve-all")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let now = rating(&watched, &first).await;
    assert!(now.contains("A new ministry"), "{now}");
    assert!(
        !now.contains("Significant"),
        "what is ignored is not published: {now}"
    );
    // The source changes its mind.
    sheet.set(&first, "Early Results", "Moderate");
    let pending = watched.says(&sheet).await;
    assert_eq!((pending.ratings, pending.new, pending.withdrawn), (1, 0, 0));
    // All of it can be ignored, as a place to begin from.
    let reviewer = watched.site.sign_in("rev@example.org").await;
    let version = watched.version();
    let done = reviewer.send(&page, &page, &[("do", "ignore-all")]).await;
    assert_eq!(
        done.header("location"),
        format!("{page}?done=source-ignored")
    );
    assert_eq!(watched.version(), version);
    let twice = reviewer.post(&page, &[("do", "ignore-all")]).await;
    assert_eq!(twice.status, 409, "{}", twice.text());
    watched.next_day().await;
    assert!(super::source(&watched.site.app).await.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_change_is_not_changed_back_by_a_source_that_says_the_same() {
    for auto in [false, true] {
        let watched = watched(auto).await;
        let code = watched.sheet.unrated()[0].clone();
        let correction = format!("code,member,title\n{code},Albania,A title of ours\n");
        let member = watched.sheet.get(&code, "Country/Locality").to_owned();
        let correction = correction.replace("Albania", &member);
        crate::import::applied(&watched.site.app, correction.as_bytes()).await;
        // Something else is new, so that the file is another one.
        let mut sheet = watched.sheet.clone();
        sheet.add(&code, "AL9999", "A wholly new promise");
        let pending = watched.says(&sheet).await;
        assert_eq!(pending.changed, 0, "auto {auto}");
        assert_eq!(pending.new, i64::from(!auto));
        let shown = watched
            .site
            .get(&format!("/commitments/{code}"))
            .await
            .text();
        assert!(shown.contains("A title of ours"), "auto {auto}: {shown}");
        // The source says something else: that is shown.
        sheet.set(&code, "Commitment Title", "A newer title of OGP");
        let pending = watched.says(&sheet).await;
        assert_eq!(pending.changed, i64::from(!auto));
        let shown = watched
            .site
            .get(&format!("/commitments/{code}"))
            .await
            .text();
        assert_eq!(shown.contains("A newer title of OGP"), auto, "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_seen_is_not_applied() {
    let watched = watched(false).await;
    let [first, second, _] = with_news(&watched).await;
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let page = page();
    let seen = reviewer.get(&page).await;
    let form = |pairs: &[(&str, &str)]| crate::staff::fields_of(&seen, &page, pairs);
    let (a, b) = (box_of(&seen, &first), box_of(&seen, &second));
    let one = form(&[("do", "approve"), ("row", &a), ("row", &b)]);
    let all = form(&[("do", "approve-all")]);
    // Somebody rates one of the two in between.
    let member = watched.sheet.get(&first, "Country/Locality").to_owned();
    let other = format!(
        "code,member,title,early_results_scheme,early_results\n{first},{member},{},early_results,Moderate\n",
        "Another title"
    );
    crate::import::applied(&watched.site.app, other.as_bytes()).await;
    let version = watched.version();
    let post = |body: String| {
        watched
            .site
            .ask(crate::staff::posted(&page, reviewer.cookie(), body))
    };
    let refused = post(all).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(watched.version(), version);
    let done = post(one).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.header("location").ends_with("done=source-some"));
    assert!(!rating(&watched, &first).await.contains("Significant"));
    assert!(rating(&watched, &second).await.contains("Significant"));
    // Two people approve the same at once: it is one change.
    let seen = reviewer.get(&page).await;
    let row = box_of(&seen, "AL9999");
    let body = crate::staff::fields_of(&seen, &page, &[("do", "approve"), ("row", &row)]);
    let version = watched.version();
    let answers = futures::future::join_all((0..4).map(|_| post(body.clone()))).await;
    let done = answers.iter().filter(|answer| answer.status == 303);
    assert_eq!(done.count(), 1);
    assert_eq!(watched.version(), version + 1);
    let none = reviewer.post(&page, &[("do", "approve")]).await;
    assert_eq!(none.status, 422);
    assert!(
        none.text().contains("Select at least one"),
        "{}",
        none.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_look_reviewers_decide_and_admins_keep_sources() {
    let watched = watched(false).await;
    let [first, ..] = with_news(&watched).await;
    let editor = watched.sign_in("ed@example.org", Role::Editor).await;
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let admin = watched.sign_in("ada@example.org", Role::Admin).await;
    let page = page();
    let shown = editor.get(&page).await;
    assert!(
        shown.text().contains("A reviewer decides"),
        "{}",
        shown.text()
    );
    assert!(boxes(&shown).is_empty() && !shown.body.contains("Read now"));
    let row = box_of(&reviewer.get(&page).await, &first);
    for act in [
        "approve",
        "approve-all",
        "ignore",
        "ignore-all",
        "run",
        "columns",
        "remove",
        "auto",
    ] {
        let refused = editor.post(&page, &[("do", act), ("row", &row)]).await;
        assert_eq!(refused.status, 403, "{act}");
    }
    for act in ["remove", "auto", "manual"] {
        assert_eq!(
            reviewer.post(&page, &[("do", act)]).await.status,
            403,
            "{act}"
        );
    }
    let add = [
        ("name", "Second"),
        ("url", &*watched.server.url),
        ("every", "7d"),
    ];
    assert_eq!(reviewer.post("/staff/sources", &add).await.status, 403);
    for (name, url, every, why) in [
        ("", &*watched.server.url, "7d", "A name is needed"),
        ("Second", "", "7d", "An address is needed"),
        (
            "Second",
            "https://10.0.0.1/x",
            "7d",
            "not on the public web",
        ),
        ("Second", "http://example.org/x", "7d", "through https"),
        ("Second", &*watched.server.url, "1m", "such as 24h"),
        (
            "ogp master SHEET",
            &*watched.server.url,
            "7d",
            "of this name already",
        ),
    ] {
        let fields = [("name", name), ("url", url), ("every", every)];
        let refused = admin
            .send("/staff/sources", "/staff/sources", &fields)
            .await;
        assert_eq!(refused.status, 422, "{why}");
        assert!(refused.text().contains(why), "{why} in {}", refused.text());
    }
    let added = admin.send("/staff/sources", "/staff/sources", &add).await;
    assert_eq!(
        added.header("location"),
        "/staff/sources/Second?done=source-added"
    );
    let waiting = admin.get(added.header("location")).await;
    assert_eq!(waiting.header("refresh"), "2", "{}", waiting.text());
    assert_eq!(watched.site.app.run_due_sources().await.unwrap(), 1);
    let read = admin.get(added.header("location")).await;
    assert_eq!(read.header("refresh"), "");
    assert!(read.text().contains("every 7 days"), "{}", read.text());
    // Two sources of one file: each is decided by itself.
    assert!(read.text().contains("2 new ratings"), "{}", read.text());
    let list = admin.get("/staff/sources").await.text();
    assert!(
        list.contains("Second") && list.contains("OGP master sheet"),
        "{list}"
    );
    let removed = admin.send(&page, &page, &[("do", "remove")]).await;
    assert_eq!(
        removed.header("location"),
        "/staff/sources?done=source-removed"
    );
    assert_eq!(admin.get(&page).await.status, 404);
    assert_eq!(admin.post(&page, &[("do", "run")]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_may_be_a_commitment_of_the_record_waits_for_an_answer() {
    let watched = watched(true).await;
    let gone = watched.sheet.unrated()[0].clone();
    let code: domain::CommitmentCode = gone.parse().unwrap();
    let catalogue = watched.site.app.catalogue();
    let title = catalogue.find(&code).unwrap().commitment.title.clone();
    let mut sheet = watched.sheet.clone();
    sheet.add(&gone, "AL9999", &title);
    sheet.remove(&gone);
    let count = catalogue.len();
    // Even a source that publishes by itself does not publish what may be there already.
    let waits = PendingCounts {
        withdrawn: 1,
        questions: 1,
        ..PendingCounts::default()
    };
    assert_eq!(watched.says(&sheet).await, waits);
    assert_eq!(watched.site.app.catalogue().len(), count);
    let reviewer = watched.sign_in("rev@example.org", Role::Reviewer).await;
    let shown = reviewer.get(&page()).await;
    assert!(shown.body.contains("Questions (1)"), "{}", shown.body);
    let field = shown.between("name=\"answer-", "\"")[0].to_owned();
    let field = format!("answer-{field}");
    let sent = [("do", "answer"), (field.as_str(), gone.as_str())];
    let done = reviewer.post(&page(), &sent).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let shown = reviewer.get(&page()).await;
    assert!(!shown.body.contains("Questions ("), "{}", shown.body);
    // The same file again does not ask.
    let waits = PendingCounts {
        withdrawn: 1,
        ..PendingCounts::default()
    };
    assert_eq!(watched.says(&sheet).await, waits);
}
