//! What the record would say after a row is merged into it: the row's facts over the stored ones, and
//! the ratings that it adds or retires.

use std::sync::Arc;

use super::correction::{correction, in_force_after};
use super::message::ImportMessage;
use super::numbers;
use super::ogp::derived;
use super::patch::{Patch, Update};
use super::permissions::Permissions;
use super::reference::ReferenceData;
use domain::characters::{as_name, trimmed, without_signs};
use domain::record::{Correction, Entry, Texts};
use domain::{
    Answer, Commitment, CommitmentCode, CommitmentStatus, CurrentRatings, Member, OgpValue,
    PartialDate, Rating, Report,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub entry: Entry,
    /// The ratings that count or could count, with their ids, oldest first.
    pub in_force: Vec<(i64, Rating)>,
}

/// A commitment after a row was merged into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub entry: Entry,
    /// What happens to its ratings; none where they stay.
    pub correction: Option<Correction>,
}

/// Merges a row into the record; none where it has errors.
pub fn merge(
    patch: &Patch,
    code: &CommitmentCode,
    stored: Option<&Stored>,
    known: &mut ReferenceData,
    allowed: Permissions,
    messages: &mut Vec<ImportMessage>,
) -> Option<Merged> {
    let errors = messages.len();
    let member = known.member(&patch.member, allowed, messages);
    let held = stored.map_or(&[][..], |s| s.entry.commitment.policy_areas.as_slice());
    let areas = areas(patch, held, known, allowed, messages);
    let member = member?;
    if let Some(stored) = stored
        && stored.entry.commitment.member.slug() != member.slug()
    {
        let theirs = &stored.entry.commitment.member.name;
        let text = format!("{code} belongs to {theirs} in the record");
        messages.push(ImportMessage::error("member", &patch.member.name, text));
    }
    let plan = known.plan(
        &patch.plan,
        &member,
        stored.map(|s| &s.entry.commitment.plan),
    );
    let before = stored.map(|s| s.entry.clone());
    let before = before.unwrap_or_else(|| blank(code.clone(), Arc::clone(&member)));
    let old = &before.commitment;
    let assessed = Assessed::of(patch, old, allowed, messages);
    let status = status(patch, old, allowed, messages);
    let is_wrong = |m: &ImportMessage| m.severity == super::message::Severity::Error;
    if messages[errors..].iter().any(is_wrong) {
        return None;
    }
    let mut commitment = Commitment {
        code: code.clone(),
        member,
        plan,
        number: number(patch, old),
        title: as_held_in_one_line(patch.title.clone(), &old.title),
        title_in: std::array::from_fn(|lang| {
            let held = old.title_in[lang].clone();
            maybe_as_held(patch.title_in[lang].or(held.clone()), held.as_deref())
        }),
        summary_in: std::array::from_fn(|lang| {
            let held = &old.summary_in[lang];
            let mut summary = patch.summary_in[lang].or(held.clone());
            if let (Some(new), Some(held)) = (&mut summary, held) {
                new.text = as_held(std::mem::take(&mut new.text), &held.text);
            }
            summary
        }),
        lead_institutions: names(&patch.lead, &old.lead_institutions),
        support_institutions: names(&patch.support, &old.support_institutions),
        policy_areas: areas.or(old.policy_areas.clone()),
        ogp_values: values(patch, &old.ogp_values),
        start: date("start", &patch.start, old.start, messages),
        end: date("end", &patch.end, old.end, messages),
        verifiable: assessed.verifiable,
        relevant: assessed.relevant,
        starred: assessed.starred,
        reports: reports(patch, &old.reports),
        challenge_area: patch.challenge.or(old.challenge_area),
        source_url: address(patch, old.source_url.as_deref()),
        status,
        ratings: CurrentRatings::default(),
    };
    let in_force = stored.map_or(&[][..], |s| &s.in_force);
    let correction = correction(patch, code, in_force, messages);
    commitment.ratings = CurrentRatings::choose(in_force_after(in_force, correction.as_ref()));
    derived::compare_levels(patch, &commitment, messages);
    let held = before.texts.description.as_deref();
    let description = patch.description.or(before.texts.description.clone());
    let texts = Texts {
        // Where OGP's exports break lines, their own spreadsheets decide.
        description: match held {
            Some(held) if patch.from_older_source => {
                description.map(|new| as_held_in_one_line(new, held))
            }
            held => maybe_as_held(description, held),
        },
        milestones: before.texts.milestones,
    };
    Some(Merged {
        entry: Entry {
            commitment,
            texts,
            ratings: Vec::new(),
        },
        correction,
    })
}

/// The number in the plan, as the record writes it where the file has the same number.
fn number(patch: &Patch, old: &Commitment) -> Option<String> {
    let stored = old.number.as_deref();
    match &patch.number {
        Update::Keep => old.number.clone(),
        Update::Set(number) => maybe_as_held(numbers::as_stored(number.clone(), stored), stored),
    }
}

/// A text as the record has it, where that differs in nothing but signs that nobody sees: reading left
/// them out, and that changes nothing.
fn as_held(new: String, held: &str) -> String {
    if new != held && trimmed(&without_signs(held)) == new {
        held.to_owned()
    } else {
        new
    }
}

/// The same where it does not matter either which space stands between words: one, several, or the end
/// of a line.
fn as_held_in_one_line(new: String, held: &str) -> String {
    let new = as_held(new, held);
    let held_signs = without_signs(held);
    if new != held && held_signs.split_whitespace().eq(new.split_whitespace()) {
        held.to_owned()
    } else {
        new
    }
}

/// The address that a row states, as the record has it where the two lead to the same: to a scheme and a
/// host, letter case means nothing.
fn address(patch: &Patch, held: Option<&str>) -> Option<String> {
    let new = patch.source_url.or(held.map(str::to_owned));
    let is_same = |new: &str, held: &str| {
        let parts = |address: &str| {
            let (scheme, rest) = address.split_once("://")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (site, page) = rest.split_at(end);
            let site = format!("{scheme}://{site}").to_ascii_lowercase();
            Some((site, page.to_owned()))
        };
        parts(new).is_some_and(|new| Some(new) == parts(held))
    };
    match (new, held) {
        (Some(new), Some(held)) if is_same(&new, held) => Some(held.to_owned()),
        (new, _) => new,
    }
}

pub(super) fn maybe_as_held(new: Option<String>, held: Option<&str>) -> Option<String> {
    match held {
        Some(held) => new.map(|new| as_held(new, held)),
        None => new,
    }
}

/// The same for a list of names, which spaces of other kinds do not tell apart either.
fn names(update: &Update<Vec<String>>, held: &[String]) -> Vec<String> {
    let Update::Set(names) = update else {
        return held.to_vec();
    };
    let as_held = |name: &String| {
        held.iter()
            .find(|held| *held == name || as_name(held) == *name)
    };
    names
        .iter()
        .map(|name| as_held(name).unwrap_or(name).clone())
        .collect()
}

/// A date. Spreadsheets make the first day of a month of a month: that says no more than the record does. And a cell of
/// which only the month is certain, since the day could come first, says nothing against its first day.
fn date(
    column: &str,
    update: &Update<Option<PartialDate>>,
    old: Option<PartialDate>,
    messages: &mut Vec<ImportMessage>,
) -> Option<PartialDate> {
    let new = update.or(old);
    match (new, old) {
        (Some(new), Some(old)) if new.is_first_day_of(old) => {
            let text = format!(
                "the record has {}, without a day, and spreadsheets add the first one; it was left as it is",
                old.in_words()
            );
            messages.push(ImportMessage::warning(column, &new.to_string(), text));
            Some(old)
        }
        (Some(new), Some(old)) if old.is_first_day_of(new) => {
            let text = format!(
                "the record has {}, and this says no more than the month; it was left as it is",
                old.in_words()
            );
            messages.push(ImportMessage::warning(column, &new.to_string(), text));
            Some(old)
        }
        (new, _) => new,
    }
}

fn blank(code: CommitmentCode, member: Arc<Member>) -> Entry {
    Entry {
        commitment: Commitment::blank(code, member),
        texts: Texts::default(),
        ratings: Vec::new(),
    }
}

/// OGP's values as the row has them, with those held of which the file has no column.
fn values(patch: &Patch, held: &[OgpValue]) -> Vec<OgpValue> {
    let Update::Set(stated) = &patch.values else {
        return held.to_vec();
    };
    let unstated = held.iter().filter(|v| patch.values_unstated.contains(v));
    let mut values = stated.clone();
    values.extend(unstated);
    if values.len() > stated.len() {
        values.sort();
    }
    values
}

/// Areas in the file's order, each once, whichever of its names are used; then those held of which the
/// file has no column.
fn areas(
    patch: &Patch,
    held: &[Arc<str>],
    known: &mut ReferenceData,
    allowed: Permissions,
    messages: &mut Vec<ImportMessage>,
) -> Update<Vec<Arc<str>>> {
    let Update::Set(names) = &patch.areas else {
        return Update::Keep;
    };
    let mut areas: Vec<Arc<str>> = Vec::new();
    for name in names {
        if let Some(area) = known.area(name, allowed, messages)
            && !areas.contains(&area)
        {
            areas.push(area);
        }
    }
    for name in &patch.areas_unstated {
        if let Some(area) = known.area_named(name)
            && held.contains(&area)
            && !areas.contains(&area)
        {
            areas.push(area);
        }
    }
    let is_held = areas.len() == held.len() && areas.iter().all(|area| held.contains(area));
    if is_held {
        // In the order in which they are held, which means nothing: nothing has changed.
        return Update::Keep;
    }
    Update::Set(areas)
}

/// What the IRM assessed of a design, which decides published levels.
struct Assessed {
    verifiable: Option<Answer>,
    relevant: Option<Answer>,
    starred: Option<bool>,
}

impl Assessed {
    fn of(
        patch: &Patch,
        old: &Commitment,
        allowed: Permissions,
        messages: &mut Vec<ImportMessage>,
    ) -> Self {
        let new = Self {
            verifiable: patch.verifiable.or(old.verifiable),
            relevant: patch.relevant.or(old.relevant),
            starred: patch.starred.or(old.starred),
        };
        if allowed.assessment {
            return new;
        }
        for (column, differs) in [
            ("verifiable", new.verifiable != old.verifiable),
            ("relevant", new.relevant != old.relevant),
            ("starred", new.starred != old.starred),
        ] {
            if differs {
                let text = "only a reviewer can change what the IRM assessed; this was not changed";
                messages.push(ImportMessage::warning(column, "", text));
            }
        }
        Self {
            verifiable: old.verifiable,
            relevant: old.relevant,
            starred: old.starred,
        }
    }
}

fn status(
    patch: &Patch,
    old: &Commitment,
    allowed: Permissions,
    messages: &mut Vec<ImportMessage>,
) -> Option<CommitmentStatus> {
    let new = patch.status.or(old.status);
    let withdrawn = Some(CommitmentStatus::Withdrawn);
    if new != old.status && (new == withdrawn || old.status == withdrawn) && !allowed.withdrawal {
        let text =
            "only a reviewer can withdraw a commitment or restore it; the status was not changed";
        messages.push(ImportMessage::warning("status", "", text));
        return old.status;
    }
    new
}

/// Reports by their titles; known ones keep their stage. A source that knows only when reports came out
/// does not replace named ones.
fn reports(patch: &Patch, old: &[Report]) -> Vec<Report> {
    let Update::Set(titles) = &patch.reports else {
        return old.to_vec();
    };
    if patch.reports_are_vague && !old.is_empty() {
        return old.to_vec();
    }
    titles
        .iter()
        .filter_map(|title| {
            let known = old
                .iter()
                .find(|report| without_signs(&report.title) == *title);
            known.cloned().or_else(|| Report::from_title(title))
        })
        .collect()
}
