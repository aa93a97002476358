//! `tiermeter guard -- PROGRAM ARGUMENT...`: runs one program and sees to it that the program never outlives
//! the server that wanted it.
//!
//! The server holds the other end of the guard's standard input. However the server ends, `kill -9` included,
//! the kernel closes that end, and the guard ends the program with everything that it has started: SIGTERM to
//! its process group, SIGKILL after two seconds. The same happens on a signal to the guard, and to what a
//! program that ended by itself has left behind. A process that moves to another group is out of reach.
//!
//! | program | exit code of the guard |
//! |---|---|
//! | ended | its own |
//! | ended by a signal | 128 + the number of the signal |
//! | cannot be started | 127 where there is none of that name, else 126 |

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use crate::serve::{Signals, failed};

/// What was told to end has so long before it is killed.
const ENDING_TIME: Duration = Duration::from_secs(2);
/// Between two looks at whether a process group still has members, of which no event tells.
#[cfg(unix)]
const GROUP_PAUSE: Duration = Duration::from_millis(10);

/// Flags of `tiermeter guard`.
#[derive(Debug, clap::Args)]
pub(crate) struct GuardArguments {
    /// The program to start, and what it is given.
    #[arg(last = true, required = true, value_name = "PROGRAM")]
    command: Vec<OsString>,
}

/// Runs the program until it ends or has to.
pub(crate) fn run(arguments: &GuardArguments) -> ExitCode {
    group::leave_the_server();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the runtime does not start: {error}")),
    };
    match runtime.block_on(guard(&arguments.command)) {
        Ok(code) => ExitCode::from(code),
        Err(message) => failed(&message),
    }
}

async fn guard(command: &[OsString]) -> Result<u8, String> {
    // Before there is a program, so that nothing ends the guard without it.
    let mut stop = Signals::new().map_err(|error| format!("cannot wait for signals: {error}"))?;
    let server_gone = end_of_input().map_err(|error| format!("cannot watch the server: {error}"))?;
    let Some((program, parameters)) = command.split_first() else {
        return Err("no program is named".to_owned());
    };
    let mut child = match start(program, parameters) {
        Ok(child) => child,
        Err(error) => {
            // The code is the one that a shell would give.
            let _ = failed(&format!("cannot start {}: {error}", program.display()));
            return Ok(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 });
        }
    };
    let group = group::Group::led_by(&child);
    tokio::select! {
        _ = child.wait() => {}
        () = stop.received() => {}
        // Its thread sends nothing that counts, and can only end.
        _ = server_gone => {}
    }
    let status = end(&mut child, &group).await;
    status.map(code_of).map_err(|error| format!("cannot wait for {}: {error}", program.display()))
}

fn start(program: &OsStr, parameters: &[OsString]) -> io::Result<Child> {
    let mut command = Command::new(program);
    command.args(parameters).stdin(Stdio::null()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    command.spawn()
}

/// Ends the program where it still runs, and whatever else is left of its group.
async fn end(child: &mut Child, group: &group::Group) -> io::Result<ExitStatus> {
    group.ask_to_end(child);
    let ended = async {
        let status = child.wait().await;
        group.emptied().await;
        status
    };
    if let Ok(status) = tokio::time::timeout(ENDING_TIME, ended).await {
        return status;
    }
    group.kill(child);
    child.wait().await
}

/// Is answered when standard input ends. A thread reads it: a read of tokio's would have to be waited for.
fn end_of_input() -> io::Result<oneshot::Receiver<()>> {
    let (ended, end) = oneshot::channel();
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        // An input that can no longer be read has ended as well.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    })?;
    Ok(end)
}

#[cfg(unix)]
fn code_of(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or_else(|| status.signal().map(|signal| signal.saturating_add(128)));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

#[cfg(not(unix))]
fn code_of(status: ExitStatus) -> u8 {
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

/// The program and everything that it has started, as one.
#[cfg(unix)]
mod group {
    use rustix::process::{Pid, Signal, kill_process_group, setsid, test_kill_process_group};
    use tokio::process::Child;

    use super::GROUP_PAUSE;

    /// Whatever is sent to the server's process group, from a terminal for one, is meant for the server: it
    /// says what is to become of its programs.
    pub(super) fn leave_the_server() {
        // Refused only where the guard leads a group of its own already.
        let _ = setsid();
    }

    /// A process group. Its number stays taken for as long as it has a member, and the kernel hands numbers
    /// out in turn, so that the number of a group which has just become empty is not another one's yet.
    pub(super) struct Group {
        leader: Option<Pid>,
    }

    impl Group {
        /// The group of a program that was just started as its leader.
        pub(super) fn led_by(child: &Child) -> Self {
            let id = child.id().and_then(|id| i32::try_from(id).ok());
            Self { leader: id.and_then(Pid::from_raw) }
        }

        pub(super) fn ask_to_end(&self, _: &mut Child) {
            self.send(Signal::TERM);
        }

        pub(super) fn kill(&self, _: &mut Child) {
            self.send(Signal::KILL);
        }

        /// Waits until the group has no members.
        pub(super) async fn emptied(&self) {
            while self.leader.is_some_and(|leader| test_kill_process_group(leader).is_ok()) {
                tokio::time::sleep(GROUP_PAUSE).await;
            }
        }

        fn send(&self, signal: Signal) {
            if let Some(leader) = self.leader {
                // A group without members is what is wanted.
                let _ = kill_process_group(leader, signal);
            }
        }
    }
}

/// Where there are no process groups, the program alone.
#[cfg(not(unix))]
mod group {
    use tokio::process::Child;

    pub(super) fn leave_the_server() {}

    pub(super) struct Group;

    impl Group {
        pub(super) fn led_by(_: &Child) -> Self {
            Self
        }

        /// There is no signal to ask with.
        pub(super) fn ask_to_end(&self, child: &mut Child) {
            self.kill(child);
        }

        pub(super) fn kill(&self, child: &mut Child) {
            // A program that has ended is what is wanted.
            let _ = child.start_kill();
        }

        pub(super) async fn emptied(&self) {}
    }
}
