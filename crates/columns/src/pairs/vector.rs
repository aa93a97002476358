//! Two runs at once, by the vector instructions of wasm: the same steps as for one run, with the same rounding.

use core::arch::wasm32::{
    f64x2, f64x2_ceil, f64x2_div, f64x2_eq, f64x2_extract_lane, f64x2_floor, f64x2_lt, f64x2_pmax,
    f64x2_splat, f64x2_sub, i64x2_all_true, i64x2_splat, v128, v128_and, v128_any_true, v128_or,
};

use crate::{END_MS, MS_PER_SECOND};

/// What was seen of every run so far. Three short chains are quicker than a long one.
pub(super) struct Checked {
    /// In each half all bits while every instant is whole, and none once one is not.
    all_whole: v128,
    /// Any bit once a run ends before its start, or starts before its tier has a price.
    any_early: v128,
    /// In each half the latest stop.
    last_stop: v128,
}

impl Checked {
    #[target_feature(enable = "simd128")]
    pub(super) fn new() -> Self {
        Self { all_whole: i64x2_splat(-1), any_early: i64x2_splat(0), last_stop: f64x2_splat(0.0) }
    }

    /// Billed seconds of two runs, which mean something only if both are good.
    #[target_feature(enable = "simd128")]
    pub(super) fn billed(&mut self, start: [f64; 2], stop: [f64; 2], from: [f64; 2]) -> [f64; 2] {
        let [start, stop, from] = [start, stop, from].map(|[first, second]| f64x2(first, second));
        // What is no number equals nothing, so it is not whole; the other two comparisons may pass it by.
        let whole = v128_and(f64x2_eq(f64x2_floor(start), start), f64x2_eq(f64x2_floor(stop), stop));
        self.all_whole = v128_and(self.all_whole, whole);
        self.any_early = v128_or(self.any_early, v128_or(f64x2_lt(start, from), f64x2_lt(stop, start)));
        self.last_stop = f64x2_pmax(self.last_stop, stop);

        let seconds = f64x2_ceil(f64x2_div(f64x2_sub(stop, start), f64x2_splat(MS_PER_SECOND)));
        let seconds = f64x2_pmax(seconds, f64x2_splat(1.0));
        [f64x2_extract_lane::<0>(seconds), f64x2_extract_lane::<1>(seconds)]
    }

    #[target_feature(enable = "simd128")]
    pub(super) fn all_good(self) -> bool {
        let in_range = f64x2_lt(self.last_stop, f64x2_splat(END_MS));
        i64x2_all_true(v128_and(self.all_whole, in_range)) & !v128_any_true(self.any_early)
    }
}
