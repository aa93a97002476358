//! One operation: what it takes, what it answers, how it goes wrong, and an example.

use serde_json::Value;

use super::curl;
use super::document::{Document, Operation, entries, list, text};
use super::html::Html;
use super::schema;

const PROBLEM: &str = "application/problem+json";
/// What every answer has is said once, at the top of the page.
const COMMON_HEADERS: [&str; 3] = ["RateLimit", "RateLimit-Policy", "x-request-id"];

/// Writes an operation.
pub(super) fn write<'a>(html: &mut Html, document: &Document<'a>, operation: &Operation<'a>) {
    html.within("article", &[("class", "operation"), ("id", operation.id())], |html| {
        html.within("div", &[("class", "told")], |html| {
            html.element("h3", &[], operation.summary());
            html.within("p", &[("class", "address")], |html| {
                method(html, operation);
                path(html, operation.path);
            });
            html.element("p", &[("class", "who")], who(document, operation));
            html.prose(text(operation.value.get("description")));
            parameters(html, document, operation);
            body(html, document, operation);
            answers(html, document, operation);
            problems(html, document, operation);
        });
        html.within("div", &[("class", "shown")], |html| {
            html.element("h4", &[], "Example");
            block(html, "Request", &curl::command(document, operation));
            for (_, response) in operation.responses(document) {
                for (_, content) in entries(response.get("content")).filter(|(media, _)| *media != PROBLEM) {
                    match content.get("example") {
                        Some(Value::String(example)) => block(html, "Answer", example),
                        Some(example) => block(html, "Answer", &curl::json(example)),
                        None => {}
                    }
                }
            }
        });
    });
}

/// The method, with a colour of its own.
pub(super) fn method(html: &mut Html, operation: &Operation<'_>) {
    let class = format!("method {}", operation.method.to_lowercase());
    html.element("span", &[("class", &class)], operation.method);
    html.text(" ");
}

/// The path, with the names of its parameters told apart.
fn path(html: &mut Html, path: &str) {
    html.within("code", &[("class", "path")], |html| {
        for (index, step) in path.split('/').enumerate() {
            if index > 0 {
                html.text("/");
            }
            if step.starts_with('{') {
                html.element("var", &[], step);
            } else {
                html.text(step);
            }
        }
    });
}

fn who<'a>(document: &Document<'a>, operation: &Operation<'a>) -> &'static str {
    let schemes = || list(operation.value.get("security").or_else(|| document.security()));
    let takes = |name: &str| schemes().any(|scheme| scheme.get(name).is_some());
    match (takes("bearer"), takes("cookie")) {
        (true, _) => "With an API key or a session.",
        (false, true) => "With a session.",
        (false, false) => "Public.",
    }
}

fn parameters<'a>(html: &mut Html, document: &Document<'a>, operation: &Operation<'a>) {
    if operation.parameters.is_empty() {
        return;
    }
    html.element("h4", &[], "Parameters");
    table(html, ["Name", "In", "Value"], |html| {
        for parameter in operation.parameters.iter().copied() {
            html.within("tr", &[], |html| {
                html.within("th", &[("scope", "row")], |html| {
                    html.element("code", &[("class", "name")], text(parameter.get("name")));
                    if parameter.get("required").and_then(Value::as_bool) == Some(true) {
                        html.text(" ");
                        html.element("span", &[("class", "needed")], "needed");
                    }
                });
                html.element("td", &[], text(parameter.get("in")));
                html.within("td", &[], |html| value(html, document, parameter));
            });
        }
    });
}

/// What a parameter holds and says.
fn value<'a>(html: &mut Html, document: &Document<'a>, parameter: &'a Value) {
    if let Some(schema) = parameter.get("schema") {
        html.within("span", &[("class", "words")], |html| schema::words(html, document, schema));
        if let Some(default) = schema.get("default") {
            html.text(&format!(", {default} where it is not given"));
        }
    }
    if let Some(description) = parameter.get("description") {
        html.text(". ");
        html.within("span", &[("class", "note")], |html| html.inline(text(Some(description))));
    }
}

fn body<'a>(html: &mut Html, document: &Document<'a>, operation: &Operation<'a>) {
    let Some((_, content)) = operation.body().last() else {
        return;
    };
    html.element("h4", &[], "Body");
    html.within("p", &[("class", "media")], |html| {
        for (index, (media, _)) in operation.body().enumerate() {
            if index > 0 {
                html.text(" or ");
            }
            html.element("code", &[], media);
        }
    });
    if let Some(schema) = content.get("schema") {
        schema::used(html, document, schema);
    }
}

/// Answers that go well.
fn answers<'a>(html: &mut Html, document: &Document<'a>, operation: &Operation<'a>) {
    html.element("h4", &[], "Answers");
    for (status, response) in operation.responses(document) {
        if is_problem(response) {
            continue;
        }
        html.within("section", &[("class", "answer")], |html| {
            html.within("p", &[], |html| {
                html.element("b", &[("class", "status")], status);
                html.text(" ");
                html.inline(text(response.get("description")));
            });
            headers(html, document, response);
            for (media, content) in entries(response.get("content")) {
                html.within("p", &[("class", "media")], |html| html.element("code", &[], media));
                if let Some(schema) = content.get("schema") {
                    schema::used(html, document, schema);
                }
            }
            events(html, document, response);
        });
    }
}

fn headers<'a>(html: &mut Html, document: &Document<'a>, response: &'a Value) {
    let own =
        || entries(response.get("headers")).filter(|(name, _)| !COMMON_HEADERS.contains(&name.as_str()));
    if own().next().is_none() {
        return;
    }
    html.within("ul", &[("class", "fields")], |html| {
        for (name, header) in own() {
            html.within("li", &[], |html| {
                html.element("code", &[("class", "name")], name);
                html.text(" header. ");
                let description = text(document.followed(header).get("description"));
                html.within("span", &[("class", "note")], |html| html.inline(description));
            });
        }
    });
}

/// The events of a stream, by name.
fn events<'a>(html: &mut Html, document: &Document<'a>, response: &'a Value) {
    if response.get("x-events").is_none() {
        return;
    }
    html.within("ul", &[("class", "fields")], |html| {
        for (name, schema) in entries(response.get("x-events")) {
            html.within("li", &[], |html| {
                html.element("code", &[("class", "name")], name);
                html.text(" event: ");
                html.within("span", &[("class", "words")], |html| schema::words(html, document, schema));
            });
        }
    });
}

/// Answers that say what went wrong.
fn problems<'a>(html: &mut Html, document: &Document<'a>, operation: &Operation<'a>) {
    let problems = || operation.responses(document).filter(|(_, response)| is_problem(response));
    let Some(form) = problems().find_map(|(_, response)| problem(response)) else {
        return;
    };
    html.element("h4", &[], "Problems");
    html.within("p", &[("class", "words")], |html| schema::words(html, document, form));
    table(html, ["Status", "Code", "When"], |html| {
        for (status, response) in problems() {
            html.within("tr", &[], |html| {
                html.element("th", &[("scope", "row")], status);
                html.within("td", &[], |html| codes(html, response));
                html.within("td", &[], |html| html.inline(text(response.get("description"))));
            });
        }
    });
}

fn is_problem(response: &Value) -> bool {
    problem(response).is_some()
}

/// The schema of a response that says what went wrong.
fn problem(response: &Value) -> Option<&Value> {
    response.get("content")?.get(PROBLEM)?.get("schema")
}

fn codes(html: &mut Html, response: &Value) {
    let code = problem(response).and_then(|problem| problem.pointer("/properties/code"));
    let one = code.and_then(|code| code.get("const"));
    for code in one.into_iter().chain(list(code.and_then(|code| code.get("enum")))) {
        html.element("code", &[], text(Some(code)));
        html.text(" ");
    }
}

fn table(html: &mut Html, heads: [&str; 3], rows: impl FnOnce(&mut Html)) {
    html.within("div", &[("class", "scroller"), ("tabindex", "0")], |html| {
        html.within("table", &[], |html| {
            html.within("thead", &[], |html| {
                html.within("tr", &[], |html| {
                    for head in heads {
                        html.element("th", &[("scope", "col")], head);
                    }
                });
            });
            html.within("tbody", &[], rows);
        });
    });
}

/// Text to be read and copied as it is.
fn block(html: &mut Html, label: &str, text: &str) {
    html.within("pre", &[("tabindex", "0"), ("aria-label", label)], |html| html.element("code", &[], text));
}
