//! What a pricing answers: a document, or a refusal of which code and path are promised.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

/// A document, or the refusal in its place.
pub type Answer = Result<Value, Fault>;

/// The promised part of a refusal (SPEC 2): its code and the pointer to the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: String,
    /// The JSON pointer.
    pub path: String,
}

impl Fault {
    /// A refusal with this code at this place.
    pub fn new(code: &str, path: impl Into<String>) -> Fault {
        Fault { code: code.to_owned(), path: path.into() }
    }
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "refused as {} at {:?}", self.code, self.path)
    }
}

/// Compares two answers; the error says both.
pub fn same_answer(got: &Answer, expected: &Answer) -> Result<(), String> {
    if got == expected {
        return Ok(());
    }
    Err(format!("expected {}\n     got {}", in_words(expected), in_words(got)))
}

/// Compares two documents; the error says both, and what they are.
pub fn same_document(what: &str, got: &Value, expected: &Value) -> Result<(), String> {
    if got == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected}\n     got {got}"))
}

/// Compares an answer with the oracle's. With several faults one of them is reported, and which one is
/// not promised (SPEC 2): any that the oracle found will do.
pub fn same_as_oracle(got: &Answer, oracle: &Result<Value, Vec<Fault>>) -> Result<(), String> {
    match (got, oracle) {
        (Ok(document), Ok(expected)) => same_document("not as the oracle", document, expected),
        (Err(fault), Err(faults)) if faults.contains(fault) => Ok(()),
        (got, Ok(expected)) => Err(format!("the oracle has {expected}\n     got {}", in_words(got))),
        (got, Err(faults)) => {
            let faults: Vec<String> = faults.iter().map(Fault::to_string).collect();
            Err(format!("the oracle has: {}\n     got {}", faults.join("; "), in_words(got)))
        }
    }
}

fn in_words(answer: &Answer) -> String {
    match answer {
        Ok(document) => document.to_string(),
        Err(fault) => fault.to_string(),
    }
}
