//! A throwaway PostgreSQL server, started once per test process and ended with it, or the one
//! that `TEST_POSTGRES_URL` names.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{Connection, PgConnection, QueryBuilder};

/// Keeps a server as long as this process runs; see there.
const KEEPER: &str = include_str!("postgres.sh");

struct Server {
    /// The address of the server; the name of a database follows.
    url_of: Box<dyn Fn(&str) -> String + Send + Sync>,
    /// Keeps the script's standard input open.
    _keeper: Option<Child>,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();
static DATABASES: AtomicUsize = AtomicUsize::new(0);

/// An empty database; none where there is no server.
pub async fn fresh_database() -> Option<String> {
    let server = SERVER.get_or_init(start).as_ref()?;
    let name = format!(
        "ogp_test_{}_{}",
        std::process::id(),
        DATABASES.fetch_add(1, Ordering::Relaxed)
    );
    run(server, "CREATE DATABASE ", &name).await;
    Some((server.url_of)(&name))
}

/// A copy of a database to which nobody is connected.
pub async fn copy_of_database(url: &str) -> String {
    let server = SERVER.get().and_then(Option::as_ref).unwrap();
    let copy = format!("{}_copy", name_of(url));
    let statement = format!("CREATE DATABASE {copy} TEMPLATE ");
    run(server, &statement, name_of(url)).await;
    (server.url_of)(&copy)
}

fn name_of(url: &str) -> &str {
    url.split(['/', '?'])
        .find(|part| part.starts_with("ogp_test_"))
        .unwrap()
}

/// Drops a database of [`fresh_database`], and ends the connections to it.
pub async fn drop_database(url: &str) {
    if let Some(server) = SERVER.get().and_then(Option::as_ref) {
        let name = format!("{} WITH (FORCE)", name_of(url));
        run(server, "DROP DATABASE IF EXISTS ", &name).await;
    }
}

async fn run(server: &Server, statement: &str, name: &str) {
    let url = (server.url_of)("postgres");
    let mut connection = PgConnection::connect(&url).await.unwrap();
    QueryBuilder::<sqlx::Postgres>::new(statement)
        .push(name)
        .build()
        .persistent(false)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

fn start() -> Option<Server> {
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        // Everything but the name of the database stays as given.
        let (address, options) = url.split_once('?').unwrap_or((&url, ""));
        let server = address
            .rsplit_once('/')
            .filter(|(server, _)| !server.ends_with('/'))
            .map_or(address, |(server, _)| server)
            .to_owned();
        let options = options.to_owned();
        return Some(Server {
            url_of: Box::new(move |name| format!("{server}/{name}?{options}")),
            _keeper: None,
        });
    }
    match keep_a_server() {
        Ok(server) => Some(server),
        Err(why) => {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "PostgreSQL is needed here: {why}"
            );
            // Straight to the terminal: the output of tests that pass is not shown.
            let _ = writeln!(
                std::io::stderr(),
                "\n**** NOT TESTED ON POSTGRESQL: {why}\n\
                 **** Install it (apt-get install postgresql) or set TEST_POSTGRES_URL.\n"
            );
            None
        }
    }
}

fn keep_a_server() -> Result<Server, String> {
    let programs = programs().ok_or("no initdb in /usr/lib/postgresql/*/bin or on the PATH")?;
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "ogp-postgres"])
        .arg(programs)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // So that Ctrl-C in the terminal ends the tests and not the keeper.
        .process_group(0)
        .spawn()
        .map_err(|error| format!("no shell: {error}"))?;
    let mut said = String::new();
    if let Some(output) = keeper.stdout.take() {
        BufReader::new(output)
            .read_line(&mut said)
            .map_err(|error| error.to_string())?;
    }
    let directory = said
        .trim()
        .strip_prefix("ready ")
        .ok_or_else(|| format!("it did not start: {said}"))?
        .to_owned();
    Ok(Server {
        url_of: Box::new(move |name| {
            format!("postgres://postgres@localhost/{name}?host={directory}")
        }),
        _keeper: Some(keeper),
    })
}

/// The directory of the newest PostgreSQL's programs.
fn programs() -> Option<PathBuf> {
    let mut installed: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    installed.sort_by_key(|bin| {
        let version = bin.parent()?.file_name()?.to_str()?;
        version.parse::<u32>().ok()
    });
    let on_path = std::env::var_os("PATH");
    let on_path = on_path.iter().flat_map(std::env::split_paths);
    installed
        .into_iter()
        .rev()
        .chain(on_path)
        .find(|bin| bin.join("initdb").is_file() && bin.join("pg_ctl").is_file())
}
