//! Links that lead feed readers to what happens to some commitments.

use leptos::prelude::*;

use super::lang;
use super::links::link_to_present;
use crate::site::OffersMail;
use domain::forms::Problems;
use domain::mail::Frequency;
use domain::{AsOf, Query, route};
use i18n::mail as say;

/// Both formats of a feed, behind what following it means. A feed tells of the present, whatever moment
/// the page shows.
pub fn follow_links(label: String, atom: String, json: String) -> AnyView {
    view! {
        <p class="follow muted no-print">
            {label} " "
            <a href=link_to_present(atom) type="application/atom+xml">"Atom"</a>
            " \u{b7} "
            <a href=link_to_present(json) type="application/feed+json">"JSON Feed"</a>
        </p>
    }
    .into_any()
}

/// The feed of the commitments that a query selects, and e-mail about them where the site sends any.
pub fn follow_query(label: String, query: &Query) -> AnyView {
    let query = query.selection().seen_from(None);
    let (atom, json) = (route::CommitmentsFeed, route::CommitmentsJsonFeed);
    let links = follow_links(label, query.link(atom), query.link(json));
    view! { {links} {by_mail(&query)} }.into_any()
}

/// The form that asks for e-mail; nothing where none is sent, or the page shows the past.
fn by_mail(query: &Query) -> Option<AnyView> {
    use_context::<OffersMail>()?;
    if use_context::<AsOf>().is_some() {
        return None;
    }
    let form = mail_form(query, "", Frequency::Daily, &Problems::default());
    let view = view! {
        <details class="by-mail no-print">
            <summary>{say::by_mail(lang())}</summary>
            {form}
        </details>
    };
    Some(view.into_any())
}

/// The form by which somebody asks for e-mail about the commitments that a query selects, as it was filled in.
pub fn mail_form(query: &Query, typed: &str, often: Frequency, problems: &Problems) -> AnyView {
    let t = lang();
    let options = Frequency::ALL.iter().map(|one| {
        view! { <option value=one.slug() selected=*one == often>{say::often(t, *one)}</option> }
    });
    let problem = problems.of("email").map(str::to_owned);
    let invalid = problem.is_some().then_some("true");
    let problem = problem.map(|problem| {
        view! { <p class="field-error" id="mail-address-error">{problem}</p> }
    });
    let described = if invalid.is_some() {
        "mail-address-error mail-means"
    } else {
        "mail-means"
    };
    view! {
        <form action=route::Follow::PATH method="post" class="mail-form">
            <input type="hidden" name="query" value=query.to_address()/>
            <input type="hidden" name="lang" value=t.slug()/>
            <div class="field">
                <label for="mail-address">{say::address(t)}</label>
                {problem}
                <input type="email" name="email" id="mail-address" value=typed.to_owned() required autocomplete="email"
                    aria-describedby=described aria-invalid=invalid/>
            </div>
            <div class="field">
                <label for="mail-often">{say::how_often(t)}</label>
                <select name="often" id="mail-often">{options.collect_view()}</select>
            </div>
            <p class="hint" id="mail-means">{say::what_happens(t)} " " {say::one_mail(t)}</p>
            <button class="button">{say::follow(t)}</button>
        </form>
    }
    .into_any()
}
