//! What the Open Government Partnership publishes, in types: members, action plans,
//! commitments, policy areas, IRM reports and ratings, and the question a visitor asks of them.
//!
//! Pure: knows no database, no web, no clock and no file. Compiled for the server and the browser.

pub mod area;
pub mod area_tree;
pub mod as_of;
pub mod challenge;
pub mod characters;
pub mod chart;
pub mod column_names;
pub mod commitment;
pub mod context;
pub mod countries;
pub mod date;
pub mod desk;
pub mod difference;
pub mod filter;
pub mod forms;
pub mod frame;
pub mod institution;
pub mod language;
pub mod lens;
pub mod list;
pub mod mail;
pub mod matching;
pub mod member;
pub mod mention;
pub mod params;
pub mod plan;
pub mod problem_kind;
pub mod query;
pub mod query_error;
mod query_values;
pub mod rating;
pub mod record;
pub mod report;
pub mod review;
pub mod route;
pub mod scale;
pub mod search;
pub mod sheet;
pub mod similar;
pub mod sort;
pub mod source;
pub mod staff;
pub mod summary;
pub mod text;
pub mod value;
mod years;

pub use area::PolicyArea;
pub use area_tree::AreaTree;
pub use as_of::AsOf;
pub use challenge::ChallengeArea;
pub use commitment::{Commitment, CommitmentCode, CommitmentStatus, Milestone, TitleTranslations};
pub use date::PartialDate;
pub use lens::Lens;
pub use matching::MatchAnswer;
pub use member::{DatedStatus, Member, MemberKind, MemberStatus, Region};
pub use params::Params;
pub use plan::ActionPlan;
pub use problem_kind::ProblemKind;
pub use query::{Lang, Query, QueryError, Sort};
pub use rating::{Answer, CurrentRatings, Dimension, Finding, Level, Rating};
pub use report::{Report, ReportKind, ReportStage, UnnamedReport};
pub use review::Review;
pub use scale::{ScaleValue, Scheme, Value};
pub use sort::{Column, View};
pub use source::KnownSource;
pub use staff::{Action, DraftState, Role, SecondFactorFor};
pub use summary::{Summaries, Summary};
pub use value::OgpValue;

/// A word that is not in a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{found}\u{201d} is not a {what}; expected one of: {expected}")]
pub struct UnknownWord {
    /// The kind of word, for example `region`.
    pub what: &'static str,
    /// The word as it was read.
    pub found: String,
    /// The words that are known, joined with commas.
    pub expected: String,
}

/// Declares an enum of words with their slugs, labels and parser: one table, no second spelling.
///
/// Each variant has a slug (addresses, API) and a label (pages, files); parsing accepts either,
/// compared after folding, so `Asia and the Pacific` and `asia-and-the-pacific` are one.
macro_rules! slug_enum {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in display order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in addresses and the API.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// The word used on pages and in files.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The position in [`Self::ALL`], for arrays indexed by value.
            pub const fn index(self) -> usize { self as usize }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            /// Accepts the slug or the label, whatever their case, accents and punctuation.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let slug = $crate::text::slugify(text);
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| {
                        word.slug() == slug.replace('-', "_")
                            || word.slug() == slug
                            || $crate::text::slugify(word.label()) == slug
                    })
                    .ok_or_else(|| $crate::UnknownWord {
                        what: $what,
                        found: text.to_owned(),
                        expected: Self::ALL.iter().map(|w| w.slug()).collect::<Vec<_>>().join(", "),
                    })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}
pub(crate) use slug_enum;
