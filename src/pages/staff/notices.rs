//! What one is told of one's work, on the desk; and what of it is sent by e-mail, on the page of one's account.

use leptos::prelude::*;

use crate::service::notices::{NoticeChoice, Notices};
use domain::route;
use domain::text::grouped;

/// What one was told lately, and what is wrong with e-mail.
pub fn notices(told: &Notices) -> AnyView {
    let items = told.list.iter().map(|one| {
        let is_new = one.read_at.is_none();
        let when = one.made_at.format("%-d %B %Y, %H:%M UTC").to_string();
        view! {
            <li>
                {is_new.then(|| view! { <strong>"New: "</strong> })}
                <a href=one.href.clone()>{one.text.clone()}</a>
                " " <span class="muted">{when}</span>
            </li>
        }
    });
    let list = if told.list.is_empty() {
        view! { <p class="muted">"You have no notifications."</p> }.into_any()
    } else {
        view! { <ul>{items.collect_view()}</ul> }.into_any()
    };
    let newest = told
        .list
        .first()
        .filter(|_| told.list.iter().any(|one| one.read_at.is_none()));
    let read = newest.map(|newest| {
        view! {
            <form action=route::staff::Notifications::PATH method="post">
                <input type="hidden" name="until" value=newest.made_at.to_rfc3339()/>
                <button class="button quiet">"Mark all as read"</button>
            </form>
        }
    });
    let by_mail = if told.sends_mail {
        "Choose under \u{201c}Your account\u{201d} what you get by e-mail as well."
    } else {
        "E-mail is off: notifications are shown here only."
    };
    view! {
        <section class="section" aria-labelledby="notifications">
            <h2 id="notifications">"Notifications"</h2>
            {list}
            {read}
            <p class="muted">{by_mail}</p>
            {told.outbox.as_ref().and_then(|outbox| trouble(outbox, told.sends_mail))}
        </section>
    }
    .into_any()
}

/// What is wrong with the e-mail of the site, for admins; nothing where nothing is.
fn trouble(outbox: &store::OutboxState, sends_mail: bool) -> Option<AnyView> {
    let counted = |count: i64, one: &str, many: &str| {
        let count = usize::try_from(count).unwrap_or_default();
        let noun = if count == 1 { one } else { many };
        format!("{} {noun}", grouped(count))
    };
    let mut said = Vec::new();
    if !sends_mail && outbox.waiting > 0 {
        said.push(counted(
            outbox.waiting,
            "e-mail waits until it is on.",
            "e-mails wait until it is on.",
        ));
    }
    if sends_mail && outbox.failing > 0 {
        said.push(counted(
            outbox.failing,
            "e-mail could not be sent yet.",
            "e-mails could not be sent yet.",
        ));
    }
    if outbox.given_up > 0 {
        said.push(counted(
            outbox.given_up,
            "e-mail was given up in the past 14 days.",
            "e-mails were given up in the past 14 days.",
        ));
    }
    if said.is_empty() {
        return None;
    }
    if !outbox.failure.is_empty() {
        said.push(format!("Last problem: {}.", outbox.failure));
    }
    let text = said.join(" ");
    Some(view! { <p class="notice caution" role="status">{text}</p> }.into_any())
}

/// What one gets by e-mail, by kind.
pub fn choices(choices: &[NoticeChoice], email: &str, sends_mail: bool) -> AnyView {
    let boxes = choices.iter().map(|choice| {
        let (slug, label) = (choice.kind.slug(), choice.kind.label());
        view! {
            <p>
                <label>
                    <input type="checkbox" name="kind" value=slug checked=choice.by_mail/>
                    " " {label}
                </label>
            </p>
        }
    });
    let lead = if sends_mail {
        format!("Your desk shows all notifications. Choose which of them are also sent to {email}.")
    } else {
        "Your desk shows all notifications. E-mail is off on this site; what you choose here counts once it is on.".to_owned()
    };
    view! {
        <section class="section" aria-labelledby="notifications">
            <h2 id="notifications">"Notifications by e-mail"</h2>
            <form action=route::staff::Account::PATH method="post" class="staff-form">
                <input type="hidden" name="do" value="notifications"/>
                <fieldset class="field">
                    <legend>{lead}</legend>
                    {boxes.collect_view()}
                </fieldset>
                <div class="actions"><button class="button">"Save"</button></div>
            </form>
        </section>
    }
    .into_any()
}
