//! The second factor of staff: a code of an authenticator app besides the password, or one of ten
//! recovery codes where the device is lost. Signing in through a provider leaves it to the provider.

mod authenticator;
mod codes;

use super::App;
use super::attempts::TriedFrom;
use super::auth::{SignInError, Staff, hash_of_token, random, wait_in_words};
use super::sealed::{derived, open, seal};
use super::staff::Refusal;
use crate::error::AppError;
use authenticator::{address_of, generate_recovery_codes, generate_secret, in_groups, step_of};
use codes::Checked;
use domain::forms::account::SecondFactorCode;
use domain::forms::{Fields, Problems};
use domain::{Action, SecondFactorFor};
use store::{Account, SecondFactor};

const KEY_NAME: &str = "second-factor";
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

fn hash_of_recovery_code(account: i64, code: &str) -> String {
    hash_of_token(&format!("recovery code\n{account}\n{code}"))
}

/// Whose a sealed secret is, and whether it counts yet.
fn owner(account: &Account, is_offer: bool) -> String {
    let what = if is_offer { "offer" } else { "second factor" };
    format!("{what}\n{}\n{}", account.id, account.email)
}

fn only_through_provider() -> AppError {
    AppError::Impossible(
        "Your account has no password. Your organisation\u{2019}s account has its own settings for a second factor."
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

    /// One's own second factor; none where there is none.
    pub async fn own_second_factor(&self, staff: &Staff) -> Result<Option<SecondFactor>, AppError> {
        self.require(staff, Action::ManageSecondFactor).await?;
        Ok(self.inner.store.second_factor(staff.account().id).await?)
    }

    /// What an app is told to set up: the secret that the form carries (`sealed`), or a new one.
    pub async fn offer_second_factor(
        &self,
        staff: &Staff,
        sealed: &str,
    ) -> Result<Offer, AppError> {
        self.require(staff, Action::ManageSecondFactor).await?;
        let account = staff.account();
        let (key, owner) = (self.key_for("seal").await?, owner(account, true));
        let (sealed, secret) = if let Some(secret) = open(&key, &owner, sealed) {
            (sealed.to_owned(), secret)
        } else {
            let secret = generate_secret();
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
        self.require(staff, Action::ManageSecondFactor).await?;
        let account = staff.account();
        if account.password_hash.is_none() {
            return Err(only_through_provider().into());
        }
        let key = self.key_for("seal").await?;
        let Some(secret) = open(&key, &owner(account, true), fields.get("offer")) else {
            let problem = "This page has expired. Scan the new QR code below and enter its code.";
            return Err(Problems::one("code", problem).into());
        };
        let step = match SecondFactorCode::read(fields.get("code")) {
            Some(SecondFactorCode::App(code)) => step_of(&secret, &code, self.now()),
            _ => None,
        };
        let Some(step) = step else {
            let problem = "This code is incorrect. Enter the six digits that your app shows now. If this keeps happening, check that the clock on your device is right.";
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
            Ok(Checked::Wrong) => SignInError::WrongCode.to_string(),
            Ok(Checked::Unreadable) => SignInError::CannotBeChecked.to_string(),
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
        self.require(staff, Action::ManageUsers).await?;
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
    let codes = generate_recovery_codes();
    let plain = codes.iter().map(|code| code.replace('-', ""));
    let hashes = plain.map(|code| hash_of_recovery_code(account, &code));
    let hashes = hashes.collect();
    (codes, hashes)
}
