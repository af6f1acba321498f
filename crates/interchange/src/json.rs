//! JSON as a table: as this program writes it, and as other programs write tables (a list of records, one
//! record in each line, columns by name, columns and rows apart).

use serde_json::{Map, Value as Json};

use super::columns::COLUMNS;
use super::list;
use super::raw_table::{CellNote, MAX_MEMORY, MEGABYTE, too_large};
use super::table::{RawRow, Rows, TableError};

/// The names under which programs put a list of records.
const LISTS: [&str; 6] = ["items", "data", "records", "rows", "results", "commitments"];

/// Whether a text begins as JSON does.
pub(super) fn is_json(text: &str) -> bool {
    let mut begins = text.chars().filter(|c| !c.is_whitespace());
    match begins.next() {
        Some('{') => true,
        Some('[') => matches!(begins.next(), Some('{' | '[' | ']') | None),
        _ => false,
    }
}

/// The records of a text, and whether it is of this program.
pub(super) fn rows(text: &str) -> Result<(Rows, bool), TableError> {
    if memory(text) > MAX_MEMORY {
        return too_large("megabytes once read", MAX_MEMORY / MEGABYTE);
    }
    match serde_json::from_str(text) {
        Ok(file) => of_value(file),
        Err(error) => match lines(text) {
            Some(records) => Ok((of_records(records)?, false)),
            None => Err(broken(&error, text)),
        },
    }
}

/// What its values will take once they are read, at most: an object of two bytes takes hundreds.
fn memory(text: &str) -> usize {
    text.bytes().fold(0, |sum, byte| {
        sum + match byte {
            b'{' => 640,
            b',' => 110,
            b'[' => 64,
            _ => 1,
        }
    })
}

/// One record in each line; none where a line is something else.
fn lines(text: &str) -> Option<Vec<Map<String, Json>>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let records: Option<Vec<_>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    records.filter(|records| !records.is_empty())
}

fn broken(error: &serde_json::Error, text: &str) -> TableError {
    let at = text.lines().nth(error.line().saturating_sub(1));
    let at = at.and_then(|line| line.get(error.column().saturating_sub(2)..));
    // Python writes numbers that are none so.
    let is_no_number = at.is_some_and(|rest| {
        let begin: String = rest.chars().take(12).collect();
        ["NaN", "aN", "Infinity", "nfinity"]
            .iter()
            .any(|word| begin.contains(word))
    });
    let what = if error.is_eof() {
        "it ends in the middle"
    } else if is_no_number {
        "NaN and Infinity are not allowed; write null for an empty value"
    } else {
        "there is something that JSON does not allow"
    };
    TableError::NotATable(format!(
        "it is not valid JSON: {what} (line {}, character {})",
        error.line(),
        error.column()
    ))
}

fn of_value(file: Json) -> Result<(Rows, bool), TableError> {
    let mut file = match file {
        Json::Array(items) => return Ok((of_records(objects(items)?)?, false)),
        Json::Object(file) => file,
        _ => return Err(no_list()),
    };
    // Other programs put their records in a list, or under other names.
    let is_own = file.contains_key("items");
    for name in LISTS {
        if let Some(Json::Array(items)) = file.get_mut(name) {
            let items = std::mem::take(items);
            // `{"columns": [...], "data": [[...]]}`
            if let Some(Json::Array(columns)) = file.get("columns") {
                return Ok((apart(columns, items)?, false));
            }
            return Ok((of_records(objects(items)?)?, is_own));
        }
    }
    // One record alone, as a line of a file is.
    if file.contains_key("code") && !file.values().any(Json::is_object) {
        return Ok((of_records(vec![file])?, false));
    }
    Ok((by_column(&file)?, false))
}

fn no_list() -> TableError {
    TableError::NotATable("its JSON has no list \u{201c}items\u{201d}".to_owned())
}

fn objects(items: Vec<Json>) -> Result<Vec<Map<String, Json>>, TableError> {
    let mut records = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        match item {
            Json::Object(record) => records.push(record),
            _ => {
                return Err(TableError::NotATable(format!(
                    "item {} of its list is not an object with named values",
                    index + 1
                )));
            }
        }
    }
    Ok(records)
}

/// `{"code": {"0": "ES0001", "1": ...}, "title": {...}}`
fn by_column(file: &Map<String, Json>) -> Result<Rows, TableError> {
    let columns: Option<Vec<(&String, &Map<String, Json>)>> = file
        .iter()
        .map(|(name, column)| Some((name, column.as_object()?)))
        .collect();
    let columns = columns.filter(|c| !c.is_empty()).ok_or_else(no_list)?;
    let mut keys: Vec<&String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for key in columns.iter().flat_map(|(_, column)| column.keys()) {
        if seen.insert(key) {
            keys.push(key);
        }
    }
    keys.sort_by_key(|key| (key.parse::<u64>().unwrap_or(u64::MAX), *key));
    let records = keys.into_iter().map(|key| {
        let cells = columns
            .iter()
            .filter_map(|(name, column)| Some(((*name).clone(), column.get(key)?.clone())));
        cells.collect()
    });
    of_records(records.collect())
}

/// `{"columns": ["code", ...], "data": [["ES0001", ...], ...]}`
fn apart(columns: &[Json], items: Vec<Json>) -> Result<Rows, TableError> {
    let mut rows = Rows::default();
    let mut header = RawRow::new(1);
    for name in columns {
        header.add(cell(name))?;
    }
    rows.push(header)?;
    for (index, item) in items.into_iter().enumerate() {
        let mut row = RawRow::new(index + 2);
        for value in item.as_array().ok_or_else(no_list)? {
            row.add(cell(value))?;
        }
        rows.push(row)?;
    }
    Ok(rows)
}

fn of_records(records: Vec<Map<String, Json>>) -> Result<Rows, TableError> {
    let mut names: Vec<&String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for name in records.iter().flat_map(Map::keys) {
        if known.insert(name) {
            names.push(name);
        }
    }
    let place = |name: &str| COLUMNS.iter().position(|c| c.name == name);
    names.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
    let mut rows = Rows::default();
    let mut header = RawRow::new(1);
    for name in &names {
        header.add((*name).clone())?;
    }
    rows.push(header)?;
    for (index, record) in records.iter().enumerate() {
        let mut row = RawRow::new(index + 2);
        for (at, name) in names.iter().enumerate() {
            match record.get(*name) {
                Some(value) => row.put(at, cell(value))?,
                None => row.notes.push((at, CellNote::Missing)),
            }
        }
        rows.push(row)?;
    }
    Ok(rows)
}

fn cell(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(cell).collect();
            list::join(&items)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let (rows, _) = rows(text).unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn every_shape_in_which_programs_write_tables_is_read() {
        let expected = [vec!["code", "title"], vec!["ES0001", "T"], vec!["ES0002"]];
        for text in [
            r#"{"data_version":1,"items":[{"code":"ES0001","title":"T"},{"code":"ES0002","title":null}]}"#,
            r#"[{"code":"ES0001","title":"T"},{"code":"ES0002","title":null}]"#,
            "{\"code\":\"ES0001\",\"title\":\"T\"}\n{\"code\":\"ES0002\",\"title\":\"\"}\n",
            r#"{"code":{"0":"ES0001","1":"ES0002"},"title":{"0":"T","1":null}}"#,
            r#"{"columns":["code","title"],"index":[0,1],"data":[["ES0001","T"],["ES0002",null]]}"#,
            r#"{"schema":{},"data":[{"code":"ES0001","title":"T"},{"code":"ES0002","title":null}]}"#,
        ] {
            assert!(is_json(text));
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read(r#"[{"code":"A","plan_year":2014.0}]"#)[1][1], "2014.0");
    }

    #[test]
    fn small_values_that_would_fill_the_memory_are_refused() {
        let many = format!("[{}{{}}]", "{},".repeat(700_000));
        let error = rows(&many).err().unwrap().to_string();
        assert!(error.contains("megabytes"), "{error}");
    }

    #[test]
    fn broken_json_is_told_in_our_words() {
        for (text, said) in [
            ("{\"a\":", "ends in the middle (line 1"),
            ("{\"a\" 1}", "does not allow (line 1, character 6)"),
            ("{\"a\":1}", "no list"),
            ("[[1]]", "item 1"),
        ] {
            let error = rows(text).err().unwrap().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
