//! Why an operation was not done. Domain errors know nothing of HTTP.

use tiermeter_pricing::{Refusal, RefusalCode};

use crate::store::StoreError;

/// Why an operation was not done; nothing was changed.
#[derive(Debug, Clone)]
pub enum Fault {
    /// A document or a command was refused by the core.
    Refused(Refusal),
    /// The plan does not hold this; the sentence says which one does.
    PlanRequired,
    /// The account has no place on the allowlist.
    NotAllowlisted,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// It does not go with what is there.
    Conflict(String),
    /// It was changed since; by whom, where somebody asked for that.
    PreconditionFailed(Option<String>),
    /// An Idempotency-Key with another request.
    IdempotencyKeyReused,
    /// Money of another currency than the account's.
    CurrencyMismatch(String),
    /// The store failed.
    Store(StoreError),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Fault {
    /// A refusal at a place of the request.
    pub fn at(code: RefusalCode, pointer: &str, message: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(code, pointer, message))
    }
}
