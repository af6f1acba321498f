//! OGP's national members, for files that name a member without saying where it is.
//!
//! Names, codes and regions as in OGP's own export of July 2024; the last ones, which it does not
//! hold, as on their pages at opengovpartnership.org.

use domain::{Region, countries, text};

/// A national member: name, ISO 3166-1 alpha-3, OGP's region.
const MEMBERS: &[(&str, &str, Region)] = &[
    ("Albania", "ALB", Region::Europe),
    ("Argentina", "ARG", Region::Americas),
    ("Armenia", "ARM", Region::AsiaAndThePacific),
    ("Australia", "AUS", Region::AsiaAndThePacific),
    ("Azerbaijan", "AZE", Region::Europe),
    ("Benin", "BEN", Region::AfricaAndTheMiddleEast),
    ("Bosnia and Herzegovina", "BIH", Region::Europe),
    ("Brazil", "BRA", Region::Americas),
    ("Bulgaria", "BGR", Region::Europe),
    ("Burkina Faso", "BFA", Region::AfricaAndTheMiddleEast),
    ("Cabo Verde", "CPV", Region::AfricaAndTheMiddleEast),
    ("Canada", "CAN", Region::Americas),
    ("Chile", "CHL", Region::Americas),
    ("Colombia", "COL", Region::Americas),
    ("Costa Rica", "CRI", Region::Americas),
    ("Croatia", "HRV", Region::Europe),
    ("Czech Republic", "CZE", Region::Europe),
    ("C\u{f4}te d'Ivoire", "CIV", Region::AfricaAndTheMiddleEast),
    ("Denmark", "DNK", Region::Europe),
    ("Dominican Republic", "DOM", Region::Americas),
    ("Ecuador", "ECU", Region::Americas),
    ("El Salvador", "SLV", Region::Americas),
    ("Estonia", "EST", Region::Europe),
    ("Finland", "FIN", Region::Europe),
    ("France", "FRA", Region::Europe),
    ("Georgia", "GEO", Region::AsiaAndThePacific),
    ("Germany", "DEU", Region::Europe),
    ("Ghana", "GHA", Region::AfricaAndTheMiddleEast),
    ("Greece", "GRC", Region::Europe),
    ("Guatemala", "GTM", Region::Americas),
    ("Honduras", "HND", Region::Americas),
    ("Hungary", "HUN", Region::Europe),
    ("Indonesia", "IDN", Region::AsiaAndThePacific),
    ("Ireland", "IRL", Region::Europe),
    ("Israel", "ISR", Region::Europe),
    ("Italy", "ITA", Region::Europe),
    ("Jamaica", "JAM", Region::Americas),
    ("Jordan", "JOR", Region::AfricaAndTheMiddleEast),
    ("Kenya", "KEN", Region::AfricaAndTheMiddleEast),
    ("Kyrgyz Republic", "KGZ", Region::AsiaAndThePacific),
    ("Latvia", "LVA", Region::Europe),
    ("Liberia", "LBR", Region::AfricaAndTheMiddleEast),
    ("Lithuania", "LTU", Region::Europe),
    ("Luxembourg", "LUX", Region::Europe),
    ("Malawi", "MWI", Region::AfricaAndTheMiddleEast),
    ("Malta", "MLT", Region::Europe),
    ("Mexico", "MEX", Region::Americas),
    ("Moldova", "MDA", Region::Europe),
    ("Mongolia", "MNG", Region::AsiaAndThePacific),
    ("Montenegro", "MNE", Region::Europe),
    ("Morocco", "MAR", Region::AfricaAndTheMiddleEast),
    ("Netherlands", "NLD", Region::Europe),
    ("New Zealand", "NZL", Region::AsiaAndThePacific),
    ("Nigeria", "NGA", Region::AfricaAndTheMiddleEast),
    ("North Macedonia", "MKD", Region::Europe),
    ("Norway", "NOR", Region::Europe),
    ("Panama", "PAN", Region::Americas),
    ("Papua New Guinea", "PNG", Region::AsiaAndThePacific),
    ("Paraguay", "PRY", Region::Americas),
    ("Peru", "PER", Region::Americas),
    ("Philippines", "PHL", Region::AsiaAndThePacific),
    ("Portugal", "PRT", Region::Europe),
    ("Republic of Korea", "KOR", Region::AsiaAndThePacific),
    ("Romania", "ROU", Region::Europe),
    ("Senegal", "SEN", Region::AfricaAndTheMiddleEast),
    ("Serbia", "SRB", Region::Europe),
    ("Seychelles", "SYC", Region::AfricaAndTheMiddleEast),
    ("Sierra Leone", "SLE", Region::AfricaAndTheMiddleEast),
    ("Slovak Republic", "SVK", Region::Europe),
    ("South Africa", "ZAF", Region::AfricaAndTheMiddleEast),
    ("Spain", "ESP", Region::Europe),
    ("Sri Lanka", "LKA", Region::AsiaAndThePacific),
    ("Sweden", "SWE", Region::Europe),
    ("Tanzania", "TZA", Region::AfricaAndTheMiddleEast),
    ("Timor-Leste", "TLS", Region::AsiaAndThePacific),
    ("Trinidad and Tobago", "TTO", Region::Americas),
    ("Tunisia", "TUN", Region::AfricaAndTheMiddleEast),
    ("Turkey", "TUR", Region::Europe),
    ("Ukraine", "UKR", Region::Europe),
    ("United Kingdom", "GBR", Region::Europe),
    ("United States", "USA", Region::Americas),
    ("Uruguay", "URY", Region::Americas),
];

/// OGP's name for a country, whichever of its names is given.
pub fn name_of(name: &str) -> Option<&'static str> {
    let slug = countries::find(&text::slugify(name))?;
    let known = MEMBERS
        .iter()
        .find(|(known, ..)| text::slugify(known) == slug);
    known.map(|(name, ..)| *name)
}

/// Names in older files, with OGP's present name for the member.
const FORMER: &[(&str, &str)] = &[
    ("Cote d'Ivoire", "C\u{f4}te d'Ivoire"),
    ("Cape Verde", "Cabo Verde"),
    ("Kyrgyzstan", "Kyrgyz Republic"),
    ("Macedonia", "North Macedonia"),
    ("Slovakia", "Slovak Republic"),
    ("South Korea", "Republic of Korea"),
    ("UK", "United Kingdom"),
    ("USA", "United States"),
];

/// Whether a text has the form of an ISO 3166-1 alpha-3 code.
pub(crate) fn is_iso3(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// The name that OGP uses now.
pub fn present_name(name: &str) -> &str {
    let former = FORMER.iter().find(|(former, _)| *former == name);
    former.map_or(name, |(_, present)| present)
}

/// Code and region of a national member or of a country.
pub fn find(name: &str) -> Option<(&'static str, Region)> {
    let slug = text::slugify(name);
    let slug = countries::find(&slug).unwrap_or(&slug);
    MEMBERS
        .iter()
        .find(|(known, ..)| text::slugify(known) == slug)
        .map(|(_, iso3, region)| (*iso3, *region))
}

/// Every name, to suggest one for a misspelled name.
pub fn names<'a>() -> impl Iterator<Item = &'a str> {
    MEMBERS.iter().map(|(name, ..)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_former_name_leads_to_a_member() {
        for (former, present) in FORMER {
            assert_eq!(present_name(former), *present);
            assert!(find(present).is_some(), "{present}");
        }
        assert_eq!(find("cote d'ivoire"), find("C\u{f4}te d'Ivoire"));
        assert_eq!(find("Armenia"), Some(("ARM", Region::AsiaAndThePacific)));
        assert_eq!(find("Atlantis"), None);
    }
}
