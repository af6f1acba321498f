//! The OGP values: what a commitment is expected to advance.

use super::slug_enum;

slug_enum! {
    /// An OGP value that a commitment serves. Technology supports the other three and does not
    /// count on its own (<https://www.opengovpartnership.org/glossary/relevance/>).
    OgpValue, "OGP value" {
        AccessToInformation = "access-to-information", "Access to Information";
        CivicParticipation = "civic-participation", "Civic Participation";
        PublicAccountability = "public-accountability", "Public Accountability";
        Technology = "technology", "Technology";
    }
}
