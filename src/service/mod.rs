//! What the application can do: one function for each question, whoever asks (page, API, file).
//!
//! Uses the store and the catalogue; knows no HTTP and no HTML.

pub mod accounts;
pub mod area_add;
mod attempts;
pub mod auth;
mod brief;
mod browse;
pub mod browsers;
pub mod bulk;
pub mod bundled;
pub(crate) mod cache;
mod changes;
mod charts;
mod clock;
pub mod comments;
pub mod context;
mod coverage;
pub mod desk;
pub mod doctor;
mod draft_review;
mod export;
mod export_format;
pub mod fetch;
mod fill;
pub mod find;
mod follow;
pub mod fonts;
mod freshness;
mod heavy;
pub mod import;
pub mod institutions;
mod kept;
mod ledger;
mod list;
mod localized;
pub mod mail;
mod missing;
pub mod notices;
mod occurrences;
mod overview;
mod parties;
pub mod passwords;
mod past;
mod permanent;
mod pieces;
pub mod plan_sheet;
pub mod proposals;
pub mod provider;
mod public_web;
pub mod queue;
pub mod ratings;
mod reports;
mod sealed;
mod search;
mod search_view;
mod second_factor;
pub mod security_log;
pub mod sheets;
mod shortcut;
pub mod sources;
mod spelling;
pub mod staff;
mod start_file;
mod suggestions;
mod versions;
mod views;
pub mod webhooks;
pub mod zone;

pub use brief::{BriefEntry, BriefView};
pub use changes::{
    Asked, Change, ChangedCommitment, ChangedRating, ChangedThing, ChangesView,
    PAGE as CHANGES_ON_A_PAGE,
};
pub use charts::{ChartView, ChartsInPlace, Part};
pub use clock::Clock;
pub use coverage::{CoverageSource, PlanCoverage};
pub use export::{Export, ExportError, csv_lines};
pub use export_format::{ExportFormat, ExportTable};
pub use fill::Fill;
pub use follow::{EventKind, FollowView, FollowedEvent, MAX_EVENTS};
pub use freshness::{InstanceFigures, Reader};
pub use heavy::{Heavy, HeavyError, HeavyKind, HeavyLoad, Turn};
pub use ledger::Since;
pub use localized::public_page_of;
pub use missing::{Missing, MissingForStaff, NotFound, Suggestion, shortened};
pub use overview::all_high;
pub use pieces::Pieces;
pub use reports::CitedReport;
pub use second_factor::Offer as SecondFactorOffer;
pub use shortcut::Shortcut;
pub use suggestions::Suggestions;
pub use versions::{VERSIONS_PER_PAGE, VersionView, VersionsView};
pub use views::{
    ActiveFilter, Alternative, AreaView, CommitmentRecord, CommitmentView, Featured, HomeView,
    ListView, Listed, Loosening, MemberSummary, MemberView, Narrowing, SearchView, Understood,
};

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::{DateTime, TimeDelta, Utc};

use catalogue::Catalogue;
use domain::SecondFactorFor;
use freshness::Freshness;
use interchange::seed;
use kept::Kept;
use past::Pinned;
use start_file::StartFile;
use store::{NEWEST, Store, StoreError, WatchedSource};

/// How far the clock may be set while the program runs.
const MAX_JUMP: TimeDelta = TimeDelta::minutes(5);
/// How long it is believed that the record can be written.
const READINESS_KEPT: Duration = Duration::from_secs(3);
/// How often the program looks whether another instance has changed the record.
const WATCH_INTERVAL: Duration = Duration::from_secs(2);
/// After how many of these old lines of the security log are deleted: an hour.
const SHORTEN_TICKS: u32 = 1_800;

/// The running application: the record, and its snapshot in memory.
///
/// [`App::as_of`] gives one that sees the record as it stood in the past; everything that is asked
/// of it is answered from that state.
#[derive(Debug, Clone)]
pub struct App {
    inner: Arc<Inner>,
    pinned: Option<Pinned>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    identity: String,
    clock: Clock,
    /// Where the next start finds the record, if it is to.
    start_file: Option<StartFile>,
    heavy: Heavy,
    catalogue: ArcSwap<Catalogue>,
    freshness: Freshness,
    /// Held while a new snapshot is taken, so that an older one never replaces a newer one.
    refreshing: tokio::sync::Mutex<()>,
    kept: Kept,
    desk: desk::DeskCaches,
    provider: OnceLock<provider::Provider>,
    imports: import::Jobs,
    fetcher: OnceLock<fetch::Fetcher>,
    sources: ArcSwap<Vec<WatchedSource>>,
    attempts: attempts::Attempts,
    refusals: security_log::Counted,
    browser_key: tokio::sync::OnceCell<String>,
    second_factor_key: tokio::sync::OnceCell<String>,
    second_factor_for: OnceLock<SecondFactorFor>,
    log_days: OnceLock<u16>,
    is_stale: AtomicBool,
    accept_clock: AtomicBool,
    without_assistants: AtomicBool,
    reviews_facts: AtomicBool,
    post: mail::Post,
    has_jumped: AtomicBool,
    readiness: tokio::sync::Mutex<Option<(Instant, Readiness)>>,
}

type Readiness = Result<(), Arc<StoreError>>;

/// The source that the first change of a record names where the program's own data filled it.
pub const BUNDLED: &str = "data/seed";

/// The name in which the program itself changes the record.
const PROGRAM: &str = "OGP commitment tracker";

/// Why the application could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bundled data.
    #[error("the bundled commitments cannot be read: {0}")]
    Bundled(#[from] seed::RecordError),
    /// The bundled texts.
    #[error("the bundled texts cannot be read: {0}")]
    Texts(#[from] seed::ContextError),
}

impl App {
    /// Fills the record if it is empty, and takes the first snapshot.
    ///
    /// `progress` is told how many commitments have been written so far, of how many.
    pub async fn start(
        store: Store,
        clock: Clock,
        fill: Fill,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<Self, StartError> {
        Self::prepare(&store, &clock, fill, progress).await?;
        Self::open(store, clock).await
    }

    /// Takes the first snapshot of a record as it is, empty or not.
    pub async fn open(store: Store, clock: Clock) -> Result<Self, StartError> {
        Self::open_from(store, clock, None).await
    }

    /// The same from the start file, where that can be used; [`App::watch`] and [`App::close`] keep it current.
    pub async fn open_from(
        store: Store,
        clock: Clock,
        start_file: Option<PathBuf>,
    ) -> Result<Self, StartError> {
        let today = clock.now().date_naive();
        let identity = store.identity().await?;
        let start_file = StartFile::at(start_file, &store, &identity).await?;
        let kept = match &start_file {
            Some(file) => file.catalogue(&store, today).await?,
            None => None,
        };
        let catalogue = match kept {
            Some(catalogue) => catalogue,
            None => Catalogue::build(store.published().await?, today),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                identity,
                clock,
                start_file,
                heavy: Heavy::default(),
                freshness: Freshness::of(catalogue.version().number),
                catalogue: ArcSwap::from_pointee(catalogue),
                refreshing: tokio::sync::Mutex::default(),
                kept: Kept::default(),
                desk: desk::DeskCaches::default(),
                provider: OnceLock::new(),
                imports: import::Jobs::default(),
                fetcher: OnceLock::new(),
                sources: ArcSwap::default(),
                attempts: attempts::Attempts::default(),
                refusals: security_log::Counted::default(),
                browser_key: tokio::sync::OnceCell::new(),
                second_factor_key: tokio::sync::OnceCell::new(),
                second_factor_for: OnceLock::new(),
                log_days: OnceLock::new(),
                is_stale: AtomicBool::default(),
                accept_clock: AtomicBool::default(),
                without_assistants: AtomicBool::default(),
                reviews_facts: AtomicBool::default(),
                post: mail::Post::default(),
                has_jumped: AtomicBool::default(),
                readiness: tokio::sync::Mutex::default(),
            }),
            pinned: None,
        })
    }

    /// The snapshot that is shown: the present one, or the one that this is bound to ([`App::as_of`],
    /// [`App::pinned`]).
    pub fn catalogue(&self) -> Arc<Catalogue> {
        match &self.pinned {
            Some(pinned) => Arc::clone(&pinned.catalogue),
            None => self.inner.catalogue.load_full(),
        }
    }

    /// Takes a new snapshot if the record has changed since the last one.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let _turn = self.inner.refreshing.lock().await;
        let shown = self.inner.catalogue.load_full();
        let (number, day) = (shown.version().number, shown.today());
        let today = self.now().date_naive();
        // With each day, other reviews become overdue.
        if self.inner.store.version().await?.number != number || today != day {
            let changes = self.inner.store.published_changes(number, NEWEST).await?;
            let build = move || shown.apply_changes(changes, today);
            match self.inner.heavy.run(HeavyKind::Catalogue, build).await {
                Ok(catalogue) => {
                    let number = catalogue.version().number;
                    self.inner.catalogue.store(Arc::new(catalogue));
                    self.inner.freshness.shows(number);
                }
                Err(error) => tracing::error!(%error, "the catalogue could not be built"),
            }
        }
        Ok(())
    }

    /// Keeps the snapshot current with what other instances write, publishes what is due and reads the
    /// sources that are watched, for as long as it is polled.
    pub async fn watch(self) {
        // An address that takes a minute to answer keeps nothing else waiting.
        tokio::join!(
            self.watch_record(),
            self.watch_sources(),
            self.stay_fresh(),
            self.watch_start_file(),
        );
    }

    async fn watch_sources(&self) {
        let mut interval = tokio::time::interval(WATCH_INTERVAL);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            interval.tick().await;
            // On a task of its own, which ends with this one: a file that the program fails over ends
            // nothing else.
            let mut turn = tokio::task::JoinSet::new();
            let app = self.clone();
            turn.spawn(async move { app.run_due_sources().await });
            match turn.join_next().await {
                Some(Ok(Err(error))) => {
                    tracing::warn!(%error, "the watched sources could not be read");
                }
                Some(Err(error)) => tracing::error!(%error, "reading a source broke down"),
                _ => {}
            }
        }
    }

    async fn watch_record(&self) {
        let mut interval = tokio::time::interval(WATCH_INTERVAL);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ticks: u32 = 0;
        let mut shown = self.newest_shown();
        loop {
            interval.tick().await;
            match self.publish_scheduled().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "published ratings whose hour had come"),
                Err(error) => tracing::warn!(%error, "scheduled ratings could not be published"),
            }
            let refreshed = self.refresh().await;
            let is_stale = refreshed.is_err();
            self.inner.is_stale.store(is_stale, Ordering::Relaxed);
            if let Err(error) = refreshed {
                tracing::warn!(%error, "the record cannot be read; showing the last known state");
            }
            shown = self.check_hearing(shown);
            self.check_clock();
            self.try_to_write_refusals().await;
            if ticks.is_multiple_of(SHORTEN_TICKS)
                && let Err(error) = self.shorten_security_log().await
            {
                tracing::warn!(%error, "the security log could not be shortened");
            }
            ticks = ticks.wrapping_add(1);
        }
    }

    /// Whether the record could not be read lately, so that what is shown may have changed since.
    pub fn is_stale(&self) -> bool {
        self.inner.is_stale.load(Ordering::Relaxed)
    }

    /// Takes any time that the clock says for the time.
    pub fn accept_clock(&self) {
        self.inner.accept_clock.store(true, Ordering::Relaxed);
    }

    /// Answers no assistants (`/mcp`) from now on, and says nothing of them.
    pub fn refuse_assistants(&self) {
        self.inner.without_assistants.store(true, Ordering::Relaxed);
    }

    /// Whether assistants are answered (`/mcp`).
    pub fn answers_assistants(&self) -> bool {
        !self.inner.without_assistants.load(Ordering::Relaxed)
    }

    /// Refuses changes while the clock is far from where it was and the time that has passed: they
    /// would be in the history with a wrong time, and every later one would have to be after them.
    pub fn check_clock(&self) {
        let jump = self.inner.clock.jump();
        let has_jumped = jump.abs() > MAX_JUMP && !self.inner.accept_clock.load(Ordering::Relaxed);
        let known = self.inner.has_jumped.swap(has_jumped, Ordering::Relaxed);
        self.inner.store.hold_changes(has_jumped);
        if has_jumped && !known {
            tracing::error!(
                minutes = jump.num_minutes(),
                "the clock has jumped: nothing is saved until it is right again; if it is right now, restart the program"
            );
        } else if known && !has_jumped {
            tracing::info!("the clock is right again");
        }
    }

    /// What tells the record from every other one.
    pub fn identity(&self) -> &str {
        &self.inner.identity
    }

    /// The time now. Who asks may be about to write it down, so that a jump is noticed here at once; the
    /// watch alone would let changes in between have a wrong time, which every later one must come after.
    pub fn now(&self) -> DateTime<Utc> {
        if self.inner.clock.is_of_the_system() {
            self.check_clock();
        }
        self.inner.clock.now()
    }

    /// Where work that keeps a processor busy takes its turn.
    pub fn heavy(&self) -> &Heavy {
        &self.inner.heavy
    }

    /// Whether the database answers, and whether this program can use its tables and write: that is tried
    /// every few seconds only, however often it is asked.
    pub async fn ready(&self) -> Readiness {
        let store = &self.inner.store;
        store.ping().await.map_err(Arc::new)?;
        let mut known = self.inner.readiness.lock().await;
        if let Some((at, ready)) = known.as_ref()
            && at.elapsed() < READINESS_KEPT
        {
            return ready.clone();
        }
        let proven = async {
            store.prove_compatible().await?;
            store.prove_write(self.now()).await
        };
        let ready = proven.await.map_err(Arc::new);
        *known = Some((Instant::now(), ready.clone()));
        ready
    }

    /// Where the record is kept, without a password.
    pub fn address(&self) -> &str {
        self.inner.store.address()
    }

    /// The address as it was given, without the password: for giving it to another command.
    pub fn given_address(&self) -> &str {
        self.inner.store.given_address()
    }

    /// Closes the database in an orderly way.
    pub async fn close(&self) {
        self.try_to_write_refusals().await;
        if let Err(error) = self.keep_for_next_start().await {
            tracing::warn!(error, "the start file could not be written");
        }
        self.inner.store.close().await;
    }
}
