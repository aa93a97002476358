//! Schemas as people read them: a few words for each value, and nested lists for what stands in it. A schema
//! with a name is a link to its own section.

use serde_json::Value;

use super::document::{Document, entries, list, schema_name, text};
use super::html::Html;

/// Longer lists of words are counted rather than shown.
const MOST_WORDS: usize = 30;
/// Of a schema with a name, up to so many words are shown beside the name.
const MOST_WORDS_BESIDE: usize = 7;
/// The highest whole number of the documents, 2^53-1.
const HIGHEST_WHOLE_NUMBER: u64 = 9_007_199_254_740_991;

/// The anchor of a schema's section.
pub(super) fn id(name: &str) -> String {
    format!("schema-{name}")
}

/// A schema in full.
pub(super) fn whole<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    html.within("p", &[("class", "words")], |html| words(html, document, schema));
    html.prose(text(schema.get("description")));
    parts(html, document, schema);
}

/// A schema where it is used: in words, and in full even if it has a name, so that a reader need not follow
/// the link. So are its variants, if it has some.
pub(super) fn used<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    html.within("p", &[("class", "words")], |html| words(html, document, schema));
    let schema = document.followed(schema);
    parts(html, document, schema);
    let named: Vec<&Value> =
        list(schema.get("oneOf")).filter(|variant| schema_name(variant).is_some()).collect();
    if named.is_empty() {
        return;
    }
    html.within("ul", &[("class", "fields")], |html| {
        for variant in named {
            html.within("li", &[], |html| {
                words(html, document, variant);
                note(html, document.followed(variant));
                parts(html, document, document.followed(variant));
            });
        }
    });
}

/// A schema in a few words.
pub(super) fn words<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    if let Some(name) = schema_name(schema) {
        html.element("a", &[("href", &format!("#{}", id(name)))], name);
        let values = document.followed(schema).get("enum").and_then(Value::as_array);
        if let Some(values) = values.filter(|values| values.len() <= MOST_WORDS_BESIDE) {
            html.text(": ");
            literals(html, values);
        }
        return;
    }
    if let Some(value) = schema.get("const") {
        return html.element("code", &[], &value.to_string());
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return literals(html, values);
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            alternatives(html, kinds, |html, kind| plain(html, document, schema, text(Some(kind))));
        }
        Some(kind) => plain(html, document, schema, text(Some(kind))),
        None => untyped(html, document, schema),
    }
}

/// What stands inside a value, as far as it has no name of its own.
fn parts<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    if schema.get("properties").or_else(|| schema.get("patternProperties")).is_some() {
        fields(html, document, schema);
    }
    if let Some(items) = schema.get("items") {
        parts(html, document, items);
    }
    for inner in list(schema.get("anyOf")).filter(|inner| inner.get("type").is_some()) {
        parts(html, document, inner);
    }
    for also in list(schema.get("allOf")) {
        html.within("p", &[("class", "variants")], |html| {
            html.text("See also ");
            words(html, document, also);
        });
    }
    if list(schema.get("oneOf")).any(is_object) {
        variants(html, document, schema);
    }
}

fn variants<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    html.element("p", &[("class", "variants")], "One of these:");
    html.within("ul", &[("class", "fields")], |html| {
        for variant in list(schema.get("oneOf")) {
            html.within("li", &[], |html| {
                match variant.get("title") {
                    Some(title) => html.element("b", &[], text(Some(title))),
                    None => words(html, document, variant),
                }
                note(html, variant);
                parts(html, document, variant);
            });
        }
    });
}

/// The fields of an object: those that are always there in the document's order, then the others.
fn fields<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    let required: Vec<&str> = list(schema.get("required")).filter_map(Value::as_str).collect();
    let properties = schema.get("properties");
    html.within("ul", &[("class", "fields")], |html| {
        for name in &required {
            if let Some(field) = properties.and_then(|properties| properties.get(*name)) {
                self::field(html, document, (*name, field), None);
            }
        }
        // A variant that only says more of some fields does not say which may be absent.
        let absent = schema.get("type").map(|_| "may be absent");
        for (name, field) in entries(properties).filter(|(name, _)| !required.contains(&name.as_str())) {
            self::field(html, document, (name.as_str(), field), absent);
        }
        for (pattern, field) in entries(schema.get("patternProperties")) {
            self::field(html, document, (pattern.as_str(), field), Some("any number of them"));
        }
    });
}

fn field<'a>(
    html: &mut Html,
    document: &Document<'a>,
    (name, schema): (&str, &'a Value),
    absent: Option<&str>,
) {
    html.within("li", &[], |html| {
        html.element("code", &[("class", "name")], name);
        html.text(" ");
        html.within("span", &[("class", "words")], |html| words(html, document, schema));
        if let Some(absent) = absent {
            html.text(" ");
            html.element("span", &[("class", "absent")], absent);
        }
        note(html, schema);
        parts(html, document, schema);
    });
}

fn note(html: &mut Html, schema: &Value) {
    if let Some(description) = schema.get("description") {
        html.text(" ");
        html.within("span", &[("class", "note")], |html| html.inline(text(Some(description))));
    }
}

/// A value of one of JSON's types, with its bounds.
fn plain<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value, kind: &str) {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    match kind {
        "array" => {
            match (bound("minItems"), bound("maxItems")) {
                (_, Some(most)) => html.text(&format!("list of up to {most} ")),
                (Some(least), None) => html.text(&format!("list of {least} or more ")),
                (None, None) => html.text("list of "),
            }
            words(html, document, schema.get("items").unwrap_or(&Value::Null));
        }
        "object" => match schema.get("additionalProperties") {
            Some(values @ Value::Object(_)) => {
                html.text("object of ");
                words(html, document, values);
                if let Some(names) = schema.get("propertyNames") {
                    html.text(" by ");
                    words(html, document, names);
                }
            }
            _ => html.text("object"),
        },
        "integer" => match (bound("minimum"), bound("maximum")) {
            (Some(least), None | Some(HIGHEST_WHOLE_NUMBER)) => {
                html.text(&format!("whole number from {least}"));
            }
            (Some(least), Some(most)) => html.text(&format!("whole number from {least} to {most}")),
            (None, _) => html.text("whole number"),
        },
        "string" => {
            match (bound("minLength"), bound("maxLength")) {
                (Some(least), Some(most)) => html.text(&format!("text of {least} to {most} characters")),
                (None, Some(most)) => html.text(&format!("text of up to {most} characters")),
                (_, None) => html.text("text"),
            }
            if let Some(pattern) = schema.get("pattern") {
                html.text(" like ");
                html.element("code", &[("class", "pattern")], text(Some(pattern)));
            }
        }
        "boolean" => html.text("true or false"),
        other => html.text(other),
    }
}

fn untyped<'a>(html: &mut Html, document: &Document<'a>, schema: &'a Value) {
    let one_of = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    match one_of {
        // Each stands below, in full.
        Some(inner) if inner.iter().any(is_object) && schema.get("oneOf").is_some() => html.text("object"),
        Some(inner) => alternatives(html, inner, |html, inner| words(html, document, inner)),
        None if *schema == Value::Bool(false) => html.text("absent"),
        None if is_object(schema) => html.text("object"),
        None => html.text("anything"),
    }
}

/// Whether a schema has fields of its own.
fn is_object(schema: &Value) -> bool {
    schema.get("properties").is_some()
}

/// Values as they stand in JSON.
fn literals(html: &mut Html, values: &[Value]) {
    if values.len() > MOST_WORDS {
        return html.text(&format!("one of {} words", values.len()));
    }
    alternatives(html, values, |html, value| html.element("code", &[], &value.to_string()));
}

/// The elements with `or` between them.
fn alternatives<'a>(html: &mut Html, values: &'a [Value], mut write: impl FnMut(&mut Html, &'a Value)) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            html.text(" or ");
        }
        write(html, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(schema: &str, expected: &str) {
        let openapi = serde_json::json!({ "components": { "schemas": {
            "Bill": { "type": "object" },
            "Plan": { "type": "string", "enum": ["standard", "enterprise"] },
        } } });
        let schema: Value = serde_json::from_str(schema).unwrap();
        let mut html = Html::default();
        words(&mut html, &Document::new(&openapi), &schema);
        assert_eq!(html.finish(), expected, "{schema}");
    }

    #[test]
    fn schemas_have_words() {
        check(r#"{"type":"string"}"#, "text");
        check(r#"{"type":"string","minLength":1,"maxLength":200}"#, "text of 1 to 200 characters");
        check(r#"{"type":"string","pattern":"^<$"}"#, "text like <code class=\"pattern\">^&lt;$</code>");
        check(r#"{"type":"integer","minimum":1,"maximum":100}"#, "whole number from 1 to 100");
        check(r#"{"type":"integer","minimum":0,"maximum":9007199254740991}"#, "whole number from 0");
        check(r#"{"const":"month"}"#, "<code>&quot;month&quot;</code>");
        check(r#"{"enum":[1,2]}"#, "<code>1</code> or <code>2</code>");
        check(r#"{"type":["string","null"]}"#, "text or null");
        check(r#"{"type":"array","maxItems":5,"items":{"type":"boolean"}}"#, "list of up to 5 true or false");
        check(r##"{"$ref":"#/components/schemas/Bill"}"##, "<a href=\"#schema-Bill\">Bill</a>");
        check(
            r##"{"$ref":"#/components/schemas/Plan"}"##,
            "<a href=\"#schema-Plan\">Plan</a>: <code>&quot;standard&quot;</code> or <code>&quot;enterprise&quot;</code>",
        );
        check(
            r##"{"anyOf":[{"$ref":"#/components/schemas/Bill"},{"type":"null"}]}"##,
            "<a href=\"#schema-Bill\">Bill</a> or null",
        );
        check(r#"{"type":"object","additionalProperties":{"type":"string"}}"#, "object of text");
        check("false", "absent");
        check("{}", "anything");
    }

    #[test]
    fn required_fields_come_first_in_their_order() {
        let schema = serde_json::json!({
            "type": "object",
            "required": ["z", "a"],
            "properties": { "a": {}, "b": {}, "z": {} },
        });
        let mut html = Html::default();
        parts(&mut html, &Document::new(&Value::Null), &schema);
        let written = html.finish();
        let at = |name: &str| written.find(&format!(">{name}</code>")).unwrap();
        assert!(at("z") < at("a") && at("a") < at("b"), "{written}");
        assert_eq!(written.matches("may be absent").count(), 1);
    }
}
