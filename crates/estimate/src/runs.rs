//! Demand becomes runs (S3): each instance that scaling starts.

use tiermeter_pricing::{PriceBook, Refusal, Tier, sort_by_key};

use crate::demand::{Level, Span, wanted};
use crate::estimate::Scaling;
use crate::expand::too_many;

/// What a line of GPU seconds asks for over a month.
#[derive(Debug, Clone)]
pub(crate) struct Demand<'a> {
    /// The line's index in the estimate.
    pub(crate) line: usize,
    pub(crate) tier: &'a Tier,
    /// How many instances are wanted, and when.
    pub(crate) levels: Vec<Level>,
    /// Up to when the last level lasts: the month's end.
    pub(crate) end: i64,
    /// By instance and start (E9).
    pub(crate) runs: Vec<DemandedRun>,
}

impl<'a> Demand<'a> {
    /// What a line asks for that runs on the tier of that code; it may have `most` runs.
    pub(crate) fn of(
        line: usize,
        code: &str,
        scaling: &Scaling,
        span: Span,
        price_book: &'a PriceBook,
        most: usize,
    ) -> Result<Self, Refusal> {
        let Some(tier) = price_book.tier(code) else {
            return Err(price_book.unknown_tier(code, format!("/lines/{line}/tier")));
        };
        let levels = wanted(scaling, span.month, price_book.utc_offset());
        let runs = runs(&levels, span.end, most).ok_or_else(too_many)?;
        Ok(Self { line, tier, levels, end: span.end, runs })
    }
}

/// A run that scaling starts; instance numbers from 1, instants in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DemandedRun {
    pub(crate) instance: u32,
    pub(crate) start: i64,
    pub(crate) stop: i64,
}

/// S3: instance k is wanted while the number wanted is at least k, so the newest stops first. By instance and
/// start (E9); `None` if there are more than `most`.
fn runs(levels: &[Level], end: i64, most: usize) -> Option<Vec<DemandedRun>> {
    let mut runs = Vec::new();
    let mut starts: Vec<i64> = Vec::new();
    let closing = [Level { at: end, wanted: 0 }];
    for level in levels.iter().chain(&closing) {
        let wanted = usize::try_from(level.wanted).ok()?;
        while starts.len() > wanted {
            if runs.len() == most {
                return None;
            }
            let instance = u32::try_from(starts.len()).ok()?;
            runs.push(DemandedRun { instance, start: starts.pop()?, stop: level.at });
        }
        starts.resize(wanted, level.at);
    }
    sort_by_key(&mut runs, |run| (run.instance, run.start));
    Some(runs)
}
