//! What a reservation is and costs at an instant (P10, P11), and how it would go on. Pure, by the core.

use rust_decimal::Decimal;
use tiermeter_pricing::{
    BilledUnits, Calendar, Exact, Instant, Month, NANOSECONDS_PER_SECOND, Per, PriceBook, ReservationOffer,
};

use crate::console::documents::Reservation;
use crate::sorted::sort_by;

const HOUR: i64 = 3_600 * NANOSECONDS_PER_SECOND;
const HOURS_PER_DAY: u64 = 24;

/// How a reservation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// It covers tokens now.
    InForce,
    /// It will.
    Future,
    /// It did.
    Ended,
}

/// How a reservation stands at an instant.
pub fn stand(reservation: &Reservation, now: Instant) -> Stand {
    if reservation.until.is_some_and(|until| until <= now) {
        Stand::Ended
    } else if reservation.from > now {
        Stand::Future
    } else {
        Stand::InForce
    }
}

/// Reservations as they are listed: those in force first, then those that will be, then the others, the newest first.
pub fn in_order(mut reservations: Vec<Reservation>, now: Instant) -> Vec<(Stand, Reservation)> {
    sort_by(&mut reservations, |one, other| {
        let by_stand = stand(one, now).cmp(&stand(other, now));
        by_stand.then_with(|| match stand(one, now) {
            Stand::Ended => other.until.cmp(&one.until),
            Stand::InForce | Stand::Future => one.from.cmp(&other.from),
        })
    });
    reservations.into_iter().map(|reservation| (stand(&reservation, now), reservation)).collect()
}

/// What the hours of a reservation cost that have begun by `until`, at least one of them (P11). `None` where no price
/// is in force.
pub fn cost(
    tpm: u64,
    from: Instant,
    until: Instant,
    offer: &ReservationOffer,
    book: &PriceBook,
) -> Option<Decimal> {
    let hours = BilledUnits::of_reservation(from, until);
    hours.cost(tpm, &offer.prices, &mut Calendar::new(book.utc_offset()), |_| true)?.decimal().ok()
}

/// What a reservation has come to by an instant; nothing before it begins.
pub fn cost_so_far(reservation: &Reservation, now: Instant, book: &PriceBook) -> Option<Decimal> {
    if reservation.from > now {
        return Some(Decimal::ZERO);
    }
    let until = reservation.until.map_or(now, |until| until.min(now));
    let offer = book.model(&reservation.model)?.tpm_reservation.as_ref()?;
    cost(reservation.tpm, reservation.from, until, offer, book)
}

/// What tokens per minute cost at the price in force at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// In an hour.
    pub per_hour: Decimal,
    /// In 24 hours.
    pub per_day: Decimal,
    /// In the days of the month of that instant.
    pub per_month: Decimal,
}

/// What tokens per minute cost at the price in force at an instant; `None` where there is none.
pub fn rates(tpm: u64, at: Instant, offer: &ReservationOffer, book: &PriceBook) -> Option<Rates> {
    let price = offer.prices.at(at.unix_nanoseconds())?.per_ktpm_hour;
    let of_hours = |hours: u64| {
        Exact::product(u128::from(tpm) * u128::from(hours), price, Per::Thousand).ok()?.decimal().ok()
    };
    let days = u64::from(Month::containing(at, book.utc_offset()).days());
    Some(Rates {
        per_hour: of_hours(1)?,
        per_day: of_hours(HOURS_PER_DAY)?,
        per_month: of_hours(HOURS_PER_DAY * days)?,
    })
}

/// A reservation that is to be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Tokens per minute.
    pub tpm: u64,
    /// From when; `None` for now.
    pub from: Option<Instant>,
    /// Until when; `None` while it has no end.
    pub until: Option<Instant>,
}

/// The same for as long again: from its end on, or from now on where that has passed. `None` for one without an end.
pub fn renewal(reservation: &Reservation, now: Instant) -> Option<Wanted> {
    let end = reservation.until?;
    let lasts = end.unix_nanoseconds().checked_sub(reservation.from.unix_nanoseconds())?;
    let from = Some(end).filter(|end| *end > now);
    let until = from.unwrap_or(now).unix_nanoseconds().checked_add(lasts.max(HOUR))?;
    Some(Wanted { tpm: reservation.tpm, from, until: Some(Instant::from_unix_nanoseconds(until)?) })
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{TokenCount, Usage, settle};

    use super::*;

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"}, "gpu_tiers": [],
        "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
            "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
            "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"},
                {"from": "2026-03-03T12:00:00Z", "per_ktpm_hour": "0.004"}]}}]}"#;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn book() -> PriceBook {
        PriceBook::from_json(BOOK.as_bytes()).unwrap()
    }

    fn reservation(from: &str, until: Option<&str>) -> Reservation {
        Reservation {
            id: format!("rsv_{from}"),
            model: "small-8b".to_owned(),
            tpm: 12_000,
            from: at(from),
            until: until.map(at),
            per_ktpm_hour: "0.0035".parse().unwrap(),
            currency: "USD".to_owned(),
            illustrative: true,
        }
    }

    #[test]
    fn costs_are_those_of_the_settlement() {
        let book = book();
        for (from, until, now) in [
            ("2026-03-03T10:15:00Z", None, "2026-03-03T10:15:00Z"),
            ("2026-03-03T10:15:00Z", None, "2026-03-03T12:15:00.001Z"),
            ("2026-03-03T10:15:00Z", Some("2026-03-03T12:15:00Z"), "2026-03-05T00:00:00Z"),
            ("2026-02-28T23:30:00Z", Some("2026-04-01T00:00:00Z"), "2026-03-31T00:00:00Z"),
        ] {
            let one = reservation(from, until);
            let mut usage = Usage::new();
            usage.set_as_of(at(now));
            let ended = one.until.filter(|until| *until <= at(now));
            usage.push_reservation("svc_1", "small-8b", TokenCount(one.tpm), one.from, ended).unwrap();
            let settlement = settle(&usage, &book).unwrap();
            let total = Exact::sum_of(settlement.bills.iter().map(|bill| bill.exact_total)).unwrap();
            assert_eq!(cost_so_far(&one, at(now), &book), Some(total), "{from} {now}");
        }
        let future = reservation("2026-03-03T10:15:00Z", None);
        assert_eq!(cost_so_far(&future, at("2026-03-03T10:00:00Z"), &book), Some(Decimal::ZERO));
    }

    #[test]
    fn rates_are_those_of_an_instant() {
        let book = book();
        let offer = book.model("small-8b").unwrap().tpm_reservation.as_ref().unwrap();
        for (now, hour, day, month) in [
            ("2026-03-03T11:59:59Z", "0.035", "0.84", "26.04"),
            ("2026-03-03T12:00:00Z", "0.04", "0.96", "29.76"),
        ] {
            let rates = rates(10_000, at(now), offer, &book).unwrap();
            let got = [rates.per_hour, rates.per_day, rates.per_month].map(|rate| rate.to_string());
            assert_eq!(got, [hour, day, month]);
        }
    }

    #[test]
    fn reservations_are_told_apart_by_time() {
        let (early, noon, late) = ("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z", "2026-03-03T18:00:00Z");
        let all = vec![
            reservation(early, Some(noon)),
            reservation("2026-03-03T19:00:00Z", None),
            reservation(late, None),
            reservation(noon, Some(late)),
            reservation("2026-03-01T00:00:00Z", Some(early)),
            reservation(early, None),
        ];
        let order: Vec<(Stand, String)> = in_order(all, at(noon))
            .into_iter()
            .map(|(stand, reservation)| (stand, reservation.from.to_string()))
            .collect();
        let expected = [
            (Stand::InForce, early),
            (Stand::InForce, noon),
            (Stand::Future, late),
            (Stand::Future, "2026-03-03T19:00:00Z"),
            (Stand::Ended, early),
            (Stand::Ended, "2026-03-01T00:00:00Z"),
        ];
        assert_eq!(order, expected.map(|(stand, from)| (stand, from.to_owned())));
    }

    #[test]
    fn a_renewal_lasts_as_long_again() {
        for (from, until, now, expected) in [
            (
                "2026-03-01T00:00:00Z",
                Some("2026-03-08T00:00:00Z"),
                "2026-03-03T00:00:00Z",
                Some((Some("2026-03-08T00:00:00Z"), "2026-03-15T00:00:00Z")),
            ),
            (
                "2026-03-01T00:00:00Z",
                Some("2026-03-02T00:00:00Z"),
                "2026-03-03T06:00:00Z",
                Some((None, "2026-03-04T06:00:00Z")),
            ),
            ("2026-03-01T00:00:00Z", None, "2026-03-03T06:00:00Z", None),
        ] {
            let renewal = renewal(&reservation(from, until), at(now));
            let expected = expected.map(|(from, until)| Wanted {
                tpm: 12_000,
                from: from.map(at),
                until: Some(at(until)),
            });
            assert_eq!(renewal, expected);
        }
    }
}
