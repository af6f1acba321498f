//! "Saved." is said only when something was saved: each form that edits is sent as it was opened.

use domain::Role;
use domain::context::ContextKind;
use domain::route::{Route, staff as at};

use super::review::drafted;
use super::{Browser, fields_of, posted};
use crate::support::site::Site;

/// How an address for staff takes part in this test.
enum Kind {
    /// Its form edits what there is: a page with it, and what is filled in beside what the page says.
    Edits(Vec<(String, Vec<(&'static str, &'static str)>)>),
    /// It has no form, or one that adds, decides or moves something: what it does is never nothing, or is
    /// refused.
    Other,
}

const NL: &str = "/staff/commitments/NL0031";

fn edits(page: &str, fields: &[(&'static str, &'static str)]) -> Kind {
    Kind::Edits(vec![(page.to_owned(), fields.to_vec())])
}

async fn kind_of(pattern: &str, admin: &Browser<'_>, draft: &str) -> Kind {
    let reason = ("reason", "nothing at all");
    match pattern {
        at::Commitment::PATTERN => edits(NL, &[reason]),
        at::Draft::PATTERN => edits(draft, &[]),
        at::RatingSheet::PATTERN => {
            let page =
                "/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/ratings";
            let opened = "?report_title=Netherlands+Results+Report+2018-2020";
            let head = [
                ("report_stage", "final"),
                ("source_url", "https://example.org/report"),
                ("reason", "the report is out"),
                ("do", "save"),
            ];
            edits(&format!("{page}{opened}"), &head)
        }
        at::PlanSheet::PATTERN => {
            let page =
                "/staff/plans/netherlands/2018-2020-netherlands-action-plan-2018-2020/commitments";
            edits(page, &[reason, ("do", "save")])
        }
        at::Member::PATTERN => edits("/staff/members/netherlands", &[reason]),
        at::Account::PATTERN => Kind::Edits(vec![
            (at::Account.to_string(), vec![("do", "name")]),
            (
                at::Account.to_string(),
                vec![("do", "time-zone"), ("time_zone", "UTC")],
            ),
        ]),
        at::Users::PATTERN => {
            let row = [("do", "change"), ("id", "1"), ("role", "admin")];
            edits(&at::Users.to_string(), &row)
        }
        at::ContextItem::PATTERN => {
            let mut forms = Vec::new();
            for kind in ContextKind::ALL {
                let list = admin.get(&format!("/staff/context/{}", kind.slug())).await;
                let href = format!("href=\"/staff/context/{}/", kind.slug());
                if let Some(slug) = list.between(&href, "\"").first() {
                    let page = format!("/staff/context/{}/{slug}", kind.slug());
                    forms.push((page, vec![reason]));
                }
            }
            assert!(forms.len() > 5, "{}", forms.len());
            Kind::Edits(forms)
        }
        at::Queue::PATTERN => {
            let fields = [
                ("do", "assign"),
                ("assignee", "nobody"),
                ("item", "draft-1@1"),
            ];
            edits(&at::Queue.to_string(), &fields)
        }
        // Pages without a form of their own, and forms that add, decide, move or ask for something.
        at::Desk::PATTERN
        | at::SignIn::PATTERN
        | at::SignInAtProvider::PATTERN
        | at::SignInReturn::PATTERN
        | at::SignOut::PATTERN
        | at::SecondFactor::PATTERN
        | at::Security::PATTERN
        | at::NewCommitment::PATTERN
        | at::Members::PATTERN
        | at::Context::PATTERN
        | at::Imports::PATTERN
        | at::ImportAddress::PATTERN
        | at::ImportBundled::PATTERN
        | at::Sources::PATTERN
        | at::Find::PATTERN
        | at::Proposals::PATTERN
        | at::Proposal::PATTERN
        // Saved again as it is, too: that is what its author looked at.
        | at::ProposedCommitment::PATTERN
        | at::Reports::PATTERN
        | at::NewPlan::PATTERN
        | at::Mentions::PATTERN
        | at::Notifications::PATTERN
        | at::Reply::PATTERN
        | at::Rating::PATTERN
        | at::DraftPreview::PATTERN
        | at::SheetReview::PATTERN
        | at::DraftComments::PATTERN
        | at::SheetComments::PATTERN
        | at::DraftStep::PATTERN
        | at::ContextKind::PATTERN
        | at::Import::PATTERN
        | at::ImportReport::PATTERN
        | at::ImportBatch::PATTERN
        // Tested below and with sources, as they take more than a page and a form.
        | at::Tags::PATTERN
        | at::Areas::PATTERN
        | at::Institutions::PATTERN
        | at::Plans::PATTERN
        | at::Withdraw::PATTERN
        | at::Webhooks::PATTERN
        | at::Source::PATTERN => Kind::Other,
        other => panic!("{other}: does its form edit something?"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_as_it_was_opened_says_nothing_to_save() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let draft = drafted(&admin, &[]).await;
    let version = site.app.catalogue().version().number;
    let mut tried = 0;
    for pattern in domain::route::staff::PATTERNS {
        let Kind::Edits(forms) = kind_of(pattern, &admin, &draft).await else {
            continue;
        };
        for (page, fields) in forms {
            let action = page.split('?').next().unwrap();
            let opened = admin.get(&page).await;
            assert_eq!(opened.status, 200, "{page}: {}", opened.text());
            let body = fields_of(&opened, action, &fields);
            let sent = site.ask(posted(action, admin.cookie(), body)).await;
            assert_eq!(sent.status, 303, "{page}: {}", sent.text());
            let location = sent.header("location").to_owned();
            assert!(
                location.contains("done=nothing"),
                "{page} {fields:?}: {location}"
            );
            let told = admin.get(&location).await.text();
            assert!(told.contains("Nothing to save"), "{page}: {told}");
            assert!(!told.contains("Saved."), "{page}: {told}");
            assert_eq!(site.app.catalogue().version().number, version, "{page}");
            tried += 1;
        }
    }
    assert!(tried > 14, "{tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_and_is_so_already_is_nothing_to_save() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    assert_eq!(drafted(&admin, &[]).await, "/staff/drafts/1");
    let base = site.app.catalogue().version().number.to_string();
    let mend = admin.get("/staff/members/netherlands").await;
    let mend = mend.between("href=\"/staff/members/netherlands?plan=", "\"")[0].to_owned();
    let mend = format!("/staff/members/netherlands?plan={mend}");
    let plans = admin.get(&mend).await;
    let plan = fields_of(
        &plans,
        "/staff/members/netherlands/plans",
        &[("reason", "x")],
    );
    let sent = site
        .ask(posted(
            "/staff/members/netherlands/plans",
            admin.cookie(),
            plan,
        ))
        .await;
    assert!(
        sent.header("location").contains("done=nothing"),
        "{}",
        sent.text()
    );
    let tagged = "/staff/tags?q=NL0031";
    let open = admin.get(tagged).await;
    assert_eq!(open.status, 200);
    for (path, fields) in [
        // It is active, and not withdrawn.
        (
            "/staff/commitments/NL0031/withdraw",
            vec![("withdraw", "no"), ("reason", "x")],
        ),
        // It stands by itself.
        (
            "/staff/areas",
            vec![
                ("area", "digital-governance"),
                ("parent", "top"),
                ("reason", "x"),
            ],
        ),
    ] {
        let mut fields = fields;
        fields.extend([("base", base.as_str()), ("submission", "0123456789abcdef")]);
        let sent = admin.post(path, &fields).await;
        let location = sent.header("location").to_owned();
        assert!(
            location.contains("done=nothing"),
            "{path}: {location} {}",
            sent.text()
        );
    }
}
