//! How well a commitment fits a search.

/// Where in a commitment a group was found, best first.
pub(super) mod place {
    pub const TITLE: u8 = 1;
    pub const TITLE_BEGINNING: u8 = 2;
    pub const MEMBER: u8 = 4;
    pub const AREA: u8 = 8;
    pub const INSTITUTIONS: u8 = 16;
    pub const BODY: u8 = 32;
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
    /// So far apart that a better place outranks all worse ones together.
    const WEIGHTS: [(u8, u32); 6] = [
        (place::TITLE, 64),
        (place::TITLE_BEGINNING, 32),
        (place::MEMBER, 16),
        (place::AREA, 8),
        (place::INSTITUTIONS, 4),
        (place::BODY, 1),
    ];

    pub fn note(&mut self, whole: u8) {
        self.whole = self.whole.max(whole);
    }

    /// Counts one group by the places where it was found.
    pub fn add(&mut self, places: u8) {
        if places == 0 {
            return;
        }
        self.groups += 1;
        let found = Self::WEIGHTS.iter().filter(|(at, _)| places & at != 0);
        self.places += found.map(|(_, weight)| weight).sum::<u32>();
    }
}
