//! Pay as you go against a TPM reservation: what each size costs for the same load, and from where on one pays off.

use rust_decimal::Decimal;
use tiermeter_estimate::{ReservedTokens, TokenWork, Work};
use tiermeter_pricing::{Instant, Month, PriceBook, Refusal, ReservationOffer, TokenCount};

use super::{difference, settled};
use crate::calculator::view_model::parts_of;
use crate::text;
use crate::words::Words;

/// So many sizes are tried, so that all of them are priced within a moment.
const MOST_SIZES: u64 = 8;
const MINUTES_PER_HOUR: u128 = 60;
const PICO_PER_UNIT: u128 = 1_000_000_000_000;

/// A size, or none, and what it costs.
pub type SizeCost = (Option<u64>, Decimal);

/// The sizes to try for a line: none, its own, and steps from the model's minimum to beyond its busiest minute.
/// Nothing where the model offers no reservation.
pub fn candidates(work: &TokenWork, book: &PriceBook) -> Vec<Option<u64>> {
    let offer = book.model(&work.model).and_then(|model| model.tpm_reservation.as_ref());
    let Some(offer) = offer else { return Vec::new() };
    let steps = busiest_minute(work).saturating_sub(offer.minimum_tpm).div_ceil(offer.step_tpm);
    let stride = steps.div_ceil(MOST_SIZES - 1).max(1);
    let sizes = (0..MOST_SIZES).map(|index| index * stride).take_while(|steps_up| *steps_up < steps + stride);
    let mut sizes: Vec<u64> = sizes
        .filter_map(|steps_up| offer.minimum_tpm.checked_add(steps_up.checked_mul(offer.step_tpm)?))
        .chain(work.reservation.map(|reservation| reservation.tpm.0))
        .collect();
    tiermeter_pricing::sort_by_key(&mut sizes, |size| *size);
    sizes.dedup();
    [None].into_iter().chain(sizes.into_iter().map(Some)).collect()
}

/// The tokens of the busiest minute: requests are whole, and those of a burst come in its first minute (E6).
pub fn busiest_minute(work: &TokenWork) -> u64 {
    let load = &work.load;
    let highest = load.requests_per_minute.iter().map(|rate| rate.pico()).max().unwrap_or_default();
    let requests = highest.saturating_mul(load.burst_minutes.into()).div_ceil(PICO_PER_UNIT);
    let tokens = [load.input, load.cached_input, load.output].map(|tokens| u128::from(tokens.0));
    u64::try_from(requests.saturating_mul(tokens.into_iter().sum())).unwrap_or(u64::MAX)
}

/// The smallest reservation that covers so many tokens a minute (P12).
pub fn covering_size(tokens: u64, offer: &ReservationOffer) -> Option<u64> {
    let steps = tokens.saturating_sub(offer.minimum_tpm).div_ceil(offer.step_tpm);
    offer.minimum_tpm.checked_add(steps.checked_mul(offer.step_tpm)?)
}

/// The work with another reservation, priced alone.
pub fn with_reservation(
    month: Month,
    work: &TokenWork,
    tpm: Option<u64>,
    book: &PriceBook,
) -> Result<Decimal, Refusal> {
    let reservation = tpm.map(|tpm| ReservedTokens { tpm: TokenCount(tpm) });
    settled(month, Work::Tokens(TokenWork { reservation, ..work.clone() }), book)
}

/// What is shown of the costs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReservationView {
    /// The size, what it costs, what that is more or less than pay as you go, and whether it is the cheapest.
    pub rows: Vec<(String, String, String, bool)>,
    /// The curve of the cost by size, in a box of 300 by 72.
    pub curve: String,
    /// What comes of it, in plain words.
    pub verdict: String,
}

impl ReservationView {
    /// The view of the costs that are known, without reservation first.
    pub fn of(costs: &[SizeCost], is_done: bool, currency: &str, words: &Words) -> Self {
        let Some((_, pay_as_you_go)) = costs.first() else { return Self::default() };
        let cheapest = costs.iter().map(|(_, amount)| *amount).min().unwrap_or_default();
        let dearest = costs.iter().map(|(_, amount)| *amount).max().unwrap_or_default();
        let rows = costs.iter().map(|(tpm, amount)| {
            let size = tpm.map_or_else(|| words.pay_as_you_go.to_owned(), text::count);
            let more = tpm.map_or_else(String::new, |_| difference(*amount, *pay_as_you_go, words));
            (size, text::amount(*amount), more, is_done && *amount == cheapest)
        });
        let last = u32::try_from(costs.len().saturating_sub(1).max(1)).unwrap_or(1);
        let curve = (0_u32..).zip(costs).map(|(index, (_, amount))| {
            let letter = if index == 0 { 'M' } else { 'L' };
            format!(
                "{letter}{} {}",
                300 * index / last,
                70 - 68 * (parts_of(*amount, dearest) / 1_000) / 1_000
            )
        });
        let best = costs.iter().find(|(_, amount)| *amount == cheapest).and_then(|(tpm, _)| *tpm);
        let verdict = match best {
            _ if !is_done => words.reservation_computing.to_owned(),
            None => words.reservation_none_cheaper.to_owned(),
            Some(tpm) => {
                let saved = difference(*pay_as_you_go, cheapest, words);
                (words.reservation_cheapest)(&text::count(tpm), saved.trim_start_matches('+'), currency)
            }
        };
        Self { rows: rows.collect(), curve: curve.collect(), verdict }
    }
}

/// From which use on a reservation pays off, in plain words: when so much of what is reserved is used, or never,
/// where the reserved tokens cost more than those of this mix one by one. Free quota is left out of it.
pub fn break_even(work: &TokenWork, book: &PriceBook, at: Instant, words: &Words) -> Option<String> {
    let model = book.model(&work.model)?;
    let Some(offer) = &model.tpm_reservation else { return Some(words.reservation_not_offered.to_owned()) };
    let at = at.unix_nanoseconds();
    let (price, reserved) = (model.prices.at(at)?, offer.prices.at(at)?.per_ktpm_hour);
    let load = &work.load;
    let by_class = [
        (load.input, price.input_per_million),
        (load.cached_input, price.cached_input_per_million),
        (load.output, price.output_per_million),
    ];
    let tokens: u128 = by_class.iter().map(|(tokens, _)| u128::from(tokens.0)).sum();
    let cost: u128 =
        by_class.iter().map(|(tokens, price)| u128::from(tokens.0) * u128::from(price.pico())).sum();
    if tokens == 0 {
        return None;
    }
    // A kTPM-hour is 60,000 tokens, a million of them cost 1,000 / 60 of its price. So of the reserved tokens the
    // share reserved x 1,000 / 60 / (cost / tokens) costs as much, one by one.
    let reserved = u128::from(reserved.pico()).checked_mul(1_000)?.checked_mul(tokens)?;
    let own = cost.checked_mul(MINUTES_PER_HOUR)?;
    if reserved >= own {
        return Some(words.reservation_never.to_owned());
    }
    let permille = reserved.checked_mul(1_000)?.div_ceil(own);
    let percent = format!("{}.{}", permille / 10, permille % 10);
    let minimum = u128::from(offer.minimum_tpm).checked_mul(reserved)?.div_ceil(own);
    Some((words.reservation_breaks_even)(&percent, &text::count(offer.minimum_tpm), &text::count(minimum)))
}
