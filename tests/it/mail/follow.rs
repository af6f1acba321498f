//! Asking for e-mail, confirming that it is wanted, and ending it.

use axum::body::Body;
use axum::http::Request;

use super::{MailServer, ask, follow, pass, publish, send_form, sent, site_over};
use crate::staff::{form, posted};
use crate::support::raw::number;
use crate::support::site::Site;
use crate::support::{Place, an_entry, on_both, record};

/// Where the tables of e-mail are.
pub fn operations(place: &Place) -> String {
    match place.engine {
        "SQLite" => format!("{}-operations", place.url),
        _ => place.url.clone(),
    }
}

async fn rows(place: &Place, table: &str) -> i64 {
    number(&operations(place), &format!("SELECT COUNT(*) FROM {table}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn e_mail_is_confirmed_sent_and_ended_in_each_language() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001").title("First title")]).await;
        let (site, server) = site_over(&place.store).await;
        for (number, (lang, check, confirm, changed, stop)) in [
            (
                "en",
                "Check your e-mail",
                "Confirm that you want e-mail",
                "Changed: NL0001",
                "Change or stop",
            ),
            (
                "es",
                "Revise su correo",
                "Confirme que quiere recibir",
                "Modificado: NL0001",
                "Cambiar o dejar",
            ),
            (
                "fr",
                "Consultez votre courriel",
                "Confirmez que vous voulez",
                "Modifié\u{202f}: NL0001",
                "Modifier ou arrêter",
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let address = format!("ana.{lang}@example.org");
            let page = format!("/commitments?member=netherlands&lang={lang}");
            let asked = ask(&site, &page, &address, "at-once").await;
            assert_eq!(asked.status, 303, "{}", asked.text());
            let told = site.get(asked.header("location")).await;
            assert!(told.text().contains(check), "{}", told.text());
            let letters = sent(&site, &server).await;
            assert_eq!(letters.len(), 1);
            assert_eq!(letters[0].to, [address.as_str()]);
            assert!(
                letters[0].header("Subject").contains(confirm),
                "{:?}",
                letters[0]
            );
            assert_eq!(letters[0].header("Auto-Submitted"), "auto-generated");
            // Opening the link does nothing: programs that look at e-mail do that.
            let link = letters[0].link("/follow/confirm/");
            for _ in 0..2 {
                let opened = site.get(&link).await;
                assert_eq!(opened.status, 200);
                assert!(opened.text().contains(confirm), "{}", opened.text());
                assert_eq!(opened.header("cache-control"), "no-store");
                assert_eq!(opened.header("referrer-policy"), "no-referrer");
                assert_eq!(opened.header("x-robots-tag"), "noindex");
            }
            assert_eq!(rows(place, "follower").await, 0);
            let action = link.split('?').next().unwrap();
            let confirmed = send_form(&site, &link, action, &[]).await;
            assert_eq!(confirmed.status, 303, "{}", confirmed.text());
            assert_eq!(rows(place, "follower").await, 1);
            // Once only.
            assert_eq!(site.get(&link).await.status, 404);
            let again = posted(action, "", form(&[("lang", lang)]));
            assert_eq!(site.ask(again).await.status, 404);

            publish(
                &site,
                &place.store,
                [an_entry("NL0001").title(&format!("Title {number}"))],
            )
            .await;
            assert!(
                sent(&site, &server).await.is_empty(),
                "at once is after five minutes"
            );
            pass(&site, 6);
            let letters = sent(&site, &server).await;
            assert_eq!(letters.len(), 1, "{letters:#?}");
            let letter = &letters[0];
            assert!(letter.header("Subject").contains(changed), "{letter:?}");
            for text in [&letter.plain, &letter.html] {
                assert!(text.contains(&format!("Title {number}")), "{text}");
                assert!(text.contains(stop), "{text}");
            }
            assert!(letter.html.contains(&format!("<html lang=\"{lang}\">")));
            assert!(sent(&site, &server).await.is_empty());

            // As a mail program ends it: without a cookie, from another site, following no redirect.
            let post = letter.header("List-Unsubscribe-Post");
            assert_eq!(post, "List-Unsubscribe=One-Click");
            let address = letter.header("List-Unsubscribe");
            let address = address.trim_matches(['<', '>']);
            let path = address.strip_prefix(super::server::SITE).unwrap();
            let request = Request::post(path)
                .header("host", "tracker.example")
                .header("origin", "https://webmail.example")
                .header("accept-language", "es")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(post))
                .unwrap();
            assert_eq!(site.ask(request).await.status, 200);
            for table in ["follower", "followed", "pending_follow"] {
                assert_eq!(rows(place, table).await, 0, "{table}");
            }
            let opened = site.get(&letter.link("/follow/")).await;
            assert_eq!(opened.status, 200);
            publish(
                &site,
                &place.store,
                [an_entry("NL0001").title(&format!("Later {number}"))],
            )
            .await;
            pass(&site, 6);
            assert!(sent(&site, &server).await.is_empty());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_nothing_is_offered() {
    let site = Site::bundled().await;
    for page in [
        "/commitments?member=spain",
        "/members/spain",
        "/areas/open-data",
        "/commitments/NL0031",
    ] {
        let without = site.get(page).await;
        assert!(!without.body.contains("action=\"/follow\""), "{page}");
    }
    assert_eq!(site.get("/follow").await.status, 404);
    let asked = [
        ("email", "a@example.org"),
        ("often", "daily"),
        ("query", ""),
    ];
    let asked = site.ask(posted("/follow", "", form(&asked))).await;
    assert_eq!(asked.status, 404);
    // The same pages offer it from then on, also to those who have them.
    let tag = site.get("/members/spain").await.header("etag").to_owned();
    let server = MailServer::start().await;
    server.serves(&site.app);
    for page in [
        "/commitments?member=spain",
        "/members/spain",
        "/areas/open-data",
        "/commitments/NL0031",
    ] {
        let offered = site.get(page).await;
        assert_eq!(
            offered.body.matches("action=\"/follow\"").count(),
            1,
            "{page}"
        );
    }
    assert_ne!(site.get("/members/spain").await.header("etag"), tag);
    // What is over does not change.
    let past = site.get("/members/spain?as_of=2999-01-01").await;
    assert!(!past.body.contains("action=\"/follow\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_digest_tells_of_all_that_an_address_follows() {
    on_both(async |place| {
        let entries = || {
            [
                an_entry("NL0001").area("open-data"),
                an_entry("NL0002").area("e-government"),
            ]
        };
        record(&place.store, entries()).await;
        let (site, server) = site_over(&place.store).await;
        let first = follow(
            &site,
            &server,
            "/commitments?area=open-data",
            "ana@example.org",
            "daily",
        )
        .await;
        let page = "/commitments?area=e-government&lang=es";
        let second = follow(&site, &server, page, " ANA@Example.org ", "at-once").await;
        assert_eq!(first, second);
        let shown = site.get(&first).await;
        assert!(
            shown.text().contains("a\u{2026}@example.org"),
            "{}",
            shown.text()
        );
        assert!(!shown.body.contains("ana@"));
        assert_eq!(shown.body.matches("value=\"stop\"").count(), 2);
        let renamed = [
            an_entry("NL0001").area("open-data").title("One"),
            an_entry("NL0002").area("e-government").title("Two"),
        ];
        publish(&site, &place.store, renamed).await;
        pass(&site, 6);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1);
        // In the language and the rhythm that were asked for last.
        assert!(
            letters[0]
                .header("Subject")
                .contains("Cambiaron 2 compromisos"),
            "{:?}",
            letters[0]
        );
        // Less, and less often.
        let stop = [("do", "stop"), ("key", "area=open-data")];
        assert_eq!(send_form(&site, &first, &first, &stop).await.status, 303);
        let change = [("do", "change"), ("often", "weekly"), ("speaks", "fr")];
        let changed = site.ask(posted(&first, "", form(&change))).await;
        assert_eq!(changed.status, 303);
        let renamed = [
            an_entry("NL0001").area("open-data").title("Three"),
            an_entry("NL0002").area("e-government").title("Four"),
        ];
        publish(&site, &place.store, renamed).await;
        pass(&site, 6);
        assert!(sent(&site, &server).await.is_empty());
        pass(&site, 7 * 24 * 60);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1);
        assert!(
            letters[0].plain.contains("Modifié\u{202f}: NL0002"),
            "{}",
            letters[0].plain
        );
        assert!(!letters[0].plain.contains("NL0001"), "{}", letters[0].plain);
        // The last thing takes the address along.
        let stop = [("do", "stop"), ("key", "area=e-government")];
        assert_eq!(site.ask(posted(&first, "", form(&stop))).await.status, 303);
        assert_eq!(rows(place, "follower").await, 0);
    })
    .await;
}

/// What the answer to a request says, whoever it is about.
fn as_told(answer: &crate::support::site::Answer) -> (u16, String, String) {
    (
        answer.status.as_u16(),
        answer.header("location").to_owned(),
        answer.text(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_never_tells_whether_an_address_is_known() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        let page = "/commitments?member=netherlands";
        follow(&site, &server, page, "known@example.org", "daily").await;
        let known = ask(&site, page, "known@example.org", "daily").await;
        let unknown = ask(&site, page, "unknown@example.org", "daily").await;
        assert_eq!(as_told(&known), as_told(&unknown));
        // Nor after it was asked too often, when nothing is sent any more.
        for _ in 0..5 {
            let again = ask(&site, page, "unknown@example.org", "daily").await;
            assert_eq!(as_told(&again), as_told(&unknown));
        }
        let letters = sent(&site, &server).await;
        let to = |address: &str| {
            letters
                .iter()
                .filter(|letter| letter.to == [address])
                .count()
        };
        assert_eq!((to("known@example.org"), to("unknown@example.org")), (1, 5));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_network_may_ask_some_times_and_is_told_when_again() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0001")]).await;
    let (site, _) = site_over(&place.store).await;
    let page = "/commitments?member=netherlands";
    for number in 0..10 {
        let address = format!("a{number}@example.org");
        assert_eq!(ask(&site, page, &address, "daily").await.status, 303);
    }
    for (lang, words) in [
        ("en", "Try again in 60 minutes"),
        ("es", "Inténtelo de nuevo en 60 minutos"),
        ("fr", "Réessayez dans 60 minutes"),
    ] {
        let page = format!("{page}&lang={lang}");
        let refused = ask(&site, &page, "b@example.org", "daily").await;
        assert_eq!(refused.status, 429);
        let wait: i64 = refused.header("retry-after").parse().unwrap();
        assert!((3_500..=3_601).contains(&wait), "{wait}");
        assert!(refused.text().contains(words), "{}", refused.text());
        assert!(
            refused.body.contains("value=\"b@example.org\""),
            "what was typed stays"
        );
    }
    pass(&site, 61);
    assert_eq!(ask(&site, page, "b@example.org", "daily").await.status, 303);
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_followed_is_refused_in_words() {
    let place = Place::sqlite().await;
    record(&place.store, [an_entry("NL0001")]).await;
    let (site, server) = site_over(&place.store).await;
    for address in [
        "",
        "ana",
        "ana@",
        "@example.org",
        "ana@example",
        "ana@example.org, eva@example.org",
        "ana@example.org\r\nBcc: eva@example.org",
        "<ana@example.org>",
        "a\"b@example.org",
        &format!("{}@example.org", "a".repeat(300)),
    ] {
        let refused = ask(&site, "/commitments", address, "daily").await;
        assert_eq!(refused.status, 422, "{address}");
        let text = refused.text();
        assert!(
            text.contains("Enter an e-mail address"),
            "{address}: {text}"
        );
    }
    let refused = ask(&site, "/commitments", "ana@example.org", "hourly").await;
    assert_eq!(refused.status, 422);
    for (query, status) in [
        ("member=atlantis", 400),
        ("memeber=netherlands", 400),
        ("year=x", 400),
    ] {
        let fields = [
            ("email", "ana@example.org"),
            ("often", "daily"),
            ("query", query),
        ];
        let refused = site.ask(posted("/follow", "", form(&fields))).await;
        assert_eq!(refused.status, status, "{query}");
    }
    for path in [
        "/follow/confirm/x",
        "/follow/x",
        &format!("/follow/{}", "0".repeat(64)),
    ] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
        let ended = site.ask(posted(path, "", form(&[("do", "all")]))).await;
        assert!(matches!(ended.status.as_u16(), 303 | 404), "{path}");
    }
    // Another site may not ask in somebody's name.
    let fields = form(&[
        ("email", "ana@example.org"),
        ("often", "daily"),
        ("query", ""),
    ]);
    let request = Request::post("/follow")
        .header("host", "tracker.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(fields))
        .unwrap();
    assert_eq!(site.ask(request).await.status, 403);
    assert!(sent(&site, &server).await.is_empty());
    place.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_confirm_is_forgotten_after_two_days() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        ask(&site, "/commitments", "ana@example.org", "daily").await;
        let link = sent(&site, &server).await[0].link("/follow/confirm/");
        pass(&site, 48 * 60 - 1);
        assert_eq!(site.get(&link).await.status, 200);
        site.app.forget_old_mail().await.unwrap();
        assert_eq!(rows(place, "pending_follow").await, 1);
        pass(&site, 2);
        let late = site.get(&link).await;
        assert_eq!(late.status, 404);
        assert!(
            late.text().contains("There is nothing to confirm"),
            "{}",
            late.text()
        );
        let action = link.split('?').next().unwrap();
        let confirmed = site.ask(posted(action, "", form(&[("lang", "en")]))).await;
        assert_eq!(confirmed.status, 404);
        site.app.forget_old_mail().await.unwrap();
        for table in ["pending_follow", "outbox", "follower"] {
            assert_eq!(rows(place, table).await, 0, "{table}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_can_be_read_in_the_files_of_the_record() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let store = store::Store::open(&url).await.unwrap();
    record(&store, [an_entry("NL0001")]).await;
    let (site, server) = site_over(&store).await;
    let page = "/commitments?member=netherlands";
    follow(
        &site,
        &server,
        page,
        "readable.name@readable.example",
        "at-once",
    )
    .await;
    ask(&site, page, "readable.other@readable.example", "daily").await;
    publish(&site, &store, [an_entry("NL0001").title("Renamed")]).await;
    pass(&site, 6);
    // A letter that waits, one that was sent, a follower and a request.
    server.answer_next(&["451 <readable.name@readable.example> later"; 8]);
    assert!(sent(&site, &server).await.is_empty());
    store.close().await;
    let mut looked_at = 0;
    for file in std::fs::read_dir(directory.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        looked_at += bytes.len();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        // As bytes that are written in hexadecimal look.
        let hex = "7265616461626c65";
        for word in ["readable", hex] {
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
    assert!(looked_at > 100_000, "{looked_at}");
}
