//! Published sources that the record was read from, and when.

use super::{CommitmentCode, slug_enum};

slug_enum! {
    /// A source known by its address.
    KnownSource, "source" {
        /// Pages of OGP's site, each about one commitment, member or topic.
        OgpPage = "ogp-page", "OGP\u{2019}s page";
        /// A slice of OGP's master sheet of commitments.
        MasterSheet2024 = "ogp-2024", "OGP\u{2019}s master sheet";
        /// The database behind the former OGP Explorer.
        Explorer2016 = "ogp-2016", "OGP Explorer";
    }
}

const MASTER_SHEET: &str =
    "https://github.com/g0v/ogp-commitments/blob/2895b3e/open_parliament_0703.csv";
const EXPLORER: &str =
    "https://github.com/Vizzuality/ogp/blob/69d3271/explorer/data/latest_data/ogpirm_live_data.csv";

/// How addresses of tables end.
const TABLES: [&str; 5] = [".csv", ".tsv", ".xlsx", ".xls", ".json"];

impl KnownSource {
    /// Where it can be read: the home page of OGP's site for its pages, which have addresses of their
    /// own.
    pub const fn address(self) -> &'static str {
        match self {
            Self::OgpPage => "https://www.opengovpartnership.org/",
            Self::MasterSheet2024 => MASTER_SHEET,
            Self::Explorer2016 => EXPLORER,
        }
    }

    /// The month or year of its state, as `2024-07`; none where that is not known.
    pub const fn state_of(self) -> Option<&'static str> {
        match self {
            Self::OgpPage => None,
            Self::MasterSheet2024 => Some("2024-07"),
            Self::Explorer2016 => Some("2016"),
        }
    }

    /// The source with this address.
    pub fn at(address: &str) -> Option<Self> {
        match address {
            MASTER_SHEET => return Some(Self::MasterSheet2024),
            EXPLORER => return Some(Self::Explorer2016),
            _ => {}
        }
        let rest = address.split_once("://")?.1;
        let host = rest.split(['/', '?', '#']).next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        // A table that lies on OGP's site is no page about a commitment.
        let path = rest.split(['?', '#']).next()?.to_ascii_lowercase();
        let is_table = TABLES.iter().any(|end| path.ends_with(end));
        (host == "opengovpartnership.org" && !is_table).then_some(Self::OgpPage)
    }
}

/// Whether an address is that of the page of this commitment on OGP's site, not of its member's.
pub fn is_page_of(code: &CommitmentCode, address: &str) -> bool {
    KnownSource::at(address) == Some(KnownSource::OgpPage)
        && CommitmentCode::meant(address).as_ref() == Some(code)
}

/// Whether an address is that of a member's page on OGP's site, or of one below it.
pub fn is_page_of_a_member(address: &str) -> bool {
    KnownSource::at(address) == Some(KnownSource::OgpPage)
        && address.contains("opengovpartnership.org/members/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_commitment_is_told_from_that_of_its_member() {
        let code: CommitmentCode = "AM0037".parse().unwrap();
        let member = "https://www.opengovpartnership.org/members/armenia/";
        let own = "https://www.opengovpartnership.org/members/armenia/commitments/am0037/";
        let other = "https://www.opengovpartnership.org/members/armenia/commitments/AM0038/";
        let elsewhere = "https://example.org/members/armenia/commitments/AM0037/";
        let is_own = |address| is_page_of(&code, address);
        assert!(is_own(own));
        assert!(!is_own(member) && !is_own(other) && !is_own(elsewhere));
        assert!(is_page_of_a_member(member) && !is_page_of_a_member(elsewhere));
    }

    #[test]
    fn sources_are_known_by_their_addresses() {
        for source in KnownSource::ALL {
            assert_eq!(KnownSource::at(source.address()), Some(*source));
        }
        let page = "https://opengovpartnership.org/members/albania/commitments/al0002";
        assert_eq!(KnownSource::at(page), Some(KnownSource::OgpPage));
        for other in [
            "https://example.org/",
            "opengovpartnership.org",
            "",
            "https://opengovpartnership.org.evil/",
            "https://www.opengovpartnership.org/wp-content/uploads/Commitments.CSV",
            "https://www.opengovpartnership.org/data.xlsx?of=today",
        ] {
            assert_eq!(KnownSource::at(other), None, "{other}");
        }
    }
}
