//! What cannot be drawn is said, in every format.

use crate::support::site::Site;

#[tokio::test]
async fn what_cannot_be_drawn_is_refused_in_every_format() {
    let site = Site::bundled().await;
    let ten: String = [
        "albania", "armenia", "brazil", "canada", "chile", "croatia", "france", "ghana", "italy",
        "spain",
    ]
    .map(|m| format!("member={m}"))
    .join("&");
    for (address, status, said) in [
        ("/charts/beauty{}".to_owned(), 404, "no chart"),
        ("/charts/matrix{}?down=beauty".to_owned(), 400, "beauty"),
        (
            "/charts/matrix{}?down=results&across=results".to_owned(),
            400,
            "different",
        ),
        (
            "/charts/members{}?measure=beauty".to_owned(),
            400,
            "commitments",
        ),
        (
            "/charts/ambition{}?year=20x8".to_owned(),
            400,
            "four digits",
        ),
        (
            "/charts/compare{}?member=spain".to_owned(),
            400,
            "two to five",
        ),
        (format!("/charts/compare{{}}?{ten}"), 400, "You chose 10"),
        (
            "/charts/compare{}?member=spain&member=atlantis".to_owned(),
            404,
            "atlantis",
        ),
    ] {
        for ending in ["", ".svg", ".png", ".csv", "/embed"] {
            // A page is shown without a filter that cannot be read, and says so.
            let of_sides = address.contains("across=");
            let is_shown = ending.is_empty() && (address.contains("year=") || of_sides);
            let address = address.replace("{}", ending);
            let answer = site.follow(&address).await;
            if is_shown {
                assert_eq!(answer.status, 200, "{address}");
                let why = if of_sides { said } else { "20x8" };
                assert!(answer.text().contains(why), "{address}");
                continue;
            }
            assert_eq!(answer.status.as_u16(), status, "{address}");
            assert!(
                answer.header("content-type").starts_with("text/html"),
                "{address}"
            );
            assert!(answer.text().contains(said), "{address}: {}", answer.text());
        }
    }
    let answer = site.get("/charts/ambition.png?scale=3").await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn nothing_to_count_is_an_honest_empty_chart() {
    let site = Site::bundled().await;
    for chart in [
        "ambition",
        "completion",
        "results",
        "progress",
        "trend",
        "members",
        "areas",
        "matrix",
        "map",
        "explore",
    ] {
        for query in ["year=1999", "q=zzzzqqqq"] {
            for ending in ["", ".svg", "/embed"] {
                let address = format!("/charts/{chart}{ending}?{query}");
                let answer = site.get(&address).await;
                assert_eq!(answer.status, 200, "{address}");
                assert!(
                    answer.body.contains("No commitments match these filters"),
                    "{address}: {}",
                    answer.text()
                );
                assert!(!answer.body.contains("class=\"mark"), "{address}");
                assert!(!answer.body.contains("NaN"), "{address}");
            }
            let csv = site.get(&format!("/charts/{chart}.csv?{query}")).await;
            assert!(csv.body.starts_with("chart,filters,group"), "{}", csv.body);
            let counted = super::numbers(&site, chart, query).await;
            assert!(counted.iter().all(|line| line.count == 0), "{counted:?}");
        }
        // A page leaves out a member that there is not, and says so; a file is refused.
        let answer = site.get(&format!("/charts/{chart}?member=atlantis")).await;
        let notice = answer.between("class=\"notice caution\">", "</div>");
        assert!(notice[0].contains("atlantis"), "{chart}");
        for ending in ["svg", "csv"] {
            let address = format!("/charts/{chart}.{ending}?member=atlantis");
            assert_eq!(site.get(&address).await.status, 400, "{address}");
        }
    }
}

#[tokio::test]
async fn a_comparison_that_was_sent_too_early_keeps_what_was_chosen() {
    let site = Site::bundled().await;
    let empty = site.get("/compare").await;
    assert_eq!(empty.status, 200);
    let one = site.get("/compare?member=spain&member=").await;
    assert_eq!(one.status, 200, "a first step is no mistake");
    assert!(
        one.body.contains("<option value=\"spain\" selected"),
        "the choice is lost"
    );
    assert!(one.body.contains("role=\"alert\""));
}

#[tokio::test]
async fn only_charts_made_for_it_can_be_framed() {
    let site = Site::bundled().await;
    let embed = site.get("/charts/trend/embed?region=europe").await;
    let policy = embed.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    assert_eq!(embed.header("x-frame-options"), "");
    // Nothing but what tells its height.
    let scripts = embed.between("<script", ">");
    assert!(
        scripts.len() == 1 && scripts[0].contains("/assets/frame."),
        "{scripts:?}"
    );
    for other in [
        "/charts/trend",
        "/",
        "/commitments/embed",
        "/charts/trend.svg",
    ] {
        let answer = site.get(other).await;
        assert!(
            !answer
                .header("content-security-policy")
                .contains("frame-ancestors *"),
            "{other}"
        );
        assert_eq!(answer.header("x-frame-options"), "DENY", "{other}");
    }
    // What went wrong is told within the frame too.
    let wrong = site.get("/charts/nope/embed").await;
    assert_eq!(wrong.status, 404);
    assert!(
        wrong
            .header("content-security-policy")
            .contains("frame-ancestors *")
    );
}
