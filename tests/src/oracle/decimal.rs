//! Exact decimals as whole numbers of a small unit.

/// Decimals of an amount: a price has at most twelve, and prices of tokens are per million.
pub const AMOUNT_PLACES: usize = 18;
/// Decimals of a price.
pub const PRICE_PLACES: usize = 12;
/// Decimals of a quantity: tokens per minute are counted in thousands.
pub const QUANTITY_PLACES: usize = 3;
/// P15: no text of more digits leaves a settlement.
pub const MOST_DIGITS: usize = 28;

/// Reads decimal text as a whole number of units of 10^-places.
pub fn parse(text: &str, places: usize) -> i128 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    assert!(fraction.len() <= places, "{text} has more than {places} decimals");
    let units: i128 = format!("{whole}{fraction:0<places$}").parse().expect("decimal text");
    sign * units
}

/// Reads an amount of a settlement.
pub fn parse_amount(text: &str) -> i128 {
    parse(text, AMOUNT_PLACES)
}

/// Writes a whole number of units of 10^-places canonically: no trailing zeros, `0` for zero (SPEC 2).
pub fn write(units: i128, places: usize) -> String {
    let text = write_fixed(units, places);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Writes a whole number of units of 10^-places with exactly so many decimals.
pub fn write_fixed(units: i128, places: usize) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let width = places + 1;
    let digits = format!("{:0>width$}", units.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// P15: an amount in whole minor units of the currency, half away from zero.
pub fn round_half_away(amount: i128, minor_digits: usize) -> i128 {
    let unit = minor_unit(minor_digits);
    let magnitude = amount.abs();
    let rounded = magnitude / unit + i128::from(magnitude % unit * 2 >= unit);
    if amount < 0 { -rounded } else { rounded }
}

/// The amount of one minor unit.
pub fn minor_unit(minor_digits: usize) -> i128 {
    let places = u32::try_from(AMOUNT_PLACES - minor_digits).expect("few places");
    10_i128.pow(places)
}

/// P15: the digits of canonical text, a lone leading zero not counted.
pub fn digit_count(text: &str) -> usize {
    let unsigned = text.trim_start_matches('-');
    let counted = unsigned.strip_prefix("0.").unwrap_or(unsigned);
    counted.chars().filter(char::is_ascii_digit).count()
}
