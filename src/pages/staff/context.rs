//! `/staff/context`: the texts of areas, the guide, the network, resources, what is featured, the
//! Challenge. One form serves every kind of item; its fields are those of the kind.

use leptos::prelude::*;

use super::context_rows::rows;
use super::form::Form;
use super::{clash_notice, desk};
use crate::pages::{Page, StaffVisit};
use crate::service::context::fill;
use crate::service::public_page_of;
use catalogue::ContextItems;
use domain::Lang;
use domain::context::{ContextField, ContextItem, ContextKind, FieldFormat};
use domain::forms::Fields;
use domain::route;

const HERE: &str = route::staff::Context::PATH;
const TITLE: &str = "Texts and lists";

/// Every kind of item.
pub async fn context_page(visit: StaffVisit) -> Page {
    let staff = &visit.staff;
    visit
        .app
        .require(staff, domain::Action::ManageContext)
        .await?;
    let catalogue = visit.app.catalogue();
    let kinds = ContextKind::ALL.iter().map(|kind| {
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
fn name(item: &ContextItem) -> String {
    let keys = ["title", "title_en", "name_en"];
    let first_term = item.list("same").next().unwrap_or_default();
    let named = keys
        .iter()
        .map(|key| item.get(key))
        .chain([first_term])
        .find(|name| !name.is_empty());
    named.unwrap_or(&item.slug).to_owned()
}

fn list(context: &ContextItems, kind: ContextKind, withdrawn: bool) -> AnyView {
    let link = |item: &ContextItem| {
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
            <h2 id="add">"Add an item"</h2>
            <form action=route::staff::ContextKind::new(kind.slug()).to_string() method="post" class="staff-form wide" data-unsaved="">
                {form.carried(0)}
                {form.line("slug", "Name in addresses", "Use a-z, 0-9 and single hyphens. For the text of a policy area, use the name of that area. You cannot change this later.", "text")}
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
        ("no", "Undo withdrawal")
    } else {
        ("yes", "Withdraw")
    };
    let body = view! {
        <p>
            <a href=route::staff::ContextKind::new(kind.slug()).to_string()>{kind.label()}</a>
            {(!shown.item.withdrawn).then(|| public_page_of(&shown.item)).map(|href| view! { " \u{b7} " <a href=href>"Public page"</a> })}
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
            <p>"Nothing is deleted. Withdrawn items stay in the history."</p>
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

fn controls(form: &Form, kind: ContextKind) -> Vec<AnyView> {
    kind.fields()
        .iter()
        .map(|field| control(form, field))
        .collect()
}

/// The control of a field; one for each language where it has a text for each.
fn control(form: &Form, field: &'static ContextField) -> AnyView {
    if !field.is_localized() {
        return one(form, field, field.keys[0], field.label);
    }
    let each = field.keys_by_lang().map(|(key, lang)| {
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

fn one(form: &Form, field: &ContextField, key: &'static str, label: &'static str) -> AnyView {
    match field.format {
        FieldFormat::Markdown => form.text(
            key,
            label,
            "Paragraphs, lists with -, **strong**, [links](https://\u{2026}).",
            8,
        ),
        FieldFormat::Sources | FieldFormat::NetworkStatuses => {
            rows(form, (key, label), field.format)
        }
        FieldFormat::Choice(options) => {
            let options = options();
            let options = options
                .into_iter()
                .map(|(word, label)| (word.to_owned(), label.to_owned()));
            form.choice(key, label, "", options.collect())
        }
        FieldFormat::Date => form.line(key, label, "2018, 2018-06 or 2018-06-30.", "text"),
        FieldFormat::Slugs => form.line(
            key,
            label,
            "As in web addresses. Separate several with ;",
            "text",
        ),
        FieldFormat::Codes => form.line(
            key,
            label,
            "Such as NL0031. Separate several with ;",
            "text",
        ),
        FieldFormat::Query => form.line(
            key,
            label,
            "The part after the ? in the address of a list.",
            "text",
        ),
        FieldFormat::Address => form.line(key, label, "", "url"),
        FieldFormat::Position | FieldFormat::Line => form.line(key, label, "", "text"),
    }
}
