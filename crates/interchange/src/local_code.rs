//! Codes for commitments whose source has none.

use std::collections::HashMap;

use super::members;
use super::message::ImportMessage;
use super::patch::MemberCells;
use domain::CommitmentCode;

/// Letters that no code of OGP's begins with: local codes begin so, followed by the country's
/// ISO 3166-1 alpha-3 code.
pub const LOCAL_LETTERS: &str = "ZZ";

/// Whether a code was made here and is not OGP's.
pub fn is_local(code: &CommitmentCode) -> bool {
    code.as_str().starts_with(LOCAL_LETTERS)
}

/// The highest number used so far of each country's local codes.
#[derive(Debug, Default)]
pub struct LocalCodes(HashMap<String, u32>);

impl LocalCodes {
    /// Notes a local code in use.
    pub fn note(&mut self, code: &CommitmentCode) {
        let number = code.as_str()[code.prefix().len()..].parse().unwrap_or(0);
        let highest = self.0.entry(code.prefix().to_owned()).or_insert(0);
        *highest = number.max(*highest);
    }

    /// A code that is not in use yet.
    pub fn next(&mut self, member: &MemberCells) -> Result<CommitmentCode, ImportMessage> {
        let country = member.country.as_deref().unwrap_or(&member.name);
        let iso3 = member.iso3.clone();
        let iso3 = iso3.or_else(|| members::find(country).map(|(iso3, _)| iso3.to_owned()));
        let Some(iso3) = iso3 else {
            let text = "no code can be made: it is not known which country this is";
            let message = ImportMessage::error("", &member.name, text);
            return Err(message.with_nearest(members::names()));
        };
        let letters = format!("{LOCAL_LETTERS}{iso3}");
        let number = self.0.entry(letters.clone()).or_insert(0);
        *number += 1;
        format!("{letters}{number:04}").parse().map_err(|_| {
            let text = "no code can be made: this country has 9,999 already";
            ImportMessage::error("", &letters, text)
        })
    }
}
