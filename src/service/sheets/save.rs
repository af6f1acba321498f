//! A rating sheet as its sender wants it, kept as drafts and handed in as one.

use super::{CellProblem, SheetLine, SheetRefusal, SheetView};
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::staff::{Refusal, sent};
use domain::forms::sheet::{SheetRow, head_problems, read_cell, reason_with_note};
use domain::forms::{Fields, Problems};
use domain::route::staff::RatingSheet;
use domain::{Dimension, DraftState};
use store::{
    CellChange, Draft, DraftContent, FormSubmission, SheetCell, SheetConflict, SheetConflictKind,
    SheetOutcome, SheetSave,
};

/// What a sheet asks for, or what is wrong with it.
#[derive(Default)]
struct Reading {
    cells: Vec<SheetCell>,
    problems: Vec<CellProblem>,
}

impl App {
    /// Keeps a sheet as drafts of the sender, and hands it in where the form asks for that (`do`:
    /// `hand-in`): as a whole or not at all. Gives where to go from there.
    pub async fn save_sheet(
        &self,
        staff: &Staff,
        at: &RatingSheet,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        if fields.get("form") == "stage" {
            return self.submit_as_final(staff, at, fields).await;
        }
        let view = self.rating_sheet(staff, &at.member, &at.plan).await?;
        let hand_in = fields.get("do") == "hand-in";
        let done = if hand_in {
            "sheet-hand-in"
        } else {
            "sheet-saved"
        };
        let sent = sent(staff, fields, location(at, fields, done));
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let head = head_problems(fields);
        let account = staff.account().id;
        let reading = read(&view, account, fields, hand_in);
        if !head.is_empty() || !reading.problems.is_empty() {
            return Err(refused(head, reading.problems, false));
        }
        let is_change = |cell: &SheetCell| !matches!(cell.change, CellChange::Leave { .. });
        if reading.cells.is_empty() && hand_in {
            let problem = "Enter at least one rating to submit.";
            return Err(Problems::one("sheet", problem).into());
        }
        if !hand_in && !reading.cells.iter().any(is_change) {
            return Ok(location(at, fields, "nothing"));
        }
        self.keep_sheet(&reading.cells, hand_in, fields, sent, "sheet")
            .await
    }

    /// Keeps cells as drafts, all or none. `field` is the one in which it stands that a commitment is gone.
    pub(super) async fn keep_sheet(
        &self,
        cells: &[SheetCell],
        hand_in: bool,
        fields: &Fields,
        sent: FormSubmission,
        field: &'static str,
    ) -> Result<String, Refusal> {
        let save = SheetSave {
            cells,
            hand_in,
            seen_event: fields.number("seen_event").unwrap_or(0),
            at: self.now(),
        };
        match self.inner.store.save_sheet(&save, &sent).await? {
            SheetOutcome::Done => {
                if hand_in {
                    self.notify_of_sheet(cells, sent.account).await?;
                }
                Ok(sent.location)
            }
            SheetOutcome::AlreadyApplied(location) => Ok(location),
            SheetOutcome::Gone(code) => {
                let problem = format!("{code} is no longer in the record. Open the sheet again.");
                Err(Problems::one(field, problem).into())
            }
            SheetOutcome::Conflicts(conflicts) => {
                // What another instance published is to be seen now.
                self.refresh().await?;
                let cells = conflicts.into_iter().map(conflict_in_words).collect();
                Err(refused(Problems::default(), cells, true))
            }
        }
    }
}

impl App {
    /// Tells reviewers of the drafts that these cells have become.
    async fn notify_of_sheet(&self, cells: &[SheetCell], author: i64) -> Result<(), Refusal> {
        let mut drafts = self.inner.store.open_drafts().await?;
        drafts.retain(|draft| {
            let dimension = draft.content.rating.dimension;
            let is_of_sheet =
                |cell: &SheetCell| cell.code == draft.code && cell.dimension == dimension;
            let is_own = draft.author == author && draft.state == DraftState::InReview;
            is_own && cells.iter().any(is_of_sheet)
        });
        drafts.sort_by_key(|draft| draft.id);
        self.notify_of_drafts(&drafts, DraftState::InReview, None)
            .await;
        Ok(())
    }
}

/// The address of a sheet as a form has it.
pub(super) fn location(at: &RatingSheet, fields: &Fields, done: &str) -> String {
    let mut asked = Fields::default();
    for name in ["report_title", "report_kind"] {
        if let Some(text) = fields.text(name) {
            asked.push(name, text);
        }
    }
    for dimension in fields.all("dimension") {
        asked.push("dimension", dimension);
    }
    asked.push("done", done);
    at.asking(&asked.encode())
}

pub(super) fn refused(head: Problems, cells: Vec<CellProblem>, is_overtaken: bool) -> Refusal {
    Refusal::Sheet(Box::new(SheetRefusal {
        head,
        cells,
        is_overtaken,
    }))
}

/// What has happened meanwhile to a rating, for who sent a sheet with it.
pub(super) fn conflict_in_words(conflict: SheetConflict) -> CellProblem {
    let problem = match conflict.why {
        SheetConflictKind::Draft(by) => format!(
            "{by} has written or changed a draft of this rating since you opened the page. Compare, then save again."
        ),
        SheetConflictKind::Outdated => {
            "This draft has changed since you opened the page, or is at another stage. Check it, then decide again.".to_owned()
        }
        SheetConflictKind::Published => {
            "The published rating has changed since you opened the page. Compare, then decide again.".to_owned()
        }
    };
    CellProblem {
        code: conflict.code,
        dimension: conflict.dimension,
        problem,
    }
}

fn read(view: &SheetView, account: i64, fields: &Fields, hand_in: bool) -> Reading {
    let mut reading = Reading::default();
    // The report as it was called when the sheet was opened: its drafts have that title.
    let title = fields.get("sheet");
    for line in &view.lines {
        let code = &line.row.commitment.code;
        let (row, opened) = (SheetRow::sent(fields, code), SheetRow::opened(fields, code));
        let wanted = row.merged(&opened, &line.present(account, title));
        for dimension in Dimension::ALL {
            let is_touched = row.changes(&opened, *dimension);
            let own = line.own(account, title, *dimension);
            let change = match wanted.finding(*dimension) {
                "" => Ok(own.map(|own| CellChange::Discard {
                    id: own.id,
                    version: own.version,
                })),
                _ => change_of(line, own, fields, &wanted, *dimension).map(Some),
            };
            match change {
                Ok(Some(change)) => {
                    let is_redundant = hand_in && is_published(line, &change, own);
                    if is_redundant {
                        reading.problems.push(CellProblem {
                            code: code.clone(),
                            dimension: *dimension,
                            problem: "Already published, with the same report, link and page. Clear this rating.".to_owned(),
                        });
                    }
                    reading.cells.push(SheetCell {
                        code: code.clone(),
                        dimension: *dimension,
                        // What is wanted is there already: nothing is in its way.
                        is_touched: is_touched && !matches!(change, CellChange::Leave { .. }),
                        change,
                    });
                }
                Ok(None) => {}
                Err(problem) => {
                    // Without words of its own it is the head that is wrong.
                    if !problem.is_empty() {
                        reading.problems.push(CellProblem {
                            code: code.clone(),
                            dimension: *dimension,
                            problem,
                        });
                    }
                }
            }
        }
    }
    reading
}

/// Whether the public sees the very same rating.
fn is_published(line: &SheetLine, change: &CellChange, own: Option<&Draft>) -> bool {
    let content = match change {
        CellChange::Add(content) | CellChange::Change { content, .. } => Some(&**content),
        CellChange::Leave { .. } => own.map(|own| &own.content),
        CellChange::Discard { .. } => None,
    };
    content.is_some_and(|content| {
        let now = line.row.commitment.ratings.of(content.rating.dimension);
        now == Some(&content.rating) && content.replaces.is_none() && content.reply.is_none()
    })
}

fn change_of(
    line: &SheetLine,
    own: Option<&Draft>,
    fields: &Fields,
    wanted: &SheetRow,
    dimension: Dimension,
) -> Result<CellChange, String> {
    let plan_year = line.row.commitment.plan.start_year;
    let before = own.map(|own| &own.content);
    let over = before.and_then(|content| content.override_reason.clone());
    let rating = read_cell(fields, wanted, dimension, plan_year, over.as_deref())?;
    let content = DraftContent {
        rating,
        reason: reason_with_note(fields.get("reason"), &wanted.note),
        override_reason: over,
        reply: before.and_then(|content| content.reply.clone()),
        reply_url: before.and_then(|content| content.reply_url.clone()),
        replaces: before.and_then(|content| content.replaces),
    };
    Ok(match own {
        None => CellChange::Add(Box::new(content)),
        Some(own) if own.content == content => CellChange::Leave {
            id: own.id,
            version: own.version,
        },
        Some(own) => CellChange::Change {
            id: own.id,
            version: own.version,
            content: Box::new(content),
        },
    })
}
