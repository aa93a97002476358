//! `cargo xtask start`: everything built, page and API served on one local address, with a few services running.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::process::Command;

use crate::failure::Failure;
use crate::page::{self, Effort};
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{package, process, tools};

const USUAL_ADDRESS: &str = "127.0.0.1:8080";
/// What the server keeps between two starts; ignored by git.
const DATABASE: &str = ".data/tiermeter.db";
/// So many ports after the wanted one are tried before the system chooses one.
const PORTS_TRIED: u16 = 20;

/// Builds, then becomes the server.
pub(crate) fn run(workspace: &Workspace, flags: &[&str]) -> Result<(), Failure> {
    let (wanted, effort) = parse(flags)?;

    let progress = Progress::new(if effort == Effort::Release { 5 } else { 3 });
    progress.step("preparing the tools", || tools::ensure(workspace, &progress))?;
    progress.step("building the pages", || page::build(workspace, effort))?;
    let (profile, folder) = match effort {
        Effort::Release => {
            progress.step("building the npm package", || package::build(workspace))?;
            progress.step("building the page /embed", || package::build_embed_page(workspace))?;
            ("release", "release")
        }
        Effort::Debug => ("dev", "debug"),
    };
    progress.step("building the server", || {
        process::quiet(workspace.cargo(&format!("build --profile {profile} --package tiermeter-server")))
    })?;

    let address = free_address(wanted)?;
    if address.port() != wanted.port() {
        println!("port {} is taken, taking another", wanted.port());
    }
    println!("Ctrl-C ends the server");
    let program = workspace.target(folder).join("tiermeter");
    let database = workspace.path(DATABASE);
    if let Some(folder) = database.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut server = workspace.command(program, &format!("serve --listen {address} --sample-data"));
    server.arg("--database").arg(database);
    become_server(&mut server)
}

fn parse(flags: &[&str]) -> Result<(SocketAddr, Effort), Failure> {
    let mut listen = USUAL_ADDRESS;
    let mut effort = Effort::Release;
    let mut rest = flags;
    loop {
        rest = match rest {
            [] => break,
            ["--debug", others @ ..] => {
                effort = Effort::Debug;
                others
            }
            ["--listen", address, others @ ..] => {
                listen = address;
                others
            }
            [flag, ..] => {
                return Err(Failure::Usage(format!("flag `{flag}` of start is unknown or lacks its value")));
            }
        };
    }
    match listen.to_socket_addrs().ok().and_then(|mut addresses| addresses.next()) {
        Some(wanted) => Ok((wanted, effort)),
        None => Err(Failure::Usage(format!("`{listen}` is no address and port such as {USUAL_ADDRESS}"))),
    }
}

/// The wanted address, or the same one with a port that is free.
fn free_address(wanted: SocketAddr) -> Result<SocketAddr, Failure> {
    for port in wanted.port()..=wanted.port().saturating_add(PORTS_TRIED) {
        let address = SocketAddr::new(wanted.ip(), port);
        match TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(Failure::new(format!("{address} can't be listened on: {error}"))),
        }
    }
    Ok(SocketAddr::new(wanted.ip(), 0))
}

/// The server takes this process over: Ctrl-C and kill reach it directly, and its first line, the link, is the
/// last one here.
#[cfg(unix)]
fn become_server(server: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let error = server.exec();
    Err(Failure::new(format!("the server can't be started: {error}")))
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Result<(), Failure> {
    process::attached(server)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::{Effort, free_address, parse};

    #[test]
    fn flags_are_read_or_refused() {
        let check = |flags: &[&str], expected: Option<(&str, Effort)>| {
            let parsed = parse(flags).ok().map(|(wanted, effort)| (wanted.to_string(), effort));
            assert!(parsed == expected.map(|(wanted, effort)| (wanted.to_owned(), effort)), "{flags:?}");
        };
        check(&[], Some(("127.0.0.1:8080", Effort::Release)));
        check(&["--debug"], Some(("127.0.0.1:8080", Effort::Debug)));
        check(&["--listen", "127.0.0.1:0", "--debug"], Some(("127.0.0.1:0", Effort::Debug)));
        check(&["--listen", "[::1]:9000"], Some(("[::1]:9000", Effort::Release)));
        check(&["--listen"], None);
        check(&["--listen", "8080"], None);
        check(&["--listen", "127.0.0.1:70000"], None);
        check(&["--port", "8080"], None);
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let wanted = taken.local_addr().unwrap();
        let free = free_address(wanted).unwrap();
        assert_eq!(free.ip(), wanted.ip());
        assert_ne!(free.port(), wanted.port());
    }
}
