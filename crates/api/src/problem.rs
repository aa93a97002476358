use serde::Serialize;
use tiermeter_pricing::{Refusal, RefusalParts};

/// An error of RFC 9457, `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `about:blank`: the code says what it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for people.
    pub detail: String,
    /// A stable code.
    pub code: &'static str,
    /// Where in the request it is; empty where no place in it is at fault.
    pub errors: Vec<ProblemError>,
    /// Who changed what was to be changed, as timelines name actors; only where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
}

/// A place in the request, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemError {
    /// JSON pointer into the request's body.
    pub pointer: String,
    /// A sentence with the value and what is allowed.
    pub detail: String,
}

impl Problem {
    /// A problem without a place in the body.
    pub fn new(status: u16, title: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        let (detail, errors) = (detail.into(), Vec::new());
        Self { kind: "about:blank", title, status, detail, code, errors, changed_by: None }
    }

    /// The problem of a refusal.
    #[must_use]
    pub fn of_refusal(status: u16, title: &'static str, refusal: Refusal) -> Self {
        let RefusalParts { code, path, message } = refusal.into_parts();
        let errors = vec![ProblemError { pointer: path, detail: message.clone() }];
        Self { errors, ..Self::new(status, title, code.as_str(), message) }
    }
}
