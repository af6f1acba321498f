//! `/staff/account`, `/staff/users`, `/staff/security`: who keeps the record.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::form::{Form, options};
use super::moment::moment;
use super::notices::choices;
use super::{desk, table};
use crate::pages::{Page, StaffVisit};
use crate::service::accounts::User;
use crate::service::auth::random;
use crate::service::zone::Zone;
use domain::Role;
use domain::route;
use store::StaffSession;

/// One's own account.
pub async fn account_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let sessions = visit.app.own_sessions(staff).await?;
    let own = visit.app.own_second_factor(staff).await?;
    let chosen = visit.app.notice_choices(staff).await?;
    let notifications = choices(&chosen, &staff.account().email, visit.app.sends_mail());
    let has_factor = own.is_some();
    let factor = match own {
        None => "Off. A code from an app on your phone, besides the password, keeps others out even if they know the password.".to_owned(),
        Some(own) => format!(
            "On since {}. Recovery codes left: {}.",
            own.made_at.format("%-d %B %Y"),
            own.recovery_codes,
        ),
    };
    let state = visit.form();
    let mut values = state.fields.clone().unwrap_or_default();
    if values.get("name").is_empty() {
        values.set("name", [staff.account().name.clone()]);
    }
    values.set("old", []);
    values.set("new", []);
    let form = Form {
        values,
        problems: state.problems.clone(),
    };
    let password = staff.account().password_hash.is_some().then(|| view! {
        <section class="section" aria-labelledby="password">
            <h2 id="password">"Password"</h2>
            <form action=route::staff::Account::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="password"/>
                {form.line("old", "Current password", "", "password")}
                {form.line("new", "New password", "At least 12 characters. Try several unrelated words, or paste from a password manager.", "password")}
                <div class="actions"><button class="button">"Change password"</button></div>
            </form>
        </section>
    });
    let here = staff.session().to_owned();
    let sessions = sessions
        .into_iter()
        .map(|s| {
            let this = s.id == here;
            view! {
                <tr>
                    <th scope="row">{s.agent.clone()}{this.then_some(" (this session)")}</th>
                    <td>{moment(s.created_at)}</td>
                    <td>{moment(s.last_seen_at)}</td>
                    <td>
                        <form action=route::staff::Account::PATH method="post">
                            <input type="hidden" name="do" value="end-session"/>
                            <input type="hidden" name="session" value=s.id/>
                            <button class="button quiet">"End session"<span class="vh">{format!(": {}", s.agent)}</span></button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let body = view! {
        <form action=route::staff::Account::PATH method="post" class="staff-form">
            <input type="hidden" name="do" value="name"/>
            {form.line("name", "Name", "Shown to the public next to what you publish.", "text")}
            <div class="actions"><button class="button">"Change name"</button></div>
        </form>
        {zone_form(&form, &staff.zone(), visit.app.now())}
        {password}
        <section class="section" aria-labelledby="second-factor">
            <h2 id="second-factor">"Second factor"</h2>
            <p>{factor}</p>
            <p><a href=route::staff::SecondFactor::PATH>{if has_factor { "Change your second factor" } else { "Set up a second factor" }}</a></p>
        </section>
        {notifications}
        <section class="section" aria-labelledby="where">
            <h2 id="where">"Where you are signed in"</h2>
            {table("sessions", "Your sessions", &["Browser", "Since", "Last used", "End"], sessions)}
        </section>
    };
    Ok(desk(
        &visit,
        route::staff::Account::PATH,
        "Your account",
        body,
    ))
}

/// The time zone of one's schedules.
fn zone_form(form: &Form, zone: &Zone, now: DateTime<Utc>) -> impl IntoView + use<> {
    let chosen = zone.to_string();
    let options = Zone::names().into_iter().map(|name| {
        let selected = name == chosen;
        view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
    });
    let problem = form.problems.of("time_zone").map(str::to_owned);
    let invalid = problem.is_some().then_some("true");
    let now = format!("It is now {}.", zone.in_words(now, ", "));
    view! {
        <section class="section" aria-labelledby="zone">
            <h2 id="zone">"Time zone"</h2>
            <form action=route::staff::Account::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="time-zone"/>
                <div class="field">
                    <label for="f-time_zone">"Time zone"</label>
                    <p class="hint" id="f-time_zone-hint">"You enter schedules in this time zone. We show universal time (UTC) beside it, and store universal time. " {now}</p>
                    {problem.map(|problem| view! { <p class="field-error">{problem}</p> })}
                    <select name="time_zone" id="f-time_zone" aria-describedby="f-time_zone-hint" aria-invalid=invalid>{options.collect_view()}</select>
                </div>
                <div class="actions"><button class="button">"Change time zone"</button></div>
            </form>
        </section>
    }
}

/// Every account, for admins.
pub async fn users_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let users = visit.app.users(staff).await?;
    let state = visit.form();
    let form = Form {
        values: state.fields.clone().unwrap_or_default(),
        problems: state.problems.clone(),
    };
    let submission = form.values.text("submission").unwrap_or_else(random);
    let told = state.told_once.clone().map(|(email, password)| {
        view! {
            <div class="notice" role="status">
                <h2>"Copy this password now: we show it only once"</h2>
                <p>
                    "Pass the password on safely. The person can change it under \u{201c}Your account\u{201d}. "
                    {email} ": " <code id="made-password">{password}</code>
                </p>
            </div>
        }
    });
    let rows = users.into_iter().map(row).collect_view();
    let no_password = visit.app.provider().map(|provider| {
        let label = format!(" No password: signs in with {} only", provider.name());
        let checked = form.values.get("no_password") == "yes";
        view! {
            <p class="field">
                <label><input type="checkbox" name="no_password" value="yes" checked=checked/> {label}</label>
            </p>
        }
    });
    let body = view! {
        {told}
        {table("users", "Accounts", &["E-mail address", "Name", "Sessions", "Second factor", "Role and state", "Other"], rows)}
        <section class="section" aria-labelledby="add">
            <h2 id="add">"Add an account"</h2>
            <form action=route::staff::Users::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="add"/>
                {form.line("email", "E-mail address", "", "email")}
                {form.line("name", "Name", "Shown to the public next to what the person publishes.", "text")}
                {form.choice("role", "Role", "Editors edit facts and draft ratings. Reviewers also publish. Admins also manage accounts, members and areas.", options(Role::ALL, Role::slug, Role::label))}
                {no_password}
                <input type="hidden" name="submission" value=submission/>
                <div class="actions"><button class="button">"Add account"</button></div>
            </form>
        </section>
    };
    Ok(desk(&visit, route::staff::Users::PATH, "Accounts", body))
}

fn row(user: User) -> impl IntoView {
    let User {
        account,
        sessions,
        has_second_factor,
        must_have_second_factor,
    } = user;
    let factor = match (has_second_factor, must_have_second_factor) {
        (true, _) => "On",
        (false, true) => "None, though required",
        (false, false) => "None",
    };
    let roles = Role::ALL
        .iter()
        .map(|role| {
            let selected = *role == account.role;
            view! { <option value=role.slug() selected=selected>{role.label()}</option> }
        })
        .collect_view();
    let id = account.id.to_string();
    let disabled = account.disabled_at.is_some();
    let of = format!(" of {}", account.email);
    view! {
        <tr>
            <th scope="row">{account.email.clone()}</th>
            <td>{account.name}</td>
            <td>{sessions_of(&account.email, &sessions)}</td>
            <td>{factor}</td>
            <td>
                <form action=route::staff::Users::PATH method="post" class="inline-field" autocomplete="off">
                    <input type="hidden" name="do" value="change"/>
                    <input type="hidden" name="id" value=id.clone()/>
                    <select name="role" aria-label=format!("Role{of}")>{roles}</select>
                    <label><input type="checkbox" name="disabled" value="yes" checked=disabled/> " disabled"</label>
                    <button class="button quiet">"Apply"<span class="vh">{of.clone()}</span></button>
                </form>
            </td>
            <td>
                <form action=route::staff::Users::PATH method="post" class="inline-field">
                    <input type="hidden" name="id" value=id/>
                    <button class="button quiet" name="do" value="reset">"New password"<span class="vh">{of.clone()}</span></button>
                    <button class="button quiet" name="do" value="end-sessions">"End sessions"<span class="vh">{of.clone()}</span></button>
                    {has_second_factor.then(|| view! {
                        <button class="button quiet" name="do" value="reset-second-factor">"Reset second factor"<span class="vh">{of}</span></button>
                    })}
                </form>
            </td>
        </tr>
    }
}

/// Where somebody is signed in, with a way to end each session.
fn sessions_of(email: &str, sessions: &[StaffSession]) -> Option<AnyView> {
    if sessions.is_empty() {
        return None;
    }
    let items = sessions
        .iter()
        .map(|s| {
            let when = format!(
                "since {}, last used {}",
                moment(s.created_at),
                moment(s.last_seen_at)
            );
            let which = format!(": {email}, {}, {when}", s.agent);
            view! {
                <li>
                    <form action=route::staff::Users::PATH method="post">
                        <input type="hidden" name="do" value="end-session"/>
                        <input type="hidden" name="id" value=s.account_id.to_string()/>
                        <input type="hidden" name="session" value=s.id.clone()/>
                        {s.agent.clone()} " " <span class="muted">{when}</span> " "
                        <button class="button quiet">"End session"<span class="vh">{which}</span></button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let count = match sessions.len() {
        1 => "1 session".to_owned(),
        many => format!("{many} sessions"),
    };
    let list = view! {
        <details>
            <summary>{count}<span class="vh">{format!(" of {email}")}</span></summary>
            <ul class="plain">{items}</ul>
        </details>
    };
    Some(list.into_any())
}

/// The security log, for admins.
pub async fn security_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let events = visit.app.security_log(staff).await?;
    let rows = events
        .into_iter()
        .map(|e| {
            view! {
                <tr>
                    <th scope="row">{e.made_at.format("%Y-%m-%d %H:%M:%S").to_string()}</th>
                    <td>{e.kind}</td>
                    <td>{e.who}</td>
                    <td>{e.address}</td>
                    <td>{e.detail}</td>
                    <td>{e.times}</td>
                </tr>
            }
        })
        .collect_view();
    let body = view! {
        {table("events", "Latest events", &["When (UTC)", "What", "Who", "From", "Detail", "Times"], rows)}
    };
    Ok(desk(
        &visit,
        route::staff::Security::PATH,
        "Security log",
        body,
    ))
}
