//! Where the links of a page lead: to the same moment and in the same language as the page itself.

use std::fmt::Display;
use std::sync::Arc;

use leptos::prelude::*;

use domain::{AsOf, Lang, params, route};

/// What the links of a page take along, and where the page itself stands.
#[derive(Debug, Clone, Default)]
pub struct Links {
    kept: Vec<(&'static str, String)>,
    /// The address of the page without its language.
    pub here: String,
    /// The address of the page that shows the same of the present state.
    pub present: String,
}

impl Links {
    /// The links of a page whose own name a language, or a moment, or neither.
    pub fn new(lang: Option<Lang>, as_of: Option<AsOf>, here: String, present: String) -> Self {
        let lang = lang.map(|lang| ("lang", lang.slug().to_owned()));
        let as_of = as_of.map(|as_of| ("as_of", as_of.to_string()));
        Self {
            kept: lang.into_iter().chain(as_of).collect(),
            here,
            present,
        }
    }

    /// The links of the page that is being rendered.
    pub fn of_page() -> Arc<Self> {
        use_context().unwrap_or_default()
    }

    /// An address with what is kept behind its own keys; what it names itself stays as it is, and so
    /// does every address that shows nothing of the record.
    pub fn carry(&self, address: &str) -> String {
        self.carry_but(address, None)
    }

    /// The same without one of the keys that are kept.
    pub fn carry_but(&self, address: &str, left_out: Option<&str>) -> String {
        if !shows_the_record(address) {
            return address.to_owned();
        }
        let fragment = address.find('#').unwrap_or(address.len());
        let (path, fragment) = address.split_at(fragment);
        let mut carried = path.to_owned();
        let mut joint = if path.contains('?') { '&' } else { '?' };
        for (key, value) in &self.kept {
            if left_out == Some(*key) || params::names(path, key) {
                continue;
            }
            carried.push(joint);
            for part in [key, "=", value] {
                carried.push_str(part);
            }
            joint = '&';
        }
        carried + fragment
    }
}

/// Whether an address is of ours and shows the record, in a language and of a moment.
fn shows_the_record(address: &str) -> bool {
    let is_ours = address.starts_with('/') && !address.starts_with("//");
    is_ours && !route::is_asset(address) && !route::staff::holds(address)
}

/// The address of a link on this page.
pub fn link_to(address: impl Display) -> String {
    Links::of_page().carry(&address.to_string())
}

/// The address of a link that leads to the present, whatever moment this page shows.
pub fn link_to_present(address: impl Display) -> String {
    Links::of_page().carry_but(&address.to_string(), Some("as_of"))
}

/// What a form that asks for another page takes along, as its first fields.
pub fn kept_fields() -> Vec<AnyView> {
    let field = |(name, value): &(&'static str, String)| {
        view! { <input type="hidden" name=*name value=value.clone()/> }.into_any()
    };
    Links::of_page().kept.iter().map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_same_view() {
        let as_of = "2026-11-22".parse().ok();
        let links = |lang| Links::new(lang, as_of, String::new(), String::new());
        let (past, both) = (links(None), links(Some(Lang::Spanish)));
        for (links, address, expected) in [
            (&past, "/members", "/members?as_of=2026-11-22"),
            (
                &past,
                "/commitments?area=tax#q",
                "/commitments?area=tax&as_of=2026-11-22#q",
            ),
            (&past, "/x?as_of=2026-11-22", "/x?as_of=2026-11-22"),
            (&past, "/?q=as_of=1", "/?q=as_of=1&as_of=2026-11-22"),
            (&both, "#main", "#main"),
            (&both, "//elsewhere.example", "//elsewhere.example"),
            (&both, "https://example.org/", "https://example.org/"),
            (&both, "/assets/site.css", "/assets/site.css"),
            (&both, "/staff/users", "/staff/users"),
            (&both, "/areas?lang=fr", "/areas?lang=fr&as_of=2026-11-22"),
            (&both, "/", "/?lang=es&as_of=2026-11-22"),
        ] {
            assert_eq!(links.carry(address), expected);
        }
        assert_eq!(both.carry_but("/x?a=1", Some("as_of")), "/x?a=1&lang=es");
    }
}
