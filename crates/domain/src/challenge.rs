//! The ten areas of the Open Gov Challenge (2023 to 2028).

use super::{ActionPlan, slug_enum};

/// The year in which the Challenge began (opengovpartnership.org, questions about the Challenge).
const FROM: i32 = 2023;

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

impl ChallengeArea {
    /// Whether commitments of a plan can answer the Challenge: it had not ended before that began, as far as
    /// its end is known.
    pub fn may_be_answered_by(plan: &ActionPlan) -> bool {
        plan.end_year.is_none_or(|year| year >= FROM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_ended_before_the_challenge_does_not_answer_it() {
        let plan = |end_year| ActionPlan {
            end_year,
            ..ActionPlan::default()
        };
        assert!(!ChallengeArea::may_be_answered_by(&plan(Some(2022))));
        assert!(ChallengeArea::may_be_answered_by(&plan(Some(2023))));
        assert!(ChallengeArea::may_be_answered_by(&plan(None)));
    }
}
