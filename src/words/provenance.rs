//! Where single statements about a commitment come from, as far as that decides what is said beside them.

use super::verdict;
use crate::service::{BUNDLED, CommitmentView};
use domain::source::is_page_of;
use domain::text::{lower_first, upper_first};
use domain::{Answer, Commitment, CommitmentCode, Dimension, Finding, KnownSource, Lang};
use i18n::{commitment as say, format};
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

/// The other commitments of the cluster that a rating was given to; none where it was given to this
/// commitment alone, as far as is known. OGP's sheet says so of the IRM's review of the plan, which rates
/// ambition; a rating from elsewhere is another one.
pub fn others_in_cluster(
    c: &Commitment,
    dimension: Dimension,
) -> impl Iterator<Item = &'static CommitmentCode> + use<'_> {
    let rating = c.ratings.of(dimension);
    let is_of_review = rating.is_some_and(|rating| {
        let is_of_both = |address: &str| {
            is_page_of(&c.code, address)
                || KnownSource::at(address) == Some(KnownSource::MasterSheet2024)
        };
        dimension == Dimension::Ambition
            && matches!(rating.finding, Finding::Rated(_))
            && rating.source_url.as_deref().is_some_and(is_of_both)
    });
    let cluster = seed::cluster_of(&c.code).iter();
    cluster.filter(move |code| is_of_review && **code != c.code)
}

/// The facts of a commitment that were changed since it was added; none where not all changes are at hand.
fn changed_facts(shown: &CommitmentView) -> Option<Vec<&'static str>> {
    let is_whole = shown.timeline.len() >= shown.history.revisions.len();
    let items = shown.timeline.iter().flat_map(|change| &change.items);
    let facts = items.flat_map(|item| item.facts.iter().map(|fact| fact.field));
    is_whole.then(|| facts.collect())
}

/// Whether a fact of a commitment is as it was when the commitment was added.
fn is_unchanged(shown: &CommitmentView, fact: &str) -> bool {
    changed_facts(shown).is_some_and(|changed| !changed.contains(&fact))
}

/// Whether a commitment came with the program. In a record that was filled from other files, what the bundled ones
/// say of a code is of no account.
fn is_bundled(shown: &CommitmentView) -> bool {
    let first = shown.history.revisions.first();
    let source = first.and_then(|past| past.revision.source.as_deref());
    source.is_some_and(|source| source.starts_with(BUNDLED))
}

/// Whether a fact of a commitment came with the program and is still as it came.
pub fn is_as_bundled(shown: &CommitmentView, fact: &str) -> bool {
    is_bundled(shown) && is_unchanged(shown, fact)
}

/// What is said beside the years of a plan: others in its title, since a plan is extended after it was named, or
/// named by other years than those of its submission; and what OGP's sheet says, where it says something else, or
/// where it alone says when the plan ends and is not a source of this commitment.
pub fn note_on_plan_years(lang: Lang, shown: &CommitmentView) -> Option<String> {
    let c = &*shown.row.commitment;
    let (start, end) = (c.plan.start_year, c.plan.end_year);
    let of_title = c.plan.title_years();
    let mut notes = Vec::new();
    if let Some((first, last)) = of_title.filter(|(a, b)| (start, end) != (Some(*a), Some(*b))) {
        notes.push(say::title_says(lang, &say::period(lang, first, last)));
    }
    let sheet = seed::plan_end_of_sheet(c).filter(|_| is_as_bundled(shown, "plan"));
    let name = || verdict::name_of_source(lang, KnownSource::MasterSheet2024, true);
    match (start, sheet) {
        (Some(start), Some(stated)) if end != Some(stated) => {
            let years = say::period(lang, start, stated);
            notes.push(say::source_says(lang, &name(), &years));
        }
        (_, Some(stated)) => {
            let is_of_title = of_title.is_some_and(|(_, last)| last == stated);
            if !is_of_title && !seed::is_of_sheet(&c.code) {
                notes.push(say::end_year_from(lang, &name()));
            }
        }
        (_, None) => {}
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// The facts of a commitment that other sources state than the page that it is linked to, in the order of its page.
const FACTS: [&str; 12] = [
    "number",
    "lead",
    "support",
    "area",
    "value",
    "start",
    "end",
    "verifiable",
    "relevant",
    "report",
    "starred",
    "status",
];

/// Whether a commitment has one of [`FACTS`].
fn has(c: &Commitment, fact: &str) -> bool {
    match fact {
        "number" => c.number.is_some(),
        "lead" => !c.lead_institutions.is_empty(),
        "support" => !c.support_institutions.is_empty(),
        "area" => !c.policy_areas.is_empty(),
        "value" => !c.ogp_values.is_empty(),
        "start" => c.start.is_some(),
        "end" => c.end.is_some(),
        "verifiable" => c.verifiable.is_some(),
        "relevant" => c.relevant.is_some(),
        "report" => !c.reports.is_empty(),
        "starred" => c.starred.is_some(),
        "status" => c.status.is_some(),
        _ => false,
    }
}

/// A source of a commitment beside the page that it is linked to.
#[derive(Debug)]
pub struct OtherSource {
    pub source: KnownSource,
    /// The facts that it alone states, in words; none where it is the source that is linked to, or gave ratings only.
    pub facts: Option<String>,
    /// How the commitment was found in it, where it has no codes.
    pub found: Option<&'static str>,
}

/// What other sources than its page say of a bundled commitment. A fact that was changed since is not said to be
/// from them.
pub fn other_sources(lang: Lang, shown: &CommitmentView) -> Vec<OtherSource> {
    let c = &*shown.row.commitment;
    let Some(changed) = changed_facts(shown).filter(|_| is_bundled(shown)) else {
        return Vec::new();
    };
    let of_source = |stated: &seed::FactsOfSource| {
        let source = stated.source()?;
        let address = Some(source.address());
        let is_linked = c.source_url.as_deref() == address;
        let is_stated = |fact: &&str| stated.facts().any(|name| name == *fact);
        let names: Vec<String> = FACTS
            .iter()
            .copied()
            .filter(|_| !is_linked)
            .filter(is_stated)
            .filter(|fact| has(c, fact) && !changed.contains(fact))
            .filter_map(|fact| Some(lower_first(say::field(lang, fact)?)))
            .collect();
        let facts = (!names.is_empty()).then(|| upper_first(&format::all_of(lang, &names)));
        let has_ratings = c
            .ratings
            .iter()
            .any(|rating| rating.source_url.as_deref() == address);
        let is_said = is_linked || has_ratings || facts.is_some();
        let found = (is_said && !stated.has_codes()).then(|| {
            if stated.is_found_by_reading() {
                say::found_by_reading(lang)
            } else {
                say::found_by_title(lang)
            }
        });
        (facts.is_some() || found.is_some()).then_some(OtherSource {
            source,
            facts,
            found,
        })
    };
    let stated = seed::facts_of_others(&c.code).iter();
    stated.filter_map(of_source).collect()
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
    is_of_explorer && is_unchanged(shown, "verifiable")
}
