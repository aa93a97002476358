//! The check and the sums for two runs at once and without a branch: by the vector instructions of wasm, and where
//! tests run by plain floats. A fault is only noticed here; the loop for each run finds which one it is.

use tiermeter_pricing::Refusal;

use super::{Columns, ColumnsPricing, MOST_TIERS, check_lengths};

#[cfg_attr(not(target_arch = "wasm32"), path = "pairs/plain.rs")]
#[cfg_attr(target_arch = "wasm32", path = "pairs/vector.rs")]
mod pair;

use pair::Checked;

/// So few that sums of floats are exact: a good run is billed for at most 7.3 x 10^9 seconds, hence all of these for
/// less than 4.8 x 10^14, and whole numbers are exact below 2^53, which is more than 9 x 10^15.
const MOST_RUNS: usize = 1 << 16;

impl ColumnsPricing {
    /// The same as `add`, and quicker. As wasm it takes vector instructions: an engine that lacks them refuses every
    /// module in which this is called.
    pub fn add_in_pairs(&mut self, columns: Columns<'_>) -> Result<(), Refusal> {
        check_lengths(columns)?;
        let starts = columns.started_at_ms.chunks(MOST_RUNS);
        let stops = columns.stopped_at_ms.chunks(MOST_RUNS);
        let tiers = columns.tier.chunks(MOST_RUNS);
        for ((started_at_ms, stopped_at_ms), tier) in starts.zip(stops).zip(tiers) {
            let part = Columns { started_at_ms, stopped_at_ms, tier };
            let (pairs, rest) = part.split_at(tier.len() - tier.len() % 2);
            let tiers = self.prices.len();
            if add_good_pairs(pairs, &self.from_ms, &mut self.seconds[..tiers]) {
                self.runs += pairs.tier.len();
                self.add(rest)?;
            } else {
                self.add(part)?;
            }
        }
        Ok(())
    }
}

impl Columns<'_> {
    fn split_at(self, runs: usize) -> (Self, Self) {
        let (starts, later_starts) = self.started_at_ms.split_at(runs);
        let (stops, later_stops) = self.stopped_at_ms.split_at(runs);
        let (tiers, later_tiers) = self.tier.split_at(runs);
        (
            Self { started_at_ms: starts, stopped_at_ms: stops, tier: tiers },
            Self { started_at_ms: later_starts, stopped_at_ms: later_stops, tier: later_tiers },
        )
    }
}

/// Adds the billed seconds by tier of an even number of runs, at most `MOST_RUNS`, and says whether every one was
/// good; if not, nothing is added.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sums of good runs are whole and not negative"
)]
fn add_good_pairs(columns: Columns<'_>, from_ms: &[f64; MOST_TIERS], seconds: &mut [u64]) -> bool {
    let (starts, _) = columns.started_at_ms.as_chunks::<2>();
    let (stops, _) = columns.stopped_at_ms.as_chunks::<2>();
    let (tiers, _) = columns.tier.as_chunks::<2>();
    // Each of the two has sums of its own: a sum takes its time to be written before it can be added to again, and
    // neighbours are often of one tier.
    let mut sums = [[0.0; MOST_TIERS]; 2];
    let mut checked = Checked::new();
    for ((&start, &stop), tier) in starts.iter().zip(stops).zip(tiers) {
        let [first, second] = tier.map(usize::from);
        let [first_seconds, second_seconds] = checked.billed(start, stop, [from_ms[first], from_ms[second]]);
        sums[0][first] += first_seconds;
        sums[1][second] += second_seconds;
    }
    if !checked.all_good() {
        return false;
    }
    // A run of no tier at all is no good one, so the sums behind the last tier are zero.
    for (tier, seconds) in seconds.iter_mut().enumerate() {
        *seconds += (sums[0][tier] + sums[1][tier]) as u64;
    }
    true
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;

    const LENGTHS: [usize; 7] = [0, 1, 2, 3, 8, 9, 30];

    #[derive(Debug, Clone, Default)]
    struct Runs {
        started_at_ms: Vec<f64>,
        stopped_at_ms: Vec<f64>,
        tier: Vec<u8>,
    }

    impl Runs {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        fn of(length: usize) -> Self {
            let mut runs = Self::default();
            for index in 0..length {
                let start = 1_700_000_000_000.0 + (index * 7_919) as f64;
                runs.started_at_ms.push(start);
                runs.stopped_at_ms.push(start + (index * index * 997 % 5_003) as f64);
                runs.tier.push(u8::try_from(index % 3).unwrap());
            }
            runs
        }

        fn columns(&self) -> Columns<'_> {
            Columns {
                started_at_ms: &self.started_at_ms,
                stopped_at_ms: &self.stopped_at_ms,
                tier: &self.tier,
            }
        }
    }

    /// Both ways, with some runs before and some behind.
    fn check(runs: &Runs) {
        let tiers = ["A", "B", "C"].map(str::to_owned);
        let priced = |add: fn(&mut ColumnsPricing, Columns<'_>) -> Result<(), Refusal>| {
            let mut pricing = ColumnsPricing::new(&tiers, PriceBook::bundled()).unwrap();
            for part in [&Runs::of(3), runs, &Runs::of(5)] {
                add(&mut pricing, part.columns())
                    .map_err(|refusal| (refusal.code, refusal.path.clone(), refusal.message.clone()))?;
            }
            Ok::<_, (_, String, String)>(pricing.total().unwrap())
        };
        assert_eq!(priced(ColumnsPricing::add_in_pairs), priced(ColumnsPricing::add), "{runs:?}");
    }

    #[test]
    fn pairs_are_priced_as_single_runs_are() {
        for length in LENGTHS {
            check(&Runs::of(length));
        }
        check(&Runs::of(2 * MOST_RUNS + 1));
    }

    #[test]
    fn faults_among_pairs_are_those_among_single_runs() {
        let faulty_ms =
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.5, 0.5, 7_258_118_400_000.0, 1e300];
        for length in LENGTHS {
            for index in 0..length {
                for ms in faulty_ms {
                    let mut runs = Runs::of(length);
                    runs.started_at_ms[index] = ms;
                    check(&runs);
                    runs.stopped_at_ms[index] = ms;
                    check(&runs);
                    runs.started_at_ms[index] = 0.0;
                    check(&runs);
                }
                let mut runs = Runs::of(length);
                runs.stopped_at_ms[index] = runs.started_at_ms[index] - 1.0;
                check(&runs);
                runs.tier[length - 1] = 3;
                check(&runs);
                runs.tier[index] = 255;
                check(&runs);
            }
        }
    }

    #[test]
    fn long_runs_of_one_tier_are_summed_exactly() {
        let length = MOST_RUNS;
        let runs = Runs {
            started_at_ms: vec![0.0; length],
            stopped_at_ms: vec![7_258_118_399_999.0; length],
            tier: vec![1; length],
        };
        check(&runs);
    }
}
