//! The vectors, which hold the rules as data: every case must come out the same wherever it is priced.

use serde_json::Value;

use crate::answer::{Answer, Fault};

const PRICING: &str = include_str!("../vectors/pricing.json");
const LIFECYCLE: &str = include_str!("../vectors/lifecycle.json");
const ESTIMATES: &str = include_str!("../vectors/estimates.json");

/// A usage and its settlement.
#[derive(Debug)]
pub struct PricingCase {
    /// What the case shows.
    pub name: String,
    /// The price book, whole.
    pub price_book: Value,
    /// The usage.
    pub usage: Value,
    /// The settlement, or the refusal.
    pub answer: Answer,
}

/// The life of one service.
#[derive(Debug)]
pub struct Walk {
    /// What the walk shows.
    pub name: String,
    /// The configured billing mode.
    pub billing_mode: String,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One command and what is known after it.
#[derive(Debug)]
pub struct Step {
    /// The command.
    pub command: String,
    /// Its instant.
    pub at: String,
    /// The code of the refusal, if it is refused.
    pub refused: Option<String>,
    /// The instant at which the service is described.
    pub asked_at: String,
    /// The description.
    pub then: Value,
}

/// An estimate, what it expands to, and its settlement.
#[derive(Debug)]
pub struct EstimateCase {
    /// What the case shows.
    pub name: String,
    /// The price book, whole.
    pub price_book: Value,
    /// The estimate.
    pub estimate: Value,
    /// The settlement, or the refusal.
    pub answer: Answer,
    /// The expanded usage; absent where the estimate is refused.
    pub expansion: Option<Expansion>,
}

/// What an estimate expands to.
#[derive(Debug)]
pub struct Expansion {
    /// The number of runs.
    pub run_count: u64,
    /// The number of token records.
    pub record_count: u64,
    /// The runs, where they are few.
    pub runs: Option<Value>,
    /// The token records, where they are few.
    pub tokens: Option<Value>,
}

/// Every case of `pricing.json`.
pub fn pricing_cases() -> Vec<PricingCase> {
    let document = read(PRICING);
    cases(&document, "cases")
        .iter()
        .map(|case| PricingCase {
            name: text(case, "name"),
            price_book: price_book(&document, case),
            usage: case["usage"].clone(),
            answer: answer(case),
        })
        .collect()
}

/// Every walk of `lifecycle.json`.
pub fn lifecycle_walks() -> Vec<Walk> {
    let document = read(LIFECYCLE);
    cases(&document, "walks")
        .iter()
        .map(|walk| Walk {
            name: text(walk, "name"),
            billing_mode: text(walk, "billing_mode"),
            steps: cases(walk, "steps").iter().map(step).collect(),
        })
        .collect()
}

/// Every case of `estimates.json`.
pub fn estimate_cases() -> Vec<EstimateCase> {
    let document = read(ESTIMATES);
    cases(&document, "cases")
        .iter()
        .map(|case| EstimateCase {
            name: text(case, "name"),
            price_book: price_book(&document, case),
            estimate: case["estimate"].clone(),
            answer: answer(case),
            expansion: case.get("runs").map(|_| Expansion {
                run_count: number(case, "runs"),
                record_count: number(case, "records"),
                runs: case.get("expected_runs").cloned(),
                tokens: case.get("expected_tokens").cloned(),
            }),
        })
        .collect()
}

fn step(step: &Value) -> Step {
    Step {
        command: text(&step["apply"], "command"),
        at: text(&step["apply"], "at"),
        refused: step["refused"].as_str().map(str::to_owned),
        asked_at: text(step, "asked_at"),
        then: step["then"].clone(),
    }
}

/// A case names one of the price books of its file, or carries one of its own.
fn price_book(document: &Value, case: &Value) -> Value {
    match case["price_book"].as_str() {
        Some(name) => {
            let named = &document["price_books"][name];
            assert!(named.is_object(), "no price book {name:?} in the vectors");
            named.clone()
        }
        None => case["price_book"].clone(),
    }
}

fn answer(case: &Value) -> Answer {
    match case.get("refused") {
        Some(refused) => Err(Fault::new(&text(refused, "code"), text(refused, "path"))),
        None => Ok(case.get("expected").expect("a case expects or is refused").clone()),
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("the vectors are JSON")
}

fn cases<'a>(document: &'a Value, field: &str) -> &'a [Value] {
    document[field].as_array().expect("a list in the vectors")
}

fn text(document: &Value, field: &str) -> String {
    document[field].as_str().expect("a text in the vectors").to_owned()
}

fn number(document: &Value, field: &str) -> u64 {
    document[field].as_u64().expect("a whole number in the vectors")
}
