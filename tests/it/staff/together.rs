//! Many editors on few commitments: nobody's change is lost, and every refusal says why.
//!
//! `TOGETHER_SECONDS` says for how long.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ogp_tracker::domain::Role;

use super::{fields_of, posted};
use crate::support::site::Site;
use crate::support::{Place, an_entry, record};

const EDITORS: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_editors_lose_nothing() {
    let seconds = std::env::var("TOGETHER_SECONDS")
        .ok()
        .and_then(|n| n.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(4));
    let place = Place::sqlite().await;
    let codes: Vec<String> = (1..=10).map(|n| format!("NL{n:04}")).collect();
    record(&place.store, codes.iter().map(|code| an_entry(code))).await;
    let site = Arc::new(Site::over(place.store.clone()).await);
    site.account("ed@example.org", Role::Editor).await;
    let cookie = site.sign_in("ed@example.org").await.cookie().to_owned();
    let (saved, clashed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let counts = Arc::new((saved, clashed));
    // Each adds a line of its own to the list of institutions: a lost update is a lost line.
    let editors: Vec<_> = (0..EDITORS)
        .map(|editor| {
            let (site, codes, cookie, counts) = (
                Arc::clone(&site),
                codes.clone(),
                cookie.clone(),
                Arc::clone(&counts),
            );
            tokio::spawn(async move {
                let mut own: BTreeMap<String, Vec<String>> = BTreeMap::new();
                let mut turn = 0;
                while Instant::now() < until {
                    turn += 1;
                    let code = &codes[(editor * 7 + turn) % codes.len()];
                    let path = format!("/staff/commitments/{code}");
                    let line = format!("Ministry {editor}-{turn}");
                    let browser = super::Browser {
                        site: &site,
                        cookie: cookie.clone(),
                    };
                    let mut page = browser.get(&path).await;
                    assert_eq!(page.status, 200);
                    loop {
                        let lead = page.between("name=\"lead\"", "</textarea>")[0];
                        let lead = lead.split_once('>').unwrap().1;
                        let lines = format!("{lead}\n{line}");
                        let changes = [("lead", lines.as_str()), ("reason", "one more")];
                        let body = fields_of(&page, &path, &changes);
                        let answer = site.ask(posted(&path, &cookie, body)).await;
                        match answer.status.as_u16() {
                            303 => {
                                counts.0.fetch_add(1, Ordering::Relaxed);
                                own.entry(code.clone()).or_default().push(line);
                                break;
                            }
                            409 => {
                                counts.1.fetch_add(1, Ordering::Relaxed);
                                let text = answer.text();
                                assert!(text.contains("Somebody else has changed"), "{text}");
                                assert!(text.contains(&line), "the input is lost: {text}");
                                // As a person would: look at the present state and add to that.
                                page = browser.get(&path).await;
                            }
                            other => panic!("{other}: {}", answer.text()),
                        }
                        if Instant::now() > until + Duration::from_secs(30) {
                            break;
                        }
                    }
                }
                own
            })
        })
        .collect();
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for editor in editors {
        for (code, lines) in editor.await.unwrap() {
            written.entry(code).or_default().extend(lines);
        }
    }
    let (saved, clashed) = (
        counts.0.load(Ordering::Relaxed),
        counts.1.load(Ordering::Relaxed),
    );
    eprintln!("{EDITORS} editors: {saved} saved, {clashed} shown another\u{2019}s change first");
    assert!(saved >= EDITORS, "{saved}");
    let json = site.get("/commitments.json").await.json();
    for item in json["items"].as_array().unwrap() {
        let mut there: Vec<String> = item["lead_institution"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap().to_owned())
            .collect();
        let mut lines = written
            .remove(item["code"].as_str().unwrap())
            .unwrap_or_default();
        there.sort();
        lines.sort();
        assert_eq!(there, lines, "{}", item["code"]);
    }
    place.end().await;
}
