//! What has to be done once is done once, however many instances there are.

use chrono::TimeDelta;
use domain::Role;
use ogp_tracker::service::import::{GivenFile, Importer};

use super::Instance;
use crate::sources::{Does, Server, Sheet, add, fetcher};
use crate::staff::review::{drafted, step};
use crate::staff::{PASSWORD, form, posted};
use crate::support::raw::number;
use crate::support::site::Site;
use crate::support::{Place, a_time, an_entry, on_both, record};

/// Three on a server, two at a file.
async fn instances(place: &Place) -> Vec<Instance> {
    let count = if place.engine == "PostgreSQL" { 3 } else { 2 };
    let mut instances = Vec::new();
    for _ in 0..count {
        instances.push(Instance::behind(&place.url).await);
    }
    instances
}

async fn end(instances: Vec<Instance>) {
    for instance in instances {
        instance.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_scheduled_is_published_once() {
    on_both(async |place| {
        let filling = Site::bundled_over(place.store.clone()).await;
        filling.clock.set(a_time("2099-01-01T08:30:00Z"));
        let ed = filling.browser("ed@example.org", Role::Editor).await;
        let rev = filling.browser("rev@example.org", Role::Reviewer).await;
        let draft = drafted(&ed, &[]).await;
        step(&ed, &draft, "hand-in", &[]).await;
        let hour = [("publish_at", "2099-01-01T09:00")];
        assert_eq!(step(&rev, &draft, "schedule", &hour).await, 303);
        let instances = instances(place).await;
        let due = instances.iter().map(|instance| {
            instance.site.clock.set(a_time("2099-01-01T09:01:00Z"));
            let app = instance.site.app.clone();
            tokio::spawn(async move { app.publish_scheduled().await.unwrap() })
        });
        let mut published = 0;
        for due in due.collect::<Vec<_>>() {
            published += due.await.unwrap();
        }
        assert_eq!(published, 1);
        let ratings = "SELECT COUNT(*) FROM rating_origin";
        assert_eq!(number(&place.url, ratings).await, 1);
        end(instances).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_watched_source_is_read_once() {
    on_both(async |place| {
        let sheet = Sheet::real();
        let server = Server::start(Does::Give(sheet.bytes())).await;
        let instances = instances(place).await;
        for instance in &instances {
            instance.site.app.use_fetcher(fetcher());
        }
        add(&instances[0].site.app, &server.url, false).await;
        let due = instances.iter().map(|instance| {
            instance.site.clock.advance(TimeDelta::hours(25));
            let app = instance.site.app.clone();
            tokio::spawn(async move { app.run_due_sources().await.unwrap() })
        });
        let mut read = 0;
        for due in due.collect::<Vec<_>>() {
            read += due.await.unwrap();
        }
        assert_eq!(read, 1);
        assert_eq!(server.asked().len(), 1);
        end(instances).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_is_applied_everywhere_at_once_is_one_change() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let instances = instances(place).await;
        let file = b"code,member,title\nNL0002,Netherlands,From a file\n";
        let applied = instances.iter().map(|instance| {
            let app = instance.site.app.clone();
            tokio::spawn(async move {
                let importer = Importer::command_line();
                let given = GivenFile {
                    name: "a.csv",
                    bytes: file,
                };
                let options = interchange::options::ReadOptions::default();
                let said = std::sync::Arc::new(|_, _| ());
                app.import(given, &options, &importer, "a test", said).await
            })
        });
        for applied in applied.collect::<Vec<_>>() {
            applied.await.unwrap().unwrap();
        }
        assert_eq!(place.store.version().await.unwrap().number, 2);
        assert_eq!(place.store.published().await.unwrap().commitments.len(), 2);
        end(instances).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_the_same_on_every_instance() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let instances = instances(place).await;
        let first = instances[0].site.browser("ed@example.org", Role::Editor);
        let cookie = first.await.cookie().to_owned();
        for instance in &instances {
            assert_eq!(instance.get_with("/staff", &cookie).await.status, 200);
        }
        let last = &instances[instances.len() - 1].site;
        let out = last
            .ask(posted("/staff/sign-out", &cookie, String::new()))
            .await;
        assert_eq!(out.status, 303);
        for instance in &instances {
            assert_eq!(instance.get_with("/staff", &cookie).await.status, 303);
        }
        end(instances).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_to_sign_in_count_on_every_instance_at_one_server() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    record(&place.store, [an_entry("NL0001")]).await;
    let mut served = Vec::new();
    for _ in 0..3 {
        served.push(Instance::served(&place.url).await);
    }
    served[0].site.account("ed@example.org", Role::Editor).await;
    let attempt = async |instance: &Instance, password: &str| {
        let body = form(&[("email", "ed@example.org"), ("password", password)]);
        let answer = instance.site.ask(posted("/staff/sign-in", "", body)).await;
        answer.status.as_u16()
    };
    let mut statuses = Vec::new();
    for turn in 0..5 {
        statuses.push(attempt(&served[turn % 3], "wrong").await);
        // Others hear of it within a moment.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert!(statuses.iter().all(|status| *status == 422), "{statuses:?}");
    for instance in &served {
        assert_eq!(attempt(instance, PASSWORD).await, 429);
    }
    end(served).await;
    place.end().await;
}
