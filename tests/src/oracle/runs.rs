//! Runs, second by second (P1 to P6).

use serde_json::Value;

use super::bills::{Bills, Item, LineKey};
use super::book::{Book, Price, in_force, prices};
use super::calendar::{Month, MonthMemory, SECOND};
use super::decimal::{AMOUNT_PLACES, parse};
use super::document::{instant, instant_or_null, list, text};
use crate::answer::Fault;

/// A run of which start and end are in order.
struct Run<'a> {
    index: usize,
    service: &'a str,
    instance: &'a str,
    started_at: i64,
    stopped_at: i64,
}

/// Consecutive seconds of one month at one price.
struct Stretch<'p, 'a> {
    month: Month,
    price: &'p Price<'a>,
    seconds: i128,
}

pub(super) fn charge<'a>(
    usage: &'a Value,
    book: &Book<'a>,
    as_of: Option<i64>,
    bills: &mut Bills<'a>,
    faults: &mut Vec<Fault>,
) {
    let mut runs = Vec::new();
    for (index, document) in list(usage, "runs").iter().enumerate() {
        let tier = book.tier(text(document, "tier"));
        if tier.is_none() {
            faults.push(Fault::new("unknown_tier", format!("/runs/{index}/tier")));
        }
        let run = match read(index, document, as_of) {
            Ok(run) => run,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        if let Some(tier) = tier {
            charge_run(&run, text(document, "tier"), &prices(tier), book, bills, faults);
        }
        runs.push(run);
    }
    faults.extend(first_overlap(&runs));
}

fn read(index: usize, document: &Value, as_of: Option<i64>) -> Result<Run<'_>, Fault> {
    let started_at = instant(document, "started_at");
    let stopped_at = match (instant_or_null(document, "stopped_at"), as_of) {
        (Some(stopped_at), _) if stopped_at < started_at => {
            return Err(Fault::new("run_ends_before_start", format!("/runs/{index}/stopped_at")));
        }
        (Some(stopped_at), _) => stopped_at,
        (None, None) => return Err(Fault::new("as_of_required", format!("/runs/{index}/stopped_at"))),
        (None, Some(as_of)) if as_of < started_at => {
            return Err(Fault::new("run_starts_after_as_of", format!("/runs/{index}/started_at")));
        }
        // P5: an open run is priced as if it stopped at `as_of`.
        (None, Some(as_of)) => as_of,
    };
    let (service, instance) = (text(document, "service"), text(document, "instance"));
    Ok(Run { index, service, instance, started_at, stopped_at })
}

fn charge_run<'a>(
    run: &Run<'a>,
    tier: &'a str,
    prices: &[Price<'a>],
    book: &Book<'a>,
    bills: &mut Bills<'a>,
    faults: &mut Vec<Fault>,
) {
    let Some(stretches) = walk(run, prices, book.offset_seconds) else {
        faults.push(Fault::new("no_price_in_force", format!("/runs/{}", run.index)));
        return;
    };
    for stretch in stretches {
        let unit_price = text(stretch.price.entry, "per_second");
        let key = LineKey {
            month: stretch.month,
            service: run.service,
            item: Item::GpuSeconds,
            tier_or_model: tier,
            price_from: stretch.price.from,
        };
        let amount = parse(unit_price, AMOUNT_PLACES) * stretch.seconds;
        bills.add(key, unit_price, stretch.seconds * 1000, amount);
    }
}

/// P3: second k begins at the start plus k seconds, is charged at the price in force at that instant and
/// belongs to the month that contains it. P1: there are as many seconds as begin before the end, and there
/// is always the first. Nothing, where a second has no price.
fn walk<'p, 'a>(run: &Run<'_>, prices: &'p [Price<'a>], offset_seconds: i64) -> Option<Vec<Stretch<'p, 'a>>> {
    let mut months = MonthMemory::new(offset_seconds);
    let mut stretches: Vec<Stretch<'p, 'a>> = Vec::new();
    let mut begins_at = run.started_at;
    loop {
        let price = in_force(prices, begins_at)?;
        let month = months.containing(begins_at);
        match stretches.last_mut() {
            Some(last) if last.month == month && last.price.from == price.from => last.seconds += 1,
            _ => stretches.push(Stretch { month, price, seconds: 1 }),
        }
        begins_at += SECOND;
        if begins_at >= run.stopped_at {
            return Some(stretches);
        }
    }
}

/// P6: the first in the list that overlaps an earlier one.
fn first_overlap(runs: &[Run<'_>]) -> Option<Fault> {
    for (place, run) in runs.iter().enumerate() {
        if runs[..place].iter().any(|earlier| overlap(earlier, run)) {
            return Some(Fault::new("overlapping_runs", format!("/runs/{}", run.index)));
        }
    }
    None
}

/// P6: half-open intervals; a run of no length counts as its instant, and two that start at one instant
/// overlap.
fn overlap(one: &Run<'_>, other: &Run<'_>) -> bool {
    let same_instance = one.service == other.service && one.instance == other.instance;
    let share_an_instant = one.started_at < other.stopped_at && other.started_at < one.stopped_at;
    same_instance && (one.started_at == other.started_at || share_an_instant)
}
