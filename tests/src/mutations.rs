//! Good documents spoilt: fields removed or renamed, values of other types, numbers beyond all bounds,
//! text that is no JSON.

use std::fmt::{self, Debug, Formatter};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// A document's text after a few mutations.
#[derive(Clone)]
pub struct Spoilt(pub String);

impl Debug for Spoilt {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "\n  {}", self.0)
    }
}

/// What happens to one place of a document.
#[derive(Debug, Clone)]
enum Change {
    Remove,
    Rename,
    /// The field is given a second time.
    Repeat,
    Replace(Value),
    /// Text that may be no JSON stands in the place of the value.
    ReplaceByText(String),
    /// The text ends here.
    Cut,
}

/// What is done to the written text, because a document cannot hold it.
struct Patch {
    /// Stands in the text where it is to be done.
    mark: String,
    /// What comes in its place; nothing, where the text is to end.
    replacement: Option<String>,
}

/// One to three changes at places anywhere in the document.
pub fn spoilt(document: Value) -> impl Strategy<Value = Spoilt> {
    vec((any::<prop::sample::Index>(), change()), 1..=3).prop_map(move |changes| {
        let mut document = document.clone();
        let mut patches = Vec::new();
        for (number, (place, change)) in changes.into_iter().enumerate() {
            let pointers = pointers(&document);
            let pointer = place.get(&pointers);
            patches.extend(apply(&mut document, pointer, change, number));
        }
        Spoilt(write(&document, patches))
    })
}

fn change() -> impl Strategy<Value = Change> {
    let values = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(u64::MAX),
        json!(9_007_199_254_740_991_u64),
        json!(""),
        json!("1"),
        json!("-0"),
        json!("1e3"),
        json!("1000000"),
        json!("9".repeat(400)),
        json!("2026-02-30T00:00:00Z"),
        json!("2199-12-31T23:59:59.999999999Z"),
        json!("1970-01-01T00:00:00-23:59"),
        json!("x".repeat(201)),
        json!([]),
        json!([null]),
        json!({}),
        json!({"": {"a/b~c": 1}}),
    ];
    let texts = vec![
        "1e400".to_owned(),
        "-0".to_owned(),
        "1.0".to_owned(),
        format!("1{}", "0".repeat(400)),
        "NaN".to_owned(),
        "01".to_owned(),
        "\"\\ud800\"".to_owned(),
        "\"\u{0}\"".to_owned(),
        "\"\\u0000\"".to_owned(),
        format!("{}{}", "[".repeat(200), "]".repeat(200)),
        "{\"a\":1,\"a\":2}".to_owned(),
        "}".to_owned(),
        String::new(),
    ];
    prop_oneof![
        2 => Just(Change::Remove),
        2 => Just(Change::Rename),
        1 => Just(Change::Repeat),
        6 => select(values).prop_map(Change::Replace),
        4 => select(texts).prop_map(Change::ReplaceByText),
        1 => Just(Change::Cut),
    ]
}

/// The pointers of every value in the document, the root first.
fn pointers(document: &Value) -> Vec<String> {
    let mut pointers = vec![String::new()];
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers.extend(inner_pointers(&name, value));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers.extend(inner_pointers(&index.to_string(), item));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    pointers
}

fn inner_pointers(name: &str, value: &Value) -> Vec<String> {
    pointers(value).into_iter().map(|pointer| format!("/{name}{pointer}")).collect()
}

/// Changes the document; returns what is left to be done to its text.
fn apply(document: &mut Value, pointer: &str, change: Change, number: usize) -> Vec<Patch> {
    let mark = format!("mark {number}");
    let replacement = match change {
        Change::Replace(value) => {
            *value_at(document, pointer) = value;
            return Vec::new();
        }
        Change::Remove => {
            take(document, pointer);
            return Vec::new();
        }
        Change::Rename => {
            if let Some((_, value)) = take(document, pointer) {
                put(document, pointer, "unheard_of", value);
            }
            return Vec::new();
        }
        Change::Repeat => return repeat(document, pointer, &mark),
        Change::ReplaceByText(text) => Some(text),
        Change::Cut => None,
    };
    *value_at(document, pointer) = json!(mark);
    vec![Patch { mark: format!("\"{mark}\""), replacement }]
}

/// Gives a field two marked names, both of which become its own in the text.
fn repeat(document: &mut Value, pointer: &str, mark: &str) -> Vec<Patch> {
    let Some((name, value)) = take(document, pointer) else {
        return Vec::new();
    };
    let marks = [format!("first {mark}"), format!("second {mark}")];
    for mark in &marks {
        put(document, pointer, mark, value.clone());
    }
    marks.map(|mark| Patch { mark, replacement: Some(name.clone()) }).into()
}

fn value_at<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Value {
    document.pointer_mut(pointer).expect("a place in the document")
}

/// Takes a field out of its object or an item out of its list, with its name; the root stays.
fn take(document: &mut Value, pointer: &str) -> Option<(String, Value)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match value_at(document, parent) {
        Value::Object(fields) => fields.remove(&name).map(|value| (name, value)),
        Value::Array(items) => {
            items.remove(name.parse().expect("a place in a list"));
            None
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Puts a field beside the place where the pointer points.
fn put(document: &mut Value, pointer: &str, name: &str, value: Value) {
    if let Some((parent, _)) = pointer.rsplit_once('/')
        && let Value::Object(fields) = value_at(document, parent)
    {
        fields.insert(name.to_owned(), value);
    }
}

fn write(document: &Value, patches: Vec<Patch>) -> String {
    let mut text = document.to_string();
    for Patch { mark, replacement } in patches {
        if let Some(replacement) = replacement {
            text = text.replace(&mark, &replacement);
        } else {
            text.truncate(text.find(&mark).unwrap_or(text.len()));
        }
    }
    text
}
