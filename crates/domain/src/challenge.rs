//! The ten areas of the Open Gov Challenge (2023 to 2028).

use super::slug_enum;

slug_enum! {
    /// A primary area of the Open Gov Challenge, set by OGP's Support Unit
    /// (<https://www.opengovpartnership.org/the-open-gov-challenge/>).
    ChallengeArea, "Open Gov Challenge area" {
        AccessToInformation = "access-to-information", "Access to Information";
        AntiCorruption = "anti-corruption", "Anti-Corruption";
        CivicSpace = "civic-space", "Civic Space";
        ClimateAndEnvironment = "climate-and-environment", "Climate and Environment";
        DigitalGovernance = "digital-governance", "Digital Governance";
        FiscalOpenness = "fiscal-openness", "Fiscal Openness";
        GenderAndInclusion = "gender-and-inclusion", "Gender and Inclusion";
        Justice = "justice", "Justice";
        MediaFreedom = "media-freedom", "Media Freedom";
        PublicParticipation = "public-participation", "Public Participation";
    }
}
