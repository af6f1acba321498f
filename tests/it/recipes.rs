//! The lines of code on `/data`, run as they stand there, by the programs that are installed.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use ogp_tracker::web::listen::Listener;
use ogp_tracker::web::server::serve;
use tokio::sync::oneshot;

use crate::clients::LIMITS;
use crate::contrib::installed;
use crate::support::site::Site;

/// The command that runs a line, in a directory for its files; none where its program is not installed.
fn command(program: &str, code: &str, directory: &Path) -> Option<Command> {
    let module = match program {
        "pandas" | "polars" => program,
        "DuckDB" => {
            installed("duckdb")?;
            let mut shell = Command::new("sh");
            shell.args(["-c", code]).current_dir(directory);
            return Some(shell);
        }
        "R" => {
            let mut r = Command::new(installed("Rscript")?);
            r.args(["-e", &format!("{code}; stopifnot(nrow(ratings) > 1000)")]);
            return Some(r);
        }
        "JavaScript" => {
            let code = format!("let {code}; if (rows.length < 1000) throw rows.length");
            let mut node = Command::new(installed("node")?);
            node.args(["--input-type=module", "-e", &code]);
            return Some(node);
        }
        "LibreOffice" => {
            installed("soffice")?;
            // Its window is not for tests: what it would show is written to a file, which has to be a long one.
            let headless = code.replace("--calc", "--headless --convert-to csv");
            let code = format!("HOME=$PWD {headless} && test $(cat *.csv | wc -l) -gt 1000");
            let mut shell = Command::new("sh");
            shell.args(["-c", &code]).current_dir(directory);
            return Some(shell);
        }
        other => panic!("nobody knows how to run {other}"),
    };
    let python = installed("python3")?;
    let code = format!("import {module}\ntable = {code}\nassert len(table) > 1000, len(table)");
    let has = |module: &str| {
        let import = format!("import {module}");
        let found = Command::new(&python).args(["-c", &import]).output();
        found.is_ok_and(|output| output.status.success())
    };
    let is_parquet = code.contains("read_parquet");
    if !has(module) || (is_parquet && !has("pyarrow")) {
        eprintln!("**** NOT CHECKED: {module} is not installed");
        return None;
    }
    let mut run = Command::new(python);
    run.args(["-c", &code]);
    Some(run)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_code_on_the_data_page_reads_its_file() {
    let listener = Listener::bind(&"127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let address = listener.network_address().unwrap().unwrap();
    let site = Site::bundled().await.called(&format!("http://{address}"));
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(serve(listener, site.router(), LIMITS, stopped));
    let page = site.get("/data").await;
    let lines: Vec<(String, String)> = page
        .between("<ul class=\"recipes\">", "</ul>")
        .iter()
        .flat_map(|list| list.split("</li>"))
        .filter_map(|line| {
            let program = line.split("<span>").nth(1)?.split("</span>").next()?;
            let code = line.split("<code class=\"recipe\">").nth(1)?;
            let code = code.split("</code>").next()?;
            let code = code.replace("&quot;", "\"").replace("&#x27;", "'");
            let code = code.replace("&lt;", "<").replace("&gt;", ">");
            Some((program.to_owned(), code.replace("&amp;", "&")))
        })
        .collect();
    assert!(lines.len() >= 7, "{lines:?}");
    let directory = tempfile::tempdir().unwrap();
    for (program, code) in lines {
        let here = directory.path().to_owned();
        let ran = tokio::task::spawn_blocking(move || {
            let output = command(&program, &code, &here)?.output().unwrap();
            Some((code, output))
        });
        let Some((code, output)) = ran.await.unwrap() else {
            continue;
        };
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{code}: {said}");
    }
    stop.send(()).unwrap();
    running.await.unwrap();
}
