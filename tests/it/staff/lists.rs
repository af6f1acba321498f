//! Lists that staff keep: policy areas are added and moved, institutions found and split.

use domain::Role;

use super::Browser;
use crate::support::site::Site;
use crate::support::{an_entry, on_both, record};

const AREAS: &str = "/staff/areas";
const INSTITUTIONS: &str = "/staff/institutions";

async fn total(site: &Site, query: &str) -> u64 {
    let answer = site.get(&format!("/api/v1/commitments?{query}")).await;
    answer.json()["total"].as_u64().unwrap()
}

async fn confirm(by: &Browser<'_>, page: &str, path: &str) {
    let done = by.send(page, path, &[("reason", "a new list")]).await;
    assert_eq!(done.status, 303, "{page}: {}", done.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_area_is_added_and_moved_and_the_history_says_so() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        // Shown before it is done: name, address, place in the list.
        let page = format!("{AREAS}?new=Robots+%26+Law&parent=&group=sector");
        let shown = admin.get(&page).await.text();
        assert!(shown.contains("/areas/robots-law"), "{shown}");
        confirm(&admin, &page, AREAS).await;
        let before = total(&site, "area=digital-governance").await;
        let data = total(&site, "area=tax").await;
        let both = total(&site, "area=digital-governance&area=tax").await;
        assert!(data > 0 && both > before);
        for (page, words) in [
            (
                format!("{AREAS}?new=Open+Data&group=sector"),
                "already has this name",
            ),
            (
                format!("{AREAS}?new=Robots+Law&group=sector"),
                "already has this name",
            ),
            (format!("{AREAS}?add=yes&new=&group=sector"), "Enter a name"),
            (format!("{AREAS}?new=Another"), "Choose a section"),
            (
                format!("{AREAS}?new=Another&parent=nowhere"),
                "from the list",
            ),
            (format!("{AREAS}?area=tax&parent=tax"), "part of itself"),
            (
                format!("{AREAS}?area=tax&parent=top&name=Taxes"),
                "Choose only one",
            ),
        ] {
            let shown = admin.get(&page).await;
            assert_eq!(shown.status, 200, "{page}");
            assert!(shown.text().contains(words), "{page}: {}", shown.text());
            let form = format!("action=\"{AREAS}\" method=\"post\"");
            assert!(!shown.body.contains(&form), "{page}");
        }
        // A part is counted for its whole, from the next answer on.
        let page = format!("{AREAS}?area=tax&parent=digital-governance");
        let shown = admin.get(&page).await.text();
        assert!(shown.contains("becomes a part of"), "{shown}");
        confirm(&admin, &page, AREAS).await;
        assert_eq!(total(&site, "area=digital-governance").await, both);
        // Nothing becomes a part of its own part.
        let circle = admin
            .get(&format!("{AREAS}?area=digital-governance&parent=tax"))
            .await
            .text();
        assert!(circle.contains("cannot be a part of itself"), "{circle}");
        let history = site.get("/changes").await.text();
        assert!(history.contains("Part of"), "{history}");
        assert!(
            history.contains("Policy area Robots & Law") || history.contains("Robots &amp; Law"),
            "{history}"
        );
        confirm(&admin, &format!("{AREAS}?area=tax&parent=top"), AREAS).await;
        assert_eq!(total(&site, "area=digital-governance").await, before);
        // A new tag can be given.
        let tags = "/staff/tags?q=NL0031";
        let done = admin
            .send(
                tags,
                "/staff/tags",
                &[("add", "robots-law"), ("reason", "x")],
            )
            .await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(total(&site, "area=robots-law").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_several_institutions_is_split_after_a_preview() {
    on_both(async |place| {
        let site = Site::over(place.store.clone()).await;
        record(
            &place.store,
            [
                an_entry("NL0001")
                    .lead("1. Ministry A 2. Ministry B")
                    .lead("Court"),
                an_entry("NL0002")
                    .lead("Ministry B")
                    .lead("1. Ministry A 2. Ministry B"),
                an_entry("NL0003").lead("Ministry C"),
            ],
        )
        .await;
        site.app.refresh().await.unwrap();
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let list = admin.get(&format!("{INSTITUTIONS}?q=ministry+a")).await;
        assert!(list.text().contains("1 institution"), "{}", list.text());
        assert!(
            list.text().contains("(more than one institution?)"),
            "{}",
            list.text()
        );
        let link = list.between("href=\"/staff/institutions?from=", "\"")[0].replace("&amp;", "&");
        let from = link.split('&').next().unwrap().to_owned();
        // Two are proposed.
        let page = admin.get(&format!("{INSTITUTIONS}?from={from}")).await;
        let parts = page.between("name=\"parts\"", "</textarea>")[0].to_owned();
        assert!(parts.ends_with(">Ministry A\nMinistry B"), "{parts}");
        for (parts, words) in [
            ("Ministry+A", "at least two names"),
            ("A%0AA", "at least two"),
        ] {
            let page = admin
                .get(&format!("{INSTITUTIONS}?from={from}&parts={parts}"))
                .await;
            assert!(page.text().contains(words), "{}", page.text());
        }
        let split = format!("{INSTITUTIONS}?from={from}&parts=Ministry+A%0AMinistry+B");
        let shown = admin.get(&split).await.text();
        assert!(
            shown.contains("Commitments that will name these institutions instead (2):"),
            "{shown}"
        );
        assert!(shown.contains("Ministry B (already in use)"), "{shown}");
        let before = site.app.catalogue().version().number;
        confirm(&admin, &split, INSTITUTIONS).await;
        assert_eq!(site.app.catalogue().version().number, before + 1);
        for (code, lead) in [
            ("NL0001", "Ministry A, Ministry B, Court"),
            ("NL0002", "Ministry B, Ministry A"),
            ("NL0003", "Ministry C"),
        ] {
            let catalogue = site.app.catalogue();
            let row = catalogue.find(&code.parse().unwrap()).unwrap();
            assert_eq!(row.commitment.lead_institutions.join(", "), lead, "{code}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_institutions_come_in_pages() {
    let place = crate::support::Place::sqlite().await;
    let site = Site::over(place.store.clone()).await;
    let entries = (1..=250).map(|n| {
        let code = format!("NL{n:04}");
        an_entry(&code).lead(&format!("Ministry {n:03}"))
    });
    record(&place.store, entries).await;
    site.app.refresh().await.unwrap();
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let count = |page: &crate::support::site::Answer| {
        page.between("href=\"/staff/institutions?from=", "\"").len()
    };
    for (ask, items, words) in [
        ("", 100, "Page 1 of 3"),
        ("?page=3", 50, "Page 3 of 3"),
        ("?page=99", 50, "Page 3 of 3"),
        ("?q=ministry+250", 1, "1 institution"),
        ("?q=nothing+such", 0, "No institution matches"),
    ] {
        let page = admin.get(&format!("{INSTITUTIONS}{ask}")).await;
        assert_eq!(count(&page), items, "{ask}: {}", page.text());
        assert!(page.text().contains(words), "{ask}: {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_and_statuses_are_edited_in_fields() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    for kind in ["chapter", "participant"] {
        let list = admin.get(&format!("/staff/context/{kind}")).await;
        let slug = list.between(&format!("href=\"/staff/context/{kind}/"), "\"")[0].to_owned();
        let page = format!("/staff/context/{kind}/{slug}");
        let key = if kind == "chapter" {
            "sources"
        } else {
            "standing"
        };
        let name = |part: &str| format!("{key}-{part}");
        let filled = |url: &str| {
            let mut fields = vec![
                (name("title"), "A Source | of 2026".to_owned()),
                (name("es"), "Una fuente".to_owned()),
                (name("fr"), String::new()),
                (name("url"), url.to_owned()),
                ("reason".to_owned(), "found it".to_owned()),
            ];
            if kind == "participant" {
                fields.push((name("date"), String::new()));
                fields.push((name("status"), "member".to_owned()));
            }
            fields
        };
        let opened = admin.get(&page).await;
        // The lines are not shown as such, and there is room for more.
        assert!(!opened.body.contains(&format!("name=\"{key}\"")), "{page}");
        let send = async |url: &str| {
            let fields = filled(url);
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            admin.send(&page, &page, &fields).await
        };
        let refused = send("no address").await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        for kept in [
            "value=\"no address\"",
            "value=\"A Source | of 2026\"",
            "value=\"Una fuente\"",
        ] {
            assert!(refused.body.contains(kept), "{page}: {kept} is lost");
        }
        let done = send("https://example.org/source").await;
        assert_eq!(done.status, 303, "{}", done.text());
        let kinds = if kind == "chapter" {
            "A Source | of 2026 | es: Una fuente | https://example.org/source"
        } else {
            "undated | member | A Source | of 2026 | es: Una fuente | https://example.org/source"
        };
        let catalogue = site.app.catalogue();
        let kind = kind.parse().unwrap();
        let item = catalogue
            .context()
            .of(kind)
            .find(|item| *item.slug == *slug)
            .unwrap();
        assert_eq!(item.get(key), kinds);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_renamed_and_its_address_stays() {
    on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let page = "/staff/members/netherlands";
        let name = |name: &'static str| [("name", name), ("reason", "It said so")];
        for taken in ["Spain", "SPAIN"] {
            let refused = admin.send(page, page, &name(taken)).await;
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert!(refused.text().contains("already has this name"));
        }
        let of_member = "/commitments.json?member=netherlands";
        let before = site.get(of_member).await.json();
        let minute = || {
            site.clock
                .set(site.clock.now() + chrono::TimeDelta::minutes(1));
        };
        minute();
        let moment = site.clock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
        minute();
        let done = admin.send(page, page, &name("The Low Countries")).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(done.header("location"), format!("{page}?done=saved"));
        let public = site.get("/members/netherlands").await;
        assert_eq!(public.status, 200);
        assert!(
            public.text().contains("The Low Countries"),
            "{}",
            public.text()
        );
        let after = site.get(of_member).await.json();
        let (before, after) = (&before["items"], &after["items"]);
        assert_eq!(
            before.as_array().unwrap().len(),
            after.as_array().unwrap().len()
        );
        assert_eq!(after[0]["member"], "The Low Countries");
        assert_eq!(after[0]["code"], before[0]["code"]);
        // Before, it was called as it was; what search finds follows the name.
        let past = site
            .get(&format!("/members/netherlands?as_of={moment}"))
            .await
            .text();
        assert!(
            past.contains("Netherlands") && !past.contains("Low Countries"),
            "{past}"
        );
        let found = site.get("/search?q=Low+Countries").await;
        assert!(
            found.body.contains("/members/netherlands"),
            "{}",
            found.text()
        );
        let links = site.get("/commitments/NL0031").await;
        assert!(
            links.body.contains("/members/netherlands\""),
            "{}",
            links.body
        );
        assert!(!links.body.contains("the-low-countries"), "{}", links.body);
        // A program that starts now says the same.
        let again = Site::over(place.store.clone()).await;
        for address in ["/api/v1/members", "/api/v1/facets", "/commitments.json"] {
            let [mut then, mut now] =
                [again.get(address).await, site.get(address).await].map(|a| a.json());
            for body in [&mut then, &mut now] {
                // What says when it was asked.
                body.as_object_mut()
                    .unwrap()
                    .retain(|key, _| key == "items" || key == "facets");
            }
            assert_eq!(then, now, "{address}");
        }
        // Nobody else takes the name that it had, and it can have it back.
        let new = [
            ("name", "Netherlands"),
            ("kind", "national"),
            ("country", "Netherlands"),
            ("country_iso3", "NLD"),
            ("region", "europe"),
            ("reason", "x"),
        ];
        let refused = admin.send("/staff/members", "/staff/members", &new).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let back = admin.send(page, page, &name("NETHERLANDS")).await;
        assert_eq!(back.status, 303, "{}", back.text());
        assert!(
            site.get("/members/netherlands")
                .await
                .text()
                .contains("NETHERLANDS")
        );
    })
    .await;
}
