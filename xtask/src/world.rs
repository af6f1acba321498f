//! The shapes of the world map, generated from Natural Earth by a Node script.

use anyhow::Result;

use crate::setup;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// The generated file, relative to the root directory.
const SHAPES: &str = "crates/charts/src/world/shapes.txt";

/// Generates the file; the same packages give the same bytes.
pub fn generate(workspace: &Workspace) -> Result<()> {
    setup::for_world(workspace)?;
    shell::run(
        workspace
            .command("node")
            .arg(workspace.world().join("make.mjs"))
            .arg(SHAPES),
    )?;
    say(format_args!("{SHAPES} is up to date"));
    Ok(())
}
