//! What undoing an imported file takes back and what stays, in words. English, like the pages for staff
//! and the command line.

use domain::CommitmentCode;
use store::{Brought, StaysBecause};

/// Commitments named as a reason.
const NAMED: usize = 5;

/// What a file brought.
pub fn brought(thing: &Brought) -> String {
    match thing {
        Brought::Member(name) => format!("Member {name}"),
        Brought::Description(name) => format!("What the file says of the member {name}"),
        Brought::Plan(member, plan) => format!("Plan of {member}: {}", plan.label()),
        Brought::Area(name) => format!("Policy area {name}"),
    }
}

/// Why it stays.
pub fn because(why: &StaysBecause) -> String {
    match why {
        StaysBecause::Commitments(codes) => format!("used by {}", named(codes)),
        StaysBecause::OtherPlans => "the member has other plans".to_owned(),
        StaysBecause::Parts => "other policy areas are part of it".to_owned(),
        StaysBecause::Texts => "there are texts about it".to_owned(),
        StaysBecause::ChangedSince => "changed since the import".to_owned(),
        StaysBecause::NotAnyMore => "in use when the import was undone".to_owned(),
    }
}

fn named(codes: &[CommitmentCode]) -> String {
    let first: Vec<&str> = codes
        .iter()
        .take(NAMED)
        .map(CommitmentCode::as_str)
        .collect();
    match codes.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// One line for a thing that stays.
pub fn stays((thing, why): &(Brought, StaysBecause)) -> String {
    format!("{}: {}", brought(thing), because(why))
}
