//! What each stretch of time cost: every second of a run belongs to the stretch in which it begins, as it belongs to
//! a month and a price (P3). So the stretches add up to the runs, to the last digit.

use std::collections::HashSet;

use rust_decimal::Decimal;
use tiermeter_pricing::{BilledUnits, Calendar, Exact, Instant, PriceBook};

use crate::console::documents::{OpenRun, Run};
use crate::sorted::sort_by;

/// A run, as far as its cost goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilledRun {
    /// Of which instance.
    pub instance: String,
    /// The tier that is billed.
    pub tier: String,
    /// Its start.
    pub started_at: Instant,
    /// Its end; `None` while open.
    pub stopped_at: Option<Instant>,
}

impl BilledRun {
    /// When it ends, or is taken to (P5).
    pub fn ends_at(&self, now: Instant) -> Instant {
        self.stopped_at.unwrap_or(now).max(self.started_at)
    }

    /// Billed seconds that begin at `since` or later.
    pub fn seconds_since(&self, since: Instant, now: Instant) -> u64 {
        self.seconds(now).map_or(0, |units| units.count() - units.begun_before(since.unix_nanoseconds()))
    }

    /// Its billed seconds; none of an open run that is to begin.
    fn seconds(&self, now: Instant) -> Option<BilledUnits> {
        let begun = self.stopped_at.is_some() || now >= self.started_at;
        begun.then(|| BilledUnits::of_run(self.started_at, self.ends_at(now)))
    }
}

impl From<&OpenRun> for BilledRun {
    fn from(run: &OpenRun) -> Self {
        Self {
            instance: run.instance.clone(),
            tier: run.tier.clone(),
            started_at: run.started_at,
            stopped_at: None,
        }
    }
}

impl From<&Run> for BilledRun {
    fn from(run: &Run) -> Self {
        Self {
            instance: run.instance.clone(),
            tier: run.tier.clone(),
            started_at: run.started_at,
            stopped_at: run.stopped_at,
        }
    }
}

/// The runs as they were read, together with those that opened since; the newest first. A run that was read open stays
/// open until it is read anew.
pub fn all_runs(read: &[Run], open: &[OpenRun]) -> Vec<BilledRun> {
    let known: HashSet<(&str, Instant)> =
        read.iter().map(|run| (run.instance.as_str(), run.started_at)).collect();
    let new = open.iter().filter(|run| !known.contains(&(run.instance.as_str(), run.started_at)));
    let mut runs: Vec<BilledRun> = new.map(BilledRun::from).chain(read.iter().map(BilledRun::from)).collect();
    sort_by(&mut runs, |one, other| {
        (other.started_at, &other.instance).cmp(&(one.started_at, &one.instance))
    });
    runs
}

/// What runs cost in each of the stretches into which cuts divide time.
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts {
    sums: Vec<Decimal>,
    /// Whether there is a run that the price book does not price.
    pub unpriced: bool,
}

impl Amounts {
    /// What `runs` cost before the first of the `cuts`, between each two of them, and from the last one on. The cuts
    /// are in order.
    pub fn of<'a>(
        runs: impl IntoIterator<Item = &'a BilledRun>,
        cuts: &[Instant],
        now: Instant,
        book: &PriceBook,
    ) -> Self {
        let (mut sums, mut unpriced) = (vec![Exact::default(); cuts.len() + 1], false);
        for run in runs {
            unpriced |= add(&mut sums, run, cuts, now, book).is_none();
        }
        let sums = sums.into_iter().map(|sum| {
            sum.decimal().unwrap_or_else(|_| {
                unpriced = true;
                Decimal::ZERO
            })
        });
        let sums = sums.collect();
        Self { sums, unpriced }
    }

    /// What the API says that each of the stretches cost.
    pub const fn told(sums: Vec<Decimal>) -> Self {
        Self { sums, unpriced: false }
    }

    /// Both together, stretch by stretch.
    pub fn plus(&self, other: &Self) -> Self {
        let mut unpriced = self.unpriced || other.unpriced;
        let sums = self.sums.iter().zip(&other.sums).map(|(one, other)| {
            Exact::sum_of([*one, *other].into_iter()).unwrap_or_else(|_| {
                unpriced = true;
                *one
            })
        });
        let sums = sums.collect();
        Self { sums, unpriced }
    }

    /// What the stretch at `index` cost; that of 0 is the time before the first cut.
    pub fn get(&self, index: usize) -> Decimal {
        self.sums.get(index).copied().unwrap_or_default()
    }

    /// What everything from the first cut on cost.
    pub fn since_first_cut(&self) -> Decimal {
        Exact::sum_of(self.sums.iter().skip(1).copied()).unwrap_or_default()
    }
}

/// Adds a run to the sums of its stretches. `None` where no price is in force, or a sum is out of range.
fn add(sums: &mut [Exact], run: &BilledRun, cuts: &[Instant], now: Instant, book: &PriceBook) -> Option<()> {
    let prices = &book.tier(&run.tier)?.prices;
    let Some(seconds) = run.seconds(now) else { return Some(()) };
    let mut calendar = Calendar::new(book.utc_offset());
    let mut stretch = cuts.partition_point(|cut| *cut <= run.started_at);
    let mut taken = 0;
    while taken < seconds.count() {
        let end =
            cuts.get(stretch).map_or(seconds.count(), |cut| seconds.begun_before(cut.unix_nanoseconds()));
        if end > taken {
            let cost = seconds.part(taken, end).cost(1, prices, &mut calendar, |_| true)?;
            let sum = sums.get_mut(stretch)?;
            *sum = sum.plus(cost).ok()?;
            taken = end;
        }
        stretch += 1;
    }
    Some(())
}

#[cfg(test)]
mod tests;
