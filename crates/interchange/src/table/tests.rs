use super::*;

fn is_header(cells: &[String]) -> Option<Vec<String>> {
    let has = |name: &str| cells.iter().any(|c| c == name);
    (has("code") && has("title")).then(|| cells.to_vec())
}

fn read(
    bytes: &[u8],
    recognise: fn(&[String]) -> Option<Vec<String>>,
) -> Result<Table, TableError> {
    super::read(bytes, &ReadOptions::default(), &recognise)
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    let text: String = mark.into_iter().chain(text.chars()).collect();
    let pair = |unit: u16| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(pair).collect()
}

#[test]
fn encoding_and_delimiter_are_detected_from_the_content() {
    let text = "code;title\r\nES0001;\"Espa\u{f1}a; \"\"uno\"\"\nY dos\"\r\n";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8"),
        (utf16(text, true, false), "UTF-16LE"),
        (utf16(text, true, true), "UTF-16BE"),
        (utf16(text, false, false), "UTF-16LE"),
        (utf16(text, false, true), "UTF-16BE"),
        (latin, "windows-1252"),
    ] {
        let table = read(&bytes, is_header).unwrap();
        assert_eq!(table.format.encoding, encoding);
        assert_eq!(table.format.container, Container::Csv(';'));
        assert_eq!(table.header, ["code", "title"]);
        assert_eq!(table.rows[0].number, 2);
        assert_eq!(table.rows[0].cells[1], "Espa\u{f1}a; \"uno\"\nY dos");
    }
    for (text, delimiter) in [
        ("code,title\nA,\"x\ty\"\n", ','),
        ("code\ttitle\nA\tx;y,z\n", '\t'),
    ] {
        let format = read(text.as_bytes(), is_header).unwrap().format;
        assert_eq!(format.container, Container::Csv(delimiter));
    }
}

#[test]
fn a_row_of_column_numbers_and_empty_rows_are_skipped() {
    let table = read(b"0,1\n\ncode,title,,\nA,T,,\n,,,\nB,U,x,\n", is_header).unwrap();
    let rows: Vec<_> = table
        .rows
        .iter()
        .map(|r| (r.number, r.cells.len(), r.beyond.len()))
        .collect();
    assert_eq!(rows, [(4, 2, 0), (6, 2, 1)]);
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    for end in ["\n", "\r\n", "\r"] {
        let lines = [
            "",
            "code,title",
            "A,\"one",
            "",
            "two\"",
            "",
            "",
            "B,U",
            ",",
            "C,V",
        ];
        let table = read(lines.join(end).as_bytes(), is_header).unwrap();
        let numbers: Vec<usize> = table.rows.iter().map(|r| r.number).collect();
        // The text of A goes over three lines, and is one row.
        assert_eq!(numbers, [3, 6, 8], "{end:?}");
    }
}

#[test]
fn what_is_no_table_is_refused_with_a_reason() {
    for (bytes, reason) in [
        (&b""[..], "empty"),
        (b" \n", "empty"),
        (b"a,b\n1,2\n", "no row"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xD0\xCF\x11\xE0", "XLSX"),
        (b"{\"a\":", "JSON"),
        (b"{\"a\":1}", "items"),
    ] {
        let error = read(bytes, is_header).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
    let wide = format!("code,title{}\n", ",".repeat(600));
    assert!(read(wide.as_bytes(), is_header).is_err());
}

#[test]
fn our_own_json_is_a_table_too() {
    let text =
        r#"{"items":[{"code":"ES0001","title":"T","plan_year":2012,"policy_areas":["a;b","c"]}]}"#;
    let table = read(text.as_bytes(), is_header).unwrap();
    assert_eq!(table.header, ["code", "plan_year", "title", "policy_areas"]);
    assert_eq!(table.rows[0].cells, ["ES0001", "2012", "T", "a;;b;c"]);
}

#[test]
fn the_delimiter_that_a_file_declares_and_pipes_are_used() {
    for (text, delimiter) in [
        ("sep=|\r\ncode|title\r\nA|x,y\r\n", '|'),
        ("\"sep=;\"\ncode;title\nA;x\n", ';'),
        ("code|title\nA|x\n", '|'),
    ] {
        let table = read(text.as_bytes(), is_header).unwrap();
        assert_eq!(table.format.container, Container::Csv(delimiter));
        assert_eq!(table.header, ["code", "title"]);
    }
    let options = ReadOptions {
        delimiter: Some("^".parse().unwrap()),
        ..ReadOptions::default()
    };
    let table = super::read(b"code^title\nA^x;y\n", &options, &is_header).unwrap();
    assert_eq!(table.rows[0].cells, ["A", "x;y"]);
}

#[test]
fn a_header_is_found_below_notes_or_where_it_is_said_to_be() {
    let notes = "OGP commitments,\n".repeat(12);
    let file = format!("{notes}code,title\nA,T\n");
    let table = read(file.as_bytes(), is_header).unwrap();
    assert_eq!((table.header_row, table.rows[0].number), (13, 14));
    assert!(table.in_words().contains("row 13"), "{}", table.in_words());
    let file = format!("{}code,title\nA,T\n", notes.repeat(4));
    let error = read(file.as_bytes(), is_header).unwrap_err().to_string();
    assert!(error.contains("OGP commitments"), "{error}");
    let at = |row| ReadOptions {
        header_row: Some(row),
        ..ReadOptions::default()
    };
    let table = super::read(file.as_bytes(), &at(49), &is_header).unwrap();
    assert_eq!(table.rows[0].number, 50);
    let error = super::read(file.as_bytes(), &at(3), &is_header).unwrap_err();
    assert!(
        error.to_string().contains("row 3 is not a header"),
        "{error}"
    );
}

#[test]
fn a_short_row_of_a_text_is_noted() {
    let table = read(b"code,title,start\nA,T\nB,,\nC,x", is_header).unwrap();
    let found: Vec<_> = table.rows.iter().map(|r| (r.short, r.is_cut)).collect();
    assert_eq!(found, [(Some(2), false), (None, false), (Some(2), true)]);
    assert_eq!(table.rows[0].note(2), Some(&CellNote::Missing));
}

#[test]
fn a_file_of_commas_is_read_within_little_memory() {
    let line = format!("x{}\n", ",".repeat(499));
    let file = format!("code,title\n{}", line.repeat(40_000));
    assert_eq!(file.len() / 1_000_000, 20);
    let table = read(file.as_bytes(), is_header).unwrap();
    let held: usize = table.rows.iter().map(|row| row.cells.capacity()).sum();
    assert!(held < 400_000, "{held}");
    let wide = format!("{}x\n", ",".repeat(499)).repeat(40_000);
    let error = read(format!("code,title\n{wide}").as_bytes(), is_header).unwrap_err();
    assert!(error.to_string().contains("megabytes"), "{error}");
}
