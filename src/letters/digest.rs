//! What a follower is told.

use super::day;
use crate::components::NAME;
use crate::pages::changes::lines;
use crate::service::mail::{Block, Digest, DigestItem, Entry, Foot, Letter};
use crate::service::{App, EventKind};
use crate::words::heading;
use domain::query::Query;
use domain::{Lang, route};
use i18n::{changes, feeds, mail as say};

/// The letter of a digest that has something to tell.
pub(super) fn letter(app: &App, digest: &Digest) -> Letter {
    let lang = digest.lang;
    let address = |path: String| app.whole_address(&lang.in_address(&path));
    let named = |query: &Query| heading(lang, &digest.catalogue, &query.speaking(lang));
    let entries = digest.items.iter().map(|item| entry(lang, item, &address));
    let mut blocks = vec![
        Block::Text(say::letter_lead(lang).to_owned()),
        Block::List(entries.collect()),
    ];
    if digest.is_cut {
        let more = say::letter_more(lang).to_owned();
        blocks.push(Block::Link(more, address(route::Changes.to_string())));
    }
    let views = digest.views.iter();
    let mut foot = vec![Foot::Text(say::letter_why(lang).to_owned())];
    foot.extend(
        views.map(|query| Foot::Link(named(query), address(query.link(route::Commitments)))),
    );
    foot.push(Foot::Link(
        say::letter_stop(lang).to_owned(),
        address(digest.following()),
    ));
    foot.push(Foot::Text(NAME.to_owned()));
    blocks.push(Block::Foot(foot));
    let what = match digest.items.as_slice() {
        [one] => title(lang, one),
        many => say::digest_subject(lang, many.len()),
    };
    Letter {
        lang,
        subject: feeds::title_of(lang, &what),
        blocks,
        // The address itself, which is asked without a language.
        unsubscribe: Some(app.whole_address(&digest.following())),
    }
}

fn title(lang: Lang, told: &DigestItem) -> String {
    let named = changes::titled(lang, told.item.code.as_str(), &told.item.title);
    match told.kind {
        EventKind::New => feeds::new(lang, &named),
        EventKind::Rated => feeds::rated(lang, &named),
        EventKind::Changed => feeds::changed(lang, &named),
        EventKind::Withdrawn => feeds::withdrawn(lang, &named),
    }
}

fn entry(lang: Lang, told: &DigestItem, address: &impl Fn(String) -> String) -> Entry {
    // What is withdrawn has no page of its own any more, but a history.
    let page = if told.is_there {
        route::Commitment::new(&told.item.code).to_string()
    } else {
        route::Changes.with("code", &told.item.code)
    };
    let mut lines = lines(lang, &told.item);
    lines.push(day(lang, told.made_at));
    Entry {
        title: title(lang, told),
        href: address(page),
        lines,
    }
}
