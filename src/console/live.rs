//! The store of what the console shows: read once, kept up by the stream of changes, with a signal for each service so
//! that one change makes one row anew.
//!
//! | module | what it holds |
//! |---|---|
//! | `apply` | what a change makes of a service: pure |
//! | `cost` | what a service costs at any instant: pure, by the core |
//! | `totals` | what all services cost and are, kept up change by change: pure |
//! | `moved` | what a change moves of what is shown of all services: pure |
//! | `store` | the rows, and how answers and changes come into them |
//! | `session` | who is signed in |
//! | `load` | reading everything, and reading single things anew |
//! | `stream` | the connection that changes come through |
//! | `clock` | the server's clock, as far as this device can tell |

pub mod apply;
pub mod clock;
pub mod cost;
#[cfg(test)]
pub(crate) mod examples;
mod load;
mod moved;
mod session;
mod store;
mod stream;
pub mod totals;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Currency, Exact, Instant, PriceBook, UtcOffset};

use super::documents::{Account, Event, Model, Service};
use super::failure::Failure;
use clock::ServerClock;
pub use cost::{CostClock, expected_at_month_end};
use moved::Moved;
pub use session::{note_sign_in, note_sign_out};
use stream::Stream;
use totals::Contributions;

use crate::erased::{memo, signal_of, stored};
pub use totals::Totals;

/// A service, and what it costs as a function of time.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRow {
    /// The service.
    pub service: Service,
    /// What it costs.
    pub clock: CostClock,
}

impl ServiceRow {
    /// A service with its costs by a price book.
    pub fn of(service: Service, book: &Arc<PriceBook>) -> Self {
        let clock = CostClock::of(&service, book);
        Self { service, clock }
    }
}

/// A row of the store: an id, and the signal of what stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The service's id.
    pub id: Arc<str>,
    signal: ArcRwSignal<ServiceRow>,
}

impl Row {
    /// A handle that can be copied, for the component that calls it.
    pub fn here(&self) -> RwSignal<ServiceRow> {
        RwSignal::from(self.signal.clone())
    }

    /// Looks at the row, and is told when it changes.
    pub fn with<U>(&self, look: impl FnOnce(&ServiceRow) -> U) -> U {
        self.signal.with(look)
    }

    /// Looks at the row as it is now.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&ServiceRow) -> U) -> U {
        self.signal.with_untracked(look)
    }
}

/// How far everything was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loading {
    /// So many services are there.
    Reading(usize),
    /// All of it is there.
    Ready,
    /// It could not be read.
    Failed(Failure),
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// Not known yet.
    Unknown,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// How changes come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// For the first time.
    Connecting,
    /// As they happen.
    Live,
    /// What was missed is coming.
    CatchingUp {
        /// When the connection was lost.
        since: Instant,
    },
    /// Not at all, for now.
    Offline {
        /// When the connection was lost.
        since: Instant,
    },
}

/// The store. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Live {
    /// Whether somebody is signed in.
    pub signed_in: RwSignal<SignedIn>,
    /// How far everything was read.
    pub loading: RwSignal<Loading>,
    /// The account.
    pub account: RwSignal<Option<Account>>,
    /// The models.
    pub models: RwSignal<Vec<Model>>,
    /// The server's price book.
    pub book: RwSignal<Option<Arc<PriceBook>>>,
    /// The services, by id. It changes when one comes or goes.
    pub rows: RwSignal<Arc<Vec<Row>>>,
    /// Moves once for each frame in which any service changed.
    pub pulse: RwSignal<u64>,
    /// Moves when a service comes, goes or stands otherwise: how it runs and why, since when, what it is to have, what it
    /// is called.
    pub stands: RwSignal<u64>,
    /// Moves when what services cost changes by more than time.
    pub costs: RwSignal<u64>,
    /// What all services cost and are, every second. It is worked out only while somebody looks at it: thousands of
    /// services may cost something.
    pub totals: Memo<Totals>,
    /// Whether any service is creating.
    pub any_creating: RwSignal<bool>,
    /// Whether time changes what any service costs.
    pub any_moving: RwSignal<bool>,
    /// How changes come.
    pub connection: RwSignal<Connection>,
    /// When the server was heard last.
    pub updated_at: RwSignal<Option<Instant>>,
    /// The server's clock; it ticks each second.
    pub now: RwSignal<Instant>,
    /// Moves when what all services come to is to be worked out anew.
    summed_up: RwSignal<u64>,
    known: StoredValue<Known>,
    progress: StoredValue<Progress>,
    stream: StoredValue<Option<Stream>, LocalStorage>,
    /// The account's `available`, and what the services had come to when it was read: `None` while some of them were not
    /// there yet.
    available: RwSignal<Option<(Decimal, Option<Decimal>)>>,
}

/// What is known of services beside what is shown.
#[derive(Debug, Default)]
struct Known {
    index: HashMap<Arc<str>, Row>,
    contributions: Contributions,
    /// Services that were deleted lately: an answer that was on its way does not bring them back.
    gone: BTreeSet<Arc<str>>,
    /// Those that were deleted in the half minute before.
    gone_before: BTreeSet<Arc<str>>,
    /// Changes that wait for the next frame, with their positions in the stream.
    waiting: Vec<(u64, Event)>,
    /// Services that are to be asked for anew.
    stale: BTreeSet<Arc<str>>,
    /// Where those services that are metered by tokens begin that are asked for anew next; `None` for the first ones.
    token_cursor: Option<String>,
}

impl Known {
    /// Whether a service was deleted lately.
    fn is_gone(&self, id: &str) -> bool {
        self.gone.contains(id) || self.gone_before.contains(id)
    }
}

/// What is under way.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    clock: ServerClock,
    /// The newest change that was heard.
    position: Option<u64>,
    /// How often in a row the stream could not be opened.
    attempts: u32,
    /// Whether a frame was asked for.
    scheduled: bool,
    /// Whether somebody is on the way to ask for what is stale.
    asking: bool,
    /// Whether everything is being read.
    reading: bool,
    /// Up to when services are counted by what was read last.
    read_at: Option<Instant>,
    /// When all services were summed up, by the page's counter of milliseconds.
    summed_up_at: Option<i64>,
    /// What moved since it was told last.
    moved: Moved,
}

/// The store.
#[expect(clippy::expect_used, reason = "the page mounts nothing without its store")]
pub fn use_live() -> Live {
    use_context::<Live>().expect("the store is provided above every component")
}

impl Live {
    /// An empty store.
    pub fn new() -> Self {
        let (now, summed_up) = (signal_of(Instant::EPOCH), signal_of(0_u64));
        let known = stored(Known::default());
        let totals = memo(move || {
            summed_up.track();
            let now = now.get_untracked();
            known.with_value(|known| known.contributions.totals(now))
        });
        Self {
            signed_in: signal_of(SignedIn::Unknown),
            loading: signal_of(Loading::Reading(0)),
            account: signal_of(None),
            models: signal_of(Vec::new()),
            book: signal_of(None),
            rows: signal_of(Arc::new(Vec::new())),
            pulse: signal_of(0),
            stands: signal_of(0),
            costs: signal_of(0),
            totals,
            any_creating: signal_of(false),
            any_moving: signal_of(false),
            connection: signal_of(Connection::Connecting),
            updated_at: signal_of(None),
            now,
            summed_up,
            known,
            progress: stored(Progress::default()),
            stream: StoredValue::new_local(None),
            available: signal_of(None),
        }
    }

    /// Whether everything is there.
    pub fn ready(self) -> bool {
        self.loading.with(|loading| *loading == Loading::Ready)
    }

    /// The row of a service, as it is now.
    pub fn row(self, id: &str) -> Option<Row> {
        self.known.with_value(|known| known.index.get(id).cloned())
    }

    /// The account's currency.
    pub fn currency(self) -> String {
        self.known_currency().map(Currency::code).unwrap_or_default().to_owned()
    }

    /// The account's currency with its digits; `None` until the price book is there.
    pub fn known_currency(self) -> Option<Currency> {
        self.book.with(|book| book.as_ref().map(|book| book.currency()))
    }

    /// How far from UTC days and months begin; `None` until the price book is there.
    pub fn utc_offset(self) -> Option<UtcOffset> {
        self.book.with(|book| book.as_ref().map(|book| book.utc_offset()))
    }

    /// The same as it is now, without being told of a change.
    pub fn utc_offset_untracked(self) -> Option<UtcOffset> {
        self.book.with_untracked(|book| book.as_ref().map(|book| book.utc_offset()))
    }

    /// How many services are there, while others are still read.
    pub fn read_so_far(self) -> Option<usize> {
        self.loading.with(|loading| match loading {
            Loading::Reading(count) => Some(*count),
            Loading::Ready | Loading::Failed(_) => None,
        })
    }

    /// The balance less everything that is not billed, at this second; as the server said it last, while not every
    /// service is there to count on from.
    pub fn available(self) -> Option<Decimal> {
        let (available, counted) = self.available.get()?;
        let Some(counted) = counted else { return Some(available) };
        let since = self.totals.with(|totals| totals.month_to_date);
        Exact::sum_of([available, counted, -since].into_iter()).ok()
    }

    /// Takes note of what went wrong: a session that has ended ends the console.
    pub fn failed(self, failure: &Failure) {
        if *failure == Failure::SignedOut {
            note_sign_out();
            self.disconnect();
            self.signed_in.set(SignedIn::No);
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}
