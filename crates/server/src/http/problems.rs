//! Errors as `application/problem+json` (RFC 9457). This is the one file that knows statuses of refusals.

use std::any::Any;

use axum::extract::Request;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tiermeter_api::{Problem, ProblemError};
use tiermeter_backend::Fault;
use tiermeter_pricing::{Refusal, RefusalCode};

use super::limiter::Allowance;
use super::{State, reports};

/// Why a request was not answered as asked.
pub(super) enum ApiError {
    /// The request's document was refused.
    Refused(Refusal),
    /// The body did not come in.
    Body(BytesRejection),
    /// Too much is being priced already.
    Busy,
    /// The fault is ours; what it was stands in the log alone.
    Internal,
    /// An operation of the backend was not done.
    Fault(Fault),
    /// Nobody that is known calls.
    Unauthenticated,
    /// With a cookie, from a page that is not ours.
    CrossSite,
    /// A change that needs `If-Match` came without it.
    PreconditionRequired,
    /// A top-up came without an Idempotency-Key.
    IdempotencyKeyRequired,
    /// What may be done in this minute is used up.
    TooMany(Allowance),
    /// The account makes as many reports as it may at the same time.
    TooManyReports,
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => Self::Refused(refusal),
            fault => Self::Fault(fault),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        Self::Body(rejection)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => {
                let status = status_of(refusal.code);
                respond(status, &Problem::of_refusal(status.as_u16(), title(status), refusal))
            }
            Self::Body(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body_too_large",
                "the body is larger than this server takes; the command line takes up to 1 GiB",
            ),
            Self::Body(_) => plain(
                StatusCode::REQUEST_TIMEOUT,
                "body_not_received",
                "the body did not come in whole or in time",
            ),
            Self::Busy => {
                let text = "too many requests are being priced; try again in a few seconds";
                let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "busy", text);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
                response
            }
            Self::Internal => internal(),
            Self::Fault(fault) => of_fault(fault),
            Self::Unauthenticated => {
                let text = "an API key as bearer, or a session, is needed; this one is none or has ended";
                let mut response = plain(StatusCode::UNAUTHORIZED, "unauthenticated", text);
                let scheme = HeaderValue::from_static("Bearer");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
                response
            }
            Self::CrossSite => plain(
                StatusCode::FORBIDDEN,
                "cross_site",
                "a session changes something only from the pages of this server",
            ),
            Self::PreconditionRequired => plain(
                StatusCode::PRECONDITION_REQUIRED,
                "precondition_required",
                "this change needs If-Match with the ETag that was read, or *",
            ),
            Self::IdempotencyKeyRequired => plain(
                StatusCode::BAD_REQUEST,
                "idempotency_key_required",
                "a top-up needs an Idempotency-Key, so that it is counted once however often it is sent",
            ),
            Self::TooMany(left) => {
                let text = format!("{} {} a minute are used up", left.limit, left.counted);
                let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", &text);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(left.resets_in_seconds));
                response
            }
            Self::TooManyReports => {
                let most = reports::MOST_AT_ONCE;
                let text =
                    format!("the account makes {most} reports already, as many as it may at the same time");
                let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", &text);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
                response
            }
        }
    }
}

/// What the client reads of a fault; the log has more where it is the store's.
fn of_fault(fault: Fault) -> Response {
    match fault {
        Fault::Refused(refusal) => ApiError::Refused(refusal).into_response(),
        Fault::PlanRequired => plain(
            StatusCode::FORBIDDEN,
            "plan_required",
            "services metered by GPU seconds need the Enterprise plan",
        ),
        Fault::NotAllowlisted => plain(
            StatusCode::FORBIDDEN,
            "not_allowlisted",
            "services metered by GPU seconds need a place on the beta allowlist",
        ),
        Fault::CurrencyMismatch(message) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let mut problem =
                Problem::new(status.as_u16(), title(status), "currency_mismatch", message.clone());
            problem.errors.push(ProblemError { pointer: "/currency".to_owned(), detail: message });
            respond(status, &problem)
        }
        Fault::NotFound => {
            plain(StatusCode::NOT_FOUND, "not_found", "there is no such thing in this account")
        }
        Fault::Conflict(message) => plain(StatusCode::CONFLICT, "conflict", &message),
        Fault::PreconditionFailed(changed_by) => {
            let status = StatusCode::PRECONDITION_FAILED;
            let text = "it was changed since it was read; read it again";
            let problem = Problem::new(status.as_u16(), title(status), "precondition_failed", text);
            respond(status, &Problem { changed_by, ..problem })
        }
        Fault::IdempotencyKeyReused => plain(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency_key_reused",
            "this Idempotency-Key came with another request before",
        ),
        Fault::Store(error) => {
            tracing::error!(%error, "the store failed");
            let text = "the storage is not available; nothing was changed, try again later";
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "storage_unavailable", text);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
    }
}

/// docs/rules.md, section 9: a malformed document is 400, an account with overdue payment 402, every other refusal 422.
const fn status_of(code: RefusalCode) -> StatusCode {
    match code {
        RefusalCode::Malformed => StatusCode::BAD_REQUEST,
        RefusalCode::AccountOverdue => StatusCode::PAYMENT_REQUIRED,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

fn plain(status: StatusCode, code: &'static str, detail: &str) -> Response {
    respond(status, &Problem::new(status.as_u16(), title(status), code, detail))
}

fn respond(status: StatusCode, problem: &Problem) -> Response {
    let json = serde_json::to_vec(problem).unwrap_or_default();
    let content_type = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, content_type)], json).into_response()
}

fn internal() -> Response {
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "something went wrong here; the request id names it in the log",
    )
}

/// An address of the API that does not exist.
pub(super) async fn not_found() -> Response {
    plain(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address")
}

/// A method that an address does not take.
pub(super) async fn method_not_allowed() -> Response {
    plain(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address does not take that method")
}

/// An answer that takes too long is given up.
pub(super) async fn in_time(shared: State, request: Request, next: Next) -> Response {
    match tokio::time::timeout(shared.limits.answer_time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Busy.into_response(),
    }
}

/// A bug of ours must not take the connection down, nor tell what it was.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    internal()
}
