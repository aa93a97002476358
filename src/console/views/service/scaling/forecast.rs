//! How many instances a scaling wants while the load stays what it is: what that and policies ask for, evaluated by
//! the core at each instant at which it can change, and what it costs.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Month, NANOSECONDS_PER_SECOND, Price, PriceBook, UtcOffset};
use tiermeter_service::{LoadReport, ServiceScaling};

use super::super::plots::counted::Step;

const HOUR_SECONDS: u64 = 3_600;
const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;
/// So many changes are followed at most: more than a policy makes in a week that comes every five minutes.
const MOST_CHANGES: usize = 5_000;

/// The numbers wanted from one instant to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// From each instant on so many; the first one is where it begins.
    pub steps: Vec<Step>,
    /// Where it begins, in nanoseconds since 1970.
    pub from: i64,
    /// Up to where it was followed.
    pub until: i64,
}

/// What numbers of instances cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// So many instances.
    pub instances: u32,
    /// In an hour.
    pub per_hour: Option<Decimal>,
    /// In 24 hours.
    pub per_day: Option<Decimal>,
    /// In the days of the present month.
    pub per_month: Option<Decimal>,
}

impl Forecast {
    /// Follows a scaling with a load that stays.
    pub fn of(
        scaling: &ServiceScaling,
        requests_in_flight: u64,
        from: Instant,
        seconds: i64,
        offset: UtcOffset,
    ) -> Self {
        let reports = [LoadReport { at: from, requests_in_flight }];
        let begin = from.unix_nanoseconds();
        let end = begin.saturating_add(seconds.saturating_mul(NANOSECONDS_PER_SECOND));
        let mut steps: Vec<Step> = Vec::new();
        let mut next = Some(from);
        let mut followed = begin;
        for _ in 0..MOST_CHANGES {
            let Some(at) = next.filter(|at| at.unix_nanoseconds() < end) else {
                return Self { steps, from: begin, until: end };
            };
            followed = at.unix_nanoseconds();
            let wanted = scaling.wanted(&reports, at, offset);
            if steps.last().is_none_or(|last| last.instances != wanted.instances) {
                steps.push(Step { at: followed, instances: wanted.instances });
            }
            next = wanted.until;
        }
        Self { steps, from: begin, until: followed }
    }

    /// The least and the most that are wanted.
    pub fn least_and_most(&self) -> (u32, u32) {
        let instances = || self.steps.iter().map(|step| step.instances);
        (instances().min().unwrap_or_default(), instances().max().unwrap_or_default())
    }

    /// Seconds of all instances together, each stretch in whole seconds.
    pub fn instance_seconds(&self) -> u64 {
        let ends = self.steps.iter().skip(1).map(|step| step.at).chain(std::iter::once(self.until));
        self.steps
            .iter()
            .zip(ends)
            .map(|(step, end)| {
                let lasts = end.saturating_sub(step.at).max(0) / NANOSECONDS_PER_SECOND;
                u64::from(step.instances).saturating_mul(lasts.unsigned_abs())
            })
            .fold(0, u64::saturating_add)
    }
}

/// The price of a second of a tier that is in force at an instant.
pub fn price_of(tier: Option<&str>, at: Instant, book: &PriceBook) -> Option<Price> {
    Some(book.tier(tier?)?.price_at(at)?.per_second)
}

/// What so many instances cost that run all the time.
pub fn rates(instances: u32, price: Option<Price>, at: Instant, offset: UtcOffset) -> Rates {
    let days = u64::from(Month::containing(at, offset).days());
    let cost = |seconds: u64| {
        let seconds = u64::from(instances).checked_mul(seconds)?;
        price?.times(seconds).ok()
    };
    Rates {
        instances,
        per_hour: cost(HOUR_SECONDS),
        per_day: cost(DAY_SECONDS),
        per_month: cost(DAY_SECONDS * days),
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_service::{AutomaticScaling, Cron, Policy};

    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn automatic(minimum: u32, delay: u64, policies: &[(&str, u64, u32)]) -> ServiceScaling {
        let policies = policies.iter().map(|(cron, duration_seconds, minimum)| Policy {
            cron: Cron::parse(cron).unwrap(),
            duration_seconds: *duration_seconds,
            minimum: *minimum,
        });
        ServiceScaling::Automatic(AutomaticScaling {
            minimum,
            maximum: 8,
            concurrency: 1,
            scale_in_after_seconds: delay,
            policies: policies.collect(),
        })
    }

    fn check(scaling: &ServiceScaling, offset: &str, expected: &[(&str, u32)], instance_seconds: u64) {
        check_loaded(scaling, 0, offset, expected, instance_seconds);
    }

    fn check_loaded(
        scaling: &ServiceScaling,
        load: u64,
        offset: &str,
        expected: &[(&str, u32)],
        instance_seconds: u64,
    ) {
        // A Monday.
        let from = at("2026-03-02T00:00:00Z");
        let offset = UtcOffset::parse(offset).unwrap();
        let forecast = Forecast::of(scaling, load, from, 2 * 86_400, offset);
        let steps: Vec<(String, u32)> = forecast
            .steps
            .iter()
            .map(|step| (Instant::from_unix_nanoseconds(step.at).unwrap().to_string(), step.instances))
            .collect();
        let expected: Vec<(String, u32)> =
            expected.iter().map(|(at, instances)| (format!("2026-03-{at}:00Z"), *instances)).collect();
        assert_eq!(steps, expected);
        assert_eq!(forecast.instance_seconds(), instance_seconds);
        assert_eq!(forecast.until, at("2026-03-04T00:00:00Z").unix_nanoseconds());
    }

    #[test]
    fn policies_raise_the_minimum_for_their_time() {
        let hour = 3_600;
        check(&ServiceScaling::Manual { instances: 2 }, "+00:00", &[("02T00:00", 2)], 96 * hour);
        check(&automatic(0, 0, &[]), "+00:00", &[("02T00:00", 0)], 0);
        let office = automatic(1, 0, &[("0 8 * * *", 10 * hour, 4)]);
        let days = [("02T00:00", 1), ("02T08:00", 4), ("02T18:00", 1), ("03T08:00", 4), ("03T18:00", 1)];
        check(&office, "+00:00", &days, (48 + 2 * 3 * 10) * hour);
        let eastern = [("02T00:00", 4), ("02T10:00", 1), ("03T00:00", 4), ("03T10:00", 1)];
        check(&office, "+08:00", &eastern, (48 + 2 * 3 * 10) * hour);
        let at_most_the_maximum = automatic(1, 0, &[("0 12 2 3 *", hour, 99)]);
        check(
            &at_most_the_maximum,
            "+00:00",
            &[("02T00:00", 1), ("02T12:00", 8), ("02T13:00", 1)],
            55 * hour,
        );
    }

    #[test]
    fn the_largest_minimum_wins_and_scaling_in_waits() {
        let hour = 3_600;
        let both = automatic(1, 1_800, &[("0 8 2 3 *", 4 * hour, 3), ("0 9 2 3 *", hour, 5)]);
        let steps = [("02T00:00", 1), ("02T08:00", 3), ("02T09:00", 5), ("02T10:30", 3), ("02T12:30", 1)];
        check(&both, "+00:00", &steps, 8 * hour + 3 * hour + 5 * 5_400 + 3 * 7_200 + 35 * hour + hour / 2);
        let forecast = Forecast::of(&both, 0, at("2026-03-02T00:00:00Z"), 86_400, UtcOffset::default());
        assert_eq!(forecast.least_and_most(), (1, 5));
    }

    #[test]
    fn a_load_asks_for_its_instances_all_the_time() {
        let hour = 3_600;
        let office = automatic(1, 0, &[("0 8 * * *", 10 * hour, 4)]);
        let days = [("02T00:00", 3), ("02T08:00", 4), ("02T18:00", 3), ("03T08:00", 4), ("03T18:00", 3)];
        check_loaded(&office, 3, "+00:00", &days, (2 * 48 + 48 + 2 * 10) * hour);
        check_loaded(&office, 5, "+00:00", &[("02T00:00", 5)], 5 * 48 * hour);
        check_loaded(&office, 1_000, "+00:00", &[("02T00:00", 8)], 8 * 48 * hour);
        let by_hand = ServiceScaling::Manual { instances: 2 };
        check_loaded(&by_hand, 1_000, "+00:00", &[("02T00:00", 2)], 96 * hour);
    }

    #[test]
    fn restless_policies_are_followed_for_a_while() {
        let each = automatic(1, 0, &[("* * * * *", 30, 2)]);
        let from = at("2026-03-02T00:00:00Z");
        let forecast = Forecast::of(&each, 0, from, 86_400, UtcOffset::default());
        assert_eq!(forecast.steps.len(), 2 * 1_440);
        assert_eq!(forecast.instance_seconds(), 86_400 * 3 / 2);
        let busy = automatic(1, 0, &[("* * * * *", 30, 2), ("* * * * *", 20, 3)]);
        let forecast = Forecast::of(&busy, 0, from, 7 * 86_400, UtcOffset::default());
        assert!(forecast.until < from.unix_nanoseconds() + 7 * 86_400 * NANOSECONDS_PER_SECOND);
    }

    #[test]
    fn rates_are_exact() {
        let book = PriceBook::bundled();
        let now = at("2026-02-03T10:00:00Z");
        let price = price_of(Some("A"), now, book);
        let rates = rates(2, price, now, book.utc_offset());
        let shown = [rates.per_hour, rates.per_day, rates.per_month].map(|rate| rate.unwrap().to_string());
        assert_eq!(shown, ["1.5624", "37.4976", "1049.9328"]);
        assert_eq!(price_of(Some("Z"), now, book), None);
        assert_eq!(super::rates(1, None, now, book.utc_offset()).per_hour, None);
    }
}
