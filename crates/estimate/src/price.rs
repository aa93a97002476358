//! The settlement of an estimate is the settlement of its usage, in which records that are alike are counted at once;
//! only the paths of refusals are of the estimate.

use tiermeter_pricing::{PriceBook, Refusal, Settlement, SettlementLimits, settle_repeated};

use crate::estimate::Estimate;
use crate::expand::{Expansion, Origins, Records};
use crate::explain::{LineExplanation, explained};
use crate::runs::Demand;

/// Prices an estimate: the settlement of the usage that it expands to.
pub fn price(estimate: &Estimate, price_book: &PriceBook) -> Result<Settlement, Refusal> {
    price_within(estimate, price_book, SettlementLimits::default())
}

/// The same as [`price`], within other limits; beyond them it is refused as `out_of_range`.
pub fn price_within(
    estimate: &Estimate,
    price_book: &PriceBook,
    limits: SettlementLimits,
) -> Result<Settlement, Refusal> {
    settled(estimate, price_book, limits, &mut |_| {})
}

/// The same as [`price`], with what [`explain`](crate::explain()) says of the same runs.
pub fn price_and_explain(
    estimate: &Estimate,
    price_book: &PriceBook,
) -> Result<(Settlement, Vec<LineExplanation>), Refusal> {
    let mut demands = Vec::new();
    let limits = SettlementLimits::default();
    let settlement = settled(estimate, price_book, limits, &mut |demand| demands.push(demand))?;
    let explanations = demands.iter().map(explained).collect::<Result<Vec<_>, Refusal>>()?;
    Ok((settlement, explanations))
}

fn settled<'a>(
    estimate: &'a Estimate,
    price_book: &'a PriceBook,
    limits: SettlementLimits,
    take_demand: &mut dyn FnMut(Demand<'a>),
) -> Result<Settlement, Refusal> {
    let Expansion { usage, times, origins, .. } =
        Expansion::of(estimate, price_book, Records::Alike, take_demand)?;
    settle_repeated(&usage, &times, price_book, limits).map_err(|refusal| origins.translate(refusal))
}

impl Origins {
    /// E8: the path of the line's own value.
    fn translate(&self, mut refusal: Refusal) -> Refusal {
        let mut steps = refusal.path.split('/').skip(1);
        let (list, index, field) = (steps.next(), steps.next(), steps.next());
        let index = index.and_then(|index| index.parse::<usize>().ok());
        let (Some(list), Some(index)) = (list, index) else {
            return refusal;
        };
        let line = match list {
            "runs" => line_of(&self.run_ends, index),
            "tokens" => line_of(&self.token_ends, index),
            "reservations" => self.reservation_lines.get(index).copied(),
            "free_quotas" => self.free_quota_lines.get(index).copied(),
            _ => None,
        };
        if let Some(line) = line {
            refusal.path = match (list, field) {
                (_, Some(field @ ("tier" | "model"))) => format!("/lines/{line}/{field}"),
                ("reservations", Some("tpm")) => format!("/lines/{line}/reservation/tpm"),
                _ => format!("/lines/{line}"),
            };
        }
        refusal
    }
}

fn line_of(ends: &[usize], index: usize) -> Option<usize> {
    let line = ends.partition_point(|end| *end <= index);
    (line < ends.len()).then_some(line)
}
