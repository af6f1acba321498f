//! What OGP highlights.

use crate::service::Featured;
use domain::Lang;
use i18n::names;

impl Featured {
    /// Its title.
    pub fn title(&self, lang: Lang) -> &str {
        self.item.text("title", lang)
    }

    /// Who highlights it, and where; without a full stop.
    pub fn why(&self, lang: Lang) -> &str {
        self.item.text("why", lang).trim_end_matches('.')
    }

    /// Who made it.
    pub fn member_name(&self, lang: Lang) -> String {
        let slug = self.item.get("member");
        self.member
            .as_ref()
            .map_or_else(|| slug.to_owned(), |m| names::member(lang, slug, &m.name))
    }
}
