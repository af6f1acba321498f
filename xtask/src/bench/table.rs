//! Figures beside their limits.

/// A table that prints itself and knows whether a figure is over its limit.
#[derive(Debug, Default)]
pub struct Table(Vec<Row>);

#[derive(Debug)]
struct Row {
    what: String,
    figure: f64,
    unit: &'static str,
    limit: Option<f64>,
}

impl Row {
    fn is_over(&self) -> bool {
        // A figure that is no number must not pass.
        self.limit
            .is_some_and(|limit| self.figure.is_nan() || self.figure > limit)
    }
}

impl Table {
    /// Adds a figure, with its limit if it has one.
    pub fn row(
        &mut self,
        what: impl Into<String>,
        figure: f64,
        unit: &'static str,
        limit: Option<f64>,
    ) {
        self.0.push(Row {
            what: what.into(),
            figure,
            unit,
            limit,
        });
    }

    /// Whether any figure is.
    pub fn is_over(&self) -> bool {
        self.0.iter().any(Row::is_over)
    }

    /// To the standard output, unlike everything else: this is the result.
    pub fn print(&self) {
        println!("\n{:<52} {:>11} {:>11}", "", "measured", "limit");
        for row in &self.0 {
            let verdict = match row.limit {
                None => "",
                Some(_) if row.is_over() => "OVER",
                Some(_) => "PASS",
            };
            let figure = format!("{:.3} {}", row.figure, row.unit);
            let limit = row
                .limit
                .map(|limit| format!("{limit} {}", row.unit))
                .unwrap_or_default();
            println!("{:<52} {figure:>11} {limit:>11}  {verdict}", row.what);
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
}
