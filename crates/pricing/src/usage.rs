//! Usage: runs, token records, TPM reservations and free quotas, as they happened (docs/rules.md, section 2).
//! Names are kept once and pointed to by number, so that a million runs stay small and sort as numbers.

#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "csv")]
mod csv_records;
#[cfg(feature = "csv")]
mod short_texts;

use std::io;

use indexmap::IndexSet;
use serde::ser::SerializeStruct;
use serde::{Deserializer, Serialize, Serializer};

use crate::instant::Instant;
use crate::read::{self, Fault, Input, Place, Read, Unread};
use crate::refusal::Refusal;

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
    texts: IndexSet<Box<str>>,
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
        let index = match self.texts.get_index_of(text) {
            Some(index) => index,
            None => self.texts.insert_full(text.into()).0,
        };
        u32::try_from(index)
            .map(Symbol)
            .map_err(|_| Fault::out_of_range(format!("more than {} different names and ids", u32::MAX)))
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        self.texts.get_index(symbol.index()).map_or("", |text| text)
    }

    pub(crate) fn find(&self, text: &str) -> Option<Symbol> {
        self.texts.get_index_of(text).and_then(|index| u32::try_from(index).ok()).map(Symbol)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

impl Read<Names> for Symbol {
    fn read(names: &mut Names, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, "a name or id as text", |text| {
            read::name(text).and_then(|name| names.intern(name))
        })
    }
}

impl<C> Read<C> for TokenCount {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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

    /// Reads and checks usage from any other deserializer, such as a JavaScript value.
    pub fn from_deserializer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, Refusal> {
        read::from_deserializer(&mut (), deserializer)
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

    /// Adds a run, at the path `/runs/N`.
    pub fn push_run(
        &mut self,
        service: &str,
        instance: &str,
        tier: &str,
        started_at: Instant,
        stopped_at: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.runs.len();
        let place = |field: &'static str| move || format!("/runs/{index}/{field}");
        let run = Run {
            service: self.name(service, place("service"))?,
            instance: self.name(instance, place("instance"))?,
            tier: self.name(tier, place("tier"))?,
            started_at,
            stopped_at,
        };
        self.runs.push(run);
        Ok(())
    }

    /// Adds a token record with `[input, cached_input, output]` tokens, at the path `/tokens/N`.
    pub fn push_tokens(
        &mut self,
        id: &str,
        service: &str,
        model: &str,
        at: Instant,
        [input, cached_input, output]: [TokenCount; 3],
    ) -> Result<(), Refusal> {
        let index = self.tokens.len();
        let place = |field: &'static str| move || format!("/tokens/{index}/{field}");
        let record = TokenRecord {
            id: self.name(id, place("id"))?,
            service: self.name(service, place("service"))?,
            model: self.name(model, place("model"))?,
            at,
            input,
            cached_input,
            output,
        };
        self.tokens.push(record);
        Ok(())
    }

    /// Adds a TPM reservation, at the path `/reservations/N`.
    pub fn push_reservation(
        &mut self,
        service: &str,
        model: &str,
        tpm: TokenCount,
        from: Instant,
        until: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.reservations.len();
        let place = |field: &'static str| move || format!("/reservations/{index}/{field}");
        let (service, model) = (self.name(service, place("service"))?, self.name(model, place("model"))?);
        self.reservations.push(Reservation { service, model, tpm, from, until });
        Ok(())
    }

    /// Adds a free quota, at the path `/free_quotas/N`.
    pub fn push_free_quota(
        &mut self,
        model: &str,
        tokens: TokenCount,
        granted_at: Instant,
        expires_at: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.free_quotas.len();
        let model = self.name(model, || format!("/free_quotas/{index}/model"))?;
        self.free_quotas.push(FreeQuota { model, tokens, granted_at, expires_at });
        Ok(())
    }

    /// Adds runs in a packed form: for each run the indices of service, instance and tier in `names`, and a line
    /// each for its start and its stop in `instants`, empty for an open run. Nothing is added and false is
    /// returned where anything is not as it must be; the document itself then tells the place.
    pub fn push_packed_runs(&mut self, names: &[String], indices: &[u32], instants: &str) -> bool {
        let symbols: Option<Vec<Symbol>> =
            names.iter().map(|name| read::name(name).and_then(|name| self.names.intern(name)).ok()).collect();
        let Some(symbols) = symbols else {
            return false;
        };
        let symbol = |index: u32| symbols.get(index as usize).copied();
        let mut lines = instants.split('\n');
        let before = self.runs.len();
        let (triples, rest) = indices.as_chunks::<3>();
        for [service, instance, tier] in triples {
            let mut run = || -> Option<Run> {
                let (service, instance, tier) = (symbol(*service)?, symbol(*instance)?, symbol(*tier)?);
                let started_at = Instant::parse(lines.next()?).ok()?;
                let stopped_at = match lines.next()? {
                    "" => None,
                    text => Some(Instant::parse(text).ok()?),
                };
                Some(Run { service, instance, tier, started_at, stopped_at })
            };
            let Some(run) = run() else {
                self.runs.truncate(before);
                return false;
            };
            self.runs.push(run);
        }
        let whole = rest.is_empty() && lines.next().is_none();
        if !whole {
            self.runs.truncate(before);
        }
        whole
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

    /// The number of a name that is no part of the document's lists.
    pub(crate) fn symbol(&mut self, text: &str) -> Result<Symbol, Refusal> {
        self.names.intern(text).map_err(|fault| fault.at(""))
    }

    /// The number of a name; where it stands is written only for a refusal.
    fn name(&mut self, text: &str, path: impl FnOnce() -> String) -> Result<Symbol, Refusal> {
        read::name(text).and_then(|name| self.names.intern(name)).map_err(|fault| fault.at(path()))
    }
}

/// A list of a usage, written with the names that its elements point to.
struct Written<'a, T> {
    names: &'a Names,
    list: &'a [T],
}

/// An element of a usage's lists, written with the names it points to.
trait WriteWith {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: WriteWith> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Element<'a, T>(&'a Names, &'a T);
        impl<T: WriteWith> Serialize for Element<'_, T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.1.write(self.0, serializer)
            }
        }
        serializer.collect_seq(self.list.iter().map(|element| Element(self.names, element)))
    }
}

impl Serialize for TokenCount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl WriteWith for Run {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Run", 5)?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("instance", names.text(self.instance))?;
        object.serialize_field("tier", names.text(self.tier))?;
        object.serialize_field("started_at", &self.started_at)?;
        object.serialize_field("stopped_at", &self.stopped_at)?;
        object.end()
    }
}

impl WriteWith for TokenRecord {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("TokenRecord", 7)?;
        object.serialize_field("id", names.text(self.id))?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("at", &self.at)?;
        object.serialize_field("input", &self.input)?;
        object.serialize_field("cached_input", &self.cached_input)?;
        object.serialize_field("output", &self.output)?;
        object.end()
    }
}

impl WriteWith for Reservation {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Reservation", 5)?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("tpm", &self.tpm)?;
        object.serialize_field("from", &self.from)?;
        object.serialize_field("until", &self.until)?;
        object.end()
    }
}

impl WriteWith for FreeQuota {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("FreeQuota", 4)?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("tokens", &self.tokens)?;
        object.serialize_field("granted_at", &self.granted_at)?;
        object.serialize_field("expires_at", &self.expires_at)?;
        object.end()
    }
}

impl Serialize for Usage {
    /// The document: every list is written, `as_of` only where it is known.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = if self.as_of.is_some() { 5 } else { 4 };
        let mut object = serializer.serialize_struct("Usage", fields)?;
        if let Some(as_of) = self.as_of {
            object.serialize_field("as_of", &as_of)?;
        }
        let names = &self.names;
        object.serialize_field("runs", &Written { names, list: &self.runs })?;
        object.serialize_field("tokens", &Written { names, list: &self.tokens })?;
        object.serialize_field("reservations", &Written { names, list: &self.reservations })?;
        object.serialize_field("free_quotas", &Written { names, list: &self.free_quotas })?;
        object.end()
    }
}
