//! Money has one door: prices, exact amounts, and the one rounding of the rules (P15). Amounts are counted in
//! whole numbers and become decimals at the end, so that nothing can round on the way.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::refusal::{Refusal, RefusalCode};

/// How many digits a quantity, an amount or a total may have (P15).
const MOST_DIGITS: u32 = 28;
const PICO_PER_UNIT: u64 = 1_000_000_000_000;
const ATTO_PER_UNIT: u64 = 1_000_000_000_000_000_000;
/// Decimals of an atto: the finest amount there is, a price of 12 decimals by the million.
const ATTO_DECIMALS: u32 = 18;
const MOST_PRICE_DECIMALS: usize = 12;
const HIGHEST_PRICE: u64 = 1_000_000;

/// A price: at most 1,000,000, with up to twelve decimals (docs/rules.md, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price {
    pico: u64,
}

impl Price {
    /// What a price must look like, for refusals.
    pub const FORM: &'static str = "a decimal string from \"0\" to \"1000000\" with up to 12 decimals and no exponent, such as \"0.000217\"";

    /// Reads `(0|[1-9][0-9]*)(\.[0-9]{1,12})?` up to 1,000,000; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = match text.split_once('.') {
            None => (text, ""),
            Some((_, "")) => return None,
            Some(parts) => parts,
        };
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        let too_long = whole.is_empty() || whole.len() > 7 || decimals.len() > MOST_PRICE_DECIMALS;
        if leading_zero || too_long || !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        let units: u64 = whole.parse().ok()?;
        let pico: u64 = format!("{decimals:0<MOST_PRICE_DECIMALS$}").parse().ok()?;
        let pico = units * PICO_PER_UNIT + pico;
        (pico <= HIGHEST_PRICE * PICO_PER_UNIT).then_some(Self { pico })
    }

    /// The price as a canonical decimal.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        let exact =
            Exact { whole: (self.pico / PICO_PER_UNIT).into(), atto: self.pico % PICO_PER_UNIT * 1_000_000 };
        // Seven digits and twelve decimals: a decimal has room for them.
        exact.decimal().unwrap_or_default()
    }

    /// The price in units of 10^-12.
    #[must_use]
    pub const fn pico(self) -> u64 {
        self.pico
    }

    /// What `quantity` units cost at this price, exactly.
    pub fn times(self, quantity: u64) -> Result<Decimal, Refusal> {
        Exact::product(quantity.into(), self, Per::One)?.decimal()
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal_text(self.decimal()))
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// For how many units a price stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Prices of seconds.
    One,
    /// Prices of a thousand tokens per minute, of which tokens per minute are counted.
    Thousand,
    /// Prices of a million tokens, of which tokens are counted.
    Million,
}

impl Per {
    const fn units(self) -> u64 {
        match self {
            Self::One => 1,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
        }
    }
}

/// A number that is never negative and never rounded: whole units and 10^-18 parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Exact {
    whole: u128,
    atto: u64,
}

impl Exact {
    /// `count` single units.
    #[must_use]
    pub const fn whole(count: u128) -> Self {
        Self { whole: count, atto: 0 }
    }

    /// `count` thousandths.
    #[must_use]
    pub fn thousandths(count: u128) -> Self {
        Self { whole: count / 1_000, atto: narrow(count % 1_000) * (ATTO_PER_UNIT / 1_000) }
    }

    /// `quantity` times `price`, for a price that stands for `per` units. Out of range only where the result
    /// would have more digits than [`Exact::decimal`] allows.
    pub fn product(quantity: u128, price: Price, per: Per) -> Result<Self, Refusal> {
        // Most products fit into the numbers of the machine, which divides those at once.
        let small = u64::try_from(quantity).ok().and_then(|quantity| quantity.checked_mul(price.pico));
        if let Some(pico) = small {
            let pico_per_whole = PICO_PER_UNIT * per.units();
            let atto = pico % pico_per_whole * (ATTO_PER_UNIT / pico_per_whole);
            return Ok(Self { whole: (pico / pico_per_whole).into(), atto });
        }
        let (pico_per_unit, units) = (u128::from(PICO_PER_UNIT), u128::from(per.units()));
        let price_whole = u128::from(price.pico / PICO_PER_UNIT);
        let price_pico = u128::from(price.pico % PICO_PER_UNIT);
        // The quantity is cut at 10^12, so that both products with the price's decimals fit.
        let (high, low) = (quantity / pico_per_unit, quantity % pico_per_unit);
        let low_pico = low * price_pico;
        let whole = quantity
            .checked_mul(price_whole)
            .and_then(|whole| whole.checked_add(high * price_pico))
            .and_then(|whole| whole.checked_add(low_pico / pico_per_unit))
            .ok_or_else(too_many_digits)?;
        let pico = low_pico % pico_per_unit;
        // Divide by the units that the price stands for: 10^6 at most, so that 18 decimals hold the rest.
        let rest_pico = (whole % units) * pico_per_unit + pico;
        let atto_per_rest = u128::from(ATTO_PER_UNIT) / (pico_per_unit * units);
        Ok(Self { whole: whole / units, atto: narrow(rest_pico * atto_per_rest) })
    }

    /// The sum of two numbers.
    pub fn plus(self, other: Self) -> Result<Self, Refusal> {
        let atto = self.atto + other.atto;
        let whole = self
            .whole
            .checked_add(other.whole)
            .and_then(|whole| whole.checked_add(u128::from(atto / ATTO_PER_UNIT)))
            .ok_or_else(too_many_digits)?;
        Ok(Self { whole, atto: atto % ATTO_PER_UNIT })
    }

    /// The exact sum of decimals of either sign, canonical; refused where it has more than 28 digits (P15).
    pub fn sum_of(decimals: impl Iterator<Item = Decimal>) -> Result<Decimal, Refusal> {
        let (mut gained, mut lost) = (Self::default(), Self::default());
        for decimal in decimals {
            let sum = if decimal.is_sign_negative() { &mut lost } else { &mut gained };
            *sum = sum.plus(Self::of_decimal(decimal)?)?;
        }
        if gained >= lost {
            gained.minus(lost).decimal()
        } else {
            lost.minus(gained).decimal().map(|sum| -sum)
        }
    }

    /// The absolute value of a decimal that has up to 18 decimals.
    fn of_decimal(decimal: Decimal) -> Result<Self, Refusal> {
        let decimal = decimal.abs().normalize();
        let scale = decimal.scale();
        if scale > ATTO_DECIMALS {
            return Err(too_many_digits());
        }
        let mantissa = decimal.mantissa().unsigned_abs();
        let unit = 10_u128.pow(scale);
        Ok(Self {
            whole: mantissa / unit,
            atto: narrow((mantissa % unit) * 10_u128.pow(ATTO_DECIMALS - scale)),
        })
    }

    /// What is left of a number that is not smaller.
    const fn minus(self, other: Self) -> Self {
        if self.atto >= other.atto {
            Self { whole: self.whole.saturating_sub(other.whole), atto: self.atto - other.atto }
        } else {
            let atto = self.atto + ATTO_PER_UNIT - other.atto;
            Self { whole: self.whole.saturating_sub(other.whole).saturating_sub(1), atto }
        }
    }

    /// The canonical decimal; out of range if its text has more than 28 digits, a lone leading zero not
    /// counted (P15).
    pub fn decimal(self) -> Result<Decimal, Refusal> {
        let mut decimals = ATTO_DECIMALS;
        let mut rest = self.atto;
        while decimals > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            decimals -= 1;
        }
        let whole_digits = self.whole.checked_ilog10().map_or(0, |exponent| exponent + 1);
        if whole_digits + decimals > MOST_DIGITS {
            return Err(too_many_digits());
        }
        let mantissa = self.whole * 10_u128.pow(decimals) + u128::from(rest);
        let mantissa = i128::try_from(mantissa).map_err(|_| too_many_digits())?;
        Decimal::try_from_i128_with_scale(mantissa, decimals).map_err(|_| too_many_digits())
    }
}

/// A decimal as text, with all of its decimals.
#[must_use]
pub fn decimal_text(decimal: Decimal) -> String {
    let mut text = whole_text(decimal.mantissa().unsigned_abs());
    let decimals = usize::try_from(decimal.scale()).unwrap_or_default();
    if decimals > 0 {
        while text.len() <= decimals {
            text.insert(0, '0');
        }
        text.insert(text.len() - decimals, '.');
    }
    if decimal.is_sign_negative() {
        text.insert(0, '-');
    }
    text
}

/// The digits of a whole number. The standard library has code of its own for numbers of this size; this writes them
/// by those of half the size: no amount has more than 29 digits, and two of these have room for 38.
fn whole_text(value: u128) -> String {
    const HALF: u128 = 10_u128.pow(19);
    match narrow(value / HALF) {
        0 => narrow(value).to_string(),
        high => format!("{high}{:019}", narrow(value % HALF)),
    }
}

/// Values that are below 10^18 by construction.
fn narrow(value: u128) -> u64 {
    debug_assert!(value <= u128::from(u64::MAX));
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn too_many_digits() -> Refusal {
    Refusal::new(
        RefusalCode::OutOfRange,
        "",
        format!(
            "a quantity, an amount or a total has more than {MOST_DIGITS} digits; nothing is rounded silently"
        ),
    )
}

/// The one rounding (P15): the exact total rounded half away from zero to the currency's minor digits, written
/// with exactly these digits, and what the rounding added.
pub(crate) fn payable(exact_total: Decimal, minor_digits: u32) -> Result<(String, Decimal), Refusal> {
    let Exact { mut whole, atto } = Exact::of_decimal(exact_total)?;
    let atto_per_minor = 10_u64.pow(ATTO_DECIMALS.saturating_sub(minor_digits));
    let rest = atto % atto_per_minor;
    let is_up = rest >= atto_per_minor - rest;
    let mut minor = atto / atto_per_minor + u64::from(is_up);
    let mut rounding =
        Exact { whole: 0, atto: if is_up { atto_per_minor - rest } else { rest } }.decimal()?;
    let is_negative = exact_total.is_sign_negative() && !exact_total.is_zero();
    if is_up == is_negative && !rounding.is_zero() {
        rounding.set_sign_negative(true);
    }
    let minor_per_unit = 10_u64.pow(minor_digits);
    if minor == minor_per_unit {
        (whole, minor) = (whole + 1, 0);
    }
    let sign = if is_negative && (whole > 0 || minor > 0) { "-" } else { "" };
    let mut payable = format!("{sign}{}", whole_text(whole));
    if minor_digits > 0 {
        payable.push('.');
        // The digits behind a one, so that zeros in front are there.
        payable.extend((minor_per_unit + minor).to_string().chars().skip(1));
    }
    Ok((payable, rounding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_have_one_form() {
        for good in ["0", "0.1", "1000000", "1000000.000000000000", "999999.999999999999", "0.000217", "10"] {
            assert!(Price::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            ".",
            ".1",
            "1.",
            "01",
            "00",
            "-1",
            "+1",
            "1e3",
            "1_0",
            " 1",
            "1 ",
            "0.1234567890123",
            "1000000.1",
            "10000000",
            "１",
            "NaN",
            "0x10",
            "1,5",
            "99999999999999999999999999",
        ] {
            assert!(Price::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Price::parse("0.000220").map(|price| price.to_string()).as_deref(), Some("0.00022"));
    }

    fn check_product(quantity: u128, price: &str, per: Per, expected: Option<&str>) {
        let product = Exact::product(quantity, Price::parse(price).unwrap(), per).and_then(Exact::decimal);
        assert_eq!(
            product.ok().map(|decimal| decimal.to_string()).as_deref(),
            expected,
            "{quantity} x {price}"
        );
    }

    #[test]
    fn products_are_exact_or_refused() {
        check_product(10_800, "0.000217", Per::One, Some("2.3436"));
        check_product(0, "0.000217", Per::One, Some("0"));
        check_product(1, "0.123456789012", Per::Million, Some("0.000000123456789012"));
        check_product(1_000_000_000, "999999.999999999999", Per::Million, Some("999999999.999999999"));
        check_product(15_000, "0.0035", Per::Thousand, Some("0.0525"));
        check_product(10_u128.pow(28) - 1, "1", Per::One, Some("9999999999999999999999999999"));
        check_product(10_u128.pow(28), "1", Per::One, None);
        check_product(10_u128.pow(28), "0.1", Per::One, Some("1000000000000000000000000000"));
        check_product(u128::MAX, "1000000", Per::One, None);
        check_product(u128::MAX, "0.999999999999", Per::One, None);
        check_product(
            9_007_199_254_740_991,
            "0.123456789012",
            Per::Million,
            Some("1111999897.981602166594790892"),
        );
        check_product(9_007_199_254_740_991, "1.123456789012", Per::Million, None);
    }

    #[test]
    fn rounding_happens_once_and_half_away_from_zero() {
        for (exact, digits, expected, rounding) in [
            ("0.005", 2, "0.01", "0.005"),
            ("0.0049999", 2, "0.00", "-0.0049999"),
            ("2.3436", 2, "2.34", "-0.0036"),
            ("6.5", 0, "7", "0.5"),
            ("669.6", 2, "669.60", "0"),
            ("1.0005", 3, "1.001", "0.0005"),
            ("9999999999999999999999999999", 2, "9999999999999999999999999999.00", "0"),
            ("9999999999.999999999999999999", 2, "10000000000.00", "0.000000000000000001"),
        ] {
            let (payable, added) = payable(exact.parse().unwrap(), digits).unwrap();
            assert_eq!((payable.as_str(), added.to_string().as_str()), (expected, rounding), "{exact}");
        }
    }

    #[test]
    fn rounding_is_that_of_decimals() {
        use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        for mantissa in
            (-2_000..2_000).chain([999_994_999, 999_995_000, -999_995_000, 123_456_789_012_345_678])
        {
            for scale in [0, 1, 3, 9, 18] {
                for digits in 0..=4 {
                    let exact = Decimal::from_i128_with_scale(mantissa, scale).normalize();
                    let rounded = exact.round_dp_with_strategy(digits, MidpointAwayFromZero);
                    let text = format!("{rounded:.0$}", usize::try_from(digits).unwrap());
                    let (payable, added) = payable(exact, digits).unwrap();
                    assert_eq!(payable, text, "{exact} {digits}");
                    let expected = (rounded - exact).normalize();
                    assert_eq!(added.to_string(), expected.to_string(), "{exact} {digits}");
                }
            }
        }
    }
}
