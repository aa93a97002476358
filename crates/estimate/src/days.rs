//! What each line costs on each day of the month: how the cost of a month grows. The days of a line add up to
//! what the settlement says of it.

use rust_decimal::Decimal;
use tiermeter_pricing::{
    Exact, NANOSECONDS_PER_SECOND, PriceBook, Refusal, SettlementLimits, settle_repeated,
};

use crate::demand::{Span, wanted};
use crate::estimate::{Estimate, Scaling, Work};
use crate::expand::{Expansion, Records, line_and_day};
use crate::explain::parts;

const NANOSECONDS_PER_DAY: i64 = 86_400 * NANOSECONDS_PER_SECOND;

/// For each line the exact cost of each day, at the price book's offset. A second belongs to the day in which it
/// begins, a record of tokens to that of its instant.
pub fn cost_by_day(estimate: &Estimate, price_book: &PriceBook) -> Result<Vec<Vec<Decimal>>, Refusal> {
    let mut costs = Vec::with_capacity(estimate.lines.len());
    for (index, line) in estimate.lines.iter().enumerate() {
        costs.push(match &line.work {
            Work::GpuSeconds { tier, scaling } => seconds_by_day(estimate, index, tier, scaling, price_book)?,
            Work::Tokens(_) => vec![Decimal::ZERO; days(estimate)],
        });
    }
    if estimate.lines.iter().any(|line| matches!(line.work, Work::Tokens(_))) {
        let Expansion { usage, times, .. } =
            Expansion::of(estimate, price_book, Records::AlikeByDay, &mut |_| {})?;
        let settlement = settle_repeated(&usage, &times, price_book, SettlementLimits::default())?;
        for line in settlement.bills.iter().flat_map(|bill| &bill.lines) {
            let day = line_and_day(&line.service).and_then(|(line, day)| costs.get_mut(line)?.get_mut(day));
            if let Some(cost) = day {
                *cost = Exact::sum_of([*cost, line.amount].into_iter())?;
            }
        }
    }
    Ok(costs)
}

fn days(estimate: &Estimate) -> usize {
    usize::try_from(estimate.month.days()).unwrap_or_default()
}

fn seconds_by_day(
    estimate: &Estimate,
    index: usize,
    code: &str,
    scaling: &Scaling,
    price_book: &PriceBook,
) -> Result<Vec<Decimal>, Refusal> {
    let Some(tier) = price_book.tier(code) else {
        return Err(price_book.unknown_tier(code, format!("/lines/{index}/tier")));
    };
    let offset = price_book.utc_offset();
    let span = Span::of(estimate.month, offset);
    let levels = wanted(scaling, estimate.month, offset);
    let midnights: Vec<i64> =
        (1..i64::from(estimate.month.days())).map(|day| span.start + day * NANOSECONDS_PER_DAY).collect();
    let mut sums = vec![Exact::default(); days(estimate)];
    for (part, cost) in parts(&levels, span.end, tier, index, &midnights)? {
        let day = (part.from.unix_nanoseconds() - span.start) / NANOSECONDS_PER_DAY;
        if let Some(sum) = usize::try_from(day).ok().and_then(|day| sums.get_mut(day)) {
            *sum = sum.plus(cost)?;
        }
    }
    sums.into_iter().map(Exact::decimal).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::price;

    #[test]
    fn the_days_of_a_line_add_up_to_it() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../../tests/vectors/estimates.json")).unwrap();
        let mut compared = 0;
        for case in vectors["cases"].as_array().unwrap() {
            let book = vectors["price_books"][case["price_book"].as_str().unwrap()].to_string();
            let book = PriceBook::from_json(book.as_bytes()).unwrap();
            let Ok(estimate) = Estimate::from_json(case["estimate"].to_string().as_bytes()) else { continue };
            let Ok(settlement) = price(&estimate, &book) else { continue };
            let costs = cost_by_day(&estimate, &book).unwrap();
            for (index, days) in costs.iter().enumerate() {
                let service = format!("line-{}", index + 1);
                let lines = settlement.bills.iter().flat_map(|bill| &bill.lines);
                let amounts = lines.filter(|line| line.service == service).map(|line| line.amount);
                assert_eq!(days.len(), estimate.month.days() as usize);
                let sum = Exact::sum_of(days.iter().copied()).unwrap();
                assert_eq!(sum, Exact::sum_of(amounts).unwrap(), "{} {service}", case["name"]);
                compared += 1;
            }
        }
        assert!(compared >= 16, "{compared} lines");
    }

    #[test]
    fn a_second_over_midnight_belongs_to_the_day_in_which_it_begins() {
        let estimate = Estimate::from_json(
            br#"{"schema": "tiermeter.estimate/1", "month": "2026-03", "lines": [{"name": "x", "kind": "gpu_seconds",
                "tier": "A", "scaling": {"mode": "steps", "steps": [{"from": "2026-03-03T23:59:59.5Z", "instances": 1},
                {"from": "2026-03-04T00:00:01.5Z", "instances": 0}]}}]}"#,
        )
        .unwrap();
        let days = cost_by_day(&estimate, PriceBook::bundled()).unwrap().remove(0);
        assert_eq!([days[2].to_string(), days[3].to_string()], ["0.000217", "0.000217"]);
    }
}
