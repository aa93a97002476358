//! Sends requests to the API and reads what it answers. The session's cookie goes along by itself. Reports, of which
//! the server makes few for an account at once, stand in line.

mod reports;

use std::time::Duration;

use js_sys::{Function, JsString, Promise};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, Response};

use super::documents::Page;
use super::failure::Failure;
use super::request::{Method, Request};
use reports::Place;

const TOO_MANY_REQUESTS: u16 = 429;
/// So often a question is put.
const MOST_ATTEMPTS: u32 = 8;
/// A longer wait is not waited for in silence.
const LONGEST_WAIT_SECONDS: i32 = 2;
/// The server answers sooner, if only that it is busy. A report whose answer has not begun then leaves its place to the
/// next one; how long the answer itself may take is another matter.
const LONGEST_REPORT: Duration = Duration::from_secs(75);

/// What the API answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// The document.
    pub value: T,
    /// Its version, for a change on just this one.
    pub etag: Option<String>,
}

/// Sends a request and reads the answer; one without a body is read as `()`.
pub async fn send<T: DeserializeOwned>(request: &Request) -> Result<Answer<T>, Failure> {
    send_until(request, None).await
}

/// Sends a request, and gives it up when `signal` says so.
pub async fn send_until<T: DeserializeOwned>(
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Result<Answer<T>, Failure> {
    let (status, etag, text) = exchange(request, signal).await?;
    if !(200..300).contains(&status) {
        return Err(Failure::of_answer(status, &text));
    }
    let json = if text.is_empty() { "null" } else { &text };
    let value = serde_json::from_str(json).map_err(|error| Failure::Unreadable(error.to_string()))?;
    Ok(Answer { value, etag })
}

/// The text of an answer as it is, for documents that the core reads by itself.
pub async fn text_of(request: &Request) -> Result<String, Failure> {
    let (status, _, text) = exchange(request, None).await?;
    if (200..300).contains(&status) { Ok(text) } else { Err(Failure::of_answer(status, &text)) }
}

/// Every entry of a list, page after page.
pub async fn all_pages<T: DeserializeOwned>(
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Result<Vec<T>, Failure> {
    pages(request, signal, |_| true).await
}

/// The entries of a list, page after page, as long as `more` wants them; it is told how many there are.
pub async fn pages<T: DeserializeOwned>(
    request: &Request,
    signal: Option<&AbortSignal>,
    mut more: impl FnMut(usize) -> bool,
) -> Result<Vec<T>, Failure> {
    let mut entries: Vec<T> = Vec::new();
    let mut next = request.clone();
    loop {
        let page: Page<T> = send_until(&next, signal).await?.value;
        entries.extend(page.data);
        let Some(cursor) = page.next_cursor.filter(|_| more(entries.len())) else {
            return Ok(entries);
        };
        next = request.clone().with_query("cursor", &cursor);
    }
}

/// The server's address, without a slash at its end.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// A key for a request that is to be done once ([`Request::once`]).
pub fn fresh_key() -> String {
    window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

/// A controller that gives up what is under way when the caller's owner is cleaned up.
pub fn aborted_on_cleanup() -> Option<AbortSignal> {
    let controller = AbortController::new().ok()?;
    let signal = controller.signal();
    let controller = StoredValue::new_local(controller);
    on_cleanup(move || {
        // Whoever disposed of the value first has ended it already.
        controller.try_with_value(AbortController::abort);
    });
    Some(signal)
}

/// Sends a request, and puts a question again that came while the account made as many reports as it may at once: the
/// page asks for no more, but another page of the account may ask too.
async fn exchange(
    request: &Request,
    signal: Option<&AbortSignal>,
) -> Result<(u16, Option<String>, String), Failure> {
    // Kept while it waits to ask again: who came instead would be refused as well.
    let _place = if request.is_report() { Some(Place::taken().await) } else { None };
    let is_given_up = || signal.is_some_and(AbortSignal::aborted);
    let mut attempts = 1;
    loop {
        if is_given_up() {
            return Err(Failure::Offline);
        }
        let Exchanged { status, etag, text, retry_after } = exchange_once(request, signal).await?;
        match retry_after {
            Some(seconds)
                if request.method == Method::Get
                    && seconds <= LONGEST_WAIT_SECONDS
                    && attempts < MOST_ATTEMPTS
                    && !is_given_up() =>
            {
                attempts += 1;
                pause(seconds).await;
            }
            _ => return Ok((status, etag, text)),
        }
    }
}

/// What came back.
struct Exchanged {
    status: u16,
    etag: Option<String>,
    text: String,
    /// After how many seconds it may be tried again, where it was too much.
    retry_after: Option<i32>,
}

/// Waits so many seconds.
async fn pause(seconds: i32) {
    let milliseconds = seconds.saturating_mul(1_000);
    let mut wait = |resolve: Function, _: Function| {
        // No window refuses a timer.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    };
    // The promise is only ever kept.
    let _ = JsFuture::from(Promise::new(&mut wait)).await;
}

async fn exchange_once(request: &Request, signal: Option<&AbortSignal>) -> Result<Exchanged, Failure> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    // A report that is given up keeps its place with the server until it is made, so it keeps its place here too.
    let ends = if request.is_report() { AbortController::new().ok() } else { None };
    let own = ends.as_ref().map(AbortController::signal);
    init.set_signal(own.as_ref().or(signal));
    let end = ends.and_then(|ends| set_timeout_with_handle(move || ends.abort(), LONGEST_REPORT).ok());
    let headers = Headers::new().map_err(|_| Failure::Offline)?;
    for (name, value) in request.all_headers() {
        headers.set(name, value).map_err(|_| Failure::Offline)?;
    }
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(&body.to_string()));
    }
    init.set_headers_headers(&headers);
    // What fails here never reached the server, or its answer never came.
    let response = JsFuture::from(window().fetch_with_str_and_init(&request.address(), &init)).await;
    if let Some(end) = end {
        end.clear();
    }
    let response: Response = response.map_err(|_| Failure::Offline)?.unchecked_into();
    if signal.is_some_and(AbortSignal::aborted) {
        // It is not read to its end; nobody waits for the promise of that.
        if let Some(body) = response.body() {
            let _ = body.cancel();
        }
        return Err(Failure::Offline);
    }
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let (status, etag) = (response.status(), header("etag"));
    let wait = header("retry-after").filter(|_| status == TOO_MANY_REQUESTS);
    let retry_after = wait.and_then(|seconds| seconds.trim().parse().ok());
    let text = JsFuture::from(response.text().map_err(|_| Failure::Offline)?).await;
    let text: JsString = text.map_err(|_| Failure::Offline)?.unchecked_into();
    Ok(Exchanged { status, etag, text: String::from(text), retry_after })
}
