//! Texts that run from right to left do so wherever they are shown.

use domain::text::direction;
use domain::{Dimension, Milestone, Query, Scheme};
use store::Store;

use crate::support::site::Site;
use crate::support::{an_entry, record};

const ARABIC: &str = "\u{627}\u{644}\u{628}\u{64a}\u{627}\u{646}\u{627}\u{62a} \u{627}\u{644}\u{645}\u{641}\u{62a}\u{648}\u{62d}\u{629}: \u{628}\u{648}\u{627}\u{628}\u{629} (2021) \u{201c}\u{634}\u{641}\u{627}\u{641}\u{64a}\u{629}\u{201d}!";
const HEBREW: &str = "\u{5e9}\u{5dc}\u{5d5}\u{5dd} 120 (CSV) \u{5dc}\u{5e4}\u{5e0}\u{5d9} 2022.";

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr",
];

/// The texts of a document that run from right to left, in an element that says nothing of it.
fn without_direction(html: &str) -> Vec<String> {
    let body = &html[html.find("<body").unwrap()..];
    // The names of the open elements, and whether each has a direction.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut faults = Vec::new();
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if tag.starts_with('/') {
            while let Some((closed, _)) = open.pop() {
                if closed == name {
                    break;
                }
            }
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            let has = name == "bdi" || tag.contains(" dir=\"auto\"");
            open.push((name, has));
        }
        let has = open.iter().rev().any(|(_, has)| *has);
        let is_data = open
            .iter()
            .any(|(name, _)| matches!(name.as_str(), "script" | "style" | "svg"));
        let isolated = text.contains('\u{2068}') && text.contains('\u{2069}');
        if direction(text).is_some() && !has && !is_data && !isolated {
            faults.push(text.to_owned());
        }
    }
    faults
}

#[test]
fn the_test_itself_sees_what_has_no_direction() {
    let page = format!("<body><p dir=\"auto\">{ARABIC}</p><ul><li>{HEBREW}</li></ul></body>");
    assert_eq!(without_direction(&page), [HEBREW]);
}

#[tokio::test]
async fn every_stored_text_has_its_own_direction() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("r.db").display());
    let store = Store::open(&url).await.unwrap();
    let entry = |title: &str| {
        let description = format!("{HEBREW}\n\n{ARABIC}");
        an_entry("MA9001")
            .member("Morocco")
            .plan(2021, 2023)
            .area("open-data")
            .title(title)
            .lead(HEBREW)
            .description(&description)
            .rated(Dimension::Completion, Scheme::Completion, "Complete")
            .with(|entry| {
                entry.commitment.support_institutions = vec![ARABIC.to_owned(), HEBREW.to_owned()];
                entry.texts.milestones = vec![Milestone {
                    text: ARABIC.to_owned(),
                    start: None,
                    end: None,
                }];
            })
    };
    record(&store, [entry(ARABIC)]).await;
    record(&store, [entry(HEBREW)]).await;
    let site = Site::over(store).await;
    let search = Query::default()
        .searching("\u{5e9}\u{5dc}\u{5d5}\u{5dd}")
        .to_address();
    let nothing = Query::default()
        .searching("\u{628}\u{648}\u{627} zzzz")
        .to_address();
    let mut shown = 0;
    for page in [
        "/",
        "/?lens=all",
        "/commitments",
        &format!("/commitments?{search}"),
        &format!("/commitments?{nothing}"),
        &format!("/charts/members?{search}"),
        "/commitments/MA9001",
        "/commitments/MA9001?lang=fr",
        "/members/morocco?lens=all",
        "/areas/open-data",
        "/changes",
        "/changes?code=MA9001&lang=es",
    ] {
        let answer = site.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert_eq!(
            without_direction(&answer.body),
            Vec::<String>::new(),
            "{page}"
        );
        shown += answer.body.matches(" dir=\"auto\"").count();
    }
    assert!(shown > 20, "{shown}");
}
