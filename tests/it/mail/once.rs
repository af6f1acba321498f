//! Of several instances of the program, one sends each letter.

use ogp_tracker::letters;

use super::{MailServer, follow, pass, publish};
use crate::instances::Instance;
use crate::support::{an_entry, on_both, record};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_letter_is_sent_once_by_several_instances() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let server = MailServer::start().await;
        let count = if place.engine == "PostgreSQL" { 3 } else { 2 };
        let mut instances = Vec::new();
        for _ in 0..count {
            let instance = Instance::behind(&place.url).await;
            server.serves(&instance.site.app);
            instances.push(instance);
        }
        let first = &instances[0].site;
        let page = "/commitments?member=netherlands";
        let mut addresses = Vec::new();
        for number in 0..8 {
            let address = format!("a{number}@example.org");
            follow(first, &server, page, &address, "at-once").await;
            addresses.push(address);
        }
        for round in 0..3 {
            publish(
                first,
                &place.store,
                [an_entry("NL0001").title(&format!("Round {round}"))],
            )
            .await;
            let mut turns = Vec::new();
            for instance in &instances {
                pass(&instance.site, 6);
                for _ in 0..2 {
                    let app = instance.site.app.clone();
                    turns.push(tokio::spawn(async move {
                        letters::send_due(&app).await.unwrap()
                    }));
                }
            }
            let mut sent = 0;
            for turn in turns {
                sent += turn.await.unwrap();
            }
            let mut to: Vec<String> = server
                .take()
                .into_iter()
                .flat_map(|letter| letter.to)
                .collect();
            to.sort();
            assert_eq!(to, addresses, "round {round}");
            assert_eq!(sent, addresses.len());
        }
        for instance in instances {
            instance.end().await;
        }
    })
    .await;
}
