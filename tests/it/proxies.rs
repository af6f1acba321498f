//! What strangers and proxies say of a request: believed only of proxies that were named, and never
//! where it would stand in what others read.

use axum::body::Body;
use axum::http::Request;
use domain::Role;

use crate::staff::{PASSWORD, cookie_of, form};
use crate::support::site::{Answer, Site};

async fn sign_in(site: &Site, headers: &[(&str, &str)], password: &str) -> Answer {
    let mut request =
        Request::post("/staff/sign-in").header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = form(&[("email", "ed@example.org"), ("password", password)]);
    site.ask(request.body(Body::from(body)).unwrap()).await
}

const HOST: (&str, &str) = ("host", "tracker.example");

#[tokio::test(flavor = "multi_thread")]
async fn https_is_seen_through_proxies_that_are_trusted_and_no_others() {
    let site = Site::bundled().await;
    site.account("ed@example.org", Role::Editor).await;
    let kinds: [&[(&str, &str)]; 5] = [
        &[HOST, ("x-forwarded-proto", "https")],
        &[HOST, ("x-forwarded-proto", "https,http")],
        &[HOST, ("x-forwarded-proto", "https, https")],
        &[HOST, ("forwarded", "proto=https")],
        // The proxy calls the program by its own name, and says that browsers use another.
        &[
            ("host", "10.0.0.7:3000"),
            ("origin", "https://tracker.example"),
            ("x-forwarded-host", "tracker.example"),
            ("x-forwarded-proto", "https"),
        ],
    ];
    for headers in &kinds[..4] {
        let refused = sign_in(&site, headers, PASSWORD).await;
        assert_eq!(refused.status, 403, "{headers:?}");
        assert!(refused.text().contains("--trusted-proxy"));
    }
    let site = site.behind(&["127.0.0.0/8"]);
    for headers in kinds {
        let signed_in = sign_in(&site, headers, PASSWORD).await;
        assert_eq!(signed_in.status, 303, "{headers:?}: {}", signed_in.text());
        assert!(cookie_of(&signed_in).starts_with("__Host-session="));
        let hsts = signed_in.header("strict-transport-security");
        assert_eq!(hsts, "max-age=31536000", "{headers:?}");
    }
    let plain = sign_in(&site, &[HOST], PASSWORD).await;
    assert_eq!(plain.status, 403);
    assert_eq!(plain.header("strict-transport-security"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_sender_says_of_its_own_address_dodges_no_limit() {
    let site = Site::bundled().await;
    let local = ("host", "127.0.0.1:3000");
    // Nobody is trusted: whoever calls is one and the same.
    let mut statuses = Vec::new();
    for number in 0..12 {
        let made_up = format!("203.0.113.{number}");
        let headers = [local, ("x-forwarded-for", made_up.as_str())];
        // Only over HTTPS, which a trusted proxy would say.
        statuses.push(sign_in(&site, &headers, "wrong").await.status.as_u16());
    }
    assert!(statuses.iter().all(|status| *status == 403), "{statuses:?}");
    // A proxy is trusted: what stands left of what it has seen counts for nothing, and the
    // addresses of one network of IPv6 count as one.
    let site = site.behind(&["127.0.0.1"]);
    for written in ["x, 198.51.100.7:PORT", "2001:db8:1:2::NUMBER"] {
        let mut statuses = Vec::new();
        for number in 0..12 {
            let named = written
                .replace("x,", &format!("203.0.113.{number},"))
                .replace("PORT", &(50_000 + number).to_string())
                .replace("NUMBER", &format!("{:x}", number + 1));
            let headers = [local, ("x-forwarded-for", named.as_str())];
            statuses.push(sign_in(&site, &headers, "wrong").await.status.as_u16());
        }
        assert_eq!(statuses.last(), Some(&429), "{written}: {statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_or_file_repeats_the_host_that_a_stranger_sent() {
    let site = Site::bundled().await;
    let trusting = Site::bundled().await.behind(&["127.0.0.1"]);
    let named = Site::bundled().await.called("https://tracker.example");
    let ask = async |site: &Site, page: &str| {
        let request = Request::get(page)
            .header("host", "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "https")
            .header("forwarded", "host=evil.example;proto=https")
            .header("x-original-host", "evil.example");
        site.ask(request.body(Body::empty()).unwrap()).await
    };
    for page in [
        "/",
        "/commitments",
        "/commitments/NL0031",
        "/members/spain",
        "/areas/open-data",
        "/charts/trend",
        "/charts/trend/embed",
        "/charts/trend.svg",
        "/charts/trend.csv",
        "/compare?member=spain&member=france",
        "/changes",
        "/changes.atom",
        "/resources.atom",
        "/guide",
        "/data",
        "/sitemap.xml",
        "/robots.txt",
        "/commitments.csv?member=spain",
        "/commitments.json?member=spain",
        "/api/v1/commitments",
        "/api/v1/openapi.json",
        "/staff/sign-in",
        "/no-such-page",
        "/trailing/",
    ] {
        for site in [&site, &trusting, &named] {
            let answer = ask(site, page).await;
            assert!(!answer.body.contains("evil.example"), "{page}");
            for (name, value) in &answer.headers {
                let value = value.to_str().unwrap_or_default();
                assert!(!value.contains("evil.example"), "{page}: {name}: {value}");
            }
        }
    }
    let previews = ask(&named, "/commitments/NL0031").await;
    let image = previews.between("og:image\" content=\"", "\"");
    let picture = "/charts/progress/card.png?member=netherlands";
    assert_eq!(image, [format!("https://tracker.example{picture}")]);
    let none = ask(&site, "/commitments/NL0031").await;
    assert!(none.between("og:image\" content=\"", "\"").is_empty());
    // Where it listens, who opens it there gets links that work.
    let request = Request::get("/commitments/NL0031").header("host", "127.0.0.1:3000");
    let here = site.ask(request.body(Body::empty()).unwrap()).await;
    let image = here.between("og:image\" content=\"", "\"");
    assert_eq!(image, [format!("http://127.0.0.1:3000{picture}")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_the_program_never_go_through_a_proxy() {
    let site = Site::bundled().await;
    let trusting = Site::bundled().await.behind(&["127.0.0.1"]);
    let ask = async |site: &Site, headers: &[(&str, &str)]| {
        let mut request = Request::get("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = site.ask(request.body(Body::empty()).unwrap()).await;
        answer.status.as_u16()
    };
    for site in [&site, &trusting] {
        assert_eq!(ask(site, &[("host", "127.0.0.1:3000")]).await, 200);
        assert_eq!(ask(site, &[("host", "localhost:3000")]).await, 200);
        for header in [
            ("x-forwarded-for", "127.0.0.1"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-host", "localhost"),
            ("x-forwarded-port", "80"),
            ("x-real-ip", "127.0.0.1"),
            ("forwarded", "for=127.0.0.1"),
            ("via", "1.1 proxy"),
            ("true-client-ip", "127.0.0.1"),
            ("cf-connecting-ip", "127.0.0.1"),
            ("host", "tracker.example"),
        ] {
            assert_eq!(ask(site, &[header]).await, 404, "{header:?}");
        }
    }
}
