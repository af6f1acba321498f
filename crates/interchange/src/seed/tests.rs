use std::collections::{HashMap, HashSet};

use super::rating_sources::RatingSource;
use super::*;
use crate::local_code::is_local;
use domain::context::{ContextItem, ContextKind};
use domain::rating;
use domain::{Dimension, Lang, Level, Scheme};

/// The bundled files read by plain means, to count by.
fn rows_of(bytes: &[u8]) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(bytes)
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

pub(super) fn find<'a>(batch: &'a Batch, code: &str) -> &'a Entry {
    let is_it = |e: &&Entry| e.commitment.code.as_str() == code;
    batch.entries.iter().find(is_it).unwrap()
}

/// Rows of the Explorer whose code is known, by country, plan and number. Its numbers are not unique:
/// a title decides between two.
fn rows_with_known_code() -> usize {
    let fold = |text: &str| text.to_lowercase().replace("<br/>", " ").replace(' ', "");
    let columns = ["Country", "Action Plan Number", "Comm No", "Short Title"];
    let key = |row: &HashMap<String, String>| columns.map(|c| fold(&row[c]));
    let mut known: HashSet<[String; 4]> = rows_of(KNOWN_CODES).iter().map(key).collect();
    for row in rows_of(CODES_BY_READING) {
        // A local code corrects one row of the older list.
        if row["code"].starts_with("ZZ") {
            known.remove(&key(&row));
        } else {
            known.insert(key(&row));
        }
    }
    rows_of(EXPLORER)
        .iter()
        .filter(|row| known.contains(&key(row)))
        .count()
}

#[test]
fn every_commitment_of_the_four_files_is_there_once() {
    let batch = commitments().unwrap();
    let pages: HashSet<String> = rows_of(PAGES).iter().map(|r| r["code"].clone()).collect();
    let sheet = rows_of(MASTER_SHEET);
    let of_sheet = sheet
        .iter()
        .map(|r| r["Commitment Unique Identifier"].clone());
    let named: HashSet<String> = pages.into_iter().chain(of_sheet).collect();
    let explorer = rows_of(EXPLORER).len();
    let local = batch
        .entries
        .iter()
        .filter(|e| is_local(&e.commitment.code))
        .count();
    let coded = batch.entries.len() - local;
    // Two of them with a number in front of the title.
    let found_by_title = 4;
    assert_eq!(explorer - local, rows_with_known_code() + found_by_title);
    assert_eq!(batch.identities.len(), explorer);
    let by_code: HashSet<&CommitmentCode> =
        batch.entries.iter().map(|e| &e.commitment.code).collect();
    assert_eq!(by_code.len(), batch.entries.len());
    for code in &named {
        assert!(
            by_code.contains(&code.parse::<CommitmentCode>().unwrap()),
            "{code}"
        );
    }
    // Some codes are known by the list alone.
    assert_eq!(coded, named.len() + 10);
    assert!(
        (1_880..1_930).contains(&batch.entries.len()),
        "{}",
        batch.entries.len()
    );
}

#[test]
fn the_sources_are_as_long_as_is_said() {
    for ((source, count), file) in SOURCES.into_iter().zip([PAGES, MASTER_SHEET, EXPLORER]) {
        assert_eq!(rows_of(file).len(), count, "{source}");
    }
}

#[test]
fn as_much_is_known_as_the_sources_say() {
    let batch = commitments().unwrap();
    let assessed = |dimension: Dimension| {
        let is = |e: &&Entry| e.commitment.level(dimension).is_assessed();
        batch.entries.iter().filter(is).count()
    };
    assert!(assessed(Dimension::Completion) >= 970);
    assert!(assessed(Dimension::Ambition) >= 1_190);
    assert!(assessed(Dimension::EarlyResults) >= 410);
    for entry in &batch.entries {
        for rating in &entry.ratings {
            assert!(rating.source_url.is_some(), "{}", entry.commitment.code);
        }
    }
}

#[test]
fn no_commitment_ends_before_it_starts() {
    let batch = commitments().unwrap();
    let commitments = batch.entries.iter().map(|e| &e.commitment);
    let is_wrong = |c: &&domain::Commitment| {
        c.start
            .zip(c.end)
            .is_some_and(|(start, end)| end.is_surely_before(start))
    };
    let mut wrong: Vec<&str> = commitments
        .filter(is_wrong)
        .map(|c| c.code.as_str())
        .collect();
    wrong.sort_unstable();
    assert_eq!(wrong, Vec::<&str>::new());
}

/// What a spreadsheet made of months is not taken for days, also in plans that show the day first.
#[test]
fn dates_of_the_explorer_are_read_as_ogp_reads_them() {
    let batch = commitments().unwrap();
    for (code, start, end) in [
        ("ZZEST0010", "2016-01", "2016-06"),
        ("ZZHRV0005", "2012-09", "2012-09"),
    ] {
        let c = &find(&batch, code).commitment;
        let dates = [c.start, c.end].map(|date| date.map(|date| date.to_string()));
        let expected = [start, end].map(|date| Some(date.to_owned()));
        assert_eq!(dates, expected, "{code}");
    }
}

#[test]
fn no_title_begins_with_the_number_of_its_commitment() {
    let batch = commitments().unwrap();
    for (code, title) in [
        // Of the pages, of the sheet of 2024 and of the Explorer.
        ("DO0052", "Citizen Observatory to Monitor"),
        ("SV0093", "Advancing Ciudadanizaci\u{f3}n"),
        ("GE0091", "Strengthen Effectiveness"),
        ("PH0047", "8888 Citizens"),
        ("ZZNLD0006", "Designate categories"),
        ("ZZTZA0003", "Reports on tax exemptions"),
        ("ZZURY0016", "e-acceso: Sistema"),
    ] {
        let said = &find(&batch, code).commitment.title;
        assert!(said.starts_with(title), "{said}");
    }
    for entry in &batch.entries {
        let c = &entry.commitment;
        let title = c.title.to_lowercase();
        let number = c.number.as_deref().unwrap_or_default().to_lowercase();
        // By plain means: what the rules leave must not decide what they should.
        for word in [
            "",
            "commitment ",
            "commitment no. ",
            "commitment n\u{b0}",
            "action ",
            "goal ",
            "measure ",
        ] {
            let begin = format!("{word}{number}");
            let rest = title.strip_prefix(&begin).filter(|_| !number.is_empty());
            let is_numbered = rest.is_some_and(|rest| rest.starts_with(['.', ')', ':', ' ']));
            assert!(!is_numbered, "{}: {}", c.code, c.title);
        }
    }
}

#[test]
fn no_title_is_twice_in_a_plan_unless_its_source_has_it_so() {
    let batch = commitments().unwrap();
    let mut titles: HashMap<_, Vec<&str>> = HashMap::new();
    for entry in &batch.entries {
        let c = &entry.commitment;
        let key = (c.member.slug(), c.plan.start_year, text::slugify(&c.title));
        titles.entry(key).or_default().push(c.code.as_str());
    }
    let mut twice: Vec<String> = titles
        .into_values()
        .filter(|codes| codes.len() > 1)
        .map(|codes| codes.join(" "))
        .collect();
    twice.sort();
    assert_eq!(
        twice,
        [
            // Two pages of OGP's each.
            "ES0071 ES0111",
            "MX0064 MX0066",
            // Numbers 13 and 26 of the plan.
            "US0039 ZZUSA0025",
            // Two rows without a number.
            "ZZNOR0001 ZZNOR0002",
            // Numbers 18, 19 and 20.
            "ZZSVK0001 ZZSVK0005 ZZSVK0006",
        ]
    );
}

#[test]
fn a_code_found_by_reading_leaves_the_numbers_of_others_as_they_were() {
    let batch = commitments().unwrap();
    let entries = batch.entries.iter();
    let codes: HashSet<&str> = entries.map(|e| e.commitment.code.as_str()).collect();
    let rows = rows_of(CODES_BY_READING);
    assert_eq!(rows.len(), 35);
    let mut numbers: HashMap<&str, Vec<u32>> = HashMap::new();
    let former: Vec<&str> = rows.iter().map(|row| row["local_code"].as_str()).collect();
    for row in &rows {
        assert!(!row["because"].is_empty(), "{row:?}");
        assert!(codes.contains(row["code"].as_str()), "{row:?}");
        let (local, code) = (row["local_code"].parse(), row["code"].parse());
        if let Ok(local) = local {
            assert!(!codes.contains(row["local_code"].as_str()), "{row:?}");
            assert_eq!(code_instead_of(&local), Some(&code.unwrap()));
        }
    }
    for code in codes.iter().copied().chain(former) {
        if let Some(number) = code.strip_prefix("ZZ").and_then(|rest| rest.get(3..)) {
            let country = numbers.entry(&code[..5]).or_default();
            country.push(number.parse().unwrap());
        }
    }
    for (country, mut numbers) in numbers {
        numbers.sort_unstable();
        let all: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, all, "{country}");
    }
}

#[test]
fn a_value_counts_before_the_level_that_it_collapses_to() {
    let batch = commitments().unwrap();
    let mut repeated = 0;
    for entry in &batch.entries {
        for dimension in Dimension::ALL {
            let current = entry.commitment.ratings.of(*dimension);
            let of_dimension = entry.ratings.iter().filter(|r| r.dimension == *dimension);
            let ranks = of_dimension.clone().map(|r| rating::rank(r.finding));
            assert_eq!(current.map(|r| rating::rank(r.finding)), ranks.max());
            let has = |scheme| {
                of_dimension
                    .clone()
                    .any(|r| r.finding.scheme() == Some(scheme))
            };
            if current.is_some_and(|r| r.finding.scheme() != Some(Scheme::PublishedLevel))
                && has(Scheme::PublishedLevel)
            {
                repeated += 1;
            }
        }
    }
    assert!(repeated > 30, "{repeated}");
}

#[test]
fn ratings_name_the_reports_that_their_pages_name() {
    let batch = commitments().unwrap();
    let norway = find(&batch, "NO0048");
    assert_eq!(norway.commitment.level(Dimension::Ambition), Level::High);
    let report = norway
        .commitment
        .ratings
        .of(Dimension::Ambition)
        .unwrap()
        .report
        .as_ref();
    assert_eq!(&*report.unwrap().title, "Norway Mid-Term Report 2016-2018");
}

#[test]
fn every_rating_source_belongs_to_a_rating() {
    let batch = commitments().unwrap();
    for source in csv::Reader::from_reader(RATING_SOURCES).deserialize() {
        let source: RatingSource = source.unwrap();
        let used = batch.entries.iter().any(|e| {
            e.commitment.code.as_str() == source.code
                && e.ratings
                    .iter()
                    .any(|r| r.source_url.as_ref() == Some(&source.source_url))
        });
        assert!(used, "{} {}", source.code, source.dimension);
    }
}

#[test]
fn the_bundled_texts_are_complete_and_refer_to_what_exists() {
    let batch = commitments().unwrap();
    let codes: Vec<&str> = batch
        .entries
        .iter()
        .map(|e| e.commitment.code.as_str())
        .collect();
    let members: Vec<String> = batch
        .entries
        .iter()
        .map(|e| e.commitment.member.slug())
        .collect();
    let areas = domain::area::taxonomy();
    let items = context().unwrap();
    for item in &items {
        let known = |code: &str| codes.contains(&code);
        for field in ["commitments", "code"] {
            assert!(item.list(field).all(known), "{} {field}", item.slug);
        }
        let member = item.get("member");
        assert!(
            member.is_empty() || members.iter().any(|m| m == member),
            "{member}"
        );
        for field in ["topics", "areas"] {
            let known = |area: &str| areas.iter().any(|a| &*a.slug == area);
            assert!(item.list(field).all(known), "{} {field}", item.slug);
        }
        for field in item.kind.fields().iter().filter(|f| f.is_localized()) {
            let has_text = |lang: &Lang| {
                !item
                    .get(&format!("{}_{}", field.name, lang.slug()))
                    .is_empty()
            };
            let in_how_many = Lang::ALL.iter().filter(|lang| has_text(lang)).count();
            assert!(
                [0, Lang::ALL.len()].contains(&in_how_many),
                "{} {}",
                item.slug,
                field.name
            );
        }
    }
    let challenge =
        |item: &&ContextItem| item.kind == ContextKind::Challenge && item.get("code") == "USAU0007";
    assert_eq!(items.iter().filter(challenge).count(), 1);
    let meeting = items
        .iter()
        .find(|i| i.get("date") == "2021-06-09" && i.kind == ContextKind::Meeting);
    let invited = meeting.unwrap().list("participants").count();
    assert!(invited >= 23, "{invited} were invited");
}

/// Where a summary in Markdown links to.
fn links_of(summary: &str) -> Vec<&str> {
    let links = summary.split("](").skip(1);
    links.map(|rest| rest.split(')').next().unwrap()).collect()
}

/// The numbers of a text, in order: years, and how many.
fn numbers_of(summary: &str) -> Vec<String> {
    let mut plain = summary.to_owned();
    for link in links_of(summary) {
        plain = plain.replace(link, "");
    }
    let mut numbers: Vec<String> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn every_summary_is_short_and_names_a_source_of_the_bundled_texts() {
    let batch = commitments().unwrap();
    let rows = rows_of(SUMMARIES);
    assert_eq!(rows.len(), 20);
    // Addresses of pages that were read for the bundled record and the texts around it.
    let items = context().unwrap();
    let mut read = String::new();
    for item in &items {
        let keys = item.kind.fields().iter().flat_map(|field| field.keys);
        keys.for_each(|key| read.extend([item.get(key), " "]));
    }
    for row in rows {
        let code = &row["code"];
        let c = &find(&batch, code).commitment;
        for lang in Lang::ALL {
            let summary = c.summary_in[lang.index()].as_ref().unwrap();
            let column = format!("summary_{}", lang.slug());
            assert_eq!(summary.text, row[&column], "{code}");
            assert_eq!(domain::summary::check(&summary.text), Ok(()), "{code}");
            assert!(domain::summary::words(&summary.text) >= 20, "{code}");
            for address in links_of(&summary.text)
                .into_iter()
                .chain([summary.source_url.as_str()])
            {
                assert!(text::is_web_address(address), "{code}: {address}");
                let is_own = c.source_url.as_deref() == Some(address);
                assert!(is_own || read.contains(address), "{code}: {address}");
            }
        }
    }
}

#[test]
fn a_summary_says_the_same_in_each_language() {
    for row in rows_of(SUMMARIES) {
        let code = &row["code"];
        let texts = ["summary_en", "summary_es", "summary_fr"].map(|column| row[column].as_str());
        let [english, others @ ..] = texts;
        for other in others {
            assert_eq!(numbers_of(english), numbers_of(other), "{code}: {other}");
            assert_eq!(links_of(english), links_of(other), "{code}: {other}");
            assert_ne!(english, other, "{code}");
        }
    }
}

#[test]
fn who_is_a_member_in_the_record_is_one_in_the_texts() {
    let batch = commitments().unwrap();
    let members = batch.entries.iter().map(|e| &e.commitment.member);
    let names: HashMap<String, String> = members
        .map(|member| {
            let name = member.name.split(',').next().unwrap_or_default();
            (text::slugify(name), member.slug())
        })
        .collect();
    for item in context().unwrap() {
        let participant = match item.kind {
            ContextKind::Participant => item.get("name_en"),
            ContextKind::Challenge => item.get("participant"),
            _ => continue,
        };
        if item.get("member").is_empty() {
            let member = names.get(&text::slugify(participant));
            assert_eq!(member, None, "{}", item.slug);
        }
    }
}
