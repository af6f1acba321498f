//! Changing commitments, members, plans, areas and institutions.

use domain::Role;

use super::{fields_of, posted};
use crate::support::site::Site;

const NL: &str = "/staff/commitments/NL0031";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_as_it_stands_changes_nothing() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let before = site.get("/commitments.json").await.json()["items"].clone();
    let version = site.app.catalogue().version().number;
    for code in ["NL0031", "USAU0007", "NO0048", "GBSC0003"] {
        let path = format!("/staff/commitments/{code}");
        let saved = admin.send(&path, &path, &[("reason", "nothing")]).await;
        assert_eq!(saved.status, 303, "{code} {}", saved.text());
    }
    assert_eq!(site.get("/commitments.json").await.json()["items"], before);
    assert_eq!(site.app.catalogue().version().number, version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_published_with_who_why_and_what_it_was() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let saved = ed
        .send(
            NL,
            NL,
            &[
                ("title", "Open algorithms, really"),
                ("lead", "Ministry of the Interior\nMunicipality of Utrecht"),
                ("milestone", "Publish a register"),
                ("milestone_start", ""),
                ("milestone_end", "2020-06"),
                ("reason", "as in the amended plan"),
            ],
        )
        .await;
    assert_eq!(
        saved.header("location"),
        "/staff/commitments/NL0031?done=saved"
    );
    let text = site.get("/commitments/NL0031").await.text();
    for part in [
        "Open algorithms, really",
        "Municipality of Utrecht",
        "Publish a register",
        "ed. Reason: as in the amended plan",
        "\u{2192} \u{201c}Open algorithms, really\u{201d}",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let changes = site.get("/changes").await.text();
    assert!(
        changes.contains(
            "Milestones: nothing \u{2192} \u{201c}Publish a register (by 2020-06)\u{201d}"
        ),
        "{changes}"
    );
    // Found by its new words.
    assert!(
        site.get("/commitments?q=utrecht")
            .await
            .text()
            .contains("NL0031")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_form_keeps_what_was_filled_in_and_names_each_problem() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let refused = ed
        .send(
            NL,
            NL,
            &[
                ("title", ""),
                ("start", "soon"),
                ("source_url", "javascript:alert(1)"),
                ("description", "What I wrote"),
                ("reason", ""),
            ],
        )
        .await;
    assert_eq!(refused.status, 422);
    for part in [
        "id=\"f-title-error\"",
        "href=\"#f-start\"",
        "What I wrote",
        "value=\"soon\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(refused.body.contains(part), "{part}");
    }
    assert!(
        !refused.body.contains("href=\"javascript:"),
        "an address became a link"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_submit_applies_once() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = ed.get(NL).await;
    let body = fields_of(&page, NL, &[("title", "Once"), ("reason", "x")]);
    let before = site.app.catalogue().version().number;
    let send = || site.ask(posted(NL, ed.cookie(), body.clone()));
    let (one, two) = tokio::join!(send(), send());
    let three = send().await;
    for answer in [one, two, three] {
        assert_eq!(
            answer.header("location"),
            "/staff/commitments/NL0031?done=saved",
            "{}",
            answer.text()
        );
    }
    assert_eq!(site.app.catalogue().version().number, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_editors_sees_the_others_change_and_keeps_their_own() {
    let site = Site::bundled().await;
    let ann = site.browser("ann@example.org", Role::Editor).await;
    let bob = site.browser("bob@example.org", Role::Editor).await;
    let (of_ann, of_bob) = (ann.get(NL).await, bob.get(NL).await);
    let changes = [("title", "Of Ann"), ("number", "7"), ("reason", "ann")];
    let first = site
        .ask(posted(NL, ann.cookie(), fields_of(&of_ann, NL, &changes)))
        .await;
    assert_eq!(first.status, 303);
    let changes = [
        ("title", "Of Bob"),
        ("lead", "Of Bob too"),
        ("reason", "bob"),
    ];
    let clash = site
        .ask(posted(NL, bob.cookie(), fields_of(&of_bob, NL, &changes)))
        .await;
    assert_eq!(clash.status, 409);
    let text = clash.text();
    for part in [
        "has changed since you opened",
        "ann, on ",
        "Of Ann",
        "The form shows your version",
        "Copied into the form",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(
        site.get("/commitments/NL0031")
            .await
            .text()
            .contains("Of Ann")
    );
    // Sent again, both changes are there.
    let merged = site
        .ask(posted(NL, bob.cookie(), fields_of(&clash, NL, &[])))
        .await;
    assert_eq!(merged.status, 303, "{}", merged.text());
    let json = site.get("/commitments.json?q=NL0031").await.json()["items"][0].clone();
    assert_eq!(json["title"], "Of Bob");
    assert_eq!(json["commitment_number"], "7");
    assert_eq!(json["lead_institution"].to_string(), "[\"Of Bob too\"]");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_members_plans_and_commitments_become_part_of_the_record() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let member = admin
        .send(
            "/staff/members",
            "/staff/members",
            &[
                ("name", "Utrecht, Netherlands"),
                ("kind", "local"),
                ("country", "Netherlands"),
                ("country_iso3", "NLD"),
                ("region", "europe"),
                ("reason", "joined"),
            ],
        )
        .await;
    assert_eq!(
        member.header("location"),
        "/staff/members/utrecht-netherlands?done=saved",
        "{}",
        member.text()
    );
    let at = "/staff/members/utrecht-netherlands";
    let plan = admin
        .send(
            at,
            "/staff/members/utrecht-netherlands/plans",
            &[
                ("plan_title", "Utrecht Action Plan"),
                ("start_year", "2025"),
                ("end_year", "2027"),
                ("reason", "submitted"),
            ],
        )
        .await;
    assert_eq!(plan.status, 303, "{}", plan.text());
    let new = "/staff/commitments/new?member=utrecht-netherlands";
    let added = admin
        .send(
            new,
            "/staff/commitments/new",
            &[
                ("code", "nlutr0001"),
                ("plan", "2025/2027/Utrecht Action Plan"),
                ("title", "Algorithm register"),
                ("area", "automated-decision-making"),
                ("reason", "in the plan"),
            ],
        )
        .await;
    assert_eq!(
        added.header("location"),
        "/staff/commitments/NLUTR0001?done=added",
        "{}",
        added.text()
    );
    let public = site.get("/commitments/NLUTR0001").await.text();
    assert!(
        public.contains("Utrecht Action Plan") && public.contains("Automated Decision-Making"),
        "{public}"
    );
    assert_eq!(site.get("/members/utrecht-netherlands").await.status, 200);
    let twice = admin
        .send(
            new,
            "/staff/commitments/new",
            &[("code", "NLUTR0001"), ("title", "x"), ("reason", "y")],
        )
        .await;
    assert_eq!(twice.status, 422);
    assert!(
        twice.text().contains("NLUTR0001 is already"),
        "{}",
        twice.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_keeps_the_commitment_and_its_history() {
    let site = Site::bundled().await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let total = site.app.catalogue().len();
    let path = "/staff/commitments/NL0031/withdraw";
    let nameless = rev.send(NL, path, &[("reason", "")]).await;
    assert_eq!(nameless.status, 422);
    let gone = rev
        .send(NL, path, &[("reason", "given up by the government")])
        .await;
    assert_eq!(gone.status, 303, "{}", gone.text());
    let text = site.get("/commitments/NL0031").await.text();
    assert!(
        text.contains("given up by the government") && text.contains("as withdrawn"),
        "{text}"
    );
    assert_eq!(site.app.catalogue().len(), total);
    let back = rev.send(NL, path, &[("reason", "a mistake")]).await;
    assert_eq!(back.status, 303);
    assert!(
        site.get("/commitments/NL0031")
            .await
            .text()
            .contains("a mistake")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_and_institutions_are_renamed_and_merged_everywhere() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let count = async |query: &str| {
        site.get(&format!("/api/v1/commitments?{query}"))
            .await
            .json()["total"]
            .as_u64()
            .unwrap()
    };
    let (open_data, inclusion) = (
        count("area=open-data").await,
        count("area=digital-inclusion").await,
    );
    let both = count("area=open-data").await + inclusion
        - site.get("/commitments.json?area=open-data").await.json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| {
                item["policy_areas"]
                    .to_string()
                    .contains("Digital Inclusion")
            })
            .count() as u64;
    assert!(open_data > 0 && inclusion > 0);
    // What changes is shown first, in an address of its own; a name and another tag are two things.
    let both_at_once = "/staff/areas?area=open-data&name=Data+for+All&into=digital-inclusion";
    let refused = admin.get(both_at_once).await;
    assert!(
        refused.text().contains("Choose only one"),
        "{}",
        refused.text()
    );
    assert!(
        !refused
            .body
            .contains("action=\"/staff/areas\" method=\"post\"")
    );
    let shown = admin
        .get("/staff/areas?area=open-data&name=Open+Data+for+All")
        .await;
    assert!(
        shown
            .text()
            .contains(&format!("keep this tag, under its new name ({open_data}):")),
        "{}",
        shown.text()
    );
    let renamed = admin
        .send(
            "/staff/areas?area=open-data&name=Open+Data+for+All",
            "/staff/areas",
            &[("reason", "new list")],
        )
        .await;
    assert_eq!(renamed.status, 303, "{}", renamed.text());
    assert!(
        site.get("/areas/open-data")
            .await
            .text()
            .contains("Open Data for All")
    );
    assert_eq!(count("area=open-data").await, open_data);
    let page = "/staff/areas?area=digital-inclusion&name=Digital+Inclusion&into=open-data";
    let shown = admin.get(page).await.text();
    assert!(shown.contains("cannot separate the two tags"), "{shown}");
    let merged = admin
        .send(page, "/staff/areas", &[("reason", "new list")])
        .await;
    assert_eq!(merged.status, 303, "{}", merged.text());
    assert_eq!(count("area=open-data").await, both);
    // The old address leads to the new tag.
    assert_eq!(count("area=digital-inclusion").await, both);
    assert_eq!(
        site.get("/areas/digital-inclusion")
            .await
            .header("location"),
        "/areas/open-data"
    );

    let named = admin.get("/staff/institutions").await;
    let link = named.between("href=\"/staff/institutions?from=", "\"")[0].to_owned();
    let page = format!("/staff/institutions?from={link}&to=One+Ministry");
    let shown = admin.get(&page).await.text();
    assert!(shown.contains("Commitments that will change ("), "{shown}");
    assert!(!shown.contains("Renaming merges the two"), "{shown}");
    let renamed = admin
        .send(&page, "/staff/institutions", &[("reason", "reorganised")])
        .await;
    assert_eq!(renamed.status, 303, "{}", renamed.text());
    let found = site.get("/commitments?q=%22one+ministry%22").await;
    let mut renamed = 0;
    for code in found.between("href=\"/commitments/", "\"") {
        let page = site.get(&format!("/commitments/{code}")).await;
        renamed += usize::from(page.text().contains("One Ministry"));
    }
    assert!(renamed > 0);
    // Under a name in use, the preview says so before anything is done.
    let named = admin.get("/staff/institutions").await;
    let other = named.between("href=\"/staff/institutions?from=", "\"")[0].to_owned();
    let page = format!("/staff/institutions?from={other}&to=One+Ministry");
    let shown = admin.get(&page).await.text();
    assert!(shown.contains("Renaming merges the two"), "{shown}");
    // The history says what became of the tags.
    let changes = site.get("/changes?what=facts").await.text();
    for part in [
        "Policy area Open Data for All",
        "\u{201c}Open Data\u{201d} \u{2192} \u{201c}Open Data for All\u{201d}",
        "Merged into another tag: \u{201c}Digital Inclusion\u{201d}",
    ] {
        assert!(changes.contains(part), "{part}: {changes}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filtered_list_is_tagged_at_once() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let page = "/staff/tags?member=spain";
    let total = site.get("/api/v1/commitments?member=spain").await.json()["total"]
        .as_u64()
        .unwrap();
    let before = site.app.catalogue().version().number;
    // A list's address is brought along as it is, and what changes is shown before it does.
    let list = "/staff/tags?list=https%3A%2F%2Fx.example%2Fcommitments%3Fmember%3Dspain";
    assert_eq!(
        ed.get(list).await.body.matches("name=\"code\"").count(),
        ed.get(page).await.body.matches("name=\"code\"").count()
    );
    let preview = [
        ("add", "open-data"),
        ("step", "preview"),
        ("reason", "kept"),
    ];
    let preview = ed.send(list, "/staff/tags", &preview).await;
    assert_eq!(preview.status, 200);
    let have = site.get("/commitments.json?member=spain").await.json()["items"]
        .to_string()
        .matches("\"Open Data\"")
        .count() as u64;
    let text = preview.text();
    assert!(
        text.contains(&format!("Commitments that will change ({})", total - have))
            && text.contains("kept"),
        "{text}"
    );
    assert_eq!(site.app.catalogue().version().number, before);
    let again = ed
        .site
        .ask(posted(
            "/staff/tags",
            ed.cookie(),
            fields_of(&preview, "/staff/tags", &[("step", "choose")]),
        ))
        .await;
    assert!(again.body.contains("name=\"step\" value=\"preview\""));
    let tagged = ed
        .send(
            page,
            "/staff/tags",
            &[("add", "open-data"), ("reason", "reviewed by hand")],
        )
        .await;
    assert_eq!(
        tagged.header("location"),
        format!("/staff/tags?done={total}"),
        "{}",
        tagged.text()
    );
    let both = site
        .get("/api/v1/commitments?member=spain&area=open-data")
        .await
        .json()["total"]
        .as_u64()
        .unwrap();
    assert_eq!(both, total);
    assert_eq!(site.app.catalogue().version().number, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_does_not_take_a_withdrawal_back() {
    let site = Site::bundled().await;
    let ed = site.browser("ed@example.org", Role::Editor).await;
    let rev = site.browser("rev@example.org", Role::Reviewer).await;
    let path = "/staff/commitments/NL0031/withdraw";
    let gone = rev.send(NL, path, &[("reason", "given up")]).await;
    assert_eq!(gone.status, 303, "{}", gone.text());
    for status in ["active", ""] {
        let fields = [("status", status), ("reason", "x")];
        let refused = ed.send(NL, NL, &fields).await;
        assert_eq!(refused.status, 422, "{status}");
    }
    let kept = ed.send(NL, NL, &[("number", "7"), ("reason", "x")]).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let json = site.get("/commitments.json?q=NL0031").await.json();
    assert_eq!(json["items"][0]["status"], "Withdrawn");
    assert_eq!(json["items"][0]["commitment_number"], "7");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_member_is_changed_by_its_own_form_alone() {
    use domain::record::{Batch, Revision};
    use store::{FormSubmission, SubmissionOutcome};
    crate::support::on_both(async |place| {
        let site = Site::bundled_over(place.store.clone()).await;
        let admin = site.browser("admin@example.org", Role::Admin).await;
        let other = site.browser("other@example.org", Role::Admin).await;
        let at = "/staff/members/netherlands";
        let region = async || {
            let members = site.get("/api/v1/members").await.json();
            let all = members["items"].as_array().unwrap().clone();
            let of = all.iter().find(|m| m["slug"] == "netherlands").unwrap();
            of["region"].clone()
        };
        let before = region().await;
        // Somebody has read a commitment, with its member as it was.
        let store = &place.store;
        let seen = store.version().await.unwrap().number;
        let code = "NL0031".parse().unwrap();
        let (_, mut entry) = store.entry(&code, seen).await.unwrap().unwrap();
        let late = admin.get(at).await;
        let changes = [("region", "americas"), ("reason", "moved")];
        let saved = other.send(at, at, &changes).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let after = region().await;
        assert_ne!(before, after);
        // Their change of the commitment leaves the member alone.
        entry.commitment.title = "Changed meanwhile".to_owned();
        let batch = Batch {
            entries: vec![entry],
            ..Batch::default()
        };
        let revision = Revision {
            made_at: site.clock.now(),
            ..crate::support::a_revision()
        };
        let sent = FormSubmission {
            account: 1,
            token: "a-token-of-sixteen".to_owned(),
            location: String::new(),
            seen,
        };
        let outcome = store.apply(&revision, &batch, &sent).await.unwrap();
        assert!(matches!(outcome, SubmissionOutcome::Done(_)), "{outcome:?}");
        site.app.refresh().await.unwrap();
        assert_eq!(region().await, after);
        // So does a plan, and a form of the member from before is shown the other's change.
        let plan = [("start_year", "2031"), ("reason", "submitted")];
        let body = fields_of(&late, &format!("{at}/plans"), &plan);
        let added = site
            .ask(posted(&format!("{at}/plans"), admin.cookie(), body))
            .await;
        assert_eq!(added.status, 303, "{}", added.text());
        assert_eq!(region().await, after);
        let body = fields_of(&late, at, &[("country_iso3", "NLX"), ("reason", "mine")]);
        let clash = site.ask(posted(at, admin.cookie(), body)).await;
        assert_eq!(clash.status, 409);
        let text = clash.text();
        for part in [
            "This member has changed since you opened it",
            "moved",
            "Americas",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(clash.body.contains("value=\"mine\""), "the reason is lost");
        let merged = site
            .ask(posted(at, admin.cookie(), fields_of(&clash, at, &[])))
            .await;
        assert_eq!(merged.status, 303, "{}", merged.text());
        assert_eq!(region().await, after);
        // The history of the member has all of it, in words.
        let changes = site.get("/changes?member=netherlands").await.text();
        for part in [
            "Region: \u{201c}Europe\u{201d} \u{2192} \u{201c}Americas\u{201d}",
            "Country code: \u{201c}NLD\u{201d} \u{2192} \u{201c}NLX\u{201d}",
            "Plan of Netherlands",
        ] {
            assert!(changes.contains(part), "{part}: {changes}");
        }
        let others = site.get("/changes?member=spain").await.text();
        assert!(!others.contains("Country code"), "{others}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_form_of_a_page_keeps_its_own_input() {
    let site = Site::bundled().await;
    let admin = site.browser("admin@example.org", Role::Admin).await;
    let reply = "/staff/commitments/NL0031/reply";
    let refused = admin
        .send(NL, reply, &[("reply", ""), ("reason", "sent by <them>")])
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .body
            .contains("id=\"reply-reason\" value=\"sent by &lt;them&gt;\""),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("href=\"#reply-reply\""));
    // Only that form is unsaved, and the others say nothing of its problems.
    assert_eq!(refused.body.matches("data-unsaved").count(), 1);
    assert!(refused.body.contains("id=\"f-title\" value=\"Open"));
    let withdraw = "/staff/commitments/NL0031/withdraw";
    let refused = admin.send(NL, withdraw, &[("reason", "")]).await;
    assert!(refused.body.contains("href=\"#withdraw-reason\""));
    let member = "/staff/members/netherlands";
    let changes = [("country_iso3", "N"), ("reason", "a reason")];
    let refused = admin.send(member, member, &changes).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused
            .body
            .contains("id=\"member-reason\" value=\"a reason\"")
    );
}
