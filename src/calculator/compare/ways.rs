//! The same work three ways: instances of a GPU tier, tokens one by one, and a TPM reservation. What each costs is a
//! settlement; where two of them cross follows from their prices, with one instance as the unit.

use rust_decimal::Decimal;
use tiermeter_estimate::{
    Day, MOST_INSTANCES, Rate, ReservedTokens, Scaling, TokenLoad, TokenWork, Weekly, Window, Work,
};
use tiermeter_pricing::{Instant, ModelPrice, Month, PriceBook, TokenCount};

use super::reservation::covering_size;
use super::settled;
use crate::words::Words;

const HOURS_PER_DAY: u32 = 24;
const MINUTES_PER_HOUR: u32 = 60;
const SECONDS_PER_MINUTE: u128 = 60;
const PICO_PER_UNIT: u128 = 1_000_000_000_000;
const TOKENS_PER_MILLION: u64 = 1_000_000;
const SIXTY: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
const RATE_DECIMALS: u32 = 12;

/// Work that instances, tokens and a reservation can do alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameWork {
    /// The month.
    pub month: Month,
    /// The model's id.
    pub model: String,
    /// The GPU tier's code.
    pub tier: String,
    /// The requests of each minute in which instances run.
    pub requests_per_minute: Rate,
    /// Input tokens of a request.
    pub input: u64,
    /// Cached input tokens of a request.
    pub cached_input: u64,
    /// Output tokens of a request, at least one.
    pub output: u64,
    /// Output tokens that one instance makes in a second; above zero.
    pub throughput: Rate,
    /// The hours of each day in which instances run and requests come, from 1 to 24.
    pub hours_a_day: u32,
}

/// A way to pay for the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Seconds of instances.
    Instances,
    /// Tokens, one by one.
    Tokens,
    /// A TPM reservation over the whole month.
    Reservation,
}

impl Way {
    /// Every way, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Instances, Self::Tokens, Self::Reservation];
}

impl SameWork {
    /// The whole instances that carry the load; `None` above the most that a line may have.
    pub fn instances(&self) -> Option<u32> {
        let output = self.requests_per_minute.pico().checked_mul(self.output.into())?;
        let of_instance = self.throughput.pico().checked_mul(SECONDS_PER_MINUTE)?;
        let instances = u64::try_from((of_instance > 0).then(|| output.div_ceil(of_instance))?).ok()?;
        u32::try_from(instances).ok().filter(|_| instances <= MOST_INSTANCES)
    }

    /// The smallest reservation that covers every minute; `None` where the model offers none.
    pub fn reserved_tpm(&self, book: &PriceBook) -> Option<u64> {
        let offer = book.model(&self.model)?.tpm_reservation.as_ref()?;
        let requests = self.requests_per_minute.pico().div_ceil(PICO_PER_UNIT);
        let tokens = requests.checked_mul(self.tokens_of_request().into())?;
        covering_size(u64::try_from(tokens).ok()?, offer)
    }

    /// The load in output tokens a second.
    pub fn output_per_second(&self) -> Option<Decimal> {
        number(self.requests_per_minute)?.checked_mul(self.output.into())?.checked_div(SIXTY)
    }

    /// What the month costs that way, or why it cannot be said.
    pub fn cost(&self, way: Way, book: &PriceBook, words: &Words) -> Result<Decimal, String> {
        let work = match way {
            Way::Instances => {
                let most = || (words.ways.too_many_instances)(&crate::text::count(MOST_INSTANCES));
                self.on_instances(self.instances().ok_or_else(most)?)
            }
            Way::Tokens => self.by_token(None),
            Way::Reservation => {
                let tpm = self.reserved_tpm(book).ok_or_else(|| words.reservation_not_offered.to_owned())?;
                self.by_token(Some(ReservedTokens { tpm: TokenCount(tpm) }))
            }
        };
        settled(self.month, work, book).map_err(|refusal| refusal.message.clone())
    }

    const fn tokens_of_request(&self) -> u64 {
        self.input + self.cached_input + self.output
    }

    fn on_instances(&self, instances: u32) -> Work {
        let days = Day::WORDS.map(|(_, day)| day).to_vec();
        let window =
            Window { days, from_minute: 0, to_minute: self.hours_a_day * MINUTES_PER_HOUR, instances };
        let weekly = Weekly { instances: 0, windows: vec![window] };
        Work::GpuSeconds { tier: self.tier.clone(), scaling: Scaling::Weekly(weekly) }
    }

    fn by_token(&self, reservation: Option<ReservedTokens>) -> Work {
        let rate = |hour: u32| {
            if hour < self.hours_a_day { Some(self.requests_per_minute) } else { Rate::parse("0") }
        };
        let load = TokenLoad {
            requests_per_minute: (0..HOURS_PER_DAY).filter_map(rate).collect(),
            input: TokenCount(self.input),
            cached_input: TokenCount(self.cached_input),
            output: TokenCount(self.output),
            burst_minutes: 1,
        };
        Work::Tokens(TokenWork { model: self.model.clone(), load, reservation, free_quota: false })
    }
}

/// Where two ways cost the same, in output tokens a second that one instance would carry. Requests are taken as
/// spread evenly over the hours; whole instances and the steps of reservations are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crossings {
    /// From here on an instance costs less than tokens one by one; `None` where these cost nothing.
    pub instance_and_tokens: Option<Decimal>,
    /// From here on the smallest reservation costs less than tokens one by one; `None` where it never does.
    pub reservation_and_tokens: Option<Decimal>,
    /// Up to here a reservation, in the steps that there are, costs no more than an instance; `None` where not even
    /// the smallest does, or where reservations cost nothing.
    pub reservation_and_instance: Option<Decimal>,
}

impl Crossings {
    /// The crossings at the prices in force at `at`; `None` where one of them is missing.
    pub fn of(work: &SameWork, book: &PriceBook, at: Instant) -> Option<Self> {
        let model = book.model(&work.model)?;
        let (per_second, of_tokens) = (
            book.tier(&work.tier)?.price_at(at)?.per_second.decimal(),
            model.prices.at(at.unix_nanoseconds())?,
        );
        let (output, of_million) = (Decimal::from(work.output), of_million_requests(work, of_tokens)?);
        let million = Decimal::from(TOKENS_PER_MILLION);
        let mut crossings = Self {
            // A second of an instance against x / output requests a second.
            instance_and_tokens: per_second
                .checked_mul(million)?
                .checked_mul(output)?
                .checked_div(of_million),
            ..Self::default()
        };
        let Some(offer) = &model.tpm_reservation else { return Some(crossings) };
        let per_ktpm_hour = offer.prices.at(at.unix_nanoseconds())?.per_ktpm_hour.decimal();
        let hours = Decimal::from(work.hours_a_day);
        let (minimum, step) = (Decimal::from(offer.minimum_tpm), Decimal::from(offer.step_tpm));
        // Output tokens a second that so many tokens a minute carry.
        let carried = |tpm: Decimal| {
            let tokens = Decimal::from(work.tokens_of_request()).checked_mul(SIXTY)?;
            tpm.checked_mul(output)?.checked_div(tokens)
        };
        // A day of the smallest reservation, 24 x minimum / 1,000 x price, against a day of requests, 3,600 x hours
        // x of a million / 1,000,000 for each of them a second.
        let of_reservation = minimum.checked_mul(per_ktpm_hour)?.checked_mul(Decimal::from(20_u32))?;
        let of_requests = of_million.checked_mul(hours)?.checked_mul(Decimal::from(3_u32))?;
        let even = of_reservation.checked_mul(output)?.checked_div(of_requests);
        crossings.reservation_and_tokens =
            even.filter(|even| carried(minimum).is_some_and(|most| *even <= most));
        // A day of an instance, 3,600 x hours x price, pays for so many reserved tokens a minute over 24 hours.
        let of_instance = per_second.checked_mul(hours)?.checked_mul(Decimal::from(150_000_u32))?;
        crossings.reservation_and_instance = of_instance.checked_div(per_ktpm_hour).and_then(|affordable| {
            let above = affordable.checked_sub(minimum).filter(|above| *above >= Decimal::ZERO)?;
            carried(minimum.checked_add(above.checked_div(step)?.floor().checked_mul(step)?)?)
        });
        Some(crossings)
    }
}

/// What the tokens of a million requests cost.
fn of_million_requests(work: &SameWork, price: &ModelPrice) -> Option<Decimal> {
    let classes = [
        (work.input, price.input_per_million),
        (work.cached_input, price.cached_input_per_million),
        (work.output, price.output_per_million),
    ];
    classes.into_iter().try_fold(Decimal::ZERO, |sum, (tokens, price)| {
        sum.checked_add(Decimal::from(tokens).checked_mul(price.decimal())?)
    })
}

/// A rate as a decimal.
pub fn number(rate: Rate) -> Option<Decimal> {
    let pico = i128::try_from(rate.pico()).ok()?;
    Decimal::try_from_i128_with_scale(pico, RATE_DECIMALS).ok()
}
