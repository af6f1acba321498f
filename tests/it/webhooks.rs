//! Webhooks, against a receiver that the test starts: what is sent, when, how often, and to whom.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::Role;
use hmac::{Hmac, Mac};
use ogp_tracker::service::App;
use ogp_tracker::service::fetch::{FetchLimits, Fetcher};
use ogp_tracker::web::webhooks::send_due;
use serde_json::Value;
use sha2::Sha256;

use crate::instances::Instance;
use crate::mail::{pass, publish};
use crate::support::site::Site;
use crate::support::{Place, an_entry, on_both, record};

/// What a receiver was sent.
#[derive(Debug, Clone)]
struct Message {
    headers: HeaderMap,
    body: Bytes,
}

impl Message {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checks the signature as a receiver does.
    fn is_signed_with(&self, secret: &str) -> bool {
        let secret = BASE64
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap();
        mac.update(self.header("webhook-id").as_bytes());
        mac.update(b".");
        mac.update(self.header("webhook-timestamp").as_bytes());
        mac.update(b".");
        mac.update(&self.body);
        let signature = self.header("webhook-signature");
        let signature = BASE64.decode(signature.strip_prefix("v1,").unwrap());
        mac.verify_slice(&signature.unwrap()).is_ok()
    }
}

/// A receiver on this machine that answers with a status.
#[derive(Clone)]
struct Receiver {
    url: String,
    status: Arc<Mutex<u16>>,
    taken: Arc<Mutex<Vec<Message>>>,
}

async fn take(
    State(receiver): State<Receiver>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, [(&'static str, &'static str); 1]) {
    receiver
        .taken
        .lock()
        .unwrap()
        .push(Message { headers, body });
    let status = *receiver.status.lock().unwrap();
    // Where a redirect would lead, if one were followed.
    let to = [("location", "/elsewhere")];
    (StatusCode::from_u16(status).unwrap(), to)
}

impl Receiver {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hook", listener.local_addr().unwrap()),
            status: Arc::new(Mutex::new(204)),
            taken: Arc::default(),
        };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }

    fn taken(&self) -> Vec<Message> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }
}

/// The code of `docs/webhooks.md` takes the message, and refuses one that was changed.
fn is_checked_by_the_documented_code(secret: &str, message: &Message) {
    let docs = include_str!("../../docs/webhooks.md");
    let code = docs.split("```python\n").nth(1).unwrap();
    let code = code.split("```").next().unwrap();
    let headers: std::collections::HashMap<&str, &str> =
        ["webhook-id", "webhook-timestamp", "webhook-signature"]
            .map(|name| (name, message.header(name)))
            .into();
    let headers = serde_json::to_string(&headers).unwrap();
    let body = BASE64.encode(&message.body);
    let at = message.header("webhook-timestamp");
    let driver = format!(
        "{code}
body, headers = base64.b64decode('{body}'), {headers}
assert is_ours('{secret}', headers, body, {at} + 10)
assert not is_ours('{secret}', headers, body + b' ', {at} + 10)
assert not is_ours('{secret}', headers, body, {at} + 1000)
assert not is_ours('whsec_AAAA', headers, body, {at} + 10)
"
    );
    let run = std::process::Command::new("python3")
        .args(["-c", &driver])
        .output();
    match run {
        Ok(output) => assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => eprintln!("NOT TESTED: python3: {error}"),
    }
}

fn may_reach_this_machine(app: &App) {
    let allowed = ["127.0.0.1".to_owned()];
    app.use_fetcher(Fetcher::new(&allowed, FetchLimits::default()));
}

/// Adds a webhook; gives its secret.
async fn add(app: &App, receiver: &Receiver, query: &str) -> String {
    let mut fields = domain::forms::Fields::default();
    fields.set("name", ["Civic Data Lab".to_owned()]);
    fields.set("url", [receiver.url.clone()]);
    fields.set("query", [query.to_owned()]);
    let form = domain::forms::webhook::read(&fields).unwrap();
    app.add_webhook(form, "A test").await.unwrap();
    let webhooks = app.webhooks().await.unwrap();
    app.webhook_secret(&webhooks[0]).await.unwrap()
}

async fn site_at(place: &Place) -> Site {
    record(
        &place.store,
        [an_entry("NL0001"), an_entry("ES0001").member("Spain")],
    )
    .await;
    let site = Site::over(place.store.clone()).await;
    may_reach_this_machine(&site.app);
    site
}

async fn send(site: &Site) -> usize {
    let origin = "https://tracker.example".parse().unwrap();
    send_due(&site.app, Some(&origin)).await.unwrap()
}

#[tokio::test]
async fn a_change_is_sent_signed_once_it_has_stood_for_five_minutes() {
    on_both(async |place| {
        let site = site_at(place).await;
        let receiver = Receiver::start().await;
        let secret = add(&site.app, &receiver, "member=netherlands").await;
        pass(&site, 60);
        assert_eq!(send(&site).await, 0);
        let told = site.app.webhooks().await.unwrap()[0].seen;
        publish(
            &site,
            &place.store,
            [an_entry("NL0001").title("Open algorithms")],
        )
        .await;
        pass(&site, 4);
        assert_eq!(send(&site).await, 0);
        pass(&site, 2);
        assert_eq!(send(&site).await, 1);
        assert_eq!(send(&site).await, 0);
        let taken = receiver.taken();
        let [message] = taken.as_slice() else {
            panic!("{} messages", taken.len())
        };
        assert!(message.is_signed_with(&secret));
        assert!(!message.is_signed_with("whsec_AAAA"));
        assert_eq!(message.header("content-type"), "application/json");
        let body = message.json();
        assert_eq!(body["type"], "commitments.changed");
        let data = &body["data"];
        assert_eq!(data["since"], told);
        assert_eq!(data["data_version"], told + 1);
        assert_eq!(data["complete"], true);
        let list = "https://tracker.example/commitments?member=netherlands";
        assert_eq!(data["list"], list);
        let items = data["items"].as_array().unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["event"], "changed");
        assert_eq!(items[0]["code"], "NL0001");
        let page = "https://tracker.example/commitments/NL0001";
        assert_eq!(items[0]["href"], page);
        assert_eq!(items[0]["facts"][0]["field"], "title");
        assert_eq!(items[0]["facts"][0]["after"], "Open algorithms");
        is_checked_by_the_documented_code(&secret, message);
        // Where it says that the change can be read, it can.
        let changes = data["changes"].as_str().unwrap();
        let changes = changes.strip_prefix("https://tracker.example").unwrap();
        let changes = site.get(changes).await.json();
        assert_eq!(changes["items"][0]["data_version"], told + 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_taken_back_or_of_others_is_not_sent() {
    on_both(async |place| {
        let site = site_at(place).await;
        let receiver = Receiver::start().await;
        add(&site.app, &receiver, "member=netherlands").await;
        let title = an_entry("NL0001").done().commitment.title;
        publish(&site, &place.store, [an_entry("NL0001").title("A slip")]).await;
        pass(&site, 3);
        publish(&site, &place.store, [an_entry("NL0001").title(&title)]).await;
        publish(
            &site,
            &place.store,
            [an_entry("ES0001").member("Spain").title("Of others")],
        )
        .await;
        for _ in 0..4 {
            pass(&site, 4);
            assert_eq!(send(&site).await, 0);
        }
        assert_eq!(receiver.taken().len(), 0);
        let webhook = site.app.webhooks().await.unwrap().remove(0);
        assert_eq!(webhook.delivered_at, None);
        assert_eq!(webhook.seen, site.app.catalogue().version().number);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_not_taken_is_sent_again_as_it_was_and_nothing_is_lost() {
    on_both(async |place| {
        let site = site_at(place).await;
        let receiver = Receiver::start().await;
        add(&site.app, &receiver, "").await;
        // A redirect is not followed.
        receiver.answers(307);
        publish(&site, &place.store, [an_entry("NL0001").title("First")]).await;
        pass(&site, 6);
        assert_eq!(send(&site).await, 0);
        publish(&site, &place.store, [an_entry("NL0001").title("Second")]).await;
        receiver.answers(500);
        pass(&site, 6);
        assert_eq!(send(&site).await, 0);
        // Not before it is due again.
        assert_eq!(send(&site).await, 0);
        receiver.answers(200);
        pass(&site, 10);
        // The same message once more, and then the next.
        assert_eq!(send(&site).await, 2);
        let taken = receiver.taken();
        let ids: Vec<&str> = taken.iter().map(|m| m.header("webhook-id")).collect();
        assert_eq!(taken.len(), 4);
        assert!(
            ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3],
            "{ids:?}"
        );
        assert_eq!(taken[0].body, taken[2].body);
        assert_eq!(
            taken[3].json()["data"]["items"][0]["facts"][0]["before"],
            "First"
        );
        assert_eq!(
            taken[3].json()["data"]["items"][0]["facts"][0]["after"],
            "Second"
        );
        // After a week it is tried no more ...
        receiver.answers(410);
        publish(&site, &place.store, [an_entry("NL0001").title("Third")]).await;
        for _ in 0..40 {
            pass(&site, 6 * 60);
            send(&site).await;
        }
        let count = receiver.taken().len();
        assert!((8..30).contains(&count), "{count}");
        let webhook = site.app.webhooks().await.unwrap().remove(0);
        assert!(webhook.stopped_at.is_some());
        assert!(webhook.failure.contains("410"), "{}", webhook.failure);
        // ... until an admin has it tried again.
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let page = admin.get("/staff/webhooks").await;
        assert!(page.text().contains("Stopped on"), "{}", page.text());
        receiver.answers(200);
        let fields = [("webhook", "Civic Data Lab"), ("do", "retry")];
        let retried = admin.post("/staff/webhooks", &fields).await;
        assert_eq!(retried.status, 303, "{}", retried.text());
        assert_eq!(send(&site).await, 1);
        let facts = receiver.taken()[0].json()["data"]["items"][0]["facts"].clone();
        assert_eq!(facts[0]["after"], "Third");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_several_instances_one_sends_each_message() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let receiver = Receiver::start().await;
        let mut instances = Vec::new();
        for _ in 0..3 {
            let instance = Instance::behind(&place.url).await;
            may_reach_this_machine(&instance.site.app);
            instances.push(instance);
        }
        let first = &instances[0].site;
        add(&first.app, &receiver, "").await;
        for round in 0..3 {
            let title = format!("Round {round}");
            publish(first, &place.store, [an_entry("NL0001").title(&title)]).await;
            let mut turns = Vec::new();
            for instance in &instances {
                pass(&instance.site, 6);
                for _ in 0..2 {
                    let app = instance.site.app.clone();
                    turns.push(tokio::spawn(
                        async move { send_due(&app, None).await.unwrap() },
                    ));
                }
            }
            let mut sent = 0;
            for turn in turns {
                sent += turn.await.unwrap();
            }
            assert_eq!((sent, receiver.taken().len()), (1, 1), "round {round}");
        }
        for instance in instances {
            instance.end().await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_admin_adds_tries_and_removes_a_webhook() {
    let site = Site::bundled().await;
    may_reach_this_machine(&site.app);
    let receiver = Receiver::start().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let page = "/staff/webhooks";
    let good = [
        ("name", "Civic Data Lab"),
        ("url", receiver.url.as_str()),
        ("query", "/commitments?member=spain"),
    ];
    let with = |key: &'static str, value: &'static str| {
        let mut fields = good;
        for field in &mut fields {
            if field.0 == key {
                field.1 = value;
            }
        }
        fields
    };
    for (fields, why) in [
        (with("name", ""), "A name"),
        (with("url", "https://10.0.0.1/hook"), "public web"),
        (with("url", "http://example.org/hook"), "https"),
        (with("url", "ftp://example.org/hook"), "not a web address"),
        (
            with("query", "/commitments?ambition=huge"),
            "address of a list",
        ),
        (with("query", "member=atlantis"), "no atlantis here"),
    ] {
        let refused = admin.send(page, page, &fields).await;
        assert_eq!(refused.status, 422, "{why}");
        assert!(refused.text().contains(why), "{why}: {}", refused.text());
    }
    assert_eq!(site.app.webhooks().await.unwrap(), []);
    let added = admin.send(page, page, &good).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let again = admin.post(page, &good).await;
    assert_eq!(again.status, 422);
    let shown = admin.get(page).await.text();
    assert!(
        shown.contains("whsec_") && shown.contains(&receiver.url),
        "{shown}"
    );
    let webhook = site.app.webhooks().await.unwrap().remove(0);
    assert_eq!(webhook.query, "member=spain");

    let on_it = |asked: &'static str| [("webhook", "Civic Data Lab"), ("do", asked)];
    let tested = admin.post(page, &on_it("test")).await;
    assert_eq!(tested.status, 303, "{}", tested.text());
    let secret = site.app.webhook_secret(&webhook).await.unwrap();
    let message = receiver.taken().remove(0);
    assert!(message.is_signed_with(&secret));
    assert_eq!(message.json()["type"], "test");
    receiver.answers(404);
    let failed = admin.post(page, &on_it("test")).await;
    assert_eq!(failed.status, 422);
    assert!(failed.text().contains("status 404"), "{}", failed.text());

    assert_eq!(admin.post(page, &on_it("explode")).await.status, 404);
    let removed = admin.post(page, &on_it("remove")).await;
    assert_eq!(removed.status, 303, "{}", removed.text());
    assert_eq!(site.app.webhooks().await.unwrap(), []);
    for gone in ["remove", "retry", "test"] {
        assert_eq!(admin.post(page, &on_it(gone)).await.status, 404, "{gone}");
    }
}
