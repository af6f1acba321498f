//! Who is signed in: accounts, passwords, sessions, and the limits on trying.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::App;
use super::passwords::{hash, made_password, verify, weakness};
use crate::domain::{Action, Role};
use crate::error::AppError;
use crate::forms::account::MOST_PASSWORD;
use crate::store::{Account, AccountChange, SecurityEvent, SignedIn};

/// A session ends when it has not been used for so long ...
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// ... and in any case after so long.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How often use of a session is noted.
const TOUCH: TimeDelta = TimeDelta::minutes(1);
/// Attempts to sign in are counted over this time ...
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// ... and refused beyond so many for one account, ...
const MOST_FOR_ACCOUNT: i64 = 10;
/// ... and so many from one network address.
const MOST_FROM_ADDRESS: i64 = 50;
/// Lines of the security log that are shown.
const SHOWN_EVENTS: i64 = 500;

/// A person who has signed in, by whom every change is made. Only this module makes one.
#[derive(Debug, Clone)]
pub struct Staff {
    account: Arc<Account>,
    session: SignedIn,
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
    #[error("The e-mail address or the password is not right.")]
    Wrong,
    /// Too many attempts.
    #[error("Too many attempts to sign in. Wait a quarter of an hour, then try again.")]
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

fn hash_of_token(token: &str) -> String {
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
        let email = email.trim().to_lowercase();
        let store = &self.inner.store;
        if self.too_many_attempts(&email, address).await? {
            return Err(SignInError::TooMany);
        }
        let account = store.account_by_email(&email).await;
        let account = account
            .map_err(AppError::from)?
            .filter(|a| a.disabled_at.is_none());
        let hash_known = account.as_ref().and_then(|a| a.password_hash.clone());
        let short = password.chars().count() <= MOST_PASSWORD;
        let (right, outgrown) = verify(if short { password } else { "" }, hash_known).await?;
        let Some(account) = account.filter(|_| right && short) else {
            self.note(
                "sign-in-refused",
                &email,
                address,
                "wrong address or password",
            )
            .await?;
            return Err(SignInError::Wrong);
        };
        if outgrown {
            let hash = hash(password).await?;
            let kept = store.set_password(account.id, &hash, None).await;
            kept.map_err(AppError::from)?;
        }
        let forgotten = store.forget_attempts(&email, address).await;
        forgotten.map_err(AppError::from)?;
        Ok(self.begin_session(&account, address, agent).await?)
    }

    /// Counts an attempt to sign in as `who` from an address: whether that was one too many.
    pub(super) async fn too_many_attempts(
        &self,
        who: &str,
        address: &str,
    ) -> Result<bool, AppError> {
        let now = Utc::now().trunc_subsecs(6);
        let store = &self.inner.store;
        let attempts = store.note_attempt(who, address, now, now - WINDOW).await;
        let (of_account, from_address) = attempts?;
        let too_many = of_account > MOST_FOR_ACCOUNT || from_address > MOST_FROM_ADDRESS;
        if too_many {
            self.note("sign-in-limited", who, address, "too many attempts")
                .await?;
        }
        Ok(too_many)
    }

    /// Begins a session for someone whose identity has been established.
    pub(super) async fn begin_session(
        &self,
        account: &Account,
        address: &str,
        agent: &str,
    ) -> Result<String, AppError> {
        let now = Utc::now().trunc_subsecs(6);
        let token = random();
        let session = SignedIn {
            id: random()[..16].to_owned(),
            account_id: account.id,
            created_at: now,
            last_seen_at: now,
            agent: agent.chars().take(200).collect(),
        };
        self.inner
            .store
            .begin_session(&session, &hash_of_token(&token), now - ABSOLUTE, now - IDLE)
            .await?;
        self.note("sign-in", &account.email, address, "").await?;
        Ok(token)
    }

    /// The person whose session has this token; nobody where it has ended.
    pub async fn staff(&self, token: &str, address: &str) -> Result<Option<Staff>, AppError> {
        let now = Utc::now().trunc_subsecs(6);
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
        let now = Utc::now().trunc_subsecs(6);
        let noted = self
            .inner
            .store
            .note_event(now, kind, &who, address, &detail);
        Ok(noted.await?)
    }

    /// Adds an account; without a password, for who signs in through the provider only. Nothing
    /// where the address has an account already.
    ///
    /// For the command line; on the site use [`App::add_user`].
    pub async fn create_account(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password: Option<&str>,
        by: &str,
    ) -> Result<Option<Account>, AppError> {
        let hash = match password {
            Some(password) => Some(hash(password).await?),
            None => None,
        };
        let now = Utc::now().trunc_subsecs(6);
        let store = &self.inner.store;
        let added = store
            .add_account(email, name, role, hash.as_deref(), now)
            .await?;
        if added.is_some() {
            let detail = format!("{email} as {}", role.slug());
            self.note("account-added", by, "", &detail).await?;
        }
        Ok(added)
    }

    /// Adds an account for another person; gives the password that was made for it, to be shown
    /// once (empty for one without: `through_provider`). Nothing where the address has an account
    /// already.
    pub async fn add_user(
        &self,
        staff: &Staff,
        email: &str,
        name: &str,
        role: Role,
        through_provider: bool,
    ) -> Result<Option<String>, AppError> {
        self.require(staff, Action::KeepUsers).await?;
        let password = (!through_provider).then(made_password);
        let by = &staff.account.email;
        let added = self
            .create_account(email, name, role, password.as_deref(), by)
            .await?;
        Ok(added.map(|_| password.unwrap_or_default()))
    }

    /// Every account.
    pub async fn users(&self, staff: &Staff) -> Result<Vec<(Account, Vec<SignedIn>)>, AppError> {
        self.require(staff, Action::KeepUsers).await?;
        let mut users = Vec::new();
        for account in self.accounts().await? {
            let sessions = self.inner.store.sessions_of(account.id).await?;
            users.push((account, sessions));
        }
        Ok(users)
    }

    /// Every account, for the command line.
    pub async fn accounts(&self) -> Result<Vec<Account>, AppError> {
        Ok(self.inner.store.accounts().await?)
    }

    /// Changes an account's role, or disables or enables it.
    pub async fn change_user(
        &self,
        staff: &Staff,
        id: i64,
        role: Role,
        disabled: bool,
    ) -> Result<AccountChange, AppError> {
        self.require(staff, Action::KeepUsers).await?;
        let by = &staff.account.email;
        self.change_account(id, role, disabled, by, &staff.address)
            .await
    }

    /// The same for the command line.
    pub async fn change_account(
        &self,
        id: i64,
        role: Role,
        disabled: bool,
        by: &str,
        address: &str,
    ) -> Result<AccountChange, AppError> {
        let at: Option<DateTime<Utc>> = disabled.then(|| Utc::now().trunc_subsecs(6));
        let change = self.inner.store.change_account(id, role, at).await?;
        if change == AccountChange::Done {
            let state = if disabled { "disabled" } else { "enabled" };
            let detail = format!("account {id}: {}, {state}", role.slug());
            self.note("account-changed", by, address, &detail).await?;
        }
        Ok(change)
    }

    /// Gives an account a new password, which is shown once, and signs it out everywhere.
    pub async fn reset_password(&self, staff: &Staff, id: i64) -> Result<String, AppError> {
        self.require(staff, Action::KeepUsers).await?;
        let password = made_password();
        let hash = hash(&password).await?;
        self.inner.store.set_password(id, &hash, Some("")).await?;
        let detail = format!("account {id}");
        self.note(
            "password-reset",
            &staff.account.email,
            &staff.address,
            &detail,
        )
        .await?;
        Ok(password)
    }

    /// One's own sessions.
    pub async fn own_sessions(&self, staff: &Staff) -> Result<Vec<SignedIn>, AppError> {
        self.require(staff, Action::KeepOwnAccount).await?;
        Ok(self.inner.store.sessions_of(staff.account.id).await?)
    }

    /// Ends a session of an account, or all of them; another person's only by who keeps accounts.
    pub async fn end_sessions(
        &self,
        staff: &Staff,
        account: i64,
        id: Option<&str>,
    ) -> Result<(), AppError> {
        let own = account == staff.account.id;
        let action = if own {
            Action::KeepOwnAccount
        } else {
            Action::KeepUsers
        };
        self.require(staff, action).await?;
        self.inner.store.end_session(account, id).await?;
        let detail = format!("account {account}");
        self.note(
            "sessions-ended",
            &staff.account.email,
            &staff.address,
            &detail,
        )
        .await
    }

    /// Changes the name that the public sees.
    pub async fn rename_self(&self, staff: &Staff, name: &str) -> Result<(), AppError> {
        self.require(staff, Action::KeepOwnAccount).await?;
        Ok(self
            .inner
            .store
            .rename_account(staff.account.id, name)
            .await?)
    }

    /// Changes one's own password: what is wrong with it, or nothing. Other sessions end.
    pub async fn change_password(
        &self,
        staff: &Staff,
        old: &str,
        new: &str,
    ) -> Result<Option<(&'static str, String)>, AppError> {
        self.require(staff, Action::KeepOwnAccount).await?;
        let account = &staff.account;
        let (right, _) = verify(old, account.password_hash.clone()).await?;
        if !right {
            self.note("password-refused", &account.email, &staff.address, "")
                .await?;
            return Ok(Some((
                "old",
                "This is not your present password.".to_owned(),
            )));
        }
        if let Some(weak) = weakness(new, &[&account.email, &account.name]).await? {
            return Ok(Some(("new", weak)));
        }
        let hash = hash(new).await?;
        self.inner
            .store
            .set_password(account.id, &hash, Some(&staff.session.id))
            .await?;
        self.note("password-changed", &account.email, &staff.address, "")
            .await?;
        Ok(None)
    }

    /// The newest lines of the security log.
    pub async fn security_log(&self, staff: &Staff) -> Result<Vec<SecurityEvent>, AppError> {
        self.require(staff, Action::KeepUsers).await?;
        Ok(self.inner.store.security_events(SHOWN_EVENTS).await?)
    }
}
