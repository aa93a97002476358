//! The forecast: what is not billed yet at any later instant, without counting anew what no longer changes.

use rust_decimal::Decimal;
use tiermeter_pricing::{Bill, Instant, Line};

use super::Meter;
use crate::fault::Fault;

/// What is not billed yet as a function of time: a fixed part, and what open runs and reservations add.
pub struct Forecast<'a, 'b> {
    meter: &'b Meter<'a>,
    fixed: Decimal,
}

impl<'a, 'b> Forecast<'a, 'b> {
    /// Sums up what no later instant changes.
    pub fn of(meter: &'b Meter<'a>) -> Result<Self, Fault> {
        let mut fixed = meter.known.clone();
        fixed.subtract_all(&meter.billed.filtered(|key| key.month < meter.first_open_month));
        let lines = fixed.lines(meter.book)?;
        let lines = lines.into_iter().map(|(_, line)| line).collect();
        let fixed = Bill::of_lines(meter.first_open_month, lines, meter.book)?.exact_total;
        Ok(Self { meter, fixed })
    }

    /// What is not billed by `at`.
    pub fn total(&self, at: Instant) -> Result<Decimal, Fault> {
        let from = self.meter.from;
        let open = self.meter.open_tally(at)?.filtered(|key| key.month >= from);
        let mut lines: Vec<Line> = open.lines(self.meter.book)?.into_iter().map(|(_, line)| line).collect();
        if let Some(first) = lines.first() {
            lines.push(Line { amount: self.fixed, ..first.clone() });
            return Ok(Bill::of_lines(self.meter.first_open_month, lines, self.meter.book)?.exact_total);
        }
        Ok(self.fixed)
    }

    /// Whether nothing is open: then no later instant changes anything.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.meter.open_runs.is_empty() && self.meter.reservations.is_empty()
    }
}
