//! The only part of the service that knows the languages of the interface.
//!
//! What a revision changed is kept in memory in words, which are small, and not as the commitments
//! before and after it, which are large; and the order of names is that of the reader's language.

mod file_words;
mod names;
mod other_changes;

pub(super) use file_words::vocabulary;
pub(super) use names::LocalizedNames;
pub use other_changes::href as public_page_of;
pub(super) use other_changes::other_changes;

pub(super) use i18n::format::compare;
pub(super) use i18n::names::{area as area_name, member as member_name};

use domain::countries::{demonyms, names_in_other_scripts, other_names};
use domain::{CommitmentStatus, Dimension, Lang, Member, MemberKind, PolicyArea};
use i18n::{InLanguage, changes};

/// Every name by which a member may be looked for: its own, in each language, other usual ones, and what
/// its people are called.
pub(super) fn member_names(member: &Member) -> Vec<String> {
    let slug = member.slug();
    let own = Lang::ALL
        .iter()
        .map(|lang| i18n::names::member(*lang, &slug, &member.name));
    let iso3 = &member.country_iso3;
    let others: [&[&str]; 3] = match member.kind {
        MemberKind::Local => [&[], &[], &[]],
        MemberKind::National | MemberKind::Other => [
            other_names(iso3),
            demonyms(iso3),
            names_in_other_scripts(iso3),
        ],
    };
    let others = others.into_iter().flatten();
    own.chain(others.map(|name| (*name).to_owned())).collect()
}

/// Every name by which a policy area may be looked for: its own, in each language, and other titles.
pub(super) fn area_names(area: &PolicyArea) -> Vec<String> {
    let own = Lang::ALL
        .iter()
        .map(|lang| i18n::names::area(*lang, &area.slug, &area.name));
    own.chain(area.also.iter().cloned()).collect()
}

/// Why an empty record was filled with the bundled commitments. Reasons are kept in English; those
/// of the program itself are shown in the reader's language.
pub(super) fn reason_of_bundled() -> String {
    changes::first_fill(Lang::English).to_owned()
}

/// Why an empty record was filled with synthetic commitments.
pub(super) fn reason_of_synthetic() -> String {
    changes::synthetic_fill(Lang::English).to_owned()
}

/// Why the bundled texts were added to a record that had none.
pub(super) fn reason_of_texts() -> String {
    changes::bundled_texts(Lang::English).to_owned()
}

/// The status of a commitment that its government withdrew.
pub(super) fn withdrawn_status(lang: Lang) -> &'static str {
    CommitmentStatus::Withdrawn.in_language(lang)
}

/// What a government's reply to a rating is called.
pub(super) fn reply_on(lang: Lang, dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Ambition => changes::reply_on_ambition(lang),
        Dimension::Completion => changes::reply_on_completion(lang),
        Dimension::EarlyResults => changes::reply_on_results(lang),
    }
}
