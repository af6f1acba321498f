//! What goes along with a file of commitments.

use super::{heading, version};
use crate::service::Export;
use domain::Lang;
use domain::route;
use interchange::about::About;

/// What goes along with the data. `origin` is the site's own address.
pub fn about(export: &Export, lang: Lang, origin: Option<String>) -> About {
    let state = export.catalogue().version();
    let path = export.permanent().link(route::Commitments);
    About {
        lang,
        heading: heading(lang, export.catalogue(), export.query()),
        address: format!("{}{path}", origin.unwrap_or_default()),
        version: version(lang, state),
        number: state.number,
        made_at: state.made_at,
        total: export.remaining(),
        demonstration: state.demonstration,
    }
}
