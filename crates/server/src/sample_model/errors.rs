//! Errors in the form of the `OpenAI` API: `{"error": {"message", "type", "param", "code"}}`.

use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{MOST_BODY_BYTES, json_response};

/// Why a request was not answered.
#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    message: String,
    /// The field at fault, where it is one.
    parameter: Option<String>,
    code: Option<&'static str>,
}

impl ApiError {
    /// The value of a field is wrong; a field without a name is the whole body.
    pub(super) fn invalid(parameter: &str, message: impl Into<String>) -> Self {
        let parameter = Some(parameter.to_owned()).filter(|parameter| !parameter.is_empty());
        Self { status: StatusCode::BAD_REQUEST, message: message.into(), parameter, code: None }
    }

    /// Another model is asked for.
    pub(super) fn model_not_found(asked: &str, model: &str) -> Self {
        let message = format!("the model {asked:?} does not exist here, only {model:?} does");
        let parameter = Some("model".to_owned());
        Self { status: StatusCode::NOT_FOUND, message, parameter, code: Some("model_not_found") }
    }

    /// The model is not ready yet.
    pub(super) fn starting() -> Self {
        Self::of_status(StatusCode::SERVICE_UNAVAILABLE, "model_not_ready", "the model is still starting")
    }

    fn of_status(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), parameter: None, code: Some(code) }
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let message = format!("the body must have at most {MOST_BODY_BYTES} bytes");
            return Self::of_status(StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", message);
        }
        Self::invalid("", "the body did not come in whole")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let kind = if self.status.is_server_error() { "server_error" } else { "invalid_request_error" };
        let error = json!({
            "message": self.message,
            "type": kind,
            "param": self.parameter,
            "code": self.code,
        });
        json_response(self.status, &json!({"error": error}))
    }
}

/// An address that does not exist.
pub(super) async fn not_found() -> ApiError {
    ApiError::of_status(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address")
}

/// A method that an address does not take.
pub(super) async fn method_not_allowed() -> ApiError {
    let message = "this address does not take that method";
    ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message)
}
