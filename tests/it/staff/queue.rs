//! The desk as a queue: filters, assigning, due dates, publishing many items, the way from one to the next,
//! comments that name people.

use domain::{DraftState, Role};

use super::review::{drafted, step};
use super::{Browser, fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::{a_time, on_both};

const QUEUE: &str = "/staff/queue";

/// Drafts a rating of a commitment and hands it in.
async fn handed_in(ed: &Browser<'_>, code: &str, dimension: &str, finding: &str) -> String {
    let page = format!("/staff/commitments/{code}/ratings/{dimension}");
    let fields = [
        ("finding", finding),
        ("report_title", "Netherlands Results Report 2018-2020"),
        ("report_stage", "final"),
        ("source_url", "https://example.org/report"),
        ("reason", "the report is out"),
    ];
    let made = ed.send(&page, &page, &fields).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let draft = made.header("location").to_owned();
    assert_eq!(step(ed, &draft, "hand-in", &[]).await, 303);
    draft
}

/// The value of the item whose text has these words.
fn item(page: &Answer, words: &str) -> String {
    let items = page.between("name=\"item\"", "</li>");
    let found = items.iter().find(|item| item.contains(words));
    let found = found.unwrap_or_else(|| panic!("no item {words}: {}", page.text()));
    let value = found.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

/// Sends the form of a page of the queue with these items selected.
async fn send(by: &Browser<'_>, page: &Answer, items: &[&str], fields: &[(&str, &str)]) -> Answer {
    let mut changes = fields.to_vec();
    changes.extend(items.iter().map(|item| ("item", *item)));
    let body = fields_of(page, QUEUE, &changes);
    by.site.ask(posted(QUEUE, by.cookie(), body)).await
}

fn number(draft: &str) -> &str {
    draft.rsplit('/').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_assigned_filtered_and_its_history_says_by_whom() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        site.clock.set(a_time("2027-06-01T08:00:00Z"));
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let draft = handed_in(&ed, "NL0031", "completion", "completion-substantial").await;
        let version = site.app.catalogue().version().number;
        let page = rev.get(QUEUE).await;
        let text = page.text();
        assert!(text.contains("To review (1)"), "{text}");
        assert!(
            text.contains("Netherlands Results Report 2018-2020"),
            "{text}"
        );
        let named = format!("(draft {})", number(&draft));
        let value = item(&page, &named);
        // Reports to enter wait too, with their due date by rule.
        assert!(text.contains("Report to enter"), "{text}");
        assert!(text.contains("Overdue since"), "{text}");
        let done = send(&rev, &page, &[&value], &[("do", "take"), ("assignee", "")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(done.header("location"), "/staff/queue?done=assigned");
        // It is on one person's list and not on another's.
        for (browser, filter, is_there) in [
            (&rev, "?whose=me", true),
            (&ed, "?whose=me", false),
            (&rev, "?whose=nobody&kind=review", false),
            (&rev, "?whose=2", true),
            (&rev, "?kind=review&member=netherlands", true),
            (&rev, "?kind=review&member=spain", false),
            (&rev, "?kind=draft", false),
            (&rev, "?kind=review&due=week", false),
        ] {
            let text = browser.get(&format!("{QUEUE}{filter}")).await.text();
            assert_eq!(text.contains(&named), is_there, "{filter}: {text}");
        }
        let page = rev.get(QUEUE).await;
        let dated = [("do", "assign"), ("due_on", "2027-06-05"), ("assignee", "")];
        let done = send(&rev, &page, &[&value], &dated).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let text = rev
            .get(&format!("{QUEUE}?kind=review&due=week"))
            .await
            .text();
        assert!(text.contains("Due 5 June 2027"), "{text}");
        site.clock.set(a_time("2027-06-06T08:00:00Z"));
        let ed = site.sign_in("ed@example.org").await;
        let rev = site.sign_in("rev@example.org").await;
        let text = rev
            .get(&format!("{QUEUE}?kind=review&due=overdue"))
            .await
            .text();
        assert!(text.contains("Overdue since 5 June 2027"), "{text}");
        // Who assigned what is in the history of the draft, and no part of the record's.
        let text = ed.get(&draft).await.text();
        assert!(
            text.contains("assigned to rev, due 5 June 2027 (rev)"),
            "{text}"
        );
        assert_eq!(site.app.catalogue().version().number, version);
        // The same again is nothing; a date can be taken away.
        let page = rev.get(QUEUE).await;
        let done = send(&rev, &page, &[&value], &[("do", "take")]).await;
        assert_eq!(done.header("location"), "/staff/queue?done=nothing");
        let page = rev.get(QUEUE).await;
        let done = send(&rev, &page, &[&value], &[("do", "no-date")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(
            !rev.get(&format!("{QUEUE}?kind=review"))
                .await
                .text()
                .contains("Due 5 June")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_to_enter_is_assigned_and_due_by_rule() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let page = ed.get(&format!("{QUEUE}?kind=report")).await;
        let value = item(&page, "Report to enter");
        assert!(value.starts_with("report-"), "{value}");
        let dated = [("do", "assign"), ("due_on", "2099-01-01"), ("assignee", "")];
        let refused = send(&ed, &page, &[&value], &dated).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(
            refused.body.contains("value=\"2099-01-01\""),
            "the input is lost"
        );
        assert!(
            refused.body.contains(&format!("value=\"{value}\" checked")),
            "{}",
            refused.body
        );
        let done = send(&ed, &page, &[&value], &[("do", "take")]).await;
        assert_eq!(
            done.header("location"),
            "/staff/queue?kind=report&done=assigned"
        );
        let mine = ed.get(&format!("{QUEUE}?whose=me")).await.text();
        assert!(
            mine.contains("1 item") && mine.contains("Assigned to you"),
            "{mine}"
        );
        // What is no plan of the record is not assigned.
        let page = ed.get(&format!("{QUEUE}?kind=report")).await;
        let wrong = send(&ed, &page, &["report-spain/nowhere"], &[("do", "take")]).await;
        assert_eq!(wrong.status, 409, "{}", wrong.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_who_assigns_is_told_and_the_first_loses_nothing() {
    on_both(async |place| {
        let here = Site::bundled_over(place.store.clone()).await;
        let there = Site::over(store::Store::open(&place.url).await.unwrap()).await;
        let ann = here.browser("ann@example.org", Role::Admin).await;
        let bob = there.browser("bob@example.org", Role::Admin).await;
        let draft = handed_in(&ann, "NL0031", "completion", "completion-substantial").await;
        there.app.refresh().await.unwrap();
        let report = bob.get(&format!("{QUEUE}?kind=report")).await;
        let report = item(&report, "Report to enter");
        for what in [format!("(draft {})", number(&draft)), report] {
            let (first, second) = (ann.get(QUEUE).await, bob.get(QUEUE).await);
            let value = if what.starts_with("report-") {
                what.clone()
            } else {
                item(&first, &what)
            };
            let to = [("do", "assign"), ("assignee", "2"), ("due_on", "")];
            let done = send(&ann, &first, &[&value], &to).await;
            assert_eq!(done.status, 303, "{what}: {}", done.text());
            let told = send(
                &bob,
                &second,
                &[&value],
                &[("do", "assign"), ("assignee", "nobody")],
            )
            .await;
            let text = told.text();
            assert_eq!(told.status, 409, "{what}: {text}");
            assert!(
                text.contains("Changed since you opened this page")
                    && text.contains("assigned to bob, by ann on "),
                "{what}: {text}"
            );
            assert!(text.contains("Assigned to you"), "{what}: {text}");
            // Told, the second can decide again.
            let again = send(
                &bob,
                &told,
                &[&value],
                &[("do", "assign"), ("assignee", "nobody")],
            )
            .await;
            assert_eq!(again.status, 303, "{what}: {}", again.text());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_assigned_to_who_may_do_it() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    site.account("gone@example.org", Role::Reviewer).await;
    let gone = "UPDATE account SET disabled_at = '2026-01-01T00:00:00+00:00' WHERE name = 'gone'";
    crate::support::raw::execute(site.url(), gone)
        .await
        .unwrap();
    let draft = handed_in(&rev, "NL0031", "completion", "completion-substantial").await;
    let page = ed.get(QUEUE).await;
    let value = item(&page, &format!("(draft {})", number(&draft)));
    for (assignee, status, words) in [
        ("1", 422, "ed is an editor"),
        ("2", 422, "rev wrote the draft of NL0031"),
        ("3", 422, "not disabled"),
        ("x", 422, "not disabled"),
        ("", 422, "Choose whom to assign"),
        ("nobody", 303, ""),
    ] {
        let done = send(
            &ed,
            &page,
            &[&value],
            &[("do", "assign"), ("assignee", assignee)],
        )
        .await;
        assert_eq!(done.status, status, "{assignee}: {}", done.text());
        assert!(done.text().contains(words), "{assignee}: {}", done.text());
    }
    let none = send(&ed, &page, &[], &[("do", "take")]).await;
    assert!(
        none.text().contains("Select at least one item"),
        "{}",
        none.text()
    );
    for due in ["2020-01-01", "tomorrow"] {
        let done = send(&ed, &page, &[&value], &[("do", "assign"), ("due_on", due)]).await;
        assert_eq!(done.status, 422, "{due}: {}", done.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_published_at_once_but_nothing_unseen() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let fine = handed_in(&ed, "NL0031", "completion", "completion-substantial").await;
        let stale = handed_in(&ed, "NL0032", "completion", "completion-limited").await;
        let own = handed_in(&rev, "NL0033", "completion", "completion-limited").await;
        let opened = rev.get(&format!("{QUEUE}?kind=review")).await;
        // A rating of the same kind is published after the second draft was written.
        let newer = handed_in(&ed, "NL0032", "completion", "completion-complete").await;
        assert_eq!(step(&rev, &newer, "publish", &[]).await, 303);
        // The two of the editor are one sheet.
        let page = rev.get(&format!("{QUEUE}?kind=review")).await;
        let sheet = item(&page, "2 ratings");
        let single = item(&page, &format!("(draft {})", number(&own)));
        let before = site.app.catalogue().version().number;
        let editor = send(&ed, &ed.get(QUEUE).await, &[&sheet], &[("do", "publish")]).await;
        assert_eq!(editor.status, 403, "{}", editor.text());
        let partly = send(&rev, &page, &[&sheet, &single], &[("do", "publish")]).await;
        let text = partly.text();
        assert_eq!(partly.status, 200, "{text}");
        assert!(text.contains("Nothing was published."), "{text}");
        assert!(text.contains("the published rating, has changed"), "{text}");
        assert!(
            text.contains("You wrote it. Somebody else must review it."),
            "{text}"
        );
        assert_eq!(site.app.catalogue().version().number, before);
        // Looked at on its own page, the stale one can be sent back; the other is published from the queue.
        let comment = [("comment", "See the newer rating")];
        assert_eq!(step(&rev, &stale, "send-back", &comment).await, 303);
        let page = rev.get(&format!("{QUEUE}?kind=review")).await;
        let value = item(&page, &format!("(draft {})", number(&fine)));
        let done = send(&rev, &page, &[&value], &[("do", "publish")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(
            done.header("location"),
            "/staff/queue?kind=review&done=queue-published"
        );
        assert_eq!(site.app.catalogue().version().number, before + 1);
        let published = place
            .store
            .draft(number(&fine).parse().unwrap())
            .await
            .unwrap();
        assert_eq!(published.unwrap().state, DraftState::Published);
        // Sent twice it is published once, and the first answer comes again.
        let again = send(&rev, &page, &[&value], &[("do", "publish")]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(site.app.catalogue().version().number, before + 1);
        // A page from before shows drafts as they were: what has changed since is not published.
        let old = item(&opened, "2 ratings");
        let refused = send(&rev, &opened, &[&old], &[("do", "publish")]).await;
        assert_eq!(refused.status, 200, "{}", refused.text());
        assert!(
            refused.text().contains("Nothing was published"),
            "{}",
            refused.text()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_leads_on_to_the_next_of_the_same_filter() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let mut drafts = Vec::new();
    for (code, author) in [("NL0031", &ed), ("ES0071", &ed), ("AL0040", &ed)] {
        let page = format!("/staff/commitments/{code}/ratings/completion");
        let finding = if code == "AL0040" {
            "completion_midterm-limited"
        } else {
            "completion-limited"
        };
        let report = format!("A Results Report of {code}");
        let fields = [
            ("finding", finding),
            ("report_title", report.as_str()),
            ("report_stage", "final"),
            ("source_url", "https://example.org/report"),
            ("reason", "x"),
            ("override_reason", "x"),
        ];
        let made = author.send(&page, &page, &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let draft = made.header("location").to_owned();
        assert_eq!(step(author, &draft, "hand-in", &[]).await, 303);
        drafts.push(draft);
    }
    let page = rev.get(&format!("{QUEUE}?kind=review")).await;
    let links = page.between("<a href=\"/staff/drafts/", "\"");
    assert_eq!(links.len(), 3, "{}", page.text());
    let at = |index: usize| format!("/staff/drafts/{}", links[index]);
    let middle = rev.get(&at(1)).await;
    let text = middle.text();
    assert!(text.contains("2 of 3 in the queue"), "{text}");
    for index in [0, 2] {
        let link = format!("href=\"{}\"", at(index));
        assert!(middle.body.contains(&link), "{link}: {text}");
    }
    // The decision leads to the next, which says what was done.
    let here = at(1);
    let draft = here.split('?').next().unwrap();
    let decide = format!("{draft}/send-back");
    let body = fields_of(&middle, &decide, &[("comment", "")]);
    let done = site
        .ask(posted(&format!("{draft}/publish"), rev.cookie(), body))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let next = done.header("location").to_owned();
    assert_eq!(next, format!("{}&before=published", at(2)));
    let shown = rev.get(&next).await.text();
    assert!(shown.contains("The item before: Published."), "{shown}");
    assert!(shown.contains("2 of 2 in the queue"), "{shown}");
    // After the last one comes the queue.
    let page = rev.get(&next).await;
    let here = at(2);
    let draft = here.split('?').next().unwrap();
    let body = fields_of(&page, &format!("{draft}/send-back"), &[("comment", "no")]);
    let done = site
        .ask(posted(&format!("{draft}/send-back"), rev.cookie(), body))
        .await;
    assert_eq!(
        done.header("location"),
        "/staff/queue?kind=review&done=send-back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_comes_to_the_desk_of_whom_it_names() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let ed = site.browser("ed@example.org", Role::Editor).await;
        let rev = site.browser("rev@example.org", Role::Reviewer).await;
        let draft = drafted(&ed, &[]).await;
        assert_eq!(step(&ed, &draft, "hand-in", &[]).await, 303);
        let comments = format!("{draft}/comments");
        let text = "Is page 14 right, @ED? <script>";
        let opened = rev.get(&draft).await;
        let body = fields_of(&opened, &comments, &[("said", text)]);
        for _ in 0..2 {
            let done = site
                .ask(posted(&comments, rev.cookie(), body.clone()))
                .await;
            assert_eq!(done.status, 303, "{}", done.text());
            assert_eq!(done.header("location"), format!("{draft}?done=comment"));
        }
        let page = ed.get(&draft).await;
        assert_eq!(page.body.matches("Is page 14 right").count(), 1);
        assert!(page.body.contains("<strong>@ed</strong>"), "{}", page.body);
        assert!(page.body.contains("&lt;script&gt;"), "{}", page.body);
        let desk = ed.get("/staff").await;
        assert!(
            desk.text().contains("Comments that mention you"),
            "{}",
            desk.text()
        );
        // A decision that names somebody comes there, too; who writes is not told of it.
        let back = [("comment", "@ed and @rev: see page 15")];
        assert_eq!(step(&rev, &draft, "send-back", &back).await, 303);
        let desk = ed.get("/staff").await;
        assert!(desk.text().contains("see page 15"), "{}", desk.text());
        let other = rev.get("/staff").await.text();
        assert!(!other.contains("Comments that mention you"), "{other}");
        // Another cannot take it away; its owner can.
        let mention = desk.between("name=\"mention\" value=\"", "\"")[0].to_owned();
        let path = "/staff/queue/mentions";
        assert_eq!(rev.post(path, &[("mention", &mention)]).await.status, 303);
        assert!(ed.get("/staff").await.text().contains("see page 15"));
        assert_eq!(ed.post(path, &[("mention", &mention)]).await.status, 303);
        assert!(!ed.get("/staff").await.text().contains("see page 15"));
        // Empty and too long ones are refused, with what was written.
        let long = "x".repeat(5_000);
        for said in ["", long.as_str()] {
            let opened = rev.get(&draft).await;
            let body = fields_of(&opened, &comments, &[("said", said)]);
            let refused = site.ask(posted(&comments, rev.cookie(), body)).await;
            assert_eq!(refused.status, 422);
            assert!(refused.body.contains(said), "the input is lost");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_assigned_and_commented_as_one() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let first = handed_in(&ed, "NL0031", "completion", "completion-substantial").await;
    let second = handed_in(&ed, "NL0032", "completion", "completion-limited").await;
    let sheet = format!("{first}/sheet");
    let page = rev.get(&sheet).await;
    let body = fields_of(&page, QUEUE, &[("do", "take")]);
    let done = site.ask(posted(QUEUE, rev.cookie(), body)).await;
    assert_eq!(done.header("location"), format!("{sheet}?done=assigned"));
    for draft in [&first, &second] {
        let text = rev.get(draft).await.text();
        assert!(text.contains("Assigned to rev."), "{text}");
    }
    let comments = format!("{sheet}/comments");
    let body = fields_of(&rev.get(&sheet).await, &comments, &[("said", "All fine")]);
    let done = site.ask(posted(&comments, rev.cookie(), body)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(ed.get(&sheet).await.text().contains("All fine"));
}
