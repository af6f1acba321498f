//! `/follow`: getting e-mail about commitments, confirming that one wants it, and ending it.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{layout, link_to, mail_form, page_title};
use crate::service::NotFound;
use crate::service::mail::{FollowedView, Following};
use crate::words::heading;
use catalogue::Catalogue;
use domain::forms::{Fields, Problems};
use domain::mail::Frequency;
use domain::query::Query;
use domain::{Lang, route};
use i18n::mail as say;

/// The form as it was sent, with what was wrong.
#[derive(Debug, Clone)]
pub struct FollowForm {
    /// What is to be followed.
    pub query: Query,
    pub fields: Fields,
    pub problems: Problems,
}

/// Asks for e-mail about the commitments that the address selects; after that says to look for it.
pub async fn follow_page(visit: Visit, sent: Option<FollowForm>) -> Page {
    if !visit.app.sends_mail() {
        return Err(NotFound::page().into());
    }
    let query = match &sent {
        Some(form) => form.query.clone(),
        None => visit.query()?.selection().seen_from(None),
    };
    let query = query.speaking(Lang::English);
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let what = heading(t, &catalogue, &query);
    let is_asked = visit.params().all("done").any(|done| done == "asked");
    let back = query.link(route::Commitments);
    let (title, body) = if is_asked && sent.is_none() {
        let body = view! {
            <p class="prose" role="status">{say::check_mail_means(t)}</p>
        };
        (say::check_mail(t), body.into_any())
    } else {
        let (fields, problems) =
            sent.map_or_else(Default::default, |sent| (sent.fields, sent.problems));
        let (fields, problems): (Fields, Problems) = (fields, problems);
        let often: Frequency = fields.get("often").parse().unwrap_or(Frequency::Daily);
        let others = ["often", "query", ""].into_iter();
        let others = others.filter_map(|field| problems.of(field));
        let others = others.map(
            |problem| view! { <p class="notice caution" role="alert">{problem.to_owned()}</p> },
        );
        let body = view! {
            {others.collect_view()}
            <p class="prose">{say::you_follow(t, &what)}</p>
            {mail_form(&query, fields.get("email"), often, &problems)}
        };
        (say::title(t), body.into_any())
    };
    Ok(document(
        title,
        &catalogue,
        view! {
            {body}
            <p><a href=link_to(back)>{say::back(t)}</a></p>
        },
    ))
}

/// A page of these, which no search engine is to find.
fn document(title: &str, catalogue: &Catalogue, body: impl IntoView + 'static) -> AnyView {
    let t = crate::components::lang();
    let title = title.to_owned();
    page_title(&title, say::description(t), route::Follow::PATH);
    layout(
        route::Follow::PATH,
        Some(catalogue),
        true,
        view! {
            <div class="page-head"><h1>{title}</h1></div>
            {body}
        },
    )
}

/// Asks to confirm: opening the page does nothing, since programs that look at e-mail open its links.
pub async fn confirm_follow_page(
    visit: Visit,
    at: route::ConfirmFollow,
    problem: Option<String>,
) -> Page {
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let Some(pending) = visit.app.pending_follow(&at.token).await? else {
        visit.refuse(404);
        let body = view! { <p class="prose">{say::nothing_to_confirm_means(t)}</p> };
        return Ok(document(say::nothing_to_confirm(t), &catalogue, body));
    };
    let what = heading(t, &catalogue, &pending.query);
    let problem =
        problem.map(|problem| view! { <p class="notice caution" role="alert">{problem}</p> });
    let body = view! {
        {problem}
        <p class="prose">{say::confirm_lead(t, &what, say::often(t, pending.often))}</p>
        <form action=at.to_string() method="post">
            <input type="hidden" name="lang" value=t.slug()/>
            <button class="button">{say::confirm(t)}</button>
        </form>
    };
    Ok(document(say::confirm_title(t), &catalogue, body))
}

/// What an address follows, with the ways to change and end that.
pub async fn following_page(visit: Visit, at: route::Following) -> Page {
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let Some(following) = visit.app.following(&at.token).await? else {
        return Err(NotFound::page().into());
    };
    let Some(following) = following else {
        let body = view! { <p class="prose" role="status">{say::follow_nothing_means(t)}</p> };
        return Ok(document(say::follow_nothing(t), &catalogue, body));
    };
    let done = visit.params().all("done").next();
    let done = match done {
        Some("confirmed") => Some(say::confirmed(t)),
        Some("saved") => Some(say::saved(t)),
        _ => None,
    };
    let action = at.to_string();
    let views = following.views.iter();
    let views = views
        .map(|view| followed(t, &catalogue, &action, view))
        .collect_view();
    let body = view! {
        {done.map(|done| view! { <p class="notice" role="status">{done}</p> })}
        <p class="prose">{say::following_lead(t, &following.address)}</p>
        <ul class="following">{views}</ul>
        {rhythm(t, &action, &following)}
        <form action=action.clone() method="post" class="section">
            <input type="hidden" name="lang" value=t.slug()/>
            <p class="prose" id="stop-means">{say::stop_all_means(t)}</p>
            <button class="button" name="do" value="all" aria-describedby="stop-means">{say::stop_all(t)}</button>
        </form>
    };
    Ok(document(say::following_title(t), &catalogue, body))
}

/// One thing that is followed, with its end.
fn followed(t: Lang, catalogue: &Catalogue, action: &str, view: &FollowedView) -> AnyView {
    let name = heading(t, catalogue, &view.query);
    let of = format!(": {name}");
    view! {
        <li>
            <a href=link_to(view.query.link(route::Commitments))>{name}</a>
            <form action=action.to_owned() method="post">
                <input type="hidden" name="lang" value=t.slug()/>
                <input type="hidden" name="key" value=view.key.clone()/>
                <button class="button quiet" name="do" value="stop">{say::stop(t)}<span class="vh">{of}</span></button>
            </form>
        </li>
    }
    .into_any()
}

/// How often, and in which language.
fn rhythm(t: Lang, action: &str, following: &Following) -> AnyView {
    let rhythms = Frequency::ALL.iter().map(|one| {
        let selected = *one == following.often;
        view! { <option value=one.slug() selected=selected>{say::often(t, *one)}</option> }
    });
    let langs = Lang::ALL.iter().map(|one| {
        let selected = *one == following.lang;
        view! { <option value=one.slug() selected=selected lang=one.slug()>{one.label()}</option> }
    });
    view! {
        <form action=action.to_owned() method="post" class="mail-form">
            <input type="hidden" name="lang" value=t.slug()/>
            <div class="field">
                <label for="mail-often">{say::how_often(t)}</label>
                <select name="often" id="mail-often">{rhythms.collect_view()}</select>
            </div>
            <div class="field">
                <label for="mail-lang">{say::language(t)}</label>
                <select name="speaks" id="mail-lang">{langs.collect_view()}</select>
            </div>
            <button class="button quiet" name="do" value="change">{say::save(t)}</button>
        </form>
    }
    .into_any()
}
