//! The shapes of the world map, made from Natural Earth by a script that Node runs.

use anyhow::Result;

use crate::setup;
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// The file that is made, as seen from the root folder.
const SHAPES: &str = "crates/charts/src/world/shapes.txt";

/// Makes the file again; with the same packages it comes out the same.
pub fn make(workspace: &Workspace) -> Result<()> {
    setup::for_world(workspace)?;
    shell::run(
        workspace
            .command("node")
            .arg(workspace.world().join("make.mjs"))
            .arg(SHAPES),
    )?;
    say(format_args!("{SHAPES} is made"));
    Ok(())
}
