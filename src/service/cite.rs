//! Citations that stay true: they name the state of the record that was shown, not whatever the
//! record will say when somebody follows them.

use chrono::{DateTime, Utc};

use super::{CommitmentView, ListView, version_in_words};
use domain::record::DataVersion;
use domain::{AsOf, Lang, Query};
use i18n::{charts, commitment, layout as say, names};

/// The same view in an address that keeps showing it: one of the present, or of a day that is not
/// over, names the moment at which the record came to its state.
pub(super) fn permanent(query: &Query, version: &DataVersion, now: DateTime<Utc>) -> Query {
    let lasts = |as_of: AsOf| as_of.until() <= now;
    match version.made_at {
        Some(at) if !query.as_of().is_some_and(lasts) => query.seen_from(Some(AsOf::Moment(at))),
        _ => query.clone(),
    }
}

fn citation(t: Lang, what: &str, version: &DataVersion, address: &str) -> String {
    let citation = say::citation(t, what, &version_in_words(t, version), address);
    if version.demonstration {
        format!("{citation} {}", charts::invented(t))
    } else {
        citation
    }
}

impl CommitmentView {
    /// How to cite the commitment as it is shown. `origin` is the site's own address.
    pub fn citation(&self, t: Lang, origin: &str) -> String {
        let c = &self.row.commitment;
        let version = self.catalogue.version();
        let path = self.permanent.link(&format!("/commitments/{}", c.code));
        let member = names::member(t, &c.member.slug(), &c.member.name);
        let what = commitment::cited(t, &c.title, c.code.as_str(), &member);
        citation(t, &what, version, &format!("{origin}{path}"))
    }
}

impl ListView {
    /// How to cite the list as it is shown. `origin` is the site's own address.
    pub fn citation(&self, t: Lang, origin: &str) -> String {
        let version = self.catalogue.version();
        let path = self.permanent.link("/commitments");
        citation(t, &self.heading, version, &format!("{origin}{path}"))
    }
}
