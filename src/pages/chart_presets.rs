//! Charts to begin with, on the page of all charts.

use charts::ChartRequest;
use domain::chart::ChartName;
use domain::query::Years;
use domain::route::ChartAs;
use domain::{Lang, Params, Query};
use i18n::charts as say;

/// The first year of the charts that begin with OGP's first action plans.
const FIRST_PLANS: i32 = 2012;

/// Charts to begin with: their addresses and names.
pub(super) fn presets(t: Lang) -> Vec<(String, String)> {
    let since = Query::default().over(Years {
        from: Some(FIRST_PLANS),
        to: None,
    });
    let all = Query::default;
    [
        (
            "measure=completion&split=region&form=shares",
            since,
            say::preset_completion_by_region(t, &FIRST_PLANS.to_string()),
        ),
        (
            "measure=ambition&split=year",
            all(),
            say::preset_ambition_by_year(t).to_owned(),
        ),
        (
            "measure=results&split=area&form=shares",
            all(),
            say::preset_results_by_area(t).to_owned(),
        ),
        (
            "measure=completion&split=value",
            all(),
            say::preset_completion_by_value(t).to_owned(),
        ),
        (
            "measure=overdue&split=member",
            all(),
            say::preset_overdue_by_member(t).to_owned(),
        ),
        (
            "measure=completion&split=lens&form=shares",
            all(),
            say::preset_completion_by_lens(t).to_owned(),
        ),
    ]
    .into_iter()
    .filter_map(|(options, query, label)| {
        let params = Params::parse(options).ok()?;
        let request = ChartRequest::of(ChartName::Explore, &params).ok()?;
        Some((request.link(&query, ChartAs::Page), label))
    })
    .collect()
}
