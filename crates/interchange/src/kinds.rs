//! What a file is, by its first bytes and by what an archive holds: a table, or something that only
//! looks like one. What cannot be read is called by its name.

use std::io::{Cursor, Read};

use super::table::TableError;
use super::xlsx::MAX_PARTS;

/// The largest file in an archive.
const MAX_PACKED: u64 = 100 * 1024 * 1024;

/// What can be read.
#[derive(Debug)]
pub(super) enum Kind {
    Text,
    Workbook,
    /// The one table of an archive, with the names of what else there is.
    Packed {
        name: String,
        bytes: Vec<u8>,
        left: String,
    },
}

/// Beginnings of files that are no tables, and what they are.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "it is a PDF; save the table as XLSX or CSV"),
    (b"\x1f\x8b", "it is compressed with gzip; unpack it first"),
    (b"7z\xbc\xaf", "it is a 7-Zip archive; unpack it first"),
    (b"Rar!", "it is a RAR archive; unpack it first"),
    (b"\x89PNG", "it is a picture (PNG)"),
    (b"\xff\xd8\xff", "it is a picture (JPEG)"),
    (
        b"SQLite format 3",
        "it is a SQLite database; to restore a backup, use the command restore",
    ),
    (
        b"{\\rtf",
        "it is a text document (RTF); save the table as XLSX or CSV",
    ),
    (b"PAR1", "it is a Parquet file; save it as CSV"),
    (b"Obj\x01", "it is an Avro file; save it as CSV"),
];

/// The beginning of what may be a text, in small letters and without the space before it.
fn beginning(bytes: &[u8]) -> String {
    let begin = bytes.get(..1000).unwrap_or(bytes);
    let begin = String::from_utf8_lossy(begin).to_lowercase();
    let begin = begin.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    begin.to_owned()
}

fn is_page(begin: &str) -> bool {
    begin.starts_with("<!doctype html") || begin.starts_with("<html")
}

/// Whether a file is a web page, which addresses of files often answer with to who is not signed in.
pub fn is_web_page(bytes: &[u8]) -> bool {
    is_page(&beginning(bytes))
}

/// What a file is.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, TableError> {
    let not = |what: &str| Err(TableError::NotATable(what.to_owned()));
    if bytes.starts_with(b"PK\x03\x04") {
        return archive(bytes);
    }
    if bytes.starts_with(b"PK\x05\x06") {
        return not("it is an empty ZIP archive");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return not(compound(bytes));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return not(what);
    }
    let begin = beginning(bytes);
    if is_page(&begin) {
        return not(
            "it is a web page (HTML); some programs save that as XLS: open it in a spreadsheet program and save it as XLSX",
        );
    }
    if begin.starts_with("<?xml") {
        return not(
            if begin.contains("excel.sheet") || begin.contains("office:spreadsheet") {
                "it is a spreadsheet in XML; open it in a spreadsheet program and save it as XLSX"
            } else {
                "it is an XML document; save the table as XLSX or CSV"
            },
        );
    }
    Ok(Kind::Text)
}

/// Identifies an OLE compound file (XLS, DOC, encrypted XLSX) by the names of its streams, in UTF-16.
fn compound(bytes: &[u8]) -> &'static str {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|part| part == name)
    };
    if holds("EncryptedPackage") {
        "it is a workbook with a password; remove the password and save it again"
    } else if holds("WordDocument") {
        "it is an old Word document; save the table as XLSX or CSV"
    } else if holds("Workbook") || holds("Book") {
        "it is a workbook in the old XLS format; save it as XLSX or CSV"
    } else {
        "it is a workbook with a password, or a document of an older Microsoft program (such as XLS); remove the password, or save it as XLSX or CSV"
    }
}

/// Whether a name, in lower case, ends so.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.ends_with(ending)
}

fn archive(bytes: &[u8]) -> Result<Kind, TableError> {
    let not = |what: String| Err(TableError::NotATable(what));
    let damaged = "it is a ZIP archive or a workbook that is damaged or incomplete; download or save it again";
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return not(damaged.to_owned());
    };
    if archive.len() > MAX_PARTS {
        return super::raw_table::too_large("parts", MAX_PARTS);
    }
    let mut names = Vec::new();
    for index in 0..archive.len() {
        match archive.by_index_raw(index) {
            Ok(part) if part.is_dir() => {}
            Ok(part) => match part.name() {
                Ok(name) => names.push((index, name.to_string())),
                Err(_) => return not(damaged.to_owned()),
            },
            Err(_) => return not(damaged.to_owned()),
        }
    }
    let lower: Vec<String> = names.iter().map(|(_, name)| name.to_lowercase()).collect();
    let has = |begin: &str| lower.iter().any(|name| name.starts_with(begin));
    if has("xl/workbook.bin") {
        return not(
            "it is a workbook in the binary format (XLSB); save it as XLSX or CSV".to_owned(),
        );
    }
    if has("xl/") || has("[content_types].xml") && !has("word/") && !has("ppt/") {
        return Ok(Kind::Workbook);
    }
    if has("word/") || has("ppt/") {
        return not("it is a text document or slides; save the table as XLSX or CSV".to_owned());
    }
    if has("content.xml") && has("mimetype") {
        return not("it is an OpenDocument file; save it as XLSX or CSV".to_owned());
    }
    if has("index/") && lower.iter().any(|name| has_ending(name, ".iwa")) {
        return not("it is a document of Apple Numbers; export it as XLSX or CSV".to_owned());
    }
    let is_table = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        !name.starts_with("__macosx/")
            && !file.starts_with('.')
            && [".csv", ".tsv", ".xlsx", ".json", ".ndjson"]
                .iter()
                .any(|ending| has_ending(file, ending))
    };
    let tables: Vec<usize> = (0..names.len())
        .filter(|at| is_table(&lower[*at]))
        .collect();
    // Our own archive has the columns' meanings beside the commitments.
    let own = tables.iter().find(|at| lower[**at] == "commitments.csv");
    let chosen = match (tables.as_slice(), own) {
        ([only], _) => *only,
        (_, Some(own)) => *own,
        ([], None) => return not("it is a ZIP archive without a table in it".to_owned()),
        (several, None) => {
            let several: Vec<&str> = several.iter().map(|at| names[*at].1.as_str()).collect();
            return not(format!(
                "it is a ZIP archive with several tables ({}); unpack it and import one of them",
                super::message::shown(&several.join(", "))
            ));
        }
    };
    let others = tables.iter().filter(|at| **at != chosen);
    let others: Vec<&str> = others.map(|at| names[*at].1.as_str()).collect();
    let left = super::message::shown(&others.join(", "));
    let (index, name) = names.swap_remove(chosen);
    let mut unpacked = Vec::new();
    let read = archive
        .by_index(index)
        .map_err(std::io::Error::from)
        .and_then(|part| part.take(MAX_PACKED + 1).read_to_end(&mut unpacked));
    match read {
        Err(_) => not(format!(
            "{} in the archive is damaged, or has a password; unpack it and import the file in it",
            super::message::shown(&name)
        )),
        Ok(length) if length as u64 > MAX_PACKED => {
            super::raw_table::too_large("megabytes once unpacked", MAX_PACKED / (1024 * 1024))
        }
        Ok(_) => Ok(Kind::Packed {
            name,
            bytes: unpacked,
            left,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in parts {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(b"code,member,title\n").unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn compound_of(name: &str) -> Vec<u8> {
        let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        file.extend([0; 500]);
        file.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        file
    }

    #[test]
    fn what_is_no_table_is_called_by_its_name() {
        for (bytes, said) in [
            (compound_of("EncryptedPackage"), "password"),
            (compound_of("Workbook"), "old XLS"),
            (compound_of("WordDocument"), "Word"),
            (compound_of("Something"), "older Microsoft"),
            (b"PK\x03\x04rest".to_vec(), "incomplete"),
            (b"PK\x05\x06".to_vec(), "empty ZIP"),
            (packed(&["a.txt"]), "without a table"),
            (packed(&["a.csv", "b.csv"]), "a.csv, b.csv"),
            (packed(&["xl/workbook.bin"]), "XLSB"),
            (packed(&["mimetype", "content.xml"]), "OpenDocument"),
            (
                packed(&["[Content_Types].xml", "word/document.xml"]),
                "text document",
            ),
            (packed(&["Index/Document.iwa"]), "Numbers"),
            (b"%PDF-1.7".to_vec(), "PDF"),
            (b"\x1f\x8b\x08".to_vec(), "gzip"),
            (b"\xef\xbb\xbf<!DOCTYPE html><html>".to_vec(), "web page"),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>".to_vec(),
                "spreadsheet in XML",
            ),
        ] {
            let error = of(&bytes).unwrap_err().to_string();
            assert!(error.contains(said), "{said}: {error}");
            assert!(!error.contains("_rels"), "{error}");
        }
    }

    #[test]
    fn the_one_table_of_an_archive_is_read() {
        for (parts, name, left) in [
            (&["commitments.csv"][..], "commitments.csv", ""),
            (
                &["__MACOSX/._x.csv", "folder/x.csv", "readme.txt"],
                "folder/x.csv",
                "",
            ),
            (
                &["columns.csv", "commitments.csv"],
                "commitments.csv",
                "columns.csv",
            ),
        ] {
            match of(&packed(parts)).unwrap() {
                Kind::Packed {
                    name: found,
                    left: others,
                    bytes,
                } => {
                    assert_eq!((found.as_str(), others.as_str()), (name, left));
                    assert!(bytes.starts_with(b"code"));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
