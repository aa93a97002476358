//! Millions of runs as columns: P1 and P2 over instants as JavaScript has them, whole milliseconds in floats.
//! Seconds are summed by tier as whole numbers; each sum is multiplied once.
//!
//! Why floats are exact here: a difference of two whole numbers below 2^53 is a whole number of milliseconds, and
//! a quotient by 1,000 of such a number, at most 7.3 x 10^9, is off by less than 10^-6, while its distance to the
//! next whole number is zero or at least 10^-3. So rounding it up gives the right whole number.

#![expect(clippy::float_arithmetic, reason = "exact for whole milliseconds, as is shown above; no money")]
#![expect(clippy::float_cmp, reason = "whether a number is whole is an exact question")]

mod pairs;

use rust_decimal::Decimal;

use tiermeter_pricing::read::{self, Double, HIGHEST_WHOLE_NUMBER, double_as_text};
use tiermeter_pricing::{Exact, Per, Price, PriceBook, Refusal, RefusalCode};

/// 2200-01-01T00:00:00Z in milliseconds: the first instant that is out of range.
const END_MS: f64 = 7_258_118_400_000.0;
const MS_PER_SECOND: f64 = 1_000.0;
const NANOSECONDS_PER_MS: i64 = 1_000_000;
/// Tiers are numbered in one byte.
const MOST_TIERS: usize = 256;

/// Runs as columns of one length.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// When each run starts, in whole milliseconds since 1970.
    pub started_at_ms: &'a [f64],
    /// When each run stops, in whole milliseconds since 1970.
    pub stopped_at_ms: &'a [f64],
    /// Each run's tier, as an index of the tiers.
    pub tier: &'a [u8],
}

/// What the runs of each tier cost, in the order of `tiers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnsTotal {
    /// Billed seconds, each at most 2^53-1.
    pub seconds: Vec<u64>,
    /// What they cost, exactly.
    pub amounts: Vec<Decimal>,
    /// The sum of the amounts, exactly.
    pub exact_total: Decimal,
}

/// Prices runs as columns, part after part, so that millions of them need no memory.
#[derive(Debug, Clone)]
pub struct ColumnsPricing {
    prices: Vec<OnePrice>,
    /// From when on each tier's price is in force. One slot for each byte, so that no index can be out of bounds;
    /// the slots of no tier are never in force.
    from_ms: [f64; MOST_TIERS],
    seconds: [u64; MOST_TIERS],
    runs: usize,
}

impl ColumnsPricing {
    /// For runs on the tiers of these codes. A tier with more than one price is refused (`price_varies`, at its
    /// place in the price book), an unknown one at `/tiers/N`.
    pub fn new(tiers: &[String], price_book: &PriceBook) -> Result<Self, Refusal> {
        if tiers.len() > MOST_TIERS {
            let message = format!("{} tiers; at most {MOST_TIERS}", tiers.len());
            return Err(Refusal::new(RefusalCode::Malformed, "/tiers", message));
        }
        let prices = prices(tiers, price_book)?;
        let mut from_ms = [f64::INFINITY; MOST_TIERS];
        for (slot, price) in from_ms.iter_mut().zip(&prices) {
            *slot = price.from_ms;
        }
        Ok(Self { prices, from_ms, seconds: [0; MOST_TIERS], runs: 0 })
    }

    /// Adds the next runs; paths of refusals count all runs so far (`/startedAtMs/0`).
    pub fn add(&mut self, columns: Columns<'_>) -> Result<(), Refusal> {
        check_lengths(columns)?;
        if !self.add_seconds(columns) {
            return Err(self.first_fault(columns));
        }
        self.runs += columns.tier.len();
        Ok(())
    }

    /// What the runs cost.
    pub fn total(&self) -> Result<ColumnsTotal, Refusal> {
        let mut total = ColumnsTotal { seconds: Vec::new(), amounts: Vec::new(), exact_total: Decimal::ZERO };
        let mut exact_total = Exact::default();
        for (price, seconds) in self.prices.iter().zip(self.seconds) {
            if seconds > HIGHEST_WHOLE_NUMBER {
                let message = format!("{seconds} seconds of a tier; at most {HIGHEST_WHOLE_NUMBER}");
                return Err(Refusal::new(RefusalCode::OutOfRange, "", message));
            }
            let amount = Exact::product(seconds.into(), price.per_second, Per::One)?;
            exact_total = exact_total.plus(amount)?;
            total.seconds.push(seconds);
            total.amounts.push(amount.decimal()?);
        }
        total.exact_total = exact_total.decimal()?;
        Ok(total)
    }

    /// Adds the billed seconds by tier, and says whether every run was good; if not, the sums mean nothing.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and at least 1; casts saturate"
    )]
    fn add_seconds(&mut self, columns: Columns<'_>) -> bool {
        let mut all_good = true;
        let runs = columns.started_at_ms.iter().zip(columns.stopped_at_ms).zip(columns.tier);
        for ((&start, &stop), &tier) in runs {
            let slot = usize::from(tier);
            all_good &= is_good(start, stop, self.from_ms[slot]);
            // What a faulty run gives may be beyond all bounds; the sums are of no use then.
            self.seconds[slot] = self.seconds[slot].wrapping_add(billed(start, stop) as u64);
        }
        all_good
    }

    /// Looks again, for the place and the words.
    fn first_fault(&self, columns: Columns<'_>) -> Refusal {
        use RefusalCode::{Malformed, NoPriceInForce, OutOfRange, RunEndsBeforeStart, UnknownTier};
        let runs = columns.started_at_ms.iter().zip(columns.stopped_at_ms).zip(columns.tier);
        for (index, ((&start, &stop), &tier)) in (self.runs..).zip(runs) {
            for (name, ms) in [("startedAtMs", start), ("stoppedAtMs", stop)] {
                let path = format!("/{name}/{index}");
                if !ms.is_finite() || ms.floor() != ms {
                    return Refusal::new(
                        Malformed,
                        path,
                        format!("{} is not a whole number of milliseconds", shown(ms)),
                    );
                }
                if !(0.0..END_MS).contains(&ms) {
                    let message = format!("{} ms is out of range: from 1970 to 2199 in UTC", shown(ms));
                    return Refusal::new(OutOfRange, path, message);
                }
            }
            let Some(price) = self.prices.get(usize::from(tier)) else {
                let message = format!("{tier} is no index of tiers, which has {}", self.prices.len());
                return Refusal::new(UnknownTier, format!("/tier/{index}"), message);
            };
            if stop < start {
                let (start, stop) = (shown(start), shown(stop));
                let message = format!("the run stops at {stop} ms, before its start at {start} ms");
                return Refusal::new(RunEndsBeforeStart, format!("/stoppedAtMs/{index}"), message);
            }
            if start < price.from_ms {
                let message = "no price of the tier is in force at that instant yet";
                return Refusal::new(NoPriceInForce, format!("/startedAtMs/{index}"), message);
            }
        }
        Refusal::new(Malformed, "", "a run is not as it must be")
    }
}

fn shown(ms: f64) -> String {
    double_as_text(Double(ms.to_bits()))
}

/// Prices runs as columns that are all at hand.
pub fn price_columns(
    columns: Columns<'_>,
    tiers: &[String],
    price_book: &PriceBook,
) -> Result<ColumnsTotal, Refusal> {
    let mut pricing = ColumnsPricing::new(tiers, price_book)?;
    pricing.add(columns)?;
    pricing.total()
}

/// The one price of a tier, and from when on it is in force.
#[derive(Debug, Clone, Copy)]
struct OnePrice {
    per_second: Price,
    from_ms: f64,
}

fn check_lengths(columns: Columns<'_>) -> Result<(), Refusal> {
    let length = columns.started_at_ms.len();
    for (name, other) in [("stoppedAtMs", columns.stopped_at_ms.len()), ("tier", columns.tier.len())] {
        if other != length {
            let message = format!("{other} values; startedAtMs has {length}");
            return Err(Refusal::new(RefusalCode::Malformed, format!("/{name}"), message));
        }
    }
    Ok(())
}

fn prices(tiers: &[String], price_book: &PriceBook) -> Result<Vec<OnePrice>, Refusal> {
    let one_price = |(position, code): (usize, &String)| {
        let found = price_book.tiers().iter().enumerate().find(|(_, tier)| tier.code == *code);
        let Some((index, tier)) = found else {
            return Err(price_book.unknown_tier(code, format!("/tiers/{position}")));
        };
        let [price] = &tier.prices[..] else {
            let message =
                format!("tier {} has {} prices; columns take one", read::quoted(code), tier.prices.len());
            return Err(Refusal::new(
                RefusalCode::PriceVaries,
                format!("/gpu_tiers/{index}/prices"),
                message,
            ));
        };
        let from_ms = price.from.map_or(0, |from| {
            // A run in force must start at or behind it: the next whole millisecond.
            let nanoseconds = from.unix_nanoseconds();
            nanoseconds / NANOSECONDS_PER_MS + i64::from(nanoseconds % NANOSECONDS_PER_MS > 0)
        });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds up to 2199 are far below 2^53")]
        Ok(OnePrice { per_second: price.per_second, from_ms: from_ms as f64 })
    };
    tiers.iter().enumerate().map(one_price).collect()
}

/// Whether a run's instants are whole, in range, in order, and not before its tier has a price.
#[expect(clippy::needless_bitwise_bool, reason = "without branches the loop is quicker")]
fn is_good(start: f64, stop: f64, from: f64) -> bool {
    let whole = (start.floor() == start) & (stop.floor() == stop);
    whole & (start >= from) & (stop >= start) & (stop < END_MS)
}

/// P1.
fn billed(start: f64, stop: f64) -> f64 {
    ((stop - start) / MS_PER_SECOND).ceil().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiermeter_pricing::{Instant, billable_seconds};

    #[test]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "all are whole, not negative and below 2^53"
    )]
    fn floats_round_up_as_whole_numbers_do() {
        let check = |start: u64, length: u64| {
            let instant =
                |ms: u64| Instant::from_unix_nanoseconds(i64::try_from(ms).unwrap() * 1_000_000).unwrap();
            let expected = billable_seconds(instant(start), instant(start + length));
            assert_eq!(billed(start as f64, (start + length) as f64) as u64, expected, "{start} {length}");
        };
        for length in (0..3_000).chain(7_258_118_390_000..7_258_118_399_999) {
            check(0, length);
        }
        for start in (0..7_000_000_000_000_u64).step_by(7_777_777_777) {
            for length in [0, 1, 999, 1_000, 1_001, 86_400_000, 86_400_001, 258_118_399_999] {
                check(start, length);
            }
        }
    }

    fn check(columns: (&[f64], &[f64], &[u8]), expected: Result<&str, (&str, &str)>) {
        let tiers = ["A".to_owned(), "C".to_owned()];
        let (started_at_ms, stopped_at_ms, tier) = columns;
        let got = price_columns(Columns { started_at_ms, stopped_at_ms, tier }, &tiers, PriceBook::bundled());
        let got = got
            .map(|total| total.exact_total.to_string())
            .map_err(|refusal| (refusal.code.as_str(), refusal.path.clone()));
        assert_eq!(
            got,
            expected.map(str::to_owned).map_err(|(code, path)| (code, path.to_owned())),
            "{columns:?}"
        );
    }

    #[test]
    fn parts_add_up_and_faults_are_counted_over_all_parts() {
        let mut pricing = ColumnsPricing::new(&["A".to_owned()], PriceBook::bundled()).unwrap();
        let part = Columns { started_at_ms: &[0.0], stopped_at_ms: &[5_400_000.0], tier: &[0] };
        pricing.add(part).unwrap();
        pricing.add(part).unwrap();
        assert_eq!(pricing.total().unwrap().exact_total.to_string(), "2.3436");
        let fault = pricing.add(Columns { tier: &[1], ..part }).unwrap_err();
        assert_eq!(fault.path, "/tier/2");
    }

    #[test]
    fn columns_are_priced_or_refused() {
        check((&[], &[], &[]), Ok("0"));
        check((&[0.0, 3_600_000.0], &[7_200_000.0, 7_200_000.0], &[0, 0]), Ok("2.3436"));
        check((&[0.0], &[0.0], &[1]), Ok("0.00025"));
        check((&[1.5], &[2.0], &[0]), Err(("malformed", "/startedAtMs/0")));
        check((&[0.0], &[f64::NAN], &[0]), Err(("malformed", "/stoppedAtMs/0")));
        check((&[-1.0], &[2.0], &[0]), Err(("out_of_range", "/startedAtMs/0")));
        check((&[1.0], &[1e300], &[0]), Err(("out_of_range", "/stoppedAtMs/0")));
        check((&[0.0, 5.0], &[1.0, 4.0], &[0, 0]), Err(("run_ends_before_start", "/stoppedAtMs/1")));
        check((&[0.0], &[1.0], &[2]), Err(("unknown_tier", "/tier/0")));
        check((&[0.0], &[], &[2]), Err(("malformed", "/stoppedAtMs")));
    }
}
