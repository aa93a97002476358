//! Two runs one after the other, where there are no vector instructions of wasm.

use crate::{billed, is_good};

/// Whether every run so far was good.
pub(super) struct Checked {
    all_good: bool,
}

impl Checked {
    pub(super) fn new() -> Self {
        Self { all_good: true }
    }

    /// Billed seconds of two runs, which mean something only if both are good.
    pub(super) fn billed(&mut self, start: [f64; 2], stop: [f64; 2], from: [f64; 2]) -> [f64; 2] {
        self.all_good &= is_good(start[0], stop[0], from[0]) & is_good(start[1], stop[1], from[1]);
        [billed(start[0], stop[0]), billed(start[1], stop[1])]
    }

    pub(super) fn all_good(self) -> bool {
        self.all_good
    }
}
