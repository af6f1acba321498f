//! Short secrets as they are kept: encrypted, and bound to whom they belong to.

use hmac::{Hmac, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;

use crate::error::AppError;
use crate::service::auth::hex;
use crate::service::browsers::bytes;

/// A key for one purpose, made from one that is kept.
pub(super) fn derived(key: &str, purpose: &str) -> [u8; 32] {
    let mut derived = [0; 32];
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) {
        mac.update(purpose.as_bytes());
        derived.copy_from_slice(&mac.finalize().into_bytes());
    }
    derived
}

fn cipher(key: &[u8; 32]) -> Option<LessSafeKey> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).ok()?;
    Some(LessSafeKey::new(key))
}

/// Encrypts a secret of `owner`. The same secret never looks the same twice.
pub(super) fn seal(key: &[u8; 32], owner: &str, secret: &[u8]) -> Result<String, AppError> {
    let failed = || AppError::Internal("a secret could not be encrypted".to_owned());
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(|e| AppError::Internal(e.to_string()))?;
    let mut text = secret.to_vec();
    let cipher = cipher(key).ok_or_else(failed)?;
    let unique = Nonce::assume_unique_for_key(nonce);
    cipher
        .seal_in_place_append_tag(unique, Aad::from(owner), &mut text)
        .map_err(|_| failed())?;
    Ok(hex(&[&nonce[..], &text].concat()))
}

/// The secret that was sealed with this key for this owner; none where it was not, or was changed.
pub(super) fn open(key: &[u8; 32], owner: &str, sealed: &str) -> Option<Vec<u8>> {
    let sealed = bytes(sealed)?;
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = text.to_vec();
    let secret = cipher(key)?.open_in_place(nonce, Aad::from(owner), &mut text);
    secret.ok().map(|secret| secret.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_opened_with_its_key_for_its_owner_only() {
        let key = derived("a key", "a purpose");
        let sealed = seal(&key, "1", b"a secret").unwrap();
        assert_eq!(open(&key, "1", &sealed).as_deref(), Some(&b"a secret"[..]));
        assert!(!sealed.contains(&hex(b"a secret")));
        assert_ne!(sealed, seal(&key, "1", b"a secret").unwrap());
        assert_eq!(open(&key, "2", &sealed), None);
        assert_eq!(open(&derived("a key", "another"), "1", &sealed), None);
        assert_eq!(open(&derived("another", "a purpose"), "1", &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(open(&key, "1", &changed), None, "{at}");
        }
        for none in ["", "00", "x", &sealed[..20], "\u{e9}\u{e9}"] {
            assert_eq!(open(&key, "1", none), None, "{none}");
        }
    }
}
