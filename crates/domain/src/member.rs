//! Members of OGP: national governments, local governments, and others.

use super::{PartialDate, slug_enum, text};

slug_enum! {
    /// What kind of government a member is.
    MemberKind, "kind of member" {
        National = "national", "National";
        Local = "local", "Local";
        /// Takes part without being a universally recognised state (Kosovo).
        Other = "other", "Other";
    }
}

slug_enum! {
    /// OGP's own regions. Armenia and Georgia belong to Asia and the Pacific, Israel to Europe.
    Region, "region" {
        AfricaAndTheMiddleEast = "africa-and-the-middle-east", "Africa and the Middle East";
        Americas = "americas", "Americas";
        AsiaAndThePacific = "asia-and-the-pacific", "Asia and the Pacific";
        Europe = "europe", "Europe";
    }
}

slug_enum! {
    /// The status of a membership (<https://www.opengovpartnership.org/glossary/member>).
    MemberStatus, "member status" {
        Active = "active", "Active";
        UnderProceduralReview = "under-procedural-review", "Under procedural review";
        UnderEligibilityReview = "under-eligibility-review", "Under eligibility review";
        Inactive = "inactive", "Inactive";
        Suspended = "suspended", "Suspended";
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// A status from a date on. Past statuses stay: the history of a membership is part of the record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DatedStatus {
    pub status: MemberStatus,
    /// As precise as the source.
    pub since: PartialDate,
    pub source_url: String,
}

/// A government that makes commitments through OGP.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Member {
    /// OGP's name for it, for example `Netherlands` or `Austin, United States`.
    pub name: String,
    pub kind: MemberKind,
    /// The country it is or lies in.
    pub country: String,
    /// ISO 3166-1 alpha-3 of the country; `XKX` for Kosovo.
    pub country_iso3: String,
    pub region: Region,
    /// Oldest first; empty where the source did not say.
    pub statuses: Vec<DatedStatus>,
    /// What its addresses name it by, where it has been renamed; elsewhere that follows from its name.
    pub kept_slug: Option<String>,
}

impl Member {
    /// What its addresses name it by: for good, whatever it is called later.
    pub fn slug(&self) -> String {
        self.kept_slug
            .clone()
            .unwrap_or_else(|| text::slugify(&self.name))
    }

    /// The newest status known.
    pub fn current_status(&self) -> Option<&DatedStatus> {
        self.statuses.iter().max_by_key(|s| s.since)
    }
}

/// Changes of membership that have a public source, as (member's name, status).
///
/// Only what a source states is here; absence says nothing about a member's status.
pub fn known_statuses(name: &str) -> Vec<DatedStatus> {
    let known = |status, since: &str, source_url: &str| {
        since
            .parse()
            .map(|since| DatedStatus {
                status,
                since,
                source_url: source_url.to_owned(),
            })
            .ok()
    };
    match name {
        "United States" => known(
            MemberStatus::Withdrawn,
            "2026-01-15",
            "https://www.nextgov.com/digital-government/2026/02/us-withdraws-open-government-partnership-which-it-helped-create/411133",
        ),
        "Georgia" => known(
            MemberStatus::Suspended,
            "2024-10",
            "https://opengovpartnership.org/news/georgia-temporarily-suspended-from-the-open-government-partnership",
        ),
        "Turkey" => known(
            MemberStatus::Withdrawn,
            "2017-09-21",
            "https://www.opengovpartnership.org/tag/turkey",
        ),
        _ => None,
    }
    .into_iter()
    .collect()
}

#[cfg(test)]
impl Member {
    /// A member that tests can give commitments to.
    pub(crate) fn netherlands() -> Self {
        Self {
            name: "Netherlands".to_owned(),
            kind: MemberKind::National,
            country: "Netherlands".to_owned(),
            country_iso3: "NLD".to_owned(),
            region: Region::Europe,
            statuses: Vec::new(),
            kept_slug: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_from_its_name_or_its_slug() {
        for text in [
            "Asia and the Pacific",
            "asia-and-the-pacific",
            "ASIA AND THE PACIFIC",
        ] {
            assert_eq!(text.parse(), Ok(Region::AsiaAndThePacific));
        }
        let error = "Atlantis".parse::<Region>().unwrap_err().to_string();
        assert!(
            error.contains("Atlantis") && error.contains("europe"),
            "{error}"
        );
    }

    #[test]
    fn the_newest_status_is_the_current_one() {
        assert_eq!(
            known_statuses("Georgia").first().map(|s| s.status),
            Some(MemberStatus::Suspended)
        );
        assert!(known_statuses("Netherlands").is_empty());
    }
}
