//! The break-even as a curve: what a month costs as the traffic of a line grows, token by token and with a
//! reservation. Every point is two settlements of the line with its load scaled; none is drawn from a formula.

use rust_decimal::Decimal;
use tiermeter_estimate::{Rate, TokenWork};
use tiermeter_pricing::{Month, PriceBook, sort_by_key};

use super::reservation::{busiest_minute, covering_size, with_reservation};
use crate::calculator::sheet::load::decimal;

/// So many thousandths of the line's own load are priced. Where two of them lie on either side of a crossing, what
/// is between them is halved until it is found to a thousandth.
pub const PERMILLES: [u32; 13] =
    [0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_500, 3_000, 3_500, 4_000];
/// The line's own load.
pub const OWN_PERMILLE: u32 = 1_000;

/// A point of the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurvePoint {
    /// The load, in thousandths of the line's own.
    pub permille: u32,
    /// What the month costs token by token.
    pub pay_as_you_go: Decimal,
    /// What it costs with the reservation.
    pub reserved: Decimal,
}

impl CurvePoint {
    /// Whether the reservation is the cheaper one here.
    pub fn is_reserving_cheaper(&self) -> bool {
        self.reserved < self.pay_as_you_go
    }
}

/// The points that are known. They are worked out one settlement after another, so that the page goes on answering.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curve {
    points: Vec<CurvePoint>,
    /// What the point that is being worked out costs token by token.
    half: Option<Decimal>,
    /// The load that could not be priced: more requests or tokens than an estimate may have.
    end: Option<u32>,
}

impl Curve {
    /// The points, from no load on.
    pub fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// Whether nothing is left to be worked out.
    pub fn is_done(&self) -> bool {
        self.next_permille().is_none()
    }

    /// The neighbours between which the two ways of paying change places.
    pub fn crossings(&self) -> impl Iterator<Item = (&CurvePoint, &CurvePoint)> {
        self.points.windows(2).filter_map(|pair| match pair {
            [before, after] if before.is_reserving_cheaper() != after.is_reserving_cheaper() => {
                Some((before, after))
            }
            _ => None,
        })
    }

    /// Works out one more settlement, of the work of a line with `tpm` reserved; false where none is left.
    pub fn go_on(&mut self, month: Month, work: &TokenWork, tpm: u64, book: &PriceBook) -> bool {
        let Some(permille) = self.next_permille() else { return false };
        let size = self.half.map(|_| tpm);
        let amount =
            scaled(work, permille).and_then(|scaled| with_reservation(month, &scaled, size, book).ok());
        match (amount, self.half.take()) {
            (None, _) => self.end = Some(permille),
            (Some(pay_as_you_go), None) => self.half = Some(pay_as_you_go),
            (Some(reserved), Some(pay_as_you_go)) => {
                self.points.push(CurvePoint { permille, pay_as_you_go, reserved });
                sort_by_key(&mut self.points, |point| point.permille);
            }
        }
        true
    }

    /// The curve of amounts that are told, worked out as it is of settlements.
    #[cfg(test)]
    pub fn told(amounts: impl Fn(u32) -> (Decimal, Decimal)) -> Self {
        let mut curve = Self::default();
        while let Some(permille) = curve.next_permille() {
            let (pay_as_you_go, reserved) = amounts(permille);
            curve.points.push(CurvePoint { permille, pay_as_you_go, reserved });
            sort_by_key(&mut curve.points, |point| point.permille);
        }
        curve
    }

    fn next_permille(&self) -> Option<u32> {
        let is_wanted = |permille: &u32| {
            let is_known = self.points.iter().any(|point| point.permille == *permille);
            !is_known && self.end.is_none_or(|end| *permille < end)
        };
        let halved = || {
            let mut between = self.crossings().map(|(before, after)| (before.permille, after.permille));
            between.find(|(before, after)| after - before > 1).map(|(before, after)| before.midpoint(after))
        };
        PERMILLES.into_iter().find(is_wanted).or_else(halved).filter(is_wanted)
    }
}

/// The size that a line is compared with: its own, or the smallest that covers its busiest minute. `None` where its
/// model offers no reservation.
pub fn compared_size(work: &TokenWork, book: &PriceBook) -> Option<u64> {
    let offer = book.model(&work.model)?.tpm_reservation.as_ref()?;
    match work.reservation {
        Some(reservation) => Some(reservation.tpm.0),
        None => covering_size(busiest_minute(work), offer),
    }
}

/// The work with so many thousandths of its load; `None` above what a rate may be. Rates keep twelve decimals.
fn scaled(work: &TokenWork, permille: u32) -> Option<TokenWork> {
    let mut work = work.clone();
    for rate in &mut work.load.requests_per_minute {
        let pico = rate.pico() * u128::from(permille) / u128::from(OWN_PERMILLE);
        *rate = Rate::parse(&decimal(pico))?;
    }
    Some(work)
}
