//! The amount of a payment, from what somebody types, by the rules of the API.

use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Currency, Exact};

/// The highest payment that is recorded at once, in whole units of the currency.
pub const HIGHEST: u32 = 1_000_000_000;
const HOURS_PER_DAY: u32 = 24;

/// Why a text is no amount of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountFault {
    /// There is no text.
    Missing,
    /// It is no number in digits with one point.
    NoNumber,
    /// It is zero.
    Zero,
    /// It is finer than the currency, which has so many digits after the point.
    TooFine(u32),
    /// It is more than [`HIGHEST`].
    TooHigh,
}

/// The amount of a text, with exactly the currency's minor digits.
pub fn amount_of(text: &str, currency: Currency) -> Result<Decimal, AmountFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountFault::Missing);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    if digits == 0 || points > 1 || digits + points != text.len() {
        return Err(AmountFault::NoNumber);
    }
    let amount = Decimal::from_str_exact(text).map_err(|_| AmountFault::NoNumber)?.normalize();
    if amount.is_zero() {
        return Err(AmountFault::Zero);
    }
    if amount > Decimal::from(HIGHEST) {
        return Err(AmountFault::TooHigh);
    }
    if amount.scale() > currency.minor_digits() {
        return Err(AmountFault::TooFine(currency.minor_digits()));
    }
    Ok(in_minor_digits(amount, currency))
}

/// Whether a text that was typed a second time is the same amount.
pub fn is_same(amount: Result<Decimal, AmountFault>, again: &str, currency: Currency) -> bool {
    amount.is_ok() && amount_of(again, currency) == amount
}

/// The smallest payment that is at least so much; `None` where nothing is to be paid.
pub fn at_least(amount: Decimal, currency: Currency) -> Option<Decimal> {
    let digits = currency.minor_digits();
    let rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::AwayFromZero);
    (amount > Decimal::ZERO).then(|| in_minor_digits(rounded, currency))
}

/// What so many days cost at the rate of now, as a payment; `None` where nothing is charged by the hour.
pub fn days_at_rate(per_hour: Decimal, days: u32, currency: Currency) -> Option<Decimal> {
    let cost = per_hour.checked_mul(Decimal::from(days.checked_mul(HOURS_PER_DAY)?))?;
    at_least(cost, currency)
}

/// The same amount, written with the currency's minor digits.
pub fn in_minor_digits(amount: Decimal, currency: Currency) -> Decimal {
    let mut amount = amount;
    if amount.normalize().scale() <= currency.minor_digits() {
        amount.rescale(currency.minor_digits());
    }
    amount
}

/// The exact sum of two amounts; the first where it has more digits than are counted.
pub fn plus(one: Decimal, other: Decimal) -> Decimal {
    Exact::sum_of([one, other].into_iter()).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, currency: &str, expected: Result<&str, AmountFault>) {
        let currency = Currency::parse(currency).unwrap();
        let got = amount_of(text, currency).map(|amount| amount.to_string());
        assert_eq!(got, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn amounts_are_read_as_the_api_reads_them() {
        check("100", "USD", Ok("100.00"));
        check(" 0.5 ", "USD", Ok("0.50"));
        check("12.3400", "USD", Ok("12.34"));
        check("0012", "USD", Ok("12.00"));
        check("500", "JPY", Ok("500"));
        check("1.234", "KWD", Ok("1.234"));
        check("1000000000", "USD", Ok("1000000000.00"));
        check("", "USD", Err(AmountFault::Missing));
        check("  ", "USD", Err(AmountFault::Missing));
        check("0.00", "USD", Err(AmountFault::Zero));
        check("1000000000.01", "USD", Err(AmountFault::TooHigh));
        check("1.005", "USD", Err(AmountFault::TooFine(2)));
        check("0.5", "JPY", Err(AmountFault::TooFine(0)));
        for text in ["-5", "+5", "1,000", "1_000", "1e3", "ten", ".", "1.2.3", "5 USD"] {
            check(text, "USD", Err(AmountFault::NoNumber));
        }
    }

    #[test]
    fn an_amount_is_confirmed_by_typing_it_again() {
        let currency = Currency::parse("USD").unwrap();
        for (text, again, expected) in [
            ("100", "100", true),
            ("100", " 100.00 ", true),
            ("100", "", false),
            ("100", "1000", false),
            ("100", "100 USD", false),
            ("", "", false),
            ("ten", "ten", false),
        ] {
            assert_eq!(is_same(amount_of(text, currency), again, currency), expected, "{text:?} {again:?}");
        }
    }

    #[test]
    fn what_is_missing_is_rounded_up_to_a_payment() {
        for (amount, currency, expected) in [
            ("12.3401", "USD", Some("12.35")),
            ("12.34", "USD", Some("12.34")),
            ("0.000001", "USD", Some("0.01")),
            ("2.1", "JPY", Some("3")),
            ("0", "USD", None),
            ("-3", "USD", None),
        ] {
            let currency = Currency::parse(currency).unwrap();
            let got = at_least(amount.parse().unwrap(), currency).map(|amount| amount.to_string());
            assert_eq!(got.as_deref(), expected, "{amount}");
        }
    }

    #[test]
    fn days_cost_their_hours() {
        let currency = Currency::parse("USD").unwrap();
        for (per_hour, days, expected) in
            [("1.5624", 7, Some("262.49")), ("1.5624", 30, Some("1124.93")), ("0", 7, None)]
        {
            let got = days_at_rate(per_hour.parse().unwrap(), days, currency);
            assert_eq!(got.map(|amount| amount.to_string()).as_deref(), expected);
        }
    }
}
