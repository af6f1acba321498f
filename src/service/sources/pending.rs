//! What a source says that the record does not, and that nobody has decided yet.

use super::App;
use crate::error::AppError;
use crate::service::auth::Staff;
use crate::service::fetch::public_form;
use crate::service::import::{
    ImportError, Importer, Item, Outcome, Plan, RatingsEnter, ReadFrom, Settled, importer,
};
use domain::Action;
use store::{PendingCounts, WatchedSource, stamp_of_decisions};

/// What waits of a source.
#[derive(Debug)]
pub struct Pending {
    /// What its file would do beyond what is settled.
    pub plan: Plan,
    /// How much of what.
    pub counts: PendingCounts,
    /// What tells this from anything else that could wait.
    pub fingerprint: String,
    /// The state of the decisions about the source that this was made of.
    pub(super) decided: u64,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// A source as its page shows it.
#[derive(Debug)]
pub struct SourceView {
    /// The source.
    pub source: WatchedSource,
    /// What waits of it; none where it was never read.
    pub pending: Option<Pending>,
    /// Whether it is being read, or about to be.
    pub is_due: bool,
}

impl Pending {
    fn of(plan: Plan, decided: u64, bytes: Vec<u8>) -> Self {
        Self {
            counts: counts(&plan),
            fingerprint: plan.fingerprint(),
            plan,
            decided,
            bytes,
        }
    }

    /// The commitments about which the record has chosen another source than this one.
    pub fn differing_already(&self) -> impl Iterator<Item = &Item> {
        let items = self.plan.items.iter();
        items.filter(|item| !item.already.is_empty())
    }

    /// The rows that cannot be used.
    pub fn unusable(&self) -> impl Iterator<Item = &Item> {
        let items = self.plan.items.iter();
        items.filter(|item| item.outcome == Outcome::Rejected)
    }
}

/// Where the content that is kept of a source was read, and on which day.
fn read_from(source: &WatchedSource) -> ReadFrom {
    let day = source.read_at.map(|at| at.format("%Y-%m-%d").to_string());
    ReadFrom {
        address: public_form(&source.url),
        on: day.and_then(|day| day.parse().ok()),
    }
}

fn counts(plan: &Plan) -> PendingCounts {
    let mut counts = PendingCounts::default();
    for item in &plan.items {
        match item.outcome {
            Outcome::New => counts.new += 1,
            Outcome::Rejected => counts.unusable += 1,
            Outcome::Question => counts.questions += 1,
            Outcome::Unchanged => {}
            Outcome::Changed => {
                let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
                counts.ratings += number(item.kinds.ratings);
                counts.rerated += number(item.kinds.rerated);
                counts.withdrawn += i64::from(item.kinds.withdrawn);
                counts.changed += i64::from(item.kinds.other);
            }
        }
    }
    counts
}

impl App {
    /// What waits of a source for somebody, compared with the record as it is now.
    pub(super) async fn pending(
        &self,
        name: &str,
        importer: &Importer,
    ) -> Result<Option<Pending>, ImportError> {
        let store = &self.inner.store;
        let read = async {
            let content = store.source_content(name).await?;
            let source = store.source(name).await?;
            let settled = Settled {
                from: source.as_ref().map(read_from),
                decisions: store.source_decisions(name).await?,
                baseline: store.source_baseline(name).await?,
                listed: store.source_listing(name).await?,
                ..Settled::default()
            };
            Ok::<_, store::StoreError>((content, settled))
        };
        let (content, settled) = read.await.map_err(AppError::from)?;
        let Some(bytes) = content else {
            return Ok(None);
        };
        let decided = stamp_of_decisions(&settled.decisions, &settled.listed);
        let plan = self.plan_watched(bytes.clone(), importer, settled).await?;
        Ok(Some(Pending::of(plan, decided, bytes)))
    }

    /// A source and what waits of it.
    pub async fn source_view(&self, staff: &Staff, name: &str) -> Result<SourceView, AppError> {
        self.require(staff, Action::ImportFile).await?;
        let source = self.source(name).await?;
        let importer = importer(staff, RatingsEnter::Published);
        // What was kept could be read; another version of the program may see it otherwise.
        let pending = self.pending(name, &importer).await?;
        let now = self.now();
        let is_held = source.lease_until.is_some_and(|until| until > now);
        Ok(SourceView {
            is_due: is_held || source.next_at <= now,
            source,
            pending,
        })
    }

    /// Compares a source with the record for those who see lists only: how much waits, and what the two
    /// agree about.
    pub(super) async fn compare_source(&self, name: &str) -> Result<Option<Pending>, ImportError> {
        let Some(pending) = self.pending(name, &Importer::command_line()).await? else {
            return Ok(None);
        };
        let store = &self.inner.store;
        let before = store.source_baseline(name).await.map_err(AppError::from)?;
        let items = pending
            .plan
            .items
            .iter()
            .filter(|item| !item.marks.is_empty());
        let changed = items.filter(|item| before.get(&item.key) != Some(&item.marks));
        let marks: Vec<(String, String)> = changed
            .map(|item| (item.key.clone(), item.marks.clone()))
            .collect();
        let kept = async {
            store.note_baseline(name, &marks).await?;
            store.note_pending(name, &pending.counts).await
        };
        kept.await.map_err(AppError::from)?;
        Ok(Some(pending))
    }
}
