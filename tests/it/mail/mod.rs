//! E-mail, against a mail server that the test starts: asked for, confirmed, sent once, ended.

mod digests;
mod follow;
mod notices;
mod once;
mod sending;
pub mod server;

use chrono::TimeDelta;
use domain::record::Revision;
use ogp_tracker::letters;
use store::Store;

use crate::staff::{fields_of, posted};
use crate::support::site::{Answer, Site};
use crate::support::{EntryBuilder, a_batch};
use server::{MailServer, Received};

/// A site that sends e-mail through a server.
pub async fn site_over(store: &Store) -> (Site, MailServer) {
    let server = MailServer::start().await;
    let site = Site::over(store.clone()).await;
    server.serves(&site.app);
    (site, server)
}

/// Publishes these commitments now.
pub async fn publish(site: &Site, store: &Store, entries: impl IntoIterator<Item = EntryBuilder>) {
    let revision = Revision {
        made_by: "A test".to_owned(),
        made_at: site.clock.now(),
        reason: "to see what happens".to_owned(),
        source: None,
    };
    let batch = a_batch(entries);
    store
        .record(&revision, &batch, false, &mut |_| {})
        .await
        .unwrap();
    site.app.refresh().await.unwrap();
}

/// Sends what is due; gives what the server took.
pub async fn sent(site: &Site, server: &MailServer) -> Vec<Received> {
    let count = letters::send_due(&site.app).await.unwrap();
    let taken = server.take();
    assert_eq!(taken.len(), count);
    taken
}

/// Sends the form of a page as a browser without scripts does.
pub async fn send_form(site: &Site, page: &str, action: &str, changes: &[(&str, &str)]) -> Answer {
    let opened = site.get(page).await;
    let body = fields_of(&opened, action, changes);
    site.ask(posted(action, "", body)).await
}

/// Asks for e-mail about a page.
pub async fn ask(site: &Site, page: &str, address: &str, often: &str) -> Answer {
    let fields = [("email", address), ("often", often)];
    send_form(site, page, "/follow", &fields).await
}

/// Follows the commitments of a page with an address; gives the page that shows what it follows.
pub async fn follow(
    site: &Site,
    server: &MailServer,
    page: &str,
    address: &str,
    often: &str,
) -> String {
    let asked = ask(site, page, address, often).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let letters = sent(site, server).await;
    let link = letters[0].link("/follow/confirm/");
    let action = link.split('?').next().unwrap();
    let confirmed = send_form(site, &link, action, &[]).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.text());
    let following = confirmed.header("location").to_owned();
    following.split('?').next().unwrap().to_owned()
}

/// Lets so many minutes pass.
pub fn pass(site: &Site, minutes: i64) {
    site.clock.advance(TimeDelta::minutes(minutes));
}
