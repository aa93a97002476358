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
        gpu_tiers: Vec<Tier>,
        ;
        sources: Vec<Source>,
        models: Vec<Model>,
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
        free_quota: FreeQuotaOffer,
        tpm_reservation: ReservationOffer,
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

/// Reads something by way of the document that says it.
macro_rules! read_from {
    ($($document:ident => $type:ty: |$read:ident| $of:expr,)*) => {
        $(impl Read<()> for $type {
            fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
                let $read = $document::read(context, place, input)?;
                Ok($of)
            }
        })*
    };
}

read_from! {
    TierPriceDocument => TierPrice: |read| Self {
        from: read.from.map(|from| from.0),
        per_second: read.per_second,
    },
    ModelPriceDocument => ModelPrice: |read| Self {
        from: read.from.map(|from| from.0),
        input_per_million: read.input_per_million,
        cached_input_per_million: read.cached_input_per_million,
        output_per_million: read.output_per_million,
    },
    ReservationPriceDocument => ReservationPrice: |read| Self {
        from: read.from.map(|from| from.0),
        per_ktpm_hour: read.per_ktpm_hour,
    },
    SourceDocument => Source: |read| Self { title: read.title.0, as_of: read.as_of.0, remark: read.remark.0 },
    TierDocument => Tier: |read| Self { code: read.code.0, name: read.name.0, prices: read.prices },
    FreeQuotaDocument => FreeQuotaOffer: |read| Self {
        tokens: read.tokens.0,
        valid_days: read.valid_days.0,
    },
    ReservationDocument => ReservationOffer: |read| Self {
        minimum_tpm: read.minimum_tpm.0,
        step_tpm: read.step_tpm.0,
        prices: read.prices,
    },
    ModelDocument => Model: |read| Self {
        id: read.id.0,
        name: read.name.0,
        illustrative: read.illustrative.unwrap_or(false),
        prices: read.prices,
        free_quota: read.free_quota,
        tpm_reservation: read.tpm_reservation,
    },
}

impl<E: InForce + Read<()>> Read<()> for Timeline<E> {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let mut entries = Vec::<E>::read(context, place, input)?;
        check_instants(place, &entries.iter().map(InForce::from).collect::<Vec<_>>())?;
        sort_by_key(&mut entries, InForce::from);
        Ok(Self { entries })
    }
}

/// At least one price, and no two from one instant.
fn check_instants(place: &Place<'_>, instants: &[Option<Instant>]) -> Result<(), Unread> {
    if instants.is_empty() {
        return Err(place.malformed("there is no price; at least one is needed"));
    }
    let order = order_of(instants.len(), &|one, other| instants[one].cmp(&instants[other]));
    let repeated = order.windows(2).find(|pair| instants[pair[0]] == instants[pair[1]]);
    let Some(index) = repeated.and_then(|pair| pair.last()) else {
        return Ok(());
    };
    let from = instants[*index].map_or_else(|| "ever".to_owned(), |from| from.to_string());
    let message = format!("a second price from {from}; only one can be in force");
    Err(place.index(*index).key("from").malformed(message))
}

impl Read<()> for PriceBook {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = PriceBookDocument::read(context, place, input)?;
        let (tiers, models) = (document.gpu_tiers, document.models.unwrap_or_default());
        let codes: Vec<&str> = tiers.iter().map(|tier| tier.code.as_str()).collect();
        check_names(&place.key("gpu_tiers"), "code", &codes)?;
        let ids: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
        check_names(&place.key("models"), "id", &ids)?;
        Ok(Self {
            id: document.id.0,
            name: document.name.0,
            currency: document.currency,
            utc_offset: document.settlement.utc_offset,
            sources: document.sources.unwrap_or_default(),
            tiers,
            models,
        })
    }
}

/// No name stands in a list twice.
fn check_names(list: &Place<'_>, field: &str, names: &[&str]) -> Result<(), Unread> {
    let order = order_of(names.len(), &|one, other| names[one].cmp(names[other]));
    let repeated = order.windows(2).filter(|pair| names[pair[0]] == names[pair[1]]);
    match repeated.filter_map(|pair| pair.last()).min() {
        None => Ok(()),
        Some(index) => {
            let message = format!("{} stands here a second time", read::quoted(names[*index]));
            Err(list.index(*index).key(field).malformed(message))
        }
    }
}
