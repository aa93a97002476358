//! The request for a chat completion: what counts of it is read, what a sample model has no use for is not.

use serde_json::{Map, Value};

use super::answer::{MOST_OUTPUT_TOKENS, tokens_in};
use super::errors::ApiError;

const ROLES: [&str; 6] = ["system", "developer", "user", "assistant", "tool", "function"];

/// What a completion needs to know.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ChatRequest {
    pub(super) input_tokens: usize,
    /// The text of the last message of the user; empty where there is none.
    pub(super) last_user_text: String,
    pub(super) most_output_tokens: usize,
    /// Nothing where the answer is wanted in one piece.
    pub(super) streaming: Option<Streaming>,
}

/// How an answer is streamed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Streaming {
    /// Whether a last event tells the usage.
    pub(super) include_usage: bool,
}

impl ChatRequest {
    /// Reads the body of a request to this model.
    pub(super) fn read(body: &[u8], model: &str) -> Result<Self, ApiError> {
        let document: Value = serde_json::from_slice(body)
            .map_err(|error| ApiError::invalid("", format!("the body is not JSON: {error}")))?;
        let Value::Object(fields) = document else {
            return Err(ApiError::invalid("", "the body must be a JSON object"));
        };
        expect_model(&fields, model)?;
        let messages = messages(&fields)?;
        expect_one_choice(&fields)?;
        let input_tokens = messages.iter().map(|message| tokens_in(message.text.len()).max(1)).sum();
        let last_user = messages.into_iter().rfind(|message| message.is_of_user);
        Ok(Self {
            input_tokens,
            last_user_text: last_user.map(|message| message.text).unwrap_or_default(),
            most_output_tokens: most_output_tokens(&fields)?,
            streaming: streaming(&fields)?,
        })
    }
}

/// A field that is there and not null.
fn field<'document>(fields: &'document Map<String, Value>, name: &str) -> Option<&'document Value> {
    fields.get(name).filter(|value| !value.is_null())
}

fn expect_model(fields: &Map<String, Value>, model: &str) -> Result<(), ApiError> {
    match field(fields, "model") {
        Some(Value::String(asked)) if asked == model => Ok(()),
        Some(Value::String(asked)) => {
            // Enough to recognise it, however long it is.
            let asked: String = asked.chars().take(200).collect();
            Err(ApiError::model_not_found(&asked, model))
        }
        _ => Err(ApiError::invalid("model", format!("model must be the text {model:?}"))),
    }
}

struct Message {
    is_of_user: bool,
    text: String,
}

fn messages(fields: &Map<String, Value>) -> Result<Vec<Message>, ApiError> {
    match field(fields, "messages") {
        Some(Value::Array(messages)) if !messages.is_empty() => {
            messages.iter().enumerate().map(|(index, value)| message(value, index)).collect()
        }
        _ => Err(ApiError::invalid("messages", "messages must be a list of at least one message")),
    }
}

fn message(value: &Value, index: usize) -> Result<Message, ApiError> {
    let place = format!("messages[{index}]");
    let Value::Object(fields) = value else {
        return Err(ApiError::invalid(&place, format!("{place} must be an object")));
    };
    let role = field(fields, "role").and_then(Value::as_str).filter(|role| ROLES.contains(role));
    let Some(role) = role else {
        let message = format!("{place}.role must be one of {}", ROLES.join(", "));
        return Err(ApiError::invalid(&format!("{place}.role"), message));
    };
    let place = format!("{place}.content");
    let text = match field(fields, "content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => text_of_parts(parts, &place)?,
        // A message of the model may be nothing but calls of tools.
        None if role == "assistant" => String::new(),
        _ => return Err(ApiError::invalid(&place, format!("{place} must be a text or a list of parts"))),
    };
    Ok(Message { is_of_user: role == "user", text })
}

fn text_of_parts(parts: &[Value], place: &str) -> Result<String, ApiError> {
    let mut whole = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_text = part.get("type").and_then(Value::as_str) == Some("text");
        let Some(text) = part.get("text").and_then(Value::as_str).filter(|_| is_text) else {
            let place = format!("{place}[{index}]");
            let message =
                format!("{place} must be {{\"type\": \"text\", \"text\": ...}}: only text is read here");
            return Err(ApiError::invalid(&place, message));
        };
        whole.push_str(text);
    }
    Ok(whole)
}

fn expect_one_choice(fields: &Map<String, Value>) -> Result<(), ApiError> {
    match field(fields, "n") {
        None => Ok(()),
        Some(value) if value.as_u64() == Some(1) => Ok(()),
        Some(_) => Err(ApiError::invalid("n", "n must be 1")),
    }
}

/// The newer name counts where both are given.
fn most_output_tokens(fields: &Map<String, Value>) -> Result<usize, ApiError> {
    for name in ["max_completion_tokens", "max_tokens"] {
        if let Some(value) = field(fields, name) {
            let tokens = value.as_u64().filter(|tokens| *tokens >= 1).ok_or_else(|| {
                ApiError::invalid(name, format!("{name} must be a whole number of at least 1"))
            })?;
            return Ok(usize::try_from(tokens).unwrap_or(usize::MAX).min(MOST_OUTPUT_TOKENS));
        }
    }
    Ok(MOST_OUTPUT_TOKENS)
}

fn streaming(fields: &Map<String, Value>) -> Result<Option<Streaming>, ApiError> {
    let stream = flag(fields, "stream", "stream")?;
    match field(fields, "stream_options") {
        None => Ok(stream.then_some(Streaming { include_usage: false })),
        Some(Value::Object(options)) if stream => {
            let include_usage = flag(options, "include_usage", "stream_options.include_usage")?;
            Ok(Some(Streaming { include_usage }))
        }
        Some(Value::Object(_)) => {
            Err(ApiError::invalid("stream_options", "stream_options is allowed only where stream is true"))
        }
        Some(_) => Err(ApiError::invalid("stream_options", "stream_options must be an object")),
    }
}

fn flag(fields: &Map<String, Value>, name: &str, place: &str) -> Result<bool, ApiError> {
    match field(fields, name) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(ApiError::invalid(place, format!("{place} must be true or false"))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ChatRequest, MOST_OUTPUT_TOKENS, Streaming};

    fn read(document: &Value) -> ChatRequest {
        ChatRequest::read(document.to_string().as_bytes(), "m").unwrap()
    }

    #[test]
    fn the_least_request_has_its_defaults() {
        let request = read(&json!({"model": "m", "messages": [{"role": "user", "content": "hello"}]}));
        let expected = ChatRequest {
            input_tokens: 2,
            last_user_text: "hello".to_owned(),
            most_output_tokens: MOST_OUTPUT_TOKENS,
            streaming: None,
        };
        assert_eq!(request, expected);
    }

    #[test]
    fn every_message_counts_and_the_last_of_the_user_is_answered() {
        let check = |messages: Value, input_tokens, text| {
            let request = read(&json!({"model": "m", "messages": messages}));
            assert_eq!((request.input_tokens, request.last_user_text.as_str()), (input_tokens, text));
        };
        check(json!([{"role": "user", "content": ""}]), 1, "");
        check(json!([{"role": "system", "content": "be brief"}]), 2, "");
        check(json!([{"role": "user", "content": "one"}, {"role": "user", "content": "two"}]), 2, "two");
        check(json!([{"role": "user", "content": "one"}, {"role": "assistant", "content": null}]), 2, "one");
        let parts = json!([{"type": "text", "text": "hel"}, {"type": "text", "text": "lo"}]);
        check(json!([{"role": "user", "content": parts}]), 2, "hello");
    }

    #[test]
    fn options_are_read() {
        let check = |options: Value, most_output_tokens, streaming| {
            let mut document = json!({"model": "m", "messages": [{"role": "user", "content": "hello"}]});
            for (name, value) in options.as_object().unwrap() {
                document[name] = value.clone();
            }
            let request = read(&document);
            assert_eq!(request.most_output_tokens, most_output_tokens, "{options}");
            assert_eq!(request.streaming, streaming, "{options}");
        };
        let all = MOST_OUTPUT_TOKENS;
        check(json!({"max_tokens": 5}), 5, None);
        check(json!({"max_tokens": 5, "max_completion_tokens": 7}), 7, None);
        check(json!({"max_tokens": u64::MAX}), all, None);
        check(json!({"max_tokens": null, "n": 1, "temperature": 0.5, "stream": false}), all, None);
        check(json!({"stream": true}), all, Some(Streaming { include_usage: false }));
        let options = json!({"include_usage": true});
        check(
            json!({"stream": true, "stream_options": options}),
            all,
            Some(Streaming { include_usage: true }),
        );
    }
}
