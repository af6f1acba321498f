//! `/staff/webhooks`: other people's programs that changes are sent to.

use leptos::prelude::*;

use super::desk;
use super::form::Form;
use super::moment;
use crate::pages::{Page, StaffVisit};
use crate::words;
use domain::forms::Fields;
use domain::{Lang, Query, route};
use store::Webhook;

/// The webhooks, and the form that adds one.
pub async fn webhooks_page(visit: StaffVisit) -> Page {
    let webhooks = visit.app.webhooks_for(&visit.staff).await?;
    let catalogue = visit.app.catalogue();
    let list = webhooks.iter().map(|(webhook, secret)| {
        let query = Query::parse(&webhook.query).unwrap_or_default();
        let list = words::heading(Lang::English, &catalogue, &query);
        one(webhook, secret, &query, list)
    });
    let list = list.collect_view();
    let none = webhooks
        .is_empty()
        .then(|| view! { <p class="muted">"No webhooks yet."</p> });
    let test = visit.form().problems.of("test").map(str::to_owned);
    let test = test.map(|text| view! { <p class="notice caution" role="alert">{text}</p> });
    let body = view! {
        <p class="prose">
            "A webhook sends changes to somebody else\u{2019}s program as signed JSON messages. A change is sent five minutes after it is published, unless it was undone by then. If the program does not accept a message, we try again for a week. "
            <a href="#add">"Add a webhook"</a>
        </p>
        {test}
        {none}
        {list}
        {add(&visit)}
    };
    Ok(desk(&visit, route::staff::Webhooks::PATH, "Webhooks", body))
}

/// How a webhook is doing.
fn state(webhook: &Webhook) -> String {
    let times = match webhook.failures {
        1 => "once".to_owned(),
        many => format!("{many} times"),
    };
    if let Some(at) = webhook.stopped_at {
        let at = moment::moment(at);
        return format!(
            "Stopped on {at}: messages were not accepted for a week ({}). Nothing is lost: \u{201c}Try again\u{201d} sends everything since.",
            webhook.failure
        );
    }
    if webhook.failures > 0 {
        let next = moment::moment(webhook.next_at);
        return format!(
            "The last message was not accepted, tried {times}: {}. Next try: {next}.",
            webhook.failure
        );
    }
    webhook
        .delivered_at
        .map_or("No message sent yet.".to_owned(), |at| {
            format!("Last message delivered: {}.", moment::moment(at))
        })
}

fn one(webhook: &Webhook, secret: &str, query: &Query, list: String) -> impl IntoView + use<> {
    let name = webhook.name.clone();
    let label = name.clone();
    let fails = webhook.failures > 0 || webhook.stopped_at.is_some();
    let class = if fails { "notice caution" } else { "" };
    let retry = fails.then(
        || view! { <button class="button quiet" name="do" value="retry">"Try again"</button> },
    );
    let added = format!("{}, {}", webhook.added_by, moment::moment(webhook.added_at));
    view! {
        <section class="section" aria-label=label>
            <h2>{name.clone()}</h2>
            <p class=class>{state(webhook)}</p>
            <dl class="facts">
                <div><dt>"Address"</dt><dd>{webhook.url.clone()}</dd></div>
                <div><dt>"Sends changes of"</dt><dd><a href=query.link(route::Commitments)>{list}</a></dd></div>
                <div><dt>"Added"</dt><dd>{added}</dd></div>
            </dl>
            <details>
                <summary>"Secret of "{name.clone()}</summary>
                <p>"The receiver checks signatures with it. Give it to nobody else."</p>
                <p><code>{secret.to_owned()}</code></p>
            </details>
            <form action=route::staff::Webhooks::PATH method="post" class="inline-field">
                <input type="hidden" name="webhook" value=name/>
                {retry}
                <button class="button quiet" name="do" value="test">"Send a test message"</button>
                <button class="button quiet" name="do" value="remove">"Remove"</button>
            </form>
        </section>
    }
}

fn add(visit: &StaffVisit) -> impl IntoView + use<> {
    let form = Form::of(visit.form(), "", Fields::default);
    view! {
        <section class="section" aria-labelledby="add">
            <h2 id="add">"Add a webhook"</h2>
            <form action=route::staff::Webhooks::PATH method="post" class="staff-form">
                {form.line("name", "Name", "Whose program it is, such as Civic Data Lab.", "text")}
                {form.line("url", "Address of the receiver", "Begins with https://. Messages are sent to it as POST requests.", "url")}
                {form.line("query", "Commitments", "Paste the address of a list, such as /commitments?member=spain. Empty for all commitments.", "text")}
                <div class="actions"><button class="button">"Add webhook"</button></div>
            </form>
        </section>
    }
}
