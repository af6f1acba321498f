//! What is not there, and what may be meant instead.

use crate::service::{Missing, NotFound, Suggestion};
use charts::ChartRequest;
use domain::route::{self, ChartAs};
use domain::{Lang, Query};
use i18n::{InLanguage, changes, errors as say, guide, names, network, versions};

/// What was looked for and is not there. Staff work in English.
pub fn missing(lang: Lang, what: &Missing) -> String {
    match what {
        Missing::Page => say::no_page(lang).to_owned(),
        Missing::ListPage(page, pages) => {
            say::no_list_page(lang, &page.to_string(), &pages.to_string())
        }
        Missing::HistoryPage => changes::no_such_page(lang).to_owned(),
        Missing::DataVersion => versions::unknown(lang).to_owned(),
        Missing::Commitment(code) => say::no_commitment(lang, code),
        Missing::Member(slug) => say::no_member(lang, slug),
        Missing::Area(slug) => say::no_area(lang, slug),
        Missing::Chart(name) => say::no_chart(lang, name),
        Missing::Participant(slug) => network::unknown(lang, slug),
        Missing::Chapter(slug) => guide::unknown_chapter(lang, slug),
        Missing::Action(slug) => guide::unknown_action(lang, slug),
        Missing::ForStaff(what) => what.to_string(),
    }
}

/// The addresses of what may be meant instead, with their names.
pub fn suggestions(lang: Lang, missing: &NotFound) -> Vec<(String, String)> {
    let named = missing.instead.iter();
    named.map(|suggestion| link(lang, suggestion)).collect()
}

fn link(lang: Lang, suggestion: &Suggestion) -> (String, String) {
    let (href, name): (&str, &str) = match suggestion {
        Suggestion::Commitment {
            code,
            title,
            member,
        } => {
            let member = names::member(lang, &member.slug(), &member.name);
            return (
                route::Commitment::new(code).to_string(),
                format!("{code} {title} ({member})"),
            );
        }
        Suggestion::Member(member) => {
            let slug = member.slug();
            let name = names::member(lang, &slug, &member.name);
            return (route::Member::new(&slug).to_string(), name);
        }
        Suggestion::Area(area) => {
            let name = names::area(lang, &area.slug, &area.name);
            return (route::Area::new(&area.slug).to_string(), name);
        }
        Suggestion::Chart(chart) => {
            let href = ChartRequest::plain(*chart).link(&Query::default(), ChartAs::Page);
            return (href, chart.in_language(lang).to_owned());
        }
        Suggestion::Chapter(chapter) => {
            let title = chapter.text("title", lang).to_owned();
            return (route::GuideChapter::new(&chapter.slug).to_string(), title);
        }
        Suggestion::FirstPage(query) => {
            return (
                query.link(route::Commitments),
                say::first_page(lang).to_owned(),
            );
        }
        Suggestion::LastPage(query) => {
            return (
                query.link(route::Commitments),
                say::last_page(lang).to_owned(),
            );
        }
        Suggestion::FirstChanges(href) => (href, changes::first_page(lang)),
        Suggestion::Versions => (route::Versions::PATH, versions::heading(lang)),
        Suggestion::Commitments => (route::Commitments::PATH, say::all_commitments(lang)),
        Suggestion::Members => (route::Members::PATH, say::all_members(lang)),
        Suggestion::Areas => (route::Areas::PATH, say::all_areas(lang)),
        Suggestion::Guide => (route::Guide::PATH, guide::whole(lang)),
        Suggestion::Network => (route::Network::PATH, network::whole(lang)),
        Suggestion::Desk => (route::staff::Desk::PATH, "The desk"),
        Suggestion::StaffMembers => (route::staff::Members::PATH, "All members"),
        Suggestion::StaffAreas => (route::staff::Areas::PATH, "All policy areas"),
        Suggestion::StaffTexts => (route::staff::Context::PATH, "Texts and lists"),
        Suggestion::StaffItems(kind) => {
            return (
                route::staff::ContextKind::new(kind.slug()).to_string(),
                kind.label().to_owned(),
            );
        }
        Suggestion::StaffFiles => (route::staff::Imports::PATH, "Files"),
        Suggestion::StaffSources => (route::staff::Sources::PATH, "Watched sources"),
        Suggestion::StaffWebhooks => (route::staff::Webhooks::PATH, "Webhooks"),
        Suggestion::SignIn => (route::staff::SignIn::PATH, "Sign in"),
    };
    (href.to_owned(), name.to_owned())
}
