//! `ogp-tracker serve`

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::net::TcpListener;

use super::{CommandError, Database};
use crate::service::provider::Provider;
use crate::service::{App, Clock, Fill};
use crate::web::router::{metrics_router, router};
use crate::web::telemetry::Metrics;
use crate::web::{AppState, Origin};
use store::Store;

/// How long requests under way may take to finish once the program is told to stop.
const GRACE: Duration = Duration::from_secs(30);
/// The most synthetic commitments that a demonstration may ask for.
const MAX_DEMONSTRATION: usize = 500_000;

/// Serve the site.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    addr: SocketAddr,
    #[command(flatten)]
    database: Database,
    /// Fill a new database with this many synthetic commitments instead of the bundled ones.
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "10000", value_name = "N")]
    demo: Option<usize>,
    /// Extra address that serves /metrics to other machines.
    #[arg(long)]
    metrics_addr: Option<SocketAddr>,
    /// Public address of the site, for links in pictures and previews, for example
    /// `https://commitments.example.org`. Defaults to the address of each request.
    #[arg(long, env = "PUBLIC_URL")]
    public_url: Option<Origin>,
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
        let provider = self.provider.provider(self.public_url.as_ref())?;
        let began = Instant::now();
        // Listening first: a port that is taken should not cost a filled database.
        let listener = listen(self.addr).await?;
        let store = Store::open(&self.database.url).await?;
        let fill = self.demo.map_or(Fill::Bundled, Fill::Demonstration);
        let app = start(store, fill).await?;
        self.warn_of_other_content(&app);
        if let Some(provider) = provider {
            app.use_provider(provider);
        }
        let metrics = Metrics::install().map_err(|e| CommandError::Other(e.to_string()))?;
        let state = AppState {
            app: app.clone(),
            metrics,
            public_url: self.public_url,
        };
        let watch = tokio::spawn(app.clone().watch());
        if let Some(addr) = self.metrics_addr {
            let listener = listen(addr).await?;
            let metrics = metrics_router(state.clone());
            tokio::spawn(async move { axum::serve(listener, metrics).await });
        }
        let commitments = app.catalogue().len();
        if app.accounts().await?.is_empty() {
            tracing::info!(
                "nobody can sign in yet: create the first account with `ogp-tracker user add EMAIL --role admin --database {}`",
                given(app.address())
            );
        }
        let address = listener
            .local_addr()
            .map_err(CommandError::io("cannot listen"))?;
        tracing::info!(commitments, took = ?began.elapsed(), "ready at http://{address}");
        serve_until_stopped(listener, state).await?;
        watch.abort();
        app.close().await;
        tracing::info!("stopped");
        Ok(())
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

/// A database as it is given to a command: a file is shown without its scheme elsewhere.
fn given(address: &str) -> String {
    if address.contains("://") {
        address.to_owned()
    } else {
        format!("sqlite://{address}")
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(addr)
        .await
        .map_err(CommandError::io(format!(
            "cannot listen on {addr}; use --addr to choose another address"
        )))
}

async fn serve_until_stopped(listener: TcpListener, state: AppState) -> Result<(), CommandError> {
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop().await;
        tracing::info!("stopping after the current requests");
        let _ = stopping.send(());
    });
    tokio::select! {
        done = std::future::IntoFuture::into_future(server) => {
            done.map_err(CommandError::io("the server stopped"))
        }
        () = async {
            if stopped.await.is_ok() {
                tokio::time::sleep(GRACE).await;
            } else {
                std::future::pending::<()>().await;
            }
        } => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
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

/// Fills an empty record and opens it, on a thread that ends afterwards: what a thread has freed is only
/// given back while it works, or when it ends.
async fn start(store: Store, fill: Fill) -> Result<App, CommandError> {
    let runtime = tokio::runtime::Handle::current();
    let started =
        move || runtime.block_on(App::start(store, Clock::system(), fill, &mut progress()));
    match tokio::task::spawn_blocking(started).await {
        Ok(app) => Ok(app?),
        Err(error) => Err(CommandError::Other(error.to_string())),
    }
}

/// Shows on a terminal how far filling the record has come.
fn progress() -> impl FnMut(usize, usize) + Send {
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("Loading data {bar:40} {pos}/{len}") {
        bar.set_style(style);
    }
    move |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
        if done >= total {
            bar.finish_and_clear();
        }
    }
}
