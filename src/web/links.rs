//! Links within a page lead to the same moment and in the same language as the page.

use axum::http::Uri;
use memchr::{memchr, memchr_iter, memmem, memrchr2};

use super::language;
use crate::service::App;
use charts::escape;
use domain::Lang;

/// An address without one of its keys.
pub fn without(address: &Uri, key: &str) -> String {
    let names_it = |pair: &str| pair.split('=').next() == Some(key);
    let kept: Vec<&str> = address
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !names_it(pair))
        .collect();
    if kept.is_empty() {
        address.path().to_owned()
    } else {
        format!("{}?{}", address.path(), kept.join("&"))
    }
}

/// What each link of a page takes along: keys of the address and their values.
#[derive(Debug, Clone)]
pub struct Kept(Vec<(&'static str, String)>);

impl Kept {
    /// What the page at an address keeps; none where its links are right as they are.
    pub fn on(app: &App, address: &Uri) -> Option<Self> {
        let lang = language::named(address).or_else(|| {
            let spoken = app.lang();
            (spoken != Lang::English).then_some(spoken)
        });
        let lang = lang.map(|lang| ("lang", lang.slug().to_owned()));
        let as_of = app.shown_as_of().map(|as_of| ("as_of", as_of.to_string()));
        let kept: Vec<_> = lang.into_iter().chain(as_of).collect();
        (!kept.is_empty()).then_some(Self(kept))
    }

    /// The page with every link and search of it leading to the same view; those marked `data-now`
    /// lead to the present, those with a language of their own (`hreflang`) keep it.
    pub fn in_links_of(&self, html: &str) -> String {
        let mut kept = String::with_capacity(html.len() + html.len() / 8);
        let dated = self.0.iter().any(|(key, _)| *key == "as_of");
        let mut done = 0;
        for at in memmem::find_iter(html.as_bytes(), HREF) {
            // The same letters within a text are no link.
            let tag = match memrchr2(b'<', b'>', &html.as_bytes()[..at]) {
                Some(begin) if html[begin..].starts_with('<') => begin,
                _ => continue,
            };
            let begin = at + HREF.len() - 1;
            let end = memchr(b'"', &html.as_bytes()[begin..]).map_or(html.len(), |end| begin + end);
            let target = &html[begin..end];
            if ELSEWHERE.iter().any(|e| target.starts_with(e)) {
                continue;
            }
            let is_now = dated && {
                let rest = &html[end..];
                let rest = &rest[..rest.find('>').unwrap_or(rest.len())];
                html[tag..at].contains(NOW) || rest.contains(NOW)
            };
            kept.push_str(&html[done..begin]);
            self.push_target(&mut kept, target, is_now);
            done = end;
        }
        kept.push_str(&html[done..]);
        self.in_searches_of(kept)
    }

    /// The page with what is kept in each form that only asks for something.
    fn in_searches_of(&self, html: String) -> String {
        let fields: String = self.0.iter().map(hidden).collect();
        let mut kept = html;
        let mut from = 0;
        while let Some(at) = memmem::find(&kept.as_bytes()[from..], b"<form") {
            let begin = from + at;
            let Some(length) = kept[begin..].find('>') else {
                break;
            };
            from = begin + length + 1;
            if !kept[begin..from].contains("method=\"post\"") {
                kept.insert_str(from, &fields);
            }
        }
        kept
    }

    fn push_target(&self, kept: &mut String, target: &str, is_now: bool) {
        let fragment = memchr(b'#', target.as_bytes()).unwrap_or(target.len());
        let (path, fragment) = target.split_at(fragment);
        kept.push_str(path);
        let query = memchr(b'?', path.as_bytes()).map(|at| &path[at + 1..]);
        let mut joint = if query.is_some() { "&amp;" } else { "?" };
        for (key, value) in &self.0 {
            if (is_now && *key == "as_of") || query.is_some_and(|query| names(query, key)) {
                continue;
            }
            for part in [joint, key, "=", value] {
                kept.push_str(part);
            }
            joint = "&amp;";
        }
        kept.push_str(fragment);
    }
}

/// How the address of a page of ours begins in a tag.
const HREF: &str = " href=\"/";
/// Addresses that begin so and are no pages of the record.
const ELSEWHERE: [&str; 4] = ["//", "/assets/", "/favicon", "/staff"];
/// What marks links to the present.
const NOW: &str = "data-now";

/// Whether a query, as it stands in HTML, names a key: pairs begin behind `&amp;`.
fn names(query: &str, key: &str) -> bool {
    let query = query.as_bytes();
    memchr_iter(b'=', query).any(|at| {
        let before = query[..at].strip_suffix(key.as_bytes());
        before.is_some_and(|before| matches!(before.last(), None | Some(b'&' | b';')))
    })
}

fn hidden((key, value): &(&str, String)) -> String {
    let value = escape(value);
    format!("<input type=\"hidden\" name=\"{key}\" value=\"{value}\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_searches_lead_to_the_same_view() {
        let past = Kept(vec![("as_of", "2026-11-22".to_owned())]);
        let both = Kept(vec![
            ("lang", "es".to_owned()),
            ("as_of", "2026-11-22".to_owned()),
        ]);
        for (kept, html, expected) in [
            (
                &past,
                "<a href=\"/members\">",
                "<a href=\"/members?as_of=2026-11-22\">",
            ),
            (
                &past,
                "<a class=\"x\" href=\"/commitments?area=tax#q\">T",
                "<a class=\"x\" href=\"/commitments?area=tax&amp;as_of=2026-11-22#q\">T",
            ),
            (
                &past,
                "<a href=\"/x?as_of=2026-11-22\">",
                "<a href=\"/x?as_of=2026-11-22\">",
            ),
            (
                &past,
                "<a data-now=\"\" href=\"/\">",
                "<a data-now=\"\" href=\"/\">",
            ),
            (
                &both,
                "<p>write href=\"/x\"</p>",
                "<p>write href=\"/x\"</p>",
            ),
            (
                &past,
                "<a data-now=\"\" class=\"x\" href=\"/?a=1\"><a class=\"y\" href=\"/y\">",
                "<a data-now=\"\" class=\"x\" href=\"/?a=1\"><a class=\"y\" href=\"/y?as_of=2026-11-22\">",
            ),
            (
                &past,
                "<a href=\"/?q=as_of=1\">",
                "<a href=\"/?q=as_of=1&amp;as_of=2026-11-22\">",
            ),
            (
                &past,
                "<form method=\"post\" action=\"/x\"><form>",
                "<form method=\"post\" action=\"/x\"><form><input type=\"hidden\" name=\"as_of\" value=\"2026-11-22\">",
            ),
            (&both, "<a href=\"#main\">", "<a href=\"#main\">"),
            (
                &both,
                "<a href=\"https://example.org/\">",
                "<a href=\"https://example.org/\">",
            ),
            (
                &both,
                "<link href=\"/assets/site.css\">",
                "<link href=\"/assets/site.css\">",
            ),
            (
                &past,
                "<form action=\"/commitments\"></form> 1 < 2",
                "<form action=\"/commitments\"><input type=\"hidden\" name=\"as_of\" value=\"2026-11-22\"></form> 1 < 2",
            ),
            (
                &both,
                "<a href=\"/areas?lang=fr\"><a data-now=\"\" href=\"/\">",
                "<a href=\"/areas?lang=fr&amp;as_of=2026-11-22\"><a data-now=\"\" href=\"/?lang=es\">",
            ),
        ] {
            assert_eq!(kept.in_links_of(html), expected);
        }
    }

    #[test]
    fn an_address_loses_one_key_alone() {
        let address = Uri::from_static("/x?lang=es&language=y&as_of=1");
        assert_eq!(without(&address, "lang"), "/x?language=y&as_of=1");
        assert_eq!(without(&Uri::from_static("/x?lang=es"), "lang"), "/x");
    }
}
