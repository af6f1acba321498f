//! Where single statements about a commitment come from, as far as that decides what is said beside them.

use crate::service::CommitmentView;
use domain::{Answer, Commitment, CommitmentCode, Dimension, Finding, KnownSource, Lang};
use i18n::commitment as say;
use interchange::seed;

/// What stands before the title of the source, below a title in the reader's language: whose that one is.
pub fn title_note(lang: Lang, c: &Commitment) -> &'static str {
    let shown = c.title_in[lang.index()].as_deref();
    let is_of_ogp =
        lang == Lang::English && shown.is_some() && shown == seed::short_title_of(&c.code);
    if is_of_ogp {
        say::short_title_of_ogp(lang)
    } else {
        say::translated(lang)
    }
}

/// The codes of the cluster that a rating was given to, this one's among them; empty where it was given to this
/// commitment alone, as far as is known. OGP's sheet says so of the IRM's review of the plan, which rates
/// ambition; a rating from elsewhere is another one.
pub fn cluster_rated(c: &Commitment, dimension: Dimension) -> &'static [CommitmentCode] {
    let rating = c.ratings.of(dimension);
    let is_of_review = rating.is_some_and(|rating| {
        let source = rating.source_url.as_deref().and_then(KnownSource::at);
        dimension == Dimension::Ambition
            && matches!(rating.finding, Finding::Rated(_))
            && matches!(
                source,
                Some(KnownSource::OgpPage | KnownSource::MasterSheet2024)
            )
    });
    if is_of_review {
        seed::cluster_of(&c.code)
    } else {
        &[]
    }
}

/// Whether it was derived from the specificity of a commitment that it is verifiable or not: the Explorer says
/// no more. It was, where the Explorer alone can have said it and nobody has changed it since.
pub fn is_from_specificity(shown: &CommitmentView) -> bool {
    let c = &*shown.row.commitment;
    if !matches!(c.verifiable, Some(Answer::Yes | Answer::No)) {
        return false;
    }
    let is_explorer = |address: Option<&str>| {
        address.and_then(KnownSource::at) == Some(KnownSource::Explorer2016)
    };
    let mut ratings = shown.history.ratings.iter();
    let is_of_explorer = is_explorer(c.source_url.as_deref())
        || (!seed::states_verifiable(&c.code)
            && ratings.any(|past| is_explorer(past.rating.source_url.as_deref())));
    // Where not all changes are at hand, nothing is said.
    let is_whole = shown.timeline.len() >= shown.history.revisions.len();
    let mut items = shown.timeline.iter().flat_map(|change| &change.items);
    let is_changed = items.any(|item| item.facts.iter().any(|fact| fact.field == "verifiable"));
    is_of_explorer && is_whole && !is_changed
}
