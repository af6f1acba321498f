//! Passwords: generating, checking, hashing and verifying them.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::auth::{fill_random, random};
use super::{Heavy, HeavyKind};
use crate::error::AppError;
use domain::forms::account::{self, MAX_PASSWORD, MIN_PASSWORD};

/// Argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane
/// (<https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>).
static HASHER: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// Verified when there is no account, so that the answer takes as long.
static DUMMY_HASH: LazyLock<String> = LazyLock::new(|| hash_now(&random()).unwrap_or_default());

fn hash_now(password: &str) -> Result<String, AppError> {
    let failed = |error: argon2::password_hash::Error| AppError::Internal(error.to_string());
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| AppError::Internal(e.to_string()))?;
    let salt = SaltString::encode_b64(&bytes).map_err(failed)?;
    let hash = HASHER.hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(failed)?.to_string())
}

/// Whether a hash uses another algorithm or version than new hashes, or a lower cost.
fn needs_rehash(hash: &PasswordHash<'_>) -> bool {
    let today = HASHER.params();
    hash.algorithm != Algorithm::Argon2id.ident()
        || hash.version != Some(Version::V0x13.into())
        || Params::try_from(hash).map_or(true, |p| {
            p.m_cost() < today.m_cost()
                || p.t_cost() < today.t_cost()
                || p.p_cost() < today.p_cost()
        })
}

pub(super) async fn hash(heavy: &Heavy, password: &str) -> Result<String, AppError> {
    let password = account::password(password).to_owned();
    heavy
        .run(HeavyKind::Password, move || hash_now(&password))
        .await?
}

/// Whether the password is right, and whether its hash is weaker than new ones and should be replaced.
pub(super) async fn verify(
    heavy: &Heavy,
    password: &str,
    hash: Option<String>,
) -> Result<(bool, bool), AppError> {
    let pasted = password.to_owned();
    let verify = move || {
        let password = account::password(&pasted);
        let nobody = DUMMY_HASH.as_str();
        let hash = hash.as_deref().unwrap_or(nobody);
        let Ok(parsed) = PasswordHash::new(hash) else {
            return (false, false);
        };
        let is_right = |text: &str| HASHER.verify_password(text.as_bytes(), &parsed).is_ok();
        // Older passwords may include surrounding spaces, which are now trimmed.
        let right = is_right(password) || (password != pasted && is_right(&pasted));
        (right && hash != nobody, needs_rehash(&parsed))
    };
    Ok(heavy.run(HeavyKind::Password, verify).await?)
}

/// What is wrong with a new password, in words for its owner; `None` if it is strong enough. `about` lists
/// what others know about that person, such as their name.
///
/// This is CPU-heavy: within a request, run it as [`HeavyKind::Password`] work.
pub fn weakness(password: &str, about: &[&str]) -> Option<String> {
    let password = account::password(password);
    let length = password.chars().count();
    if length < MIN_PASSWORD {
        return Some(format!("Use at least {MIN_PASSWORD} characters."));
    }
    if length > MAX_PASSWORD {
        return Some(format!("Use at most {MAX_PASSWORD} characters."));
    }
    let found = zxcvbn::zxcvbn(password, about);
    (found.score() < zxcvbn::Score::Three).then(|| {
        let why = found
            .feedback()
            .and_then(zxcvbn::feedback::Feedback::warning)
            .map_or(String::new(), |w| format!(" {w}"));
        format!(
            "This password is too common.{why} Choose another one, such as several unrelated words."
        )
    })
}

/// A random password: over 130 random bits, in groups that can be read out.
///
/// # Panics
/// If the system provides no random numbers.
pub fn generate_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789ACDEFGHJKLMNPQRSTUVWXYZ";
    let mut bytes = [0_u8; 24];
    fill_random(&mut bytes);
    let letters: Vec<char> = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
        .collect();
    letters
        .chunks(6)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_guessed_first_are_refused() {
        for bad in [
            "short",
            "password1234",
            "passwordpassword",
            "123456789012",
            "ana@example.org",
            "aaaaaaaaaaaaaa",
        ] {
            let weak = weakness(bad, &["ana@example.org", "Ana"]);
            assert!(weak.is_some(), "{bad}");
        }
        for good in ["violet harbour 9 pianos", "Tk4#vv0-Lq2!xR"] {
            assert_eq!(weakness(good, &["ana@example.org"]), None);
        }
        assert_eq!(weakness(&generate_password(), &[]), None);
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_whether_it_has_been_outgrown() {
        let heavy = Heavy::default();
        let now = hash(&heavy, "violet harbour 9 pianos").await.unwrap();
        assert!(now.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{now}");
        assert_eq!(
            verify(&heavy, "violet harbour 9 pianos", Some(now.clone()))
                .await
                .unwrap(),
            (true, false)
        );
        assert!(
            !verify(&heavy, "violet harbour 9 piano", Some(now))
                .await
                .unwrap()
                .0
        );
        let salt = SaltString::encode_b64(b"0123456789abcdef").unwrap();
        for (algorithm, version, costs, outgrown) in [
            (Algorithm::Argon2id, Version::V0x13, (19_456, 2, 1), false),
            (Algorithm::Argon2id, Version::V0x13, (19_456, 3, 2), false),
            (Algorithm::Argon2id, Version::V0x13, (8_192, 2, 1), true),
            (Algorithm::Argon2id, Version::V0x13, (19_456, 1, 1), true),
            (Algorithm::Argon2id, Version::V0x10, (19_456, 2, 1), true),
            (Algorithm::Argon2i, Version::V0x13, (19_456, 2, 1), true),
        ] {
            let (memory, passes, lanes) = costs;
            let params = Params::new(memory, passes, lanes, None).unwrap();
            let made = Argon2::new(algorithm, version, params)
                .hash_password(b"old", &salt)
                .unwrap()
                .to_string();
            let verified = verify(&heavy, "old", Some(made.clone())).await.unwrap();
            assert_eq!(verified, (true, outgrown), "{made}");
        }
        assert!(!verify(&heavy, "anything", None).await.unwrap().0);
    }
}
