//! A brief as a document: what its page and its file say alike.

use super::levels::mark;
use super::provenance::{others_in_cluster, title_note};
use super::verdict::verdict;
use super::{citation_of, version};
use crate::service::{BriefEntry, BriefView};
use catalogue::{Catalogue, Row};
use domain::context::ContextItem;
use domain::route;
use domain::text::direction;
use domain::{Commitment, Dimension, Finding, Lang, Scheme};
use i18n::format::all_of;
use i18n::rows::plan_in_words;
use i18n::{InLanguage, brief as say, commitment, lang_of, names, terms};
use interchange::document::{Block, Document, Run};

/// A brief as a document. `origin` is the site's own address, for its citation.
pub fn brief(lang: Lang, brief: &BriefView, origin: &str) -> Document {
    let state = brief.catalogue.version();
    let mut blocks = vec![
        Block::Heading(1, vec![Run::plain(say::heading(lang, brief.entries.len()))]),
        Block::Paragraph(vec![Run::plain(say::lead(lang))]),
        comparison(lang, brief),
    ];
    for entry in &brief.entries {
        blocks.extend(one(lang, brief, entry));
    }
    let address = brief.permanent.link(route::Brief);
    let what = say::cited(lang, brief.entries.len());
    let citation = citation_of(lang, &what, state, &format!("{origin}{address}"));
    blocks.push(Block::Heading(2, vec![Run::plain(say::cite(lang))]));
    blocks.push(Block::Paragraph(vec![Run::plain(citation)]));
    Document {
        title: format!(
            "{} ({})",
            say::heading(lang, brief.entries.len()),
            version(lang, state)
        ),
        lang: lang.slug(),
        blocks,
    }
}

/// A text of the record, which may be in another language than the document.
fn source(lang: Lang, text: &str) -> Run {
    Run {
        lang: lang_of(lang, text),
        rtl: direction(text).is_some(),
        ..Run::plain(text)
    }
}

fn member(lang: Lang, c: &Commitment) -> String {
    names::member(lang, &c.member.slug(), &c.member.name)
}

fn comparison(lang: Lang, brief: &BriefView) -> Block {
    let dimensions = Dimension::ALL.iter();
    let head = [
        say::commitment(lang),
        say::promised_by(lang),
        say::plan(lang),
    ]
    .into_iter()
    .chain(dimensions.map(|dimension| dimension.in_language(lang)));
    let rows = brief.entries.iter().map(|entry| {
        let c = &*entry.row.commitment;
        let title = source(lang, c.title_for(lang)).to(route::Commitment::new(&c.code).to_string());
        let facts = [
            vec![title, Run::plain(format!(" ({})", c.code))],
            vec![Run::plain(member(lang, c))],
            vec![Run::plain(plan_in_words(lang, &c.plan))],
        ];
        let levels = Dimension::ALL.iter();
        let today = brief.catalogue.today();
        let levels = levels.map(|d| vec![Run::plain(mark(lang, &entry.row, *d, today).in_words())]);
        facts.into_iter().chain(levels).collect()
    });
    Block::Table {
        caption: say::side_by_side(lang).to_owned(),
        head: head.map(str::to_owned).collect(),
        rows: rows.collect(),
    }
}

fn one(lang: Lang, brief: &BriefView, entry: &BriefEntry) -> Vec<Block> {
    let c = &*entry.row.commitment;
    let title = c.title_for(lang);
    let heading = source(lang, title).to(route::Commitment::new(&c.code).to_string());
    let mut blocks = vec![
        Block::Heading(2, vec![heading]),
        Block::Paragraph(vec![Run::plain(format!(
            "{} \u{b7} {} \u{b7} {}",
            member(lang, c),
            plan_in_words(lang, &c.plan),
            c.code
        ))]),
        Block::Paragraph(vec![
            Run::plain(verdict(lang, &entry.row, brief.catalogue.today())).bold(),
        ]),
    ];
    if c.is_title_translated_for(lang) {
        let original = vec![Run::plain(title_note(lang, c)), source(lang, &c.title)];
        blocks.push(Block::Paragraph(original));
    }
    if let Some((in_lang, summary)) = c.summary_for(lang) {
        let text = catalogue::plain(&summary.text);
        let text = Run {
            lang: (in_lang != lang).then(|| in_lang.slug()),
            ..Run::plain(text)
        };
        let from = Run::plain(summary.source_url.as_str()).to(&*summary.source_url);
        let own = Run::plain(format!(" {} ", commitment::own_words(lang)));
        blocks.push(Block::Paragraph(vec![text, own, from]));
    }
    blocks.push(lead(lang, c));
    blocks.push(Block::Heading(3, vec![Run::plain(say::evidence(lang))]));
    let dimensions = Dimension::ALL.iter();
    blocks.extend(dimensions.map(|d| evidence(lang, &brief.catalogue, &entry.row, *d)));
    if let Some(address) = &c.source_url {
        let from = Run::plain(format!("{} ", say::read_from(lang))).bold();
        let link = Run::plain(address.as_str()).to(address.as_str());
        blocks.push(Block::Point(vec![from, link]));
    }
    let contacts = contacts(lang, entry);
    if !contacts.is_empty() {
        blocks.push(Block::Heading(3, vec![Run::plain(say::contacts(lang))]));
        blocks.extend(contacts);
    }
    blocks
}

fn lead(lang: Lang, c: &Commitment) -> Block {
    let name = Run::plain(labelled(lang, commitment::lead(lang), "")).bold();
    let lead = match c.lead_institutions.as_slice() {
        [] => Run::plain(say::no_lead(lang)),
        [one] => source(lang, one),
        several => source(lang, &all_of(lang, several)),
    };
    Block::Paragraph(vec![name, lead])
}

/// What is said of a name, behind it.
fn labelled(lang: Lang, name: &str, said: &str) -> String {
    let before = match lang {
        Lang::French => "\u{202f}",
        Lang::English | Lang::Spanish => "",
    };
    format!("{name}{before}: {said}")
}

/// What a dimension is rated, by which report, and where that stands.
fn evidence(lang: Lang, catalogue: &Catalogue, row: &Row, dimension: Dimension) -> Block {
    let c = &*row.commitment;
    let rating = c.ratings.of(dimension);
    let level = mark(lang, row, dimension, catalogue.today()).in_words();
    let name = dimension.in_language(lang);
    let mut runs = vec![Run::plain(labelled(lang, name, &level)).bold()];
    if let Some(Finding::Rated(value)) = rating.map(|rating| rating.finding)
        // Of a published level, the level is all there is to tell.
        && value.scheme() != Scheme::PublishedLevel
    {
        let scale = value.scheme().in_language(lang);
        runs.push(Run::plain(format!(
            " \u{2013} {} ({scale})",
            terms::value(lang, value)
        )));
    }
    runs.push(Run::plain(". "));
    let others: Vec<_> = others_in_cluster(c, dimension).collect();
    if !others.is_empty() {
        runs.push(Run::plain(commitment::rated_as_group(lang)));
        let mut is_whole = true;
        for (index, code) in others.into_iter().enumerate() {
            runs.push(Run::plain(if index == 0 { " " } else { ", " }));
            let run = Run::plain(code.as_str());
            let is_there = catalogue.find(code).is_some();
            is_whole &= is_there;
            runs.push(if is_there {
                run.to(route::Commitment::new(code).to_string())
            } else {
                run
            });
        }
        runs.push(Run::plain(". "));
        if !is_whole {
            runs.push(Run::plain(commitment::group_not_in_data(lang)));
            runs.push(Run::plain(" "));
        }
    }
    if let Some(report) = rating.and_then(|rating| rating.report.as_ref()) {
        runs.push(source(lang, &commitment::report_title(lang, report)));
        runs.push(Run::plain(". "));
    }
    if let Some(address) = rating.and_then(|rating| rating.source_url.as_deref()) {
        runs.push(Run::plain(address).to(address));
    }
    Block::Point(runs)
}

fn contacts(lang: Lang, entry: &BriefEntry) -> Vec<Block> {
    let participant = |item: &ContextItem| {
        let name =
            Run::plain(item.text("name", lang)).to(route::Participant::new(&item.slug).to_string());
        let mut runs = vec![Run::plain(format!("{} ", say::network(lang))), name];
        let note = item.text("note", lang);
        if !note.is_empty() {
            runs.push(Run::plain(format!(". {note}")));
        }
        Block::Point(runs)
    };
    let about = |title: &str, address: &str| {
        let mut runs = vec![source(lang, title)];
        if !address.is_empty() {
            runs.push(Run::plain(". "));
            runs.push(Run::plain(address).to(address));
        }
        Block::Point(runs)
    };
    let participants = entry.contacts.iter().map(|item| participant(item));
    let resources = entry.resources.iter();
    let resources = resources.map(|item| about(item.get("title"), item.get("url")));
    let highlights = entry.highlights.iter();
    let highlights = highlights.map(|item| about(item.text("why", lang), item.get("source_url")));
    participants.chain(resources).chain(highlights).collect()
}
