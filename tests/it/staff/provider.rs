//! Signing in through an organisation's own provider, against a small one that these tests run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, body::Body};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::{Role, SecondFactorFor};
use ogp_tracker::service::Clock;
use ogp_tracker::service::provider::Provider;
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, IssuerUrl, Nonce, PrivateSigningKey,
    StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{AddAccountOutcome, ChangeAccountOutcome};

use super::cookie_of;
use crate::support::site::{Answer, Site};

const CLIENT: &str = "tracker";
const SECRET: &str = "a secret of both";
const HOME: &str = "http://127.0.0.1:3000";

/// What the provider says of whoever signs in, and what it gets wrong.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone)]
struct Says {
    subject: &'static str,
    email: Option<&'static str>,
    verified: bool,
    audience: &'static str,
    issuer: Option<&'static str>,
    nonce: Option<&'static str>,
    expires: TimeDelta,
    foreign_key: bool,
    unsigned: bool,
    /// The e-mail address only on request, not in the token.
    user_info: bool,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            subject: "person-1",
            email: Some("Ed@example.org"),
            verified: true,
            audience: CLIENT,
            issuer: None,
            nonce: None,
            expires: TimeDelta::minutes(5),
            foreign_key: false,
            unsigned: false,
            user_info: false,
        }
    }
}

/// A provider on a port of its own.
#[derive(Debug, Clone)]
struct SmallProvider(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    issuer: String,
    says: Mutex<Says>,
    /// Codes that were given out: nonce and challenge of each.
    codes: Mutex<HashMap<String, (String, String)>>,
}

/// A key made of one byte. Not secret: only these tests believe it.
fn key(byte: u8) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    der.extend([byte; 32]);
    let kind = "PRIVATE KEY";
    let body = BASE64_STANDARD.encode(der);
    let pem = format!("-----BEGIN {kind}-----\n{body}\n-----END {kind}-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, None).unwrap()
}

impl SmallProvider {
    async fn run() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = Inner {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            says: Mutex::default(),
            codes: Mutex::default(),
        };
        let provider = Self(Arc::new(inner));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/user", get(user))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    fn says(&self) -> Says {
        self.0.says.lock().unwrap().clone()
    }

    fn say(&self, says: Says) {
        *self.0.says.lock().unwrap() = says;
    }

    /// What the provider does once the person has agreed: the address to send the browser back to.
    fn approve(&self, address: &str) -> String {
        let (page, query) = address.split_once('?').unwrap();
        assert_eq!(page, format!("{}/authorize", self.0.issuer));
        let asked: HashMap<String, String> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["scope"], "openid email");
        assert_eq!(asked["code_challenge_method"], "S256");
        let back = format!("{HOME}/staff/sign-in/return");
        assert_eq!(asked["redirect_uri"], back);
        let mut codes = self.0.codes.lock().unwrap();
        let code = format!("code-{}", codes.len() + 1);
        let kept = (asked["nonce"].clone(), asked["code_challenge"].clone());
        codes.insert(code.clone(), kept);
        format!("/staff/sign-in/return?code={code}&state={}", asked["state"])
    }
}

async fn configuration(State(provider): State<SmallProvider>) -> Json<Value> {
    let issuer = &provider.0.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/user"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn keys() -> Json<Value> {
    Json(json!({ "keys": [key(1).as_verification_key()] }))
}

async fn user(State(provider): State<SmallProvider>, headers: HeaderMap) -> Response {
    if headers
        .get("authorization")
        .is_none_or(|a| a != "Bearer access")
    {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let says = provider.says();
    Json(json!({ "sub": says.subject, "email": says.email, "email_verified": says.verified }))
        .into_response()
}

async fn token(
    State(provider): State<SmallProvider>,
    headers: HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> Response {
    let basic = BASE64_STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")));
    if headers["authorization"] != format!("Basic {basic}").as_str() {
        return (
            StatusCode::UNAUTHORIZED,
            Json(json!({"error": "invalid_client"})),
        )
            .into_response();
    }
    let known = provider.0.codes.lock().unwrap().remove(&sent["code"]);
    let proof = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&sent["code_verifier"]));
    let Some((nonce, _)) = known.filter(|(_, challenge)| *challenge == proof) else {
        return (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": "invalid_grant"})),
        )
            .into_response();
    };
    let says = provider.says();
    let mut person = StandardClaims::new(SubjectIdentifier::new(says.subject.to_owned()));
    if !says.user_info {
        person = person
            .set_email(says.email.map(|e| EndUserEmail::new(e.to_owned())))
            .set_email_verified(says.email.map(|_| says.verified));
    }
    let issuer = says.issuer.unwrap_or(&provider.0.issuer).to_owned();
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(issuer).unwrap(),
        vec![Audience::new(says.audience.to_owned())],
        Clock::system().now() + says.expires,
        Clock::system().now(),
        person,
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(says.nonce.map_or(nonce, str::to_owned))));
    let signing = key(if says.foreign_key { 2 } else { 1 });
    let algorithm = CoreJwsSigningAlgorithm::EdDsa;
    let token = CoreIdToken::new(claims, &signing, algorithm, None, None).unwrap();
    let mut token = token.to_string();
    if says.unsigned {
        let body = token.split('.').nth(1).unwrap().to_owned();
        let head = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        token = format!("{head}.{body}.");
    }
    Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": token }))
        .into_response()
}

impl Site {
    /// Lets staff sign in through a provider.
    fn with_provider(&self, issuer: &str) {
        let provider = Provider::new("Example ID", issuer, CLIENT, Some(SECRET), HOME).unwrap();
        self.app.use_provider(provider);
    }

    async fn get_with(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header("host", "127.0.0.1:3000")
            .header("cookie", cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// Goes to the provider: where it is, and what the browser keeps.
    async fn leave(&self, next: &str) -> (String, String) {
        let path = format!("/staff/sign-in/provider?next={next}");
        let left = self.get_with(&path, "").await;
        assert_eq!(left.status, 303, "{}", left.text());
        let set = left.header("set-cookie");
        assert!(set.contains("HttpOnly; SameSite=Lax"), "{set}");
        (left.header("location").to_owned(), cookie_of(&left))
    }

    /// The whole way through the provider.
    async fn through(&self, provider: &SmallProvider) -> Answer {
        let (address, kept) = self.leave("/staff/tags").await;
        self.get_with(&provider.approve(&address), &kept).await
    }
}

/// The session among the cookies that an answer sets.
fn session_of(answer: &Answer) -> Option<String> {
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap())
        .find(|v| v.starts_with("session=") && !v.starts_with("session=;"))
        .map(|v| v.split(';').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_sign_in_through_the_provider_and_are_known_by_their_number_there() {
    let site = Site::bundled().await;
    let provider = SmallProvider::run().await;
    site.with_provider(&provider.0.issuer);
    site.account("ed@example.org", Role::Editor).await;
    site.account("new@example.org", Role::Editor).await;
    let page = site.get_with("/staff/sign-in?next=/staff/tags", "").await;
    assert!(page.text().contains("Sign in with Example ID"));
    assert!(
        page.body
            .contains("/staff/sign-in/provider?next=%2Fstaff%2Ftags")
    );

    let back = site.through(&provider).await;
    assert_eq!(back.status, 303, "{}", back.text());
    assert_eq!(back.header("location"), "/staff/tags");
    let session = session_of(&back).unwrap();
    assert_eq!(site.get_with("/staff/tags", &session).await.status, 200);

    // The address has changed at the provider; the person is the same.
    provider.say(Says {
        email: Some("married@example.org"),
        ..Says::default()
    });
    let back = site.through(&provider).await;
    let session = session_of(&back).unwrap_or_else(|| panic!("{}", back.text()));
    let account = site.get_with("/staff/account", &session).await;
    assert!(account.body.contains("value=\"ed\""), "{}", account.text());

    // Somebody else got the old address.
    provider.say(Says {
        subject: "person-2",
        ..Says::default()
    });
    let back = site.through(&provider).await;
    assert_eq!((back.status.as_u16(), session_of(&back)), (422, None));
    assert!(
        back.text()
            .contains("We have no account for ed@example.org")
    );

    // Where the token holds no address, the provider is asked for it.
    provider.say(Says {
        subject: "person-3",
        email: Some("new@example.org"),
        user_info: true,
        ..Says::default()
    });
    assert!(session_of(&site.through(&provider).await).is_some());

    // A disabled account stays shut.
    let accounts = site.app.accounts().await.unwrap();
    let ed = accounts
        .iter()
        .find(|a| a.email == "ed@example.org")
        .unwrap();
    let changed = site.app.change_account(ed.id, ed.role, true, "a test", "");
    assert!(matches!(
        changed.await.unwrap(),
        ChangeAccountOutcome::Done(_)
    ));
    provider.say(Says::default());
    assert_eq!(session_of(&site.through(&provider).await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_left_to_the_provider() {
    let site = Site::bundled().await;
    let provider = SmallProvider::run().await;
    site.with_provider(&provider.0.issuer);
    let ed = site.browser("ed@example.org", Role::Editor).await;
    super::second_factor::turn_on(&ed).await;
    assert_eq!(site.password("ed@example.org", "").await.status, 200);
    assert!(session_of(&site.through(&provider).await).is_some());
    // It is not required of who has no password to be guessed.
    site.app.require_second_factor(SecondFactorFor::Staff);
    let account = ("new@example.org", "New");
    let made = site
        .app
        .create_account(account.0, account.1, Role::Admin, None, "a test");
    assert!(matches!(made.await.unwrap(), AddAccountOutcome::New(_)));
    provider.say(Says {
        subject: "person-2",
        email: Some("new@example.org"),
        ..Says::default()
    });
    let session = session_of(&site.through(&provider).await).unwrap();
    assert_eq!(site.get_with("/staff/users", &session).await.status, 200);
    let page = site
        .get_with("/staff/account/second-factor", &session)
        .await;
    assert!(
        page.text().contains("organisation\u{2019}s account"),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_believed_that_is_not_signed_for_this_sign_in() {
    let site = Site::bundled().await;
    let provider = SmallProvider::run().await;
    site.with_provider(&provider.0.issuer);
    site.account("ed@example.org", Role::Editor).await;
    let ok = Says::default();
    for (what, says, told) in [
        (
            "another key",
            Says {
                foreign_key: true,
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "no signature",
            Says {
                unsigned: true,
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "another program",
            Says {
                audience: "other",
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "another provider",
            Says {
                issuer: Some("http://127.0.0.1:9"),
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "another sign-in",
            Says {
                nonce: Some("other"),
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "expired",
            Says {
                expires: TimeDelta::minutes(-5),
                ..ok.clone()
            },
            "could not be verified",
        ),
        (
            "unverified address",
            Says {
                verified: false,
                ..ok.clone()
            },
            "no verified e-mail address",
        ),
        (
            "no address",
            Says {
                email: None,
                ..ok.clone()
            },
            "no verified e-mail address",
        ),
        (
            "unknown",
            Says {
                email: Some("nobody@example.org"),
                ..ok.clone()
            },
            "no account for nobody@example.org",
        ),
    ] {
        provider.say(says);
        let back = site.through(&provider).await;
        assert_eq!(
            (back.status.as_u16(), session_of(&back)),
            (422, None),
            "{what}"
        );
        assert!(back.text().contains(told), "{what}: {}", back.text());
    }
    provider.say(ok);

    // Another browser, a state of one's own, a code twice, a refusal.
    let (address, kept) = site.leave("/staff").await;
    let back = provider.approve(&address);
    for (path, cookie) in [
        (back.as_str(), ""),
        ("/staff/sign-in/return", kept.as_str()),
        (
            "/staff/sign-in/return?code=x&state=",
            "sign-in=state=&nonce=n&verifier=v",
        ),
        ("/staff/sign-in/return?code=x&state=other", kept.as_str()),
    ] {
        let answer = site.get_with(path, cookie).await;
        assert_eq!(session_of(&answer), None, "{path}");
        assert!(
            answer.text().contains("Start again"),
            "{path}: {}",
            answer.text()
        );
    }
    let first = site.get_with(&back, &kept).await;
    assert!(session_of(&first).is_some(), "{}", first.text());
    assert!(
        session_of(&site.get_with(&back, &kept).await).is_none(),
        "a code counts once"
    );
    let state = back.split("state=").nth(1).unwrap();
    let refused = format!("/staff/sign-in/return?error=access_denied&state={state}");
    let refused = site.get_with(&refused, &kept).await;
    assert!(
        refused.text().contains("did not sign you in"),
        "{}",
        refused.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_or_with_a_silent_one_passwords_still_work() {
    let site = Site::bundled().await;
    let unset = site.get_with("/staff/sign-in/provider", "").await;
    assert_eq!(unset.status, 404, "{}", unset.text());
    assert_eq!(site.get_with("/staff/sign-in/return", "").await.status, 404);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    site.with_provider(&silent);
    let left = site.get_with("/staff/sign-in/provider", "").await;
    assert_eq!(left.status, 502);
    assert!(left.text().contains("does not answer as expected"));
    assert!(left.body.contains("name=\"password\""));
    site.browser("ed@example.org", Role::Editor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_password_opens_through_the_provider_only() {
    let site = Site::bundled().await;
    let provider = SmallProvider::run().await;
    site.with_provider(&provider.0.issuer);
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let added = admin
        .send(
            "/staff/users",
            "/staff/users",
            &[
                ("do", "add"),
                ("email", "ed@example.org"),
                ("name", "Ed"),
                ("role", "editor"),
                ("no_password", "yes"),
            ],
        )
        .await;
    assert_eq!(added.status, 303, "{}", added.text());
    for password in ["", super::PASSWORD] {
        let body = super::form(&[("email", "ed@example.org"), ("password", password)]);
        let answer = site.ask(super::posted("/staff/sign-in", "", body)).await;
        assert_eq!(answer.status, 422);
    }
    let session = session_of(&site.through(&provider).await).unwrap();
    let account = site.get_with("/staff/account", &session).await;
    assert_eq!(account.status, 200);
    assert!(
        !account.body.contains("name=\"old\""),
        "there is no password to change"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_session_ended_waits_while_its_writer_goes_to_the_provider() {
    let site = Site::bundled().await;
    let provider = SmallProvider::run().await;
    site.with_provider(&provider.0.issuer);
    site.account("ed@example.org", Role::Editor).await;
    let sent = super::form(&[("title", "Kept through the provider")]);
    let path = "/staff/commitments/NL0031";
    let lapsed = site.ask(super::posted(path, "", sent)).await;
    assert_eq!(lapsed.status, 401);
    assert!(
        lapsed.body.contains("target=\"_blank\""),
        "{}",
        lapsed.text()
    );
    let resume = super::fields_of(&lapsed, "/staff/sign-in", &[("do", "resume")]);
    let early = site
        .ask(super::posted("/staff/sign-in", "", resume.clone()))
        .await;
    assert_eq!(early.status, 422);
    assert_eq!(
        resume,
        super::fields_of(&early, "/staff/sign-in", &[("do", "resume")])
    );
    let session = session_of(&site.through(&provider).await).unwrap();
    let resumed = site
        .ask(super::posted("/staff/sign-in", &session, resume))
        .await;
    assert_eq!(resumed.status, 200, "{}", resumed.text());
    assert!(resumed.body.contains("Kept through the provider"));
}
