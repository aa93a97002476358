use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Serialize, Serializer};

/// Why a document or a command was not accepted: a stable code, a JSON pointer to the place, and a sentence
/// with the value and the allowed range (docs/rules.md, section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal(Box<RefusalParts>);

/// What a refusal says. It lies elsewhere, so that what may be refused stays as small as what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalParts {
    /// What kind of fault it is.
    pub code: RefusalCode,
    /// JSON pointer to the place, relative to the document at fault; empty for the whole document.
    pub path: String,
    /// A sentence for people, with the value and what is allowed.
    pub message: String,
}

impl Refusal {
    /// A refusal of `code` at `path`.
    pub fn new(code: RefusalCode, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(RefusalParts { code, path: path.into(), message: message.into() })
    }

    #[cold]
    fn of(parts: RefusalParts) -> Self {
        Self(Box::new(parts))
    }

    /// Code, path and message, to be taken apart.
    #[must_use]
    pub fn into_parts(self) -> RefusalParts {
        *self.0
    }

    /// The same refusal seen from a document that holds this one at `pointer`, such as `/usage`.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        self.path.insert_str(0, pointer);
        self
    }
}

impl Deref for Refusal {
    type Target = RefusalParts;
    fn deref(&self) -> &RefusalParts {
        &self.0
    }
}

impl DerefMut for Refusal {
    fn deref_mut(&mut self) -> &mut RefusalParts {
        &mut self.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}: {}", self.code, self.message)
        } else {
            write!(f, "{} at {}: {}", self.code, self.path, self.message)
        }
    }
}

impl std::error::Error for Refusal {}

macro_rules! refusal_codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The stable codes of docs/rules.md, section 2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RefusalCode { $($(#[$doc])* $variant,)* }

        impl RefusalCode {
            /// Every code, in the order of the rules' table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is written in documents.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

refusal_codes! {
    /// The document breaks the form of section 2.
    Malformed = "malformed",
    /// An instant, a limit or a result is out of range.
    OutOfRange = "out_of_range",
    /// Something is open and nothing says up to when it counts (P5, P10).
    AsOfRequired = "as_of_required",
    /// An open run starts after `as_of` (P5).
    RunStartsAfterAsOf = "run_starts_after_as_of",
    /// A run ends before it starts (P1).
    RunEndsBeforeStart = "run_ends_before_start",
    /// Two runs of one instance overlap (P6).
    OverlappingRuns = "overlapping_runs",
    /// The price book has no such GPU tier.
    UnknownTier = "unknown_tier",
    /// The price book has no such model.
    UnknownModel = "unknown_model",
    /// The price book has no price for that instant (P3, P7, P11).
    NoPriceInForce = "no_price_in_force",
    /// One id with two contents (P8).
    ConflictingDuplicate = "conflicting_duplicate",
    /// The model offers no TPM reservation (P12).
    ReservationNotOffered = "reservation_not_offered",
    /// Fewer tokens per minute than the model's minimum (P12).
    ReservationBelowMinimum = "reservation_below_minimum",
    /// Not a whole number of steps above the minimum (P12).
    ReservationOffStep = "reservation_off_step",
    /// A reservation ends before it starts (P11).
    ReservationEndsBeforeStart = "reservation_ends_before_start",
    /// A tier with more than one price where only one will do.
    PriceVaries = "price_varies",
    /// A command older than the newest accepted one (L8).
    CommandOutOfOrder = "command_out_of_order",
    /// The account has overdue payment (L3).
    AccountOverdue = "account_overdue",
    /// The service's state does not take this command (L5).
    InvalidTransition = "invalid_transition",
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for RefusalCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
