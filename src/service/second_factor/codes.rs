//! Signing in with a code, once the password was right; and what becomes of each code.

use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::authenticator::step_of;
use super::{hash_of_recovery_code, owner};
use crate::error::AppError;
use crate::service::App;
use crate::service::attempts::TriedFrom;
use crate::service::auth::{SignInError, SignedIn, Visitor, hex};
use crate::service::browsers::bytes;
use crate::service::sealed::open;
use crate::service::security_log::SECOND_FACTOR_REFUSED;
use domain::forms::account::SecondFactorCode;
use store::{Account, SecondFactor, SignInProof};

/// How long somebody may take from the password to the code.
const PROOF_KEPT: TimeDelta = TimeDelta::minutes(10);

/// What became of a code.
pub(super) enum Checked {
    Right,
    Wrong,
    /// The key that the secret was sealed with is gone.
    Unreadable,
}

/// What failed codes are counted for: not the failed passwords of the account.
fn counted_for(account: &Account) -> String {
    format!("second factor of {}", account.email)
}

impl App {
    async fn proof_of(
        &self,
        account: &Account,
        hash: &str,
        since: i64,
    ) -> Result<Option<Hmac<Sha256>>, AppError> {
        let key = self.key_for("password proof").await?;
        let mac = Hmac::<Sha256>::new_from_slice(&key).ok();
        Ok(mac.map(|mut mac| {
            let (id, email) = (account.id, &account.email);
            mac.update(format!("{id}\n{email}\n{hash}\n{since}").as_bytes());
            mac
        }))
    }

    /// What proves for some minutes that somebody knew the password with this hash.
    pub(in crate::service) async fn prove_password_known(
        &self,
        account: &Account,
        hash: &str,
    ) -> Result<String, AppError> {
        let since = self.now().timestamp();
        let mac = self.proof_of(account, hash, since).await?;
        let proof = mac.map(|mac| hex(&mac.finalize().into_bytes()));
        Ok(format!(
            "{}.{since}.{}",
            account.id,
            proof.unwrap_or_default()
        ))
    }

    /// The account and its password's hash that a proof is of; none where it is too old or the password
    /// has been changed.
    async fn proven(&self, proof: &str) -> Result<Option<(Account, String)>, AppError> {
        let mut parts = proof.split('.');
        let (Some(id), Some(since), Some(proof), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Ok(None);
        };
        let (Ok(id), Ok(since)) = (id.parse(), since.parse::<i64>()) else {
            return Ok(None);
        };
        let age = self.now().timestamp().saturating_sub(since);
        let account = self.inner.store.account(id).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let Some(account) = account.filter(|_| (0..=PROOF_KEPT.num_seconds()).contains(&age))
        else {
            return Ok(None);
        };
        let Some(hash) = account.password_hash.clone() else {
            return Ok(None);
        };
        let mac = self.proof_of(&account, &hash, since).await?;
        let is_ours = mac
            .zip(bytes(proof))
            .is_some_and(|(mac, proof)| mac.verify_slice(&proof).is_ok());
        Ok(is_ours.then_some((account, hash)))
    }

    /// Goes on with a sign-in whose password was right, with a code.
    pub async fn sign_in_with_code(
        &self,
        proof: &str,
        code: &str,
        visitor: Visitor<'_>,
    ) -> Result<SignedIn, SignInError> {
        let Visitor { address, agent, .. } = visitor;
        let (account, hash) = self.proven(proof).await?.ok_or(SignInError::Expired)?;
        let factor = self.inner.store.second_factor(account.id).await;
        // Turned off or reset in between: the password is asked for again, and is enough then.
        let factor = factor
            .map_err(AppError::from)?
            .ok_or(SignInError::Expired)?;
        let known = self.known_browser(&account, visitor.notes).await?;
        let from = known.map_or_else(|| TriedFrom::network(address), TriedFrom::KnownBrowser);
        match self
            .check_code(&account, &factor, code, &from, address)
            .await?
        {
            Ok(Checked::Right) => {}
            Ok(Checked::Wrong) => return Err(SignInError::WrongCode),
            Ok(Checked::Unreadable) => return Err(SignInError::CannotBeChecked),
            Err(wait) => return Err(SignInError::TooMany(wait)),
        }
        let proof = SignInProof::PasswordAndCode(hash);
        let begun = self.begin_session(&account, proof, address, agent).await?;
        let token = begun.ok_or(SignInError::Expired)?;
        let notes = self.note_browser(&account, visitor.notes).await?;
        Ok(SignedIn { token, notes })
    }

    /// Hears a code, or says how long to wait. Who guesses codes knows the password: from networks that
    /// are not known, guesses count together, however many networks they come from.
    fn hear_code(
        &self,
        account: &Account,
        from: &TriedFrom,
        address: &str,
    ) -> Result<(), TimeDelta> {
        let counted = counted_for(account);
        self.register_attempt(&counted, from, &account.email, address)?;
        if let TriedFrom::Network(_) = from {
            let all =
                self.register_attempt(&counted, &TriedFrom::Anywhere, &account.email, address);
            if all.is_err() {
                self.inner.attempts.take_back(&counted, from, self.now());
            }
            return all;
        }
        Ok(())
    }

    /// Judges a code and uses it up; or says how long to wait.
    pub(super) async fn check_code(
        &self,
        account: &Account,
        factor: &SecondFactor,
        typed: &str,
        from: &TriedFrom,
        address: &str,
    ) -> Result<Result<Checked, TimeDelta>, AppError> {
        if let Err(wait) = self.hear_code(account, from, address) {
            return Ok(Err(wait));
        }
        // As `hear_code` has counted it.
        let is_network = matches!(from, TriedFrom::Network(_));
        let places = [Some(from), is_network.then_some(&TriedFrom::Anywhere)];
        let counted = counted_for(account);
        let checked = match self.use_code(account, factor, typed, address).await {
            Ok(checked) => checked,
            Err(error) => {
                for place in places.into_iter().flatten() {
                    self.inner.attempts.take_back(&counted, place, self.now());
                }
                return Err(error);
            }
        };
        match checked {
            Checked::Right => {
                for place in places.into_iter().flatten() {
                    self.inner.attempts.succeeded(&counted, place, self.now());
                }
            }
            Checked::Wrong => {
                self.count_refusal(SECOND_FACTOR_REFUSED, &account.email, address, "");
            }
            // The server's fault, and in its log already.
            Checked::Unreadable => {}
        }
        Ok(Ok(checked))
    }

    async fn use_code(
        &self,
        account: &Account,
        factor: &SecondFactor,
        typed: &str,
        address: &str,
    ) -> Result<Checked, AppError> {
        let store = &self.inner.store;
        let is_used = match SecondFactorCode::read(typed) {
            None => false,
            Some(SecondFactorCode::App(code)) => {
                let key = self.key_for("seal").await?;
                let Some(secret) = open(&key, &owner(account, false), &factor.secret) else {
                    tracing::error!(
                        "the second factor of an account cannot be read: it was sealed with another key"
                    );
                    return Ok(Checked::Unreadable);
                };
                match step_of(&secret, &code, self.now()) {
                    Some(step) => store.use_second_factor_step(account.id, step).await?,
                    None => false,
                }
            }
            Some(SecondFactorCode::Recovery(code)) => {
                let hash = hash_of_recovery_code(account.id, &code);
                let used = store.use_recovery_code(account.id, &hash).await?;
                if used {
                    let left = format!("{} left", factor.recovery_codes - 1);
                    self.note("recovery-code-used", &account.email, address, &left)
                        .await?;
                }
                used
            }
        };
        Ok(if is_used {
            Checked::Right
        } else {
            Checked::Wrong
        })
    }
}
