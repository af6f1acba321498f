//! What revisions changed.

use crate::service::Change;
use domain::Lang;
use i18n::{changes as say, format};

impl Change {
    /// Who wrote what somebody else published, in words that go on; nothing where nobody else did.
    pub fn written_by(&self, lang: Lang, made_by: &str) -> String {
        written_by(lang, &self.drafted_by, made_by)
    }
}

/// The same of a list of names.
pub fn written_by(lang: Lang, drafted_by: &[String], made_by: &str) -> String {
    let others = drafted_by.iter().filter(|name| *name != made_by);
    let others: Vec<String> = others.cloned().collect();
    if others.is_empty() {
        String::new()
    } else {
        say::written_by(lang, &format::all_of(lang, &others))
    }
}
