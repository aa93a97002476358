//! Whether a reservation pays off for the traffic that a service had: what its tokens cost by token, and what a
//! reservation costs that covers them. Pure.

use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Exact, Instant, ModelPrice, Month, NANOSECONDS_PER_SECOND, Per, Price, UtcOffset};

use super::super::plots::tokens_view::{Used, whole};
use crate::console::documents::UsageRow;

const MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const MINUTES_PER_HOUR: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
const MILLION: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// Digits after the point of amounts that are a division's.
const DECIMALS: u32 = 6;

/// The traffic of a service in some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    /// Its tokens.
    pub used: Used,
    /// For so many minutes.
    pub minutes: u64,
}

/// What things cost.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// By token.
    pub by_token: ModelPrice,
    /// For a thousand tokens per minute and a started hour.
    pub per_ktpm_hour: Price,
}

/// By which mix of classes tokens are priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// That of the tokens which were billed by token.
    AsBilled,
    /// All as input, since none was billed by token.
    AsInput,
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There was no traffic.
    NoTraffic,
    /// Even when it is used fully it costs more than the same tokens by token.
    Never,
    /// It is cheaper, by so much in a month like this one.
    Pays(Decimal),
    /// It is dearer, by so much in a month like this one.
    NotYet(Decimal),
}

/// A reservation against the same tokens by token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakEven {
    /// Tokens of all classes.
    pub tokens: u64,
    /// Their number in each minute, on average.
    pub average_tpm: Decimal,
    /// How they are priced.
    pub mix: Mix,
    /// What a million of them costs by token.
    pub by_token_per_million: Decimal,
    /// What the reservation costs in an hour, exactly.
    pub reserved_per_hour: Decimal,
    /// What a million tokens costs by the reservation when it is used fully.
    pub reserved_per_million: Decimal,
    /// From so many tokens per minute on average it pays off; `None` for never.
    pub pays_from_tpm: Option<u64>,
    /// What the traffic costs in an hour by token.
    pub by_token_per_hour: Decimal,
    /// What it costs in an hour with the reservation: what is above it is paid by token.
    pub with_reservation_per_hour: Decimal,
    /// What comes of it.
    pub verdict: Verdict,
}

/// What a service used, by the rows of a usage by service.
pub fn used_by(usage: &[UsageRow], service: &str) -> Used {
    let mut used = Used::default();
    for row in usage.iter().filter(|row| row.service.as_deref() == Some(service)) {
        used.add(row);
    }
    used
}

/// Minutes from one instant to another, at least one.
pub fn minutes_between(from: i64, until: Instant) -> u64 {
    let minutes = until.unix_nanoseconds().saturating_sub(from) / MINUTE;
    minutes.max(1).unsigned_abs()
}

impl BreakEven {
    /// A reservation of `tpm` against what the traffic costs by token. `None` where something is free or out of range.
    pub fn of(traffic: &Traffic, tpm: u64, prices: &Prices, at: Instant, offset: UtcOffset) -> Option<Self> {
        let tokens = traffic.used.tokens();
        let (mix, parts, cost) = priced(&traffic.used, &prices.by_token)?;
        let reserved_per_hour = exact(tpm.into(), prices.per_ktpm_hour, Per::Thousand)?;
        let reserved = Decimal::from(tpm);
        let average = tokens.checked_div(Decimal::from(traffic.minutes))?;
        // What so many tokens in each minute cost in an hour, by token.
        let by_token =
            |tpm: Decimal| tpm.checked_mul(MINUTES_PER_HOUR)?.checked_mul(cost)?.checked_div(parts);
        let by_token_per_hour = by_token(average)?;
        let above = average.checked_sub(reserved)?.max(Decimal::ZERO);
        let with_reservation = reserved_per_hour.checked_add(by_token(above)?)?;
        // As many tokens per minute as cost by token what the reservation costs.
        let even = reserved_per_hour.checked_mul(parts)?.checked_div(cost.checked_mul(MINUTES_PER_HOUR)?)?;
        let pays_from_tpm = Some(whole(even.ceil())).filter(|_| even < reserved);
        let full_hour = reserved.checked_mul(MINUTES_PER_HOUR)?;
        let saves = by_token_per_hour.checked_sub(with_reservation)?;
        let hours = Decimal::from(Month::containing(at, offset).days() * 24);
        let per_month = rounded(saves.checked_mul(hours)?, 2);
        let verdict = match pays_from_tpm {
            None => Verdict::Never,
            Some(_) if tokens.is_zero() => Verdict::NoTraffic,
            Some(_) if saves > Decimal::ZERO => Verdict::Pays(per_month),
            Some(_) => Verdict::NotYet(-per_month),
        };
        Some(Self {
            tokens: whole(tokens),
            average_tpm: rounded(average, 2),
            mix,
            by_token_per_million: rounded(cost.checked_mul(MILLION)?.checked_div(parts)?, DECIMALS),
            reserved_per_hour,
            reserved_per_million: rounded(
                reserved_per_hour.checked_mul(MILLION)?.checked_div(full_hour)?,
                DECIMALS,
            ),
            pays_from_tpm,
            by_token_per_hour: rounded(by_token_per_hour, DECIMALS),
            with_reservation_per_hour: rounded(with_reservation, DECIMALS),
            verdict,
        })
    }
}

/// By which mix tokens are priced, how many tokens that are, and what they cost.
fn priced(used: &Used, prices: &ModelPrice) -> Option<(Mix, Decimal, Decimal)> {
    let classes = [
        (used.input, prices.input_per_million),
        (used.cached_input, prices.cached_input_per_million),
        (used.output, prices.output_per_million),
    ];
    let costs: Option<Vec<Decimal>> =
        classes.into_iter().map(|(tokens, price)| exact(whole(tokens).into(), price, Per::Million)).collect();
    let cost = Exact::sum_of(costs?.into_iter()).ok()?;
    let billed = used.billed();
    let of_input = (Mix::AsInput, MILLION, prices.input_per_million.decimal());
    let (mix, tokens, cost) = if billed.is_zero() { of_input } else { (Mix::AsBilled, billed, cost) };
    (!cost.is_zero()).then_some((mix, tokens, cost))
}

fn exact(quantity: u128, price: Price, per: Per) -> Option<Decimal> {
    Exact::product(quantity, price, per).ok()?.decimal().ok()
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prices(per_ktpm_hour: &str) -> Prices {
        let price = |text: &str| Price::parse(text).unwrap();
        Prices {
            by_token: ModelPrice {
                from: None,
                input_per_million: price("0.15"),
                cached_input_per_million: price("0.015"),
                output_per_million: price("0.60"),
            },
            per_ktpm_hour: price(per_ktpm_hour),
        }
    }

    fn break_even(input: u64, output: u64, covered: u64, per_ktpm_hour: &str) -> BreakEven {
        let used =
            Used { input: input.into(), output: output.into(), reserved: covered.into(), ..Used::default() };
        // A day of traffic, in a month of 31 days.
        let traffic = Traffic { used, minutes: 1_440 };
        let at = Instant::parse("2026-03-03T10:00:00Z").unwrap();
        BreakEven::of(&traffic, 10_000, &prices(per_ktpm_hour), at, UtcOffset::default()).unwrap()
    }

    #[test]
    fn a_reservation_pays_off_from_some_traffic_on() {
        // A mix of two to one: 0.30 a million. 0.035 an hour buy as much as 116,666.7 tokens, 1,944.4 a minute.
        for (input, output, covered, verdict) in [
            (0, 0, 0, Verdict::NoTraffic),
            (960_000, 480_000, 0, Verdict::NotYet("12.65".parse().unwrap())),
            (2_880_000, 1_440_000, 0, Verdict::Pays("14.14".parse().unwrap())),
            (960_000, 480_000, 2_880_000, Verdict::Pays("14.14".parse().unwrap())),
        ] {
            let got = break_even(input, output, covered, "0.0035");
            assert_eq!(got.verdict, verdict, "{input} {output} {covered}");
        }
        let got = break_even(2_880_000, 1_440_000, 0, "0.0035");
        assert_eq!((got.tokens, got.pays_from_tpm, got.mix), (4_320_000, Some(1_945), Mix::AsBilled));
        let amounts = [
            got.average_tpm,
            got.by_token_per_million,
            got.reserved_per_hour,
            got.reserved_per_million,
            got.by_token_per_hour,
            got.with_reservation_per_hour,
        ];
        let expected = ["3000", "0.3", "0.035", "0.058333", "0.054", "0.035"];
        assert_eq!(amounts.map(|amount| amount.to_string()), expected);
    }

    #[test]
    fn what_is_above_a_reservation_is_paid_by_token() {
        let got = break_even(14_400_000, 7_200_000, 0, "0.0035");
        assert_eq!(got.average_tpm.to_string(), "15000");
        assert_eq!(got.by_token_per_hour.to_string(), "0.27");
        assert_eq!(got.with_reservation_per_hour.to_string(), "0.125");
        assert_eq!(got.verdict, Verdict::Pays("107.88".parse().unwrap()));
    }

    #[test]
    fn a_reservation_that_is_dear_never_pays_off() {
        for (per_ktpm_hour, never) in [("0.018", true), ("0.0179", false), ("1", true)] {
            let got = break_even(960_000, 480_000, 0, per_ktpm_hour);
            assert_eq!(got.verdict == Verdict::Never, never, "{per_ktpm_hour}");
            assert_eq!(got.pays_from_tpm.is_none(), never);
        }
    }

    #[test]
    fn covered_tokens_alone_are_priced_as_input() {
        let got = break_even(0, 0, 1_440_000, "0.0035");
        assert_eq!((got.mix, got.by_token_per_million.to_string().as_str()), (Mix::AsInput, "0.15"));
        assert_eq!(got.pays_from_tpm, Some(3_889));
        assert_eq!(minutes_between(0, Instant::from_unix_seconds(119).unwrap()), 1);
        assert_eq!(minutes_between(0, Instant::EPOCH), 1);
    }
}
