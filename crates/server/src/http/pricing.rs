//! Pricing beside the serving: so many at once, on threads of their own.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use tiermeter_pricing::{Refusal, RefusalCode, Settlement};

use super::Shared;
use super::problems::ApiError;

/// How long a request waits for its turn to be priced.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Shared {
    /// Prices and writes the answer on a thread of its own, so that a large request does not keep small ones
    /// waiting. The turn belongs to the work, not to the client: one that goes away frees it no earlier.
    pub(super) async fn price(
        self: &Arc<Self>,
        price: impl FnOnce() -> Result<Settlement, Refusal> + Send + 'static,
    ) -> Result<Response, ApiError> {
        let turn = tokio::time::timeout(LONGEST_WAIT, Arc::clone(&self.pricing).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(ApiError::Busy);
        };
        let most_bytes = self.limits.answer_bytes;
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            price().and_then(|settlement| written(&settlement, most_bytes))
        });
        match work.await {
            Ok(json) => Ok(([(header::CONTENT_TYPE, "application/json")], json?).into_response()),
            Err(error) => {
                tracing::error!(%error, "pricing did not end");
                Err(ApiError::Internal)
            }
        }
    }
}

/// The settlement as JSON, refused where that is too long.
fn written(settlement: &Settlement, most_bytes: usize) -> Result<Vec<u8>, Refusal> {
    let mut answer = Bounded { bytes: Vec::new(), most: most_bytes };
    serde_json::to_writer(&mut answer, settlement).map_err(|_| {
        let message = format!("the settlement takes more than {} MiB", most_bytes >> 20);
        Refusal::new(RefusalCode::OutOfRange, "", message)
    })?;
    Ok(answer.bytes)
}

struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
