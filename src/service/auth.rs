//! Who is signed in: passwords, sessions, the limits on trying, and the security log.

use std::sync::Arc;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::App;
use super::passwords::{hash, verify};
use crate::error::AppError;
use domain::forms::account::{self, MAX_PASSWORD};
use domain::{Action, Role};
use store::{Account, StaffSession};

/// A session ends when it has not been used for so long ...
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// ... and in any case after so long.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How often use of a session is noted.
const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// Attempts to sign in are counted over this time ...
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// ... and refused beyond so many for one account, ...
const MAX_FOR_ACCOUNT: i64 = 10;
/// ... and so many from one network address.
const MAX_FROM_ADDRESS: i64 = 50;
/// What is logged of something else than an address: people put their password there by mistake.
const NO_ADDRESS: &str = "no e-mail address";

/// A person who has signed in, by whom every change is made. Only this module makes one.
#[derive(Debug, Clone)]
pub struct Staff {
    account: Arc<Account>,
    session: StaffSession,
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

    /// Whether the person may do this.
    pub fn may(&self, action: Action) -> bool {
        self.account.role.may(action)
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
    /// Too many attempts.
    #[error("Too many attempts to sign in. Try again in 15 minutes.")]
    TooMany,
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Thirty-two random bytes as text.
///
/// # Panics
/// Where the system gives no random numbers: without them nothing here is safe.
pub fn random() -> String {
    let mut bytes = [0_u8; 32];
    if let Err(error) = getrandom::fill(&mut bytes) {
        panic!("the system gives no random numbers: {error}");
    }
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
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
    /// Signs in with a password; gives the new session's token.
    ///
    /// Answers alike, and as slowly, for an unknown account and a wrong password.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
        agent: &str,
    ) -> Result<String, SignInError> {
        let email = account::email(email);
        let who = email.as_deref().unwrap_or(NO_ADDRESS);
        let store = &self.inner.store;
        // What is no address has no owner to protect, and is counted for each sender.
        let counted = email.as_deref().unwrap_or(address);
        if self.too_many_attempts(counted, who, address).await? {
            return Err(SignInError::TooMany);
        }
        let account = match &email {
            Some(email) => store.account_by_email(email).await,
            None => Ok(None),
        };
        let account = account
            .map_err(AppError::from)?
            .filter(|a| a.disabled_at.is_none());
        let hash_known = account.as_ref().and_then(|a| a.password_hash.clone());
        let short = password.chars().count() <= MAX_PASSWORD;
        let (right, outgrown) =
            verify(self.heavy(), if short { password } else { "" }, hash_known).await?;
        let Some(account) = account.filter(|_| right && short) else {
            let why = "wrong address or password";
            self.note("sign-in-refused", who, address, why).await?;
            return Err(SignInError::Wrong);
        };
        let forgotten = store.clear_sign_in_attempts(counted, address).await;
        forgotten.map_err(AppError::from)?;
        let checked = account.password_hash.as_deref();
        let begun = self
            .begin_session(&account, checked, address, agent)
            .await?;
        let token = begun.ok_or(SignInError::Wrong)?;
        if let Some(old) = checked.filter(|_| outgrown) {
            let new = hash(self.heavy(), password).await?;
            // Where the password was changed meanwhile, that stays.
            let kept = store.replace_password(account.id, [old, &new], None).await;
            kept.map_err(AppError::from)?;
        }
        Ok(token)
    }

    /// Counts an attempt to sign in, under the name `counted` and from an address: whether there
    /// were too many before it. Those that are refused for that do not count. The log says `who`.
    pub(super) async fn too_many_attempts(
        &self,
        counted: &str,
        who: &str,
        address: &str,
    ) -> Result<bool, AppError> {
        let now = self.now();
        let most = [MAX_FOR_ACCOUNT, MAX_FROM_ADDRESS];
        let store = &self.inner.store;
        let noted = store
            .record_sign_in_attempt(counted, address, now, now - WINDOW, most)
            .await?;
        if !noted {
            self.note("sign-in-limited", who, address, "too many attempts")
                .await?;
        }
        Ok(!noted)
    }

    /// Begins a session for someone whose identity has been established, by the password with this
    /// hash or without one; gives its token. None where the account was disabled meanwhile, or its
    /// password changed: what was looked at before counts no longer.
    pub(super) async fn begin_session(
        &self,
        account: &Account,
        password_hash: Option<&str>,
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
        let begun = store.begin_session(&session, &token_hash, password_hash, ended);
        if !begun.await? {
            let why = "the account or its password was changed meanwhile";
            self.note("sign-in-refused", &account.email, address, why)
                .await?;
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
            self.inner.store.touch_session(&session.id, now).await?;
        }
        Ok(Some(Staff {
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

    /// Writes a line of the security log. Never a password or a token.
    pub async fn note(
        &self,
        kind: &str,
        who: &str,
        address: &str,
        detail: &str,
    ) -> Result<(), AppError> {
        let shown =
            |text: &str| -> String { text.chars().filter(|c| !c.is_control()).take(200).collect() };
        let (who, detail) = (shown(who), shown(detail));
        tracing::info!(target: "security", kind, who, address, detail);
        let now = self.now();
        let noted = self
            .inner
            .store
            .log_security_event(now, kind, &who, address, &detail);
        Ok(noted.await?)
    }
}
