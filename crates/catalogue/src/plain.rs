//! The words of texts that are written in Markdown.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// The words of a text without its markup, for places without room for paragraphs.
pub fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Text(piece)
            | Event::Code(piece)
            | Event::Html(piece)
            | Event::InlineHtml(piece) => {
                words.push_str(&piece);
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                words.push(' ');
            }
            _ => {}
        }
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stand_apart() {
        let text = "One **two**\nthree.\n\n- a [b](https://b.example)\n- `c`";
        assert_eq!(plain(text), "One two three. a b c");
    }
}
