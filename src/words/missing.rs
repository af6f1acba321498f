//! What is not there, and what may be meant instead.

use crate::service::{Missing, NotFound, Suggestion};
use charts::ChartRequest;
use domain::{Lang, Query};
use i18n::{Said, changes, errors as say, guide, names, network};

/// What was looked for and is not there. Staff work in English.
pub fn missing(lang: Lang, what: &Missing) -> String {
    match what {
        Missing::Page => say::no_page(lang).to_owned(),
        Missing::ListPage(page, pages) => {
            say::no_list_page(lang, &page.to_string(), &pages.to_string())
        }
        Missing::HistoryPage => changes::no_such_page(lang).to_owned(),
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
                format!("/commitments/{code}"),
                format!("{code} {title} ({member})"),
            );
        }
        Suggestion::Member(member) => {
            let slug = member.slug();
            let name = names::member(lang, &slug, &member.name);
            return (format!("/members/{slug}"), name);
        }
        Suggestion::Area(area) => {
            let name = names::area(lang, &area.slug, &area.name);
            return (format!("/areas/{}", area.slug), name);
        }
        Suggestion::Chart(chart) => {
            let href = ChartRequest::plain(*chart).link(&Query::default(), "");
            return (href, chart.said(lang).to_owned());
        }
        Suggestion::Chapter(chapter) => {
            let title = chapter.text("title", lang).to_owned();
            return (format!("/guide/{}", chapter.slug), title);
        }
        Suggestion::FirstPage(query) => {
            return (query.link("/commitments"), say::first_page(lang).to_owned());
        }
        Suggestion::LastPage(query) => {
            return (query.link("/commitments"), say::last_page(lang).to_owned());
        }
        Suggestion::FirstChanges(href) => (href, changes::first_page(lang)),
        Suggestion::Commitments => ("/commitments", say::all_commitments(lang)),
        Suggestion::Members => ("/members", say::all_members(lang)),
        Suggestion::Areas => ("/areas", say::all_areas(lang)),
        Suggestion::Guide => ("/guide", guide::whole(lang)),
        Suggestion::Network => ("/network", network::whole(lang)),
        Suggestion::Desk => ("/staff", "The desk"),
        Suggestion::StaffMembers => ("/staff/members", "All members"),
        Suggestion::StaffAreas => ("/staff/areas", "All policy areas"),
        Suggestion::StaffTexts => ("/staff/context", "Texts and lists"),
        Suggestion::StaffItems(kind) => {
            return (
                format!("/staff/context/{}", kind.slug()),
                kind.label().to_owned(),
            );
        }
        Suggestion::StaffFiles => ("/staff/import", "Files"),
        Suggestion::SignIn => ("/staff/sign-in", "Sign in"),
    };
    (href.to_owned(), name.to_owned())
}
