//! What the forms of `/staff/account` and `/staff/users` do.

use super::staff_form::Done;
use crate::error::AppError;
use crate::pages::FormState;
use crate::service::App;
use crate::service::accounts::AddedUser;
use crate::service::auth::Staff;
use crate::service::staff::Refusal;
use domain::forms::{Fields, Problems, account};
use domain::route::staff as at;
use domain::{Action, Role};
use store::ChangeAccountOutcome;

/// What people do with their own account.
pub(super) async fn own_account(
    app: &App,
    staff: &Staff,
    fields: &Fields,
) -> Result<Done, Refusal> {
    let done = match fields.get("do") {
        "name" => {
            let mut problems = Problems::default();
            account::name(fields, &mut problems);
            problems.or(())?;
            if app.rename_self(staff, fields.get("name")).await? {
                "name"
            } else {
                "nothing"
            }
        }
        "time-zone" => {
            if app.set_time_zone(staff, fields.get("time_zone")).await? {
                "time-zone"
            } else {
                "nothing"
            }
        }
        "password" => {
            let (old, new) = (raw(fields, "old"), raw(fields, "new"));
            app.change_password(staff, old, new).await?;
            "password"
        }
        "notifications" => {
            if app.choose_notices(staff, fields).await? {
                "saved"
            } else {
                "nothing"
            }
        }
        "end-session" => {
            let session = fields.get("session");
            app.end_sessions(staff, staff.account().id, Some(session))
                .await?;
            "session"
        }
        _ => return Err(AppError::Impossible("This form is incomplete.".to_owned()).into()),
    };
    Ok(Done::Go(at::Account.with("done", done)))
}

/// What people do with their own second factor.
pub(super) async fn own_second_factor(
    app: &App,
    staff: &Staff,
    fields: &Fields,
) -> Result<Done, Refusal> {
    let password = raw(fields, "old");
    let codes = match fields.get("do") {
        "on" => app.turn_on_second_factor(staff, fields, password).await?,
        "codes" => app.renew_recovery_codes(staff, fields, password).await?,
        "off" => {
            app.turn_off_second_factor(staff, fields, password).await?;
            return Ok(Done::Go(at::SecondFactor.with("done", "second-factor-off")));
        }
        _ => return Err(AppError::Impossible("This form is incomplete.".to_owned()).into()),
    };
    let mut kept = Fields::default();
    kept.set("next", [fields.get("next").to_owned()]);
    Ok(Done::Show(FormState {
        fields: Some(kept),
        recovery_codes: Some(codes),
        ..FormState::default()
    }))
}

/// A password as it was typed, with the spaces around it.
pub(super) fn raw<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields
        .iter()
        .filter(|(n, _)| *n == name)
        .last()
        .map_or("", |(_, value)| value)
}

/// Shows a password that is kept nowhere.
fn told_once(email: String, password: String) -> Done {
    Done::Show(FormState {
        told_once: Some((email, password)),
        ..FormState::default()
    })
}

/// What admins do with accounts.
pub(super) async fn users(app: &App, staff: &Staff, fields: &Fields) -> Result<Done, Refusal> {
    let id = fields.number("id").unwrap_or(-1);
    match fields.get("do") {
        "add" => {
            let through_provider = app.provider().is_some() && fields.get("no_password") == "yes";
            Ok(match app.add_user(staff, fields, through_provider).await? {
                AddedUser::Now {
                    email,
                    password: Some(password),
                } => told_once(email, password),
                AddedUser::Now { password: None, .. } => Done::Go(at::Users.with("done", "added")),
                AddedUser::Before => Done::Go(at::Users.with("done", "added-before")),
            })
        }
        "reset" => {
            let (email, password) = app.reset_password(staff, id).await?;
            Ok(told_once(email, password))
        }
        "reset-second-factor" => {
            app.reset_second_factor(staff, id).await?;
            Ok(Done::Go(at::Users.with("done", "second-factor-reset")))
        }
        "end-session" => {
            let session = fields.get("session");
            app.end_sessions(staff, id, Some(session)).await?;
            Ok(Done::Go(at::Users.with("done", "session")))
        }
        "end-sessions" => {
            app.end_sessions(staff, id, None).await?;
            Ok(Done::Go(at::Users.with("done", "sessions")))
        }
        "change" => {
            let role: Result<Role, _> = fields.get("role").parse();
            let disabled = fields.get("disabled") == "yes";
            let Ok(role) = role else {
                app.require(staff, Action::ManageUsers).await?;
                return Err(Problems::one("role", "Choose a role.").into());
            };
            match app.change_user(staff, id, role, disabled).await? {
                ChangeAccountOutcome::Done(_) => Ok(Done::Go(at::Users.with("done", "changed"))),
                ChangeAccountOutcome::Same => Ok(Done::Go(at::Users.with("done", "nothing"))),
                ChangeAccountOutcome::Unknown => {
                    Err(AppError::Impossible("Account not found.".to_owned()).into())
                }
                ChangeAccountOutcome::LastAdmin => Err(AppError::Impossible(
                    "This is the last admin. Make somebody else an admin first.".to_owned(),
                )
                .into()),
            }
        }
        _ => {
            app.require(staff, Action::ManageUsers).await?;
            Err(AppError::Impossible("This form is incomplete.".to_owned()).into())
        }
    }
}
