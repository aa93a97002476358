//! What is asked of a transaction where there is much: which part of a list, of runs, of tokens.

use tiermeter_pricing::Instant;

/// A page of a list: what comes after a key, and at most so many.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// After this key; `None` for the first page.
    pub after: Option<&'a str>,
    /// At most so many.
    pub limit: u32,
}

/// Which services a list holds.
#[derive(Debug, Clone, Default)]
pub struct ServiceFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// With this status word.
    pub status: Option<String>,
    /// Of this model.
    pub model: Option<String>,
    /// Metered like this.
    pub metering: Option<String>,
    /// With this label.
    pub label: Option<(String, String)>,
    /// With this text in name, model or id, in any case of ASCII letters.
    pub text: Option<String>,
}

/// Which runs are asked for.
#[derive(Debug, Clone, Copy)]
pub struct RunsBetween {
    /// That end after this instant, or are open.
    pub from: Instant,
    /// That start before this instant.
    pub to: Instant,
}

/// Which token records of an account are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokensOf<'a> {
    /// All of them.
    Account,
    /// Those of one model, whichever service used it.
    Model(&'a str),
    /// Those of one service, whichever model it used.
    Service(&'a str),
}
