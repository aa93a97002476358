//! What is shown of the comparison: what each way costs, which one is the cheapest, and where they cross.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};

use crate::calculator::compare::{Crossings, SameWork, Way, difference, number};
use crate::text;
use crate::words::Words;

/// Crossings are shown with so many decimals, below one with more.
const SHOWN_DECIMALS: u32 = 3;
const SHOWN_DECIMALS_BELOW_ONE: u32 = 6;

/// What a way costs, or why that cannot be said.
pub type Cost = Result<Decimal, String>;

/// The comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WaysView {
    /// The load in words.
    pub load: String,
    /// The ways whose costs are known.
    pub rows: Vec<WayRow>,
    /// Which is the cheapest, or that it is being worked out.
    pub verdict: String,
    /// Where they cross, as sentences.
    pub crossings: Vec<String>,
}

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayRow {
    /// What it is called.
    pub name: &'static str,
    /// What is paid.
    pub detail: String,
    /// What it costs in the month, or why that cannot be said.
    pub amount: String,
    /// What that is more than the cheapest.
    pub difference: String,
    /// Whether it is the cheapest of all.
    pub is_cheapest: bool,
    /// Whether its prices are samples.
    pub is_sample: bool,
}

impl WaysView {
    /// The view of the costs that are known, in the order of [`Way::ALL`], at the prices in force at `at`.
    pub fn of(work: &SameWork, costs: &[Cost], book: &PriceBook, at: Instant, words: &Words) -> Self {
        let is_done = costs.len() == Way::ALL.len();
        let cheapest = costs.iter().filter_map(|cost| cost.as_ref().ok()).min().copied().filter(|_| is_done);
        let is_illustrative = book.model(&work.model).is_some_and(|model| model.illustrative);
        let row = |(way, cost): (Way, &Cost)| WayRow {
            name: name(way, words),
            detail: detail(way, work, book, words),
            amount: cost.as_ref().map_or_else(String::clone, |amount| text::amount(*amount)),
            difference: match (cost, cheapest) {
                (Ok(amount), Some(cheapest)) if *amount > cheapest => difference(*amount, cheapest, words),
                (Ok(_) | Err(_), _) => String::new(),
            },
            is_cheapest: cheapest.is_some() && cost.as_ref().ok() == cheapest.as_ref(),
            is_sample: way != Way::Instances && is_illustrative,
        };
        let rows: Vec<WayRow> = Way::ALL.into_iter().zip(costs).map(row).collect();
        let verdict = if is_done {
            let first = rows.iter().find(|row| row.is_cheapest);
            first.map_or_else(String::new, |row| {
                (words.ways.cheapest)(row.name, &row.amount, book.currency().code())
            })
        } else {
            words.ways.ways_computing.to_owned()
        };
        let load = work.output_per_second().map_or_else(String::new, shown);
        Self {
            load: (words.ways.load)(&load),
            rows,
            verdict,
            crossings: Crossings::of(work, book, at)
                .map_or_else(Vec::new, |crossings| sentences(&crossings, work, book, words)),
        }
    }
}

const fn name(way: Way, words: &Words) -> &'static str {
    match way {
        Way::Instances => words.item_gpu_seconds,
        Way::Tokens => words.pay_as_you_go,
        Way::Reservation => words.item_tpm_reservation,
    }
}

fn detail(way: Way, work: &SameWork, book: &PriceBook, words: &Words) -> String {
    match way {
        Way::Instances => work.instances().map_or_else(String::new, |instances| {
            let instances = (words.instances)(instances.into());
            (words.ways.instances_detail)(&instances, &(words.tier_tag)(&work.tier), work.hours_a_day)
        }),
        Way::Tokens => book.model(&work.model).map_or_else(String::new, |model| model.name.clone()),
        Way::Reservation => work
            .reserved_tpm(book)
            .map_or_else(String::new, |tpm| format!("{} {}", text::count(tpm), words.tpm_unit)),
    }
}

/// Where each pair of ways crosses, in plain words, with one instance as the unit.
fn sentences(crossings: &Crossings, work: &SameWork, book: &PriceBook, words: &Words) -> Vec<String> {
    let ways = words.ways;
    let tier = (words.tier_tag)(&work.tier);
    let makes = number(work.throughput).unwrap_or_default();
    let instance_and_tokens = match crossings.instance_and_tokens {
        None => ways.tokens_cost_nothing.to_owned(),
        Some(even) if even <= makes => (ways.instance_from)(&shown(even), &tier),
        Some(even) => (ways.instance_never)(&shown(even), &tier, &shown(makes)),
    };
    let offer = book.model(&work.model).and_then(|model| model.tpm_reservation.as_ref());
    let Some(offer) = offer else { return vec![instance_and_tokens] };
    let smallest = text::count(offer.minimum_tpm);
    let reservation_and_tokens = match crossings.reservation_and_tokens {
        None => (ways.reservation_never)(&smallest),
        Some(even) => (ways.reservation_from)(&shown(even), &smallest),
    };
    let reservation_and_instance = match crossings.reservation_and_instance {
        None => (ways.instance_below_reservation)(&tier, &smallest),
        Some(even) if even < makes => (ways.reservation_until)(&shown(even), &tier),
        Some(_) => (ways.reservation_always)(&tier, &shown(makes)),
    };
    vec![instance_and_tokens, reservation_and_tokens, reservation_and_instance]
}

/// A number of tokens a second, rounded for showing only; one that was rounded says so.
fn shown(exact: Decimal) -> String {
    let decimals = if exact < Decimal::ONE { SHOWN_DECIMALS_BELOW_ONE } else { SHOWN_DECIMALS };
    let rounded = exact.round_dp(decimals);
    let about = if rounded == exact { "" } else { "≈ " };
    format!("{about}{}", text::grouped(&text::amount(rounded)))
}

#[cfg(test)]
mod tests {
    use tiermeter_estimate::Rate;
    use tiermeter_pricing::Month;

    use super::*;
    use crate::words::ENGLISH;

    fn book() -> &'static PriceBook {
        PriceBook::bundled()
    }

    fn work(model: &str, throughput: &str) -> SameWork {
        SameWork {
            month: Month { year: 2026, month: 3 },
            model: model.to_owned(),
            tier: "A".to_owned(),
            requests_per_minute: Rate::parse("60").unwrap(),
            input: 800,
            cached_input: 0,
            output: 200,
            throughput: Rate::parse(throughput).unwrap(),
            hours_a_day: 24,
        }
    }

    fn view(work: &SameWork) -> WaysView {
        let costs: Vec<Cost> = Way::ALL.iter().map(|way| work.cost(*way, book(), &ENGLISH)).collect();
        let at = Instant::parse("2026-03-01T00:00:00Z").unwrap();
        WaysView::of(work, &costs, book(), at, &ENGLISH)
    }

    #[test]
    fn the_same_work_is_priced_three_ways() {
        let view = view(&work("small-8b", "500"));
        let rows: Vec<[&str; 4]> =
            view.rows.iter().map(|row| [row.name, &*row.detail, &*row.amount, &*row.difference]).collect();
        assert_eq!(
            rows,
            [
                [
                    "GPU seconds",
                    "1 instance, tier A, 24 hours a day; Enterprise plan, allowlist",
                    "581.2128",
                    "+424.9728"
                ],
                ["pay as you go", "Small 8B", "642.816", "+486.576"],
                ["TPM reservation", "60,000 tokens a minute", "156.24", ""],
            ]
        );
        assert_eq!(view.rows.iter().map(|row| row.is_sample).collect::<Vec<_>>(), [false, true, true]);
        assert!(view.verdict.contains("TPM reservation") && view.load.contains("200"), "{view:?}");
    }

    #[test]
    fn crossings_are_said_in_tokens_a_second() {
        let check = |model: &str, throughput: &str, expected: &[&str]| {
            let at = Instant::parse("2026-03-01T00:00:00Z").unwrap();
            let sentences = WaysView::of(&work(model, throughput), &[], book(), at, &ENGLISH).crossings;
            assert_eq!(sentences.len(), expected.len(), "{sentences:?}");
            for (sentence, part) in sentences.iter().zip(expected) {
                assert!(sentence.contains(part), "{sentence}");
            }
        };
        check("small-8b", "500", &["From ≈ 180.833 ", "From ≈ 8.102 ", "stays cheaper than"]);
        check("small-8b", "100", &["it would have to make ≈ 180.833", "From ≈ 8.102 ", "stays cheaper than"]);
        check("small-8b", "1000", &["From ≈ 180.833 ", "From ≈ 8.102 ", "Up to ≈ 743.333 "]);
        check("embedding-600m", "1000", &["it would have to make 2,712.5"]);
        check("embedding-600m", "3000", &["From 2,712.5 "]);
    }

    #[test]
    fn what_cannot_be_said_has_its_reason() {
        let slow = view(&work("embedding-600m", "0.1"));
        assert!(slow.rows[0].amount.contains("1,000") && slow.rows[0].detail.is_empty(), "{slow:?}");
        assert_eq!(slow.rows[2].amount, ENGLISH.reservation_not_offered);
        assert!(slow.rows[1].is_cheapest && !slow.rows[0].is_cheapest, "{slow:?}");
        let some = WaysView::of(&work("small-8b", "500"), &[], book(), Instant::EPOCH, &ENGLISH);
        assert_eq!((some.rows.len(), some.verdict.as_str()), (0, ENGLISH.ways.ways_computing));
    }
}
