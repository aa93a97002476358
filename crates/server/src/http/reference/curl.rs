//! An example of each operation for the shell.

use serde_json::Value;

use super::document::{Document, Operation, list, text};

/// What the examples take as given.
pub(super) const VARIABLES: &str =
    "The examples below take the server's address from `$TIERMETER`, and an API key from `$KEY`.";
/// A body up to this length stays on its line.
const SHORT_BODY: usize = 56;

/// The command that asks for an operation with the examples of its parameters and its body.
pub(super) fn command<'a>(document: &Document<'a>, operation: &Operation<'a>) -> String {
    let mut parts = vec![request(document, operation)];
    if let Some(credential) = credential(document, operation) {
        parts.push(credential.to_owned());
    }
    for parameter in parameters(operation, "header") {
        if parameter.get("required").and_then(Value::as_bool) == Some(true) {
            let name = text(parameter.get("name")).to_lowercase();
            parts.push(format!("-H {}", quoted(&format!("{name}: {}", example_of(document, parameter)))));
        }
    }
    if let Some((media, content)) = operation.body().last() {
        parts.push(format!("-H {}", quoted(&format!("content-type: {media}"))));
        if let Some(example) = content.get("example") {
            parts.push(format!("-d {}", quoted(&json(example))));
        }
    }
    parts.join(" \\\n  ")
}

/// JSON as it is shown: on one line where it is short.
pub(super) fn json(value: &Value) -> String {
    let short = value.to_string();
    if short.len() <= SHORT_BODY { short } else { serde_json::to_string_pretty(value).unwrap_or(short) }
}

fn request<'a>(document: &Document<'a>, operation: &Operation<'a>) -> String {
    let mut path = operation.path.to_owned();
    for parameter in parameters(operation, "path") {
        let place = format!("{{{}}}", text(parameter.get("name")));
        path = path.replace(&place, &example_of(document, parameter));
    }
    let shown = parameters(operation, "query").filter(|parameter| parameter.get("example").is_some());
    let query: Vec<String> = shown
        .map(|parameter| format!("{}={}", text(parameter.get("name")), example_of(document, parameter)))
        .collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let method = match operation.method {
        "GET" => String::new(),
        method => format!("-X {method} "),
    };
    // A stream is shown as it comes.
    let unbuffered = if is_stream(document, operation) { "-N " } else { "" };
    format!("curl {method}{unbuffered}\"$TIERMETER{path}\"")
}

fn is_stream<'a>(document: &Document<'a>, operation: &Operation<'a>) -> bool {
    let mut responses = operation.responses(document);
    responses.any(|(_, response)| response.pointer("/content/text~1event-stream").is_some())
}

/// The header that says who asks, where somebody must.
fn credential<'a>(document: &Document<'a>, operation: &Operation<'a>) -> Option<&'static str> {
    let scheme = list(operation.value.get("security").or_else(|| document.security())).next()?;
    Some(if scheme.get("bearer").is_some() {
        "-H \"authorization: Bearer $KEY\""
    } else {
        "-H \"cookie: __Host-tiermeter-session=$SESSION\" -H \"sec-fetch-site: same-origin\""
    })
}

fn parameters<'a>(operation: &Operation<'a>, place: &str) -> impl Iterator<Item = &'a Value> {
    operation.parameters.iter().copied().filter(move |parameter| text(parameter.get("in")) == place)
}

/// The example of a parameter, or of its schema, as it is written in a request.
fn example_of<'a>(document: &Document<'a>, parameter: &'a Value) -> String {
    let schema = parameter.get("schema").map(|schema| document.followed(schema));
    let of_schema = || list(schema.and_then(|schema| schema.get("examples"))).next();
    match parameter.get("example").or_else(of_schema) {
        Some(Value::String(example)) => example.clone(),
        Some(Value::Array(elements)) => {
            elements.iter().map(|element| text(Some(element))).collect::<Vec<_>>().join(",")
        }
        Some(example) => example.to_string(),
        None => text(parameter.get("name")).to_uppercase(),
    }
}

/// A word for the shell, whatever it holds.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(operation_id: &str, tag: &str, expected: &str) {
        let openapi: Value = serde_json::from_str(include_str!("../openapi.json")).unwrap();
        let document = Document::new(&openapi);
        let operations = document.operations(tag);
        let operation = operations.iter().find(|operation| operation.id() == operation_id).unwrap();
        assert_eq!(command(&document, operation), expected);
    }

    #[test]
    fn examples_can_be_pasted() {
        check("getPriceBook", "Pricing", "curl \"$TIERMETER/api/v1/price-book\"");
        check(
            "getService",
            "Services",
            "curl \"$TIERMETER/api/v1/services/svc_1\" \\\n  -H \"authorization: Bearer $KEY\"",
        );
        check(
            "setScaling",
            "Services",
            "curl -X PUT \"$TIERMETER/api/v1/services/svc_1/scaling\" \\\n  -H \"authorization: Bearer $KEY\" \\\n  \
             -H 'if-match: *' \\\n  -H 'content-type: application/json' \\\n  -d '{\"instances\":2,\"mode\":\"manual\"}'",
        );
        check(
            "getUsage",
            "Usage and bills",
            "curl \"$TIERMETER/api/v1/usage?group_by=service,day\" \\\n  -H \"authorization: Bearer $KEY\"",
        );
    }

    #[test]
    fn quotes_do_not_end_a_word() {
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
