//! Usage: runs, token records, TPM reservations and free quotas, as they happened (docs/rules.md, section 2).
//! Names are kept once and pointed to by number, so that a million runs stay small and sort as numbers.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | the types, the names, and how the document is read |
//! | `fill` | how runs, records, reservations and quotas are added one by one, or packed |
//! | `write` | how the document is written |
//! | `csv`, `csv_records` | how runs are read from CSV text, or either form is told apart |
//! | `short_texts` | what keeps an endless text of a JSON document from being held |

#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "csv")]
mod csv_records;
mod fill;
#[cfg(feature = "csv")]
mod short_texts;
mod write;

use std::hash::{BuildHasher, RandomState};
use std::io;

use crate::instant::Instant;
use crate::read::{self, Fault, Input, Place, Read, Unread};
use crate::refusal::Refusal;
use crate::table::Places;

#[cfg(feature = "csv")]
pub use csv_records::CsvRecords;

/// What happened: the document that [`settle`](crate::settle()) prices.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    pub(crate) as_of: Option<Instant>,
    pub(crate) names: Names,
    pub(crate) runs: Vec<Run>,
    pub(crate) tokens: Vec<TokenRecord>,
    pub(crate) reservations: Vec<Reservation>,
    pub(crate) free_quotas: Vec<FreeQuota>,
    /// For runs of a CSV, the row of each; else empty.
    rows: Vec<u64>,
}

/// A whole number of tokens, or of tokens per minute, from 0 to 2^53-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenCount(pub u64);

/// A run as it stands in a usage. Names are numbers, the same for the same name; [`Usage::name_of`] knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunView {
    /// The number of the service's name.
    pub service: u32,
    /// The number of the instance's name.
    pub instance: u32,
    /// The number of the tier's code.
    pub tier: u32,
    /// When it started.
    pub started_at: Instant,
    /// When it stopped; `None` while it is open.
    pub stopped_at: Option<Instant>,
}

/// Every name and id of a usage, once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    texts: Vec<Box<str>>,
    places: Places,
    /// Names come from anybody, so their hashes have a secret.
    hasher: RandomState,
}

/// A name or id, as its number in [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol(u32);

impl Symbol {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Names {
    fn intern(&mut self, text: &str) -> Result<Symbol, Fault> {
        let hash = self.hasher.hash_one(text);
        if let Some(symbol) = self.find_hashed(hash, text) {
            return Ok(symbol);
        }
        let place = self.places.push(hash);
        self.texts.push(text.into());
        place
            .map(Symbol)
            .ok_or_else(|| Fault::out_of_range(format!("more than {} different names and ids", u32::MAX)))
    }

    fn find_hashed(&self, hash: u64, text: &str) -> Option<Symbol> {
        let place = self.places.find(hash, &mut |place| &*self.texts[place] == text)?;
        u32::try_from(place).ok().map(Symbol)
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.index()).map_or("", |text| text)
    }

    pub(crate) fn find(&self, text: &str) -> Option<Symbol> {
        self.find_hashed(self.hasher.hash_one(text), text)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

impl Read<Names> for Symbol {
    fn read(names: &mut Names, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::text(place, input, "a name or id as text", |text| {
            read::name(text).and_then(|name| names.intern(name))
        })
    }
}

impl<C> Read<C> for TokenCount {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::whole_number(place, input).map(Self)
    }
}

crate::object! {
    /// One instance from its start to its termination.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Run reads with Names {
        pub(crate) service: Symbol,
        pub(crate) instance: Symbol,
        pub(crate) tier: Symbol,
        pub(crate) started_at: Instant,
        pub(crate) stopped_at: Option<Instant>,
    }
}

crate::object! {
    /// Tokens that a model took and gave at one instant; the three classes are disjoint.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct TokenRecord reads with Names {
        pub(crate) id: Symbol,
        pub(crate) service: Symbol,
        pub(crate) model: Symbol,
        pub(crate) at: Instant,
        pub(crate) input: TokenCount,
        pub(crate) cached_input: TokenCount,
        pub(crate) output: TokenCount,
    }
}

crate::object! {
    /// Tokens per minute, reserved for a service and a model.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Reservation reads with Names {
        pub(crate) service: Symbol,
        pub(crate) model: Symbol,
        pub(crate) tpm: TokenCount,
        pub(crate) from: Instant,
        pub(crate) until: Option<Instant>,
    }
}

crate::object! {
    /// Tokens of a model that the account gets for nothing.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct FreeQuota reads with Names {
        pub(crate) model: Symbol,
        pub(crate) tokens: TokenCount,
        pub(crate) granted_at: Instant,
        pub(crate) expires_at: Option<Instant>,
    }
}

crate::object! {
    struct UsageDocument reads with Names {
        ;
        as_of: Option<Instant>,
        runs: Vec<Run>,
        tokens: Vec<TokenRecord>,
        reservations: Vec<Reservation>,
        free_quotas: Vec<FreeQuota>,
    }
}

impl UsageDocument {
    fn with(self, names: Names) -> Usage {
        Usage {
            as_of: self.as_of.flatten(),
            names,
            runs: self.runs.unwrap_or_default(),
            tokens: self.tokens.unwrap_or_default(),
            reservations: self.reservations.unwrap_or_default(),
            free_quotas: self.free_quotas.unwrap_or_default(),
            rows: Vec::new(),
        }
    }
}

impl<C> Read<C> for Usage {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let mut names = Names::default();
        let document = UsageDocument::read(&mut names, place, input)?;
        Ok(document.with(names))
    }
}

impl Usage {
    /// No usage.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads and checks usage of JSON text.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }

    /// Reads and checks usage of JSON text as it comes in; the text is not held.
    pub fn from_json_reader(json: impl io::Read) -> Result<Self, Refusal> {
        read::from_json_reader(&mut (), json)
    }

    /// Up to when what is open counts (P5, P10).
    #[must_use]
    pub const fn as_of(&self) -> Option<Instant> {
        self.as_of
    }

    /// Says up to when what is open counts.
    pub const fn set_as_of(&mut self, as_of: Instant) {
        self.as_of = Some(as_of);
    }

    /// How many runs there are.
    #[must_use]
    pub fn run_count(&self) -> usize {
        self.runs.len()
    }

    /// Every run, in the order of the document.
    #[must_use]
    pub fn runs(&self) -> impl ExactSizeIterator<Item = RunView> {
        self.runs.iter().map(|run| RunView {
            service: run.service.0,
            instance: run.instance.0,
            tier: run.tier.0,
            started_at: run.started_at,
            stopped_at: run.stopped_at,
        })
    }

    /// The name of a number in a [`RunView`] of this usage; empty for any other.
    #[must_use]
    pub fn name_of(&self, number: u32) -> &str {
        self.names.text(Symbol(number))
    }

    /// Leaves out the runs of which `keep` says no; it is asked for each, in the order of the document.
    pub fn retain_runs(&mut self, mut keep: impl FnMut(RunView) -> bool) {
        let kept: Vec<bool> = self.runs().map(&mut keep).collect();
        let mut of_run = kept.iter();
        self.runs.retain(|_| of_run.next().is_none_or(|kept| *kept));
        if !self.rows.is_empty() {
            let mut of_row = kept.iter();
            self.rows.retain(|_| of_row.next().is_none_or(|kept| *kept));
        }
    }

    /// How many token records there are, repeated ones counted.
    #[must_use]
    pub fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// For a refusal of a run that came from a CSV, puts its row, and its column where there is one, into the
    /// message.
    pub(crate) fn with_row(&self, mut refusal: Refusal) -> Refusal {
        let mut steps = refusal.path.strip_prefix("/runs/").unwrap_or_default().split('/');
        let index = steps.next().and_then(|index| index.parse::<usize>().ok());
        if let Some(row) = index.and_then(|index| self.rows.get(index)) {
            let column = steps.next().map_or_else(String::new, |column| format!(", column {column}"));
            refusal.message.insert_str(0, &format!("row {row}{column}: "));
        }
        refusal
    }
}
