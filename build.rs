//! The pricing page's program is split in two after it is linked, for which the linker has to say what it moved.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("CARGO_CFG_TARGET_ARCH").unwrap_or_default();
    if target == "wasm32" {
        println!("cargo::rustc-link-arg-bin=page=--emit-relocs");
    }
}
