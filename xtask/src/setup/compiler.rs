//! A C compiler: `SQLite` and the cryptography of the `PostgreSQL` connection are C code. And one for
//! C++, which the fuzzer is written in.

use anyhow::Result;

use super::apt;
use crate::shell::find_program;

/// Makes sure that there is one.
pub fn ensure() -> Result<()> {
    if std::env::var_os("CC").is_some() || ["cc", "gcc", "clang"].iter().any(has) {
        return Ok(());
    }
    apt::install(
        &["gcc", "libc6-dev"],
        "the C compiler that SQLite is built with",
    )
}

/// Makes sure that there is one for C++.
pub fn ensure_cpp() -> Result<()> {
    if std::env::var_os("CXX").is_some() || ["c++", "g++", "clang++"].iter().any(has) {
        return Ok(());
    }
    apt::install(&["g++"], "the C++ compiler that the fuzzer is built with")
}

fn has(name: &&str) -> bool {
    find_program(name).is_some()
}
