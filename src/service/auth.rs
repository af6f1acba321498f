//! Who is signed in: passwords and sessions.

use std::sync::Arc;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::App;
use super::attempts::TriedFrom;
use super::passwords::{hash, verify};
use super::security_log::{NOBODY, SIGN_IN_LIMITED, SIGN_IN_REFUSED};
use super::zone::Zone;
use crate::error::AppError;
use domain::forms::account::{self, MAX_PASSWORD};
use domain::{Action, Role};
use store::{Account, SignInProof, StaffSession};

/// A session ends when it has not been used for so long ...
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// ... and in any case after so long.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How often use of a session is noted.
const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// What is logged of something else than an address: people put their password there by mistake.
const NO_ADDRESS: &str = "no e-mail address";

/// A person who has signed in, by whom every change is made. Only this module makes one.
#[derive(Debug, Clone)]
pub struct Staff {
    account: Arc<Account>,
    session: StaffSession,
    /// A second factor is required, and not set up.
    lacks_second_factor: bool,
    /// Where the request comes from, for the security log.
    address: String,
}

impl Staff {
    /// The account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The session's name in lists.
    pub fn session(&self) -> &str {
        &self.session.id
    }

    /// Whether the person may do this: without a second factor that is required, only set it up.
    pub fn may(&self, action: Action) -> bool {
        let is_open = !self.lacks_second_factor || action == Action::ManageSecondFactor;
        is_open && self.account.role.may(action)
    }

    /// Whether a second factor is required that is not set up.
    pub fn lacks_second_factor(&self) -> bool {
        self.lacks_second_factor
    }

    /// The time zone of the person's schedules: universal time where the stored one is no longer known.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.account.time_zone).unwrap_or_default()
    }

    /// Where the request comes from.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Wrong address or password, or an account that cannot be used: never says which.
    #[error("The e-mail address or password is incorrect.")]
    Wrong,
    /// Too many attempts; so long until the next one is heard.
    #[error("Too many attempts to sign in. Try again in {}.", wait_in_words(*.0))]
    TooMany(TimeDelta),
    /// The password was right; the code was not, or had been used.
    #[error(
        "This code is incorrect, or it was used before. Enter the next code that your app shows."
    )]
    WrongCode,
    /// Too long ago that the password was right, or the account was changed since.
    #[error(
        "That took too long, or your account was changed meanwhile. Enter your password again."
    )]
    Expired,
    /// Codes of the app cannot be judged: the key that their secret was sealed with is gone.
    #[error(
        "Codes of your app can no longer be checked, because the server\u{2019}s key was replaced. Use a recovery code, or ask an admin to reset your second factor."
    )]
    CannotBeChecked,
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// A wait in words, rounded up.
pub fn wait_in_words(wait: TimeDelta) -> String {
    let seconds = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    match (seconds + 59) / 60 {
        ..=1 if seconds < 2 => "1 second".to_owned(),
        ..=1 => format!("{seconds} seconds"),
        minutes => format!("{minutes} minutes"),
    }
}

/// Where somebody signs in from.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The network address.
    pub address: &'a str,
    /// What the browser says it is.
    pub agent: &'a str,
    /// What it carries of sign-ins before.
    pub notes: &'a str,
}

/// A session that has begun.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's token.
    pub token: String,
    /// What the browser carries from now on, to be known again.
    pub notes: String,
}

/// What a right password leads to.
#[derive(Debug, Clone)]
pub enum SignInStep {
    /// The person is signed in.
    SignedIn(SignedIn),
    /// A code of the second factor is needed; with this proof that the password was right.
    CodeNeeded(String),
}

/// Thirty-two random bytes as text.
///
/// # Panics
/// Where the system gives no random numbers: without them nothing here is safe.
pub fn random() -> String {
    let mut bytes = [0_u8; 32];
    fill_random(&mut bytes);
    hex(&bytes)
}

/// Fills with random bytes.
///
/// # Panics
/// Where the system gives no random numbers: without them nothing here is safe.
pub(super) fn fill_random(bytes: &mut [u8]) {
    if let Err(error) = getrandom::fill(bytes) {
        panic!("the system gives no random numbers: {error}");
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn hash_of_token(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

impl App {
    /// Signs in with a password, or as far as that goes where the account has a second factor.
    ///
    /// Answers alike, and as slowly, for an unknown account and a wrong password.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        visitor: Visitor<'_>,
    ) -> Result<SignInStep, SignInError> {
        let Visitor { address, agent, .. } = visitor;
        let email = account::email(email);
        let store = &self.inner.store;
        let account = match &email {
            Some(email) => store.account_by_email(email).await,
            None => Ok(None),
        };
        let account = account.map_err(AppError::from)?;
        // The log names accounts that there are: strangers do not fill it with others.
        let who = match (&account, &email) {
            (Some(account), _) => account.email.clone(),
            (None, Some(_)) => NOBODY.to_owned(),
            (None, None) => NO_ADDRESS.to_owned(),
        };
        let account = account.filter(|a| a.disabled_at.is_none());
        let known = match &account {
            Some(account) => self.known_browser(account, visitor.notes).await?,
            None => None,
        };
        let from = known.map_or_else(|| TriedFrom::network(address), TriedFrom::KnownBrowser);
        let counted = email.as_deref().unwrap_or_default();
        self.register_attempt(counted, &from, &who, address)
            .map_err(SignInError::TooMany)?;
        let hash_known = account.as_ref().and_then(|a| a.password_hash.clone());
        let short = password.chars().count() <= MAX_PASSWORD;
        let verified = verify(self.heavy(), if short { password } else { "" }, hash_known).await;
        let (right, outgrown) = match verified {
            Ok(verified) => verified,
            Err(error) => {
                self.inner.attempts.take_back(counted, &from, self.now());
                return Err(error.into());
            }
        };
        let Some(account) = account.filter(|_| right && short) else {
            let why = "wrong address or password";
            self.count_refusal(SIGN_IN_REFUSED, &who, address, why);
            return Err(SignInError::Wrong);
        };
        self.inner.attempts.succeeded(counted, &from, self.now());
        let mut checked = account.password_hash.clone().unwrap_or_default();
        if outgrown {
            let new = hash(self.heavy(), password).await?;
            // Where the password was changed meanwhile, that stays.
            let kept = store.replace_password(account.id, [&checked, &new], None);
            if kept.await.map_err(AppError::from)? {
                checked = new;
            }
        }
        let factor = store.second_factor(account.id).await;
        if factor.map_err(AppError::from)?.is_some() {
            let proof = self.prove_password_known(&account, &checked).await?;
            return Ok(SignInStep::CodeNeeded(proof));
        }
        let proof = SignInProof::Password(checked);
        let begun = self.begin_session(&account, proof, address, agent).await?;
        let token = begun.ok_or(SignInError::Wrong)?;
        let notes = self.note_browser(&account, visitor.notes).await?;
        Ok(SignInStep::SignedIn(SignedIn { token, notes }))
    }

    /// Hears an attempt to prove who one is, under the name `counted`, or says how long to wait. The log
    /// says `who`.
    pub(super) fn register_attempt(
        &self,
        counted: &str,
        from: &TriedFrom,
        who: &str,
        address: &str,
    ) -> Result<(), TimeDelta> {
        let heard = self.inner.attempts.begin(counted, from, self.now());
        if heard.is_err() {
            self.count_refusal(SIGN_IN_LIMITED, who, address, "too many attempts");
        }
        heard
    }

    /// Begins a session for someone whose identity has been established; gives its token. None where the
    /// account was changed meanwhile, so that what was looked at before counts no longer.
    pub(super) async fn begin_session(
        &self,
        account: &Account,
        proof: SignInProof,
        address: &str,
        agent: &str,
    ) -> Result<Option<String>, AppError> {
        let now = self.now();
        let token = random();
        let session = StaffSession {
            id: random()[..16].to_owned(),
            account_id: account.id,
            created_at: now,
            last_seen_at: now,
            agent: agent.chars().take(200).collect(),
        };
        let ended = [now - ABSOLUTE, now - IDLE];
        let store = &self.inner.store;
        let token_hash = hash_of_token(&token);
        let begun = store.begin_session(&session, &token_hash, &proof, ended);
        if !begun.await? {
            let why = "the account or its password was changed meanwhile";
            self.count_refusal(SIGN_IN_REFUSED, &account.email, address, why);
            return Ok(None);
        }
        self.note("sign-in", &account.email, address, "").await?;
        Ok(Some(token))
    }

    /// The person whose session has this token; nobody where it has ended.
    pub async fn staff(&self, token: &str, address: &str) -> Result<Option<Staff>, AppError> {
        let now = self.now();
        let Some((session, account)) = self.inner.store.session(&hash_of_token(token)).await?
        else {
            return Ok(None);
        };
        if now - session.created_at > ABSOLUTE || now - session.last_seen_at > IDLE {
            self.inner
                .store
                .end_session(account.id, Some(&session.id))
                .await?;
            return Ok(None);
        }
        if now - session.last_seen_at > TOUCH {
            // Where it cannot be noted, as on a full disk, the person goes on with what they can do.
            let touched = self.inner.store.touch_session(&session.id, now).await;
            if let Err(error) = touched {
                tracing::warn!(%error, "use of a session could not be noted");
            }
        }
        Ok(Some(Staff {
            lacks_second_factor: self.lacks_second_factor(&account).await?,
            account: Arc::new(account),
            session,
            address: address.to_owned(),
        }))
    }

    /// Ends the session that somebody is in.
    pub async fn sign_out(&self, staff: &Staff) -> Result<(), AppError> {
        let id = staff.account.id;
        self.inner
            .store
            .end_session(id, Some(&staff.session.id))
            .await?;
        self.note("sign-out", &staff.account.email, &staff.address, "")
            .await
    }

    /// Refuses what a person may not do, and writes it to the security log.
    pub async fn require(&self, staff: &Staff, action: Action) -> Result<(), AppError> {
        if staff.may(action) {
            return Ok(());
        }
        if staff.lacks_second_factor {
            return Err(AppError::SecondFactorFirst);
        }
        self.note(
            "refused",
            &staff.account.email,
            &staff.address,
            action.slug(),
        )
        .await?;
        Err(AppError::Forbidden {
            what: action.label(),
            least: Role::least(action).label(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_rounded_up() {
        for (milliseconds, words) in [
            (1, "1 second"),
            (1_000, "1 second"),
            (1_001, "2 seconds"),
            (15_000, "15 seconds"),
            (60_000, "60 seconds"),
            (60_001, "2 minutes"),
            (900_000, "15 minutes"),
        ] {
            assert_eq!(wait_in_words(TimeDelta::milliseconds(milliseconds)), words);
        }
    }
}
