//! How well a commitment fits a search.

use super::whole_names::Nearness;

/// Where in a commitment a group was found, best first.
pub(super) mod place {
    pub const TITLE: u8 = 1;
    /// The beginning of a word of the title, or a related term in it.
    pub const TITLE_NEARLY: u8 = 2;
    pub const MEMBER: u8 = 4;
    pub const AREA: u8 = 8;
    pub const INSTITUTIONS: u8 = 16;
    pub const BODY: u8 = 32;
    /// The years of the plan and the names of reports.
    pub const PLAN: u8 = 64;
    /// A term in the title that is related to one that is related.
    pub const TITLE_FAR: u8 = 128;
}

/// How a commitment has a name or a year by which a search is narrowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mention {
    #[default]
    Nowhere,
    /// Somewhere in its texts.
    InPassing,
    /// It is its own, or in its title.
    Named,
}

/// How well a commitment fits a search.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Score {
    /// Whether its title is what was typed.
    pub is_title: bool,
    /// How many groups of the search's subject were found.
    pub found: u8,
    /// How it has the names of members and regions, and the years.
    pub name: Mention,
    pub years: Mention,
    nearness: Option<Nearness>,
    title: Option<(Phrase, Share)>,
    /// How many words that need not be found are in the title.
    more: u8,
    places: u32,
}

/// What has the words of a search in their order. Those that were typed come before others that mean the
/// same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phrase {
    /// A part of the title says the same.
    OtherWords,
    /// All of the title says the same.
    OtherWhole,
    /// They are in the title, or they are a whole institution.
    Typed,
    /// They are the title.
    TypedWhole,
}

/// How much of a text they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Share {
    /// So little that the text is about something else as well.
    Little,
    Much,
}

impl Share {
    /// So many words of so many.
    pub fn of(words: usize, all: usize) -> Self {
        if words * 5 >= all {
            Self::Much
        } else {
            Self::Little
        }
    }
}

impl Score {
    /// So far apart that a better place outranks all worse ones together.
    const WEIGHTS: [(u8, u32); 8] = [
        (place::TITLE, 128),
        (place::TITLE_NEARLY, 64),
        (place::TITLE_FAR, 40),
        (place::MEMBER, 32),
        (place::AREA, 16),
        (place::INSTITUTIONS, 8),
        (place::BODY, 2),
        (place::PLAN, 1),
    ];

    /// What decides the order; the greater, the better. A title that was typed whole comes first, then how
    /// much is found, then how near the named member is, then what has the words in their order, then the
    /// rest.
    pub fn rank(&self) -> u128 {
        let nearness = self.nearness.map_or(0, |nearness| 1 + nearness as u8);
        let (phrase, share) = match self.title {
            Some((phrase, share)) => (1 + phrase as u8, 1 + share as u8),
            None => (0, 0),
        };
        let is_title = u8::from(self.is_title);
        [is_title, self.found, nearness, phrase, self.more, share]
            .into_iter()
            .fold(0, |rank, part| rank << 8 | u128::from(part))
            << 32
            | u128::from(self.places)
    }

    /// Notes that its title, or an institution, has the words in their order.
    pub fn note_phrase(&mut self, phrase: Phrase, share: Share) {
        self.title = self.title.max(Some((phrase, share)));
    }

    /// Counts one group by the places where it was found, and by those of each of its parts, where all
    /// are found.
    pub fn add(&mut self, own: u8, parts: &[u8]) {
        let has_parts = !parts.is_empty() && parts.iter().all(|places| *places != 0);
        if own == 0 && !has_parts {
            return;
        }
        self.found = self.found.saturating_add(1);
        // What is called otherwise counts as much as what is called as it was typed.
        let count = u32::try_from(parts.len().max(1)).unwrap_or(1);
        let own = Self::weight(own) * count;
        let parts = if has_parts {
            parts.iter().map(|places| Self::weight(*places)).sum()
        } else {
            0
        };
        self.places += own.max(parts);
    }

    /// Counts a group that need not be found.
    pub fn add_optional(&mut self, own: u8) {
        self.more += u8::from(own & place::TITLE != 0);
        self.places += Self::weight(own);
    }

    /// Notes that a name by which the search is narrowed is in these places.
    pub fn mention(&mut self, places: u8) {
        let is_named = places & (place::TITLE | place::INSTITUTIONS) != 0;
        self.name = self.name.max(Self::mentioned(places, is_named));
    }

    /// Notes that years by which the search is narrowed are in these places.
    pub fn date(&mut self, places: u8) {
        let is_named = places & (place::TITLE | place::PLAN) != 0;
        self.years = self.years.max(Self::mentioned(places, is_named));
    }

    /// Notes that it belongs to what is named.
    pub fn own(&mut self, nearness: Nearness) {
        self.name = Mention::Named;
        self.nearness = self.nearness.max(Some(nearness));
    }

    fn mentioned(places: u8, is_named: bool) -> Mention {
        match (places, is_named) {
            (0, _) => Mention::Nowhere,
            (_, true) => Mention::Named,
            (_, false) => Mention::InPassing,
        }
    }

    fn weight(places: u8) -> u32 {
        /// Of every set of places.
        const WEIGHT_OF: [u32; 256] = {
            let mut all = [0; 256];
            let mut places = 0;
            while places < all.len() {
                let mut at = 0;
                while at < Score::WEIGHTS.len() {
                    let (place, weight) = Score::WEIGHTS[at];
                    if places & place as usize != 0 {
                        all[places] += weight;
                    }
                    at += 1;
                }
                places += 1;
            }
            all
        };
        WEIGHT_OF[usize::from(places)]
    }
}
