//! How a chart is shown in the frame of another site.

use crate::chart::ChartName;
use crate::query::QueryError;
use crate::route::{Chart, ChartAs};
use crate::{Params, slug_enum};

slug_enum! {
    /// The colours of a framed chart.
    Theme, "theme" {
        Light = "light", "Light";
        Dark = "dark", "Dark";
        Auto = "auto", "As the reader\u{2019}s system has it";
    }
}

impl Theme {
    /// What an address asks for. Light where it says nothing: pages of other sites are, and a reader
    /// whose system is dark would see a dark hole in them.
    pub fn of(params: &Params) -> Result<Self, QueryError> {
        Ok(params.read("theme")?.unwrap_or(Self::Light))
    }
}

/// The chart that has its page, or its page for frames, at a path.
pub fn chart_at(path: &str) -> Option<ChartName> {
    ChartName::ALL.iter().copied().find(|name| {
        let at = |form: ChartAs| form.of(*name) == path;
        at(ChartAs::Page) || at(ChartAs::Embed) || Chart::new(name.slug()).to_string() == path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_found_by_each_of_its_pages() {
        for (path, name) in [
            ("/charts/trend", Some(ChartName::Trend)),
            ("/charts/trend/embed", Some(ChartName::Trend)),
            ("/charts", Some(ChartName::Explore)),
            ("/charts/explore", Some(ChartName::Explore)),
            ("/compare", Some(ChartName::Compare)),
            ("/charts/trend.svg", None),
            ("/charts/beauty", None),
            ("/", None),
        ] {
            assert_eq!(chart_at(path), name, "{path}");
        }
    }

    #[test]
    fn a_theme_is_light_unless_another_is_asked_for() {
        let theme = |query: &str| Theme::of(&Params::parse(query).unwrap());
        assert_eq!(theme("a=1"), Ok(Theme::Light));
        assert_eq!(theme("theme=dark"), Ok(Theme::Dark));
        assert!(theme("theme=pink").is_err());
    }
}
