//! What an hour, a day and a month cost before and after an action, line by line. Pure.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, ModelPrice, Per, PriceBook, ReservationOffer};
use tiermeter_service::BillingMode;

use super::EffectLine;
use super::predict;
use super::words::Words;
use crate::console::format::Format;
use crate::console::live::ServiceRow;
use crate::console::words::Common;

/// What an hour, a day and a month cost before and after.
pub fn cost_lines(
    costs: [(Decimal, Decimal); 3],
    currency: &str,
    common: &Common,
    format: Format,
) -> Vec<EffectLine> {
    let line = |(label, (before, after)): (&str, (Decimal, Decimal))| {
        let line = EffectLine::change(label, format.money(before, currency), format.money(after, currency));
        match after.cmp(&before) {
            Ordering::Greater => line.warn(),
            Ordering::Less => line.good(),
            Ordering::Equal => line,
        }
    };
    [common.per_hour, common.per_day, common.per_month].into_iter().zip(costs).map(line).collect()
}

/// What another billing mode does to what a service costs: the price of its time stays, and tokens are paid another
/// way. What those come to depends on traffic, so their prices are told, and what the month came to so far.
pub fn billing_lines(
    row: &ServiceRow,
    mode: BillingMode,
    book: &PriceBook,
    now: Instant,
    (words, common, format): (&Words, &Common, Format),
) -> Vec<EffectLine> {
    let service = &row.service;
    let currency = service.cost.currency.as_str();
    let prediction = predict::billing_mode(row, book, now);
    let costs = [common.per_hour, common.per_day, common.per_month].into_iter().zip(prediction.costs());
    let stays = |(label, (_, after)): (&str, (Decimal, Decimal))| {
        EffectLine::new(label, (words.as_before)(&format.money(after, currency)))
    };
    let mut lines: Vec<EffectLine> = costs.map(stays).collect();
    let model = book.model(&service.model);
    if mode == BillingMode::TpmReservation && service.open_reservations.is_empty() {
        let least = model
            .and_then(|model| model.tpm_reservation.as_ref())
            .and_then(|offer| Some((offer.minimum_tpm, reserved(offer, now, prediction.days_of_month)?)));
        lines.extend(least.map(|(tpm, costs)| {
            let [hour, day, month] = costs.map(|cost| format.money(cost, currency));
            let said = (words.least_reservation)(&format.count(tpm), [&hour, &day, &month]);
            EffectLine::new(words.reservation, said)
        }));
    }
    if let Some(prices) = model.and_then(|model| model.prices.at(now.unix_nanoseconds())) {
        let ModelPrice { input_per_million, cached_input_per_million, output_per_million, .. } = prices;
        let [input, cached, output] = [input_per_million, cached_input_per_million, output_per_million]
            .map(|price| format.amount(price.decimal()));
        let said = (words.tokens_by_traffic)([&input, &cached, &output], currency);
        lines.push(EffectLine::new(words.tokens, said));
    }
    let so_far = format.money(row.clock.month_to_date(now), currency);
    lines.push(EffectLine::new(words.month_so_far, so_far));
    if service.cost.illustrative || model.is_some_and(|model| model.illustrative) {
        lines.push(EffectLine::new(words.prices, common.sample_prices).warn());
    }
    lines
}

/// What the least reservation of an offer costs in an hour, a day and a month of so many days; `None` where no price is
/// in force.
fn reserved(offer: &ReservationOffer, at: Instant, days_of_month: u32) -> Option<[Decimal; 3]> {
    let price = offer.prices.at(at.unix_nanoseconds())?.per_ktpm_hour;
    let tpm = u128::from(offer.minimum_tpm);
    let of_hours =
        |hours: u32| Exact::product(tpm * u128::from(hours), price, Per::Thousand).ok()?.decimal().ok();
    let day = 24;
    Some([of_hours(1)?, of_hours(day)?, of_hours(day.saturating_mul(days_of_month))?])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::console::documents::OpenReservation;
    use crate::console::live::examples::{at, token_service};
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    const NOW: &str = "2026-03-03T12:00:00Z";
    const FORMAT: Format = Format { language: Language::English, zone: Zone::Utc };

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"}, "gpu_tiers": [],
        "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
            "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
            "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"}]}}]}"#;

    fn check(mode: BillingMode, is_reserved: bool, expected: &[(&str, &str)]) {
        let book = Arc::new(PriceBook::from_json(BOOK.as_bytes()).unwrap());
        let mut service = token_service("svc_1");
        if is_reserved {
            service.open_reservations = vec![OpenReservation {
                tpm: 20_000,
                from: at("2026-03-03T10:00:00Z"),
                until: None,
                per_ktpm_hour: "0.0035".parse().unwrap(),
            }];
            service.as_of = at("2026-03-03T10:00:00Z");
            service.cost.month_to_date = "0.07".parse().unwrap();
        }
        let row = ServiceRow::of(service, &book);
        let around = (Words::of(Language::English), Common::of(Language::English), FORMAT);
        let lines = billing_lines(&row, mode, &book, at(NOW), around);
        let got: Vec<(&str, &str)> =
            lines.iter().map(|line| (line.label.as_str(), line.after.as_str())).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn another_billing_mode_says_what_it_costs() {
        let tokens = (
            "Tokens",
            "depend on traffic: a million costs 0.15 USD as input, 0.015 as cached input, 0.6 as output",
        );
        let sample = ("Prices", Common::of(Language::English).sample_prices);
        check(
            BillingMode::TpmReservation,
            false,
            &[
                ("per hour", "0 USD, as before"),
                ("per day", "0 USD, as before"),
                ("per month", "0 USD, as before"),
                (
                    "Reservation",
                    "none is in force; the least, 10,000 tokens per minute, costs 0.035 USD per hour, 0.84 USD per day, 26.04 USD per month",
                ),
                tokens,
                ("This month so far", "0 USD"),
                sample,
            ],
        );
        // Two hours of it have begun.
        check(
            BillingMode::PayAsYouGo,
            true,
            &[
                ("per hour", "0.07 USD, as before"),
                ("per day", "1.68 USD, as before"),
                ("per month", "52.08 USD, as before"),
                tokens,
                ("This month so far", "0.14 USD"),
                sample,
            ],
        );
    }

    #[test]
    fn costs_are_told_before_and_after() {
        let amount = |text: &str| text.parse::<Decimal>().unwrap();
        let costs =
            [("1", "0"), ("24", "24"), ("1", "2")].map(|(before, after)| (amount(before), amount(after)));
        let lines = cost_lines(costs, "USD", Common::of(Language::English), FORMAT);
        let common = Common::of(Language::English);
        let expected = [
            EffectLine::change(common.per_hour, "1 USD", "0 USD").good(),
            EffectLine::new(common.per_day, "24 USD"),
            EffectLine::change(common.per_month, "1 USD", "2 USD").warn(),
        ];
        assert_eq!(lines, expected);
    }
}
