//! Instances are processes: the runner starts those that services want, tells the backend when they are ready and
//! when they end, and stops those that nobody wants any more.

mod health;
mod instance;
mod loads;
mod reports;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;
use tiermeter_backend::Fault;
use tiermeter_backend::instances::{self, Process, Processes};
use tiermeter_backend::operation::Actor;
use tiermeter_backend::records::{Metering, RunRecord, ServiceRecord};
use tiermeter_backend::scaling::{instance_name, to_start};
use tiermeter_pricing::Instant;
use tokio::sync::{Notify, watch};

use crate::backend::Backend;
use crate::lock::locked;
use loads::Loads;

/// How often the server notes that it is alive, for runs that a crash leaves open.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How long the test clock waits for instances that are starting.
const LONGEST_START: Duration = Duration::from_secs(5);
/// After the store failed, it is asked again after so long.
const RETRY_PAUSE: Duration = Duration::from_secs(1);
const LOOK_PERIOD: Duration = Duration::from_millis(50);

/// Where an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InstanceState {
    /// Its process runs, and is not ready yet.
    Starting,
    /// It serves.
    Ready,
    /// It ended by itself, and is started again after a pause.
    Waiting,
    /// It is being stopped.
    Stopping,
}

/// An instance as others see it.
#[derive(Debug, Clone)]
pub(crate) struct InstanceView {
    /// The process that it is told of; of two for one instance the later one counts.
    process: u64,
    pub(crate) state: InstanceState,
    pub(crate) endpoint: Option<String>,
    pub(crate) since: Instant,
    /// The same by the machine's own clock.
    since_really: std::time::Instant,
    pub(crate) restarts: u64,
    pub(crate) last_exit: Option<String>,
}

/// A service and the number of one of its instances.
type Key = (String, u32);

/// Every instance that runs or is to.
pub(crate) struct Runner {
    backend: Arc<Backend>,
    /// Which process stands for each instance.
    processes: Processes,
    views: Mutex<BTreeMap<Key, InstanceView>>,
    loads: Mutex<Loads>,
    changed: Notify,
    /// An instance ended without being told to: what is wanted is looked at again.
    ended: Notify,
    /// Up to which change the instances follow what is wanted.
    followed: watch::Sender<i64>,
}

/// A running supervisor of one instance.
struct Supervised {
    process: Process,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Runner {
    /// A runner that runs nothing yet.
    pub(crate) fn new(backend: Arc<Backend>) -> Arc<Self> {
        let followed = watch::channel(-1).0;
        Arc::new(Self {
            backend,
            processes: Processes::default(),
            views: Mutex::default(),
            loads: Mutex::default(),
            changed: Notify::new(),
            ended: Notify::new(),
            followed,
        })
    }

    /// The instances of a service.
    pub(crate) fn instances_of(&self, service: &str) -> Vec<(u32, InstanceView)> {
        let views = self.views();
        let own = views.range((service.to_owned(), 0)..=(service.to_owned(), u32::MAX));
        own.map(|((_, number), view)| (*number, view.clone())).collect()
    }

    fn views(&self) -> MutexGuard<'_, BTreeMap<Key, InstanceView>> {
        locked(&self.views)
    }

    fn loads(&self) -> MutexGuard<'_, Loads> {
        locked(&self.loads)
    }

    fn set(&self, process: &Process, change: impl FnOnce(&mut InstanceView)) {
        let now = self.backend.now();
        let mut views = self.views();
        let view = views.entry(key_of(process)).or_insert_with(|| InstanceView {
            process: process.sequence,
            state: InstanceState::Starting,
            endpoint: None,
            since: now,
            since_really: std::time::Instant::now(),
            restarts: 0,
            last_exit: None,
        });
        if view.process > process.sequence {
            return;
        }
        view.process = process.sequence;
        let before = view.state;
        change(view);
        if view.state != before {
            view.since = now;
            view.since_really = std::time::Instant::now();
        }
        drop(views);
        self.changed.notify_waiters();
    }

    /// A process ended, and is not started again.
    fn remove(&self, process: &Process) {
        self.processes.call_off(process);
        let mut views = self.views();
        let key = key_of(process);
        if views.get(&key).is_some_and(|view| view.process == process.sequence) {
            views.remove(&key);
        }
        drop(views);
        self.changed.notify_waiters();
        self.ended.notify_one();
    }

    /// Tells a process to end. What it tells from now on opens no run.
    fn call_off(&self, instance: &Supervised) {
        self.processes.call_off(&instance.process);
        let _ = instance.stop.send(true);
    }

    fn ready(&self) -> Vec<Key> {
        let views = self.views();
        let ready = views.iter().filter(|(_, view)| view.state == InstanceState::Ready);
        ready.map(|(key, _)| key.clone()).collect()
    }

    /// Whether an instance is starting, and has not been for longer than a start may take.
    fn is_starting(&self) -> bool {
        let views = self.views();
        views
            .values()
            .any(|view| view.state == InstanceState::Starting && view.since_really.elapsed() < LONGEST_START)
    }

    /// Follows what services want until the server stops; then ends every run and every instance.
    pub(crate) async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut newest = self.backend.newest_change();
        let mut supervised: HashMap<Key, Supervised> = HashMap::new();
        let heartbeat = tokio::spawn(Arc::clone(&self).beat());
        let watching = tokio::spawn(Arc::clone(&self).watch_time());
        while !*stop.borrow() {
            let change = *newest.borrow_and_update();
            // Noted before what is wanted is read: whoever is ready by then has had its run opened.
            let ready = self.ready();
            let looked = self.backend.look(|transaction, _| {
                Ok((transaction.services_to_run()?, transaction.open_managed_runs()?))
            });
            match looked.await {
                Ok((services, runs)) => {
                    self.stop_unbilled(&services, &runs, &ready, &mut supervised);
                    self.reconcile(&services, &mut supervised);
                    let _ = self.followed.send_replace(change);
                }
                Err(fault) => {
                    tracing::error!(?fault, "the runner can't read what is wanted");
                    tokio::time::sleep(RETRY_PAUSE).await;
                    continue;
                }
            }
            tokio::select! {
                _ = newest.changed() => {}
                () = self.ended.notified() => {}
                _ = stop.changed() => {}
            }
        }
        heartbeat.abort();
        watching.abort();
        // Whatever becomes ready from here on opens no run: nobody would end it.
        self.processes.stop();
        let closed = self
            .backend
            .operate(Actor::Platform, |transaction, operation| instances::stop_all(transaction, operation));
        if let Err(fault) = closed.await {
            tracing::error!(?fault, "runs were not closed");
        }
        for instance in supervised.values() {
            let _ = instance.stop.send(true);
        }
        for (_, instance) in supervised {
            let _ = instance.task.await;
        }
    }

    /// Reads the clock, which so notices when the server did not run. Nothing else is waited for here: what takes
    /// long must not look like that.
    async fn watch_time(self: Arc<Self>) {
        let mut period = tokio::time::interval(HEARTBEAT);
        loop {
            period.tick().await;
            let _ = self.backend.now();
        }
    }

    /// Notes that the server is alive while runs are open.
    async fn beat(self: Arc<Self>) {
        let mut period = tokio::time::interval(HEARTBEAT);
        loop {
            period.tick().await;
            // What is due for others does not keep it; but nothing is alive again before it was seen to have been gone.
            let beat = async {
                self.backend.regain_sight().await?;
                let noted = self.backend.prepare(|transaction, operation| {
                    if transaction.open_managed_runs()?.is_empty() {
                        return Ok(());
                    }
                    instances::heartbeat(transaction, operation.now)
                });
                noted.await
            };
            if let Err(fault) = beat.await {
                tracing::error!(?fault, "the heartbeat was not kept");
            }
        }
    }

    fn reconcile(self: &Arc<Self>, services: &[ServiceRecord], supervised: &mut HashMap<Key, Supervised>) {
        let wanted: HashMap<&str, &ServiceRecord> =
            services.iter().map(|service| (service.id.as_str(), service)).collect();
        supervised.retain(|(service, number), instance| {
            let keep = wanted.get(service.as_str()).is_some_and(|service| {
                service.attempt == instance.process.attempt && *number <= to_start(service)
            });
            if !keep {
                self.call_off(instance);
            }
            // One that has ended for good stands for nothing any more.
            keep && self.processes.stands(&instance.process) && !instance.task.is_finished()
        });
        for service in services {
            for number in 1..=to_start(service) {
                let key = (service.id.clone(), number);
                if supervised.contains_key(&key) {
                    continue;
                }
                let process = self.processes.appoint(service, number);
                self.set(&process, |view| view.state = InstanceState::Starting);
                let (stop, stopped) = watch::channel(false);
                let supervisor =
                    instance::Supervisor::new(Arc::clone(self), service.clone(), process.clone(), stopped);
                let task = tokio::spawn(supervisor.run());
                supervised.insert(key, Supervised { process, stop, task });
            }
        }
    }

    /// Stops instances whose run was ended since, such as by two quick scalings: what is started in their place gets
    /// a run of its own.
    fn stop_unbilled(
        &self,
        services: &[ServiceRecord],
        runs: &[RunRecord],
        ready: &[Key],
        supervised: &mut HashMap<Key, Supervised>,
    ) {
        let billed: HashSet<(&str, &str)> =
            runs.iter().map(|run| (run.service.as_str(), run.instance.as_str())).collect();
        for key in ready {
            let metered = services.iter().any(|service| {
                service.id == key.0 && matches!(service.metering, Metering::GpuSeconds { .. })
            });
            let name = instance_name(key.1);
            if metered
                && !billed.contains(&(key.0.as_str(), name.as_str()))
                && let Some(instance) = supervised.remove(key)
            {
                self.call_off(&instance);
            }
        }
    }

    /// Waits until the instances follow everything that was changed by now, and none is starting any more; not
    /// longer than a start may take.
    pub(crate) async fn settled(&self) {
        let newest = *self.backend.newest_change().borrow();
        let mut followed = self.followed.subscribe();
        let _ = followed.wait_for(|followed| *followed >= newest).await;
        while self.is_starting() {
            // Nothing tells when an instance has been starting for too long, so that is looked at too.
            let changed = self.changed.notified();
            let _ = tokio::time::timeout(LOOK_PERIOD, changed).await;
        }
    }
}

fn key_of(process: &Process) -> Key {
    (process.service.clone(), process.instance)
}

/// What became of an operation of the runner, told in the log.
fn told<T>(result: Result<T, Fault>, what: &str) -> Option<T> {
    result.inspect_err(|fault| tracing::error!(?fault, "{what}")).ok()
}
