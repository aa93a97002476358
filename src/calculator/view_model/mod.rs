//! What the calculator shows of an answer: plain texts and positions, worked out from what the core says.

mod axis;
mod bar_tables;
mod bars;
mod chart;
mod formula;
mod lanes;
mod line;
mod notes;
mod total;

use std::ops::Range;

use rust_decimal::Decimal;
use tiermeter_pricing::{Month, UtcOffset};

pub use self::axis::{Axis, Tick};
pub use self::bar_tables::{BarTables, InstanceRow, RunRow};
pub use self::bars::{Bar, BarsView};
pub use self::chart::ChartView;
pub use self::formula::{FormulaRow, FormulaView, rules};
pub use self::lanes::{Lane, Lanes};
pub use self::line::{LineRates, average, is_running_month};
pub use self::notes::notes;
pub use self::total::{LineRow, TotalView};
use crate::text;

/// The month in nanoseconds since 1970.
pub fn bounds(month: Month, offset: UtcOffset) -> Range<i64> {
    month.first_instant_nanoseconds(offset)..month.next().first_instant_nanoseconds(offset)
}

/// `part` of `whole` as a CSS percentage; nothing of nothing.
fn share(part: Decimal, whole: Decimal) -> String {
    text::percent(parts_of(part, whole))
}

/// `part` of `whole` in parts of a million.
pub fn parts_of(part: Decimal, whole: Decimal) -> u32 {
    const PARTS: u32 = 1_000_000;
    let share = part.checked_div(whole).unwrap_or_default();
    let parts = share.checked_mul(Decimal::from(PARTS)).unwrap_or_default().trunc();
    u32::try_from(parts).unwrap_or_default().min(PARTS)
}

#[cfg(test)]
mod tests;
