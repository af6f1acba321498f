//! Commitments: what a member promised in an action plan.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::rating::{Answer, CurrentRatings, Design, Dimension, Level};
use super::route::Commitments;
use super::{
    ActionPlan, ChallengeArea, Lang, Member, OgpValue, PartialDate, Report, Summaries, rating,
    slug_enum,
};

/// OGP's code of a commitment: two to five letters and four digits, for example `NL0031`,
/// `AUS0001` (Austin, not Australia) or `ARCRR0003`. Read in any case, kept in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CommitmentCode(String);

/// A text that is not a commitment code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\u{201c}{0}\u{201d} is not a commitment code; expected two to five letters and four digits, such as NL0031"
)]
pub struct CodeError(String);

impl CommitmentCode {
    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that somebody means: with spaces or hyphens and without leading zeros (`uk 98`,
    /// `UK-0098`), in a sentence or in brackets, or in the address of the commitment here or at OGP.
    ///
    /// ```
    /// use domain::CommitmentCode;
    /// let meant = |text| CommitmentCode::meant(text).map(|code| code.to_string());
    /// assert_eq!(meant("(uk 98),").as_deref(), Some("UK0098"));
    /// assert_eq!(meant("open data"), None);
    /// ```
    pub fn meant(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/');
        if let Some((_, path)) = text.rsplit_once(Commitments::PATH) {
            let segment = path.strip_prefix('/')?.split(['/', '?', '#']).next()?;
            return Self::meant(segment);
        }
        let text = text.trim_end_matches('/');
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (prefix, rest) = text.split_at(letters);
        let digits =
            rest.trim_start_matches([' ', '-', '_', '.', '\u{a0}', '\u{2010}', '\u{2011}']);
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.trim_start_matches('0');
        if !is_number || number.len() > 4 {
            return None;
        }
        format!("{prefix}{number:0>4}").parse().ok()
    }

    /// The letters, which stand for the member.
    pub fn prefix(&self) -> &str {
        self.0.trim_end_matches(|c: char| c.is_ascii_digit())
    }
}

impl FromStr for CommitmentCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let code = text.trim().to_ascii_uppercase();
        let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = code
            .bytes()
            .skip(letters)
            .take_while(u8::is_ascii_digit)
            .count();
        if (2..=5).contains(&letters) && digits == 4 && code.len() == letters + digits {
            Ok(Self(code))
        } else {
            Err(CodeError(text.to_owned()))
        }
    }
}

impl fmt::Display for CommitmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

slug_enum! {
    /// The status of the commitment itself, apart from its ratings.
    CommitmentStatus, "commitment status" {
        Active = "active", "Active";
        Inactive = "inactive", "Inactive";
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// A dated step towards a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    pub text: String,
    pub start: Option<PartialDate>,
    pub end: Option<PartialDate>,
}

/// A title in each language of the interface, where it was translated.
pub type TitleTranslations = [Option<String>; Lang::ALL.len()];

/// A commitment with its current facts and ratings, as published. Long texts are kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Commitment {
    /// OGP's code, the key of everything.
    pub code: CommitmentCode,
    pub member: Arc<Member>,
    /// The plan it belongs to.
    pub plan: Arc<ActionPlan>,
    /// Its number in the plan; text, since `3.2.5` is one.
    pub number: Option<String>,
    /// The title as the source has it.
    pub title: String,
    /// Translations of the title, by this project or its staff, by [`Lang::index`].
    pub title_in: TitleTranslations,
    pub summary_in: Summaries,
    pub lead_institutions: Vec<String>,
    /// Institutions that help.
    pub support_institutions: Vec<String>,
    pub policy_areas: Vec<Arc<str>>,
    pub ogp_values: Vec<OgpValue>,
    pub start: Option<PartialDate>,
    pub end: Option<PartialDate>,
    /// Is it clear enough to check?
    pub verifiable: Option<Answer>,
    /// Does it have an open-government lens?
    pub relevant: Option<Answer>,
    /// Whether the IRM starred it (2012 to 2016).
    pub starred: Option<bool>,
    /// IRM reports that cover it.
    pub reports: Vec<Report>,
    /// Its area of the Open Gov Challenge, if it was submitted there.
    pub challenge_area: Option<ChallengeArea>,
    /// The page that the commitment was read from.
    pub source_url: Option<String>,
    pub status: Option<CommitmentStatus>,
    pub ratings: CurrentRatings,
}

impl Commitment {
    /// The reports that it cites, itself and then for its ratings; some may be there twice.
    pub fn cited_reports(&self) -> impl Iterator<Item = &Report> {
        let of_ratings = self.ratings.iter().filter_map(|r| r.report.as_ref());
        self.reports.iter().chain(of_ratings)
    }

    /// The reports that it cites, each once. One that a sheet names by its kind and year only is left out beside
    /// a report with a title that it can be: nothing shows that there are two.
    pub fn distinct_reports(&self) -> Vec<&Report> {
        let mut once: Vec<&Report> = Vec::new();
        for report in self.cited_reports() {
            if !once.iter().any(|known| known.is_titled_as(report)) {
                once.push(report);
            }
        }
        let may_be_another = |report: &&Report| !once.iter().any(|titled| titled.may_be(report));
        once.iter().copied().filter(may_be_another).collect()
    }

    /// A commitment of which only its code and member are known.
    pub fn blank(code: CommitmentCode, member: Arc<Member>) -> Self {
        Self {
            code,
            member,
            plan: Arc::default(),
            number: None,
            title: String::new(),
            title_in: TitleTranslations::default(),
            summary_in: Summaries::default(),
            lead_institutions: Vec::new(),
            support_institutions: Vec::new(),
            policy_areas: Vec::new(),
            ogp_values: Vec::new(),
            start: None,
            end: None,
            verifiable: None,
            relevant: None,
            starred: None,
            reports: Vec::new(),
            challenge_area: None,
            source_url: None,
            status: None,
            ratings: CurrentRatings::default(),
        }
    }

    /// The title for readers of a language: its translation, where there is one, else as the source has
    /// it.
    pub fn title_for(&self, lang: Lang) -> &str {
        self.title_in[lang.index()]
            .as_deref()
            .unwrap_or(&self.title)
    }

    /// Whether readers of a language see a translation of the title.
    pub fn is_title_translated_for(&self, lang: Lang) -> bool {
        self.title_for(lang) != self.title
    }

    /// The level of a dimension, by the one rule of [`rating::level`].
    pub fn level(&self, dimension: Dimension) -> Level {
        rating::level(self.ratings.of(dimension).map(|r| r.finding), self.design())
    }

    /// The level of a finding about this commitment, whether it is the current one or not.
    pub fn level_of(&self, finding: rating::Finding) -> Level {
        rating::level(Some(finding), self.design())
    }

    fn design(&self) -> Design {
        Design {
            verifiable: self.verifiable,
            relevant: self.relevant,
            plan_year: self.plan.start_year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_any_case_and_split_into_prefix_and_number() {
        for (text, prefix) in [
            ("nl0031", "NL"),
            ("AUS0001", "AUS"),
            (" arcrr0003 ", "ARCRR"),
        ] {
            let code: CommitmentCode = text.parse().unwrap();
            assert_eq!(code.as_str(), text.trim().to_uppercase());
            assert_eq!(code.prefix(), prefix);
        }
    }

    #[test]
    fn a_code_is_understood_as_people_write_it() {
        for text in [
            "UK0098",
            "uk 98",
            "UK98",
            "UK-0098",
            "uk\u{a0}0098",
            "(UK0098),",
            "\u{201c}UK 098\u{201d}.",
            "https://www.opengovpartnership.org/members/united-kingdom/commitments/UK0098/",
            "www.opengovpartnership.org/commitments/uk0098?x=1#top",
            "http://127.0.0.1:3000/commitments/UK0098?lang=es",
        ] {
            let code = CommitmentCode::meant(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(code.as_str(), "UK0098", "{text}");
        }
        for text in [
            "",
            "UK",
            "98",
            "covid 19000",
            "uk 98 b",
            "open data",
            "/commitments/",
            "U 9",
        ] {
            assert_eq!(CommitmentCode::meant(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_code_is_refused_with_its_text() {
        for text in [
            "",
            "NL",
            "NL31",
            "0031",
            "NL00311",
            "N0031",
            "ABCDEF0031",
            "NL0031x",
            "ÑL0031",
        ] {
            assert!(
                text.parse::<CommitmentCode>()
                    .unwrap_err()
                    .to_string()
                    .contains(text)
            );
        }
    }
}
