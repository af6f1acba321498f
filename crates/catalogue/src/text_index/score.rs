//! How well a commitment fits a search.

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
}

/// How well a commitment fits a search; the greater, the better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    whole: u8,
    places: u32,
    /// How many groups of the search were found.
    pub groups: u32,
}

impl Score {
    pub const PHRASE_IN_TITLE: u8 = 1;
    pub const WHOLE_MEMBER: u8 = 2;
    pub const WHOLE_TITLE: u8 = 3;
    /// More for the words that were typed than for others that mean the same.
    pub const AS_TYPED: u8 = 4;
    /// So far apart that a better place outranks all worse ones together.
    const WEIGHTS: [(u8, u32); 7] = [
        (place::TITLE, 128),
        (place::TITLE_NEARLY, 64),
        (place::MEMBER, 32),
        (place::AREA, 16),
        (place::INSTITUTIONS, 8),
        (place::BODY, 2),
        (place::PLAN, 1),
    ];

    /// All that a member has promised is equally what its name asks for.
    pub fn settle(&mut self) {
        if self.whole & !Self::AS_TYPED == Self::WHOLE_MEMBER {
            self.places = 0;
        }
    }

    pub fn note(&mut self, whole: u8) {
        self.whole = self.whole.max(whole);
    }

    /// Counts one group by the places where it was found, and by those of each of its parts, where all
    /// are found.
    pub fn add(&mut self, own: u8, parts: &[u8]) {
        let has_parts = !parts.is_empty() && parts.iter().all(|places| *places != 0);
        if own == 0 && !has_parts {
            return;
        }
        self.groups += 1;
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

    fn weight(places: u8) -> u32 {
        let found = Self::WEIGHTS.iter().filter(|(at, _)| places & at != 0);
        found.map(|(_, weight)| weight).sum()
    }
}
