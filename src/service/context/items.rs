//! What staff do to the items around the commitments.

use std::sync::Arc;

use crate::error::AppError;
use crate::service::auth::{Staff, random};
use crate::service::staff::{Clash, Refusal, needed_reason, nothing_saved, sent};
use crate::service::{App, MissingForStaff, NotFound, Suggestion};
use catalogue::Catalogue;
use domain::Action;
use domain::context::rows::joined;
use domain::context::{ContextItem, ContextKind, problems};
use domain::difference::Difference;
use domain::forms::{Fields, Problems};
use domain::record::Batch;
use domain::route;
use store::{NEWEST, SubmissionOutcome};

/// An item as its form shows it.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// The present snapshot.
    pub catalogue: Arc<Catalogue>,
    /// The item as it is.
    pub item: ContextItem,
    /// The state of the record that the form was made from.
    pub base: i64,
}

fn no_such(kind: ContextKind) -> AppError {
    NotFound::for_staff(MissingForStaff::Item, Suggestion::StaffItems(kind)).into()
}

/// The kind that an address names.
fn kind_of(slug: &str) -> Result<ContextKind, AppError> {
    let missing = |_| NotFound::for_staff(MissingForStaff::ItemKind, Suggestion::StaffTexts);
    Ok(slug.parse().map_err(missing)?)
}

/// The values of an item, as its form is filled.
pub fn fill(item: &ContextItem) -> Fields {
    let mut fields = Fields::default();
    fields.push("slug", item.slug.clone());
    for key in item.kind.fields().iter().flat_map(|field| field.keys) {
        fields.push(key, item.get(key));
    }
    fields
}

/// The item that a form describes. What the form does not hold stays as it is.
fn read(mut item: ContextItem, fields: &Fields) -> Result<ContextItem, Problems> {
    for key in item.kind.fields().iter().flat_map(|field| field.keys) {
        if fields.holds(key) {
            item.set(key, fields.get(key));
        }
    }
    let mut found = Problems::default();
    for (key, problem) in problems(&item) {
        found.push(key, problem);
    }
    found.or(item)
}

impl App {
    /// The kind that an address names, for who may keep its items.
    pub async fn context_kind(&self, staff: &Staff, slug: &str) -> Result<ContextKind, AppError> {
        self.require(staff, Action::ManageContext).await?;
        kind_of(slug)
    }

    /// The form of an item.
    pub async fn item_form(
        &self,
        staff: &Staff,
        kind: &str,
        slug: &str,
    ) -> Result<ItemView, AppError> {
        let kind = self.context_kind(staff, kind).await?;
        let base = self.upto();
        Ok(ItemView {
            item: self.item_at(kind, slug, base).await?,
            catalogue: self.catalogue(),
            base,
        })
    }

    async fn item_at(
        &self,
        kind: ContextKind,
        slug: &str,
        upto: i64,
    ) -> Result<ContextItem, AppError> {
        let items = self.inner.store.context(upto).await?;
        let mut items = items.into_iter();
        items
            .find(|item| item.kind == kind && item.slug == slug)
            .ok_or_else(|| no_such(kind))
    }

    /// Adds an item; gives where to go from there.
    pub async fn add_item(
        &self,
        staff: &Staff,
        kind: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let kind = self.context_kind(staff, kind).await?;
        let fields = &joined(fields, kind, None);
        let slug = fields.get("slug");
        let location = route::staff::ContextItem::new(kind.slug(), slug).with("done", "added");
        let sent = sent(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let reason = needed_reason(fields)?;
        let item = read(ContextItem::new(kind, slug), fields)?;
        if self.item_at(kind, slug, NEWEST).await.is_ok() {
            let problem =
                "This name is already in use, perhaps by a withdrawn item. Choose another name.";
            return Err(Problems::one("slug", problem).into());
        }
        self.write_item(staff, &reason, item, sent).await
    }

    /// Changes an item, or withdraws it (`withdraw`: `yes`, `no`); gives where to go from there.
    pub async fn save_item(
        &self,
        staff: &Staff,
        kind: &str,
        slug: &str,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let kind = self.context_kind(staff, kind).await?;
        let location = route::staff::ContextItem::new(kind.slug(), slug).with("done", "saved");
        let sent = sent(staff, fields, location);
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let now = self.inner.store.version().await?.number;
        let present = self.item_at(kind, slug, now).await?;
        let seen = self.item_at(kind, slug, sent.seen).await?;
        let fields = &joined(fields, kind, Some(&seen));
        if seen != present {
            return Err(self.item_clash(fields, &seen, &present, now).await?);
        }
        let reason = needed_reason(fields)?;
        let item = match fields.get("withdraw") {
            "" => read(present, fields)?,
            answer => ContextItem {
                withdrawn: answer == "yes",
                ..present
            },
        };
        self.write_item(staff, &reason, item, sent).await
    }

    async fn write_item(
        &self,
        staff: &Staff,
        reason: &str,
        item: ContextItem,
        sent: store::FormSubmission,
    ) -> Result<String, Refusal> {
        let batch = Batch {
            context: vec![item],
            ..Batch::default()
        };
        let revision = self.revision(staff, reason, None);
        match self.write(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(sent.location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&sent.location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => {
                let problem =
                    "Somebody else has just changed this item. Save again to see the changes.";
                Err(Problems::one("slug", problem).into())
            }
        }
    }

    /// What another has changed since a form was opened, and the form with both.
    async fn item_clash(
        &self,
        fields: &Fields,
        seen: &ContextItem,
        present: &ContextItem,
        now: i64,
    ) -> Result<Refusal, AppError> {
        let mut merged = fields.clone();
        let (mut both, mut theirs) = (Vec::new(), Vec::new());
        for field in seen.kind.fields() {
            for key in field.keys {
                let (before, after) = (seen.get(key), present.get(key));
                if before == after {
                    continue;
                }
                if fields.holds(key) && fields.get(key) != before {
                    both.push((*key).to_owned());
                } else {
                    merged.set(key, [after.to_owned()]);
                }
                theirs.push(Difference {
                    field: key,
                    label: field.label,
                    before: before.to_owned(),
                    after: after.to_owned(),
                });
            }
        }
        merged.set("base", [now.to_string()]);
        merged.set("submission", [random()]);
        let by = self
            .inner
            .store
            .last_change_of_item(present.kind, &present.slug)
            .await?;
        let by = by.map_or(String::new(), |r| {
            let when = r.made_at.format("%-d %B %Y at %H:%M UTC");
            format!("{}, on {when}: {}", r.made_by, r.reason)
        });
        Ok(Refusal::Clash(Box::new(Clash {
            fields: merged,
            both,
            theirs,
            by,
        })))
    }
}
