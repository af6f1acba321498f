//! `/staff/account/second-factor`: setting up codes of an authenticator app, and turning them off.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcode::{Color, QrCode};

use super::desk;
use super::form::Form;
use crate::pages::{Page, StaffVisit};
use crate::service::SecondFactorOffer;
use domain::forms::Problems;
use domain::route::staff as at;
use store::SecondFactor;

/// One's own second factor. The page that is left to those of whom one is required and who have none.
pub async fn second_factor_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    let own = visit.app.own_second_factor(staff).await?;
    let state = visit.form();
    let mut values = state.fields.clone().unwrap_or_default();
    if values.get("next").is_empty() {
        let next = visit.params().one("next")?.unwrap_or_default();
        values.set("next", [next.to_owned()]);
    }
    let sealed = values.get("offer").to_owned();
    for secret in ["old", "code", "offer"] {
        values.set(secret, []);
    }
    let form = |name: &str| {
        let mut values = values.clone();
        let was_sent = matches!(values.get("do"), "") || values.get("do") == name;
        // Two forms of one page: the ids of their controls must differ.
        let named = (name == "off").then(|| name.to_owned());
        values.set("form", named);
        Form {
            values,
            problems: if was_sent {
                state.problems.clone()
            } else {
                Problems::default()
            },
        }
    };
    let body = if let Some(codes) = state.recovery_codes.clone() {
        shown_once(codes, values.get("next")).into_any()
    } else if let Some(own) = own {
        is_on(&own, &form("codes"), &form("off")).into_any()
    } else if staff.account().password_hash.is_none() {
        view! {
            <p>"You sign in with your organisation\u{2019}s account, which has its own settings for a second factor."</p>
        }
        .into_any()
    } else {
        let offer = visit.app.offer_second_factor(staff, &sealed).await?;
        let must = staff.lacks_second_factor();
        set_up(&offer, &form("on"), must).into_any()
    };
    Ok(desk(&visit, at::Account::PATH, "Second factor", body))
}

/// How an app is set up, and the form that proves that it was.
fn set_up(offer: &SecondFactorOffer, form: &Form, must: bool) -> impl IntoView + use<> {
    let next = form.values.get("next").to_owned();
    view! {
        {must.then(|| view! {
            <p class="notice caution" role="status">
                "Your account needs a second factor. Set it up to go on."
            </p>
        })}
        <p>"With a second factor, signing in takes your password and a code from an app on your phone or computer. Your other sessions end when you turn it on."</p>
        <ol>
            <li>"Install an authenticator app, unless you have one. Most password managers also make these codes."</li>
            <li>
                "Scan this picture with the app:"
                {qr_code(&offer.address)}
                "Or type this secret into the app. Choose \u{201c}time-based\u{201d} if it asks: "
                <code id="second-factor-secret">{offer.secret.clone()}</code>
            </li>
            <li>"Enter the code that the app shows, and your password."</li>
        </ol>
        <form action=at::SecondFactor::PATH method="post" class="staff-form">
            <input type="hidden" name="do" value="on"/>
            <input type="hidden" name="offer" value=offer.sealed.clone()/>
            <input type="hidden" name="next" value=next/>
            {form.line("code", "Code", "Six digits.", "text")}
            {form.line("old", "Current password", "", "password")}
            <div class="actions"><button class="button">"Turn on"</button></div>
        </form>
    }
}

/// What can be done with a second factor that is on.
fn is_on(own: &SecondFactor, codes: &Form, off: &Form) -> impl IntoView + use<> {
    let since = own.made_at.format("%-d %B %Y").to_string();
    let left = match own.recovery_codes {
        0 => "You have no recovery codes left. Make new ones.".to_owned(),
        1 => "You have 1 recovery code left. Make new ones.".to_owned(),
        left => format!("You have {left} recovery codes left."),
    };
    view! {
        <p>{format!("Your second factor has been on since {since}. {left}")}</p>
        <p>"For a new phone, turn the second factor off and set it up again."</p>
        <section class="section" aria-labelledby="codes">
            <h2 id="codes">"New recovery codes"</h2>
            <p>"The codes that you have stop working."</p>
            <form action=at::SecondFactor::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="codes"/>
                {codes.line("old", "Current password", "", "password")}
                {codes.line("code", "Code", "From your app, or a recovery code.", "text")}
                <div class="actions"><button class="button">"Make new codes"</button></div>
            </form>
        </section>
        <section class="section" aria-labelledby="off">
            <h2 id="off">"Turn off"</h2>
            <form action=at::SecondFactor::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="off"/>
                <input type="hidden" name="form" value="off"/>
                {off.line("old", "Current password", "", "password")}
                {off.line("code", "Code", "From your app, or a recovery code.", "text")}
                <div class="actions"><button class="button">"Turn off"</button></div>
            </form>
        </section>
    }
}

/// Recovery codes that are kept nowhere.
fn shown_once(codes: Vec<String>, next: &str) -> impl IntoView + use<> {
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> })
        .collect_view();
    let is_ours = at::holds(next) && !next.contains(['\\', '\r', '\n']);
    let next = if is_ours { next } else { at::Desk::PATH }.to_owned();
    view! {
        <div class="notice" role="status">
            <h2>"Your second factor is on. Keep these recovery codes: we show them only once"</h2>
            <p>"If you lose the device with the app, sign in with one of these codes instead. Each works once. Print them, or save them where you keep passwords, but not on that device."</p>
            <ol id="recovery-codes">{codes}</ol>
        </div>
        <p><a class="button" href=next>"Continue: I have saved the codes"</a></p>
    }
}

/// An address as a picture that apps scan: dark on light in any colour scheme, as scanners need it.
fn qr_code(address: &str) -> Option<impl IntoView + use<>> {
    let code = QrCode::new(address).ok()?;
    let width = code.width();
    let modules = code.to_colors();
    let mut dark = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        for (x, module) in row.iter().enumerate() {
            if *module == Color::Dark {
                let _ = write!(dark, "M{x} {y}h1v1h-1z");
            }
        }
    }
    // Scanners need four modules of margin.
    let size = (width + 8).to_string();
    let view_box = format!("-4 -4 {size} {size}");
    Some(view! {
        <svg class="qr-code" viewBox=view_box role="img" aria-label="QR code for the authenticator app; the secret below says the same" shape-rendering="crispEdges">
            <rect x="-4" y="-4" width=size.clone() height=size fill="#fff"/>
            <path d=dark fill="#000"/>
        </svg>
    })
}
