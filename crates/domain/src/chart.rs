//! Which chart is asked for, and how: what its address says in addition to the query.

use crate::query::{Filter, Problem, QueryError};
use crate::route::ChartAs;
use crate::{Dimension, Params, Query, Review, UnknownWord, slug_enum};

slug_enum! {
    /// A chart, by its name in the address.
    ChartName, "chart" {
        Ambition = "ambition", "Ambition";
        Completion = "completion", "Completion";
        Results = "results", "Early results";
        Progress = "progress", "From promise to results";
        Trend = "trend", "Trend by plan year";
        Reviews = "reviews", "IRM reviews due and overdue";
        Members = "members", "By member";
        Areas = "areas", "By policy area";
        Matrix = "matrix", "Two ratings compared";
        Map = "map", "Map";
        Compare = "compare", "Comparison";
        Explore = "explore", "Explorer";
    }
}

impl ChartName {
    /// What the chart answers, in one line.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Ambition => "How ambitious were the promises, by level and on each scale?",
            Self::Completion => "How much of what was promised was done?",
            Self::Results => "What had changed when the plan ended?",
            Self::Progress => {
                "How many promises were assessed, completed and ambitious, and how many led to results?"
            }
            Self::Trend => "How did the shares rated high change from plan year to plan year?",
            Self::Reviews => "Which plan years have reviews of results due or overdue in our data?",
            Self::Members => {
                "How many commitments did each member make, and how many were rated high?"
            }
            Self::Areas => "What was promised in each policy area, and how far did it get?",
            Self::Matrix => "How do two ratings compare: big promises, little done?",
            Self::Map => "Where were promises made?",
            Self::Compare => "How do members or areas compare with similar ones?",
            Self::Explore => "Any measure, split by any filter.",
        }
    }

    /// The chart of a dimension's levels.
    pub const fn of(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Ambition => Self::Ambition,
            Dimension::Completion => Self::Completion,
            Dimension::EarlyResults => Self::Results,
        }
    }

    /// The options that the chart has.
    pub const fn options(self) -> &'static [ChartOption] {
        match self {
            Self::Members => &[ChartOption::Measure, ChartOption::Order],
            Self::Areas => &[ChartOption::Measure, ChartOption::Form, ChartOption::Order],
            Self::Matrix => &[ChartOption::Down, ChartOption::Across],
            Self::Map => &[ChartOption::Measure],
            Self::Explore => &[
                ChartOption::Measure,
                ChartOption::Split,
                ChartOption::Form,
                ChartOption::Order,
            ],
            _ => &[],
        }
    }
}

slug_enum! {
    /// What the address of a chart may say besides the query.
    ChartOption, "chart option" {
        Measure = "measure", "Measure";
        Split = "split", "Split by";
        Form = "form", "Chart type";
        Order = "order", "Order";
        Down = "down", "Rows";
        Across = "across", "Columns";
    }
}

slug_enum! {
    /// What a chart counts.
    Measure, "measure" {
        Commitments = "commitments", "Number of commitments";
        Ambition = "ambition", "Ambition";
        Completion = "completion", "Completion";
        Results = "results", "Early results";
        Overdue = "overdue", "IRM reviews overdue in our data";
    }
}

impl Measure {
    /// The state of the review that is counted; none where all commitments are.
    pub const fn review(self) -> Option<Review> {
        match self {
            Self::Overdue => Some(Review::Overdue),
            _ => None,
        }
    }

    /// The dimension that is counted; none for commitments as such.
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Commitments | Self::Overdue => None,
            Self::Ambition => Some(Dimension::Ambition),
            Self::Completion => Some(Dimension::Completion),
            Self::Results => Some(Dimension::EarlyResults),
        }
    }
}

slug_enum! {
    /// How a measure is shown for each part.
    ChartLayout, "form" {
        Levels = "levels", "Levels, stacked";
        Shares = "shares", "Share rated high, of those assessed";
        Heat = "heat", "Heat map";
    }
}

slug_enum! {
    /// In which order parts are shown.
    Order, "order" {
        Most = "most", "Most commitments first";
        Name = "name", "By name or year";
        Share = "share", "Highest share first, few ratings last";
    }
}

/// A chart with everything that its address says about it besides the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartRequest {
    /// Which chart.
    pub name: ChartName,
    /// What is counted.
    pub measure: Measure,
    /// By what it is split.
    pub split: Filter,
    /// How it is shown.
    pub layout: ChartLayout,
    /// In which order.
    pub order: Order,
    /// What stands down the side of a matrix.
    pub down: Filter,
    /// What stands across the top of a matrix.
    pub across: Filter,
}

/// What a matrix may have across its top: filters with few values.
pub const ACROSS: &[Filter] = &[
    Filter::Ambition,
    Filter::Completion,
    Filter::Results,
    Filter::Region,
    Filter::Kind,
    Filter::Value,
    Filter::Year,
];

impl ChartRequest {
    /// The chart as it is when its address says nothing more.
    pub const fn plain(name: ChartName) -> Self {
        Self {
            name,
            measure: match name {
                ChartName::Areas | ChartName::Explore => Measure::Ambition,
                _ => Measure::Commitments,
            },
            split: match name {
                ChartName::Members | ChartName::Map => Filter::Member,
                ChartName::Areas => Filter::Area,
                _ => Filter::Region,
            },
            layout: match name {
                ChartName::Members => ChartLayout::Shares,
                _ => ChartLayout::Levels,
            },
            order: Order::Most,
            down: Filter::Ambition,
            across: Filter::Completion,
        }
    }

    /// Reads the options of a chart from its address.
    ///
    /// Options that the chart does not have are ignored, as unknown keys are; an unknown word in
    /// one that it has is refused by name.
    pub fn of(name: ChartName, params: &Params) -> Result<Self, QueryError> {
        let mut request = Self::plain(name);
        let mut given = Vec::new();
        for option in name.options() {
            if let Some(value) = params.one(option.slug())? {
                request
                    .read(*option, value)
                    .map_err(|e| QueryError::new(option.slug(), value, e))?;
                given.push(*option);
            }
        }
        request.fill_in(&given);
        if name == ChartName::Matrix && request.down == request.across {
            let across = request.across.slug();
            return Err(QueryError::new("across", across, Problem::SameSides));
        }
        Ok(request)
    }

    /// The same for programs: also refuses by name a word that means nothing in an option which the chart
    /// ignores.
    pub fn strictly(name: ChartName, params: &Params) -> Result<Self, QueryError> {
        let mut ignored = Self::plain(name);
        for option in ChartOption::ALL {
            if let Some(value) = params.one(option.slug())? {
                ignored
                    .read(*option, value)
                    .map_err(|e| QueryError::new(option.slug(), value, e))?;
            }
        }
        Self::of(name, params)
    }

    /// The same, but for sides of a matrix that have no meaning together: then the nearest matrix that
    /// has, and why it is not the one that was asked for.
    pub fn nearest(
        name: ChartName,
        params: &Params,
    ) -> Result<(Self, Option<QueryError>), QueryError> {
        let error = match Self::of(name, params) {
            Ok(request) => return Ok((request, None)),
            Err(error) => error,
        };
        let side = |option: ChartOption| -> Option<Filter> {
            params.one(option.slug()).ok()??.parse().ok()
        };
        let across = side(ChartOption::Across);
        let (true, Some(across)) = (error.parameter == ChartOption::Across.slug(), across) else {
            return Err(error);
        };
        let plain = Self::plain(name);
        let down = side(ChartOption::Down).unwrap_or(plain.down);
        let (down, across) = if ACROSS.contains(&across) {
            // The same on both sides: rows stay.
            (down, plain.across)
        } else if ACROSS.contains(&down) && down != across {
            // Too many values for columns stand in rows.
            (across, down)
        } else {
            (across, plain.across)
        };
        let mut request = Self {
            down,
            across,
            ..plain
        };
        request.fill_in(&[ChartOption::Down]);
        Ok((request, Some(error)))
    }

    /// Whether an option changes anything about the chart, as it is otherwise.
    pub fn has_effect(&self, option: ChartOption) -> bool {
        match option {
            // Counts are shown in one way.
            ChartOption::Form => self.measure.dimension().is_some(),
            // The order of years is that of time.
            ChartOption::Order => self.split != Filter::Year,
            _ => true,
        }
    }

    /// Whether a value of an option, by its name in addresses, says something together with the others: no
    /// counts have shares, and a rating split by itself, or overdue reviews by their state, tell nothing.
    pub fn has_meaning(&self, option: ChartOption, value: &str) -> bool {
        let mut other = *self;
        if other.read(option, value).is_err() {
            return false;
        }
        let is_itself = match other.measure.dimension() {
            Some(dimension) => {
                other.split.dimension() == Some(dimension)
                    || other.split.dimension_on_scale() == Some(dimension)
            }
            None => other.measure.review().is_some() && other.split == Filter::Review,
        };
        match option {
            ChartOption::Measure | ChartOption::Split => !is_itself,
            ChartOption::Order => {
                other.order != Order::Share || other.measure.dimension().is_some()
            }
            _ => true,
        }
    }

    /// What suits the options given, where others were not.
    fn fill_in(&mut self, given: &[ChartOption]) {
        // Years, levels and values have an order of their own; that of years is the only one.
        let asks = given.contains(&ChartOption::Order) && self.split != Filter::Year;
        if !asks && self.split.is_ordered() {
            self.order = Order::Name;
        }
        let other = [Filter::Completion, Filter::Ambition];
        if self.down == self.across && !given.contains(&ChartOption::Across) {
            self.across = other
                .into_iter()
                .find(|f| *f != self.down)
                .unwrap_or(self.across);
        }
        if self.down == self.across && !given.contains(&ChartOption::Down) {
            self.down = other
                .into_iter()
                .find(|f| *f != self.across)
                .unwrap_or(self.down);
        }
    }

    fn read(&mut self, option: ChartOption, value: &str) -> Result<(), UnknownWord> {
        match option {
            ChartOption::Measure => self.measure = value.parse()?,
            ChartOption::Form => self.layout = value.parse()?,
            ChartOption::Order => self.order = value.parse()?,
            ChartOption::Split => self.split = value.parse()?,
            ChartOption::Down => self.down = value.parse()?,
            ChartOption::Across => {
                self.across = value.parse()?;
                if !ACROSS.contains(&self.across) {
                    let expected: Vec<_> = ACROSS.iter().map(|f| f.slug()).collect();
                    return Err(UnknownWord {
                        what: "choice across the top",
                        found: value.to_owned(),
                        expected: expected.join(", "),
                    });
                }
            }
        }
        Ok(())
    }

    /// The value of an option, as in the address.
    pub const fn value(&self, option: ChartOption) -> &'static str {
        match option {
            ChartOption::Measure => self.measure.slug(),
            ChartOption::Split => self.split.slug(),
            ChartOption::Form => self.layout.slug(),
            ChartOption::Order => self.order.slug(),
            ChartOption::Down => self.down.slug(),
            ChartOption::Across => self.across.slug(),
        }
    }

    /// What its address says in addition to the query: options that differ from what it is read as without
    /// them.
    fn options(self) -> Vec<String> {
        let plain = Self::plain(self.name);
        let mut implied = Self {
            split: self.split,
            down: self.down,
            ..plain
        };
        implied.fill_in(&[ChartOption::Down]);
        let is_implied = |option: ChartOption| match option {
            ChartOption::Split | ChartOption::Down => self.value(option) == plain.value(option),
            _ => self.value(option) == implied.value(option),
        };
        self.name
            .options()
            .iter()
            .filter(|option| !is_implied(**option))
            .map(|option| format!("{}={}", option.slug(), self.value(*option)))
            .collect()
    }

    /// The address of the chart over a query, in one of its forms.
    pub fn link(&self, query: &Query, form: ChartAs) -> String {
        let path = form.of(self.name);
        let address = query.selection().to_address();
        let said: Vec<String> = self
            .options()
            .into_iter()
            .chain((!address.is_empty()).then_some(address))
            .collect();
        if said.is_empty() {
            path
        } else {
            format!("{path}?{}", said.join("&"))
        }
    }
}

/// Why nothing can be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongSubjects {
    /// None or one.
    #[error("Choose two to five different members, or two to five different policy areas.")]
    TooFew,
    /// Six or more.
    #[error("Choose two to five {}. You chose {given}.", .what.in_words().1)]
    TooMany {
        /// `Member` or `Area`.
        what: Filter,
        /// How many there were.
        given: usize,
    },
    /// One that the record does not have.
    #[error("We have no {} called \u{201c}{slug}\u{201d}.", .what.in_words().0)]
    Unknown {
        /// `Member` or `Area`.
        what: Filter,
        /// What was asked for.
        slug: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: ChartName, address: &str) -> Result<ChartRequest, QueryError> {
        ChartRequest::of(name, &Params::parse(address)?)
    }

    #[test]
    fn an_address_is_read_and_written_back() {
        let address = "measure=results&order=share&member=spain";
        let request = read(ChartName::Members, address).unwrap();
        assert_eq!(request.measure, Measure::Results);
        let query = Query::parse(address).unwrap();
        assert_eq!(
            request.link(&query, ChartAs::Svg),
            "/charts/members.svg?measure=results&order=share&member=spain"
        );
        let plain = read(ChartName::Areas, "measure=ambition&split=nonsense").unwrap();
        assert_eq!(
            plain.link(&Query::default(), ChartAs::Page),
            "/charts/areas"
        );
    }

    #[test]
    fn what_is_not_said_follows_what_is() {
        let matrix = read(ChartName::Matrix, "down=completion").unwrap();
        assert_eq!(
            (matrix.down, matrix.across),
            (Filter::Completion, Filter::Ambition)
        );
        let years = read(ChartName::Explore, "split=year").unwrap();
        assert_eq!(years.order, Order::Name);
        for (address, order) in [
            ("order=most&split=year", Order::Name),
            ("order=share&split=year", Order::Name),
            ("order=most&split=ambition", Order::Most),
            ("split=ambition", Order::Name),
        ] {
            assert_eq!(
                read(ChartName::Explore, address).unwrap().order,
                order,
                "{address}"
            );
        }
    }

    #[test]
    fn what_has_no_effect_or_no_meaning_is_told_apart() {
        let by_year = read(ChartName::Explore, "measure=completion&split=year").unwrap();
        assert!(!by_year.has_effect(ChartOption::Order));
        assert!(by_year.has_effect(ChartOption::Form));
        assert!(!by_year.has_meaning(ChartOption::Split, "completion"));
        assert!(by_year.has_meaning(ChartOption::Split, "ambition"));
        let overdue = read(ChartName::Explore, "measure=overdue").unwrap();
        assert!(!overdue.has_effect(ChartOption::Form));
        assert!(!overdue.has_meaning(ChartOption::Order, "share"));
        assert!(!overdue.has_meaning(ChartOption::Split, "review"));
        assert!(overdue.has_meaning(ChartOption::Split, "region"));
        let by_level = read(ChartName::Explore, "measure=commitments&split=ambition").unwrap();
        assert!(!by_level.has_meaning(ChartOption::Measure, "ambition"));
        assert!(by_level.has_meaning(ChartOption::Measure, "completion"));
    }

    #[test]
    fn sides_without_a_meaning_give_the_nearest_matrix() {
        let nearest =
            |address: &str| ChartRequest::nearest(ChartName::Matrix, &Params::parse(address)?);
        for (address, down, across) in [
            (
                "down=results&across=results",
                Filter::Results,
                Filter::Completion,
            ),
            (
                "down=completion&across=completion",
                Filter::Completion,
                Filter::Ambition,
            ),
            ("down=region&across=member", Filter::Member, Filter::Region),
            (
                "down=area&across=member",
                Filter::Member,
                Filter::Completion,
            ),
            ("across=member", Filter::Member, Filter::Ambition),
        ] {
            let (request, why) = nearest(address).unwrap();
            assert_eq!((request.down, request.across), (down, across), "{address}");
            assert_eq!(why.unwrap().parameter, "across", "{address}");
        }
        assert_eq!(nearest("down=region").unwrap().1, None);
        assert!(nearest("down=beauty&across=member").is_err());
        assert!(nearest("across=beauty").is_err());
    }

    #[test]
    fn every_choice_is_read_back_from_its_own_address() {
        let slugs = |option: ChartOption| -> Vec<&str> {
            match option {
                ChartOption::Measure => Measure::ALL.iter().map(|w| w.slug()).collect(),
                ChartOption::Form => ChartLayout::ALL.iter().map(|w| w.slug()).collect(),
                ChartOption::Order => Order::ALL.iter().map(|w| w.slug()).collect(),
                ChartOption::Split | ChartOption::Down | ChartOption::Across => {
                    Filter::ALL.iter().map(|w| w.slug()).collect()
                }
            }
        };
        let mut read_back = 0;
        for name in ChartName::ALL {
            let mut addresses = vec![String::new()];
            for option in name.options() {
                let more = addresses.iter().flat_map(|address| {
                    let slug = option.slug();
                    slugs(*option)
                        .into_iter()
                        .map(move |value| format!("{address}&{slug}={value}"))
                });
                let more: Vec<_> = more.collect();
                addresses.extend(more);
            }
            for address in addresses {
                let Ok(request) = read(*name, address.trim_start_matches('&')) else {
                    continue;
                };
                let link = request.link(&Query::default(), ChartAs::Svg);
                let said = link.split_once('?').map_or("", |(_, said)| said);
                assert_eq!(read(*name, said), Ok(request), "{name} {address}: {link}");
                read_back += 1;
            }
        }
        assert!(read_back > 500, "{read_back}");
    }

    #[test]
    fn an_unknown_word_is_refused_by_name() {
        for (name, address, parameter, expected) in [
            (ChartName::Matrix, "down=beauty", "down", "ambition"),
            (ChartName::Matrix, "across=member", "across", "completion"),
            (
                ChartName::Matrix,
                "down=ambition&across=ambition",
                "across",
                "different",
            ),
            (ChartName::Explore, "split=colour", "split", "region"),
            (ChartName::Members, "measure=%FF", "measure", "UTF-8"),
            (
                ChartName::Members,
                "measure=results&measure=ambition",
                "measure",
                "more than once",
            ),
        ] {
            let error = read(name, address).unwrap_err();
            assert_eq!(error.parameter, parameter);
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
