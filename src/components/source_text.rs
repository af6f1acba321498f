//! Texts of the record within a page, which may be in another language than the page.

use leptos::prelude::*;

use domain::Lang;
use domain::text::direction;
use i18n::lang_of;

/// The first of the characters that stand for texts while their sentence is made.
const FIRST: u32 = 0xe000;

/// A sentence around texts of the record; those in another language than the page say so, and those that
/// run from right to left have a direction of their own.
pub fn quoting<const N: usize>(
    t: Lang,
    texts: [&str; N],
    sentence: impl FnOnce([&str; N]) -> String,
) -> AnyView {
    let langs = texts.map(|text| (lang_of(t, text), direction(text)));
    if langs.iter().all(|marks| *marks == (None, None)) {
        return sentence(texts).into_any();
    }
    let marks = texts.map(|_| ());
    let mut next = (FIRST..).filter_map(char::from_u32).map(String::from);
    let marks = marks.map(|()| next.next().unwrap_or_default());
    let whole = sentence(marks.each_ref().map(String::as_str));
    let mut parts: Vec<AnyView> = Vec::new();
    let mut rest = &*whole;
    while let Some((at, index)) = next_mark(rest, N) {
        // An empty text would be shown as a space.
        if at > 0 {
            parts.push(rest[..at].to_owned().into_any());
        }
        rest = &rest[at + marks[index].len()..];
        let text = texts[index].to_owned();
        parts.push(match langs[index] {
            (None, None) if text.is_empty() => continue,
            (None, None) => text.into_any(),
            (lang, dir) => view! { <span lang=lang dir=dir>{text}</span> }.into_any(),
        });
    }
    if !rest.is_empty() {
        parts.push(rest.to_owned().into_any());
    }
    parts.into_any()
}

/// Where the next text stands, and which it is.
fn next_mark(text: &str, count: usize) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, c)| {
        let index = usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()?;
        (index < count).then_some((at, index))
    })
}

/// A text of the record on its own.
pub fn source_text(t: Lang, text: &str) -> AnyView {
    quoting(t, [text], |[text]| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(t: Lang) -> String {
        let owner = Owner::new();
        let html =
            owner.with(|| quoting(t, ["Open data", "XY"], |[a, b]| format!("{b}: {a}!")).to_html());
        // What Leptos puts between texts.
        html.replace("<!>", "")
    }

    #[test]
    fn a_text_says_its_language_where_the_page_has_another() {
        assert_eq!(shown(Lang::English), "XY: Open data!");
        let french = "XY: <span lang=\"en\">Open data</span>!";
        assert_eq!(shown(Lang::French), french);
        let arabic = Owner::new().with(|| {
            let text = "\u{628}\u{648}\u{627}\u{628}\u{629} (2021)!";
            quoting(Lang::English, [text], |[a]| format!("Reason: {a}.")).to_html()
        });
        assert!(
            arabic.contains(" dir=\"auto\">") && arabic.contains("</span>"),
            "{arabic}"
        );
        let empty = |[a, b]: [&str; 2]| format!("{a}{b}");
        let html = Owner::new().with(|| quoting(Lang::French, ["", "Open data"], empty).to_html());
        assert!(html.starts_with("<span lang=\"en\">Open data"), "{html}");
    }
}
