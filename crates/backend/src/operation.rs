//! What every operation is given.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, PriceBook};

/// Settings of the operator.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How far ahead of the clock an event may be.
    pub events_ahead_seconds: u64,
    /// How far back an event may be.
    pub events_back_seconds: u64,
    /// How long after its end a month is closed.
    pub month_grace_seconds: u64,
    /// How many days after its issue a bill is due, for new accounts.
    pub payment_terms_days: u32,
    /// How many services an account may have, the default ones included.
    pub services_per_account: u64,
    /// How many instances an account's enabled services may want at once, all together.
    pub instances_per_account: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            events_ahead_seconds: 5 * 60,
            events_back_seconds: 35 * 24 * 3_600,
            month_grace_seconds: 24 * 3_600,
            payment_terms_days: 14,
            services_per_account: 20_000,
            instances_per_account: 1_000,
        }
    }
}

/// Who causes a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The owner, signed in.
    Owner,
    /// A program, by the id of its key.
    ApiKey(String),
    /// Who runs the server.
    Operator,
    /// The platform itself.
    Platform,
}

impl Actor {
    /// The text that documents use.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Owner => "owner".to_owned(),
            Self::ApiKey(id) => format!("api_key:{id}"),
            Self::Operator => "operator".to_owned(),
            Self::Platform => "platform".to_owned(),
        }
    }
}

/// The instant, the prices, the settings, fresh randomness, and who asks.
pub struct Operation<'a> {
    /// The instant of everything that it does.
    pub now: Instant,
    /// Every price.
    pub book: &'a PriceBook,
    /// The operator's settings.
    pub settings: &'a Settings,
    /// Sixteen bytes that nobody can guess, each time others.
    pub fresh: &'a mut dyn FnMut() -> [u8; 16],
    /// Who asks.
    pub actor: Actor,
}

impl Operation<'_> {
    /// A fresh id with a prefix that says what it is of.
    pub fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{}", hexadecimal(&(self.fresh)()))
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256, of which secrets, contents and documents are known.
#[must_use]
pub fn hash(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// An instant `seconds` later; the last one there is where that is too late.
#[must_use]
pub fn later(at: Instant, seconds: u64) -> Instant {
    let nanoseconds =
        i64::try_from(seconds).map_or(i64::MAX, |count| count.saturating_mul(NANOSECONDS_PER_SECOND));
    at_most(at.unix_nanoseconds().saturating_add(nanoseconds), at)
}

/// An instant `seconds` earlier; the first one there is where that is too early.
#[must_use]
pub fn earlier(at: Instant, seconds: u64) -> Instant {
    let nanoseconds =
        i64::try_from(seconds).map_or(i64::MAX, |count| count.saturating_mul(NANOSECONDS_PER_SECOND));
    Instant::from_unix_nanoseconds(at.unix_nanoseconds().saturating_sub(nanoseconds))
        .or_else(|| Instant::from_unix_seconds(0))
        .unwrap_or(at)
}

/// The instant of a count of nanoseconds, or `otherwise` where there is none.
pub(crate) fn at_most(nanoseconds: i64, otherwise: Instant) -> Instant {
    const LAST_SECOND: i64 = 7_258_118_399;
    Instant::from_unix_nanoseconds(nanoseconds)
        .or_else(|| Instant::from_unix_seconds(LAST_SECOND))
        .unwrap_or(otherwise)
}
