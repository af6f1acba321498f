//! What revisions changed beside commitments, in words: members, plans, policy areas, and the items
//! that surround the commitments.

use crate::service::ChangedThing;
use domain::context::{ContextItem, ContextKind};
use domain::difference::{Difference, of_areas, of_members};
use domain::route;
use domain::{ActionPlan, Lang, Member, PolicyArea};
use i18n::format::compare;
use i18n::rows::plan_label;
use i18n::{changes as say, names};
use store::{AreaChange, OtherChanges, PlanChange};

/// Members first, then plans, policy areas and items; members, plans and areas in the order of their
/// names.
pub fn other_changes(
    lang: Lang,
    besides: OtherChanges,
    items: Vec<(Option<ContextItem>, ContextItem)>,
) -> Vec<ChangedThing> {
    let of_member = |member: &Member| route::Member::new(member.slug()).to_string();
    let named = |member: &Member| names::member(lang, &member.slug(), &member.name);
    let members = besides.members.iter().map(|(before, after)| ChangedThing {
        name: say::a_member(lang, &named(after)),
        href: of_member(after),
        is_new: before.is_none(),
        is_gone: false,
        facts: before
            .as_ref()
            .map_or_else(Vec::new, |before| of_members(before, after)),
    });
    let withdrawn = besides.withdrawn_members.iter().map(|member| ChangedThing {
        name: say::a_member(lang, &named(member)),
        href: of_member(member),
        is_new: false,
        is_gone: true,
        facts: Vec::new(),
    });
    let members = members.chain(withdrawn);
    let plans = besides.plans.iter().filter_map(|change| {
        let PlanChange {
            member,
            before,
            after,
        } = change;
        let told = after.as_ref().or(before.as_ref())?;
        let facts = match (before, after) {
            (Some(before), Some(after)) => vec![mended(lang, before, after)],
            _ => Vec::new(),
        };
        Some(ChangedThing {
            name: say::a_plan(lang, &named(member), &plan_label(lang, told)),
            href: of_member(member),
            is_new: before.is_none(),
            is_gone: after.is_none(),
            facts,
        })
    });
    let name = |slug: &str| {
        let area = besides.all_areas.iter().find(|area| &*area.slug == slug);
        area.map_or_else(|| slug.to_owned(), |area| area.name.clone())
    };
    let areas = besides.areas.iter().map(|change| {
        let is_gone = matches!(change, AreaChange::Withdrawn(_));
        let (area, is_new, facts) = match change {
            AreaChange::Added(area) => (area, true, Vec::new()),
            AreaChange::Withdrawn(area) => (area, false, Vec::new()),
            AreaChange::Changed(before, after) => (after, false, of_areas(before, after, name)),
            AreaChange::Merged(area, into) => (area, false, vec![part_of(lang, area, into)]),
        };
        ChangedThing {
            name: say::an_area(lang, &names::area(lang, &area.slug, &area.name)),
            href: route::Area::new(&area.slug).to_string(),
            is_new,
            is_gone,
            facts,
        }
    });
    let items = items
        .iter()
        .map(|(before, after)| item(lang, before.as_ref(), after));
    let groups: [Vec<ChangedThing>; 3] = [members.collect(), plans.collect(), areas.collect()];
    let groups = groups.map(|things| by_name(lang, things));
    groups.into_iter().flatten().chain(items).collect()
}

/// Things in the order of their names; in English they stand in it already.
fn by_name(lang: Lang, mut things: Vec<ChangedThing>) -> Vec<ChangedThing> {
    if lang != Lang::English {
        things.sort_by(|a, b| compare(lang, &a.name, &b.name));
    }
    things
}

/// A plan's title and years, before and after.
fn mended(lang: Lang, before: &ActionPlan, after: &ActionPlan) -> Difference {
    let told = |plan: &ActionPlan| {
        let label = plan_label(lang, plan);
        let year = |year: Option<i32>| year.map_or("?".to_owned(), |year| year.to_string());
        match (&plan.title, plan.start_year, plan.end_year) {
            (None, ..) | (_, None, None) => label,
            (_, start, end) => format!("{label} ({}\u{2013}{})", year(start), year(end)),
        }
    };
    Difference {
        field: "plan",
        label: "Action plan",
        before: told(before),
        after: told(after),
    }
}

fn part_of(lang: Lang, area: &PolicyArea, into: &PolicyArea) -> Difference {
    Difference {
        field: "into",
        label: say::became_part(lang),
        before: area.name.clone(),
        after: into.name.clone(),
    }
}

fn item(lang: Lang, before: Option<&ContextItem>, after: &ContextItem) -> ChangedThing {
    let facts = before.map_or_else(Vec::new, |before| {
        let keys = after.kind.fields().iter().flat_map(|field| {
            let keys = field.keys.iter();
            keys.map(move |key| (field.label, *key))
        });
        let shown = |item: &ContextItem| if item.withdrawn { "" } else { say::yes(lang) };
        let presence = (before.withdrawn != after.withdrawn).then(|| Difference {
            field: "shown",
            label: say::shown(lang),
            before: shown(before).to_owned(),
            after: shown(after).to_owned(),
        });
        let values = keys
            .filter(|(_, key)| before.get(key) != after.get(key))
            .map(|(label, key)| Difference {
                field: key,
                label,
                before: before.get(key).to_owned(),
                after: after.get(key).to_owned(),
            });
        presence.into_iter().chain(values).collect()
    });
    ChangedThing {
        name: say::titled(lang, say::kind(lang, after.kind), &called(lang, after)),
        href: href(after),
        is_new: before.is_none(),
        is_gone: false,
        facts,
    }
}

/// What an item is called.
fn called(lang: Lang, item: &ContextItem) -> String {
    let told = ["title", "name"].map(|field| item.text(field, lang));
    let first_term = item.list("same").next().unwrap_or_default();
    let named = told.into_iter().chain([item.get("title"), first_term]);
    let named = named.into_iter().find(|name| !name.is_empty());
    named.unwrap_or(&item.slug).to_owned()
}

/// Where the public sees an item.
pub fn href(item: &ContextItem) -> String {
    match item.kind {
        ContextKind::Area => route::Area::new(&item.slug).to_string(),
        ContextKind::Chapter => route::GuideChapter::new(&item.slug).to_string(),
        ContextKind::Action => route::GuideAction::new(item.get("chapter"), &item.slug).to_string(),
        ContextKind::Participant => route::Participant::new(&item.slug).to_string(),
        ContextKind::Meeting | ContextKind::Topic => route::Network::PATH.to_owned(),
        ContextKind::Resource => route::Resources::PATH.to_owned(),
        ContextKind::Featured => route::Home::PATH.to_owned(),
        ContextKind::Challenge => route::Challenge::PATH.to_owned(),
        ContextKind::Synonym => route::Search::PATH.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_in_the_order_of_the_language() {
        let thing = |name: &str| ChangedThing {
            name: name.to_owned(),
            href: String::new(),
            is_new: true,
            is_gone: false,
            facts: Vec::new(),
        };
        let order = |lang| {
            let things = ["Estonia", "Finlandia", "España"].map(thing);
            let things = by_name(lang, things.into()).into_iter();
            things.map(|thing| thing.name).collect::<Vec<_>>()
        };
        assert_eq!(order(Lang::English), ["Estonia", "Finlandia", "España"]);
        assert_eq!(order(Lang::Spanish), ["España", "Estonia", "Finlandia"]);
    }
}
