//! Instances are processes: the runner starts those that services want, tells the backend when they are ready and
//! when they end, and stops those that nobody wants any more.

mod health;
mod instance;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Serialize;
use tiermeter_backend::operation::Actor;
use tiermeter_backend::records::{Metering, RunRecord, ServiceRecord};
use tiermeter_backend::scaling::{instance_name, to_start};
use tiermeter_backend::{Fault, instances};
use tiermeter_pricing::Instant;
use tokio::sync::{Notify, watch};

use crate::backend::Backend;

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
    /// The supervisor that it is told by; of two for one instance the later one counts.
    supervisor: u64,
    pub(crate) state: InstanceState,
    pub(crate) endpoint: Option<String>,
    pub(crate) since: Instant,
    /// The same by the machine's own clock.
    since_really: std::time::Instant,
    pub(crate) restarts: u64,
    pub(crate) last_exit: Option<String>,
}

/// A service and the number of one of its instances.
pub(crate) type Key = (String, u32);

/// Every instance that runs or is to.
pub(crate) struct Runner {
    backend: Arc<Backend>,
    views: Mutex<BTreeMap<Key, InstanceView>>,
    /// Requests in flight as each instance told them last.
    in_flight: Mutex<BTreeMap<Key, u64>>,
    changed: Notify,
    /// An instance ended without being told to: what is wanted is looked at again.
    ended: Notify,
    /// How many supervisors there were.
    supervisors: AtomicU64,
    /// Up to which change the instances follow what is wanted.
    followed: watch::Sender<i64>,
}

/// A running supervisor of one instance.
struct Supervised {
    attempt: u64,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Runner {
    /// A runner that runs nothing yet.
    pub(crate) fn new(backend: Arc<Backend>) -> Arc<Self> {
        let followed = watch::channel(-1).0;
        Arc::new(Self {
            backend,
            views: Mutex::default(),
            in_flight: Mutex::default(),
            changed: Notify::new(),
            ended: Notify::new(),
            supervisors: AtomicU64::new(0),
            followed,
        })
    }

    /// The instances of a service.
    pub(crate) fn instances_of(&self, service: &str) -> Vec<(u32, InstanceView)> {
        let views = self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let own = views.range((service.to_owned(), 0)..=(service.to_owned(), u32::MAX));
        own.map(|((_, number), view)| (*number, view.clone())).collect()
    }

    fn set(&self, key: &Key, supervisor: u64, change: impl FnOnce(&mut InstanceView)) {
        let now = self.backend.now();
        let mut views = self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let view = views.entry(key.clone()).or_insert_with(|| InstanceView {
            supervisor,
            state: InstanceState::Starting,
            endpoint: None,
            since: now,
            since_really: std::time::Instant::now(),
            restarts: 0,
            last_exit: None,
        });
        if view.supervisor > supervisor {
            return;
        }
        view.supervisor = supervisor;
        let before = view.state;
        change(view);
        if view.state != before {
            view.since = now;
            view.since_really = std::time::Instant::now();
        }
        drop(views);
        self.changed.notify_waiters();
    }

    /// Notes the requests in flight of an instance, and gives those of its service.
    fn in_flight_of_service(&self, key: &Key, requests: u64) -> u64 {
        let mut in_flight = self.in_flight.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        in_flight.insert(key.clone(), requests);
        let own = in_flight.range((key.0.clone(), 0)..=(key.0.clone(), u32::MAX));
        own.fold(0, |sum, (_, requests)| sum.saturating_add(*requests))
    }

    fn remove(&self, key: &Key, supervisor: u64) {
        let mut views = self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if views.get(key).is_some_and(|view| view.supervisor == supervisor) {
            views.remove(key);
            self.in_flight.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(key);
        }
        drop(views);
        self.changed.notify_waiters();
        self.ended.notify_one();
    }

    fn ready(&self) -> Vec<Key> {
        let views = self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ready = views.iter().filter(|(_, view)| view.state == InstanceState::Ready);
        ready.map(|(key, _)| key.clone()).collect()
    }

    /// Whether an instance is starting, and has not been for longer than a start may take.
    fn is_starting(&self) -> bool {
        let views = self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        views
            .values()
            .any(|view| view.state == InstanceState::Starting && view.since_really.elapsed() < LONGEST_START)
    }

    /// Follows what services want until the server stops; then ends every run and every instance.
    pub(crate) async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut newest = self.backend.newest_change();
        let mut supervised: HashMap<Key, Supervised> = HashMap::new();
        let heartbeat = tokio::spawn(Arc::clone(&self).beat());
        while !*stop.borrow() {
            let change = *newest.borrow_and_update();
            // Noted before what is wanted is read: whoever is ready by then has had its run opened.
            let ready = self.ready();
            let looked = self.backend.look(|transaction, _| {
                Ok((transaction.services_to_run()?, transaction.open_managed_runs()?))
            });
            match looked.await {
                Ok((services, runs)) => {
                    stop_unbilled(&services, &runs, &ready, &mut supervised);
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

    /// Notes that the server is alive while runs are open.
    async fn beat(self: Arc<Self>) {
        let mut period = tokio::time::interval(HEARTBEAT);
        loop {
            period.tick().await;
            let beat = self.backend.operate(Actor::Platform, |transaction, operation| {
                if transaction.open_managed_runs()?.is_empty() {
                    return Ok(());
                }
                instances::heartbeat(transaction, operation.now)
            });
            if let Err(fault) = beat.await {
                tracing::error!(?fault, "the heartbeat was not kept");
            }
        }
    }

    fn reconcile(self: &Arc<Self>, services: &[ServiceRecord], supervised: &mut HashMap<Key, Supervised>) {
        let wanted: HashMap<&str, &ServiceRecord> =
            services.iter().map(|service| (service.id.as_str(), service)).collect();
        supervised.retain(|(service, number), instance| {
            let keep = wanted
                .get(service.as_str())
                .is_some_and(|service| service.attempt == instance.attempt && *number <= to_start(service));
            if !keep {
                let _ = instance.stop.send(true);
            }
            keep && !instance.task.is_finished()
        });
        for service in services {
            for number in 1..=to_start(service) {
                let key = (service.id.clone(), number);
                if supervised.contains_key(&key) {
                    continue;
                }
                let supervisor = self.supervisors.fetch_add(1, Ordering::Relaxed) + 1;
                self.set(&key, supervisor, |view| view.state = InstanceState::Starting);
                let (stop, stopped) = watch::channel(false);
                let supervisor =
                    instance::Supervisor::new(Arc::clone(self), service.clone(), number, supervisor, stopped);
                let task = tokio::spawn(supervisor.run());
                supervised.insert(key, Supervised { attempt: service.attempt, stop, task });
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

/// Stops instances whose run was ended since, such as by two quick scalings: what is started in their place gets a
/// run of its own.
fn stop_unbilled(
    services: &[ServiceRecord],
    runs: &[RunRecord],
    ready: &[Key],
    supervised: &mut HashMap<Key, Supervised>,
) {
    let billed: HashSet<(&str, &str)> =
        runs.iter().map(|run| (run.service.as_str(), run.instance.as_str())).collect();
    for key in ready {
        let metered = services
            .iter()
            .any(|service| service.id == key.0 && matches!(service.metering, Metering::GpuSeconds { .. }));
        let name = instance_name(key.1);
        if metered
            && !billed.contains(&(key.0.as_str(), name.as_str()))
            && let Some(instance) = supervised.remove(key)
        {
            let _ = instance.stop.send(true);
        }
    }
}

/// What became of an operation of the runner, told in the log.
fn told<T>(result: Result<T, Fault>, what: &str) -> Option<T> {
    result.inspect_err(|fault| tracing::error!(?fault, "{what}")).ok()
}
