//! Running text that staff wrote in a small subset of Markdown.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use leptos::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use super::links::Links;
use domain::Lang;
use domain::text::direction;

/// Tags and attributes that survive sanitising: paragraphs, lists, emphasis, quotations and links.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .tags(HashSet::from([
            "p",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "a",
            "br",
            "blockquote",
            "code",
        ]))
        .add_tag_attributes("a", &["href"])
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Custom(Box::new(site_relative)))
        .link_rel(Some("noopener"));
    allowed
});

/// Allows links relative to this site. `//host` would lead to another site.
fn site_relative(address: &str) -> Option<std::borrow::Cow<'_, str>> {
    (address.starts_with('/') && !address.starts_with("//") && !address.contains('\\'))
        .then_some(address.into())
}

/// The text as markup that holds nothing but what is allowed.
///
/// Markup in the text is shown as text. Headings become paragraphs, so they don't disturb the page's own
/// heading structure.
///
/// Links to pages of ours lead where the page's own do.
fn to_html(text: &str, links: &Links) -> String {
    let events = Parser::new_ext(text, Options::empty()).map(|event| match event {
        Event::Html(markup) | Event::InlineHtml(markup) => Event::Text(markup),
        Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: links.carry(&dest_url).into(),
            title,
            id,
        }),
        other => other,
    });
    let mut markup = String::with_capacity(text.len() * 2);
    html::push_html(&mut markup, events);
    SANITISER.clean(&markup).to_string()
}

/// Markdown written by staff. `lang` is its language, if that is not the page's.
#[component]
pub fn Markdown(text: String, #[prop(optional_no_strip)] lang: Option<Lang>) -> impl IntoView {
    let lang = lang.map(Lang::slug);
    let dir = direction(&text);
    view! { <div class="prose" lang=lang dir=dir inner_html=to_html(&text, &Links::of_page())></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_links_are_kept() {
        let html = to_html(
            "One **two**\n\n- a\n- [b](https://b.example/?x=1&y=2)\n- [c](/areas)",
            &Links::default(),
        );
        for part in [
            "<p>One <strong>two</strong></p>",
            "<li>a</li>",
            "href=\"https://b.example/?x=1&amp;y=2\"",
            "href=\"/areas\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn nothing_that_acts_is_left() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "![x](https://tracker.example/pixel.png)",
            "<a href=\"https://x.example\" onclick=\"alert(1)\">x</a>",
            "<svg/onload=alert(1)>",
            "a\n\n<div style=\"position:fixed\">b</div>",
            "[x]: javascript:alert(1)\n\n[x]",
            "<https://x.example/\"onmouseover=alert(1)>",
            "`<b>`",
            "# <style>*{display:none}</style>",
        ] {
            let html = to_html(text, &Links::default());
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<div",
                "<style",
                "<b>",
                "javascript:",
                "data:",
                " on",
                "\"//",
                "\\evil",
            ] {
                let acts = html.to_lowercase().contains(bad) && !html.contains("&lt;");
                assert!(!acts, "{text} gives {html}");
            }
            assert!(
                !html.contains("<script") && !html.contains("<img"),
                "{html}"
            );
        }
    }
}
