//! The cost of a page in another language, relative to the same page in English.

use anyhow::Result;

use super::server::{Server, address};
use super::table::Table;
use crate::shell::say;

/// Pages of each kind, by their addresses without a language.
const PAGES: [(&str, &[&str]); 7] = [
    ("overview", &["/"]),
    ("members", &["/members"]),
    ("charts", &["/charts", "/charts/trend", "/charts/areas"]),
    ("policy area", &["/areas/digital-governance"]),
    ("guide", &["/guide/automated-decision-making"]),
    ("network", &["/network"]),
    ("method", &["/method"]),
];

/// The languages take turns, so that other load on the machine affects all of them; the best turn of
/// each counts.
const ROUNDS: usize = 14;
const REQUESTS: usize = 40;
const MAX_RATIO: f64 = 1.1;

/// Measures the list and every kind of page in Spanish and French.
pub fn measure(server: &Server, queries: &[&str], table: &mut Table) -> Result<()> {
    let list: Vec<String> = queries.iter().map(|query| address(query)).collect();
    measure_page(server, "list", &list, table)?;
    for (name, paths) in PAGES {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        measure_page(server, name, &paths, table)?;
    }
    Ok(())
}

fn measure_page(server: &Server, name: &str, paths: &[String], table: &mut Table) -> Result<()> {
    say(format_args!("{name} in each language"));
    let languages = ["", "es", "fr"];
    let localized = languages.map(|language| -> Vec<String> {
        paths
            .iter()
            .map(|path| in_language(path, language))
            .collect()
    });
    let mut best = [f64::INFINITY; 3];
    // The first round fills the caches.
    for _ in 0..=ROUNDS {
        for (best, paths) in best.iter_mut().zip(&localized) {
            let Some(milliseconds) = server.processor_time_over(paths, REQUESTS)? else {
                return Ok(());
            };
            *best = best.min(milliseconds);
        }
    }
    let [english, others @ ..] = best;
    table.row(format!("processor time, {name}"), english, "ms", None);
    for (language, other) in languages[1..].iter().zip(others) {
        let ratio = other / english;
        let what = format!("{name}, {language} beside English");
        table.row(what, ratio, "times", Some(MAX_RATIO));
    }
    Ok(())
}

/// English, the default, needs no key.
fn in_language(path: &str, language: &str) -> String {
    match (language, path.contains('?')) {
        ("", _) => path.to_owned(),
        (_, true) => format!("{path}&lang={language}"),
        (_, false) => format!("{path}?lang={language}"),
    }
}
