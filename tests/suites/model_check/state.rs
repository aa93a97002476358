//! What the model knows at one moment, and how far it goes. Time is a few ticks, money is seconds.

use tiermeter_pricing::Instant;
use tiermeter_service::{Activation, Service, Status};

pub(crate) const SERVICES: usize = 2;
pub(crate) const INSTANCES: usize = 2;
pub(crate) const MONTHS: usize = 3;
pub(crate) const BILLS: usize = 2;

/// Milliseconds since the model's clock began: the step of the backend's clock.
pub(crate) type Moment = u16;

/// A tick is longer than creating is expected to take (L7).
pub(crate) const TICK: Moment = 6_000;
/// The months begin with ticks 0, 1 and 3; the last one does not end.
pub(crate) const MONTH_STARTS: [Moment; MONTHS + 1] = [0, TICK, 3 * TICK, Moment::MAX];

/// The moment at which a tick begins.
pub(crate) fn moment(tick: u8) -> Moment {
    Moment::from(tick) * TICK
}

/// A moment as the core takes it.
pub(crate) fn instant(at: Moment) -> Instant {
    Instant::from_unix_nanoseconds(i64::from(at) * 1_000_000).unwrap_or(Instant::EPOCH)
}

/// An instant of the core as a moment.
pub(crate) fn moment_of(at: Instant) -> Moment {
    Moment::try_from(at.unix_nanoseconds() / 1_000_000).unwrap_or(Moment::MAX)
}

/// How far the model goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// How many services there are.
    pub(crate) services: usize,
    /// The most instances of each.
    pub(crate) instances: [usize; SERVICES],
    /// The clock stands still there.
    pub(crate) last_tick: u8,
    /// How many ticks after its end a month is closed.
    pub(crate) grace_ticks: u8,
    /// How often a person starts a service that is off.
    pub(crate) enables: u8,
    /// How often an instance is called off within an attempt.
    pub(crate) scale_ins: u8,
    pub(crate) top_ups: u8,
    /// How often the server is killed.
    pub(crate) crashes: u8,
    /// How often an instance ends by itself.
    pub(crate) exits: u8,
    /// Whether a run is told by events.
    pub(crate) tells: bool,
    /// Whether reports of instances that were called off come at any later time.
    pub(crate) late_reports: bool,
}

/// Everything at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// The clock.
    pub(crate) now: u8,
    /// Since when the server is dead; the clock's work is done up to then.
    pub(crate) down_since: Option<u8>,
    /// The last heartbeat.
    pub(crate) alive_at: u8,
    pub(crate) crashes: u8,
    pub(crate) exits: u8,
    pub(crate) services: [ServiceState; SERVICES],
    pub(crate) money: Money,
    /// What the step that led here was.
    pub(crate) marks: Marks,
}

/// A service as the backend keeps it, and its instances.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ServiceState {
    pub(crate) life: Service,
    /// Which start of the service it is.
    pub(crate) attempt: u8,
    /// How many instances a person wants.
    pub(crate) wanted: usize,
    pub(crate) instances: [Instance; INSTANCES],
}

/// An instance: what the store knows of it, and its process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Instance {
    /// How often it was called off within the attempt.
    pub(crate) epoch: u8,
    pub(crate) process: Option<Process>,
    /// When its open run began.
    pub(crate) run: Option<Moment>,
    /// Its newest run that is over, as long as another one could meet it.
    pub(crate) ended: Option<Ended>,
}

/// A process, and which call it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Process {
    pub(crate) attempt: u8,
    pub(crate) epoch: u8,
    /// It was told that it serves.
    pub(crate) serves: bool,
}

/// A run that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Ended {
    pub(crate) started: Moment,
    pub(crate) stopped: Moment,
}

/// What was used, billed and paid.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Money {
    pub(crate) overdue: bool,
    pub(crate) top_ups: u8,
    pub(crate) first_open_month: usize,
    /// Seconds of runs that are over, by month.
    pub(crate) tally: [i32; MONTHS],
    /// The first closed month that usage came for.
    pub(crate) late_month: Option<usize>,
    pub(crate) bills: [Option<Bill>; BILLS],
    pub(crate) told: Told,
    pub(crate) ledger: Ledger,
}

/// An issued bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Bill {
    pub(crate) month: usize,
    pub(crate) due_at: Moment,
    pub(crate) payable: i32,
    /// What it bills, by the month that it is for.
    pub(crate) billed: [i32; MONTHS],
}

/// Which events of a run elsewhere are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Told {
    pub(crate) started: bool,
    pub(crate) stopped: bool,
}

/// The accounts of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Ledger {
    pub(crate) payments: i32,
    pub(crate) customer: i32,
    pub(crate) revenue: i32,
}

/// What a single step did that its state alone does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    RunsAgain,
    OnlyOneBack,
    ReadyWhileDisabled,
    ReadyLate,
    EventAfterClose,
    ScaledIn,
    EnabledAfterFailure,
    ClosedBelated,
    // What must not be.
    RunsMeet,
    WrongOnesBack,
    StaleReportTook,
    PaidWhileDead,
    BillChanged,
}

/// A set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(crate) const fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u16) != 0
    }

    pub(crate) fn add(&mut self, mark: Mark) {
        self.0 |= 1 << mark as u16;
    }
}

impl State {
    /// Nothing has happened yet.
    pub(crate) fn first() -> Self {
        let service = ServiceState {
            life: Service::new(false),
            attempt: 0,
            wanted: 1,
            instances: [Instance::default(); INSTANCES],
        };
        Self {
            now: 0,
            down_since: None,
            alive_at: 0,
            crashes: 0,
            exits: 0,
            services: [service.clone(), service],
            money: Money::default(),
            marks: Marks::default(),
        }
    }

    /// Every instance of every service.
    pub(crate) fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.services.iter().flat_map(|service| &service.instances)
    }

    /// Whether any run of this server's instances is open.
    pub(crate) fn has_open_run(&self) -> bool {
        self.instances().any(|instance| instance.run.is_some())
    }
}

impl ServiceState {
    /// Whether it has instances, or is getting them.
    pub(crate) fn goes(&self) -> bool {
        goes(self.life.status())
    }

    /// Whether somebody asked for it and nobody switched it off.
    pub(crate) fn is_asked_for(&self) -> bool {
        matches!(self.life.activation(), Activation::Enabled { .. })
    }

    /// How many instances it has to have: one too, where it wants none but has never been ready.
    pub(crate) fn to_start(&self) -> usize {
        match self.life.status() {
            Status::Creating => self.wanted.max(1),
            Status::Running => self.wanted,
            Status::NotEnabled | Status::Stopped => 0,
        }
    }

    /// Whether a process answers the newest call of the instance.
    pub(crate) fn calls(&self, instance: usize, process: Process) -> bool {
        self.attempt == process.attempt && self.instances[instance].epoch == process.epoch
    }
}

/// Whether a service of this status has instances, or is getting them.
pub(crate) const fn goes(status: Status) -> bool {
    matches!(status, Status::Creating | Status::Running)
}
