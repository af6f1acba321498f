//! How to cite what is shown, and what a picture says about itself. `origin` is the site's own
//! address.

use super::{heading, version};
use crate::service::{ChartView, ChartsInPlace, CommitmentView, ListView};
use charts::card::Caption;
use domain::Lang;
use domain::record::DataVersion;
use domain::route::{self, ChartAs};
use domain::text::isolated;
use i18n::{charts as chart_words, commitment, layout as say, names};

/// How to cite what is found at an address, in a state of the record.
pub fn citation(lang: Lang, what: &str, state: &DataVersion, address: &str) -> String {
    let address = readable(address);
    let citation = say::citation(lang, what, &version(lang, state), &address);
    noting_demonstration(lang, citation, state)
}

/// An address for people to read and type: colons, as in the hour of a state, may stand in a query as they
/// are.
fn readable(address: &str) -> String {
    address.replace("%3A", ":")
}

fn noting_demonstration(lang: Lang, citation: String, state: &DataVersion) -> String {
    if state.demonstration {
        format!("{citation} {}", chart_words::invented(lang))
    } else {
        citation
    }
}

impl CommitmentView {
    /// How to cite the commitment as it is shown. `title` and `original` stand for the title that is shown and
    /// that of the source: a page marks their languages.
    pub fn citation(&self, lang: Lang, origin: &str, title: &str, original: &str) -> String {
        let c = &self.row.commitment;
        let path = self.permanent.link(route::Commitment::new(&c.code));
        let member = names::member(lang, &c.member.slug(), &c.member.name);
        let mut title = isolated(title).into_owned();
        // A translation is cited with what it translates, by which the source is found.
        if c.is_title_translated_for(lang) {
            title = format!("{title} [{}]", isolated(original));
        }
        let what = commitment::cited(lang, &title, c.code.as_str(), &member);
        let state = self.catalogue.version();
        citation(lang, &what, state, &format!("{origin}{path}"))
    }
}

impl ListView {
    /// How to cite the list as it is shown.
    pub fn citation(&self, lang: Lang, origin: &str) -> String {
        let path = self.permanent.link(route::Commitments);
        let state = self.catalogue.version();
        citation(lang, &self.heading(lang), state, &format!("{origin}{path}"))
    }

    /// The query in words.
    pub fn heading(&self, lang: Lang) -> String {
        heading(lang, &self.catalogue, &self.query)
    }
}

impl ChartsInPlace {
    /// The query in words.
    pub fn heading(&self, lang: Lang) -> String {
        heading(lang, &self.catalogue, &self.query)
    }
}

impl ChartView {
    /// The query in words.
    pub fn heading(&self) -> String {
        heading(self.chart.lang, &self.catalogue, &self.query)
    }

    /// What a picture of the chart says about itself.
    pub fn caption(&self, origin: Option<String>) -> Caption {
        let state = self.catalogue.version();
        Caption {
            scope: self.heading(),
            version: version(self.chart.lang, state),
            demonstration: state.demonstration,
            origin,
            path: self.chart.request.link(&self.query, ChartAs::Page),
        }
    }

    /// How to cite the chart: title, coverage, state of the record, address, source and terms.
    pub fn citation(&self, origin: Option<String>) -> String {
        let lang = self.chart.lang;
        let path = self.chart.request.link(&self.permanent, ChartAs::Page);
        let state = self.catalogue.version();
        let citation = chart_words::citation(
            lang,
            &self.chart.title,
            &self.heading(),
            &version(lang, state),
            &readable(&(origin.unwrap_or_default() + &path)),
            chart_words::source(lang),
            chart_words::licence(lang),
        );
        noting_demonstration(lang, citation, state)
    }
}
