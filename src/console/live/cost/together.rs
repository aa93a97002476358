//! What all services cost together, each second anew.

use std::sync::Arc;

use tiermeter_pricing::{BilledUnits, Calendar, Exact, Instant, Per, PriceBook};

use super::{CostClock, SECONDS_PER_HOUR, plus, product};

/// What many clocks come to at an instant. Thousands may count each second, so the seconds of all runs are added up for
/// each price, and multiplied once.
pub struct Together {
    book: Arc<PriceBook>,
    at: Instant,
    calendar: Calendar,
    /// For each tier how many runs are open, and their seconds at each of its prices.
    tiers: Vec<(u64, Vec<u128>)>,
    hour: Exact,
    open: Exact,
}

impl Together {
    /// Nothing yet, for clocks with the price book of this one.
    pub fn with_book_of(clock: &CostClock, at: Instant) -> Self {
        let book = &clock.book;
        let tiers = book.tiers().iter().map(|tier| (0, vec![0; tier.prices.iter().count()]));
        Self {
            tiers: tiers.collect(),
            calendar: Calendar::new(book.utc_offset()),
            book: Arc::clone(book),
            at,
            hour: Exact::default(),
            open: Exact::default(),
        }
    }

    /// Adds a clock.
    pub fn add(&mut self, clock: &CostClock) {
        if !Arc::ptr_eq(&self.book, &clock.book) {
            self.hour = plus(self.hour, Some(clock.hour(self.at)));
            self.open = plus(self.open, Some(clock.open_part(self.at, &mut clock.calendar())));
            return;
        }
        let at = self.at.max(clock.as_of);
        for run in &clock.runs {
            let place = self.book.tiers().iter().position(|tier| tier.code == run.tier);
            let Some((tier, (runs, seconds))) =
                place.and_then(|place| self.book.tiers().get(place).zip(self.tiers.get_mut(place)))
            else {
                continue;
            };
            *runs += 1;
            if at < run.started_at || tier.price_at(run.started_at).is_none() {
                continue;
            }
            let units = BilledUnits::of_run(run.started_at, at);
            units.shares(&tier.prices, &mut self.calendar, |share| {
                if share.month == clock.month
                    && let Some(seconds) = seconds.get_mut(share.price)
                {
                    *seconds += u128::from(share.units);
                }
            });
        }
        if !clock.reservations.is_empty() {
            self.hour = plus(self.hour, Some(clock.hour_of_reservations(self.at)));
            self.open = plus(self.open, Some(clock.open_part_of_reservations(at, &mut self.calendar)));
        }
    }

    /// What an hour costs, and what is open adds to the month.
    pub fn sums(self) -> [Exact; 2] {
        let (mut hour, mut open) = (self.hour, self.open);
        for (tier, (runs, seconds)) in self.book.tiers().iter().zip(self.tiers) {
            let an_hour = u128::from(runs) * u128::from(SECONDS_PER_HOUR);
            let price = tier.price_at(self.at);
            hour = plus(hour, price.and_then(|price| product(an_hour, price.per_second, Per::One)));
            for (price, seconds) in tier.prices.iter().zip(seconds) {
                open = plus(open, product(seconds, price.per_second, Per::One));
            }
        }
        [hour, open]
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::console::live::cost::tests::{BOOK, at, reservation, run};
    use crate::console::live::examples;

    #[test]
    fn clocks_together_come_to_what_each_of_them_does() {
        let [book, other] = [(); 2].map(|()| Arc::new(PriceBook::from_json(BOOK.as_bytes()).unwrap()));
        let starts = [
            "2026-02-28T15:59:58.5Z",
            "2026-03-03T10:00:00.400Z",
            "2026-03-03T11:29:59.75Z",
            "2026-03-03T11:30:00.250Z",
            "2026-03-03T12:00:00Z",
        ];
        let clocks: Vec<CostClock> = (0..starts.len())
            .map(|number| {
                let mut service = examples::gpu_service("svc_1");
                service.as_of = at("2026-03-03T11:00:00Z");
                service.open_runs = starts[..=number].iter().map(|start| run("managed-1", start)).collect();
                if number % 2 == 0 {
                    service.model = "small-8b".to_owned();
                    service.open_reservations = vec![reservation("2026-03-03T10:30:00Z", None)];
                }
                CostClock::of(&service, if number == 3 { &other } else { &book })
            })
            .collect();
        for instant in
            ["2026-03-03T10:59:00Z", "2026-03-03T11:30:00Z", "2026-03-03T12:34:56.7Z", "2026-03-31T16:00:01Z"]
        {
            let instant = at(instant);
            let mut together = Together::with_book_of(&clocks[0], instant);
            let [mut hour, mut open] = [Exact::default(); 2];
            for clock in &clocks {
                together.add(clock);
                hour = plus(hour, Some(clock.hour(instant)));
                open = plus(open, Some(clock.open_part(instant, &mut clock.calendar())));
            }
            let sums = together.sums().map(|sum| sum.decimal().unwrap());
            assert_eq!(sums, [hour, open].map(|sum| sum.decimal().unwrap()), "{instant}");
            assert!(sums[1] > Decimal::ZERO, "{instant}");
        }
    }
}
