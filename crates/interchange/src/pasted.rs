//! What somebody pastes of a plan: a block of a spreadsheet, or its table of contents. As little as possible
//! is asked of it: columns without names are recognised by what they hold.

use super::csv_text;
use super::formula;
use super::numbers;
use super::odd_cells::is_word_for_nothing;
use super::ogp::title::{is_number, numbered};
use super::options::{ReadOptions, TextEncoding};
use super::table::{self, TableError};
use super::{COLUMNS, dates};
use domain::CommitmentCode;
use domain::characters::trimmed;
use domain::column_names::column_called;
use domain::text::slugify;

/// A text column whose cells are longer than this on average holds full texts.
const LONG: usize = 150;

/// What was pasted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The cells of each row by the fields of a commitment's form.
    pub rows: Vec<Vec<(&'static str, String)>>,
    /// Columns of which nothing was read, as they are called.
    pub unread: Vec<String>,
    /// Whether columns were recognised by what they hold.
    pub is_guess: bool,
    /// Rows beyond those that were wanted.
    pub left_out: usize,
}

/// The field of a commitment's form that a column of files is about.
fn field_of(column: &str) -> Option<&'static str> {
    Some(match column {
        "code" => "code",
        "commitment_number" => "number",
        "title" => "title",
        "start" => "start",
        "end" => "end",
        "lead_institution" => "lead",
        "support_institutions" => "support",
        "policy_areas" => "area",
        "description" => "description",
        _ => return None,
    })
}

/// The field that a column of this name is about.
fn field_called(name: &str) -> Option<&'static str> {
    let slug = slugify(name);
    let own = COLUMNS.iter().find(|column| slugify(column.name) == slug);
    field_of(
        own.map(|column| column.name)
            .or_else(|| column_called(name))?,
    )
}

/// The columns of a header: those that are read by their fields, others by the names that they have. At
/// least the title and another column must be known.
fn header(names: &[String]) -> Option<Vec<String>> {
    let fields: Vec<Option<&str>> = names.iter().map(|name| field_called(name)).collect();
    let known = fields.iter().flatten().count();
    let has_title = fields.contains(&Some("title"));
    let columns = names.iter().zip(fields);
    (known > 1 && has_title).then(|| {
        columns
            .map(|(name, field)| field.unwrap_or(name).to_owned())
            .collect()
    })
}

/// Reads at most `max` rows.
pub fn read(text: &str, max: usize) -> Result<Pasted, TableError> {
    let options = ReadOptions {
        encoding: Some(TextEncoding::Of(encoding_rs::UTF_8)),
        ..ReadOptions::default()
    };
    let mut pasted = match table::read(text.as_bytes(), &options, &header) {
        Ok(found) => with_header(&found),
        Err(TableError::TooLarge { what, limit }) => {
            return Err(TableError::TooLarge { what, limit });
        }
        Err(_) if text.contains('\t') => without_header(text)?,
        Err(_) => lines(text),
    };
    for row in &mut pasted.rows {
        row.retain(|(_, cell)| !cell.is_empty());
    }
    pasted.rows.retain(|row| !row.is_empty());
    pasted.left_out = pasted.rows.len().saturating_sub(max);
    pasted.rows.truncate(max);
    Ok(pasted)
}

fn with_header(table: &table::Table) -> Pasted {
    let fields: Vec<Option<&'static str>> =
        table.header.iter().map(|name| field_named(name)).collect();
    let unread = table.written.iter().zip(&fields);
    let unread = unread.filter(|(name, field)| field.is_none() && !name.is_empty());
    let cells = table.rows.iter().map(|row| row.cells.as_slice());
    Pasted {
        rows: rows(cells, &fields),
        unread: unread.map(|(name, _)| name.clone()).collect(),
        ..Pasted::default()
    }
}

/// The field of this name.
fn field_named(name: &str) -> Option<&'static str> {
    COLUMNS
        .iter()
        .filter_map(|column| field_of(column.name))
        .find(|field| *field == name)
}

fn without_header(text: &str) -> Result<Pasted, TableError> {
    let table: Vec<Vec<String>> = csv_text::rows(text, b'\t')?
        .into_iter()
        .map(|row| row.cells)
        .collect();
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let mut fields: Vec<Option<&'static str>> = Vec::new();
    for at in 0..width {
        let cells = table.iter().filter_map(|row| row.get(at));
        let cells: Vec<&str> = cells
            .map(|c| trimmed(c))
            .filter(|c| !c.is_empty())
            .collect();
        let field = guess(&cells, &fields);
        fields.push(field);
    }
    let unread = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.is_none());
    Ok(Pasted {
        unread: unread.map(|(at, _)| format!("column {}", at + 1)).collect(),
        rows: rows(table.iter().map(Vec::as_slice), &fields),
        is_guess: true,
        left_out: 0,
    })
}

/// What a column without a name holds, beside those to the left of it.
fn guess(cells: &[&str], before: &[Option<&'static str>]) -> Option<&'static str> {
    let is_free = |field: &&'static str| !before.contains(&Some(*field));
    let first = |fields: &[&'static str]| fields.iter().copied().find(is_free);
    let has_title = !is_free(&"title");
    if cells.is_empty() {
        return None;
    }
    if cells
        .iter()
        .all(|cell| cell.parse::<CommitmentCode>().is_ok())
    {
        return first(&["code"]);
    }
    if cells.iter().all(|cell| is_number(cell)) {
        // Behind the titles these are pages.
        return first(&["number"]).filter(|_| !has_title);
    }
    if cells.iter().all(|cell| dates::read(cell).is_ok()) {
        return first(&["start", "end"]);
    }
    let length: usize = cells.iter().map(|cell| cell.chars().count()).sum();
    if has_title && length / cells.len() > LONG {
        return first(&["description"]);
    }
    first(&["title", "lead", "support"])
}

fn rows<'a>(
    table: impl Iterator<Item = &'a [String]>,
    fields: &[Option<&'static str>],
) -> Vec<Vec<(&'static str, String)>> {
    let table: Vec<&[String]> = table.collect();
    let title = fields.iter().position(|field| *field == Some("title"));
    // Without a column of their own, numbers precede the titles.
    let titles = title.filter(|_| !fields.contains(&Some("number")));
    let titles = titles.map(|at| table.iter().filter_map(move |row| row.get(at)));
    let is_bare = titles.is_some_and(|titles| begin_with_numbers(titles.map(String::as_str)));
    let row = |cells: &&[String]| {
        let mut row = Vec::new();
        for (cell, field) in cells.iter().zip(fields) {
            let Some(field) = field else {
                continue;
            };
            let cell = clean(field, cell);
            let split = (*field == "title" && !fields.contains(&Some("number")))
                .then(|| numbered(&cell, is_bare))
                .flatten();
            match split {
                Some((number, name)) => {
                    row.push(("number", number.to_owned()));
                    row.push(("title", name.to_owned()));
                }
                None => row.push((*field, cell)),
            }
        }
        row
    };
    table.iter().map(row).collect()
}

/// A cell as people would type it.
fn clean(field: &str, cell: &str) -> String {
    let cell = trimmed(formula::unescape(cell));
    if is_word_for_nothing(cell) {
        return String::new();
    }
    match field {
        "start" | "end" => match dates::read(cell) {
            Ok(date) => date.to_string(),
            Err(_) => cell.to_owned(),
        },
        "number" => {
            let number = numbers::as_stored(Some(cell.to_owned()), None).unwrap_or_default();
            number.trim_end_matches(['.', ')', ':']).to_owned()
        }
        "code" => match CommitmentCode::meant(cell) {
            Some(code) => code.to_string(),
            None => cell.to_owned(),
        },
        "title" => cell
            .split('\n')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" "),
        _ => cell.to_owned(),
    }
}

/// Whether at least half of some lines, and more than one, begin with a number.
fn begin_with_numbers<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut begin) = (0, 0);
    for line in lines.filter(|line| !line.trim().is_empty()) {
        all += 1;
        begin += usize::from(numbered(line, true).is_some());
    }
    begin > 1 && begin * 2 >= all
}

/// A list of titles, each on a line.
fn lines(text: &str) -> Pasted {
    let lines = text.lines().map(|line| without_page(without_bullet(line)));
    let mut lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let is_name = |line: &&str| field_called(line) == Some("title");
    if lines.len() > 1 && lines.first().is_some_and(is_name) {
        lines.remove(0);
    }
    let is_bare = begin_with_numbers(lines.iter().copied());
    let row = |line: &str| match numbered(line, is_bare) {
        Some((number, name)) => vec![("number", number.to_owned()), ("title", name.to_owned())],
        None => vec![("title", line.to_owned())],
    };
    Pasted {
        rows: lines.into_iter().map(row).collect(),
        ..Pasted::default()
    }
}

/// A line of a list without the sign in front of it.
fn without_bullet(line: &str) -> &str {
    let line = trimmed(line);
    let is_bullet =
        |c: char| "\u{2022}\u{b7}\u{25aa}\u{25cf}\u{25e6}*-\u{2013}\u{2014}".contains(c);
    let rest = line.trim_start_matches(is_bullet);
    // A sign that belongs to the text has no space behind it.
    if rest.starts_with(char::is_whitespace) {
        trimmed(rest)
    } else {
        line
    }
}

/// A line of a table of contents without the dots and the page at its end.
fn without_page(line: &str) -> &str {
    let rest = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let is_leader = |c: char| ".\u{2026}_\u{b7}".contains(c);
    let name = rest.trim_end_matches(|c: char| is_leader(c) || c.is_whitespace());
    let gap = rest.get(name.len()..).unwrap_or_default();
    let leads = gap.contains('\u{2026}') || gap.chars().filter(|c| is_leader(*c)).count() > 2;
    let is_wide = gap.chars().count() > 2;
    if (leads || (is_wide && digits > 0)) && digits <= 3 && !name.is_empty() {
        name
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<String> {
        let pasted = read(text, 100).unwrap();
        let row = |row: &Vec<(&str, String)>| {
            let cells: Vec<String> = row.iter().map(|(f, cell)| format!("{f}={cell}")).collect();
            cells.join("|")
        };
        pasted.rows.iter().map(row).collect()
    }

    #[test]
    fn a_block_with_names_of_columns_is_read_by_them() {
        let text = "No.\tCommitment\tLead agency\tStart date\tDeadline\tBudget\n\
            1.0\tOpen data\tMinistry A; Ministry B\t1 June 2024\t2025\t3m\n\
            1.1\t\"Open\ncontracting\"\tN/A\tsoon\t\t\n";
        assert_eq!(
            said(text),
            [
                "number=1|title=Open data|lead=Ministry A; Ministry B|start=2024-06-01|end=2025",
                "number=1.1|title=Open contracting|start=soon"
            ]
        );
        assert_eq!(read(text, 100).unwrap().unread, ["Budget"]);
        let ours = "Code,TITLE,Policy_areas\nnl 31,'=A,Open Data;Tax\n";
        assert_eq!(said(ours), ["code=NL0031|title==A|area=Open Data;Tax"]);
        assert_eq!(read(text, 1).unwrap().left_out, 1);
    }

    #[test]
    fn columns_without_names_are_recognised_by_what_they_hold() {
        let long = "x ".repeat(150);
        let text = format!(
            "NL0001\t3.1\tOpen data\t{long}\tMinistry A\t2024\t2025-06\nNL0002\t3.2\tTax\t{long}\tB\t2024\t\n"
        );
        let found = said(&text);
        let expected = "code=NL0001|number=3.1|title=Open data|description=x x";
        assert!(found[0].starts_with(expected), "{found:?}");
        assert!(
            found[0].ends_with("|lead=Ministry A|start=2024|end=2025-06"),
            "{found:?}"
        );
        assert!(read(&text, 9).unwrap().is_guess);
        // A table of contents with tabs: the pages are no numbers.
        let contents = "1. Open data\t12\n2. Taxes and fees\t14\n";
        assert_eq!(
            said(contents),
            ["number=1|title=Open data", "number=2|title=Taxes and fees"]
        );
    }

    #[test]
    fn lines_are_titles_with_their_numbers() {
        for (text, expected) in [
            (
                "3.2 Open data\n3.3 Tax",
                vec!["number=3.2|title=Open data", "number=3.3|title=Tax"],
            ),
            ("Open data\n\nTax", vec!["title=Open data", "title=Tax"]),
            ("Commitment 4: Open data", vec!["number=4|title=Open data"]),
            (
                "Commitments\n\u{2022} Open data ........ 7",
                vec!["title=Commitments", "title=Open data"],
            ),
            ("Commitment\nOpen data", vec!["title=Open data"]),
            (
                "1 Open data   12\n2 Tax\u{2026} 13",
                vec!["number=1|title=Open data", "number=2|title=Tax"],
            ),
            // Numbers that belong to titles.
            (
                "100 open schools\nTax",
                vec!["title=100 open schools", "title=Tax"],
            ),
            (
                "2014 census, as open data",
                vec!["title=2014 census, as open data"],
            ),
            ("Plan of 2024", vec!["title=Plan of 2024"]),
            (
                "\"Open\" data, and more",
                vec!["title=\"Open\" data, and more"],
            ),
            ("", vec![]),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_is_read_or_refused(text in "[\\PC\t\n\"]{0,80}", max in 0usize..5) {
            if let Ok(pasted) = read(&text, max) {
                prop_assert!(pasted.rows.len() <= max);
                prop_assert!(pasted.rows.iter().flatten().all(|(_, cell)| !cell.is_empty()));
            }
        }
    }
}
