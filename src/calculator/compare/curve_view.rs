//! What is shown of the break-even: the two curves, where they cross, the same in numbers, and what comes of it in
//! plain words; and how the tokens of a line are paid.

use std::fmt::Write;

use rust_decimal::Decimal;
use tiermeter_estimate::{TokenWork, Work};
use tiermeter_pricing::{Exact, Item};

use super::curve::{Curve, CurvePoint, OWN_PERMILLE, PERMILLES};
use super::difference;
use crate::calculator::answer::Priced;
use crate::calculator::view_model::parts_of;
use crate::text;
use crate::words::Words;

/// The height of the curves' box, and the room for a line's own width above and below.
const HEIGHT: u32 = 1_000;
const MARGIN: u32 = 10;
/// Parts of a million of the width for a thousandth of the line's own load: four times the load is the whole width.
const PARTS_PER_PERMILLE: u32 = 250;
const PARTS: u32 = 1_000_000;
/// Averages of requests are shown with so many decimals.
const SHOWN_DECIMALS: u32 = 2;
const RATE_DECIMALS: u32 = 12;

/// The curves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurveView {
    /// What the month costs token by token, as an SVG path in a box of 4,000 by 1,000.
    pub pay_as_you_go: String,
    /// What it costs with the reservation.
    pub reserved: String,
    /// Where they cross, as CSS percentages from the left.
    pub crossings: Vec<String>,
    /// The highest amount.
    pub top: String,
    /// The points, and those at which the ways of paying have changed places.
    pub rows: Vec<CurveRow>,
    /// What comes of it, in plain words.
    pub verdict: String,
}

/// A point as a row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveRow {
    /// The load in percent, the requests a minute, the two amounts, and the difference.
    pub texts: [String; 5],
    /// Whether the ways of paying have changed places here.
    pub is_crossing: bool,
}

impl CurveView {
    /// The view of the points that are known, of a line with `tpm` reserved.
    pub fn of(curve: &Curve, work: &TokenWork, tpm: u64, words: &Words) -> Self {
        let points = curve.points();
        let amounts = points.iter().flat_map(|point| [point.pay_as_you_go, point.reserved]);
        let top = amounts.max().unwrap_or_default();
        let crossed: Vec<u32> = curve.crossings().map(|(_, after)| after.permille).collect();
        let row = |point: &CurvePoint| CurveRow {
            texts: [
                format!("{} %", percent_of(point.permille)),
                mean_requests(work, point.permille),
                text::amount(point.pay_as_you_go),
                text::amount(point.reserved),
                difference(point.reserved, point.pay_as_you_go, words),
            ],
            is_crossing: crossed.contains(&point.permille),
        };
        let is_row =
            |point: &&CurvePoint| PERMILLES.contains(&point.permille) || crossed.contains(&point.permille);
        Self {
            pay_as_you_go: path(points, top, |point| point.pay_as_you_go),
            reserved: path(points, top, |point| point.reserved),
            crossings: crossed.iter().map(|permille| left(*permille)).collect(),
            top: text::amount(top),
            rows: points.iter().filter(is_row).map(row).collect(),
            verdict: verdict(curve, &crossed, work, tpm, words),
        }
    }
}

fn path(points: &[CurvePoint], top: Decimal, amount: fn(&CurvePoint) -> Decimal) -> String {
    let mut path = String::new();
    for point in points {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        let rise = (HEIGHT - 2 * MARGIN) * (parts_of(amount(point), top) / 1_000) / (PARTS / 1_000);
        // Writing to a String does not fail.
        let _ = write!(path, "{letter}{} {}", point.permille, HEIGHT - MARGIN - rise);
    }
    path
}

/// Where so many thousandths of the line's own load lie, as a CSS percentage.
fn left(permille: u32) -> String {
    text::percent((permille * PARTS_PER_PERMILLE).min(PARTS))
}

fn verdict(curve: &Curve, crossed: &[u32], work: &TokenWork, tpm: u64, words: &Words) -> String {
    let ways = words.ways;
    let size = text::count(tpm);
    let at = |permille: u32| (mean_requests(work, permille), percent_of(permille));
    match crossed {
        _ if !curve.is_done() => ways.break_even_computing.to_owned(),
        // Where not even the line without any load can be priced, nothing is said.
        [] => curve
            .points()
            .last()
            .map_or_else(String::new, |last| (ways.never_pays_off)(&size, &percent_of(last.permille))),
        [from] => {
            let (requests, percent) = at(*from);
            (ways.pays_off_from)(&size, &requests, &percent)
        }
        [from, until, ..] => {
            let ((requests, percent), (most, most_percent)) = (at(*from), at(*until));
            (ways.pays_off_between)(&size, &[&requests, &most], &[&percent, &most_percent])
        }
    }
}

/// The requests a minute of so many thousandths of a load, on average over its hours.
fn mean_requests(work: &TokenWork, permille: u32) -> String {
    let rates = &work.load.requests_per_minute;
    let sum: u128 = rates.iter().map(|rate| rate.pico()).sum();
    let hours = u128::try_from(rates.len()).unwrap_or_default().max(1);
    let pico = sum * u128::from(permille) / (hours * u128::from(OWN_PERMILLE));
    let mean = Decimal::try_from_i128_with_scale(i128::try_from(pico).unwrap_or_default(), RATE_DECIMALS);
    text::grouped(&text::amount(mean.unwrap_or_default().round_dp(SHOWN_DECIMALS)))
}

/// Thousandths in percent.
fn percent_of(permille: u32) -> String {
    match permille % 10 {
        0 => (permille / 10).to_string(),
        tenth => format!("{}.{tenth}", permille / 10),
    }
}

/// How the tokens of a line's own load are paid: by the reservation, by the free quota, or token by token. `None`
/// for lines that have neither reservation nor free quota.
pub fn covered(priced: &Priced, words: &Words) -> Option<String> {
    let Work::Tokens(work) = &priced.key.work else { return None };
    if work.reservation.is_none() && !work.free_quota {
        return None;
    }
    let tokens = |items: &[Item]| {
        let lines = priced.bill_lines.iter().filter(|line| items.contains(&line.item));
        Exact::sum_of(lines.map(|line| line.quantity)).ok()
    };
    let shares = [
        tokens(&[Item::ReservedTokens])?,
        tokens(&[Item::FreeTokens])?,
        tokens(&[Item::InputTokens, Item::CachedInputTokens, Item::OutputTokens])?,
    ];
    let all = Exact::sum_of(shares.into_iter()).ok()?;
    let [reserved, free, overflowing] = shares.map(|share| {
        let percent = percent_of(parts_of(share, all) / 1_000);
        format!("{} ({percent} %)", text::grouped(&text::amount(share)))
    });
    Some((words.ways.covered)(&reserved, &free, &overflowing))
}
