//! What the console asks of the API, as values: so that every action can be shown as a curl line before it is sent,
//! and what is sent is what was shown.

mod curl;
mod endpoints;

use std::fmt::Write;

use serde_json::Value;

/// Before every path.
pub const API: &str = "/api/v1";
/// The most entries that a page of a list may have.
pub const MOST_ON_A_PAGE: u32 = 100;

/// How something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does or makes something.
    Post,
    /// Sets something.
    Put,
    /// Changes a part of something.
    Patch,
    /// Takes something away.
    Delete,
}

impl Method {
    /// The word of HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it may only be sent with `If-Match`.
    pub const fn needs_if_match(self) -> bool {
        matches!(self, Self::Put | Self::Patch)
    }
}

/// A request to the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// The path behind [`API`], with its query, percent-encoded where it must be.
    pub path: String,
    /// Headers beside those that every request has.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON of its body.
    pub body: Option<Value>,
}

impl Request {
    /// A request without headers of its own.
    pub fn new(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body }
    }

    /// Asks for it to be done only if what it changes is still as it was read.
    pub fn if_match(self, etag: &str) -> Self {
        self.with_header("if-match", etag.to_owned())
    }

    /// Asks for it to be done once, however often it is sent.
    pub fn once(self, key: String) -> Self {
        self.with_header("idempotency-key", key)
    }

    /// Whether it has a header.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| *known == name)
    }

    /// The same with one more part of the query.
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        self.path.push(sign);
        self.path.push_str(&encoded(name));
        self.path.push('=');
        self.path.push_str(&encoded(value));
        self
    }

    /// The address on the server.
    pub fn address(&self) -> String {
        format!("{API}{}", self.path)
    }

    fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
        self
    }
}

/// Text as a part of a path or a query: everything but letters, digits and `-._~` is percent-encoded.
pub fn encoded(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_as_parts_of_addresses() {
        for (text, expected) in [
            ("svc_1", "svc_1"),
            ("a b&c=d/e?f#g", "a%20b%26c%3Dd%2Fe%3Ff%23g"),
            ("价", "%E4%BB%B7"),
            ("", ""),
        ] {
            assert_eq!(encoded(text), expected);
        }
        let request =
            Request::new(Method::Get, "/usage", None).with_query("from", "2026-03-01").with_query("q", "a b");
        assert_eq!(request.address(), "/api/v1/usage?from=2026-03-01&q=a%20b");
    }

    #[test]
    fn a_header_is_there_once() {
        let request = Request::new(Method::Put, "/x", None).if_match("\"v1\"").if_match("\"v2\"");
        assert_eq!(request.headers, [("if-match", "\"v2\"".to_owned())]);
        assert!(request.has_header("if-match") && !request.has_header("idempotency-key"));
    }
}
