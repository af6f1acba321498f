//! One page of 50 with the counts of every facet, at three sizes of the record.
//!
//! Prints each figure beside its limit; run it with `cargo xtask bench`.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should stop and say where"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use catalogue::Catalogue;
use domain::Query;
use domain::record::{DataVersion, Published};
use interchange::demo;

/// The limit for a record of this size, from the product's quality goals.
const LIMIT_ROWS: usize = 10_000;
const LIMIT: Duration = Duration::from_millis(1);

const QUERIES: [(&str, &str); 2] = [
    ("unfiltered", ""),
    (
        "three filters",
        "area=digital-governance&region=europe&region=americas&ambition=high",
    ),
];

fn main() {
    let mut within = true;
    println!(
        "{:>9}  {:<14} {:>10} {:>10}",
        "rows", "view", "median", "limit"
    );
    for rows in [656, LIMIT_ROWS, 100_000] {
        let catalogue = catalogue(rows);
        for (name, address) in QUERIES {
            let query = Query::parse(address).unwrap();
            let took = median(|| {
                let selection = catalogue.select(&query, None);
                let facets = catalogue.count_facets(&query, &selection);
                let page = catalogue.page(&query, &selection);
                black_box((facets, page.rows.len()));
            });
            let limit = if rows == LIMIT_ROWS {
                format!("{LIMIT:?}")
            } else {
                "-".to_owned()
            };
            println!("{rows:>9}  {name:<14} {took:>10.1?} {limit:>10}");
            within &= rows != LIMIT_ROWS || took <= LIMIT;
        }
    }
    if !within {
        println!("OVER the limit");
        std::process::exit(1);
    }
}

fn catalogue(rows: usize) -> Catalogue {
    let batch = demo::commitments(rows).unwrap();
    let began = Instant::now();
    let published = Published {
        version: DataVersion {
            number: 1,
            made_at: None,
            demonstration: true,
        },
        areas: batch.areas,
        context: Vec::new(),
        commitments: (1..)
            .zip(batch.entries.into_iter().map(|e| e.commitment))
            .collect(),
        last_changes: std::collections::HashMap::new(),
    };
    let catalogue = Catalogue::build(published, chrono::NaiveDate::MIN);
    println!("{rows:>9}  {:<14} {:>10.1?}", "build", began.elapsed());
    catalogue
}

/// The median of repeated runs, after some that warm up.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..220)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .skip(20)
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
