//! Many editors on few commitments: nobody's change is lost, and every refusal says why.
//!
//! `OGP_SECONDS` says for how long, `OGP_EDITORS` how many.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::Role;

use super::{fields_of, posted};
use crate::support::site::Site;
use crate::support::{Place, an_entry, from_environment, record};

/// People; each has several windows open at once.
const ACCOUNTS: usize = 10;
/// How often the same form is merged with what others did before the page is opened anew.
const RESENT: usize = 20;

#[derive(Default)]
struct Counts {
    saved: AtomicUsize,
    /// Shown another's change first.
    shown: AtomicUsize,
    /// The form that then came was sent, and was saved.
    resent: AtomicUsize,
    /// Gave up on a form because the time was over.
    given_up: AtomicUsize,
}

/// What an editor had saved: the lines of each commitment.
type Saved = BTreeMap<String, Vec<String>>;

/// Adds lines of one's own to the commitments until the time is over.
async fn edit(
    site: &Site,
    cookie: &str,
    editor: usize,
    codes: &[String],
    until: Instant,
    counts: &Counts,
) -> Saved {
    let browser = super::Browser {
        site,
        cookie: cookie.to_owned(),
    };
    let mut own = Saved::new();
    let mut turn = 0;
    while Instant::now() < until {
        turn += 1;
        let code = &codes[(editor * 7 + turn) % codes.len()];
        let path = format!("/staff/commitments/{code}");
        let line = format!("Ministry {editor}-{turn}");
        let mut page = browser.get(&path).await;
        assert_eq!(page.status, 200);
        let mut sent = 0;
        loop {
            sent += 1;
            // Each adds a line to the present list: a lost update is a lost line. In a form that was
            // shown again, one's own list stands, so the lines that others added are taken over.
            let lead = page.between("name=\"lead\"", "</textarea>")[0];
            let lead = lead.split_once('>').unwrap().1;
            let mut lines: Vec<&str> = lead.lines().filter(|l| !l.trim().is_empty()).collect();
            let theirs = page.between("<th scope=\"row\">Lead institution", "</tr>");
            let theirs = theirs.first().map(|row| {
                let now = row.split("<td>").nth(2).unwrap_or_default();
                let now = now.split("</td>").next().unwrap_or_default();
                now.replace("<!>", "")
            });
            let theirs: Vec<&str> = theirs.iter().flat_map(|all| all.split("; ")).collect();
            lines.extend(theirs.iter().filter(|l| **l != "nothing" && !l.is_empty()));
            lines.push(&line);
            let mut unique: Vec<&str> = Vec::new();
            for line in lines {
                if !unique.contains(&line) {
                    unique.push(line);
                }
            }
            let lines = unique.join("\n");
            let changes = [("lead", lines.as_str()), ("reason", "one more")];
            let body = fields_of(&page, &path, &changes);
            let answer = site.ask(posted(&path, cookie, body)).await;
            match answer.status.as_u16() {
                303 => {
                    counts.saved.fetch_add(1, Ordering::Relaxed);
                    if sent > 1 {
                        counts.resent.fetch_add(1, Ordering::Relaxed);
                    }
                    own.entry(code.clone()).or_default().push(line);
                    break;
                }
                409 => {
                    counts.shown.fetch_add(1, Ordering::Relaxed);
                    let text = answer.text();
                    assert!(text.contains("has changed since you opened"), "{text}");
                    assert!(text.contains(&line), "the input is lost: {text}");
                    // The form with both is sent again; now and then the page is opened anew.
                    page = if sent % RESENT == 0 {
                        browser.get(&path).await
                    } else {
                        answer
                    };
                }
                other => panic!("{other}: {}", answer.text()),
            }
            if Instant::now() > until + Duration::from_secs(30) {
                counts.given_up.fetch_add(1, Ordering::Relaxed);
                break;
            }
        }
    }
    own
}

#[tokio::test(flavor = "multi_thread")]
async fn many_editors_lose_nothing() {
    let seconds = from_environment("OGP_SECONDS").unwrap_or(4);
    let editors: usize = from_environment("OGP_EDITORS").unwrap_or(50);
    let place = Place::sqlite().await;
    let codes: Arc<Vec<String>> = Arc::new((1..=10).map(|n| format!("NL{n:04}")).collect());
    record(&place.store, codes.iter().map(|code| an_entry(code))).await;
    let site = Arc::new(Site::over(place.store.clone()).await);
    let mut cookies = Vec::new();
    for account in 0..ACCOUNTS.min(editors) {
        let email = format!("ed{account}@example.org");
        let browser = site.browser(&email, Role::Editor).await;
        cookies.push(browser.cookie().to_owned());
    }
    let counts = Arc::new(Counts::default());
    let until = Instant::now() + Duration::from_secs(seconds);
    let running: Vec<_> = (0..editors)
        .map(|editor| {
            let (site, codes, counts) =
                (Arc::clone(&site), Arc::clone(&codes), Arc::clone(&counts));
            let cookie = cookies[editor % cookies.len()].clone();
            tokio::spawn(async move { edit(&site, &cookie, editor, &codes, until, &counts).await })
        })
        .collect();
    let mut written = Saved::new();
    for editor in running {
        // Whatever is neither saved nor shown another's change ends its editor, and the test.
        for (code, lines) in editor.await.unwrap() {
            written.entry(code).or_default().extend(lines);
        }
    }
    let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    eprintln!(
        "{editors} editors with {} accounts for {seconds} s: {} saved, {} of them after the merged \
         form was sent again; {} times shown another\u{2019}s change first; {} gave up",
        cookies.len(),
        of(&counts.saved),
        of(&counts.resent),
        of(&counts.shown),
        of(&counts.given_up),
    );
    assert!(of(&counts.saved) >= editors, "{}", of(&counts.saved));
    let json = site.get("/commitments.json").await.json();
    let mut lost = Vec::new();
    for item in json["items"].as_array().unwrap() {
        let there = item["lead_institution"].to_string();
        let code = item["code"].as_str().unwrap();
        for line in written.remove(code).unwrap_or_default() {
            if !there.contains(&format!("\"{line}\"")) {
                lost.push(line);
            }
        }
    }
    assert!(lost.is_empty(), "{} lost updates: {lost:?}", lost.len());
    place.end().await;
}
