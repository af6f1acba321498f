//! Synthetic files in the shapes of OGP's exports.

use std::collections::BTreeMap;

use interchange::ogp::Layout;

/// A file of one of OGP's layouts: every column it has, `NA` where a row says nothing else.
pub fn file(layout: &Layout, rows: &[&[(&str, &str)]]) -> String {
    let mut names: Vec<&str> = vec![
        layout.member,
        layout.plan_number,
        layout.year,
        layout.number,
        layout.title,
        layout.full_text,
        layout.start,
        layout.end,
        layout.lead,
        layout.support,
        layout.specificity,
        layout.relevant,
        layout.progress_year,
        layout.end_year_of_report,
    ];
    let optional = [
        layout.code,
        layout.member_code,
        layout.region,
        layout.kind,
        layout.end_year,
        layout.url,
        layout.active,
        layout.verifiable,
    ];
    names.extend(optional.into_iter().flatten());
    names.extend(layout.values.iter().map(|(c, _)| *c));
    names.extend(layout.ratings.iter().map(|(c, _)| *c));
    names.extend(layout.starred);
    names.extend(layout.tags.iter().map(|(c, _)| *c));
    names.extend(layout.personal);
    names.extend(layout.source_levels.iter().map(|(c, _)| *c));
    // Columns that only repeat others are there where a row uses them.
    let used = |c: &&str| rows.iter().any(|row| row.iter().any(|(name, _)| name == c));
    let more: Vec<&str> = layout.columns().filter(used).collect();
    names.extend(
        more.iter()
            .filter(|c| !names.contains(c))
            .collect::<Vec<_>>(),
    );
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for row in rows {
        let said: BTreeMap<&str, &str> = row.iter().copied().collect();
        assert!(said.keys().all(|name| names.contains(name)), "{said:?}");
        let cells = names
            .iter()
            .map(|name| said.get(name).copied().unwrap_or("NA"));
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A row of 2024, where nothing else is said of a cell.
pub fn row_2024<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut row = vec![
        ("Commitment Unique Identifier", "ES0001"),
        ("Country/Locality", "Spain"),
        ("Code", "ESP"),
        ("Region", "Europe"),
        ("National Or Local", "National"),
        ("Action Plan Number", "1"),
        ("Year Of Submission", "2014"),
        ("Action Plan End Year", "2016"),
        ("Commitment Number", "1"),
        ("Commitment Title", "A title"),
        ("URL", "https://example.org/es0001"),
    ];
    for (name, value) in more {
        row.retain(|(known, _)| known != name);
        row.push((name, value));
    }
    row
}

/// A row of 2016, where nothing else is said of a cell.
pub fn row_2016<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut row = vec![
        ("Country", "Spain"),
        ("Action Plan Number", "1"),
        ("Year of submission", "2012"),
        ("Comm No", "1"),
        ("Commitment Title", "A title"),
    ];
    for (name, value) in more {
        row.retain(|(known, _)| known != name);
        row.push((name, value));
    }
    row
}
