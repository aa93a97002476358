//! What the console asks of the API, as values: so that every action can be shown as a curl line before it is sent,
//! and what is sent is what was shown.
//!
//! | module | what it holds |
//! |---|---|
//! | `endpoints` | one constructor for each endpoint |
//! | `curl` | a request as a curl line |
//! | `keys` | under which key something is sent, and sent again |

mod curl;
mod endpoints;
mod keys;

use std::fmt::Write;

use serde_json::Value;

pub use keys::Keys;

/// Before every path.
pub const API: &str = "/api/v1";
/// Before the id of a service, and before nothing else.
const SERVICES: &str = "/services/";
/// What is posted here answers with a secret, which is not kept for a second time.
const WITH_SECRETS: [&str; 2] = ["/api-keys", "/session"];
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

    /// The same as it is sent: where it changes a service, on this version of it; where it takes a key, once under this
    /// one. Whatever shows a change shows it so, and whatever sends one sends it so.
    pub fn sent_on(self, etag: Option<&str>, key: &str) -> Self {
        let on_version = match etag.filter(|_| self.changed_service().is_some()) {
            Some(etag) => self.if_match(etag),
            None => self,
        };
        if on_version.takes_key() { on_version.once(key.to_owned()) } else { on_version }
    }

    /// What reads the service that it changes, with the version that this has; `None` where it changes none.
    pub fn reading_of_changed(&self) -> Option<Self> {
        let id = self.changed_service()?;
        Some(Self::new(Method::Get, format!("{SERVICES}{id}"), None))
    }

    /// The service that it changes, as its path names it.
    fn changed_service(&self) -> Option<&str> {
        let rest = self.path.strip_prefix(SERVICES).filter(|_| self.method != Method::Get)?;
        rest.split(['/', '?']).next().filter(|id| !id.is_empty())
    }

    /// Whether it can be said of it that it is to be done once, and is not said yet.
    pub fn takes_key(&self) -> bool {
        self.method == Method::Post
            && !WITH_SECRETS.contains(&self.path.as_str())
            && !self.has_header("idempotency-key")
    }

    /// Every header that it is sent with, beside who asks: its own, and what its body is.
    pub fn all_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        own.chain(self.body.as_ref().map(|_| ("content-type", "application/json")))
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

    #[test]
    fn a_change_is_sent_on_a_version_and_once() {
        let version = Some("\"v7\"");
        for (request, service, expected) in [
            (
                Request::enable_service("svc_1"),
                Some("svc_1"),
                vec!["if-match: \"v7\"", "idempotency-key: key"],
            ),
            (
                Request::enable_service("svc_1").once("own".to_owned()),
                Some("svc_1"),
                vec!["idempotency-key: own", "if-match: \"v7\""],
            ),
            (
                Request::rename_service("svc_1", "chat"),
                Some("svc_1"),
                vec!["if-match: \"v7\"", "content-type: application/json"],
            ),
            (Request::delete_service("svc_1"), Some("svc_1"), vec!["if-match: \"v7\""]),
            (Request::end_reservation("svc_1", "rsv_1"), Some("svc_1"), vec!["if-match: \"v7\""]),
            (Request::service("svc_1"), None, vec![]),
            (
                Request::create_service(Value::Null),
                None,
                vec!["idempotency-key: key", "content-type: application/json"],
            ),
            (Request::create_api_key("x"), None, vec!["content-type: application/json"]),
            (Request::revoke_api_key("key_1"), None, vec![]),
            (Request::sign_in("x"), None, vec!["content-type: application/json"]),
        ] {
            let reading = request.reading_of_changed();
            assert_eq!(reading, service.map(Request::service), "{request:?}");
            let sent = request.sent_on(version, "key");
            let headers: Vec<String> =
                sent.all_headers().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!(headers, expected, "{sent:?}");
        }
    }
}
