//! `/staff/context`: the texts of areas, the guide, the network, resources, what is featured, the
//! Challenge. One form serves every kind of item; its fields are those of the kind.

use leptos::prelude::*;

use super::form::Form;
use super::{clash_notice, desk};
use crate::pages::{Page, StaffVisit};
use crate::service::context::fill;
use crate::service::public_page_of;
use catalogue::Context;
use domain::Lang;
use domain::context::{Field, Form as Written, Item, Kind};
use domain::forms::Fields;
use domain::route;

const HERE: &str = route::staff::Context::PATH;
const TITLE: &str = "Texts and lists";

/// Every kind of item.
pub async fn context_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    visit
        .app
        .require(staff, domain::Action::KeepContext)
        .await?;
    let catalogue = visit.app.catalogue();
    let kinds = Kind::ALL.iter().map(|kind| {
        let count = catalogue.context().of(*kind).count();
        view! {
            <li>
                <a href=route::staff::ContextKind::new(kind.slug()).to_string()>{kind.label()}</a>
                " " <span class="muted">{count}</span>
            </li>
        }
    });
    let body = view! { <ul class="plain">{kinds.collect_view()}</ul> };
    Ok(desk(&visit, HERE, TITLE, body))
}

/// What an item is called in lists.
fn name(item: &Item) -> String {
    let keys = ["title", "title_en", "name_en"];
    let named = keys
        .iter()
        .map(|key| item.get(key))
        .find(|name| !name.is_empty());
    named.unwrap_or(&item.slug).to_owned()
}

fn list(context: &Context, kind: Kind, withdrawn: bool) -> AnyView {
    let link = |item: &Item| {
        let href = route::staff::ContextItem::new(kind.slug(), &item.slug).to_string();
        view! { <li><a href=href>{name(item)}</a></li> }
    };
    let items: Vec<_> = if withdrawn {
        context.withdrawn(kind).map(|item| link(item)).collect()
    } else {
        context.of(kind).map(|item| link(item)).collect()
    };
    view! { <ul class="plain columns">{items}</ul> }.into_any()
}

/// The items of a kind, and the form of a new one.
pub async fn kind_page(visit: StaffVisit, at: route::staff::ContextKind) -> Page {
    let staff = &visit.staff;
    let kind = visit.app.context_kind(staff, &at.kind).await?;
    let catalogue = visit.app.catalogue();
    let state = visit.form();
    let form = Form {
        values: state.fields.clone().unwrap_or_default(),
        problems: state.problems.clone(),
    };
    let withdrawn = catalogue
        .context()
        .withdrawn(kind)
        .next()
        .is_some()
        .then(|| {
            view! { <h2>"Withdrawn"</h2> {list(catalogue.context(), kind, true)} }
        });
    let body = view! {
        <p><a href=HERE>{TITLE}</a></p>
        {list(catalogue.context(), kind, false)}
        {withdrawn}
        <section class="section" aria-labelledby="add">
            <h2 id="add">"Add one"</h2>
            <form action=route::staff::ContextKind::new(kind.slug()).to_string() method="post" class="staff-form wide" data-unsaved="">
                {form.carried(0)}
                {form.line("slug", "Name in addresses", "a-z, 0-9 and single hyphens; for a text of a policy area, the area\u{2019}s own. It cannot be changed later.", "text")}
                {controls(&form, kind)}
                {form.reason()}
                <div class="actions"><button class="button">"Add"</button></div>
            </form>
        </section>
    };
    Ok(desk(&visit, HERE, kind.label(), body))
}

/// The form of an item.
pub async fn item_page(visit: StaffVisit, at: route::staff::ContextItem) -> Page {
    let staff = &visit.staff;
    let route::staff::ContextItem { kind, slug } = at;
    let shown = visit.app.item_form(staff, &kind, &slug).await?;
    let kind = shown.item.kind;
    let state = visit.form();
    let sent = state.fields.clone();
    let of_item = |fields: &Fields| !fields.holds("withdraw");
    let form = Form {
        values: sent
            .clone()
            .filter(of_item)
            .unwrap_or_else(|| fill(&shown.item)),
        problems: state.problems.clone(),
    };
    let withdrawal = Form {
        values: sent.filter(|fields| !of_item(fields)).unwrap_or_default(),
        problems: state.problems.clone(),
    };
    let action = route::staff::ContextItem::new(kind.slug(), &slug).to_string();
    let (answer, label) = if shown.item.withdrawn {
        ("no", "Show it again")
    } else {
        ("yes", "Withdraw it")
    };
    let body = view! {
        <p>
            <a href=route::staff::ContextKind::new(kind.slug()).to_string()>{kind.label()}</a>
            {(!shown.item.withdrawn).then(|| public_page_of(&shown.item)).map(|href| view! { " \u{b7} " <a href=href>"The public page"</a> })}
        </p>
        {state.clash.as_deref().map(|clash| clash_notice(clash, "item"))}
        <form action=action.clone() method="post" class="staff-form wide">
            {form.carried(shown.base)}
            {controls(&form, kind)}
            {form.reason()}
            <div class="actions"><button class="button">"Save"</button></div>
        </form>
        <section class="section" aria-labelledby="withdraw">
            <h2 id="withdraw">{label}</h2>
            <p>"Nothing is deleted: what is withdrawn stays in the history."</p>
            <form action=action method="post" class="staff-form">
                {withdrawal.carried(shown.base)}
                <input type="hidden" name="withdraw" value=answer/>
                <div class="field">
                    <label for="why">"Reason"</label>
                    <input id="why" name="reason" value=withdrawal.values.get("reason").to_owned()/>
                </div>
                <div class="actions"><button class="button quiet">{label}</button></div>
            </form>
        </section>
    };
    let title = format!("{}: {}", kind.label(), name(&shown.item));
    Ok(desk(&visit, HERE, &title, body))
}

fn controls(form: &Form, kind: Kind) -> Vec<AnyView> {
    kind.fields()
        .iter()
        .map(|field| control(form, field))
        .collect()
}

/// The control of a field; one for each language where it has a text for each.
fn control(form: &Form, field: &'static Field) -> AnyView {
    if !field.in_languages() {
        return one(form, field, field.keys[0], field.label);
    }
    let each = field.each().map(|(key, lang)| {
        let label = lang.unwrap_or_default();
        one(form, field, key, Lang::label(label))
    });
    view! {
        <fieldset class="field">
            <legend>{field.label}</legend>
            {each.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn one(form: &Form, field: &Field, key: &'static str, label: &'static str) -> AnyView {
    match field.form {
        Written::Markdown => form.text(
            key,
            label,
            "Paragraphs, lists with -, **strong**, [links](https://\u{2026}).",
            8,
        ),
        Written::Sources => form.text(
            key,
            label,
            "One a line: title | https://\u{2026}, or title | es: t\u{ed}tulo | fr: titre | https://\u{2026} where the title has words of ours in it",
            4,
        ),
        Written::Standings => form.text(
            key,
            label,
            "One a line: date or undated | member, interested, invited or partner | title | https://\u{2026}; before the address perhaps es: t\u{ed}tulo | fr: titre |",
            5,
        ),
        Written::Choice(options) => {
            let options = options();
            let options = options.into_iter().map(|(word, label)| (word.to_owned(), label.to_owned()));
            form.choice(key, label, "", options.collect())
        }
        Written::Date => form.line(key, label, "2018, 2018-06 or 2018-06-30.", "text"),
        Written::Slugs => form.line(key, label, "As in addresses, ; between several.", "text"),
        Written::Codes => form.line(key, label, "Such as NL0031, ; between several.", "text"),
        Written::Query => form.line(key, label, "What stands behind the ? of a list\u{2019}s address.", "text"),
        Written::Address => form.line(key, label, "", "url"),
        Written::Position | Written::Line => form.line(key, label, "", "text"),
    }
}
