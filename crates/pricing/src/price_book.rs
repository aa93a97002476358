//! The price book: every price, each with the instant from which it is in force (docs/rules.md, section 2).
//! It is checked once, when it is read; a [`PriceBook`] in hand is valid and sorted.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::{Deserializer, Serialize};

use crate::currency::Currency;
use crate::instant::{Instant, UtcOffset};
use crate::money::Price;
use crate::order::sort_by_key;
use crate::read::{self, AtLeastOne, Fault, FreeText, Input, Name, Place, Read, Unread};
use crate::refusal::{Refusal, RefusalCode};
use crate::usage::TokenCount;

/// The bundled list prices, as the file in the repository has them.
const BUNDLED_JSON: &str = include_str!("../price-book.json");

/// A document with every price: GPU tiers, models, currency, settlement.
#[derive(Debug, Clone)]
pub struct PriceBook {
    id: String,
    name: String,
    currency: Currency,
    utc_offset: UtcOffset,
    sources: Vec<Source>,
    tiers: Vec<Tier>,
    models: Vec<Model>,
}

impl PriceBook {
    /// Reads and checks a price book of JSON text. Every fault is `malformed`, at the value.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }

    /// Reads and checks a price book from any other deserializer, such as a JavaScript value.
    pub fn from_deserializer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, Refusal> {
        read::from_deserializer(&mut (), deserializer)
    }

    /// The bundled price book: the published list prices, and sample prices of models.
    ///
    /// # Panics
    /// Never: the file is a part of the program, and a test reads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<PriceBook> = OnceLock::new();
        BUNDLED
            .get_or_init(|| Self::from_json(BUNDLED_JSON.as_bytes()).expect("the bundled price book reads"))
    }

    /// The bundled price book's text.
    #[must_use]
    pub const fn bundled_json() -> &'static str {
        BUNDLED_JSON
    }

    /// The book's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The book's name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The currency of every price.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The fixed offset at which months are calendar months (P4).
    #[must_use]
    pub const fn utc_offset(&self) -> UtcOffset {
        self.utc_offset
    }

    /// Where the prices come from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The GPU tiers, in the document's order.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// The models, in the document's order.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The tier of that code.
    #[must_use]
    pub fn tier(&self, code: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.code == code)
    }

    /// The model of that id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }
}

/// Where prices come from; free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// When it was read.
    pub as_of: String,
    /// What else should be known.
    pub remark: String,
}

/// A class of GPU with a price for each second.
#[derive(Debug, Clone)]
pub struct Tier {
    /// The code that runs name.
    pub code: String,
    /// The name for people.
    pub name: String,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<TierPrice>,
}

impl Tier {
    /// The price in force at `at`.
    #[must_use]
    pub fn price_at(&self, at: Instant) -> Option<&TierPrice> {
        self.prices.at(at.unix_nanoseconds())
    }
}

/// The price of a second of a tier.
#[derive(Debug, Clone, Copy)]
pub struct TierPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For each billed second.
    pub per_second: Price,
}

/// A model with its prices.
#[derive(Debug, Clone)]
pub struct Model {
    /// The id that records and reservations name.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Sample prices, not published ones; whatever shows them says so.
    pub illustrative: bool,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<ModelPrice>,
    /// Tokens that an account gets for nothing.
    pub free_quota: Option<FreeQuotaOffer>,
    /// Tokens per minute that can be reserved.
    pub tpm_reservation: Option<ReservationOffer>,
}

/// Prices of a million tokens, by class.
#[derive(Debug, Clone, Copy)]
pub struct ModelPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For a million input tokens.
    pub input_per_million: Price,
    /// For a million input tokens that came from the cache.
    pub cached_input_per_million: Price,
    /// For a million output tokens.
    pub output_per_million: Price,
}

/// A free quota that a model offers.
#[derive(Debug, Clone, Copy)]
pub struct FreeQuotaOffer {
    /// Tokens of all classes together.
    pub tokens: u64,
    /// Days of 24 hours until it expires, at least 1.
    pub valid_days: u64,
}

/// A TPM reservation that a model offers (P11, P12).
#[derive(Debug, Clone)]
pub struct ReservationOffer {
    /// The least that can be reserved, in tokens per minute.
    pub minimum_tpm: u64,
    /// The step above it, in tokens per minute, at least 1.
    pub step_tpm: u64,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<ReservationPrice>,
}

/// The price of a started hour of a thousand reserved tokens per minute.
#[derive(Debug, Clone, Copy)]
pub struct ReservationPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For a thousand tokens per minute and a started hour.
    pub per_ktpm_hour: Price,
}

/// Something that is in force from an instant on.
pub trait InForce {
    /// The instant; `None` since ever.
    fn from(&self) -> Option<Instant>;
}

macro_rules! in_force {
    ($($type:ty),*) => {
        $(impl InForce for $type {
            fn from(&self) -> Option<Instant> {
                self.from
            }
        })*
    };
}
in_force!(TierPrice, ModelPrice, ReservationPrice);

/// Prices in the order in which they come into force; at least one, no two from one instant.
#[derive(Debug, Clone)]
pub struct Timeline<E> {
    entries: Vec<E>,
}

impl<E: InForce> Timeline<E> {
    /// The index of the entry in force at `at` (nanoseconds since 1970).
    #[must_use]
    pub fn index_at(&self, at: i64) -> Option<usize> {
        let begun = |entry: &E| entry.from().is_none_or(|from| from.unix_nanoseconds() <= at);
        self.entries.partition_point(begun).checked_sub(1)
    }

    /// The entry in force at `at` (nanoseconds since 1970).
    #[must_use]
    pub fn at(&self, at: i64) -> Option<&E> {
        self.entries.get(self.index_at(at)?)
    }

    /// When the entry at `index` gives way to the next one, in nanoseconds since 1970; `i64::MAX` for the last.
    #[must_use]
    pub fn end_of(&self, index: usize) -> i64 {
        self.entries.get(index + 1).and_then(InForce::from).map_or(i64::MAX, Instant::unix_nanoseconds)
    }
}

impl<E> Deref for Timeline<E> {
    type Target = [E];
    fn deref(&self) -> &[E] {
        &self.entries
    }
}

/// Instants of a price book: out of range is malformed there, like every other fault.
struct BookInstant(Instant);

impl Read<()> for BookInstant {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, "an instant as text", |text| {
            Instant::parse(text).map(Self).map_err(|fault| Fault::malformed(fault.message(text)))
        })
    }
}

impl<C> Read<C> for Price {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, Self::FORM, |text| {
            Self::parse(text).ok_or_else(|| {
                Fault::malformed(format!("{} is not a price: {}", read::quoted(text), Self::FORM))
            })
        })
    }
}

impl Read<()> for Currency {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, "a currency code as text", |text| {
            Self::parse(text).ok_or_else(|| {
                let shown = read::quoted(text);
                Fault::malformed(format!(
                    "{shown} is not a current code of ISO 4217 with minor digits, such as \"USD\""
                ))
            })
        })
    }
}

impl Read<()> for UtcOffset {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, "an offset as text", |text| {
            Self::parse(text).ok_or_else(|| {
                Fault::malformed(format!("{} is not +HH:MM or -HH:MM up to 14:00", read::quoted(text)))
            })
        })
    }
}

macro_rules! fixed_word {
    ($(#[$meta:meta])* $name:ident = $word:literal) => {
        $(#[$meta])*
        struct $name;
        impl Read<()> for $name {
            fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
                read::word(place, input, &[($word, ())]).map(|()| Self)
            }
        }
    };
}
fixed_word!(SchemaWord = "tiermeter.price-book/1");
fixed_word!(CycleWord = "month");

crate::object! {
    struct PriceBookDocument reads with () {
        #[expect(dead_code, reason = "reading it is the check")]
        schema: SchemaWord,
        id: Name,
        name: Name,
        currency: Currency,
        settlement: SettlementDocument,
        gpu_tiers: Vec<TierDocument>,
        ;
        sources: Vec<SourceDocument>,
        models: Vec<ModelDocument>,
    }
}

crate::object! {
    struct SettlementDocument reads with () {
        #[expect(dead_code, reason = "reading it is the check")]
        cycle: CycleWord,
        utc_offset: UtcOffset,
    }
}

crate::object! {
    struct SourceDocument reads with () {
        title: FreeText,
        as_of: FreeText,
        remark: FreeText,
    }
}

crate::object! {
    struct TierDocument reads with () {
        code: Name,
        name: Name,
        prices: Timeline<TierPrice>,
    }
}

crate::object! {
    struct TierPriceDocument reads with () {
        from: Option<BookInstant>,
        per_second: Price,
    }
}

crate::object! {
    struct ModelDocument reads with () {
        id: Name,
        name: Name,
        prices: Timeline<ModelPrice>,
        ;
        illustrative: bool,
        free_quota: FreeQuotaDocument,
        tpm_reservation: ReservationDocument,
    }
}

crate::object! {
    struct ModelPriceDocument reads with () {
        from: Option<BookInstant>,
        input_per_million: Price,
        cached_input_per_million: Price,
        output_per_million: Price,
    }
}

crate::object! {
    struct FreeQuotaDocument reads with () {
        tokens: TokenCount,
        valid_days: AtLeastOne,
    }
}

crate::object! {
    struct ReservationDocument reads with () {
        minimum_tpm: TokenCount,
        step_tpm: AtLeastOne,
        prices: Timeline<ReservationPrice>,
    }
}

crate::object! {
    struct ReservationPriceDocument reads with () {
        from: Option<BookInstant>,
        per_ktpm_hour: Price,
    }
}

/// An entry of a timeline and the document it is read from.
trait Entry: InForce {
    type Document: Read<()>;
    fn of(document: Self::Document) -> Self;
}

impl Entry for TierPrice {
    type Document = TierPriceDocument;
    fn of(document: TierPriceDocument) -> Self {
        Self { from: document.from.map(|from| from.0), per_second: document.per_second }
    }
}

impl Entry for ModelPrice {
    type Document = ModelPriceDocument;
    fn of(document: ModelPriceDocument) -> Self {
        Self {
            from: document.from.map(|from| from.0),
            input_per_million: document.input_per_million,
            cached_input_per_million: document.cached_input_per_million,
            output_per_million: document.output_per_million,
        }
    }
}

impl Entry for ReservationPrice {
    type Document = ReservationPriceDocument;
    fn of(document: ReservationPriceDocument) -> Self {
        Self { from: document.from.map(|from| from.0), per_ktpm_hour: document.per_ktpm_hour }
    }
}

impl<E: Entry> Read<()> for Timeline<E> {
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let documents = Vec::<E::Document>::read(context, place, input)?;
        let mut entries: Vec<(usize, E)> = documents.into_iter().map(E::of).enumerate().collect();
        if entries.is_empty() {
            return Err(place.malformed("there is no price; at least one is needed"));
        }
        sort_by_key(&mut entries, |(_, entry)| entry.from());
        for pair in entries.windows(2) {
            if let [(_, earlier), (index, later)] = pair
                && earlier.from() == later.from()
            {
                let from = later.from().map_or_else(|| "ever".to_owned(), |from| from.to_string());
                let message = format!("a second price from {from}; only one can be in force");
                return Err(place.index(*index).key("from").malformed(message));
            }
        }
        Ok(Self { entries: entries.into_iter().map(|(_, entry)| entry).collect() })
    }
}

impl Read<()> for PriceBook {
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let document = PriceBookDocument::read(context, place, input)?;
        let tiers: Vec<Tier> = document.gpu_tiers.into_iter().map(tier).collect();
        let models: Vec<Model> = document.models.into_iter().flatten().map(model).collect();
        let twice = |list: &'static str, field: &'static str, index: usize, name: &str| {
            let message = format!("{} stands here a second time", read::quoted(name));
            place.key(list).index(index).key(field).malformed(message)
        };
        if let Some(index) = first_repeated(tiers.iter().map(|tier| tier.code.as_str())) {
            return Err(twice("gpu_tiers", "code", index, &tiers[index].code));
        }
        if let Some(index) = first_repeated(models.iter().map(|model| model.id.as_str())) {
            return Err(twice("models", "id", index, &models[index].id));
        }
        Ok(Self {
            id: document.id.0,
            name: document.name.0,
            currency: document.currency,
            utc_offset: document.settlement.utc_offset,
            sources: document.sources.into_iter().flatten().map(source).collect(),
            tiers,
            models,
        })
    }
}

/// The index of the first name that stood before.
fn first_repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<usize> {
    let mut seen = HashSet::new();
    names.enumerate().find_map(|(index, name)| (!seen.insert(name)).then_some(index))
}

fn source(document: SourceDocument) -> Source {
    Source { title: document.title.0, as_of: document.as_of.0, remark: document.remark.0 }
}

fn tier(document: TierDocument) -> Tier {
    Tier { code: document.code.0, name: document.name.0, prices: document.prices }
}

fn model(document: ModelDocument) -> Model {
    Model {
        id: document.id.0,
        name: document.name.0,
        illustrative: document.illustrative.unwrap_or(false),
        prices: document.prices,
        free_quota: document
            .free_quota
            .map(|quota| FreeQuotaOffer { tokens: quota.tokens.0, valid_days: quota.valid_days.0 }),
        tpm_reservation: document.tpm_reservation.map(|offer| ReservationOffer {
            minimum_tpm: offer.minimum_tpm.0,
            step_tpm: offer.step_tpm.0,
            prices: offer.prices,
        }),
    }
}

impl PriceBook {
    /// The refusal of a tier that is not in this book, at `path`.
    #[must_use]
    pub fn unknown_tier(&self, code: &str, path: String) -> Refusal {
        let known = listed(self.tiers.iter().map(|tier| tier.code.as_str()));
        let message = format!(
            "the price book {} has no tier {}; it has {known}",
            read::quoted(&self.id),
            read::quoted(code)
        );
        Refusal::new(RefusalCode::UnknownTier, path, message)
    }

    /// The refusal of a model that is not in this book, at `path`.
    #[must_use]
    pub fn unknown_model(&self, id: &str, path: String) -> Refusal {
        let known = listed(self.models.iter().map(|model| model.id.as_str()));
        let message = format!(
            "the price book {} has no model {}; it has {known}",
            read::quoted(&self.id),
            read::quoted(id)
        );
        Refusal::new(RefusalCode::UnknownModel, path, message)
    }
}

/// Up to a dozen names, for messages.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST_NAMES: usize = 12;
    let mut names: Vec<&str> = names.take(MOST_NAMES + 1).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    if names.len() > MOST_NAMES {
        names[MOST_NAMES] = "…";
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_price_book_reads() {
        let book = PriceBook::from_json(BUNDLED_JSON.as_bytes()).unwrap();
        let prices: Vec<String> =
            book.tiers().iter().map(|tier| format!("{} {}", tier.code, tier.prices[0].per_second)).collect();
        assert_eq!(prices, ["A 0.000217", "B 0.00022", "C 0.00025"]);
        assert!(book.models().iter().all(|model| model.illustrative));
    }
}
