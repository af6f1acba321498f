//! The state of a form for staff.

use std::sync::Arc;

use crate::service::staff::Clash;
use catalogue::Row;
use domain::forms::{Fields, Problems};

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
    /// What the form would change, where that was asked before it is done.
    pub previewed: Option<Arc<Vec<Row>>>,
    /// An e-mail address and its new password, shown this once.
    pub told_once: Option<(String, String)>,
    /// New recovery codes, shown this once.
    pub recovery_codes: Option<Vec<String>>,
    /// The form waits until its sender has set up a second factor.
    pub second_factor_first: bool,
    /// The session had ended when the form came.
    pub lapsed: bool,
    /// The form was kept through signing in.
    pub resumed: bool,
    /// Passwords cannot be sent here safely.
    pub insecure: bool,
}
