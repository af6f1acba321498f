//! Of two people who change the same thing, on two instances of the program, the second is told and the
//! first loses nothing: each kind of thing, by the forms that change it.

use domain::Role;
use domain::context::ContextKind;
use store::Store;

use super::{Browser, fields_of, posted};
use crate::support::on_both;
use crate::support::site::{Answer, Site};

/// Two changes of one thing.
struct Case {
    /// What is changed.
    what: String,
    /// The form that the first and the second person open, and where each leads.
    first: (String, String),
    second: (String, String),
    /// What each fills in.
    changes: [Vec<(&'static str, String)>; 2],
    /// Where the first change is seen.
    kept: (String, String),
}

fn filled(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let reason = ("reason", "a test".to_owned());
    let fields = fields
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    std::iter::once(reason).chain(fields).collect()
}

/// A thing with one form, in which both people change something.
fn one(
    what: &str,
    page: &str,
    action: &str,
    changes: [&[(&'static str, &str)]; 2],
    kept: (&str, &str),
) -> Case {
    let form = || (page.to_owned(), action.to_owned());
    Case {
        what: what.to_owned(),
        first: form(),
        second: form(),
        changes: changes.map(filled),
        kept: (kept.0.to_owned(), kept.1.to_owned()),
    }
}

const NL: &str = "/staff/commitments/NL0031";

/// Forms of commitments, ratings, members and plans.
async fn of_commitments(ann: &Browser<'_>) -> Vec<Case> {
    let withdraw = format!("{NL}/withdraw");
    let reply = format!("{NL}/reply");
    let public = "/commitments/NL0031";
    let page = ann.get(NL).await;
    let ratings = page.between("name=\"rating\"", "</select>")[0].to_owned();
    let rating = ratings
        .split("value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let plan = "/staff/members/netherlands/plans";
    let mend = ann.get("/staff/members/netherlands").await;
    let mend = mend.between("href=\"/staff/members/netherlands?plan=", "\"")[0].to_owned();
    let mend = format!("/staff/members/netherlands?plan={mend}");
    let spanish = ("summary_es", "En breve.");
    let source = ("summary_es_source_url", "https://example.org/es");
    vec![
        one(
            "facts",
            NL,
            NL,
            [&[("number", "71")], &[("number", "72")]],
            (NL, "value=\"71\""),
        ),
        one(
            "a translation of a title",
            NL,
            NL,
            [&[("title_fr", "Un titre")], &[("title_fr", "Un autre")]],
            (NL, "Un titre"),
        ),
        one(
            "a summary",
            NL,
            NL,
            [&[spanish, source], &[("summary_es", "Otro."), source]],
            (NL, "En breve."),
        ),
        one(
            "a withdrawal",
            NL,
            &withdraw,
            [&[], &[]],
            (public, "as withdrawn"),
        ),
        one(
            "a reply",
            NL,
            &reply,
            [
                &[("rating", &rating), ("reply", "We agree.")],
                &[("rating", &rating), ("reply", "We do not.")],
            ],
            (public, "We agree."),
        ),
        one(
            "a member",
            "/staff/members/netherlands",
            "/staff/members/netherlands",
            [
                &[("country", "The Low Countries")],
                &[("country", "Holland")],
            ],
            ("/staff/members/netherlands", "The Low Countries"),
        ),
        one(
            "a plan",
            &mend,
            plan,
            [
                &[("plan_title", "The first name")],
                &[("plan_title", "The second name")],
            ],
            ("/staff/members/netherlands", "The first name"),
        ),
    ]
}

/// Forms that change many commitments: policy areas, institutions, tags.
async fn of_many(ann: &Browser<'_>) -> Vec<Case> {
    let areas = "/staff/areas";
    let open_data = |ask: &str| (format!("{areas}?area=open-data&{ask}"), areas.to_owned());
    let area = |what: &str, [first, second]: [&str; 2], kept: &str| Case {
        what: what.to_owned(),
        first: open_data(first),
        second: open_data(second),
        changes: [filled(&[]), filled(&[])],
        kept: (areas.to_owned(), kept.to_owned()),
    };
    let names = ann.get("/staff/institutions").await;
    let from = names.between("href=\"/staff/institutions?from=", "\"")[0].to_owned();
    let other = names.between("href=\"/staff/institutions?from=", "\"")[1].to_owned();
    let name = |to: &str| {
        let page = format!("/staff/institutions?from={from}&to={to}");
        (page, "/staff/institutions".to_owned())
    };
    let tags = "/staff/tags?q=NL0031";
    vec![
        area(
            "a renamed area",
            ["name=One+Name", "name=Another+Name"],
            "One Name",
        ),
        area(
            "an area renamed, then merged",
            ["name=Third+Name", "into=digital-inclusion"],
            "Third Name",
        ),
        Case {
            what: "an area merged into, then renamed".to_owned(),
            first: (
                format!("{areas}?area=legislation&into=open-data"),
                areas.to_owned(),
            ),
            second: (
                format!("{areas}?area=legislation&name=Laws"),
                areas.to_owned(),
            ),
            changes: [filled(&[]), filled(&[])],
            kept: ("/areas/legislation".to_owned(), String::new()),
        },
        Case {
            what: "an institution".to_owned(),
            first: name("One+Ministry"),
            second: name("Another+Ministry"),
            changes: [filled(&[]), filled(&[])],
            kept: (
                "/staff/institutions?q=one+ministry".to_owned(),
                "One Ministry".to_owned(),
            ),
        },
        area(
            "a moved area",
            ["parent=digital-governance", "parent=tax"],
            "open-data",
        ),
        Case {
            what: "an added area".to_owned(),
            first: (format!("{areas}?new=Robots&group=sector"), areas.to_owned()),
            second: (format!("{areas}?new=Robots&group=topic"), areas.to_owned()),
            changes: [filled(&[]), filled(&[])],
            kept: (areas.to_owned(), "Robots".to_owned()),
        },
        Case {
            what: "a split institution".to_owned(),
            first: (
                format!("/staff/institutions?from={other}&parts=First+Half%0ASecond+Half"),
                "/staff/institutions".to_owned(),
            ),
            second: (
                format!("/staff/institutions?from={other}&to=Another"),
                "/staff/institutions".to_owned(),
            ),
            changes: [filled(&[]), filled(&[])],
            kept: (
                "/staff/institutions?q=half".to_owned(),
                "Second Half".to_owned(),
            ),
        },
        one(
            "tags in bulk",
            tags,
            "/staff/tags",
            [&[("add", "digital-inclusion")], &[("remove", "open-data")]],
            (
                "/api/v1/commitments?area=digital-inclusion&q=NL0031",
                "NL0031",
            ),
        ),
    ]
}

/// One item of each kind of text around the commitments that the record has.
async fn of_context(store: &Store) -> Vec<Case> {
    let items = store.context(i64::MAX).await.unwrap();
    let first = |kind: &ContextKind| {
        items
            .iter()
            .find(|item| item.kind == *kind && !item.withdrawn)
    };
    let cases = ContextKind::ALL.iter().filter_map(first).map(|item| {
        let page = format!("/staff/context/{}/{}", item.kind.slug(), item.slug);
        let withdraw: &[(&'static str, &str)] = &[("withdraw", "yes")];
        let what = format!("an item: {}", item.kind.slug());
        one(
            &what,
            &page,
            &page,
            [withdraw, withdraw],
            (&page, "Withdrawn"),
        )
    });
    cases.collect()
}

async fn sent(
    by: &Browser<'_>,
    page: &Answer,
    action: &str,
    changes: &[(&'static str, String)],
) -> Answer {
    let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (*n, v.as_str())).collect();
    by.site
        .ask(posted(
            action,
            by.cookie(),
            fields_of(page, action, &changes),
        ))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_writers_is_told_and_the_first_loses_nothing() {
    on_both(async |place| {
        let here = Site::bundled_over(place.store.clone()).await;
        let there = Site::over(Store::open(&place.url).await.unwrap()).await;
        let ann = here.browser("ann@example.org", Role::Admin).await;
        let bob = there.browser("bob@example.org", Role::Admin).await;
        let mut cases = of_commitments(&ann).await;
        cases.extend(of_many(&ann).await);
        cases.extend(of_context(&place.store).await);
        assert!(cases.len() > 15, "{}", cases.len());
        for case in &cases {
            // Both instances know the state before.
            here.app.refresh().await.unwrap();
            there.app.refresh().await.unwrap();
            let what = format!("{}, {}", place.engine, case.what);
            let opened = bob.get(&case.second.0).await;
            assert_eq!(opened.status, 200, "{what}: {}", opened.text());
            let page = ann.get(&case.first.0).await;
            let first = sent(&ann, &page, &case.first.1, &case.changes[0]).await;
            assert_eq!(first.status, 303, "{what}: {}", first.text());
            let version = place.store.version().await.unwrap();

            let second = sent(&bob, &opened, &case.second.1, &case.changes[1]).await;
            let text = second.text();
            assert_eq!(second.status, 409, "{what}: {text}");
            assert!(
                text.contains("hanged since") || text.contains("has changed"),
                "{what}: {text}"
            );
            assert!(
                second.body.contains("a test"),
                "{what}: what was filled in is lost: {text}"
            );
            assert_eq!(
                place.store.version().await.unwrap(),
                version,
                "{what}: it was written"
            );
            let kept = ann.get(&case.kept.0).await;
            assert!(
                kept.body.contains(&case.kept.1),
                "{what}: the first change is lost: {}",
                kept.text()
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_told_can_decide_again_from_the_same_page() {
    on_both(async |place| {
        let here = Site::bundled_over(place.store.clone()).await;
        let there = Site::over(Store::open(&place.url).await.unwrap()).await;
        let ann = here.browser("ann@example.org", Role::Admin).await;
        let bob = there.browser("bob@example.org", Role::Admin).await;
        let page = "/staff/areas?area=open-data&name=Second";
        let opened = bob.get(page).await;
        let first = ann
            .send(
                "/staff/areas?area=open-data&name=First",
                "/staff/areas",
                &[("reason", "one")],
            )
            .await;
        assert_eq!(first.status, 303, "{}", first.text());
        let told = sent(&bob, &opened, "/staff/areas", &filled(&[])).await;
        assert_eq!(told.status, 409);
        // Who, when and why, and the name that the area has now.
        for part in [
            "This policy area, by ann, on ",
            "\u{201c}First\u{201d} becomes \u{201c}Second\u{201d}",
        ] {
            assert!(told.text().contains(part), "{part}: {}", told.text());
        }
        let again = sent(&bob, &told, "/staff/areas", &filled(&[])).await;
        assert_eq!(again.status, 303, "{}", again.text());
    })
    .await;
}
