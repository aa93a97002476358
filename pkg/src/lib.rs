//! The core as a wasm module: carries text and columns in and out, and holds no rule. The functions that people
//! call are the hand-written ones in `src-js`.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tiermeter_columns::{Columns, ColumnsPricing as Pricing};
use tiermeter_pricing::{PriceBook, Refusal};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

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

#[derive(Serialize)]
struct ColumnsAnswer {
    seconds: Vec<u64>,
    amounts: Vec<String>,
    #[serde(rename = "exactTotal")]
    exact_total: String,
}

/// Prices runs as columns, part after part; throws a refusal as a plain object of `code`, `path` and `message`.
#[wasm_bindgen]
pub struct ColumnsPricing(Pricing);

#[wasm_bindgen]
impl ColumnsPricing {
    /// For runs on the tiers of these codes, with a price book as JSON text or the bundled one.
    #[wasm_bindgen(constructor)]
    pub fn new(tiers: JsValue, price_book: Option<String>) -> Result<Self, JsValue> {
        let tiers: Vec<String> = serde_wasm_bindgen::from_value(tiers)?;
        let own;
        let price_book = match price_book {
            None => PriceBook::bundled(),
            Some(json) => {
                own = PriceBook::from_json(json.as_bytes()).map_err(|refusal| thrown(&refusal))?;
                &own
            }
        };
        Pricing::new(&tiers, price_book).map(Self).map_err(|refusal| thrown(&refusal))
    }

    /// Adds the next runs.
    pub fn add(&mut self, started_at_ms: &[f64], stopped_at_ms: &[f64], tier: &[u8]) -> Result<(), JsValue> {
        self.0
            .add_in_pairs(Columns { started_at_ms, stopped_at_ms, tier })
            .map_err(|refusal| thrown(&refusal))
    }

    /// What all runs cost.
    pub fn total(&self) -> Result<JsValue, JsValue> {
        let total = self.0.total().map_err(|refusal| thrown(&refusal))?;
        let answer = ColumnsAnswer {
            seconds: total.seconds,
            amounts: total.amounts.iter().map(ToString::to_string).collect(),
            exact_total: total.exact_total.to_string(),
        };
        Ok(answer.serialize(&Serializer::json_compatible())?)
    }
}

fn thrown(refusal: &Refusal) -> JsValue {
    refusal.serialize(&Serializer::json_compatible()).unwrap_or_else(JsValue::from)
}
