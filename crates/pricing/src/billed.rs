//! What a run or a reservation bills, unit by unit. A settlement counts these units; whoever shows a part of what
//! they come to (a month so far, a stretch of time, one line of a bill) asks the same ones, so that parts add up.

use crate::instant::{Calendar, Instant, Month, NANOSECONDS_PER_SECOND};
use crate::money::{Exact, Per, Price};
use crate::price_book::{InForce, ReservationPrice, TierPrice, Timeline};
use crate::split::{Share, begun_before, split};

const NANOSECONDS_PER_HOUR: i64 = 3_600 * NANOSECONDS_PER_SECOND;

/// Units in a row that are billed: the seconds of a run, or the hours of a reservation. Each of them belongs to the
/// month, the price and the stretch of time in which it begins (P3, P11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BilledUnits {
    /// Nanoseconds since 1970 at which the first one begins.
    first: i64,
    nanoseconds: i64,
    count: u64,
}

impl BilledUnits {
    /// The seconds of a run: rounded up, at least one (P1).
    #[must_use]
    pub fn of_run(started_at: Instant, stopped_at: Instant) -> Self {
        Self::begun(started_at, stopped_at, NANOSECONDS_PER_SECOND)
    }

    /// The hours of a reservation: each that has begun, at least one (P10).
    #[must_use]
    pub fn of_reservation(from: Instant, until: Instant) -> Self {
        Self::begun(from, until, NANOSECONDS_PER_HOUR)
    }

    fn begun(from: Instant, until: Instant, nanoseconds: i64) -> Self {
        let first = from.unix_nanoseconds();
        Self { first, nanoseconds, count: begun_before(first, nanoseconds, until.unix_nanoseconds()).max(1) }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// How many of them begin before an instant, in nanoseconds since 1970.
    #[must_use]
    pub fn begun_before(self, boundary: i64) -> u64 {
        begun_before(self.first, self.nanoseconds, boundary).min(self.count)
    }

    /// Those from the one at `from` up to, and without, the one at `to`.
    #[must_use]
    pub fn part(self, from: u64, to: u64) -> Self {
        let (from, to) = (from.min(self.count), to.min(self.count));
        let skipped = i64::try_from(from).unwrap_or(i64::MAX).saturating_mul(self.nanoseconds);
        Self { first: self.first.saturating_add(skipped), count: to.saturating_sub(from), ..self }
    }

    /// Gives how many of them fall under which month and price, in order. False where no price is in force yet.
    pub fn shares<E: InForce>(
        self,
        prices: &Timeline<E>,
        calendar: &mut Calendar,
        take: impl FnMut(Share),
    ) -> bool {
        split(self.first, self.nanoseconds, self.count, prices, calendar, take)
    }

    /// What those cost that begin in a wanted month, where each counts `each` times: once for a run, and as often as
    /// a reservation has tokens per minute. `None` where no price is in force, or where it needs too many digits.
    pub fn cost<E: UnitPrice>(
        self,
        each: u64,
        prices: &Timeline<E>,
        calendar: &mut Calendar,
        is_wanted: impl Fn(Month) -> bool,
    ) -> Option<Exact> {
        let mut sum = Some(Exact::default());
        let all_priced = self.shares(prices, calendar, |share| {
            if is_wanted(share.month) {
                let quantity = u128::from(share.units) * u128::from(each);
                let cost = prices
                    .get(share.price)
                    .and_then(|entry| Exact::product(quantity, entry.unit_price(), E::PER).ok());
                sum = sum.zip(cost).and_then(|(sum, cost)| sum.plus(cost).ok());
            }
        });
        sum.filter(|_| all_priced)
    }
}

/// A price of units that are billed.
pub trait UnitPrice: InForce {
    /// For how many units it stands.
    const PER: Per;
    /// The price.
    fn unit_price(&self) -> Price;
}

impl UnitPrice for TierPrice {
    const PER: Per = Per::One;
    fn unit_price(&self) -> Price {
        self.per_second
    }
}

impl UnitPrice for ReservationPrice {
    const PER: Per = Per::Thousand;
    fn unit_price(&self) -> Price {
        self.per_ktpm_hour
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price_book::PriceBook;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_unit_is_billed_whole_and_there_is_at_least_one() {
        let from = at("2026-03-03T10:00:00Z");
        for (until, seconds, hours) in [
            ("2026-03-03T10:00:00Z", 1, 1),
            ("2026-03-03T10:00:00.001Z", 1, 1),
            ("2026-03-03T10:00:01Z", 1, 1),
            ("2026-03-03T10:00:01.001Z", 2, 1),
            ("2026-03-03T11:00:00Z", 3_600, 1),
            ("2026-03-03T11:00:00.001Z", 3_601, 2),
        ] {
            assert_eq!(BilledUnits::of_run(from, at(until)).count(), seconds, "{until}");
            assert_eq!(BilledUnits::of_reservation(from, at(until)).count(), hours, "{until}");
        }
    }

    #[test]
    fn parts_cost_what_the_whole_costs() {
        let book = PriceBook::bundled();
        let prices = &book.tier("A").unwrap().prices;
        let mut calendar = Calendar::new(book.utc_offset());
        let run = BilledUnits::of_run(at("2026-03-31T23:00:00.5Z"), at("2026-04-01T01:00:00Z"));
        let whole = run.cost(1, prices, &mut calendar, |_| true).unwrap();
        for cut in [0, 1, 3_600, run.count(), run.count() + 1] {
            let parts = [run.part(0, cut), run.part(cut, u64::MAX)]
                .map(|part| part.cost(1, prices, &mut calendar, |_| true).unwrap());
            assert_eq!(parts[0].plus(parts[1]).unwrap(), whole, "{cut}");
        }
        let boundary = at("2026-04-01T00:00:00Z").unix_nanoseconds();
        let march = run.part(0, run.begun_before(boundary));
        let in_march = |month: Month| month == Month { year: 2026, month: 3 };
        assert_eq!(
            march.cost(1, prices, &mut calendar, |_| true),
            run.cost(1, prices, &mut calendar, in_march)
        );
    }
}
