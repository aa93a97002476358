//! The built page is embedded in the binary. Where it is not built yet the folder is empty, and the server says so.

use std::fs;

fn main() {
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist");
    println!("cargo::rerun-if-changed={pages}");
    if let Err(error) = fs::create_dir_all(pages) {
        println!("cargo::warning=cannot make the folder {pages}: {error}");
    }
}
