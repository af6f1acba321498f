//! What each fuzz target does with its bytes. `fuzz_targets` gives it libFuzzer's, `tests/it/import/fuzz.rs`
//! the corpus and some seconds of simple mutations.
//!
//! Reading must not panic, whatever the bytes. What was read says the same in every encoding, and what
//! is written of it reads back the same.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use domain::AreaTree;
use domain::record::Entry;
use domain::{CommitmentCode, PolicyArea, area};
use interchange::annotations::{self, ColumnNotes, RowNotes};
use interchange::columns::COLUMNS;
use interchange::description::Description;
use interchange::file::{CommitmentFile, FileFormat};
use interchange::merge::merge;
use interchange::ogp::{Layout, OGP_2016, OGP_2024};
use interchange::patch::Key;
use interchange::permissions::Permissions;
use interchange::reference::ReferenceData;
use interchange::rows::{self, RowContext};
use interchange::workbook::CommitmentWorkbook;

/// A target: the name of its corpus, and what it does. It returns how many commitments it read, so that
/// a corpus that no longer reaches them is noticed.
pub type Target = (&'static str, fn(&[u8]) -> usize);

/// Every target.
pub const TARGETS: [Target; 7] = [
    ("detect", detect),
    ("tracker_csv", tracker_csv),
    ("tracker_json", tracker_json),
    ("ogp_2016", ogp_2016),
    ("ogp_2024", ogp_2024),
    ("xlsx", xlsx),
    ("xlsx_parts", xlsx_parts),
];

/// Called once by a fuzzer. A panic that the reader of workbooks catches is no finding; one that
/// leaves a target ends the fuzzer all the same.
pub fn prepare() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// Any bytes: format, container and encoding are detected from the content.
pub fn detect(data: &[u8]) -> usize {
    let read = CommitmentFile::read(data, None);
    let rows = read.as_ref().map_or(0, |file| file.rows.len());
    if let Ok(file) = &read {
        for format in [
            FileFormat::Tracker,
            FileFormat::Ogp2016,
            FileFormat::Ogp2024,
        ] {
            let asked = CommitmentFile::read(data, Some(format));
            assert_eq!(asked.is_ok(), format == file.format, "asked for {format}");
        }
        annotated_rows_read_back(file);
    }
    let Some(text) = plain(data) else {
        return rows;
    };
    let table = |read: Result<CommitmentFile, _>| match read {
        Ok(file) => Ok((file.format, file.table.header, file.table.rows)),
        Err(error) => Err(format!("{error}")),
    };
    let read = table(read);
    for bytes in [
        utf16(text, u16::to_le_bytes),
        utf16(text, u16::to_be_bytes),
        format!("\u{feff}{text}").into_bytes(),
    ] {
        assert_eq!(table(CommitmentFile::read(&bytes, None)), read);
    }
    rows
}

/// Rows below the tracker's own header, or a whole file.
pub fn tracker_csv(data: &[u8]) -> usize {
    let names: Vec<&str> = COLUMNS.iter().map(|c| c.name).collect();
    rows_below(&names, data) + check(CommitmentFile::read(data, Some(FileFormat::Tracker)).ok())
}

/// A file of JSON.
pub fn tracker_json(data: &[u8]) -> usize {
    check(CommitmentFile::read(data, Some(FileFormat::Tracker)).ok())
}

/// Rows below the header of OGP's older export.
pub fn ogp_2016(data: &[u8]) -> usize {
    rows_below(&names(&OGP_2016), data)
}

/// Rows below the header of OGP's master sheet.
pub fn ogp_2024(data: &[u8]) -> usize {
    rows_below(&names(&OGP_2024), data)
}

/// The bytes of a workbook.
pub fn xlsx(data: &[u8]) -> usize {
    check(CommitmentFile::read(data, None).ok())
}

/// What stands between the parts of a workbook.
const NEXT_PART: &[u8] = b"\n%%\n";
/// Names the part to begin with.
const ROOT: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Where they stand, in their order.
const PARTS: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];

/// The parts of a workbook as text: a fuzzer cannot see through compression and checksums.
pub fn xlsx_parts(data: &[u8]) -> usize {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut rest = Some(data);
    archive
        .start_file("_rels/.rels", stored)
        .expect("a new part");
    archive.write_all(ROOT).expect("room in memory");
    for name in PARTS {
        let part = match rest.take() {
            Some(text) => match text.windows(4).position(|w| w == NEXT_PART) {
                Some(at) => {
                    rest = Some(&text[at + NEXT_PART.len()..]);
                    &text[..at]
                }
                None => text,
            },
            None => usual(name),
        };
        archive.start_file(name, stored).expect("a new part");
        archive.write_all(part).expect("room in memory");
    }
    let workbook = archive.finish().expect("room in memory").into_inner();
    check(CommitmentFile::read(&workbook, None).ok())
}

/// What a part holds where the input does not say.
fn usual(name: &str) -> &'static [u8] {
    match name {
        "xl/workbook.xml" => br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        "xl/_rels/workbook.xml.rels" => br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        "xl/styles.xml" => br#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        _ => b"<sst/>",
    }
}

fn names(layout: &Layout) -> Vec<&'static str> {
    let l = layout;
    let one = [
        l.member,
        l.plan_number,
        l.year,
        l.number,
        l.title,
        l.full_text,
        l.start,
        l.end,
        l.lead,
        l.support,
        l.specificity,
        l.relevant,
        l.progress_year,
        l.end_year_of_report,
    ];
    let maybe = [
        l.code,
        l.member_code,
        l.region,
        l.kind,
        l.end_year,
        l.url,
        l.active,
        l.verifiable,
    ];
    let mut names: Vec<&str> = one.into_iter().chain(maybe.into_iter().flatten()).collect();
    names.extend(l.ratings.iter().map(|(name, _)| *name));
    names.extend(l.values.iter().map(|(name, _)| *name));
    names.extend(l.starred);
    names.extend(l.source_levels.iter().map(|(name, _)| *name));
    names.extend(l.tags.iter().take(6).map(|(name, _)| *name));
    names
}

fn rows_below(names: &[&str], data: &[u8]) -> usize {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let file = [quoted.join(",").as_bytes(), b"\n", data].concat();
    let file = CommitmentFile::read(&file, None).ok();
    if let Some(file) = &file {
        annotated_rows_read_back(file);
    }
    check(file)
}

/// Text that can be written in any encoding.
fn plain(data: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(data).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_plain = !text.is_empty() && !text.contains('\0') && !text.starts_with("PK\u{3}\u{4}");
    is_plain.then_some(text)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = std::iter::once(0xFEFF).chain(text.encode_utf16());
    marked.flat_map(bytes).collect()
}

/// Annotated rows say the same about each commitment as the file itself.
fn annotated_rows_read_back(file: &CommitmentFile) {
    let odd = |cell: &String| cell.contains(['\0', '\u{feff}']);
    let rows = &file.table.rows;
    if file.table.header.iter().any(odd) || rows.iter().any(|r| r.cells.iter().any(odd)) {
        return;
    }
    let mut out = Vec::new();
    let notes = file.rows.iter().map(|row| RowNotes {
        outcome: "new",
        differences: &[],
        messages: &row.messages,
    });
    annotations::write(&file.table, ColumnNotes::default(), notes, &mut out)
        .expect("room in memory");
    let again = CommitmentFile::read(&out, Some(file.format)).expect("annotated rows are a table");
    assert_eq!(again.rows.len(), file.rows.len());
    for ((row, before), after) in rows.iter().zip(&file.rows).zip(&again.rows) {
        // Annotated rows are whole: one that was too short may now be accepted, and a later row of the
        // same commitment refused as its duplicate.
        if !row.beyond.is_empty() || row.short.is_some() {
            break;
        }
        assert_eq!(before.patch, after.patch, "row {}", row.number);
    }
}

/// What is read, written, and read again is the same; gives how many commitments that were.
fn check(file: Option<CommitmentFile>) -> usize {
    let Some(file) = file else { return 0 };
    let (entries, areas) = record(file);
    if entries.is_empty() {
        return 0;
    }
    let csv = as_csv(&entries, &areas);
    assert_same(&csv, &as_csv, &again(&csv));
    let json = as_json(&entries, &areas);
    assert_same(&json, &as_json, &again(&json));
    // Workbooks cost a hundred times as much (so only some are made), and hold 32,767 characters in a
    // cell.
    let is_small = csv.len() < 30_000 && entries.len() < 8;
    if is_small && csv.len().is_multiple_of(8) {
        let sheet = as_xlsx(&entries, &areas);
        assert_same(&csv, &as_csv, &again(&sheet));
    }
    entries.len()
}

type Record = (Vec<Entry>, AreaTree);

fn assert_same(before: &[u8], write: &dyn Fn(&[Entry], &AreaTree) -> Vec<u8>, after: &Record) {
    let after = write(&after.0, &after.1);
    assert!(
        before == after,
        "{}\nreads back as\n{}",
        String::from_utf8_lossy(before),
        String::from_utf8_lossy(&after)
    );
}

fn again(bytes: &[u8]) -> Record {
    let file = CommitmentFile::read(bytes, Some(FileFormat::Tracker)).expect("our own file");
    for row in &file.rows {
        assert!(row.patch.is_some(), "{:?}", row.messages);
    }
    let rows = file.rows.len();
    let record = record(file);
    assert_eq!(record.0.len(), rows);
    record
}

/// What a record would hold that had been empty.
fn record(file: CommitmentFile) -> Record {
    let mut areas: Vec<PolicyArea> = area::taxonomy();
    let mut known = ReferenceData::new(&[], areas.iter());
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for (index, row) in file.rows.into_iter().enumerate() {
        let Some(patch) = row.patch else { continue };
        let code: CommitmentCode = match &patch.key {
            Key::Code(code) => code.clone(),
            Key::Identity(_) => match format!("ZZAAA{:04}", index % 10_000).parse() {
                Ok(code) => code,
                Err(_) => continue,
            },
        };
        if seen.contains(&code) {
            continue;
        }
        let mut messages = row.messages;
        let merged = merge(
            &patch,
            &code,
            None,
            &mut known,
            Permissions::ALL,
            &mut messages,
        );
        if let Some(merged) = merged {
            seen.insert(code);
            entries.push(merged.entry);
        }
    }
    areas.append(&mut known.new_areas);
    (entries, AreaTree::new(areas))
}

fn as_csv(entries: &[Entry], areas: &AreaTree) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer
        .write_record(rows::csv_header())
        .expect("room in memory");
    for e in entries {
        let record = rows::csv_record(&e.commitment, &e.texts, RowContext::timeless(areas));
        writer.write_record(record).expect("room in memory");
    }
    writer.into_inner().expect("room in memory")
}

fn as_json(entries: &[Entry], areas: &AreaTree) -> Vec<u8> {
    let items = entries
        .iter()
        .map(|e| rows::json_record(&e.commitment, &e.texts, RowContext::timeless(areas)));
    let items: Vec<_> = items.collect();
    serde_json::to_vec(&serde_json::json!({ "items": items })).expect("room in memory")
}

fn as_xlsx(entries: &[Entry], areas: &AreaTree) -> Vec<u8> {
    let description = Description {
        title: "All".to_owned(),
        version: 1,
        commitments: entries.len(),
        ..Description::default()
    };
    let mut book = CommitmentWorkbook::new(description, true).expect("a workbook");
    for e in entries {
        let cells = rows::cells(&e.commitment, &e.texts, RowContext::timeless(areas));
        book.push(&cells).expect("a row");
    }
    let mut out = Cursor::new(Vec::new());
    book.finish(&mut out).expect("room in memory");
    out.into_inner()
}
