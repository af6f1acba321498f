//! Adding a policy area.

use super::App;
use super::auth::Staff;
use super::bulk::problem_of_name;
use super::staff::{Refusal, needed_reason, nothing_saved, sent};
use domain::area::AreaGroup;
use domain::forms::{Fields, Problems};
use domain::record::Batch;
use domain::route;
use domain::text::slugify;
use domain::{Action, AreaTree, PolicyArea};
use store::SubmissionOutcome;

/// The policy area that a form describes: `new` is its name, `parent` the area that it is a part of, `group` its
/// section of the list, which a part shares with its whole.
pub fn read_new_area(areas: &AreaTree, fields: &Fields) -> Result<PolicyArea, Problems> {
    let mut problems = Problems::default();
    let name = fields.get("new");
    if let Some(problem) = problem_of_name(areas, name, None) {
        problems.push("new", problem);
    }
    let parent = match fields.get("parent") {
        "" => None,
        slug => {
            let found = areas.find(slug);
            if found.is_none() {
                problems.push("parent", "Choose a policy area from the list.");
            }
            found
        }
    };
    let group: Option<AreaGroup> = match parent {
        Some(parent) => Some(parent.group),
        None => fields.get("group").parse().ok(),
    };
    if group.is_none() && problems.of("parent").is_none() {
        problems.push(
            "group",
            "Choose a section of the list, or the area that it is a part of.",
        );
    }
    let area = PolicyArea {
        slug: slugify(name).into(),
        name: name.to_owned(),
        parent: parent.map(|parent| parent.slug.clone()),
        group: group.unwrap_or(AreaGroup::Sector),
        coded_since: None,
        also: Vec::new(),
    };
    problems.or(area)
}

impl App {
    /// Adds the policy area that a form describes; gives where to go from there.
    pub async fn add_area(&self, staff: &Staff, fields: &Fields) -> Result<String, Refusal> {
        self.require(staff, Action::ManageAreas).await?;
        let reason = needed_reason(fields)?;
        let location = route::staff::Areas.with("done", "area-added");
        let sent = sent(staff, fields, location.clone());
        if let Some(before) = self.applied_before(&sent).await? {
            return Ok(before);
        }
        let catalogue = self.catalogue();
        let area = match read_new_area(catalogue.areas(), fields) {
            Ok(area) => area,
            // Somebody may have added it since the form was opened.
            Err(problems)
                if sent.seen < catalogue.version().number && problems.of("new").is_some() =>
            {
                return Err(overtaken());
            }
            Err(problems) => return Err(problems.into()),
        };
        let batch = Batch {
            areas: vec![area],
            ..Batch::default()
        };
        let revision = self.revision(staff, &reason, None);
        match self.write(&revision, &batch, &sent).await? {
            SubmissionOutcome::Done(_) => Ok(location),
            SubmissionOutcome::Unchanged => Ok(nothing_saved(&location)),
            SubmissionOutcome::AlreadyApplied(location) => Ok(location),
            SubmissionOutcome::Conflict(_) => Err(overtaken()),
        }
    }
}

fn overtaken() -> Refusal {
    Refusal::Overtaken(Problems::one(
        "new",
        "The list of policy areas has changed since you opened this page: this name, or the area that it should be a part of. Check the list below, then decide again.",
    ))
}
