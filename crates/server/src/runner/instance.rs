//! One instance from its first start until nobody wants it: started, asked, told of, started again.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tiermeter_backend::Fault;
use tiermeter_backend::instances::{self, Process, Readiness};
use tiermeter_backend::operation::{Actor, Operation};
use tiermeter_backend::records::ServiceRecord;
use tiermeter_backend::store::Transaction;
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::Instant;

use super::{InstanceState, RETRY_PAUSE, Runner, health, reports, told};

const HEALTH_PERIOD: Duration = Duration::from_millis(20);
/// An instance that is not ready by then has failed.
const LONGEST_CREATION: Duration = Duration::from_mins(10);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// An instance that was ready for so long begins with the first pause again.
const STEADY_TIME: Duration = Duration::from_mins(1);
/// How long a stopped instance may take to end.
const ENDING_TIME: Duration = Duration::from_secs(5);

pub(super) struct Supervisor {
    runner: Arc<Runner>,
    service: ServiceRecord,
    /// What it supervises, as the backend knows it.
    process: Process,
    stop: watch::Receiver<bool>,
    pause: Duration,
}

/// How a life of an instance ended.
enum End {
    /// Nobody wants it.
    Unwanted,
    /// It ended by itself before it was ready.
    NotReady(String),
    /// It ended by itself, or could not be told of.
    Exited(String),
}

impl Supervisor {
    pub(super) fn new(
        runner: Arc<Runner>,
        service: ServiceRecord,
        process: Process,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self { runner, service, process, stop, pause: FIRST_PAUSE }
    }

    /// Keeps the instance alive until it is not wanted any more.
    pub(super) async fn run(mut self) {
        while !*self.stop.borrow() {
            let started = Instant::now();
            let why = match self.live().await {
                End::Unwanted => break,
                End::NotReady(why) => {
                    if self.runner.processes.start_failed(&self.process) {
                        self.creation_failed(&why).await;
                    }
                    why
                }
                End::Exited(why) => {
                    if started.elapsed() >= STEADY_TIME {
                        self.pause = FIRST_PAUSE;
                    }
                    why
                }
            };
            let instance = self.process.instance_name();
            tracing::warn!(service = self.service.id, instance, why, "an instance ended");
            self.runner.set(&self.process, |view| {
                view.state = InstanceState::Waiting;
                view.endpoint = None;
                view.restarts += 1;
                view.last_exit = Some(why);
            });
            tokio::select! {
                () = tokio::time::sleep(self.pause) => {}
                _ = self.stop.wait_for(|stop| *stop) => break,
            }
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
        self.runner.remove(&self.process);
    }

    /// One life: from the start of the process to its end.
    async fn live(&mut self) -> End {
        self.runner.set(&self.process, |view| view.state = InstanceState::Starting);
        let parts = Arc::clone(self.runner.backend.parts());
        let Some(model) = parts.models.command_of(&self.service.model, &parts.book) else {
            return End::NotReady(format!("no command is configured for the model {:?}", self.service.model));
        };
        let address = match free_address() {
            Ok(address) => address,
            Err(error) => return End::NotReady(format!("no free port: {error}")),
        };
        let mut child = match start(&model.command, address) {
            Ok(child) => child,
            Err(error) => return End::NotReady(format!("the guard does not start: {error}")),
        };
        if let Some(output) = child.stdout.take() {
            let (runner, service) = (Arc::clone(&self.runner), self.service.clone());
            tokio::spawn(reports::follow(runner, service, self.process.instance_name(), output));
        }
        // While this end is open the guard lets the program run; waiting for the child must not close it.
        let lifeline = child.stdin.take();
        let end = self.until_end(&mut child, address, &model.health_path).await;
        drop(lifeline);
        if tokio::time::timeout(ENDING_TIME, child.wait()).await.is_err() {
            let instance = self.process.instance_name();
            tracing::error!(service = self.service.id, instance, "an instance does not end");
        }
        end
    }

    async fn until_end(&mut self, child: &mut Child, address: SocketAddr, health_path: &str) -> End {
        let ready = async {
            while !health::is_ready(address, health_path).await {
                tokio::time::sleep(HEALTH_PERIOD).await;
            }
        };
        tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => return End::Unwanted,
            exit = child.wait() => return End::NotReady(exit_text(exit)),
            () = tokio::time::sleep(LONGEST_CREATION) => return End::NotReady("it was not ready in time".to_owned()),
            () = ready => {}
        }
        let run = match self.told_ready().await {
            Some(Readiness::Serves { run }) => run,
            Some(Readiness::CalledOff) => return End::Unwanted,
            None => return End::Exited("its readiness was not kept".to_owned()),
        };
        self.runner.set(&self.process, |view| {
            view.state = InstanceState::Ready;
            view.endpoint = Some(format!("http://{address}"));
        });
        let exit = tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => None,
            exit = child.wait() => Some(exit),
        };
        let at = self.runner.backend.now();
        let Some(exit) = exit else {
            self.runner.set(&self.process, |view| view.state = InstanceState::Stopping);
            // Whatever called it off has ended its run, unless it was just about to become ready then.
            if let Some(run) = run {
                self.told_exited(run, at).await;
            }
            return End::Unwanted;
        };
        self.runner.set(&self.process, |view| view.state = InstanceState::Waiting);
        if let Some(run) = run {
            self.tell_exit(run, at).await;
        }
        End::Exited(exit_text(exit))
    }

    /// Does an operation of the account that the instance is of.
    async fn operate<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.runner.backend.operate_for(&self.process.account, Actor::Platform, work).await
    }

    async fn told_ready(&self) -> Option<Readiness> {
        let (runner, process) = (Arc::clone(&self.runner), self.process.clone());
        let work = move |transaction: &mut dyn Transaction, operation: &mut Operation<'_>| {
            instances::ready(transaction, operation, &runner.processes, &process)
        };
        told(self.operate(work).await, "readiness was not kept")
    }

    /// Tells that the process ended, until that is kept or the instance is called off, which ends its run as well.
    async fn tell_exit(&mut self, run: i64, at: tiermeter_pricing::Instant) {
        while !self.told_exited(run, at).await {
            tokio::select! {
                () = tokio::time::sleep(RETRY_PAUSE) => {}
                _ = self.stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// Whether the end of the process was kept.
    async fn told_exited(&self, run: i64, at: tiermeter_pricing::Instant) -> bool {
        let process = self.process.clone();
        let work = move |transaction: &mut dyn Transaction, operation: &mut Operation<'_>| {
            instances::exited(transaction, operation, &process, run, at)
        };
        told(self.operate(work).await, "an end was not kept").is_some()
    }

    async fn creation_failed(&self, why: &str) {
        let why = format!("no instance became ready: {why}");
        let (runner, process) = (Arc::clone(&self.runner), self.process.clone());
        let work = move |transaction: &mut dyn Transaction, operation: &mut Operation<'_>| {
            instances::creation_failed(transaction, operation, &runner.processes, &process, &why)
        };
        told(self.operate(work).await, "a failed creation was not kept");
    }
}

/// A free port of this machine; the instance takes it a moment later.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// Starts the command under a guard, so that it does not outlive the server.
fn start(command: &[std::ffi::OsString], address: SocketAddr) -> std::io::Result<Child> {
    let guard = std::env::current_exe()?;
    Command::new(guard)
        .arg("guard")
        .arg("--")
        .args(command)
        .env("TIERMETER_INSTANCE_LISTEN", address.to_string())
        .env("TIERMETER_LISTEN", address.to_string())
        .env_remove("TIERMETER_BOOTSTRAP_API_KEY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

fn exit_text(exit: std::io::Result<ExitStatus>) -> String {
    exit.map_or_else(|error| error.to_string(), |status| status.to_string())
}
