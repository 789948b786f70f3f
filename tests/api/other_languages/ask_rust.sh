#!/bin/sh
# Builds ask.rs with Debian's crates and runs it. ask_rust.sh ADDRESS TEXT, in this folder
set -eu
cp ask.rs "$FOLDER/main.rs"
cat > "$FOLDER/Cargo.toml" <<'TOML'
[package]
name = "ask"
version = "0.1.0"
edition = "2021"
[[bin]]
name = "ask"
path = "main.rs"
[dependencies]
ureq = { version = "2", default-features = false, features = ["json"] }
serde_json = "1"
TOML
mkdir "$FOLDER/.cargo"
cat > "$FOLDER/.cargo/config.toml" <<'TOML'
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "/usr/share/cargo/registry"
TOML
cd "$FOLDER"
cargo run --offline --quiet -- "$1" "$2"
