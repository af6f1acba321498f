//! Forms of accounts.

use super::{Fields, Problems};
use crate::Role;

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
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
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
}
