//! What Cargo cannot see by itself: the migrations that `sqlx::migrate!` embeds.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../migrations");
}
