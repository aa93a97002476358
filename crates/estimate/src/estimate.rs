//! The estimate as types. One that was read is valid (E7).

use std::fmt;

use tiermeter_pricing::{Instant, Month, Price, TokenCount};
use tiermeter_service::Policy;

/// Rates are counted in parts of which so many make a whole.
pub(crate) const PICO_PER_UNIT: u64 = 1_000_000_000_000;

/// Usage that has not happened yet, drawn by a person in the calculator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The month that is estimated, at the price book's offset.
    pub month: Month,
    /// What is used; line n (from 1) becomes service `line-n`.
    pub lines: Vec<EstimateLine>,
}

/// One thing that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstimateLine {
    /// The name for people.
    pub name: String,
    /// What is used.
    pub work: Work,
}

/// What a line uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Seconds of instances on GPUs.
    GpuSeconds {
        /// The GPU tier's code.
        tier: String,
        /// How many instances, when.
        scaling: Scaling,
    },
    /// Tokens of a model.
    Tokens(TokenWork),
}

/// How many instances there are, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scaling {
    /// From each instant on so many (E3); the instants rise.
    Steps(Vec<Step>),
    /// The same every week (E4).
    Weekly(Weekly),
    /// As the load asks (E5).
    Automatic(Automatic),
}

/// From this instant on, so many instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// From when on.
    pub from: Instant,
    /// How many instances, from 0 to 1,000.
    pub instances: u32,
}

/// Instances by the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    /// How many at all times.
    pub instances: u32,
    /// When there are more.
    pub windows: Vec<Window>,
}

/// Hours of some days of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The days; distinct, at least one.
    pub days: Vec<Day>,
    /// The minute of the day at which it begins.
    pub from_minute: u32,
    /// The minute of the day at which it ends, up to 1,440; later than `from_minute`.
    pub to_minute: u32,
    /// At least so many instances.
    pub instances: u32,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// Every day with the word that documents use, Monday first.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("mon", Self::Mon),
        ("tue", Self::Tue),
        ("wed", Self::Wed),
        ("thu", Self::Thu),
        ("fri", Self::Fri),
        ("sat", Self::Sat),
        ("sun", Self::Sun),
    ];

    /// Days since Monday.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        Self::WORDS[self.index()].0
    }
}

/// Automatic scaling (S2) with the load that it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automatic {
    /// At least so many instances.
    pub minimum: u32,
    /// At most so many instances.
    pub maximum: u32,
    /// Requests in flight that one instance takes, at least 1.
    pub concurrency: u64,
    /// How long a lower need must last, in seconds.
    pub scale_in_after_seconds: u64,
    /// The requests that come.
    pub load: ComputeLoad,
    /// When the minimum is higher.
    pub policies: Vec<Policy>,
}

/// Requests by the hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComputeLoad {
    /// 24 rates from midnight on, or 168 from Monday midnight on.
    pub requests_per_second: Vec<Rate>,
    /// How long a request takes.
    pub seconds_per_request: Rate,
}

/// Tokens of a model, by the load that makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenWork {
    /// The model's id.
    pub model: String,
    /// The requests that come.
    pub load: TokenLoad,
    /// Reserved tokens per minute over the whole month.
    pub reservation: Option<ReservedTokens>,
    /// Whether the model's free quota is granted at the month's first instant.
    pub free_quota: bool,
}

/// Requests by the minute (E6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLoad {
    /// 24 rates from midnight on, or 168 from Monday midnight on.
    pub requests_per_minute: Vec<Rate>,
    /// Input tokens of a request.
    pub input: TokenCount,
    /// Input tokens of a request that come from the cache.
    pub cached_input: TokenCount,
    /// Output tokens of a request.
    pub output: TokenCount,
    /// The requests of so many minutes come together, from 1 to 60.
    pub burst_minutes: u32,
}

/// A TPM reservation of an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservedTokens {
    /// Tokens per minute.
    pub tpm: TokenCount,
}

/// A rate or a duration: a decimal with the grammar and the limit of a price (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(Price);

impl Rate {
    /// Reads a decimal from 0 to 1,000,000 with up to 12 decimals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Price::parse(text).map(Self)
    }

    /// The rate in units of 10^-12.
    #[must_use]
    pub fn pico(self) -> u128 {
        self.0.pico().into()
    }

    /// Whole units, and what is beside them in units of 10^-12.
    pub(crate) const fn whole_and_pico(self) -> (u64, u64) {
        (self.0.pico() / PICO_PER_UNIT, self.0.pico() % PICO_PER_UNIT)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
