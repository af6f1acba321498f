//! A workbook of some hundred kilobytes that unpacks to hundreds of megabytes.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::memory;
use crate::bench::table::{COUNT, Table};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 300;
const UPLOADS: usize = 6;
const ROWS: usize = 400_000;

mod limit {
    pub const GROWTH_MB: f64 = 200.0;
    pub const COMMAND_MB: f64 = 300.0;
}

pub fn run(workspace: &Workspace, _: &Options, table: &mut Table) -> Result<()> {
    let launch = Launch::new(workspace, "drill-workbook")?.demonstration(COMMITMENTS);
    let site = Site::start(workspace, launch)?;
    let (bytes, unpacked) = hostile()?;
    let process = site.server.process_id();
    site.pages_down();
    let before = memory::resident(process).unwrap_or(f64::NAN);
    memory::reset_peak(process);
    let (statuses, down) = thread::scope(|scope| -> Result<_> {
        let upload = || site.server.upload(&site.cookie, "hostile.xlsx", &bytes);
        let uploads: Vec<_> = (0..UPLOADS).map(|_| scope.spawn(upload)).collect();
        let mut down = 0;
        while uploads.iter().any(|upload| !upload.is_finished()) {
            down += site.pages_down();
            thread::sleep(Duration::from_millis(100));
        }
        let mut statuses = Vec::new();
        for upload in uploads {
            statuses.push(upload.join().map_err(|_| anyhow!("an upload panicked"))??);
        }
        Ok((statuses, down))
    })?;
    let megabytes = unpacked as f64 / 1e6;
    let kilobytes = bytes.len() / 1000;
    let of = |name: &str| format!("workbook of {kilobytes} kB, {megabytes:.0} MB unpacked: {name}");
    let faults = statuses.iter().filter(|s| **s >= 500 && **s != 503).count() as f64;
    let name = of(&format!("failures, {UPLOADS} at once"));
    table.row(name, faults, COUNT, Some(0.0));
    let peak = memory::peak_resident(process).unwrap_or(f64::NAN);
    let name = of("server's growth");
    table.row(name, peak - before, "MB", Some(limit::GROWTH_MB));
    table.row(of("pages down"), down as f64, COUNT, Some(0.0));

    let path = site.server.directory().join("hostile.xlsx");
    fs::write(&path, &bytes)?;
    let path = path.display().to_string();
    let mut command = site.server.launch.command(&["import", &path, "--dry-run"]);
    let mut child = command.spawn().context("the import could not be started")?;
    let mut most: f64 = 0.0;
    while child.try_wait()?.is_none() {
        most = most.max(memory::peak_resident(child.id()).unwrap_or_default());
        thread::sleep(Duration::from_millis(5));
    }
    let name = of("`import`, resident");
    table.row(name, most, "MB", Some(limit::COMMAND_MB));
    Ok(())
}

/// The bytes of the workbook, and how long its sheet is.
fn hostile() -> Result<(Vec<u8>, usize)> {
    const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const OF_WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", OF_WORKBOOK),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())?;
    let head = r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
    zip.write_all(head.as_bytes())?;
    let mut written = head.len();
    let mut row = String::new();
    for number in 1..=ROWS {
        row.clear();
        // The same again and again: what packs best.
        row.push_str("<row>");
        let words = match number {
            1 => ["code", "member", "title", "description", "start", "end"],
            _ => ["ES0001", "Spain", "A title", "A text", "2024-01", "2026-01"],
        };
        for word in words {
            write!(row, r#"<c t="inlineStr"><is><t>{word}</t></is></c>"#)?;
        }
        row.push_str("</row>");
        written += row.len();
        zip.write_all(row.as_bytes())?;
    }
    zip.write_all(b"</sheetData></worksheet>")?;
    Ok((zip.finish()?.into_inner(), written))
}
