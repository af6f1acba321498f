//! Who may do what: the one place that decides it, on the server for every request.

use super::slug_enum;

slug_enum! {
    /// The roles of OGP's staff. Each may also do what those before it may.
    Role, "role" {
        /// Facts, tags, plans, and drafts of ratings.
        Editor = "editor", "Editor";
        /// Looks at the drafts of others and publishes them; sets what the IRM assessed of a design.
        Reviewer = "reviewer", "Reviewer";
        /// Accounts, members and policy areas.
        Admin = "admin", "Admin";
    }
}

slug_enum! {
    /// Who needs a second factor as well as a password.
    SecondFactorFor, "whom a second factor is required of" {
        /// Of nobody; everybody may have one.
        Nobody = "none", "Nobody";
        Admins = "admins", "Admins";
        /// Of everybody who signs in.
        Staff = "staff", "All staff";
    }
}

impl SecondFactorFor {
    /// Whether it is required of accounts with this role.
    pub const fn includes(self, role: Role) -> bool {
        match self {
            Self::Nobody => false,
            Self::Admins => matches!(role, Role::Admin),
            Self::Staff => true,
        }
    }
}

slug_enum! {
    /// Everything that staff can do; what is not listed cannot be done.
    Action, "action" {
        SeeDesk = "see-desk", "See the desk and the forms";
        ManageOwnAccount = "keep-own-account", "Change one\u{2019}s own name and password, end one\u{2019}s own sessions";
        ManageSecondFactor = "keep-second-factor", "Set up and turn off one\u{2019}s own second factor";
        EditFacts = "edit-facts", "Edit the facts and texts of a commitment";
        SetAssessment = "set-assessment", "Edit the IRM assessment of a commitment\u{2019}s design";
        AddCommitment = "add-commitment", "Add a commitment";
        AddPlan = "add-plan", "Add an action plan";
        TagMany = "tag-many", "Tag many commitments at once";
        DraftRating = "draft-rating", "Draft a rating and submit it for review";
        ReviewRating = "review-rating", "Publish, schedule or send back the rating of another person";
        PublishOwnRating = "publish-own-rating", "Publish one\u{2019}s own rating, with a recorded reason";
        ReviewFacts = "review-facts", "Publish or send back another person\u{2019}s change of facts, where facts are reviewed";
        PublishOwnFacts = "publish-own-facts", "Publish one\u{2019}s own change of facts, where facts are reviewed, with a recorded reason";
        AssignWork = "assign-work", "Assign drafts and reports to enter, and set due dates";
        Comment = "comment", "Comment on drafts";
        AttachReply = "attach-reply", "Attach a government\u{2019}s reply to a rating";
        Withdraw = "withdraw", "Withdraw a commitment, or undo that";
        ManageMembers = "keep-members", "Add and edit members";
        ManageAreas = "keep-areas", "Add, rename, move and merge policy areas";
        ManageInstitutions = "keep-institutions", "Rename, merge and split institutions";
        ManageContext = "keep-context", "Edit the texts, the guide, the network, resources and featured items";
        ImportFile = "import-file", "Import a file, with ratings as drafts";
        PublishImported = "publish-imported", "Publish the ratings of a file at once";
        UndoImport = "undo-import", "Undo an import";
        ManageSources = "keep-sources", "Add and remove watched sources, and let one publish without approval";
        ManageWebhooks = "keep-webhooks", "Add and remove webhooks";
        ManageUsers = "keep-users", "Add accounts, change roles, disable accounts, read the security log";
    }
}

impl Role {
    /// Whether the role may do it. For one's own drafts, ask with [`review_of`].
    pub const fn may(self, action: Action) -> bool {
        let least = match action {
            Action::SeeDesk
            | Action::ManageOwnAccount
            | Action::ManageSecondFactor
            | Action::EditFacts
            | Action::AddCommitment
            | Action::AddPlan
            | Action::TagMany
            | Action::ManageContext
            | Action::ImportFile
            | Action::AssignWork
            | Action::Comment
            | Action::DraftRating => Self::Editor,
            Action::SetAssessment
            | Action::ReviewRating
            | Action::ReviewFacts
            | Action::AttachReply
            | Action::PublishImported
            | Action::UndoImport
            | Action::Withdraw => Self::Reviewer,
            Action::PublishOwnRating
            | Action::PublishOwnFacts
            | Action::ManageMembers
            | Action::ManageAreas
            | Action::ManageInstitutions
            | Action::ManageSources
            | Action::ManageWebhooks
            | Action::ManageUsers => Self::Admin,
        };
        self.index() >= least.index()
    }

    /// The lowest role that may do it, so that others know whom to ask.
    pub fn least(action: Action) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.may(action))
            .unwrap_or(Self::Admin)
    }
}

/// The permission that a decision on a draft needs: a second person reviews every rating, and its
/// author is not a second person.
pub const fn review_of(is_own: bool) -> Action {
    if is_own {
        Action::PublishOwnRating
    } else {
        Action::ReviewRating
    }
}

/// The permission that publishing a change of facts needs, where facts are reviewed: as of ratings.
pub const fn facts_review_of(is_own: bool) -> Action {
    if is_own {
        Action::PublishOwnFacts
    } else {
        Action::ReviewFacts
    }
}

slug_enum! {
    /// The review workflow of a draft.
    DraftState, "state of a draft" {
        Draft = "draft", "Draft";
        InReview = "in-review", "In review";
        Returned = "returned", "Sent back";
        Scheduled = "scheduled", "Scheduled";
        Published = "published", "Published";
        Discarded = "discarded", "Discarded";
    }
}

impl DraftState {
    /// Whether its author may still change it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether `next` is a step of the workflow from here.
    pub const fn leads_to(self, next: Self) -> bool {
        match next {
            Self::Discarded => self.is_open(),
            // A scheduled draft goes back if whoever scheduled it may no longer publish it.
            Self::InReview => self.is_open() || matches!(self, Self::Scheduled),
            Self::Returned => matches!(self, Self::InReview | Self::Scheduled),
            Self::Published => matches!(self, Self::InReview | Self::Scheduled),
            Self::Scheduled => matches!(self, Self::InReview),
            Self::Draft => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every action with the roles that may do it; an action without a row fails.
    #[test]
    fn each_role_may_do_exactly_this() {
        let expected = |action: Action| match action.slug() {
            "see-desk" | "keep-own-account" | "keep-second-factor" | "edit-facts"
            | "add-commitment" | "add-plan" | "tag-many" | "keep-context" | "import-file"
            | "draft-rating" | "assign-work" | "comment" => [true, true, true],
            "set-assessment" | "review-rating" | "review-facts" | "attach-reply"
            | "publish-imported" | "undo-import" | "withdraw" => [false, true, true],
            "publish-own-rating" | "publish-own-facts" | "keep-members" | "keep-areas"
            | "keep-institutions" | "keep-sources" | "keep-webhooks" | "keep-users" => {
                [false, false, true]
            }
            other => panic!("{other} has no row"),
        };
        for action in Action::ALL {
            for (role, may) in Role::ALL.iter().zip(expected(*action)) {
                assert_eq!(role.may(*action), may, "{role} {action}");
            }
        }
        assert_eq!(Role::least(Action::Withdraw), Role::Reviewer);
    }

    #[test]
    fn a_draft_goes_to_the_public_only_through_review() {
        for state in DraftState::ALL {
            let to_public = state.leads_to(DraftState::Published);
            assert_eq!(
                to_public,
                matches!(state, DraftState::InReview | DraftState::Scheduled)
            );
            assert!(!DraftState::Published.leads_to(*state));
            assert!(!DraftState::Discarded.leads_to(*state));
        }
    }
}
