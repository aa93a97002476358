//! Looking things up in `openapi.json`. What is missing is empty: whether the document is right is checked
//! where it is tested, not where it is shown.

use serde_json::Value;

const SCHEMAS: &str = "#/components/schemas/";
/// The methods in the order in which they are shown, as the document and as requests write them.
const METHODS: [(&str, &str); 5] =
    [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")];

/// The whole document.
pub(super) struct Document<'a> {
    root: &'a Value,
}

/// A method at a path.
pub(super) struct Operation<'a> {
    /// Such as `GET`.
    pub(super) method: &'static str,
    /// The path, with the names of its parameters in braces.
    pub(super) path: &'a str,
    /// The operation's own object.
    pub(super) value: &'a Value,
    /// The parameters of the path, then its own.
    pub(super) parameters: Vec<&'a Value>,
}

impl<'a> Document<'a> {
    pub(super) const fn new(root: &'a Value) -> Self {
        Self { root }
    }

    /// What a reference leads to; the value itself where it is none.
    pub(super) fn followed(&self, value: &'a Value) -> &'a Value {
        let target = reference(value).and_then(|reference| self.root.pointer(reference.strip_prefix('#')?));
        target.unwrap_or(value)
    }

    /// The operations of a tag, by path and method.
    pub(super) fn operations(&self, tag: &str) -> Vec<Operation<'a>> {
        let mut operations = Vec::new();
        for (path, item) in entries(self.root.get("paths")) {
            for (key, method) in METHODS {
                let Some(value) = item.get(key) else {
                    continue;
                };
                if list(value.get("tags")).any(|name| name.as_str() == Some(tag)) {
                    let parameters = list(item.get("parameters")).chain(list(value.get("parameters")));
                    let parameters = parameters.map(|parameter| self.followed(parameter)).collect();
                    operations.push(Operation { method, path, value, parameters });
                }
            }
        }
        operations
    }

    /// Every schema with a name.
    pub(super) fn schemas(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        entries(self.root.pointer("/components/schemas"))
    }

    /// Who may ask, where an operation does not say it.
    pub(super) fn security(&self) -> Option<&'a Value> {
        self.root.get("security")
    }
}

impl<'a> Operation<'a> {
    /// Its id, which is its anchor in the page too.
    pub(super) fn id(&self) -> &'a str {
        text(self.value.get("operationId"))
    }

    /// What it does, in a few words.
    pub(super) fn summary(&self) -> &'a str {
        text(self.value.get("summary"))
    }

    /// The content of its body, by media type.
    pub(super) fn body(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        entries(self.value.pointer("/requestBody/content"))
    }

    /// Its answers by status, references followed.
    pub(super) fn responses(&self, document: &Document<'a>) -> impl Iterator<Item = (&'a String, &'a Value)> {
        entries(self.value.get("responses"))
            .map(move |(status, response)| (status, document.followed(response)))
    }
}

/// The fields of an object.
pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// The elements of a list.
pub(super) fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// A text.
pub(super) fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// The name of the schema that a reference leads to.
pub(super) fn schema_name(value: &Value) -> Option<&str> {
    reference(value)?.strip_prefix(SCHEMAS)
}

fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}
