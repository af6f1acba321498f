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

/// Every row is one.
#[allow(clippy::unnecessary_wraps, reason = "what readers are handed")]
fn any_header(names: &[String]) -> Option<Vec<String>> {
    Some(names.to_vec())
}

fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
    let table = crate::table::read(bytes, &ReadOptions::default(), &any_header).unwrap();
    let rows = table.rows.into_iter();
    rows.map(|row| (row.number, row.cells)).collect()
}

fn refusal(bytes: &[u8]) -> String {
    let read = read(bytes, &ReadOptions::default(), &any_header);
    read.unwrap_err().to_string()
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
