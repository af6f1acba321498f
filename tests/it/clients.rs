//! Clients that others' generators make of the description of the API, where those are installed: they are
//! built, and ask a site that listens.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use ogp_tracker::web::listen::Listener;
use ogp_tracker::web::server::{Limits, serve};
use tokio::sync::oneshot;

use crate::contrib::{content, installed};
use crate::support::site::Site;

/// Of servers that other programs ask in tests.
pub const LIMITS: Limits = Limits {
    connections: 20,
    head: Duration::from_mins(1),
    stalled: Duration::from_secs(30),
    grace: Duration::from_secs(30),
};

/// The description in a file.
async fn described(site: &Site, directory: &Path) -> std::path::PathBuf {
    let file = directory.join("openapi.json");
    fs::write(&file, site.get("/api/v1/openapi.json").await.body).unwrap();
    file
}

/// Walks a list, reads one commitment and handles an error, each with generated types.
const IN_PYTHON: &str = r#"
import sys
from tracker import Client, models
from tracker.api.commitments import find_commitment, list_commitments
from tracker.api.parts import list_members, list_reports
from tracker.api.charts import find_chart

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
codes, page = [], 1
while True:
    answer = list_commitments.sync(client=client, member=["spain"], per_page=10, page=page)
    assert isinstance(answer, models.Commitments), answer
    codes += [commitment.code for commitment in answer.items]
    if page == answer.pages:
        break
    page += 1
assert len(codes) == answer.total == len(set(codes)) > 10, (len(codes), answer.total)
one = find_commitment.sync("NL0031", client=client)
assert one.member.kind == models.MemberKind.NATIONAL, one.member.kind
assert isinstance(one.ratings.ambition.level, models.Level), one.ratings
assert one.rating_history[0].recorded_at.year >= 2025
high = list_commitments.sync(client=client, ambition=[models.Level.HIGH])
assert all(item.ratings.ambition.level == models.Level.HIGH for item in high.items)
chart = find_chart.sync(models.ChartName.AMBITION, client=client, region=[models.Region.EUROPE])
assert chart.total > 0
assert len(list_members.sync(client=client).items) > 50
assert list_reports.sync(client=client).total > 100
slip = list_commitments.sync(client=client, member=["spian"])
assert isinstance(slip, models.ProblemDocument) and slip.errors[0].nearest == "spain", slip
missing = find_commitment.sync("NL9999", client=client)
assert isinstance(missing, models.ProblemDocument) and missing.status == 404, missing
print("all is well")
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_made_in_python_reads_the_site() {
    let Some(generator) = installed("openapi-python-client") else {
        return;
    };
    let site = Site::bundled().await;
    let directory = tempfile::tempdir().unwrap();
    let description = described(&site, directory.path()).await;
    let listener = Listener::bind(&"127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let address = listener.network_address().unwrap().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(serve(listener, site.router(), LIMITS, stopped));

    let here = directory.path().to_owned();
    let said = tokio::task::spawn_blocking(move || {
        let client = here.join("tracker");
        let said = content(
            Command::new(&generator)
                .args(["generate", "--meta", "none", "--path"])
                .arg(&description)
                .arg("--output-path")
                .arg(&client),
        );
        // A shape that it cannot take it leaves out, and says so.
        assert!(!said.contains("Unable to parse"), "{said}");
        fs::write(here.join("use.py"), IN_PYTHON).unwrap();
        // What it needs is installed beside it.
        let python = generator.with_file_name("python3");
        content(
            Command::new(python)
                .arg(here.join("use.py"))
                .arg(format!("http://{address}")),
        )
    });
    let said = said.await.unwrap();
    assert!(said.contains("all is well"), "{said}");
    stop.send(()).unwrap();
    running.await.unwrap();
}

/// Only compiled: what it may read, and what it may not without looking.
const IN_TYPESCRIPT: &str = r#"
import type { components, operations } from "./openapi.d.ts";
type Page = operations["list_commitments"]["responses"][200]["content"]["application/json"];
type Query = NonNullable<operations["list_commitments"]["parameters"]["query"]>;
export const asked: Query = { member: ["spain"], ambition: ["high"], sort: "title", fields: ["code"] };
export function levels(page: Page): components["schemas"]["Level"][] {
    return page.items.map((item) => item.ratings.ambition.level);
}
export function year(page: Page): number | null {
    return page.items[0].plan.start_year;
}
// @ts-expect-error: there is no such level
export const slip: Query = { ambition: ["hihg"] };
// @ts-expect-error: a plan may have no title
export const title = (page: Page): string => page.items[0].plan.title;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn types_made_for_typescript_say_what_there_is() {
    let (Some(generator), Some(compiler)) = (installed("openapi-typescript"), installed("tsc"))
    else {
        return;
    };
    let site = Site::demonstration(10).await;
    let directory = tempfile::tempdir().unwrap();
    let description = described(&site, directory.path()).await;
    let types = directory.path().join("openapi.d.ts");
    content(
        Command::new(generator)
            .arg(&description)
            .arg("-o")
            .arg(&types),
    );
    let program = directory.path().join("use.ts");
    fs::write(&program, IN_TYPESCRIPT).unwrap();
    content(
        Command::new(compiler)
            .args([
                "--noEmit", "--strict", "--target", "es2022", "--module", "esnext",
            ])
            .args([
                "--moduleResolution",
                "bundler",
                "--allowImportingTsExtensions",
            ])
            .arg(&program)
            .current_dir(directory.path()),
    );
}
