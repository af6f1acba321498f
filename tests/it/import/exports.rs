//! Downloads: what is in a workbook and in an archive, and that no cell can run.

use std::io::{Cursor, Read};

use axum::body::Body;
use axum::http::Request;
use calamine::{Data, Reader, Xlsx};

use super::applied;
use crate::support::site::Site;

async fn bytes(site: &Site, address: &str) -> Vec<u8> {
    site.bytes(Request::get(address).body(Body::empty()).unwrap())
        .await
        .0
}

fn part(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_holds_the_selection_its_columns_and_where_it_is_from() {
    let site = Site::bundled().await;
    let xlsx = bytes(&site, "/commitments.xlsx?member=spain").await;
    let list = site.get("/api/v1/commitments?member=spain").await.json();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["Commitments", "Columns", "About"]);
    let data = book.worksheet_range("Commitments").unwrap();
    assert_eq!(
        data.height() - 1,
        usize::try_from(list["total"].as_u64().unwrap()).unwrap()
    );
    assert_eq!(data.get((0, 0)), Some(&Data::String("code".to_owned())));
    let year = data.rows().nth(1).unwrap()[7].clone();
    assert!(
        matches!(year, Data::Float(y) if y > 2000.0),
        "years are numbers: {year:?}"
    );
    let about = book.worksheet_range("About").unwrap();
    let about: Vec<String> = about.cells().map(|(.., c)| c.to_string()).collect();
    let about = about.join(" ");
    for said in ["member=spain", "data version 1", "CC BY 4.0", "Citation"] {
        assert!(about.contains(said), "{said} in {about}");
    }
    let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"),
        "{}",
        &sheet[..600]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_the_data_its_description_and_how_to_cite_it() {
    let site = Site::bundled().await;
    let zip = bytes(&site, "/commitments.zip?area=digital-governance").await;
    let csv = bytes(&site, "/commitments.csv?area=digital-governance").await;
    assert_eq!(part(&zip, "commitments.csv").into_bytes(), csv);
    let package: serde_json::Value = serde_json::from_str(&part(&zip, "datapackage.json")).unwrap();
    let resource = &package["resources"][0];
    assert_eq!(resource["path"], "commitments.csv");
    let fields = resource["schema"]["fields"].as_array().unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let named: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), named);
    assert_eq!(resource["schema"]["primaryKey"], "code");
    let created = package["created"].as_str().unwrap();
    assert!(
        chrono::DateTime::parse_from_rfc3339(created).is_ok(),
        "{created}"
    );
    // No licence covers the whole: what is known stands in words, source by source.
    assert_eq!(package.get("licenses"), None);
    let description = package["description"].as_str().unwrap();
    for said in [
        "IRM reports",
        "CC BY 4.0",
        "Disclosure Policy",
        "governments",
    ] {
        assert!(description.contains(said), "{said} in {description}");
    }
    let readme = part(&zip, "README.txt");
    assert!(
        readme.contains("Citation: OGP commitment tracker") && readme.contains("data version 1"),
        "{readme}"
    );
    // As of a day, and in the demonstration, it says so.
    let demonstration = Site::demonstration(20).await;
    let zip = bytes(&demonstration, "/commitments.zip").await;
    assert!(part(&zip, "README.txt").contains("invented"));
    let unknown = site.get("/commitments.xlsx?year=x").await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_cell_of_a_download_can_run_and_all_come_back_as_they_were() {
    let (app, _directory) = super::empty().await;
    let texts = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "'=1",
        "''",
        "plain",
    ];
    let mut file = String::from("code,member,member_kind,country_iso3,region,title\n");
    for (index, text) in texts.iter().enumerate() {
        let cell = interchange::formula::escape(text).replace('"', "\"\"");
        file += &[
            "ES000",
            &index.to_string(),
            ",Spain,national,ESP,Europe,\"",
            &cell,
            "\"\n",
        ]
        .concat();
    }
    applied(&app, file.as_bytes()).await;
    let catalogue = app.catalogue();
    let titles: Vec<&str> = catalogue
        .rows()
        .map(|r| r.commitment.title.as_str())
        .collect();
    // Blanks at the ends of a text are taken off, as forms do.
    assert_eq!(titles, texts.map(str::trim));
    let csv = super::exported(&app).await;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for record in reader.records() {
        let record = record.unwrap();
        assert!(
            record
                .iter()
                .all(|c| !c.starts_with(['=', '+', '-', '@', '\t', '\r'])),
            "{record:?}"
        );
    }
    let query = domain::Query::default();
    let mut xlsx = Vec::new();
    let export = app.export(&query).await.unwrap();
    let about = ogp_tracker::words::description(&export, domain::Lang::English, None);
    export
        .workbook(about)
        .await
        .unwrap()
        .read_to_end(&mut xlsx)
        .unwrap();
    assert!(!part(&xlsx, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&xlsx, "xl/styles.xml").contains("quotePrefix"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).unwrap();
    let sheet = book.worksheet_range("Commitments").unwrap();
    let shown: Vec<String> = sheet.rows().skip(1).map(|r| r[10].to_string()).collect();
    // One that begins as an escaped one does is escaped, since one apostrophe is taken off again.
    let written = texts.map(str::trim).map(|text| match text {
        "'=1" => "''=1",
        other => other,
    });
    assert_eq!(shown, written);
}

/// What a command that exports says and leaves with.
fn export(url: &str, folder: &std::path::Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_ogp-tracker"))
        .arg("export")
        .args(arguments)
        .args(["--database", url])
        .env_remove("DATABASE_URL")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_writes_a_file_whole_and_touches_no_other() {
    let site = Site::bundled().await;
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::write(here.join("out.part"), "mine").unwrap();
    std::fs::write(here.join("out.json"), "older").unwrap();
    let (code, said) = export(
        site.url(),
        here,
        &["--format", "json", "--output", "out.json"],
    );
    assert_eq!(code, Some(0), "{said}");
    let json = std::fs::read_to_string(here.join("out.json")).unwrap();
    assert_eq!(json, site.get("/commitments.json").await.body);
    for (arguments, wrong) in [
        (&["--output", "missing/out.csv"][..], "missing/out.csv"),
        (&["--query", "year=x", "--output", "new.csv"], "year"),
        #[cfg(target_os = "linux")]
        (&["--output", "/dev/full"], "/dev/full"),
    ] {
        let (code, said) = export(site.url(), here, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(wrong), "{said}");
    }
    assert_eq!(
        std::fs::read_to_string(here.join("out.part")).unwrap(),
        "mine"
    );
    let mut left: Vec<String> = std::fs::read_dir(here)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["out.json", "out.part"]);
}
