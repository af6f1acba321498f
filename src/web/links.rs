//! Links within a page lead to the same moment and in the same language as the page.

use axum::http::Uri;

use super::language;
use crate::charts::escape;
use crate::domain::Lang;
use crate::service::App;

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
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            kept.push_str(&rest[..at]);
            self.push_tag(&mut kept, &rest[at..end]);
            rest = &rest[end..];
        }
        kept.push_str(rest);
        kept
    }

    fn push_tag(&self, kept: &mut String, tag: &str) {
        if tag.starts_with("<form") {
            kept.push_str(tag);
            if !tag.contains("method=\"post\"") {
                for (key, value) in &self.0 {
                    let value = escape(value);
                    kept.push_str("<input type=\"hidden\" name=\"");
                    kept.push_str(key);
                    kept.push_str("\" value=\"");
                    kept.push_str(&value);
                    kept.push_str("\">");
                }
            }
            return;
        }
        match target_of(tag) {
            Some((from, target)) => {
                kept.push_str(&tag[..from]);
                self.push_target(kept, tag, target);
                kept.push_str(&tag[from + target.len()..]);
            }
            None => kept.push_str(tag),
        }
    }

    fn push_target(&self, kept: &mut String, tag: &str, target: &str) {
        let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
        kept.push_str(path);
        let mut joint = if path.contains('?') { "&amp;" } else { "?" };
        for (key, value) in &self.0 {
            let named = path.contains(&format!("{key}="));
            if named || (*key == "as_of" && tag.contains("data-now")) {
                continue;
            }
            kept.push_str(joint);
            kept.push_str(key);
            kept.push('=');
            kept.push_str(value);
            joint = "&amp;";
        }
        kept.push_str(fragment);
    }
}

/// Where in a tag the address of a page of ours stands, and the address.
fn target_of(tag: &str) -> Option<(usize, &str)> {
    const BEGINS: &str = " href=\"";
    let from = tag.find(BEGINS)? + BEGINS.len();
    let target = &tag[from..from + tag[from..].find('"')?];
    let elsewhere = ["//", "/assets/", "/favicon", "/staff"];
    (target.starts_with('/') && !elsewhere.iter().any(|e| target.starts_with(e)))
        .then_some((from, target))
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
