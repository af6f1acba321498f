//! A report that was out for comment becomes final: its published ratings follow, as one sheet, through
//! review.

use super::SheetView;
use super::save::location;
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::staff::{Refusal, sent};
use domain::forms::sheet::{head_problems, reason_with_note};
use domain::forms::{Fields, Problems};
use domain::route::staff::RatingSheet;
use domain::{Rating, Report, ReportStage};
use store::{CellChange, DraftContent, SheetCell};

impl SheetView {
    /// The ratings that the public sees from a report that is not final.
    pub fn provisional(&self, title: &str) -> impl Iterator<Item = (&super::SheetLine, &Rating)> {
        let is_provisional = move |rating: &&Rating| {
            let report = rating.report.as_ref();
            report.is_some_and(|r| &*r.title == title && r.stage != ReportStage::Final)
        };
        self.lines.iter().flat_map(move |line| {
            let ratings = line.row.commitment.ratings.iter().filter(is_provisional);
            ratings.map(move |rating| (line, rating))
        })
    }
}

impl App {
    /// Submits all published ratings of a report (`sheet`) that is not final as those of the final report,
    /// as it is typed: for review, as one. Ratings that wait for review already are left alone.
    pub async fn submit_as_final(
        &self,
        staff: &Staff,
        at: &RatingSheet,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        let view = self.rating_sheet(staff, &at.member, &at.plan).await?;
        let mut fields = fields.clone();
        fields.set("report_stage", [ReportStage::Final.slug().to_owned()]);
        let sent = sent(staff, &fields, location(at, &fields, "sheet-hand-in"));
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let problems = head_problems(&fields);
        let report = Report::from_title(fields.get("report_title")).map(|report| Report {
            stage: ReportStage::Final,
            ..report
        });
        let Some(report) = report.filter(|_| problems.is_empty()) else {
            return Err(problems.into());
        };
        let cells: Vec<SheetCell> = view
            .provisional(fields.get("sheet"))
            .filter(|(line, rating)| {
                let mut drafts = line.drafts.iter();
                let is_same = |draft: &store::Draft| {
                    draft.content.rating.dimension == rating.dimension
                        && draft.content.rating.report.as_ref() == Some(&report)
                };
                !drafts.any(is_same)
            })
            .map(|(line, rating)| SheetCell {
                code: line.row.commitment.code.clone(),
                dimension: rating.dimension,
                change: CellChange::Add(Box::new(DraftContent {
                    rating: Rating {
                        report: Some(report.clone()),
                        source_url: fields.text("source_url"),
                        read_on: fields.get("read_on").parse().ok(),
                        ..rating.clone()
                    },
                    reason: reason_with_note(fields.get("reason"), ""),
                    override_reason: None,
                    reply: None,
                    reply_url: None,
                    replaces: None,
                })),
                is_touched: true,
            })
            .collect();
        if cells.is_empty() {
            let problem = "No published rating of this report is still provisional, or all are in drafts already.";
            return Err(Problems::one("report_title", problem).into());
        }
        self.keep_sheet(&cells, true, &fields, sent, "report_title")
            .await
    }
}
