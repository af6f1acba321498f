//! Forms and the rules that check them. Shared: the server checks with these rules, and
//! the browser does so while people type.
//!
//! A form is a list of names and values; reading it gives a domain value or the
//! problems by field.

pub mod account;
pub mod commitment;
mod milestones;
pub mod party;
pub mod plan_sheet;
pub mod rating;
pub mod rebase;
pub mod sheet;
pub mod source;
mod summary;
pub mod webhook;

pub use crate::text::{MAX_TEXT, is_web_address};

use std::fmt::Display;
use std::str::FromStr;

use crate::characters::{as_name, first_unshowable, is_blank, trimmed, without_signs};

/// In characters, for every field but the full text of a commitment ([`MAX_TEXT`]).
pub const MAX_LINE: usize = 1_000;
/// In characters, for reasons and comments.
pub const MAX_REASON: usize = 2_000;

/// What is said of a text with a control character.
pub const UNSHOWABLE: &str = "Remove the character that cannot be shown.";

/// The names and values of a form, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads what a browser sends (`application/x-www-form-urlencoded`).
    pub fn parse(body: &[u8]) -> Self {
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            fields.typed(&name, &value);
        }
        fields
    }

    /// Adds what somebody has typed or pasted, without the signs that copying brings along; a password
    /// as it is.
    pub fn typed(&mut self, name: &str, value: &str) {
        let value = value.replace("\r\n", "\n");
        if account::PASSWORDS.contains(&name) {
            self.push(name, value);
        } else {
            self.push(name, without_signs(&value));
        }
    }

    /// The form as a browser would send it.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// The last value of a field, trimmed; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .rev()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| trimmed(value))
    }

    /// Every value of a field, trimmed, also the empty ones.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, value)| trimmed(value))
            .collect()
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    pub fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Replaces the values of a field.
    pub fn set(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.0.retain(|(n, _)| n != name);
        for value in values {
            self.push(name, value);
        }
    }

    /// A number that the form carries along, such as the version it was made from.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    /// The text of a field; none where it is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name))
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    }

    /// The names in a field, one a line; empty lines are left out.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.get(name)
            .lines()
            .map(as_name)
            .filter(|line| !line.is_empty())
            .collect()
    }
}

/// What is wrong with a form: the field, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<(&'static str, String)>);

impl Problems {
    /// In the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, problem)| (*field, problem.as_str()))
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.iter().find(|(f, _)| *f == field).map(|(_, p)| p)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn push(&mut self, field: &'static str, problem: impl Into<String>) {
        self.0.push((field, problem.into()));
    }

    pub fn one(field: &'static str, problem: impl Into<String>) -> Self {
        Self(vec![(field, problem.into())])
    }

    /// The value if there is no problem, else the problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    fn required(&mut self, fields: &Fields, field: &'static str, what: &str) {
        if fields.get(field).is_empty() {
            self.push(field, format!("{what} is needed."));
        }
    }

    /// Refuses a text that is too long or has control characters.
    fn text(&mut self, fields: &Fields, field: &'static str, max: usize) {
        for value in fields.all(field) {
            let length = crate::text::length(value);
            if length > max {
                self.push(
                    field,
                    format!("Use at most {max} characters, not {length}."),
                );
            } else if first_unshowable(value).is_some() {
                self.push(field, UNSHOWABLE);
            }
        }
    }

    /// Refuses what is not an `http` or `https` address.
    fn address(&mut self, fields: &Fields, field: &'static str) {
        let address = fields.get(field);
        if !address.is_empty() && !is_web_address(address) {
            self.push(
                field,
                "Enter a web address that starts with https:// or http://.",
            );
        }
        self.text(fields, field, 2_000);
    }

    /// Parses a field that may be empty.
    fn read<T: FromStr<Err: Display>>(
        &mut self,
        fields: &Fields,
        field: &'static str,
    ) -> Option<T> {
        self.parse(field, fields.get(field))
    }

    fn parse<T: FromStr<Err: Display>>(&mut self, field: &'static str, text: &str) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(field, format!("{problem}."));
                None
            }
        }
    }
}

/// What is wrong with a reason that is asked for on its own.
pub fn reason_problem(reason: &str) -> Option<String> {
    if reason.chars().all(is_blank) {
        Some("A reason for the change is needed.".to_owned())
    } else if crate::text::length(reason) > MAX_REASON {
        Some(format!("Use at most {MAX_REASON} characters."))
    } else {
        first_unshowable(reason).map(|_| UNSHOWABLE.to_owned())
    }
}

/// What is wrong with what people type into the form of this name, for the browser.
pub fn check(form: &str, fields: &Fields) -> Problems {
    match form {
        "commitment" => commitment::typed_problems(fields),
        "rating" => rating::typed_problems(fields),
        _ => Problems::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_pages_of_the_web_are_addresses() {
        for good in [
            "https://www.opengovpartnership.org/members/spain/",
            "http://x.example/a?b=c#d",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "https://",
            "https:///path",
            "https://a b",
            "https://x.example/\"onclick=",
            " https://x.example",
            "ftp://x.example",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_a_browser_sends_is_read_back(
            pairs in prop::collection::vec(("[a-z_]{1,8}", "[^\r]{0,20}"), 0..8)
        ) {
            let fields = Fields(pairs);
            let read = Fields::parse(fields.encode().as_bytes());
            let sent = fields.iter().map(|(name, value)| {
                let is_password = account::PASSWORDS.contains(&name);
                (name, if is_password { value.into() } else { without_signs(value) })
            });
            let read = read.iter().map(|(name, value)| (name, std::borrow::Cow::from(value)));
            prop_assert!(read.eq(sent));
        }

        #[test]
        fn no_form_makes_a_check_panic(body in "\\PC{0,300}") {
            let fields = Fields::parse(body.as_bytes());
            for form in ["commitment", "rating", "other"] {
                let _ = check(form, &fields);
            }
        }
    }
}
