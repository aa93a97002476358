//! What ending a reservation leads to, line by line. Pure.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};

use super::reservation_words::Words;
use super::reserved::{Rates, Stand, cost_so_far, rates};
use crate::console::act::EffectLine;
use crate::console::act::costs::cost_lines;
use crate::console::documents::Reservation;
use crate::console::format::Format;
use crate::console::words::Common;

/// What ending a reservation leads to: what it costs until then and would go on to cost, and how its tokens are paid
/// afterwards. The prices are those in force now, or when it was to begin.
pub fn effect_of_ending(
    one: &Reservation,
    stand: Stand,
    now: Instant,
    book: Option<&PriceBook>,
    (words, common, format): (&Words, &Common, Format),
) -> Vec<EffectLine> {
    let model = book.and_then(|book| book.model(&one.model));
    let known = book
        .zip(model.and_then(|model| model.tpm_reservation.as_ref()))
        .and_then(|(book, offer)| rates(one.tpm, one.from.max(now), offer, book));
    let mut lines = vec![EffectLine::new(words.until, words.now).bad()];
    if let Some(Rates { per_hour, per_day, per_month }) = known {
        let costs = [per_hour, per_day, per_month].map(|cost| (cost, Decimal::ZERO));
        lines.extend(cost_lines(costs, &one.currency, common, format));
    }
    lines.push(if stand == Stand::Future {
        EffectLine::new(words.charged, words.nothing_charged).good()
    } else {
        let so_far = book.and_then(|book| cost_so_far(one, now, book)).unwrap_or_default();
        EffectLine::new(words.charged, (words.charged_so_far)(&format.money(so_far, &one.currency)))
    });
    let prices = model.and_then(|model| model.prices.at(now.unix_nanoseconds()));
    lines.push(match prices {
        None => EffectLine::new(words.tokens_then, words.above_by_token),
        Some(prices) => {
            let [input, cached, output] =
                [prices.input_per_million, prices.cached_input_per_million, prices.output_per_million]
                    .map(|price| format.amount(price.decimal()));
            let said = (words.by_token_then)([&input, &cached, &output], &one.currency);
            EffectLine::new(words.tokens_then, said)
        }
    });
    if one.illustrative {
        lines.push(EffectLine::new(words.prices, common.sample_prices).warn());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"}, "gpu_tiers": [],
        "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
            "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
            "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"}]}}]}"#;

    fn check(from: &str, stand: Stand, charged: &str) {
        let book = PriceBook::from_json(BOOK.as_bytes()).unwrap();
        let one = Reservation {
            id: "rsv_1".to_owned(),
            model: "small-8b".to_owned(),
            tpm: 10_000,
            from: at(from),
            until: None,
            per_ktpm_hour: "0.0035".parse().unwrap(),
            currency: "USD".to_owned(),
            illustrative: false,
        };
        let (words, common) = (Words::of(Language::English), Common::of(Language::English));
        let format = Format { language: Language::English, zone: Zone::Utc };
        let now = at("2026-03-03T12:00:00Z");
        let lines = effect_of_ending(&one, stand, now, Some(&book), (words, common, format));
        let got: Vec<(&str, Option<&str>, &str)> = lines
            .iter()
            .map(|line| (line.label.as_str(), line.before.as_deref(), line.after.as_str()))
            .collect();
        let by_token = "paid by token, as traffic comes: a million costs 0.15 USD as input, 0.015 as cached input, 0.6 as output";
        let expected = [
            ("Until", None, "now"),
            ("per hour", Some("0.035 USD"), "0 USD"),
            ("per day", Some("0.84 USD"), "0 USD"),
            ("per month", Some("26.04 USD"), "0 USD"),
            ("Charged", None, charged),
            ("Its tokens then", None, by_token),
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn ending_says_what_it_costs_before_and_after() {
        let charged = "0.07 USD for the hours that have begun, and nothing more";
        check("2026-03-03T10:00:00Z", Stand::InForce, charged);
        check("2026-03-09T10:00:00Z", Stand::Future, "nothing: it has not begun, and is removed");
    }
}
