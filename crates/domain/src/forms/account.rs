//! Forms of accounts.

use super::{Fields, Problems};
use crate::Role;
use crate::characters::is_blank;

/// The fields of forms that hold passwords: nothing within those is left out.
pub const PASSWORDS: [&str; 3] = ["password", "old", "new"];

/// In characters.
pub const MIN_PASSWORD: usize = 12;
/// In characters. Longer passwords are no safer and cost time to hash.
pub const MAX_PASSWORD: usize = 256;

/// An e-mail address in the one spelling that identifies an account: trimmed, in lower case.
pub fn email(text: &str) -> Option<String> {
    let email = text.trim().to_lowercase();
    let (name, domain) = email.split_once('@')?;
    let is_valid = !name.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.matches('@').count() == 1;
    is_valid.then_some(email)
}

/// A password without the spaces and invisible characters around it, which come along when it is
/// copied. They are no part of any password: not where one is chosen, not where one is checked.
pub fn password(text: &str) -> &str {
    text.trim_matches(|c: char| is_blank(c) || c.is_control())
}

/// Letters of recovery codes: none that looks like another.
pub const RECOVERY_LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// In letters: about 79 random bits, so that a plain hash of one cannot be guessed.
pub const RECOVERY_LENGTH: usize = 16;

/// What somebody types to prove their second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactorCode {
    /// Six digits of the authenticator app.
    App(String),
    /// A recovery code, in the one spelling that is hashed.
    Recovery(String),
}

impl SecondFactorCode {
    /// Reads a code as it was typed, with any spaces and hyphens and in any case; none where it cannot
    /// be one.
    pub fn read(text: &str) -> Option<Self> {
        let code: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self::App(code));
        }
        let is_recovery =
            code.len() == RECOVERY_LENGTH && code.bytes().all(|b| RECOVERY_LETTERS.contains(&b));
        is_recovery.then_some(Self::Recovery(code))
    }
}

/// Reads a new account: e-mail address, public name, role.
pub fn read(fields: &Fields) -> Result<(String, String, Role), Problems> {
    let mut problems = Problems::default();
    let email = email(fields.get("email"));
    if email.is_none() {
        problems.push(
            "email",
            "Enter an e-mail address, such as name@example.org.",
        );
    }
    name(fields, &mut problems);
    problems.required(fields, "role", "A role");
    let role: Option<Role> = problems.read(fields, "role");
    match (email, role) {
        (Some(email), Some(role)) if problems.is_empty() => {
            Ok((email, fields.get("name").to_owned(), role))
        }
        _ => Err(problems),
    }
}

/// Checks the name that the public will see.
pub fn name(fields: &Fields, problems: &mut Problems) {
    problems.required(fields, "name", "A public name");
    problems.text(fields, "name", 100);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_in_one_spelling() {
        assert_eq!(
            email(" Ana@Example.ORG "),
            Some("ana@example.org".to_owned())
        );
        for bad in [
            "",
            "ana",
            "ana@",
            "@x.org",
            "ana@localhost",
            "a b@x.org",
            "a@b@x.org",
        ] {
            assert_eq!(email(bad), None, "{bad}");
        }
    }
    #[test]
    fn a_code_is_read_as_people_type_it() {
        use SecondFactorCode::{App, Recovery};
        for text in ["123456", " 123 456 ", "123-456", "1 2 3 4 5 6\u{200b}"] {
            let read = SecondFactorCode::read(text);
            assert_eq!(read, Some(App("123456".to_owned())), "{text:?}");
        }
        for text in [
            "abcd-efgh-jkmn-2345",
            "ABCD EFGH JKMN 2345",
            "abcdefghjkmn2345\r\n",
        ] {
            let read = SecondFactorCode::read(text);
            assert_eq!(
                read,
                Some(Recovery("abcdefghjkmn2345".to_owned())),
                "{text:?}"
            );
        }
        for text in [
            "",
            "12345",
            "1234567",
            "12345a",
            "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}",
            "abcd-efgh-jkmn-234",
            "abcd-efgh-jkmn-234o",
            "abcd-efgh-jkmn-2345-6",
        ] {
            assert_eq!(SecondFactorCode::read(text), None, "{text:?}");
        }
    }
}
