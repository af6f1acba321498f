//! Checks the catalogue against a naive filter.

use super::*;
use domain::query::{PAGE_SIZE, Query};
use domain::record::{LastChange, Published};
use domain::{Commitment, Dimension, Lang, Lens, Level, Review, Sort, text};
use interchange::demo;

fn catalogue(count: usize) -> Catalogue {
    let batch = demo::commitments(count).unwrap();
    let mut commitments: Vec<_> = batch.entries.into_iter().map(|e| e.commitment).collect();
    commitments.sort_by(|a, b| a.code.cmp(&b.code));
    let published = Published {
        version: DataVersion {
            number: 1,
            made_at: None,
            demonstration: true,
        },
        areas: batch.areas,
        context: Vec::new(),
        commitments: (1000..).zip(commitments).collect(),
        last_changes: (1000..)
            .take(count)
            .map(|id| (id, changed_in(id)))
            .filter(|(id, _)| id % 11 != 0)
            .collect(),
    };
    Catalogue::build(published, today())
}

fn changed_in(id: i64) -> LastChange {
    let revision = id * 7 % 13;
    LastChange {
        revision,
        made_at: chrono::DateTime::from_timestamp(revision, 0).unwrap(),
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

/// Whether a commitment meets one filter of a query, written without any index.
fn meets(row: &Row, filter: Filter, query: &Query, areas: &AreaTree) -> bool {
    let commitment = &*row.commitment;
    let has = |slug: &str| query.has(filter, slug);
    if query.values(filter).is_empty() {
        return true;
    }
    match filter {
        Filter::Member => has(&text::slugify(&commitment.member.name)),
        Filter::Lens => Lens::ALL
            .iter()
            .any(|l| has(l.slug()) && l.shows(&commitment.policy_areas, areas)),
        Filter::Review => row.review(today()).is_some_and(|state| has(state.slug())),
        Filter::Region => has(commitment.member.region.slug()),
        Filter::Kind => has(commitment.member.kind.slug()),
        Filter::Area => commitment.policy_areas.iter().any(|slug| {
            let parent = areas.find(slug).and_then(|a| a.parent.clone());
            has(slug) || parent.is_some_and(|p| has(&p))
        }),
        Filter::Year => commitment
            .plan
            .start_year
            .is_some_and(|y| has(&y.to_string())),
        Filter::Ambition => has(commitment.level(Dimension::Ambition).slug()),
        Filter::Completion => has(commitment.level(Dimension::Completion).slug()),
        Filter::Results => has(commitment.level(Dimension::EarlyResults).slug()),
        Filter::Value => commitment.ogp_values.iter().any(|v| has(v.slug())),
        Filter::Challenge => commitment.challenge_area.is_some_and(|a| has(a.slug())),
        Filter::AmbitionValue | Filter::CompletionValue | Filter::ResultsValue => {
            let dimension = filter.dimension_on_scale().unwrap();
            let rating = commitment.ratings.of(dimension);
            rating.is_some_and(|r| match r.finding {
                domain::Finding::Rated(value) => has(&value.slug()),
                _ => false,
            })
        }
    }
}

pub(crate) const QUERIES: &[&str] = &[
    "",
    "area=digital-governance",
    "member=spain&member=italy",
    "ambition=high&completion=low",
    "area=digital-governance&region=europe&year=2019&year=2018&ambition=high",
    "kind=local&value=technology&results=pending&results=no_data",
    "challenge=digital-governance&sort=title",
    "member=atlantis",
    "lens=digital&review=overdue",
    "lens=all&lens=digital-governance",
    "year_from=2017&year_to=2019&ambition=high",
    "year_to=2016&year=2015&year=2018",
];

/// Whether a commitment's plan is of one of the years of a query's range.
fn is_of_years(commitment: &Commitment, query: &Query) -> bool {
    let year = commitment.plan.start_year;
    query.years().is_empty() || year.is_some_and(|year| query.years().has(year))
}

#[test]
fn results_and_counts_are_those_of_a_straightforward_filter() {
    let catalogue = catalogue(2_000);
    for address in QUERIES {
        let query = Query::parse(address).unwrap();
        let selection = catalogue.select(&query, None);
        let expected: Vec<&Row> = catalogue
            .rows()
            .filter(|r| {
                is_of_years(&r.commitment, &query)
                    && Filter::ALL
                        .iter()
                        .all(|f| meets(r, *f, &query, catalogue.areas()))
            })
            .collect();
        assert_eq!(selection.rows.count(), expected.len(), "{address}");
        for counts in catalogue.count_facets(&query, &selection) {
            for value in &counts.values {
                let only = query.with_only(counts.filter, &value.slug);
                let expected = catalogue
                    .rows()
                    .filter(|r| {
                        is_of_years(&r.commitment, &query)
                            && Filter::ALL
                                .iter()
                                .all(|f| meets(r, *f, &only, catalogue.areas()))
                    })
                    .count();
                assert_eq!(
                    value.count,
                    expected,
                    "{address}: {}={}",
                    counts.filter.slug(),
                    value.slug
                );
                assert_eq!(value.selected, query.has(counts.filter, &value.slug));
            }
        }
    }
}

#[test]
fn pages_cover_the_selection_once_and_in_order() {
    let catalogue = catalogue(230);
    for sort in Sort::ALL {
        let query = Query::default().sorted(*sort);
        let selection = catalogue.select(&query, None);
        let mut seen = Vec::new();
        for number in 0..5 {
            let page = catalogue.page(&query.at_page(number), &selection);
            assert_eq!((page.total, page.pages, page.number), (230, 5, number));
            assert!(page.rows.len() <= PAGE_SIZE);
            seen.extend(page.rows.iter().map(|r| r.id));
        }
        seen.sort_unstable();
        assert_eq!(seen, (1000..1230).collect::<Vec<_>>());
        assert!(
            catalogue
                .page(&query.at_page(5), &selection)
                .rows
                .is_empty()
        );
    }
    let years: Vec<_> = catalogue
        .ordered(
            &Query::default(),
            &catalogue.select(&Query::default(), None),
        )
        .map(|r| r.commitment.plan.start_year)
        .collect();
    assert!(years.is_sorted_by(|a, b| a >= b));
}

/// Reference sort key, computed per row: smaller comes first, and `None` last.
fn key(row: &Row, sort: Sort) -> Option<(String, i64)> {
    let c = &row.commitment;
    let number = |number: i64| Some((String::new(), number));
    let level = |dimension| match c.level(dimension) {
        Level::High => number(0),
        Level::Low => number(1),
        _ => None,
    };
    match sort {
        Sort::Newest | Sort::Relevance => number(-i64::from(c.plan.start_year?)),
        Sort::Oldest => number(c.plan.start_year?.into()),
        Sort::Member | Sort::MemberReversed => Some((text::fold(&c.member.name), 0)),
        Sort::Title | Sort::TitleReversed => Some((text::fold(c.title_for(Lang::English)), 0)),
        Sort::Ambition | Sort::AmbitionReversed => level(Dimension::Ambition),
        Sort::Completion | Sort::CompletionReversed => level(Dimension::Completion),
        Sort::Results | Sort::ResultsReversed => level(Dimension::EarlyResults),
        Sort::Changed | Sort::ChangedReversed => number(-row.last_change?.revision),
        Sort::PlanEnd | Sort::PlanEndReversed => number(c.plan.end_year?.into()),
        Sort::Overdue | Sort::OverdueReversed => {
            let state = row.review(NaiveDate::MAX);
            number(
                (state == Some(Review::Overdue))
                    .then_some(c.plan.end_year?)?
                    .into(),
            )
        }
    }
}

#[test]
fn rows_are_in_order_either_way_and_what_is_unknown_comes_last() {
    let catalogue = catalogue(600);
    for sort in Sort::ALL {
        let query = Query::default().sorted(*sort);
        let selection = catalogue.select(&query, None);
        let rows = catalogue.ordered(&query, &selection);
        let keys: Vec<_> = rows.map(|row| key(row, *sort)).collect();
        assert_eq!(keys.len(), 600, "{sort}");
        let known = keys.iter().take_while(|key| key.is_some()).count();
        assert!(keys[known..].iter().all(Option::is_none), "{sort}");
        let in_order = if sort.is_reversed() {
            keys[..known].is_sorted_by(|a, b| a >= b)
        } else {
            keys[..known].is_sorted()
        };
        assert!(in_order, "{sort}");
    }
}

#[test]
fn a_shortlist_selects_its_commitments_and_nothing_else() {
    let catalogue = catalogue(100);
    let codes: Vec<String> = catalogue
        .rows()
        .step_by(30)
        .map(|r| r.commitment.code.to_string())
        .collect();
    let query = Query::parse(&format!("code={},ZZ9999", codes.join(","))).unwrap();
    let selection = catalogue.select(&query, None);
    let page = catalogue.page(&query.sorted(Sort::Title), &selection);
    let mut shown: Vec<String> = page
        .rows
        .iter()
        .map(|r| r.commitment.code.to_string())
        .collect();
    shown.sort();
    assert_eq!(shown, codes);
    let nothing = Query::parse("code=ZZ9999").unwrap();
    assert_eq!(catalogue.select(&nothing, None).rows.count(), 0);
}

#[test]
fn a_search_keeps_its_ranking_and_meets_the_filters() {
    let catalogue = catalogue(100);
    let found = [1050, 1003, 9999, 1007];
    let query = Query::parse("q=anything").unwrap();
    let selection = catalogue.select(&query, Some(&found));
    let ids: Vec<i64> = catalogue
        .page(&query, &selection)
        .rows
        .iter()
        .map(|r| r.id)
        .collect();
    assert_eq!(ids, [1050, 1003, 1007]);
    let title = query.sorted(Sort::Title);
    assert_eq!(catalogue.page(&title, &selection).total, 3);
}

#[test]
fn another_name_of_an_area_is_that_area() {
    let catalogue = catalogue(300);
    let query = Query::parse("area=disinformation-and-information-integrity&page=2").unwrap();
    assert_eq!(
        catalogue.canonical(&query).to_address(),
        "area=disinformation-misinformation&page=2"
    );
    let plain = Query::parse("area=open-data&page=2").unwrap();
    assert_eq!(catalogue.canonical(&plain), plain);
}

#[test]
fn an_empty_record_makes_an_empty_catalogue() {
    let catalogue = catalogue(0);
    let selection = catalogue.select(&Query::default(), None);
    let page = catalogue.page(&Query::default(), &selection);
    assert_eq!((page.total, page.pages), (0, 1));
    assert!(catalogue.count_facets(&Query::default(), &selection).len() == Filter::ALL.len());
}
