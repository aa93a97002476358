//! What a service costs at any instant, exactly, without asking the server: what is known up to the instant of its
//! document, and what open runs and reservations add since (P1 to P5, P10, P11). The page's core counts.

use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::{
    BilledUnits, Calendar, Exact, Instant, Month, NANOSECONDS_PER_SECOND, Per, Price, PriceBook, Timeline,
};

use crate::console::documents::{OpenReservation, OpenRun, Service};

const SECONDS_PER_HOUR: u64 = 3_600;

/// What a service costs as a function of time.
#[derive(Debug, Clone)]
pub struct CostClock {
    book: Arc<PriceBook>,
    model: String,
    as_of: Instant,
    month: Month,
    /// What no later instant changes, of the month of `as_of`.
    closed: Decimal,
    runs: Vec<OpenRun>,
    reservations: Vec<OpenReservation>,
}

impl PartialEq for CostClock {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.book, &other.book)
            && (self.as_of, self.closed, &self.model) == (other.as_of, other.closed, &other.model)
            && (&self.runs, &self.reservations) == (&other.runs, &other.reservations)
    }
}

impl CostClock {
    /// The clock of a service as it was at its `as_of`. What the price book does not price is left as it was.
    pub fn of(service: &Service, book: &Arc<PriceBook>) -> Self {
        let as_of = service.as_of;
        let mut clock = Self {
            book: Arc::clone(book),
            model: service.model.clone(),
            as_of,
            month: Month::containing(as_of, book.utc_offset()),
            closed: service.cost.month_to_date,
            runs: service.open_runs.clone(),
            reservations: service.open_reservations.clone(),
        };
        clock.runs.retain(|run| book.tier(&run.tier).is_some());
        if reservation_prices(book, &service.model).is_none() {
            clock.reservations.clear();
        }
        let open = clock.open_part(as_of, &mut clock.calendar()).decimal().unwrap_or_default();
        clock.closed = Exact::sum_of([clock.closed, -open].into_iter()).unwrap_or(clock.closed);
        clock
    }

    /// What the month of `as_of` came to by an instant; seconds of later months are not in it.
    pub fn month_to_date(&self, at: Instant) -> Decimal {
        // Most services of a long list: nothing is to be counted.
        if !self.moves() {
            return self.closed;
        }
        let open = self.open_part(at, &mut self.calendar());
        Exact::sum_of([self.closed, open.decimal().unwrap_or_default()].into_iter()).unwrap_or(self.closed)
    }

    /// Where its months begin, to be shared by all clocks of a price book.
    pub(super) fn calendar(&self) -> Calendar {
        Calendar::new(self.book.utc_offset())
    }

    /// What no later instant changes of it.
    pub const fn closed(&self) -> Decimal {
        self.closed
    }

    /// What an hour costs at the prices of an instant.
    pub fn per_hour(&self, at: Instant) -> Decimal {
        self.hour(at).decimal().unwrap_or_default()
    }

    /// The same, to be added to others.
    pub(super) fn hour(&self, at: Instant) -> Exact {
        let mut sum = Exact::default();
        for run in &self.runs {
            let price = self.book.tier(&run.tier).and_then(|tier| tier.price_at(at));
            let hour = price.and_then(|price| product(SECONDS_PER_HOUR.into(), price.per_second, Per::One));
            sum = plus(sum, hour);
        }
        for reservation in self.reservations.iter().filter(|reservation| in_force(reservation, at)) {
            let prices = reservation_prices(&self.book, &self.model);
            let price = prices.and_then(|prices| prices.at(at.unix_nanoseconds()));
            let hour =
                price.and_then(|price| product(reservation.tpm.into(), price.per_ktpm_hour, Per::Thousand));
            sum = plus(sum, hour);
        }
        sum
    }

    /// Whether time alone changes what it costs.
    pub fn moves(&self) -> bool {
        !self.runs.is_empty() || !self.reservations.is_empty()
    }

    /// What open runs and reservations add to the month by an instant, or by `as_of` where that is later.
    pub(super) fn open_part(&self, at: Instant, calendar: &mut Calendar) -> Exact {
        let at = at.max(self.as_of);
        let mut sum = Exact::default();
        for run in &self.runs {
            sum = plus(sum, part_of_run(run, at, self.month, &self.book, calendar));
        }
        for reservation in &self.reservations {
            sum = plus(
                sum,
                part_of_reservation(reservation, &self.model, at, self.month, &self.book, calendar),
            );
        }
        sum
    }
}

/// What one open run adds to a month by `at`: nothing before its start. `None` where no price is in force.
pub fn run_part(run: &OpenRun, at: Instant, month: Month, book: &PriceBook) -> Option<Exact> {
    part_of_run(run, at, month, book, &mut Calendar::new(book.utc_offset()))
}

fn part_of_run(
    run: &OpenRun,
    at: Instant,
    month: Month,
    book: &PriceBook,
    calendar: &mut Calendar,
) -> Option<Exact> {
    if at < run.started_at {
        return Some(Exact::default());
    }
    let seconds = BilledUnits::of_run(run.started_at, at);
    seconds.cost(1, &book.tier(&run.tier)?.prices, calendar, |other| other == month)
}

fn part_of_reservation(
    reservation: &OpenReservation,
    model: &str,
    at: Instant,
    month: Month,
    book: &PriceBook,
    calendar: &mut Calendar,
) -> Option<Exact> {
    if at < reservation.from {
        return Some(Exact::default());
    }
    let until = reservation.until.map_or(at, |until| until.min(at));
    let hours = BilledUnits::of_reservation(reservation.from, until);
    hours.cost(reservation.tpm, reservation_prices(book, model)?, calendar, |other| other == month)
}

fn product(quantity: u128, price: Price, per: Per) -> Option<Exact> {
    Exact::product(quantity, price, per).ok()
}

/// The sum; what cannot be counted adds nothing.
pub(super) fn plus(sum: Exact, more: Option<Exact>) -> Exact {
    more.and_then(|more| sum.plus(more).ok()).unwrap_or(sum)
}

fn in_force(reservation: &OpenReservation, at: Instant) -> bool {
    reservation.from <= at && reservation.until.is_none_or(|until| at < until)
}

fn reservation_prices<'a>(
    book: &'a PriceBook,
    model: &str,
) -> Option<&'a Timeline<tiermeter_pricing::ReservationPrice>> {
    book.model(model)?.tpm_reservation.as_ref().map(|offer| &offer.prices)
}

/// What the running month comes to if everything goes on as it is now.
pub fn expected_at_month_end(
    month_to_date: Decimal,
    per_hour: Decimal,
    now: Instant,
    book: &PriceBook,
) -> Decimal {
    let offset = book.utc_offset();
    let end = Month::containing(now, offset).next().first_instant_nanoseconds(offset);
    let left = end.saturating_sub(now.unix_nanoseconds()).max(0) / NANOSECONDS_PER_SECOND;
    let rest = per_hour
        .checked_mul(Decimal::from(left))
        .and_then(|rest| rest.checked_div(Decimal::from(SECONDS_PER_HOUR)))
        .unwrap_or_default();
    month_to_date.checked_add(rest).unwrap_or(month_to_date)
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{TokenCount, Usage, settle};

    use super::*;
    use crate::console::live::examples;

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+08:00"},
        "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"},
            {"from": "2026-03-03T11:30:00.250Z", "per_second": "0.0003"}]}],
        "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
            "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
            "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"},
                {"from": "2026-03-03T12:00:00Z", "per_ktpm_hour": "0.004"}]}}]}"#;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// What the settlement says of the month that contains `month_of`, of a service with these runs and reservations.
    fn settled(service: &Service, book: &PriceBook, now: Instant, month_of: Instant) -> Decimal {
        let mut usage = Usage::new();
        usage.set_as_of(now);
        for run in service.open_runs.iter().filter(|run| run.started_at <= now) {
            usage.push_run(&service.id, &run.instance, &run.tier, run.started_at, None).unwrap();
        }
        for one in service.open_reservations.iter().filter(|one| one.from <= now) {
            let until = one.until.filter(|until| *until <= now);
            usage
                .push_reservation(&service.id, &service.model, TokenCount(one.tpm), one.from, until)
                .unwrap();
        }
        let month = Month::containing(month_of, book.utc_offset());
        let settlement = settle(&usage, book).unwrap();
        let bill = settlement.bills.iter().find(|bill| bill.month == month);
        bill.map(|bill| bill.exact_total).unwrap_or_default()
    }

    /// Whether the clock of a service as of one instant says at others what the settlement says.
    fn check(mut service: Service, as_of: &str, instants: &[&str]) {
        let book = Arc::new(PriceBook::from_json(BOOK.as_bytes()).unwrap());
        service.as_of = at(as_of);
        let before: Decimal = "12.345".parse().unwrap();
        let open = settled(&service, &book, at(as_of), at(as_of));
        service.cost.month_to_date = before + open;
        let clock = CostClock::of(&service, &book);
        assert_eq!(clock.closed, before);
        for instant in instants {
            let expected = before + settled(&service, &book, at(instant), at(as_of));
            assert_eq!(clock.month_to_date(at(instant)), expected.normalize(), "as of {as_of}, at {instant}");
        }
    }

    fn run(instance: &str, started_at: &str) -> OpenRun {
        OpenRun { instance: instance.to_owned(), tier: "A".to_owned(), started_at: at(started_at) }
    }

    fn reservation(from: &str, until: Option<&str>) -> OpenReservation {
        let per_ktpm_hour = "0.0035".parse().unwrap();
        OpenReservation { tpm: 12_000, from: at(from), until: until.map(at), per_ktpm_hour }
    }

    #[test]
    fn runs_are_counted_as_they_are_settled() {
        let mut service = examples::gpu_service("svc_1");
        service.open_runs =
            vec![run("managed-1", "2026-03-03T10:00:00.400Z"), run("managed-2", "2026-03-03T11:00:00Z")];
        check(
            service.clone(),
            "2026-03-03T11:00:00Z",
            &[
                "2026-03-03T11:00:00Z",
                "2026-03-03T11:00:00.001Z",
                "2026-03-03T11:00:00.400Z",
                "2026-03-03T11:00:01Z",
                "2026-03-03T11:30:00Z",
                "2026-03-03T11:30:00.251Z",
                "2026-03-03T11:30:01.999Z",
                "2026-03-31T15:59:59.999Z",
                "2026-03-31T16:00:00Z",
                "2026-04-02T00:00:00Z",
            ],
        );
        check(service, "2026-03-31T15:59:59Z", &["2026-03-31T15:59:59.500Z", "2026-03-31T16:00:00.600Z"]);
        let mut over_the_month = examples::gpu_service("svc_1");
        over_the_month.open_runs = vec![run("managed-1", "2026-03-31T15:59:59.600Z")];
        check(
            over_the_month,
            "2026-03-31T16:00:00Z",
            &["2026-03-31T16:00:00.599Z", "2026-03-31T16:00:00.601Z", "2026-03-31T18:00:00Z"],
        );
    }

    #[test]
    fn reservations_are_counted_by_started_hours() {
        for until in [None, Some("2026-03-03T12:30:00Z")] {
            let mut service = examples::token_service("svc_2");
            service.open_reservations =
                vec![reservation("2026-03-03T10:15:00Z", until), reservation("2026-03-03T11:00:00Z", None)];
            check(
                service,
                "2026-03-03T11:00:00Z",
                &[
                    "2026-03-03T11:00:00Z",
                    "2026-03-03T11:15:00Z",
                    "2026-03-03T11:15:00.001Z",
                    "2026-03-03T12:00:00.001Z",
                    "2026-03-03T13:00:00Z",
                    "2026-04-05T00:00:00Z",
                ],
            );
        }
    }

    #[test]
    fn an_hour_costs_what_is_open_at_the_prices_of_the_instant() {
        let book = Arc::new(PriceBook::from_json(BOOK.as_bytes()).unwrap());
        let mut service = examples::gpu_service("svc_1");
        service.open_runs =
            vec![run("managed-1", "2026-03-03T10:00:00Z"), run("managed-2", "2026-03-03T10:00:00Z")];
        service.as_of = at("2026-03-03T10:00:00Z");
        let clock = CostClock::of(&service, &book);
        for (instant, expected) in [("2026-03-03T11:00:00Z", "1.5624"), ("2026-03-03T12:00:00Z", "2.16")] {
            assert_eq!(clock.per_hour(at(instant)).to_string(), expected);
        }
        assert!(clock.moves());
    }

    #[test]
    fn what_is_not_priced_stays_as_it_was() {
        let book = Arc::new(PriceBook::from_json(BOOK.as_bytes()).unwrap());
        let mut service = examples::gpu_service("svc_1");
        service.open_runs =
            vec![OpenRun { tier: "Z".to_owned(), ..run("managed-1", "2026-03-03T10:00:00Z") }];
        service.cost.month_to_date = "5".parse().unwrap();
        let clock = CostClock::of(&service, &book);
        assert!(!clock.moves());
        assert_eq!(clock.month_to_date(at("2026-03-03T23:00:00Z")).to_string(), "5");
    }

    #[test]
    fn the_month_is_expected_to_go_on_as_it_is() {
        let book = PriceBook::bundled();
        let expected = expected_at_month_end(
            "100".parse().unwrap(),
            "1.5".parse().unwrap(),
            at("2026-03-31T22:00:00Z"),
            book,
        );
        assert_eq!(expected.normalize().to_string(), "103");
    }
}
