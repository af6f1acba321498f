//! The state of a form for staff.

use std::sync::Arc;

use crate::service::plan_sheet::PlanSheetState;
use crate::service::queue::BulkOutcome;
use crate::service::sheets::SheetRefusal;
use crate::service::staff::Clash;
use catalogue::Row;
use domain::forms::{Fields, Problems};

/// What a form waits for that its sender may not send yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The session had ended when it came.
    SignIn,
    /// A second factor is required of its sender, and not set up.
    SecondFactor,
}

/// What a form was sent with, and what was wrong; empty for a page that is just opened.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    /// What was filled in.
    pub fields: Option<Fields>,
    /// What is wrong with it.
    pub problems: Problems,
    /// Why it could not be saved, though nothing is wrong with it.
    pub not_saved: Option<&'static str>,
    /// Somebody else's change.
    pub clash: Option<Arc<Clash>>,
    /// What is wrong with the ratings of a sheet.
    pub sheet: Option<Arc<SheetRefusal>>,
    /// What the sheet of a plan shows beside its rows.
    pub plan_sheet: Option<Arc<PlanSheetState>>,
    /// What the form would change, where that was asked before it is done.
    pub previewed: Option<Arc<Vec<Row>>>,
    /// What became of items of the queue that were not all published.
    pub published: Option<Arc<BulkOutcome>>,
    /// An e-mail address and its new password, shown this once.
    pub told_once: Option<(String, String)>,
    /// New recovery codes, shown this once.
    pub recovery_codes: Option<Vec<String>>,
    /// What the form waits for that was sent.
    pub waits_for: Option<WaitsFor>,
    /// The form was kept through signing in.
    pub resumed: bool,
    /// Passwords cannot be sent here safely.
    pub insecure: bool,
}
