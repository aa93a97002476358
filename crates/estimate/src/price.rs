//! The settlement of an estimate is the settlement of its usage; only the paths of refusals are of the estimate.

use tiermeter_pricing::{PriceBook, Refusal, Settlement, SettlementLimits, settle_within};

use crate::estimate::Estimate;
use crate::expand::{Origins, expand_with_origins};

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
    let expanded = expand_with_origins(estimate, price_book)?;
    settle_within(&expanded.usage, price_book, limits).map_err(|refusal| expanded.origins.translate(refusal))
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
