//! Seconds of instances: P1 to P5.

use super::{Counts, LineKey, no_price, overlaps, subjects};
use crate::billed::BilledUnits;
use crate::instant::{Calendar, Instant};
use crate::price_book::PriceBook;
use crate::read;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::Item;
use crate::usage::{Run, Usage};

/// P1: whole seconds, rounded up, at least one.
#[must_use]
pub fn billable_seconds(started_at: Instant, stopped_at: Instant) -> u64 {
    BilledUnits::of_run(started_at, stopped_at).count()
}

pub(super) fn count(usage: &Usage, price_book: &PriceBook, counts: &mut Counts) -> Result<(), Refusal> {
    let tiers = subjects(usage, price_book.tiers().iter().map(|tier| tier.code.as_str()));
    let mut calendar = Calendar::new(price_book.utc_offset());
    let mut spans = Vec::with_capacity(usage.runs.len());
    for (index, run) in usage.runs.iter().enumerate() {
        let Some(subject) = tiers[run.tier.index()] else {
            return Err(price_book.unknown_tier(usage.names.text(run.tier), format!("/runs/{index}/tier")));
        };
        let tier = &price_book.tiers()[subject];
        let stopped_at = end(run, index, usage.as_of)?;
        spans.push(overlaps::Span::of(run, stopped_at));
        let seconds = BilledUnits::of_run(run.started_at, stopped_at);
        let priced = seconds.shares(&tier.prices, &mut calendar, |share| {
            let (month, price) = (share.month, share.price);
            let key = LineKey { month, service: run.service, item: Item::GpuSeconds, subject, price };
            counts.add(key, share.units.into());
        });
        if !priced {
            return Err(no_price(format!("/runs/{index}"), &format!("tier {}", read::quoted(&tier.code))));
        }
        counts.check_size()?;
    }
    match overlaps::first(&spans, usage.names.len()) {
        None => Ok(()),
        Some(index) => Err(overlapping(usage, index)),
    }
}

/// P1, P5: when a run stops, or is taken to.
fn end(run: &Run, index: usize, as_of: Option<Instant>) -> Result<Instant, Refusal> {
    let started_at = run.started_at;
    match (run.stopped_at, as_of) {
        (Some(stopped_at), _) if stopped_at < started_at => Err(Refusal::new(
            RefusalCode::RunEndsBeforeStart,
            format!("/runs/{index}/stopped_at"),
            format!("the run stops at {stopped_at}, before its start at {started_at}"),
        )),
        (Some(stopped_at), _) => Ok(stopped_at),
        (None, None) => Err(Refusal::new(
            RefusalCode::AsOfRequired,
            format!("/runs/{index}/stopped_at"),
            "the run is open; as_of must say up to when it counts",
        )),
        (None, Some(as_of)) if as_of < started_at => Err(Refusal::new(
            RefusalCode::RunStartsAfterAsOf,
            format!("/runs/{index}/started_at"),
            format!("the open run starts at {started_at}, after as_of {as_of}"),
        )),
        (None, Some(as_of)) => Ok(as_of),
    }
}

fn overlapping(usage: &Usage, index: usize) -> Refusal {
    let message = usage.runs.get(index).map_or_else(String::new, |run| {
        format!(
            "the run of instance {} of service {} that starts at {} overlaps an earlier one in the list",
            read::quoted(usage.names.text(run.instance)),
            read::quoted(usage.names.text(run.service)),
            run.started_at
        )
    });
    Refusal::new(RefusalCode::OverlappingRuns, format!("/runs/{index}"), message)
}
