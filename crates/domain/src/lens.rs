//! Lenses: named sets of policy areas through which the record is looked at.

use std::sync::Arc;

use super::query::Filter;
use super::{AreaTree, Query, slug_enum};

slug_enum! {
    /// What a page counts.
    Lens, "lens" {
        /// This project's own set: what the title of the site promises.
        Digital = "digital", "Digital commitments";
        /// The same with Open Data, which is older and much larger than the rest.
        DigitalAndOpenData = "digital-and-open-data", "Digital and open data commitments";
        /// OGP's own tag with its five parts.
        DigitalGovernance = "digital-governance", "Digital Governance commitments (OGP\u{2019}s tag)";
        /// Every commitment of the record.
        All = "all", "All commitments";
    }
}

/// The tags of the digital lens: Digital Governance, whose parts come with it, and the tags that it
/// grew out of.
const DIGITAL: &[&str] = &[
    "digital-governance",
    "digital-transformation",
    "e-government",
    "digital-participation",
    "science-technology",
    "open-data",
];

impl Lens {
    /// What pages count unless something else is asked for.
    pub const DEFAULT: Self = Self::Digital;

    /// The policy areas that are looked at; none: all commitments, also those without an area.
    pub const fn areas(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Digital => Some(DIGITAL.split_at(DIGITAL.len() - 1).0),
            Self::DigitalAndOpenData => Some(DIGITAL),
            Self::DigitalGovernance => Some(DIGITAL.split_at(1).0),
            Self::All => None,
        }
    }

    /// Whether a commitment with these areas, or parts of them, is seen through the lens.
    pub fn shows(self, policy_areas: &[Arc<str>], tree: &AreaTree) -> bool {
        let Some(areas) = self.areas() else {
            return true;
        };
        policy_areas.iter().any(|slug| {
            let parent = tree.find(slug).and_then(|area| area.parent.as_deref());
            areas.contains(&&**slug) || parent.is_some_and(|parent| areas.contains(&parent))
        })
    }
}

impl Query {
    /// The lens that a page looks through: the one in its address, or else [`Lens::DEFAULT`]; and the
    /// query with that lens, which needs none to see everything.
    pub fn through_lens(&self) -> (Lens, Self) {
        let asked = self.values(Filter::Lens).first();
        let lens = asked
            .and_then(|slug| slug.parse().ok())
            .unwrap_or(Lens::DEFAULT);
        (lens, self.only_through(lens))
    }

    /// The lens that a list counts through: without one in its address, all; `None` for several.
    pub fn lens_of_list(&self) -> Option<Lens> {
        match self.values(Filter::Lens) {
            [] => Some(Lens::All),
            [one] => one.parse().ok(),
            _ => None,
        }
    }

    /// The query through a lens, which needs none to see everything.
    pub fn only_through(&self, lens: Lens) -> Self {
        let rest = self.without_filter(Filter::Lens);
        match lens {
            Lens::All => rest,
            _ => rest.with(Filter::Lens, lens.slug()),
        }
    }

    /// The address of a page that looks through a lens, with another one.
    pub fn seen_as(&self, lens: Lens) -> Self {
        let rest = self.without_filter(Filter::Lens);
        match lens {
            Lens::DEFAULT => rest,
            _ => rest.with(Filter::Lens, lens.slug()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area;

    #[test]
    fn each_lens_shows_what_the_narrower_one_shows() {
        let tree = AreaTree::new(area::taxonomy());
        let shows = |area: &str| {
            let areas = [Arc::from(area)];
            Lens::ALL
                .iter()
                .map(|lens| lens.shows(&areas, &tree))
                .collect::<Vec<_>>()
        };
        assert_eq!(shows("automated-decision-making"), [true, true, true, true]);
        assert_eq!(shows("e-government"), [true, true, false, true]);
        assert_eq!(shows("open-data"), [false, true, false, true]);
        assert_eq!(shows("gender"), [false, false, false, true]);
    }

    #[test]
    fn a_page_looks_through_the_usual_lens_unless_its_address_names_one() {
        let through = |address: &str| {
            let (lens, query) = Query::parse(address).unwrap().through_lens();
            (lens, query.to_address())
        };
        assert_eq!(through(""), (Lens::Digital, "lens=digital".to_owned()));
        assert_eq!(
            through("lens=all&year=2018"),
            (Lens::All, "year=2018".to_owned())
        );
        let governance = "lens=digital-governance";
        assert_eq!(
            through(governance),
            (Lens::DigitalGovernance, governance.to_owned())
        );
        let of_list = |address: &str| Query::parse(address).unwrap().lens_of_list();
        assert_eq!(of_list("year=2018"), Some(Lens::All));
        assert_eq!(of_list(governance), Some(Lens::DigitalGovernance));
        assert_eq!(of_list("lens=digital&lens=digital-governance"), None);
        let seen_as = |lens| {
            Query::parse("lens=all&year=2018")
                .unwrap()
                .seen_as(lens)
                .to_address()
        };
        assert_eq!(seen_as(Lens::Digital), "year=2018");
        assert_eq!(seen_as(Lens::All), "lens=all&year=2018");
    }

    #[test]
    fn every_area_of_a_lens_is_on_the_list() {
        let tree = AreaTree::new(area::taxonomy());
        for slug in DIGITAL {
            assert!(
                tree.find(slug).is_some_and(|area| &*area.slug == *slug),
                "{slug}"
            );
        }
    }
}
