//! Members' pages: plans in the order of their years, and what belongs to the member besides its plans.
//! And what every page that counts says of its coverage.

use std::collections::{BTreeMap, BTreeSet};

use domain::context::ContextKind;
use domain::query::Filter;
use domain::{Lang, Lens, Query};
use i18n::format::number;

use crate::support::site::{Answer, Site};

/// A row of the table of plans: its name, and its cells as text.
fn plan_rows(page: &Answer) -> Vec<(String, Vec<String>)> {
    let table = page.between("id=\"plans-table\"", "</table>")[0];
    let text = |markup: &str| {
        let pieces = markup.split('<').map(|p| p.rsplit('>').next().unwrap());
        pieces.collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    let rows = table.split("<tbody>").nth(1).unwrap().split("<tr>").skip(1);
    let cell = |td: &str| text(&format!("<td{}", td.split("</td>").next().unwrap()));
    rows.map(|row| {
        let (name, cells) = row.split_once("</th>").unwrap();
        (text(name), cells.split("<td").skip(1).map(cell).collect())
    })
    .collect()
}

fn first_number(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit);
    digits.collect::<String>().parse().unwrap_or(0)
}

#[tokio::test]
async fn the_plans_of_a_member_count_what_lists_select() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    for lens in Lens::ALL {
        for member in [
            "spain",
            "netherlands",
            "nigeria",
            "austin-united-states",
            "kenya",
        ] {
            let page = site
                .get(&format!(
                    "/members/{member}?lens={lens}",
                    lens = lens.slug()
                ))
                .await;
            let rows = plan_rows(&page);
            let plans: BTreeSet<_> = catalogue
                .rows()
                .filter(|row| row.commitment.member.slug() == member)
                .map(|row| row.commitment.plan.clone())
                .collect();
            assert_eq!(rows.len(), plans.len(), "{member}");
            let api = async |query: &str| {
                let address = format!(
                    "/api/v1/commitments?member={member}&lens={}{query}",
                    lens.slug()
                );
                site.get(&address).await.json()["total"].as_u64().unwrap()
            };
            let total: usize = rows.iter().map(|(_, cells)| first_number(&cells[0])).sum();
            assert_eq!(total as u64, api("").await, "{member} {lens}");
            for (state, words) in [("overdue", " were due by "), ("due", " due by ")] {
                let counts = rows.iter().map(|(_, cells)| {
                    // "IRM results for 2 commitments were due by April 2021, not in our data"
                    let mut told = cells[4].split("IRM results for ").skip(1);
                    let is_it = |told: &&str| {
                        let named = told.trim_start_matches(|c: char| c.is_ascii_digit());
                        let named = named.trim_start_matches(" commitment");
                        named.trim_start_matches('s').starts_with(words)
                    };
                    told.find(is_it).map_or(0, first_number)
                });
                let total = counts.sum::<usize>() as u64;
                assert_eq!(
                    total,
                    api(&format!("&review={state}")).await,
                    "{member} {lens} {state}"
                );
                // What is overdue can be seen at once, not only plan by plan.
                let links = page.body.split("href=\"").skip(1);
                let mut links = links.filter_map(|rest| rest.split('"').next());
                let is_linked =
                    links.any(|link| link.contains("review=overdue") && !link.contains("year="));
                if state == "overdue" {
                    assert_eq!(is_linked, total > 0, "{member} {lens}");
                }
            }
        }
    }
}

#[tokio::test]
async fn plans_stand_in_the_order_of_their_years() {
    let site = Site::bundled().await;
    let page = site.get("/members/netherlands").await;
    let names = plan_rows(&page).into_iter().map(|(name, _)| name);
    let years: Vec<String> = names
        .filter_map(|name| {
            let at = name.find("20").unwrap_or(name.len());
            name.get(at..at + 4).map(str::to_owned)
        })
        .collect();
    assert!(years.len() > 3 && years.is_sorted(), "{years:?}");
    // The line of years is decoration: the years are in words.
    assert_eq!(
        page.body.matches("class=\"plan-span\"").count(),
        years.len()
    );
    assert!(!page.body.contains("style="));
}

#[tokio::test]
async fn what_belongs_to_a_member_is_on_its_page() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let mut pages: BTreeMap<String, Answer> = BTreeMap::new();
    let mut without_code = 0;
    for (kind, field, place) in [
        (
            ContextKind::Challenge,
            "title",
            "aria-labelledby=\"challenge\"",
        ),
        (
            ContextKind::Participant,
            "slug",
            "aria-labelledby=\"networks\"",
        ),
    ] {
        for item in catalogue.context().of(kind) {
            let member = item.get("member");
            if catalogue.member(member).is_none() {
                continue;
            }
            if !pages.contains_key(member) {
                let page = site.get(&format!("/members/{member}")).await;
                pages.insert(member.to_owned(), page);
            }
            let page = &pages[member];
            let section = page.between(place, "</section>");
            assert_eq!(section.len(), 1, "{member} {place}");
            let said = match field {
                "slug" => format!("/network/{}\"", item.slug),
                field => item
                    .get(field)
                    .replace('&', "&amp;")
                    .replace('\'', "&#x27;"),
            };
            assert!(section[0].contains(&said), "{member}: {said}");
            let in_record = item
                .codes("code")
                .iter()
                .any(|code| catalogue.find(code).is_some());
            without_code += usize::from(kind == ContextKind::Challenge && !in_record);
        }
    }
    assert!(without_code > 5, "{without_code}");
    let france = site.get("/members/france").await;
    let resources = france.between("aria-labelledby=\"resources\"", "</section>");
    assert!(resources[0].contains("/commitments/FR0094"));
    // Nothing is said where there is nothing.
    let quiet = site.get("/members/albania").await;
    for place in ["challenge", "networks", "resources"] {
        assert!(!quiet.body.contains(&format!("aria-labelledby=\"{place}\"")));
    }
}

/// Every kind of page with counts of commitments.
const COUNTING: [&str; 15] = [
    "/",
    "/commitments",
    "/commitments?q=algorithm",
    "/members",
    "/members/spain",
    "/areas",
    "/areas/automated-decision-making",
    "/charts",
    "/charts/trend",
    "/charts/members?region=europe",
    "/compare?member=spain&member=italy",
    "/guide/automated-decision-making/algorithm-registers",
    "/data/coverage",
    "/search?q=algorithms",
    "/network",
];

#[tokio::test]
async fn every_page_that_counts_says_what_it_covers() {
    let site = Site::bundled().await;
    let total = site.app.catalogue().len();
    for address in COUNTING {
        for lang in Lang::ALL {
            let sign = if address.contains('?') { '&' } else { '?' };
            let address = format!("{address}{sign}lang={}", lang.slug());
            let page = site.get(&address).await;
            assert_eq!(page.status, 200, "{address}");
            let lines = page.between("class=\"muted coverage\"", "</p>");
            assert_eq!(lines.len(), 1, "{address}");
            assert!(
                lines[0].contains(&number(*lang, total)),
                "{address}: {}",
                lines[0]
            );
            assert!(lines[0].contains("href=\"/data"), "{address}: {}", lines[0]);
        }
    }
    // Nothing is said of OGP's commitments where those shown are invented.
    let invented = Site::demonstration(50).await;
    for address in ["/", "/members", "/charts/trend"] {
        assert!(
            !invented.get(address).await.body.contains("muted coverage"),
            "{address}"
        );
    }
}

/// Otherwise 977 here and 1,886 there look like a mistake.
#[tokio::test]
async fn pages_that_count_different_sets_say_which() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let lenses = catalogue.facet(Filter::Lens);
    for (address, lens) in [
        ("/", Lens::Digital),
        ("/?lens=all", Lens::All),
        ("/commitments", Lens::All),
        ("/commitments?lens=digital", Lens::Digital),
        ("/members", Lens::All),
        ("/members?lens=digital", Lens::Digital),
        ("/areas", Lens::All),
        ("/charts/completion", Lens::All),
        ("/charts/completion?lens=digital", Lens::Digital),
        ("/compare?member=spain&member=italy", Lens::All),
    ] {
        for lang in Lang::ALL {
            let sign = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{sign}lang={}", lang.slug()))
                .await;
            let count = |lens: Lens| lenses.value(lens.slug()).unwrap().rows.count();
            let set = i18n::lens::whole(*lang, lens, count(lens));
            let line = page.between("class=\"muted coverage\"", "</p>")[0];
            let said = i18n::lens::counted_from(*lang, &set);
            assert!(line.contains(&said), "{address}: {line}");
            let digital = number(*lang, count(Lens::Digital));
            assert!(line.contains(&digital), "{address}: {line}");
        }
    }
}

/// "Counted from 977" above the eleven of a country looks like a mistake too.
#[tokio::test]
async fn pages_on_a_part_say_how_many_of_it_they_count() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    for (address, filter, lens) in [
        ("/members/spain", "member=spain", Lens::Digital),
        ("/members/spain?lens=all", "member=spain", Lens::All),
        ("/areas/open-data", "area=open-data", Lens::All),
        ("/charts/trend?member=spain", "member=spain", Lens::All),
        (
            "/charts/trend?member=spain&lens=digital",
            "member=spain",
            Lens::Digital,
        ),
    ] {
        let query = Query::parse(filter).unwrap().only_through(lens);
        let count = catalogue.select(&query, None).rows.count();
        for lang in Lang::ALL {
            let sign = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{sign}lang={}", lang.slug()))
                .await;
            let set = i18n::lens::counted(*lang, lens, count);
            let set = i18n::lens::in_our_data(*lang, &set);
            let said = i18n::lens::counted_from(*lang, &set);
            assert_eq!(page.text().matches(&*said).count(), 1, "{address}: {said}");
        }
    }
}

/// Who clicks on a row of figures finds the same figures behind it.
#[tokio::test]
async fn the_list_of_members_leads_to_pages_that_count_the_same() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    for (address, lens) in [
        ("/members", Lens::All),
        ("/members?lens=digital", Lens::Digital),
    ] {
        let index = site.get(address).await;
        for (slug, _) in catalogue.members().iter().step_by(7) {
            let start = format!("<a href=\"/members/{slug}");
            let rows = index.between(&start, "</td>");
            let mut rows = rows.into_iter().filter(|row| row.starts_with(['"', '?']));
            let row = rows.next().unwrap_or_else(|| panic!("{address}: {slug}"));
            let query = row.split('"').next().unwrap().replace("&amp;", "&");
            let counted = row.rsplit('>').next().unwrap();
            let page = site.get(&format!("/members/{slug}{query}")).await;
            let query = Query::default()
                .with(Filter::Member, slug)
                .only_through(lens);
            let count = catalogue.select(&query, None).rows.count();
            assert_eq!(counted, number(Lang::English, count), "{address}: {slug}");
            let set = i18n::lens::counted(Lang::English, lens, count);
            let set = i18n::lens::in_our_data(Lang::English, &set);
            assert!(page.text().contains(&set), "{address}: {slug}: {set}");
        }
    }
}

/// Half of what was promised was not kept when most of the reviews were written at mid-term.
#[tokio::test]
async fn figures_of_completion_say_how_many_are_from_mid_term() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let subjects = Query::parse("member=spain&member=italy").unwrap();
    let subjects = catalogue.select(&subjects, None).rows;
    let years = catalogue.facet(Filter::Year).values.iter();
    let years = years.filter(|year| subjects.count_with(&year.rows) > 0);
    let years: Vec<_> = years.map(|year| format!("&year={}", year.slug)).collect();
    let compared = format!("kind=national&region=europe{}", years.concat());
    for (address, query) in [
        ("/", "lens=digital"),
        ("/?lens=all", ""),
        ("/members", ""),
        ("/members?lens=digital", "lens=digital"),
        ("/members/albania", "lens=digital&member=albania"),
        ("/members/spain", "lens=digital&member=spain"),
        ("/areas/open-data", "area=open-data"),
        ("/areas/digital-governance", "area=digital-governance"),
        ("/charts/completion?lens=digital", "lens=digital"),
        ("/charts/progress", ""),
        ("/charts/trend", ""),
        ("/charts/members?measure=completion", ""),
        ("/charts/map?measure=completion", ""),
        ("/charts/matrix", ""),
        // With those like them, of the same years.
        ("/compare?member=spain&member=italy", compared.as_str()),
    ] {
        let rows = catalogue.select(&Query::parse(query).unwrap(), None).rows;
        let of_scheme = |scheme: &str| {
            let values = &catalogue.facet(Filter::CompletionValue).values;
            let of_it = values
                .iter()
                .filter(|value| value.slug.starts_with(&format!("{scheme}-")));
            of_it
                .map(|value| rows.count_with(&value.rows))
                .sum::<usize>()
        };
        let midterm = of_scheme("completion_midterm");
        let assessed = midterm + of_scheme("completion") + of_scheme("published_level");
        for lang in Lang::ALL {
            let sign = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{sign}lang={}", lang.slug()))
                .await;
            let said = [
                i18n::midterm::of_these(*lang, midterm, assessed),
                i18n::midterm::of_completion(*lang, midterm, assessed),
            ];
            let text = page.text();
            match said {
                [Some(one), Some(other)] => assert!(
                    text.contains(&*one) || text.contains(&*other),
                    "{address}: {one}"
                ),
                _ => assert!(midterm == 0, "{address}"),
            }
        }
    }
}

#[tokio::test]
async fn what_is_worth_copying_was_completed_or_says_that_only_mid_term_is_known() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    for lang in Lang::ALL {
        let page = site.get(&format!("/?lang={}", lang.slug())).await;
        let section = page.between("aria-labelledby=\"worth\"", "</section>")[0];
        let rows: Vec<&str> = section.split("<li class=\"row\"").skip(1).collect();
        let at_midterm: Vec<bool> = rows
            .iter()
            .map(|row| {
                let code = row.split("/commitments/").nth(1).unwrap();
                let code = code.split(['"', '?']).next().unwrap().parse().unwrap();
                let found = catalogue.find(&code).unwrap();
                let said = row.contains(i18n::midterm::completed_at_midterm(*lang));
                assert_eq!(said, domain::review::is_midterm(&found.commitment), "{row}");
                said
            })
            .collect();
        assert!(
            !at_midterm.is_empty() && at_midterm.is_sorted(),
            "{at_midterm:?}"
        );
    }
}

#[tokio::test]
async fn a_member_without_digital_commitments_has_a_sentence_and_no_empty_charts() {
    let site = Site::bundled().await;
    for (lang, sentence) in [
        (Lang::English, "No digital commitments in our data."),
        (
            Lang::Spanish,
            "Ning\u{fa}n compromiso digital en nuestros datos.",
        ),
        (
            Lang::French,
            "Aucun engagement num\u{e9}rique dans nos donn\u{e9}es.",
        ),
    ] {
        let page = site
            .get(&format!("/members/malta?lang={}", lang.slug()))
            .await;
        assert!(page.text().contains(sentence), "{}", page.text());
        assert!(!page.body.contains("<figure"), "{lang}");
        assert!(
            page.between("aria-labelledby=\"commitments\"", "</section>")
                .is_empty()
        );
        // What it promised on other subjects is one link away.
        assert!(page.body.contains("/commitments?member=malta"), "{lang}");
    }
    let all = site.get("/members/malta?lens=all").await;
    assert!(all.body.contains("<figure"));
}

#[tokio::test]
async fn sentences_end_once_and_initials_keep_their_capitals() {
    let site = Site::bundled().await;
    let catalogue = site.app.catalogue();
    let codes = catalogue
        .rows()
        .step_by(60)
        .map(|row| format!("/commitments/{}", row.commitment.code));
    let members = catalogue
        .members()
        .iter()
        .step_by(9)
        .map(|(slug, _)| format!("/members/{slug}"));
    let others = [
        "/method",
        "/data",
        "/data/coverage",
        "/challenge",
        "/network",
        "/compare?member=spain&member=kenya",
    ];
    let addresses: Vec<String> = codes
        .chain(members)
        .chain(others.map(str::to_owned))
        .collect();
    for address in &addresses {
        for lang in Lang::ALL {
            let sign = if address.contains('?') { '&' } else { '?' };
            let page = site
                .get(&format!("{address}{sign}lang={}", lang.slug()))
                .await;
            assert_eq!(page.status, 200, "{address}");
            let text = page.text();
            for fault in [
                "?.",
                "? .",
                "oGP",
                "iRM",
                " 1 were ",
                " 1 eran ",
                " 1 \u{e9}taient ",
                ": .",
            ] {
                let at = text.find(fault);
                let around = at.map(|at| text[..at].chars().rev().take(60).collect::<String>());
                let around = around.map(|around| around.chars().rev().collect::<String>());
                assert_eq!(around, None, "{address} in {lang} has {fault}");
            }
        }
    }
}

#[tokio::test]
async fn the_guide_starts_with_digital_commitments() {
    let site = Site::bundled().await;
    let action = "/guide/automated-decision-making/algorithm-registers";
    let list_of = |page: &Answer| {
        let links = page.between("href=\"/commitments?", "\"");
        let own = links.into_iter().find(|link| link.contains("q=algorithm"));
        own.unwrap().replace("&amp;", "&")
    };
    let page = site.get(action).await;
    assert!(
        list_of(&page).contains("lens=digital"),
        "{}",
        list_of(&page)
    );
    // The row is called what it is, however wide the screen.
    let lens = page.between("class=\"lens\"", "</nav>")[0];
    let label = "<ul class=\"links-row\"><li aria-hidden=\"true\" class=\"muted\">Showing:</li>";
    assert!(lens.contains(label), "{lens}");
    let all = site.get(&format!("{action}?lens=all")).await;
    assert!(!list_of(&all).contains("lens="), "{}", list_of(&all));
    assert!(
        site.get("/guide")
            .await
            .text()
            .contains("start with digital ones")
    );
}

#[tokio::test]
async fn the_areas_of_the_overview_stand_in_the_order_that_it_says() {
    let site = Site::bundled().await;
    for lang in Lang::ALL {
        let page = site.get(&format!("/?lang={}", lang.slug())).await;
        let section = page.between("aria-labelledby=\"ways\"", "</section>")[0];
        let areas = section.split("<ul class=\"count-list\">").nth(1).unwrap();
        let items: Vec<&str> = areas.split("</ul>").next().unwrap().split("<li>").collect();
        let count = |item: &&str| {
            let count = item.split("<span class=\"n\">").nth(1).unwrap();
            let count = count.split("</span>").next().unwrap();
            let digits = count.chars().filter(char::is_ascii_digit);
            digits.collect::<String>().parse::<usize>().unwrap()
        };
        assert!(items[1].contains("/areas/digital-governance"), "{areas}");
        let parts: Vec<usize> = items[2..7].iter().map(count).collect();
        let others: Vec<usize> = items[7..].iter().map(count).collect();
        assert!(parts.is_sorted_by(|a, b| a >= b), "{parts:?}");
        assert!(others.is_sorted_by(|a, b| a >= b), "{others:?}");
        assert!(others.len() > 3, "{areas}");
    }
}

#[tokio::test]
async fn the_overview_shows_the_trend_of_its_lens_with_the_change_of_scale() {
    let site = Site::bundled().await;
    for (address, list) in [("/", "lens=digital"), ("/?lens=all", "")] {
        let page = site.get(address).await;
        let trend = page.between("aria-labelledby=\"trend\"", "</section>");
        assert_eq!(trend.len(), 1, "{address}");
        let note = i18n::charts_findings::scale_changes_note(Lang::English);
        assert!(trend[0].contains(note), "{address}");
        assert!(trend[0].contains("id=\"chart-trend\""), "{address}");
        assert!(
            trend[0].contains(&format!(
                "/charts/trend{}",
                if list.is_empty() {
                    "\""
                } else {
                    "?lens=digital\""
                }
            )),
            "{address}"
        );
        // Before the stories and the list of topics.
        let place = |part: &str| page.body.find(part).unwrap();
        assert!(place("aria-labelledby=\"trend\"") < place("aria-labelledby=\"worth\""));
    }
}
