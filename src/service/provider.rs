//! Sign-in through an organisation's own provider, by `OpenID` Connect (authorization code with PKCE).
//!
//! The provider says who somebody is; whether that person has an account, and may do what, is
//! decided here. Nothing is remembered between the two steps: the browser keeps [`Begun::kept`].

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, reqwest,
};

use super::App;
use super::attempts::TriedFrom;
use super::auth::{hash_of_token, wait_in_words};
use super::security_log::{NOBODY, SIGN_IN_REFUSED};
use crate::error::AppError;
use domain::forms::{Fields, account};
use domain::route;
use store::{IdentityMatch, SignInProof};

/// The longest that the provider may take to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Signatures that are believed: made with a key that only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 5] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider that staff may sign in through.
#[derive(Debug)]
pub struct Provider {
    name: String,
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    return_to: RedirectUrl,
    http: reqwest::Client,
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct Begun {
    /// The provider's page to send the browser to.
    pub address: String,
    /// What only this browser may keep until it comes back.
    pub kept: Fields,
}

/// Why somebody was not signed in through the provider.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider cannot be reached, or speaks something else.
    #[error(
        "The sign-in provider does not answer as expected. Try again in a few minutes, or sign in with a password."
    )]
    Unreachable(String),
    /// It came back to a browser that did not begin it, or twice.
    #[error("This sign-in started elsewhere, has expired or was already used. Start again.")]
    Stale,
    /// The provider refused, for example because the person changed their mind.
    #[error("The sign-in provider did not sign you in. Try again, or sign in with a password.")]
    Refused(String),
    /// What the provider says cannot be believed.
    #[error(
        "The sign-in provider's answer could not be verified, so you are not signed in. Try again. If the problem continues, ask an admin."
    )]
    Unverified(String),
    /// The provider does not vouch for an e-mail address.
    #[error(
        "The sign-in provider gives no verified e-mail address for you, so we cannot find your account. Ask an admin."
    )]
    NoAddress,
    /// There is no account, or it cannot be used.
    #[error("We have no account for {0}. Ask an admin to add one.")]
    NoAccount(String),
    /// Too many attempts.
    #[error("Too many attempts to sign in. Try again in {}.", wait_in_words(*.0))]
    TooMany(TimeDelta),
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Who somebody is at the provider.
struct Person {
    subject: String,
    email: String,
}

impl Provider {
    /// A provider known by its issuer address. `site` is the address of this site, as the provider
    /// knows it. Refuses addresses that are none; the provider is not asked yet.
    pub fn new(
        name: &str,
        issuer: &str,
        client_id: &str,
        client_secret: Option<&str>,
        site: &str,
    ) -> Result<Self, String> {
        let wrong = |what: &str, text: &str, error: &dyn std::fmt::Display| {
            format!("{what} \u{201c}{text}\u{201d} cannot be used: {error}")
        };
        let return_to = format!("{site}{}", route::staff::SignInReturn);
        // A redirect followed here could be used to make the program ask addresses of its own network.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(|e| format!("no connection can be made: {e}"))?;
        Ok(Self {
            name: name.to_owned(),
            issuer: IssuerUrl::new(issuer.to_owned())
                .map_err(|e| wrong("the issuer", issuer, &e))?,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: client_secret.map(|secret| ClientSecret::new(secret.to_owned())),
            return_to: RedirectUrl::new(return_to.clone())
                .map_err(|e| wrong("the site's address", &return_to, &e))?,
            http,
        })
    }

    /// What staff call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks the provider for its addresses and keys, each time anew: keys change, and sign-ins are
    /// rare.
    async fn client(&self) -> Result<Client, ProviderError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
        let metadata = metadata.map_err(|e| ProviderError::Unreachable(chain(&e)))?;
        let client = CoreClient::from_provider_metadata(
            metadata,
            self.client_id.clone(),
            self.client_secret.clone(),
        );
        Ok(client.set_redirect_uri(self.return_to.clone()))
    }

    /// Begins a sign-in that ends on the page `next`.
    pub async fn begin(&self, next: &str) -> Result<Begun, ProviderError> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (address, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let mut kept = Fields::default();
        kept.push("state", state.secret());
        kept.push("nonce", nonce.secret());
        kept.push("verifier", verifier.secret());
        kept.push("next", next);
        Ok(Begun {
            address: address.into(),
            kept,
        })
    }

    /// Turns the provider's answer into a person. Believes nothing that is not signed for this
    /// program, this browser and this sign-in.
    async fn person(
        &self,
        answer: &Fields,
        kept: &Fields,
        now: DateTime<Utc>,
    ) -> Result<Person, ProviderError> {
        let state = kept.get("state");
        if state.is_empty() || state != answer.get("state") {
            return Err(ProviderError::Stale);
        }
        if !answer.get("error").is_empty() {
            return Err(ProviderError::Refused(answer.get("error").to_owned()));
        }
        let client = self.client().await?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(answer.get("code").to_owned()))
            .map_err(|e| ProviderError::Unreachable(chain(&e)))?
            .set_pkce_verifier(PkceCodeVerifier::new(kept.get("verifier").to_owned()))
            .request_async(&self.http)
            .await
            .map_err(|e| match e {
                openidconnect::RequestTokenError::ServerResponse(_) => {
                    ProviderError::Refused(chain(&e))
                }
                _ => ProviderError::Unreachable(chain(&e)),
            })?;
        let unverified = |e: &dyn std::error::Error| ProviderError::Unverified(chain(e));
        let token = tokens.extra_fields().id_token().ok_or_else(|| {
            ProviderError::Unverified("the answer holds no identity token".to_owned())
        })?;
        let nonce = Nonce::new(kept.get("nonce").to_owned());
        let verifier = client.id_token_verifier();
        let verifier = verifier
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || now);
        let claims = token
            .claims(&verifier, &nonce)
            .map_err(|e| unverified(&e))?;
        let subject = claims.subject().clone();
        let mut email = claims.email().map(|email| email.to_string());
        let mut vouched = claims.email_verified();
        if email.is_none()
            && let Ok(asked) =
                client.user_info(tokens.access_token().clone(), Some(subject.clone()))
        {
            let asked: CoreUserInfoClaims = asked
                .request_async(&self.http)
                .await
                .map_err(|e| unverified(&e))?;
            email = asked.email().map(|email| email.to_string());
            vouched = asked.email_verified();
        }
        let email = email.filter(|_| vouched == Some(true));
        Ok(Person {
            subject: subject.to_string(),
            email: email
                .and_then(|email| account::email(&email))
                .ok_or(ProviderError::NoAddress)?,
        })
    }
}

/// An error with what caused it, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

impl App {
    /// Lets staff sign in through a provider from now on. Only the first one counts.
    pub fn use_provider(&self, provider: Provider) {
        let _ = self.inner.provider.set(provider);
    }

    /// The provider that staff may sign in through.
    pub fn provider(&self) -> Option<&Provider> {
        self.inner.provider.get()
    }

    /// Ends a sign-in that [`Provider::begin`] began: `answer` is what the provider sent the browser
    /// back with, `kept` what the browser kept. Gives the new session's token.
    pub async fn sign_in_through(
        &self,
        provider: &Provider,
        answer: &Fields,
        kept: &Fields,
        address: &str,
        agent: &str,
    ) -> Result<String, ProviderError> {
        // What the browser kept is a stranger's text: only its hash is counted.
        let attempt = format!("through the provider, {}", hash_of_token(kept.get("state")));
        let from = TriedFrom::network(address);
        self.register_attempt(&attempt, &from, NOBODY, address)
            .map_err(ProviderError::TooMany)?;
        let known = self.known(provider, answer, kept).await;
        let (account, email) = match known {
            Ok((IdentityMatch::Linked(account), email)) if account.disabled_at.is_none() => {
                (account, email)
            }
            Ok((IdentityMatch::OtherPerson, email)) => {
                let what = "the account belongs to another person at the provider";
                let what = format!("{email}: {what}");
                self.count_refusal(SIGN_IN_REFUSED, NOBODY, address, &what);
                return Err(ProviderError::NoAccount(email));
            }
            Ok((_, email)) => {
                let what = "no usable account for who signed in at the provider";
                let what = format!("{email}: {what}");
                self.count_refusal(SIGN_IN_REFUSED, NOBODY, address, &what);
                return Err(ProviderError::NoAccount(email));
            }
            Err(error) => {
                let (ProviderError::Unreachable(cause)
                | ProviderError::Refused(cause)
                | ProviderError::Unverified(cause)) = &error
                else {
                    return Err(error);
                };
                tracing::warn!(%cause, "sign-in through the provider failed");
                self.count_refusal(SIGN_IN_REFUSED, NOBODY, address, cause);
                return Err(error);
            }
        };
        self.inner.attempts.succeeded(&attempt, &from, self.now());
        tracing::debug!(email, "signed in through the provider");
        let begun = self.begin_session(&account, SignInProof::Provider, address, agent);
        let begun = begun.await?;
        begun.ok_or(ProviderError::NoAccount(email))
    }

    async fn known(
        &self,
        provider: &Provider,
        answer: &Fields,
        kept: &Fields,
    ) -> Result<(IdentityMatch, String), ProviderError> {
        let now = self.now();
        let person = provider.person(answer, kept, now).await?;
        let issuer = provider.issuer.as_str();
        let store = &self.inner.store;
        let identity = store
            .identify(issuer, &person.subject, &person.email, now)
            .await;
        Ok((identity.map_err(AppError::from)?, person.email))
    }
}
