//! `ogp-tracker serve`

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::sync::oneshot;

use super::mail::MailSettings;
use super::{AllowedHosts, CommandError, Database, SitePlace};
use crate::letters;
use crate::service::provider::Provider;
use crate::service::security_log::KEPT_DAYS;
use crate::service::{App, Clock, Fill, fonts};
use crate::web::front::{Front, Step};
use crate::web::listen::{Address, Listener};
use crate::web::origin::Reached;
use crate::web::proxy::Network;
use crate::web::router::{metrics_router, router};
use crate::web::security_txt::SecurityContact;
use crate::web::server::{Limits, serve};
use crate::web::telemetry::Metrics;
use crate::web::{AppState, Origin, webhooks};
use charts::png::use_fonts;
use domain::SecondFactorFor;
use store::{Opening, Store};

/// How long a change waits for others to end: twice this is less than a request may take, so that
/// its form comes back.
const WRITE_TIMEOUT: Duration = Duration::from_secs(8);
/// The most synthetic commitments that a demonstration may ask for.
const MAX_DEMONSTRATION: usize = 500_000;

/// Serve the site.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen: an address and a port, or `unix:/path` for a proxy on the same machine, which must
    /// then be in the group of the socket and counts as 127.0.0.1 for --trusted-proxy.
    #[arg(long, default_value = "127.0.0.1:3000")]
    addr: Address,
    #[command(flatten)]
    database: Database,
    /// A read replica of the database, on PostgreSQL: searches in texts, and the texts of lists and exports, are read
    /// there, as long as it has what they ask for.
    #[arg(
        long,
        env = "DATABASE_READ_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database_read: Option<String>,
    /// A file with the published record, from which the next start is quicker; "none" for no such file. Each instance
    /// needs its own. Default: beside the database file, with `-start` after its name; none with PostgreSQL.
    #[arg(long, env = "START_FILE", value_name = "FILE")]
    start_file: Option<String>,
    /// Fill a new database with this many synthetic commitments instead of the bundled ones.
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "10000", value_name = "N")]
    demo: Option<usize>,
    /// Extra address that serves /metrics to other machines.
    #[arg(long)]
    metrics_addr: Option<SocketAddr>,
    #[command(flatten)]
    place: SitePlace,
    /// A proxy whose X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host and Forwarded headers are
    /// believed: an address or a range such as 10.0.0.0/8. Repeat it for more. None by default.
    #[arg(
        long,
        env = "TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "CIDR"
    )]
    trusted_proxy: Vec<Network>,
    /// Whom to tell of a weakness of the site, for /.well-known/security.txt: an e-mail address, or an
    /// address that begins with https:// or tel:. Without it, there is no such file.
    #[arg(long, env = "SECURITY_CONTACT", value_name = "CONTACT")]
    security_contact: Option<SecurityContact>,
    /// Do not answer assistants at /mcp (Model Context Protocol).
    #[arg(long, env = "NO_MCP")]
    no_mcp: bool,
    /// Connections at once. Default and maximum: 2,048, or what the system allows.
    #[arg(long, env = "MAX_CONNECTIONS", value_name = "N")]
    max_connections: Option<usize>,
    /// For how many days the security log is kept.
    #[arg(long, env = "SECURITY_LOG_DAYS", value_name = "DAYS", default_value_t = KEPT_DAYS, value_parser = clap::value_parser!(u16).range(1..))]
    security_log_days: u16,
    /// Who needs a second factor as well as a password: admins, staff (everybody) or none.
    #[arg(long, env = "REQUIRE_SECOND_FACTOR", value_name = "WHO", default_value = SecondFactorFor::Nobody.slug())]
    require_second_factor: SecondFactorFor,
    /// Have a second person review what editors and reviewers change of commitments and plans in forms, as every
    /// rating is.
    #[arg(long, env = "REVIEW_FACTS")]
    review_facts: bool,
    #[command(flatten)]
    mail: MailSettings,
    #[command(flatten)]
    hosts: AllowedHosts,
    #[command(flatten)]
    provider: ProviderSettings,
}

/// An `OpenID` Connect provider that staff may sign in through. The client's secret comes from the
/// environment only: arguments can be read by everyone on the machine.
#[derive(Debug, Args)]
struct ProviderSettings {
    /// The provider's issuer address.
    #[arg(long = "oidc-issuer", env = "OIDC_ISSUER", hide_env_values = true)]
    issuer: Option<String>,
    /// The client ID registered with the provider.
    #[arg(
        long = "oidc-client-id",
        env = "OIDC_CLIENT_ID",
        hide_env_values = true
    )]
    client_id: Option<String>,
    /// The provider's name as staff know it.
    #[arg(
        long = "oidc-name",
        env = "OIDC_NAME",
        default_value = "the organisation's account"
    )]
    name: String,
}

/// Where the client's secret is found.
const SECRET: &str = "OIDC_CLIENT_SECRET";

impl ProviderSettings {
    /// The provider, where one is set up.
    fn provider(&self, site: Option<&Origin>) -> Result<Option<Provider>, CommandError> {
        let (issuer, client_id) = match (&self.issuer, &self.client_id) {
            (None, None) => return Ok(None),
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            _ => {
                return Err(CommandError::Usage(
                    "signing in through a provider needs both OIDC_ISSUER and OIDC_CLIENT_ID"
                        .to_owned(),
                ));
            }
        };
        let site = site.ok_or_else(|| {
            CommandError::Usage(
                "signing in through a provider needs --public-url, where the provider sends people back"
                    .to_owned(),
            )
        })?;
        let secret = std::env::var(SECRET).ok().filter(|s| !s.is_empty());
        let name = &self.name;
        Provider::new(
            name,
            issuer,
            client_id,
            secret.as_deref(),
            &site.to_string(),
        )
        .map(Some)
        .map_err(CommandError::Usage)
    }
}

impl Serve {
    /// Serves until told to stop.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        if self.demo.is_some_and(|count| count > MAX_DEMONSTRATION) {
            return Err(CommandError::Usage(format!(
                "--demo can be at most {MAX_DEMONSTRATION}"
            )));
        }
        if self.place.public_url.is_none() && !self.place.base_path.is_empty() {
            return Err(CommandError::Usage(
                "--base-path needs --public-url: scheme and host, as visitors see them".to_owned(),
            ));
        }
        let own_address = self.place.address();
        let provider = self.provider.provider(own_address.as_ref())?;
        let mail = self.mail.mail(own_address.as_ref())?;
        let began = Instant::now();
        let limits = self.limits();
        use_fonts(fonts::of_the_system());
        // Listening first: a port that is taken should not cost a filled database.
        let listener = listen(&self.addr).await?;
        let for_metrics = match self.metrics_addr {
            Some(addr) => Some(listen(&Address::Network(addr.to_string())).await?),
            None => None,
        };
        let metrics = Metrics::install().map_err(|e| CommandError::Other(e.to_string()))?;
        let bound = listener
            .network_address()
            .map_err(CommandError::io("cannot listen"))?;
        let reached = Arc::new(Reached {
            public_url: self.place.public_url.clone(),
            base_path: self.place.base_path.clone(),
            proxies: self.trusted_proxy.clone().into(),
            security_contact: self.security_contact.clone(),
            bound,
        });
        // From here on requests are answered, be it with what is under way.
        let front = Front::new(&reached);
        let (stop, stopped) = oneshot::channel::<()>();
        let site = front.service();
        let answering = tokio::spawn(serve(listener, site, limits, stopped));
        let figures = front.for_another_site();
        if let Some(listener) = for_metrics {
            let limits = Limits {
                connections: 64,
                ..limits
            };
            let never = std::future::pending::<()>();
            tokio::spawn(serve(listener, figures.service(), limits, never));
        }
        let told = told_to_stop();
        tokio::pin!(told);

        let app = tokio::select! {
            started = self.start(&front) => started?,
            () = &mut told => {
                tracing::info!("stopped before the site was ready");
                return Ok(());
            }
        };
        if let Some(provider) = provider {
            app.use_provider(provider);
        }
        if let Some(mail) = mail {
            app.use_mail(mail);
        }
        if self.no_mcp {
            app.refuse_assistants();
        }
        let state = AppState {
            app: app.clone(),
            metrics,
            reached,
        };
        let watch = tokio::spawn(app.clone().watch());
        let mailing = tokio::spawn(letters::watch(app.clone()));
        let webhooks = tokio::spawn(webhooks::watch(app.clone(), own_address));
        figures.open(metrics_router(state.clone()));
        let commitments = app.catalogue().len();
        if app.accounts().await?.is_empty() {
            tracing::info!(
                "nobody can sign in yet: create the first account with `ogp-tracker user add EMAIL --role admin --database {}`",
                quoted(app.given_address())
            );
        }
        front.open(router(state));
        let base_path = &self.place.base_path;
        let address = bound.map_or_else(
            || self.addr.to_string(),
            |bound| format!("http://{bound}{base_path}"),
        );
        let from_start_file = app.started_from().is_some();
        tracing::info!(commitments, took = ?began.elapsed(), from_start_file, "ready at {address}");
        told.await;
        tracing::info!("stopping after the current requests");
        let _ = stop.send(());
        if let Err(error) = answering.await {
            tracing::error!(%error, "answering requests broke down");
        }
        watch.abort();
        mailing.abort();
        webhooks.abort();
        app.close().await;
        tracing::info!("stopped");
        Ok(())
    }

    /// Opens the record, fills it where it is empty, and takes the first snapshot of it.
    async fn start(&self, front: &Front) -> Result<App, CommandError> {
        let opening = Opening {
            patience: WRITE_TIMEOUT,
            accept_clock: self.database.accept_clock,
            ..Opening::default()
        };
        let migrating = || front.now(Step::Migrating);
        let store = Store::open_with_hook(&self.database.url, opening, &migrating).await?;
        let clock = Clock::system();
        let fill = self.demo.map_or(Fill::Bundled, Fill::Demonstration);
        let mut shown = progress();
        let mut progress = |done, total| {
            front.now(Step::Filling { done, total });
            shown(done, total);
        };
        App::prepare(&store, &clock, fill, &mut progress).await?;
        let store = match self.database_read.as_deref() {
            Some(url) if !url.is_empty() => store.with_replica(url).await?,
            _ => store,
        };
        front.now(Step::Catalogue);
        let start_file = match self.start_file.as_deref() {
            Some("none") => None,
            Some(path) if !path.is_empty() => Some(path.into()),
            _ => store.path_with_suffix("-start"),
        };
        let app = App::open_from(store, clock, start_file).await?;
        self.warn_of_other_content(&app);
        app.use_fetcher(self.hosts.fetcher());
        if self.database.accept_clock {
            app.accept_clock();
        }
        app.keep_security_log(self.security_log_days);
        app.require_second_factor(self.require_second_factor);
        app.review_facts(self.review_facts);
        Ok(app)
    }

    fn limits(&self) -> Limits {
        let mut limits = Limits::of_the_system();
        if let Some(most) = self.max_connections {
            if most > limits.connections {
                tracing::warn!(
                    connections = limits.connections,
                    "--max-connections was reduced: the most is 2,048, or fewer where the system allows fewer open files"
                );
            }
            limits.connections = most.clamp(1, limits.connections);
        }
        limits
    }

    /// Says so when a database already holds something else than was asked for.
    fn warn_of_other_content(&self, app: &App) {
        let demonstration = app.catalogue().version().demonstration;
        if self.demo.is_some() != demonstration {
            let holds = if demonstration {
                "synthetic demonstration data"
            } else {
                "real data"
            };
            tracing::warn!(
                "the database already holds {holds}; --demo only fills a new one. Use --database to choose another file."
            );
        }
    }
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/:@._-%+,=".contains(c);
    if argument.chars().all(is_plain) {
        argument.to_owned()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

async fn listen(addr: &Address) -> Result<Listener, CommandError> {
    Listener::bind(addr).await.map_err(CommandError::io(format!(
        "cannot listen on {addr}; use --addr to choose another address"
    )))
}

/// Returns on Ctrl-C or a request to terminate.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! { () = interrupted => (), () = terminated => () }
}

/// Shows on a terminal how far filling the record has come.
fn progress() -> impl FnMut(usize, usize) + Send {
    let bar = super::bar("Loading data {bar:40} {pos}/{len}");
    move |done, total| {
        if total == 0 {
            return;
        }
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        if done >= total {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_reaches_the_command_through_a_shell() {
        for argument in [
            "sqlite://tracker.db",
            "sqlite:///srv/o'brien/a b.db",
            "postgres://ogp@host/ogp?options=-c%20search_path%3Dtracker&sslmode=require",
            "postgres://ogp@localhost/owned?host=/run/pg&port=5499",
            "$(touch /tmp/x)`y`\"\\*",
        ] {
            let echoed = std::process::Command::new("sh")
                .args(["-c", &format!("printf %s {}", quoted(argument))])
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(echoed.stdout).unwrap(), argument);
        }
        assert_eq!(quoted("sqlite://tracker.db"), "sqlite://tracker.db");
    }
}
