//! What staff decide about a source: what of it is published, what is left for good.

use std::collections::HashSet;

use super::{App, Listed, Pending, given, name_in_history, no_source, reason};
use crate::error::AppError;
use crate::service::auth::Staff;
use crate::service::import::{ImportError, Importer, Item, RatingsEnter, importer};
use crate::service::staff::{Refusal, TRIES, overtaken};
use domain::Action;
use domain::forms::{Fields, MAX_REASON, Problems};
use domain::route;
use store::{SourceDecided, SourceDecision, WatchedSource};

const CHANGED: &str = "Nothing was done: this has changed since you saw it, or was decided already. Check the list below, then decide again.";
const NONE_CHOSEN: &str = "Select at least one commitment.";

/// What is to be done with what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    ApproveAll,
    Approve,
    IgnoreAll,
    Ignore,
}

impl Decision {
    const fn approves(self) -> bool {
        matches!(self, Self::ApproveAll | Self::Approve)
    }

    const fn is_of_all(self) -> bool {
        matches!(self, Self::ApproveAll | Self::IgnoreAll)
    }
}

impl App {
    /// Does what staff ask of a source; gives where to go from there.
    pub async fn change_source(
        &self,
        staff: &Staff,
        name: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let asked = fields.get("do");
        self.require(staff, Action::PublishImported).await?;
        if matches!(asked, "auto" | "manual" | "remove") {
            self.require(staff, Action::ManageSources).await?;
        }
        let store = &self.inner.store;
        let here = route::staff::Source::new(name);
        let known = |found: bool| if found { Ok(()) } else { Err(no_source()) };
        match asked {
            "run" => {
                known(store.request_source(name, self.now()).await?)?;
                Ok(here.with("done", "source-requested"))
            }
            "auto" | "manual" => {
                let source = store.source(name).await?.ok_or_else(no_source)?;
                if source.auto == (asked == "auto") {
                    return Ok(here.with("done", "nothing"));
                }
                known(store.set_source_auto(name, asked == "auto").await?)?;
                tracing::info!(
                    source = name,
                    by = staff.account().email,
                    asked,
                    "a source changed"
                );
                Ok(here.with("done", "saved"))
            }
            "remove" => {
                known(self.forget_source(name).await?)?;
                tracing::info!(
                    source = name,
                    by = staff.account().email,
                    "a source was removed"
                );
                Ok(route::staff::Sources.with("done", "source-removed"))
            }
            "columns" => {
                let source = store.source(name).await?.ok_or_else(no_source)?;
                if source.columns_note.is_empty() {
                    return Ok(here.with("done", "nothing"));
                }
                let accepted = self.accept_columns(name).await;
                accepted.map_err(AppError::from)?;
                Ok(here.with("done", "saved"))
            }
            "answer" => {
                let by = importer(staff, RatingsEnter::Published);
                let pending = self.pending(name, &by).await.map_err(AppError::from)?;
                let pending = pending.ok_or_else(no_source)?;
                let answers = pending.plan.answers_in(fields)?;
                self.keep_answers(&answers, &by).await?;
                if let Err(error) = self.compare_source(name).await {
                    tracing::warn!(%error, source = name, "what waits of a source was not counted");
                }
                Ok(here.with("done", "source-answered"))
            }
            "approve-all" => self.decide(staff, name, fields, Decision::ApproveAll).await,
            "ignore-all" => self.decide(staff, name, fields, Decision::IgnoreAll).await,
            "ignore" => self.decide(staff, name, fields, Decision::Ignore).await,
            "approve" => self.decide(staff, name, fields, Decision::Approve).await,
            _ => Err(Problems::one("rows", "Choose what to do with the changes.").into()),
        }
    }

    /// Approves or ignores what is chosen, as it was seen: what has changed since is not among it.
    async fn decide(
        &self,
        staff: &Staff,
        name: &str,
        fields: &Fields,
        decision: Decision,
    ) -> Result<String, Refusal> {
        let more = fields.get("reason");
        if more.chars().count() > MAX_REASON / 2 {
            return Err(Problems::one("reason", "Use a shorter reason.").into());
        }
        // Each value that is cleared stands in the list that was just decided on.
        let importer = Importer {
            may_clear: usize::MAX,
            ..importer(staff, RatingsEnter::Published)
        };
        let here = route::staff::Source::new(name);
        let ticked: HashSet<&str> = fields.all("row").into_iter().collect();
        for _ in 0..TRIES {
            let source = self.source(name).await?;
            let pending = self
                .pending(name, &importer)
                .await
                .map_err(AppError::from)?;
            let pending = pending.ok_or_else(no_source)?;
            let chosen = chosen(&pending, fields, &ticked, decision)?;
            let done = if chosen.len() < ticked.len() && !decision.is_of_all() {
                "source-some"
            } else if decision.approves() {
                "source-approved"
            } else {
                "source-ignored"
            };
            if decision.approves() {
                let written = self
                    .publish(&source, &pending, &chosen, &importer, more)
                    .await;
                match written {
                    Ok(()) => {}
                    Err(ImportError::Changed) => continue,
                    Err(error) => return Err(AppError::from(error).into()),
                }
            } else {
                let decided = self.decided(&source, &pending, &chosen, (false, &importer.name));
                let store = &self.inner.store;
                if !store.decide_source(&decided, pending.plan.seen).await? {
                    continue;
                }
            }
            // How much waits now. Should it fail, what was decided stays so, and the next reading counts.
            if let Err(error) = self.compare_source(name).await {
                tracing::warn!(%error, source = name, "what waits of a source was not counted");
            }
            return Ok(here.with("done", done));
        }
        Err(overtaken())
    }

    /// Publishes some of what waits, as one change of the record, like an imported file.
    pub(super) async fn publish(
        &self,
        source: &WatchedSource,
        pending: &Pending,
        chosen: &[Item],
        importer: &Importer,
        more: &str,
    ) -> Result<(), ImportError> {
        let keys: HashSet<&str> = chosen.iter().map(|item| item.key.as_str()).collect();
        let mut plan = pending.plan.only(&keys);
        plan.decided = Some(self.decided(source, pending, chosen, (true, &importer.name)));
        let name = name_in_history(source);
        let file = given(&name, &pending.bytes);
        let reason = reason(source, Listed::of(chosen), more);
        self.apply_import(file, &plan, importer, &reason, None, &mut |_| ())
            .await?;
        Ok(())
    }

    /// What is decided about some of what waits.
    fn decided(
        &self,
        source: &WatchedSource,
        pending: &Pending,
        chosen: &[Item],
        (approved, by): (bool, &str),
    ) -> SourceDecided {
        let (gone, listed): (Vec<&Item>, Vec<&Item>) = chosen.iter().partition(|i| i.is_gone());
        let of_item = |item: &Item| {
            let fields = item.decided(approved).into_iter();
            let decision = |(field, mark)| SourceDecision {
                item: item.key.clone(),
                field,
                mark,
            };
            fields.map(decision).collect::<Vec<_>>()
        };
        SourceDecided {
            source: source.name.clone(),
            decisions: listed.into_iter().flat_map(of_item).collect(),
            gone: gone.into_iter().map(|item| item.key.clone()).collect(),
            approved,
            by: by.to_owned(),
            at: self.now(),
            seen: pending.decided,
        }
    }
}

/// The items that a decision is about, as far as they are what was seen.
fn chosen(
    pending: &Pending,
    fields: &Fields,
    ticked: &HashSet<&str>,
    decision: Decision,
) -> Result<Vec<Item>, Refusal> {
    let changed = || Refusal::Overtaken(Problems::one("rows", CHANGED));
    let all = pending.plan.pending();
    if decision.is_of_all() {
        let chosen: Vec<Item> = all.cloned().collect();
        let as_seen = fields.get("seen") == pending.fingerprint;
        return if as_seen && !chosen.is_empty() {
            Ok(chosen)
        } else {
            Err(changed())
        };
    }
    if ticked.is_empty() {
        return Err(Problems::one("rows", NONE_CHOSEN).into());
    }
    let chosen = all.filter(|item| ticked.contains(&*item.fingerprint()));
    let chosen: Vec<Item> = chosen.cloned().collect();
    if chosen.is_empty() {
        return Err(changed());
    }
    Ok(chosen)
}
