//! Published sources that the record was read from, and when.

use super::text::slugify;
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

    /// How large the file at its address is; none for pages.
    pub const fn megabytes(self) -> Option<&'static str> {
        match self {
            Self::OgpPage => None,
            Self::MasterSheet2024 => Some("2.5"),
            Self::Explorer2016 => Some("2.1"),
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
    matches!(OgpPage::at(address), Some(OgpPage::Commitment(other)) if other == *code)
}

/// What a page of OGP's site is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OgpPage {
    Commitment(CommitmentCode),
    /// A member, by its name in addresses of OGP's site.
    Member(String),
    /// A report or another publication.
    Document,
    Other,
}

impl OgpPage {
    /// The page with this address; `None` if it is not on OGP's site.
    pub fn at(address: &str) -> Option<Self> {
        if KnownSource::at(address) != Some(KnownSource::OgpPage) {
            return None;
        }
        if let Some(code) = CommitmentCode::meant(address) {
            return Some(Self::Commitment(code));
        }
        let path = address.split(['?', '#']).next()?;
        let mut segments = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .skip_while(|segment| !["members", "documents"].contains(segment));
        Some(match (segments.next(), segments.next(), segments.next()) {
            (Some("members"), Some(member), None) => Self::Member(slugify(member)),
            (Some("documents"), Some(_), _) => Self::Document,
            _ => Self::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_commitment_is_told_from_that_of_its_member() {
        let code: CommitmentCode = "AM0037".parse().unwrap();
        let member = OgpPage::Member("armenia".to_owned());
        for (path, page) in [
            ("members/Armenia/", member.clone()),
            ("fr/members/armenia?lang=fr", member),
            (
                "members/armenia/commitments/am0037/",
                OgpPage::Commitment(code),
            ),
            ("documents/armenia-results-report/", OgpPage::Document),
            ("members/armenia/action-plans/", OgpPage::Other),
            ("?p=83011", OgpPage::Other),
        ] {
            let address = format!("https://www.opengovpartnership.org/{path}");
            assert_eq!(OgpPage::at(&address), Some(page), "{address}");
        }
        let elsewhere = "https://example.org/members/armenia/commitments/AM0037/";
        assert_eq!(OgpPage::at(elsewhere), None);
        let code: CommitmentCode = "AM0037".parse().unwrap();
        let at = |path: &str| format!("https://www.opengovpartnership.org/members/armenia/{path}");
        assert!(is_page_of(&code, &at("commitments/AM0037/")));
        assert!(!is_page_of(&code, &at("commitments/AM0038/")) && !is_page_of(&code, &at("")));
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
