//! The second factor of staff: a code of an authenticator app besides the password, or one of ten
//! recovery codes where the device is lost. Signing in through a provider leaves it to the provider.

use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::App;
use super::attempts::TriedFrom;
use super::auth::{
    SignInError, SignedIn, Staff, Visitor, hash_of_token, hex, random, wait_in_words,
};
use super::authenticator::{address_of, in_groups, made_recovery_codes, made_secret, step_of};
use super::browsers::bytes;
use super::sealed::{derived, open, seal};
use super::security_log::SECOND_FACTOR_REFUSED;
use super::staff::Refusal;
use crate::error::AppError;
use domain::forms::account::SecondFactorCode;
use domain::forms::{Fields, Problems};
use domain::{Action, SecondFactorFor};
use store::{Account, SecondFactor, SignInProof};

/// How long somebody may take from the password to the code.
const PROOF_KEPT: TimeDelta = TimeDelta::minutes(10);
const KEY_NAME: &str = "second-factor";
const WRONG_CODE: &str =
    "This code is incorrect, or it was used before. Enter the next code that your app shows.";
const CANNOT_BE_CHECKED: &str = "Codes of your app can no longer be checked, because the server\u{2019}s key was replaced. Use a recovery code, or ask an admin to reset your second factor.";

/// A second factor that is about to be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the form carries along: the secret, sealed.
    pub sealed: String,
    /// The secret, for typing it into an app.
    pub secret: String,
    /// What apps read from a QR code.
    pub address: String,
}

/// What became of a code.
enum Checked {
    Right,
    Wrong,
    /// The key that the secret was sealed with is gone.
    Unreadable,
}

fn hash_of_recovery_code(account: i64, code: &str) -> String {
    hash_of_token(&format!("recovery code\n{account}\n{code}"))
}

/// Whose a sealed secret is, and whether it counts yet.
fn owner(account: &Account, is_offer: bool) -> String {
    let what = if is_offer { "offer" } else { "second factor" };
    format!("{what}\n{}\n{}", account.id, account.email)
}

/// What failed codes are counted for: not the failed passwords of the account.
fn counted_for(account: &Account) -> String {
    format!("second factor of {}", account.email)
}

fn only_through_provider() -> AppError {
    AppError::Impossible(
        "Your account has no password: whom you sign in through asks for a second factor."
            .to_owned(),
    )
}

fn has_none() -> AppError {
    AppError::Impossible("There is no second factor: it was turned off or reset.".to_owned())
}

impl App {
    /// Sets of whom a second factor is required. Only the first call counts.
    pub fn require_second_factor(&self, of: SecondFactorFor) {
        let _ = self.inner.second_factor_for.set(of);
    }

    /// Whether an account must have a second factor. Not one without a password: that is the
    /// provider's to ask for.
    pub fn must_have_second_factor(&self, account: &Account) -> bool {
        let required = self.inner.second_factor_for.get();
        required.is_some_and(|of| of.includes(account.role)) && account.password_hash.is_some()
    }

    pub(super) async fn lacks_second_factor(&self, account: &Account) -> Result<bool, AppError> {
        let store = &self.inner.store;
        Ok(self.must_have_second_factor(account)
            && store.second_factor(account.id).await?.is_none())
    }

    async fn key_for(&self, purpose: &str) -> Result<[u8; 32], AppError> {
        let key = self.inner.second_factor_key.get_or_try_init(|| async {
            let store = &self.inner.store;
            store.shared_key(KEY_NAME, &random()).await
        });
        Ok(derived(key.await?, purpose))
    }

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
    pub(super) async fn prove_password_known(
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
        self.hear_attempt(&counted, from, &account.email, address)?;
        if let TriedFrom::Network(_) = from {
            let all = self.hear_attempt(&counted, &TriedFrom::Anywhere, &account.email, address);
            if all.is_err() {
                self.inner.attempts.take_back(&counted, from);
            }
            return all;
        }
        Ok(())
    }

    /// Judges a code and uses it up; or says how long to wait.
    async fn check_code(
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
        let places = [from, &TriedFrom::Anywhere];
        let counted = counted_for(account);
        let checked = match self.use_code(account, factor, typed, address).await {
            Ok(checked) => checked,
            Err(error) => {
                for place in places {
                    self.inner.attempts.take_back(&counted, place);
                }
                return Err(error);
            }
        };
        if let Checked::Right = checked {
            for place in places {
                self.inner.attempts.succeeded(&counted, place);
            }
        } else {
            self.count_refusal(SECOND_FACTOR_REFUSED, &account.email, address, "");
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

    /// One's own second factor; none where there is none.
    pub async fn own_second_factor(&self, staff: &Staff) -> Result<Option<SecondFactor>, AppError> {
        self.require(staff, Action::KeepSecondFactor).await?;
        Ok(self.inner.store.second_factor(staff.account().id).await?)
    }

    /// What an app is told to set up: the secret that the form carries (`sealed`), or a new one.
    pub async fn offer_second_factor(
        &self,
        staff: &Staff,
        sealed: &str,
    ) -> Result<Offer, AppError> {
        self.require(staff, Action::KeepSecondFactor).await?;
        let account = staff.account();
        let (key, owner) = (self.key_for("seal").await?, owner(account, true));
        let (sealed, secret) = if let Some(secret) = open(&key, &owner, sealed) {
            (sealed.to_owned(), secret)
        } else {
            let secret = made_secret();
            (seal(&key, &owner, &secret)?, secret.to_vec())
        };
        Ok(Offer {
            sealed,
            secret: in_groups(&secret),
            address: address_of(&secret, &account.email),
        })
    }

    /// Turns the second factor on that was offered, once its first code is right. Gives the recovery
    /// codes, which are kept as hashes only. Other sessions end.
    pub async fn turn_on_second_factor(
        &self,
        staff: &Staff,
        fields: &Fields,
        password: &str,
    ) -> Result<Vec<String>, Refusal> {
        self.require(staff, Action::KeepSecondFactor).await?;
        let account = staff.account();
        if account.password_hash.is_none() {
            return Err(only_through_provider().into());
        }
        let key = self.key_for("seal").await?;
        let Some(secret) = open(&key, &owner(account, true), fields.get("offer")) else {
            let problem = "This page was too old. Scan the new QR code below and enter its code.";
            return Err(Problems::one("code", problem).into());
        };
        let step = match SecondFactorCode::read(fields.get("code")) {
            Some(SecondFactorCode::App(code)) => step_of(&secret, &code, self.now()),
            _ => None,
        };
        let Some(step) = step else {
            let problem = "This code is incorrect. Enter the six digits that your app shows now. If it goes on, check the clock of the device.";
            return Err(Problems::one("code", problem).into());
        };
        self.check_own_password(staff, "old", password).await?;
        let sealed = seal(&key, &owner(account, false), &secret)?;
        let (codes, hashes) = new_codes(account.id);
        let (store, now) = (&self.inner.store, self.now());
        let added =
            store.add_second_factor(account.id, (&sealed, step), &hashes, now, staff.session());
        if !added.await.map_err(AppError::from)? {
            let problem = "Your second factor is on already.".to_owned();
            return Err(AppError::Impossible(problem).into());
        }
        self.note("second-factor-on", &account.email, staff.address(), "")
            .await?;
        Ok(codes)
    }

    /// Proves password and code once more, of somebody who is signed in.
    async fn prove_both(
        &self,
        staff: &Staff,
        fields: &Fields,
        password: &str,
    ) -> Result<(), Refusal> {
        let account = staff.account();
        let factor = self.own_second_factor(staff).await?.ok_or_else(has_none)?;
        self.check_own_password(staff, "old", password).await?;
        let from = TriedFrom::Session(staff.session().to_owned());
        let code = fields.get("code");
        let checked = self.check_code(account, &factor, code, &from, staff.address());
        let problem = match checked.await? {
            Ok(Checked::Right) => return Ok(()),
            Ok(Checked::Wrong) => WRONG_CODE.to_owned(),
            Ok(Checked::Unreadable) => CANNOT_BE_CHECKED.to_owned(),
            Err(wait) => format!("Too many attempts. Try again in {}.", wait_in_words(wait)),
        };
        Err(Problems::one("code", problem).into())
    }

    /// Makes new recovery codes; those before count no more.
    pub async fn renew_recovery_codes(
        &self,
        staff: &Staff,
        fields: &Fields,
        password: &str,
    ) -> Result<Vec<String>, Refusal> {
        self.prove_both(staff, fields, password).await?;
        let account = staff.account();
        let (codes, hashes) = new_codes(account.id);
        let replaced = self.inner.store.replace_recovery_codes(account.id, &hashes);
        if !replaced.await.map_err(AppError::from)? {
            return Err(has_none().into());
        }
        self.note("recovery-codes-made", &account.email, staff.address(), "")
            .await?;
        Ok(codes)
    }

    /// Turns one's own second factor off.
    pub async fn turn_off_second_factor(
        &self,
        staff: &Staff,
        fields: &Fields,
        password: &str,
    ) -> Result<(), Refusal> {
        self.prove_both(staff, fields, password).await?;
        let account = staff.account();
        let keep = Some(staff.session());
        let removed = self.inner.store.remove_second_factor(account.id, keep);
        if removed.await.map_err(AppError::from)? {
            self.note("second-factor-off", &account.email, staff.address(), "")
                .await?;
        }
        Ok(())
    }

    /// Takes the second factor of another person away, whose device and codes are lost; their sessions
    /// end. Not one's own: that takes a code.
    pub async fn reset_second_factor(&self, staff: &Staff, id: i64) -> Result<(), AppError> {
        self.require(staff, Action::KeepUsers).await?;
        if id == staff.account().id {
            return Err(AppError::Impossible(
                "Turn your own second factor off under \u{201c}Your account\u{201d}, or ask another admin to reset it."
                    .to_owned(),
            ));
        }
        let account = self.inner.store.account(id).await?;
        let account =
            account.ok_or_else(|| AppError::Impossible("Account not found.".to_owned()))?;
        let by = &staff.account().email;
        if self
            .reset_second_factor_of(&account, by, staff.address())
            .await?
        {
            Ok(())
        } else {
            Err(has_none())
        }
    }

    /// The same for the command line. False where there is none.
    pub async fn reset_second_factor_of(
        &self,
        account: &Account,
        by: &str,
        address: &str,
    ) -> Result<bool, AppError> {
        let removed = self.inner.store.remove_second_factor(account.id, None);
        let removed = removed.await?;
        if removed {
            self.note("second-factor-reset", by, address, &account.email)
                .await?;
        }
        Ok(removed)
    }

    /// The accounts that have a second factor, for the command line.
    pub async fn accounts_with_second_factor(&self) -> Result<Vec<i64>, AppError> {
        Ok(self.inner.store.accounts_with_second_factor().await?)
    }
}

fn new_codes(account: i64) -> (Vec<String>, Vec<String>) {
    let codes = made_recovery_codes();
    let plain = codes.iter().map(|code| code.replace('-', ""));
    let hashes = plain.map(|code| hash_of_recovery_code(account, &code));
    let hashes = hashes.collect();
    (codes, hashes)
}
