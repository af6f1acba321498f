//! Files as people really bring them: one test for each kind of fault that a file can have. The rules
//! themselves are tested where they are written; here, each file goes through the public door.

use std::fmt::Write as _;

use std::io::{Cursor, Write};

use domain::Lang;
use domain::area::names::AREAS;
use interchange::options::ReadOptions;
use ogp_tracker::service::App;
use ogp_tracker::service::import::{GivenFile, ImportError, Importer, Item, Outcome, Plan};
use zip::write::SimpleFileOptions;

use super::{applied, empty, exported, planned};

/// What a file would do, read as it is said.
async fn looked_at(app: &App, bytes: &[u8], options: &ReadOptions) -> Result<Plan, ImportError> {
    let given = GivenFile {
        name: "test",
        bytes,
    };
    app.plan_import(given, options, &Importer::command_line(), &|_, _| ())
        .await
}

async fn of_bytes(app: &App, bytes: &[u8]) -> Plan {
    looked_at(app, bytes, &ReadOptions::default())
        .await
        .unwrap()
}

async fn refusal(app: &App, bytes: &[u8]) -> String {
    let refused = looked_at(app, bytes, &ReadOptions::default()).await;
    refused.unwrap_err().to_string()
}

/// Everything that is said of a row.
fn said(item: &Item) -> String {
    let lines = item.messages.iter();
    let lines: Vec<String> = lines.map(|m| m.in_words() + &m.quoted()).collect();
    lines.join(" | ")
}

/// A record with two members and some commitments with every kind of value.
async fn record() -> (App, tempfile::TempDir) {
    let (app, directory) = empty().await;
    let file = "code,member,member_kind,country_iso3,region,title,plan_year,plan_end_year,action_plan,\
        description,lead_institution,policy_areas,source_url,commitment_number,start,ambition_scheme,ambition\n\
        ES0001,Spain,national,ESP,Europe,One,2014,2016,Spain Plan 2014,Text one,-Ministry;Agency,Open Data,https://example.org/1,4,2014-07,potential_impact,None\n\
        ES0002,Spain,national,ESP,Europe,Two,2014,2016,Spain Plan 2014,Text two,'=Agency,Health,https://example.org/2,4.10,2014,potential_impact,Minor\n\
        KR0001,Republic of Korea,national,KOR,Asia and the Pacific,Three,2016,2018,,Text three,Ministry,Health,https://example.org/3,IV,2016-01-01,,\n\
        GB0001,United Kingdom,national,GBR,Europe,Four,2016,2018,,Text four,Cabinet Office,Health,https://example.org/4,1,,,\n";
    applied(&app, file.as_bytes()).await;
    (app, directory)
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_are_refused_and_blanks_at_the_ends_taken_off_in_every_column() {
    let (app, _directory) = record().await;
    for odd in ["\u{b}", "\0", "\u{1f}", "\u{85}", "\u{fffe}"] {
        for column in [
            "lead_institution",
            "policy_areas",
            "description",
            "action_plan",
            "irm_reports",
        ] {
            let file = format!("code,member,title,{column}\nES0001,Spain,One,a{odd}b\n");
            let plan = planned(&app, &file).await;
            let item = &plan.items[0];
            assert_eq!(item.outcome, Outcome::Rejected, "{column} {odd:?}");
            assert!(said(item).contains("cannot be shown"), "{}", said(item));
            assert_eq!(item.code.as_ref().unwrap().as_str(), "ES0001");
            assert_eq!(item.title, "One", "a rejected row says which it is");
        }
    }
    for blank in [
        "\u{a0}", "\u{200b}", "\u{feff}", "\n", "\t", "\u{3000}", "\u{2060}",
    ] {
        let around = |text: &str| format!("\"{blank}{text}{blank}\"");
        let names = "code,member,title,plan_year,description,lead_institution,policy_areas,source_url,ambition_scheme,ambition";
        let cells = [
            "ES0002",
            "Spain",
            "Two",
            "2014",
            "Text two",
            "'=Agency",
            "Health",
            "https://example.org/2",
            "potential_impact",
            "Minor",
        ];
        let cells = cells.map(around).join(",");
        let plan = planned(&app, &format!("{names}\n{cells}\n")).await;
        let item = &plan.items[0];
        assert_eq!(
            item.outcome,
            Outcome::Unchanged,
            "{blank:?}: {} {:?}",
            said(item),
            item.differences
        );
    }
    let plan = planned(&app, "code,member,title,lead_institution\nES0001,Spain,\"One\nmore\",\"Ministry\nof X;\u{a0}Agency\u{200b}\"\n").await;
    let after: Vec<&str> = plan.items[0]
        .differences
        .iter()
        .map(|d| d.after.as_str())
        .collect();
    assert!(after.contains(&"One more"), "{after:?}");
    assert!(
        after
            .iter()
            .any(|a| a.contains("Ministry of X") && !a.contains(['\u{a0}', '\u{200b}'])),
        "{after:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_emptied_by_a_cell_that_is_not_there() {
    let (app, _directory) = record().await;
    // A short row, and the words of programs for nothing.
    for row in [
        "ES0001,Spain,One",
        "ES0001,Spain,One,NaN,None,NULL,N/A",
        "ES0001,Spain,One,nan,<NA>,\u{2014},n/a",
    ] {
        let file = format!(
            "code,member,title,description,lead_institution,policy_areas,source_url\n{row}\n"
        );
        let plan = planned(&app, &file).await;
        let item = &plan.items[0];
        assert_eq!(
            item.outcome,
            Outcome::Unchanged,
            "{row}: {:?} {}",
            item.differences,
            said(item)
        );
        assert!(!item.messages.is_empty() && plan.cleared() == 0, "{row}");
    }
    let plan = planned(
        &app,
        "code,member,title,description,source_url\nES0001,Spain,One\n",
    )
    .await;
    let words = said(&plan.items[0]);
    assert!(
        words.contains("fewer cells (3) than the header (5)")
            && words.contains("description, source_url"),
        "{words}"
    );
    // Where the file ends in the row, its last cell may be half a text.
    let plan = planned(
        &app,
        "code,member,title,policy_areas,source_url\nES0001,Spain,One,Right to Informatio",
    )
    .await;
    assert_eq!(plan.counts.rejected, 1);
    assert!(
        said(&plan.items[0]).contains("cut off"),
        "{}",
        said(&plan.items[0])
    );
    // A title is needed; an error of a formula is no value.
    for row in [
        "ES0001,Spain,nan,x",
        "ES0001,Spain,One,#REF!",
        "ES0001,Spain,One,#\u{a1}VALOR!",
    ] {
        let plan = planned(
            &app,
            &format!("code,member,title,lead_institution\n{row}\n"),
        )
        .await;
        assert_eq!(plan.counts.rejected, 1, "{row}");
    }
    let refused = refusal(
        &app,
        b"code,member,title\nES0001,Spain,\"One\nES0002,Spain,Two\n",
    )
    .await;
    assert!(
        refused.contains("line 2") && refused.contains("never closed"),
        "{refused}"
    );
    // JSON says nothing of what it leaves out.
    let plan = planned(&app, r#"[{"code":"ES0001","member":"Spain","title":"One"},{"code":"ES0002","member":"Spain","title":"Two","description":"Text two"}]"#).await;
    assert_eq!(plan.counts.unchanged, 2, "{:?}", plan.items);
}

#[tokio::test(flavor = "multi_thread")]
async fn clearing_many_values_needs_a_word_and_few_do_not() {
    let (app, _directory) = record().await;
    let few = "code,member,title,description\nES0001,Spain,One,\nES0002,Spain,Two,\n";
    assert_eq!(planned(&app, few).await.cleared(), 2);
    let many = "code,member,title,description,source_url\nES0001,Spain,One,,\nES0002,Spain,Two,,\nKR0001,South Korea,Three,,\n";
    let plan = planned(&app, many).await;
    assert!(plan.needs_clear_confirmation());
    assert!(
        plan.cleared_in_words().contains(": 3"),
        "{}",
        plan.cleared_in_words()
    );
    let version = app.catalogue().version().number;
    for (may_clear, done) in [(0, false), (5, false), (6, true)] {
        let importer = Importer {
            may_clear,
            ..Importer::command_line()
        };
        let given = GivenFile {
            name: "many.csv",
            bytes: many.as_bytes(),
        };
        let quiet = std::sync::Arc::new(|_, _| ());
        let options = ReadOptions::default();
        let (_, recorded) = app
            .import(given, &options, &importer, "x", quiet)
            .await
            .unwrap();
        assert_eq!(recorded.is_some(), done, "{may_clear}");
    }
    app.refresh().await.unwrap();
    assert_eq!(app.catalogue().version().number, version + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_download_stays_unchanged_through_other_programs() {
    let (app, _directory) = record().await;
    let own = exported(&app).await;
    let mut reader = csv::Reader::from_reader(own.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let is_number =
        |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    // As pandas: numbers get a fraction, None is lost.
    let as_pandas = |cell: &str, name: &str| match cell {
        "None" => String::new(),
        _ if is_number(cell) && ["plan_year", "plan_end_year"].contains(&name) => {
            format!("{cell}.0")
        }
        "4.10" => "4.1".to_owned(),
        "4" | "1" => format!("{cell}.0"),
        _ => cell.to_owned(),
    };
    // As Excel with a Spanish system: months, semicolons, its own encoding.
    let as_excel = |cell: &str, _: &str| {
        if cell == "2014-07" {
            "jul-14".to_owned()
        } else {
            cell.to_owned()
        }
    };
    // As R: NA for what is empty in a column of numbers.
    let as_r = |cell: &str, name: &str| match (cell, name) {
        ("", "plan_year" | "plan_end_year" | "commitment_number" | "start" | "end") => {
            "NA".to_owned()
        }
        _ => cell.to_owned(),
    };
    let written = |change: &dyn Fn(&str, &str) -> String, delimiter: u8| {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for record in &records {
            let cells = record
                .iter()
                .zip(&header)
                .map(|(cell, name)| change(cell, name));
            writer.write_record(cells).unwrap();
        }
        writer.into_inner().unwrap()
    };
    let excel = String::from_utf8(written(&as_excel, b';')).unwrap();
    let marked = [b"\xef\xbb\xbf", excel.as_bytes()].concat();
    let (western, _, _) = encoding_rs::WINDOWS_1252.encode(&excel);
    let mut files = vec![
        ("pandas", written(&as_pandas, b',')),
        ("R", written(&as_r, b',')),
        ("Excel UTF-8", marked),
        ("Excel", western.into_owned()),
        ("tabs", written(&|cell, _| cell.to_owned(), b'\t')),
        ("pipes", written(&|cell, _| cell.to_owned(), b'|')),
    ];
    // The texts of the CSV file, kept by a spreadsheet or by pandas in a workbook and in JSON.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut json = Vec::new();
    for (row, record) in
        (0..).zip(std::iter::once(&csv::StringRecord::from(header.clone())).chain(&records))
    {
        for (at, cell) in (0..).zip(record) {
            match cell.parse::<f64>() {
                Ok(number) if cell != "4.10" => sheet.write_number(row, at, number).unwrap(),
                _ => sheet.write_string(row, at, cell).unwrap(),
            };
        }
        if row > 0 {
            let cells = header.iter().zip(record).map(|(name, cell)| {
                let value = match cell.parse::<f64>() {
                    Ok(number) => number.into(),
                    Err(_) => cell.into(),
                };
                (name.clone(), value)
            });
            json.push(serde_json::Value::Object(cells.collect()));
        }
    }
    files.push(("a workbook", book.save_to_buffer().unwrap()));
    files.push(("JSON of pandas", serde_json::to_vec(&json).unwrap()));
    for (program, file) in files {
        let plan = of_bytes(&app, &file).await;
        let odd = plan.items.iter().find(|i| i.outcome != Outcome::Unchanged);
        assert!(
            plan.counts.unchanged == 4,
            "{program}: {:?} {:?}",
            odd.map(said),
            odd.map(|i| &i.differences)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_words_of_every_language_and_usual_aliases_mean_the_same() {
    let (app, _directory) = record().await;
    for (head, row) in [
        ("Code,Member,Title", "gb0001,UK,Four"),
        (
            "CODE;MEMBER;TITLE;Plan year",
            "KR0001;South Korea;Three;2016",
        ),
        (
            "code\u{200b},\u{feff}Member\u{a0},T\u{ed}tulo",
            "KR0001,Corea del Sur,Three",
        ),
        (
            "C\u{f3}digo;Miembro;T\u{ed}tulo;\u{c1}reas de pol\u{ed}tica",
            "ES0001;Espa\u{f1}a;One;Datos abiertos",
        ),
        (
            "Code de l\u{2019}engagement;Membre;Titre;Domaines politiques;R\u{e9}gion",
            "ES0001;Espagne;One;Donn\u{e9}es ouvertes;Europe",
        ),
        (
            "code,member,title,ambition_scheme,ambition",
            "ES0002,Spain,Two,Impacto potencial,Menor",
        ),
        (
            "code,member,title,region",
            "KR0001,R\u{e9}publique de Cor\u{e9}e,Three,Asie et Pacifique",
        ),
    ] {
        let plan = planned(&app, &format!("{head}\n{row}\n")).await;
        let item = &plan.items[0];
        assert_eq!(
            item.outcome,
            Outcome::Unchanged,
            "{head} {row}: {} {:?}",
            said(item),
            item.differences
        );
    }
    // Every label of the fields on our pages is a column's name.
    for lang in Lang::ALL {
        for (label, column) in [
            (i18n::commitment::member(*lang), "member"),
            (i18n::commitment::plan(*lang), "action_plan"),
            (i18n::commitment::plan_title(*lang), "action_plan"),
            (i18n::commitment::number(*lang), "commitment_number"),
            (i18n::commitment::title(*lang), "title"),
            (i18n::commitment::title_en(*lang), "title_en"),
            (i18n::commitment::title_es(*lang), "title_es"),
            (i18n::commitment::title_fr(*lang), "title_fr"),
            (i18n::commitment::full_text(*lang), "description"),
            (i18n::commitment::region(*lang), "region"),
        ] {
            let found = domain::column_names::column_called(label);
            let own = domain::text::slugify(label) == domain::text::slugify(column);
            assert!(found == Some(column) || own, "{label}: {found:?}");
        }
    }
    // An area by its Spanish and its French name is that area, in files and in addresses.
    let site = crate::support::site::Site::bundled().await;
    let mut file = String::from("code,member,title,policy_areas\n");
    for (at, (_, spanish, french)) in AREAS.iter().enumerate() {
        let _ = writeln!(file, "ES{:04},Spain,T,{spanish};{french}", 5000 + at);
    }
    let plan = planned(&site.app, &file).await;
    for (item, (slug, ..)) in plan.items.iter().zip(AREAS) {
        assert!(
            !said(item).contains("new policy area"),
            "{slug}: {}",
            said(item)
        );
    }
    for (slug, spanish, french) in AREAS.iter().take(60) {
        for name in [spanish, french] {
            let asked = domain::text::slugify(name);
            let answer = site.get(&format!("/areas/{asked}")).await;
            if asked == *slug {
                continue;
            }
            assert!(answer.status.is_redirection(), "{asked}: {}", answer.status);
            assert_eq!(answer.header("location"), format!("/areas/{slug}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoding_that_was_guessed_is_said_and_can_be_overruled() {
    let (app, _directory) = record().await;
    for (label, code, member, title) in [
        (
            "windows-1251",
            "UA9001",
            "Ukraine",
            "\u{412}\u{456}\u{434}\u{43a}\u{440}\u{438}\u{442}\u{456} \u{434}\u{430}\u{43d}\u{456}",
        ),
        (
            "windows-1250",
            "CZ9001",
            "Czech Republic",
            "Otev\u{159}en\u{e1} data ve ve\u{159}ejn\u{e9} spr\u{e1}v\u{11b}",
        ),
        (
            "macintosh",
            "ES9001",
            "Spain",
            "Participaci\u{f3}n ciudadana en Espa\u{f1}a",
        ),
        (
            "iso-8859-2",
            "PO9001",
            "Spain",
            "Wi\u{119}ksza przejrzysto\u{15b}\u{107} \u{17a}r\u{f3}de\u{142}",
        ),
    ] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let file = format!("code;member;title\r{code};{member};{title}\r");
        let (bytes, _, _) = encoding.encode(&file);
        let plan = of_bytes(&app, &bytes).await;
        assert_eq!(plan.items[0].title, title, "{label}");
        assert!(
            plan.about_file.iter().any(|m| m.text.contains("encoding")),
            "{label}"
        );
        assert!(plan.table.in_words().contains("guessed"));
        assert_eq!(plan.sample_titles(), [title]);
        let options = ReadOptions {
            encoding: Some(label.parse().unwrap()),
            ..ReadOptions::default()
        };
        let plan = looked_at(&app, &bytes, &options).await.unwrap();
        assert!(plan.about_file.is_empty(), "{:?}", plan.about_file);
    }
    let twice = "code,member,title\nES0001,Spain,Participaci\u{c3}\u{b3}n \u{e2}\u{20ac}\u{153}\n";
    let plan = planned(&app, twice).await;
    assert!(
        plan.about_file
            .iter()
            .any(|m| m.text.contains("utf-8-twice")),
        "{:?}",
        plan.about_file
    );
    assert!(plan.counts.warnings > 0);
    let options = ReadOptions {
        encoding: Some("utf-8-twice".parse().unwrap()),
        ..ReadOptions::default()
    };
    let plan = looked_at(&app, twice.as_bytes(), &options).await.unwrap();
    assert_eq!(plan.items[0].title, "Participaci\u{f3}n \u{201c}");
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

/// A workbook with these sheets: name, state, and what is in it from the first row on.
pub(super) fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut relations) = (String::new(), String::new());
    let mut parts = vec![(
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    )];
    for (at, (name, state, rows)) in sheets.iter().enumerate() {
        let kind = if *state == "chart" {
            "chartsheet"
        } else {
            "worksheet"
        };
        let shown = if *state == "chart" { "visible" } else { state };
        let _ = write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{}\" state=\"{shown}\" r:id=\"s{at}\"/>",
            at + 1
        );
        let _ = write!(
            relations,
            "<Relationship Id=\"s{at}\" Type=\"{relation}/{kind}\" Target=\"/xl/{kind}s/sheet{at}.xml\"/>"
        );
        parts.push((
            format!("xl/{kind}s/sheet{at}.xml"),
            format!("<{kind} {space}>{rows}</{kind}>"),
        ));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook {space}><sheets>{list}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>"),
    ));
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(n, p)| (n.as_str(), p.as_str()))
        .collect();
    packed(&parts)
}

/// Rows of texts; a cell that begins with `<` is taken as it is.
pub(super) fn rows(rows: &[&[&str]]) -> String {
    let mut sheet = String::from("<sheetData>");
    for (row, cells) in (1..).zip(rows) {
        let _ = write!(sheet, "<row r=\"{row}\">");
        for (letter, cell) in ('A'..).zip(*cells) {
            if cell.starts_with('<') {
                let _ = write!(sheet, "<c r=\"{letter}{row}\">{cell}</c>");
            } else if !cell.is_empty() {
                let _ = write!(
                    sheet,
                    "<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"
                );
            }
        }
        sheet += "</row>";
    }
    sheet + "</sheetData>"
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_that_was_read_is_said_and_can_be_chosen() {
    let (app, _directory) = record().await;
    let head: &[&str] = &["code", "member", "title"];
    let old = rows(&[head, &["ES0001", "Spain", "OLD"]]);
    let new = rows(&[head, &["ES0001", "Spain", "NEW"]]);
    let hidden_first = workbook(&[("old", "hidden", &old), ("Commitments", "visible", &new)]);
    let plan = of_bytes(&app, &hidden_first).await;
    assert_eq!(plan.items[0].title, "NEW");
    assert!(
        plan.table
            .in_words()
            .contains("\u{201c}Commitments\u{201d}"),
        "{}",
        plan.table.in_words()
    );
    assert!(
        plan.about_file
            .iter()
            .any(|m| m.text.contains("hidden") && m.text.contains("old")),
        "{:?}",
        plan.about_file
    );
    let two = workbook(&[
        ("2014", "visible", &old),
        ("2016", "visible", &new),
        ("notes", "visible", &rows(&[&["x"]])),
    ]);
    let plan = of_bytes(&app, &two).await;
    assert_eq!(plan.items[0].title, "OLD");
    assert!(
        plan.about_file
            .iter()
            .any(|m| m.text.contains("\u{201c}2016\u{201d}") && !m.text.contains("notes")),
        "{:?}",
        plan.about_file
    );
    let sheet = |name: &str| ReadOptions {
        sheet: Some(name.to_owned()),
        ..ReadOptions::default()
    };
    let plan = looked_at(&app, &two, &sheet("2016")).await.unwrap();
    assert_eq!(plan.items[0].title, "NEW");
    let refused = looked_at(&app, &two, &sheet("2018"))
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("2018") && refused.contains("\u{201c}2014\u{201d}, \u{201c}2016\u{201d}"),
        "{refused}"
    );
    let filtered = new.replace("<row r=\"2\">", "<row r=\"2\" hidden=\"1\">");
    let plan = of_bytes(&app, &workbook(&[("A", "visible", &filtered)])).await;
    assert!(
        plan.about_file
            .iter()
            .any(|m| m.text.contains("row 2 is hidden")),
        "{:?}",
        plan.about_file
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn formulas_without_results_and_merged_cells_are_no_empty_cells() {
    let (app, _directory) = record().await;
    let formula = rows(&[
        &[
            "code",
            "member",
            "title",
            "lead_institution",
            "description",
            "notes",
        ],
        &[
            "ES0001",
            "Spain",
            "One",
            "<f>B2</f><v></v>",
            "Text one",
            "<f>A1</f>",
        ],
    ]);
    let plan = of_bytes(&app, &workbook(&[("A", "visible", &formula)])).await;
    let words = said(&plan.items[0]);
    assert_eq!(plan.counts.rejected, 1, "{words}");
    assert!(
        words.contains("lead_institution")
            && words.contains("stored result")
            && !words.contains("notes"),
        "{words}"
    );
    let merged = rows(&[
        &["code", "member", "title", "action_plan", "plan_year"],
        &["ES0001", "Spain", "One", "Spain Plan 2014", "2014"],
        &["ES0002", "Spain", "Two", "", ""],
    ]) + "<mergeCells count=\"2\"><mergeCell ref=\"D2:D3\"/><mergeCell ref=\"E2:E3\"/></mergeCells>";
    let plan = of_bytes(&app, &workbook(&[("A", "visible", &merged)])).await;
    assert_eq!(plan.counts.unchanged, 2, "{:?}", plan.items);
    assert!(
        said(&plan.items[1]).contains("merged (D2:D3)"),
        "{}",
        said(&plan.items[1])
    );
    let across = rows(&[
        &["code", "member", "title", "description"],
        &["ES0001", "Spain", "One", ""],
    ]) + "<mergeCells><mergeCell ref=\"C2:D2\"/></mergeCells>";
    let plan = of_bytes(&app, &workbook(&[("A", "visible", &across)])).await;
    assert_eq!(
        (plan.counts.unchanged, plan.cleared()),
        (1, 0),
        "{:?}",
        plan.items
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn years_and_dates_are_refused_in_our_words() {
    let (app, _directory) = record().await;
    for (column, cell, words) in [
        (
            "plan_year",
            "2014-2016",
            &[
                "expected one year",
                "did you mean \u{201c}2014\u{201d}",
                "\u{201c}2014-2016\u{201d}",
            ][..],
        ),
        ("plan_year", "fourteen", &["expected one year"]),
        (
            "plan_year",
            "2014\u{a0}x",
            &["\u{201c}2014\u{237d}x\u{201d}"],
        ),
        ("start", "01/06/2021", &["2021-06-01", "2021-01-06"]),
        ("start", "soon", &["YYYY-MM-DD", "\u{201c}soon\u{201d}"]),
        ("code", "ES9", &["NL0031"]),
        ("verifiable", "Mabye", &["yes"]),
    ] {
        let (names, cells) = if column == "code" {
            ("code,member,title".to_owned(), format!("{cell},Spain,One"))
        } else {
            (
                format!("code,member,title,{column}"),
                format!("ES0001,Spain,One,{cell}"),
            )
        };
        let plan = planned(&app, &format!("{names}\n{cells}\n")).await;
        let told = said(&plan.items[0]);
        assert_eq!(plan.counts.rejected, 1, "{told}");
        for word in words {
            assert!(told.contains(word), "{word} in {told}");
        }
        assert!(
            !told.contains("invalid digit") && told.contains(column),
            "{told}"
        );
    }
    for (cell, date) in [
        ("Jan-25", "January 2025"),
        ("ene-25", "January 2025"),
        ("2021-06-01 00:00:00", "1 June 2021"),
    ] {
        let plan = planned(
            &app,
            &format!("code,member,title,start\nES0001,Spain,One,{cell}\n"),
        )
        .await;
        assert_eq!(plan.items[0].differences[0].after, date, "{cell}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_table_is_called_what_it_is() {
    let (app, _directory) = record().await;
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, words) in [
        (locked, "password"),
        (workbook(&[("Chart1", "chart", "")]), "only charts"),
        (packed(&[("a.csv", "x"), ("b.csv", "x")]), "several tables"),
        (
            packed(&[("xl/workbook.xml", "<workbook>")]),
            "missing or damaged",
        ),
        (b"%PDF-1.4".to_vec(), "PDF"),
        (b"{\"items\": [".to_vec(), "ends in the middle"),
        (b"a,b\n1,2\n".to_vec(), "a, b"),
    ] {
        let refused = refusal(&app, &bytes).await;
        assert!(refused.contains(words), "{words}: {refused}");
        for library in ["_rels", "invalid digit", "EOF", "zip", "Xlsx"] {
            assert!(!refused.contains(library), "{refused}");
        }
    }
    let zipped = packed(&[("commitments.csv", "code,member,title\nES0001,Spain,One\n")]);
    assert_eq!(of_bytes(&app, &zipped).await.counts.unchanged, 1);
    let piped = planned(&app, "sep=|\r\ncode|member|title\r\nES0001|Spain|One\r\n").await;
    assert_eq!(piped.counts.unchanged, 1);
    assert!(piped.table.in_words().contains("\u{201c}|\u{201d}"));
}

#[test]
fn a_small_workbook_that_would_take_a_gigabyte_is_refused() {
    let shared = |texts: &str| format!("<sst>{texts}</sst>");
    let head = rows(&[&["code", "member", "title"], &["ES0001", "Spain", "One"]]);
    let mut far = String::from("<sheetData>");
    for row in 1..60_000 {
        let _ = write!(far, "<row r=\"{row}\"><c r=\"SF{row}\"><v>1</v></c></row>");
    }
    far += "</sheetData>";
    let merged = format!(
        "{head}<mergeCells>{}</mergeCells>",
        "<mergeCell ref=\"A1:B2\"/>".repeat(30_000)
    );
    for (texts, sheet, words) in [
        (
            shared(&" ".repeat(20 * 1024 * 1024)),
            &head,
            "megabytes in one element",
        ),
        (
            shared(&"<si><t>x</t></si>".repeat(4_100_000)),
            &head,
            "texts",
        ),
        (
            "<sst uniqueCount=\"3999999999\"/>".to_owned(),
            &head,
            "texts",
        ),
        (shared(""), &far, "megabytes once read"),
        (shared(""), &merged, "merged cells"),
    ] {
        let mut parts =
            zip::ZipArchive::new(Cursor::new(workbook(&[("A", "visible", sheet)]))).unwrap();
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..parts.len() {
            archive
                .raw_copy_file(parts.by_index_raw(at).unwrap())
                .unwrap();
        }
        archive
            .start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
            .unwrap();
        archive.write_all(texts.as_bytes()).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000_000, "{}", bytes.len());
        let refused = interchange::file::CommitmentFile::read(&bytes, None).unwrap_err();
        assert!(refused.to_string().contains(words), "{words}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_an_unknown_encoding_are_told_and_right_ones_are_not() {
    let (app, _directory) = super::empty().await;
    let head = "code,member,title\n";
    let said = async |bytes: Vec<u8>| {
        let given = ogp_tracker::service::import::GivenFile {
            name: "x.csv",
            bytes: &bytes,
        };
        let options = interchange::options::ReadOptions::default();
        let by = ogp_tracker::service::import::Importer::command_line();
        let plan = app
            .plan_import(given, &options, &by, &|_, _| ())
            .await
            .unwrap();
        let said: Vec<String> = plan
            .about_file
            .iter()
            .map(interchange::message::ImportMessage::in_words)
            .collect();
        said.join("\n")
    };
    // Saved by a program for DOS: \u{f3} is 0xA2 there.
    let dos = [
        format!("{head}ES9001,Spain,Participaci").as_bytes(),
        b"\xa2n ciudadana\n",
    ]
    .concat();
    let told = said(dos).await;
    assert!(told.contains("letters look wrong"), "{told}");
    // French in UTF-8 and in Windows-1252 is what it looks like.
    let french = format!("{head}FR9001,France,Minist\u{e8}re de l\u{2019}\u{c9}conomie\n");
    assert_eq!(said(french.clone().into_bytes()).await, "");
    let (older, _, _) = encoding_rs::WINDOWS_1252.encode(&french);
    assert_eq!(said(older.into_owned()).await, "");
}
