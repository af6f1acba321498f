//! Files through the browser's door.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use domain::Role;

use crate::staff::Browser;
use crate::support::site::{Answer, Site};

/// A file that changes a commitment and adds one, each with a rating.
pub const FILE: &str = "code,member,title,completion_scheme,completion,completion_report\n\
    NL0031,Netherlands,A better title,completion,Complete,Netherlands Results Report 2018-2020\n\
    NL9998,Netherlands,A new commitment,completion,Limited,Netherlands Results Report 2023-2025\n";

/// What a browser sends for a chosen file.
async fn send(browser: &Browser<'_>, name: &str, content: &[u8]) -> Answer {
    send_with(browser, name, content, &[]).await
}

/// The same, with other fields of the form.
pub async fn send_with(
    browser: &Browser<'_>,
    name: &str,
    content: &[u8],
    fields: &[(&str, &str)],
) -> Answer {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let fields = fields.concat();
    let body = fields
        + &format!(
            "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
    let mut body = body.into_bytes();
    body.extend(content);
    body.extend(b"\r\n--line--\r\n");
    let request = Request::post("/staff/import")
        .header("host", "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=line")
        .header("cookie", browser.cookie())
        .body(Body::from(body));
    browser.site.ask(request.unwrap()).await
}

/// Uploads a file; where its page is.
pub async fn uploaded(browser: &Browser<'_>, content: &str) -> String {
    let sent = send(browser, "my file.csv", content.as_bytes()).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").to_owned()
}

/// The page once nothing is under way.
pub async fn settled(browser: &Browser<'_>, page: &str) -> Answer {
    for _ in 0..200 {
        let shown = browser.get(page).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        if shown.header("refresh").is_empty() {
            return shown;
        }
        assert!(shown.text().contains("come back"), "{}", shown.text());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_sees_first_applies_then_and_ratings_wait_for_review() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let version = site.app.catalogue().version().number;
    let page = uploaded(&editor, FILE).await;
    let shown = settled(&editor, &page).await;
    for said in [
        "1 new",
        "1 changed",
        "0 rejected",
        "Open Algorithms \u{2192} A better title",
        "become drafts",
    ] {
        assert!(shown.text().contains(said), "{said} in {}", shown.text());
    }
    assert_eq!(
        site.app.catalogue().version().number,
        version,
        "nothing is written by looking"
    );
    let report = editor.get(&format!("{page}/report.csv")).await;
    assert!(
        report.body.starts_with("code,member,title") && report.body.contains("new,,"),
        "{}",
        report.body
    );

    // Without a reason nothing happens, and the page says what is missing.
    let bare = editor
        .send(&page, &page, &[("do", "apply"), ("reason", "")])
        .await;
    assert_eq!(bare.status, 422);
    assert!(bare.text().contains("A reason for the change is needed"));
    // An editor cannot publish ratings, whatever the form says.
    let forced = editor
        .send(
            &page,
            &page,
            &[("do", "apply"), ("reason", "x"), ("ratings", "publish")],
        )
        .await;
    assert_eq!(forced.status, 403);

    let form = super::super::staff::fields_of(
        &settled(&editor, &page).await,
        &page,
        &[("do", "apply"), ("reason", "A tidy file")],
    );
    for _ in 0..2 {
        // Sent twice, it is applied once.
        let done = site
            .ask(crate::staff::posted(&page, editor.cookie(), form.clone()))
            .await;
        assert_eq!(done.status, 303, "{}", done.text());
    }
    let done = settled(&editor, &page).await;
    assert!(done.text().contains("File imported"), "{}", done.text());
    assert_eq!(site.app.catalogue().version().number, version + 1);
    let public = site.get("/commitments/NL0031").await;
    assert!(public.text().contains("A better title"));
    let history = site.get("/changes").await.text();
    assert!(
        history.contains("A tidy file") && history.contains("my file.csv"),
        "{history}"
    );

    // The ratings are drafts in review; the public sees none of them.
    assert!(
        !site
            .get("/api/v1/commitments/NL9998")
            .await
            .body
            .contains("Limited")
    );
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    assert!(reviewer.get("/staff").await.text().contains("NL9998"));
    let draft = reviewer.get("/staff/drafts/2").await;
    let draft_version = draft.between("name=\"version\" value=\"", "\"")[0].to_owned();
    let published = reviewer
        .post("/staff/drafts/2/publish", &[("version", &draft_version)])
        .await;
    assert_eq!(published.status, 303, "{}", published.text());
    assert!(
        site.get("/api/v1/commitments/NL9998")
            .await
            .body
            .contains("Limited")
    );

    // An editor cannot take a file back; a reviewer is told that something was built on it.
    let batch = format!("/staff/import/batches/{}", version + 1);
    assert_eq!(editor.post(&batch, &[("reason", "x")]).await.status, 403);
    let refused = reviewer.send(&batch, &batch, &[("reason", "x")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("NL9998"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reviewer_publishes_ratings_at_once_and_takes_the_file_back() {
    let site = Site::bundled().await;
    let before = super::exported(&site.app).await;
    let reviewer = site.browser("rev@example.org", Role::Reviewer).await;
    let page = uploaded(&reviewer, FILE).await;
    settled(&reviewer, &page).await;
    let changes = [("do", "apply"), ("reason", "x"), ("ratings", "publish")];
    assert_eq!(reviewer.send(&page, &page, &changes).await.status, 303);
    settled(&reviewer, &page).await;
    assert!(
        super::exported(&site.app)
            .await
            .contains("completion,Limited")
    );
    let list = reviewer.get("/staff/import").await;
    let batch = list.between("/staff/import/batches/", "\"")[0].to_owned();
    let batch = format!("/staff/import/batches/{batch}");
    let undone = reviewer
        .send(&batch, &batch, &[("reason", "wrong file")])
        .await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(super::exported(&site.app).await, before);
    assert!(
        reviewer
            .get(&batch)
            .await
            .text()
            .contains("Undone by change")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editors_file_adds_no_member_no_area_and_no_assessment() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let admin = site.browser("ad@example.org", Role::Admin).await;
    let file = "code,member,member_kind,country_iso3,region,title,policy_areas,verifiable\n\
        AT9999,Atlantis,national,ATL,Europe,One,Moon Travel,Yes\n\
        NL0031,Netherlands,,,,Open Algorithms,Automated Decision-Makin,No\n";
    let page = uploaded(&editor, file).await;
    let shown = settled(&editor, &page).await.text();
    for said in [
        "member not found; an admin can add it",
        "policy area not found; an admin can add it",
        "Automated Decision-Making",
        "2 rejected",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    let page = uploaded(&admin, file).await;
    let shown = settled(&admin, &page).await.text();
    assert!(
        shown.contains("new member; it will be added") && shown.contains("0 rejected"),
        "{shown}"
    );
    let mild = "code,member,title,verifiable\nNL0031,Netherlands,Another,No\n";
    let page = uploaded(&editor, mild).await;
    assert!(
        settled(&editor, &page)
            .await
            .text()
            .contains("only a reviewer can change what the IRM assessed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_of_commitments_is_refused_and_others_uploads_stay_theirs() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    for (content, said) in [
        (&b""[..], "not empty"),
        (b"a,b\n1,2\n", "cannot be used"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "cannot be used"),
        (b"PK\x03\x04 no workbook", "a workbook that is damaged"),
    ] {
        let answer = send(&editor, "x.csv", content).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.text().contains(said), "{said} in {}", answer.text());
    }
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let answer = send(&editor, "x.csv", &large).await;
    assert!(
        [413, 422].contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
    assert!(answer.text().contains("20 MB"), "{}", answer.text());
    let answer = send(&editor, "x.csv", &vec![b'x'; 25 * 1024 * 1024]).await;
    assert_eq!(answer.status, 413);

    let page = uploaded(&editor, FILE).await;
    let other = site.browser("other@example.org", Role::Admin).await;
    assert_eq!(other.get(&page).await.status, 404);
    assert_eq!(other.post(&page, &[("do", "discard")]).await.status, 404);
    assert_eq!(site.stranger().get(&page).await.status, 303);
    assert_eq!(
        send(&site.stranger(), "x.csv", FILE.as_bytes())
            .await
            .status,
        303
    );
    // Hostile names and titles are text.
    let hostile = "code,member,title\nNL9997,Netherlands,<script>alert(1)</script>\n";
    let sent = send(&editor, "<img src=x>.csv", hostile.as_bytes()).await;
    let shown = settled(&editor, sent.header("location")).await;
    assert!(
        !shown.body.contains("<img src=x>") && !shown.body.contains("<script>alert"),
        "{}",
        shown.body
    );
    // Forgotten is forgotten.
    settled(&editor, &page).await;
    let gone = editor.send(&page, &page, &[("do", "discard")]).await;
    assert_eq!(gone.header("location"), "/staff/import?done=discarded-file");
    assert_eq!(editor.get(&page).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_changed_in_between_is_looked_at_again_only_where_it_matters() {
    let site = Site::bundled().await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let page = uploaded(&editor, FILE).await;
    let shown = settled(&editor, &page).await;
    let form = crate::staff::fields_of(&shown, &page, &[("do", "apply"), ("reason", "x")]);
    // Something else changes: the file would still do the same, and does.
    super::applied(&site.app, b"code,member,title\nIT0020,Italy,Elsewhere\n").await;
    let done = site
        .ask(crate::staff::posted(&page, editor.cookie(), form))
        .await;
    assert_eq!(done.status, 303);
    assert!(
        settled(&editor, &page)
            .await
            .text()
            .contains("File imported")
    );

    let second = FILE.replace("A better title", "The best title");
    let page = uploaded(&editor, &second).await;
    let shown = settled(&editor, &page).await;
    let form = crate::staff::fields_of(&shown, &page, &[("do", "apply"), ("reason", "x")]);
    // The same commitment changes: its importer looks again, and nothing is written before.
    super::applied(
        &site.app,
        b"code,member,title\nNL0031,Netherlands,Somebody else's\n",
    )
    .await;
    site.ask(crate::staff::posted(&page, editor.cookie(), form))
        .await;
    let again = settled(&editor, &page).await.text();
    assert!(again.contains("Check the new preview"), "{again}");
    assert!(again.contains("Somebody else"), "{again}");
    assert!(
        site.get("/commitments/NL0031")
            .await
            .text()
            .contains("Somebody else")
    );
}
