//! Every kind of address, answered as it was: status, headers and body of some 300 addresses in
//! three languages, of the present and of the past, on the bundled record.
//!
//! `answers.txt` holds a line for each. Where an answer is meant to change, run with
//! `UPDATE_ANSWERS=1` and look at the difference; bodies are left in `target/answers`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use domain::Role;
use domain::record::{Batch, Revision};
use interchange::seed;
use sha2::{Digest, Sha256};

use crate::support::site::{Answer, Site};
use crate::support::{Place, a_time};

/// Pages and files that are asked for in each language, now and as they were.
pub const EVERYWHERE: &[&str] = &[
    "/",
    "/commitments",
    "/commitments?area=open-data&member=spain&member=italy&sort=title&page=1",
    "/commitments?area=e-government&page=2",
    "/commitments?q=open+data&ambition=high",
    "/commitments?member=netherlands&area=gender&ambition=high",
    "/commitments?view=table&sort=ambition&member=spain",
    "/commitments?code=NL0031&code=USAU0007",
    "/brief",
    "/brief?code=NL0031&code=USAU0007",
    "/brief?code=NL0031&code=XX9999",
    "/brief.csv?code=NL0031",
    "/commitments/NL0031",
    "/commitments/USAU0007",
    "/commitments/nl0031",
    "/commitments/XX9999",
    "/members",
    "/members/netherlands",
    "/members/netherlands?area=open-data",
    "/areas",
    "/areas/digital-governance",
    "/areas/e-government?region=europe",
    "/charts",
    "/charts?chart=trend&dimension=ambition",
    "/charts/ambition",
    "/charts/completion?region=europe",
    "/charts/trend",
    "/charts/members?measure=ambition",
    "/charts/areas",
    "/charts/matrix",
    "/charts/map",
    "/charts/trend/embed",
    "/charts/ambition.svg",
    "/charts/matrix.csv",
    "/compare",
    "/compare?member=spain&member=italy",
    "/challenge",
    "/guide",
    "/guide/automated-decision-making",
    "/guide/automated-decision-making/algorithm-registers",
    "/network",
    "/network/netherlands",
    "/resources",
    "/resources?type=story&language=es",
    "/resources.atom",
    "/method",
    "/data",
    "/reports?member=spain",
    "/api",
    "/changes",
    "/changes.atom",
    "/data/versions",
    "/data/versions/1",
    "/commitments.atom?member=spain",
    "/commitments.jsonfeed?member=spain",
    "/no-such-page",
    "/commitments?ambition=enormous",
    "/commitments?year=x",
    "/members/spane",
    "/commitments.csv?area=open-data",
    "/commitments.json?member=italy",
    "/commitments.ndjson?member=italy",
    "/commitments.records.json?member=italy",
    "/ratings.csv?member=italy",
];

/// Asked for once.
const ONCE: &[&str] = &[
    "/commitments/",
    "/commitments?as_of=2999-01-01",
    "/commitments?as_of=yesterday",
    "/commitments?lang=xx",
    "/commitments?page=99999",
    "/commitments?unknown=1&member=spain",
    "/commitments?member=spain&member=spain",
    "/commitments?member=SPAIN",
    "/commitments?year=2018&year=2020&completion=high&completion=pending",
    "/commitments?ambition_value=transformative",
    "/commitments?value=civic-participation&challenge=digital-governance",
    "/commitments?kind=local",
    "/api/v1/commitments",
    "/api/v1/commitments?member=italy&page=1",
    "/api/v1/commitments?ambition=enormous",
    "/api/v1/commitments?as_of=2026-01-15&q=data",
    "/api/v1/commitments/NL0031",
    "/api/v1/commitments/NL0031?as_of=2026-01-15",
    "/api/v1/commitments/XX9999",
    "/api/v1/facets",
    "/api/v1/facets?area=open-data",
    "/api/v1/members",
    "/api/v1/members?page=2&per_page=10",
    "/api/v1/ratings?code=NL0031",
    "/api/v1/plans?per_page=5",
    "/api/v1/areas",
    "/api/v1/schemes",
    "/api/v1/changes?since=1",
    "/api/v1/coverage?per_page=5",
    "/api/v1/reports?per_page=5&fields=title,member,stage",
    "/api/v1/charts/ambition?region=europe",
    "/api/v1/charts/nothing",
    "/api/v1/commitments?memeber=spain",
    "/api/v1/openapi.json",
    "/api/v1/nothing",
    "/sitemap.xml",
    "/sitemap.xml?part=1",
    "/catalog.jsonld",
    "/data/checksums.txt",
    "/.well-known/security.txt",
    "/robots.txt",
    "/favicon.svg",
    "/assets/site.css",
    "/healthz",
    "/readyz",
    "/charts/nothing",
    "/charts/ambition.png",
    "/charts/compare.svg?member=spain&member=italy",
    "/charts/compare.csv?member=spain",
    "/charts/explore?measure=completion&by=region",
    "/charts/explore.csv?measure=completion&split=region",
    "/charts/members.svg",
    "/charts/areas.csv",
    "/charts/map.svg",
    "/charts/progress",
    "/charts/results",
    "/areas/nothing",
    "/areas/disinformation-and-information-integrity",
    "/members/austin",
    "/staff",
    "/staff/sign-in",
    "/staff/sign-in?next=/staff/tags",
    "/staff/nothing",
    "/%ff",
    "/commitments%00",
    "/language",
];

/// Pages for staff, as an admin sees them.
const STAFF: &[&str] = &[
    "/staff",
    "/staff?done=saved",
    "/staff/commitments/new",
    "/staff/commitments/NL0031",
    "/staff/commitments/XX9999",
    "/staff/commitments/NL0031/ratings/ambition",
    "/staff/commitments/NL0031/ratings/nothing",
    "/staff/drafts/77",
    "/staff/members",
    "/staff/members/netherlands",
    "/staff/tags",
    "/staff/institutions",
    "/staff/areas",
    "/staff/context",
    "/staff/context/chapter",
    "/staff/context/participant/netherlands",
    "/staff/context/nothing",
    "/staff/import",
    "/staff/import/batches/7",
];

/// The bundled record, with an edit a month after it was filled.
async fn site_with_a_past(place: &Place) -> Site {
    let revision = |made_at: &str, reason: &str| Revision {
        made_by: "A test".to_owned(),
        made_at: a_time(made_at),
        reason: reason.to_owned(),
        source: None,
    };
    let batch = Batch {
        context: seed::context().unwrap(),
        ..seed::commitments().unwrap()
    };
    let changed = batch.entries.iter().find(|entry| {
        let code = entry.commitment.code.as_str();
        code == "NL0031"
    });
    let mut changed = changed.unwrap().clone();
    place
        .store
        .record(
            &revision("2026-01-10T09:00:00Z", "First"),
            &batch,
            false,
            &mut |_| (),
        )
        .await
        .unwrap();
    "Open algorithms, renamed".clone_into(&mut changed.commitment.title);
    let edit = Batch {
        entries: vec![changed],
        ..Batch::default()
    };
    place
        .store
        .record(
            &revision("2026-02-10T09:00:00Z", "Second"),
            &edit,
            false,
            &mut |_| (),
        )
        .await
        .unwrap();
    Site::over(place.store.clone()).await
}

fn with(address: &str, pair: &str) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{pair}")
}

fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    for address in EVERYWHERE {
        all.push((*address).to_owned());
        all.push(with(address, "lang=es"));
        all.push(with(address, "lang=fr"));
        all.push(with(address, "as_of=2026-01-15"));
        all.push(with(
            &with(address, "as_of=2026-01-15T12:00:00Z"),
            "lang=es",
        ));
    }
    all.extend(ONCE.iter().map(|address| (*address).to_owned()));
    all
}

/// Numbers made anew at each start, of requests and forms; and what depends on the style sheet and
/// on whether the browser part was built.
pub fn steady(body: &str) -> String {
    let mut steady = String::with_capacity(body.len());
    let mut word = String::new();
    let end_word = |word: &mut String, steady: &mut String| {
        let hex = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        if word.len() >= 32 && hex(word) {
            steady.push_str("NUMBER");
        } else {
            steady.push_str(word);
        }
        word.clear();
    };
    for character in body.chars() {
        if character.is_ascii_alphanumeric() || character == '-' {
            word.push(character);
        } else {
            end_word(&mut word, &mut steady);
            steady.push(character);
        }
    }
    end_word(&mut word, &mut steady);
    let without = |text: &str, from: &str, to: &str| {
        let mut pieces = text.split(from);
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            kept.push_str(piece.split_once(to).map_or("", |(_, rest)| rest));
        }
        kept
    };
    let steady = without(&steady, "<script type=\"module\" src=\"", "</script>");
    without(&steady, "/assets/", "\"")
}

fn in_one_line(answer: &Answer, body: &str) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .map(|(name, value)| match name.as_str() {
            "etag" | "x-request-id" | "date" | "content-length" | "set-cookie" => name.to_string(),
            // A key of each names the program, as the entity tag does.
            name => {
                let value = value.to_str().unwrap();
                let keys = value
                    .split([' ', ','])
                    .filter(|key| !key.starts_with("ogp-build-"));
                format!("{name}: {}", keys.collect::<Vec<_>>().join(" "))
            }
        })
        .collect();
    headers.sort();
    let mut line = answer.status.as_u16().to_string();
    for (what, text) in [("headers", headers.join("\n").as_str()), ("body", body)] {
        let hash = Sha256::digest(text.as_bytes());
        write!(line, " {what} ").unwrap();
        for byte in &hash[..6] {
            write!(line, "{byte:02x}").unwrap();
        }
    }
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_answers_as_before() {
    let place = Place::sqlite().await;
    let site = site_with_a_past(&place).await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bodies = root.join("target/answers");
    std::fs::create_dir_all(&bodies).unwrap();
    let mut answers = BTreeMap::new();
    let mut keep = |address: String, answer: Answer| {
        let is_text = !answer.header("content-type").starts_with("image/png");
        let body = if is_text {
            steady(&answer.body)
        } else {
            String::new()
        };
        let file = address.replace(['/', '?', '&', '='], "_");
        let headers: String =
            answer
                .headers
                .iter()
                .fold(String::new(), |mut all, (name, value)| {
                    writeln!(all, "{name}: {}", value.to_str().unwrap()).unwrap();
                    all
                });
        std::fs::write(bodies.join(&file), &body).unwrap();
        std::fs::write(bodies.join(format!("{file}.head")), headers).unwrap();
        answers.insert(address, in_one_line(&answer, &body));
    };
    for address in addresses() {
        let answer = site.get(&address).await;
        keep(address, answer);
    }
    let admin = site.browser("ada@example.org", Role::Admin).await;
    for address in STAFF {
        let answer = admin.get(address).await;
        keep(format!("admin {address}"), answer);
    }
    let mut found = String::new();
    for (address, answer) in &answers {
        writeln!(found, "{address} {answer}").unwrap();
    }
    let kept = root.join("tests/it/addresses/answers.txt");
    if std::env::var_os("UPDATE_ANSWERS").is_some() {
        std::fs::write(&kept, &found).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&kept).unwrap();
    let differ: Vec<&str> = found
        .lines()
        .filter(|line| !expected.lines().any(|other| other == *line))
        .collect();
    assert!(
        differ.is_empty() && found.lines().count() == expected.lines().count(),
        "{} answers differ (see target/answers): {differ:#?}",
        differ.len()
    );
}
