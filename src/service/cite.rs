//! Citations that stay true: they name the state of the record that was shown, not whatever the
//! record will say when somebody follows them.

use chrono::Utc;

use super::{CommitmentView, ListView, version_in_words};
use crate::domain::record::DataVersion;
use crate::domain::{AsOf, Query};

/// The same view in an address that keeps showing it: one of the present, or of a day that is not
/// over, names the moment at which the record came to its state.
pub(super) fn lasting(query: &Query, version: &DataVersion) -> Query {
    let lasts = |as_of: AsOf| as_of.until() <= Utc::now();
    match version.made_at {
        Some(at) if !query.as_of().is_some_and(lasts) => query.seen_from(Some(AsOf::Moment(at))),
        _ => query.clone(),
    }
}

fn citation(what: &str, version: &DataVersion, address: &str) -> String {
    let invented = if version.demonstration {
        " Demonstration data, invented."
    } else {
        ""
    };
    format!(
        "OGP commitment tracker, \u{201c}{what}\u{201d}, {}. {address}{invented}",
        version_in_words(version)
    )
}

impl CommitmentView {
    /// How to cite the commitment as it is shown. `origin` is the site's own address.
    pub fn citation(&self, origin: &str) -> String {
        let c = &self.row.commitment;
        let version = self.catalogue.version();
        let path = lasting(&Query::default(), version).link(&format!("/commitments/{}", c.code));
        let what = format!("{} ({}, {})", c.title, c.code, c.member.name);
        citation(&what, version, &format!("{origin}{path}"))
    }
}

impl ListView {
    /// How to cite the list as it is shown. `origin` is the site's own address.
    pub fn citation(&self, origin: &str) -> String {
        let version = self.catalogue.version();
        let path = lasting(&self.query, version).link("/commitments");
        citation(&self.heading, version, &format!("{origin}{path}"))
    }
}
