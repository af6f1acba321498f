//! A short document, and the same as a file for word processors (`.docx`).
//!
//! Only what a brief needs: headings, paragraphs, points, tables and links. Texts may be in other languages
//! than the document, and run from right to left.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use domain::characters::is_for_xml;
use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A document in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    /// The code of its language.
    pub lang: &'static str,
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: 1 is that of the whole document.
    Heading(u8, Vec<Run>),
    Paragraph(Vec<Run>),
    /// One point of a list.
    Point(Vec<Run>),
    Table {
        caption: String,
        head: Vec<String>,
        /// As many cells in each row as the head has.
        rows: Vec<Vec<Vec<Run>>>,
    },
}

/// Text of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    /// The code of its language, where that is not the document's.
    pub lang: Option<&'static str>,
    /// Whether it runs from right to left.
    pub rtl: bool,
    pub bold: bool,
    /// Where it leads: an address of this site (`/...`) or a whole one.
    pub link: Option<String>,
}

impl Run {
    /// Text in the document's language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The same as a link.
    #[must_use]
    pub fn to(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }
}

/// The document as a file for word processors. `origin` is the site's own address: without it, links within
/// the site are plain text.
pub fn docx(document: &Document, origin: Option<&str>) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut body = Body {
        origin,
        xml: String::new(),
        links: Vec::new(),
    };
    for block in &document.blocks {
        body.block(block);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core(document)),
        ("word/document.xml", body.document()),
        ("word/_rels/document.xml.rels", body.relations()),
        ("word/styles.xml", styles(document.lang)),
        ("word/numbering.xml", NUMBERING.to_owned()),
    ];
    for (name, xml) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(xml.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

struct Body<'a> {
    origin: Option<&'a str>,
    xml: String,
    links: Vec<String>,
}

impl Body<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, runs) => self.paragraph(&style(&format!("Heading{level}")), runs),
            Block::Paragraph(runs) => self.paragraph("", runs),
            Block::Point(runs) => self.paragraph(&style("ListBullet"), runs),
            Block::Table {
                caption,
                head,
                rows,
            } => self.table(caption, head, rows),
        }
    }

    fn paragraph(&mut self, properties: &str, runs: &[Run]) {
        // A paragraph goes the way of its first text.
        let bidi = if runs.first().is_some_and(|run| run.rtl) {
            "<w:bidi/>"
        } else {
            ""
        };
        self.push(&format!("<w:p><w:pPr>{properties}{bidi}</w:pPr>"));
        for run in runs {
            self.run(run);
        }
        self.push("</w:p>");
    }

    fn run(&mut self, run: &Run) {
        let target = run.link.as_deref().and_then(|link| {
            let is_ours = link.starts_with('/') && !link.starts_with("//");
            if is_ours {
                self.origin.map(|origin| format!("{origin}{link}"))
            } else {
                Some(link.to_owned())
            }
        });
        let mut properties = String::new();
        if target.is_some() {
            properties.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
        }
        if run.bold {
            properties.push_str("<w:b/><w:bCs/>");
        }
        if run.rtl {
            properties.push_str("<w:rtl/>");
        }
        if let Some(lang) = run.lang {
            let kind = if run.rtl { "bidi" } else { "val" };
            let _ = write!(properties, "<w:lang w:{kind}=\"{lang}\"/>");
        }
        let text = in_xml(&run.text);
        let run = format!(
            "<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        );
        match target {
            Some(target) => {
                self.links.push(target);
                let number = self.links.len();
                self.push(&format!(
                    "<w:hyperlink r:id=\"link{number}\" w:history=\"1\">{run}</w:hyperlink>"
                ));
            }
            None => self.push(&run),
        }
    }

    fn table(&mut self, caption: &str, head: &[String], rows: &[Vec<Vec<Run>>]) {
        let caption = in_xml(caption);
        self.push(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>{}</w:tblGrid>",
            "<w:gridCol/>".repeat(head.len())
        ));
        self.push("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for name in head {
            self.cell(&[Run::plain(name.as_str()).bold()]);
        }
        self.push("</w:tr>");
        for row in rows {
            self.push("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for cell in row {
                self.cell(cell);
            }
            self.push("</w:tr>");
        }
        self.push("</w:tbl>");
        // Word wants a paragraph behind a table.
        self.paragraph("", &[]);
    }

    fn cell(&mut self, runs: &[Run]) {
        self.push("<w:tc><w:tcPr/>");
        self.paragraph(&style("TableText"), runs);
        self.push("</w:tc>");
    }

    fn push(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    fn document(&self) -> String {
        format!(
            "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><w:body>{}<w:sectPr>\
             <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" \
             w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
             </w:sectPr></w:body></w:document>",
            self.xml
        )
    }

    fn relations(&self) -> String {
        let mut xml = format!(
            "{DECLARATION}<Relationships xmlns=\"{PACKAGE}\">\
             <Relationship Id=\"styles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>\
             <Relationship Id=\"numbering\" Type=\"{OFFICE}/numbering\" Target=\"numbering.xml\"/>"
        );
        for (number, link) in (1..).zip(&self.links) {
            let link = in_xml(link);
            let _ = write!(
                xml,
                "<Relationship Id=\"link{number}\" Type=\"{OFFICE}/hyperlink\" Target=\"{link}\" TargetMode=\"External\"/>"
            );
        }
        xml + "</Relationships>"
    }
}

fn style(name: &str) -> String {
    format!("<w:pStyle w:val=\"{name}\"/>")
}

/// Text as XML holds it, in contents as in attributes.
fn in_xml(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if is_for_xml(c) { c } else { ' ' })
        .collect();
    escape(text.as_str()).into_owned()
}

fn core(document: &Document) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title>\
         <dc:language>{}</dc:language></cp:coreProperties>",
        in_xml(&document.title),
        document.lang
    )
}

fn styles(lang: &str) -> String {
    let heading = |level: u8, size: u8| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/>\
             <w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"{}\"/></w:pPr>\
             <w:rPr><w:b/><w:bCs/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            level - 1
        )
    };
    let border = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"737D84\"/>")
    };
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(border)
        .concat();
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Arial\"/><w:sz w:val=\"21\"/>\
         <w:szCs w:val=\"21\"/><w:lang w:val=\"{lang}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>\
         <w:spacing w:after=\"100\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
         {}{}{}\
         <w:style w:type=\"paragraph\" w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/>\
         <w:basedOn w:val=\"Normal\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"TableText\"><w:name w:val=\"Table Text\"/>\
         <w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"0\"/></w:pPr>\
         <w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/>\
         <w:rPr><w:color w:val=\"2B3085\"/><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:tblPr>\
         <w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left w:w=\"80\" w:type=\"dxa\"/>\
         <w:right w:w=\"80\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>",
        heading(1, 36),
        heading(2, 27),
        heading(3, 22),
    )
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    <Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>\
    </Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"document\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
    <Relationship Id=\"core\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
    </Relationships>";
const NUMBERING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
    <w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{2022}\"/>\
    <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"340\" w:hanging=\"227\"/></w:pPr></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use quick_xml::events::Event;

    fn parts(file: &[u8]) -> Vec<(String, String)> {
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        (0..zip.len())
            .map(|at| {
                let mut part = zip.by_index(at).unwrap();
                let mut xml = String::new();
                part.read_to_string(&mut xml).unwrap();
                (part.name().unwrap().into_owned(), xml)
            })
            .collect()
    }

    #[test]
    fn whatever_a_text_holds_every_part_is_well_formed_and_says_the_same() {
        let hostile =
            "<w:p> & \"x\" ']]> \u{0} \u{1b} \u{fffe} \u{645}\u{631}\u{62d}\u{628}\u{627}";
        let run = Run {
            lang: Some("ar"),
            rtl: true,
            ..Run::plain(hostile).to("https://example.org/?a=1&b=\"<")
        };
        let document = Document {
            title: hostile.to_owned(),
            lang: "en",
            blocks: vec![
                Block::Heading(1, vec![run.clone().bold()]),
                Block::Paragraph(vec![
                    Run::plain("/x").to("/commitments/NL0031"),
                    run.clone(),
                ]),
                Block::Point(Vec::new()),
                Block::Table {
                    caption: hostile.to_owned(),
                    head: vec![hostile.to_owned()],
                    rows: vec![vec![vec![run]]],
                },
            ],
        };
        for origin in [None, Some("https://tracker.example")] {
            let parts = parts(&docx(&document, origin).unwrap());
            assert_eq!(parts.len(), 7);
            for (name, xml) in &parts {
                let mut reader = quick_xml::Reader::from_str(xml);
                reader.config_mut().check_end_names = true;
                loop {
                    match reader.read_event() {
                        Ok(Event::Eof) => break,
                        Ok(_) => {}
                        Err(error) => panic!("{name}: {error}"),
                    }
                }
                assert!(xml.chars().all(is_for_xml), "{name}");
            }
            let part = |wanted| &parts.iter().find(|(name, _)| name == wanted).unwrap().1;
            let (body, links) = (
                part("word/document.xml"),
                part("word/_rels/document.xml.rels"),
            );
            assert!(body.contains("&lt;w:p&gt; &amp; ") && !body.contains("<w:p> &"));
            assert_eq!(body.matches("<w:rtl/>").count(), 3);
            assert!(links.contains("https://example.org/?a=1&amp;b=&quot;&lt;"));
            assert_eq!(
                links.contains("https://tracker.example/commitments/NL0031"),
                origin.is_some()
            );
            let used = body.matches("r:id=").count();
            assert_eq!(links.matches("/hyperlink").count(), used);
        }
    }
}
