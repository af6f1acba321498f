//! The question a visitor asks: one type, read from an address and written back to it.
//!
//! The same filter repeated means *or*, different ones mean *and*. Empty values and unknown keys are
//! ignored; a malformed value is refused by name, and so is a key that can have one value and is
//! given two. Writing gives one canonical order, so that one
//! view has one address.

use std::fmt;

use percent_encoding::utf8_percent_encode;

pub use super::filter::Filter;
use super::params;
pub use super::query_error::{LeftOut, Problem, QueryError, UnknownKey};
use super::query_values::{in_list, listed, read_value, word};
use super::route::ENCODED;
pub use super::sort::{Column, Sort, View};
pub use super::years::Years;
use super::{AsOf, CommitmentCode, Params, slug_enum};

/// The longest search text, in characters.
pub const MAX_SEARCH_LENGTH: usize = 200;
/// The most values that one filter may hold.
pub const MAX_VALUES: usize = 100;
/// Commitments in one brief, and on a shortlist, at most; messages name the number.
pub const MAX_BRIEF: usize = 20;
/// Commitments on one page of a list.
pub const PAGE_SIZE: usize = 50;
/// Items on one page of an answer for programs, at most; messages name the number.
pub const MAX_PER_PAGE: usize = 200;

slug_enum! {
    /// A language of the interface.
    Lang, "language" {
        English = "en", "English";
        Spanish = "es", "Espa\u{f1}ol";
        French = "fr", "Fran\u{e7}ais";
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the list knows no default"
)]
impl Default for Lang {
    fn default() -> Self {
        Self::English
    }
}

impl Lang {
    /// An address that leads to the same in this language. English needs no word for it, and what
    /// names a language already stays as it is.
    pub fn in_address(self, address: &str) -> String {
        if self == Self::English || params::names(address, "lang") {
            return address.to_owned();
        }
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}lang={}", self.slug())
    }
}

/// A view of the commitments: filters, search, a shortlist, order, page, and how they are shown.
///
/// Every list of values is sorted and free of doubles; [`Query::parse`] and the `with` methods keep
/// it so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    q: Option<String>,
    values: [Vec<String>; Filter::ALL.len()],
    pub(crate) years: Years,
    codes: Vec<CommitmentCode>,
    sort: Option<Sort>,
    view: View,
    columns: Vec<Column>,
    page: usize,
    lang: Option<Lang>,
    as_of: Option<AsOf>,
}

impl Query {
    /// Reads the part of an address after the `?`.
    pub fn parse(address: &str) -> Result<Self, QueryError> {
        Self::of(&Params::parse(address)?)
    }

    /// The question that an address asks.
    pub fn of(params: &Params) -> Result<Self, QueryError> {
        let mut refused = Vec::new();
        let query = Self::read(params, &mut refused)?;
        match refused.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(query),
        }
    }

    /// The question that an address asks, without the values that none can be made of, and these. Refuses
    /// only what says nothing about which part of it to leave out: two values where there can be one, too
    /// much of anything, a page, a language or a moment that there is not.
    pub fn readable(params: &Params) -> Result<(Self, Vec<LeftOut>), QueryError> {
        let mut refused = Vec::new();
        let query = Self::read(params, &mut refused)?;
        Ok((query, refused.into_iter().map(LeftOut::from).collect()))
    }

    /// Reads what can be read and collects the values that cannot.
    fn read(params: &Params, refused: &mut Vec<QueryError>) -> Result<Self, QueryError> {
        let refuse = |key: &str, value: &str, problem| QueryError::new(key, value, problem);
        let q = params.one("q")?;
        if let Some(long) = q.filter(|q| q.chars().count() > MAX_SEARCH_LENGTH) {
            return Err(refuse("q", long, Problem::LongSearch));
        }
        let mut query = Self {
            q: q.map(str::to_owned),
            sort: word(params, "sort", refused)?,
            view: word(params, "view", refused)?.unwrap_or_default(),
            page: params.page()?,
            lang: params.lang()?,
            as_of: params.as_of()?,
            ..Self::default()
        };
        for filter in Filter::ALL {
            for value in params.all(filter.slug()).flat_map(|v| listed(*filter, v)) {
                let values = &mut query.values[filter.index()];
                match read_value(*filter, value) {
                    Ok(read) => values.push(read),
                    Err(problem) => refused.push(refuse(filter.slug(), value, problem)),
                }
                if values.len() + refused.len() > MAX_VALUES {
                    return Err(refuse(filter.slug(), value, Problem::ManyValues));
                }
            }
        }
        query.years = Years::read(params, refused)?;
        for value in params.all("columns").flat_map(in_list) {
            match value.parse() {
                Ok(column) => query.columns.push(column),
                Err(unknown) => refused.push(refuse("columns", value, Problem::Word(unknown))),
            }
            if query.columns.len() + refused.len() > MAX_VALUES {
                return Err(refuse("columns", value, Problem::ManyValues));
            }
        }
        for value in params.all("code").flat_map(in_list) {
            match CommitmentCode::meant(value) {
                Some(code) => query.codes.push(code),
                None => refused.push(refuse("code", value, Problem::Code)),
            }
            if query.codes.len() + refused.len() > MAX_VALUES {
                return Err(refuse("code", value, Problem::ManyValues));
            }
        }
        query.normalise();
        Ok(query)
    }

    fn normalise(&mut self) {
        for values in &mut self.values {
            values.sort();
            values.dedup();
        }
        self.columns.sort();
        self.columns.dedup();
        if self.columns == Column::DEFAULT {
            self.columns.clear();
        }
        // In the order in which they were chosen.
        let mut seen = Vec::with_capacity(self.codes.len());
        self.codes.retain(|code| {
            let is_new = !seen.contains(code);
            seen.extend(is_new.then(|| code.clone()));
            is_new
        });
        let search = self.q.is_some();
        // What is the default anyway is not written, so that one view has one address.
        if self.sort == Some(default_sort(search))
            || (self.sort == Some(Sort::Relevance) && !search)
        {
            self.sort = None;
        }
    }

    /// The query as the part of an address after the `?`, in canonical order; empty for everything.
    pub fn to_address(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        pairs.extend(self.q.iter().map(|q| ("q", q.clone())));
        for filter in Filter::ALL {
            pairs.extend(
                self.values(*filter)
                    .iter()
                    .map(|v| (filter.slug(), v.clone())),
            );
        }
        let Years { from, to } = self.years;
        pairs.extend(from.map(|year| (Years::FROM, year.to_string())));
        pairs.extend(to.map(|year| (Years::TO, year.to_string())));
        pairs.extend(self.codes.iter().map(|code| ("code", code.to_string())));
        pairs.extend(self.sort.iter().map(|s| ("sort", s.slug().to_owned())));
        if self.view != View::List {
            pairs.push(("view", self.view.slug().to_owned()));
        }
        pairs.extend(
            self.columns
                .iter()
                .map(|column| ("columns", column.slug().to_owned())),
        );
        if self.page > 0 {
            pairs.push(("page", (self.page + 1).to_string()));
        }
        pairs.extend(self.lang.iter().map(|l| ("lang", l.slug().to_owned())));
        pairs.extend(self.as_of.iter().map(|a| ("as_of", a.to_string())));
        pairs
            .into_iter()
            .map(|(key, value)| format!("{key}={}", utf8_percent_encode(&value, ENCODED)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// `path` with this query behind it.
    pub fn link(&self, path: impl fmt::Display) -> String {
        let address = self.to_address();
        if address.is_empty() {
            path.to_string()
        } else {
            format!("{path}?{address}")
        }
    }

    /// The search text.
    pub fn search(&self) -> Option<&str> {
        self.q.as_deref()
    }

    /// The chosen values of a filter, as slugs, sorted.
    pub fn values(&self, filter: Filter) -> &[String] {
        &self.values[filter.index()]
    }

    /// Whether a value of a filter is chosen.
    pub fn has(&self, filter: Filter, value: &str) -> bool {
        self.values(filter).iter().any(|v| v == value)
    }

    /// The order in force: the one chosen, else best match for a search and newest otherwise.
    pub fn sort(&self) -> Sort {
        self.sort.unwrap_or(self.default_sort())
    }

    /// The order where none is chosen: best match for a search, and newest otherwise.
    pub fn default_sort(&self) -> Sort {
        default_sort(self.q.is_some())
    }

    /// The codes of a shortlist, in the order in which they were chosen; none: all commitments.
    pub fn codes(&self) -> &[CommitmentCode] {
        &self.codes
    }

    /// Whether it is shown as a list or as a table.
    pub fn view(&self) -> View {
        self.view
    }

    /// The columns of the table, as chosen or by default.
    pub fn columns(&self) -> &[Column] {
        if self.columns.is_empty() {
            Column::DEFAULT
        } else {
            &self.columns
        }
    }

    /// The page, counted from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    /// The language asked for.
    pub fn lang(&self) -> Option<Lang> {
        self.lang
    }

    /// The same view in another language; the site's first one is not named.
    pub fn speaking(&self, lang: Lang) -> Self {
        Self {
            lang: (lang != Lang::English).then_some(lang),
            ..self.clone()
        }
    }

    /// The past moment whose state is asked for; none: the present.
    pub fn as_of(&self) -> Option<AsOf> {
        self.as_of
    }

    /// The same view of the record as it stood at another moment, or as it is.
    pub fn seen_from(&self, as_of: Option<AsOf>) -> Self {
        Self {
            as_of,
            ..self.clone()
        }
    }

    /// Whether anything is filtered or searched.
    pub fn is_narrowed(&self) -> bool {
        self.q.is_some()
            || !self.codes.is_empty()
            || !self.years.is_empty()
            || self.values.iter().any(|v| !v.is_empty())
    }

    /// How many filter values and codes are chosen, a search counting as one.
    pub fn narrowings(&self) -> usize {
        usize::from(self.q.is_some())
            + self.codes.len()
            + usize::from(self.years.from.is_some())
            + usize::from(self.years.to.is_some())
            + self.values.iter().map(Vec::len).sum::<usize>()
    }

    /// The first page of this query with one more value chosen.
    pub fn with(&self, filter: Filter, value: &str) -> Self {
        let mut query = self.first_page();
        query.values[filter.index()].push(value.to_owned());
        query.normalise();
        query
    }

    /// The first page of this query with only this value chosen in the filter.
    pub fn with_only(&self, filter: Filter, value: &str) -> Self {
        self.without_filter(filter).with(filter, value)
    }

    /// The first page of this query with a value no longer chosen.
    pub fn without(&self, filter: Filter, value: &str) -> Self {
        let mut query = self.first_page();
        query.values[filter.index()].retain(|v| v != value);
        query
    }

    /// The first page of this query with a filter left out altogether.
    pub fn without_filter(&self, filter: Filter) -> Self {
        let mut query = self.first_page();
        query.values[filter.index()].clear();
        query
    }

    /// The first page of this query with one more commitment on its shortlist.
    pub fn with_code(&self, code: &CommitmentCode) -> Self {
        let mut query = self.first_page();
        query.codes.push(code.clone());
        query.normalise();
        query
    }

    /// The first page of this query with a commitment no longer on its shortlist.
    pub fn without_code(&self, code: &CommitmentCode) -> Self {
        let mut query = self.first_page();
        query.codes.retain(|other| other != code);
        query
    }

    /// The same view as a list or as a table.
    pub fn viewed(&self, view: View) -> Self {
        Self {
            view,
            ..self.clone()
        }
    }

    /// Nothing chosen, shown in the same way.
    pub fn cleared(&self) -> Self {
        Self {
            view: self.view,
            columns: self.columns.clone(),
            ..Self::default()
        }
    }

    /// The first page of this query without its search.
    pub fn without_search(&self) -> Self {
        let mut query = Self {
            q: None,
            ..self.first_page()
        };
        query.normalise();
        query
    }

    /// The first page of this query with another search, best match first.
    pub fn searching(&self, search: &str) -> Self {
        let mut query = Self {
            q: Some(search.to_owned()),
            sort: None,
            ..self.first_page()
        };
        query.normalise();
        query
    }

    /// The first page of this query in another order.
    pub fn sorted(&self, sort: Sort) -> Self {
        let mut query = Self {
            sort: Some(sort),
            ..self.first_page()
        };
        query.normalise();
        query
    }

    /// The same view at another page, counted from 0.
    pub fn at_page(&self, page: usize) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// Filters and search alone: no page, no order, no view. What a download or a chart covers.
    pub fn selection(&self) -> Self {
        Self {
            page: 0,
            sort: None,
            view: View::default(),
            columns: Vec::new(),
            ..self.clone()
        }
    }

    fn first_page(&self) -> Self {
        self.at_page(0)
    }
}

const fn default_sort(search: bool) -> Sort {
    if search {
        Sort::Relevance
    } else {
        Sort::Newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChallengeArea, Level, MemberKind, OgpValue, Region};
    use proptest::prelude::*;

    #[test]
    fn years_that_are_none_or_in_the_wrong_order_are_named_and_left_out() {
        for (address, from, to, key) in [
            ("year_from=2015&year_to=2019", Some(2015), Some(2019), None),
            ("year_from=&year_to=2019", None, Some(2019), None),
            ("year_from=2019&year_to=2019", Some(2019), Some(2019), None),
            ("year_from=2019&year_to=2015", None, None, Some("year_from")),
            (
                "year_from=soon&year_to=2015",
                None,
                Some(2015),
                Some("year_from"),
            ),
            ("year_to=99999", None, None, Some("year_to")),
        ] {
            let params = Params::parse(address).unwrap();
            let (query, left_out) = Query::readable(&params).unwrap();
            assert_eq!(query.years(), Years { from, to }, "{address}");
            let named = left_out.first().map(|left| left.error.parameter.as_str());
            assert_eq!(named, key, "{address}");
            assert_eq!(Query::of(&params).is_err(), key.is_some(), "{address}");
        }
        assert!(Query::parse("year_from=2015&year_from=2016").is_err());
    }

    #[test]
    fn one_view_has_one_address() {
        let query = Query::parse(
            "page=3&area=open-data&member=spain&q=open+data&member=italy&member=spain&ambition=HIGH&x=1&kind=",
        )
        .unwrap();
        assert_eq!(
            query.to_address(),
            "q=open%20data&member=italy&member=spain&area=open-data&ambition=high&page=3"
        );
    }

    #[test]
    fn a_value_counts_however_it_is_written() {
        for (written, canonical) in [
            ("member=Spain", "member=spain"),
            ("member=C%C3%B4te%20d%27Ivoire", "member=cote-d-ivoire"),
            ("area=Open+Data&area=open-data", "area=open-data"),
            ("year=2019,2020, 2021", "year=2019&year=2020&year=2021"),
            ("region=Asia+and+the+Pacific", "region=asia-and-the-pacific"),
            ("region=Europe,americas", "region=americas&region=europe"),
            (
                "completion=Not+reviewable,High",
                "completion=high&completion=not_reviewable",
            ),
            ("kind=Local", "kind=local"),
            ("lens=Digital", "lens=digital"),
            (
                "member[0]=spain&member[1]=italy",
                "member=italy&member=spain",
            ),
            ("amp;amp;area[]=open-data", "area=open-data"),
        ] {
            assert_eq!(
                Query::parse(written).unwrap().to_address(),
                canonical,
                "{written}"
            );
        }
    }

    #[test]
    fn defaults_are_not_written() {
        assert_eq!(
            Query::parse("sort=newest&page=1").unwrap(),
            Query::default()
        );
        assert_eq!(
            Query::parse("q=a&sort=relevance").unwrap().to_address(),
            "q=a"
        );
        assert_eq!(Query::parse("sort=relevance").unwrap().sort(), Sort::Newest);
        assert_eq!(
            Query::parse("q=a&sort=newest").unwrap().sort(),
            Sort::Newest
        );
    }

    #[test]
    fn a_malformed_value_is_refused_by_name() {
        for (address, parameter, part) in [
            ("ambition=highest", "ambition", "not_reviewable"),
            ("member=%2C", "member", "cote-d-ivoire"),
            ("year=twenty", "year", "four digits"),
            ("year=02018", "year", "four digits"),
            ("page=0", "page", "1 or more"),
            ("page=-1", "page", "1 or more"),
            ("page=99999999999999999999", "page", "1 or more"),
            ("sort=best", "sort", "newest"),
            ("view=cards", "view", "table"),
            ("columns=member,colour", "columns", "plan-end"),
            ("code=NL0031&code=somewhere", "code", "NL0031"),
            ("lang=xx", "lang", "en"),
            ("kind=regional", "kind", "local"),
            ("region=asia", "region", "asia-and-the-pacific"),
            ("value=trust", "value", "technology"),
            ("challenge=all", "challenge", "media-freedom"),
            (
                "ambition_value=completion-limited",
                "ambition_value",
                "potential_impact-none",
            ),
            (
                "results_value=major",
                "results_value",
                "did_it_open_government",
            ),
            ("as_of=2026-13-01", "as_of", "2026-11-22"),
            ("as_of=today", "as_of", "a day such as"),
            ("q=%FF", "q", "UTF-8"),
            ("%FF=1", "address", "UTF-8"),
        ] {
            let error = Query::parse(address).unwrap_err();
            assert_eq!(error.parameter, parameter, "{address}");
            assert!(error.to_string().contains(part), "{address}: {error}");
        }
        let long = Query::parse(&format!("q={}", "x".repeat(10_000))).unwrap_err();
        assert!(long.to_string().len() < 300, "{long}");
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_told_with_what_may_be_meant() {
        let params = Params::parse(
            "ambition=hihg&ambition=low&region=Europa&year=20188&sort=newst&view=tabel&columns=membr&code=x",
        )
        .unwrap();
        let (query, left_out) = Query::readable(&params).unwrap();
        assert_eq!(query.to_address(), "ambition=low");
        let told: Vec<_> = left_out
            .iter()
            .map(|left| {
                (
                    &*left.error.parameter,
                    &*left.error.value,
                    left.nearest.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("sort", "newst", Some("newest")),
                ("view", "tabel", Some("table")),
                ("region", "Europa", Some("europe")),
                ("year", "20188", None),
                ("ambition", "hihg", Some("high")),
                ("columns", "membr", Some("member")),
                ("code", "x", None),
            ]
        );
        for refused in ["page=0", "lang=xx", "as_of=never", "sort=title&sort=member"] {
            let params = Params::parse(refused).unwrap();
            assert!(Query::readable(&params).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_view_and_a_shortlist_are_part_of_the_address() {
        let query =
            Query::parse("columns=title-x,code&code=nl 31,UK98&code=NL0031&view=Table&page=2");
        assert!(query.is_err());
        let query =
            Query::parse("columns=code,member&code=nl 31,UK98&code=NL0031&view=Table&page=2")
                .unwrap();
        assert_eq!(
            query.to_address(),
            "code=NL0031&code=UK0098&view=table&columns=member&columns=code&page=2"
        );
        assert_eq!(query.selection().to_address(), "code=NL0031&code=UK0098");
        assert_eq!(
            query.cleared().to_address(),
            "view=table&columns=member&columns=code"
        );
        let removed = query.without_code(&"NL0031".parse().unwrap());
        assert_eq!(removed.selection().to_address(), "code=UK0098");
        let all = Column::DEFAULT.iter().map(|c| c.slug()).collect::<Vec<_>>();
        let query = Query::parse(&format!("columns={}&view=list", all.join(","))).unwrap();
        assert_eq!(query, Query::default());
    }

    #[test]
    fn changing_a_filter_goes_back_to_the_first_page() {
        let query = Query::parse("member=spain&page=4").unwrap();
        assert_eq!(
            query.with(Filter::Year, "2018").to_address(),
            "member=spain&year=2018"
        );
        assert_eq!(query.without(Filter::Member, "spain").to_address(), "");
        assert_eq!(
            query.sorted(Sort::Title).to_address(),
            "member=spain&sort=title"
        );
        assert_eq!(query.at_page(0).narrowings(), 1);
    }

    fn some_query() -> impl Strategy<Value = Query> {
        let slug = "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}";
        let words =
            |list: Vec<&'static str>| prop::collection::vec(prop::sample::select(list), 0..3);
        (
            prop::option::of("\\PC{1,40}"),
            (
                prop::collection::vec(slug, 0..3),
                prop::collection::vec(slug, 0..3),
            ),
            prop::collection::vec(1900..2200i32, 0..3),
            (
                words(Region::ALL.iter().map(|w| w.slug()).collect()),
                words(MemberKind::ALL.iter().map(|w| w.slug()).collect()),
                words(Level::ALL.iter().map(|w| w.slug()).collect()),
                words(OgpValue::ALL.iter().map(|w| w.slug()).collect()),
                words(ChallengeArea::ALL.iter().map(|w| w.slug()).collect()),
            ),
            prop::option::of(prop::sample::select(Sort::ALL)),
            0..1000usize,
            prop::option::of(prop::sample::select(Lang::ALL)),
            prop::option::of((0..2_000_000_000i64, 0..1_000_000u32, any::<bool>())),
        )
            .prop_map(
                |(
                    q,
                    (members, areas),
                    years,
                    (regions, kinds, levels, values, challenges),
                    sort,
                    page,
                    lang,
                    as_of,
                )| {
                    let as_of = as_of.and_then(|(seconds, micros, exact)| {
                        let moment = chrono::DateTime::from_timestamp(seconds, micros * 1000)?;
                        Some(if exact {
                            AsOf::Moment(moment)
                        } else {
                            AsOf::Day(moment.date_naive())
                        })
                    });
                    let mut query = Query {
                        as_of,
                        q: q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty()),
                        sort,
                        page,
                        lang,
                        ..Query::default()
                    };
                    let owned =
                        |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
                    query.values[Filter::Member.index()] = members;
                    query.values[Filter::Area.index()] = areas;
                    query.values[Filter::Year.index()] = years.iter().map(i32::to_string).collect();
                    query.years.from = years.iter().min().copied();
                    query.years.to = years.iter().max().copied().filter(|year| year % 2 == 0);
                    query.values[Filter::Region.index()] = owned(regions);
                    query.values[Filter::Kind.index()] = owned(kinds);
                    query.values[Filter::Ambition.index()] = owned(levels.clone());
                    query.values[Filter::Results.index()] = owned(levels);
                    query.values[Filter::Value.index()] = owned(values);
                    query.values[Filter::Challenge.index()] = owned(challenges);
                    query.normalise();
                    query
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(query in some_query()) {
            let address = query.to_address();
            let read = Query::parse(&address).unwrap();
            prop_assert_eq!(&read, &query);
            prop_assert_eq!(read.to_address(), address);
        }

        #[test]
        fn no_address_makes_it_panic(address in "\\PC{0,200}") {
            if let Ok(query) = Query::parse(&address) {
                prop_assert_eq!(&Query::parse(&query.to_address()).unwrap(), &query);
            }
        }
    }
}
