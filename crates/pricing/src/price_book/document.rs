//! How the document of a price book is read: every fault is `malformed`, at its place.

use super::{
    FreeQuotaOffer, InForce, Model, ModelPrice, PriceBook, ReservationOffer, ReservationPrice, Source, Tier,
    TierPrice, Timeline,
};
use crate::currency::Currency;
use crate::instant::{Instant, UtcOffset};
use crate::money::Price;
use crate::order::{order_of, sort_by_key};
use crate::read::{self, AtLeastOne, Fault, FreeText, Input, Name, Place, Read, Unread};
use crate::usage::TokenCount;

/// Instants of a price book: out of range is malformed there, like every other fault.
struct BookInstant(Instant);

impl Read<()> for BookInstant {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::text(place, input, "an instant as text", |text| {
            Instant::parse(text).map(Self).map_err(|fault| Fault::malformed(fault.message(text)))
        })
    }
}

impl<C> Read<C> for Price {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::text(place, input, Self::FORM, |text| {
            Self::parse(text).ok_or_else(|| {
                Fault::malformed(format!("{} is not a price: {}", read::quoted(text), Self::FORM))
            })
        })
    }
}

impl Read<()> for Currency {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
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
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
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
            fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
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
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
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
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
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
    let names: Vec<&str> = names.collect();
    let order = order_of(names.len(), &|one, other| names[one].cmp(names[other]));
    let repeated = order.windows(2).filter(|pair| names[pair[0]] == names[pair[1]]);
    repeated.map(|pair| pair[1]).min()
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
