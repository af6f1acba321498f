//! Filling an empty record before anything is shown of it.

use std::time::{Duration, Instant};

use super::{App, BUNDLED, Clock, PROGRAM, StartError, bundled, localized};
use domain::record::{Batch, Revision};
use interchange::{demo, seed};
use store::{NEWEST, Store, StoreError};

/// How long a start waits for another instance that fills the record.
const FILL_PATIENCE: Duration = Duration::from_mins(10);

/// What an empty record is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// The bundled real commitments.
    Bundled,
    /// So many synthetic commitments.
    Demonstration(usize),
}

impl App {
    /// Fills the record if it is empty.
    ///
    /// `progress` as in [`App::start`]; while it is not yet known how many commitments there will be, it
    /// is told 0 of 0.
    pub async fn prepare(
        store: &Store,
        clock: &Clock,
        fill: Fill,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<(), StartError> {
        if store.is_empty().await? {
            progress(0, 0);
            let (batch, reason, source) = match fill {
                Fill::Bundled => (
                    seed::commitments()?,
                    localized::reason_of_bundled(),
                    BUNDLED,
                ),
                Fill::Demonstration(count) => (
                    demo::commitments(count)?,
                    localized::reason_of_synthetic(),
                    "demonstration",
                ),
            };
            let revision = Revision {
                made_by: PROGRAM.to_owned(),
                made_at: clock.now(),
                reason,
                source: Some(source.to_owned()),
            };
            let batch = Batch {
                context: seed::context()?,
                ..batch
            };
            let total = batch.entries.len();
            progress(0, total);
            let demonstration = matches!(fill, Fill::Demonstration(_));
            let began = Instant::now();
            loop {
                let mut tell = |done| progress(done, total);
                let filled = store
                    .record_if_empty(&revision, &batch, demonstration, &mut tell)
                    .await;
                match filled {
                    // Another instance is filling it, which may take longer than a change waits.
                    Err(StoreError::Busy { .. }) if began.elapsed() < FILL_PATIENCE => {
                        tracing::info!("waiting for another instance, which fills the record");
                    }
                    filled => {
                        filled?;
                        break;
                    }
                }
            }
            if fill == Fill::Bundled {
                store.note_bundled(&bundled::DIGEST, clock.now()).await?;
            }
        } else if store.context(NEWEST).await?.is_empty() {
            // A record from before there were any.
            let revision = Revision {
                made_by: PROGRAM.to_owned(),
                made_at: clock.now(),
                reason: localized::reason_of_texts(),
                source: Some("data/context".to_owned()),
            };
            let batch = Batch {
                context: seed::context()?,
                ..Batch::default()
            };
            store.record(&revision, &batch, false, &mut |_| ()).await?;
        }
        Ok(())
    }
}
