//! What every page has around it.

use leptos::prelude::*;

use super::head::NAME;
use super::lang;
use super::links::{Links, kept_fields, link_to, link_to_present};
use crate::assets::asset_href;
use crate::service::App;
use catalogue::Catalogue;
use domain::query::MAX_SEARCH_LENGTH;
use domain::record::DataVersion;
use domain::route;
use domain::{AsOf, Lang};
use i18n::format::{day_of, moment, number};
use i18n::layout as say;

type Label = fn(Lang) -> &'static str;

const NAVIGATION: &[(&str, Label)] = &[
    (route::Commitments::PATH, say::commitments),
    (route::Members::PATH, say::countries),
    (route::Areas::PATH, say::topics),
    (route::Charts::PATH, say::charts),
    (route::Compare::PATH, say::compare),
    (route::About::PATH, say::about_link),
];

/// What `/about` leads to, with what each is for.
pub const ABOUT: &[(&str, Label, Label)] = &[
    (route::Method::PATH, say::method, say::method_is),
    (route::Data::PATH, say::data, say::data_is),
    (route::Coverage::PATH, say::coverage, say::coverage_is),
    (route::Reports::PATH, say::reports, say::reports_is),
    (route::Api::PATH, say::api, say::api_is),
    (route::Changes::PATH, say::changes, say::changes_is),
    (route::Guide::PATH, say::guide, say::guide_is),
    (route::Challenge::PATH, say::challenge, say::challenge_is),
    (route::Network::PATH, say::network, say::network_is),
    (route::Resources::PATH, say::resources, say::resources_is),
];

/// The header, a page's content, and the footer.
///
/// `here` is the part of the site the page is in, for example `/members`; `catalogue` the state of
/// the record that is shown, none where it cannot be read; `search` whether the header has a search
/// box, which pages with a search of their own leave out.
pub fn layout(
    here: &'static str,
    catalogue: Option<&Catalogue>,
    search: bool,
    body: impl IntoView + 'static,
) -> AnyView {
    let t = lang();
    let version = catalogue.map(Catalogue::version).cloned();
    let demonstration = version.as_ref().is_some_and(|v| v.demonstration);
    view! {
        <a class="skip" href="#main">{say::skip(t)}</a>
        <super::Sprite/>
        <header class="site-head">
            <div class="wrap">
                <a class="brand" href=link_to(route::Home)>
                    <svg aria-hidden="true"><use href="#logo"></use></svg>
                    {NAME}
                </a>
                <div class="site-wide">{ways(t, here, search, false)}</div>
                <details class="site-menu">
                    <summary>{say::menu(t)}</summary>
                    <div>{ways(t, here, search, true)}</div>
                </details>
            </div>
        </header>
        {demonstration.then(|| view! { <DemonstrationBanner/> })}
        {use_context::<App>().filter(App::is_stale).map(|_| view! { <StaleBanner/> })}
        {use_context::<AsOf>().map(|as_of| view! { <PastBanner as_of/> })}
        <main id="main" tabindex="-1" class="wrap">{super::left_out_notice(catalogue)}{body}</main>
        <footer class="site-foot">
            <div class="wrap">
                <div>
                    <p><strong>{NAME}</strong></p>
                    <p>{say::about(t)}</p>
                </div>
                <div>
                    <p>{version.map(|v| version_in_words(t, &v))} " " {say::whose(t)}</p>
                    <p>{say::licence(t)} <a href=link_to(route::Data)>{say::where_from(t)}</a> "."</p>
                </div>
                <nav aria-label=say::nav_footer(t)>
                    <ul>{links(t, NAVIGATION, "")}{further(t)}</ul>
                </nav>
            </div>
        </footer>
    }
    .into_any()
}

/// Says that what is shown may have changed since.
#[component]
fn StaleBanner() -> impl IntoView {
    let t = lang();
    view! {
        <aside class="banner" aria-label=say::stale(t)>
            <div class="wrap">
                <p><strong>{say::stale(t)}</strong> " " {say::stale_means(t)}</p>
            </div>
        </aside>
    }
}

/// A page without header and footer, for the frames of other sites.
pub fn bare(body: impl IntoView + 'static) -> AnyView {
    view! {
        <super::Sprite/>
        <main id="main" class="embed">{body}</main>
    }
    .into_any()
}

fn version_in_words(t: Lang, version: &DataVersion) -> String {
    let number = number(t, usize::try_from(version.number).unwrap_or_default());
    match version.made_at {
        Some(at) => say::version(t, &number, &day_of(t, at)),
        None => say::version_undated(t, &number),
    }
}

/// The ways through the site. Wide pages show them in the header, narrow ones in its menu; each has names of
/// its own, since a page may not have two landmarks of one name.
fn ways(t: Lang, here: &'static str, search: bool, in_menu: bool) -> impl IntoView {
    let named = |name: &str| {
        if in_menu {
            format!("{name} ({})", say::menu(t))
        } else {
            name.to_owned()
        }
    };
    let [navigation, searching, languages] =
        [say::nav_main(t), say::search_site(t), say::language(t)].map(named);
    view! {
        <nav class="site-nav" aria-label=navigation><ul>{links(t, NAVIGATION, here)}</ul></nav>
        {search.then(|| view! { <SearchBox label=searching/> })}
        <LanguageChoice label=languages/>
    }
}

fn links(t: Lang, entries: &'static [(&str, Label)], here: &'static str) -> impl IntoView {
    let is_about = ABOUT.iter().any(|(path, ..)| *path == here);
    let link = move |(href, label): &(&'static str, Label)| {
        let is_part = is_about && *href == route::About::PATH;
        let current = (*href == here || is_part).then_some("page");
        view! { <li><a href=link_to(href) aria-current=current>{label(t)}</a></li> }
    };
    entries.iter().map(link).collect_view()
}

/// What only the foot of a page leads to.
fn further(t: Lang) -> impl IntoView {
    let about = ABOUT.iter().map(|(href, label, _)| (*href, *label));
    let others: [(_, Label); 2] = [
        (route::Brief::PATH, i18n::brief::brief),
        (route::staff::Desk::PATH, say::staff),
    ];
    let links = about.chain(others);
    let links = links.map(|(href, label)| view! { <li><a href=link_to(href)>{label(t)}</a></li> });
    links.collect_view()
}

/// Asks for the same page in another language, and to remember that. A form, so that looking at an
/// address never changes what a browser keeps.
#[component]
fn LanguageChoice(label: String) -> impl IntoView {
    let t = lang();
    let buttons = Lang::ALL.iter().map(|other| {
        // The whole name begins with the two letters that are seen.
        view! {
            <li>
                <button
                    class="link" name="lang" value=other.slug() lang=other.slug()
                    aria-current=(*other == t).then_some("true")
                >
                    <abbr aria-hidden="true">{other.slug().to_uppercase()}</abbr>
                    <span class="vh">{other.label()}</span>
                </button>
            </li>
        }
    });
    view! {
        <form class="languages" method="post" action=route::Language::PATH aria-label=label>
            <input type="hidden" name="to" value=Links::of_page().here.clone()/>
            <ul>{buttons.collect_view()}</ul>
        </form>
    }
}

#[component]
fn DemonstrationBanner() -> impl IntoView {
    let t = lang();
    view! {
        <aside class="banner" aria-label=say::demonstration(t)>
            <div class="wrap">
                <p><strong>{say::demonstration(t)}</strong> " " {say::demonstration_means(t)}</p>
            </div>
        </aside>
    }
}

/// Says on every page that it shows a past state, and leads back to the present.
#[component]
fn PastBanner(as_of: AsOf) -> impl IntoView {
    let t = lang();
    let links = Links::of_page();
    view! {
        <aside class="banner" aria-label=say::past(t)>
            <div class="wrap">
                <p>
                    <strong>{say::past_is(t, &moment(t, as_of))}</strong> " "
                    {lasting(t, as_of)} " "
                    <a data-now="" href=link_to_present(&links.present)>{say::present(t)}</a>
                </p>
            </div>
        </aside>
    }
}

/// Whether the address of a past state will keep showing it: a day that is not over will not.
fn lasting(t: Lang, as_of: AsOf) -> &'static str {
    if use_context::<App>().is_none_or(|app| as_of.until() <= app.now()) {
        say::past_means(t)
    } else {
        say::past_not_over(t)
    }
}

/// A search of the whole site.
#[component]
pub fn SearchBox(
    /// Whether it is the page's main control.
    #[prop(optional)]
    big: bool,
    /// What was typed before.
    #[prop(optional)]
    typed: String,
    /// Its name among the landmarks of the page, where it is not the only one.
    #[prop(optional)]
    label: Option<String>,
) -> impl IntoView {
    let t = lang();
    let placeholder = if big {
        say::search_example(t)
    } else {
        say::search(t)
    };
    let label = label.unwrap_or_else(|| say::search_site(t).to_owned());
    let class = if big { "search big" } else { "search" };
    let face = if big {
        say::search(t).into_any()
    } else {
        view! { <svg class="icon" aria-hidden="true"><use href="#i-search"></use></svg> }.into_any()
    };
    view! {
        <form class=class role="search" action=route::Search::PATH aria-label=label>
            {kept_fields()}
            <input
                type="search"
                name="q"
                aria-label=say::search_site(t)
                value=typed
                placeholder=placeholder
                maxlength=MAX_SEARCH_LENGTH.to_string()
                data-suggestions=route::Suggestions::PATH
            />
            <button class="button" aria-label=say::search(t)>{face}</button>
            // A module that several boxes ask for runs once.
            {asset_href("suggest.js").map(|href| view! { <script type="module" src=href></script> })}
        </form>
    }
}

/// The way from the top of the site to the page.
#[component]
pub fn Crumbs(
    /// Addresses and names, from the top down.
    trail: Vec<(String, String)>,
) -> impl IntoView {
    let steps = trail
        .into_iter()
        .map(|(href, name)| view! { <li><a href=link_to(href)>{name}</a></li> });
    view! {
        <nav class="crumbs" aria-label=say::breadcrumb(lang())><ol>{steps.collect_view()}</ol></nav>
    }
}
