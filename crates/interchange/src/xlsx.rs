//! A sheet of an XLSX workbook as rows of text. Read cell by cell: a sheet can name a cell
//! a million rows down in a file of a few bytes, and a few bytes can claim to hold a billion texts.

use std::io::{BufRead, BufReader, Cursor, Read};
use std::panic::catch_unwind;

use calamine::{DataRef, Reader, Xlsx};
use quick_xml::events::{BytesStart, Event};

use super::table::{Rows, TableError};

/// Limit of all parts of a workbook, once unpacked.
const MAX_UNPACKED: u64 = 300 * MEGABYTE;
const MEGABYTE: u64 = 1024 * 1024;
/// Limit of the text in all cells: one shared text can appear in many.
const MAX_TEXT: usize = 128 * 1024 * 1024;
/// Parts of a workbook; each sheet is one.
const MAX_PARTS: usize = 5_000;
/// Texts that cells share. The reader allocates as many as the workbook claims to have.
const MAX_SHARED: u64 = 4_000_000;
/// Elements of the part that describes styles. Excel makes at most 65,490 formats.
const MAX_STYLES: usize = 500_000;
const MAX_COLUMNS: usize = 500;
const MAX_ROWS: usize = 200_000;

/// How many sheets are searched for the one with the commitments.
const MAX_SHEETS: usize = 20;

/// Reads the first sheet on which `is_header` finds the names of columns; the first one of all where
/// there is none.
pub(super) fn read(bytes: &[u8], is_header: fn(&[String]) -> bool) -> Result<Rows, TableError> {
    check_parts(bytes)?;
    // `calamine` panics on some broken workbooks.
    catch_unwind(|| read_sheets(bytes, is_header)).unwrap_or_else(|_| {
        Err(TableError::Workbook(
            "its parts contradict each other; try opening it in a spreadsheet program and saving it again"
                .to_owned(),
        ))
    })
}

fn read_sheets(bytes: &[u8], is_header: fn(&[String]) -> bool) -> Result<Rows, TableError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut first = None;
    for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
        let rows = read_cells(&mut book, &name)?;
        if rows.names_columns(is_header) {
            return Ok(rows);
        }
        first.get_or_insert(rows);
    }
    first.ok_or_else(|| unreadable("it has no sheets"))
}

fn read_cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Rows, TableError> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut rows = Rows::default();
    let mut current: (usize, Vec<String>) = (0, Vec::new());
    let mut held = 0;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if column >= MAX_COLUMNS {
            return too_large("columns", MAX_COLUMNS);
        }
        if row >= MAX_ROWS {
            return too_large("rows", MAX_ROWS);
        }
        if row < current.0 {
            return Err(unreadable("its rows are not in order"));
        }
        held += text.len();
        if held > MAX_TEXT {
            return too_large("characters", MAX_TEXT);
        }
        if row > current.0 {
            let done = std::mem::take(&mut current.1);
            rows.push(current.0 + 1, done)?;
            current.0 = row;
        }
        if current.1.len() <= column {
            current.1.resize(column + 1, String::new());
        }
        current.1[column] = text;
    }
    rows.push(current.0 + 1, current.1)?;
    Ok(rows)
}

fn unreadable(what: impl std::fmt::Display) -> TableError {
    TableError::Workbook(what.to_string())
}

fn too_large<T>(what: &'static str, limit: impl TryInto<usize>) -> Result<T, TableError> {
    let limit = limit.try_into().unwrap_or(usize::MAX);
    Err(TableError::TooLarge { what, limit })
}

/// Unpacks every part once, discarding the content, and refuses a workbook that holds or claims to hold
/// more than any real one. The sizes in its directory are not trusted.
fn check_parts(bytes: &[u8]) -> Result<(), TableError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MAX_PARTS {
        return too_large("parts", MAX_PARTS);
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unreadable)?;
        let name = part.name().map_err(unreadable)?.to_lowercase();
        let mut part = BufReader::new(part.take(left + 1));
        if name.ends_with("sharedstrings.xml") {
            check_shared(&mut part)?;
        } else if name.ends_with("styles.xml") {
            check_styles(&mut part)?;
        }
        std::io::copy(&mut part, &mut std::io::sink()).map_err(unreadable)?;
        let Some(rest) = part.get_ref().limit().checked_sub(1) else {
            return too_large("megabytes once unpacked", MAX_UNPACKED / MEGABYTE);
        };
        left = rest;
    }
    Ok(())
}

/// Checks how many shared texts there are and are claimed to be.
fn check_shared(part: impl BufRead) -> Result<(), TableError> {
    let (mut texts, mut held) = (0, 0);
    each_event(part, |event| {
        let mut claimed = None;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                claimed = claimed_count(tag)?;
            }
            Event::Start(tag) if tag.local_name().as_ref() == "si" => texts += 1,
            Event::Text(text) => held += text.len(),
            Event::CData(text) => held += text.len(),
            _ => {}
        }
        if claimed.unwrap_or(texts).max(texts) > MAX_SHARED {
            return too_large("texts", MAX_SHARED);
        }
        if held > MAX_TEXT {
            return too_large("characters", MAX_TEXT);
        }
        Ok(())
    })
}

fn claimed_count(tag: &BytesStart<'_>) -> Result<Option<u64>, TableError> {
    let mut claimed = None;
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(unreadable)?;
        if attribute.key.as_ref() == "uniqueCount" {
            let count: u64 = attribute.value.trim().parse().map_err(unreadable)?;
            claimed = claimed.max(Some(count));
        }
    }
    Ok(claimed)
}

fn check_styles(part: impl BufRead) -> Result<(), TableError> {
    let mut elements = 0;
    each_event(part, |event| {
        elements += usize::from(matches!(event, Event::Start(_)));
        if elements > MAX_STYLES {
            return too_large("styles", MAX_STYLES);
        }
        Ok(())
    })
}

/// Reads XML with the same settings as `calamine`.
fn each_event(
    part: impl BufRead,
    mut look: impl FnMut(&Event<'_>) -> Result<(), TableError>,
) -> Result<(), TableError> {
    let mut xml = quick_xml::Reader::from_reader(part);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Eof => return Ok(()),
            event => look(&event)?,
        }
    }
}

/// A cell as a person reads it: the shortest form of a number, dates as `YYYY-MM-DD`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_duration() => moment.as_f64().to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const WORKBOOK: &str = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/><sheet name="B" sheetId="2" r:id="r2"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
    const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

    /// A workbook with these rows below a header of twelve columns, and these shared texts.
    fn workbook(rows: &str, shared: &str) -> Vec<u8> {
        let header: String = ('A'..='L')
            .map(|c| format!("<c r=\"{c}1\" t=\"str\"><v>{c}</v></c>"))
            .collect::<Vec<_>>()
            .concat();
        let header = format!("<row r=\"1\">{header}</row>");
        let sheet = format!("<worksheet><sheetData>{header}{rows}</sheetData></worksheet>");
        packed(&[
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/styles.xml", STYLES),
            ("xl/sharedStrings.xml", shared),
            ("xl/worksheets/sheet1.xml", &sheet),
            (
                "xl/worksheets/sheet2.xml",
                "<worksheet><sheetData/></worksheet>",
            ),
        ])
    }

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, part) in parts {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(part.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let table = super::super::table::read(bytes, |_| true).unwrap();
        let rows = table.rows.into_iter();
        rows.map(|row| (row.number, row.cells)).collect()
    }

    fn refusal(bytes: &[u8]) -> String {
        read(bytes, |_| true).unwrap_err().to_string()
    }

    #[test]
    fn cells_are_read_as_a_person_reads_them() {
        let cells = r#"<row r="2">
            <c r="A2" t="s"><v>0</v></c>
            <c r="B2" t="inlineStr"><is><t>in line</t></is></c>
            <c r="C2"><v>4.0999999999999996</v></c>
            <c r="D2"><v>2014</v></c>
            <c r="E2" s="1"><v>42005</v></c>
            <c r="F2" s="1"><v>42005.75</v></c>
            <c r="G2" t="b"><v>1</v></c>
            <c r="H2" t="e"><v>#N/A</v></c>
            <c r="I2" t="str"><f>A2</f><v>shown</v></c>
            <c r="J2"/>
            <c r="L2" t="d"><v>2015-01-01</v></c>
        </row>"#;
        let book = workbook(
            cells,
            "<sst uniqueCount=\"1\"><si><r><t xml:space=\"preserve\">two </t></r><r><t>runs</t></r></si></sst>",
        );
        let expected = [
            "two runs",
            "in line",
            "4.1",
            "2014",
            "2015-01-01",
            "2015-01-01",
            "TRUE",
            "#N/A",
            "shown",
            "",
            "",
            "2015-01-01",
        ];
        assert_eq!(rows(&book), [(2, expected.map(str::to_owned).to_vec())]);
    }

    #[test]
    fn of_merged_cells_the_first_holds_the_text() {
        let sheet = r#"<row r="2"><c r="A2" t="str"><v>wide</v></c><c r="B2"/><c r="C2" t="str"><v>next</v></c></row>
            <row r="3"><c r="A3"/></row>
            <row r="4"><c r="C4" t="str"><v>below</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells><sheetData>"#;
        let texts = |row: &[&str]| row.iter().map(|&t| t.to_owned()).collect::<Vec<_>>();
        let expected = [
            (2, texts(&["wide", "", "next"])),
            (4, texts(&["", "", "below"])),
        ];
        assert_eq!(rows(&workbook(sheet, "<sst/>")), expected);
    }

    #[test]
    fn a_small_file_that_claims_to_be_large_is_refused() {
        let row = r#"<row r="2"><c r="A2" t="s"><v>0</v></c></row>"#;
        for count in ["18446744073709551615", "4000001", "99999999999999999999"] {
            let shared = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
            let reason = refusal(&workbook(row, &shared));
            assert!(
                reason.contains("texts") || reason.contains("number"),
                "{reason}"
            );
        }
        // Under another name and prefix, behind a comment.
        let shared = "<!-- <si> --><x:sst a=\"1\" uniqueCount=\"90000000000\"/>";
        let book = packed(&[("_rels/.rels", ROOT), ("xl/SharedStrings.XML", shared)]);
        let reason = refusal(&book);
        assert!(reason.contains("texts"), "{reason}");
    }

    #[test]
    fn what_unpacks_to_more_than_a_real_workbook_is_refused() {
        let blank = " ".repeat(1024 * 1024);
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("xl/media/picture", SimpleFileOptions::default())
            .unwrap();
        for _ in 0..301 {
            archive.write_all(blank.as_bytes()).unwrap();
        }
        let bomb = archive.finish().unwrap().into_inner();
        assert!(bomb.len() < 1024 * 1024);
        assert!(refusal(&bomb).contains("300 megabytes"));
        // One text in many cells.
        let text = "x".repeat(1024 * 1024);
        let cells: String = (2..=130)
            .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
            .collect::<Vec<_>>()
            .concat();
        let shared = format!("<sst><si><t>{text}</t></si></sst>");
        assert!(refusal(&workbook(&cells, &shared)).contains("characters"));
    }

    #[test]
    fn cells_far_out_and_broken_parts_are_refused() {
        for (row, reason) in [
            (
                r#"<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>"#,
                "rows",
            ),
            (
                r#"<row r="2"><c r="XFD2" t="str"><v>x</v></c></row>"#,
                "columns",
            ),
            (
                r#"<row r="3"><c r="A3" t="str"><v>x</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c></row>"#,
                "order",
            ),
            (r#"<row r="2"><c r="A2" t="s"><v>7</v></c></row>"#, ""),
            (r#"<row r="2"><c r="A2" t="str"><v>x</v>"#, ""),
        ] {
            let found = refusal(&workbook(row, "<sst/>"));
            assert!(found.contains(reason), "{found}");
        }
        assert!(refusal(&packed(&[])).contains("workbook"));
    }
}
