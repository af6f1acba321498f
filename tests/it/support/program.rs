//! The program as a process of its own, with demonstration data in a directory of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Program {
    pub child: Child,
    pub address: SocketAddr,
    _directory: tempfile::TempDir,
}

impl Program {
    /// Starts it with so many commitments.
    pub fn start(commitments: usize) -> Self {
        Self::start_with(commitments, |command| command)
    }

    /// The same, with further arguments or another environment.
    pub fn start_with(
        commitments: usize,
        further: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut command = Command::new(env!("CARGO_BIN_EXE_ogp-tracker"));
        command
            .args(["serve", "--addr", &address.to_string()])
            .arg(format!("--demo={commitments}"))
            .current_dir(directory.path())
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = further(&mut command).spawn().unwrap();
        Self {
            child,
            address,
            _directory: directory,
        }
    }

    /// Status and body; none while nobody listens.
    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        self.get_with(path, "")
    }

    /// The same, with further lines of headers.
    pub fn get_with(&self, path: &str, headers: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n"
        )
        .ok()?;
        let mut said = String::new();
        stream.read_to_string(&mut said).ok()?;
        let status = said.split(' ').nth(1)?.parse().ok()?;
        let (_, body) = said.split_once("\r\n\r\n")?;
        Some((status, body.to_owned()))
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) {
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(asked.unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
