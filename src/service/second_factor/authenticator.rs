//! Codes of authenticator apps (RFC 6238) and recovery codes: made and checked. Knows no account.

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};

use crate::service::PROGRAM;
use crate::service::auth::fill_random;
use domain::forms::account::{RECOVERY_LENGTH, RECOVERY_LETTERS};

/// As RFC 4226 recommends it: 160 bits.
pub(super) const SECRET_LENGTH: usize = 20;
/// How many recovery codes an account is given.
const RECOVERY_CODES: usize = 10;

/// As apps take it without asking: SHA-1, six digits, 30 seconds. The code before and the one after
/// count too: clocks of telephones differ.
fn codes_of(secret: &[u8]) -> Option<Totp> {
    let secret = Secret::new(secret.into());
    Builder::new().with_secret(secret).with_skew(1).build().ok()
}

/// The period whose code this is, around a moment; none where it is no code of those periods.
pub(super) fn step_of(secret: &[u8], code: &str, at: DateTime<Utc>) -> Option<i64> {
    let at = u64::try_from(at.timestamp()).ok()?;
    let step = codes_of(secret)?.check(code, at)?;
    i64::try_from(step).ok()
}

/// A secret as people type it into an app: in groups of four.
pub(super) fn in_groups(secret: &[u8]) -> String {
    let text = Secret::new(secret.into()).to_base32();
    grouped(&text)
}

/// The address that apps read from a QR code.
pub(super) fn address_of(secret: &[u8], email: &str) -> String {
    let issuer = utf8_percent_encode(PROGRAM, NON_ALPHANUMERIC);
    let email = utf8_percent_encode(email, NON_ALPHANUMERIC);
    let secret = Secret::new(secret.into()).to_base32();
    format!("otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}")
}

/// A new secret.
///
/// # Panics
/// Where the system gives no random numbers.
pub(super) fn generate_secret() -> [u8; SECRET_LENGTH] {
    let mut bytes = [0; SECRET_LENGTH];
    fill_random(&mut bytes);
    bytes
}

fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// New recovery codes, as they are shown: in groups of four.
///
/// # Panics
/// Where the system gives no random numbers.
pub(super) fn generate_recovery_codes() -> Vec<String> {
    // Bytes beyond this would make some letters likelier than others.
    let fair = 256 / RECOVERY_LETTERS.len() * RECOVERY_LETTERS.len();
    let made = || {
        let mut code = String::new();
        while code.len() < RECOVERY_LENGTH {
            let mut bytes = [0_u8; RECOVERY_LENGTH];
            fill_random(&mut bytes);
            let letters = bytes.iter().map(|byte| usize::from(*byte));
            let letters = letters.filter(|byte| *byte < fair);
            let letters = letters.map(|byte| RECOVERY_LETTERS[byte % RECOVERY_LETTERS.len()]);
            code.extend(letters.map(char::from));
        }
        code.truncate(RECOVERY_LENGTH);
        grouped(&code).replace(' ', "-")
    };
    (0..RECOVERY_CODES).map(|_| made()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::forms::account::SecondFactorCode;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// The test vectors of RFC 6238 (its appendix B, for SHA-1), the last six digits.
    #[test]
    fn codes_are_those_of_the_standard_and_of_the_periods_around() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = seconds / 30;
            assert_eq!(step_of(secret, code, at(seconds)), Some(step), "{seconds}");
            for (other, found) in [(30, true), (60, false), (-30, true), (-60, false)] {
                let found = found.then_some(step);
                assert_eq!(step_of(secret, code, at(seconds + other)), found, "{other}");
            }
            assert_eq!(step_of(b"another secret of 20", code, at(seconds)), None);
        }
    }

    #[test]
    fn an_app_reads_the_address_and_people_the_secret() {
        let secret = b"12345678901234567890";
        assert_eq!(in_groups(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            address_of(secret, "ada@example.org"),
            "otpauth://totp/OGP%20commitment%20tracker:ada%40example%2Eorg?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=OGP%20commitment%20tracker"
        );
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_shown_and_differ() {
        let codes = generate_recovery_codes();
        assert_eq!(codes.len(), 10);
        for code in &codes {
            assert_eq!(code.len(), 19, "{code}");
            let plain = code.replace('-', "");
            let read = SecondFactorCode::read(&code.to_uppercase());
            assert_eq!(read, Some(SecondFactorCode::Recovery(plain)));
        }
        let different: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(different.len(), 10);
    }
}
