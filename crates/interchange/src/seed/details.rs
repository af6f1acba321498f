//! Details of the bundled record, each as far as its sources support it.

use std::collections::{BTreeMap, BTreeSet};

use super::tests::find;
use super::*;
use crate::local_code::is_local;

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
        let listed: BTreeSet<&str> = listed.iter().map(|report| &*report.title).collect();
        assert_eq!(listed, titles.iter().copied().collect(), "{code}");
    }
}

/// OGP's whole sheet, which cannot be bundled, where it lies beside this project.
fn whole_sheet() -> Option<Vec<HashMap<String, String>>> {
    let file = "../../../shared/data/ogp-export-2024-open-parliament-sample.csv";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} is not here", path.display());
        return None;
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let rows = csv::Reader::from_reader(bytes).into_deserialize();
    Some(rows.map(Result::unwrap).collect())
}

/// The list of ends is made from the whole sheet: those of plans of the record that the bundled part has no row of.
#[test]
fn ends_of_plans_are_those_of_the_whole_sheet() {
    let batch = commitments().unwrap();
    let listed: Vec<HashMap<String, String>> = csv::Reader::from_reader(PLAN_ENDS)
        .into_deserialize()
        .map(Result::unwrap)
        .collect();
    for row in &listed {
        let (member, end) = (text::slugify(&row["plan_of"]), row["ends"].parse().ok());
        let submitted: Option<i32> = row["submitted"].parse().ok();
        let of_plan = batch.entries.iter().map(|entry| &entry.commitment);
        let mut of_plan = of_plan
            .filter(|c| c.member.slug() == member && c.plan.start_year == submitted)
            .peekable();
        assert!(of_plan.peek().is_some(), "{row:?}");
        for c in of_plan {
            assert_eq!(plan_end_of_sheet(c), end, "{}", c.code);
            assert!(c.plan.end_year >= end, "{}", c.code);
        }
    }
    let Some(whole) = whole_sheet() else {
        return;
    };
    let plan_of = |row: &HashMap<String, String>| -> Option<(String, i32)> {
        let member = crate::members::present_name(&row["Country/Locality"]);
        Some((member.to_owned(), row["Year Of Submission"].parse().ok()?))
    };
    let bundled = csv::Reader::from_reader(MASTER_SHEET).into_deserialize();
    let bundled: HashSet<(String, i32)> = bundled
        .map(Result::<HashMap<String, String>, _>::unwrap)
        .filter_map(|row| plan_of(&row))
        .collect();
    let of_record: HashSet<(String, i32)> = batch
        .entries
        .iter()
        .filter_map(|e| Some((e.commitment.member.slug(), e.commitment.plan.start_year?)))
        .collect();
    let mut made: BTreeMap<(String, i32), (i32, String)> = BTreeMap::new();
    for row in &whole {
        let (Some(plan), Ok(end)) = (plan_of(row), row["Action Plan End Year"].parse()) else {
            continue;
        };
        let is_wanted = of_record.contains(&(text::slugify(&plan.0), plan.1));
        if is_wanted && !bundled.contains(&plan) {
            let code = row["Commitment Unique Identifier"].clone();
            let known = made.entry(plan).or_insert_with(|| (end, code.clone()));
            if end > known.0 {
                *known = (end, code);
            }
        }
    }
    let made = made.into_iter().map(|((member, submitted), (end, code))| {
        [member, submitted.to_string(), end.to_string(), code]
    });
    let columns = ["plan_of", "submitted", "ends", "stated_by"];
    let listed = listed
        .iter()
        .map(|row| columns.map(|name| row[name].clone()));
    assert_eq!(listed.collect::<Vec<_>>(), made.collect::<Vec<_>>());
}

/// Sources contradict each other on when a plan ends, or say it for others of the plan only.
#[test]
fn a_plan_ends_no_sooner_than_the_whole_sheet_says() {
    let batch = commitments().unwrap();
    for (code, end, of_sheet) in [
        ("ZZGEO0002", 2014, 2014),
        ("GE0002", 2014, 2014),
        ("ID0070", 2018, 2018),
        ("FI0032", 2023, 2021),
        ("ZZMKD0001", 2014, 2014),
        ("ZZESP0003", 2013, 2013),
        ("ZZCZE0001", 2014, 2014),
    ] {
        let c = &find(&batch, code).commitment;
        assert_eq!(c.plan.end_year, Some(end), "{code}");
        assert_eq!(plan_end_of_sheet(c), Some(of_sheet), "{code}");
    }
}

#[test]
fn a_page_that_calls_a_plan_by_other_years_is_known() {
    let batch = commitments().unwrap();
    let others = batch.entries.iter().map(|entry| &entry.commitment);
    let others = others.filter_map(|c| Some((c.code.as_str(), other_plan_title(c)?)));
    let canada = ["CA0066", "CA0067", "CA0068", "CA0070", "CA0072", "CA0073"];
    let expected = canada.map(|code| (code, "Canada Action Plan 2018-2020"));
    assert_eq!(others.collect::<Vec<_>>(), expected);
}

/// The first day of a month stands for the month where a source writes months so, or where the order of day and
/// month is not certain.
#[test]
fn no_day_is_more_exact_than_its_source() {
    let batch = commitments().unwrap();
    for (code, start, end) in [
        ("ZZMEX0015", "2013-10", "2015-07"),
        ("ZZEST0016", "2014-07", "2015-01"),
        ("HN0005", "2012-07", ""),
    ] {
        let c = &find(&batch, code).commitment;
        let [first, last] = [c.start, c.end].map(|date| date.map(|date| date.to_string()));
        assert_eq!(first.as_deref(), Some(start), "{code}");
        assert!(
            end.is_empty() || last.as_deref() == Some(end),
            "{code}: {last:?}"
        );
    }
    let explorer = KnownSource::Explorer2016.address();
    for entry in &batch.entries {
        let c = &entry.commitment;
        if c.source_url.as_deref() == Some(explorer) {
            for date in [c.start, c.end].into_iter().flatten() {
                assert!(
                    !date.to_string().ends_with("-01") || date.to_string().len() == 7,
                    "{}: {date}",
                    c.code
                );
            }
        }
    }
}

/// A summary names no other years of a plan than its page.
#[test]
fn summaries_have_the_years_of_their_plans() {
    let batch = commitments().unwrap();
    let mut seen = 0;
    for entry in &batch.entries {
        let c = &entry.commitment;
        for summary in c.summary_in.iter().flatten() {
            if let Some((start, end)) = domain::plan::title_years(&summary.text) {
                let plan = (c.plan.start_year, c.plan.end_year);
                assert_eq!(
                    plan,
                    (Some(start), Some(end)),
                    "{}: {}",
                    c.code,
                    summary.text
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

/// What a narrow column broke is one word, and no line break is left.
#[test]
fn no_institution_has_a_broken_word() {
    let batch = commitments().unwrap();
    for entry in &batch.entries {
        let c = &entry.commitment;
        for name in c.lead_institutions.iter().chain(&c.support_institutions) {
            for broken in [" s:", "sables :", "<", "\n"] {
                assert!(!name.contains(broken), "{}: {name}", c.code);
            }
        }
    }
    let broken = &find(&batch, "ZZMEX0022").commitment.support_institutions;
    assert_eq!(
        broken,
        &["Responsable: Art\u{ed}culo 19 Corresponsables: IMCO y CIDAC"]
    );
}

/// The facts of a commitment that one of its sources states, by their names in forms.
fn stated(c: &domain::Commitment) -> BTreeSet<&'static str> {
    let facts = [
        ("number", c.number.is_some()),
        ("lead", !c.lead_institutions.is_empty()),
        ("support", !c.support_institutions.is_empty()),
        ("area", !c.policy_areas.is_empty()),
        ("value", !c.ogp_values.is_empty()),
        ("start", c.start.is_some()),
        ("end", c.end.is_some()),
        ("verifiable", c.verifiable.is_some()),
        ("relevant", c.relevant.is_some()),
        ("report", !c.reports.is_empty()),
        ("starred", c.starred.is_some()),
        ("status", c.status.is_some()),
    ];
    let stated = facts.into_iter().filter(|(_, is_stated)| *is_stated);
    stated.map(|(name, _)| name).collect()
}

/// The list of facts is made from the sources: those that a page links to another source than theirs.
#[test]
fn facts_of_other_sources_are_those_that_no_page_states() {
    let read = read_all().unwrap();
    let of = |entries: &[Entry]| -> HashMap<CommitmentCode, domain::Commitment> {
        let commitments = entries.iter().map(|entry| entry.commitment.clone());
        commitments.map(|c| (c.code.clone(), c)).collect()
    };
    let [pages, sheet, explorer] = [&read.pages, &read.sheet, &read.explorer].map(|e| of(e));
    let batch = commitments().unwrap();
    let listed: HashSet<&str> = FOUND_BY_READING
        .values()
        .map(CommitmentCode::as_str)
        .collect();
    let mut made: Vec<[String; 4]> = Vec::new();
    for c in batch.entries.iter().map(|entry| &entry.commitment) {
        if is_local(&c.code) {
            continue;
        }
        let [page, of_sheet, of_explorer] =
            [&pages, &sheet, &explorer].map(|source| source.get(&c.code));
        let mut known = page.map(stated).unwrap_or_default();
        for (source, commitment) in [
            (KnownSource::MasterSheet2024, of_sheet),
            (KnownSource::Explorer2016, of_explorer),
        ] {
            let Some(commitment) = commitment else {
                continue;
            };
            let mut facts = stated(commitment);
            facts.retain(|fact| !known.contains(fact));
            known.extend(facts.iter().copied());
            // They stand beside the one area by which a page is known.
            let has = |other: Option<&domain::Commitment>, area: &std::sync::Arc<str>| {
                other.is_some_and(|other| other.policy_areas.contains(area))
            };
            let newer = of_sheet.filter(|_| source == KnownSource::Explorer2016);
            let mut areas = c.policy_areas.iter();
            if areas.any(|a| has(Some(commitment), a) && !has(page, a) && !has(newer, a)) {
                facts.insert("area");
            }
            let found = match source {
                KnownSource::Explorer2016 if listed.contains(c.code.as_str()) => "reading",
                KnownSource::Explorer2016 => "title",
                _ => "",
            };
            let facts: Vec<&str> = facts.into_iter().collect();
            made.push([
                c.code.to_string(),
                source.slug().to_owned(),
                found.to_owned(),
                facts.join(" "),
            ]);
        }
    }
    let listed: Vec<[String; 4]> = csv::Reader::from_reader(FACTS_OF_OTHERS)
        .into_deserialize()
        .map(Result::unwrap)
        .collect();
    if listed != made {
        // To be taken over, after a look at what has changed.
        let lines: Vec<String> = made.iter().map(|row| row.join(",")).collect();
        let file = std::env::temp_dir().join("facts-of-others.csv");
        let text = format!("code,source,found,facts\n{}\n", lines.join("\n"));
        std::fs::write(&file, text).unwrap();
        panic!("data/seed/facts-of-others.csv is not {}", file.display());
    }
}

/// A row of which a page is known by one of its areas only has all areas of the Explorer.
#[test]
fn a_page_of_which_one_area_is_known_takes_no_others_away() {
    let batch = commitments().unwrap();
    let areas = |code: &str| -> Vec<String> {
        let areas = &find(&batch, code).commitment.policy_areas;
        areas.iter().map(ToString::to_string).collect()
    };
    assert!(areas("NO0021").len() >= 5, "{:?}", areas("NO0021"));
    assert!(areas("NO0021").contains(&"open-data".to_owned()));
    // A page that was read states which areas there are now.
    assert_eq!(areas("GE0002"), ["local-commitments"]);
    assert_eq!(areas("AL0019"), ["e-government"]);
}
