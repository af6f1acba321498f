//! `/staff/sign-in`

use std::sync::Arc;

use leptos::prelude::*;

use super::form::Form;
use super::{FormState, done_in_words, framed};
use crate::components::page_title;
use crate::pages::{Page, Visit, WaitsFor};
use domain::route;

/// The page to sign in on.
pub async fn sign_in_page(visit: Visit, state: Arc<FormState>) -> Page {
    page_title(
        "Sign in",
        "For staff who keep the record.",
        route::staff::SignIn::PATH,
    );
    let mut values = state.fields.clone().unwrap_or_default();
    let next = visit.params().one("next")?.unwrap_or_default();
    if values.get("next").is_empty() {
        values.set("next", [next.to_owned()]);
    }
    let done = done_in_words(visit.params().one("done")?.unwrap_or_default());
    let hidden = ["next", "resume_path", "resume", "proof"].map(|name| {
        let value = values.get(name).to_owned();
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> })
    });
    let problems = &state.problems;
    let problem = problems.of("email").or(problems.of("code"));
    let problem = problem.map(str::to_owned);
    let form = Form {
        values,
        problems: state.problems.clone(),
    };
    let lapsed = !form.values.get("resume_path").is_empty();
    let set_up_first = state.waits_for == Some(WaitsFor::SecondFactor);
    let asks_code = !form.values.get("proof").is_empty();
    let provider = visit
        .app
        .provider()
        .filter(|_| !state.insecure && !asks_code && !set_up_first)
        .map(|provider| through(provider.name(), form.values.get("next"), lapsed));
    let resume = (lapsed && provider.is_some()).then(|| view! {
        <button class="button quiet" name="do" value="resume" formnovalidate>"Continue: I have signed in"</button>
    });
    let nobody = visit.app.accounts().await?.is_empty();
    let body = if state.insecure {
        view! {
            <p class="notice error">
                "You cannot sign in with a password over an unencrypted connection. Open this page over HTTPS. If you did, the site stands behind a proxy that it does not trust: start the program with --trusted-proxy and the address of the proxy, which must send X-Forwarded-Proto, or with --public-url and the https address of the site."
            </p>
        }
        .into_any()
    } else if set_up_first {
        view! {
            <p class="notice caution" role="alert">
                "Your account needs a second factor, so your changes are not saved yet. They are kept on this page. Set up the second factor in a new tab, then come back to this page and choose \u{201c}Continue\u{201d}."
            </p>
            <p><a class="button" href=route::staff::SecondFactor::PATH target="_blank" rel="noopener">"Set up a second factor (opens in a new tab)"</a></p>
            <form action=route::staff::SignIn::PATH method="post" class="staff-form">
                {hidden.into_iter().collect_view()}
                <div class="actions"><button class="button quiet" name="do" value="resume">"Continue: I have set it up"</button></div>
            </form>
        }
        .into_any()
    } else if asks_code {
        view! {
            <form action=route::staff::SignIn::PATH method="post" class="staff-form">
                {hidden.into_iter().collect_view()}
                {form.line("code", "Code", "The six digits that your authenticator app shows now. If you have lost the device, enter one of your recovery codes; if you have lost those too, ask an admin to reset your second factor.", "text")}
                <div class="actions">
                    <button class="button">"Sign in"</button>
                    <a class="button quiet" href=route::staff::SignIn::PATH>"Start again"</a>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! {
            <form action=route::staff::SignIn::PATH method="post" class="staff-form">
                {hidden.into_iter().collect_view()}
                {form.line("email", "E-mail address", "", "email")}
                {form.line("password", "Password", "", "password")}
                <div class="actions"><button class="button">"Sign in"</button>{resume}</div>
            </form>
        }
        .into_any()
    };
    Ok(framed(
        &visit.app.catalogue(),
        view! {
            <div class="page-head">
                <h1>"Sign in"</h1>
                <p class="lead">"For staff only. Everything else on this site is open to everyone."</p>
            </div>
            {done.map(|done| view! { <p class="notice" role="status">{done}</p> })}
            {(state.waits_for == Some(WaitsFor::SignIn)).then(|| view! {
                <p class="notice caution" role="alert">
                    "Your session has ended, so your changes are not saved. Sign in again to see your answers and save them."
                </p>
            })}
            {problem.map(|problem| view! { <p class="notice error" role="alert">{problem}</p> })}
            {nobody.then(|| view! {
                <p class="notice caution">
                    "No accounts yet. To create the first one, run "
                    <code>"ogp-tracker user add EMAIL --role admin"</code> "."
                </p>
            })}
            {provider}
            {body}
        },
    ))
}

/// The way to the organisation's own provider. It opens beside a form that waits to be sent again.
fn through(name: &str, next: &str, lapsed: bool) -> impl IntoView + use<> {
    let address = route::staff::SignInAtProvider.with("next", next);
    let name = format!("Sign in with {name}");
    if lapsed {
        view! {
            <p>
                <a class="button" href=address target="_blank" rel="noopener">{name} " (opens in a new tab)"</a>
            </p>
            <p>"Then come back to this page and choose \u{201c}Continue\u{201d}. Or sign in with a password:"</p>
        }
        .into_any()
    } else {
        view! {
            <p><a class="button" href=address>{name}</a></p>
            <p>"Or with a password:"</p>
        }
        .into_any()
    }
}
