//! The arithmetic behind a line of GPU seconds, in the words of its bill: so many instances, so many billed
//! seconds, this price, this amount.

use rust_decimal::Decimal;
use tiermeter_pricing::{
    Exact, Instant, NANOSECONDS_PER_SECOND, Per, Price, PriceBook, Refusal, RefusalCode, Tier, begun_before,
    billable_seconds, read,
};

use crate::demand::{Level, Span};
use crate::estimate::{Estimate, Work};
use crate::expand::{MOST_RUNS_AND_RECORDS, instant};
use crate::runs::Demand;

/// The arithmetic behind one line of GPU seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineExplanation {
    /// The line's index in the estimate, from 0.
    pub line: usize,
    /// Every run, by instance and start.
    pub runs: Vec<ExplainedRun>,
    /// The stretches of the month in which instances run; they add up to the line.
    pub parts: Vec<Part>,
    /// The seconds that are billed, of all instances.
    pub billed_seconds: u64,
    /// How long the instances run, in nanoseconds; never more than what is billed.
    pub true_nanoseconds: u64,
    /// What the line costs, exactly.
    pub amount: Decimal,
}

/// A run of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExplainedRun {
    /// The instance's number, from 1.
    pub instance: u32,
    /// When it starts.
    pub started_at: Instant,
    /// When it stops.
    pub stopped_at: Instant,
    /// P1: whole seconds, rounded up, at least one.
    pub billed_seconds: u64,
}

/// A stretch in which the number of instances and the price stay the same. A second belongs to the stretch in
/// which it begins (P3), so the stretches always add up to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From when on.
    pub from: Instant,
    /// Up to, but not at.
    pub until: Instant,
    /// How many instances run.
    pub instances: u32,
    /// The billed seconds of all of them.
    pub billed_seconds: u64,
    /// The price of a second.
    pub unit_price: Price,
    /// What the stretch costs, exactly.
    pub amount: Decimal,
}

/// Explains every line of GPU seconds.
pub fn explain(estimate: &Estimate, price_book: &PriceBook) -> Result<Vec<LineExplanation>, Refusal> {
    let span = Span::of(estimate.month, price_book.utc_offset());
    let mut explanations = Vec::new();
    for (line, estimate_line) in estimate.lines.iter().enumerate() {
        if let Work::GpuSeconds { tier, scaling } = &estimate_line.work {
            // As many as an estimate may have at all (E7).
            let demand = Demand::of(line, tier, scaling, span, price_book, MOST_RUNS_AND_RECORDS)?;
            explanations.push(explained(&demand)?);
        }
    }
    Ok(explanations)
}

/// Explains what a line asks for.
pub(crate) fn explained(demand: &Demand<'_>) -> Result<LineExplanation, Refusal> {
    let line = demand.line;
    let mut runs = Vec::with_capacity(demand.runs.len());
    for run in &demand.runs {
        let (started_at, stopped_at) = (instant(line, run.start)?, instant(line, run.stop)?);
        let billed_seconds = billable_seconds(started_at, stopped_at);
        runs.push(ExplainedRun { instance: run.instance, started_at, stopped_at, billed_seconds });
    }
    let mut amount = Exact::default();
    let mut explained_parts = Vec::new();
    for (part, cost) in parts(&demand.levels, demand.end, demand.tier, line, &[])? {
        amount = amount.plus(cost)?;
        explained_parts.push(part);
    }
    Ok(LineExplanation {
        line,
        billed_seconds: runs.iter().map(|run| run.billed_seconds).sum(),
        true_nanoseconds: runs.iter().map(true_nanoseconds).sum(),
        runs,
        parts: explained_parts,
        amount: amount.decimal()?,
    })
}

fn true_nanoseconds(run: &ExplainedRun) -> u64 {
    run.stopped_at.unix_nanoseconds().abs_diff(run.started_at.unix_nanoseconds())
}

/// The stretches between changes of the number wanted, changes of the price, and `cuts` (which rise), each with what
/// it costs.
pub(crate) fn parts(
    levels: &[Level],
    end: i64,
    tier: &Tier,
    line: usize,
    cuts: &[i64],
) -> Result<Vec<(Part, Exact)>, Refusal> {
    let mut parts = Vec::new();
    // The instances that run, as (when they started, how many), the newest last.
    let mut running: Vec<(i64, u32)> = Vec::new();
    let level_ends = levels.iter().skip(1).map(|level| level.at).chain([end]);
    for (level, level_end) in levels.iter().zip(level_ends) {
        change(&mut running, *level);
        let mut from = level.at;
        while level.wanted > 0 && from < level_end {
            let Some(price_index) = tier.prices.index_at(from) else {
                let message = format!(
                    "no price of tier {} is in force at that instant yet",
                    read::in_quotes(&tier.code)
                );
                return Err(Refusal::new(RefusalCode::NoPriceInForce, format!("/lines/{line}"), message));
            };
            let next_cut = cuts.get(cuts.partition_point(|cut| *cut <= from)).copied().unwrap_or(i64::MAX);
            let until = tier.prices.end_of(price_index).min(level_end).min(next_cut);
            let billed_seconds = running.iter().map(|group| seconds_begun(*group, from, until)).sum::<u64>();
            let unit_price = tier.prices[price_index].per_second;
            let cost = Exact::product(billed_seconds.into(), unit_price, Per::One)?;
            let part = Part {
                from: instant(line, from)?,
                until: instant(line, until)?,
                instances: level.wanted,
                billed_seconds,
                unit_price,
                amount: cost.decimal()?,
            };
            parts.push((part, cost));
            from = until;
        }
    }
    Ok(parts)
}

/// S3: more instances start now, or the newest stop.
fn change(running: &mut Vec<(i64, u32)>, level: Level) {
    let count: u32 = running.iter().map(|(_, count)| count).sum();
    if let Some(more) = level.wanted.checked_sub(count).filter(|more| *more > 0) {
        running.push((level.at, more));
    }
    let mut fewer = count.saturating_sub(level.wanted);
    while let Some((_, newest)) = running.last_mut()
        && fewer > 0
    {
        let stopped = fewer.min(*newest);
        *newest -= stopped;
        fewer -= stopped;
        if *newest == 0 {
            running.pop();
        }
    }
}

/// The seconds of instances started together that begin in a stretch.
fn seconds_begun((started, count): (i64, u32), from: i64, until: i64) -> u64 {
    let begun = |boundary| begun_before(started, NANOSECONDS_PER_SECOND, boundary);
    (begun(until) - begun(from)) * u64::from(count)
}
