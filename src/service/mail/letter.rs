//! A letter: what it says, once, and from that its plain text and its HTML.

use std::fmt::Write;

use charts::escape;
use domain::Lang;
use serde::{Deserialize, Serialize};

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// The one thing to do, or a way onwards: its words and its whole address.
    Link(String, String),
    /// Things with their pages.
    List(Vec<Entry>),
    /// What stands below a letter.
    Foot(Vec<Foot>),
}

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    /// Its whole address.
    pub href: String,
    pub lines: Vec<String>,
}

/// A line below a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foot {
    Text(String),
    /// Words and a whole address.
    Link(String, String),
}

/// A letter in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub lang: Lang,
    pub subject: String,
    pub blocks: Vec<Block>,
    /// The address at which mail programs end such letters in one step.
    pub unsubscribe: Option<String>,
}

/// A letter as it is kept until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    pub subject: String,
    pub plain: String,
    pub html: String,
    pub headers: Vec<(String, String)>,
}

/// Without characters that end a line of a letter's head or mean nothing in its text. Spaces at which no line
/// breaks stay: French has them.
fn in_one_line(text: &str) -> String {
    let ends = |c: char| c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words = text.split(ends);
    let words = words.filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

impl Letter {
    pub(super) fn write(&self) -> Written {
        let mut headers = vec![("Auto-Submitted".to_owned(), "auto-generated".to_owned())];
        if let Some(address) = &self.unsubscribe {
            headers.push(("List-Unsubscribe".to_owned(), format!("<{address}>")));
            let one_click = "List-Unsubscribe=One-Click".to_owned();
            headers.push(("List-Unsubscribe-Post".to_owned(), one_click));
        }
        Written {
            subject: in_one_line(&self.subject),
            plain: self.plain(),
            html: self.html(),
            headers,
        }
    }

    fn plain(&self) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Text(text) => in_one_line(text),
            Block::Link(text, href) => format!("{}:\n{href}", in_one_line(text)),
            Block::List(entries) => {
                let entries = entries.iter().map(|entry| {
                    let mut text = format!("* {}\n", in_one_line(&entry.title));
                    for line in &entry.lines {
                        let _ = writeln!(text, "  - {}", in_one_line(line));
                    }
                    text + "  " + &entry.href
                });
                entries.collect::<Vec<_>>().join("\n\n")
            }
            Block::Foot(lines) => {
                let lines = lines.iter().map(|line| match line {
                    Foot::Text(text) => in_one_line(text),
                    Foot::Link(text, href) => format!("{}: {href}", in_one_line(text)),
                });
                format!("-- \n{}", lines.collect::<Vec<_>>().join("\n"))
            }
        });
        blocks.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let link = |text: &str, href: &str| {
            let text = escape(&in_one_line(text));
            format!("<a href=\"{}\">{text}</a>", escape(href))
        };
        let mut body = String::new();
        for block in &self.blocks {
            let _ = match block {
                Block::Text(text) => writeln!(body, "<p>{}</p>", escape(&in_one_line(text))),
                Block::Link(text, href) => writeln!(body, "<p>{}</p>", link(text, href)),
                Block::List(entries) => {
                    let entries = entries.iter().map(|entry| {
                        let lines = entry.lines.iter();
                        let lines = lines.fold(String::new(), |mut all, line| {
                            let _ = write!(all, "<li>{}</li>", escape(&in_one_line(line)));
                            all
                        });
                        let list = if lines.is_empty() {
                            lines
                        } else {
                            format!("\n<ul>{lines}</ul>")
                        };
                        format!("<li>{}{list}</li>\n", link(&entry.title, &entry.href))
                    });
                    writeln!(body, "<ul>\n{}</ul>", entries.collect::<String>())
                }
                Block::Foot(lines) => {
                    let lines = lines.iter().map(|line| match line {
                        Foot::Text(text) => escape(&in_one_line(text)),
                        Foot::Link(text, href) => link(text, href),
                    });
                    writeln!(
                        body,
                        "<hr>\n<p>{}</p>",
                        lines.collect::<Vec<_>>().join("<br>\n")
                    )
                }
            };
        }
        let (lang, title) = (self.lang.slug(), escape(&in_one_line(&self.subject)));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_letter_say_the_same_and_neither_is_broken_by_what_it_says() {
        let hostile = "a <b>\r\nBcc: x@example.org \"&\u{0}";
        let letter = Letter {
            lang: Lang::French,
            subject: hostile.to_owned(),
            blocks: vec![
                Block::Text(hostile.to_owned()),
                Block::Link("Go".to_owned(), "https://example.org/?a=1&b=2".to_owned()),
                Block::List(vec![Entry {
                    title: hostile.to_owned(),
                    href: "https://example.org/x".to_owned(),
                    lines: vec![hostile.to_owned()],
                }]),
                Block::Foot(vec![Foot::Link(
                    "End".to_owned(),
                    "https://example.org/e".to_owned(),
                )]),
            ],
            unsubscribe: Some("https://example.org/e".to_owned()),
        };
        let written = letter.write();
        assert_eq!(written.subject, "a <b> Bcc: x@example.org \"&");
        assert!(!written.plain.contains("\nBcc"), "{}", written.plain);
        assert!(!written.html.contains("<b>"), "{}", written.html);
        assert!(written.html.contains("lang=\"fr\""));
        assert!(written.html.contains("?a=1&amp;b=2"), "{}", written.html);
        for text in [&written.plain, &written.html] {
            for part in ["https://example.org/x", "https://example.org/e", "End"] {
                assert!(text.contains(part), "{part} is not in {text}");
            }
        }
        assert_eq!(written.headers.len(), 3);
    }
}
