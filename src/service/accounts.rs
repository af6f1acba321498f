//! Keeping accounts: one's own, and for admins those of others.

use chrono::{DateTime, Utc};

use super::attempts::TriedFrom;
use super::auth::{Staff, wait_in_words};
use super::passwords::{generate_password, hash, verify, weakness};
use super::security_log::PASSWORD_REFUSED;
use super::staff::{Refusal, sent};
use super::zone::Zone;
use super::{App, HeavyKind, PROGRAM};
use crate::error::AppError;
use domain::forms::{Fields, Problems, account};
use domain::record::Revision;
use domain::route;
use domain::{Action, Role};
use store::{
    Account, AddAccountOutcome, ChangeAccountOutcome, FormSubmission, RenameOutcome, StaffSession,
    are_confusable,
};

/// What became of an account that an admin adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedUser {
    /// It was added.
    Now {
        /// The address to sign in with.
        email: String,
        /// The password that was made, kept nowhere.
        password: Option<String>,
    },
    /// The same form had added it before; its password was shown then.
    Before,
}

/// An account, as those see it who keep accounts.
#[derive(Debug, Clone)]
pub struct User {
    pub account: Account,
    /// Where the person is signed in.
    pub sessions: Vec<StaffSession>,
    pub has_second_factor: bool,
    /// Whether one is required of the account.
    pub must_have_second_factor: bool,
}

const NAME_TAKEN: &str = "This name looks like that of another person who keeps the record. Choose one that readers cannot confuse with it.";

fn no_account() -> AppError {
    AppError::Impossible("Account not found.".to_owned())
}

impl App {
    /// Adds an account; without a password, for who signs in through the provider only.
    ///
    /// For the command line; on the site use [`App::add_user`].
    pub async fn create_account(
        &self,
        email: &str,
        name: &str,
        role: Role,
        password: Option<&str>,
        by: &str,
    ) -> Result<AddAccountOutcome, AppError> {
        let account = (email, name, role);
        self.add_account(account, password, None, [by, ""]).await
    }

    async fn add_account(
        &self,
        (email, name, role): (&str, &str, Role),
        password: Option<&str>,
        sent: Option<&FormSubmission>,
        [by, address]: [&str; 2],
    ) -> Result<AddAccountOutcome, AppError> {
        if are_confusable(name, PROGRAM) {
            return Ok(AddAccountOutcome::NameTaken);
        }
        let hash = match password {
            Some(password) => Some(hash(self.heavy(), password).await?),
            None => None,
        };
        let now = self.now();
        let store = &self.inner.store;
        let added = store
            .add_account(email, name, role, hash.as_deref(), sent, now)
            .await?;
        if matches!(added, AddAccountOutcome::New(_)) {
            let detail = format!("{email} as {}", role.slug());
            self.note("account-added", by, address, &detail).await?;
        }
        Ok(added)
    }

    /// Adds the account that a form describes, once, and makes its password, to be shown once; none
    /// for one that signs in through the provider only (`through_provider`).
    pub async fn add_user(
        &self,
        staff: &Staff,
        fields: &Fields,
        through_provider: bool,
    ) -> Result<AddedUser, Refusal> {
        // First whether the person may: what is wrong with the form is for those who may.
        self.require(staff, Action::ManageUsers).await?;
        let (email, name, role) = account::read(fields)?;
        let password = (!through_provider).then(generate_password);
        let sent = sent(staff, fields, route::staff::Users::PATH.to_owned());
        let sent = Some(&sent).filter(|sent| !sent.token.is_empty());
        let by = [staff.account().email.as_str(), staff.address()];
        let account = (email.as_str(), name.as_str(), role);
        let added = self.add_account(account, password.as_deref(), sent, by);
        match added.await? {
            AddAccountOutcome::New(_) => Ok(AddedUser::Now { email, password }),
            AddAccountOutcome::AlreadyAdded => Ok(AddedUser::Before),
            AddAccountOutcome::NameTaken => Err(Problems::one("name", NAME_TAKEN).into()),
            AddAccountOutcome::Taken => {
                Err(Problems::one("email", "This address already has an account.").into())
            }
        }
    }

    /// Every account.
    pub async fn users(&self, staff: &Staff) -> Result<Vec<User>, AppError> {
        self.require(staff, Action::ManageUsers).await?;
        let with_factor = self.accounts_with_second_factor().await?;
        let mut users = Vec::new();
        for account in self.accounts().await? {
            let sessions = self.inner.store.sessions_of(account.id).await?;
            users.push(User {
                has_second_factor: with_factor.contains(&account.id),
                must_have_second_factor: self.must_have_second_factor(&account),
                account,
                sessions,
            });
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
    ) -> Result<ChangeAccountOutcome, AppError> {
        self.require(staff, Action::ManageUsers).await?;
        let by = &staff.account().email;
        self.change_account(id, role, disabled, by, staff.address())
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
    ) -> Result<ChangeAccountOutcome, AppError> {
        let at: Option<DateTime<Utc>> = disabled.then(|| self.now());
        let change = self.inner.store.change_account(id, role, at).await?;
        if let ChangeAccountOutcome::Done(was) = &change {
            let state = |disabled| if disabled { "disabled" } else { "enabled" };
            let detail = format!(
                "{}: {}, {} \u{2192} {}, {}",
                was.email,
                was.role.slug(),
                state(was.disabled_at.is_some()),
                role.slug(),
                state(disabled),
            );
            self.note("account-changed", by, address, &detail).await?;
        }
        Ok(change)
    }

    /// Gives an account a new password, which is shown once, and signs it out everywhere. Gives
    /// whose it is and the password; refuses where there is no such account.
    pub async fn reset_password(
        &self,
        staff: &Staff,
        id: i64,
    ) -> Result<(String, String), AppError> {
        self.require(staff, Action::ManageUsers).await?;
        let email = self.email_of(id).await?;
        let password = generate_password();
        let hash = hash(self.heavy(), &password).await?;
        if !self.inner.store.reset_password(id, &hash).await? {
            return Err(no_account());
        }
        let by = &staff.account().email;
        self.note("password-reset", by, staff.address(), &email)
            .await?;
        Ok((email, password))
    }

    /// The e-mail address of an account.
    async fn email_of(&self, id: i64) -> Result<String, AppError> {
        let account = self.inner.store.account(id).await?;
        Ok(account.ok_or_else(no_account)?.email)
    }

    /// One's own sessions.
    pub async fn own_sessions(&self, staff: &Staff) -> Result<Vec<StaffSession>, AppError> {
        self.require(staff, Action::ManageOwnAccount).await?;
        Ok(self.inner.store.sessions_of(staff.account().id).await?)
    }

    /// Ends a session of an account, or all of them; another person's only by who keeps accounts.
    pub async fn end_sessions(
        &self,
        staff: &Staff,
        account: i64,
        id: Option<&str>,
    ) -> Result<(), AppError> {
        let own = account == staff.account().id;
        let action = if own {
            Action::ManageOwnAccount
        } else {
            Action::ManageUsers
        };
        self.require(staff, action).await?;
        let email = self.email_of(account).await?;
        self.inner.store.end_session(account, id).await?;
        let detail = match id {
            None => format!("{email}: all"),
            Some(id) => format!("{email}: {id}"),
        };
        let by = &staff.account().email;
        self.note("sessions-ended", by, staff.address(), &detail)
            .await
    }

    /// Changes the name that the public sees; the public history says so. Refuses one that looks like
    /// another person's. False where it was the name already.
    pub async fn rename_self(&self, staff: &Staff, name: &str) -> Result<bool, Refusal> {
        self.require(staff, Action::ManageOwnAccount).await?;
        let account = staff.account();
        let taken = || Problems::one("name", NAME_TAKEN);
        if are_confusable(name, PROGRAM) {
            return Err(taken().into());
        }
        let revision = Revision {
            made_by: account.name.clone(),
            made_at: self.now(),
            reason: format!(
                "Public name changed from \u{201c}{}\u{201d} to \u{201c}{name}\u{201d}",
                account.name
            ),
            source: None,
        };
        let store = &self.inner.store;
        match store.rename_account(account.id, name, &revision).await? {
            RenameOutcome::Done => {}
            RenameOutcome::Same | RenameOutcome::Unknown => return Ok(false),
            RenameOutcome::Taken => return Err(taken().into()),
        }
        let detail = format!("{} \u{2192} {name}", account.name);
        self.note("name-changed", &account.email, staff.address(), &detail)
            .await?;
        self.refresh().await?;
        Ok(true)
    }

    /// Sets one's own time zone, by its name; false where it was so already.
    pub async fn set_time_zone(&self, staff: &Staff, name: &str) -> Result<bool, Refusal> {
        self.require(staff, Action::ManageOwnAccount).await?;
        let Some(zone) = Zone::named(name) else {
            return Err(Problems::one("time_zone", "Choose a time zone from the list.").into());
        };
        let store = &self.inner.store;
        Ok(store
            .set_time_zone(staff.account().id, &zone.to_string())
            .await?)
    }

    /// Checks the current password of somebody who is signed in, which the form has in `field`; gives
    /// its hash. As at sign-in: who has somebody's session does not guess their password with it.
    pub(super) async fn check_own_password(
        &self,
        staff: &Staff,
        field: &'static str,
        password: &str,
    ) -> Result<String, Refusal> {
        let account = staff.account();
        let (email, address) = (&account.email, staff.address());
        let from = TriedFrom::Session(staff.session().to_owned());
        if let Err(wait) = self.register_attempt(email, &from, email, address) {
            let wait = wait_in_words(wait);
            let problem = format!("Too many attempts. Try again in {wait}.");
            return Err(Problems::one(field, problem).into());
        }
        let verified = verify(self.heavy(), password, account.password_hash.clone()).await;
        if verified.is_err() {
            self.inner.attempts.take_back(email, &from, self.now());
        }
        let (right, _) = verified?;
        let Some(hash) = account.password_hash.clone().filter(|_| right) else {
            return Err(self.wrong_password(staff, field));
        };
        self.inner.attempts.succeeded(email, &from, self.now());
        Ok(hash)
    }

    fn wrong_password(&self, staff: &Staff, field: &'static str) -> Refusal {
        let email = &staff.account().email;
        self.count_refusal(PASSWORD_REFUSED, email, staff.address(), "");
        Problems::one(field, "This is not your current password.").into()
    }

    /// Changes one's own password. Other sessions end.
    pub async fn change_password(
        &self,
        staff: &Staff,
        old: &str,
        new: &str,
    ) -> Result<(), Refusal> {
        self.require(staff, Action::ManageOwnAccount).await?;
        let account = staff.account();
        let present = self.check_own_password(staff, "old", old).await?;
        let (password, about) = (
            new.to_owned(),
            [account.email.clone(), account.name.clone()],
        );
        let judge = move || weakness(&password, &about.each_ref().map(String::as_str));
        if let Some(weak) = self.heavy().run(HeavyKind::Password, judge).await? {
            return Err(Problems::one("new", weak).into());
        }
        let hash = hash(self.heavy(), new).await?;
        let store = &self.inner.store;
        let kept = Some(staff.session());
        if !store
            .replace_password(account.id, [&present, &hash], kept)
            .await?
        {
            // It was reset meanwhile.
            return Err(self.wrong_password(staff, "old"));
        }
        self.note("password-changed", &account.email, staff.address(), "")
            .await?;
        Ok(())
    }
}
