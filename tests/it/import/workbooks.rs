//! Workbooks from others: OGP's columns as a spreadsheet program saves them, and hostile ones.

use std::io::{Cursor, Write};

use interchange::file::{CommitmentFile, FileFormat};
use interchange::table::Container;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const COLUMNS: [&str; 22] = [
    "Commitment Unique Identifier",
    "Country/Locality",
    "Code",
    "Region",
    "National Or Local",
    "Action Plan Number",
    "Year Of Submission",
    "Action Plan End Year",
    "Commitment Number",
    "Commitment Title",
    "Full Text",
    "Start Date",
    "End Date",
    "Active Commitment",
    "Verifiable",
    "_Relevant",
    "Potential Impact",
    "Potential for Results",
    "Completion (Progress Report)",
    "Completion (End Of Term)",
    "Did It Open Government (Overall)",
    "Early Results",
];

/// A cell as a spreadsheet keeps it.
#[derive(Clone, Copy)]
enum Cell {
    Text(&'static str),
    Number(f64),
    Day(&'static str),
}

/// Two rows in the dirt of the real sheet.
fn rows() -> [[Cell; 22]; 2] {
    use Cell::{Day, Number, Text};
    let first = [
        Text("ES0099"),
        Text("Spain"),
        Text("ES"),
        Text("Europe"),
        Text("National"),
        Number(4.0),
        Number(2019.0),
        Number(2021.0),
        Number(4.1),
        Text("=Open the registers"),
        Text("Of land,\nships and firms"),
        Day("2019-09-01"),
        // A day that was typed as its serial number.
        Number(44439.0),
        Number(1.0),
        Text("Yes"),
        Number(1.0),
        Text("d. transformative"),
        Text("NA"),
        Text("Limited"),
        Text("Complete"),
        Text("Marginal"),
        Text("NA"),
    ];
    let mut second = first;
    second[0] = Text("ES0100");
    second[8] = Number(5.0);
    second[9] = Text("Keep the archives");
    second[10] = Text("");
    second[16] = Text("NR");
    second[18] = Text("ND");
    second[19] = Text("NR");
    second[20] = Text("ND");
    [first, second]
}

fn as_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for (at, name) in (0..).zip(COLUMNS) {
        // The row of column numbers above the header.
        sheet.write_number(0, at, f64::from(at)).unwrap();
        sheet.write_string(1, at, name).unwrap();
    }
    for (row, cells) in (2..).zip(rows()) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, at, text).unwrap(),
                Cell::Number(number) => sheet.write_number(row, at, number).unwrap(),
                Cell::Day(text) => {
                    let moment = ExcelDateTime::parse_from_str(text).unwrap();
                    sheet
                        .write_datetime_with_format(row, at, &moment, &day)
                        .unwrap()
                }
            };
        }
    }
    // Another sheet is no commitments.
    book.add_worksheet().write_string(0, 0, "Notes").unwrap();
    book.save_to_buffer().unwrap()
}

fn as_csv() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    for cells in rows() {
        let cells = cells.map(|cell| match cell {
            Cell::Text(text) if text.starts_with('=') => format!("'{text}"),
            Cell::Text(text) | Cell::Day(text) => text.to_owned(),
            Cell::Number(number) => number.to_string(),
        });
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ogps_columns_say_the_same_as_a_workbook_and_as_text() {
    let book = as_workbook();
    let file = CommitmentFile::read(&book, None).unwrap();
    assert_eq!(file.format, FileFormat::Ogp2024);
    assert_eq!(file.table.format.container, Container::Xlsx);
    let numbers: Vec<usize> = file.table.rows.iter().map(|r| r.number).collect();
    assert_eq!(numbers, [3, 4], "as a spreadsheet numbers them");

    let (from_book, _directory) = super::empty().await;
    super::applied(&from_book, &book).await;
    let (from_text, _directory) = super::empty().await;
    super::applied(&from_text, &as_csv()).await;
    let exported = super::exported(&from_book).await;
    assert_eq!(exported, super::exported(&from_text).await);

    let mut reader = csv::Reader::from_reader(exported.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let said = |row: usize, name: &str| {
        let at = columns.iter().position(|c| c == name).unwrap();
        records[row][at].to_owned()
    };
    for (name, expected) in [
        ("code", "ES0099"),
        ("title", "'=Open the registers"),
        ("description", "Of land,\nships and firms"),
        ("commitment_number", "4.1"),
        ("plan_year", "2019"),
        ("start", "2019-09-01"),
        ("end", "2021-08-31"),
        ("ambition", "Transformative"),
        ("completion", "Complete"),
        ("status", "Active"),
    ] {
        assert_eq!(said(0, name), expected, "{name}");
    }
    assert_eq!(said(1, "ambition"), "Pending IRM Review");
    assert_eq!(said(1, "completion"), "Pending IRM Review");
    assert_eq!(said(1, "early_results"), "No IRM Data");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_workbook_is_refused_in_words_and_does_no_harm() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, part) in [
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/sharedStrings.xml",
            r#"<sst uniqueCount="1000000000000"/>"#,
        ),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    let hostile = archive.finish().unwrap().into_inner();
    assert!(hostile.len() < 1000);
    let refused = CommitmentFile::read(&hostile, None).unwrap_err();
    assert!(refused.to_string().contains("texts"), "{refused}");
}
