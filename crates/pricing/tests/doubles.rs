//! Doubles are read and written as the standard library does it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use tiermeter_pricing::read::{Double, double_as_text};

fn read(significand: u64, power: i64) -> Option<f64> {
    Double::nearest(significand, power).map(|double| f64::from_bits(double.0))
}

/// Floats of all sizes, the odd ones among them.
fn floats() -> impl Iterator<Item = f64> {
    let edges = [1, 2, 0xF_FFFF_FFFF_FFFF, 0x10_0000_0000_0000, 0x10_0000_0000_0001, 0x7FEF_FFFF_FFFF_FFFF];
    let spread = (0..400_u64).map(|step| (step * 0x0028_F5C2_8F5C_28F5) % 0x7FF0_0000_0000_0000);
    let decimals = ["0.1", "1.5", "1e22", "1e23", "9007199254740993", "123456.789", "5e-324", "0.3"];
    edges
        .into_iter()
        .chain(spread)
        .map(f64::from_bits)
        .chain(decimals.into_iter().map(|text| text.parse().unwrap()))
        .filter(|value| *value > 0.0)
}

#[test]
fn floats_are_written_as_the_standard_library_writes_them() {
    for value in floats() {
        assert_eq!(double_as_text(Double(value.to_bits())), value.to_string(), "{value:e}");
        assert_eq!(double_as_text(Double((-value).to_bits())), (-value).to_string(), "{value:e}");
    }
    for (value, text) in
        [(0.0, "0"), (-0.0, "-0"), (f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")]
    {
        assert_eq!(double_as_text(Double(value.to_bits())), text);
    }
}

#[test]
fn floats_are_read_as_the_standard_library_reads_them() {
    for value in floats() {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').unwrap();
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let significand = digits.replace('.', "").parse().unwrap();
        let power = exponent.parse::<i64>().unwrap() - i64::try_from(decimals).unwrap();
        assert_eq!(read(significand, power), Some(value), "{text}");
    }
    for (significand, power) in [
        (u64::MAX, 0),
        (9_007_199_254_740_993, 0),
        (9_007_199_254_740_995, 0),
        (1, 308),
        (24, -325),
        (25, -325),
        (1, -400),
        (1, -500),
    ] {
        let text = format!("{significand}e{power}");
        assert_eq!(read(significand, power), text.parse().ok(), "{text}");
    }
    for (significand, power) in [(1, 309), (u64::MAX, 289), (1, i64::MAX), (17_976_931_348_623_159, 292)] {
        assert_eq!(read(significand, power), None, "{significand}e{power}");
    }
}
