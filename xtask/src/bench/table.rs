//! Figures beside their limits.

/// The unit of what is counted.
pub const COUNT: &str = "";

#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

#[derive(Debug)]
struct Row {
    name: String,
    figure: f64,
    unit: &'static str,
    limit: Option<Limit>,
}

#[derive(Debug, Clone, Copy)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Row {
    fn is_over(&self) -> bool {
        // NaN must not pass.
        match self.limit {
            None => false,
            Some(Limit::AtMost(limit)) => self.figure.is_nan() || self.figure > limit,
            Some(Limit::AtLeast(limit)) => self.figure.is_nan() || self.figure < limit,
        }
    }
}

impl Table {
    /// Adds a figure, with its limit if it has one.
    pub fn row(
        &mut self,
        name: impl Into<String>,
        figure: f64,
        unit: &'static str,
        limit: Option<f64>,
    ) {
        self.rows.push(Row {
            name: name.into(),
            figure,
            unit,
            limit: limit.map(Limit::AtMost),
        });
    }

    /// Adds a figure that must not be smaller than its limit.
    pub fn row_of_at_least(
        &mut self,
        name: impl Into<String>,
        figure: f64,
        unit: &'static str,
        least: f64,
    ) {
        self.rows.push(Row {
            name: name.into(),
            figure,
            unit,
            limit: Some(Limit::AtLeast(least)),
        });
    }

    /// Adds a sentence, printed below the figures: for what could not be measured, and why.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Whether any figure is over its limit.
    pub fn is_over(&self) -> bool {
        self.rows.iter().any(Row::is_over)
    }

    /// Prints to standard output, unlike everything else: this is the result.
    pub fn print(&self) {
        println!("\n{:<60} {:>11} {:>11}", "", "measured", "limit");
        for row in &self.rows {
            let outcome = match row.limit {
                None => "",
                Some(_) if row.is_over() => "OVER",
                Some(_) => "PASS",
            };
            let figure = match row.unit {
                COUNT => format!("{:.0}", row.figure),
                unit => format!("{:.3} {unit}", row.figure),
            };
            let limit = row
                .limit
                .map(|limit| match limit {
                    Limit::AtMost(limit) => format!("{limit} {}", row.unit),
                    Limit::AtLeast(limit) => format!("\u{2265} {limit} {}", row.unit),
                })
                .unwrap_or_default();
            println!("{:<60} {figure:>11} {limit:>11}  {outcome}", row.name);
        }
        for note in &self.notes {
            println!("{note}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_figure_over_its_limit_is_enough() {
        let mut table = Table::default();
        table.row("free", 100.0, "ms", None);
        table.row("at the limit", 5.0, "ms", Some(5.0));
        assert!(!table.is_over());
        table.row("over", 5.1, "ms", Some(5.0));
        assert!(table.is_over());
    }

    #[test]
    fn a_figure_that_is_not_known_to_be_enough_is_not() {
        let mut table = Table::default();
        table.row_of_at_least("at the limit", 25.0, "times", 25.0);
        assert!(!table.is_over());
        table.row_of_at_least("unknown", f64::NAN, "times", 25.0);
        assert!(table.is_over());
    }
}
