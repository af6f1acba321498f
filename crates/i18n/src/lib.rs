//! What the interface says, in each of its languages: one typed catalogue of messages.
//!
//! A message is a function that takes the language, named after what it says. All languages stand
//! side by side in one place, so that a missing translation does not compile; a test compares
//! their placeholders. Numbers, dates, plurals, lists and order follow each language ([`mod@format`]).
//! Words of closed lists (levels, scales, regions ...) are told by [`InLanguage`]; the names of members
//! and policy areas by [`names`].
//!
//! English is what files, the API and addresses use, whatever the language of the page. Staff pages
//! are English. Knows the domain, no web and no page.

pub mod api;
pub mod area;
pub mod area_page;
pub mod brief;
pub mod challenge;
pub mod changes;
pub mod charts;
pub mod charts_findings;
pub mod columns;
pub mod commitment;
pub mod compare;
pub mod context;
mod context_words;
pub mod coverage;
pub mod data;
pub mod download_notes;
pub mod errors;
pub mod facets;
pub mod feeds;
pub mod format;
pub mod guide;
pub mod home;
pub mod layout;
pub mod lens;
pub mod list;
pub mod mail;
pub mod member;
pub mod method;
pub mod midterm;
pub mod names;
pub mod network;
mod prose;
pub mod query_words;
pub mod reports;
pub mod resources;
pub mod rows;
pub mod scales;
pub mod search;
pub mod source;
pub mod terms;
pub mod verdict;
pub mod versions;
pub mod words;

pub use domain::Lang;
pub use source::{lang_of, language_name, source_language};
pub use words::InLanguage;

/// Messages, each with its text in English, Spanish and French, in this order.
///
/// `name { "..", "..", ".." }` makes `name(lang) -> &'static str`; `name(a: &str, n: usize) { .. }`
/// makes `name(lang, a, n) -> String`, whose texts hold `{a}` and `{n}`. Numbers in texts must have
/// been written by [`mod@format`].
macro_rules! messages {
    ($($(#[$meta:meta])* $name:ident $( ( $($arg:ident : $type:ty),+ $(,)? ) )? { $en:literal, $es:literal, $fr:literal $(,)? })+) => {
        $( $crate::messages!(@one [$(#[$meta])*] $name [$( $($arg : $type),+ )?] $en, $es, $fr); )+
        /// Every message with its texts, for the test that compares them.
        #[cfg(test)]
        pub const ALL: &[(&str, [&str; 3])] = &[$((stringify!($name), [$en, $es, $fr])),+];
    };
    (@one [$($meta:tt)*] $name:ident [] $en:literal, $es:literal, $fr:literal) => {
        $($meta)*
        pub const fn $name(lang: $crate::Lang) -> &'static str {
            match lang {
                $crate::Lang::English => $en,
                $crate::Lang::Spanish => $es,
                $crate::Lang::French => $fr,
            }
        }
    };
    (@one [$($meta:tt)*] $name:ident [$($arg:ident : $type:ty),+] $en:literal, $es:literal, $fr:literal) => {
        $($meta)*
        pub fn $name(lang: $crate::Lang, $($arg : $type),+) -> String {
            match lang {
                $crate::Lang::English => format!($en),
                $crate::Lang::Spanish => format!($es),
                $crate::Lang::French => format!($fr),
            }
        }
    };
}

/// Messages that count something: for each language the text for one and that for several.
///
/// `name(n) { "{n} member" | "{n} members", ".." | "..", ".." | ".." }` makes
/// `name(lang, n: usize) -> String`; `{n}` is written by [`mod@format`]. More arguments may
/// follow, as in [`messages`].
macro_rules! plurals {
    ($($(#[$meta:meta])* $name:ident ( $n:ident $(, $arg:ident : $type:ty)* $(,)? ) {
        $en1:literal | $en:literal, $es1:literal | $es:literal, $fr1:literal | $fr:literal $(,)?
    })+) => {
        $(
            $(#[$meta])*
            pub fn $name(lang: $crate::Lang, $n: usize $(, $arg : $type)*) -> String {
                let one = $crate::format::is_one(lang, $n);
                let $n = $crate::format::number(lang, $n);
                // Not every text names the number.
                let _ = &$n;
                match (lang, one) {
                    ($crate::Lang::English, true) => format!($en1),
                    ($crate::Lang::English, false) => format!($en),
                    ($crate::Lang::Spanish, true) => format!($es1),
                    ($crate::Lang::Spanish, false) => format!($es),
                    ($crate::Lang::French, true) => format!($fr1),
                    ($crate::Lang::French, false) => format!($fr),
                }
            }
        )+
        /// Every counting message with its texts, for the test that compares them.
        #[cfg(test)]
        pub const ALL_PLURALS: &[(&str, [&str; 6])] =
            &[$((stringify!($name), [$en1, $es1, $fr1, $en, $es, $fr])),+];
    };
}

pub(crate) use {messages, plurals};

/// The messages of every file, with the texts of each language in turn.
#[cfg(test)]
fn all() -> Vec<(&'static str, Vec<&'static str>)> {
    let messages: [&[(&str, [&str; 3])]; _] = [
        area_page::ALL,
        context::ALL,
        challenge::ALL,
        guide::ALL,
        network::ALL,
        resources::ALL,
        context_words::ALL,
        words::ALL,
        terms::ALL,
        prose::ALL,
        errors::ALL,
        charts::ALL,
        charts_findings::ALL,
        compare::ALL,
        query_words::ALL,
        download_notes::ALL,
        api::ALL,
        area::ALL,
        columns::ALL,
        coverage::ALL,
        data::ALL,
        member::ALL,
        method::ALL,
        midterm::ALL,
        layout::ALL,
        changes::ALL,
        commitment::ALL,
        home::ALL,
        lens::ALL,
        verdict::ALL,
        list::ALL,
        mail::ALL,
        reports::ALL,
        rows::ALL,
        search::ALL,
    ];
    let plurals: [&[(&str, [&str; 6])]; _] = [
        area_page::ALL_PLURALS,
        context::ALL_PLURALS,
        challenge::ALL_PLURALS,
        resources::ALL_PLURALS,
        charts::ALL_PLURALS,
        charts_findings::ALL_PLURALS,
        compare::ALL_PLURALS,
        query_words::ALL_PLURALS,
        area::ALL_PLURALS,
        coverage::ALL_PLURALS,
        data::ALL_PLURALS,
        member::ALL_PLURALS,
        midterm::ALL_PLURALS,
        layout::ALL_PLURALS,
        changes::ALL_PLURALS,
        commitment::ALL_PLURALS,
        home::ALL_PLURALS,
        lens::ALL_PLURALS,
        list::ALL_PLURALS,
        mail::ALL_PLURALS,
    ];
    let messages = messages.into_iter().flatten();
    let messages = messages.map(|(name, texts)| (*name, texts.to_vec()));
    let plurals = plurals.into_iter().flatten();
    messages
        .chain(plurals.map(|(name, texts)| (*name, texts.to_vec())))
        .collect()
}

#[cfg(test)]
mod tests;
