//! The fields of a commitment in the visitor's language.

use domain::difference::FieldFormatter;
use domain::{
    ActionPlan, Answer, AreaTree, ChallengeArea, CommitmentStatus, Lang, Member, OgpValue,
    PartialDate, ReportStage,
};
use i18n::{InLanguage, changes, commitment, format, names, rows};

/// Tells fields of a commitment in a language, with names from a state of the record.
#[derive(Debug, Clone, Copy)]
pub struct LocalizedNames<'a> {
    /// The language.
    pub lang: Lang,
    /// Where the names of policy areas come from.
    pub areas: &'a AreaTree,
}

impl FieldFormatter for LocalizedNames<'_> {
    fn area(&self, slug: &str) -> String {
        names::area(self.lang, slug, self.areas.name(slug))
    }

    fn member(&self, member: &Member) -> String {
        names::member(self.lang, &member.slug(), &member.name)
    }

    fn plan(&self, plan: &ActionPlan) -> String {
        rows::plan_label(self.lang, plan)
    }

    fn date(&self, date: PartialDate) -> String {
        format::date(self.lang, date)
    }

    fn answer(&self, answer: Answer) -> &'static str {
        answer.in_language(self.lang)
    }

    fn value(&self, value: OgpValue) -> &'static str {
        value.in_language(self.lang)
    }

    fn challenge(&self, area: ChallengeArea) -> &'static str {
        area.in_language(self.lang)
    }

    fn status(&self, status: CommitmentStatus) -> &'static str {
        status.in_language(self.lang)
    }

    fn stage(&self, stage: ReportStage) -> &'static str {
        stage.in_language(self.lang)
    }

    fn yes_or_no(&self, yes: bool) -> &'static str {
        if yes {
            commitment::yes(self.lang)
        } else {
            commitment::no(self.lang)
        }
    }

    fn dates_of_step(&self, start: Option<PartialDate>, end: Option<PartialDate>) -> String {
        match (start, end) {
            (Some(start), Some(end)) => {
                changes::between(self.lang, &start.to_string(), &end.to_string())
            }
            (Some(start), None) => changes::since(self.lang, &start.to_string()),
            (None, Some(end)) => changes::by(self.lang, &end.to_string()),
            (None, None) => String::new(),
        }
    }
}
