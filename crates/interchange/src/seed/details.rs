//! Details of the bundled record, each as far as its sources support it.

use std::collections::BTreeSet;

use super::tests::find;
use super::*;

/// Which report a commitment's rating came from is said by its title, not by where in it the rating was found.
#[test]
fn no_report_is_listed_twice_under_two_names() {
    let batch = commitments().unwrap();
    for entry in &batch.entries {
        let c = &entry.commitment;
        let listed = c.distinct_reports();
        let mut slugs = BTreeSet::new();
        for report in &listed {
            let is_new = slugs.insert(text::slugify(&report.title));
            assert!(is_new, "{}: {listed:?}", c.code);
            let repeated = listed.iter().any(|other| other.may_be(report));
            assert!(!repeated, "{}: {listed:?}", c.code);
            for words in ["matched by title", "overview", "(commitment"] {
                let is_title = !report.title.to_lowercase().contains(words);
                assert!(is_title, "{}: {report:?}", c.code);
            }
        }
    }
    for (code, titles) in [
        (
            "CA0066",
            &[
                "Canada Design Report 2018-2020",
                "IRM report on results, published 2023",
            ][..],
        ),
        ("HR0005", &["Croatia IRM Progress Report 2012-2013"]),
        (
            "MN0048",
            &[
                "Mongolia Action Plan Review 2021-2023",
                "Mongolia Results Report 2021-2023",
            ],
        ),
        (
            "BR0120",
            &[
                "Brazil Results Report 2021-2023",
                "Brazil Action Plan Review 2021-2023",
            ],
        ),
        // Nothing shows which of these it is.
        ("ZZHRV0001", &["IRM Progress Report, published 2014"]),
    ] {
        let listed = find(&batch, code).commitment.distinct_reports();
        let listed: BTreeSet<&str> = listed.iter().map(|report| report.title.as_str()).collect();
        assert_eq!(listed, titles.iter().copied().collect(), "{code}");
    }
}
