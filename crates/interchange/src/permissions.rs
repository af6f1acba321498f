//! What an import may do, depending on who runs it.

/// What the person who imports a file may do beyond changing facts and tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each permission is granted on its own"
)]
pub struct Permissions {
    /// Add members.
    pub members: bool,
    /// Add policy areas.
    pub areas: bool,
    /// Change what the IRM assessed of a design.
    pub assessment: bool,
    /// Withdraw commitments.
    pub withdrawal: bool,
}

impl Permissions {
    /// Everything: for whoever runs the program.
    pub const ALL: Self = Self {
        members: true,
        areas: true,
        assessment: true,
        withdrawal: true,
    };
}
