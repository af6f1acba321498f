//! From one item of the queue to the next, for who works through it.

use super::{MAX_DRAFTS, QueueItem};
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use domain::desk::QueueFilter;
use domain::route;

/// Where a draft stands among the drafts that a filter of the queue shows.
#[derive(Debug, Clone, Default)]
pub struct QueuePlace {
    /// The filter, as in an address.
    pub queue: String,
    /// From 0; none where the draft is not among them.
    pub at: Option<usize>,
    /// Items with drafts that the filter shows.
    pub total: usize,
    /// The addresses of those beside it.
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl QueuePlace {
    /// Where to go on once a decision led to `location`: to the next, which is told of what was done; to the
    /// queue where there is none.
    pub fn after(&self, location: &str) -> String {
        let done = location.split_once("done=").map_or("", |(_, done)| done);
        let done = done.split('&').next().unwrap_or_default();
        if let Some(next) = &self.next {
            return format!("{next}&before={done}");
        }
        let mut fields = QueueFilter::decode(&self.queue).fields();
        fields.push("done", done);
        route::staff::Queue.asking(&fields.encode())
    }
}

impl App {
    /// Where a draft stands in the queue, or the sheet that it belongs to.
    pub async fn queue_place(
        &self,
        staff: &Staff,
        queue: &str,
        draft: i64,
    ) -> Result<QueuePlace, AppError> {
        let filter = QueueFilter::decode(queue);
        // As we write it, whatever the address said.
        let queue = filter.encode();
        let (drafts, _) = self.inner.store.waiting_drafts(MAX_DRAFTS).await?;
        let (reader, today) = (staff.account().id, self.now().date_naive());
        let items: Vec<QueueItem> = self
            .queue_items(drafts)
            .await?
            .into_iter()
            .filter(|item| !item.drafts.is_empty() && item.is_shown(&filter, reader, today))
            .collect();
        let at = items
            .iter()
            .position(|item| item.drafts.iter().any(|one| one.id == draft));
        let href = |index: usize| items.get(index).map(|item| item.href(reader, &queue));
        Ok(QueuePlace {
            previous: at.and_then(|at| at.checked_sub(1)).and_then(href),
            next: match at {
                Some(at) => href(at + 1),
                None => href(0),
            },
            at,
            total: items.len(),
            queue,
        })
    }
}
