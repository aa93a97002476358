//! How the backend's endpoints read requests and answer: JSON, pages, entity tags, answers that are given again.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::operation::{Operation, hash, hexadecimal};
use tiermeter_backend::records::Account;
use tiermeter_backend::store::Transaction;
use tiermeter_pricing::{Refusal, RefusalCode};

use super::Shared;
use super::access::Caller;
use super::problems::ApiError;

pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LONGEST_KEY: usize = 200;
const DEFAULT_PAGE: u32 = 50;
const LARGEST_PAGE: u32 = 100;

/// What an endpoint answers.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    status: StatusCode,
    body: Option<Value>,
    /// A body that is JSON text already, instead of the other one: a long one is not held twice.
    written: Option<String>,
    tag: Option<u64>,
    location: Option<String>,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), ..Self::nothing() }
    }

    /// With a body that is JSON text.
    pub(super) fn written(json: String) -> Self {
        Self { status: StatusCode::OK, written: Some(json), ..Self::nothing() }
    }

    pub(super) fn created(body: Value) -> Self {
        Self { status: StatusCode::CREATED, body: Some(body), ..Self::nothing() }
    }

    /// With the address of what was made.
    pub(super) fn located(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    pub(super) const fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, written: None, tag: None, location: None }
    }

    /// With the version of what is answered.
    pub(super) const fn tagged(mut self, version: u64) -> Self {
        self.tag = Some(version);
        self
    }

    /// The answer over HTTP, with what is left of the caller's requests.
    pub(super) fn respond(self, shared: &Shared, account: &str) -> Response {
        let mut response = match self.written.or_else(|| self.body.map(|body| body.to_string())) {
            None => self.status.into_response(),
            Some(body) => {
                let json = [(header::CONTENT_TYPE, "application/json")];
                (self.status, json, body).into_response()
            }
        };
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, text: String| {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        };
        if let Some(version) = self.tag {
            set(header::ETAG, format!("\"v{version}\""));
        }
        if let Some(location) = self.location {
            set(header::LOCATION, location);
        }
        if let Some(left) = shared.limiter.left(account) {
            set(RATE_LIMIT_POLICY, format!("\"requests\";q={};w=60", left.limit));
            set(RATE_LIMIT, format!("\"requests\";r={};t={}", left.remaining, left.resets_in_seconds));
        }
        response
    }
}

/// The versions that a change may be made on; `None` for any.
pub(super) type Versions = Option<Vec<u64>>;

/// What is asked of an endpoint that changes something.
pub(super) struct Change {
    pub(super) caller: Caller,
    pub(super) headers: HeaderMap,
    /// Method and address, by which a repeated request is known.
    pub(super) what: String,
    pub(super) body: Bytes,
}

impl Change {
    pub(super) fn new(
        caller: Caller,
        headers: HeaderMap,
        what: impl Into<String>,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, ApiError> {
        let body = body?;
        uncoded(&headers)?;
        let media_type =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !body.is_empty() && essence != "application/json" && !essence.ends_with("+json") {
            let message =
                "a body is JSON, and its Content-Type says so: application/json, or one that ends in +json";
            return Err(malformed(message.to_owned()));
        }
        Ok(Self { caller, headers, what: what.into(), body })
    }

    /// The versions that `If-Match` asks for; `None` where any will do. A tag that is none of ours matches nothing.
    pub(super) fn version(&self) -> Versions {
        let value = self.headers.get(header::IF_MATCH)?;
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return None;
        }
        let number = |tag: &str| tag.trim().strip_prefix("\"v")?.strip_suffix('"')?.parse().ok();
        Some(text.split(',').filter_map(number).collect())
    }

    /// The same, where it has to be there.
    pub(super) fn required_version(&self) -> Result<Versions, ApiError> {
        if self.headers.contains_key(header::IF_MATCH) {
            Ok(self.version())
        } else {
            Err(ApiError::PreconditionRequired)
        }
    }

    fn idempotency_key(&self) -> Result<Option<String>, ApiError> {
        let Some(value) = self.headers.get(IDEMPOTENCY_KEY) else {
            return Ok(None);
        };
        let key = value.to_str().unwrap_or_default();
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if key.is_empty() || key.len() > LONGEST_KEY || !visible {
            let message = format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible characters of ASCII");
            return Err(Refusal::new(RefusalCode::Malformed, "", message).into());
        }
        Ok(Some(key.to_owned()))
    }

    /// Refuses a request without an Idempotency-Key.
    pub(super) fn needs_idempotency_key(&self) -> Result<(), ApiError> {
        if self.idempotency_key()?.is_some() { Ok(()) } else { Err(ApiError::IdempotencyKeyRequired) }
    }
}

impl Shared {
    /// Reads for a caller.
    pub(super) async fn look(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>, &Account) -> Result<Answer, Fault>
        + Send
        + 'static,
    ) -> Result<Response, ApiError> {
        let account = caller.account.clone();
        let answer = self.backend.look_for(&caller.account, move |transaction, operation| {
            let account = transaction.account(&account)?.ok_or(Fault::NotFound)?;
            work(transaction, operation, &account)
        });
        Ok(answer.await?.respond(self, &caller.account))
    }

    /// Changes for a caller, in one transaction; with an Idempotency-Key once, however often it is asked.
    pub(super) async fn change(
        self: &Arc<Self>,
        change: Change,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>, &Account) -> Result<Answer, Fault>
        + Send
        + 'static,
    ) -> Result<Response, ApiError> {
        let key = change.idempotency_key()?;
        let mut request = change.what.clone().into_bytes();
        request.push(b'\n');
        request.extend_from_slice(&change.body);
        let request = hash(&request);
        let id = change.caller.account.clone();
        let actor = change.caller.actor.clone();
        let answer =
            self.backend.operate_for(&change.caller.account, actor, move |transaction, operation| {
                let account = transaction.account(&id)?.ok_or(Fault::NotFound)?;
                let Some(key) = key else {
                    return work(transaction, operation, &account);
                };
                if let Some((known, status, body)) = transaction.idempotent_answer(&id, &key)? {
                    return if known == request {
                        Ok(again(status, &body))
                    } else {
                        Err(Fault::IdempotencyKeyReused)
                    };
                }
                let answer = work(transaction, operation, &account)?;
                let kept = json!({ "body": answer.body, "tag": answer.tag, "location": answer.location });
                transaction.keep_answer(&id, &key, &request, answer.status.as_u16(), &kept.to_string())?;
                Ok(answer)
            });
        Ok(answer.await?.respond(self, &change.caller.account))
    }
}

/// An answer that was given before.
fn again(status: u16, kept: &str) -> Answer {
    let mut kept: Value = serde_json::from_str(kept).unwrap_or_default();
    let body = kept.get_mut("body").map(Value::take).filter(|body| !body.is_null());
    Answer {
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
        body,
        written: None,
        tag: kept.get("tag").and_then(Value::as_u64),
        location: kept.get("location").and_then(Value::as_str).map(str::to_owned),
    }
}

/// The query of an address; a parameter that is unknown or given twice is refused.
#[derive(Debug, Default)]
pub(super) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(super) fn read(address: &Uri, known: &[&str]) -> Result<Self, ApiError> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let axum::extract::Query(given) =
            axum::extract::Query::<Vec<(String, String)>>::try_from_uri(address)
                .map_err(|error| malformed(error.body_text()))?;
        for (name, value) in given {
            if !known.contains(&name.as_str()) {
                return Err(malformed(format!(
                    "the parameter {name:?} is unknown; known: {}",
                    known.join(", ")
                )));
            }
            if pairs.iter().any(|(other, _)| *other == name) {
                return Err(malformed(format!("the parameter {name:?} is given twice")));
            }
            pairs.push((name, value));
        }
        Ok(Self { pairs })
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// How many entries a page has.
    pub(super) fn limit(&self) -> Result<u32, ApiError> {
        let Some(text) = self.get("limit") else {
            return Ok(DEFAULT_PAGE);
        };
        let limit = text.parse().ok().filter(|limit| (1..=LARGEST_PAGE).contains(limit));
        limit.ok_or_else(|| malformed(format!("limit {text:?} is no number from 1 to {LARGEST_PAGE}")))
    }

    /// Where a page begins: after the entry that a cursor of the same account and list names.
    pub(super) fn cursor(&self, account: &str, list: &str) -> Result<Option<String>, ApiError> {
        let Some(cursor) = self.get("cursor") else {
            return Ok(None);
        };
        let entry = cursor.split_once('.').filter(|(seal, entry)| *seal == seal_of(account, list, entry));
        match entry {
            Some((_, entry)) => Ok(Some(entry.to_owned())),
            None => Err(malformed("the cursor is none of this list".to_owned())),
        }
    }

    /// The same for lists whose entries are numbered.
    pub(super) fn number_cursor(&self, account: &str, list: &str, first: i64) -> Result<i64, ApiError> {
        let Some(entry) = self.cursor(account, list)? else {
            return Ok(first);
        };
        entry.parse().map_err(|_| malformed("the cursor is none of this list".to_owned()))
    }
}

/// Ties a cursor to its account and list.
fn seal_of(account: &str, list: &str, entry: &str) -> String {
    const SEAL_BYTES: usize = 6;
    let seal = hash(format!("{account}\n{list}\n{entry}").as_bytes());
    hexadecimal(seal.get(..SEAL_BYTES).unwrap_or_default())
}

/// A page of a list: `entries` hold one more than the limit where another page follows.
pub(super) fn page<T>(
    account: &str,
    list: &str,
    limit: u32,
    mut entries: Vec<T>,
    key: impl Fn(&T) -> String,
    show: impl FnMut(&T) -> Result<Value, Fault>,
) -> Result<Answer, Fault> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| {
        let entry = key(last);
        format!("{}.{entry}", seal_of(account, list, &entry))
    });
    let data: Result<Vec<Value>, Fault> = entries.iter().map(show).collect();
    Ok(Answer::ok(json!({ "data": data?, "next_cursor": next })))
}

/// Bodies are not decoded. One that says that it is coded would be read in another way by a proxy that does decode,
/// so that it is refused, whatever it holds.
pub(super) fn uncoded(headers: &HeaderMap) -> Result<(), ApiError> {
    let is_coded = |coding: &HeaderValue| !coding.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(header::CONTENT_ENCODING).iter().any(is_coded) {
        return Err(malformed(
            "bodies are not decoded; send it as it is, without Content-Encoding".to_owned(),
        ));
    }
    Ok(())
}

pub(super) fn malformed(message: String) -> ApiError {
    Refusal::new(RefusalCode::Malformed, "", message).into()
}
