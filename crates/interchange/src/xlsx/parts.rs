//! The parts of a workbook, read once before a library reads them: whether they are larger than they
//! look, and what that library does not tell of sheets (merged cells, hidden rows and columns).

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use quick_xml::events::{BytesStart, Event};

use super::{MAX_PARTS, MAX_SHARED, MAX_STYLES, MAX_TEXT, damaged, too_large};
use crate::kinds::has_ending;
use crate::raw_table::{Budget, TEXT};
use crate::table::TableError;

/// Limit of all parts of a workbook, once unpacked.
const MAX_UNPACKED: u64 = 300 * MEGABYTE;
const MEGABYTE: u64 = 1024 * 1024;
/// Limit of one element or text of a part: readers hold each as a whole. Excel's longest text has
/// 32,767 characters.
const MAX_ELEMENT: u64 = 4 * MEGABYTE;
/// Merged ranges of a sheet.
const MAX_MERGED: usize = 20_000;
/// What the reader keeps of each style.
const STYLE: usize = 64;

/// What is known of a workbook before its cells are read.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// By the path of a part, in lower case.
    sheets: HashMap<String, SheetNotes>,
    /// The paths of the sheets, in the workbook's order.
    pub order: Vec<String>,
    pub budget: Budget,
}

/// What a sheet hides, and which of its cells are merged.
#[derive(Debug, Default, Clone)]
pub(super) struct SheetNotes {
    pub merged: Vec<Range>,
    /// Rows as a spreadsheet counts.
    pub hidden_rows: Vec<usize>,
    /// From and to, counted from 0.
    pub hidden_columns: Vec<(usize, usize)>,
}

/// Cells from one corner to the other, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

impl Range {
    /// `D2:D4`
    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':')?;
        let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
        (top <= bottom && left <= right).then_some(Self {
            rows: (top, bottom),
            columns: (left, right),
        })
    }

    pub(super) fn name(self) -> String {
        format!(
            "{}{}:{}{}",
            letters(self.columns.0),
            self.rows.0 + 1,
            letters(self.columns.1),
            self.rows.1 + 1
        )
    }
}

/// Row and column of `D2`, counted from 0.
fn place(text: &str) -> Option<(usize, usize)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column = letters.chars().try_fold(0_usize, |sum, letter| {
        let value = u32::from(letter.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
        (value < 26 && sum < 100_000).then(|| sum * 26 + value as usize + 1)
    })?;
    Some((
        row.parse::<usize>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

/// The name of a column: A, B, ... AA.
pub(super) fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

impl Parts {
    /// What is known of the sheet at this place of the workbook.
    pub(super) fn notes(&self, at: usize) -> SheetNotes {
        let path = self.order.get(at).map(|path| path.to_lowercase());
        path.and_then(|path| self.sheets.get(&path).cloned())
            .unwrap_or_default()
    }
}

/// Unpacks every part once, and refuses a workbook that holds or claims to hold more than any real one.
/// The sizes in its directory are not trusted.
pub(super) fn check(bytes: &[u8]) -> Result<Parts, TableError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_PARTS {
        return too_large("parts", MAX_PARTS);
    }
    let mut parts = Parts::default();
    let (mut sheets, mut targets) = (Vec::new(), HashMap::new());
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| damaged())?;
        let name = part.name().map_err(|_| damaged())?.to_lowercase();
        let mut part = BufReader::new(part.take(left + 1));
        let read = if has_ending(&name, "sharedstrings.xml") {
            check_shared(&mut part, &mut parts.budget)
        } else if has_ending(&name, "styles.xml") {
            check_styles(&mut part, &mut parts.budget)
        } else if has_ending(&name, "workbook.xml") {
            sheets_of(&mut part).map(|found| sheets = found)
        } else if has_ending(&name, "workbook.xml.rels") {
            targets_of(&mut part).map(|found| targets = found)
        } else if name.starts_with("xl/") && has_ending(&name, ".xml") && name.contains("sheet") {
            look_at_sheet(&mut part).map(|notes| {
                parts.sheets.insert(name.clone(), notes);
            })
        } else if has_ending(&name, ".xml") || has_ending(&name, ".rels") {
            each_event(&mut part, |_| Ok(()))
        } else {
            Ok(())
        };
        // A part that is no XML may not even be read later; that it is too large counts.
        let passed = match read {
            Err(TableError::Workbook(_)) if !is_needed(&name) => Ok(()),
            read => read,
        };
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| damaged())?;
        let Some(rest) = part.get_ref().limit().checked_sub(1) else {
            return too_large("megabytes once unpacked", MAX_UNPACKED / MEGABYTE);
        };
        passed?;
        left = rest;
    }
    let of_sheet = |id: &String| targets.get(id).cloned().unwrap_or_default();
    parts.order = sheets.iter().map(of_sheet).collect();
    Ok(parts)
}

/// Parts without which there are no cells.
fn is_needed(name: &str) -> bool {
    name.starts_with("xl/") && !name.contains("/theme/") && !name.contains("/drawings/")
}

/// Checks how many shared texts there are and are claimed to be, and what they take.
fn check_shared(part: impl BufRead, budget: &mut Budget) -> Result<(), TableError> {
    let (mut texts, mut held) = (0, 0);
    each_event(part, |event| {
        let mut claimed = None;
        let mut length = 0;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                claimed = claimed_count(tag)?;
                let room = claimed.unwrap_or(0).min(MAX_SHARED);
                budget.take(usize::try_from(room).unwrap_or(usize::MAX) * size_of::<String>())?;
            }
            Event::Start(tag) if tag.local_name().as_ref() == "si" => {
                texts += 1;
                budget.take(size_of::<String>() + TEXT)?;
            }
            Event::Text(text) => length = text.len(),
            Event::CData(text) => length = text.len(),
            _ => {}
        }
        if claimed.unwrap_or(texts).max(texts) > MAX_SHARED {
            return too_large("texts", MAX_SHARED);
        }
        held += length;
        if held > MAX_TEXT {
            return too_large("characters", MAX_TEXT);
        }
        budget.take(length)
    })
}

fn claimed_count(tag: &BytesStart<'_>) -> Result<Option<u64>, TableError> {
    match attribute(tag, "uniqueCount") {
        None => Ok(None),
        Some(count) => match count.trim().parse() {
            Ok(count) => Ok(Some(count)),
            // More digits than a number has.
            Err(_) => too_large("texts", MAX_SHARED),
        },
    }
}

fn check_styles(part: impl BufRead, budget: &mut Budget) -> Result<(), TableError> {
    let mut elements = 0;
    each_event(part, |event| {
        if matches!(event, Event::Start(_)) {
            elements += 1;
            budget.take(STYLE)?;
        }
        if elements > MAX_STYLES {
            return too_large("styles", MAX_STYLES);
        }
        Ok(())
    })
}

/// The relations of the sheets, in order.
fn sheets_of(part: impl BufRead) -> Result<Vec<String>, TableError> {
    let mut sheets = Vec::new();
    each_event(part, |event| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "sheet"
            && sheets.len() < MAX_PARTS
        {
            sheets.push(attribute(tag, "id").unwrap_or_default());
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// The paths of the parts that a workbook names, by relation.
fn targets_of(part: impl BufRead) -> Result<HashMap<String, String>, TableError> {
    let mut targets = HashMap::new();
    each_event(part, |event| {
        if let Event::Start(tag) = event
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
            && targets.len() < MAX_PARTS
        {
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
        Ok(())
    })?;
    Ok(targets)
}

fn look_at_sheet(part: impl BufRead) -> Result<SheetNotes, TableError> {
    let mut notes = SheetNotes::default();
    let mut row = 0;
    each_event(part, |event| {
        let Event::Start(tag) = event else {
            return Ok(());
        };
        let is_hidden = || matches!(attribute(tag, "hidden").as_deref(), Some("1" | "true"));
        match tag.local_name().as_ref() {
            "row" => {
                row = attribute(tag, "r")
                    .and_then(|r| r.parse().ok())
                    .unwrap_or(row + 1);
                if is_hidden() && notes.hidden_rows.len() < 200_000 {
                    notes.hidden_rows.push(row);
                }
            }
            "col" if notes.hidden_columns.len() < 1000 && is_hidden() => {
                let number = |name| attribute(tag, name)?.parse::<usize>().ok()?.checked_sub(1);
                notes
                    .hidden_columns
                    .extend(number("min").zip(number("max")));
            }
            "mergeCell" => {
                if notes.merged.len() >= MAX_MERGED {
                    return too_large("merged cells", MAX_MERGED);
                }
                let range = attribute(tag, "ref");
                notes.merged.extend(range.as_deref().and_then(Range::parse));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(notes)
}

/// An attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.to_string())
}

/// Stops a reader that has held too much of a part without coming to an end.
struct Bounded<R> {
    inner: R,
    since_event: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.since_event.set(self.since_event.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.since_event.get() > MAX_ELEMENT {
            return Err(std::io::Error::other("an element is too large"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.since_event.set(self.since_event.get() + amount as u64);
        self.inner.consume(amount);
    }
}

/// Reads XML with the same settings as `calamine`.
fn each_event(
    part: impl BufRead,
    mut look: impl FnMut(&Event<'_>) -> Result<(), TableError>,
) -> Result<(), TableError> {
    let since_event = Rc::new(Cell::new(0));
    let mut xml = quick_xml::Reader::from_reader(Bounded {
        inner: part,
        since_event: Rc::clone(&since_event),
    });
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        since_event.set(0);
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => look(&event)?,
            Err(_) if since_event.get() > MAX_ELEMENT => {
                return too_large("megabytes in one element", MAX_ELEMENT / MEGABYTE);
            }
            Err(_) => return Err(damaged()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_a_spreadsheet_names_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
            assert_eq!(place(&format!("${name}$7")), Some((6, column)));
        }
        let range = Range::parse("D2:E4").unwrap();
        assert_eq!((range.rows, range.columns), ((1, 3), (3, 4)));
        assert_eq!(range.name(), "D2:E4");
        for odd in ["", "D2", "D4:D2", "2:4", "D0:D1", "D2:ZZZZZZZZZZZZZZZ4"] {
            assert_eq!(Range::parse(odd), None, "{odd}");
        }
    }
}
