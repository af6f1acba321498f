//! What staff do, through the public door: requests with a session, as a browser sends them.

mod accounts;
mod bundled;
mod command;
mod editing;
mod hostile;
mod limits;
mod lists;
mod local_time;
mod plan_sheets;
mod plans;
mod proposals;
mod provider;
mod queue;
mod replay;
pub mod review;
mod roles;
mod second_factor;
mod seen;
mod sheets;
mod shown;
mod stale;
mod together;
mod unchanged;

use axum::body::Body;
use axum::http::Request;
use domain::Role;
use store::AddAccountOutcome;

use crate::support::site::{Answer, Site};

pub const PASSWORD: &str = "violet harbour 9 pianos";

/// A browser with somebody signed in.
#[derive(Clone)]
pub struct Browser<'a> {
    pub site: &'a Site,
    cookie: String,
}

/// Encodes a form.
pub fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// A request with a form, from the site's own pages.
pub fn posted(path: &str, cookie: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header("host", "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie)
        .body(Body::from(body))
        .unwrap()
}

/// The cookie that an answer sets, as a browser sends it back.
pub fn cookie_of(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap_or_default().to_owned()
}

impl Site {
    /// Adds an account with [`PASSWORD`].
    pub async fn account(&self, email: &str, role: Role) {
        let name = email.split('@').next().unwrap();
        let added = self
            .app
            .create_account(email, name, role, Some(PASSWORD), "a test")
            .await
            .unwrap();
        assert!(matches!(added, AddAccountOutcome::New(_)));
    }

    /// A browser in which somebody of this role has signed in.
    pub async fn browser(&self, email: &str, role: Role) -> Browser<'_> {
        self.account(email, role).await;
        self.sign_in(email).await
    }

    /// Signs in.
    pub async fn sign_in(&self, email: &str) -> Browser<'_> {
        let body = form(&[("email", email), ("password", PASSWORD)]);
        let answer = self.ask(posted("/staff/sign-in", "", body)).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        Browser {
            site: self,
            cookie: cookie_of(&answer),
        }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Browser<'_> {
        Browser {
            site: self,
            cookie: String::new(),
        }
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header("host", "127.0.0.1:3000")
            .header("cookie", &self.cookie);
        self.site.ask(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.site.ask(posted(path, &self.cookie, form(pairs))).await
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Opens the page of a form and sends it as it stands, with these fields changed.
    pub async fn send(&self, page: &str, action: &str, changes: &[(&str, &str)]) -> Answer {
        let opened = self.get(page).await;
        assert_eq!(opened.status, 200, "{page}: {}", opened.text());
        let body = fields_of(&opened, action, changes);
        self.site.ask(posted(action, &self.cookie, body)).await
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(&tag[from..from + tag[from..].find('"')?])
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// What a browser would send of the form with this action, with some fields changed: an empty list
/// of values for a field is said by naming it with no value.
pub fn fields_of(page: &Answer, action: &str, changes: &[(&str, &str)]) -> String {
    let begin = page
        .body
        .find(&format!("action=\"{action}\" method=\"post\""))
        .unwrap_or_else(|| panic!("no form leads to {action}: {}", page.text()));
    let form = &page.body[begin..begin + page.body[begin..].find("</form>").unwrap()];
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut select: Option<(String, Option<String>, Option<String>)> = None;
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let name = attribute(tag, "name").map(str::to_owned);
        let value = attribute(tag, "value").map(unescape);
        if tag.starts_with("input") {
            let kind = attribute(tag, "type").unwrap_or("text");
            let ticks = matches!(kind, "checkbox" | "radio");
            if let Some(name) = name
                && (!ticks || tag.contains(" checked"))
            {
                pairs.push((name, value.unwrap_or_default()));
            }
        } else if tag.starts_with("textarea") {
            pairs.push((name.unwrap(), unescape(text)));
        } else if tag.starts_with("select") {
            select = Some((name.unwrap(), None, None));
        } else if tag.starts_with("option") {
            if let Some((_, first, chosen)) = &mut select {
                let value = value.unwrap_or_else(|| unescape(text));
                first.get_or_insert(value.clone());
                if tag.contains(" selected") {
                    *chosen = Some(value);
                }
            }
        } else if tag.starts_with("/select")
            && let Some((name, first, chosen)) = select.take()
        {
            pairs.push((name, chosen.or(first).unwrap_or_default()));
        }
    }
    for (name, _) in changes {
        pairs.retain(|(n, _)| n != name);
    }
    pairs.extend(
        changes
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&pairs)
        .finish()
}
