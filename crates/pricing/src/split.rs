//! Which seconds (or hours) fall under which month and price: P3 and P11, without walking through them.

use crate::instant::{Calendar, Month};
use crate::price_book::{InForce, Timeline};

/// Units in a row that begin in one month under one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The month.
    pub month: Month,
    /// The index of the price in its timeline.
    pub price: usize,
    /// How many units begin there.
    pub units: u64,
}

/// Splits `count` units of `unit` nanoseconds, of which unit k begins at `first` + k x `unit` nanoseconds, by
/// the month and the price in force at which each begins. The shares come in order and add up to `count`.
/// False if a unit begins when no price is in force yet; only the first can.
pub fn split<E: InForce>(
    first: i64,
    unit: i64,
    count: u64,
    prices: &Timeline<E>,
    calendar: &mut Calendar,
    mut take: impl FnMut(Share),
) -> bool {
    let mut taken = 0;
    while taken < count {
        let at = begin(first, unit, taken);
        let Some(price) = prices.index_at(at) else {
            return false;
        };
        let (month, month_end) = calendar.containing(at);
        let begun = begun_before(first, unit, prices.end_of(price).min(month_end)).min(count);
        take(Share { month, price, units: begun - taken });
        taken = begun;
    }
    true
}

/// When unit `index` begins, in nanoseconds since 1970.
fn begin(first: i64, unit: i64, index: u64) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| first.saturating_add(index.saturating_mul(unit)))
}

/// How many units of `unit` nanoseconds begin before `boundary`, where the first begins at `first`.
#[must_use]
pub fn begun_before(first: i64, unit: i64, boundary: i64) -> u64 {
    let distance = boundary.saturating_sub(first).max(0).unsigned_abs();
    distance.div_ceil(unit.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_belongs_to_where_it_begins() {
        for (boundary, expected) in
            [(0, 0), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3), (-5, 0), (i64::MAX, 922_337_203_685_477_581)]
        {
            assert_eq!(begun_before(0, 10, boundary), expected, "{boundary}");
        }
    }
}
