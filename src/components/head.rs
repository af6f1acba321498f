//! What a page says about itself to browsers, search engines and those who share it.
//!
//! `leptos_meta` cannot be used for this; `web::finish` says why.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

use super::lang;
use super::links::Links;
use crate::site::Origin;
use charts::{Chart, ChartName, ChartRequest, escape};
use domain::route::{self, ChartAs};
use domain::{AsOf, Lang, Query, params};
use i18n::changes as changes_words;
use i18n::feeds as feed_words;
use i18n::format::moment;
use i18n::layout as say;
use i18n::resources as resources_words;
use i18n::{InLanguage, query_words};

/// The product's name, as it stands behind each page's title.
pub const NAME: &str = "OGP commitment tracker";

/// The tags of one document's head; what a page sets is put there once the page is whole.
#[derive(Debug, Clone, Default)]
pub struct Head(Arc<Mutex<String>>);

impl Head {
    /// Adds a tag to those that the page has set.
    pub fn add(&self, tag: &str) {
        if let Ok(mut tags) = self.0.lock() {
            tags.push_str(tag);
        }
    }

    /// The tags that were set.
    pub fn tags(&self) -> String {
        self.0.lock().map_or(String::new(), |tags| tags.clone())
    }
}

/// The picture of a page where a link to it is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its address within the site, in the language of the page.
    picture: String,
    /// What it shows, for those who do not see it.
    alt: String,
}

impl Card {
    /// A chart over a query, with what it shows in words.
    pub fn of(request: ChartRequest, query: &Query, title: &str, shows: &str) -> Self {
        let t = lang();
        let plain = query.seen_from(None).speaking(Lang::English);
        let picture = t.in_address(&request.link(&plain, ChartAs::Card));
        Self {
            // Of the moment that the page shows.
            picture: Links::of_page().carry_but(&picture, Some("lang")),
            alt: say::picture_of(t, title, shows),
        }
    }

    /// A chart that the page itself shows.
    pub fn of_chart(chart: &Chart, query: &Query) -> Self {
        Self::of(chart.request, query, &chart.title, &chart.finding)
    }

    /// How far the commitments got that a query selects; `what` names them.
    pub fn of_progress(query: &Query, what: &str) -> Self {
        let title = ChartName::Progress.in_language(lang());
        Self::of(ChartRequest::plain(ChartName::Progress), query, title, what)
    }
}

/// Sets the title, description and canonical address of the page, and what a link to it looks like
/// where it is shared: the chart of progress. Shows nothing itself.
pub fn page_title(title: &str, description: &str, canonical: &str) {
    let what = query_words::all_commitments(lang());
    let card = Card::of_progress(&Query::default(), what);
    page_with_card(title, description, canonical, &card);
}

/// The same with a picture of the page's own. Without the site's own address there is no picture: previews
/// need the whole address. Neither are there links to the page in other languages, and its canonical
/// address is relative.
pub fn page_with_card(title: &str, description: &str, canonical: &str, card: &Card) {
    let origin = use_context::<Origin>().map(|origin| origin.to_string());
    let origin = origin.as_deref();
    let t = lang();
    let title_alone = title;
    // Titles that put a query into words already say of when it is.
    let date = use_context::<AsOf>().map(|as_of| moment(t, as_of));
    let date = date.filter(|date| !title.contains(date.as_str()));
    let past = date.map_or(String::new(), |date| say::as_of(t, &date));
    let full = if title.is_empty() {
        format!("{NAME}{past}")
    } else {
        format!("{title}{past} \u{b7} {NAME}")
    };
    let (title, description) = (escape(&full), escape(description));
    let plain = without_language(canonical);
    let others = in_other_languages(&plain, origin);
    let canonical = t.in_address(canonical);
    // English needs no word for it, also where the address that was asked for has one.
    let own = escape(&Links::of_page().carry_but(&canonical, Some("lang")));
    let own = format!("{}{own}", escape(origin.unwrap_or_default()));
    let picture = origin.map_or(String::new(), |origin| {
        let origin = escape(origin);
        let (picture, alt) = (escape(&card.picture), escape(&card.alt));
        format!(
            "<meta property=\"og:url\" content=\"{own}\">\
             <meta property=\"og:image\" content=\"{origin}{picture}\">\
             <meta property=\"og:image:width\" content=\"1200\">\
             <meta property=\"og:image:height\" content=\"630\">\
             <meta property=\"og:image:alt\" content=\"{alt}\">\
             <meta name=\"twitter:card\" content=\"summary_large_image\">"
        )
    });
    let tags = format!(
        "<title>{title}</title><meta name=\"description\" content=\"{description}\">\
         <meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:description\" content=\"{description}\">\
         <meta property=\"og:type\" content=\"website\">\
         <meta property=\"og:site_name\" content=\"{NAME}\">{picture}\
         <meta property=\"og:locale\" content=\"{}\">\
         <link rel=\"canonical\" href=\"{own}\">{others}{}",
        t.slug(),
        feeds(t, &plain, title_alone),
    );
    if let Some(head) = use_context::<Head>()
        && let Ok(mut set) = head.0.lock()
    {
        *set = tags;
    }
}

/// Tells programs where they find a chart's page as something to embed. Needs the site's own address;
/// called after the page's title is set. Shows nothing itself.
pub fn offer_oembed(title: &str, page: &str) {
    let Some(origin) = use_context::<Origin>() else {
        return;
    };
    let page = format!("{origin}{}", Links::of_page().carry(page));
    let href = format!("{origin}{}&format=json", route::OEmbed.with("url", page));
    let tag = format!(
        "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{}\">",
        escape(title),
        escape(&href)
    );
    if let Some(head) = use_context::<Head>() {
        head.add(&tag);
    }
}

/// An address of a page, whatever its language.
fn without_language(address: &str) -> String {
    match address.split_once('?') {
        Some((path, query)) => match params::without(query, "lang") {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        },
        None => address.to_owned(),
    }
}

/// Where feed readers find what is new: about what the page shows, and on the site. `title` is the page's.
fn feeds(t: Lang, address: &str, title: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let below = |list: &str| {
        path.strip_prefix(list)?
            .strip_prefix('/')
            .map(str::to_owned)
    };
    let both = |title: &str, atom: String, json: String| {
        let formats = [("atom+xml", atom), ("feed+json", json)];
        let links = formats.map(|(kind, href)| {
            let (href, title) = (escape(&t.in_address(&href)), escape(title));
            format!(
                "<link rel=\"alternate\" type=\"application/{kind}\" title=\"{title}\" href=\"{href}\">"
            )
        });
        links.concat()
    };
    let (list, json_list) = (route::CommitmentsFeed, route::CommitmentsJsonFeed);
    let own_title = feed_words::title_of(t, title);
    let of = |key: &str, value: String| {
        let (atom, json) = (list.with(key, &value), json_list.with(key, &value));
        both(&own_title, atom, json)
    };
    // Feeds tell of the present, and of every page of a list.
    let asked = ["page", "sort", "view", "columns", "as_of"]
        .into_iter()
        .fold(query.to_owned(), |query, key| params::without(&query, key));
    let changes = changes_words::feed_title(t);
    let own = if let Some(code) = below(route::Commitments::PATH) {
        of("code", code)
    } else if let Some(slug) = below(route::Members::PATH) {
        of("member", slug)
    } else if let Some(slug) = below(route::Areas::PATH) {
        of("area", slug)
    } else if path == route::Commitments::PATH {
        both(&own_title, list.asking(&asked), json_list.asking(&asked))
    } else if path == route::Changes::PATH && !asked.is_empty() {
        let (atom, json) = (route::ChangesFeed, route::ChangesJsonFeed);
        both(changes, atom.asking(&asked), json.asking(&asked))
    } else if path == route::Resources::PATH {
        let (atom, json) = (route::ResourcesFeed, route::ResourcesJsonFeed);
        let title = resources_words::feed_title(t);
        both(title, atom.asking(&asked), json.asking(&asked))
    } else {
        String::new()
    };
    let everything = both(
        changes,
        route::ChangesFeed.to_string(),
        route::ChangesJsonFeed.to_string(),
    );
    own + &everything
}

/// Links to the page in each language, for search engines, which need absolute addresses. `plain` is the
/// page's address without a language.
fn in_other_languages(plain: &str, origin: Option<&str>) -> String {
    let Some(origin) = origin else {
        return String::new();
    };
    let one = |name: &str, lang: Lang| {
        let href = escape(&format!("{origin}{}", lang.in_address(plain)));
        format!("<link rel=\"alternate\" hreflang=\"{name}\" href=\"{href}\">")
    };
    Lang::ALL
        .iter()
        .map(|lang| one(lang.slug(), *lang))
        .chain([one("x-default", Lang::English)])
        .collect()
}

/// One line that says how to cite what a page shows; `citation` takes the site's own address.
pub fn cite<V: IntoView + 'static>(citation: impl FnOnce(&str) -> V) -> AnyView {
    let origin = use_context::<Origin>().map_or(String::new(), |origin| origin.to_string());
    let citation = citation(&origin);
    view! { <p class="cite"><strong>{say::cite_this(lang())}</strong> " " {citation}</p> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_from_the_data_stays_a_title() {
        let owner = Owner::new();
        let head = Head::default();
        let document = owner.with(|| {
            provide_context(head.clone());
            page_title(
                "</title><script>alert(1)</script>",
                "a \"b\" & c",
                "/x?a=1&b=2",
            );
            head.tags()
        });
        assert_eq!(document.matches("<title>").count(), 1);
        assert!(!document.contains("<script>"), "{document}");
        assert!(
            document.contains("content=\"a &quot;b&quot; &amp; c\""),
            "{document}"
        );
    }
}
