//! The core as a wasm module: carries text and columns in and out, and holds no rule. The functions that people
//! call are the hand-written ones in `src-js`.

use tiermeter_module::ColumnsPricing as Pricing;
use wasm_bindgen::prelude::wasm_bindgen;

/// Calls a function of the module with its arguments as JSON text; `{"ok"}` or `{"refused"}` as JSON text.
#[wasm_bindgen]
#[must_use]
pub fn call(name: &str, arguments: &str) -> String {
    tiermeter_module::call(name, arguments)
}

/// Prices usage whose runs come packed; `undefined` where they are not as they must be.
#[wasm_bindgen(js_name = pricePackedUsage)]
#[must_use]
pub fn price_packed_usage(arguments: &str, names: &str, indices: &[u32], instants: &str) -> Option<String> {
    tiermeter_module::price_packed_usage(arguments, names, indices, instants)
}

/// Prices runs as columns, part after part.
#[wasm_bindgen]
pub struct ColumnsPricing(Pricing);

#[wasm_bindgen]
impl ColumnsPricing {
    /// For runs on the tiers of `arguments`, an object of JSON text with `tiers` and perhaps `price_book`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(arguments: &str) -> Self {
        Self(Pricing::new(arguments))
    }

    /// Adds the next runs; false where they, or what came before, are refused.
    pub fn add(&mut self, started_at_ms: &[f64], stopped_at_ms: &[f64], tier: &[u8]) -> bool {
        self.0.add(started_at_ms, stopped_at_ms, tier)
    }

    /// What all runs cost: `{"ok"}` or `{"refused"}` as JSON text.
    #[must_use]
    pub fn total(&self) -> String {
        self.0.total()
    }
}
