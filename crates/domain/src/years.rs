//! A range of plan years.

use super::filter::Filter;
use super::query_error::{Problem, QueryError};
use super::query_values::read_value;
use super::{Params, Query};

/// Plan years from one to another, both included; without either, all that way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Years {
    /// The first one.
    pub from: Option<i32>,
    /// The last one.
    pub to: Option<i32>,
}

impl Years {
    /// The key of the first year in addresses.
    pub const FROM: &str = "year_from";
    /// The key of the last year in addresses.
    pub const TO: &str = "year_to";

    /// Reads both; a value that is no year, or years in the wrong order, are refused.
    pub(crate) fn read(params: &Params, refused: &mut Vec<QueryError>) -> Result<Self, QueryError> {
        let mut year = |key: &str| {
            let Some(value) = params.one(key)? else {
                return Ok(None);
            };
            let read = read_value(Filter::Year, value);
            let year = read.map(|year| year.parse().ok());
            year.or_else(|problem| {
                refused.push(QueryError::new(key, value, problem));
                Ok(None)
            })
        };
        let (from, to) = (year(Self::FROM)?, year(Self::TO)?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            let years = format!("{from}\u{2013}{to}");
            refused.push(QueryError::new(Self::FROM, &years, Problem::YearsReversed));
            return Ok(Self::default());
        }
        Ok(Self { from, to })
    }

    /// Whether all years are meant.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether a year is one of them.
    pub fn has(self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

impl Query {
    /// The plan years that are meant.
    pub fn years(&self) -> Years {
        self.years
    }

    /// The first page of this query over other plan years.
    pub fn over(&self, years: Years) -> Self {
        let mut query = self.at_page(0);
        query.years = years;
        query
    }
}
