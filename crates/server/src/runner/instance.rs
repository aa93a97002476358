//! One instance from its first start until nobody wants it: started, asked, told of, started again.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::value::RawValue;
use tiermeter_backend::events::{self, INSTANCE_SOURCE, ReadEvent};
use tiermeter_backend::instances::{self, Readiness};
use tiermeter_backend::operation::Actor;
use tiermeter_backend::records::{Metering, ServiceRecord};
use tiermeter_backend::scaling::instance_name;
use tiermeter_service::ServiceScaling;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::watch;
use tokio::time::Instant;

use super::{InstanceState, Key, RETRY_PAUSE, Runner, health, told};

const HEALTH_PERIOD: Duration = Duration::from_millis(20);
/// An instance that is not ready by then has failed.
const LONGEST_CREATION: Duration = Duration::from_mins(10);
/// So many failed starts in a row, and a service that was never ready has failed.
const MOST_FAILED_STARTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// An instance that was ready for so long begins with the first pause again.
const STEADY_TIME: Duration = Duration::from_mins(1);
/// How long a stopped instance may take to end.
const ENDING_TIME: Duration = Duration::from_secs(5);

pub(super) struct Supervisor {
    runner: Arc<Runner>,
    service: ServiceRecord,
    key: Key,
    name: String,
    /// Which supervisor it is, of all that there were.
    number: u64,
    stop: watch::Receiver<bool>,
    failed_starts: u32,
    pause: Duration,
}

/// How a life of an instance ended.
enum End {
    /// Nobody wants it.
    Unwanted,
    /// It ended by itself before it was ready.
    NotReady(String),
    /// It ended by itself.
    Exited(String),
}

impl Supervisor {
    pub(super) fn new(
        runner: Arc<Runner>,
        service: ServiceRecord,
        instance: u32,
        number: u64,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let key = (service.id.clone(), instance);
        let name = instance_name(instance);
        Self { runner, service, key, name, number, stop, failed_starts: 0, pause: FIRST_PAUSE }
    }

    /// Keeps the instance alive until it is not wanted any more.
    pub(super) async fn run(mut self) {
        while !*self.stop.borrow() {
            let started = Instant::now();
            let why = match self.live().await {
                End::Unwanted => break,
                End::NotReady(why) => {
                    self.failed_starts += 1;
                    if self.failed_starts >= MOST_FAILED_STARTS {
                        self.creation_failed(&why).await;
                    }
                    why
                }
                End::Exited(why) => {
                    self.failed_starts = 0;
                    if started.elapsed() >= STEADY_TIME {
                        self.pause = FIRST_PAUSE;
                    }
                    why
                }
            };
            tracing::warn!(service = self.service.id, instance = self.name, why, "an instance ended");
            self.runner.set(&self.key, self.number, |view| {
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
        self.runner.remove(&self.key, self.number);
    }

    /// One life: from the start of the process to its end.
    async fn live(&mut self) -> End {
        self.runner.set(&self.key, self.number, |view| view.state = InstanceState::Starting);
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
            tokio::spawn(reports(Arc::clone(&self.runner), self.service.clone(), self.key.clone(), output));
        }
        // While this end is open the guard lets the program run; waiting for the child must not close it.
        let lifeline = child.stdin.take();
        let end = self.until_end(&mut child, address, &model.health_path).await;
        drop(lifeline);
        if tokio::time::timeout(ENDING_TIME, child.wait()).await.is_err() {
            tracing::error!(service = self.service.id, instance = self.name, "an instance does not end");
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
        match self.told_ready().await {
            Some(Readiness::Serves) => {}
            Some(Readiness::CalledOff) => return End::Unwanted,
            None => return End::NotReady("its readiness was not kept".to_owned()),
        }
        self.runner.set(&self.key, self.number, |view| {
            view.state = InstanceState::Ready;
            view.endpoint = Some(format!("http://{address}"));
        });
        let exit = tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => None,
            exit = child.wait() => Some(exit),
        };
        match exit {
            None => {
                self.runner.set(&self.key, self.number, |view| view.state = InstanceState::Stopping);
                End::Unwanted
            }
            Some(exit) => {
                self.runner.set(&self.key, self.number, |view| view.state = InstanceState::Waiting);
                while !self.told_exited().await {
                    tokio::time::sleep(RETRY_PAUSE).await;
                }
                End::Exited(exit_text(exit))
            }
        }
    }

    async fn told_ready(&self) -> Option<Readiness> {
        let (service, name) = (self.service.clone(), self.name.clone());
        let ready = self.runner.backend.operate(Actor::Platform, move |transaction, operation| {
            instances::ready(transaction, operation, &service, service.attempt, &name)
        });
        told(ready.await, "readiness was not kept")
    }

    /// Whether the end was kept.
    async fn told_exited(&self) -> bool {
        let (service, name) = (self.service.clone(), self.name.clone());
        let exited = self.runner.backend.operate(Actor::Platform, move |transaction, operation| {
            instances::exited(transaction, operation, &service, &name)
        });
        told(exited.await, "an end was not kept").is_some()
    }

    async fn creation_failed(&self, why: &str) {
        let (service, why) = (self.service.clone(), format!("no instance became ready: {why}"));
        let failed = self.runner.backend.operate(Actor::Platform, move |transaction, operation| {
            instances::creation_failed(transaction, operation, &service, service.attempt, &why)
        });
        told(failed.await, "a failed creation was not kept");
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

/// Reads what an instance tells of itself, line by line: tokens that it used, and requests in flight.
async fn reports(runner: Arc<Runner>, service: ServiceRecord, key: Key, output: ChildStdout) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let now = runner.backend.now();
        let Some(event) = event_of(&line, &service, &key, &runner, now) else {
            continue;
        };
        let (account, event) = (service.account.clone(), ReadEvent::of(event));
        let taken = runner.backend.operate(Actor::Platform, move |transaction, operation| {
            let Some(account) = transaction.account(&account)? else {
                return Ok(Vec::new());
            };
            events::take(transaction, operation, &account, &[event])
        });
        let results = told(taken.await, "an instance's report was not kept").unwrap_or_default();
        for result in results.iter().filter(|result| result.outcome != events::Outcome::Accepted) {
            tracing::error!(?result, "an instance's report was not counted");
        }
    }
}

/// A line of an instance as an event.
fn event_of(
    line: &str,
    service: &ServiceRecord,
    key: &Key,
    runner: &Runner,
    now: tiermeter_pricing::Instant,
) -> Option<Box<RawValue>> {
    let report: serde_json::Value = serde_json::from_str(line).ok()?;
    let source = format!("{INSTANCE_SOURCE}{}/{}", service.id, instance_name(key.1));
    let event = if let Some(tokens) = report.get("tokens") {
        if service.metering != Metering::Tokens {
            return None;
        }
        serde_json::json!({
            "specversion": "1.0", "type": "tiermeter.tokens.used.v1", "source": source, "time": now,
            "id": tokens.get("id")?,
            "data": {
                "service": service.id, "model": service.model, "input": tokens.get("input")?,
                "cached_input": tokens.get("cached_input")?, "output": tokens.get("output")?,
            },
        })
    } else {
        let requests = report.get("requests_in_flight")?.as_u64()?;
        let requests = runner.in_flight_of_service(key, requests);
        if !matches!(service.metering.scaling(), Some(ServiceScaling::Automatic(_))) {
            return None;
        }
        serde_json::json!({
            "specversion": "1.0", "type": "tiermeter.service.load.v1", "source": source, "time": now,
            "id": format!("load-{:?}", crate::backend::fresh()),
            "data": { "service": service.id, "requests_in_flight": requests },
        })
    };
    RawValue::from_string(event.to_string()).ok()
}
