//! `POST /v1/chat/completions`: a whole answer, or a stream of its tokens.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::answer::{Answer, tokens_in};
use super::errors::ApiError;
use super::reports::InFlight;
use super::request::{ChatRequest, Streaming};
use super::{Model, State, json_response, unix_seconds};

/// Answers the last message of the user.
pub(super) async fn post(model: State, body: Result<Bytes, BytesRejection>) -> Result<Response, ApiError> {
    if !model.is_ready() {
        return Err(ApiError::starting());
    }
    let request = ChatRequest::read(&body?, &model.name)?;
    let completion = Completion {
        id: model.next_id(),
        created_at_unix_seconds: unix_seconds(&model.clock),
        input_tokens: request.input_tokens,
        answer: Answer::to(&request.last_user_text, request.most_output_tokens),
        _in_flight: model.reports.request(),
        model: Arc::clone(&model.0),
    };
    Ok(match request.streaming {
        Some(Streaming { include_usage }) => completion.streamed(include_usage),
        None => completion.whole().await,
    })
}

/// A completion that is being answered.
struct Completion {
    id: String,
    created_at_unix_seconds: i64,
    input_tokens: usize,
    answer: Answer,
    model: Arc<Model>,
    /// Held until the answer is out or given up.
    _in_flight: InFlight,
}

impl Completion {
    /// A client that leaves before the answer is there has got nothing, and nothing is counted.
    async fn whole(self) -> Response {
        self.model.pass_time(self.answer.tokens()).await;
        self.report(self.answer.tokens());
        let choice = json!({
            "index": 0,
            "message": {"role": "assistant", "content": self.answer.text, "refusal": null},
            "logprobs": null,
            "finish_reason": self.answer.finish_reason,
        });
        let document = json!({
            "id": self.id,
            "object": "chat.completion",
            "created": self.created_at_unix_seconds,
            "model": self.model.name,
            "choices": [choice],
            "usage": self.usage(),
        });
        json_response(StatusCode::OK, &document)
    }

    fn streamed(self, include_usage: bool) -> Response {
        let streamed = Streamed { completion: self, include_usage, delivered_bytes: 0, step: Step::Role };
        let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
        (headers, Body::from_stream(stream::unfold(streamed, Streamed::next))).into_response()
    }

    fn report(&self, output_tokens: usize) {
        self.model.reports.tokens(&self.id, self.input_tokens, output_tokens);
    }

    fn usage(&self) -> Value {
        let output_tokens = self.answer.tokens();
        json!({
            "prompt_tokens": self.input_tokens,
            "completion_tokens": output_tokens,
            "total_tokens": self.input_tokens + output_tokens,
            "prompt_tokens_details": {"cached_tokens": 0},
        })
    }
}

/// An answer on its way, token by token. However its way ends, what was delivered is reported.
struct Streamed {
    completion: Completion,
    include_usage: bool,
    delivered_bytes: usize,
    step: Step,
}

/// The event that comes next.
enum Step {
    Role,
    Text,
    FinishReason,
    Usage,
    Done,
    End,
}

impl Drop for Streamed {
    fn drop(&mut self) {
        self.completion.report(tokens_in(self.delivered_bytes));
    }
}

impl Streamed {
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let data = match self.step {
            Step::Role => {
                self.step = Step::Text;
                self.choice(&json!({"role": "assistant", "content": ""}), None)
            }
            Step::Text => {
                self.completion.model.pass_time(1).await;
                self.next_piece()
            }
            Step::FinishReason => {
                self.step = if self.include_usage { Step::Usage } else { Step::Done };
                self.choice(&json!({}), Some(self.completion.answer.finish_reason))
            }
            Step::Usage => {
                self.step = Step::Done;
                self.chunk(&json!([]), self.completion.usage())
            }
            Step::Done => {
                self.step = Step::End;
                "[DONE]".to_owned()
            }
            Step::End => return None,
        };
        Some((Ok(Bytes::from(format!("data: {data}\n\n"))), self))
    }

    fn next_piece(&mut self) -> String {
        let answer = &self.completion.answer;
        let piece = answer.piece_from(self.delivered_bytes);
        let delta = json!({"content": piece});
        let delivered_bytes = self.delivered_bytes + piece.len();
        if delivered_bytes >= answer.text.len() {
            self.step = Step::FinishReason;
        }
        self.delivered_bytes = delivered_bytes;
        self.choice(&delta, None)
    }

    fn choice(&self, delta: &Value, finish_reason: Option<&str>) -> String {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish_reason});
        self.chunk(&json!([choice]), Value::Null)
    }

    /// Where the usage was asked for, every event before it carries null in its place.
    fn chunk(&self, choices: &Value, usage: Value) -> String {
        let mut chunk = json!({
            "id": self.completion.id,
            "object": "chat.completion.chunk",
            "created": self.completion.created_at_unix_seconds,
            "model": self.completion.model.name,
            "choices": choices,
        });
        if let Some(fields) = chunk.as_object_mut().filter(|_| self.include_usage) {
            fields.insert("usage".to_owned(), usage);
        }
        chunk.to_string()
    }
}
