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
    /// Whether a record that says nothing of the Challenge leaves a question open for commitments of a plan:
    /// only plans since it began are made with it in mind. Where the year of submission is not known, the
    /// year of the end decides.
    pub fn is_open_question_of(plan: &ActionPlan) -> bool {
        let year = plan.start_year.or(plan.end_year);
        year.is_none_or(|year| year >= FROM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_it_answers_the_challenge_is_asked_of_plans_since_it_began() {
        for (start_year, end_year, is_open) in [
            (Some(2018), Some(2020), false),
            (Some(2022), Some(2024), false),
            (Some(2022), None, false),
            (Some(2023), Some(2025), true),
            (Some(2024), None, true),
            (None, Some(2022), false),
            (None, Some(2023), true),
            (None, None, true),
        ] {
            let plan = ActionPlan {
                start_year,
                end_year,
                ..ActionPlan::default()
            };
            assert_eq!(
                ChallengeArea::is_open_question_of(&plan),
                is_open,
                "{start_year:?} {end_year:?}"
            );
        }
    }
}
